# One [[expect]] of a claim: what it should be, what came out, the verdict, and where it flips.
import dataclasses

import numpy as np

HIT, MISS, OPEN, BESIDE, WORDS = "hit", "miss", "open", "beside", "in words"
ROUNDING = 1e-12  # so near to zero a sum of numbers of the size of one has no digits left


@dataclasses.dataclass
class Row:
    """One [[expect]]: what it is called, what it should be, and what came out."""
    name: str
    expected: str
    falsified_if: str
    verdict: str
    value: float = np.nan
    half: float = np.nan
    margin: float = 0.0
    along: list = dataclasses.field(default_factory=list)  # (axis, value, mean, half) of a sweep
    elsewhere: list = dataclasses.field(default_factory=list)  # (arm, mean, half) of other arms
    seeds: np.ndarray = None  # the number of each seed
    low: float = -np.inf  # from here
    high: float = np.inf  # to here it agrees

    def number(self):
        return spoken(self.value, self.half)

    def turns(self):
        """Between which values of the axis the sign changes, surely: neither interval has zero."""
        known = [(axis, x, mean) for axis, x, mean, half in self.along if sure(mean, half)]
        return [f"{axis} {valued(a)} and {valued(b)}"
                for (axis, a, x), (other, b, y) in zip(known, known[1:])
                if axis == other and x * y < 0]

    def other_arms(self):
        """The arms in which the sign is surely the other one, if it is sure here."""
        if not sure(self.value, self.half):
            return []
        return [arm for arm, mean, half in self.elsewhere
                if sure(mean, half) and mean * self.value < 0]

    def varied(self):
        """Whether the file asks the same anywhere else."""
        return len(self.along) > 1 or bool(self.elsewhere)

    def flips(self):
        """Where in what the file varies the answer flips, in words; empty: nowhere surely."""
        words = [f"between {turn}" for turn in self.turns()]
        arms = self.other_arms()
        return "; ".join(words + ([f"in the arms {' / '.join(arms)}"] if arms else []))


def reach(entry):
    """From where to where a number agrees, and that in words; none where nothing is expected."""
    margin = entry.get("margin", 0.0)
    if "between" in entry:
        low, high = entry["between"]
        if low <= -100:
            return low, high, f"at most {high:.4g}"
        return low, high, f"at least {low:.4g}" if high >= 100 else f"{low:.4g} to {high:.4g}"
    if "value" in entry:
        value, off = entry["value"], entry["tolerance"]
        return value - off, value + off, f"{value:.4g} +- {off:.2g}"
    if entry.get("sign") == "0":
        return -margin, margin, f"0 within {margin:.4g}"
    if "sign" in entry:
        above = entry["sign"] == "+"
        low = np.nextafter(margin, np.inf) if above else -np.inf
        high = np.inf if above else np.nextafter(-margin, -np.inf)
        return low, high, f"above {margin:.4g}" if above else f"below {-margin or 0:.4g}"
    return -np.inf, np.inf, ""


def verdict(entry, mean, half, low, high):
    """As `permea verify` gives it (README.md, Write a scenario)."""
    half = half if half > 0 else 0.0
    if np.isnan(mean):
        return OPEN
    if "value" in entry:
        if half > entry["tolerance"] and mean - half <= high and mean + half >= low:
            return OPEN
        return HIT if low <= mean <= high else MISS
    first, last = beyond_rounding(mean - half), beyond_rounding(mean + half)
    if first >= low and last <= high:
        return HIT
    return MISS if last < low or first > high else OPEN


def beyond_rounding(number):
    return 0.0 if abs(number) < ROUNDING else number


def sure(mean, half):
    """Whether the interval leaves no doubt about the sign; one replicate has none."""
    return abs(mean) - half >= ROUNDING


def spoken(mean, half):
    """Mean and half of its interval, to two digits of the latter."""
    if np.isnan(mean):
        return "-"
    if not half > ROUNDING:
        return f"{beyond_rounding(mean):.4g}"
    places = max(0, 1 - int(np.floor(np.log10(half))))
    return f"{mean:.{places}f} +- {half:.{places}f}"


def valued(value):
    """A value of an axis."""
    return value if isinstance(value, str) else f"{value:g}"
