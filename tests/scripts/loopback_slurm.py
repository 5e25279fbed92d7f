# A real Slurm on this machine alone: its own folder, key and ports, started without systemd by
# whoever runs the test, and ended by process id.
import getpass
import os
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

NEEDED = ["munged", "slurmctld", "slurmd", "sbatch", "scancel", "squeue", "scontrol"]
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
# One node, every processor a core. Tasks start at once; jobs are remembered until the test is over.
CONFIGURATION = """
ClusterName=loopback
SlurmctldHost={host}(localhost)
SlurmUser={user}
SlurmdUser={user}
AuthType=auth/munge
AuthInfo=socket={folder}/socket/munge
CredType=cred/munge
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=batch_sched_delay=0,sched_interval=2,bf_interval=2
ReturnToService=2
AccountingStorageType=accounting_storage/none
JobAcctGatherType=jobacct_gather/none
JobCompType=jobcomp/none
JobRequeue=1
KillWait=5
MinJobAge=3600
NodeName={host} NodeAddr=localhost CPUs={processors} RealMemory={megabytes} State=UNKNOWN
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def missing_programs():
    return [name for name in NEEDED if not shutil.which(name, path=PATH)]


def free_ports(count):
    taken = [socket.socket() for _ in range(count)]
    for one in taken:
        one.bind(("localhost", 0))
    ports = [one.getsockname()[1] for one in taken]
    for one in taken:
        one.close()
    return ports


class Cluster:
    """Up from its making until `end`; `call` runs Slurm's commands against it."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.daemons = []
        for name, mode in ((".", 0o755), ("key", 0o700), ("socket", 0o755), ("state", 0o700),
                           ("spool", 0o755)):
            (self.folder / name).mkdir(exist_ok=True)
            (self.folder / name).chmod(mode)
        (self.folder / "key/munge").write_bytes(os.urandom(1024))
        (self.folder / "key/munge").chmod(0o400)
        pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2**20
        (self.folder / "slurm.conf").write_text(CONFIGURATION.format(
            host=socket.gethostname().partition(".")[0], user=getpass.getuser(), folder=folder,
            ports=free_ports(2), processors=os.cpu_count(), megabytes=pages * 9 // 10))
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("SLURM", "SBATCH"))}
        self.environment.update(PATH=PATH, SLURM_CONF=f"{folder}/slurm.conf")
        try:
            self.start()
        except BaseException:
            self.end()
            raise

    def start(self):
        munge = [f"--key-file={self.folder}/key/munge", f"--socket={self.folder}/socket/munge"]
        munge += [f"--{name}-file={self.folder}/key/{name}" for name in ("pid", "log", "seed")]
        self.daemon("munged", "--foreground", *munge)
        self.until(lambda: (self.folder / "socket/munge").exists(), 20, "munged answers")
        self.daemon("slurmctld", "-D", "-c")
        self.daemon("slurmd", "-D")
        self.until(lambda: self.call("sinfo", "-h", "-o", "%T").strip() == "idle", 60, "it is idle")

    def daemon(self, name, *words):
        with open(self.folder / f"{name}.log", "w", encoding="utf-8") as log:
            self.daemons.append(subprocess.Popen(
                [shutil.which(name, path=PATH), *words], env=self.environment, stdout=log,
                stderr=log))

    def call(self, *words):
        """What a command prints; what it complains of when it fails."""
        answer = subprocess.run(words, env=self.environment, capture_output=True, text=True,
                                timeout=60)
        return answer.stdout if answer.returncode == 0 else answer.stderr

    def until(self, holds, seconds, what):
        """Waits until `holds()`, at most so many seconds."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(f"not within {seconds} s: {what}\n" + self.call("squeue") +
                                   self.logs())
            time.sleep(0.2)

    def logs(self):
        return "".join(f"--- {log.name}\n{log.read_text()[-2000:]}" for log in
                       sorted(self.folder.glob("*.log")))

    def states(self, job):
        """The states of a job's tasks that are not over yet."""
        answer = self.call("squeue", "-h", "-r", "-j", str(job), "-o", "%T")
        return [] if "Invalid job id" in answer else answer.split()

    def end(self):
        """Cancels what still runs, then ends the daemons in the reverse of their order."""
        if len(self.daemons) == 3:
            self.call("scancel", "--full", "--signal=KILL", "--user", getpass.getuser())
            self.call("scancel", "--user", getpass.getuser())
            time.sleep(1)
        for daemon in reversed(self.daemons):
            daemon.send_signal(signal.SIGTERM)
            try:
                daemon.wait(20)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        self.daemons = []
