"""Tells which members of a list were moved by hand, from its order before and after."""

from bisect import bisect_left
from collections.abc import Sequence


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
