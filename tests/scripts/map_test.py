#!/usr/bin/python3
# Claims: scripts/map pairs what it compares, says at which points of a grid each side wins, draws
# it, and refuses in one line what is no map.
import os
import sys
import unittest

import h5py
import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "scripts")]

import made_up
from permea_scripts import plots, sweeps

AXES = ["needs.drift", "choice.inertia"]
ARMS = '[[arm]]\nname = "left - right"\n[[arm]]\nname = "plain"\n'
GRID = """
[sweep]
design = "grid"
[sweep.axes]
"needs.drift" = [0.0, 0.5, 1.0]
"choice.inertia" = { from = 0, to = 1, count = 4 }
"""
CALL = ["--x", AXES[0], "--y", AXES[1], "--observable", "concentration"]


class Map(made_up.Case):
    def make(self, function, sweep=GRID, failed=()):
        """`function` of the axes' values, the replicate and whether it is the first arm."""
        made_up.run(self.file, ARMS + sweep, seeds=4)
        with h5py.File(self.file) as file:
            first = file["arm"].asstr()[:] == "left - right"
        made_up.replace(self.file, AXES, lambda x, r: function(x[:, 0], x[:, 1], r, first), failed)

    def difference(self, contrast="left - right-plain"):
        """The paired difference at each point, needs.drift x choice.inertia."""
        sweep = sweeps.Sweep(plots.Results(self.file))
        numbers = sweeps.Sides(sweep, contrast).difference("concentration", "last")
        mean, verdict = sweeps.verdicts(numbers)
        return mean.reshape(3, 4), verdict.reshape(3, 4)

    def call(self, *words):
        words = words or (*CALL, "--contrast", "left - right-plain")
        return made_up.call("map", self.file, "-o", self.folder, *words)

    def test_luck_that_both_sides_share_cancels(self):
        # The first arm is ahead by drift - 0.4; luck of 1000 a replicate is the same in both arms.
        self.make(lambda x, y, r, first: 1000 * np.sin(r) + first * (x - 0.4))
        mean, verdict = self.difference()
        np.testing.assert_allclose(mean, np.array([-.4, .1, .6])[:, None] * np.ones(4), atol=1e-9)
        np.testing.assert_array_equal(verdict, np.array([-1, 1, 1])[:, None] * np.ones(4))

    def test_a_side_wins_only_where_the_interval_excludes_zero(self):
        # Four pairs 1.5 +- 1: standard error sqrt(4/3)/2 = 0.577, t = 3.182, half-width 1.84.
        noise = np.array([1, -1, 1, -1])
        self.make(lambda x, y, r, first: first * (np.where(y > 0.5, 2.5, 1.5) + noise[r]))
        mean, verdict = self.difference()
        np.testing.assert_allclose(mean[:, [0, 3]], [[1.5, 2.5]] * 3)
        np.testing.assert_array_equal(verdict, [[0, 0, 1, 1]] * 3)

    def test_shares_of_the_map_are_printed(self):
        self.make(lambda x, y, r, first: np.sin(r) + first * (x - 0.5) * (1 - y))
        answer = self.call()
        self.assertEqual(answer.returncode, 0, answer.stderr)
        told = {line.rsplit(None, 4)[0].strip(): line.split()[-4] for line in
                answer.stdout.splitlines() if line.endswith("of 12 points")}
        self.assertEqual(told, {"left - right higher": "25.0%", "plain higher": "25.0%",
                                "neither": "50.0%"})

    def test_the_picture_is_the_same_bytes_each_time(self):
        self.make(lambda x, y, r, first: first * (x - 0.6 + 0.3 * y + 0.3 * np.sin(r)))
        self.same_picture_twice(os.path.join(self.folder, "made_up-concentration-map.png"))

    def test_failed_runs_cost_their_pairs_only(self):
        self.make(lambda x, y, r, first: np.sin(r) + first * 1.0, failed=[0, 1, 2, 3, 5])
        mean, verdict = self.difference()
        self.assertTrue(np.isnan(mean[0, 0]))  # all four pairs of the first point are lost
        self.assertTrue(np.isnan(verdict[0, 0]))
        self.assertAlmostEqual(mean[0, 1], 1)
        self.assertEqual(verdict[0, 1], 1)

    def test_points_without_any_pair_are_left_out_of_the_shares(self):
        self.make(lambda x, y, r, first: np.sin(r) + first * 1.0, failed=[0, 1, 2, 3])
        answer = self.call()
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("100.0% of 11 points", answer.stdout)
        self.assertIn("left out 1 point without any pair", answer.stdout)
        self.assertEqual(answer.stderr.splitlines(),
                         [f"{self.file}: left out 4 failed runs of 96"])

    def test_where_no_point_has_a_pair_there_is_no_map(self):
        self.make(lambda x, y, r, first: first, failed=range(96))
        answer = self.call()
        self.assertEqual(answer.returncode, 2, answer.stdout)
        self.assertIn("no point has a pair", answer.stderr.splitlines()[1])

    def test_a_part_of_the_plan_is_refused(self):
        made_up.run(self.file, ARMS + GRID, 4, options=["--part", "1/2"])
        self.refused([], "made_up.h5: is part 1 of 2; take what `permea merge` makes of all")

    def test_a_third_axis_makes_a_panel_each_or_is_chosen(self):
        third = GRID + '"knowledge.kept" = [0.2, 0.4]\n'
        self.make(lambda x, y, r, first: first * (x + 1 + np.sin(r) / 9), sweep=third)
        self.assertIn("100.0% of 24 points", self.call().stdout)
        chosen = self.call(*CALL, "--contrast", "left - right-plain",
                           "--where", "knowledge.kept=.2")
        self.assertIn("100.0% of 12 points", chosen.stdout)
        self.refused([*CALL, "--contrast", "plain-left - right", "--where", "knowledge.kept=0.3"],
                     "knowledge.kept=0.3", "0.2, 0.4")

    def test_what_is_no_map_is_refused_in_one_line(self):
        self.make(lambda x, y, r, first: x)
        sides = ["--contrast", "left - right-plain"]
        self.refused(["--x", AXES[0], "--y", AXES[0], *CALL[4:], *sides], "both needs.drift")
        self.refused(["--x", "needs.drft", *CALL[2:], *sides], 'did you mean "needs.drift"?')
        self.refused([*CALL, "--contrast", "left-plain"], "left-plain", "left - right, plain")
        self.refused([*CALL, "--contrast", "plain-plain"], "both sides are plain")
        self.refused([*CALL, *sides, "--arm", "plain"], "a difference of arms already")
        self.make(lambda x, y, r, first: x, sweep='[sweep]\ndesign = "lhs"\nsize = 5\n' +
                  made_up.reach(AXES))
        self.refused([*CALL, *sides], 'use design "grid"')


if __name__ == "__main__":
    unittest.main()
