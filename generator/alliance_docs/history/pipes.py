"""Talks to one running process over its pipes: feeds it, listens to its complaints, and always ends it.

Knows `git cat-file --batch` as a format of bytes; starts no process.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Thread
from typing import IO, TYPE_CHECKING
from weakref import finalize

if TYPE_CHECKING:
    from subprocess import Popen

LARGEST = 1024 * 1024 + 1
"""Bytes handed out of one object: one more than a document may have, so that a longer one is still seen to be too long."""

_COMPLAINTS_KEPT = 64 * 1024
_AT_ONCE = 50
"""Objects asked for together of a process that stays; their contents are held until all of them are here."""


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


class Staying:
    """A `git cat-file --batch-command --buffer` that stays open from one question to the next.

    It ends when nobody can ask any more, also where whoever asks is killed, who alone holds the other end of its input.
    After anything went wrong there is none: an old Git does not know the command, and a damaged object ends it.
    """

    def __init__(self, start: "Callable[[], Popen[bytes]]") -> None:
        self._start = start
        self._process: Popen[bytes] | None = None
        self._end: finalize[..., Staying] | None = None

    def objects(self, kind: bytes, ids: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
        """The content of each object as `next_object` gives it, in order; ends early where something went wrong.

        Whoever stops listening leaves nothing behind that the next one would hear.
        """
        for begin in range(0, len(ids), _AT_ONCE):
            asked = ids[begin : begin + _AT_ONCE]
            contents = self._ask(kind, asked)
            if contents is None:
                return
            yield from zip(asked, contents, strict=True)

    def _ask(self, kind: bytes, ids: Sequence[str]) -> list[bytes | None] | None:
        """The contents of some objects, None where not all could be had.

        It takes in all questions up to the last word before it answers, so that neither side waits for the other.
        """
        if self._end is None:
            self._process = self._start()
            listener = Thread(target=_listen, args=(self._process.stderr, []), daemon=True)
            listener.start()
            self._end = finalize(self, _end, self._process, listener)
        process, self._process = self._process, None  # until all went well, however this is left
        found = _answers(process, kind, ids) if process else None
        if found is None:
            self._end()
        else:
            self._process = process
        return found


def _answers(process: "Popen[bytes]", kind: bytes, ids: Sequence[str]) -> list[bytes | None] | None:
    assert process.stdin and process.stdout, "started with three pipes"  # noqa: S101, PT018
    with suppress(OSError):
        process.stdin.write("".join([*(f"contents {one}\n" for one in ids), "flush\n"]).encode("ascii"))
        process.stdin.flush()
        found = []
        for _ in ids:
            content, goes_on = next_object(process.stdout, kind)
            if not goes_on:
                return None
            found.append(content)
        return found
    return None


def _end(process: "Popen[bytes]", listener: Thread) -> None:
    process.kill()
    process.wait()
    listener.join()
    for pipe in (process.stdin, process.stdout, process.stderr):
        with suppress(OSError):  # a question that nobody took in
            pipe.close()  # type: ignore[union-attr]  # it was started with three


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
