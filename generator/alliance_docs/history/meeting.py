"""Sorts out at a merge what is plain from what has to be looked into, so that a late merge costs little.

Plain is a file that one side took further than the other and the merge took over, and one that only one side ever had. A
branch that was long away differs from the other side in nearly everything, and nearly all of it is plain.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from alliance_docs.history.ledger import Ledger, Slot, State

Pair: TypeAlias = tuple[Slot | None, Slot | None]
"""What the first and the second parent have at a path."""


class Meeting(NamedTuple):
    """What is plain: `kept` as the first parent has it, `taken` over from the second, by path.

    `rest`: what the merge left at every other path where the parents are not at one, None for nothing.
    """

    kept: list[Slot]
    taken: dict[str, Slot]
    rest: dict[str, str | None]


def meet(ledger: Ledger, states: Sequence[State], left: Mapping[str, str | None]) -> Meeting:
    """Sort the paths out at which parents differ, or where the merge left (`left`) something else than the first had.

    With more than two parents nothing is taken for plain.
    """
    first, *others = (state.files for state in states)
    kept: list[Slot] = []
    pairs: dict[str, Pair] = {}
    for other in others:
        for path, mine, theirs in first.differing(other):
            if len(others) == 1 and path not in left and _goes_on(ledger, mine, theirs):
                kept.extend([mine] if mine else [])
            else:
                pairs[path] = (mine, theirs)
    for path in left:
        pairs.setdefault(path, (first.get(path), others[0].get(path)))
    rest = {path: left.get(path, mine.blob if mine else None) for path, (mine, _) in sorted(pairs.items())}
    if len(others) > 1:
        return Meeting([], {}, rest)
    taken = {
        path: theirs
        for path, (mine, theirs) in pairs.items()
        if theirs and theirs.blob == rest[path] and _goes_on(ledger, theirs, mine)
    }
    alone = _alone(ledger, {path: pair for path, pair in pairs.items() if path not in taken}, rest)
    kept.extend(mine for path in alone if (mine := pairs[path][0]))
    taken |= {path: theirs for path in alone if (theirs := pairs[path][1])}
    settled = taken.keys() | alone
    return Meeting(kept, taken, {path: blob for path, blob in rest.items() if path not in settled})


def _goes_on(ledger: Ledger, slot: Slot | None, other: Slot | None) -> bool:
    """Whether one side knows all the other does of a life that is at one path on both."""
    return slot is not None and other is not None and slot.life == other.life and ledger.covers(slot, other)


def _alone(ledger: Ledger, pairs: Mapping[str, Pair], rest: Mapping[str, str | None]) -> set[str]:
    """The paths of lives that occur at one path of one side only, which the merge left as they are there.

    None at all where the merge left a file out: its life may go on in one of these.
    """
    lives = Counter(ledger.life(slot.life) for pair in pairs.values() for slot in pair if slot)
    alone: set[str] = set()
    for path, pair in pairs.items():
        slots = [slot for slot in pair if slot]
        if len(slots) == 1 and slots[0].blob == rest[path] and lives[ledger.life(slots[0].life)] == 1:
            alone.add(path)
        elif rest[path] is None and any(slot.blob for slot in slots):
            return set()
    return alone
