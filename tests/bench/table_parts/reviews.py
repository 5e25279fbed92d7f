"""Reviews alone beside the straightforward program of the same work, a month of each in turn."""
import sys

from table_parts.ecosystem import BY_HAND
from table_parts.measuring import in_turn, numbers, print_table, said

SIZES = [(10**5, 240, 1), (10**6, 24, 1), (10**7, 12, 1)]
SEEN = (r" +([\d.]+) ns a review.* joined ([\d.]+), left ([\d.]+), became members (-?[\d.]+), .* firm ([\d.]+); "
        r".* captive ([\d.]+), .* stay ([\d.]+)\n")


def run(bench, customers, months, threads):
    """Of permea, then of the other: ns a review and core, and what came of reviews, as same_work wants it."""
    return numbers(said(bench / "bench_reviews", customers, months, threads), f"permea{SEEN}straightforward{SEEN}")


def same_work(ours, theirs, reviews):
    """Whether as many of all `reviews` joined a firm, left one, became members and were captive, and were as likely to
    have a firm and to stay, but for chance, as both begin alike each month. With 200,000 reviews that leaves .001 between them, .0045 are allowed; a
    look less makes .025, no free designs .005, no identity .1, one product a firm .1."""
    allowed = 4 * (0.25 / reviews) ** 0.5
    return all(abs(our - their) <= allowed for our, their in zip(ours, theirs))


def table(bench, rounds):
    rows = ["| reviews alone, everything on, 60 firms | threads | permea: ns a review and core | straightforward C++ | "
            "ratio | joined a firm / left one / became members / are to have one / captive / are to stay: permea | "
            "straightforward C++ | the limit: tuned by hand, less work |"]
    runs = {size: lambda size=size: run(bench, *size) for size in SIZES}
    for (customers, months, threads), found in in_turn(rounds, runs).items():
        (ours, *our_seen), (theirs, *their_seen) = found[:7], found[7:]
        if not same_work(our_seen, their_seen, customers * months / 12):
            sys.exit(f"table: not the same work: {our_seen}, {their_seen}")
        rows.append(f"| {customers:,} x {months} | {threads} | {ours:.0f} | {theirs:.0f} | {theirs / ours:.1f} | "
                    f"{told(our_seen)} | {told(their_seen)} | {BY_HAND[customers, threads]} |")
    print_table(*rows)


def told(seen):
    return " / ".join(f"{one:.3f}" for one in seen)
