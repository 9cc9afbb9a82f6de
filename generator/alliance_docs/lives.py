"""What became of each file: the commits that changed it, and on which earlier ones each of them builds.

Values only. A *life* is one alliance's file through all its names; an *event* is a commit that changed it.
"""

from dataclasses import dataclass
from typing import NamedTuple


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


@dataclass(frozen=True, slots=True)
class Life:
    """All events of one alliance, every event after those it builds on; branches are not mixed.

    `path` is where the file is at HEAD, or last was, from the repository's root; `id` the id it declares there, "" for none.
    `heads`: the events that the next change builds on, the one whose content is at HEAD first. `current`: it is there at
    HEAD; else it was taken away, or a merge left it out.
    """

    path: str
    id: str
    events: tuple[Event, ...]
    heads: tuple[int, ...]
    current: bool

    @property
    def blob(self) -> str | None:
        """The content at HEAD."""
        return self.events[self.heads[0]].blob if self.current else None
