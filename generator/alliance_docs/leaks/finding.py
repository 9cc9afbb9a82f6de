"""The last look before a site is published: no text that is hidden from this audience may stand in any output file.

Works on the finished files alone and trusts nothing that made them; a leak names the output file and the clause, never the
text.

A text of 24 characters or more is searched by every window of 24 characters that occurs in nothing this audience may see
and not in the product's own words, so that a fragment is found and a sentence that is public elsewhere is not; nor is one
that two public texts make where they meet. What only the message of a commit says is public for other messages and not for
clauses: nobody thinks of an old message when something is hidden. A shorter text is searched only as the whole content of
an element, an attribute or a string. So with more that is visible, and the same hidden, never more is found.
"""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, takewhile
from pathlib import Path
from typing import NamedTuple

from alliance_docs.leaks.hidden_words import WINDOW, fold
from alliance_docs.leaks.sieve import track, track_of_folded
from alliance_docs.leaks.sought import Sought
from alliance_docs.leaks.thinning import Thinner
from alliance_docs.leaks.unpacking import unpacked
from alliance_docs.leaks.unseen import unseen
from alliance_docs.leaks.untagging import JOINT, pieces
from alliance_docs.leaks.unwrapping import CALENDAR, names_in, readings, seams, whole

_MOSTLY = 18  # letters of a window that are public before a joint: then the rest is a neighbour's, not a leak's
_STRETCH = 500  # letters of a line, which may be a whole file
_REMEMBERED = 300_000  # numbers of blocks and lines, then all are forgotten
_TAG_SIGNS = {*"<>≮≯"}  # and what an accent makes of them
_AROUND = re.compile(r"^\W+|\W+$")


class Leak(NamedTuple):
    """A hidden text found in an output file; `clause` is its address or the commit whose message it is.

    `shown`: the file's name for people, without the parts that hold a hidden text themselves.
    """

    file: str
    alliance: str
    clause: str
    shown: str


def find_leaks(
    site: Path,
    sought: Sought,
    names: Iterable[str] | None = None,
    before: Callable[[str], bytes] = lambda _: b"",
) -> Iterator[Leak]:
    """The leaks in a folder of output files, at most one for each file and clause, in the order of file names.

    `names` are those to look into; without them all are. Links are not followed. `before` gives what a file said in which
    nothing was found when the same was hidden and no more was public, or nothing.
    """
    if not sought.places:
        return
    search = Search(sought)
    for name in files_of(site) if names is None else names:
        content, last = (site / name).read_bytes(), before(name)
        if last and content == last:
            continue  # to the letter what was looked at
        search.trust(last)
        yield from search.leaks(name, content)


def files_of(site: Path) -> list[str]:
    """The files below a folder, without those that are reached by a link, sorted."""
    return sorted(_files_in(site, ""))


def _files_in(folder: Path | str, before: str) -> Iterator[str]:
    with os.scandir(folder) as entries:  # what cannot be looked into is not passed: it fails
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_in(entry.path, f"{before}{entry.name}/")
            elif entry.is_file(follow_symlinks=False):
                yield f"{before}{entry.name}"


