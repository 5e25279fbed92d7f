# What a results file says of each [[expect]] of its scenario: the number that `permea verify` takes,
# its interval, the verdict, and where it flips over what the file varies. All comes from the file.
import re
import tomllib
from functools import reduce

import numpy as np
import xarray

from .. import plots
from ..plots import Trouble
from . import in_words, without
from .row import BESIDE, HIT, MISS, OPEN, WORDS, Row, reach, verdict


class Trial:
    """A finished file: the scenario in it and a Row for each of its expectations."""

    def __init__(self, path):
        self.results = plots.Results(path)
        with xarray.open_dataset(path, group="scenario") as text:
            self.text = text["as_written"].item()
            self.understood = tomllib.loads(text["as_understood"].item())
        self.written = tomllib.loads(self.text)
        self.head = [line[2:] for line in self.text.split("\ntitle")[0].splitlines()]
        self.name = self.results.stem
        self.mechanism, self.bare = without.of(self.name), None  # bare: the Trial without it
        data = self.results.data
        self.replicate = data["replicate"].values
        self.replicates = int(self.replicate.max()) + 1
        self.arm, self.point = data["arm"].values, data["point"].values
        self.axes = [name for name in self.written.get("sweep", {}).get("axes", {}) if name in data]
        self.numbers = {}  # of each run, by what is asked
        self.rows = [self.row(entry) for entry in self.written.get("expect", [])]
        if not self.rows:
            raise Trouble(f"{path}: its scenario has no [[expect]]")

    def claim(self):
        """The first line of the scenario's head, without the number of the hypothesis."""
        return re.sub(r"^H\d+\. ", "", " ".join(self.head).split("  ")[0].strip())

    def verdict(self):
        """That of its rows; but what is supported only with the mechanism that states it depends."""
        only_with_it = self.bare and self.bare.verdict_of_rows() != "supported"
        found = self.verdict_of_rows()
        return "depends" if found == "supported" and only_with_it else found

    def verdict_of_rows(self):
        """supported: every row that is judged hits; refuted: some miss, none hits; depends: both;
        open: no row misses, and some are too wide to tell."""
        found = {row.verdict for row in self.rows}
        if HIT in found and MISS in found:
            return "depends"
        if MISS in found:
            return "refuted"
        return "supported" if found & {HIT, OPEN} == {HIT} else "open"

    def count(self, verdict):
        return sum(row.verdict == verdict for row in self.rows)

    def row(self, entry):
        name = entry.get("name", entry.get("observable", WORDS))
        falsified = entry.get("falsified_if", "")
        if "observable" not in entry:
            return self.row_in_words(name, falsified)
        if "statistic" in entry:
            raise Trouble(f"{self.results.path}: {name}: statistic is for permea verify alone")
        points = self.points(entry)
        seeds = self.seeds(entry, points)
        mean, half = plots.interval(seeds)
        low, high, expected = reach(entry)
        row = Row(name.removeprefix("beside: "), expected, falsified, BESIDE, mean, half,
                  entry.get("margin", 0.0), self.along(entry, points),
                  self.elsewhere(entry, points), seeds, low, high)
        if expected:
            row.verdict = verdict(entry, mean, half, low, high)
        return row

    def row_in_words(self, name, falsified):
        """Computed where somebody has said how, and then judged; else told as it stands."""
        found = in_words.computed(self)
        if not found:
            return Row(name, WORDS, falsified, WORDS)
        what, seeds, above = found
        mean, half = plots.interval(seeds)
        row = Row(what, f"above {above:.4g}", falsified, OPEN, mean, half, seeds=seeds, low=above)
        row.verdict = verdict({}, mean, half, np.nextafter(above, np.inf), np.inf)
        return row

    def per_run(self, entry):
        """The number of each run, worked out once for all points and arms that are asked of it."""
        where = {key: value for key, value in entry.get("where", {}).items() if key != "point"}
        asked = repr((entry["observable"], where, entry.get("at")))
        if asked not in self.numbers:
            self.numbers[asked] = self.worked_out(entry, where)
        return self.numbers[asked]

    def worked_out(self, entry, where):
        """Columns added up with their weights, then the mean over time."""
        data = self.results.data
        values = data[entry["observable"]]
        kind = self.results.kind
        weights = where.get(kind)
        own = [d for d in values.dims[2:] if d != kind]
        place = {d: str(where[d]) if data[d].dtype.kind in "OU" else where[d] for d in own}
        values = values.sel(place)
        if kind in values.dims and weights is None:
            overall = entry["observable"] + "_overall"
            values = data[overall].sel(place) if overall in data else values.sum(kind)
        elif kind in values.dims:
            weights = weights if isinstance(weights, dict) else {weights: 1}
            values = sum(weight * values.sel({kind: name}) for name, weight in weights.items())
        number = plots.mean_over(np.where(self.rows_at(entry.get("at", "last")), values, np.nan))
        return np.where(self.results.done, number, np.nan)

    def rows_at(self, at):
        """Which rows count, over runs x steps."""
        steps = self.results.steps[None, :]
        if at == "last":
            return steps == self.results.ends()[:, None]
        if at == "mean":
            return steps >= 0
        return (steps >= at["from"]) & (steps <= at["to"]) if isinstance(at, dict) else steps == at

    def points(self, entry):
        """The points of the sweep that are meant."""
        meant, data = entry.get("where", {}).get("point"), self.results.data
        known, first = np.unique(self.point, return_index=True)
        if isinstance(meant, int):
            return np.array([meant])
        here = np.ones(known.size, bool)
        for axis, value in (meant or {}).items():
            column = data[axis].values[first]
            here &= np.isclose(column.astype(float), value) if column.dtype.kind in "if" else \
                column == value
        return known[here]

    def sample(self, entry, points):
        """replicates x points of the contrast over arms; NaN where a run of it is missing."""
        numbers = self.per_run(entry)
        arms = entry.get("contrast", self.results.arms[0])
        arms = arms if isinstance(arms, dict) else {arms: 1}
        table = np.full((self.replicates, points.size), 0.0)
        for arm, weight in arms.items():
            for p, point in enumerate(points):
                here = (self.arm == arm) & (self.point == point)
                column = np.full(self.replicates, np.nan)
                column[self.replicate[here]] = numbers[here]
                table[:, p] += weight * column
        return table

    def seeds(self, entry, points):
        """The number of each replicate."""
        table = self.sample(entry, points)
        if axis := entry.get("slope"):
            x = np.array([self.value(axis, p) for p in points], float)
            x -= x.mean()
            return table @ x / (x @ x)
        return table.mean(axis=1)

    def along(self, entry, points):
        """The same number at every value of each axis that is swept, others held as the row has them."""
        found = []
        for axis in (name for name in self.axes if name != entry.get("slope")):
            others = [name for name in self.axes if name != axis]
            held = {tuple(self.value(name, p) for name in others) for p in points}
            beside = [p for p in np.unique(self.point)
                      if tuple(self.value(name, p) for name in others) in held]
            for value in dict.fromkeys(self.value(axis, p) for p in beside):
                here = np.array([p for p in beside if self.value(axis, p) == value])
                found.append((axis, value, *plots.interval(self.seeds(entry, here))))
        return found

    def elsewhere(self, entry, points):
        """The same number where it can be asked of other arms: those in which the kinds that it
        compares meet; or, of a contrast of arms, those whose names differ alike ("a, calm" less
        "b, calm" beside "a, shift" less "b, shift")."""
        kinds, contrast = entry.get("where", {}).get(self.results.kind), entry.get("contrast")
        if isinstance(contrast, dict):
            there = self.counterparts(contrast)
        elif isinstance(kinds, dict) and isinstance(contrast, str):
            there = {arm["name"]: arm["name"] for arm in self.written.get("arm", [])
                     if arm["name"] != contrast
                     and all(arm[self.population(arm)].get(kind) for kind in kinds)}
        else:
            return []
        found = [(name, *plots.interval(self.seeds({**entry, "contrast": other}, points)))
                 for name, other in there.items()]
        return [each for each in found if not np.isnan(each[1])]

    def counterparts(self, contrast):
        """By what is other in them: contrasts like this one between arms named alike."""
        names, found = [arm.split(", ") for arm in contrast], {}
        for place in range(len(names[0])):
            if len({len(name) for name in names}) > 1 or len({name[place] for name in names}) > 1:
                continue
            for word in dict.fromkeys(part for arm in self.results.arms for part in arm.split(", ")):
                others = [", ".join([*name[:place], word, *name[place + 1:]]) for name in names]
                if word != names[0][place] and set(others) <= set(self.results.arms):
                    found[word] = dict(zip(others, contrast.values()))
        return found

    def population(self, arm):
        """The key under which an arm says how many there are of each kind."""
        return next(key for key, value in arm.items()
                    if isinstance(value, dict) and key != "parameters")

    def has(self, settings):
        """Whether all runs of this file had these values of parameters."""
        return all(value == reduce(lambda table, word: table.get(word, {}), key.split("."),
                                   self.understood["parameters"]) for key, value in settings.items())

    def value(self, axis, point):
        return self.results.data[axis].values[self.point == point][0]
