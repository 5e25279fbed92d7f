# The business model canvas as people know it (Osterwalder & Pigneur 2010): nine blocks with a bar for
# each kind of firm, arrows where money, know-how and attention flow, and below how one-sided these are.
import numpy as np
from matplotlib.patches import Patch

from . import plots, sheet

# Block: place (left, bottom, width, height, of a sheet ten wide and three high) and what its number is.
BLOCKS = {
    "key_partners": (0, 1, 2, 2, "know-how that leaked in, and what members did"),
    "key_activities": (2, 2, 2, 1, "spent on what it does, per s"),
    "key_resources": (2, 1, 2, 1, "know-how, mean of domains"),
    "value_propositions": (4, 1, 2, 2, "customers' utility over the outside option"),
    "customer_relationships": (6, 2, 2, 1, "trust; 1/2 is neutral"),
    "channels": (6, 1, 2, 1, "customers who joined, per s"),
    "customer_segments": (8, 1, 2, 2, "segments served, as if equally"),
    "cost_structure": (0, 0, 5, 1, "cost of a month, per s"),
    "revenue_streams": (5, 0, 5, 1, "revenue of a month, per s")}
# Flow: what is given and what is taken, as (observable, purpose or block) added up.
FLOWS = {
    "money": ([("canvas", "cost_structure")], [("canvas", "revenue_streams")], "paid", "earned"),
    "know-how": ([("knowledge_out", None)], [("knowledge_in", None)], "leaked out", "leaked in"),
    "attention": ([("spend", "broadcast"), ("spend", "showing")],
                  [("spend", "listening"), ("spend", "community")], "speaking", "hearing")}
# Where a flow crosses from block to block: from, to (in blocks' units), its name.
ARROWS = [((1.6, 1.09), (2.4, 1.09), "know-how"), ((7.6, 2.09), (8.4, 2.09), "attention"),
          ((4.6, 0.09), (5.4, 0.09), "money")]
SIZE, TOP, FOOT = (10.2, 7.6), 0.885, 0.29  # inches; where the blocks begin and end, of the height


class Drawn:
    """An arm of a results file at a time: numbers of each run by kind, of blocks and of flows."""

    def __init__(self, results, args):
        if "canvas" not in results.data or "block" not in results.data["canvas"].dims:
            raise plots.Trouble(f"{results.path}: canvas is not recorded in it")
        if args.arm is None and len(results.arms) > 1:
            raise plots.Trouble("several arms: choose one with --arm; there are: "
                                f"{'; '.join(results.arms)}")
        self.arm = plots.chosen(args.arm, results.arms, "arm") if args.arm else results.arms[0]
        self.results, self.at, self.runs = results, args.at, results.runs(self.arm, args.point)
        blocks = self.numbers("canvas", "key_resources")
        self.kinds = [k for k in range(len(results.kinds)) if (~np.isnan(blocks[:, k])).any()]

    def numbers(self, name, inner=None):
        """runs x kinds, per firm where the observable is a sum over firms."""
        results = self.results
        values = results.rates(name, self.runs)
        if inner is not None:
            axis = results.data[name].dims[-1]
            values = values[..., list(results.data[axis].values).index(inner)]
        found = results.means(values, self.runs, self.at)
        if results.data[name].attrs.get("put_together") == "sum":
            firms = results.means(results.rates("firms", self.runs), self.runs, self.at)
            found = found / np.where(firms > 0, firms, np.nan)
        return found

    def flow(self, parts):
        return sum(self.numbers(*part) for part in parts)

    def has(self, parts):
        needed = {name for name, _ in parts}
        return needed <= set(self.results.data.data_vars) and \
            (needed == {"canvas"} or "firms" in self.results.data)


def bars(axis, drawn, values, signed=1):
    """A bar for each kind, its 95 % interval over seeds, its number behind it."""
    mean, half = plots.interval(values[:, drawn.kinds])
    for row, (kind, value, spread) in enumerate(zip(drawn.kinds, mean, half)):
        axis.barh(row, signed * value, 0.72, color=sheet.COLOURS[kind % 8], zorder=2,
                  xerr=None if np.isnan(spread) else spread,
                  error_kw={"elinewidth": 0.8, "capsize": 1.8, "ecolor": "#444444"})
    return mean, half


def room(axis, mean, half, low=0.0):
    """The range of a panel with room for numbers behind the bars."""
    ends = np.nan_to_num(mean) + np.nan_to_num(half)
    most = max(ends.max(), 1e-9)
    least = min(low, np.nanmin(mean - np.nan_to_num(half)))
    axis.set_xlim(least * 1.1, most * 1.45)
    for row, (value, end) in enumerate(zip(mean, ends)):
        axis.text(max(end, 0) + 0.03 * most, row, f"{value:#.2g}".rstrip("."), va="center",
                  fontsize=6.5)
    axis.invert_yaxis()
    axis.set_yticks([])
    axis.set_xticks([])
    axis.spines[:].set_visible(False)


