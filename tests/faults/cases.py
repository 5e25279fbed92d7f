"""The calls of permea that the tests of faults let fail: what there is before, and what comes out."""
import os
import pathlib
import re
import shutil
import signal
import subprocess

PROGRAM = os.environ["PERMEA_TOY"]
SCENARIO = """title = "Two arms"
question = "Does it work?"
model = "toy"
steps = 6
seeds = "1..2"
[[arm]]
name = "mixed"
firms = { steady = 4, bold = 3 }
[[arm]]
name = "bold alone"
firms = { bold = 4 }
[record]
panel = ["firms"]
"""
RUN = ["run", "s.toml", "--threads", "1", "--quiet", "-o", "out/x.h5"]


def permea(folder, words, environment=None):
    """What a call in a folder exits with and says on standard error."""
    done = subprocess.run([PROGRAM, *words], cwd=folder, env={**os.environ, **(environment or {})},
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, timeout=60)
    return done.returncode, done.stderr


class Case:
    """A call in a folder that is ready for it, and what the call leaves there when nothing fails."""

    def __init__(self, name, call, again=None, ready=None, hurried=False):
        self.name, self.call, self.again = name, call, again or call
        self.ready = ready or (lambda folder: None)
        self.hurried = hurried  # by a clock that makes all due at once

    def prepare(self, root):
        self.template = root / self.name
        self.template.mkdir()
        (self.template / "s.toml").write_text(SCENARIO)
        (self.template / "other.toml").write_text(SCENARIO.replace("steps = 6", "steps = 7"))
        self.ready(self.template)
        self.before = contents(self.template)
        whole = self.copy(root)
        code, said = permea(whole, self.call)
        assert code == 0, (self.name, said)
        self.after = contents(whole)
        self.finals = [name for name in self.after if name.startswith("out/")]
        shutil.rmtree(whole)

    def copy(self, root):
        folder = root / "case"
        shutil.copytree(self.template, folder)
        return folder

    def wrong(self, code, said, error, folder, ragged=False):
        """What is wrong in the folder after a call that met an error; `ragged`: it could not remove files."""
        there = contents(folder)
        if code not in (0, 1, 2):
            yield f"exit {code}"
        went_back = said.endswith("; not used\n") and says_why(said, error)  # to the state before
        if code == 0 and said and not ragged and not went_back:
            yield f"exit 0, and said {said!r}"
        if code != 0 and not says_why(said, error) or "damaged" in said:  # no file is: calls failed
            yield f"exit {code}, and said {said!r}"
        for name in self.finals:
            if name in there and there[name] not in (self.before.get(name), self.after[name]):
                yield f"a wrong {name}"
            if code == 0 and there.get(name) != self.after[name]:
                yield f"exit 0 without {name}"
        for name in self.before.keys() & self.after.keys() - set(self.finals):
            if there.get(name) != self.before[name]:
                yield f"{name} was changed"
        for name in there.keys() - self.before.keys() - self.after.keys():
            kept = name == "out/x.h5.journal" or name.startswith("out/x.h5.state/run-")
            if not ragged and (not kept or name.endswith(".part")):
                yield f"{name} is left"

    def wrong_again(self, folder):
        """What is wrong when the call is made again, without an error: it goes on to the same files."""
        code, said = permea(folder, self.again)
        if code != 0 or "damaged" in said:
            yield f"and again: exit {code}: {said!r}"
        there, after = contents(folder), dict(self.after)
        for files in there, after:
            files.pop("out/x.run.json", None)  # a file that is complete gets no card any more
        for name in after:
            if there.get(name) != after[name]:
                yield f"and again: {name} is another"
        for name in there.keys() - after.keys():
            yield f"and again: {name} is left"


def contents(folder):
    """What is in every file, by its name in the folder: its bytes, or how many, where seconds are told."""
    files = {}
    for path in pathlib.Path(folder).rglob("*"):
        name = str(path.relative_to(folder))
        if name.endswith(".run.json"):
            files[name] = "a card"
        elif ".h5.state/" in name and path.is_file():
            files[name] = path.stat().st_size
        elif path.is_file():
            files[name] = path.read_bytes()
    return files


def must(folder, *words, code=0, **environment):
    done, said = permea(folder, words, environment)
    assert done == code, (words, done, said)


def overwriting(folder):
    must(folder, *RUN[:1], "other.toml", *RUN[2:])


def interrupted(folder):
    """A journal with two runs, and one under way, saved twice."""
    for steps in ("4", "1"):
        must(folder, *RUN, "--resume", code=75, PERMEA_TOY_SIGNAL=f"{int(signal.SIGTERM)} {steps} "
             f"{3 if steps == '4' else 1}")
    left = set(contents(folder))
    assert {"out/x.h5.journal", "out/x.h5.state/run-2", "out/x.h5.state/run-2.before"} <= left, left


def put_aside(folder):
    must(folder, *RUN[:-1], "a.h5", "--checkpoint-at", "3")


def parted(folder):
    for part in "12":
        must(folder, *RUN[:-1], f"p{part}.h5", "--part", f"{part}/2")


def exported(folder):
    must(folder, *RUN[:-1], "a.h5")


SAVING = ["--checkpoint-every", "0.001", "--checkpoint-at", "3", "--seeds", "1", "--steps", "4"]
EXPORT = ["export", "a.h5", "--csv", "-o", "out/x.csv", "--panel"]
MERGE = ["merge", "p1.h5", "p2.h5", "--threads", "1", "--quiet", "-o", "out/x.h5"]
CASES = [
    Case("run", RUN, [*RUN, "--resume"]),
    Case("saving", [*RUN, *SAVING], [*RUN, *SAVING, "--resume"], hurried=True),
    Case("overwriting", [*RUN, "--overwrite"], [*RUN, "--overwrite", "--resume"], ready=overwriting),
    Case("resuming", [*RUN, "--resume"], ready=interrupted),
    Case("branching", [*RUN, "--from", "a.h5.state/at-3"],
         [*RUN, "--from", "a.h5.state/at-3", "--resume"], ready=put_aside),
    Case("merging", MERGE, ready=parted),
    Case("exporting", EXPORT, [*EXPORT, "--overwrite"], ready=exported),
]


def says_why(said, error):
    """Whether this is one line that names a file, and the error as the system calls it."""
    cause = re.escape(os.strerror(error))
    named = r"(s\.toml|other\.toml|out\b|a\.h5|p[12]\.h5)"
    return re.fullmatch(rf"permea: [^\n]*{named}[^\n]*{cause}[^\n]*\n", said) is not None
