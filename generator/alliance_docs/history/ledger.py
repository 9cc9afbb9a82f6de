"""Writes down events and lives while the commits are walked through, and knows which event is before which.

A life may turn out to be another one: then both are united, and everything that was written down is one life's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from alliance_docs.history.shelf import Shelf


class Slot(NamedTuple):
    """A life in one state: where it is or was, its blob (None: taken away) and its newest events, the content's first."""

    life: int
    path: str
    blob: str | None
    heads: tuple[int, ...]


class State(NamedTuple):
    """What stands at each path after a commit, and by declared id the lives that are no longer anywhere."""

    files: Shelf[Slot]
    gone: Shelf[Slot]


@dataclass(slots=True)
class Entry:
    """An event as it is written down: `step` is the place of its commit, `parents` are earlier entries of the same life."""

    step: int
    life: int
    path: str
    blob: str | None
    parents: tuple[int, ...]
    merge: bool


class Ledger:
    """All entries so far, in the order of the commits."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []
        self._same_as: list[int] = []
        self._steps: list[set[int]] = []

    def begin(self) -> int:
        """A new life."""
        self._same_as.append(len(self._same_as))
        self._steps.append(set())
        return self._same_as[-1]

    def life(self, number: int) -> int:
        """The number all lives united with this one go by: that of the earliest."""
        while self._same_as[number] != number:
            number = self._same_as[number]
        return number

    def unite(self, one: int, other: int) -> bool:
        """Make two lives one, unless a commit has an event of each; says whether they are."""
        one, other = sorted((self.life(one), self.life(other)))
        if one != other and self._steps[one].isdisjoint(self._steps[other]):
            self._same_as[other] = one
            self._steps[one] |= self._steps[other]
        return self.life(other) == one

    def record(self, step: int, slot: Slot, *, merge: bool = False) -> Slot:
        """Write an event down: `slot` is the life after it, with the entries it builds on as heads. Gives its slot."""
        self._steps[self.life(slot.life)].add(step)
        self.entries.append(Entry(step, slot.life, slot.path, slot.blob, slot.heads, merge))
        return Slot(slot.life, slot.path, slot.blob, (len(self.entries) - 1,))

    def covers(self, slot: Slot, other: Slot) -> bool:
        """Whether the newest entries of one slot know all those of another."""
        return all(head in slot.heads or any(self._is_before(head, later) for later in slot.heads) for head in other.heads)

    def newest(self, slots: Sequence[Slot]) -> Slot | None:
        """The first of these slots whose content no other one of them builds on; None of none."""
        contents = [slot.heads[0] for slot in slots]
        return next((slot for slot in slots if not any(self._is_before(slot.heads[0], other) for other in contents)), None)

    def joined(self, first: Slot, others: Iterable[Slot]) -> tuple[int, ...]:
        """The newest entries where lines of descent meet: the first's content entry, then all that none of them is after."""
        content = first.heads[0]
        heads = dict.fromkeys((*first.heads, *(head for slot in others for head in slot.heads)))
        rest = (head for head in heads if head != content and not any(self._is_before(head, later) for later in heads))
        return (content, *rest)

    def _is_before(self, earlier: int, later: int) -> bool:
        """Whether a line of descent leads from one entry to another; parents always have lower numbers."""
        if earlier in self.entries[later].parents:
            return True
        waiting, seen = [later], {later}
        while waiting:
            for parent in self.entries[waiting.pop()].parents:
                if parent == earlier:
                    return True
                if parent > earlier and parent not in seen:
                    seen.add(parent)
                    waiting.append(parent)
        return False
