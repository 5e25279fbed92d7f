#!/usr/bin/python3
# Claims: scripts/volume counts in what share of the points each kind is largest, and who is ahead by
# how much; finds the parameters that decide it, and where; and leaves out what a filter says.
import os
import sys
import unittest

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "scripts")]

import made_up
from permea_scripts import volumes

AXES = ["needs.stickiness", "community.divergence", "market.foresight"]
SWEEP = '[[arm]]\nname = "mixed"\nfirms = { closed = 2, social = 2, open = 2 }\n' \
    '[sweep]\ndesign = "lhs"\nsize = 200\n' + made_up.reach(AXES)


class Volume(made_up.Case):
    def make(self, shares, crowded=lambda x: 0 * x[:, 0]):
        """market_share of closed, social, open from shares(axes), with luck that cancels over two
        seeds; the same for profit_per_firm; concentration from crowded(axes)."""
        made_up.run(self.file, SWEEP, seeds=2, scenario=made_up.KINDS)
        with made_up.edited(self.file) as file:
            self.x = np.column_stack([file[axis][:] for axis in AXES])
            luck = np.where(file["replicate"][:] == 0, 5, -5)
            for n, share in enumerate(shares(self.x)):
                self.assertEqual(list(file["strategy"].asstr()[:])[n], ["closed", "social", "open"][n])
                for name in ("market_share", "profit_per_firm"):
                    file[name][:, :, n] = np.reshape(share + luck * n, (-1, 1))
            file["concentration"][:] = np.reshape(crowded(self.x), (-1, 1))

    def call(self, *words):
        return made_up.call("volume", self.file, *words)

    def told(self, *words):
        """{label: share in per cent} of the first table of shares and of the contrast."""
        answer = self.call("--observable", "market_share", "--contrast", "open-closed", *words)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        return answer.stdout, {line.rsplit(None, 4)[0].strip(): float(line.split()[-4].rstrip("%"))
                               for line in answer.stdout.splitlines() if line.endswith("%)")}

    def test_each_kind_is_largest_where_it_is(self):
        # Open where stickiness is above 0.7, closed below but for a corner, where nobody else is.
        def shares(x):
            wins = x[:, 0] > 0.7
            return 0.4 + 0 * wins, 0.1 + 0 * wins, np.where(wins, 0.5, 0.3)
        self.make(shares)
        text, share = self.told("--margin", "0.05")
        self.assertAlmostEqual(share["open"], 30, delta=0.6)  # a Latin hypercube has 60 of 200 there
        self.assertAlmostEqual(share["closed"], 70, delta=0.6)
        self.assertEqual(share["social"], 0)
        self.assertAlmostEqual(share["open ahead"], 30, delta=0.6)
        self.assertAlmostEqual(share["closed ahead"], 70, delta=0.6)
        self.assertIn("needs.stickiness < 0.7", text)

    def test_a_margin_makes_a_middle(self):
        self.make(lambda x: (0.4 + 0 * x[:, 0], 0 * x[:, 0], 0.4 + x[:, 1] - 0.5))
        _, share = self.told("--margin", "0.2")
        self.assertAlmostEqual(share["neither"], 40, delta=1.1)
        self.assertAlmostEqual(share["open ahead"], 30, delta=1.1)
        _, share = self.told()  # 5 % of the mean of the whole market, which is 0.8
        self.assertAlmostEqual(share["neither"], 8, delta=1.1)

    def test_a_filter_leaves_out_points(self):
        self.make(lambda x: (x[:, 0], 0 * x[:, 0], 1 - x[:, 0]), crowded=lambda x: x[:, 0])
        _, share = self.told("--filter", "concentration=0.25..0.75")
        self.assertAlmostEqual(share["open"], 50, delta=1.1)
        _, share = self.told("--filter", "concentration=0.6..")
        self.assertEqual(share["open"], 0)
        self.refused(["--filter", "concentration=2.."], "no point is left")
        self.refused(["--filter", "concentration=2"], "concentration=2", "LOW..HIGH")
        self.refused(["--filter", "concentratio=0..1"], 'did you mean "concentration"?')

    def test_points_at_which_every_run_failed_are_left_out_and_told(self):
        self.make(lambda x: (x[:, 0], 0 * x[:, 0], 1 - x[:, 0]))
        with made_up.edited(self.file) as file:
            low = file[AXES[0]][:] < 0.5  # where open is the largest
            lost = low & (file["point"][:] % 2 == 0)
            lost |= low & (file["replicate"][:] == 1)  # elsewhere one of two seeds fails
            file["status"][:] = lost
            gone = np.unique(file["point"][:][low & (file["point"][:] % 2 == 0)]).size
        text, share = self.told()
        self.assertIn(f"  left out {gone} points at which every run failed\n", text)
        self.assertAlmostEqual(share["open"], 100 * (100 - gone) / (200 - gone), delta=0.06)
        self.assertAlmostEqual(share["closed"], 100 * 100 / (200 - gone), delta=0.06)
        with made_up.edited(self.file) as file:
            file["status"][:] = 1
        answer = self.call()
        self.assertEqual(answer.returncode, 2)
        self.assertIn("at no point is there a run that did not fail", answer.stderr)

    def test_main_effects_are_shares_of_variance(self):
        # y = 2a + b over a square: 4/5 and 1/5 of its variance, and nothing by c.
        x = np.random.default_rng(3).random((4000, 3))
        found, ends = volumes.main_effects(x, 2 * x[:, 0] + x[:, 1])
        np.testing.assert_allclose(found, [0.8, 0.2, 0], atol=0.02)
        self.assertTrue((ends[0] < [0.8, 0.2, 0.005]).all() and (ends[1] > [0.79, 0.19, 0]).all())

    def test_an_axis_of_few_values_is_not_cut_into_tenths(self):
        x = np.repeat([2.0, 3.0, 5.0], 100)
        self.assertAlmostEqual(volumes.main_effect(x, x**2), 1)

    def test_the_rule_cuts_where_the_winner_changes(self):
        x = np.random.default_rng(4).random((1000, 3))
        wins = (x[:, 2] > 0.4) & (x[:, 0] > 0.5)
        leaves = list(volumes.rule(x, wins[:, None].astype(float), 2))
        self.assertEqual(sum(points.size for _, points in leaves), 1000)
        sure = [conditions for conditions, points in leaves if wins[points].all()]
        self.assertEqual(len(sure), 1)
        cuts = {axis: value for axis, sign, value in sure[0]}
        self.assertAlmostEqual(cuts[2], 0.4, delta=0.01)
        self.assertAlmostEqual(cuts[0], 0.5, delta=0.01)

    def test_a_kind_that_has_died_out_is_never_the_largest(self):
        columns = np.array([[np.nan, -1.0], [np.nan, np.nan], [2.0, 1.0]])
        np.testing.assert_array_equal(volumes.largest(columns), [1, -1, 0])

    def test_intervals_of_shares_are_wilsons(self):
        np.testing.assert_allclose(volumes.wilson(10, 100), [0.0552, 0.1744], atol=1e-4)
        self.assertEqual(volumes.wilson(0, 50)[0], 0)


if __name__ == "__main__":
    unittest.main()
