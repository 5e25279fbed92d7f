#!/usr/bin/python3
"""Claim: R (ncdf4 and rhdf5) and Octave (netcdf) read of a results file what Python reads: of each variable of
numbers the same count of what is there, the same smallest and largest number, the same sum.

Usage: readers_elsewhere.py WRITE_EXAMPLE. 77: a reader is missing.
"""
import pathlib
import shutil
import subprocess
import sys
import tempfile

import h5py
import numpy as np

GROUPS = ("", "panel", "parameters", "levers")
# Each prints a line for each variable asked for: its name, how many numbers, smallest, largest, sum.
R_BY = {
    "R, ncdf4": """library(ncdf4)
file <- nc_open(path)
values <- function(name) ncvar_get(file, name)""",
    "R, rhdf5": """library(rhdf5)
values <- function(name) h5read(path, name)""",
}
R = """
for (name in names) {
  x <- as.numeric(values(name))
  x <- x[!is.na(x)]
  cat(sprintf("%s %d %.17g %.17g %.17g\\n", name, length(x), min(x), max(x), sum(x)))
}
kinds <- values("strategy")
stopifnot(identical(as.character(kinds), c("bolder", "steady", "meek")))
"""
OCTAVE = """pkg load netcdf
for place = 1:numel(names)
  x = ncread(path, ["/" names{place}]);
  x = x(!isnan(x));
  printf("%s %d %.17g %.17g %.17g\\n", names{place}, numel(x), min(x), max(x), sum(x));
end
"""


def numbers(path):
    """{variable: (count, smallest, largest, sum)} as h5py reads it, of every variable of floats."""
    found = {}
    with h5py.File(path) as file:
        for group in GROUPS:
            for name, item in (file[group] if group else file).items():
                if isinstance(item, h5py.Dataset) and item.dtype == np.float64:
                    values = item[()]
                    values = values[~np.isnan(values)]
                    if values.size:
                        found[item.name.lstrip("/")] = (values.size, values.min(), values.max(), values.sum())
    return found


def programs(path, names):
    """(reader, command, program for it)."""
    quoted = ", ".join(f'"{name}"' for name in names)
    for reader, opening in R_BY.items():
        yield reader, ["Rscript", "-"], f'path <- "{path}"\nnames <- c({quoted})\n{opening}\n{R}'
    yield ("Octave, netcdf", ["octave", "--no-gui", "--quiet", "--eval"],
           f'path = "{path}";\nnames = {{{quoted}}};\n{OCTAVE}')


def read_by(reader, command, program):
    """The same as numbers(), of what the reader prints."""
    by_argument = command[-1] == "--eval"
    answer = subprocess.run(command + [program] if by_argument else command, text=True, capture_output=True,
                            input=None if by_argument else program)
    rows = [line.split(" ") for line in answer.stdout.splitlines()]
    rows = {row[0]: tuple(map(float, row[1:])) for row in rows if len(row) == 5}
    if not rows or answer.returncode != 0 and "Octave" not in reader:  # Octave 7 may fail at its exit
        sys.exit(f"readers_elsewhere.py: {reader}: exit {answer.returncode}: {answer.stderr}")
    return rows


def same(ours, theirs):
    """Counts and extremes to the last bit; sums but for the order of adding."""
    return ours[:3] == theirs[:3] and np.isclose(ours[3], theirs[3], rtol=1e-13, atol=0)


def what_differs(path):
    """A line for each variable that a reader gives otherwise."""
    ours = numbers(path)
    if len(ours) < 10:
        yield "too few variables to compare"
    for reader, command, program in programs(path, ours):
        theirs = read_by(reader, command, program)
        print(f"{reader}: {len(theirs)} of {len(ours)} variables read")
        for name, figures in ours.items():
            if name not in theirs or not same(figures, theirs[name]):
                yield f"{reader}: {name}: {theirs.get(name)}, not {figures}"


def main():
    for needed in ("Rscript", "octave"):
        if not shutil.which(needed):
            print(f"readers_elsewhere.py: there is no {needed} (scripts/setup slow installs it)")
            sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        path = str(pathlib.Path(folder) / "example.h5")
        subprocess.run([sys.argv[1], path], check=True)
        sys.exit("\n".join(what_differs(path)) or 0)


main()
