"""The last look before a site is published: no text that is hidden from this audience may stand in any output file.

Works on the finished files alone and trusts nothing that made them; a leak names the output file and the clause, never the
text.

A text of 24 characters or more is searched by every window of 24 characters that occurs in nothing this audience may see
and not in the product's own words, so that a fragment is found and a sentence that is public elsewhere is not; nor is one
that two public texts make where they meet. What only the message of a commit says is public for other messages and not for
clauses: nobody thinks of an old message when something is hidden. A shorter text is searched only as the whole content of
an element, an attribute or a string. So with more that is visible, and the same hidden, never more is found.
"""

import math
import os
import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise, takewhile
from pathlib import Path
from typing import NoReturn

from alliance_docs.hidden_words import WINDOW, fold, is_of_message
from alliance_docs.readable import Readable
from alliance_docs.sieve import Sieve, track, track_of_folded
from alliance_docs.thinning import Thinner
from alliance_docs.unwrapping import JOINT, NEAR, names_in, near, pieces, readings, seams, unpacked

_MOSTLY = 18  # letters of a window that are public before a joint: then the rest is a neighbour's, not a leak's
_MANY = 0.1  # of all windows asked whether they are public: then it is cheaper to settle all that could be asked
_BLOCK = "\n<"  # what a theme says around a page is indented, so that it makes long blocks
_LONG = 300  # letters
_LONGEST = 10_000  # letters of a line
_STEP = WINDOW // 3
_SEED = WINDOW - _STEP + 1
_STRETCH = 500  # letters of a line, which may be a whole file
_REMEMBERED = 300_000  # lines known to hold nothing, then all are forgotten: a page resembles those just before it
_AROUND = re.compile(r"^\W+|\W+$")


@dataclass(frozen=True, slots=True)
class Leak:
    """A hidden text found in an output file; `clause` is its address or the commit whose message it is.

    `shown`: the file's name for people, without the parts that hold a hidden text themselves.
    """

    file: str
    alliance: str
    clause: str
    shown: str


def find_leaks(
    site: Path,
    hidden: Mapping[str, tuple[str, str]],
    visible: Callable[[], Iterable[str]],
    names: Iterable[str] | None = None,
    before: Callable[[str], bytes] = lambda _: b"",
) -> Iterator[Leak]:
    """The leaks in a folder of output files, at most one for each file and clause, in the order of file names.

    `names` are those to look into; without them all are. Links are not followed. `before` gives what a file said in which
    nothing was found when the same was hidden and no more was public, or nothing.
    """
    if not hidden:
        return
    search = Search(hidden, visible)
    for name in files_of(site) if names is None else names:
        search.trust(before(name))
        yield from search.leaks(name, (site / name).read_bytes())


def files_of(site: Path) -> list[str]:
    """The files below a folder, without those that are reached by a link, sorted."""
    found = (Path(place, name) for place, _, names in os.walk(site, onerror=_unreadable) for name in names)
    return sorted(path.relative_to(site).as_posix() for path in found if path.is_file() and not path.is_symlink())


def _unreadable(failure: OSError) -> NoReturn:
    raise failure  # what cannot be looked into is not passed


