"""A call that is interrupted promises only runs that the disk has taken.

The program is PERMEA_TOY, the library PERMEA_FAILING_CALLS. All runs end within the second in which the
journal was begun, so that only the end of the call brings them to the disk.
"""
import errno
import os
import pathlib
import signal
import sys
import tempfile

from cases import RUN, SCENARIO, permea


def interrupted(root, call, number):
    """A call that a signal ends behind two runs, of which one call of the system fails; how many were made."""
    folder = root / f"{call}-{number}"
    folder.mkdir()
    (folder / "s.toml").write_text(SCENARIO)
    code, said = permea(folder, RUN, {
        "LD_PRELOAD": os.environ["PERMEA_FAILING_CALLS"], "PERMEA_FAULT_IN": str(folder),
        "PERMEA_FAULT": f"{call} {number} {errno.EIO}", "PERMEA_FAULT_COUNT": str(root / "count"),
        "PERMEA_TOY_SIGNAL": f"{int(signal.SIGTERM)} 6 2"})
    return code, said, int((root / "count").read_text())


def main():
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        code, said, folders = interrupted(root, "fsync", 99)  # which is never met
        assert (code, folders) == (75, 1), (code, said, folders)
        assert "2 of 4 runs are kept" in said, said
        code, said, _ = interrupted(root, "fdatasync", 1)
        assert (code, said) == (1, "permea: cannot write out/x.h5.journal: Input/output error\n"), (code, said)


if __name__ == "__main__":
    sys.exit(main())
