# Falsifiers of scenarios/claims that no contrast can say, computed from the results file: by scenario,
# what the number is, its value for each seed, and above what it must be.
import sys

import numpy as np
import xarray

FIRST_YEARS, HORIZON = 24, 24  # months: from when firm-years count; within which a firm leaves


def elasticity(trial):
    """H4: slope of log customers on log staff over open firms in the last month, for each seed."""
    with xarray.open_dataset(trial.results.path, group="panel", decode_times=False) as panel:
        runs = np.flatnonzero(trial.arm == "all open")
        staff, customers = (panel[name].isel(run=runs, step=-1).values
                            for name in ("staff", "customers"))
    slopes = []
    for x, y in zip(staff, customers):
        there = (x > 0) & (y > 0)
        x, y = np.log(x[there]), np.log(y[there])
        slopes.append(np.nan if x.size < 3 else np.cov(x, y)[0, 1] / x.var(ddof=1))
    return "elasticity of customers to staff, open firms", np.array(slopes), 1.0


def delay(trial):
    """H14: months until half of the firms are open, at stigma 0.6 less 1.1 times those at 0. A run
    that does not come there counts with its last month; a pair of which neither does, not at all."""
    data, steps = trial.results.data, trial.results.steps
    firms = data["firms"]
    half = (firms.sel(strategy="open") >= 0.5 * firms.sum("strategy")).values
    months = np.where(half.any(axis=1), steps[np.argmax(half, axis=1)], steps[-1])

    def at(values, stigma):
        here = (trial.arm == "9 of 60") & np.isclose(data["transform.stigma"].values, stigma)
        return values[here]
    came = at(half.any(axis=1), 0.6) | at(half.any(axis=1), 0.0)
    return "months to half of the firms, stigma 0.6 less 1.1 times those at 0", \
        np.where(came, at(months, 0.6) - 1.1 * at(months, 0.0), np.nan), 0.0


def price_split(trial):
    """H17: openness gained by selection, entry and exit less that by change, over the run."""
    data = trial.results.data
    here = (trial.arm == "change") & np.isclose(data["exit.hazard"].values, 0.0)
    total = {name: np.nansum(data["openness_" + name].values[here], axis=1)
             for name in ("selection", "entry", "exit", "within")}
    return "openness by selection, entry and exit less by change", \
        total["selection"] + total["entry"] + total["exit"] - total["within"], 0.0


def firm_years(path, runs):
    """Of each run: features (customers, cash, margin, imbalance) x firm-years, and who left."""
    with xarray.open_dataset(path, group="panel", decode_times=False) as panel:
        step = panel["step"].values
        columns = [panel[name].isel(run=runs).values for name in
                   ("customers", "cash", "profit", "revenue", "imbalance")]
    customers, cash, profit, revenue, imbalance = columns
    with np.errstate(invalid="ignore", divide="ignore"):
        margin = np.clip(np.where(revenue > 0, profit / revenue, -1.0), -3, 1)
        features = np.stack([np.log1p(customers), np.arcsinh(cash / np.nanstd(cash)), margin,
                             imbalance])
    rows = [(r, np.flatnonzero(step == month + HORIZON)) for r, month in enumerate(step)
            if month >= FIRST_YEARS]
    rows = [(r, later[0]) for r, later in rows if later.size]
    for run in range(len(runs)):
        x = np.concatenate([features[:, run, r] for r, _ in rows], axis=1)
        gone = np.concatenate([np.isnan(customers[run, later]) for _, later in rows])
        there = ~np.isnan(x).any(axis=0)
        yield x[:, there], gone[there]


def logistic(x, y, rounds=30):
    """Coefficients of a logistic regression (Newton, a little ridge), the constant first."""
    design = np.vstack([np.ones(x.shape[1]), x])
    weights = np.zeros(design.shape[0])
    for _ in range(rounds):
        p = 1 / (1 + np.exp(-weights @ design))
        hessian = (design * (p * (1 - p))) @ design.T + 1e-3 * np.eye(weights.size)
        weights += np.linalg.solve(hessian, design @ (y - p) - 1e-3 * weights)
    return weights


def area(score, gone):
    """Area under the ROC curve, ties counted half; NaN where all or none left."""
    if gone.all() or not gone.any():
        return np.nan
    _, place, count = np.unique(score, return_inverse=True, return_counts=True)
    rank = (np.cumsum(count) - (count - 1) / 2)[place]
    n = gone.sum()
    return (rank[gone].sum() - n * (n + 1) / 2) / (n * (~gone).sum())


def diagnosis(trial):
    """H19: what imbalance adds to the area under the ROC curve for leaving within 24 months, over
    size, cash and margin; regressions are fitted on the seeds of the other half."""
    runs = np.flatnonzero((trial.arm == "mixed") & trial.results.done)
    seeds = list(firm_years(trial.results.path, runs))
    middle = np.mean(np.concatenate([x for x, _ in seeds], axis=1), axis=1, keepdims=True)
    spread = np.std(np.concatenate([x for x, _ in seeds], axis=1), axis=1, keepdims=True)
    seeds = [((x - middle) / spread, gone) for x, gone in seeds]
    gains = np.full(len(seeds), np.nan)
    for half in (0, 1):
        others = [seed for n, seed in enumerate(seeds) if n % 2 != half]
        x = np.concatenate([x for x, _ in others], axis=1)
        gone = np.concatenate([gone for _, gone in others])
        without, with_it = logistic(x[:3], gone), logistic(x, gone)
        for n in range(half, len(seeds), 2):
            own, left = seeds[n]
            gains[n] = area(with_it[1:] @ own, left) - area(without[1:] @ own[:3], left)
    return "area under the ROC curve that imbalance adds", gains, 0.02


COMPUTED = {"h04": elasticity, "h14": delay, "h17": price_split, "h19": diagnosis}


def computed(trial):
    """(what, its number for each seed, what it must be above) by the number of the hypothesis, which
    a changed copy keeps; None where nothing computes it, or this file no longer has what it takes."""
    how = COMPUTED.get(trial.name.partition("-")[0])
    try:
        return how and how(trial)
    except (KeyError, OSError, ValueError) as missing:
        print(f"{trial.results.path}: what stands in words is not judged, as the file lacks what it "
              f"takes: {missing}", file=sys.stderr)
        return None
