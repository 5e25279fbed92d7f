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
        self.rows = [self.row(entry) for entry in self.written.get("expect", [])]
        if not self.rows:
            raise Trouble(f"{path}: its scenario has no [[expect]]")

    def claim(self):
        """The first line of the scenario's head, without the number of the hypothesis."""
        return re.sub(r"^H\d+\. ", "", " ".join(self.head).split("  ")[0].strip())

    def verdict(self):
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
                  entry.get("margin", 0.0), self.along(entry), self.elsewhere(entry, points), seeds)
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
        row = Row(what, f"above {above:.4g}", falsified, OPEN, mean, half, seeds=seeds)
        row.verdict = verdict({}, mean, half, np.nextafter(above, np.inf), np.inf)
        return row

    def per_run(self, entry):
        """The number of each run: columns added up with their weights, then the mean over time."""
        data, where = self.results.data, entry.get("where", {})
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

    def along(self, entry):
        """The same number at every value of the axis, where one is swept and the row is at a point
        of it."""
        meant = entry.get("where", {}).get("point")
        if not isinstance(meant, dict) or len(self.axes) != 1 or "slope" in entry:
            return []
        axis = self.axes[0]
        return [(axis, self.value(axis, p), *plots.interval(self.seeds(entry, np.array([p]))))
                for p in np.unique(self.point)]

    def elsewhere(self, entry, points):
        """The same number in the other arms in which the kinds that it compares meet."""
        kinds, arm = entry.get("where", {}).get(self.results.kind), entry.get("contrast")
        if not isinstance(kinds, dict) or not isinstance(arm, str):
            return []
        there = [other["name"] for other in self.written.get("arm", []) if other["name"] != arm
                 and all(other[self.population(other)].get(kind) for kind in kinds)]
        return [(other, *plots.interval(self.seeds({**entry, "contrast": other}, points)))
                for other in there]

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
