"""`permea export --csv` as pandas reads it: every number that is in the results file, bit for bit."""
import os
import pathlib
import subprocess
import tempfile
import unittest

import numpy
import pandas
import xarray

PROGRAM = os.environ["PERMEA_PROGRAM"]
SCENARIO = """title = "Rows"
question = "Are they all there?"
model = "ecosystem"
steps = 12
seeds = "1..2"
[parameters]
customers.count = 1_000
[[arm]]
name = "a, b and \\"c\\""
firms = { closed = 3, open = 3 }
[sweep]
axes = { "knowledge.leak_revealed" = [0.1, 0.30000000000000004] }
[record]
every = 6
panel = ["firms"]
"""


class Export(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.temporary.name)
        (cls.folder / "s.toml").write_text(SCENARIO)
        cls.permea("run", "s.toml", "-o", "x.h5", "--quiet")
        cls.data = xarray.open_dataset(cls.folder / "x.h5", decode_times=False)

    @classmethod
    def tearDownClass(cls):
        cls.data.close()
        cls.temporary.cleanup()

    @classmethod
    def permea(cls, *words, code=0):
        done = subprocess.run([PROGRAM, *words], cwd=cls.folder, capture_output=True, text=True)
        assert done.returncode == code, done.stderr
        return done

    def read(self, name):
        return pandas.read_csv(self.folder / name, float_precision="round_trip")

    def same(self, column, name, *dimensions):
        wanted = self.data[name].transpose("run", "step", *dimensions).values.ravel()
        numpy.testing.assert_array_equal(column.to_numpy(float), wanted)

    def test_every_number_comes_back(self):
        self.permea("export", "x.h5", "--csv", "-o", "rows/x.csv")
        rows = self.read("rows/x.csv")
        self.assertEqual(list(rows.columns[:7]), ["arm", "point", "replicate", "seed",
                                                  "knowledge.leak_revealed", "step", "strategy"])
        self.assertEqual(len(rows), 4 * 3 * 2)
        self.assertEqual(set(rows["arm"]), {'a, b and "c"'})
        self.assertEqual(set(rows["knowledge.leak_revealed"]), {0.1, 0.30000000000000004})
        self.assertEqual(list(rows["strategy"][:2]), ["closed", "open"])
        for name in rows.columns[7:]:
            self.same(rows[name], name, "strategy")
        overall = self.read("rows/x.overall.csv")
        for name in overall.columns[6:]:
            self.same(overall[name], name)
        self.same(self.read("rows/x.strategy-domain.csv")["know_how_by_domain"],
                  "know_how_by_domain", "strategy", "domain")
        exported = set()
        for path in (self.folder / "rows").iterdir():
            exported |= set(self.read(path).columns)
        in_file = {name for name in self.data if self.data[name].dims[:2] == ("run", "step")}
        self.assertEqual(in_file - exported, set())

    def test_one_observable_to_standard_output(self):
        done = self.permea("export", "x.h5", "--csv", "--observables", "profit")
        (self.folder / "profit.csv").write_text(done.stdout)
        self.assertEqual(done.stderr, "")
        self.same(self.read("profit.csv")["profit"], "profit", "strategy")

    def test_the_panel_has_a_row_for_each_living_firm(self):
        self.permea("export", "x.h5", "--csv", "-o", "p.csv", "--panel", "--observables", "profit")
        rows = self.read("p.panel.csv")
        panel = xarray.open_dataset(self.folder / "x.h5", group="panel", decode_times=False)
        alive = ~numpy.isnan(panel["quality"].values)
        self.assertEqual(len(rows), alive.sum())
        numpy.testing.assert_array_equal(rows["quality"], panel["quality"].values[alive])
        panel.close()

    def test_what_is_wrong_is_one_line(self):
        wrong = self.permea("export", "x.h5", "--csv", "--observables", "proft", code=2)
        self.assertEqual(wrong.stderr, 'permea: --observables: the file has no proft; did you mean "profit"?\n')
        self.assertEqual(self.permea("export", "s.toml", "--csv", code=2).stderr,
                         "permea: s.toml: is not a results file of permea\n")
        before = (self.folder / "x.h5").read_bytes()
        (self.folder / "rows.overall.csv").symlink_to("x.h5")
        for output, file in (("x.h5", "x.h5"), ("rows.csv", "rows.overall.csv")):
            self.assertEqual(
                self.permea("export", "x.h5", "--csv", "-o", output, "--overwrite", code=2).stderr,
                f"permea: {file}: is the results file that is read; -o must name another file\n")
            self.assertEqual((self.folder / "x.h5").read_bytes(), before)
        (self.folder / "there.csv").write_text("precious")
        self.permea("export", "x.h5", "--csv", "-o", "there.csv", code=2)
        self.assertEqual((self.folder / "there.csv").read_text(), "precious")


unittest.main()
