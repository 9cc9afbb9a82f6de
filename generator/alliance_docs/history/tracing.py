"""Walks through the commits once, parents first, and says which file of which commit belongs to which life.

Works on paths and ids of versions alone. The state of each commit (which life is where, with its newest events on every line
of descent that leads there) is shared with its neighbours, so that time and memory grow with what changed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from alliance_docs.history.ancestry import Step
from alliance_docs.history.ledger import Ledger, Slot, State
from alliance_docs.history.merging import Merging, merge_states
from alliance_docs.history.pairing import File, pair_by_content, pair_by_name
from alliance_docs.history.shelf import Shelf
from alliance_docs.history.versions import Versions

_AHEAD = 10_000
"""Commits for which versions are read together."""


def trace(steps: Sequence[Step], versions: Versions) -> tuple[Ledger, State]:
    """The events of all lives, and the state after the last commit; every commit must lead to that one."""
    tracer = _Tracer(versions)
    waiting = [0] * len(steps)
    for step in steps:
        for parent in step.parents:
            waiting[parent] += 1
    states: dict[int, State] = {}
    state = State(Shelf(), Shelf())
    for number, step in enumerate(steps):
        if number % _AHEAD == 0:
            versions.prepare(steps[number : number + _AHEAD])
        state = states[number] = tracer.follow(number, step, [states[parent] for parent in step.parents])
        for parent in step.parents:
            waiting[parent] -= 1
            if not waiting[parent]:
                del states[parent]
    return tracer.ledger, state


class _Tracer:
    """What is remembered from commit to commit beside the states."""

    def __init__(self, versions: Versions) -> None:
        self.ledger = Ledger()
        self.versions = versions
        self.seen: dict[str, dict[str, None]] = defaultdict(dict)  # the paths at which an id was met, the first ones first
        self.models: dict[int, Slot] = {}  # of a copy's first event: the life with the same id it stood beside

    def follow(self, number: int, step: Step, states: Sequence[State]) -> State:
        """The state after a commit, from those of its parents."""
        if len(states) > 1:
            return merge_states(Merging(self.ledger, self.versions, number, step, states))
        state = states[0] if states else State(Shelf(), Shelf())
        if len(step.touches) == 1 and (slot := self._edited(step, state)):
            edited = self.ledger.record(number, slot)
            return State(state.files.changed({edited.path: edited}), state.gone)
        return _Change(self, number, step, state).settle() if step.touches else state

    def _edited(self, step: Step, state: State) -> Slot | None:
        """The life whose file the commit edited, with its new content, when that is all it did."""
        touch = step.touches[0]
        slot = state.files.get(touch.path) if touch.before and touch.after else None
        return slot and Slot(slot.life, slot.path, touch.after, slot.heads)

    def beside(self, file_id: str, files: Mapping[str, Slot | None], state: State) -> Slot | None:
        """A file that declares this id in the state with these changes, or None."""
        for path in self.seen[file_id] if file_id else ():
            slot = files[path] if path in files else state.files.get(path)
            if slot and slot.blob and self.versions.id(slot.blob) == file_id:
                return slot
        return None


class _Change:
    """One commit with one parent, or none, on its way into the state."""

    def __init__(self, tracer: _Tracer, number: int, step: Step, state: State) -> None:
        self._tracer = tracer
        self._ledger = tracer.ledger
        self._number = number
        self._state = state
        versions = tracer.versions
        slots = {touch.path: state.files.get(touch.path) for touch in step.touches}
        self._before = {path: slot for path, slot in slots.items() if slot and slot.blob}
        self._old = [versions.file(path, slot.blob) for path, slot in self._before.items() if slot.blob]
        self._new = [versions.file(touch.path, touch.after) for touch in step.touches if touch.after]
        self._files: dict[str, Slot | None] = dict.fromkeys(self._before)
        self._gone: dict[str, Slot | None] = {}

    def settle(self) -> State:
        """Give every file its life, end the lives that have no file, and make the new state."""
        for file in (*self._old, *self._new):
            self._tracer.seen[file.id].setdefault(file.path)
        pairs = pair_by_name(self._old, self._new)
        left = [file for file in self._new if file.path not in pairs]
        lost = _without(self._old, pairs.values())
        back = self._back(left)
        moved = pair_by_content(lost, [file for file in left if file.path not in back], self._tracer.versions.lines)
        pairs |= moved
        for file in self._new:
            slot = self._before[pairs[file.path]] if file.path in pairs else back.get(file.path)
            self._files[file.path] = self._record(file, slot) if slot else self._begin(file)
        for file in _without(lost, moved.values()):
            self._end(file)
        return State(self._state.files.changed(self._files), self._state.gone.changed(self._gone))

    def _back(self, new: Iterable[File]) -> dict[str, Slot]:
        """The lives that are gone and come back in one of these files, because it declares their id."""
        back: dict[str, Slot] = {}
        for file in new:
            slot = self._state.gone.get(file.id) if file.id and file.id not in self._gone else None
            if slot:
                back[file.path] = slot
                self._gone[file.id] = None
                stone = self._state.files.get(slot.path)
                if stone and stone.blob is None and self._ledger.life(stone.life) == self._ledger.life(slot.life):
                    self._files.setdefault(slot.path, None)
        return back

    def _record(self, file: File, slot: Slot) -> Slot:
        return self._ledger.record(self._number, slot._replace(path=file.path, blob=file.blob))

    def _begin(self, file: File) -> Slot:
        """A new life; a copy that keeps the id of its model is remembered, for it may inherit that life."""
        model = self._tracer.beside(file.id, {}, self._state)
        slot = self._record(file, Slot(self._ledger.begin(), file.path, file.blob, ()))
        if model:
            self._tracer.models[slot.heads[0]] = model
        return slot

    def _end(self, file: File) -> None:
        """The life of a file that is gone: it goes on in another file that has its id, or there is nothing at its path."""
        slot = self._before[file.path]
        heir = self._tracer.beside(file.id, self._files, self._state)
        if heir and self._ledger.unite(heir.life, slot.life):
            self._files[heir.path] = self._inherit(slot, heir)
            return
        stone = self._ledger.record(self._number, slot._replace(blob=None))
        if self._files[file.path] is None:
            self._files[file.path] = stone
        if file.id:
            self._gone[file.id] = stone

    def _inherit(self, slot: Slot, heir: Slot) -> Slot:
        """One life of two files with one id, of which the first is gone; what began as a copy was this life all along."""
        ledger = self._ledger
        for first, model in self._tracer.models.items():
            if ledger.life(ledger.entries[first].life) == ledger.life(model.life) == ledger.life(slot.life):
                ledger.entries[first].parents = model.heads
        last = ledger.entries[heir.heads[0]]
        heads = ledger.joined(heir, [slot])
        if last.step != self._number:
            return ledger.record(self._number, heir._replace(heads=heads))
        last.parents = ledger.joined(heir._replace(heads=last.parents), [slot])
        return heir


def _without(files: Iterable[File], paths: Iterable[str]) -> list[File]:
    taken = set(paths)
    return [file for file in files if file.path not in taken]
