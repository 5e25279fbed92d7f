#!/usr/bin/python3
# Claims: scripts/claims finds in a results file the number, the interval and the verdict that `permea
# verify` gives by running the scenario, adds them up to a verdict on the claim, computes what no
# contrast can say, and writes a page that needs no network.
import json
import os
import subprocess
import sys
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "scripts")]

import numpy as np

import made_up
from permea_scripts.claims import in_words, trial

SCENARIO = """# H7. Free firms do better & cost < 1.
#
# Falsified: in a made-up world.

title = "H7: made up"
model = "ecosystem"
steps = 12
seeds = "1..6"
[parameters]
customers.count = 256
[strategy.free]
lock_in = 0.0
[strategy.captive]
lock_in = 0.5
[[arm]]
name = "both"
firms = { free = 4, captive = 4 }
[[arm]]
name = "all free"
firms = { free = 8 }
[sweep]
design = "grid"
axes = { "market.foresight" = [0.0, 0.25, 0.5] }
[record]
every = 3
observables = ["market_share", "profit_per_firm", "price", "concentration", "canvas", "churn"]
"""
FREE = 'where = { strategy = { free = 1, captive = -1 }'
EXPECTED = [
    f'observable = "profit_per_firm"\n{FREE}, point = {{ "market.foresight" = 0.25 }} }}\n'
    'contrast = "both"\nat = { from = 4, to = 12 }\nsign = "+"\nmargin = 0.001',
    f'observable = "market_share"\n{FREE} }}\ncontrast = "both"\nslope = "market.foresight"\nsign = "-"',
    'observable = "price"\ncontrast = { both = 1, "all free" = -1 }\nat = "mean"\nbetween = [-5, 5]',
    'observable = "concentration"\ncontrast = "both"\nat = 6\nvalue = 0.2\ntolerance = 0.001',
    'observable = "market_share"\ncontrast = { both = 2, "all free" = -1 }\nsign = "0"\nmargin = 0.5',
    'observable = "canvas"\nwhere = { strategy = "free", block = "key_resources", point = 2 }\n'
    'contrast = "all free"\nsign = "-"',
    'observable = "churn"\nwhere = { strategy = "free" }\ncontrast = "both"\nat = "mean"\n'
    'falsified_if = "nothing: told beside"',
    'falsified_if = "the moon is made of cheese"']


class Claims(made_up.Case):
    def write(self, expected):
        self.scenario = os.path.join(self.folder, "made_up.toml")
        with open(self.scenario, "w", encoding="utf-8") as file:
            file.write(SCENARIO + "".join(f"\n[[expect]]\n{text}\n" for text in expected))
        subprocess.run([os.environ["PERMEA_PROGRAM"], "run", self.scenario, "-o", self.file, "--quiet",
                        "--overwrite"], check=True)

    def call(self, *words):
        return made_up.call("claims", self.file, "-o", self.folder, *words)

    def test_numbers_and_verdicts_are_those_of_verify(self):
        self.write(EXPECTED)
        answer = subprocess.run([os.environ["PERMEA_PROGRAM"], "verify", self.scenario, "--json"],
                                capture_output=True, text=True)
        told = json.loads(answer.stdout)
        rows = trial.Trial(self.file).rows
        self.assertEqual(len(rows), len(told))
        for row, found in zip(rows, told):
            with self.subTest(row=row.name, found=found):
                judged = row.verdict in (trial.HIT, trial.MISS, trial.OPEN)
                self.assertEqual(row.verdict if judged else "open", found["verdict"])
                if row.verdict != trial.WORDS:
                    self.assertAlmostEqual(row.value, found["permea"], places=9)
                    self.assertAlmostEqual(row.value - row.half, found["low"], places=6)
        self.assertGreater(len({row.verdict for row in rows}), 3)  # hits, misses, beside, in words

    def test_a_claim_hangs_on_its_rows(self):
        above = 'observable = "price"\ncontrast = "both"\nsign = "+"'
        below = 'observable = "price"\ncontrast = "both"\nsign = "-"'
        unsure = f'observable = "churn"\n{FREE} }}\ncontrast = "both"\nbetween = [-0.000001, 0.000001]'
        words = EXPECTED[7]
        for rows, verdict in (([above, above], "supported"), ([below], "refuted"),
                              ([above, below], "depends"), ([above, words], "supported"),
                              ([words], "open"), ([unsure], "open")):
            with self.subTest(verdict=verdict, rows=rows):
                self.write(rows)
                self.assertEqual(trial.Trial(self.file).verdict(), verdict)

    def test_where_the_answer_turns(self):
        row = trial.Row("", "", "", trial.HIT, along=[("x", 0, -3, 1), ("x", 1, 0.5, 1), ("x", 2, 3, 1)])
        self.assertEqual(row.turns(), ["x 0 and 2"])

    def test_the_table_and_the_page(self):
        self.write(EXPECTED)
        answer = self.call()
        self.assertEqual(answer.returncode, 0, answer.stderr)
        with open(os.path.join(self.folder, "claims.md"), encoding="utf-8") as file:
            table = file.read()
        self.assertIn("**depends**", table)
        self.assertEqual({line.count("|") for line in table.splitlines()}, {10})
        with open(os.path.join(self.folder, "claims.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertNotRegex(page, r"https?://|src=|url\(")
        self.assertIn("better &amp; cost &lt; 1", page)
        self.assertIn("<svg", page)
        self.assertIn("the moon is made of cheese", page)
        self.assertIn("permea verify scenarios/claims/made_up.toml", page)
        self.assertIn("along market.foresight: 0: ", page)

    def test_the_area_under_a_curve(self):
        gone = np.array([False, False, True, True])
        for scores, area in (([1, 2, 3, 4], 1), ([4, 3, 2, 1], 0), ([1, 1, 1, 1], 0.5),
                             ([1, 3, 2, 4], 0.75)):
            self.assertAlmostEqual(in_words.area(np.array(scores, float), gone), area)
        self.assertTrue(np.isnan(in_words.area(np.arange(4.0), gone & False)))

    def test_a_regression_finds_what_decides(self):
        random = np.random.default_rng(1)
        x = random.normal(size=(2, 20_000))
        gone = random.random(20_000) < 1 / (1 + np.exp(-(-1 + 2 * x[1])))
        for found, true in zip(in_words.logistic(x, gone), (-1, 0, 2)):
            self.assertAlmostEqual(found, true, delta=0.08)  # some three standard errors

    def test_what_is_wrong_is_said_in_a_line(self):
        self.write([])
        self.refused([], "has no [[expect]]")
        self.refused(["--run"], "leave out FILE")


if __name__ == "__main__":
    unittest.main()
