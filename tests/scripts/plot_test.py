#!/usr/bin/python3
# Claims: scripts/plot draws every kind of picture from the results file alone, the same bytes each
# time, its numbers are right, and what is wrong with a call is said in one line.
import argparse
import os
import subprocess
import sys
import unittest

import netCDF4
import numpy as np
import xarray

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = os.path.join(HERE, "..", "..", "scripts")
sys.path.insert(0, SCRIPTS)

from permea_scripts import canvas, plots
import made_up
import synthetic_results

FIRMS = """
title = "A canvas"
model = "ecosystem"
steps = 14
seeds = "1..{seeds}"
[parameters]
customers.count = 512
[[arm]]
name = "mixed"
firms = {{ closed = 4, open = 4 }}
[record]
every = 7
observables = ["canvas", "imbalance", "spend", "knowledge_in", "knowledge_out", "firms"]
{sweep}
"""
SWEPT = '[sweep]\ndesign = "grid"\naxes = {{ "market.mu" = [0.2, 0.3], "needs.drift" = [0.0, 0.1, 0.2] }}\n'


class Plot(made_up.Case):
    def setUp(self):
        super().setUp()
        self.file = os.path.join(self.folder, "small.h5")
        synthetic_results.write(self.file)
        made_up.seal(self.file)

    def call(self, *words, output="pictures"):
        return subprocess.run([os.path.join(SCRIPTS, "plot"), *words, "-o",
                               os.path.join(self.folder, output)], capture_output=True, text=True)

    def picture(self, name, output="pictures"):
        with open(os.path.join(self.folder, output, name), "rb") as file:
            return file.read()

    def test_one_arm_gives_one_picture(self):
        answer = self.call(self.file, "--arm", "mixed")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertTrue(self.picture("small-mixed.png").startswith(b"\x89PNG"))
        self.assertTrue(self.picture("small-mixed.pdf").startswith(b"%PDF"))

    def test_all_arms_give_a_picture_an_observable(self):
        answer = self.call(self.file, "--observable", "price", "--observable", "concentration")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(sorted(os.listdir(os.path.join(self.folder, "pictures"))),
                         ["small-concentration.pdf", "small-concentration.png",
                          "small-price.pdf", "small-price.png"])

    def test_arms_are_compared_in_one_picture(self):
        answer = self.call(self.file, "--by-arm", "--at", "6..18")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertTrue(self.picture("small-arms.png").startswith(b"\x89PNG"))

    def test_the_canvas_has_its_nine_blocks_and_three_flows(self):
        made_up.run(self.file, "", seeds=3, scenario=FIRMS)
        answer = self.call(self.file, "--canvas", "--at", "14")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertTrue(self.picture("small-canvas-mixed.png").startswith(b"\x89PNG"))
        drawn = canvas.Drawn(plots.Results(self.file),
                             argparse.Namespace(arm=None, point=None, at="14"))
        with xarray.open_dataset(self.file, decode_times=False) as data:
            self.assertEqual(set(canvas.BLOCKS), set(data["block"].values))
            last = data.isel(step=-1)
            firms = last["firms"].values
            np.testing.assert_allclose(drawn.numbers("canvas", "channels"),
                                       last["canvas"].sel(block="channels"))
            hearing = last["spend"].sel(purpose=["listening", "community"]).sum("purpose") / firms
            np.testing.assert_allclose(drawn.flow(canvas.FLOWS["attention"][1]), hearing)
            leaked = last["knowledge_in"].values / firms / 7  # a flow, told as its rate a month
            np.testing.assert_allclose(drawn.flow(canvas.FLOWS["know-how"][1]), leaked)

    def test_the_canvas_needs_one_arm_and_what_it_draws(self):
        answer = self.call(self.file, "--canvas", "--arm", "mixed")
        self.assertEqual(answer.returncode, 2)
        self.assertIn("canvas is not recorded in it", answer.stderr)
        made_up.run(self.file, '[[arm]]\nname = "b"\nfirms = {{ open = 4 }}'.format(), 1, FIRMS)
        self.assertIn("several arms: choose one", self.call(self.file, "--canvas").stderr)

    def test_small_multiples_have_a_panel_for_each_point(self):
        made_up.run(self.file, SWEPT.format(), seeds=2, scenario=FIRMS)
        answer = self.call(self.file, "--by-point", "--observable", "imbalance")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertTrue(self.picture("small-imbalance-points.png").startswith(b"\x89PNG"))
        made_up.run(self.file, "", seeds=2, scenario=FIRMS)
        self.assertIn("nothing is swept", self.call(self.file, "--by-point").stderr)

    def test_the_same_bytes_each_time(self):
        for words in (["--arm", "mixed"], ["--by-arm"]):
            words += ["--observable", "price", "--observable", "profit"]
            for output in ("one", "two"):
                self.assertEqual(self.call(self.file, *words, output=output).returncode, 0)
        for name in os.listdir(os.path.join(self.folder, "one")):
            self.assertEqual(self.picture(name, "one"), self.picture(name, "two"), name)

    def test_last_is_where_each_run_ended(self):
        with netCDF4.Dataset(self.file, "a") as file:
            ends = file.createVariable("last_step", "i4", ("run",))
            ends[:] = 24
            ends[0:5] = 10, 10, 12, 12, 24
            for run in range(4):
                file["market_share"][run, ends[run] + 1:] = np.nan
        made_up.seal(self.file)
        results = plots.Results(self.file)
        runs = results.runs("mixed", None)
        found = results.means(results.rates("market_share", runs), runs, "last")
        np.testing.assert_allclose(found[:, 1], [0.6, 0.6, 0.62, 0.62, 0.74])
        self.assertEqual(results.window("last")[1], "at the last month of each run")
        self.assertEqual(self.call(self.file, "--by-arm", "--observable", "market_share").returncode, 0)

    def test_bad_calls_are_told_in_one_line(self):
        self.refused([self.file, "--observable", "prise"], '"prise"', 'did you mean "price"?')
        self.refused([self.file, "--observable", "know_how_by_domain"], "x domain")
        self.refused([self.file, "--arm", "mixd"], '"mixd"', 'did you mean "mixed"?')
        self.refused([self.file, "--by-arm", "--at", "99"], "--at 99", "there are 0, 1, ..., 24")
        self.refused([self.file, "--by-arm", "--at", "soon"], "--at soon")
        self.refused([self.file, "--point", "3"], "no point 3")
        self.refused([os.path.join(self.folder, "none.h5")], "none.h5: no such file")
        self.refused([os.path.join(HERE, "plot_test.py")], "plot_test.py: is not a results file of permea")
        self.refused([self.folder], "is a folder")

    def test_a_damaged_file_is_refused_before_it_is_opened(self):
        with open(self.file, "rb") as file:
            whole = file.read()
        other = bytearray(whole)
        other[len(other) // 2] ^= 1
        for bytes_left, how in ((bytes(other), "its bytes are not those of its checksum"),
                                (whole[:-4] + bytes(4), "its bytes are not those of its checksum"),
                                (whole[:-12], "does not end in a checksum"),
                                (whole[:len(whole) // 2], "does not end in a checksum"),
                                (whole[:9], "does not end in a checksum"), (b"", "it is empty")):
            with open(self.file, "wb") as file:
                file.write(bytes_left)
            self.refused([self.file], "small.h5: is damaged: ", how)

    def test_the_seal_is_that_of_permea(self):
        made_up.run(self.file, "")
        answer = self.call(self.file, "--by-arm", "--observable", "concentration")
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_recorded_steps_are_told_by_their_distance(self):
        for steps, words in ((np.arange(0, 25, 6), "0, 6, ..., 24"), (np.array([0, 12]), "0, 12"),
                             (np.array([0, 7, 14, 21, 24]), "0, 7, ..., 21, 24")):
            self.assertEqual(plots.spoken(steps), words)

    def test_values_are_those_of_the_file(self):
        results = plots.Results(self.file)
        found = dict(results.values("market_share", "mixed"))
        mean, half = plots.interval(found["open"])
        np.testing.assert_allclose(mean, 0.5 + 0.01 * np.arange(25), atol=1e-12)
        np.testing.assert_allclose(half, 0, atol=1e-12)

    def test_a_strategy_that_is_not_in_an_arm_is_not_drawn(self):
        results = plots.Results(self.file)
        for name in ("market_share", "price"):
            self.assertEqual([kind for kind, _ in results.values(name, "all open")], ["open"])

    def test_interval_is_student_s(self):
        # Quantiles of Student's t at 0.975: 12.7062 (1 degree of freedom), 2.2622 (9), 2.0227 (39).
        for runs, quantile in ((2, 12.7062), (10, 2.2622), (40, 2.0227)):
            self.assertAlmostEqual(plots.student(runs), quantile, places=3)
        mean, half = plots.interval(np.array([[1.0, 5.0], [2.0, np.nan], [3.0, np.nan]]))
        np.testing.assert_allclose(mean, [2, 5])
        self.assertAlmostEqual(half[0], 4.3027 / 3**0.5, places=3)
        self.assertTrue(np.isnan(half[1]))


if __name__ == "__main__":
    unittest.main()
