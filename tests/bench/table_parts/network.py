"""What firms' know-how takes to flow over their network, and a month of a firm with it, by how many links each has."""
import re

from table_parts.measuring import in_turn, print_table, said

DEGREES = (8, 32, 128)


def same_work(flow):
    """Whether as much flowed in the first month, and some: exactly where the luck is the same, about where not."""
    for degree in DEGREES:
        ours, alone, theirs = (flow[f"{name}/{degree}"] for name in
                               ("leak_over_links", "links_alone", "straightforward_leak_over_links"))
        if ours == 0 or abs(alone - ours) > 1e-9 * abs(ours) or abs(theirs - ours) > 0.05 * abs(ours):
            return False
    return True


def months(bench, firms, count):
    """By degree: ns a firm-month of the whole month, of leak and of renew in it."""
    told = said(bench / "bench_ecosystem", "degrees", firms, count)
    return [float(number) for line in re.findall(r"degree +\d+: (.*)", told)
            for number in re.findall(r"[\d.]+", line)]


def linear(degrees, costs):
    """In words, for each degree but the first: whether cost grew more than links did since the one before."""
    told = [""]
    for before, degree, was, cost in zip(degrees, degrees[1:], costs, costs[1:]):
        grown, links = cost / was, degree / before
        told.append(f"{grown:.1f} times for {links:.0f} times the links: {'' if grown <= links else 'not '}reached")
    return told


def table(bench, kernel, flow, rounds, firms=10_000, count=12):
    if not same_work(flow):
        raise SystemExit(f"table: not the same work: {flow}")
    found = in_turn(rounds, {0: lambda: months(bench, firms, count)})[0]
    print_table(
        "| links a firm | know-how over a directed link: permea, ns | straightforward C++ | ratio | the limit: links "
        "alone | a firm-month, 10,000 firms: ns | of them leak | renew | linear at most |",
        *(row(kernel, *figures) for figures in
          zip(DEGREES, found[::3], found[1::3], found[2::3], linear(DEGREES, found[::3]))))


def row(kernel, degree, month, leak, renew, verdict):
    ours, theirs, alone = (kernel[f"{name}/{degree}"] for name in
                           ("leak_over_links", "straightforward_leak_over_links", "links_alone"))
    return (f"| {degree} | {ours:.1f} | {theirs:.1f} | {theirs / ours:.1f} | {alone:.1f} | {month:,.0f} | {leak:,.0f} | "
            f"{renew:,.0f} | {verdict} |")
