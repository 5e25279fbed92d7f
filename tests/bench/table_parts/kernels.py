"""The kernels of bench_kernels: what each takes beside the straightforward program of the same work and beside
the cycles of the instructions that it cannot do without."""
import json
from collections import defaultdict

from table_parts.measuring import print_table, said

# A core of Zen 4 multiplies eight pairs of 32-bit numbers a cycle, and does 32 operations on floats (two additions
# and two multiplications of eight) or 16 on doubles. What kernels cannot do without, in cycles an item; operations
# are those written in sim/kit/elementary.h and lanes.h, moves, divisions' and roots' longer time left out:
CYCLES = {
    "draws_together": (20 / 8, "20 products, eight a cycle"),
    "best_of_eight_products": (135 / 32, "135 operations"),
    "normals_together": (20 / 8 / 4 + 26 / 32, "a fourth of a draw; 26 operations of Box and Muller"),
    "distances_in_eight_dimensions": (23 / 32, "23 operations"),
    "logit_among_five": (5 * 30 / 32, "30 operations of each option, an exponential most of all"),
    "exact_sum_of_floats": (5 / 16, "five operations on doubles"),
}
# What stands beside what: permea's, the straightforward one if there is one.
TWINS = [("a draw of four words", "draws_together", "straightforward_draw"),
         ("a normal", "normals_together", "straightforward_normal"),
         ("a choice among five by logit (there by noise on each)", "logit_among_five", "straightforward_choice"),
         ("a distance in 8 dimensions", "distances_in_eight_dimensions", "straightforward_distance"),
         ("a float added to an exact sum", "exact_sum_of_floats", "straightforward_sum"),
         ("a pick among 60 by weight", "pick/60", "straightforward_pick/60"),
         ("a pick among 10,000 by weight", "pick/10000", "straightforward_pick/10000")]
TWINS += [(words, name, None) for words, name in (
    ("the best of eight products in 8 dimensions", "best_of_eight_products"),
    ("a draw of four words by itself", "draw_one_by_one"),
    ("a place picked by skipping", "pick_places_of_a_block"),
    ("a customer's row, one in twelve of 10^6, read and changed", "row_read_and_changed"),
    ("a move booked between two products", "move_between_products"))]


def measured(bench, repetitions=5, seconds=0.1):
    """Nanoseconds an item of each kernel, and what flowed over each network: medians of runs in a mixed order."""
    told = json.loads(said(bench / "bench_kernels", "--benchmark_format=json", f"--benchmark_min_time={seconds}",
                           f"--benchmark_repetitions={repetitions}",
                           "--benchmark_enable_random_interleaving=true"))
    runs = defaultdict(list)
    for row in told["benchmarks"]:
        if row["run_type"] == "iteration":
            runs[row["run_name"]].append(row)
    middle = {name: sorted(rows, key=lambda row: row["items_per_second"])[len(rows) // 2]
              for name, rows in runs.items()}
    return ({name: 1e9 / row["items_per_second"] for name, row in middle.items()},
            {name: row["flow"] for name, row in middle.items() if "flow" in row})


def table(kernel):
    print(f"A cycle took {kernel['cycle']:.2f} ns.\n")
    rows = ["| kernel | permea, ns | straightforward C++, ns | ratio | the limit, ns |"]
    for words, ours, theirs in TWINS:
        cycles, why = CYCLES.get(ours, (0, ""))
        limit = f"{cycles * kernel['cycle']:.2f}: {why}" if cycles else ""
        twin = f"{kernel[theirs]:.2f} | {kernel[theirs] / kernel[ours]:.1f}" if theirs else " | "
        rows.append(f"| {words} | {kernel[ours]:.2f} | {twin} | {limit} |")
    print_table(*rows)
