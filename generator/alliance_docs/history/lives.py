"""What became of each file: the commits that changed it, and on which earlier ones each of them builds.

Values only. A *life* is one alliance's file through all its names; an *event* is a commit that changed it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self, overload


class Event(NamedTuple):
    """One commit of a life.

    `parents` are places of earlier events of the same life: the newest on each line of descent that leads here, first the
    one whose content this commit started from. `path` is the file's path from the repository's root after the commit,
    `blob` its content, None where the commit took the file away. `merge`: the commit is a merge, and the file differs from
    what every parent had.
    """

    commit: str
    parents: tuple[int, ...]
    path: str
    blob: str | None
    merge: bool = False


_BETWEEN = "//"
"""Stands in no path of Git's, nor does one end like it."""
_COLUMNS = 4
"""Texts before the first path."""
_GONE = "-"
"""Stands for no blob."""


class Events(Sequence[Event]):
    """Events that were written down: each is made a value when it is asked for, since of a thousand lives few are.

    `written`: their commits, blobs, parents and merges, each as one text, then their paths, one where all have the same.
    """

    __slots__ = ("written",)

    def __init__(self, written: str) -> None:
        """ValueError where nothing of that kind is written."""
        if written.count(_BETWEEN) < _COLUMNS:
            raise ValueError(written)
        self.written = written

    @classmethod
    def of(cls, events: Sequence[Event]) -> Self:
        """These events written down; ValueError for none."""
        if isinstance(events, cls):
            return events
        commits, parents, paths, blobs, merges = zip(*events, strict=True)
        return cls(
            _BETWEEN.join(
                (
                    " ".join(commits),
                    " ".join(blob or _GONE for blob in blobs),
                    " ".join(",".join(map(str, places)) for places in parents),
                    " ".join(str(place) for place, merge in enumerate(merges) if merge),
                    *(paths[:1] if len(set(paths)) == 1 else paths),
                )
            )
        )

    @property
    def commits(self) -> list[str]:
        """The commit of each."""
        return self.written.partition(_BETWEEN)[0].split(" ")

    def blob(self, place: int) -> str | None:
        """The blob of one of them, which is asked for of each life."""
        blob = self.written.split(_BETWEEN, 2)[1].split(" ")[place]
        return None if blob == _GONE else blob

    def __len__(self) -> int:
        """How many."""
        return len(self.commits)

    @overload
    def __getitem__(self, wanted: int) -> Event: ...

    @overload
    def __getitem__(self, wanted: slice) -> tuple[Event, ...]: ...

    def __getitem__(self, wanted: int | slice) -> Event | tuple[Event, ...]:
        """One of them, or some."""
        commits, blobs, parents, merges, *paths = self.written.split(_BETWEEN)
        columns = (commits.split(" "), blobs.split(" "), parents.split(" "))
        merged = merges.split()

        def event(place: int) -> Event:
            commit, blob, built_on = (column[place] for column in columns)
            places = tuple(map(int, built_on.split(","))) if built_on else ()
            return Event(commit, places, paths[place % len(paths)], None if blob == _GONE else blob, str(place) in merged)

        places = range(len(columns[0]))[wanted]
        return event(places) if isinstance(places, int) else tuple(map(event, places))

    def __iter__(self) -> Iterator[Event]:
        """All of them, each taken from the text once."""
        return iter(self[:])

    def __eq__(self, other: object) -> bool:
        """Whether the others are the same, written down or not."""
        return self[:] == other[:] if isinstance(other, Events | tuple) else NotImplemented

    def __hash__(self) -> int:
        """As of the same events that are not written down."""
        return hash(self[:])


@dataclass(frozen=True, slots=True)
class Life:
    """All events of one alliance, every event after those it builds on; branches are not mixed.

    `path` is where the file is at HEAD, or last was, from the repository's root; `id` the id it declares there, "" for none.
    `heads`: the events that the next change builds on, the one whose content is at HEAD first. `current`: it is there at
    HEAD; else it was taken away, or a merge left it out.
    """

    path: str
    id: str
    events: Sequence[Event]
    heads: tuple[int, ...]
    current: bool

    @property
    def commits(self) -> Sequence[str]:
        """The commit of each event."""
        return self.events.commits if isinstance(self.events, Events) else [event.commit for event in self.events]

    @property
    def blob(self) -> str | None:
        """The content at HEAD."""
        if not self.current:
            return None
        place = self.heads[0]
        return self.events.blob(place) if isinstance(self.events, Events) else self.events[place].blob
