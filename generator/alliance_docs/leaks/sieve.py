"""Tells at once that a long text holds none of many words, so that only where it may do they must be looked for.

What is compared is the track of a text: its ASCII letters and digits, in small letters, in their order. Whoever holds a
text as `fold` would compare it holds its track too. Never the other way round: whoever may hold it must be looked into.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate, compress
from string import ascii_lowercase, ascii_uppercase, digits
from unicodedata import combining

from alliance_docs.leaks.hidden_words import WINDOW, fold

_GRAM = 8
_SURE = 2 * _GRAM - 1  # wherever so many letters stand, a whole gram begins at a multiple of its length
_REMEMBERED = 100_000  # surroundings of grams, then all are forgotten
_FEW = 20  # tracks that are too short for grams of a length, which are looked for one by one
_ASCII = bytes(range(128))
_SMALL = bytes.maketrans(ascii_uppercase.encode(), ascii_lowercase.encode())
_KEPT = ascii_lowercase + ascii_uppercase + digits + "\n\0"
_DROPPED = bytes(set(range(256)) - {*_KEPT.encode()})


def track(text: str) -> bytes:
    """The track of a text, with the ends of its lines."""
    if not text.isascii():
        beyond = text.encode(errors="surrogatepass").translate(None, _ASCII).decode(errors="surrogatepass")
        if not all(map(_leaves_letters, set(beyond))):
            text = "\n".join(map(fold, text.split("\n")))
    return track_of_folded(text)


def track_of_folded(text: str) -> bytes:
    """The same of a text as `fold` leaves it; what is folded twice may lose a letter to an accent."""
    return text.encode(errors="surrogatepass").translate(_SMALL, _DROPPED)


def _tracks(texts: Iterable[str]) -> set[bytes]:
    """The tracks of many texts as `fold` leaves them, in which no line ends, so that all are made at once."""
    lines = [*texts]
    return {*track_of_folded("\n".join(lines)).split(b"\n")} if lines else set()


@cache
def _leaves_letters(char: str) -> bool:
    """Whether a letter is no ASCII letter, becomes none, and changes none before it: so most accents, quotes and scripts."""
    return not combining(char) and track_of_folded(fold(f"a{char}a")) == b"aa"


class Sieve:
    """For windows that may stand anywhere in a text and for others that may be a line of it, all as `fold` leaves them.

    A text costs a look at every eighth letter of its track.
    """

    def __init__(self, windows: Iterable[str], wholes: Iterable[str]) -> None:
        tracks = _tracks(windows)
        self._alone = [one for one in tracks if len(one) < _SURE]
        if len(self._alone) > _FEW:
            self._alone = [b""]
        self._long: dict[bytes, tuple[bytes, ...]] = {}
        for one in tracks:
            if len(one) >= _SURE:
                self._long[one[:_SURE]] = (*self._long.get(one[:_SURE], ()), one)
        self._behind: dict[bytes, list[int]] = {}  # how far behind the start of a window each gram may stand
        for at in range(_GRAM):
            for gram in {start[at : at + _GRAM] for start in self._long}:
                self._behind.setdefault(gram, []).append(at)
        self._grams = set(_grams(b"".join(self._behind)))
        self._harmless: set[bytes] = set()  # what stands around a gram without being the start of a window
        self._wholes = _tracks(wholes)

    def lines_in(self, text: str, sifted: bytes) -> Iterator[str]:
        """The lines of a text, of which this is the track, that may be one of the wholes."""
        tracks = sifted.split(b"\n")
        if not self._wholes.isdisjoint(tracks):
            yield from compress(text.split("\n"), map(self._wholes.__contains__, tracks))

    def may_hold(self, sifted: bytes) -> bool:
        """Whether a text with this track may hold a window, be it in one of its lines or over their ends."""
        run = _run(sifted)
        return self._holds_alone(run) or bool(self._begun(run))

    def suspects(self, sifted: bytes) -> Iterator[slice]:
        """The lines of a text with this track that a window may stand in or over, with those beside them: runs, in order."""
        run = _run(sifted)
        if self._holds_alone(run):
            yield slice(None)
        elif begun := self._begun(run):
            starts = [*accumulate(map(len, sifted.split(b"\n")), initial=_GRAM)]
            near: list[tuple[int, int]] = []
            for place in begun:
                begin = max(bisect_left(starts, place - _GRAM + 1) - 1, 0)
                if near and begin <= near[-1][1]:
                    begin = near.pop()[0]
                near.append((begin, bisect_right(starts, place + WINDOW)))
            yield from (slice(begin, end) for begin, end in near)

    def _holds_alone(self, run: bytes) -> bool:
        return any(one in run for one in self._alone)

    def _begun(self, run: bytes) -> list[int]:
        """Where the grams are over which a window stands; a gram is looked for at a multiple of its length."""
        grams = _grams(run)
        if self._grams.isdisjoint(grams):
            return []
        places = [*compress(range(0, len(run), _GRAM), map(self._grams.__contains__, grams))]
        around = {_around(run, place) for place in places} - self._harmless
        begun = {*filter(self._holds, around)}
        if len(self._harmless) > _REMEMBERED:
            self._harmless.clear()
        self._harmless |= around - begun
        return [place for place in places if _around(run, place) in begun] if begun else []

    def _holds(self, around: bytes) -> bool:
        """Whether a window stands over the gram that begins at the eighth letter."""
        for behind in self._behind[around[_GRAM - 1 : 2 * _GRAM - 1]]:
            start = _GRAM - 1 - behind
            begun = self._long.get(around[start : start + _SURE])
            if begun and around.startswith(begun, start):
                return True
        return False


def _run(sifted: bytes) -> bytes:
    """A track without the ends of lines; it begins with a gram that is in no window."""
    return b"\n" * _GRAM + sifted.replace(b"\n", b"")


def _around(run: bytes, place: int) -> bytes:
    """What stands around the gram at a place, so much that a window over it is in it."""
    return run[place - _GRAM + 1 : place + WINDOW]


def _grams(run: bytes) -> "array[int]":
    """A number for each eight letters."""
    return array("Q", run[: len(run) // _GRAM * _GRAM])
