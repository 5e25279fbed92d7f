"""Ends `permea run` at random moments, lets it go on with --resume, and compares the results files.

usage: kill_and_resume.py NUMBER    so many files; the program is PERMEA_PROGRAM
"""
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ["PERMEA_PROGRAM"]
SCENARIO = """title = "Killed"
question = "Is it the same?"
model = "ecosystem"
steps = 60
seeds = "1..8"
[parameters]
customers.count = 2_000
[[arm]]
name = "mixed"
firms = { closed = 10, open = 10 }
[[arm]]
name = "open"
firms = { open = 20 }
[sweep]
axes = { "knowledge.leak_revealed" = [0.01, 0.05, 0.1] }
[record]
every = 6
panel = ["firms"]
"""
# The same with seeds that are added in two rounds, of 8 and of 16.
ROUNDS = SCENARIO.replace("1..8", "1..16") + """[[until]]
observable = "market_share"
where = { strategy = "open" }
contrast = "mixed"
half_width = 0.0001
"""


def call(folder, *options):
    return [PROGRAM, "run", "s.toml", "-o", "x.h5", "--resume", "--progress", "never",
            "--threads", random.choice("123"), *options]


def end_at_random(folder, seconds, how, amid_runs):
    """Starts the program and ends it within `seconds`, or `amid_runs`: as soon as it has begun to
    keep runs; its exit code."""
    process = subprocess.Popen(call(folder), cwd=folder, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    if amid_runs:
        while process.poll() is None and not (folder / "x.h5.journal").exists():
            time.sleep(0.001)
    else:
        time.sleep(random.uniform(0, seconds))
    process.send_signal(how)
    return process.wait()


def finish(folder):
    subprocess.run(call(folder), cwd=folder, check=True, capture_output=True)
    left = sorted(path.name for path in folder.iterdir())
    assert left in (["s.toml", "x.h5"], ["s.toml", "x.h5", "x.run.json"]), left
    return (folder / "x.h5").read_bytes()


def fresh_folder(root, name, scenario):
    folder = root / name
    folder.mkdir()
    (folder / "s.toml").write_text(scenario)
    return folder


def main(number):
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        start = time.monotonic()
        whole = [finish(fresh_folder(root, "whole", SCENARIO)), finish(fresh_folder(root, "rounds", ROUNDS))]
        seconds = (time.monotonic() - start) / 2
        resumed = 0
        for attempt in range(number):
            folder = fresh_folder(root, str(attempt), [SCENARIO, ROUNDS][attempt % 2])
            how = random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
            for _ in range(random.choice([1, 1, 2, 3])):
                # chance alone may miss the runs every time on a busy machine
                code = end_at_random(folder, seconds, how, amid_runs=attempt == 0)
                # a signal may come before permea watches for it, or when all is done
                assert code in (0, 75, -how), code
            resumed += (folder / "x.h5.journal").exists()
            assert finish(folder) == whole[attempt % 2], f"attempt {attempt}: another file"
        print(f"{number} files the same, {resumed} of them made from a journal")
        assert resumed > 0, "no journal was ever left: nothing was tested"


main(int(sys.argv[1]))
