# Who can invade what has evolved (scenarios/invasion.toml): how many firms descend from the open and
# the closed newcomers, when no more of them come and at the end.
import tomllib

import numpy as np
import xarray

from .. import plots, sweeps
from .row import spoken

SORTS = ["open_newcomer", "closed_newcomer"]


def closing(path):
    """After which step no more newcomers come: the last change of the scenario takes force then."""
    with xarray.open_dataset(path, group="scenario") as text:
        return tomllib.loads(text["as_written"].item())["change"][-1]["at"] - 1


def borne(results, name, runs, at):
    """runs x sorts of newcomers: an observable of the firms that bear their names."""
    values = results.means(results.rates(name, runs), runs, at)
    return np.nan_to_num(values[:, [results.kinds.index(sort) for sort in SORTS]])


def counted(results, arm, points, step):
    """For each seed, the mean over these points of: open and closed newcomers' firms when no more
    come, at the end, all other firms at the end, the newcomers' shares of the market then, and in how
    many of these runs they are still there."""
    runs = np.concatenate([results.runs(arm, point) for point in points])
    last = borne(results, "firms", runs, "last")
    everybody = np.nansum(results.means(results.rates("firms", runs), runs, "last"), axis=1)
    numbers = np.column_stack([borne(results, "firms", runs, str(step)), last,
                               everybody - last.sum(axis=1),
                               borne(results, "market_share", runs, "last"),
                               len(points) * (last > 0)])
    seeds = results.data["replicate"].values[runs]
    return np.array([numbers[seeds == seed].mean(axis=0) for seed in np.unique(seeds)])


def row(words, numbers):
    came = [f"{mean:.1f}" for mean in numbers[:, :2].mean(axis=0)]
    at_last = [f"{mean:.1f}" for mean in numbers[:, 2:5].mean(axis=0)]
    there = [f"{runs:.0f}" for runs in numbers[:, 7:].sum(axis=0)]
    more, share = (numbers[:, place] - numbers[:, place + 1] for place in (2, 5))
    return [*words, *came, *at_last, *there, spoken(*plots.interval(more)), spoken(*plots.interval(share))]


def table(path):
    """Head and rows: each market at each point of the sweep, and over all its points."""
    sweep = sweeps.Sweep(plots.Results(str(path)))
    results, step, rows = sweep.results, closing(path), []
    for arm in results.arms:
        for place, point in enumerate(sweep.numbered):
            values = [sweeps.spoken(sweep.columns[axis][place]) for axis in sweep.axes]
            rows.append(row([arm, *values], counted(results, arm, [point], step)))
        rows.append(row([arm, *["all"] * len(sweep.axes)],
                        counted(results, arm, sweep.numbered, step)))
    head = ["market", *sweep.axes, "open when no more come", "closed", "open at last", "closed",
            "all others", "runs in which open are still there", "closed", "open less closed, firms",
            "market share"]
    return head, rows