class Search:
    """Looks for hidden texts, each with its alliance and clause, in one file after another.

    `visible` gives what `visible_parts` does; it is asked when the first file holds what could be a hidden text. Cost: one
    pass over the lines that no file before had, of which a sieve lets almost nothing through; memory grows with what is
    hidden. `seen` are numbers of lines that hold nothing; those that are looked at are added.
    """

    def __init__(
        self, hidden: Mapping[str, tuple[str, str]], visible: Callable[[], Iterable[str]], seen: set[int] | None = None
    ) -> None:
        self._hidden = hidden
        self._visible = visible
        messages_first = sorted(hidden, key=self._is_of_clause)
        self._windows = {window: text for text in messages_first for window in _windows(text)}
        self._wholes = {text for text in hidden if len(text) < WINDOW}
        self._sieve = Sieve(self._windows, self._wholes)
        self._thinner = Thinner(tags=not any("<" in text for text in hidden))
        self._many = _MANY * len(self._windows)
        self._answers: dict[tuple[str, bool], bool] = {}  # whether a text, a window or a part is public: of clauses or not
        self._clean = set() if seen is None else seen  # lines that were looked at, each with the one before it

    @cached_property
    def _public(self) -> Readable:
        return Readable(self._visible())

    def trust(self, content: bytes) -> None:
        """Take the lines of a file as seen in which nothing was found when the same was hidden and no more was public."""
        for cut in map(_Cut, unpacked(content)):
            for lines in (cut.lines(()), cut.lines(cut.long)):
                _remember(self._clean, cut.numbers(lines, range(len(lines))))

    def leaks(self, name: str, content: bytes) -> Iterator[Leak]:
        """Those in one file, by alliance and clause; `name` is its path in the site, which is searched too."""
        found = {self._hidden[text] for text in self._hits(names_in(name))}
        for text in unpacked(content):
            cut = _Cut(text)
            lines = cut.lines(self._clean)
            new = _unknown(lines, self._clean)
            parts = pieces(near(lines, new, cut.end))
            suspects = self._suspects(readings(self._thinner.thin(parts)))
            hits = {self._hidden[text] for text in self._hits(readings("".join(parts)))} if any(suspects) else set()
            if not hits:
                self._thinner.remember(parts)
                _remember(self._clean, cut.numbers(lines, new))
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
            for line in self._sieve.lines_in(text, sifted):
                whole = fold(line)
                if whole in self._wholes and not self._is_public(whole, whole):
                    yield line, whole, 0, whole
            if self._sieve.may_hold(sifted):
                met = seams(text.split("\n"))
                for line in chain(self._sieve.suspects(text, sifted), self._sieve.suspects(met, track(met))):
                    yield from self._windows_of(line)

    def _windows_of(self, line: str) -> Iterator[tuple[str, str, int, str]]:
        """What of hidden texts a line holds."""
        folded = fold(line)
        for start in self._starts(folded):
            window = folded[start : start + WINDOW]
            found = self._windows.get(window)
            if found and not self._is_public(window, found):
                yield line, folded, start, found

    def _starts(self, folded: str) -> Iterator[int]:
        """Where in a folded line a hidden window may begin."""
        for begin in range(0, len(folded) - WINDOW + 1, _STRETCH):
            if self._sieve.may_hold(track_of_folded(folded[begin : begin + _STRETCH + WINDOW])):
                yield from range(begin, min(begin + _STRETCH, len(folded) - WINDOW + 1))

    def _met_by_chance(self, line: str, folded: str, start: int, text: str) -> bool:
        """Whether public words meet here, or most of the window is a public sentence and something else follows in the file.

        Looked at is all that the line and the hidden text share around the window, taken apart where the line has joints;
        of each part letters and digits count. Where they share the whole text, it is no chance.
        """
        if JOINT in line:
            parts = _parts(line, folded, start, start + WINDOW)
            if any(len(part) >= _MOSTLY and self._is_said(part, text) for part in parts):
                return True
        begin, end = _common(folded, text, start)
        return end - begin < len(text) and all(
            self._is_said(_AROUND.sub("", part), text) for part in _parts(line, folded, begin, end)
        )

    def _is_said(self, part: str, text: str) -> bool:
        """Whether a part of a hidden text is public. No message makes a clause public that is more than a few words."""
        asked = part, len(text) >= WINDOW and self._is_of_clause(text)
        if asked not in self._answers:
            self._answers[asked] = self._public.says(part, messages=not asked[1])
        return self._answers[asked]

    def _is_public(self, term: str, text: str) -> bool:
        """The same of a window or a whole text, which is asked again and again."""
        if len(self._answers) >= self._many:
            self._settle()
        return self._is_said(term, text)

    def _settle(self) -> None:
        """Answer of all windows at once, and look only for those that are not public from now on."""
        typed, said = (self._windows_in(" " * _STEP + text) for text in self._public.whole())
        public = typed | {window for window in said if not self._is_of_clause(self._windows[window])}
        self._answers |= {(window, self._is_of_clause(text)): window in public for window, text in self._windows.items()}
        self._windows = {window: text for window, text in self._windows.items() if window not in public}
        self._sieve = Sieve(self._windows, self._wholes)
        self._many = math.inf

    def _windows_in(self, text: str) -> set[str]:
        """Those that stand in a long text: within each a seed begins at a multiple of a third of its length."""
        missed: dict[str, set[tuple[int, str]]] = {}  # seeds with where and in which window they stand
        for window in self._windows:
            for at in range(_STEP):
                missed.setdefault(window[at : at + _SEED], set()).add((at, window))
        found: set[str] = set()
        for place in range(_STEP, len(text) + _STEP, _STEP):
            windows = missed.get(text[place : place + _SEED])
            if windows:
                here = {(at, window) for at, window in windows if text.startswith(window, place - at)}
                windows -= here
                found.update(window for _, window in here)
        return found

    def _is_of_clause(self, text: str) -> bool:
        return text in self._hidden and not is_of_message(self._hidden[text][1])

    def _shown(self, name: str) -> str:
        parts = ["…" if any(self._hits(names_in(part))) else part for part in name.split("/")]
        return "/".join(parts) if "…" in parts or not any(self._hits(names_in(name))) else "…"


