# What a results file says of each [[expect]] of its scenario: the number that `permea verify` takes,
# its interval, the verdict, and along a swept axis where it turns. All comes from the file itself.
import dataclasses
import re
import tomllib

import numpy as np
import xarray

from .. import plots
from . import in_words
from ..plots import Trouble

HIT, MISS, OPEN, BESIDE, WORDS = "hit", "miss", "open", "beside", "in words"


@dataclasses.dataclass
class Row:
    """One [[expect]]: what it is called, what it should be, and what came out."""
    name: str
    expected: str
    falsified_if: str
    verdict: str
    value: float = np.nan
    half: float = np.nan
    margin: float = 0.0
    along: list = dataclasses.field(default_factory=list)  # (axis, value, mean, half) of a sweep

    def number(self):
        """Mean and half of its interval, to two digits of the latter."""
        if np.isnan(self.value):
            return "-"
        if not self.half > 0:
            return f"{self.value:.4g}"
        places = max(0, 1 - int(np.floor(np.log10(self.half))))
        return f"{self.value:.{places}f} +- {self.half:.{places}f}"

    def turns(self):
        """Between which values of the axis the sign changes, surely: neither interval has zero."""
        sure = [(axis, x, mean) for axis, x, mean, half in self.along if abs(mean) > half]
        return [f"{axis} {a:g} and {b:g}" for (axis, a, x), (_, b, y) in zip(sure, sure[1:])
                if x * y < 0]


class Trial:
    """A finished file: the scenario in it and a Row for each of its expectations."""

    def __init__(self, path):
        self.results = plots.Results(path)
        with xarray.open_dataset(path, group="scenario") as text:
            self.text = text["as_written"].item()
        self.written = tomllib.loads(self.text)
        self.head = [line[2:] for line in self.text.split("\ntitle")[0].splitlines()]
        self.name = self.results.stem
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
        mean, half = self.estimate(entry, self.points(entry))
        low, high, expected = reach(entry)
        row = Row(name.removeprefix("beside: "), expected, falsified, BESIDE, mean, half,
                  entry.get("margin", 0.0), self.along(entry))
        if expected:
            row.verdict = verdict(entry, mean, half, low, high)
        return row

    def row_in_words(self, name, falsified):
        """Computed where somebody has said how, and then judged; else told as it stands."""
        found = in_words.computed(self)
        if not found:
            return Row(name, WORDS, falsified, WORDS)
        what, mean, half, above = found
        row = Row(what, f"above {above:.4g}", falsified, OPEN, mean, half)
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

    def estimate(self, entry, points):
        table = self.sample(entry, points)
        if axis := entry.get("slope"):
            x = np.array([self.value(axis, p) for p in points], float)
            x -= x.mean()
            return plots.interval(table @ x / (x @ x))
        return plots.interval(table.mean(axis=1))

    def along(self, entry):
        """The same number at every value of the axis that `point` names, if it names one."""
        meant = entry.get("where", {}).get("point")
        if not isinstance(meant, dict) or len(self.axes) != 1 or "slope" in entry:
            return []
        axis = self.axes[0]
        return [(axis, self.value(axis, p), *self.estimate(entry, np.array([p])))
                for p in np.unique(self.point)]

    def value(self, axis, point):
        return self.results.data[axis].values[self.point == point][0]


def reach(entry):
    """From where to where a number agrees, and that in words; none where nothing is expected."""
    margin = entry.get("margin", 0.0)
    if "between" in entry:
        low, high = entry["between"]
        if low <= -100:
            return low, high, f"at most {high:.4g}"
        return low, high, f"at least {low:.4g}" if high >= 100 else f"{low:.4g} to {high:.4g}"
    if "value" in entry:
        value, off = entry["value"], entry["tolerance"]
        return value - off, value + off, f"{value:.4g} +- {off:.2g}"
    if entry.get("sign") == "0":
        return -margin, margin, f"0 within {margin:.4g}"
    if "sign" in entry:
        above = entry["sign"] == "+"
        low = np.nextafter(margin, np.inf) if above else -np.inf
        high = np.inf if above else np.nextafter(-margin, -np.inf)
        return low, high, f"above {margin:.4g}" if above else f"below {-margin or 0:.4g}"
    return -np.inf, np.inf, ""


def verdict(entry, mean, half, low, high):
    """As `permea verify` gives it (README.md, Write a scenario)."""
    half = half if half > 0 else 0.0
    if np.isnan(mean):
        return OPEN
    if "value" in entry:
        if half > entry["tolerance"] and mean - half <= high and mean + half >= low:
            return OPEN
        return HIT if low <= mean <= high else MISS
    if mean - half >= low and mean + half <= high:
        return HIT
    return MISS if mean + half < low or mean - half > high else OPEN
