"""Talks to one running process over its pipes: feeds it, listens to its complaints, and always ends it.

Knows `git cat-file --batch` as a format of bytes; starts no process.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from subprocess import Popen

LARGEST = 1024 * 1024 + 1
"""Bytes handed out of one object: one more than a document may have, so that a longer one is still seen to be too long."""

_COMPLAINTS_KEPT = 64 * 1024


@contextmanager
def piped(process: "Popen[bytes]", feed: Sequence[bytes], complaints: list[bytes]) -> Iterator[IO[bytes]]:
    """The output of a process while it runs, fed from a thread so that neither side waits for the other.

    However the block is left, the process has ended after it; left early, it is killed. Lines it wrote to its standard
    error are in `complaints` then.
    """
    assert process.stdin and process.stdout and process.stderr, "started with three pipes"  # noqa: S101, PT018
    threads = (
        Thread(target=_write, args=(process.stdin, feed), daemon=True),
        Thread(target=_listen, args=(process.stderr, complaints), daemon=True),
    )
    for thread in threads:
        thread.start()
    try:
        yield process.stdout
        process.stdout.close()
        process.wait()
    finally:
        process.kill()  # nothing happens to one that has ended
        process.wait()
        for thread in threads:
            thread.join()
        process.stdout.close()
        process.stderr.close()


def next_object(out: IO[bytes], kind: bytes) -> tuple[bytes | None, bool]:
    """The next object of a batch, cut at LARGEST, None when missing or broken off; and whether more can follow."""
    words = out.readline().split()
    if len(words) != 3 or not words[2].isdigit():  # `<id> missing`, or the end
        return None, bool(words)
    size = int(words[2])
    content = out.read(min(size, LARGEST))
    beyond = size - len(content)
    while beyond and (piece := out.read(min(beyond, LARGEST))):
        beyond -= len(piece)
    if beyond or out.read(1) != b"\n":
        return None, False
    return (content if words[1] == kind else None), True


def _write(pipe: IO[bytes], feed: Sequence[bytes]) -> None:
    with suppress(OSError):  # the process has ended, or nobody reads on: then nobody needs the rest
        for piece in feed:
            pipe.write(piece)
    with suppress(OSError):
        pipe.close()


def _listen(pipe: IO[bytes], complaints: list[bytes]) -> None:
    kept = 0
    for line in pipe:
        if kept < _COMPLAINTS_KEPT:
            complaints.append(line)
            kept += len(line)
