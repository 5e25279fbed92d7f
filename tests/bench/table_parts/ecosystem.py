"""Runs of the ecosystem by size, what a review comes to in them, where its time goes, and whether cost is linear."""
import re
import tempfile
from pathlib import Path

from table_parts import pieces
from table_parts.limits import limits
from table_parts.measuring import in_turn, numbers, print_table, said, verdict

# What a kernel that does nothing but review, 32 customers at a time without intrinsics, took on cores like these: ns a
# review and core, by customers and threads. It compares five firms once, without free designs or communities.
BY_HAND = {(10**5, 1): 82, (10**6, 1): 79, (10**6, 2): 95, (10**7, 1): 77, (10**7, 2): 93, (10**8, 2): 78}
HEAD = ("| ecosystem | customers x months | firms | threads | set-up, s | months, s | million customer-months a "
        "second | ns a review and core | the limit: reviews alone, tuned by hand | MiB | wanted |")
WORLDS = {"standard": [], "everything on": ["everything"]}
SIZES = [(10**5, 240, 60, 1), (10**6, 24, 60, 1), (10**6, 240, 60, 1), (10**6, 24, 60, 2), (10**7, 24, 60, 1),
         (10**7, 24, 60, 2)]
LARGEST = [((10**8, 240, 60, 2), "everything on"), ((10**8, 240, 60, 2), "standard")]
MANY_FIRMS = ((10**6, 240, 10**4, 2), "standard")


def run(bench, customers, months, firms, threads, world):
    """Set-up and months in seconds, millions a second, ns a review and core, MiB."""
    return numbers(said(bench / "bench_ecosystem", customers, months, firms, threads, 1, *WORLDS[world]),
                   r"set-up ([\d.]+) s, months ([\d.]+) s .*, ([\d.]+) million.*, ([\d.]+) ns a review.* "
                   r"(\d+) MiB")


def wanted(size, world, found):
    customers, months, firms, threads = size
    set_up, stepping, millions, review, memory = found
    if firms == 10**4:
        return f"{verdict(stepping, 60, True)} (s); {verdict(memory, 4096, True)} (MiB)"
    if world == "standard":
        return ""
    if customers == 10**8:
        return (f"{verdict(set_up, 15, True)} (set-up); {verdict(stepping, 120, True)} (months); "
                f"{verdict(millions, 200)} (million); {verdict(memory, 8192, True)} (MiB)")
    if customers == 10**5:
        return verdict(stepping, 0.3, True) + " (s)"
    if threads == 2 and customers > 10**6:
        return verdict(millions, 200) + " (million)"
    return verdict(review, 120, True) + " (ns)"


def table(bench, rounds, runs):
    found = in_turn(rounds, {(size, world): lambda size=size, world=world: run(bench, *size, world)
                             for size, world in runs})
    rows = [HEAD]
    for (size, world), figures in found.items():
        customers, months, firms, threads = size
        set_up, stepping, millions, review, memory = figures
        by_hand = BY_HAND.get((customers, threads), "") if firms == 60 else ""
        rows.append(f"| {world} | {customers:,} x {months} | {firms:,} | {threads} | {set_up:.2f} | "
                    f"{stepping:.2f} | {millions:.0f} | {review:.0f} | {by_hand} | {memory:.0f} | "
                    f"{wanted(size, world, figures)} |")
    print_table(*rows)


def linear(bench, rounds):
    """Whether cost is linear in customers."""
    pattern = (r"([\d.]+) ns a customer-month\n.* ([\d.]+) ns a customer-month\n.* ([\d.]+) ns a customer-month\n"
               r"fixed: ([\d.]+) ms.*: ([\d.]+) ns")
    runs = {world: lambda words=words: numbers(said(bench / "bench_ecosystem", "linear", 1, 10**7, *words), pattern)
            for world, words in WORLDS.items()}
    rows = ["| ns a customer-month, 36 months | 10^5 | 10^6 | 10^7 | 10^7 / 10^6 | fixed, ms a month | "
            "10^5 without it |"]
    for world, (small, middle, large, fixed, rest) in in_turn(rounds, runs).items():
        rows.append(f"| {world} | {small:.1f} | {middle:.1f} | {large:.1f} | {large / middle:.2f} | {fixed:.2f} | "
                    f"{rest:.1f} |")
    print_table(*rows)


def counts(bench, customers, months, world):
    """What bench_counts tells, by name."""
    told = said(bench / "bench_counts", customers, months, 60, *WORLDS[world])
    return {name: float(number) for name, number in re.findall(r"(\w+) (\S+)\n", told)}


def changes(counted):
    """How many reviews end in a change: counted, so once is enough. `counted` by what the row says."""
    rows = ["| reviews, 60 firms | that end with another supplier | of all: from one to another / from or to none | "
            "with another product | customers whose firm left, for each review | wanted |"]
    for what, count in counted.items():
        share, none = count["share_of_reviews_that_change_supplier"], count["share_from_or_to_none"]
        rows.append(f"| {what} | {100 * share:.1f} % | {100 * (share - none):.1f} / {100 * none:.1f} % | "
                    f"{100 * count['share_of_reviews_that_change_product']:.1f} % | {count['supplier_lost']:.4f} | "
                    f"10 to 30 %: {'reached' if 0.1 <= share <= 0.3 else 'not so'} |")
    print_table(*rows)


def breakdown(bench, with_lines, kernel, count, rounds):
    """Samples are of the build with lines, the time of a review is of the one that is timed."""
    customers, months, firms, threads = 10**6, 60, 60, 1
    review = in_turn(rounds, {0: lambda: run(bench, customers, months, firms, threads, "everything on")})[0][3]
    print(f"Where {review:.0f} ns a review go (10^6 customers, everything on, one thread, samples of {months} "
          "months):\n")
    with tempfile.TemporaryDirectory() as folder:
        print_table(*pieces.table(with_lines / "bench_ecosystem", months, lambda months: [
            str(word) for word in (customers, months, firms, threads, 3, "everything")],
            limits(kernel, count), review, Path(folder)))
