# What can be said of a sweep: its points, one number for each point and replicate, and how much
# each swept parameter matters. Everything comes from the results file (results/README.md).
import dataclasses
import math
import tomllib

import numpy as np
import xarray

from . import plots
from .plots import Trouble

RESAMPLES = 1000


def add_options(parser, pictures=True):
    """What every script that reads a sweep asks for."""
    parser.add_argument("file", help="results file (NAME.h5) of a scenario with [sweep]")
    parser.add_argument("--at", default="last", metavar="WHEN",
                        help="last, mean, a step, or FROM..TO (the mean over it)")
    parser.add_argument("--arm", metavar="NAME", help="which arm, where there are several")
    if pictures:
        parser.add_argument("-o", "--output", default=".", metavar="FOLDER",
                            help="where pictures go")
    parser.add_argument("--where", action="append", default=[], metavar="KEY=VALUE",
                        help="of this kind (strategy=open) alone, or at this value of an axis")


class Sweep:
    """The points of a results file: which parameters move (`axes`), the design that the scenario
    names, and the values at each point, as they stand (`columns`) and in numbers (`coordinates`,
    points x axes; of a choice its place among those listed)."""

    def __init__(self, results):
        with xarray.open_dataset(results.path, group="scenario") as scenario:
            written = tomllib.loads(scenario["as_written"].item()).get("sweep", {})
            understood = tomllib.loads(scenario["as_understood"].item()).get("sweep", {})
        names = list(understood.get("axes", {}))
        self.axes = [name for name in names if name in results.data]  # others have but one value
        if not self.axes:
            raise Trouble(f"{results.path}: nothing is swept in it")
        self.constant = [name for name in names if name not in self.axes]
        self.design = written.get("design", "grid")
        self.size, self.levels = written.get("size"), written.get("levels", 4)
        self.results = results
        self.numbered, first = np.unique(results.data["point"].values, return_index=True)
        self.columns = {axis: results.data[axis].values[first] for axis in self.axes}
        listed = flat(written.get("axes", {}), self.axes)
        self.listed = {axis: in_order(self.columns[axis], listed.get(axis)) for axis in self.axes}
        self.coordinates = np.column_stack([self.coded(axis) for axis in self.axes])
        self.points = first.size
        self.replicates = int(results.data["replicate"].values.max()) + 1

    def coded(self, axis):
        column = self.columns[axis]
        return column.astype(float) if column.dtype.kind in "if" else \
            np.array([self.listed[axis].index(value) for value in column], float)

    def numbers(self, name, at, arm, kind=None):
        """points x replicates; NaN where a run failed. `kind` None: everybody together."""
        results = self.results
        runs = np.flatnonzero(results.done & (results.data["arm"].values == arm))
        source = name
        grouped = results.kind in results.data[name].dims
        if grouped and kind is None and f"{name}_overall" in results.data:
            source = f"{name}_overall"
        values = results.rates(source, runs)
        if values.ndim > 2:
            if kind is None and results.data[name].attrs.get("put_together") != "sum":
                raise Trouble(f"{name}: there is no value for all together; name one with "
                              f"--where {results.kind}=NAME")
            values = values.sum(axis=2) if kind is None else values[..., results.kinds.index(kind)]
        elif kind is not None:
            raise Trouble(f"{name} is not divided by {results.kind}")
        found = np.full((self.points, self.replicates), np.nan)
        points = np.searchsorted(self.numbered, results.data["point"].values[runs])
        replicates = results.data["replicate"].values[runs]
        found[points, replicates] = results.means(values, runs, at)
        return found

    def arm(self, wanted):
        """The arm that is meant where nothing or its name is said."""
        arms = self.results.arms
        if wanted is None and len(arms) > 1:
            raise Trouble(f"several arms: choose one with --arm; there are: {'; '.join(arms)}")
        return plots.chosen(wanted, arms, "arm") if wanted else arms[0]

    def where(self, words):
        """KEY=VALUE words as the kind that is meant (or None) and the points where axes have the
        values they name."""
        kind, there = None, np.ones(self.points, bool)
        for word in words:
            key, equals, value = word.partition("=")
            if not equals:
                raise Trouble(f"--where {word}: not KEY=VALUE")
            if key == self.results.kind:
                kind = plots.chosen(value, self.results.kinds, key)
                continue
            axis = plots.chosen(key, self.axes, "axis")
            near = [v for v in self.listed[axis] if value == str(v) or same_number(value, v)]
            if not near:
                raise Trouble(f"--where {word}: {axis} has the values "
                              f"{', '.join(map(spoken, self.listed[axis]))}")
            there &= self.columns[axis] == near[0]
        return kind, there