def draw_block(figure, drawn, name, values):
    """A framed block with its name, what its number is, and a bar for each kind."""
    left, bottom, width, height, words = BLOCKS[name]
    wide, high = 0.98 / 10, (TOP - FOOT) / 3
    place = (0.01 + left * wide, FOOT + bottom * high, width * wide, height * high)
    frame = figure.add_axes(place)
    frame.set(xticks=[], yticks=[])
    frame.grid(False)
    frame.spines[:].set_visible(True)
    frame.spines[:].set_linewidth(1.1)
    inch = 1 / (place[3] * SIZE[1])
    frame.text(0.03 * 2 / width, 1 - 0.07 * inch, name.replace("_", " ").capitalize(), va="top",
               fontsize=8.5, fontweight="bold")
    frame.text(0.03 * 2 / width, 1 - 0.25 * inch, sheet.wrapped(words, 16 * width), va="top",
               fontsize=6.5, color="#444444")
    lines = sheet.wrapped(words, 16 * width).count("\n") + 1
    tall = 0.17 * len(drawn.kinds)
    below = 0.3 + 0.12 * lines
    axis = figure.add_axes((place[0] + 0.005, place[1] + place[3] - (below + tall + 0.05) / SIZE[1],
                            place[2] - 0.01, tall / SIZE[1]))
    axis.patch.set_alpha(0)
    axis.grid(False)
    room(axis, *bars(axis, drawn, values))


def draw_flow(figure, drawn, n, name, given, taken, words):
    """Given to the left, taken to the right, and the imbalance of the two beside."""
    axis = figure.add_axes((0.03 + 0.245 * n, 0.055, 0.205, 0.165))
    axis.grid(False)
    out, into = drawn.flow(given), drawn.flow(taken)
    bars(axis, drawn, out, -1)
    bars(axis, drawn, into)
    most = np.nanmax([plots.interval(side[:, drawn.kinds])[0] for side in (out, into)]) or 1.0
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = np.abs(out - into) / (out + into)
    mean, _ = plots.interval(ratio[:, drawn.kinds])
    for row, value in enumerate(mean):
        axis.text(1.25 * most, row, "-" if np.isnan(value) else f"{value:.2f}", va="center", fontsize=7)
    axis.set_xlim(-1.2 * most, 1.65 * most)
    axis.axvline(0, color="#333333", linewidth=0.8, zorder=3)
    axis.invert_yaxis()
    axis.set(yticks=[], xticks=[])
    axis.spines[:].set_visible(False)
    axis.set_title(name.capitalize(), loc="left", fontsize=8.5, fontweight="bold", pad=14)
    axis.annotate(f"{words[0]} | {words[1]}", (0.42, 1.02), xycoords="axes fraction", ha="center",
                  fontsize=6.8, color="#444444")
    axis.annotate("imbalance", (1, 1.02), xycoords="axes fraction", ha="right", fontsize=6.8,
                  color="#444444")


def draw_arrows(figure):
    """Where the three flows cross."""
    sky = figure.add_axes((0.01, FOOT, 0.98, TOP - FOOT))
    sky.patch.set_alpha(0)
    sky.axis("off")
    sky.set(xlim=(0, 10), ylim=(0, 3))
    for start, end, name in ARROWS:
        sky.annotate("", end, start, arrowprops={"arrowstyle": "<->", "color": "#7a5195", "lw": 1.6})
        sky.annotate(name, ((start[0] + end[0]) / 2, start[1]), xytext=(0, 4),
                     textcoords="offset points", ha="center", fontsize=6.5, color="#7a5195",
                     bbox={"facecolor": "white", "linewidth": 0, "pad": 0.6})


def draw(results, args):
    """One page: the nine blocks, and below the flows and how one-sided firms are."""
    drawn = Drawn(results, args)
    page = sheet.Page(results, SIZE)
    for name in BLOCKS:
        draw_block(page.figure, drawn, name, drawn.numbers("canvas", name))
    draw_arrows(page.figure)
    there = {name: flow for name, flow in FLOWS.items() if drawn.has(flow[0] + flow[1])}
    for n, (name, (given, taken, *words)) in enumerate(there.items()):
        draw_flow(page.figure, drawn, n, name, given, taken, words)
    if "imbalance" in results.data:
        axis = page.figure.add_axes((0.03 + 0.245 * len(there), 0.055, 0.2, 0.165))
        axis.grid(False)
        axis.set_title("All three", loc="left", fontsize=8.5, fontweight="bold", pad=14)
        axis.annotate("imbalance of a firm, mean of firms", (0, 1.02), xycoords="axes fraction",
                      fontsize=6.8, color="#444444")
        room(axis, *bars(axis, drawn, drawn.numbers("imbalance")))
    page.head(f"Business model canvas; arm: {drawn.arm}; {results.window(args.at)[1]}",
              f"Bars: means of firms over {results.seeds()} seeds, each block in its own unit; "
              "lines: 95 % intervals; s: customers per firm at the start. Imbalance: |given - taken| / "
              "(given + taken).")
    page.legend([Patch(color=sheet.COLOURS[k % 8]) for k in drawn.kinds],
                [results.kinds[k] for k in drawn.kinds])
    page.save(args.output, f"{results.stem}-canvas-{drawn.arm}")
