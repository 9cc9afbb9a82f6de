"""Brings together what every alliance of a folder came to, from what was kept and from what has to be made now.

A commit can touch two alliances, and its message is left out of both when it touches what is hidden in one. What those
withhold that are not shown at all is known beforehand; when it is known what the others do, the few that this concerns are
made once more.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from alliance_docs.audience import Audience
from alliance_docs.engine.crew import make_all
from alliance_docs.engine.press import Order, Printed, Task, Told, key_of, told
from alliance_docs.keeping import edition
from alliance_docs.keeping.keep import Entry, Head, Keep
from alliance_docs.volumes import Library, Volume


def gather(library: Library, order: Order, keep: Keep, known: dict[str, Told] | None = None) -> tuple[Printed, ...]:
    """One for each volume of the library, in its order.

    `known` is what the last time told by key, for whoever gathers again and again; it is renewed.

    Raises:
        RepositoryError: an old version is damaged.
    """
    heads = None if known else _Heads(keep, order)
    press = _Press(order, library, keep, heads.find if heads else keep.get, known or {})
    assumed = _withheld_by_others(library.volumes, order.audience)
    tasks = [_task(volume, assumed) for volume in library.volumes]
    first = press.all_of(tasks)
    withheld = frozenset(commit for one in first for commit in one.outcome.withholds)
    again = {
        place: _task(task.volume, withheld)
        for place, (task, one) in enumerate(zip(tasks, first, strict=True))
        if one.outcome.finished and not _is_right(task, one, withheld)
    }
    remade = dict(zip(again, press.all_of(list(again.values())), strict=True))
    if heads:
        heads.put_back()
        if heads.are_new:  # as each entry that is in use was marked now
            keep.tidy()
    found = tuple(remade.get(place, one) for place, one in enumerate(first))
    if known is not None:
        known.clear()
        known.update((one.key, one.told) for one in found if one.key)
    return found


def _withheld_by_others(volumes: Sequence[Volume], audience: Audience) -> frozenset[str]:
    """What the alliances that an audience may not know withhold, as far as the files say so; it is checked later."""
    if audience is Audience.PARTIES:
        return frozenset()
    return frozenset().union(*(_commits(volume) for volume in volumes if not (volume.present and volume.public)))


def _task(volume: Volume, withheld: frozenset[str]) -> Task:
    return Task(volume, tuple(sorted(withheld & _commits(volume))) if withheld else ())


def _is_right(task: Task, one: Printed, withheld: frozenset[str]) -> bool:
    """Whether the messages that an alliance was made without are those it must be made without; its own it knows itself."""
    own = set(one.outcome.withholds)
    return set(task.withheld) - own == (withheld & _commits(task.volume)) - own


def _commits(volume: Volume) -> frozenset[str]:
    return frozenset(volume.life.commits) if volume.life else frozenset()


class _Heads:
    """Finds entries in a keep; the heads of those that were needed the last time are in one file."""

    def __init__(self, keep: Keep, order: Order) -> None:
        self._keep = keep
        self._name = edition.key_of("heads", os.fspath(order.folder.resolve()), order.audience, order.site_url)
        self._before = keep.heads(self._name)
        self.are_new = not self._before
        """Whether none were kept together today."""
        self._now: dict[str, Head] = {}

    def find(self, key: str) -> Entry | None:
        """As `Keep.get`."""
        head = self._before.get(key)
        if head is None and (told := self._keep.told(key)):
            head = Head.of(told)
        if head is None or (entry := self._keep.entry(head.told)) is None:
            return None
        self._now[key] = head
        return entry

    def put_back(self) -> None:
        """Keep the heads that were needed for the next time."""
        if self._now.keys() != self._before.keys():
            self._keep.put_heads(self._name, self._now.values())


class _Press(NamedTuple):
    """Finds what was kept, and has the rest made."""

    order: Order
    library: Library
    keep: Keep
    find: Callable[[str], Entry | None]
    known: Mapping[str, Told]

    def all_of(self, tasks: Sequence[Task]) -> list[Printed]:
        """One for each task, in their order."""
        found = [self._kept(task) for task in tasks]
        missing = [task for task, one in zip(tasks, found, strict=True) if one is None]
        made = iter(self._made(missing) if missing else ())
        return [one or self._printed(told(next(made)), task) for task, one in zip(tasks, found, strict=True)]

    def _kept(self, task: Task) -> Printed | None:
        key = key_of(task, self.order)
        try:
            known = self.known.get(key) or ((entry := self.find(key)) and told(entry))
        except (ValueError, TypeError, AttributeError):  # readable, and yet not what we write
            return None
        return self._printed(known, task, key) if known else None

    def _printed(self, said: Told, task: Task, key: str = "") -> Printed:
        """What an entry says of a task; without the `key` it was found by it was made just now."""
        # What an incomplete clone lacks today it may have tomorrow, under the same names.
        lasting = "" if self.library.repository.partial else key or key_of(task, self.order)
        return Printed(said, lambda: self._made([task], workers=0)[0], lasting, is_new=not key)

    def _made(self, tasks: Sequence[Task], workers: int | None = None) -> list[Entry]:
        return make_all(tasks, self.order, self.library, self.keep, workers)
