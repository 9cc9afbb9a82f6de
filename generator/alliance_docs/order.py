"""Compares the order of a list before and after: where both are the same, and which members were moved by hand."""

from bisect import bisect_left
from collections.abc import Sequence
from operator import is_


def moved_by_hand(before: Sequence[int], after: Sequence[int]) -> frozenset[int]:
    """The fewest members that have to be taken out so that both lists, of the same members, have one order.

    They are the members outside a longest run of `after` that keeps the order of `before`; n log n.
    """
    if before == after:
        return frozenset()
    return frozenset(after).difference(_longest_run(before, after))


def _longest_run(before: Sequence[int], after: Sequence[int]) -> list[int]:
    rank = {member: place for place, member in enumerate(before)}
    ends: list[int] = []  # for each length of run, the lowest rank that ends one
    previous: dict[int, int] = {}
    for member in after:
        length = bisect_left(ends, rank[member])
        if length:
            previous[member] = before[ends[length - 1]]
        ends[length : length + 1] = [rank[member]]
    run = [before[ends[-1]]]
    while run[-1] in previous:
        run.append(previous[run[-1]])
    return run


def same_ends(before: Sequence[object], after: Sequence[object]) -> tuple[int, int]:
    """How many members at the beginning, and how many of the others at the end, are the same objects in both."""
    start = _run(list(map(is_, before, after)))
    rest = min(len(before), len(after)) - start
    return start, min(_run(list(map(is_, reversed(before), reversed(after)))), rest) if rest else 0


def _run(same: list[bool]) -> int:
    return same.index(False) if False in same else len(same)
