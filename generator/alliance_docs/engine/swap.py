"""Puts a finished site in the place of the old one: the target is the complete old or the complete new site, never a part.

A site is built in a hidden folder beside its target and changes places with it at the end. Knows folders only, nothing of
what is in them, except that hidden entries of the target (a `.git`, a `.nojekyll`) are not ours and stay there, as MkDocs
leaves them. A target that cannot change its place (a mount point, a parent folder without write access) is filled in
place instead, which a kill can interrupt.
"""

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

_NEW, _OLD = "new", "old"
_AT_FDCWD = -100
_EXCHANGE = 2  # RENAME_EXCHANGE of Linux and RENAME_SWAP of macOS have the same number
_NO_EXCHANGE = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}
_IMMOVABLE = {errno.EXDEV, errno.EBUSY}  # a folder of a lower layer (containers), a mount point


def begin(target: Path) -> Path:
    """Make an empty folder to build in; what builds that were killed left behind is mended and removed first."""
    target = target.resolve()
    mend(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    movable = os.access(target.parent, os.W_OK) and not target.is_mount()
    staging = (target.parent if movable else target) / _name(target, _NEW)
    staging.mkdir()
    return staging


def publish(staging: Path, target: Path) -> None:
    """Put the finished folder in the place of the target, then remove the old site."""
    old = exchange(staging, target)
    if old is not None:
        shutil.rmtree(old)


def exchange(staging: Path, target: Path) -> Path | None:
    """Put the finished folder in the place of the target; give the folder where the old site is now, if it is anywhere."""
    target = target.resolve()
    _flush()
    if staging.parent == target:
        _fill(staging, target)
        return None
    if not target.exists():
        staging.rename(target)
        return None
    try:
        old = staging if _exchange(staging, target) else _rename_twice(staging, target)
    except OSError as error:
        if error.errno not in _IMMOVABLE:
            raise
        _fill(staging, target)
        return None
    keep_hidden(old, target)
    return old


def discard(staging: Path) -> None:
    """Remove a folder that was not published; a missing one is fine."""
    shutil.rmtree(staging, ignore_errors=True)


def mend(target: Path) -> None:
    """Undo what killed builds left beside the target: an old site goes back where there is none, the rest is removed."""
    for kind in (_OLD, _NEW):
        for leftover in _leftovers(target, kind):
            if kind == _OLD and not target.exists():
                leftover.rename(target)
                continue
            if target.exists() and leftover.parent != target:
                keep_hidden(leftover, target)
            shutil.rmtree(leftover, ignore_errors=True)


def is_running(process: int) -> bool:
    """Whether a process of this number runs; where that cannot be asked without harm (Windows), yes."""
    if sys.platform == "win32":
        return True
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _name(target: Path, kind: str, process: int | str = "") -> str:
    return f".{target.name}.{kind}-{process or os.getpid()}"


def _leftovers(target: Path, kind: str) -> Iterator[Path]:
    """The folders of this kind whose build no longer runs, and our own."""
    for beside in (target.parent, target):
        for folder in sorted(beside.glob(_name(target, kind, "*"))) if beside.is_dir() else ():
            process = folder.name.rpartition("-")[2]
            if process.isdecimal() and (int(process) == os.getpid() or not is_running(int(process))):
                yield folder


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders change names in one step, where system and file system can; False where they cannot."""
    if os.name != "posix":
        return False
    library = ctypes.CDLL(None, use_errno=True)
    names = (os.fsencode(one), os.fsencode(other))
    if hasattr(library, "renameat2"):
        failed = library.renameat2(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _EXCHANGE)
    elif hasattr(library, "renamex_np"):
        failed = library.renamex_np(*names, _EXCHANGE)
    else:
        return False
    if failed and ctypes.get_errno() not in _NO_EXCHANGE:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(other))
    return not failed


def _rename_twice(staging: Path, target: Path) -> Path:
    """The same in two steps; a kill between them leaves the old site beside the target, where `mend` finds it."""
    old = target.parent / _name(target, _OLD)
    target.rename(old)
    try:
        staging.rename(target)
    except OSError:
        old.rename(target)
        raise
    return old


def keep_hidden(old: Path, target: Path) -> None:
    """Move what is hidden at the top of an old site into the one that took its place."""
    for entry in old.glob(".*"):
        if not (target / entry.name).exists():
            entry.rename(target / entry.name)


def _fill(staging: Path, target: Path) -> None:
    for entry in target.iterdir():
        if not entry.name.startswith("."):
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()
    for entry in staging.iterdir():
        entry.rename(target / entry.name)
    staging.rmdir()


def _flush() -> None:
    """Have the files on the disk before their folder gets its name, so that a power cut cannot leave them empty."""
    if sys.platform != "win32":
        os.sync()
