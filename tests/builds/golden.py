#!/usr/bin/python3
# Claim: every shipped scenario, shortened, gives the numbers that golden.txt has of it. So no change
# moves results unnoticed: golden.py --store writes the file anew, and git shows what moved.
import argparse
import pathlib
import sys
import tempfile

import recorded

STORED = pathlib.Path(__file__).with_name("golden.txt")
HEAD = """# Hashes of what every shipped scenario gives, shortened (tests/builds/recorded.py): the worlds that
# its runs end in, and the numbers recorded. Written by golden.py --store; whoever moves one names it in
# CHANGELOG.md, under "Changes results".
"""
SEEDS = 2


def stored():
    if not STORED.exists():
        return {}
    rows = [line.split() for line in STORED.read_text().splitlines() if not line.startswith("#")]
    return {scenario: (worlds, numbers) for scenario, worlds, numbers in rows}


def computed(scenarios):
    with tempfile.TemporaryDirectory() as folder:
        return {scenario: recorded.hashes_of_run(scenario, folder, *recorded.shortened(scenario, SEEDS))
                for scenario in scenarios}


def check_that_it_could_fail():
    """Other seeds give other hashes."""
    with tempfile.TemporaryDirectory() as folder:
        if recorded.hashes_of_run("market-core.toml", folder, "--steps", "3", "--seeds", "1..2") == \
           recorded.hashes_of_run("market-core.toml", folder, "--steps", "3", "--seeds", "3..4"):
            sys.exit("golden.py: other seeds give the same hashes")


def store(hashes):
    rows = [" ".join((scenario, *pair)) for scenario, pair in hashes.items()]
    STORED.write_text(HEAD + "\n".join(rows) + "\n")


def what_moved(before, now):
    """A line for each scenario that is not as it was."""
    for scenario in sorted(before.keys() | now.keys()):
        if scenario not in now:
            yield f"{scenario}: is stored, and no longer shipped"
        elif scenario not in before:
            yield f"{scenario}: is new"
        elif before[scenario][0] != now[scenario][0]:
            yield f"{scenario}: its worlds moved"
        elif before[scenario][1] != now[scenario][1]:
            yield f"{scenario}: what is recorded moved, the worlds are the same"


def options():
    parser = argparse.ArgumentParser(prog="golden.py", description="Compare what every scenario gives with what is "
                                     "stored of it.")
    parser.add_argument("--store", action="store_true", help="store what moved")
    return parser.parse_args()


def main():
    args = options()
    check_that_it_could_fail()
    now = computed(recorded.scenarios())
    moved = list(what_moved(stored(), now))
    print("\n".join(moved) or f"golden.py: {len(now)} scenarios, none moved")
    if moved and not args.store:
        sys.exit("golden.py: results moved. If they were meant to, name it in CHANGELOG.md under \"Changes "
                 "results\" and store them: tests/builds/golden.py --store")
    if moved:
        store(now)
        print("golden.py: stored; CHANGELOG.md must name these under \"Changes results\"")


main()
