"""How much room a sheet takes on A4, reckoned in lines of its text, since a static page cannot measure itself.

The numbers are those of the style sheet's letters on paper, with some to spare: better small letters too early than a
signature on a page of its own.
"""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import NamedTuple
from unicodedata import east_asian_width


class Letters(NamedTuple):
    """A size of letters: how many stand in a line, in one of half the width, and how many lines on the page."""

    wide: int
    half: int
    lines: int


LARGE = Letters(88, 41, 50)
SMALL = Letters(114, 54, 68)

_HEAD, _FOOT = 2.5, 4.0  # the title; the last lines with the space above them
_HEADINGS = {2: 2.1, 3: 1.6}  # by level
_GAP = 0.25  # between clauses
_SIGNATURE = 3.0


class Column(NamedTuple):
    """Texts below a heading of a level."""

    level: int
    texts: Sequence[str]

    def height(self, width: int) -> float:
        """The lines it takes."""
        return _HEADINGS[self.level] + _height(self.texts, width)


class Room(NamedTuple):
    """What a sheet holds: `top` and `shared` go over the whole width, `people` and the signatures stand two in a row."""

    top: Sequence[str]
    people: Sequence[Column]
    shared: Sequence[Column]
    signatures: int

    def fits(self, letters: Letters) -> bool:
        """Whether it goes on one page in this size."""
        height = _HEAD + _FOOT + _SIGNATURE * ceil(self.signatures / 2) + _height(self.top, letters.wide)
        height += sum(column.height(letters.wide) for column in self.shared)
        halves = [column.height(letters.half) for column in self.people]
        height += sum(max(halves[place : place + 2]) for place in range(0, len(halves), 2))
        return height <= letters.lines


def _height(texts: Iterable[str], width: int) -> float:
    return sum(_GAP + sum(ceil(_width(line) / width) or 1 for line in text.split("\n")) for text in texts)


def _width(line: str) -> int:
    wide = 0 if line.isascii() else sum(east_asian_width(character) in "WF" for character in line)
    return len(line) + wide
