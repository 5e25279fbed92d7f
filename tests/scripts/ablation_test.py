#!/usr/bin/python3
# Claims: scripts/sensitivity --baseline says what each arm sets and how far that moves the difference
# of two kinds, in pairs of equal seed, and refuses in one line what it cannot compare.
import os
import sys
import unittest

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "scripts")]

import made_up
from permea_scripts import ablation, plots

FIRMS = "firms = { closed = 2, open = 2 }\n"
ARMS = f"""
[[arm]]
name = "standard"
{FIRMS}
[[arm]]
name = "no leak"
{FIRMS}parameters = {{ "knowledge.leak_anyway" = 0.0, knowledge.leak_revealed = 0.0 }}
[[arm]]
name = "nobody is held"
{FIRMS}
[[change]]
at = 1
arms = ["nobody is held"]
strategy = {{ closed = {{ lock_in = 0.0 }} }}
"""


class Ablation(made_up.Case):
    def make(self, ahead, failed=()):
        """Open is ahead of closed by ahead(arm, replicate) in profit_per_firm at the last step."""
        made_up.run(self.file, ARMS, seeds=4, scenario=made_up.KINDS)
        with made_up.edited(self.file) as file:
            arms, replicates = file["arm"].asstr()[:], file["replicate"][:]
            kinds = list(file["strategy"].asstr()[:])
            values = np.zeros(file["profit_per_firm"].shape)
            values[:, -1, kinds.index("closed")] = 100 * np.sin(replicates)
            values[:, -1, kinds.index("open")] = 100 * np.sin(replicates) + [
                ahead(arm, replicate) for arm, replicate in zip(arms, replicates)]
            file["profit_per_firm"][:] = values
            file["status"][list(failed)] = 1

    def against(self):
        return ablation.Against(plots.Results(self.file), "standard")

    def call(self, *words):
        words = words or ("--baseline", "standard", "--observable", "profit_per_firm",
                          "--contrast", "open-closed")
        return made_up.call("sensitivity", self.file, "-o", self.folder, *words)

    def test_changes_are_paired(self):
        # Luck of the replicate, ten times the effect, is the same in both arms and cancels.
        self.make(lambda arm, r: 10 * np.cos(r) + 0.3 + (arm == "no leak") * (0.5 + 0.1 * (-1)**r))
        (base, _), (mean, half) = self.against().changes("profit_per_firm", "last", ("open", "closed"))
        self.assertAlmostEqual(base, 0.3 + 10 * np.mean(np.cos(np.arange(4))))
        np.testing.assert_allclose(mean, [0.5, 0], atol=1e-9)
        # Four pairs 0.5 +- 0.1: standard error sqrt(0.04/3)/2 = 0.0577, t = 3.182.
        np.testing.assert_allclose(half, [0.1837, 0], atol=1e-4)

    def test_a_failed_run_costs_its_pair_only(self):
        self.make(lambda arm, r: r + (arm == "no leak"), failed=[1])
        _, (mean, _) = self.against().changes("profit_per_firm", "last", ("open", "closed"))
        np.testing.assert_allclose(mean, [1, 0], atol=1e-9)

    def test_it_says_what_each_arm_sets(self):
        self.make(lambda arm, r: 0)
        against = self.against()
        self.assertEqual(against.what_moves("no leak"),
                         "knowledge.leak_anyway 0, knowledge.leak_revealed 0")
        self.assertEqual(against.what_moves("nobody is held"), "lock_in from month 1 0")

    def test_the_table_has_a_row_an_arm_and_marks_what_is_no_chance(self):
        self.make(lambda arm, r: 0.2 + (arm == "no leak") * (0.5 + 0.1 * (-1)**r))
        answer = self.call()
        self.assertEqual(answer.returncode, 0, answer.stderr)
        rows = [line for line in answer.stdout.splitlines() if line.startswith("| ")]
        self.assertEqual(len(rows), 5)
        self.assertIn("| **+0.50 +- 0.18** |", rows[3])
        self.assertIn("| +0.000 +- 0.000 |", rows[4])

    def test_the_picture_is_the_same_bytes_each_time(self):
        self.make(lambda arm, r: np.sin(r) * (arm == "no leak"))
        self.same_picture_twice(os.path.join(self.folder, "made_up-sensitivity.png"))

    def test_what_cannot_be_compared_is_refused_in_one_line(self):
        self.make(lambda arm, r: 0)
        kinds = ["--contrast", "open-closed", "--observable", "profit_per_firm"]
        self.refused(["--baseline", "standrd", *kinds], 'did you mean "standard"?')
        self.refused(["--baseline", "standard"], "--contrast")
        self.refused(["--baseline", "standard", "--contrast", "open-shut"], "open-shut", "closed, open")
        self.refused(["--baseline", "standard", *kinds[:2], "--observable", "concentration"],
                     "not divided by strategy")


if __name__ == "__main__":
    unittest.main()
