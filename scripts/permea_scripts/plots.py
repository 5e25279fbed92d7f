# What several scripts need of a results file: opening it, choosing, windows of time, intervals.
# Everything comes from the file itself (results/README.md says what is in it).
import difflib
import os
import sys

import numpy as np

from .files import opened
from .trouble import Trouble, guarded  # noqa: F401 (scripts take them from here)

USUAL = ["market_share", "profit", "product_need_distance", "surplus", "know_how", "price"]


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


def mean_over(values):
    """The mean of each run over its steps, NaN left out; NaN where there is nothing else."""
    count = np.sum(~np.isnan(values), axis=1)
    return np.nansum(values, axis=1) / np.where(count > 0, count, np.nan)
