# What several pictures of a results file need: opening it, choosing, intervals, looks, saving.
# Everything comes from the file itself (results/README.md says what is in it).
import difflib
import os
import re
import sys
import textwrap

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.layout_engine import ConstrainedLayoutEngine

from .files import opened
from .trouble import Trouble, guarded  # noqa: F401 (scripts take them from here)

# Dark to light, so that the order survives grey printing, and safe for the colour-blind; each has a
# line and a marker of its own. What has no kind is drawn in black.
COLOURS = ["#16214f", "#a93544", "#2f9b8f", "#e8ad34", "#7a5195", "#5b9bd5", "#6b6b6b", "#a8c686"]
LINES = ["-", (0, (5, 1.5)), (0, (4, 1.2, 1, 1.2)), (0, (1.2, 1.2))]
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "*"]
USUAL = ["market_share", "profit", "product_need_distance", "surplus", "know_how", "price"]
STYLE = {
    "font.size": 8, "axes.titlesize": 8.5, "axes.labelsize": 8, "legend.fontsize": 8.5,
    "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.6, "axes.grid": True,
    "grid.color": "#dddddd", "grid.linewidth": 0.5, "axes.axisbelow": True, "lines.linewidth": 1.5,
    "xtick.major.width": 0.6, "ytick.major.width": 0.6, "legend.frameon": False, "pdf.fonttype": 42,
    "axes.formatter.useoffset": False, "savefig.dpi": 200}


def chosen(name, known, what):
    """`name` if it is among the `known`; otherwise Trouble with the nearest of them."""
    if name in known:
        return name
    near = difflib.get_close_matches(name, known, 1)
    hint = f'did you mean "{near[0]}"?' if near else f"there are: {', '.join(known)}"
    raise Trouble(f'no {what} "{name}"; {hint}')


def spoken(steps):
    """Recorded steps, short: 0, 6, ..., 24."""
    if steps.size < 5:
        return ", ".join(map(str, steps))
    even = steps[-1] - steps[-2] == steps[1] - steps[0]
    return f"{steps[0]}, {steps[1]}, ..., {steps[-1] if even else f'{steps[-2]}, {steps[-1]}'}"


