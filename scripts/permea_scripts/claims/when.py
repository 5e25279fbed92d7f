# When each wins: runs and draws the maps of scenarios/maps, reads the global sweep, evolution and
# invasion, and tells all in one table (maps.md) and one page (maps.html) that needs no network.
import base64
import html
import pathlib
import subprocess
import sys

import numpy as np

from .. import markdown, plots, sweeps, volumes
from . import evolution, invasion, pages

SIDES, AT = "open-closed", "132..240"
OBSERVABLES = ["profit_per_firm", "surplus"]
HEAD = ["map", "of", "points", "open ahead", "closed ahead", "neither surely"]
SWEPT = ["global sweep", "open ahead by more than 5 %", "closed ahead by more than 5 %", "between",
         "what decides the difference most (share of variance by itself)"]


def map_rows(file):
    """On what share of a map's points each side is surely ahead, for each observable."""
    sweep = sweeps.Sweep(plots.Results(str(file)))
    for name in OBSERVABLES:
        _, verdict = sweeps.verdicts(sweeps.Sides(sweep, SIDES).difference(name, AT))
        told = verdict[~np.isnan(verdict)]
        yield [" x ".join(sweep.axes), plots.readable(name), str(told.size),
               *(f"{np.mean(told == sign):.0%}" for sign in (1, -1, 0))]


def swept_rows(file):
    """In what share of the plausible volume each side is ahead by 5 %, and what decides it."""
    sweep = sweeps.Sweep(plots.Results(str(file)))
    sides = sweeps.Sides(sweep, SIDES)
    for name in ["market_share", *OBSERVABLES]:
        points, difference, margin = volumes.ahead(sweep, sides, name, AT, np.arange(sweep.points))
        shares = []
        for here in (difference > margin, difference < -margin, np.abs(difference) <= margin):
            low, high = volumes.wilson(here.sum(), here.size)
            shares.append(f"{here.mean():.1%} ({low:.1%} to {high:.1%})")
        found, ends = volumes.main_effects(sweep.coordinates[points], difference)
        first = np.argsort(-found, kind="stable")[:3]
        decides = "; ".join(f"{sweep.axes[a]} {found[a]:.0%} ({max(0, ends[0, a]):.0%} to {ends[1, a]:.0%})"
                            for a in first)
        yield [f"{plots.readable(name)}, {points.size} points", *shares, decides]


def drawn(root, file, name, folder):
    """The picture of a map, by scripts/map."""
    subprocess.run([sys.executable, str(root / "scripts" / "map"), str(file), "--contrast", SIDES,
                    "--observable", name, "--at", AT, "-o", str(folder)], check=True,
                   stdout=subprocess.DEVNULL)
    return folder / f"{file.stem}-{name}-map.png"


def figure(picture):
    content = base64.b64encode(picture.read_bytes()).decode("ascii")
    return (f'<img alt="{html.escape(picture.stem)}" style="width: 48%" '
            f'src="data:image/png;base64,{content}">')


def tell(root, folder, run):
    """`run` gives the results file of a scenario, made if it is missing."""
    folder, rows, figures = folder / "maps", [], ""
    for scenario in sorted((root / "scenarios" / "maps").glob("*.toml")):
        file = run(scenario, folder / f"{scenario.stem}.h5")
        rows += map_rows(file)
        head = scenario.read_text(encoding="utf-8").split("\ntitle")[0]
        head = head.replace("\n# ", "\n").lstrip("# ")
        pictures = "".join(figure(drawn(root, file, name, folder)) for name in OBSERVABLES)
        figures += f"<h2>{scenario.stem}</h2><pre>{html.escape(head)}</pre>{pictures}"
    tables = [markdown.table(HEAD, rows)]
    swept = run(root / "scenarios/global.toml", folder / "global.h5")
    evolved = run(root / "scenarios/evolution.toml", folder / "evolution.h5")
    invaded = run(root / "scenarios/invasion.toml", folder / "invasion.h5")
    tables += [markdown.table(SWEPT, swept_rows(swept)), markdown.table(*evolution.table(evolved)),
               markdown.table(*invasion.table(invaded))]
    pathlib.Path(folder / "maps.md").write_text("\n".join(tables), encoding="utf-8")
    pathlib.Path(folder / "maps.html").write_text(pages.document("When each wins", "".join(
        pages.from_markdown(table) for table in tables) + figures), encoding="utf-8")
    print(folder / "maps.md", folder / "maps.html", sep="\n")
