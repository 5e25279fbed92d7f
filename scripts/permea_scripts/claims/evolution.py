# Where firms end up by imitation and error (scenarios/evolution.toml): the levers of firms at the end,
# weighted by their customers, by where the market began and under what.
import numpy as np
import xarray

from .. import plots, sweeps

LEVERS = ["research", "listen", "reveal_rivals", "reciprocate", "reveal_customers",
          "codesign_ideation", "delegate", "facilitate", "lock_in"]


def levers(path):
    """runs x levers at the end: means over a run's firms, weighted by their customers."""
    with xarray.open_dataset(path, group="panel", decode_times=False) as panel:
        here = panel.isel(step=-1)
        weights = np.nan_to_num(here["customers"].values)
        all_customers = weights.sum(axis=1)
        all_customers[all_customers == 0] = np.nan
        columns = [np.nansum(here[f"lever_{name}"].values * weights, axis=1) / all_customers
                   for name in LEVERS]
    return np.array(columns).T


def numbers(results):
    """runs x columns: openness at first, and at the end openness, levers and customers' surplus."""
    openness, surplus = (results.data[name].values for name in ("openness_mean", "surplus_overall"))
    return np.column_stack([openness[:, 0], openness[:, -1], levers(results.path), surplus[:, -1]])


def two(mean, half):
    return f"{mean:.2f}" + ("" if np.isnan(half) else f" +- {half:.2f}")


def row(words, found, seeds):
    """Means with their 95 % intervals; each seed counts once, with its mean over these runs."""
    of_seeds = np.array([found[seeds == seed].mean(axis=0) for seed in np.unique(seeds)])
    return [*words, *map(two, *plots.interval(of_seeds))]


def places(sweep):
    """What is told: each point of the sweep, then each value of an axis over all of the others."""
    for point in range(sweep.points):
        yield [sweeps.spoken(sweep.columns[axis][point]) for axis in sweep.axes], [point]
    for axis in sweep.axes if len(sweep.axes) > 1 else []:
        for value in sweep.listed[axis]:
            yield [sweeps.spoken(value) if name == axis else "all" for name in sweep.axes], \
                np.flatnonzero(sweep.columns[axis] == value)


def table(path):
    """Head and rows: each beginning at each point of the sweep, and at each value of an axis."""
    sweep = sweeps.Sweep(plots.Results(str(path)))
    results, rows = sweep.results, []
    found, seeds = numbers(results), results.data["replicate"].values
    for arm in results.arms:
        for words, points in places(sweep):
            runs = np.concatenate([results.runs(arm, sweep.numbered[point]) for point in points])
            if runs.size:
                rows.append(row([arm, *words], found[runs], seeds[runs]))
    head = ["market", *sweep.axes, "openness at first", "at last", *map(plots.readable, LEVERS),
            "customers' surplus"]
    return head, rows
