#!/usr/bin/python3
# Claims: on a real Slurm a scenario made in eight parts, of which one is killed, one runs out of time
# and one is damaged, gives the same file, byte for byte, as one made here in one go; and so does GNU parallel.
import os
import re
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path

import loopback_slurm

SCRIPT = Path(__file__).resolve().parent.parent.parent / "scripts" / "slurm"
PERMEA = os.path.abspath(os.environ["PERMEA_PROGRAM"])
SCENARIO = """
title = "Forty-eight runs of a second or so"
model = "market"
steps = 200
seeds = "1..12"
[sweep]
axes = { "choice.noise" = [0.1, 0.2, 0.3, 0.4] }
[record]
every = 50
"""


class OnACluster(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory(dir="/tmp")  # a short path: sockets need one
        self.folder = Path(self.place.name)
        self.folder.chmod(0o755)
        (self.folder / "work").mkdir()
        (self.folder / "work/question.toml").write_text(SCENARIO)

    def tearDown(self):
        self.place.cleanup()

    def call(self, *words, **more):
        return subprocess.run(words, cwd=self.folder / "work", capture_output=True, text=True,
                              timeout=600, **more)

    def content(self, name):
        return (self.folder / "work" / name).read_bytes()

    def made_here(self):
        made = self.call(PERMEA, "run", "question.toml", "-o", "here.h5", "--quiet")
        self.assertEqual(made.returncode, 0, made.stderr)
        return self.content("here.h5")

    def slurm(self, cluster, *words):
        """Submits; the numbers of the jobs, the array's before the merging's."""
        answer = self.call(SCRIPT, "question.toml", "--program", PERMEA, "--submit", *words,
                           env=cluster.environment)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return re.findall(r": job (\d+);", answer.stdout)

    def has_a_run_done(self, cluster, array, part):
        journal = self.folder / f"work/results/question.part-{part}-of-8.h5.journal"
        return cluster.states(f"{array}_{part}") == ["RUNNING"] and journal.exists() \
            and journal.stat().st_size > 1000

    def run_out_of_time(self, cluster, array, part):
        """Sends what Slurm sends before the limit, and waits until the task is back in the queue.
        Slurm holds such a task for two minutes; nobody here wants to wait."""
        signal = ["scancel", "--batch", "--signal=USR1", f"{array}_{part}"]
        sending = subprocess.Popen(signal, env=cluster.environment)
        cluster.until(lambda: cluster.states(f"{array}_{part}") == ["PENDING"], 60, "it is back")
        sending.kill()  # it tries again while the task changes its state
        sending.wait()
        cluster.call("scontrol", "update", f"JobId={array}_{part}", "StartTime=now")

    def fault(self, cluster):
        """Eight parts, of which the second runs out of time and the third is killed; the merging
        finds the third missing."""
        array, merging = self.slurm(cluster, "--parts", "8", "--time", "10")
        cluster.until(lambda: self.has_a_run_done(cluster, array, 2), 120, "part 2 runs")
        self.run_out_of_time(cluster, array, 2)
        cluster.until(lambda: self.has_a_run_done(cluster, array, 3), 120, "part 3 runs")
        cluster.call("scancel", "--full", "--signal=KILL", f"{array}_3")
        cluster.until(lambda: not cluster.states(array) + cluster.states(merging), 400, "all end")
        log = self.content("results/question.jobs/merge.log").decode()
        self.assertIn("missing parts: 3;", log)
        self.assertFalse((self.folder / "work/results/question.h5").exists())

    def damage(self, part):
        """Changes a byte amid a finished part."""
        path = self.folder / f"work/results/question.part-{part}-of-8.h5"
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    def test_slurm_makes_the_same_file_after_faults(self):
        if missing := loopback_slurm.missing_programs():
            self.skipTest(f"scripts/setup slow installs: {', '.join(missing)}")
        expected = self.made_here()
        (self.folder / "slurm").mkdir()
        cluster = loopback_slurm.Cluster(self.folder / "slurm")
        try:
            self.fault(cluster)
            self.damage(5)
            array, merging = self.slurm(cluster, "--again")
            self.assertEqual(len(cluster.states(array)), 2)  # parts 3 and 5 alone
            cluster.until(lambda: not cluster.states(merging), 200, "the merging ends")
        finally:
            cluster.end()
        results = self.folder / "work/results"
        logs = "".join(log.read_text() for log in results.glob("question.jobs/*.log"))
        self.assertTrue((results / "question.h5").exists(), logs)
        self.assertEqual(self.content("results/question.h5"), expected)

    def test_parallel_makes_the_same_file(self):
        if not shutil.which("parallel"):
            self.skipTest("scripts/setup slow installs: parallel")
        expected = self.made_here()
        command = ["parallel", "--joblog", "jobs.log", "--jobs", "2", PERMEA, "run",
                   "question.toml", "--part", "{}/8", "--threads", "1", "--resume", "--progress",
                   "never", ":::"]
        parts = [f"results/question.part-{part}-of-8.h5" for part in range(1, 9)]
        self.assertEqual(self.call(*command, "2", "4", "5").returncode, 0)
        missing = self.call(PERMEA, "merge", "--missing", *parts).stdout
        self.assertEqual(missing, "1,3,6-8\n")
        self.assertEqual(self.call(*command, *"12345678").returncode, 0)
        self.assertEqual(self.call(PERMEA, "merge", *parts, "-o", "question.h5").returncode, 0)
        self.assertEqual(self.content("question.h5"), expected)


if __name__ == "__main__":
    unittest.main()
