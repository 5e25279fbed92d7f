#!/usr/bin/python3
# Claims: scripts/calibrate takes, of the points whose rows are well inside their bands, the one nearest
# to the middle of the box; where there is none, the one whose worst row is nearest; and it says so.
import os
import pathlib
import sys
import tomllib
import unittest

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "scripts")]

import made_up

AXES = ["market.mu", "market.review_rate"]  # each swept from half to twice its middle
MIDDLES = [0.3, 0.05]
PATTERNS = tomllib.loads((pathlib.Path(HERE) / "../../scenarios/patterns.toml").read_text())
FITTED = {row["observable"]: row["between"] for row in PATTERNS["expect"]
          if row["source"].startswith("F")}
SCENARIO = """
title = "Rows that are made up"
model = "ecosystem"
steps = 240
seeds = "1..{seeds}"
[parameters]
customers.count = 64
needs.segments = 2
[strategy.open]
[[arm]]
name = "few"
firms = {{ open = 2 }}
[record]
every = 12
observables = OBSERVABLES
{sweep}
""".replace("OBSERVABLES", str(list(FITTED)))
SWEEP = '[sweep]\ndesign = "sobol"\nsize = 64\n[sweep.axes]\n' + "".join(
    f'"{axis}" = {{ from = {middle / 2}, to = {2 * middle}, scale = "log" }}\n'
    for axis, middle in zip(AXES, MIDDLES))


class Calibrate(made_up.Case):
    def chosen(self, churn, sweep=SWEEP):
        """The values chosen, and all that is said, where churn(coordinates) is the distance of that
        row from the middle of its band, in half bands, and all other rows are in the middle."""
        made_up.run(self.file, sweep, seeds=1, scenario=SCENARIO)
        with made_up.edited(self.file) as file:
            x = np.column_stack([np.log2(file[a][:] / m) for a, m in zip(AXES, MIDDLES)])
            for name, (low, high) in FITTED.items():
                ends = np.log([low, high]) if low > 0 else np.array([low, high])
                value = ends.mean() + (churn(x) if name == "churn" else 0 * x[:, 0]) * np.ptp(ends) / 2
                whole = file[name + "_overall" if name + "_overall" in file else name]
                whole[:] = np.reshape(np.exp(value) if low > 0 else value, (-1, 1))
        answer = made_up.call("calibrate", self.file)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        values = tomllib.loads(answer.stdout.partition("[parameters]")[2])["market"]
        return np.log2([values["mu"] / MIDDLES[0], values["review_rate"] / MIDDLES[1]]), answer.stdout

    def test_the_middle_is_kept_where_it_fits(self):
        found, text = self.chosen(lambda x: 0.4 * x[:, 0])
        np.testing.assert_array_equal(found, [0, 0])
        self.assertIn("all rows inside: 1.0000 of the points", text)

    def test_else_the_nearest_that_fits_well_is_taken(self):
        found, text = self.chosen(lambda x: 2 * x[:, 0] - 1)  # well inside from 0.25 to 0.75
        np.testing.assert_allclose(found, [0.25, 0], atol=0.05)
        self.assertRegex(text, r"P7[^\n]*\n  inside 0.5\d* of the points")

    def test_where_none_fits_well_the_worst_row_is_made_as_near_as_can_be(self):
        found, text = self.chosen(lambda x: 2 + x[:, 0] + x[:, 1] ** 2)
        np.testing.assert_allclose(found, [-1, 0], atol=0.1)
        self.assertIn("in the inner half: 0 candidates", text)

    def test_what_it_cannot_read_is_told_in_a_line(self):
        made_up.run(self.file, SWEEP, scenario=SCENARIO.replace("'churn', ", ""))
        answer = made_up.call("calibrate", self.file)
        self.assertEqual((answer.returncode, len(answer.stderr.splitlines())), (2, 1), answer.stderr)
        self.assertIn('no observable "churn"', answer.stderr)


if __name__ == "__main__":
    unittest.main()