def same_number(text, value):
    """Whether they are the same to the digits that people write: axes hold 0.30000000000000004."""
    try:
        return math.isclose(float(text), float(value), rel_tol=1e-6)
    except ValueError:
        return False


def spoken(value):
    """A value of an axis, short."""
    return f"{value:.3g}" if isinstance(value, float) else str(value)


def flat(table, names, topic=""):
    """{ a = { b = ... } } as { "a.b": ... } for the `names`."""
    found = {}
    for key, value in table.items():
        if topic + key in names:
            found[topic + key] = value
        elif isinstance(value, dict):
            found.update(flat(value, names, f"{topic}{key}."))
    return found


def in_order(column, given):
    """The values of a column, each once: numbers upwards, choices as the scenario lists them."""
    if column.dtype.kind in "if":
        return sorted(set(column.tolist()))
    listed = given.get("choices", []) if isinstance(given, dict) else given or []
    return list(dict.fromkeys([v for v in listed if v in column] + column.tolist()))


class Sides:
    """A difference of two arms, or of two kinds in one arm: "open-closed"."""

    def __init__(self, sweep, text, arm=None, kind=None):
        results = sweep.results
        known = [("arm", results.arms), ("kind", results.kinds)]
        found = [(what, *pair) for what, names in known for pair in halves(text)
                 if set(pair) <= set(names)]
        if not found:
            raise Trouble(f'--contrast {text}: not two arms or kinds with "-" between them; arms: '
                          f'{", ".join(results.arms)}; kinds: {", ".join(results.kinds) or "none"}')
        self.what, self.first, self.second = found[0]
        if self.first == self.second:
            raise Trouble(f"--contrast {text}: both sides are {self.first}")
        if self.what == "arm" and arm:
            raise Trouble(f"--arm {arm}: {text} is a difference of arms already")
        if self.what == "kind" and kind:
            raise Trouble(f"--where: {text} is a difference of kinds already")
        self.sweep, self.kind = sweep, kind
        self.inside = sweep.arm(arm) if self.what == "kind" else None

    def difference(self, name, at):
        """points x replicates; paired, because equal replicates share their luck."""
        def side(label):
            return self.sweep.numbers(name, at, label, self.kind) if self.what == "arm" else \
                self.sweep.numbers(name, at, self.inside, label)
        return side(self.first) - side(self.second)

    def words(self):
        return f"{self.first} less {self.second}" + (f", arm {self.inside}" if self.inside else "")


def halves(text):
    """The pairs that "A-B" can mean, since names may hold a "-" themselves."""
    cuts = [place for place, letter in enumerate(text) if letter == "-"]
    return [(text[:cut].strip(), text[cut + 1:].strip()) for cut in cuts]


def verdicts(difference):
    """Mean difference at each point, and 1 where the first side wins, -1 where it loses, 0 where
    the interval covers zero or there is none (one pair); both NaN where there is no pair."""
    mean, half = plots.interval(difference.T)
    surely = ~np.isnan(half) & (np.abs(mean) > half)
    return mean, np.where(surely | np.isnan(mean), np.sign(mean), 0)


def elementary_effects(sweep, y):
    """trajectories x axes: how far y moves when an axis moves by the step of the grid, over that
    step in parts of the axis' whole reach (Morris 1991). An axis whose value stays (two levels, one
    choice) has the effect 0."""
    axes = len(sweep.axes)
    moves = np.sign(np.diff(sweep.coordinates.reshape(-1, axes + 1, axes), axis=1))
    changes = np.diff(y.reshape(-1, axes + 1), axis=1)
    delta = sweep.levels / (2 * (sweep.levels - 1))
    return np.einsum("tsi,ts->ti", moves, changes) / delta


def morris(effects):
    """mu*, mu and sigma of each axis (Campolongo, Cariboni & Saltelli 2007; Morris 1991)."""
    return np.array([np.abs(effects).mean(0), effects.mean(0), effects.std(0, ddof=1)])


def sobol(rows):
    """First-order (Saltelli et al. 2010, table 2 b) and total indices (Jansen 1999) of each axis;
    a row: f at A, at A with one coordinate after another of B, at B."""
    a, mixed, b = rows[:, :1], rows[:, 1:-1], rows[:, -1:]
    both = np.concatenate([a, b])
    variance = both.var()
    first = ((b - both.mean()) * (mixed - a)).mean(0) / variance
    return np.array([first, ((a - mixed) ** 2).mean(0) / (2 * variance)])


