"""Whether a run of a plan takes longer when both cores work."""
import json
import os
import tempfile
from pathlib import Path

from table_parts.measuring import in_turn, print_table, said, verdict

RUNS = 8
SCENARIO = f"""
title = "A plan of equal runs"
model = "ecosystem"
question = "Does a run take longer when both cores work?"
steps = 120
seeds = "1..{RUNS}"
[parameters]
customers.count = 100_000
[[arm]]
name = "mixed"
firms = {{ closed = 15, social = 15, open = 15, facilitator = 15 }}
[record]
every = 120
"""


def plan_run(program, scenario, threads):
    """Seconds of the clock, and of the processor, for each run of a plan."""
    before = os.times()
    said(program, "run", scenario, "-o", scenario.with_suffix(".h5"), "--overwrite", "--quiet",
         "--threads", threads)
    after = os.times()
    card = json.loads(scenario.with_suffix(".run.json").read_text())
    busy = sum(after[2:4]) - sum(before[2:4])
    return card["running_seconds"] / RUNS, busy / RUNS


def table(program, rounds):
    with tempfile.TemporaryDirectory() as folder:
        scenario = Path(folder) / "plan.toml"
        scenario.write_text(SCENARIO)
        found = in_turn(rounds, {threads: lambda threads=threads: plan_run(program, scenario, threads)
                                 for threads in (1, 2)})
    rows = ["| a run of a plan, 100,000 customers x 120 months | one at a time | two at once | ratio | wanted |"]
    for place, what in enumerate(("seconds of the clock", "seconds of the processor")):
        one, two = found[1][place], found[2][place]
        rows.append(f"| {what} | {one:.3f} | {two:.3f} | {two / one:.2f} | {verdict(two / one, 1.1, True)} |")
    print_table(*rows)
