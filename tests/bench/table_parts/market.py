"""The market core beside the straightforward program of the same work, some steps of each in turn."""
import sys

from table_parts.kernels import CYCLES
from table_parts.measuring import in_turn, numbers, print_table, said, verdict

# What a program tuned by hand, with AVX-512, took on cores like these: million customer-steps a second, by threads.
BY_HAND = {1: 73, 2: 136}
CUSTOMER_STEPS = 4 * 10**7  # of each program; a second thread works at its full rate after a few steps only
LINE = (r"permea +([\d.]+) ns.*satisfaction (\S+) +HHI (\S+)\n"
        r"straightforward +([\d.]+) ns.*satisfaction (\S+) +HHI (\S+)\n.*\nthreads at work +(\d+)")


def alone(kernel):
    """Nanoseconds a customer-step of each piece, if its kernel were all that it did."""
    return {"draws": 1.25 * kernel["draws_together"],  # four candidates, and the fourth part of a choice
            "normals": 8 * kernel["normals_together"],
            "distances": 5 * kernel["distances_in_eight_dimensions"],  # its supplier and the four
            "choice": kernel["logit_among_five"],
            "sums": 8 * kernel["exact_sum_of_floats"]}


def instructions(kernel):
    """Nanoseconds of a customer-step if a core did nothing but the instructions of these kernels, none waiting."""
    return sum(alone({name: cycles * kernel["cycle"] for name, (cycles, _) in CYCLES.items()}).values())


def same_work(satisfaction, hhi, their_satisfaction, their_hhi):
    """Whether two programs that begin alike can have done the same: chance leaves .003 and 1 % between them, one
    candidate less makes .019 after ten steps, no inertia .03, firms that stay where they are 12 %."""
    return abs(satisfaction - their_satisfaction) <= 0.005 and abs(hhi / their_hhi - 1) <= 0.02


def run(bench, customers, steps, threads):
    told = said(bench / "bench_market", customers, steps, threads)
    return [*numbers(told, LINE), *numbers(told, r"set-up +([\d.]+) ms; straightforward ([\d.]+) ms")]


def table(bench, rounds, kernel):
    runs = {(customers, threads): lambda customers=customers, threads=threads:
            run(bench, customers, CUSTOMER_STEPS // customers, threads)
            for customers in (10**5, 10**6) for threads in (1, 2)}
    pieces = alone(kernel)
    rows = ["| market core, 50 firms | threads | permea: ns, million customer-steps a second | straightforward C++ | "
            "ratio | the same satisfaction and HHI | the limit: its instructions / its kernels alone / tuned by hand "
            "with AVX-512 | wanted |"]
    set_up = {}  # of one thread
    for (customers, threads), found in in_turn(rounds, runs).items():
        ours, satisfaction, hhi, theirs, their_satisfaction, their_hhi, working, *starting = found
        if not same_work(satisfaction, hhi, their_satisfaction, their_hhi):
            sys.exit(f"table: not the same work: {found}")
        rows.append(f"| {customers:,} | {threads}{f', {working:.0f} at work' * (working < threads)} | "
                    f"{ours:.1f}, {1e3 / ours:.0f} | {theirs:.0f}, {1e3 / theirs:.1f} | {theirs / ours:.1f} | "
                    f"{satisfaction:.3f}, {hhi:.4f} / {their_satisfaction:.3f}, {their_hhi:.4f} | "
                    f"{1e3 * threads / instructions(kernel):.0f} / {1e3 * threads / sum(pieces.values()):.0f} / "
                    f"{BY_HAND[threads]} | "
                    f"{verdict(1e3 / ours, 50 * threads)} |")
        set_up.setdefault(customers, starting)
    print_table(*rows)
    print("Kernels alone, ns a customer-step:",
          ", ".join(f"{name} {value:.1f}" for name, value in pieces.items()) + "\n")
    print("Set-up, ms, permea / straightforward C++:",
          ", ".join(f"{ours:.1f} / {theirs:.1f} for {customers:,} customers"
                    for customers, (ours, theirs) in set_up.items()) + "\n")
