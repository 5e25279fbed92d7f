# How every picture looks: colours, lines and markers of the kinds, a page of panels, and how it is
# saved, in sizes of print whatever the user's own settings.
import os
import re
import textwrap

import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.layout_engine import ConstrainedLayoutEngine

# Dark to light, so that the order survives grey printing, and safe for the colour-blind; each has a
# line and a marker of its own. What has no kind is drawn in black.
COLOURS = ["#16214f", "#a93544", "#2f9b8f", "#e8ad34", "#7a5195", "#5b9bd5", "#6b6b6b", "#a8c686"]
LINES = ["-", (0, (5, 1.5)), (0, (4, 1.2, 1, 1.2)), (0, (1.2, 1.2))]
MARKERS = ["o", "s", "^", "D", "v", "P", "X", "*"]
# Of a map: from the second side to the first; both ends differ in lightness too.
SIDES = LinearSegmentedColormap.from_list("sides", ["#16214f", "#8791b5", "#ffffff", "#f0c070", "#d98a1f"])
STYLE = {
    "font.size": 8, "axes.titlesize": 8.5, "axes.labelsize": 8, "legend.fontsize": 8.5,
    "axes.spines.top": False, "axes.spines.right": False, "axes.linewidth": 0.6, "axes.grid": True,
    "grid.color": "#dddddd", "grid.linewidth": 0.5, "axes.axisbelow": True, "lines.linewidth": 1.5,
    "xtick.major.width": 0.6, "ytick.major.width": 0.6, "legend.frameon": False, "pdf.fonttype": 42,
    "axes.formatter.useoffset": False, "savefig.dpi": 200}


def looks(results, label):
    """Colour, line and marker of a kind: the same in every picture of a file."""
    if label is None:
        return {"color": "black", "linestyle": "-", "marker": "o"}
    k = results.kinds.index(label)
    return {"color": COLOURS[k % 8], "linestyle": LINES[k % 4], "marker": MARKERS[k % 8]}


def wrapped(text, width):
    return "\n".join(textwrap.wrap(text, width))


def ticks(results):
    """About five round steps; whole years where a step is a month."""
    span = max(1, results.steps[-1] - results.steps[0])
    rounds = [1, 3, 6, 12, 24, 60, 120, 240, 600] if results.step_unit == "month" else \
        [m * 10**e for e in range(9) for m in (1, 2, 5)]
    by = next((r for r in rounds if span / r <= 5), rounds[-1])
    return np.arange(results.steps[0], results.steps[-1] + 1, by)


def least_span(axis, share=0.02):
    """Widens the horizontal range to a `share` of its values, lest rounding look like a result."""
    low, high = axis.get_xlim()
    wider = (share * max(abs(low), abs(high)) - (high - low)) / 2
    if wider > 0:
        axis.set_xlim(low - wider, high + wider)


class Page:
    """A figure with the scenario's title on top, in sizes of print whatever the user's settings."""

    def __init__(self, results, size):
        matplotlib.rcdefaults()
        plt.rcParams.update(STYLE)
        self.results, self.size = results, size
        self.figure = plt.figure(figsize=size)

    def head(self, subject, note):
        """Writes `subject` under the scenario's title, and `note` at the foot."""
        width, height = self.size
        left = 0.08 / width
        self.figure.text(left, 1 - 0.08 / height, self.results.title, va="top", fontsize=9.5,
                         fontweight="bold")
        self.figure.text(left, 1 - 0.27 / height, subject, va="top", fontsize=8.5)
        self.figure.text(left, 0.07 / height, note, va="bottom", fontsize=7, color="#444444")

    def legend(self, handles, labels):
        self.figure.legend(handles, labels, ncol=max(1, len(labels)), loc="upper left",
                           bbox_to_anchor=(0, 1 - 0.4 / self.size[1]), handlelength=3.4,
                           columnspacing=1.8, borderaxespad=0.3)

    def save(self, folder, name):
        """Writes name.png and name.pdf, the same bytes for the same picture, and says so."""
        os.makedirs(folder, exist_ok=True)
        stem = os.path.join(folder, re.sub(r"[^A-Za-z0-9_.-]+", "-", name))
        self.figure.savefig(stem + ".png", metadata={"Software": None})
        self.figure.savefig(stem + ".pdf", metadata={"CreationDate": None})
        plt.close(self.figure)
        print(f"{stem}.png {stem}.pdf")


class Sheet(Page):
    """A page of panels, `columns` in a row, each with a name and what it means; a title and one
    legend above, a note below."""

    def __init__(self, results, heads, share_y=False, height=1.5, margin=0.0, columns=3, width=2.2):
        """`heads`: name and meaning of each panel; `height` and `width`: of a panel, `margin`: what
        labels on the left need beyond half an inch; in inches."""
        columns = min(len(heads), columns)
        rows = -(-len(heads) // columns)
        alone = 1.2 * (columns == 1)
        names = [textwrap.wrap(name, int(13 * (width + alone))) for name, _ in heads]
        meanings = [textwrap.wrap(text, int(17.3 * width), max_lines=3, placeholder=" ...")
                    for _, text in heads]
        deepest = max(map(len, meanings))
        longest = max(max(map(len, names)), 1)
        size = (0.6 + margin + width * columns + alone,
                1.0 + (height + 0.45 + 0.12 * deepest + 0.14 * (longest - 1)) * rows)
        super().__init__(results, size)
        axes = self.figure.subplots(rows, columns, squeeze=False, sharey=share_y)
        self.axes = list(axes.flat[:len(heads)])
        for axis in axes.flat[len(heads):]:
            axis.remove()
        for axis, name, lines in zip(self.axes, names, meanings):
            axis.set_title("\n".join(name), loc="left", fontweight="bold", pad=4 + 8.6 * deepest)
            axis.annotate("\n".join(lines), (0, 1), (0, 1 + 8.6 * deepest), va="top", fontsize=7,
                          xycoords="axes fraction", textcoords="offset points", color="#444444",
                          linespacing=1.1, in_layout=False)
        self.lowest = [axis for n, axis in enumerate(self.axes) if n + columns >= len(heads)]

    def finish(self, subject, note):
        """Writes `subject` under the scenario's title, the legend, and `note` at the foot."""
        self.head(subject, note)
        handles = {label: handle for axis in self.axes
                   for handle, label in zip(*axis.get_legend_handles_labels())}
        kinds = [kind for kind in [*self.results.kinds, "market"] if kind in handles]
        order = kinds + [label for label in handles if label not in kinds]
        if order != ["market"]:
            self.legend([handles[k] for k in order], order)
        width, height = self.size
        self.figure.set_layout_engine(ConstrainedLayoutEngine(
            rect=(0, 0.22 / height, 1 - 0.12 / width, 1 - 0.95 / height)))
