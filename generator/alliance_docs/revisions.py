"""One alliance through time: its revisions, who made them and what each of them changed.

Values only; `history` finds the commits, `timeline` makes these values of them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Self

from alliance_docs.model import Alliance, Change


class RevisionKind(StrEnum):
    """What a revision is; `layout` means exactly that nothing changed in meaning."""

    FIRST = "first"
    CHANGE = "change"
    LAYOUT = "layout"
    MERGE = "merge"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named by a commit; the e-mail is for finding the party and is never shown."""

    name: str
    email: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Message:
    """A commit's message taken apart: `body` without trailers; trailers as (key, value) in order, keys as typed."""

    subject: str = ""
    body: str = ""
    trailers: tuple[tuple[str, str], ...] = ()

    def trailer(self, key: str) -> Iterator[str]:
        """The values of one trailer, whatever the case of its key."""
        return (value for name, value in self.trailers if name.casefold() == key.casefold())


@dataclass(frozen=True)
class Revision:
    """One commit that touched the alliance's file, or the uncommitted edits (`commit` and `number` None).

    `parents`: commits of the previous revisions on the same lines of descent; `changes` are against the first of them, of
    a merge only what differs from all. `alliance` is None when the file could not be read or is absent (`gone`); then
    `last` of the next change is the newest readable one. `problem` says what could not be read or understood.
    """

    commit: str | None
    parents: tuple[str, ...]
    number: int | None
    path: str
    when: datetime | None
    authors: tuple[Person, ...]
    message: Message
    kind: RevisionKind
    changes: tuple[Change, ...] = ()
    alliance: Alliance | None = None
    gone: bool = False
    problem: str = ""
    against: str | None = None  # the commit the changes are against where it is not `parents[0]`
    may_hide: bool = False  # it could not be read, and may have marked something private that nothing else did
    message_left_out: bool = False  # this audience may not see subject and body; both are then empty

    def but(self, **fields: object) -> Self:
        """What `replace` gives, in a fifth of the time: a history has very many revisions, of very many fields."""
        revision = object.__new__(type(self))
        vars(revision).update(vars(self), **fields)
        return revision

    @property
    def short(self) -> str:
        """The 12 hex digits of its address, `work-tree` for uncommitted edits."""
        return self.commit[:12] if self.commit else "work-tree"


@dataclass(frozen=True)
class Timeline:
    """One alliance with its revisions, oldest first, in ancestry order.

    `alliance` is the alliance as it is now (work tree), its clauses followed through history. `notices` are sentences
    about the history as a whole (shallow clone, grafts, a gap).
    """

    alliance: Alliance
    path: str
    revisions: tuple[Revision, ...]
    notices: tuple[str, ...] = ()
    left_out: int = 0  # clauses that this audience may not see

    @property
    def id(self) -> str:
        """The id of the alliance."""
        return self.alliance.id

    def revision(self, commit: str | None) -> Revision | None:
        """The revision of a commit (full id), or of the work tree (None)."""
        return self._by_commit.get(commit)

    @cached_property
    def _by_commit(self) -> Mapping[str | None, Revision]:
        return {revision.commit: revision for revision in reversed(self.revisions)}
