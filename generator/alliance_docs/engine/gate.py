"""The last look at a finished site before anybody sees it: what is hidden from its audience may stand in no file of it.

Messages name the file and the clause, never the text.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from alliance_docs.errors import AllianceError
from alliance_docs.leaks import Leak, Words, find_leaks, hidden_texts, visible_text


class Worded(Protocol):
    """Whatever knows the words of all alliances of a site."""

    @property
    def words(self) -> Sequence[Words]:
        """The words of each of them, also of those that are not shown."""


@dataclass(frozen=True, slots=True)
class HiddenTexts:
    """What may stand nowhere, each text with its alliance and clause, and what may; `name` names this search for it."""

    hidden: Mapping[str, tuple[str, str]]
    visible: str
    name: str


def hidden_of(book: Worded) -> HiddenTexts:
    """What is hidden on a site; where nothing is, its name is "" and every file is let through unread."""
    words = book.words
    hidden = hidden_texts(words)
    if not hidden:
        return HiddenTexts({}, "", "")
    visible = visible_text(words)
    told = "\0".join([*sorted(hidden), visible])
    return HiddenTexts(hidden, visible, sha256(told.encode(errors="surrogatepass")).hexdigest())


def let_through(site: Path, hidden: HiddenTexts, trusted: Container[str] = ()) -> None:
    """Pass a site without hidden texts; `trusted` are files of the theme, which need no look.

    Raises:
        AllianceError: there are some; the message has a line for each.
    """
    leaks = _leaks(site, hidden, trusted)
    if leaks:
        raise AllianceError(
            "\n".join(map(told, leaks)),
            "The alliance's own pages leave it out: look for a page written by hand, or a public file, that quotes it.",
        )


def withhold(site: Path, hidden: HiddenTexts, trusted: Container[str] = ()) -> tuple[str, ...]:
    """Remove the files that hold hidden texts, while serving; a line for each."""
    leaks = _leaks(site, hidden, trusted)
    for leak in leaks:
        (site / leak.file).unlink(missing_ok=True)
    return tuple(map(told, leaks))


def _leaks(site: Path, hidden: HiddenTexts, trusted: Container[str]) -> tuple[Leak, ...]:
    return tuple(find_leaks(site, hidden.hidden, hidden.visible, trusted)) if hidden.hidden else ()


def told(leak: Leak) -> str:
    """What to say of a leak; never the text."""
    return f"{leak.shown} would show what is hidden: {leak.clause} of {leak.alliance}"
