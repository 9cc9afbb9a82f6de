"""Makes one file operation of a command fail, or kills the process at it, in a forked child; nothing here is timed.

Every operation on a path below a folder is a step: opening, reading, writing, syncing, closing, naming, making, removing,
listing, asking, and starting a program. Python's audit events tell most of them before they happen; for the others the
functions are replaced. Works where `os.fork` does.
"""

import builtins
import errno
import io
import os
import stat
import sys
import tempfile
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

KILLED = 9
KILL = 0
"""Instead of an error number: the process ends at once, in the middle of a write."""

_ON_PATHS = frozenset(
    {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.scandir", "os.listdir", "os.chmod", "os.utime", "os.stat"}
    | {"os.lstat", "os.link", "os.symlink", "os.truncate"}
)
_ON_FILES = frozenset({"read", "write", "close", "os.read", "os.write", "os.fsync", "os.sendfile"})
_TAKING_ROOM = frozenset({"open", "write", "close", "os.write", "os.fsync", "os.sendfile", "os.mkdir", "os.rename"})
_AUDITED = (_ON_PATHS - {"os.stat", "os.lstat"}) | {"subprocess.Popen", "ctypes.dlsym"}
_REPLACED = ("write", "read", "fsync", "stat", "lstat", "sendfile")
_POSSIBLE = {
    errno.ENOSPC: _TAKING_ROOM,
    errno.EIO: _ON_PATHS | _ON_FILES,
    errno.EACCES: _ON_PATHS - {"os.stat", "os.lstat"},
    errno.EMFILE: frozenset({"open", "os.scandir", "os.listdir", "subprocess.Popen"}),
}


def errors_at(step: str) -> list[int]:
    """The error numbers with which a step can fail."""
    return [error for error, steps in _POSSIBLE.items() if step in steps]


class Step(NamedTuple):
    """One file operation: what it is, and the place in the program from which it was called, the whole way down."""

    name: str
    site: str


class Ending(NamedTuple):
    """How a command ended: exit status, everything it printed, and where no step was to fail the steps it took."""

    status: int
    printed: str
    steps: tuple[Step, ...]


@dataclass
class _Strikes:
    """Counts steps, and strikes at one of them."""

    root: str
    last: int
    error: int
    log: int
    taken: int = 0
    busy: bool = False

    def concerns(self, path: object) -> bool:
        if isinstance(path, int):
            try:
                path = os.readlink(f"/proc/self/fd/{path}")  # noqa: PTH115 - a Path would ask os.stat
            except OSError:
                return False
            return path.startswith(self.root)
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        text = os.fsdecode(path)
        return not text.startswith("/") or text.startswith(self.root)

    def step(self, name: str, first: Callable[[], object] = lambda: None) -> None:
        """Count one step; at the last do what a failure leaves behind, and fail."""
        if self.busy:
            return
        self.taken += 1
        self.busy = True
        if not self.last:
            _WRITE(self.log, f"{name} {_site()}\n".encode())
        if self.taken == self.last:
            first()
            if self.error == KILL:
                os._exit(KILLED)
            self.busy = False
            raise OSError(self.error, os.strerror(self.error))
        self.busy = False


_WRITE = os.write


def _site() -> str:
    """The files and lines from which the operation was called, as one number."""
    frame, ways = sys._getframe(2), []
    while frame := frame.f_back:  # type: ignore[assignment]  # None ends it
        ways.append((frame.f_code.co_filename, frame.f_lineno))
    return f"{hash(tuple(ways)):x}"


def run(command: Callable[[], object], root: Path, last: int = 0, error: int = KILL) -> Ending:
    """Run a command in a child whose step number `last` fails; 0: none does, and all steps are counted."""
    with tempfile.TemporaryFile() as printed, tempfile.TemporaryFile() as log:
        sys.stdout.flush()
        sys.stderr.flush()
        child = os.fork()
        if not child:
            os.dup2(printed.fileno(), 1)
            os.dup2(printed.fileno(), 2)
            sys.stdout, sys.stderr = (os.fdopen(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))
            os._exit(_in_child(command, _Strikes(f"{root}", last, error, log.fileno())))
        _, status = os.waitpid(child, 0)
        printed.seek(0)
        log.seek(0)
        words = printed.read().decode(errors="replace")
        steps = tuple(Step(*line.split()) for line in log.read().decode().splitlines())
        return Ending(os.waitstatus_to_exitcode(status), words, steps)


def _in_child(command: Callable[[], object], strikes: _Strikes) -> int:
    _arm(strikes)
    code: object = 0
    try:
        command()
    except SystemExit as end:
        code = end.code
    except BaseException:  # noqa: BLE001 - a traceback is what must not happen
        strikes.busy = True
        traceback.print_exc()
        code = 70
    strikes.busy = True
    sys.stdout.flush()
    sys.stderr.flush()
    return code if isinstance(code, int) else 1 if code else 0


def _arm(strikes: _Strikes) -> None:
    sys.addaudithook(lambda event, arguments: _heard(strikes, event, arguments))
    for name in _REPLACED:
        setattr(os, name, _failing(strikes, f"os.{name}", getattr(os, name)))
    os.sync = lambda: strikes.step("os.sync")
    raw = _file_class(strikes)
    opened = _opening(strikes, raw)
    builtins.open = opened
    io.open = opened


def _heard(strikes: _Strikes, event: str, arguments: Sequence[object]) -> None:
    if event not in _AUDITED:
        return
    everywhere = event == "subprocess.Popen" or (event == "ctypes.dlsym" and arguments[1] == "renameat2")
    if everywhere or any(strikes.concerns(path) for path in arguments[:1]):
        strikes.step(event)


def _failing(strikes: _Strikes, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
    def failing(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - the shape of any function
        if strikes.concerns(arguments[0]):
            strikes.step(name)
        return real(*arguments, **options)

    return failing


def _file_class(strikes: _Strikes) -> type[io.FileIO]:
    class Failing(io.FileIO):
        """A file whose reads, writes and closing are steps; a write that fails has written the half."""

        def write(self, content: Any) -> int:  # noqa: ANN401 - any buffer
            half = memoryview(content)[: len(content) // 2]
            strikes.step("write", lambda: super(Failing, self).write(half))
            return super().write(content)

        def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer
            strikes.step("read")
            return super().readinto(buffer) or 0

        def readall(self) -> bytes:
            strikes.step("read")
            return super().readall() or b""

        def close(self) -> None:
            written = not self.closed and self.writable()
            super().close()
            if written:
                strikes.step("close")

    return Failing


def _opening(strikes: _Strikes, raw: type[io.FileIO]) -> Callable[..., Any]:
    real = io.open

    def opened(  # noqa: PLR0917 - the shape of open()
        file: Any,  # noqa: ANN401 - as open() has it
        mode: str = "r",
        buffering: int = -1,
        encoding: str | None = None,
        errors: str | None = None,
        newline: str | None = None,
        closefd: bool = True,  # noqa: FBT001, FBT002 - as open() has it
        opener: Any = None,  # noqa: ANN401 - as open() has it
    ) -> Any:  # noqa: ANN401 - as open() has it
        is_pipe = isinstance(file, int) and not stat.S_ISREG(os.fstat(file).st_mode)
        if is_pipe or not strikes.concerns(file) or strikes.busy:
            return real(file, mode, buffering, encoding, errors, newline, closefd, opener)
        plain = raw(file, mode.replace("b", "").replace("t", ""), closefd, opener)
        if not buffering:
            return plain
        if "+" in mode:
            buffer: Any = io.BufferedRandom(plain)
        else:
            buffer = io.BufferedReader(plain) if mode[0] == "r" else io.BufferedWriter(plain)
        if "b" in mode:
            return buffer
        return io.TextIOWrapper(buffer, encoding or "utf-8", errors, newline)

    return opened
