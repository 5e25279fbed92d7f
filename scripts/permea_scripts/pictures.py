# The pictures of scripts/plot: the course of observables, how arms compare, and small multiples over
# the points of a sweep. Means with 95 % intervals over seeds.
import numpy as np

from . import plots, sheet, sweeps

MOST = 49  # points that still make a picture


def draw_course(axis, results, values):
    """One panel: each kind's mean over seeds with its band."""
    for n, (label, series) in enumerate(values):
        mean, half = plots.interval(series)
        look = sheet.looks(results, label)
        axis.fill_between(results.steps, mean - half, mean + half, color=look["color"], alpha=0.2,
                          linewidth=0)
        every = max(1, mean.size // 5)  # markers of different kinds do not cover each other
        axis.plot(results.steps, mean, label=label or "market", markersize=3.8,
                  markevery=(every * (2 * n + 1) // 8 % every, every), **look)
    axis.set_xlim(results.steps[0], max(results.steps[-1], results.steps[0] + 1))
    axis.set_xticks(sheet.ticks(results))


def finish(page, results, subject):
    for axis in page.lowest:
        axis.set_xlabel(results.step_unit)
    page.finish(subject, f"Lines: means over {results.seeds()} seeds; "
                         "bands: their 95 % intervals (Student's t).")


def chosen_arms(results, args):
    return [plots.chosen(args.arm, results.arms, "arm")] if args.arm else results.arms


def courses(results, args):
    """With one arm a panel for each observable; with several a picture for each, a panel an arm."""
    names, there = results.names(args.observable), chosen_arms(results, args)
    pictures = {name: [(name, arm) for arm in there] for name in names}
    if len(there) == 1:
        pictures = {there[0]: [(name, there[0]) for name in names]}
    for picture, panels in pictures.items():
        heads = [(arm, "") for _, arm in panels]
        subject = results.meaning(picture) if len(there) > 1 else f"arm: {picture}"
        if len(there) == 1:
            heads = [(plots.readable(name), results.meaning(name)) for name, _ in panels]
        page = sheet.Sheet(results, heads, share_y=len(there) > 1)
        for axis, (name, arm) in zip(page.axes, panels):
            draw_course(axis, results, results.values(name, arm, args.point))
        finish(page, results, subject)
        page.save(args.output, f"{results.stem}-{picture}")


def points(results, args):
    """Small multiples: a picture for each observable, a panel for each point of the sweep. Of two
    axes the second goes to the right and the first downwards."""
    sweep = sweeps.Sweep(results)
    arm = sweep.arm(args.arm)
    if sweep.points > MOST:
        raise plots.Trouble(f"{sweep.points} points make no picture (at most {MOST}); scripts/map "
                            "and scripts/volume read such a sweep")
    last = sweep.listed[sweep.axes[-1]]
    even = sweep.design == "grid" and len(sweep.axes) > 1 and len(last) <= 7
    heads = [(", ".join(f"{axis.partition('.')[2]} {sweeps.spoken(sweep.columns[axis][p])}"
                        for axis in sweep.axes), "") for p in range(sweep.points)]
    for name in results.names(args.observable):
        page = sheet.Sheet(results, heads, share_y=True, height=1.1, width=1.9,
                           columns=len(last) if even else 4)
        for axis, point in zip(page.axes, sweep.numbered):
            draw_course(axis, results, results.values(name, arm, point))
        finish(page, results, f"{results.meaning(name)}; arm: {arm}")
        page.save(args.output, f"{results.stem}-{name}-points")


def arms(results, args):
    """One panel an observable, one row a kind in each arm, arms downwards as in the scenario."""
    span = results.window(args.at)[1]
    names, there = results.names(args.observable), chosen_arms(results, args)
    found = {(name, arm): dict(results.values(name, arm, args.point))
             for name in names for arm in there}
    rows = [(arm, kind) for arm in there for kind in [*results.kinds, None]
            if any(kind in found[name, arm] for name in names)]
    places = {row: n + 0.9 * there.index(row[0]) for n, row in enumerate(rows)}
    middles = [np.mean([p for (a, _), p in places.items() if a == arm]) for arm in there]
    borders = [min(p for (a, _), p in places.items() if a == arm) - 0.95 for arm in there[1:]]
    heads = [(plots.readable(name), results.meaning(name)) for name in names]
    page = sheet.Sheet(results, heads, share_y=True, height=0.35 + 0.13 * (len(rows) + len(there)))
    for axis, name in zip(page.axes, names):
        for (arm, kind), place in places.items():
            if kind in found[name, arm]:
                draw_dot(axis, results, args, arm, kind, place, found[name, arm][kind])
        axis.set_yticks(middles, [sheet.wrapped(arm, 16) for arm in there])
        axis.set_ylim(max(places.values()) + 0.9, min(places.values()) - 0.9)
        sheet.least_span(axis)
        axis.locator_params(axis="x", nbins=4)
        axis.tick_params(axis="y", length=0, grid_alpha=0)
        for border in borders:
            axis.axhline(border, color="#dddddd", linewidth=0.5, zorder=0)
    page.finish(span, f"Dots: means over {results.seeds()} seeds; "
                      "bars: their 95 % intervals (Student's t).")
    page.save(args.output, f"{results.stem}-arms")


def draw_dot(axis, results, args, arm, kind, place, values):
    """The mean of a kind in an arm with its interval."""
    mean, half = plots.interval(results.means(values, results.runs(arm, args.point), args.at))
    look = {**sheet.looks(results, kind), "linestyle": "none"}
    axis.errorbar(mean, place, xerr=None if np.isnan(half) else half, capsize=2.2, elinewidth=1.1,
                  markersize=4, label=kind or "market", **look)
