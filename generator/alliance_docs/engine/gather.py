"""Brings together what every alliance of a folder came to, from what was kept and from what has to be made now.

A commit can touch two alliances, and its message is left out of both when it touches what is hidden in one. So each is made
first as if it were alone; when it is known what the others withhold, the few that this concerns are made once more.
"""

from collections.abc import Sequence

from alliance_docs.engine.crew import make_all
from alliance_docs.engine.press import Order, Printed, Task, key_of, make
from alliance_docs.keep import Entry, Keep
from alliance_docs.volumes import Library, Volume


def gather(library: Library, order: Order, keep: Keep) -> tuple[Printed, ...]:
    """One for each volume of the library, in its order.

    Raises:
        RepositoryError: an old version is damaged.
    """
    alone = _printed([Task(volume) for volume in library.volumes], order, library, keep)
    withheld = frozenset(commit for one in alone for commit in one.outcome.withholds)
    again = {
        place: Task(volume, others)
        for place, (volume, one) in enumerate(zip(library.volumes, alone, strict=True))
        if one.outcome.finished and (others := tuple(sorted(withheld.difference(one.outcome.withholds) & _commits(volume))))
    }
    remade = dict(zip(again, _printed(list(again.values()), order, library, keep), strict=True))
    keep.tidy()
    return tuple(remade.get(place, one) for place, one in enumerate(alone))


def _commits(volume: Volume) -> frozenset[str]:
    return frozenset(event.commit for event in volume.life.events) if volume.life else frozenset()


def _printed(tasks: Sequence[Task], order: Order, library: Library, keep: Keep) -> list[Printed]:
    """What was kept of these; the rest is made."""
    found = [_kept(task, order, library, keep) for task in tasks]
    missing = [task for task, one in zip(tasks, found, strict=True) if one is None]
    made = iter(make_all(missing, order, library, keep) if missing else ())
    return [one or _of(next(made), task, order, library, keep) for task, one in zip(tasks, found, strict=True)]


def _kept(task: Task, order: Order, library: Library, keep: Keep) -> Printed | None:
    entry = keep.get(key_of(task, order))
    try:
        return _of(entry, task, order, library, keep) if entry else None
    except (ValueError, TypeError, AttributeError):  # readable, and yet not what we write
        return None


def _of(entry: Entry, task: Task, order: Order, library: Library, keep: Keep) -> Printed:
    return Printed(entry, lambda: next(make([task], order, library.repository, library.history.commits, keep)))
