"""Calls permea where the disk is full, may only be read, or takes no file of that size: at every such point.

usage: full_disk_test.py PAGES    between one size and the next; the program is PERMEA_TOY

The disks are small ones in memory, which only root, or a user who may make name spaces, can mount; where
neither is allowed only the limits of size are tried. Exits with 77 then.
"""
import errno
import os
import pathlib
import resource
import shutil
import subprocess
import sys
import tempfile

from cases import CASES, permea

PAGE = 4096
TESTED = [case for case in CASES if case.name in ("run", "overwriting", "merging", "exporting")]


def mount(*words):
    return subprocess.run(["mount", *map(str, words)], stderr=subprocess.DEVNULL).returncode == 0


def disk(case, root, size, more=""):
    """A disk of this many bytes with what the case begins with."""
    folder = root / "case"
    folder.mkdir(exist_ok=True)
    assert mount("-t", "tmpfs", "-o", f"size={size}", "none", folder)
    shutil.copytree(case.template, folder, dirs_exist_ok=True)
    assert not more or mount("-o", f"remount,{more}", folder)
    return folder


def on_disk(case, root, size, error, more="", freely="rw,size=16m"):
    """What is wrong after a call on such a disk, and again on one with room; None when the disk was enough."""
    folder = disk(case, root, size, more)
    try:
        code, said = permea(folder, case.call)
        wrong = list(case.wrong(code, said, error, folder))
        assert mount("-o", f"remount,{freely}", folder)
        return wrong + list(case.wrong_again(folder)), code
    finally:
        subprocess.run(["umount", folder], check=True)


def full(case, root, step):
    """The same for every size from what is there on, until it is enough."""
    size, code, wrong = PAGE, 1, []
    size += sum(PAGE * (2 + path.stat().st_size // PAGE) for path in case.template.rglob("*"))
    sizes = 0
    while code != 0:
        what, code = on_disk(case, root, size, errno.ENOSPC)
        wrong += [f"{case.name} on a disk of {size} bytes: {words}" for words in what]
        size, sizes = size + step, sizes + 1
    return sizes, wrong


def limited(case, root, step):
    """And for every limit of a file's size."""
    limit, code, wrong = 0, 1, []
    while code != 0:
        folder = case.copy(root)
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
        try:
            code, said = permea(folder, case.call)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        what = [*case.wrong(code, said, errno.EFBIG, folder), *case.wrong_again(folder)]
        wrong += [f"{case.name} with files of {limit} bytes: {words}" for words in what]
        shutil.rmtree(folder)
        limit += step
    return limit // step, wrong


def main(step):
    os.umask(0o022)
    tried, wrong = 0, []
    with tempfile.TemporaryDirectory() as name:
        root = pathlib.Path(name)
        (root / "case").mkdir()
        may_mount = mount("-t", "tmpfs", "none", root / "case")
        if may_mount:
            subprocess.run(["umount", root / "case"], check=True)
        (root / "case").rmdir()
        for case in TESTED:
            case.prepare(root)
            sizes, what = limited(case, root, step)
            tried, wrong = tried + sizes, wrong + what
            if may_mount:
                sizes, what = full(case, root, step)
                what += on_disk(case, root, "16m", errno.EROFS, more="ro")[0]
                tried, wrong = tried + sizes + 1, wrong + what
                (root / "case").rmdir()
    print("\n".join(wrong))
    print(f"{tried} disks and limits, {len(wrong)} wrong")
    return 1 if wrong else 0 if may_mount else 77


if __name__ == "__main__":
    if len(sys.argv) == 2 and os.environ.get("PERMEA_OWN_MOUNTS") is None:
        os.environ["PERMEA_OWN_MOUNTS"] = "1"
        allowed = subprocess.run(["unshare", "-rm", "true"], stderr=subprocess.DEVNULL).returncode == 0
        os.execvp(*(["unshare", ["unshare", "-rm", sys.executable, *sys.argv]] if allowed
                    else [sys.executable, [sys.executable, *sys.argv]]))
    sys.exit(main(PAGE * int(sys.argv[1])))
