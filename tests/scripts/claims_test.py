#!/usr/bin/python3
# Claims: scripts/claims finds in a results file the number, the interval and the verdict that `permea
# verify` gives by running the scenario, adds them up to a verdict on the claim, computes what no
# contrast can say, and writes a page that needs no network.
import json
import os
import re
import subprocess
import sys
import unittest
import unittest.mock

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "..", "scripts")]

import numpy as np
import xarray

import made_up
from permea_scripts import plots
from permea_scripts.claims import evolution, figures, in_words, invasion, pages, row, trial, without

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
    def write(self, expected, arm="", axes=None):
        self.scenario = os.path.join(self.folder, "made_up.toml")
        with open(self.scenario, "w", encoding="utf-8") as file:
            scenario = re.sub("axes = .*", axes, SCENARIO) if axes else SCENARIO
            file.write(scenario.replace("[sweep]", arm + "[sweep]") +
                       "".join(f"\n[[expect]]\n{text}\n" for text in expected))
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
        for one, found in zip(rows, told):
            with self.subTest(row=one.name, found=found):
                judged = one.verdict in (row.HIT, row.MISS, row.OPEN)
                self.assertEqual(one.verdict if judged else "open", found["verdict"])
                if one.verdict != row.WORDS:
                    self.assertAlmostEqual(one.value, found["permea"], places=9)
                    self.assertAlmostEqual(one.value - one.half, found["low"], places=6)
        self.assertGreater(len({one.verdict for one in rows}), 3)  # hits, misses, beside, in words

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

    def test_what_is_left_of_zero_by_rounding_has_no_sign(self):
        low, high, _ = row.reach({"sign": "+"})
        for mean, half, verdict in ((4e-18, 3e-18, row.MISS), (0.5, 0.5 - 1e-16, row.OPEN),
                                    (1e-9, 5e-10, row.HIT)):
            self.assertEqual(row.verdict({"sign": "+"}, mean, half, low, high), verdict)
        self.assertEqual(row.spoken(4e-18, 3e-18), "0")
        one = row.Row("", "", "", row.HIT, along=[("x", 0, -4e-18, 3e-18), ("x", 1, 3, 1)])
        self.assertEqual(one.turns(), [])

    def test_a_claim_that_hangs_on_its_own_mechanism_is_not_supported(self):
        self.file = os.path.join(self.folder, "h12-made-up.h5")
        self.write(['observable = "price"\ncontrast = "both"\nsign = "+"'])
        one, bare = trial.Trial(self.file), trial.Trial(self.file)
        one.bare = bare
        self.assertEqual(one.verdict(), "supported")
        for found, verdict in ((row.OPEN, "open"), (row.MISS, "refuted")):
            bare.rows[0].verdict = found
            self.assertEqual(one.verdict(), "depends")
            self.assertRegex(pages.removed(one), f"becomes {verdict} ")

    def test_where_the_answer_turns(self):
        turning = row.Row("", "", "", row.HIT, along=[("x", 0, -3, 1), ("x", 1, 0.5, 1), ("x", 2, 3, 1)])
        self.assertEqual(turning.turns(), ["x 0 and 2"])

    def test_the_answer_flips_in_another_arm(self):
        arms = [("here too", 2, 1), ("unsure", -1, 2), ("other way", -2, 1)]
        one = row.Row("", "", "", row.HIT, value=3, half=1, elsewhere=arms)
        self.assertEqual(one.flips(), "in the arms other way")
        self.assertEqual(row.Row("", "", "", row.OPEN, value=1, half=2, elsewhere=arms).flips(), "")

    def test_other_arms_are_those_where_the_kinds_meet(self):
        self.write(EXPECTED[:1] + [EXPECTED[0].replace('"both"', '"again"')],
                   '[[arm]]\nname = "again"\nfirms = { free = 4, captive = 4 }\n')
        first, second = trial.Trial(self.file).rows  # "all free" has no captive firms
        self.assertEqual([arm for arm, *_ in first.elsewhere], ["again"])
        self.assertEqual(first.elsewhere[0][1:], (second.value, second.half))
        told = set()
        self.assertIn(f"in other arms: again: {second.number()}", pages.more(first, told))
        self.assertEqual(pages.more(second, told), "")  # both have been told

    def test_arms_named_alike_are_asked_the_same(self):
        arms = "".join(f'[[arm]]\nname = "{name}"\nfirms = {{ free = 8 }}\n'
                       for name in ("a, calm", "b, calm", "a, shift", "b, shift", "b, storm"))
        contrast = 'observable = "price"\ncontrast = {{ "a, {0}" = 1, "b, {0}" = -1 }}\nsign = "+"'
        self.write([contrast.format("calm"), contrast.format("shift")], arms)
        first, second = trial.Trial(self.file).rows
        self.assertEqual(first.elsewhere, [("shift", second.value, second.half)])

    def test_along_each_of_two_axes_the_other_is_held(self):
        axes = 'axes = { "market.foresight" = [0.0, 0.5], "market.mu" = [0.2, 0.3] }'
        row_at = 'observable = "price"\ncontrast = "both"\nsign = "+"\n' \
            'where = {{ strategy = "free", point = {{ "market.foresight" = {}, "market.mu" = {} }} }}'
        self.write([row_at.format(*at) for at in ((0.0, 0.2), (0.5, 0.2), (0.0, 0.3))], axes=axes)
        here, other, another = trial.Trial(self.file).rows
        self.assertEqual([each[:3] for each in here.along],
                         [("market.foresight", 0.0, here.value), ("market.foresight", 0.5, other.value),
                          ("market.mu", 0.2, here.value), ("market.mu", 0.3, another.value)])

    def test_no_turn_is_seen_between_two_axes(self):
        one = row.Row("", "", "", row.HIT, along=[("x", 0, -3, 1), ("y", 1, 3, 1)])
        self.assertEqual(one.turns(), [])

    def test_a_figure_shows_an_effect_where_it_is(self):
        self.write(EXPECTED[:1])
        one = trial.Trial(self.file)
        one.rows[0].value, one.rows[0].half, one.rows[0].margin = -2.0, 1.0, 0.5
        one.rows[0].low, one.rows[0].high = 0.5, np.inf
        drawn = figures.figure(one).split("</g>")[-1]  # what stands behind the legend
        middle, reach = figures.LEFT + figures.MIDDLE / 2, figures.MIDDLE / 2 - 6
        place = lambda value: f"{middle + value / (3 * 1.08) * reach:.1f}"
        low, high, at = re.search(r'M([\d.]+) 36H([\d.]+)".*?cx="([\d.]+)"', drawn).groups()
        self.assertEqual([low, at, high], [place(-3), place(-2), place(-1)])
        self.assertIn(f'x="{place(0.5)}"', drawn)  # from where it is claimed
        self.assertEqual(drawn.count("market.foresight"), 1)  # and along what is swept

    def test_every_claim_has_a_mechanism_that_can_be_taken_away(self):
        folder = os.path.join(HERE, "..", "..", "scenarios", "claims")
        names = sorted(name for name in os.listdir(folder) if name.endswith(".toml"))
        self.assertEqual(len(names), len(without.MECHANISMS))
        for name in names:
            sets = [word for each in without.words(without.of(name[:-5])) for word in ("--set", each)]
            answer = subprocess.run([os.environ["PERMEA_PROGRAM"], "check", os.path.join(folder, name),
                                     *sets], capture_output=True, text=True)
            self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_a_claim_without_its_mechanism(self):
        self.file = os.path.join(self.folder, "h12-made-up.h5")
        self.write(EXPECTED[:1])
        os.mkdir(os.path.join(self.folder, "without"))
        bare = os.path.join(self.folder, "without", "h12-made-up.h5")
        call = [os.environ["PERMEA_PROGRAM"], "run", self.scenario, "-o", bare, "--quiet", "--seeds", "1..4"]
        subprocess.run([*call, "--set", "community.match=0"], check=True)
        self.assertEqual(self.call().returncode, 0)
        with open(os.path.join(self.folder, "claims.md"), encoding="utf-8") as file:
            self.assertRegex(file.read(), r"community.match=0: (stays|becomes) .*, 4 seeds\); the row .*, moved by 0 ")
        subprocess.run([*call, "--set", "community.match=0.1", "--overwrite"], check=True)
        self.refused([], "without/h12-made-up.h5: not run with community.match=0")

    def test_where_evolution_ends(self):
        made_up.run(self.file, """[[arm]]
name = "from free"
firms = {{ free = 8 }}
[record]
panel = ["firms"]
observables = ["openness_mean", "surplus", "firms"]
[sweep]
design = "grid"
axes = {{ "entry.mutation" = [0.0, 0.2], "needs.stickiness" = [0.1, 0.9] }}
[strategy.free]
lock_in = 0.0
""".format(), seeds=3, scenario='title = "t"\nmodel = "ecosystem"\nsteps = 24\nseeds = "1..{seeds}"\n'
                    "[parameters]\ncustomers.count = 256\nentry.rate = 0.2\nexit.hazard = 0.1\n{sweep}")
        head, rows = evolution.table(self.file)
        self.assertEqual([line[1:3] for line in rows],
                         [["0", "0.1"], ["0", "0.9"], ["0.2", "0.1"], ["0.2", "0.9"],
                          ["0", "all"], ["0.2", "all"], ["all", "0.1"], ["all", "0.9"]])
        place = head.index("lock in")
        self.assertEqual(rows[4][place], "0.00 +- 0.00")  # nobody errs
        self.assertNotEqual(rows[5][place], "0.00 +- 0.00")
        with xarray.open_dataset(self.file, decode_times=False) as data:
            surplus = data["surplus_overall"].values[:, -1].reshape(4, 3)  # points x seeds
        self.assertEqual(rows[5][-1], evolution.two(*plots.interval(surplus[2:].mean(axis=0))))

    def test_who_invades(self):
        made_up.run(self.file, """[[arm]]
name = "from free"
firms = { free = 4, open_newcomer = 2, closed_newcomer = 2 }
[[change]]
at = 13
parameters = { "entry.imitation" = 0.2 }
[[change]]
at = 25
parameters = { "entry.imitation" = 1.0 }
[record]
every = 12
observables = ["firms", "market_share"]
[sweep]
design = "grid"
axes = { "needs.stickiness" = [0.1, 0.9] }
[strategy.free]
lock_in = 0.0
[strategy.open_newcomer]
start_cash = 0.0
[strategy.closed_newcomer]
start_cash = 0.0
""", seeds=4, scenario='title = "t"\nmodel = "ecosystem"\nsteps = 48\nseeds = "1..{seeds}"\n'
                    "[parameters]\ncustomers.count = 256\nentry.rate = 0.1\nentry.imitation = 1.0\n{sweep}")
        head, rows = invasion.table(self.file)
        self.assertEqual([line[:2] for line in rows],
                         [["from free", "0.1"], ["from free", "0.9"], ["from free", "all"]])
        with xarray.open_dataset(self.file, decode_times=False) as data:
            firms = data["firms"].sel(strategy=["open_newcomer", "closed_newcomer"]).values
        when, last = firms[:, 2], firms[:, 4]  # months 24 and 48
        self.assertGreater(when.sum(), 0)
        for place, number in enumerate([*when.mean(axis=0), *last.mean(axis=0)]):
            self.assertEqual(rows[2][2 + place], f"{number:.1f}")
        self.assertEqual(rows[2][7:9], [str(number) for number in (last > 0).sum(axis=0)])
        of_seed = (last[:, 0] - last[:, 1]).reshape(2, 4).mean(axis=0)  # points x seeds
        self.assertEqual(rows[2][head.index("open less closed, firms")],
                         row.spoken(*plots.interval(of_seed)))

    def test_the_table_and_the_page(self):
        self.write(EXPECTED)
        answer = self.call()
        self.assertEqual(answer.returncode, 0, answer.stderr)
        with open(os.path.join(self.folder, "claims.md"), encoding="utf-8") as file:
            table = file.read()
        self.assertIn("**depends**", table)
        self.assertEqual({line.count("|") for line in table.splitlines()}, {len(pages.HEAD) + 1})
        with open(os.path.join(self.folder, "claims.html"), encoding="utf-8") as file:
            page = file.read()
        self.assertNotRegex(page, r"https?://|src=|url\(")
        self.assertIn("better &amp; cost &lt; 1", page)
        self.assertEqual(page.count("<svg"), 2)  # effects, and along what is swept
        self.assertIn("the moon is made of cheese", page)
        self.assertIn("permea verify made_up.toml", page)
        self.assertIn("along market.foresight: 0: ", page)

    def test_the_page_repeats_the_seeds_that_there_were(self):
        self.write(EXPECTED[:1])
        one = trial.Trial(self.file)
        self.assertIn("verify", pages.repeating(one))
        one.understood["seeds"] = "1..3"
        self.assertIn(f"permea run {pages.scenario(one)} --seeds 1..3 -o ", pages.repeating(one))
        self.assertNotIn("verify", pages.repeating(one))

    def test_what_stands_in_words_is_judged_of_a_changed_copy_too(self):
        self.write(EXPECTED[7:])
        one = trial.Trial(self.file)
        one.name = "h04-with-another-sector"
        self.assertIsNone(in_words.computed(one))  # no panel in it
        with unittest.mock.patch.dict(in_words.COMPUTED, {"h04": lambda it: (it.name, 1, 2)}):
            self.assertEqual(in_words.computed(one), (one.name, 1, 2))

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
        self.refused(["--readme"], "leave out FILE")  # whose table is of all claims


if __name__ == "__main__":
    unittest.main()
