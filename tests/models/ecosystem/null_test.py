#!/usr/bin/python3
# Claim: of strategies that differ in nothing but their name, the 95 % interval of the difference leaves out
# zero in one experiment of twenty. null_test.py EXPERIMENTS: each has seeds of its own, is run and compared
# by the program, as anybody's is; so places of firms, draws, pairs and intervals are all on trial.
#
# Said before it was run: of 1,000 experiments 95 +- 1.4 % (two standard errors of a share of .95) of the
# intervals of the market share of "second" less "first" cover zero; the other differences, which hang
# together with it, are held to three and a half standard errors, and so is that of fewer experiments.
import concurrent.futures
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile

PROGRAM = os.environ["PERMEA_PROGRAM"]
REPLICATES = 12
OBSERVABLES = ("market_share", "profit_per_firm")
# All levers of "open", so that whatever strategies can do is done; firms come, go and take up others'.
SCENARIO = """title = "Three names for one strategy"
question = "Are they told apart?"
model = "ecosystem"
steps = 36
seeds = "1..12"
[parameters]
customers.count = 300
[strategy.first]
like = "open"
[strategy.second]
like = "open"
[strategy.third]
like = "open"
[[arm]]
name = "alike"
firms = { first = 4, second = 4, third = 4 }
[record]
every = 36
observables = ["market_share", "profit_per_firm"]
"""


def called(*words):
    answer = subprocess.run([PROGRAM, *words], capture_output=True, text=True)
    if answer.returncode != 0:
        sys.exit(f"null_test.py: permea {' '.join(words)}: {answer.stderr}")
    return answer.stdout


def experiment(number, folder):
    """{what is compared: whether its interval covers zero} of one experiment."""
    results = str(folder / f"{number}.h5")
    first = 1 + number * REPLICATES
    called("run", str(folder / "null.toml"), "--seeds", f"{first}..{first + REPLICATES - 1}",
           "--threads", "1", "--quiet", "-o", results)
    compared = called("compare", results, "--between", "strategy", "--json",
                      *(word for name in OBSERVABLES for word in ("--observable", name)))
    for left in folder.glob(f"{number}.*"):
        left.unlink()
    return {f"{row['observable']}, {row['side']} less {row['baseline']}": row["low"] <= 0 <= row["high"]
            for row in json.loads(compared)}


def main():
    experiments = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "null.toml").write_text(SCENARIO)
        with concurrent.futures.ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            found = list(pool.map(lambda number: experiment(number, folder), range(experiments)))
    wrong = False
    for place, what in enumerate(found[0]):
        covering = sum(row[what] for row in found)
        at_most = 3.5 * math.sqrt(0.95 * 0.05 / experiments)
        allowed = 0.014 if place == 0 and experiments >= 1000 else at_most
        wrong |= abs(covering - 0.95 * experiments) > allowed * experiments + 1e-9
        print(f"{what}: {100 * covering / experiments:.1f} % of {experiments} intervals cover zero "
              f"(allowed: 95 +- {100 * allowed:.1f})")
    sys.exit(1 if wrong else 0)


main()
