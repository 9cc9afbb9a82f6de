"""The words of an alliance as they are compared: those an audience may read, and those that are hidden from it.

The hidden ones come from Git at run time and are never written anywhere.
"""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

from alliance_docs import texts
from alliance_docs.changes.diff import field_of
from alliance_docs.keeping.remembered import remembered
from alliance_docs.model import Alliance
from alliance_docs.normal import normal
from alliance_docs.revisions import Timeline
from alliance_docs.vocabulary import FieldKind

WINDOW = 24
"""Letters that are enough to know a hidden text by a part of it."""
SAID = "\x01"
"""Begins what only the message of a commit says: no control character stands in what people may type."""
_OF_MESSAGE = "the message of "
_SHORTEST = 4  # below this a text is a mere word part and says nothing
_WORDED = (FieldKind.PROSE, FieldKind.LINE, FieldKind.TOPIC)
_MARKS = re.compile(r"[\\*_`\[\]<>&@\n]")  # what may read otherwise on a page than it was typed
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


class Words(NamedTuple):
    """The words of one alliance, folded: those this audience may read, and of each hidden one the clause it stands in.

    `readable` gives what commits made readable, when it is asked for, since only a site that could leak something needs it;
    what a message says has `SAID` before it. `numbers` names these texts without telling them. `drafted` gives the texts
    that only uncommitted edits make readable: they can be gone at the next build. `is_new`: none of this was kept.
    """

    path: str
    hidden: Mapping[str, str]
    readable: Callable[[], Collection[str]]
    numbers: str
    drafted: Callable[[], Collection[str]] = tuple
    is_new: bool = False


def words_of(whole: Timeline, shown: Timeline | None) -> Words:
    """The words of an alliance, of which an audience sees nothing (None) or a part."""
    typed = {text for _, text in _clause_texts(shown)} | {*_names(shown)} if shown else set()
    said = {text for _, text in _message_texts(shown)} if shown else set()
    readable = _folded(typed, said)
    hidden: dict[str, str] = {}
    for public, texts_of in ((typed, _clause_texts), (typed | said, _message_texts)):
        for where, text in texts_of(whole):
            for form in () if text in public else _forms(text):
                if len(folded := fold(form)) >= _SHORTEST and not _is_public(folded, where, readable):
                    hidden.setdefault(folded, where)
    is_edited = shown is not None and not all(revision.commit for revision in shown.revisions)
    lasting = readable & _lasting(shown) if shown and is_edited else readable
    return Words(whole.path, hidden, lambda: lasting, numbers_of(lasting), lambda: readable - lasting)


def _lasting(shown: Timeline) -> set[str]:
    """What can be read in committed revisions."""
    committed = [revision for revision in shown.revisions if revision.commit]
    typed = {text for _, text in _texts_in(revision.alliance for revision in committed if revision.alliance)}
    only = replace(shown, revisions=tuple(committed))
    return _folded(typed | {*_names(only)}, {text for _, text in _message_texts(only)})


def _folded(typed: Iterable[str], said: Iterable[str]) -> set[str]:
    """These texts in all their forms, those of messages marked."""
    folded = {fold(form) for text in typed for form in _forms(text)}
    return folded | {SAID + fold(form) for text in said for form in _forms(text)}


def numbers_of(lines: Iterable[str]) -> str:
    """A number for each of these lines, packed; no line can be had of them."""
    numbers = {blake2b(line.encode(errors="surrogatepass"), digest_size=8).digest() for line in lines}
    return b64encode(b"".join(sorted(numbers))).decode()


def words_shown(texts_shown: Iterable[str]) -> Words:
    """The words of texts that are shown of alliances which are not, as the titles of those whose files are gone."""
    readable = _folded(texts_shown, ())
    return Words("", {}, lambda: readable, numbers_of(readable))


