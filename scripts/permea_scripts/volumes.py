# In what share of a swept volume something holds, and which parameters decide it. Points are a
# sample of the volume (lhs, sobol), so shares have binomial intervals.
import numpy as np

from .plots import Trouble, counted

RESAMPLES = 500
BINS = 10


def wilson(count, size):
    """The 95 % interval of a share (Wilson 1927)."""
    if size == 0:
        return np.nan, np.nan
    z = 1.959964
    share, spread = count / size, z * z / size
    middle = (share + spread / 2) / (1 + spread)
    half = z * np.sqrt(share * (1 - share) / size + spread / (4 * size)) / (1 + spread)
    return max(0.0, middle - half), min(1.0, middle + half)


def made(sweep, arm, there):
    """The points of `there` at which a run of this arm, or of any, did not fail; says how many are
    left out."""
    data = sweep.results.data
    runs = sweep.results.done & ((arm is None) | (data["arm"].values == arm))
    left = there & np.isin(sweep.numbered, data["point"].values[runs])
    if (there & ~left).any():
        print(f"  left out {counted((there & ~left).sum(), 'point')} at which every run failed")
    if not left.any():
        raise Trouble("at no point is there a run that did not fail")
    return left


def mean_of_seeds(numbers):
    """points x replicates to points; what is missing does not count, NaN without any."""
    count = np.sum(~np.isnan(numbers), axis=1)
    return np.nansum(numbers, axis=1) / np.where(count > 0, count, np.nan)


def ahead(sweep, sides, name, at, points, margin=None):
    """How far one side is ahead of the other at those of the points at which both are ever there:
    these points, the differences, and the margin (standard: 5 % of the mean of all firms)."""
    difference = mean_of_seeds(sides.difference(name, at))[points]
    if margin is None:
        everybody = sweep.numbers(name, at, sides.inside or sides.first)
        margin = 0.05 * abs(np.nanmean(everybody[points]))
    told = ~np.isnan(difference)
    return points[told], difference[told], margin


def largest(columns):
    """Which of the columns is the largest at each point; -1 where none is there. What is missing
    (a kind that has died out in every replicate) is never the largest."""
    there = ~np.isnan(columns)
    return np.where(there.any(axis=1), np.argmax(np.where(there, columns, -np.inf), axis=1), -1)


def main_effect(x, y):
    """Share of y's variance that the mean of y at x explains, x cut into tenths of the points (or
    its own values where they are fewer): eta squared, less what chance alone would explain."""
    values = np.unique(x)
    bins = values[:-1] if values.size <= BINS else np.quantile(x, np.arange(1, BINS) / BINS)
    which = np.searchsorted(bins, x, side="left")
    count = np.bincount(which)
    means = np.bincount(which, y) / np.maximum(count, 1)
    filled = np.count_nonzero(count)
    if y.var() == 0 or x.size <= filled:
        return 0.0
    left = np.mean((y - means[which]) ** 2) / y.var()
    return 1 - left * (x.size - 1) / (x.size - filled)


def main_effects(coordinates, y):
    """Main effect of each axis, and the ends of its 95 % interval by bootstrap over points; the
    same draws each time, so that the same file gives the same table."""
    def effects(rows):
        return [main_effect(column[rows], y[rows]) for column in coordinates.T]
    random = np.random.default_rng(1)
    everyone = np.arange(y.size)
    drawn = [effects(random.choice(everyone, y.size)) for _ in range(RESAMPLES)]
    found = np.array(effects(everyone))
    # Points drawn twice explain themselves: the bootstrap's own surplus is taken off.
    ends = np.percentile(drawn, [2.5, 97.5], axis=0) - (np.mean(drawn, axis=0) - found)
    return found, ends


def best_cut(coordinates, target):
    """(impurity left, axis, where to cut) of the cut after which the points on either side are
    most alike (least squares); None where no cut leaves a twentieth of the points on each side."""
    least, best = max(5, target.shape[0] // 20), None
    for axis, x in enumerate(coordinates.T):
        order = np.argsort(x, kind="stable")
        sums = np.cumsum(target[order], axis=0)
        left = np.arange(1, x.size)
        explained = (np.sum(sums[:-1] ** 2, axis=1) / left
                     + np.sum((sums[-1] - sums[:-1]) ** 2, axis=1) / left[::-1])
        apart = (np.diff(x[order]) > 0) & (left >= least) & (left[::-1] >= least)
        if not apart.any():
            continue
        at = np.argmax(np.where(apart, explained, -np.inf))
        gain = -explained[at]
        if best is None or gain < best[0]:
            best = gain, axis, (x[order[at]] + x[order[at + 1]]) / 2
    return best


def rule(coordinates, target, depth):
    """A shallow tree that tells the rows of `target` (points x columns) apart: yields (conditions,
    points) of each leaf, a condition being (axis, "<" or ">=", value)."""
    def grow(points, conditions):
        cut = best_cut(coordinates[points], target[points]) if len(conditions) < depth else None
        if cut is None:
            yield conditions, points
            return
        _, axis, value = cut
        below = coordinates[points, axis] < value
        yield from grow(points[below], [*conditions, (axis, "<", value)])
        yield from grow(points[~below], [*conditions, (axis, ">=", value)])
    yield from grow(np.arange(target.shape[0]), [])


def reach(word):
    """NAME=LOW..HIGH; an end left out is none."""
    name, _, ends = word.partition("=")
    low, dots, high = ends.partition("..")
    try:
        if dots:
            return name, float(low or "-inf"), float(high or "inf")
    except ValueError:
        pass
    raise Trouble(f"--filter {word}: not OBSERVABLE=LOW..HIGH")
