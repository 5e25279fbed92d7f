# The figure of a claim, as SVG within the page: each judged row with its interval, the region of
# equivalence and the claimed side; the same without the mechanism and in other arms; and along what
# is swept. No row shares its unit with another, so each has a scale of its own.
import html
import textwrap

import numpy as np

from .row import HIT, MISS, OPEN, valued

INK, BARE, GREY, CLAIMED = "#16214f", "#c2571a", "#dcdcd6", "#e3f1ec"
COLOURS = {HIT: "#1d6b5f", MISS: "#a93544", OPEN: "#8a6200"}
LEFT, MIDDLE, WIDTH = 236, 330, 720  # of names, of the effects, of all; in units of the picture
HEIGHT, SMALLER = 34, 15  # of a row, and of the same in another arm
PANEL, TALL, ACROSS = 240, 180, 3  # of a panel along an axis, and how many stand side by side


def text(x, y, words, size=11, anchor="start", colour="#1b1b1b"):
    return (f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
            f'fill="{colour}">{html.escape(words)}</text>')


def box(x0, x1, y, height, colour):
    x0, x1 = min(x0, x1), max(x0, x1)
    return (f'<rect x="{x0:.1f}" y="{y:.1f}" width="{x1 - x0:.1f}" height="{height:.1f}" '
            f'fill="{colour}"/>')


def stroke(path, colour, width=1.6, dashes=""):
    return (f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{width}" '
            f'stroke-dasharray="{dashes}"/>')


def dot(x, y, colour, full=True, size=3.6):
    return (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size}" stroke="{colour}" stroke-width="1.5" '
            f'fill="{colour if full else "white"}"/>')


def ends(mean, half):
    """Where an interval ends; where there is none, the mean itself."""
    half = half if half > 0 else 0.0
    return mean - half, mean + half


def claimed(row):
    """From where to where the row agrees; -100 and 100 or more stand for no limit, as in words."""
    return row.low if row.low > -100 else -np.inf, row.high if row.high < 100 else np.inf


def reach(numbers, row):
    """How far from zero a scale must go to show all of these, and what is claimed of the row."""
    said = [abs(limit) for limit in claimed(row) if np.isfinite(limit)]
    seen = [abs(end) for mean, half in numbers if not np.isnan(mean) for end in ends(mean, half)]
    return 1.08 * max([*seen, *said, 1.5 * row.margin], default=0.0) or 1.0


def grounds(row, scale, bounds, bar):
    """The claimed side and over it what counts as equivalent, as `bar` draws them between values."""
    low, high = max(claimed(row)[0], bounds[0]), min(claimed(row)[1], bounds[1])
    side = bar(scale(low), scale(high), CLAIMED) if low < high else ""
    return side + (bar(scale(-row.margin), scale(row.margin), GREY) if row.margin > 0 else "")


def effect(y, scale, mean, half, colour, full=True, size=3.6):
    if np.isnan(mean):
        return ""
    low, high = ends(mean, half)
    return stroke(f"M{scale(low):.1f} {y}H{scale(high):.1f}", colour) + \
        dot(scale(mean), y, colour, full, size)


def judged_row(row, bare, arms, top):
    """A line of the figure with the same in these other arms, and how high it is."""
    numbers = [(row.value, row.half), *[(mean, half) for _, mean, half in arms]]
    numbers += [(bare.value, bare.half)] if bare else []
    most = reach(numbers, row)
    scale = lambda value: LEFT + MIDDLE / 2 + value / most * (MIDDLE / 2 - 6)
    height = HEIGHT + SMALLER * len(arms)
    drawn = grounds(row, scale, (-most, most), lambda a, b, c: box(a, b, top + 2, height - 4, c))
    drawn += stroke(f"M{scale(0):.1f} {top + 2}V{top + height - 2}", "#888", 1)
    names = textwrap.wrap(row.name, 42, max_lines=2)
    drawn += "".join(text(0, top + 14 + 12 * n, line) for n, line in enumerate(names))
    drawn += effect(top + 12, scale, row.value, row.half, INK)
    drawn += text(WIDTH, top + 16, f"{row.number()}  {row.verdict}", 11, "end", COLOURS[row.verdict])
    if bare:
        drawn += effect(top + 24, scale, bare.value, bare.half, BARE, full=False)
        drawn += text(WIDTH, top + 28, f"{bare.number()}  {bare.verdict}", 9.5, "end", BARE)
    for n, (arm, mean, half) in enumerate(arms):
        y = top + HEIGHT + SMALLER * n + 5
        drawn += text(14, y + 3, arm, 9.5, colour="#666") + \
            effect(y, scale, mean, half, "#8a8fa8", size=2.4)
    drawn += text(LEFT + 2, top + height - 4, f"{-most:.2g}", 8, colour="#888")
    drawn += text(LEFT + MIDDLE - 2, top + height - 4, f"{most:.2g}", 8, "end", "#888")
    return drawn, height + 4


