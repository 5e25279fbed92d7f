# Results files with known answers: the program draws the points of a sweep and runs a tiny market,
# and an observable is then replaced by a function of the swept parameters.
import contextlib
import os
import subprocess
import tempfile
import unittest
import zlib

import h5py
import numpy as np

SCRIPTS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts")
SCENARIO = """
title = "A function of what is swept"
model = "market"
steps = 1
seeds = "1..{seeds}"
[parameters]
customers.count = 64
firms.count = 2
{sweep}
"""
# Three kinds of firms, where answers are told apart by kind.
KINDS = """
title = "Kinds that are made up"
model = "ecosystem"
steps = 2
seeds = "1..{seeds}"
[parameters]
customers.count = 64
needs.segments = 2
[record]
observables = ["market_share", "profit_per_firm", "price", "concentration"]
{sweep}
"""
# Axes of the market that may go from 0 to 1.
UNIT = ["needs.drift", "satisfaction.speed", "products.adaptation", "knowledge.kept",
        "knowledge.learned", "knowledge.spillover"]


def reach(axes):
    """The table [sweep.axes] of a drawn design, each axis from 0 to 1."""
    return "[sweep.axes]\n" + "".join(f'"{axis}" = {{ from = 0.0, to = 1.0 }}\n' for axis in axes)


def seal(path):
    """Puts permea's seal behind a file, in the place of one that is there."""
    with open(path, "rb") as file:
        content = file.read()
    if content[-12:-4] == b"permea\r\n":
        content = content[:-12]
    with open(path, "wb") as file:
        file.write(content + b"permea\r\n" + zlib.crc32(content).to_bytes(4, "little"))


@contextlib.contextmanager
def edited(path):
    """The HDF5 file, to be written to; sealed again at the end."""
    with h5py.File(path, "r+") as file:
        yield file
    seal(path)


def run(path, sweep, seeds=1, scenario=SCENARIO, options=()):
    """Runs the tiny market with this [sweep] and leaves the results file at `path`."""
    text = scenario.format(seeds=seeds, sweep=sweep)
    scenario = path.removesuffix(".h5") + ".toml"
    with open(scenario, "w", encoding="utf-8") as file:
        file.write(text)
    subprocess.run([os.environ["PERMEA_PROGRAM"], "run", scenario, "-o", path, "--quiet",
                    "--overwrite", *options], check=True)


def replace(path, axes, function, failed=()):
    """Writes function(runs x axes, replicate) into `concentration`; `failed` runs are marked so."""
    with edited(path) as file:
        columns = [file[axis] for axis in axes]
        x = np.column_stack([c.asstr()[:] if c.dtype.kind == "O" else c[:] for c in columns])
        y = function(x, file["replicate"][:]).astype(float)
        y[list(failed)] = np.nan
        file["concentration"][:] = y[:, None]
        file["status"][list(failed)] = 1


def call(script, *words):
    """The script's answer: exit code, stdout, stderr."""
    return subprocess.run([os.path.join(SCRIPTS, script), *words], capture_output=True, text=True)


class Case(unittest.TestCase):
    """A test of a script, with a folder of its own and a results file to be made in it. `call(*words)`
    is the subclass's: the script called on that file."""

    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.folder = self.place.name
        self.file = os.path.join(self.folder, "made_up.h5")

    def tearDown(self):
        self.place.cleanup()

    def refused(self, words, *parts):
        """Checks that the call ends with exit code 2 and one line that has these parts."""
        answer = self.call(*words)
        self.assertEqual(answer.returncode, 2, answer.stderr + answer.stdout)
        self.assertEqual(len(answer.stderr.splitlines()), 1, answer.stderr)
        for part in parts:
            self.assertIn(part, answer.stderr)

    def same_picture_twice(self, path):
        """Checks that the call leaves a PNG at `path`, of the same bytes each time."""
        pictures = []
        for _ in range(2):
            self.assertEqual(self.call().returncode, 0)
            with open(path, "rb") as file:
                pictures.append(file.read())
        self.assertTrue(pictures[0].startswith(b"\x89PNG"))
        self.assertEqual(*pictures)
