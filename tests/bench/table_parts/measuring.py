"""How the programs are run in turn, and how what they say becomes rows of Markdown."""
import re
import statistics
import subprocess
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[3]


def said(program, *words):
    return subprocess.run([program, *map(str, words)], check=True, capture_output=True, text=True).stdout


def numbers(text, pattern):
    return [float(number) for number in re.search(pattern, text).groups()]


def in_turn(rounds, measures):
    """Medians, figure by figure, of what each of `measures` (by any name) returns; a round is one of each."""
    found = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            found[name].append(measure())
    return {name: [statistics.median(column) for column in zip(*rows)] for name, rows in found.items()}


def verdict(value, wanted, at_most=False):
    reached = value <= wanted if at_most else value >= wanted
    return f"{wanted}: {'reached' if reached else 'not reached'}"


def print_table(*rows):
    head, *others = rows
    print(head, "| --- " * (head.count("|") - 1) + "|", *others, "", sep="\n", flush=True)
