# One page of the trials, in Markdown and as HTML that needs no network and reads well on paper.
import html

from .trial import BESIDE, HIT, MISS, OPEN, WORDS

STYLE = """
body { font: 15px/1.45 Georgia, serif; max-width: 62em; margin: 2em auto; padding: 0 1em; color: #1b1b1b }
h1, h2 { font-weight: normal }
h2 { margin-top: 2em; border-top: 1px solid #ccc; padding-top: .6em }
table { border-collapse: collapse; width: 100%; font-size: 13px }
td, th { text-align: left; padding: 3px 8px 3px 0; border-bottom: 1px solid #e2e2e2; vertical-align: top }
td.n { white-space: nowrap; font-variant-numeric: tabular-nums }
pre { white-space: pre-wrap; background: #f6f6f4; padding: .6em; font-size: 12px }
.v { font-variant: small-caps }
.supported, .hit { color: #1d6b5f }
.refuted, .miss { color: #a93544 }
.depends, .open { color: #8a6200 }
@media print { body { max-width: none; margin: 0; font-size: 10pt } h2, tr { break-inside: avoid } }
"""
RULE = "A claim is supported where every row that is judged hits, refuted where some miss and none " \
    "hits, depends where some hit and some miss, open where none misses and some are too wide to " \
    "tell. A row hits when its whole 95 % interval lies on the claimed side, beyond what counts as " \
    "equivalent (grey). Rows beside, and words that nothing computes, are not judged."
HEAD = ["", "claim", "verdict", "hit", "miss", "open", "first row, or the first that misses",
        "expected", "found"]


def command(trial):
    return f"permea verify scenarios/claims/{trial.name}.toml"


def telling(trial):
    """The row that says most in a line: the first that misses, else the first that is judged."""
    judged = [row for row in trial.rows if row.verdict in (HIT, MISS, OPEN)]
    missed = [row for row in judged if row.verdict == MISS]
    return (missed or judged or trial.rows)[0]


def turning(row):
    return "; turns between " + ", ".join(row.turns()) if row.turns() else ""


def markdown(trials, folder="scenarios/claims/"):
    """One table, a line for each claim."""
    lines = ["| " + " | ".join(row) + " |" for row in (HEAD, ["---"] * len(HEAD))]
    for trial in trials:
        row = telling(trial)
        label = trial.name.split("-")[0].lstrip("h0").rjust(1, "0")
        cells = [f"[H{label}]({folder}{trial.name}.toml)", trial.claim(), f"**{trial.verdict()}**",
                 *(trial.count(v) for v in (HIT, MISS, OPEN)), row.name, row.expected,
                 row.number() + turning(row)]
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def drawn(row, width=180, height=16):
    """The effect with its interval, on an axis of its own about zero; grey is equivalent."""
    if not row.half >= 0:
        return ""
    reach = max(abs(row.value) + row.half, 1.5 * row.margin) or 1.0
    x = lambda value: width / 2 + value / reach * (width / 2 - 4)
    middle = height / 2
    low, high, at = x(row.value - row.half), x(row.value + row.half), x(row.value)
    return (f'<svg width="{width}" height="{height}" role="img" aria-label="{row.number()}">'
            f'<rect x="{x(-row.margin):.1f}" y="0" width="{x(row.margin) - x(-row.margin):.1f}" '
            f'height="{height}" fill="#e4e4e0"/><path d="M{width / 2} 0V{height}" stroke="#999"/>'
            f'<path d="M{low:.1f} {middle}H{high:.1f}" stroke="#16214f" stroke-width="2"/>'
            f'<circle cx="{at:.1f}" cy="{middle}" r="3.5" fill="#16214f"/></svg>')


def line(row):
    shown = row.verdict if row.verdict in (HIT, MISS, OPEN) else ""
    along = "; ".join(f"{x:g}: {mean:.3g} +- {half:.2g}" for _, x, mean, half in row.along)
    more = f"<br><small>along {row.along[0][0]}: {along}{turning(row)}</small>" if along else ""
    name = html.escape(row.name if row.verdict != WORDS else "in words: " + row.falsified_if)
    return (f"<tr><td>{name}{more}</td><td class=n>{html.escape(row.expected)}</td>"
            f"<td class=n>{row.number()}</td><td>{drawn(row)}</td>"
            f"<td class='v {shown}'>{shown}</td></tr>")


def table(rows):
    head = "<tr><th>what</th><th>expected</th><th>found, 95 %</th><th></th><th></th></tr>"
    return "<table>" + head + "".join(line(row) for row in rows) + "</table>"


def section(trial):
    judged = [row for row in trial.rows if row.verdict != BESIDE]
    beside = [row for row in trial.rows if row.verdict == BESIDE]
    text = (f"<h2 id={trial.name}>{html.escape(trial.results.title)}: "
            f"<span class='v {trial.verdict()}'>{trial.verdict()}</span></h2>"
            f"<pre>{html.escape(chr(10).join(trial.head))}</pre>{table(judged)}")
    if beside:
        text += f"<p>Beside these, not judged:</p>{table(beside)}"
    without = f"permea run scenarios/claims/{trial.name}.toml --set PARAMETER=OFF -o other.h5"
    return text + (f"<p>{trial.replicates} seeds. To repeat: <code>{command(trial)}</code>. To see whether "
                   f"it hangs on one mechanism: <code>{without}; scripts/claims other.h5 -o other</code></p>")


def page(trials):
    """The whole page; opens without a network."""
    rows = "".join(f"<tr><td><a href=#{t.name}>{html.escape(t.results.title)}</a></td>"
                   f"<td>{html.escape(t.claim())}</td><td class='v {t.verdict()}'>{t.verdict()}</td>"
                   f"<td class=n>{t.count(HIT)} hit, {t.count(MISS)} miss, {t.count(OPEN)} open</td></tr>"
                   for t in trials)
    return ("<!doctype html><html lang=en><meta charset=utf-8><title>The claims on trial</title>"
            f"<style>{STYLE}</style><h1>The claims on trial</h1><p>{RULE}</p><table>{rows}</table>"
            + "".join(section(trial) for trial in trials) + "</html>\n")
