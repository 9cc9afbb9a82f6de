"""Makes what the site shows of each alliance, one after the other, and keeps it: who changed nothing is not read again.

What is kept is found by a key that names everything it was made of, so it cannot be wrong, only missing. Hidden words are
in it too, for the gate; it lies where nobody else can read it.
"""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple

from alliance_docs.audience import Audience
from alliance_docs.book import Absent, absent
from alliance_docs.engine.booklet import Booklet
from alliance_docs.engine.listing import SHARE, WORDS, Kept, files_in, held, listing, page_record
from alliance_docs.errors import Problem
from alliance_docs.history.git import Repository
from alliance_docs.history.lives import Events
from alliance_docs.keeping.edition import edition
from alliance_docs.keeping.keep import Entry, Keep
from alliance_docs.keeping.records import Record, from_record, record
from alliance_docs.leaks.hidden_words import Words, words_of
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.feed import KeptShare, Share
from alliance_docs.pages.finished import Finished, finish
from alliance_docs.privacy.view import may_know, unmatched, view, withholds
from alliance_docs.revisions import Timeline
from alliance_docs.volumes import Volume, follow


class Order(NamedTuple):
    """What all alliances of a site are made for and with; `folder` and `allow_shallow` as the repository was opened."""

    folder: Path
    allow_shallow: bool
    audience: Audience
    site_url: str
    notices: tuple[str, ...]


class Task(NamedTuple):
    """One alliance to make; `withheld` are those of its commits whose message is left out for another alliance's sake."""

    volume: Volume
    withheld: tuple[str, ...] = ()


class Outcome(NamedTuple):
    """What came of one alliance, also of one that is not shown, whose `finished` is None.

    `withholds`: the commits whose message nobody may see anywhere because of it; `hidden`: its hidden texts, folded, with
    their clauses; `numbers` names what can be read of it; `absent`: what is told of it where its file is gone.
    """

    path: str
    finished: Finished | None
    withholds: tuple[str, ...]
    problems: tuple[Problem, ...]
    hidden: tuple[tuple[str, str], ...]
    numbers: str
    absent: Absent | None


def make(tasks: Sequence[Task], order: Order, repository: Repository, keep: Keep) -> Iterator[Entry]:
    """Read the history of each alliance, make its pages, and keep them; one alliance is in memory at a time.

    Raises:
        RepositoryError: an old version is damaged.
    """
    timelines = follow(repository, [task.volume for task in tasks])
    for task, timeline in zip(tasks, timelines, strict=True):
        yield keep.put(key_of(task, order), *_made(task, timeline, order))


def key_of(task: Task, order: Order) -> str:
    """The name of everything that a result depends on. A commit's id stands for all that is in it."""
    volume, life, source = task.volume, task.volume.life, task.volume.source or b""
    parts = (
        edition(),
        (order.audience, order.site_url, order.notices),
        (volume.path, volume.id, volume.default_id, volume.present, task.withheld),
        None if volume.source is None else len(source),
        life and (life.path, life.id, life.heads, life.current),
    )
    events = Events.of(life.events).written if life else ""
    found = hashlib.sha256(json.dumps(parts).encode())
    found.update(source)  # as many bytes as was said
    found.update(events.encode(errors="surrogatepass"))
    return found.hexdigest()


def _made(task: Task, whole: Timeline, order: Order) -> tuple[Record, *tuple[list[str], ...]]:
    """The outcome as a record, small since it is read at each build, and the texts that are read when they are needed.

    They are the words that commits made readable and those that edits did; what is listed; what the files hold.
    """
    present, audience = task.volume.present, order.audience
    shown = view(whole, audience, task.withheld) if present and may_know(whole, audience) else None
    finished = finish(Chapter(shown, order.notices, audience, order.site_url, whole)) if shown else None
    words = words_of(whole, shown)
    outcome = Outcome(
        path=whole.path,
        finished=_bare(finished) if finished else None,
        withholds=tuple(sorted(withholds(whole, audience, present=present))),
        problems=tuple(unmatched(whole)) if present else (),
        hidden=tuple(words.hidden.items()),
        numbers=words.numbers,
        absent=None if present or audience is Audience.PUBLIC else absent(whole),
    )
    pages, assets = (finished.pages, finished.assets) if finished else ((), ())
    words_told = ["\n".join(sorted(lines())) for lines in (words.readable, words.drafted)]
    written = [page_record(page) for page in pages]
    found = [(page.address, line[-1]) for page, line in zip(pages, written, strict=True) if page.searchable]
    share = finished.share.written if finished and finished.share else ""
    return [record(outcome), len(pages), found], words_told, [listing(written, assets)], [share], held(pages, assets)


def _bare(finished: Finished) -> Finished:
    """What need not be read of what is kept elsewhere."""
    share = finished.share and replace(finished.share, written="")
    return finished._replace(pages=(), scripts=(), feed=None, share=share)


# Reading what was kept


class Told(NamedTuple):
    """What an entry tells of an alliance at once, and the entry for the rest; `found`: as of a booklet."""

    entry: Entry
    outcome: Outcome
    pages: int
    found: tuple[tuple[str, str], ...]


def told(entry: Entry) -> Told:
    """What an entry tells; ValueError or TypeError where it is not what we write."""
    outcome, pages, found = entry.summary
    bare = Entry(None, entry.place, entry.pieces, entry.counts, entry.held)  # of thousands it would be much
    return Told(bare, from_record(Outcome, outcome), pages, tuple(map(tuple, found)))


class Printed:
    """One alliance whose work is done; what it says at length is read from where it is kept."""

    def __init__(self, told: Told, again: Callable[[], Entry], key: str, *, is_new: bool) -> None:
        """`again` makes what should be gone from its place; `key` names all that it depends on, "" where not even that does.

        `is_new`: it was made just now.
        """
        self.told, self.key = told, key
        self.outcome = told.outcome
        self._entry = told.entry
        self._again = again
        self._is_new = is_new

    @property
    def finished(self) -> Finished | None:
        """What pages about all alliances need to know of it; without its files, and without what it shares."""
        return self.outcome.finished

    @property
    def share(self) -> Share | None:
        """What the feed of all may take from it."""
        bare = self.outcome.finished and self.outcome.finished.share
        read = partial(self._text, SHARE)
        return KeptShare(bare.begun, bare.first, bare.newest, bare.key, "", read) if bare else None

    @cached_property
    def booklet(self) -> Booklet | None:
        """Its files, where it is shown."""
        if self.outcome.finished is None:
            return None
        folder = self.outcome.finished.row.href.removesuffix("index.html")
        kept = Kept(self._entry) if self._entry.place else None
        return Booklet(folder, self.key, self.told.pages, self.told.found, partial(files_in, self._text), kept)

    @property
    def words(self) -> Words:
        """What the gate needs to know of it."""
        readable, drafted = (partial(self._lines, number) for number in range(WORDS))
        hidden, numbers = dict(self.outcome.hidden), self.outcome.numbers
        return Words(self.outcome.path, hidden, readable, numbers, drafted, self._is_new)

    def _lines(self, number: int) -> list[str]:
        return list(filter(None, self._text(number).split("\n")))

    def _text(self, number: int) -> str:
        try:
            return self._entry.text(number)
        except LookupError:
            self._entry = self._again()
            return self._entry.text(number)
