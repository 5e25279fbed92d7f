#!/usr/bin/python3
# Claim: the numbers of every shipped scenario, shortened, do not depend on how they are computed:
# one_hash.py threads | inside | parts | panel | builds [PATTERN]: of all scenarios, or of those that match the
# pattern. builds: by the program at hand and by another build of it, which PERMEA_OTHER names, and which may take
# thirty times as long; same_results and others call that.
import os
import pathlib
import re
import sys
import tempfile

import recorded

THREADS = (1, 2, 3, 4, 7, 8, 16, 32)
PARTS = (1, 3, 7, 16)
SEEDS = 20
MOST_CELLS = 400  # of a plan that is made in parts
OTHER = os.environ.get("PERMEA_OTHER")
COMPARED = 0
WRONG = []
CHOSEN = [name for name in recorded.scenarios() if re.search("".join(sys.argv[2:3]), name)]


def expect(what, found, wanted):
    global COMPARED
    COMPARED += 1
    if found != wanted:
        WRONG.append(what)
        print(f"{what}: {found}, not {wanted}", flush=True)


def threads(folder):
    """Twenty seeds of six steps, several runs at once: what hangs on order would show in the first."""
    for scenario in CHOSEN:
        words = recorded.shortened(scenario, SEEDS, steps=6)
        one = recorded.hashes_of_run(scenario, folder, *words, "--threads", "1")
        for count in THREADS[1:]:
            found = recorded.hashes_of_run(scenario, folder, *words, "--threads", str(count))
            expect(f"{scenario}, {count} threads", found, one)


def inside(folder):
    """One run alone, so large that threads share its step."""
    for scenario, part, size in (("closed-social-open.toml", "1/14", 400_000),
                                 ("market-core.toml", "1/2", 1_000_000)):
        words = ["--steps", "6", "--seeds", "1..2", "--part", part, "--set", f"customers.count={size}"]
        one = recorded.hashes_of_run(scenario, folder, *words, "--threads", "1")
        for count in THREADS[1:]:
            found = recorded.hashes_of_run(scenario, folder, *words, "--threads", str(count))
            expect(f"{scenario}, one run on {count} threads", found, one)


def parts(folder):
    """Parts, merged, are the plan in one go. Three steps of everything but the largest sweeps, and so many seeds
    that there are as many runs as parts, or more."""
    for scenario in CHOSEN:
        cells = recorded.cells(scenario)
        if cells > MOST_CELLS:
            continue
        seeds = -(-PARTS[-1] // cells)
        words = ["--steps", "3", "--seeds", f"1..{seeds}"]
        whole = recorded.hashes_of_run(scenario, folder, *words)
        for count in PARTS:
            paths = [str(pathlib.Path(folder) / f"part-{number}.h5") for number in range(1, count + 1)]
            for number, path in enumerate(paths, 1):
                recorded.call("run", str(recorded.ROOT / "scenarios" / scenario), *words, "--quiet",
                              "--part", f"{number}/{count}", "--overwrite", "-o", path)
            merged = str(pathlib.Path(folder) / "merged.h5")
            recorded.call("merge", *paths, "--quiet", "--overwrite", "-o", merged)
            expect(f"{scenario}, {count} parts", recorded.hashes(merged), whole)


def with_panel(text):
    """The scenario with the firms of each step on record, or without where it has them."""
    if re.search(r"^panel *=", text, re.M):
        return re.sub(r"^panel *=.*\n", "", text, flags=re.M)
    if re.search(r"^\[record\]", text, re.M):
        return re.sub(r"^\[record\].*\n", r'\g<0>panel = ["firms"]\n', text, flags=re.M)
    return text + '\n[record]\npanel = ["firms"]\n'


def panel(folder):
    """What else is recorded does not hang on whether the firms are."""
    for scenario in CHOSEN:
        path = recorded.ROOT / "scenarios" / scenario
        if not re.search(r'^model *= *"ecosystem"', path.read_text(), re.M):
            continue  # no other model has members to record
        other = pathlib.Path(folder) / "other.toml"
        other.write_text(with_panel(path.read_text()))
        words = recorded.shortened(scenario, 1, steps=12)
        as_it_is = recorded.hashes_of_run(scenario, folder, *words, panel=False)
        expect(f"{scenario}, its panel on or off",
               recorded.hashes_of_run(str(other), folder, *words, panel=False), as_it_is)


def builds(folder):
    """A few runs of six steps by each program."""
    for scenario in CHOSEN:
        words = recorded.shortened(scenario, 1, steps=6, most_runs=4)
        ours = recorded.hashes_of_run(scenario, folder, *words)
        expect(f"{scenario}, by {OTHER}", recorded.hashes_of_run(scenario, folder, *words, program=OTHER), ours)


def main():
    claims = {claim.__name__: claim for claim in (threads, inside, parts, panel, builds)}
    with tempfile.TemporaryDirectory() as folder:
        claims[sys.argv[1]](folder)
    print(f"one_hash.py {sys.argv[1]}: {COMPARED} comparisons, {len(WRONG)} differ")
    sys.exit(1 if WRONG or not COMPARED else 0)


main()
