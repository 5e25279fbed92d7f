"""Opens what write_example writes with every reader at hand and holds them against each other.

Usage: readers.py WRITE_EXAMPLE
"""

import re
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

import h5py
import netCDF4
import numpy as np
import xarray as xr

ENGINES = ("netcdf4", "h5netcdf")
GROUPS = (None, "panel", "parameters", "levers", "scenario")


def check(claim, what):
    if not claim:
        sys.exit(f"readers.py: {what}")


def numbers_in_h5py(path, group):
    """Name -> sum over all float variables, as plain HDF5 has them."""
    with h5py.File(path) as file:
        place = file[group] if group else file
        return {name: np.nansum(item[()]) for name, item in place.items()
                if isinstance(item, h5py.Dataset) and item.dtype == np.float64}


def check_equal_sums(path):
    for group in GROUPS:
        plain = numbers_in_h5py(path, group)
        check(plain or group == "scenario", f"no numbers in {group}")
        for engine in ENGINES:
            with xr.open_dataset(path, engine=engine, group=group) as data:
                for name, total in plain.items():
                    check(np.nansum(data[name].values) == total, f"{engine}: {group}/{name} differs")
        with netCDF4.Dataset(path) as data:
            place = data[group] if group else data
            for name, total in plain.items():
                check(np.nansum(np.ma.filled(place[name][:], np.nan)) == total, f"netCDF4: {name}")


def check_names(data):
    check(data["size"].dims == ("run", "step", "strategy"), "dimensions of size")
    check(data["firms_by_class"].dims == ("run", "step", "strategy", "size_class"), "own dimension")
    check(data["mean_size_overall"].dims == ("run", "step"), "an overall value has no strategy")
    check(list(data.strategy.values) == ["bolder", "steady", "meek"], "labels of strategies")
    check(list(data.step.values) == list(range(0, 40, 3)) + [40], "steps recorded")
    check(data.step.dtype == np.int32 and data.step.attrs["units"] == "month", "step is a number")
    check(data["size"].sel(strategy="meek", run=0).sel(step=0) == 2, "selection by label")
    check({"arm", "point", "replicate", "seed", "firms.noise"} <= set(data["size"].coords),
          "what runs are is at hand with every observable")
    check(set(data["size"].groupby("arm").groups) == {"mixed", "all bold"}, "grouping by arm")
    check(list(data["firms.noise"].values[:6]) == [0.1, 0.1, 0.2, 0.2, 0.3, 0.3], "a swept parameter")
    check(data["toy.mode"].values[-1] == "direct" and data["toy.quiet"].values[-1] == 1, "an arm's")
    check(int(data.seed.values[1], 16) == 2**63 - 1, "seeds are exact")
    check(list(data.status.values[4:6]) == [1, 1] and data.status.attrs["flag_meanings"] ==
          "done failed", "failed runs")
    check(data.message.values[4] == "the toy was told to fail" and data.message.values[0] == "",
          "why they failed")
    check(np.isnan(data["size"].values[4, -1]).all(), "what a failed run did not reach is missing")
    check(np.isnan(data["gain"].values[:, 0]).all(), "nothing has flowed before the first step")
    for name in data.data_vars:
        if data[name].dims[:2] == ("run", "step"):
            check({"units", "long_name", "cell_methods"} <= set(data[name].attrs), f"about {name}")
            check(np.isnan(data[name].encoding["_FillValue"]), f"_FillValue of {name}")


def check_meaning(path):
    for engine in ENGINES:
        with xr.open_dataset(path, engine=engine) as data:
            check_names(data)
            check(data.attrs["Conventions"] == "CF-1.11", "Conventions")
            check(re.fullmatch(r"permea \d+\.\d+\.\d+", data.attrs["source"]), "source")
            check(data.attrs["question"] == 'Does "it" read well?', "question")
        with xr.open_dataset(path, engine=engine, group="parameters") as data:
            check(data.value.sel(parameter="firms.birth_every") == "3", "a given value")
            check("toy.mode" not in data.parameter, "what varies stands along run")
        with xr.open_dataset(path, engine=engine, group="levers") as data:
            check(data.number.sel(strategy="bolder", lever="lock_in") == 0.2, "a lever")
        with xr.open_dataset(path, engine=engine, group="panel") as data:
            check(data["size"].dims == ("run", "step", "firm"), "dimensions of the panel")
            whole = xr.open_dataset(path, engine=engine)["size"].sum("strategy", skipna=False)
            gap = abs(data["size"].sum("firm") - whole).max()
            check(gap < 1e-9, "the panel adds up to the observable")
        with xr.open_dataset(path, engine=engine, group="scenario") as data:
            check("\u00fc" in data.as_written.item() or "\\u00fc" in data.as_written.item(), "text")
            check("[[change]]" in data.as_understood.item(), "as understood")


def check_ncdump(path):
    head = subprocess.run(["ncdump", "-h", path], check=True, capture_output=True, text=True).stdout
    check("double size(run, step, strategy) ;" in head, "ncdump -h names dimensions")
    check("phony_dim" not in head, "every axis has a scale")
    body = subprocess.run(["ncdump", "-v", "strategy,message", path], check=True,
                          capture_output=True, text=True).stdout
    check('strategy = "bolder", "steady", "meek" ;' in body, "ncdump -v strategy")


def check_filters(path):
    """What is compressed is compressed as every build of HDF5 can read it."""
    with h5py.File(path) as file:
        chunked = [item for item in (*file.values(), *file["panel"].values())
                   if isinstance(item, h5py.Dataset) and item.ndim > 1]
        check(len(chunked) > 10, "variables to look at")
        for item in chunked:
            check(item.compression == "gzip" and item.shuffle and not item.fletcher32, item.name)
            check(item.chunks is not None, f"chunks of {item.name}")
        check(file["panel/size"].chunks == (1, 15, 64), "chunks of the panel")


def check_seal(path):
    """All the readers above opened a file that goes on behind HDF5's end, with a checksum."""
    data = Path(path).read_bytes()
    check(data[-12:-4] == b"permea\r\n", "the seal is at the end")
    check(int.from_bytes(data[-4:], "little") == zlib.crc32(data[:-12]), "CRC-32 of the file")


def check_without_kinds(write_example, path):
    subprocess.run([write_example, path, "plain"], check=True)
    for engine in ENGINES:
        with xr.open_dataset(path, engine=engine) as data:
            check(set(data.sizes) == {"run", "step"}, "a model without kinds has no kinds")
            check(data.sizes["run"] == 3, "runs")


def main():
    write_example = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "example.h5")
        subprocess.run([write_example, path], check=True)
        check_equal_sums(path)
        check_meaning(path)
        check_ncdump(path)
        check_filters(path)
        check_seal(path)
        check_without_kinds(write_example, str(Path(folder) / "plain.h5"))


main()
