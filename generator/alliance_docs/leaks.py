"""The last look before a site is published: no text that is hidden from this audience may stand in any output file.

Works on the finished files alone and trusts nothing that made them. The hidden texts come from Git at run time and are
never written anywhere; a leak names the output file and the clause, never the text.

A text of 24 characters or more is searched by every window of 24 characters that occurs in nothing this audience may see
and not in the product's own words, so that a fragment is found and a sentence that is public elsewhere is not; nor is one
that two public texts make where they meet. A shorter one is searched only as the whole content of an element, an attribute
or a string.
"""

import os
import re
import unicodedata
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise, takewhile
from pathlib import Path
from typing import NoReturn

from alliance_docs import texts
from alliance_docs.diff import field_of
from alliance_docs.model import Alliance
from alliance_docs.normal import normal
from alliance_docs.progress import step
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.unwrapping import JOINT, pieces_of_address, readings, unpacked
from alliance_docs.vocabulary import FieldKind

WINDOW = 24
_GRAM = WINDOW // 2
_NEAR = 3  # lines around a new one that are looked at with it
_MOSTLY = 18  # letters of a window that are public before a joint: then the rest is a neighbour's, not a leak's
_REMEMBERED = 300_000  # lines known to hold nothing, then all are forgotten: a page resembles those just before it
_SHORTEST = 4  # below this a text is a mere word part and says nothing
_WORDED = (FieldKind.PROSE, FieldKind.LINE, FieldKind.TOPIC)
_MARKS = re.compile(r"[\\*_`\[\]<>&@\n]")  # what may read otherwise on a page than it was typed
_AROUND = re.compile(r"^\W+|\W+$")
_TAG = re.compile(r"<[^>]*>")
_UNSEEN_NEAR = (
    "\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)
_UNSEEN_FAR = "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
_UNSEEN = re.compile(f"[{_UNSEEN_NEAR}{_UNSEEN_FAR}]")
"""Letters that leave no trace: format characters, fillers and variation marks."""
_PERHAPS_UNSEEN = re.compile(f"[{_UNSEEN_NEAR}\U00010000-\U0010ffff]")
"""The same and more, in less than half the time."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A hidden text found in an output file; `clause` is its address or the commit whose message it is.

    `shown`: the file's name for people, without the parts that hold a hidden text themselves.
    """

    file: str
    alliance: str
    clause: str
    shown: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of one alliance, folded: those this audience may read, and of each hidden one the clause it stands in.

    `readable` gives them when they are asked for, since only a site that could leak something needs them.
    """

    path: str
    hidden: Mapping[str, str]
    readable: Callable[[], Collection[str]]


def words_of(whole: Timeline, shown: Timeline | None) -> Words:
    """The words of an alliance, of which an audience sees nothing (None) or a part."""
    typed = {text for _, text in _texts(shown)} | {*_names(shown)} if shown else set()
    readable = {fold(form) for text in typed for form in _forms(text)}
    hidden: dict[str, str] = {}
    for where, text in _texts(whole):
        for form in () if text in typed else _forms(text):
            if len(folded := fold(form)) >= _SHORTEST and folded not in readable:
                hidden.setdefault(folded, where)
    return Words(whole.path, hidden, lambda: readable)


def words_shown(texts_shown: Iterable[str]) -> Words:
    """The words of texts that are shown of alliances which are not, as the titles of those whose files are gone."""
    readable = {fold(form) for text in texts_shown for form in _forms(text)}
    return Words("", {}, lambda: readable)


def hidden_texts(words: Sequence[Words]) -> dict[str, tuple[str, str]]:
    """Every text of every revision that is hidden and nowhere readable: text -> (alliance path, clause)."""
    if not any(one.hidden for one in words):
        return {}
    readable = {text for one in words for text in one.readable()}
    found: dict[str, tuple[str, str]] = {}
    for one in words:
        for text, where in one.hidden.items():
            if text not in readable:
                found.setdefault(text, (one.path, where))
    return found


def visible_text(words: Sequence[Words]) -> str:
    """Everything this audience may read, and the product's own words, folded, for telling a leak from a coincidence."""
    return "\n".join([*sorted({text for one in words for text in one.readable()}), fold_own_words()])


def find_leaks(
    site: Path, hidden: Mapping[str, tuple[str, str]], visible: str, trusted: Container[str] = ()
) -> Iterator[Leak]:
    """The leaks in a folder of output files, at most one for each file and clause, in the order of file names.

    `trusted` are files that were copied from the theme and cannot hold anybody's words. Links are not followed. Cost: one
    pass over the distinct lines of all other files; what every page repeats is looked at once.
    """
    terms = _search_terms(hidden, visible)
    if not terms.windows and not terms.wholes:
        return
    clean: set[int] = set()
    names = [name for name in files_of(site) if name not in trusted]
    for place, name in enumerate(names):
        step("Looking for what is hidden", place, len(names))
        found = {hidden[text] for text in _hits(pieces_of_address(name), terms)}
        for text in unpacked((site / name).read_bytes()):
            lines = text.split("\n")
            hits = {hidden[term] for term in _hits(readings(_fresh(lines, clean)), terms)}
            if not hits:
                _remember(clean, (place for place in _places(lines) if place is not None))
            found |= hits
        for alliance, clause in sorted(found):
            yield Leak(name, alliance, clause, _shown(name, terms))


def files_of(site: Path) -> list[str]:
    """The files below a folder, without those that are reached by a link, sorted."""
    found = (Path(place, name) for place, _, names in os.walk(site, onerror=_unreadable) for name in names)
    return sorted(path.relative_to(site).as_posix() for path in found if path.is_file() and not path.is_symlink())


def _unreadable(failure: OSError) -> NoReturn:
    raise failure  # what cannot be looked into is not passed


def fold(text: str) -> str:
    """A text as it is compared: compatibility form, plain quotes, case folded, blanks collapsed, invisible letters gone."""
    if not text.isascii():  # most lines of a site are: its scripts and styles
        seen = _UNSEEN.sub("", text) if _PERHAPS_UNSEEN.search(text) else text
        text = unicodedata.normalize("NFKC", normal(unicodedata.normalize("NFKC", seen)))
    return " ".join(text.casefold().split())


# What is hidden


def _texts(timeline: Timeline) -> Iterator[tuple[str, str]]:
    yield from _alliance_texts(timeline.alliance)
    for revision in timeline.revisions:
        if revision.alliance is not None:
            yield from _alliance_texts(revision.alliance)
        yield from _message_texts(revision)


def _alliance_texts(alliance: Alliance) -> Iterator[tuple[str, str]]:
    for clause in alliance.clauses:
        for name, value in clause.fields.items():
            known = field_of(clause, name)
            if known is not None and known.kind in _WORDED:
                yield _named(clause.address), value if isinstance(value, str) else " ".join(value)


def _names(timeline: Timeline) -> Iterator[str]:
    """The names of those who made the revisions: who is hidden elsewhere may sign here."""
    return (person.name for revision in timeline.revisions for person in revision.authors)


def _named(address: str) -> str:
    """An address without the words of a clause that has no id; messages end up in public logs."""
    return address.partition("/~")[0]


def _message_texts(revision: Revision) -> Iterator[tuple[str, str]]:
    yield f"the message of {revision.short}", revision.message.subject
    for paragraph in revision.message.body.split("\n\n"):
        yield f"the message of {revision.short}", paragraph


def _forms(text: str) -> Iterator[str]:
    """A text as it was typed, and as it reads on a page."""
    yield text
    if _MARKS.search(text):
        yield texts.visible(text)


@cache
def fold_own_words() -> str:
    """The words of the product and of the theme, which stand on every site."""
    folders: list[Traversable] = [files("alliance_docs"), files("material") / "templates" / "partials"]
    return "\n".join(fold(_TAG.sub("\n", text)) for folder in folders for text in _sources(folder))


def _sources(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "demo":
                yield from _sources(entry)
        elif entry.name.endswith((".md", ".html", ".py", ".js")):
            yield entry.read_text(encoding="utf-8")


# Searching


@dataclass(frozen=True, slots=True)
class _Terms:
    """What is searched for, each with the hidden text it belongs to: windows, whole short texts, and halves of windows.

    Every window in a line covers a whole half at a multiple of its length, so only there the line must be looked at.
    """

    windows: Mapping[str, str]
    wholes: Mapping[str, str]
    grams: Container[str]
    visible: str
    nowhere: set[int] = field(default_factory=set)  # lines that were looked at and hold nothing

    def within(self, line: str) -> str | None:
        """The hidden text that a line is, or of which it holds a window."""
        folded = fold(line)
        whole = self.wholes.get(folded)
        if whole is not None or len(folded) < WINDOW:
            return whole
        for at in range(0, len(folded) - _GRAM + 1, _GRAM):
            if folded[at : at + _GRAM] in self.grams:
                for start in range(max(0, at - _GRAM), at + 1):
                    found = self.windows.get(folded[start : start + WINDOW])
                    if found is not None and not self._met_by_chance(line, folded, start, found):
                        return found
        return None

    def _met_by_chance(self, line: str, folded: str, start: int, text: str) -> bool:
        """Whether public words meet here, or most of the window is a public sentence and something else follows in the file.

        Looked at is all that the line and the hidden text share around the window, taken apart where the line has joints;
        of each part letters and digits count. Where they share the whole text, it is no chance.
        """
        if JOINT in line:
            parts = _parts(line, folded, start, start + WINDOW)
            if any(len(part) >= _MOSTLY and part in self.visible for part in parts):
                return True
        begin, end = _common(folded, text, start)
        return end - begin < len(text) and all(
            _AROUND.sub("", part) in self.visible for part in _parts(line, folded, begin, end)
        )


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


def _search_terms(hidden: Mapping[str, tuple[str, str]], visible: str) -> _Terms:
    """What to search for; memory grows with what is hidden."""
    windows = {window: text for text in hidden for window in _windows(text)}
    if windows:
        for line in dict.fromkeys(visible.split("\n")):
            for window in _windows(line):
                windows.pop(window, None)
    grams = {window[start : start + _GRAM] for window in windows for start in range(_GRAM + 1)}
    return _Terms(windows, {text: text for text in hidden if len(text) < WINDOW and text not in visible}, grams, visible)


def _windows(text: str) -> Iterator[str]:
    return (text[start : start + WINDOW] for start in range(len(text) - WINDOW + 1))


def _hits(lines: Iterable[str], terms: _Terms) -> Iterator[str]:
    """The hidden texts in these lines."""
    for line in lines:
        if (known := hash(line)) not in terms.nowhere:
            found = terms.within(line)
            if found is not None:
                yield found
            else:
                _remember(terms.nowhere, (known,))


def _remember(known: set[int], more: Iterable[int]) -> None:
    if len(known) >= _REMEMBERED:
        known.clear()
    known.update(more)


def _shown(name: str, terms: _Terms) -> str:
    parts = ["…" if any(_hits(pieces_of_address(part), terms)) else part for part in name.split("/")]
    return "/".join(parts) if "…" in parts or not any(_hits(pieces_of_address(name), terms)) else "…"


def _fresh(lines: Sequence[str], clean: Container[int | None]) -> str:
    """The lines that were not looked at in this company before, with some neighbours; a zero where others are left out."""
    new = [place for place, known in enumerate(_places(lines)) if known not in clean]
    kept = sorted({near for place in new for near in range(place - _NEAR, place + _NEAR + 1) if 0 <= near < len(lines)})
    gaps = (after != before + 1 for before, after in pairwise((-1, *kept)))
    return "\n".join(("\0\n" if gap else "") + lines[place] for gap, place in zip(gaps, kept, strict=True))


def _places(lines: Sequence[str]) -> Iterator[int | None]:
    """A number for each line after the one before it; None where a tag or an attribute goes on in the next line."""
    for before, line in pairwise(("", *lines)):
        whole = line.count("<") == line.count(">") and line.count('"') % 2 == 0
        yield hash((before, line)) if whole else None