def _windows(text: str) -> list[str]:
    return [text[start : start + WINDOW] for start in range(len(text) - WINDOW + 1)]


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


class _Cut:
    """A text of a file as lines; one that has no lines ends them where one record of JSON follows another."""

    def __init__(self, text: str) -> None:
        self.end = "\n" if "\n" in text[:_LONGEST] else "},{"
        self._blocks = text.replace("\0", "").split(_BLOCK)
        long = (
            place
            for place, block in enumerate(self._blocks)
            if len(block) > _LONG and _is_closed(f"<{block}" if place else block)
        )
        self._numbers = {place: hash((self._blocks[place - 1] if place else "", self._blocks[place])) for place in long}

    @property
    def long(self) -> Collection[int]:
        """The numbers of its long blocks, each after the one before it."""
        return self._numbers.values()

    def lines(self, clean: Container[int]) -> list[str]:
        """All lines but those that are in the middle of a long block that is known."""
        blocks = self._blocks.copy()
        for place in (place for place, number in self._numbers.items() if number in clean):
            blocks[place] = _ends(blocks[place])
        return _BLOCK.join(blocks).split(self.end)

    def numbers(self, lines: Sequence[str], places: Iterable[int]) -> Iterator[int]:
        """A number for each of these lines after the one before it, and for long blocks; none where a tag goes on."""
        yield from (hash((lines[place - 1] if place else "", lines[place])) for place in places if _is_closed(lines[place]))
        yield from self.long


def _ends(block: str) -> str:
    """The lines of a block that may be near others."""
    lines = block.split("\n")
    return "\n".join([*lines[:NEAR], "\0", *lines[-NEAR:]]) if len(lines) > 2 * NEAR else block


def _unknown(lines: Sequence[str], clean: Container[int]) -> list[int]:
    """The places of the lines that were not looked at in this company before: after the same line."""
    return [place for place, pair in enumerate(pairwise(("", *lines))) if hash(pair) not in clean]


def _is_closed(text: str) -> bool:
    """Whether no tag and no attribute of a tag goes on before or after a text."""
    ended = text.find(">")
    return (ended < 0 or -1 < text.find("<") < ended) and text.rfind("<") <= text.rfind(">") and text.count('"') % 2 == 0
