"""Lets every call of the system that permea makes fail, one at a time, and looks at what is left.

usage: failing_calls_test.py sample|turns|each    the program is PERMEA_TOY, the library PERMEA_FAILING_CALLS
    sample  a few calls of some commands; turns: every call of every command fails once, each in another of
    the ways there are; each: in every way, which takes hours

Never is there a wrong or a half file under the final name, nor any other file changed; one line says
which file it was and why; and the same call without the fault comes to the same bytes as ever.
"""
import collections
import errno
import os
import pathlib
import shutil
import sys
import tempfile

from cases import CASES, permea

CALLS = ("open", "openat", "write", "pwrite", "pread", "fsync", "fdatasync", "rename", "renameat2",
         "ftruncate", "mkdir", "unlink", "close")
ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EIO+", "ENOSPC+")  # +: from then on
HARMLESS = ("short", "EINTR")  # what a program must live with


def kinds(call):
    """How a call can go wrong."""
    if call in ("pwrite", "write"):
        return [*ERRORS, "half", *HARMLESS]
    if call == "pread":
        return ["EIO", "EIO+", *HARMLESS]
    if call == "renameat2":
        return [*ERRORS, "EINVAL"]  # as where the file system does not know it
    return [*ERRORS, "EINTR"] if call in ("open", "fsync", "fdatasync", "ftruncate") else list(ERRORS)


def number_of(kind):
    """An error's, of which "half" has the one that follows; 0: none."""
    return errno.ENOSPC if kind == "half" else getattr(errno, kind.rstrip("+"), 0)


def fault(case, folder, root, call, number, kind):
    """The call with one fault: exit code, what it said, and how many such calls there were."""
    how = kind if kind in ("short", "half") else number_of(kind)
    environment = {"LD_PRELOAD": os.environ["PERMEA_FAILING_CALLS"], "PERMEA_FAULT_IN": str(folder),
                   "PERMEA_FAULT": f"{call} {number}{'+' if kind.endswith('+') else ''} {how}",
                   "PERMEA_FAULT_COUNT": str(root / "count")}
    if case.hurried:
        environment["PERMEA_FAULT_CLOCK"] = "1"
    code, said = permea(folder, case.call, environment)
    return code, said, int((root / "count").read_text())


def attempt(case, root, call, number, kind):
    """Whether there was such a call, and what was wrong."""
    folder = case.copy(root)
    code, said, count = fault(case, folder, root, call, number, kind)
    wrong = list(case.wrong(code, said, number_of(kind), folder, ragged=call == "unlink"))
    if kind in (*HARMLESS, "EINVAL") and code != 0:
        wrong.append(f"exit {code} for {kind}: {said!r}")
    if count >= number:
        wrong += case.wrong_again(folder)
    shutil.rmtree(folder)
    return count >= number, [f"{case.name}: {call} {number} {kind}: {what}" for what in wrong]


def walk(case, root, call, which, stride):
    """Every call there is, until the fault is never met: each with some of the kinds, in turn."""
    number, met, wrong = 1, 0, []
    while True:
        always = {"open": ["EINTR"], "renameat2": ["EINVAL"]}.get(call, [])  # libraries forget the first
        for kind in dict.fromkeys([*which(kinds(call), number), *always]):
            there, what = attempt(case, root, call, number, kind)
            wrong += what
            met += there
        if not there:
            return met, wrong
        number += stride


def main(how):
    """In turn, so that a hundred calls of a sort meet every kind many times."""
    which = (lambda kinds, number: kinds) if how == "each" else (lambda kinds, number: [kinds[number % len(kinds)]])
    cases, stride = (CASES[1::2], 41) if how == "sample" else (CASES, 1)
    counts, wrong = collections.Counter(), []
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        for case in cases:
            case.prepare(root)
            before = sum(counts.values())
            for call in CALLS:
                met, what = walk(case, root, call, which, stride)
                counts[call] += met
                wrong += what
                print("\n".join(what), end="\n" if what else "", flush=True)
            print(f"{case.name}: {sum(counts.values()) - before} faults", flush=True)
    print(f"{sum(counts.values())} faults, {len(wrong)} wrong: "
          + ", ".join(f"{counts[call]} of {call}" for call in CALLS))
    return 1 if wrong or not all(counts[call] for call in CALLS if call != "write") else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
