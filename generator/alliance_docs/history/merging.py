"""Makes the state after a merge of what its parents had and what it left, and credits it only with what no parent had.

Files are followed through a merge by their lives: what is at a path with a content one parent had there is that parent's
life; the newest events of all sides stay, so that the next change knows every line of descent it builds on.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

from alliance_docs.history.ancestry import Step
from alliance_docs.history.ledger import Ledger, Slot, State
from alliance_docs.history.meeting import meet
from alliance_docs.history.pairing import pair_by_content
from alliance_docs.history.versions import Versions


class Merging(NamedTuple):
    """A merge and what is known at it: the place of its commit, its touches, the states of its parents in their order."""

    ledger: Ledger
    versions: Versions
    number: int
    step: Step
    states: Sequence[State]


def merge_states(merging: Merging) -> State:
    """The state after a merge; its cost grows with what the parents do not share."""
    return _Merge(merging).settle()


class _Merge:
    """One merge on its way into the state.

    `_result`: what the merge left at every path that has to be looked into, None for nothing. `_sides`: the slots of every
    life that occurs there, in the order of the parents. `_place`: the life of each of these paths that has a file after the
    merge; `_taken`: all lives that have one.
    """

    def __init__(self, merging: Merging) -> None:
        self._ledger = merging.ledger
        self._versions = merging.versions
        self._number = merging.number
        self._states = merging.states
        left = {touch.path: touch.after for touch in merging.step.touches}
        self._meeting = meet(merging.ledger, merging.states, left)
        self._result = self._meeting.rest
        self._place: dict[str, int] = {}
        self._taken: set[int] = set()
        self._sides = self._gather()

    def settle(self) -> State:
        """Give every file the merge left its life, keep what the other lives come to, and make the new state."""
        self._place_unchanged()
        self._place_by_path()
        if self._open():
            self._place_by_id()
            self._place_by_content()
        self._unite()
        self._sides = self._gather()
        files: dict[str, Slot | None] = {**dict.fromkeys(self._result), **self._meeting.taken}
        gone = self._gone()
        for path, blob in self._targets():
            files[path] = self._go_on(path, blob) if path in self._place else self._begin(path, blob, gone)
        for life, slots in self._sides.items():
            if life not in self._taken:
                self._leave(slots, files, gone)
        first = self._states[0]
        return State(first.files.changed(files), first.gone.changed(gone))

    # Which life is where

    def _gather(self) -> dict[int, list[Slot]]:
        sides: dict[int, list[Slot]] = {}
        for state in self._states:
            for path in self._result:
                if slot := state.files.get(path):
                    sides.setdefault(self._ledger.life(slot.life), []).append(slot)
        return sides

    def _place_unchanged(self) -> None:
        """A path has the life it had on a side that had the same content there."""
        for path, blob in self._targets():
            for slot in self._at(path):
                if slot.blob == blob:
                    self._put(path, slot)

    def _place_by_path(self) -> None:
        """A path has the life that all sides know there."""
        for path, _ in self._open():
            here = self._at(path)
            if len({self._ledger.life(slot.life) for slot in here}) == 1:
                self._put(path, here[0])

    def _place_by_id(self) -> None:
        """Where sides disagree about a path, or none knows it, the id decides, else the first side."""
        slots = self._waiting()
        self._versions.learn_ids([*(blob for _, blob in self._open()), *(slot.blob for slot in slots if slot.blob)])
        for path, blob in self._open():
            named = [slot for slot in slots if self._id(slot.blob) and self._id(slot.blob) == self._id(blob)]
            for slot in (*sorted(named, key=lambda slot: slot.path != path), *self._at(path)):
                self._put(path, slot)

    def _place_by_content(self) -> None:
        """A file that every side had, under other names, may have been moved by the merge itself."""
        everywhere = (slot for slot in reversed(self._waiting()) if len(self._alive(slot.life)) == len(self._states))
        moved = {slot.path: slot for slot in everywhere}
        old = [self._versions.file(path, slot.blob) for path, slot in moved.items() if slot.blob]
        new = [self._versions.file(path, blob) for path, blob in self._open()]
        for path, was in pair_by_content(old, new, self._versions.lines).items():
            self._put(path, moved[was])

    def _unite(self) -> None:
        """A file made on two sides is one life; so is one that was left out for another which declares its id."""
        for path, life in self._place.items():
            for slot in self._at(path):
                if self._is_free(slot) and len({self._id(slot.blob), self._id(self._result[path])} - {""}) < 2:
                    self._join(life, slot)
        partly = [path for path in self._place if len(self._at(path)) < len(self._states)]
        for slot in self._waiting():
            for path in partly:
                if self._is_free(slot) and self._id(slot.blob) and self._id(slot.blob) == self._id(self._result[path]):
                    self._join(self._place[path], slot)

    # What is recorded

    def _go_on(self, path: str, blob: str) -> Slot:
        """The slot of a placed life: no event where one of the sides had the content, a merge event where none had."""
        slots = self._sides[self._ledger.life(self._place[path])]
        same = [slot for slot in slots if slot.blob == blob]
        base = self._newest([slot for slot in same if slot.path == path], same, [slot for slot in slots if slot.blob])
        slot = base._replace(path=path, blob=blob, heads=self._ledger.joined(base, slots))
        return slot if same else self._ledger.record(self._number, slot, merge=True)

    def _newest(self, *choices: Sequence[Slot]) -> Slot:
        """The slot to build on, of the first choice that has one."""
        return next(slot for slots in choices if (slot := self._ledger.newest(slots)))

    def _begin(self, path: str, blob: str, gone: dict[str, Slot | None]) -> Slot:
        """A file that no side had: a life that comes back, or a new one."""
        file_id = self._id(blob)
        slot = next((slot for state in self._states if (slot := state.gone.get(file_id))), None) if file_id else None
        slot = gone.get(file_id, slot)
        if slot:
            gone[file_id] = None
        else:
            slot = Slot(self._ledger.begin(), path, blob, ())
        return self._ledger.record(self._number, slot._replace(path=path, blob=blob), merge=True)

    def _leave(self, slots: Sequence[Slot], files: dict[str, Slot | None], gone: dict[str, Slot | None]) -> None:
        """A life that has no file after the merge: taken away on a side, by the merge itself, or merely not taken over."""
        stone = self._ledger.newest([slot for slot in slots if slot.blob is None])
        if stone:
            stone = stone._replace(heads=self._ledger.joined(stone, slots))
        elif len(slots) == len(self._states):
            heads = self._ledger.joined(slots[0], slots)
            stone = self._ledger.record(self._number, slots[0]._replace(blob=None, heads=heads), merge=True)
        if stone and files.get(stone.path) is None:
            files[stone.path] = stone
        life = self._ledger.life(slots[0].life)
        known = next((key for key, slot in gone.items() if slot and self._ledger.life(slot.life) == life), "")
        if file_id := known or self._id(next((slot.blob for slot in slots if slot.blob), None)):
            gone[file_id] = stone or slots[0]

    def _gone(self) -> dict[str, Slot | None]:
        """What the sides say differently about the lives that are gone, each under one id, and not if it has a file now."""
        first = self._states[0].gone
        gone: dict[str, Slot | None] = {}
        told: set[int] = set()
        for file_id in sorted({key for state in self._states[1:] for key, _, _ in first.differing(state.gone)}):
            slot, *others = (slot for state in self._states if (slot := state.gone.get(file_id)))
            life = self._ledger.life(slot.life)
            same = [other for other in others if self._ledger.life(other.life) == life]
            away = not any(life in known for known in (told, self._taken, self._plainly_here))
            gone[file_id] = slot._replace(heads=self._ledger.joined(slot, same)) if away else None
            told.add(life)
        return gone

    @cached_property
    def _plainly_here(self) -> set[int]:
        """The lives that have a file after the merge and did not have to be looked into."""
        plain = (*self._meeting.kept, *self._meeting.taken.values())
        return {self._ledger.life(slot.life) for slot in plain if slot.blob}

    # Questions

    def _targets(self) -> list[tuple[str, str]]:
        return [(path, blob) for path, blob in self._result.items() if blob]

    def _open(self) -> list[tuple[str, str]]:
        return [(path, blob) for path, blob in self._targets() if path not in self._place]

    def _at(self, path: str) -> list[Slot]:
        """The files the sides have at a path."""
        return [slot for state in self._states if (slot := state.files.get(path)) and slot.blob]

    def _alive(self, life: int) -> list[Slot]:
        """The files the sides have of a life."""
        return [slot for slot in self._sides[self._ledger.life(life)] if slot.blob]

    def _waiting(self) -> list[Slot]:
        """The files of the lives that have no place yet."""
        return [slot for slots in self._sides.values() for slot in slots if slot.blob and self._is_free(slot)]

    def _is_free(self, slot: Slot) -> bool:
        return self._ledger.life(slot.life) not in self._taken

    def _put(self, path: str, slot: Slot) -> None:
        if path not in self._place and self._is_free(slot):
            self._place[path] = slot.life
            self._taken.add(self._ledger.life(slot.life))

    def _join(self, life: int, slot: Slot) -> None:
        if self._ledger.unite(life, slot.life):
            self._taken.add(self._ledger.life(life))

    def _id(self, blob: str | None) -> str:
        return self._versions.id(blob) if blob else ""
