"""Keeps finished work in a folder under a key that names everything it depends on; safe to delete, never wrong.

An entry is one file: a summary to be read at once, and texts to be read when they are asked for. It is written beside its
place and then put there whole, so that two builds at a time cannot disturb each other; what is broken, cut off or gone
counts as not kept. What the words mean is for others to know.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
import weakref
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple, Self

from alliance_docs.keeping.keep_place import keep_place

_FORMAT = b"alliance-docs 1\n"
_PIECE = 1 << 20  # characters of texts that are packed together: one of them is in memory at a time
_DAY = 86_400  # seconds
_DAYS = 30  # unused for so long an entry goes
_MOST = 2 << 30  # bytes of all entries; beyond that those go first that were not used for longest


class Entry(NamedTuple):
    """What was kept under one key. `held` are the texts themselves, None where they are in the file."""

    summary: Any
    place: Path | None
    pieces: tuple[tuple[int, int], ...]  # where each piece begins in the file, and its length
    counts: tuple[int, ...]  # how many texts are in each piece
    held: tuple[str, ...] | None = None

    def text(self, number: int) -> str:
        """One of the texts; LookupError where the file is not there any more or broken."""
        if self.held is not None:
            return self.held[number]
        assert self.place is not None, "either in memory or in a file"  # noqa: S101 - says what mypy cannot know
        for piece, count in zip(self.pieces, self.counts, strict=True):
            if number < count:
                return _texts(self.place, *piece)[number]
            number -= count
        raise LookupError(number)


class Head(NamedTuple):
    """What an entry tells at once: its key, where its pieces are and its summary; and the same as a line of JSON.

    The line is ASCII, as most of it is: anything else would be slower to read.
    """

    told: Any
    line: bytes

    @classmethod
    def of(cls, told: Any) -> Self:  # noqa: ANN401 - JSON
        """The head that tells this."""
        return cls(told, json.dumps(told, separators=(",", ":")).encode())


class Keep:
    """Entries by key in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, key: str) -> Entry | None:
        """What is kept under a key, marked as used; None where there is nothing that can be read."""
        told = self.told(key)
        return self.entry(told) if told else None

    def told(self, key: str) -> Any:  # noqa: ANN401 - JSON
        """What an entry tells at once, marked as used; None as of `get`."""
        try:
            with (self.folder / key).open("rb") as stream:
                first, about = stream.readline(), stream.readline()
                length, *pieces = json.loads(about)
                starts = [*accumulate((size for size, _ in pieces), initial=len(first) + len(about) + length)]
                if first != _FORMAT or os.fstat(stream.fileno()).st_size != starts[-1]:
                    return None
                summary = _unpacked(stream.read(length))
            os.utime(self.folder / key)
        except (OSError, ValueError, TypeError, zlib.error):
            return None
        return [key, [(start, *piece) for start, piece in zip(starts, pieces, strict=False)], summary]

    def entry(self, told: Any) -> Entry | None:  # noqa: ANN401 - JSON
        """The entry that tells this; None where that is none."""
        try:
            key, pieces, summary = told
            places = tuple((start, length) for start, length, _ in pieces)
            return Entry(summary, self.folder / key, places, tuple(count for _, _, count in pieces))
        except (ValueError, TypeError):
            return None

    def heads(self, key: str) -> dict[str, Head]:
        """Heads that were kept together, by the keys of their entries; those of yesterday are none."""
        place = self.folder / key
        try:
            if time.time() - place.stat().st_mtime > _DAY:
                return {}  # so that once a day each entry is marked as used
            first, digest, together = place.read_bytes().split(b"\n", 2)
            if (first + b"\n", digest) != (_FORMAT, _digest(together)):
                return {}
            lines = together.split(b"\n")
            told = json.loads(b"[%s]" % b",".join(lines))
            return {one[0]: Head(one, line) for line, one in zip(lines, told, strict=True)}
        except (OSError, ValueError, TypeError):
            return {}

    def put_heads(self, key: str, heads: Iterable[Head]) -> None:
        """Keep heads together, so that whoever needs all of them opens one file; where that does not succeed nothing is.

        They are as old as those in whose place they come, unless these were of yesterday.
        """
        place, now = self.folder / key, time.time()
        together = b"\n".join(head.line for head in heads)
        with suppress(OSError):
            begun = place.stat().st_mtime if place.exists() else now
            self._write(place, [_FORMAT, _digest(together), b"\n", together])
            if now - begun <= _DAY:
                os.utime(place, (now, begun))

    def put(self, key: str, summary: object, *groups: Sequence[str]) -> Entry:
        """Keep something; where that does not succeed the entry holds its texts itself.

        The texts of each group are read without those of the others, and numbered after those before it.
        """
        texts = [text for group in groups for text in group]
        pieces = [piece for group in groups for piece in _in_pieces(group)]
        head = _packed(summary)
        packed = [_packed(piece) for piece in pieces]
        about = json.dumps([len(head), *((len(piece), len(whole)) for piece, whole in zip(packed, pieces, strict=True))])
        lines = _FORMAT + about.encode() + b"\n"
        place = self.folder / key
        try:
            self._write(place, [lines, head, *packed])
        except OSError:
            return Entry(summary, None, (), (), tuple(texts))
        starts = accumulate(map(len, packed), initial=len(lines) + len(head))
        return Entry(summary, place, tuple(zip(starts, map(len, packed), strict=False)), tuple(map(len, pieces)))

    def _write(self, place: Path, parts: Sequence[bytes]) -> None:
        descriptor, name = tempfile.mkstemp(dir=self.folder, prefix=".new-")  # for its owner alone
        try:
            with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor, no path
                stream.writelines(parts)
            os.replace(name, place)  # noqa: PTH105 - a name, no path
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def tidy(self) -> None:
        """Drop what nobody has used for long, then what is too much; nothing of the last day, a build may be using it."""
        now, total = time.time(), 0
        with suppress(OSError):
            for used, size, path in sorted(self._files(), reverse=True):
                total += size
                if now - used > _DAYS * _DAY or (total > _MOST and now - used > _DAY):
                    Path(path).unlink(missing_ok=True)

    def _files(self) -> Iterator[tuple[float, int, str]]:
        with os.scandir(self.folder) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    found = entry.stat(follow_symlinks=False)
                    yield found.st_mtime, found.st_size, entry.path


