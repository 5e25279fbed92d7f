# What the tests of same bits share: which scenarios are shipped, how each is shortened, and a hash of
# what a results file holds that says nothing of HDF5's own bytes, which change with its version.
import hashlib
import math
import os
import pathlib
import re
import subprocess
import tomllib

import h5py
import numpy as np

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("PERMEA_PROGRAM", str(ROOT / "build" / "release" / "permea"))
STEPS = 24  # two years of the main model: firms have entered and left
MOST_STEPS = 300  # a [[change]] behind these is not waited for: fast tests run this
MOST_RUNS = 100  # of a larger plan the first of so many parts that none has more
PLAN = re.compile(r"^  runs +[\d,]+ = ([\d,]+) arms? x ([\d,]+) points? x ", re.M)


def scenarios():
    """Every shipped scenario, as its path below scenarios/."""
    folder = ROOT / "scenarios"
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*.toml"))


def call(*words, program=PROGRAM):
    """Runs permea and gives what it printed; what it says of a failure ends the test."""
    answer = subprocess.run([program, *words], capture_output=True, text=True)
    if answer.returncode != 0:
        raise RuntimeError(f"permea {' '.join(words)}: exit {answer.returncode}: {answer.stderr}")
    return answer.stdout


def cells(scenario):
    """How many arms times points a scenario has."""
    match = PLAN.search(call("check", str(ROOT / "scenarios" / scenario)))
    return math.prod(int(number.replace(",", "")) for number in match.groups())


def shortened(scenario, seeds, steps=None, most_runs=MOST_RUNS):
    """The words that make a scenario short: few steps (by default so many that its last [[change]] has
    taken force, but for one after MOST_STEPS), the first `seeds` seeds, and of a large sweep a part."""
    read = tomllib.loads((ROOT / "scenarios" / scenario).read_text())
    if steps is None:
        changes = [change["at"] + 2 for change in read.get("change", [])]
        steps = max([STEPS, *(step for step in changes if step <= MOST_STEPS)])
    words = ["--steps", str(min(steps, read["steps"])), "--seeds", f"1..{seeds}"]
    parts = math.ceil(cells(scenario) * seeds / most_runs)
    return words + (["--part", f"1/{parts}"] if parts > 1 else [])


def hash_of(items):
    """Sixteen hexadecimal digits of SHA-256 over names and arrays; all NaN are one, and all zeros."""
    sha = hashlib.sha256()
    for name, values in items:
        if values.dtype.kind == "f":
            values = np.where(np.isnan(values), np.nan, values + 0.0)
        values = values.astype(values.dtype.newbyteorder("<"))
        sha.update(f"{name} {values.dtype.str} {values.shape};".encode())
        sha.update(values.tobytes())
    return sha.hexdigest()[:16]


def numbers_along_runs(file, panel):
    """Every number over (run, ...) of a results file, by name: observables, what runs are, and the panel
    if asked for. A checksum is of compressed bytes, so it is none of them."""
    for place in [file] + ([file["panel"]] if panel and "panel" in file else []):
        for name, item in sorted(place.items()):
            if (isinstance(item, h5py.Dataset) and item.dtype.kind in "fiu" and name != "checksum"
                    and "DIMENSION_LIST" in item.attrs
                    and place[item.attrs["DIMENSION_LIST"][0][0]].name.endswith("/run")):
                yield item.name, item[()]


def hashes(path, panel=True):
    """(worlds, numbers): of the worlds that runs ended in, and of what was recorded of them."""
    with h5py.File(path) as file:
        if not (file["status"][()] == 0).all():
            raise RuntimeError(f"{path}: a run failed: {set(file['message'].asstr()[()])}")
        worlds = np.array([int(text, 16) for text in file["state_hash"].asstr()[()]], dtype=np.uint64)
        numbers = dict(numbers_along_runs(file, panel))
        if not any(values.ndim > 1 for values in numbers.values()):
            raise RuntimeError(f"{path}: no observable was found")
        return hash_of([("state_hash", worlds)]), hash_of(numbers.items())


def hashes_of_run(scenario, folder, *words, panel=True, program=PROGRAM):
    """Runs a scenario (below scenarios/, or an absolute path) into `folder` and gives its hashes."""
    into = str(pathlib.Path(folder) / "results.h5")
    call("run", str(ROOT / "scenarios" / scenario), *words, "--quiet", "--overwrite", "-o", into, program=program)
    return hashes(into, panel)
