"""Where the time of a review goes: samples of bench_ecosystem, each put down to the piece of the month in
which it fell, beside what the piece takes at least (limits.py)."""
import re
import shutil
import subprocess
from collections import Counter

# Methods of Reviewer (models/ecosystem/review.cpp): the piece each belongs to. A method that is not here
# stands in the table by its own name.
OF_REVIEWER = {"draw": "draws", "load": "loads", "find_alternatives": "awareness", "weigh": "distances",
               "find_captives": "choice", "choose": "choice", "note": "sums",
               "take": "moves", "answer_treatment": "membership and openness", "offers_to": "loads",
               "review": "the rest of a review", "merge": "the rest of a review",
               "keeps_worths": "the rest of a review", "word": "choice"}
VERBS = ("drift", "research", "leak", "gather", "design", "launch", "price", "account", "relate",
         "transform", "renew")
FIRMS = "firms: all other verbs"
OUTSIDE = "the system and the C library"
# And what other functions tell, the first that stands anywhere in a chain.
OF_OTHERS = [(r"\bedge_between\(", FIRMS),
             (r"\bMemberList::", "membership and openness"),
             (r"\bContributing::", "gather"),
             (r"\bfind_freed\b", "finding those whose firm has left"),
             (r"\bopen_market\b", "offers and awareness of the month"),
             *((rf"\becosystem_core::{verb}\(", verb if verb in ("drift", "gather", "design") else FIRMS)
               for verb in VERBS),
             (r"\bpick_places\b", "skips"),
             (r"\b(Cell::|book\()", "moves"),
             (r"\becosystem_core::start\(", "set-up")]


def sampled(program, words, folder):
    """How many samples of a run fell at each chain of places in `program`, innermost first."""
    data = folder / "samples"
    subprocess.run(["perf", "record", "-q", "-e", "cpu-clock", "-F", "1999", "-g", "-o", data, program,
                    *words], check=True, capture_output=True, text=True)
    told = subprocess.run(["perf", "script", "-i", data, "-F", "ip,sym,dso"], check=True,
                          capture_output=True, text=True).stdout
    chains = Counter()
    for sample in re.split(r"\n\n+", told.strip()):
        chains[tuple(int(line.split(maxsplit=1)[0], 16) for line in sample.splitlines()
                     if line.endswith(f"({program})"))] += 1
    return chains


def frames(program, addresses):
    """For each address the functions it is in, from the innermost (inlined ones too) outwards."""
    told = subprocess.run(["addr2line", "-a", "-f", "-i", "-C", "-e", program],
                          input="".join(f"{address:#x}\n" for address in addresses), check=True,
                          capture_output=True, text=True).stdout.splitlines()
    found = {}
    for line in told:
        if re.fullmatch("0x[0-9a-f]+", line):
            names = found[int(line, 16)] = []
        else:
            names.append(line)
    return {address: names[::2] for address, names in found.items()}  # each followed by its line


def piece_of(names):
    """The piece of a month that a chain of functions, from the innermost outwards, is part of."""
    if not names:
        return OUTSIDE
    for name in names:
        method = re.search(r"\b(Reviewer|Joining)::(\w+)", name)
        if method and method[1] == "Joining":
            return "membership and openness"
        if method and method[2] not in ("Reviewer", "Column"):
            return OF_REVIEWER.get(method[2], method[2])
    for pattern, piece in OF_OTHERS:
        if any(re.search(pattern, name) for name in names):
            return piece
    return "the rest"


def in_pieces(program, words, folder):
    """Samples of a run, by piece."""
    chains = sampled(program, words, folder)
    known = frames(program, sorted({address for chain in chains for address in chain}))
    pieces = Counter()
    for chain, count in chains.items():
        pieces[piece_of([name for address in chain for name in known[address]])] += count
    return pieces


def table(program, months, words, limits, nanoseconds, folder):
    """Rows of Markdown: what each piece takes of a review that takes so many nanoseconds. What a run of no
    months takes, setting up, is left out."""
    if not shutil.which("perf"):
        return ["| (no breakdown: perf is missing; scripts/setup bench installs it) |"]
    pieces = in_pieces(program, words(months), folder)
    pieces -= in_pieces(program, words(0), folder)  # keeps what is above zero
    del pieces["set-up"]
    return rows_of(pieces, limits, nanoseconds)


def rows_of(pieces, limits, nanoseconds):
    """Rows of Markdown: each piece, the most first, beside its limit; then all of them."""
    rows = ["| piece of a review | ns | its own limit, ns | times its limit | what it cannot do without |"]
    all_limits = 0
    for piece, count in pieces.most_common():
        taken = nanoseconds * count / pieces.total()
        least, why = limits.get(piece, (0, ""))
        all_limits += least
        times = f"{taken / least:.1f}" if least else ""
        rows.append(f"| {piece} | {taken:.1f} | {f'{least:.1f}' if why else 'not known'} | {times} | {why} |")
    rows.append(f"| all | {nanoseconds:.0f} | {all_limits:.0f} | {nanoseconds / all_limits:.1f} | |")
    return rows
