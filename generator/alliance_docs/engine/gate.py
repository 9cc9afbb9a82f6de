"""The last look at a finished site before anybody sees it: what is hidden from its audience may stand in no file of it.

Messages name the file and the clause, never the text.
"""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from alliance_docs.engine.editions import Edition
from alliance_docs.engine.manifest import Looked
from alliance_docs.engine.preview import Look
from alliance_docs.errors import AllianceError
from alliance_docs.keeping.edition import edition
from alliance_docs.leaks.finding import Leak, Search, files_of, find_leaks
from alliance_docs.leaks.hidden_words import Words, is_of_message, numbers_of, texts_to_find, visible_parts, visible_text
from alliance_docs.leaks.sought import Sought
from alliance_docs.progress import step
from alliance_docs.workers import processors, shared_out

if TYPE_CHECKING:
    from alliance_docs.engine.output import Output

_WORTH_IT = 600  # files; with fewer a worker costs more than it saves
_ROUNDS = 2  # stretches for each worker, so that none waits long for another
_NONE = Edition()
_SAYING = "Looking for what is hidden"


class Worded(Protocol):
    """Whatever knows the words of all alliances of a site."""

    @property
    def words(self) -> Sequence[Words]:
        """The words of each of them, also of those that are not shown."""


@dataclass(frozen=True)
class HiddenTexts:
    """What may stand nowhere, each text with its alliance and clause, and what may; `drafts`: also what only edits say."""

    words: Sequence[Words]
    drafts: bool = True

    @cached_property
    def hidden(self) -> Mapping[str, tuple[str, str]]:
        """What is hidden in any alliance."""
        return texts_to_find(self.words)

    def sought(self, before: Sought | None = None) -> Sought:
        """What a search needs to know of both; it reads what may be read part by part when it must.

        `before` is what one before this needed, which serves again where the same is hidden.
        """
        if "settled" in vars(self):
            return self.settled
        visible = visible_parts(self.words, drafts=self.drafts)
        return before.renewed(visible) if before and before.places == self.hidden else Sought(self.hidden, visible)

    @cached_property
    def settled(self) -> Sought:
        """The same for other processes."""
        sought = Sought(self.hidden, [visible_text(self.words, drafts=self.drafts)])
        sought.settle()
        return sought

    @cached_property
    def looked(self) -> Looked:
        """The name of a search for them."""
        if not self.hidden:
            return Looked()
        hidden = sorted(text if is_of_message(where) else f"{text}\0" for text, (_, where) in self.hidden.items())
        told = "\n".join([edition(), *hidden]).encode(errors="surrogatepass")  # our own words are public too
        drafted = [numbers_of(one.drafted()) for one in self.words] if self.drafts else []
        return Looked(sha256(told).hexdigest(), (*(one.numbers for one in self.words), *drafted))

    @cached_property
    def without_drafts(self) -> "HiddenTexts":
        """The same where only what is committed is public."""
        return HiddenTexts(self.words, drafts=False)


def hidden_of(book: Worded | None) -> HiddenTexts:
    """What is hidden on a site; where nothing is, or nothing is shown, every file is let through unread."""
    return HiddenTexts(book.words if book else ())


def let_through(site: Path, hidden: HiddenTexts, trusted: Container[str] = ()) -> None:
    """Pass a site without hidden texts; `trusted` are files of the theme, which need no look.

    Raises:
        AllianceError: there are some; the message has a line for each.
    """
    _stop_at(leaks_in(site, _names(site, hidden, trusted), hidden))


def searched(site: Path, hidden: HiddenTexts, output: "Output", trusted: frozenset[str]) -> Looked:
    """What was looked for in a new site and in what stays of the last one, and found nowhere; `trusted` as above.

    What an edit alone makes public may be gone soon: nothing relies on it where that is not needed. It excuses finds and
    makes none, so with it only the files are looked at again in which something was found without it.

    Raises:
        AllianceError: as above.
    """
    lasting = hidden.without_drafts
    trusted |= output.searched_already(site)
    found = {site: [*leaks_in(site, _names(site, lasting, trusted), lasting, output.last_edition(site, lasting.looked))]}
    if unsearched := output.unsearched(lasting.looked):
        target, stays = unsearched
        found[target] = [*leaks_in(target, _names(target, lasting, stays), lasting)]
    if not any(found.values()):
        return lasting.looked
    _stop_at(
        leak
        for folder, leaks in found.items()
        for leak in leaks_in(folder, tuple(dict.fromkeys(one.file for one in leaks)), hidden)
    )
    return hidden.looked


