"""Of a text the lines that were not seen before, with some around them: a page resembles those just before it.

A text is cut into blocks, and new ones that are long into lines. Each is known by a number, together with what stands
before it, so that known ones in other company are new. Knows nothing of what is searched for.
"""

from collections.abc import Container, Iterable, Sequence
from itertools import chain, repeat

_BLOCK = "\n<"  # what a theme says around a page is indented, so that it makes long blocks
_LONG = 300  # letters of a block
_LONGEST = 10_000  # letters of a line
_NEAR = 3  # lines around one that are looked at with it


def unseen(text: str, seen: Container[int]) -> tuple[str, list[int]]:
    """The lines of a text that are not seen, with some around, and the numbers by which they are when nothing is found."""
    blocks = text.split(_BLOCK)
    short = blocks.copy()
    long = [place for place, length in enumerate(map(len, blocks)) if length > _LONG]
    for place in long:
        short[place] = _ends(blocks[place])
    numbers = map(hash, zip(chain(("",), short), blocks, strict=False))
    new = {place: number for place, number in enumerate(numbers) if number not in seen}
    closed = [number for place, number in new.items() if _is_closed(f"<{blocks[place]}" if place else blocks[0])]
    end = "\n" if "\n" in text[:_LONGEST] else "},{"  # what has no lines may have records
    for place in filter(new.__contains__, long):
        short[place], more = _lines(blocks[place], end, seen, is_all=len(blocks) == 1)
        closed += more
    return _near(short, new, _BLOCK), closed


def _lines(block: str, end: str, seen: Container[int], *, is_all: bool) -> tuple[str, list[int]]:
    """The same of a block; if it is not all there is, its first and last lines may be near others that are not seen."""
    lines = block.split(end)
    numbers = map(hash, zip(chain(("",), lines), lines, repeat(end), strict=False))  # no block has such a number
    new = {place: number for place, number in enumerate(numbers) if number not in seen}
    closed = [number for place, number in new.items() if _is_closed(lines[place])]
    return _near(lines, new if is_all else [0, *new, len(lines) - 1], end), closed


def _near(lines: Sequence[str], places: Iterable[int], end: str) -> str:
    """The lines at these places, in their order, with some around them; a zero where others are left out.

    `end` stands between two lines.
    """
    runs: list[list[int]] = []
    for place in places:
        begin = max(place - _NEAR, 0)
        if runs and begin <= runs[-1][1]:
            runs[-1][1] = place + _NEAR + 1
        else:
            runs.append([begin, place + _NEAR + 1])
    apart = f"\n\0{end}"
    return (apart if runs and runs[0][0] else "") + apart.join(end.join(lines[begin:ended]) for begin, ended in runs)


def _ends(block: str) -> str:
    """The lines of a block that may be near others."""
    first = block.split("\n", _NEAR)
    last = first[-1].rsplit("\n", _NEAR)
    return "\n".join([*first[:_NEAR], "\0", *last[1:]]) if min(len(first), len(last)) > _NEAR else block


def _is_closed(text: str) -> bool:
    """Whether no tag and no attribute of a tag goes on before or after a text."""
    ended = text.find(">")
    return (ended < 0 or -1 < text.find("<") < ended) and text.rfind("<") <= text.rfind(">") and text.count('"') % 2 == 0
