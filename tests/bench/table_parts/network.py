"""What firms' know-how takes to flow over their network, and a month of a firm with it, by how many links each has."""
import re

from table_parts.measuring import in_turn, print_table, said

DEGREES = (8, 32, 128)


def same_work(flow):
    """Whether as much flowed in the first month: exactly where the luck is the same, about where it is not."""
    for degree in DEGREES:
        ours, alone, theirs = (flow[f"{name}/{degree}"] for name in
                               ("leak_over_links", "links_alone", "straightforward_leak_over_links"))
        if abs(alone - ours) > 1e-9 * abs(ours) or abs(theirs - ours) > 0.05 * abs(ours):
            return False
    return True


def months(bench, firms, count):
    """By degree: ns a firm-month of the whole month, and of leak in it."""
    told = said(bench / "bench_ecosystem", "degrees", firms, count)
    return [float(number) for line in re.findall(r"degree +\d+: (.*)", told)
            for number in re.findall(r"[\d.]+", line)]


def table(bench, kernel, flow, rounds, firms=10_000, count=12):
    if not same_work(flow):
        raise SystemExit(f"table: not the same work: {flow}")
    found = iter(in_turn(rounds, {0: lambda: months(bench, firms, count)})[0])
    rows = ["| links a firm | know-how over a directed link: permea, ns | straightforward C++ | ratio | the limit: "
            "links alone | a firm-month: leak, ns | all verbs, ns | for each link, ns | linear at most |"]
    first = None
    for degree, month, leak in zip(DEGREES, found, found):
        each = kernel[f"leak_over_links/{degree}"]
        theirs, alone = (kernel[f"{name}/{degree}"] for name in ("straightforward_leak_over_links", "links_alone"))
        first = first or month
        linear = "" if degree == DEGREES[0] else \
            f"{month / first:.1f} times for {degree // DEGREES[0]} times the links: " + \
            ("reached" if month / first <= degree / DEGREES[0] else "not reached")
        rows.append(f"| {degree} | {each:.1f} | {theirs:.1f} | {theirs / each:.1f} | {alone:.1f} | {leak:.0f} | "
                    f"{month:.0f} | {month / degree:.0f} | {linear} |")
    print_table(*rows)
