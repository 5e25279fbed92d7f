#!/usr/bin/python3
# Claims: scripts/sensitivity reads Morris, Saltelli and other designs that the program drew, and
# its estimates are right on functions whose indices are known: the exact ones lie in its intervals.
import os
import re
import subprocess
import sys
import unittest

import numpy as np

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "scripts")]

import made_up
from permea_scripts import plots, sweeps


def ishigami(x, replicate):
    """Ishigami & Homma 1990, a = 7, b = 0.1, of three axes from 0 to 1."""
    a, b, c = (2 * np.pi * x - np.pi).T
    return np.sin(a) + 7 * np.sin(b)**2 + 0.1 * c**4 * np.sin(a)


G = np.array([0, 1, 4.5, 9, 99, 99])  # the usual coefficients of Sobol's g function


def g_function(x, replicate):
    return np.prod((np.abs(4 * x - 2) + G) / (1 + G), axis=1)


def cooperation(u):
    """How much more partners invest than rivals, in closed form (scenarios/cooperation-indices.toml); of
    spillover, expense and number of firms from 0 to 1."""
    spillover, expense, count = u[:, 0], 8 + 8 * u[:, 1], np.rint(2 + 8 * u[:, 2])
    together, alone = 1 + (count - 1) * spillover, count - (count - 1) * spillover
    size = expense * (count + 1)**2
    return 120 * (together / (size - 2 * together**2) - alone / (size - 2 * alone * together))


def exact_indices(function, axes=3, size=200_000):
    """First-order and total indices from so many draws that their errors are far below those of a
    design (Saltelli et al. 2010, Jansen 1999)."""
    random = np.random.default_rng(1)
    a, b = random.random((size, axes)), random.random((size, axes))
    at_a, at_b = function(a), function(b)
    variance, first, total = np.var(np.concatenate([at_a, at_b])), [], []
    for axis in range(axes):
        mixed = a.copy()
        mixed[:, axis] = b[:, axis]
        at_mixed = function(mixed)
        first.append(np.mean(at_b * (at_mixed - at_a)) / variance)
        total.append(np.mean((at_a - at_mixed)**2) / 2 / variance)
    return first, total


