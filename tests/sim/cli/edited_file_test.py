"""What a results file says of itself is believed only where it fits: parts of other versions or builds
are not merged or resumed, and runs that the file calls others are not replayed."""
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import zlib

import h5py
import numpy

PROGRAM = os.environ["PERMEA_PROGRAM"]
SCENARIO = """title = "Edited"
model = "market"
steps = 3
seeds = "5..6"
[parameters]
customers.count = 64
[[arm]]
name = "few"
parameters = { "firms.count" = 2 }
[[arm]]
name = "more"
parameters = { "firms.count" = 3 }
[sweep]
axes = { "choice.noise" = [0.1, 0.30000000000000004] }
[record]
observables = ["concentration"]
"""
PARTS = ["1.h5", "2.h5", "3.h5"]
SEAL = 12  # bytes behind HDF5's end: results/README.md


class Edited(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        (self.folder / "s.toml").write_text(SCENARIO)

    def permea(self, *words):
        return subprocess.run([PROGRAM, *words], cwd=self.folder, capture_output=True, text=True)

    def run_part(self, part, *words):
        return self.permea("run", "s.toml", "--part", f"{part}/3", "-o", PARTS[part - 1], *words)

    def edit(self, name, change):
        """Changes a results file as `change(file)` does, and seals it as permea would."""
        path = self.folder / name
        path.write_bytes(path.read_bytes()[:-SEAL])
        with h5py.File(path, "r+") as file:
            change(file)
        content = path.read_bytes()
        path.write_bytes(content + b"permea\r\n" + zlib.crc32(content).to_bytes(4, "little"))

    def refused(self, words, complaint):
        """Checks that a call ends with exit code 2 and this one line, and writes nothing."""
        before = sorted(self.folder.iterdir())
        answer = self.permea(*words)
        self.assertEqual((answer.returncode, answer.stdout), (2, ""))
        self.assertRegex(answer.stderr, f"^permea: {complaint}\n$")
        self.assertEqual(sorted(self.folder.iterdir()), before)

    def make_parts(self):
        for part in (1, 2, 3):
            self.assertEqual(self.run_part(part).returncode, 0)

    def test_a_file_that_is_only_sealed_anew_is_taken(self):
        self.make_parts()
        self.edit("2.h5", lambda file: None)
        self.assertEqual(self.permea("merge", *PARTS, "-o", "x.h5").returncode, 0)
        self.assertEqual(self.permea("replay", "x.h5", "--progress", "never").returncode, 0)

    def test_parts_of_another_version_are_refused_by_name(self):
        self.make_parts()
        def change(file):
            file.attrs["source"] = numpy.bytes_("permea 0.0.9")
        self.edit("2.h5", change)
        complaint = r"2\.h5: is of permea 0\.0\.9, not \d+\.\d+\.\d+"
        self.refused(["merge", *PARTS, "-o", "x.h5"], complaint)
        answer = self.permea("merge", "--missing", *PARTS)
        self.assertEqual(answer.stdout, "2\n")
        self.assertRegex(answer.stderr, complaint)
        self.assertEqual(self.run_part(2, "--resume").returncode, 2)

    def test_parts_of_another_commit_of_the_same_version_are_refused_by_name(self):
        self.make_parts()
        def change(file):
            file.attrs["commit"] = numpy.bytes_("0123456789ab-dirty")  # a text of fixed length
        self.edit("1.h5", change)
        complaint = r"1\.h5: is of permea \S+ at commit 0123456789ab-dirty, not at commit \S+"
        self.refused(["merge", *PARTS, "-o", "x.h5"], complaint)
        self.assertEqual(self.permea("merge", "--missing", *PARTS).stdout, "1\n")
        self.refused(["run", "s.toml", "--part", "1/3", "-o", "1.h5", "--resume"], complaint)
        self.assertEqual(self.run_part(1, "--overwrite").returncode, 0)
        self.assertEqual(self.permea("merge", *PARTS, "-o", "x.h5").returncode, 0)

    def test_a_whole_file_tells_no_commit(self):
        self.assertEqual(self.permea("run", "s.toml", "-o", "x.h5", "--quiet").returncode, 0)
        with h5py.File(self.folder / "x.h5") as file:
            self.assertNotIn("commit", file.attrs)

    def test_runs_that_are_called_others_than_the_scenario_makes_are_not_replayed(self):
        self.assertEqual(self.permea("run", "s.toml", "-o", "x.h5", "--quiet").returncode, 0)
        whole = (self.folder / "x.h5").read_bytes()
        seed = "0x0000000000000006"
        for name, value, complaint in (
                ("seed", seed, f'run 4 has seed "{seed}" where its scenario says "{seed[:-1]}5"'),
                ("arm", "few", 'run 4 has arm "few" where its scenario says "more"'),
                ("point", 1, "run 4 has point 1 where its scenario says 0"),
                ("replicate", 7, "run 4 has replicate 7 where its scenario says 0"),
                ("firms.count", 4, "run 4 has firms.count 4 where its scenario says 3"),
                ("choice.noise", 0.3, "run 4 has choice.noise 0.3 where its scenario says 0.1")):
            def change(file, name=name, value=value):
                file[name][4] = value
            (self.folder / "x.h5").write_bytes(whole)
            self.edit("x.h5", change)
            self.refused(["replay", "x.h5"], re.escape(f"x.h5: is damaged: {complaint}"))


if __name__ == "__main__":
    unittest.main()