def _names(site: Path, hidden: HiddenTexts, trusted: Container[str]) -> tuple[str, ...]:
    """The files of a site to look into, but for those that are trusted."""
    return tuple(name for name in files_of(site) if name not in trusted) if hidden.hidden else ()


def _stop_at(leaks: Iterable[Leak]) -> None:
    lines = [*map(told, leaks)]
    if lines:
        raise AllianceError(
            "\n".join(lines),
            "Look for a page written by hand, a public file or the message of a commit that quotes it; an entry of "
            "`redacted:` with `revision:` and the commit leaves a message out.",
        )


@dataclass(frozen=True)
class _Stretch:
    """Files to look into, one after the other, since a page resembles those just before it."""

    site: Path
    names: tuple[str, ...]
    sought: Sought
    last: Edition

    @property
    def size(self) -> int:
        return len(self.names)

    def run(self) -> tuple[Leak, ...] | None:
        """What is found in a worker; nothing where one cannot be read, which is said where it is read again."""
        try:
            return self.look()
        except OSError:
            return None

    def look(self) -> tuple[Leak, ...]:
        return tuple(find_leaks(self.site, self.sought, self.names, self.last.read))


def leaks_in(site: Path, names: Sequence[str], hidden: HiddenTexts, last: Edition = _NONE) -> Iterator[Leak]:
    """Those in these files of a site, in their order, looked for by as many workers as are worth while."""
    count = processors() if hidden.hidden and len(names) >= _WORTH_IT else 1
    if count == 1:
        step(_SAYING, 0, len(names))
        yield from find_leaks(site, hidden.sought(), names, last.read)
        return
    length = -(-len(names) // (count * _ROUNDS))
    parts = [tuple(names[at : at + length]) for at in range(0, len(names), length)]
    sought = hidden.settled
    stretches = [_Stretch(site, part, sought, last.only(frozenset(part))) for part in parts]
    answers = shared_out(stretches, count, lambda place: step(_SAYING, place * length, len(names)))
    for place, stretch in enumerate(stretches):
        step(_SAYING, place * length, len(names))
        found = answers.get(place)
        yield from stretch.look() if found is None else found


def withhold(site: Path, look: Look, trusted: Container[str] = ()) -> Iterator[str]:
    """Remove the files that hold hidden texts, while serving; a line for each of those."""
    for name in files_of(site):
        leaks = () if name in trusted else look(name, (site / name).read_bytes())
        if leaks:
            (site / name).unlink(missing_ok=True)
            yield from leaks


class Watch:
    """Looks at files one by one while serving, and remembers what it has seen, for the watch of the next edit too.

    Like a build it looks as if drafts were not public, and with them only where that finds something.
    """

    def __init__(self, hidden: HiddenTexts, look: Look | None = None) -> None:
        self._hidden, self._lasting = hidden, hidden.without_drafts
        before = look if isinstance(look, Watch) else None
        goes_on = before is not None and before._lasting.looked.covers(self._lasting.looked)  # noqa: SLF001 - its own kind
        self._seen: set[int] = before._seen if before and goes_on else set()  # noqa: SLF001 - as above
        self._needed: Sought | None = before._needed if before else None  # noqa: SLF001 - as above

    def __call__(self, name: str, content: bytes) -> tuple[str, ...]:
        """A line for each hidden text in a file."""
        if not self._hidden.hidden or not any(self._first.leaks(name, content)):
            return ()
        return tuple(map(told, self._second.leaks(name, content)))

    @cached_property
    def _first(self) -> Search:
        self._needed = self._lasting.sought(self._needed)
        return Search(self._needed, self._seen)

    @cached_property
    def _second(self) -> Search:
        return Search(self._hidden.sought(self._needed))


def told(leak: Leak) -> str:
    """What to say of a leak; never the text."""
    return f"{leak.shown} would show what is hidden: {leak.clause} of {leak.alliance}"