def series(points, x, y, colour, full):
    """Effects along an axis with their intervals, joined."""
    there = [(place, mean, half) for place, (_, mean, half) in enumerate(points) if not np.isnan(mean)]
    line = "L".join(f"{x(place):.1f} {y(mean):.1f}" for place, mean, _ in there)
    drawn = stroke(f"M{line}", colour, 1.2, "" if full else "4 3") if there else ""
    for place, mean, half in there:
        low, high = ends(mean, half)
        drawn += stroke(f"M{x(place):.1f} {y(low):.1f}V{y(high):.1f}", colour) + \
            dot(x(place), y(mean), colour, full, 3)
    return drawn


def panel(row, bare, axis, left, top):
    """A row along one axis: its values evenly apart, as the file lists them."""
    of = lambda one: [(x, mean, half) for name, x, mean, half in one.along if name == axis]
    here, there = of(row), of(bare) if bare else []
    most = reach([(mean, half) for _, mean, half in here + there], row)
    inside, low = PANEL - 62, TALL - 66
    x = lambda place: left + 44 + inside * (place + 0.5) / len(here)
    y = lambda value: top + 34 + low / 2 - value / most * low / 2
    drawn = grounds(row, y, (-most, most), lambda a, b, c: box(left + 44, left + 44 + inside, min(a, b),
                                                              abs(a - b), c))
    drawn += stroke(f"M{left + 44} {y(0):.1f}H{left + 44 + inside}", "#888", 1)
    drawn += "".join(text(left, top + 12 + 12 * n, line, 10)
                     for n, line in enumerate(textwrap.wrap(row.name, 42, max_lines=2)))
    for value in (-most / 1.08, 0, most / 1.08):
        drawn += text(left + 40, y(value) + 3, f"{value:.2g}", 9, "end", "#555")
    for place, (value, _, _) in enumerate(here):
        drawn += text(x(place), top + 34 + low + 13, valued(value), 9, "middle", "#555")
    drawn += text(left + 44 + inside / 2, top + 34 + low + 26, axis, 9.5, "middle", "#555")
    return drawn + series(there, x, y, BARE, False) + series(here, x, y, INK, True)


def panels(pairs):
    """Small multiples of all rows along all axes, and how high they are together."""
    courses = {}  # rows that differ only in where they stand on an axis have one course along it
    for row, bare in pairs:
        for axis in dict.fromkeys(name for name, *_ in row.along):
            course = tuple(each[1:] for each in row.along if each[0] == axis)
            if len(course) > 1:
                courses.setdefault((axis, repr(course)), (row, bare, axis))
    drawn = "".join(panel(*each, n % ACROSS * PANEL, n // ACROSS * TALL)
                    for n, each in enumerate(courses.values()))
    return drawn, -(-len(courses) // ACROSS) * TALL


def effects(pairs, top):
    """The rows below one another from `top` on, and where they end."""
    drawn, shown = "", set()
    for row, bare in pairs:
        them = frozenset([row.value, *(mean for _, mean, _ in row.elsewhere)])  # each the others' arm
        one, height = judged_row(row, bare, [] if them in shown else row.elsewhere, top)
        drawn, top = drawn + one, top + height
        shown.add(them)
    return drawn, top


def legend(with_bare, top):
    """What the marks mean, in a line."""
    drawn, x = "", 0
    words = [("as it stands", dot(6, top, INK))]
    words += [("without the mechanism", dot(0, top, BARE, False))] if with_bare else []
    words += [("in other arms", dot(0, top, "#8a8fa8", size=2.4)),
              ("claimed", box(-7, 7, top - 5, 10, CLAIMED)),
              ("counts as equivalent", box(-7, 7, top - 5, 10, GREY))]
    for word, mark in words:
        drawn += f'<g transform="translate({x + 6})">{mark}</g>' + text(x + 20, top + 4, word, 10)
        x += 34 + 5.6 * len(word)
    return drawn


def picture(drawn, height, words):
    return (f'<svg class=figure viewBox="0 0 {WIDTH} {height}" role="img" '
            f'aria-label="{html.escape(words, quote=True)}" '
            f'font-family="Georgia, serif">{drawn}</svg>') if height else ""


def figure(trial):
    """All judged rows of a claim, and below them their course along what is swept; the same without
    its mechanism where that has been run."""
    pairs = [(row, trial.bare.rows[n] if trial.bare else None) for n, row in enumerate(trial.rows)
             if row.verdict in COLOURS and row.seeds is not None]
    if not pairs:
        return ""
    rows, height = effects(pairs, 24)
    return picture(legend(bool(trial.bare), 8) + rows, height,
                   f"{trial.results.title}: effects with 95 % intervals") + \
        picture(*panels(pairs), f"{trial.results.title}: effects along what is swept")
