"""How a test calls `permea run`, so that each call goes on where the one before ended, to the same file."""
import os
import random
import subprocess

PROGRAM = os.environ["PERMEA_PROGRAM"]


def call(*options):
    return [PROGRAM, "run", "s.toml", "-o", "x.h5", "--resume", "--progress", "never", "--threads",
            random.choice("123"), *options]


def finish(folder):
    """The bytes of the results file, beside which nothing is left, and what permea says on the way."""
    said = subprocess.run(call(), cwd=folder, check=True, text=True, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE).stderr
    left = sorted(path.name for path in folder.iterdir())
    assert left in (["s.toml", "x.h5"], ["s.toml", "x.h5", "x.run.json"]), left
    return (folder / "x.h5").read_bytes(), said


def fresh_folder(root, name, scenario):
    folder = root / name
    folder.mkdir()
    (folder / "s.toml").write_text(scenario)
    return folder