class Results:
    """One results file. Values come as arrays of runs x steps (x kinds), failed runs left out."""

    def __init__(self, path):
        self.data = opened(path)
        self.path = path
        self.stem = os.path.splitext(os.path.basename(path))[0]
        self.title = self.data.attrs.get("title", self.stem)
        # By what the model groups ("strategy"): the third axis of whatever is not "of the whole".
        grouped = [v.dims[2] for v in self.data.data_vars.values() if v.dims[:2] == ("run", "step")
                   and v.ndim > 2 and v.attrs.get("put_together") != "of the whole"]
        self.kind = grouped[0] if grouped else None
        self.kinds = [str(kind) for kind in self.data[self.kind].values] if grouped else []
        self.arms = list(dict.fromkeys(str(a) for a in self.data["arm"].values))
        self.steps = self.data["step"].values
        self.step_unit = self.data["step"].attrs.get("units", "step")
        shapes = [("run", "step"), ("run", "step", self.kind)]
        self.observables = [n for n, v in self.data.data_vars.items() if v.dims in shapes]
        self.done = self.data["status"].values == 0
        if not self.done.all():
            print(f"{path}: left out {(~self.done).sum()} failed runs of {self.done.size}",
                  file=sys.stderr)

    def seeds(self):
        """How many replicates there are of everything."""
        return np.unique(self.data["seed"].values).size

    def names(self, wanted):
        """The observables to draw: those asked for, or the usual ones, or the first six."""
        for name in set(wanted or []) & set(self.data.data_vars) - set(self.observables):
            raise Trouble(f'"{name}" lies over {" x ".join(self.data[name].dims)}; what is drawn '
                          f'lies over run x step or run x step x {self.kind or "strategy"}')
        if wanted:
            return [chosen(name, self.observables, "observable") for name in wanted]
        return [n for n in USUAL if n in self.observables] or self.observables[:6]

    def runs(self, arm, point):
        """Which runs belong to `arm` at the swept `point` (None will do where there is but one)."""
        points = np.unique(self.data["point"].values)
        if point is None and points.size > 1:
            raise Trouble(f"a sweep of {points.size} points: choose one with --point, "
                          f"{points[0]} to {points[-1]}")
        if point is not None and point not in points:
            raise Trouble(f"no point {point}; there are {points[0]} to {points[-1]}")
        here = self.data["point"].values == (points[0] if point is None else point)
        return np.flatnonzero(here & self.done & (self.data["arm"].values == arm))

    def is_flow(self, name):
        return "sum" in self.data[name].attrs.get("cell_methods", "").partition("step:")[2]

    def rates(self, name, runs):
        """The observable in these runs. A flow is turned into its rate a step, so that nothing
        depends on record.every."""
        values = self.data[name].isel(run=runs).values.astype(float)
        values = values.reshape(runs.size, *self.data[name].shape[1:])  # else wrong where no run is
        if self.is_flow(name):
            length = np.diff(self.steps, prepend=self.steps[0]).astype(float)
            length[length == 0] = np.nan
            values /= length.reshape((1, -1) + (1,) * (values.ndim - 2))
        return values

    def values(self, name, arm, point=None):
        """One (label, runs x steps) for each kind that is there; label None: the whole market."""
        values = self.rates(name, self.runs(arm, point))
        if values.ndim == 2:
            return [(None, values)]
        there = [k for k in range(len(self.kinds)) if np.nan_to_num(values[..., k]).any()]
        return [(self.kinds[k], values[..., k]) for k in there]

    def window(self, at):
        """Which recorded steps `at` means (last, mean, a step, FROM..TO), and how to say it."""
        steps = self.steps
        if at == "last":
            early = (self.ends()[self.done] < steps[-1]).any()
            return steps == steps[-1], \
                f"at the last {self.step_unit} of each run" if early else f"at {self.step_unit} {steps[-1]}"
        first, _, last = at.partition("..") if at != "mean" else (steps[0], "", steps[-1])
        try:
            first, last = int(first), int(last or first)
        except ValueError:
            raise Trouble(f"--at {at}: not last, mean, a step, or FROM..TO") from None
        inside = (steps >= first) & (steps <= last)
        if not inside.any():
            raise Trouble(f"--at {at}: no such step; there are {spoken(steps)}")
        span = f"at {self.step_unit} {first}" if first == last else \
            f"mean over {self.step_unit}s {first} to {last}"
        return inside, span

    def ends(self):
        """The last step of each run: before the last of all where [[stop]] ended it."""
        return self.data["last_step"].values if "last_step" in self.data else \
            np.full(self.done.size, self.steps[-1])

    def means(self, values, runs, at):
        """The mean of each of these runs over the steps that `at` means; `last` is its own last row."""
        inside = np.broadcast_to(self.window(at)[0], values.shape[:2])
        if at == "last":
            inside = self.steps == self.ends()[runs][:, None]
        return mean_over(np.where(inside.reshape(inside.shape + (1,) * (values.ndim - 2)), values, np.nan))

    def meaning(self, name):
        """What the observable is, with its unit, in the file's own words."""
        attributes = self.data[name].attrs
        unit = attributes.get("units", "1")
        rate = f"per {self.step_unit}" if self.is_flow(name) else ""
        unit = " ".join(word for word in ("" if unit == "1" else unit, rate) if word)
        return attributes.get("long_name", readable(name)) + (f" [{unit}]" if unit else "")


def readable(name):
    return name.replace("_", " ")


def counted(number, what):
    """3 points, 1 point."""
    return f"{number} {what}" + "s" * (number != 1)


def student(runs, level=0.95):
    """Half-width of the interval of a mean over so many runs, in standard errors (Student's t)."""
    if runs < 2:
        return np.nan
    # t = sqrt(n) tan(a) turns the density of n degrees of freedom into cos(a)^(n-1).
    angle = np.linspace(0, np.pi / 2, 100_001)
    mass = np.cumsum(np.cos(angle[:-1] + angle[1] / 2) ** (runs - 2))
    edge = np.interp(level * mass[-1], np.concatenate([[0], mass]), angle)
    return np.sqrt(runs - 1) * np.tan(edge)


def interval(values):
    """Mean and half-width of its 95 % interval over the first axis; NaN does not count."""
    runs = np.sum(~np.isnan(values), axis=0)
    mean = np.nansum(values, axis=0) / np.where(runs > 0, runs, np.nan)
    spread = np.nansum((values - mean) ** 2, axis=0) / np.where(runs > 1, runs - 1, np.nan)
    numbers, which = np.unique(runs, return_inverse=True)
    factor = np.array([student(n) for n in numbers])[which].reshape(runs.shape)
    return mean, factor * np.sqrt(spread / np.maximum(runs, 1))


def looks(results, label):
    """Colour, line and marker of a kind: the same in every picture of a file."""
    if label is None:
        return {"color": "black", "linestyle": "-", "marker": "o"}
    k = results.kinds.index(label)
    return {"color": COLOURS[k % 8], "linestyle": LINES[k % 4], "marker": MARKERS[k % 8]}


