"""How much room a sheet takes on A4, reckoned in lines, since a static page cannot measure itself.

The numbers are of the style sheet's letters on paper, with some to spare: better a smaller letter too early than a
signature on a page of its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width


@dataclass(frozen=True, slots=True)
class Letters:
    """A size of letters: how many stand in a line, in one of half the width, and how many lines on the page."""

    wide: int
    half: int
    lines: int


LARGE = Letters(98, 46, 54)
SMALL = Letters(116, 55, 64)

_HEAD = 3.0  # the title, in lines of the text
_HEADING = 2.0
_GAP = 0.4  # between clauses
_SIGNATURE = 4.0
_FOOT = 3.0


@dataclass(frozen=True, slots=True)
class Room:
    """What a sheet holds, as plain text: `top` and `shared` go over the whole width, `people` stand two in a row."""

    top: Sequence[str]
    people: Sequence[Sequence[str]]
    shared: Sequence[Sequence[str]]
    names: int

    def fits(self, letters: Letters) -> bool:
        """Whether it goes on one page in this size."""
        height = _HEAD + _FOOT + _SIGNATURE * ceil(self.names / 2) + _height(self.top, letters.wide)
        height += sum(_HEADING + _height(texts, letters.wide) for texts in self.shared)
        columns = [_HEADING + _height(texts, letters.half) for texts in self.people]
        height += sum(max(columns[place : place + 2]) for place in range(0, len(columns), 2))
        return height <= letters.lines


def _height(texts: Iterable[str], width: int) -> float:
    return sum(_GAP + sum(ceil(_width(line) / width) or 1 for line in text.split("\n")) for text in texts)


def _width(line: str) -> int:
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in line)
