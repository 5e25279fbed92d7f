"""Sends each signal to `permea run` at random moments, lets it go on, and compares the results files.

usage: signals_test.py NUMBER    so many times each signal; the program is PERMEA_PROGRAM
"""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

PROGRAM = os.environ["PERMEA_PROGRAM"]
SCENARIO = """title = "Interrupted"
question = "Is it the same?"
model = "ecosystem"
steps = 90
seeds = "1..3"
[parameters]
customers.count = 20_000
[[arm]]
name = "mixed"
firms = { closed = 8, social = 8, open = 8, facilitator = 8 }
[record]
every = 6
panel = ["firms"]
"""
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGXCPU]
AT_MOST = 5  # seconds to the end


def call(*options):
    return [PROGRAM, "run", "s.toml", "-o", "x.h5", "--resume", "--progress", "never", "--threads",
            random.choice("123"), *options]


def started(folder):
    """The program, when it listens to signals: it has locked its output."""
    process = subprocess.Popen(call(), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               text=True)
    while process.poll() is None and not (folder / "x.h5.lock").exists():
        time.sleep(0.001)
    return process


def interrupted(folder, how, seconds):
    """Whether the signal came before all was done: then it saved, said how to go on, and exited with 75."""
    process = started(folder)
    time.sleep(random.uniform(0, seconds))
    process.send_signal(how)
    sent = time.monotonic()
    said = process.communicate()[1]
    took = time.monotonic() - sent
    assert process.returncode in (0, 75), (how, process.returncode, said)
    assert took < AT_MOST, f"{how} took {took:.1f} s"
    if process.returncode == 0:
        return False
    assert "the same call with --resume goes on" in said, said
    left = {path.name for path in folder.iterdir()}
    assert left <= {"s.toml", "x.h5.journal", "x.h5.state"}, left
    return True


def finished(folder):
    subprocess.run(call(), cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    left = sorted(path.name for path in folder.iterdir())
    assert left in (["s.toml", "x.h5"], ["s.toml", "x.h5", "x.run.json"]), left
    return (folder / "x.h5").read_bytes()


def fresh_folder(root, name):
    folder = root / name
    folder.mkdir()
    (folder / "s.toml").write_text(SCENARIO)
    return folder


def main(number):
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        start = time.monotonic()
        whole = finished(fresh_folder(root, "whole"))
        seconds = time.monotonic() - start
        amid = saved = 0
        for attempt in range(number * len(SIGNALS)):
            folder = fresh_folder(root, str(attempt))
            amid += interrupted(folder, SIGNALS[attempt % len(SIGNALS)], 0.6 * seconds)
            saved += (folder / "x.h5.state").exists()
            assert finished(folder) == whole, f"attempt {attempt}: another file"
            shutil.rmtree(folder)
        print(f"{number} times each of {len(SIGNALS)} signals: all files the same; {amid} came amid the "
              f"runs, {saved} of these left runs under way")
        assert saved >= max(1, number * len(SIGNALS) // 2), "too few came amid the runs"


main(int(sys.argv[1]))