class Search:
    """Looks for hidden texts in one file after another.

    Cost: one pass over the lines that no file before had, of which a sieve lets almost nothing through. `seen` are numbers
    of blocks and lines that hold nothing; those that are looked at are added.
    """

    def __init__(self, sought: Sought, seen: set[int] | None = None) -> None:
        self._sought = sought
        self._thinner = Thinner(tags=_TAG_SIGNS.isdisjoint("".join(sought.places)))
        self._seen = set() if seen is None else seen

    def trust(self, content: bytes) -> None:
        """Take the lines of a file as seen in which nothing was found when the same was hidden and no more was public."""
        for text in unpacked(content):
            _remember(self._seen, unseen(text, self._seen)[1])

    def leaks(self, name: str, content: bytes) -> Iterator[Leak]:
        """Those in one file, by alliance and clause; `name` is its path in the site, which is searched too."""
        found = {self._sought.places[text] for text in self._hits(names_in(name))}
        for text in unpacked(content):
            new, numbers = unseen(text, self._seen)
            parts = pieces(text if text.startswith(CALENDAR) else new)
            suspects = self._suspects(readings(self._thinner.thin(parts)))
            hits = {self._sought.places[text] for text in self._hits(readings(whole(parts)))} if any(suspects) else set()
            if not hits:
                self._thinner.remember()
                _remember(self._seen, numbers)
            found |= hits
        for alliance, clause in sorted(found):
            yield Leak(name, alliance, clause, self._shown(name))

    def _hits(self, texts: Iterable[str]) -> Iterator[str]:
        """The hidden texts in these texts of many lines."""
        for line, folded, start, text in self._suspects(texts):
            if len(text) < WINDOW or not self._met_by_chance(line, folded, start, text):
                yield text

    def _suspects(self, texts: Iterable[str]) -> Iterator[tuple[str, str, int, str]]:
        """What these texts hold that is hidden and not public: a line, as it is folded, from where on, which text."""
        for text in texts:
            sifted = track(text)
            for line in self._sought.sieve.lines_in(text, sifted):
                alone = fold(line)
                if self._sought.is_whole(alone):
                    yield line, alone, 0, alone
            suspects = [*self._sought.sieve.suspects(sifted)]
            lines = text.split("\n") if suspects else []
            if any(self._may_stand_in(fold(" ".join(lines[near]))) for near in suspects):
                single = dict.fromkeys(line for near in suspects for line in lines[near])
                for line in chain(single, seams(lines).split("\n")):
                    yield from self._windows_of(line)

    def _may_stand_in(self, folded: str) -> bool:
        return any(self._sought.is_window(folded[start : start + WINDOW]) for start in self._starts(folded))

    def _windows_of(self, line: str) -> Iterator[tuple[str, str, int, str]]:
        """What of hidden texts a line holds."""
        folded = fold(line)
        for start in self._starts(folded):
            found = self._sought.text_with(folded[start : start + WINDOW])
            if found:
                yield line, folded, start, found

    def _starts(self, folded: str) -> Iterator[int]:
        """Where in a folded line a hidden window may begin."""
        for begin in range(0, len(folded) - WINDOW + 1, _STRETCH):
            if self._sought.sieve.may_hold(track_of_folded(folded[begin : begin + _STRETCH + WINDOW])):
                yield from range(begin, min(begin + _STRETCH, len(folded) - WINDOW + 1))

    def _met_by_chance(self, line: str, folded: str, start: int, text: str) -> bool:
        """Whether public words meet here, or most of the window is a public sentence and something else follows in the file.

        Looked at is all that the line and the hidden text share around the window, taken apart where the line has joints;
        of each part letters and digits count. Where they share the whole text, it is no chance.
        """
        if JOINT in line:
            parts = _parts(line, folded, start, start + WINDOW)
            if any(len(part) >= _MOSTLY and self._sought.is_said(part, text) for part in parts):
                return True
        begin, end = _common(folded, text, start)
        return end - begin < len(text) and all(
            self._sought.is_said(_AROUND.sub("", part), text) for part in _parts(line, folded, begin, end)
        )

    def _shown(self, name: str) -> str:
        parts = ["…" if any(self._hits(names_in(part))) else part for part in name.split("/")]
        return "/".join(parts) if "…" in parts or not any(self._hits(names_in(name))) else "…"


def _parts(line: str, folded: str, begin: int, end: int) -> Iterator[str]:
    """What stands between two places of a folded line, taken apart at its joints."""
    place = 0
    for length in (len(part) for part in map(fold, line.split(JOINT)) if part):
        if place < end and place + length > begin:
            yield folded[max(place, begin) : min(place + length, end)]
        place += length + 1


def _common(folded: str, text: str, start: int) -> tuple[int, int]:
    """From where to where a folded line is like a text, around the window of both that begins at `start`."""
    at = text.index(folded[start : start + WINDOW])
    before = _alike(zip(reversed(folded[:start]), reversed(text[:at]), strict=False))
    return start - before, start + _alike(zip(folded[start:], text[at:], strict=False))


def _alike(pairs: Iterable[tuple[str, str]]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _remember(known: set[int], more: Iterable[int]) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()
    known.update(more)
