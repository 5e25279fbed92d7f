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

from going_on import call, finish, fresh_folder

SCENARIO = """title = "Interrupted"
question = "Is it the same?"
model = "ecosystem"
steps = 200
seeds = "1..3"
[parameters]
customers.count = 1_000
[[arm]]
name = "mixed"
firms = { closed = 3, social = 3, open = 3, facilitator = 3 }
[record]
observables = ["market_share", "concentration"]
every = 100
panel = ["firms"]
"""
# As many customers as in the standard: for how long a signal may take, not for what comes of it.
STANDARD_SIZE = SCENARIO.replace("1_000", "100_000")
SIGNALS = [signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGXCPU]
AT_MOST = 5  # seconds of the processor to the end
AT_MOST_ON_A_BUSY_MACHINE = 60  # seconds by the clock


def started(folder):
    """The program, when it listens to signals: it has locked its output."""
    process = subprocess.Popen(call(), cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                               text=True)
    while process.poll() is None and not (folder / "x.h5.lock").exists():
        time.sleep(0.001)
    return process


def seconds_of(process):
    """Of the processor, that it has had so far."""
    try:
        fields = pathlib.Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0  # it has ended
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def seconds_of_ended():
    """Of the processor, that all children which have ended had."""
    times = os.times()
    return times.children_user + times.children_system


def interrupted(folder, how, seconds):
    """Whether the signal came before all was done: then it saved, said how to go on, and exited with 75."""
    process = started(folder)
    time.sleep(random.uniform(0, seconds))
    before = seconds_of_ended()
    worked = seconds_of(process.pid)
    process.send_signal(how)
    said = process.communicate(timeout=AT_MOST_ON_A_BUSY_MACHINE)[1]
    took = seconds_of_ended() - before - worked
    assert process.returncode in (0, 75), (how, process.returncode, said)
    assert took < AT_MOST, f"{how} took {took:.1f} s"
    if process.returncode == 0:
        return False
    assert "the same call with --resume goes on" in said, said
    left = {path.name for path in folder.iterdir()}
    assert left <= {"s.toml", "x.h5.journal", "x.h5.state"}, left
    return True


def main(number):
    """Signals that come when all is done, as on a machine that was busy only before, do not count."""
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        start = time.monotonic()
        whole = finish(fresh_folder(root, "whole", SCENARIO))[0]
        seconds = time.monotonic() - start
        wanted, sent = number * len(SIGNALS), 0
        saved = dict.fromkeys(SIGNALS, 0)
        while min(saved.values()) < number:
            assert sent < 10 * wanted, f"too few came amid the runs: {saved} of {sent}"
            how = min(saved, key=saved.get)
            folder = fresh_folder(root, str(sent), SCENARIO)
            amid = interrupted(folder, how, seconds)
            seconds *= 1.02 if amid else 0.9  # machines are now fast, now slow
            saved[how] += (folder / "x.h5.state").exists()
            assert finish(folder)[0] == whole, f"attempt {sent}: another file"
            shutil.rmtree(folder)
            sent += 1
        for how in SIGNALS:
            interrupted(fresh_folder(root, f"large-{how}", STANDARD_SIZE), how, 0.1)
        print(f"{sent} signals: all files the same; {number} of each of {len(SIGNALS)} left runs under way")


main(int(sys.argv[1]))
