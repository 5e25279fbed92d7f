"""Kills `permea run` at random moments, lets it go on with --resume, and compares the results files.

usage: kill_and_resume.py NUMBER    so many files; the program is PERMEA_PROGRAM
"""
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from going_on import call, finish, fresh_folder

SCENARIO = """title = "Killed"
question = "Is it the same?"
model = "ecosystem"
steps = 24
seeds = "1..4"
[parameters]
customers.count = 600
[[arm]]
name = "mixed"
firms = { closed = 5, open = 5 }
[[arm]]
name = "open"
firms = { open = 10 }
[sweep]
axes = { "knowledge.leak_revealed" = [0.01, 0.1] }
[record]
observables = ["market_share", "concentration"]
every = 12
panel = ["firms"]
"""
# The same with seeds that are added in two rounds, of 4 and of 8.
ROUNDS = SCENARIO.replace("1..4", "1..8") + """[[until]]
observable = "market_share"
where = { strategy = "open" }
contrast = "mixed"
half_width = 0.0001
"""


def kill_at_random(folder, seconds, amid_runs):
    """Starts the program and kills it within `seconds`, or `amid_runs`: when it has kept some runs,
    of which each scenario makes 270,000 bytes or more; its exit code."""
    journal = folder / "x.h5.journal"
    # The title of a journal has less than 10,000 bytes: with more, a run is there.
    enough = kept(journal) + random.uniform(10_000, 150_000)
    saving = random.choice([[], ["--checkpoint-every", "0.00003"]])  # 2 ms
    process = subprocess.Popen(call(*saving), cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    if amid_runs:
        while process.poll() is None and kept(journal) < enough:
            time.sleep(0.001)
    else:
        time.sleep(random.uniform(0, seconds))
    process.kill()
    return process.wait()


def kept(journal):
    """Bytes that are in the journal; 0 without one."""
    try:
        return journal.stat().st_size
    except FileNotFoundError:
        return 0


def goes_on(said):
    """Whether permea says that it found runs to go on from."""
    return re.search(r"journal: [1-9]\d* of (at most )?\d+ runs are there; going on", said) is not None


def main(number):
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        start = time.monotonic()
        whole = [finish(fresh_folder(root, name, scenario))[0]
                 for name, scenario in (("whole", SCENARIO), ("rounds", ROUNDS))]
        seconds = (time.monotonic() - start) / 2
        resumed = 0
        for attempt in range(number):
            folder = fresh_folder(root, str(attempt), [SCENARIO, ROUNDS][attempt % 2])
            for _ in range(random.choice([1, 1, 2, 3])):
                # At any moment, one in ten: chance alone may miss the runs on a busy machine.
                code = kill_at_random(folder, seconds, amid_runs=attempt // 2 % 10 < 9)
                assert code in (0, -signal.SIGKILL), code
            again, said = finish(folder)
            assert again == whole[attempt % 2], f"attempt {attempt}: another file"
            resumed += goes_on(said)
            shutil.rmtree(folder)
        print(f"{number} files the same, {resumed} of them made from a journal")
        least = max(1, number // 100 * 80)
        assert resumed >= least, f"{resumed} files were made from a journal, not {least}"


main(int(sys.argv[1]))
