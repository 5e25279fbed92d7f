# One page of the trials, in Markdown and as HTML that needs no network and reads well on paper.
import html
import pathlib

from .. import plots
from ..markdown import put_between, table as markdown_table
from . import figures, without
from .row import BESIDE, HIT, MISS, OPEN, WORDS, spoken, valued

STYLE = """
body { font: 15px/1.45 Georgia, serif; max-width: 62em; margin: 2em auto; padding: 0 1em; color: #1b1b1b }
h1, h2 { font-weight: normal }
h2 { margin-top: 2em; border-top: 1px solid #ccc; padding-top: .6em }
table { border-collapse: collapse; width: 100%; font-size: 13px }
td, th { text-align: left; padding: 3px 8px 3px 0; border-bottom: 1px solid #e2e2e2; vertical-align: top }
td.n { white-space: nowrap; font-variant-numeric: tabular-nums }
pre { white-space: pre-wrap; background: #f6f6f4; padding: .6em; font-size: 12px }
svg.figure { width: 100%; margin: .6em 0 1em; break-inside: avoid }
.v { font-variant: small-caps }
.supported, .hit { color: #1d6b5f }
.refuted, .miss { color: #a93544 }
.depends, .open { color: #8a6200 }
@page { margin: 14mm }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10pt }
  h2 { break-after: avoid } h2, tr { break-inside: avoid }
  table { font-size: 8.5pt } pre { font-size: 7.4pt } /* so that a line of 100 is one */
}
"""
RULE = "A claim is supported where every row that is judged hits, also without the mechanism that " \
    "states it most directly; refuted where some miss and none hits; depends where some hit and " \
    "some miss, or where only that mechanism supports it; open where none misses and some are too " \
    "wide to tell. A row hits when its whole 95 % interval lies on the claimed side, beyond what " \
    "counts as equivalent (grey). Rows beside, and words that nothing computes, are not judged."
HEAD = ["", "claim", "verdict", "hit, miss, open", "first row, or the first that misses",
        "expected", "found", "flips", "without the mechanism that states it most directly"]
NOWHERE, UNVARIED = "nowhere surely", "not asked: the file varies nothing for its rows"


def scenario(trial):
    """Where its file is: with the others, or, a copy that somebody changed, wherever they keep it."""
    own = pathlib.Path(__file__).resolve().parents[3] / "scenarios" / "claims" / f"{trial.name}.toml"
    return f"scenarios/claims/{trial.name}.toml" if own.is_file() else f"{trial.name}.toml"


def command(trial):
    return f"permea verify {scenario(trial)}"


def telling(trial):
    """The row that says most in a line: the first that misses, else the first that is judged."""
    judged = [row for row in trial.rows if row.verdict in (HIT, MISS, OPEN)]
    missed = [row for row in judged if row.verdict == MISS]
    return (missed or judged or trial.rows)[0]


def flipping(trial):
    """Where the answer flips over what the file varies: of the telling row, or else of others."""
    first = telling(trial)
    if words := first.flips():
        return words
    others = [row for row in trial.rows if row.verdict in (HIT, MISS, OPEN) and row.flips()]
    if others:
        return f"{others[0].name}: {others[0].flips()}"
    return NOWHERE if any(row.varied() for row in trial.rows if row.verdict != BESIDE) else UNVARIED


def counts(trial):
    return ", ".join(str(trial.count(verdict)) for verdict in (HIT, MISS, OPEN))


def alike(trial, row):
    """The same row without the mechanism, and how far its removal moves it, in words; or None."""
    if not trial.bare or row.seeds is None:
        return None
    other = trial.bare.rows[trial.rows.index(row)]
    both = min(other.seeds.size, row.seeds.size)  # the first seeds are the same in both
    return other, spoken(*plots.interval(other.seeds[:both] - row.seeds[:both]))


def removed(trial):
    """Whether the verdict survives the removal of its mechanism, and what the telling row becomes."""
    if not trial.mechanism:
        return "-"
    if not trial.mechanism.settings:
        return trial.mechanism.what
    settings = ", ".join(without.words(trial.mechanism))
    if not trial.bare:
        return f"{settings}: not run"
    same = trial.bare.verdict_of_rows() == trial.verdict_of_rows()
    word = "stays" if same else "becomes"
    found = alike(trial, telling(trial))
    fewer = "" if trial.bare.replicates == trial.replicates else f", {trial.bare.replicates} seeds"
    moved = f"; the row {found[0].number()}, moved by {found[1]}" if found else ""
    return f"{settings}: {word} {trial.bare.verdict_of_rows()} ({counts(trial.bare)}{fewer}){moved}"


def markdown(trials):
    """One table, a line for each claim."""
    rows = []
    for trial in trials:
        row = telling(trial)
        label = "H" + trial.name.split("-")[0].lstrip("h0").rjust(1, "0")
        file = scenario(trial)
        name = f"[{label}]({file})" if "/" in file else trial.name
        rows.append([name, trial.claim(), f"**{trial.verdict()}**", counts(trial), row.name,
                     row.expected, row.number(), flipping(trial), removed(trial)])
    return markdown_table(HEAD, rows)