class Sensitivity(made_up.Case):
    def make(self, axes, design, function, seeds=1, failed=(), reach=None):
        made_up.run(self.file, f"[sweep]\n{design}\n{reach or made_up.reach(axes)}", seeds)
        made_up.replace(self.file, axes, function, failed)

    def call(self, *words):
        words = words or ("--observable", "concentration")
        return made_up.call("sensitivity", self.file, "-o", self.folder, *words)

    def table(self):
        """{axis: [(estimate, low, high), ...]} of the made-up observable; what it comes from."""
        sweep = sweeps.Sweep(plots.Results(self.file))
        numbers = sweep.numbers("concentration", "last", "standard")
        found, ends, words = sweeps.estimated(sweep, sweeps.reading(sweep), numbers)
        return {axis: list(zip(found[:, i], *ends[:, :, i]))
                for i, axis in enumerate(sweep.axes)}, words

    def holds(self, found, exact):
        estimate, low, high = found
        self.assertLessEqual(low - 5e-5, exact, found)  # exact to four digits
        self.assertGreaterEqual(high + 5e-5, exact, found)

    def test_sobol_indices_of_ishigami(self):
        axes = made_up.UNIT[:3]
        self.make(axes, 'design = "saltelli"\nsize = 1024', ishigami)
        table, _ = self.table()
        for axis, first, total in zip(axes, (.3139, .4424, 0), (.5576, .4424, .2437)):
            self.holds(table[axis][0], first)
            self.holds(table[axis][1], total)
            self.assertLess(abs(table[axis][0][0] - first), 0.03)
            self.assertLess(abs(table[axis][1][0] - total), 0.03)

    def test_sobol_indices_of_the_g_function(self):
        self.make(made_up.UNIT, 'design = "saltelli"\nsize = 1024', g_function)
        part = 1 / (3 * (1 + G)**2)
        whole = np.prod(1 + part) - 1
        table, _ = self.table()
        for axis, own in zip(made_up.UNIT, part):
            self.holds(table[axis][0], own / whole)
            self.holds(table[axis][1], own * np.prod(1 + part) / (1 + own) / whole)
            self.assertLess(table[axis][0][2] - table[axis][0][1], 0.25)

    def test_the_shipped_indices_are_those_of_the_closed_form(self):
        scenario = os.path.join(HERE, "..", "..", "scenarios", "cooperation-indices.toml")
        subprocess.run([os.environ["PERMEA_PROGRAM"], "run", scenario, "-o", self.file, "--quiet"], check=True)
        sweep = sweeps.Sweep(plots.Results(self.file))
        sides = sweeps.Sides(sweep, "partners-rivals")
        found, ends, _ = sweeps.estimated(sweep, sweeps.reading(sweep), sides.difference("research", "last"))
        axes = ["research.spillover", "research.expense", "firms.count"]
        for axis, first, total in zip(axes, *exact_indices(cooperation)):
            i = sweep.axes.index(axis)
            self.holds((found[0, i], *ends[:, 0, i]), first)
            self.holds((found[1, i], *ends[:, 1, i]), total)
            self.assertLess(abs(found[1, i] - total), 0.05)

    def test_intervals_shrink_with_the_design(self):
        axes, widths = made_up.UNIT[:3], []
        for size in (64, 1024):
            self.make(axes, f'design = "saltelli"\nsize = {size}', ishigami)
            _, low, high = self.table()[0][axes[0]][0]
            widths.append(high - low)
        self.assertLess(widths[1], widths[0] / 2)

    def test_morris_finds_the_slopes_of_a_plane(self):
        axes = made_up.UNIT[:3]
        self.make(axes, 'design = "morris"\nsize = 6\nlevels = 6', lambda x, r: x @ [3, -2, 0])
        table, _ = self.table()
        for axis, slope in zip(axes, (3, -2, 0)):
            star, mean, sigma = (triple[0] for triple in table[axis])
            self.assertAlmostEqual(star, abs(slope), places=3)
            self.assertAlmostEqual(mean, slope, places=3)
            self.assertAlmostEqual(sigma, 0, places=3)

    def test_morris_tells_interaction_by_sigma(self):
        # y = a b: the effect of a is b, which is 0, 1/3, 2/3 or 1: mean 1/2, spread sqrt(5) / 6.
        axes = made_up.UNIT[:2]
        self.make(axes, 'design = "morris"\nsize = 400', lambda x, r: x[:, 0] * x[:, 1])
        for row in self.table()[0].values():
            self.holds(row[0], 0.5)
            self.holds(row[1], 0.5)
            self.holds(row[2], 5**0.5 / 6)

    def test_morris_reads_logarithmic_whole_and_listed_axes(self):
        axes = ["choice.noise", "customers.count", "knowledge.kept"]
        reach = """[sweep.axes]
        "choice.noise" = { from = 0.01, to = 1, scale = "log" }
        "customers.count" = { from = 10, to = 13 }
        "knowledge.kept" = { choices = [0.1, 0.5] }
        """
        self.make(axes, 'design = "morris"\nsize = 8', lambda x, r:
                  np.log10(x[:, 0]) + x[:, 1] - 10 * x[:, 2], reach=reach)
        table, _ = self.table()
        # The whole reach is 2 decades; a step of 2/3 goes 2 counts up, and to the other choice.
        self.assertAlmostEqual(table[axes[0]][1][0], 2, places=3)
        self.assertAlmostEqual(table[axes[2]][1][0], -6, places=3)
        self.assertGreater(table[axes[1]][1][0], 2.9)

    def test_replicates_are_averaged_first(self):
        def noisy(x, replicate):
            return ishigami(x, replicate) + 100 * np.where(replicate == 0, 1, -1) * x[:, 0]
        axes = made_up.UNIT[:3]
        self.make(axes, 'design = "saltelli"\nsize = 512', noisy, seeds=2)
        self.holds(self.table()[0][axes[1]][1], .4424)

    def test_failed_runs_leave_out_what_needs_them(self):
        axes = made_up.UNIT[:2]
        self.make(axes, 'design = "morris"\nsize = 10', lambda x, r: x @ [1, 2], failed=[2, 5])
        table, words = self.table()
        self.assertEqual(words, "8 trajectories of 10")
        self.assertAlmostEqual(table[axes[1]][0][0], 2, places=3)
        self.assertIn("left out 2 failed runs of 30", self.call().stderr)

    def test_other_designs_get_rank_regression_and_it_is_said(self):
        axes = made_up.UNIT[:2]
        for design in ("lhs", "sobol"):
            self.make(axes, f'design = "{design}"\nsize = 64', lambda x, r: np.exp(9 * x[:, 0]))
            table, words = self.table()
            self.assertIn("R squared of the ranks 1.00", words)
            self.assertAlmostEqual(table[axes[0]][0][0], 1, places=3)
            self.assertAlmostEqual(table[axes[1]][0][0], 0, places=3)
        self.assertIn("monotone", self.call().stdout)

    def test_the_table_is_printed_with_what_matters_most_first(self):
        axes = made_up.UNIT[:3]
        self.make(axes, 'design = "morris"\nsize = 6', lambda x, r: x @ [1, 0, -2])
        answer = self.call()
        self.assertEqual(answer.returncode, 0, answer.stderr)
        rows = [re.split(" {2,}", line) for line in answer.stdout.splitlines()[-4:-1]]
        self.assertEqual([row[0] for row in rows], [axes[2], axes[0], axes[1]])
        self.assertEqual(rows[0][1:5], ["2", "2 to 2", "-2", "-2 to -2"])

    def test_a_picture_lies_beside_the_table_the_same_bytes_each_time(self):
        self.make(made_up.UNIT[:2], 'design = "morris"\nsize = 4', lambda x, r: x @ [1, 2])
        self.same_picture_twice(os.path.join(self.folder, "made_up-sensitivity.png"))

    def test_what_does_not_move_is_told(self):
        self.make(made_up.UNIT[:2], 'design = "saltelli"\nsize = 4', lambda x, r: x[:, 0] * 0 + 3)
        self.assertIn("concentration: the same at every point", self.call().stdout)

    def test_bad_calls_are_told_in_one_line(self):
        self.make(made_up.UNIT[:2], 'design = "morris"\nsize = 4', lambda x, r: x @ [1, 2])
        self.refused(["--observable", "concentratoin"], 'did you mean "concentration"?')
        self.refused(["--where", "strategy"], "not KEY=VALUE")
        self.refused(["--where", "needs.drift=0"], "no design")
        self.refused(["--contrast", "open-closed"], "open-closed", "standard")
        self.refused(["--at", "soon"], "--at soon")
        self.refused(["--arm", "standart"], 'did you mean "standard"?')

    def test_designs_that_cannot_tell_are_refused(self):
        axes = made_up.UNIT[:2]
        moving = '[sweep.axes]\n"{}" = {}\n"{}" = {}'
        together = moving.format(axes[0], [.1, .2, .3, .4, .5, .6],
                                 axes[1], [.2, .4, .6, .8, .9, 1.0])
        self.make(axes, 'design = "list"', ishigami_of_two, reach=together)
        self.assertEqual(self.call().returncode, 0)
        together = moving.format(axes[0], [.1, .2, .3, .4, .5], axes[1], [.2, .4, .6, .8, 1.0])
        self.make(axes, 'design = "list"', ishigami_of_two, reach=together)
        self.refused(["--observable", "concentration"], "move together")
        self.make(axes, 'design = "morris"\nsize = 1', ishigami_of_two)
        self.refused(["--observable", "concentration"], "size below 2")
        alone = '[sweep]\ndesign = "list"\n' + moving.format(axes[0], [.1], axes[1], [.2])
        made_up.run(self.file, alone)
        self.refused(["--observable", "concentration"], "1 points cannot tell")
        made_up.run(self.file, "")
        self.refused(["--observable", "concentration"], "nothing is swept")


def ishigami_of_two(x, replicate):
    return np.sin(x[:, 0]) + x[:, 1]**2


if __name__ == "__main__":
    unittest.main()
