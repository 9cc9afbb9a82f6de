"""One build of a target at a time: the second waits a little, then says who is building.

The lock is the system's own lock on a file, so that a killed build leaves none behind; the process number in the file is
for the message. Without such locks (Windows) builds are not held apart.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alliance_docs.errors import RepositoryError

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PAUSE = 0.05


@contextmanager
def build_lock(target: Path, patience: float = 10.0) -> Iterator[None]:
    """Hold the lock of this target while the block runs; wait at most `patience` seconds for another build.

    Raises:
        RepositoryError: another build of the target goes on for longer.
    """
    path = target.resolve().parent / f".{target.name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    file = _take(path, time.monotonic() + patience)
    try:
        os.ftruncate(file, 0)
        os.write(file, str(os.getpid()).encode())
        yield
    finally:
        path.unlink(missing_ok=True)
        os.close(file)


def _take(path: Path, until: float) -> int:
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        if _locked(file) and _is_still(path, file):
            return file
        holder = os.read(file, 20).decode(errors="replace").strip()
        os.close(file)
        if time.monotonic() > until:
            who = f" (process {holder})" if holder else ""
            message = f"Another build{who} is writing {path.parent / path.name[1 : -len('.lock')]}."
            raise RepositoryError(message, "Wait until it is done, or end it, and build again.")
        time.sleep(_PAUSE)


def _locked(file: int) -> bool:
    if fcntl is None:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(path: Path, file: int) -> bool:
    """Whether the path still names the file that was opened: the build before us removes it when it is done."""
    try:
        return path.stat().st_ino == os.fstat(file).st_ino
    except FileNotFoundError:
        return False
