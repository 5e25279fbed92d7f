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

from cases import CASES, contents, permea, says_why

CALLS = ("open", "openat", "write", "pwrite", "pread", "fsync", "fdatasync", "rename", "ftruncate", "mkdir",
         "unlink", "close")
ERRORS = ("ENOSPC", "EIO", "EDQUOT", "EROFS", "EACCES", "EIO+", "ENOSPC+")  # +: from then on
HARMLESS = ("short", "EINTR")  # what a program must live with


def kinds(call):
    """How a call can go wrong."""
    if call in ("pwrite", "write"):
        return [*ERRORS, "half", *HARMLESS]
    if call == "pread":
        return ["EIO", "EIO+", *HARMLESS]
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


def look(case, call, kind, code, said, there):
    """What is wrong after a call that met a fault; nothing, if all is well."""
    if code == 0 and said and call != "unlink":
        yield f"exit 0, and said {said!r}"
    if code not in (0, 1, 2):
        yield f"exit {code}"
    if kind in HARMLESS and code != 0:
        yield f"exit {code} for {kind}: {said!r}"
    if code != 0 and not says_why(said, number_of(kind)):
        yield f"said {said!r}"
    for name in case.finals:
        if name in there and there[name] not in (case.before.get(name), case.after[name]):
            yield f"a wrong {name}"
        if code == 0 and there.get(name) != case.after[name]:
            yield f"exit 0 without {name}"
    for name in case.before.keys() & case.after.keys() - set(case.finals):
        if there.get(name) != case.before[name]:
            yield f"{name} was changed"
    for name in there.keys() - case.before.keys() - case.after.keys():
        kept = name == "out/x.h5.journal" or name.startswith("out/x.h5.state/run-")
        if not (kept and not name.endswith(".part")) and call != "unlink":
            yield f"{name} is left"


def attempt(case, root, call, number, kind):
    """Whether there was such a call, and what was wrong."""
    folder = case.copy(root)
    code, said, count = fault(case, folder, root, call, number, kind)
    wrong = list(look(case, call, kind, code, said, contents(folder)))
    if count >= number:
        code, said = permea(folder, case.again)
        there = contents(folder)
        there.pop("out/x.run.json", None)  # a file that is complete gets no card any more
        after = {name: what for name, what in case.after.items() if name != "out/x.run.json"}
        if code != 0 or "damaged" in said:
            wrong.append(f"and again: exit {code}: {said!r}")
        wrong += [f"and again: {name} is another" for name in after if there.get(name) != after[name]]
        wrong += [f"and again: {name} is left" for name in there.keys() - after.keys()]
    shutil.rmtree(folder)
    return count >= number, [f"{case.name}: {call} {number} {kind}: {what}" for what in wrong]


def walk(case, root, call, which, stride):
    """Every call there is, until the fault is never met: each with some of the kinds, in turn."""
    number, met, wrong = 1, 0, []
    while True:
        for kind in which(kinds(call), number):
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
