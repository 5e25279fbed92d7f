#!/usr/bin/python3
# Claims: every file in scenarios/ and every scenario in README.md runs a few steps and leaves a file
# that reads as README.md says.
import collections
import os
import pathlib
import re
import subprocess
import tempfile
import tomllib
import unittest

import xarray

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["PERMEA_PROGRAM"]


class Scenarios(unittest.TestCase):
    def run_shortly(self, scenario):
        """Runs three steps of one seed and checks the axes of what comes out."""
        with tempfile.TemporaryDirectory() as folder:
            results = os.path.join(folder, "short.h5")
            answer = subprocess.run([PROGRAM, "run", str(scenario), "--steps", "3", "--seeds", "1..1",
                                     "-o", results, "--quiet"], capture_output=True, text=True)
            self.assertEqual(answer.returncode, 0, answer.stderr)
            with xarray.open_dataset(results, decode_times=False) as data:
                self.assertEqual(data["step"].values[-1], 3)
                self.assertTrue((data["status"].values == 0).all())
                names = [n for n, v in data.data_vars.items() if v.dims[:2] == ("run", "step")]
                self.assertTrue(names)
                self.assertTrue(any(data[name].isel(step=-1).notnull().any() for name in names))

    def test_every_scenario_runs(self):
        scenarios = sorted((ROOT / "scenarios").rglob("*.toml"))
        self.assertTrue(scenarios)
        for scenario in scenarios:
            with self.subTest(scenario=str(scenario.relative_to(ROOT))):
                self.run_shortly(scenario)

    def test_every_hypothesis_stands_on_trial(self):
        claims = sorted((ROOT / "scenarios" / "claims").glob("*.toml"))
        self.assertEqual([path.name[:4] for path in claims], [f"h{n:02}-" for n in range(1, 20)])
        for path in claims:
            with self.subTest(claim=path.name):
                text = path.read_text()
                head = re.sub(r"\s*\n# *", " ", text.split("\ntitle")[0])
                self.assertTrue(text.startswith(f"# H{int(path.name[1:3])}. "))
                for said in ("Essay", "Falsified", "Written before it was run"):
                    self.assertIn(said, head)
                falsifiers = re.findall(r'^falsified_if = "(.*)"', text, re.M)
                self.assertEqual(len(falsifiers), text.count("\n[[expect]]\n"))
                self.assertTrue(any(not words.startswith("nothing") for words in falsifiers))

    def test_claims_and_sectors_pass_check(self):
        for path in sorted(path for folder in ("claims", "sectors")
                           for path in (ROOT / "scenarios" / folder).glob("*.toml")):
            with self.subTest(scenario=path.name):
                answer = subprocess.run([PROGRAM, "check", str(path)], capture_output=True, text=True)
                self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_sectors_in_claims_have_the_values_of_the_sectors(self):
        claim = tomllib.loads((ROOT / "scenarios/claims/h18-facilitator-firm.toml").read_text())
        research = {arm: change["strategy"] for change in claim["change"] for arm in change["arms"]}
        for arm in claim["arm"]:
            name, _, other = arm["name"].partition(", ")
            sector = tomllib.loads((ROOT / f"scenarios/sectors/{name}.toml").read_text())
            rows = {f"{topic}.{key}": value for topic, keys in sector["parameters"].items()
                    for key, value in keys.items()}
            del rows["customers.count"]
            if other == "without production cost":
                del rows["firms.production_cost"]
            with self.subTest(arm=arm["name"]):
                self.assertEqual(rows, {key: arm["parameters"][key] for key in rows})
                spent = {kind["research"] for kind in research.get(arm["name"], {}).values()}
                kinds = set(arm["firms"]) & {"rd", "hybrid"}
                self.assertEqual(spent, {sector["strategy"]["open"]["research"]} if kinds else set())

    def test_every_scenario_in_the_readme_runs(self):
        blocks = re.findall(r"^```toml\n(.*?)^```", (ROOT / "README.md").read_text(), re.M | re.S)
        whole = [text for text in blocks if re.search(r"^model *=", text, re.M)]
        self.assertTrue(whole)
        for text in whole:
            with self.subTest(text=text.splitlines()[0]), tempfile.TemporaryDirectory() as folder:
                scenario = pathlib.Path(folder) / "readme.toml"
                scenario.write_text(text)
                self.run_shortly(scenario)

    def test_the_readme_has_a_row_for_each_published_expectation(self):
        readme = (ROOT / "README.md").read_text()
        table = readme.split("<!-- permea verify: in full -->")[1]
        model, rows = "", collections.Counter()
        for line in table.splitlines():
            if line.startswith("<details>"):
                model = re.search(r"<summary>(\w+):", line)[1]
            elif line.startswith("| ") and not line.startswith(("| ---", "| scenario |")):
                rows[f"{model}/{line.split(' | ')[0][2:]}.toml"] += 1
        folder = ROOT / "scenarios" / "published"
        expected = {str(path.relative_to(folder)): len(re.findall(r"^\[\[expect\]\]", path.read_text(), re.M))
                    for path in folder.rglob("*.toml")}
        self.assertEqual(dict(rows), expected)


if __name__ == "__main__":
    unittest.main()