def wrapped(text, width):
    return "\n".join(textwrap.wrap(text, width))


def mean_over(values):
    """The mean of each run over its steps, NaN left out; NaN where there is nothing else."""
    count = np.sum(~np.isnan(values), axis=1)
    return np.nansum(values, axis=1) / np.where(count > 0, count, np.nan)


def ticks(results):
    """About five round steps; whole years where a step is a month."""
    span = max(1, results.steps[-1] - results.steps[0])
    rounds = [1, 3, 6, 12, 24, 60, 120, 240, 600] if results.step_unit == "month" else \
        [m * 10**e for e in range(9) for m in (1, 2, 5)]
    by = next((r for r in rounds if span / r <= 5), rounds[-1])
    return np.arange(results.steps[0], results.steps[-1] + 1, by)


def least_span(axis, share=0.02):
    """Widens the horizontal range to a `share` of its values, lest rounding look like a result."""
    low, high = axis.get_xlim()
    wider = (share * max(abs(low), abs(high)) - (high - low)) / 2
    if wider > 0:
        axis.set_xlim(low - wider, high + wider)


class Sheet:
    """A page of panels, three in a row, each with a name and what it means; a title and one legend
    above, a note below. Sizes and fonts are those of print, whatever the user's own settings."""

    def __init__(self, results, heads, share_y=False, height=1.5, margin=0.0):
        """`heads`: name and meaning of each panel; `height`: of a panel, `margin`: what labels on
        the left need beyond half an inch; in inches."""
        matplotlib.rcdefaults()
        plt.rcParams.update(STYLE)
        self.results = results
        columns = min(len(heads), 3)
        rows = -(-len(heads) // columns)
        meanings = [textwrap.wrap(text, 38, max_lines=3, placeholder=" ...") for _, text in heads]
        deepest = max(map(len, meanings))
        self.size = (0.6 + margin + 2.2 * columns + 1.2 * (columns == 1),
                     1.0 + (height + 0.45 + 0.12 * deepest) * rows)
        self.figure, axes = plt.subplots(rows, columns, figsize=self.size, squeeze=False,
                                         sharey=share_y)
        self.axes = list(axes.flat[:len(heads)])
        for axis in axes.flat[len(heads):]:
            axis.remove()
        for axis, (name, _), lines in zip(self.axes, heads, meanings):
            axis.set_title(name, loc="left", fontweight="bold", pad=4 + 8.6 * deepest)
            axis.annotate("\n".join(lines), (0, 1), (0, 1 + 8.6 * deepest), va="top", fontsize=7,
                          xycoords="axes fraction", textcoords="offset points", color="#444444",
                          linespacing=1.1, in_layout=False)
        self.lowest = [axis for n, axis in enumerate(self.axes) if n + columns >= len(heads)]

    def finish(self, subject, note):
        """Writes `subject` under the scenario's title, the legend, and `note` at the foot."""
        width, height = self.size
        left = 0.08 / width
        self.figure.text(left, 1 - 0.08 / height, self.results.title, va="top", fontsize=9.5,
                         fontweight="bold")
        self.figure.text(left, 1 - 0.27 / height, subject, va="top", fontsize=8.5)
        self.figure.text(left, 0.07 / height, note, va="bottom", fontsize=7, color="#444444")
        handles = {label: handle for axis in self.axes
                   for handle, label in zip(*axis.get_legend_handles_labels())}
        kinds = [kind for kind in [*self.results.kinds, "market"] if kind in handles]
        order = kinds + [label for label in handles if label not in kinds]
        if order != ["market"]:
            self.figure.legend([handles[k] for k in order], order, ncol=max(1, len(order)),
                               loc="upper left", bbox_to_anchor=(0, 1 - 0.4 / height),
                               handlelength=3.4, columnspacing=1.8, borderaxespad=0.3)
        self.figure.set_layout_engine(ConstrainedLayoutEngine(
            rect=(0, 0.22 / height, 1 - 0.12 / width, 1 - 0.95 / height)))

    def save(self, folder, name):
        """Writes name.png and name.pdf, the same bytes for the same picture, and says so."""
        os.makedirs(folder, exist_ok=True)
        stem = os.path.join(folder, re.sub(r"[^A-Za-z0-9_.-]+", "-", name))
        self.figure.savefig(stem + ".png", metadata={"Software": None})
        self.figure.savefig(stem + ".pdf", metadata={"CreationDate": None})
        plt.close(self.figure)
        print(f"{stem}.png {stem}.pdf")
