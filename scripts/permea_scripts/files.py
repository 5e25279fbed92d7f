# How a script opens a results file: its seal is looked at first, as permea does, so that nothing is
# drawn from a damaged file (results/README.md says what stands in it).
import os
import zlib

import xarray

from .trouble import Trouble

HDF5 = b"\x89HDF\r\n\x1a\n"
MARK = b"permea\r\n"  # then the CRC-32 of all that stands before, lowest byte first
SEAL = len(MARK) + 4
AT_ONCE = 1 << 20


def broken_seal(path):
    """What is wrong with the seal of a file, of which no more than a piece is held at once; empty
    when its bytes are those that were sealed."""
    with open(path, "rb") as file:
        left = max(0, os.path.getsize(path) - SEAL)
        found = 0
        while left > 0:
            piece = file.read(min(AT_ONCE, left))
            found, left = zlib.crc32(piece, found), left - len(piece)
        seal = file.read()
    if not seal.startswith(MARK):
        return ("it does not end in a checksum: it was cut short, changed by another program, made "
                "by an earlier permea, or is none of permea's")
    return "" if seal == MARK + found.to_bytes(4, "little") else \
        "its bytes are not those of its checksum"


def opened(path):
    """The results file of a whole plan as an xarray Dataset; Trouble for any other file."""
    if os.path.isdir(path):
        raise Trouble(f"{path}: is a folder, not a results file")
    if not os.path.isfile(path):
        raise Trouble(f"{path}: no such file")
    with open(path, "rb") as file:
        start = file.read(len(HDF5))
    if start != HDF5:
        raise Trouble(f"{path}: is not a results file of permea" if start else
                      f"{path}: is damaged: it is empty")
    if how := broken_seal(path):
        raise Trouble(f"{path}: is damaged: {how}")
    try:
        data = xarray.open_dataset(path, decode_times=False)
    except (OSError, ValueError):
        raise Trouble(f"{path}: cannot be read as netCDF-4; is it a results file?") from None
    if "permea_format" not in data.attrs:
        raise Trouble(f"{path}: is not a results file of permea")
    if "part" in data.attrs:  # as permea compare says it
        number, count = data.attrs["part"]
        raise Trouble(f"{path}: is part {number} of {count}; take what `permea merge` makes of all")
    return data
