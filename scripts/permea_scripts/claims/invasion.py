# Who can invade what has evolved (scenarios/invasion.toml): how many firms bear the mark when some turn
# and at the end, in pairs of equal seed with the market in which nobody turns.
import tomllib

import numpy as np
import xarray

from .. import plots, sweeps
from .row import spoken

MARK = "marked_"  # with what the names of the marked kinds begin
DECADE = 120  # months after the turn over which profit is compared


def turn(path):
    """After which step some firms turn."""
    with xarray.open_dataset(path, group="scenario") as text:
        return tomllib.loads(text["as_written"].item())["change"][0]["at"] - 1


def marked(results, name, runs, at):
    """Of the firms that bear the mark: one number for each run, at a step or as the mean over some."""
    kinds = [n for n, kind in enumerate(results.kinds) if kind.startswith(MARK)]
    return results.means(results.rates(name, runs)[..., kinds], runs, at)


def firms(results, runs, at):
    return np.nansum(marked(results, "firms", runs, at), axis=1)


def pairs(results, arms, point, step):
    """Of each seed in which somebody bears the mark when it is time: its number, how many firms bear
    it then, at the end where nobody turns and where they do, and what those earn more that turn."""
    calm, turned = (results.runs(arm, point) for arm in arms)
    seeds = results.data["replicate"].values
    calm, turned = (runs[np.isin(seeds[runs], np.intersect1d(seeds[calm], seeds[turned]))]
                    for runs in (calm, turned))
    at_first = firms(results, turned, str(step))
    there = at_first > 0
    after = f"{step + 1}..{step + DECADE}"
    profit = [plots.mean_over(marked(results, "profit_per_firm", runs[there], after))
              for runs in (calm, turned)]
    return np.column_stack([seeds[calm[there]], at_first[there], firms(results, calm[there], "last"),
                            firms(results, turned[there], "last"), profit[1] - profit[0]])


def by_seed(numbers):
    """Points of one seed share their luck: their mean is one number."""
    return np.array([numbers[numbers[:, 0] == seed].mean(axis=0) for seed in np.unique(numbers[:, 0])])


def table(path):
    """Head and rows: each pair of arms at each point of the sweep, and over all its points."""
    sweep = sweeps.Sweep(plots.Results(str(path)))
    results, step, rows = sweep.results, turn(path), []
    markets = dict.fromkeys(arm.partition(", ")[0] for arm in results.arms)
    for market in markets:
        arms = [arm for arm in results.arms if arm.partition(", ")[0] == market]
        found = {point: pairs(results, arms, sweep.numbered[point], step)
                 for point in range(sweep.points)}
        rows += [row(arms[1], [sweeps.spoken(sweep.columns[axis][point]) for axis in sweep.axes],
                     numbers) for point, numbers in found.items()]
        rows.append(row(f"**{arms[1]}**", ["all"] * len(sweep.axes),
                        np.concatenate([*found.values()])))
    head = ["market", *sweep.axes, "pairs", "firms that turn", "bear the mark at last if nobody turns",
            "if they do", "difference", "profit a firm and month, ten years after"]
    return head, rows


def row(market, words, numbers):
    if not numbers.size:
        return [market, *words, "0", *["-"] * 5]
    _, first, calm, turned, profit = by_seed(numbers).T
    return [market, *words, str(len(numbers)), f"{first.mean():.1f}", f"{calm.mean():.1f}",
            f"{turned.mean():.1f}", spoken(*plots.interval(turned - calm)),
            spoken(*plots.interval(profit))]