def open_keep(*, lasting: bool = True) -> Keep:
    """The keep of this user; where there is none, or not `lasting`, one for as long as somebody has it."""
    place = keep_place() if lasting else None
    try:
        if place:
            folder = place / "finished"
            folder.mkdir(mode=0o700, exist_ok=True)
            return Keep(folder)
        passing = Keep(Path(tempfile.mkdtemp(prefix="alliance-docs-")))
    except OSError:
        return Keep(Path(os.devnull))  # nothing can be put there, so entries hold their texts themselves
    weakref.finalize(passing, shutil.rmtree, passing.folder, ignore_errors=True)
    return passing


def _in_pieces(texts: Sequence[str]) -> Iterator[list[str]]:
    piece: list[str] = []
    size = 0
    for text in texts:
        if piece and size + len(text) > _PIECE:
            yield piece
            piece, size = [], 0
        piece.append(text)
        size += len(text)
    if piece:
        yield piece


def _packed(value: object) -> bytes:
    return zlib.compress(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass"), 1)


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _unpacked(packed: bytes) -> Any:  # noqa: ANN401 - JSON
    return json.loads(zlib.decompress(packed).decode(errors="surrogatepass"))


@lru_cache(maxsize=4)  # pages are asked for in their order
def _texts(place: Path, start: int, length: int) -> list[str]:
    try:
        with place.open("rb") as stream:
            stream.seek(start)
            texts: list[str] = _unpacked(stream.read(length))
    except (OSError, ValueError, zlib.error) as error:
        raise LookupError(place.name) from error
    return texts
