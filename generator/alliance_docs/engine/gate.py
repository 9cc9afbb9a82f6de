"""The last look at a finished site before anybody sees it: what is hidden from its audience may stand in no file of it.

Messages name the file and the clause, never the text.
"""

from base64 import b64encode
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b, sha256
from pathlib import Path
from typing import Protocol

from alliance_docs.engine.manifest import Looked
from alliance_docs.engine.preview import Look
from alliance_docs.errors import AllianceError
from alliance_docs.hidden_words import Words, hidden_texts, visible_text
from alliance_docs.leaks import Leak, Search, files_of, find_leaks


class Worded(Protocol):
    """Whatever knows the words of all alliances of a site."""

    @property
    def words(self) -> Sequence[Words]:
        """The words of each of them, also of those that are not shown."""


@dataclass(frozen=True)
class HiddenTexts:
    """What may stand nowhere, each text with its alliance and clause, and what may; nothing where nothing is hidden."""

    hidden: Mapping[str, tuple[str, str]]
    visible: str

    @cached_property
    def looked(self) -> Looked:
        """The name of a search for them."""
        if not self.hidden:
            return Looked()
        lines = sorted({blake2b(_bytes(line), digest_size=8).digest() for line in self.visible.split("\n")})
        return Looked(sha256(_bytes("\n".join(sorted(self.hidden)))).hexdigest(), b64encode(b"".join(lines)).decode())


def _bytes(text: str) -> bytes:
    return text.encode(errors="surrogatepass")


def hidden_of(book: Worded | None) -> HiddenTexts:
    """What is hidden on a site; where nothing is, or nothing is shown, every file is let through unread."""
    words = book.words if book else ()
    hidden = hidden_texts(words)
    return HiddenTexts(hidden, visible_text(words) if hidden else "")


def let_through(site: Path, hidden: HiddenTexts, trusted: Container[str] = ()) -> None:
    """Pass a site without hidden texts; `trusted` are files of the theme, which need no look.

    Raises:
        AllianceError: there are some; the message has a line for each.
    """
    leaks = tuple(find_leaks(site, hidden.hidden, hidden.visible, trusted)) if hidden.hidden else ()
    if leaks:
        raise AllianceError(
            "\n".join(map(told, leaks)),
            "The alliance's own pages leave it out: look for a page written by hand, or a public file, that quotes it.",
        )


def withhold(site: Path, look: Look, trusted: Container[str] = ()) -> Iterator[str]:
    """Remove the files that hold hidden texts, while serving; a line for each of those."""
    for name in files_of(site):
        leaks = () if name in trusted else look(name, (site / name).read_bytes())
        if leaks:
            (site / name).unlink(missing_ok=True)
            yield from leaks


def watch(hidden: HiddenTexts) -> Look:
    """What looks at files one by one and remembers what it has seen."""
    searches: list[Search] = []  # made when the first file comes

    def look(name: str, content: bytes) -> tuple[str, ...]:
        if not hidden.hidden:
            return ()
        if not searches:
            searches.append(Search(hidden.hidden, hidden.visible))
        return tuple(map(told, searches[0].leaks(name, content)))

    return look


def told(leak: Leak) -> str:
    """What to say of a leak; never the text."""
    return f"{leak.shown} would show what is hidden: {leak.clause} of {leak.alliance}"
