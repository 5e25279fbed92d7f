#!/usr/bin/python3
"""Claim: dieharder (R. G. Brown; Marsaglia's Diehard and tests of NIST's suite) finds nothing in draws, in the
orders in which models ask for them.

Said before it was run: no p is below 1e-6 or above 1 - 1e-6, which is what dieharder calls failed; and of those
outside .005 to .995, which it calls weak and of which one in a hundred is by chance, there are no more than
chance gives once in 10,000 times. (Those of sts_serial hang together, so they are left out of that count.)
A stream that is planted must fail, or nothing was shown. A draw is a fixed function: what passes, passes again.

Usage: dieharder.py STREAMS [STREAM]...: STREAMS is the program that writes them. 77: no dieharder.
"""
import concurrent.futures
import math
import os
import shutil
import subprocess
import sys

STREAMS = ("customers", "months", "replicates", "skips", "run")
TESTS = (("-d", "0"), ("-d", "2"), ("-d", "3"), ("-d", "8"), ("-d", "9"), ("-d", "13"), ("-d", "15"), ("-d", "16"),
         ("-d", "101"), ("-d", "102", "-n", "12"), ("-d", "200", "-n", "4"), ("-d", "202"), ("-d", "203", "-n", "4"),
         ("-d", "207"), ("-d", "209"))
QUICK = (("-d", "0"), ("-d", "3"), ("-d", "15"))  # what the planted stream must not pass
FIELDS = [word for field in ("test_name", "ntuple", "pvalues") for word in ("-D", field)]
FAILED, WEAK = 1e-6, 0.005


def p_values(streams, stream, test):
    """[(name, p)] of one test of dieharder on a stream from its start."""
    with subprocess.Popen([streams, stream], stdout=subprocess.PIPE) as words:
        answer = subprocess.run(["dieharder", "-g", "200", *test, *FIELDS], stdin=words.stdout,
                                capture_output=True, text=True)
        words.kill()
    rows = [line.split("|") for line in answer.stdout.splitlines()]
    found = [(f"{row[0].strip()} {row[1].strip()}", float(row[2])) for row in rows if len(row) == 3]
    if answer.returncode != 0 or not found:
        sys.exit(f"dieharder.py: {' '.join(test)}: exit {answer.returncode}: {answer.stderr}")
    return found


def is_beyond(p, limit):
    return p < limit or p > 1 - limit


def most_by_chance(count, share, probability):
    """The least number that a binomial of `count` exceeds with less than `probability`."""
    below, number = 0.0, 0
    while True:
        below += math.comb(count, number) * share**number * (1 - share)**(count - number)
        if 1 - below < probability:
            return number
        number += 1


def on_trial(streams, chosen, pool):
    """{(stream, test): [(name, p)]} of all tests on the chosen streams."""
    asked = [(stream, test) for stream in chosen for test in TESTS]
    return dict(zip(asked, pool.map(lambda which: p_values(streams, *which), asked)))


def judge(found):
    """Prints what is beyond, and gives what is wrong."""
    all_p = [(stream, name, p) for (stream, _), rows in found.items() for name, p in rows]
    failed = [row for row in all_p if is_beyond(row[2], FAILED)]
    counted = [row for row in all_p if not row[1].startswith("sts_serial")]
    weak = [row for row in counted if is_beyond(row[2], WEAK)]
    allowed = most_by_chance(len(counted), 2 * WEAK, 1e-4)
    for stream, name, p in failed + weak:
        print(f"{stream}, {name}: p = {p:.8f}")
    print(f"dieharder.py: {len(all_p)} p-values, {len(failed)} failed; of {len(counted)} that do not hang together "
          f"{len(weak)} weak, {2 * WEAK * len(counted):.1f} expected, {allowed} allowed; smallest "
          f"{min(p for *_, p in all_p):.6f}, largest {max(p for *_, p in all_p):.6f}")
    return bool(failed) or len(weak) > allowed


def main():
    if not shutil.which("dieharder"):
        print("dieharder.py: there is no dieharder (scripts/setup slow installs it)")
        sys.exit(77)
    streams, chosen = sys.argv[1], sys.argv[2:] or STREAMS
    planted = [p for test in QUICK for _, p in p_values(streams, "planted", test)]
    if not any(is_beyond(p, FAILED) for p in planted):
        sys.exit(f"dieharder.py: the planted stream passes: {planted}")
    with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        sys.exit(1 if judge(on_trial(streams, chosen, pool)) else 0)


main()