def between_marks(text, new):
    """The page with the table put where scripts/claims has its place in it."""
    page = put_between(text, "scripts/claims: table", new)
    if page is None:
        raise plots.Trouble("README.md has no place for the table of claims")
    return page


def small(words):
    return f"<br><small>{html.escape(words)}</small>" if words else ""


def once(words, key, told):
    """These words, unless the same was told before, of a row that differs in where it stands alone."""
    if not words or key in told:
        return ""
    told.add(key)
    return small(words)


def more(row, told):
    """What a row is along a sweep and in other arms, where not yet told, and where it flips."""
    text = ""
    for axis in dict.fromkeys(axis for axis, *_ in row.along):
        words = f"along {axis}: " + "; ".join(f"{valued(x)}: {spoken(mean, half)}" for name, x, mean, half
                                              in row.along if name == axis)
        text += once(words, words, told)
    arms = "; ".join(f"{arm}: {spoken(mean, half)}" for arm, mean, half in row.elsewhere)
    them = frozenset([row.value, *(mean for _, mean, _ in row.elsewhere)])  # each the others' arm
    text += once(arms and f"in other arms: {arms}", them, told)
    return text + small(row.flips() and f"flips {row.flips()}")


def line(trial, row, told):
    shown = row.verdict if row.verdict in (HIT, MISS, OPEN) else ""
    name = html.escape(row.name if row.verdict != WORDS else "in words: " + row.falsified_if)
    other = alike(trial, row)
    bare = f"<td class=n>{other[0].number()}{small(other[0].verdict if shown else '')}</td>" if other \
        else "<td></td>"
    return (f"<tr><td>{name}{more(row, told)}</td><td class=n>{html.escape(row.expected)}</td>"
            f"<td class=n>{row.number()}</td>"
            f"<td class='v {shown}'>{shown}</td>{bare if trial.bare else ''}</tr>")


def table(trial, rows, told):
    bare = "<th>without</th>" if trial.bare else ""
    head = f"<tr><th>what</th><th>expected</th><th>found, 95 %</th><th></th>{bare}</tr>"
    return "<table>" + head + "".join(line(trial, row, told) for row in rows) + "</table>"


def called(trial):
    """What the call said otherwise than the file: --seeds, --steps."""
    return "".join(f" --{key} {trial.understood[key]}" for key in ("seeds", "steps")
                   if trial.understood[key] != trial.written[key])


def repeating(trial):
    """The commands that make it again, as it stands and without its mechanism."""
    folder = pathlib.Path(trial.results.path).parent
    folder = "results" if folder.is_absolute() else folder
    file, words = f"{folder}/{trial.name}.h5", called(trial)
    text = f"<p>{trial.replicates} seeds. To repeat: "
    text += "" if words else f"<code>{command(trial)}</code>; for this page, "
    text += (f"<code>permea run {scenario(trial)}{words} -o {file}</code> and "
             f"<code>scripts/claims {file}</code>.")
    if trial.mechanism and trial.mechanism.settings:
        sets = " ".join(f"--set {word}" for word in without.words(trial.mechanism))
        text += (f" Without the mechanism that states it most directly "
                 f"({html.escape(trial.mechanism.what)}): <code>permea run "
                 f"{scenario(trial)}{words} {sets} -o {folder}/without/{trial.name}.h5</code>.")
    return text + "</p>"


def section(trial):
    judged = [row for row in trial.rows if row.verdict != BESIDE]
    beside = [row for row in trial.rows if row.verdict == BESIDE]
    told = set()  # what rows are along a sweep and in other arms
    text = (f"<h2 id={trial.name}>{html.escape(trial.results.title)}: "
            f"<span class='v {trial.verdict()}'>{trial.verdict()}</span></h2>"
            f"<pre>{html.escape(chr(10).join(trial.head))}</pre>"
            f"<p>Flips: {html.escape(flipping(trial))}. Without its mechanism: "
            f"{html.escape(removed(trial))}.</p>{figures.figure(trial)}{table(trial, judged, told)}")
    if beside:
        text += f"<p>Beside these, not judged:</p>{table(trial, beside, told)}"
    return text + repeating(trial)


def document(title, body):
    """A whole page; opens without a network."""
    return (f"<!doctype html><html lang=en><meta charset=utf-8><title>{title}</title>"
            f"<style>{STYLE}</style><h1>{title}</h1>{body}</html>\n")


def from_markdown(table):
    """A table of Markdown as HTML."""
    lines = [line.strip("|\n ").split(" | ") for line in table.splitlines()]
    rows = ["".join(f"<td>{html.escape(cell)}</td>" for cell in line) for line in lines[:1] + lines[2:]]
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def page(trials):
    """The whole page of the trials."""
    rows = "".join(f"<tr><td><a href=#{t.name}>{html.escape(t.results.title)}</a></td>"
                   f"<td>{html.escape(t.claim())}</td><td class='v {t.verdict()}'>{t.verdict()}</td>"
                   f"<td class=n>{t.count(HIT)} hit, {t.count(MISS)} miss, {t.count(OPEN)} open</td>"
                   f"<td>{html.escape(removed(t))}</td></tr>" for t in trials)
    return document("The claims on trial", f"<p>{RULE}</p><table>{rows}</table>" +
                    "".join(section(trial) for trial in trials))