def ranks(values):
    """From 1; equal values share the mean of their ranks."""
    _, which, count = np.unique(values, return_inverse=True, return_counts=True)
    return (np.cumsum(count) - (count - 1) / 2)[which]


def rank_regression(rows):
    """Standardised rank regression coefficients (Saltelli & Marivoet 1990); a row: axes, then y."""
    ranked = np.column_stack([ranks(column) for column in rows.T])
    spread = ranked.std(0)
    scaled = (ranked - ranked.mean(0)) / np.where(spread > 0, spread, 1)
    coefficients = np.linalg.lstsq(scaled[:, :-1], scaled[:, -1], rcond=None)[0]
    return np.array([coefficients])


def explained(rows):
    """Share of the variance of y's ranks that the regression explains (R squared)."""
    ranked = np.column_stack([ranks(column) for column in rows.T])
    return rank_regression(rows)[0] @ np.corrcoef(ranked, rowvar=False)[:-1, -1]


def bootstrap(statistic, rows):
    """Percentile intervals (95 %) of what `statistic` says of the rows, drawn with replacement; the
    same draws each time, so that the same file gives the same table."""
    random = np.random.default_rng(1)
    drawn = [statistic(rows[random.integers(0, len(rows), len(rows))]) for _ in range(RESAMPLES)]
    return np.percentile(drawn, [2.5, 97.5], axis=0)


@dataclasses.dataclass
class Reading:
    """How a design is read. Rows are resampled: trajectories, points of A and B, or points."""
    name: str
    row: str
    columns: list  # what is estimated of each axis
    drawn: list  # which of these are drawn
    importance: int  # which of these says how much an axis matters
    statistic: callable  # rows -> columns x axes
    rows: callable  # sweep, one number a point -> rows
    points_a_row: callable  # axes -> how many points make a row


READINGS = {
    "morris": Reading("Morris screening", "trajectories", ["mu*", "mu", "sigma"], [0, 2], 0, morris,
                      elementary_effects, lambda axes: axes + 1),
    "saltelli": Reading("Sobol indices", "points of A and B", ["first-order", "total"], [0, 1], 1,
                        sobol, lambda sweep, y: y.reshape(-1, len(sweep.axes) + 2),
                        lambda axes: axes + 2)}
RANKS = Reading("standardised rank regression", "points", ["coefficient"], [0], 0, rank_regression,
                lambda sweep, y: np.column_stack([sweep.coordinates, y]), lambda axes: 1)


def reading(sweep):
    """How the design is read; Trouble where the points are not what its name promises."""
    axes = len(sweep.axes)
    found = READINGS.get(sweep.design, RANKS)
    if found is not RANKS:
        if sweep.constant:
            raise Trouble(f"{sweep.constant[0]} has one value at all points; leave it out")
        if sweep.size < 2 or sweep.points != sweep.size * found.points_a_row(axes):
            raise Trouble(f"{sweep.points} points with {axes} axes are no {sweep.design} "
                          f"design of size {sweep.size}, or a size below 2")
    else:
        centred = sweep.coordinates - sweep.coordinates.mean(0)
        reach = np.ptp(sweep.coordinates, axis=0)
        centred /= np.where(reach > 0, reach, 1)
        if sweep.points < axes + 3 or np.linalg.matrix_rank(centred) < axes:
            raise Trouble(f"{sweep.points} points cannot tell the effects of {axes} axes "
                          "apart: too few, or axes that move together")
    return found


def estimated(sweep, how, numbers):
    """Estimates and their low and high ends (each columns x axes), and what rows they come from;
    None where there is nothing to tell apart."""
    count = np.sum(~np.isnan(numbers), axis=1)
    y = np.nansum(numbers, axis=1) / np.where(count > 0, count, np.nan)
    rows = how.rows(sweep, y)
    kept = rows[~np.isnan(rows).any(axis=1)]
    if len(kept) < 2 or np.ptp(y[~np.isnan(y)]) == 0:
        return None
    words = f"{len(kept)} {how.row}" + (f" of {len(rows)}" if len(kept) < len(rows) else "")
    if how is RANKS:
        words += f"; R squared of the ranks {explained(kept):.2f}"
    return how.statistic(kept), bootstrap(how.statistic, kept), words
