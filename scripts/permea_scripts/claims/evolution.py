# Where firms end up by imitation and error (scenarios/evolution.toml): the levers of firms at the end,
# weighted by their customers, by where the market began and under what.
import numpy as np
import xarray

from .. import plots, sweeps

LEVERS = ["research", "listen", "reveal_rivals", "reciprocate", "reveal_customers",
          "codesign_ideation", "delegate", "facilitate", "lock_in"]


def levers(path, runs):
    """runs x levers at the end: means over a run's firms, weighted by their customers."""
    with xarray.open_dataset(path, group="panel", decode_times=False) as panel:
        here = panel.isel(run=runs, step=-1)
        weights = np.nan_to_num(here["customers"].values)
        all_customers = weights.sum(axis=1)
        all_customers[all_customers == 0] = np.nan
        columns = [np.nansum(here[f"lever_{name}"].values * weights, axis=1) / all_customers
                   for name in LEVERS]
    return np.array(columns).T


def two(mean, half):
    return f"{mean:.2f}" + ("" if np.isnan(half) else f" +- {half:.2f}")


def row(sweep, head, runs):
    """What is there at the end of these runs: openness and levers with their 95 % intervals."""
    results = sweep.results
    data = results.data.isel(run=runs, step=-1)
    numbers = np.column_stack([data["openness_mean"].values, levers(results.path, runs)])
    return [*head, *map(two, *plots.interval(numbers)), f"{data['surplus_overall'].values.mean():.2f}"]


def table(path):
    """Head and rows: each beginning at each point of the sweep."""
    sweep = sweeps.Sweep(plots.Results(str(path)))
    results, rows = sweep.results, []
    for arm in results.arms:
        for point in range(sweep.points):
            runs = results.runs(arm, sweep.numbered[point])
            if runs.size:
                words = [sweeps.spoken(sweep.columns[axis][point]) for axis in sweep.axes]
                rows.append(row(sweep, [arm, *words], runs))
    head = ["market", *sweep.axes, "openness", *map(plots.readable, LEVERS), "customers' surplus"]
    return head, rows
