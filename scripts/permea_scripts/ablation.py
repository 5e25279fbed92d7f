# What one change at a time does: each arm against a baseline, in pairs of equal seed. Everything
# comes from the results file (results/README.md).
import tomllib

import numpy as np
import xarray

from . import markdown, plots, sweeps
from .plots import Trouble

PAIRS = sweeps.Reading("Change against the baseline, in pairs of equal seed", "arms", ["change"], [0], 0,
                       None, None, None)


class Against:
    """The arms of a results file that is no sweep, held against one of them, the baseline."""

    def __init__(self, results, baseline):
        if np.unique(results.data["point"].values).size > 1:
            raise Trouble("--baseline: the file is a sweep; leave it out")
        self.results = results
        self.baseline = plots.chosen(baseline, results.arms, "arm")
        self.axes = [arm for arm in results.arms if arm != self.baseline]
        if not self.axes:
            raise Trouble(f"--baseline {baseline}: there is no other arm")
        with xarray.open_dataset(results.path, group="scenario") as scenario:
            written = tomllib.loads(scenario["as_written"].item())
        self.moved = {arm["name"]: dict(entries(arm.get("parameters", {})))
                      for arm in written.get("arm", [])}
        for change in written.get("change", []):
            word = f" from {results.step_unit} {change['at']}"
            moved = [*entries(change.get("parameters", {})),
                     *(pair for levers in change.get(results.kind, {}).values()
                       for pair in entries(levers))]
            for arm in change.get("arms", results.arms):
                self.moved[arm].update((name + word, value) for name, value in moved)

    def what_moves(self, arm):
        """What the arm sets and the baseline does not: parameters and levers, with their values."""
        same = self.moved[self.baseline].items()
        return ", ".join(f"{name} {sweeps.spoken(value)}"
                         for name, value in self.moved[arm].items() if (name, value) not in same)

    def numbers(self, name, at, arm, sides):
        """One number a seed: the first kind less the second, over the time that is meant."""
        results = self.results
        runs = results.runs(arm, None)
        if results.kind not in results.data[name].dims:
            raise Trouble(f"{name} is not divided by {results.kind}")
        values = results.means(results.rates(name, runs), runs, at)
        first, second = (values[:, results.kinds.index(side)] for side in sides)
        return dict(zip(results.data["replicate"].values[runs].tolist(), first - second))

    def changes(self, name, at, sides):
        """The difference in the baseline (mean, half-width), and how far each arm moves it, in
        pairs of equal seed: means and half-widths of 95 % intervals, an array of arms each."""
        base = self.numbers(name, at, self.baseline, sides)
        found = []
        for arm in self.axes:
            here = self.numbers(name, at, arm, sides)
            pairs = [here[seed] - base[seed] for seed in here.keys() & base.keys()]
            found.append(plots.interval(np.array(sorted(pairs))))
        return plots.interval(np.array(list(base.values()))), np.array(found).T


def entries(table, topic=""):
    """{ a = { b = 1 } } and { "a.b" = 1 } alike, as ("a.b", 1)."""
    for key, value in table.items():
        if isinstance(value, dict):
            yield from entries(value, f"{topic}{key}.")
        else:
            yield topic + key, value


def sides_of(results, text):
    """The two kinds in "open-closed"."""
    for sides in sweeps.halves(text):
        if set(sides) <= set(results.kinds):
            return sides
    raise Trouble(f'--contrast {text}: not two kinds with "-" between them; there are: '
                  f'{", ".join(results.kinds) or "none"}')


def cell(mean, half):
    """+0.012 +- 0.004, in bold where the interval excludes zero; two digits of the half-width."""
    if np.isnan(mean):
        return "-"
    digits = 3 if np.isnan(half) or half <= 0 else max(0, 1 - int(np.floor(np.log10(half))))
    number = f"{mean:+.{digits}f}" + ("" if np.isnan(half) else f" +- {half:.{digits}f}")
    return f"**{number}**" if abs(mean) > half else number


def tell(against, names, contrasts, at):
    """Prints a table for a document: a row an arm, a column an observable and contrast. Returns
    what there is to draw: (what, meaning, estimates, ends of intervals) of each column."""
    results, told, columns = against.results, [], []
    if not contrasts:
        raise Trouble("--baseline: say with --contrast which two kinds to compare")
    for name in names:
        for text in contrasts:
            sides = sides_of(results, text)
            base, (mean, half) = against.changes(name, at, sides)
            words = f"{plots.readable(name)}, {sides[0]} less {sides[1]}"
            columns.append([words, cell(*base).replace("*", ""), *map(cell, mean, half)])
            ends = np.array([mean - half, mean + half])[:, None]
            told.append((words, results.meaning(name), mean[None], ends))
    rows = [[f"({against.baseline})", "", *(column[1] for column in columns)]]
    for n, arm in enumerate(against.axes):
        rows.append([arm, against.what_moves(arm), *(column[2 + n] for column in columns)])
    print(markdown.table(["arm", "sets", *(column[0] for column in columns)], rows), end="")
    return told