def hidden_texts(words: Sequence[Words]) -> dict[str, tuple[str, str]]:
    """Every text of every revision that is hidden and nowhere readable: text -> (alliance path, clause)."""
    readable = {text for one in words for text in _readable(one)}
    return {text: place for text, place in texts_to_find(words).items() if not _is_public(text, place[1], readable)}


def texts_to_find(words: Sequence[Words]) -> dict[str, tuple[str, str]]:
    """The same with those that another alliance makes readable, which whoever searches finds out; needs no readable text."""
    found: dict[str, tuple[str, str]] = {}
    for one in words:
        for text, where in one.hidden.items():
            if text not in found or is_of_message(found[text][1]):
                found[text] = (one.path, where)
    return found


def _readable(words: Words) -> Iterator[str]:
    yield from words.readable()
    yield from words.drafted()


def is_of_message(where: str) -> bool:
    """Whether a hidden text is one of a commit's message."""
    return where.startswith(_OF_MESSAGE)


def _is_public(text: str, where: str, readable: Container[str]) -> bool:
    """Whether a text that is hidden here is readable elsewhere. No message makes a whole sentence of a clause public."""
    return text in readable or ((is_of_message(where) or len(text) < WINDOW) and SAID + text in readable)


def visible_text(words: Sequence[Words], *, drafts: bool = True) -> str:
    """All that `visible_parts` gives, each line once: for whoever needs everything."""
    lines = {line for part in visible_parts(words, drafts=drafts) for line in part.split("\n")}
    return "\n".join(sorted(lines))


def visible_parts(words: Iterable[Words], *, drafts: bool = True) -> Iterator[str]:
    """Everything this audience may read, and the product's own words, folded, for telling a leak from a coincidence.

    A part for each alliance, those first whose pages are new: what is on a page, its own alliance says. Lines of messages
    have `SAID` before them; without `drafts` what only uncommitted edits say is missing.
    """
    for one in sorted(words, key=lambda one: not one.is_new):
        yield "\n".join(_readable(one) if drafts else one.readable())
    yield fold_own_words()


def fold(text: str) -> str:
    """A text as it is compared: compatibility form, plain quotes, case folded, blanks collapsed, invisible letters gone."""
    if not text.isascii():  # most lines of a site are: its scripts and styles
        seen = _UNSEEN.sub("", text) if _PERHAPS_UNSEEN.search(text) else text
        text = unicodedata.normalize("NFKC", normal(unicodedata.normalize("NFKC", seen)))
    return " ".join(text.casefold().split())


def _clause_texts(timeline: Timeline) -> Iterator[tuple[str, str]]:
    return _texts_in([timeline.alliance, *(revision.alliance for revision in timeline.revisions if revision.alliance)])


def _texts_in(states: Iterable[Alliance]) -> Iterator[tuple[str, str]]:
    """What the clauses of some states say and where; a clause that stays as it was is looked at once."""
    clauses = {id(clause): clause for state in states for clause in state.clauses}
    for clause in clauses.values():
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


def _message_texts(timeline: Timeline) -> Iterator[tuple[str, str]]:
    for revision in timeline.revisions:
        for text in (revision.message.subject, *revision.message.body.split("\n\n")):
            yield _OF_MESSAGE + revision.short, text


def _forms(text: str) -> Iterator[str]:
    """A text as it was typed, and as it reads on a page."""
    yield text
    if _MARKS.search(text):
        yield texts.visible(text)


@cache
def fold_own_words() -> str:
    """The words of the product and of the theme, which stand on every site."""
    return remembered("own words", (version("mkdocs-material"),), _fold_own_words, str)


def _fold_own_words() -> str:
    folders: list[Traversable] = [files("alliance_docs"), files("material") / "templates" / "partials"]
    return "\n".join(fold(_TAG.sub("\n", text)) for folder in folders for text in _sources(folder))


def _sources(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "demo":
                yield from _sources(entry)
        elif entry.name.endswith((".md", ".html", ".py", ".js")):
            yield entry.read_text(encoding="utf-8")
