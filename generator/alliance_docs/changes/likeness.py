"""Finds for the clauses of a new state the ones they were before by how alike they are, where nothing in them is equal.

How alike two clauses must be depends on where they stand. The numbers were set on whole histories of agreements without
ids whose truth is known, and hold over a wide range: a tenth more or less changes little.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from alliance_docs.changes.matching import Matching, long_text, may_be_one, text_of
from alliance_docs.changes.similarity import Lexicon, Wording, by_letters, ratio, wording
from alliance_docs.model import Clause
from alliance_docs.order import moved_by_hand

_RENAMED = 0.8  # both have a name, and not the same
_SURE = 0.65  # enough to let the place of other clauses hang on it
_UNDER_TOPIC = 0.42  # under the same topic, or in the same gap between clauses that stayed
_ANYWHERE = 0.5  # in the same section
_CAME_BACK = 0.62  # removed earlier
_OTHER_SECTION = 0.85
_FAINT = 0.1  # less is nothing in common
_SAME_GAP = 0.15  # added for the same place in the same gap, less for another place there
_ONLY_ONE = 0.2  # added where the gap has room for one clause before or after
_OTHER_OWNER = 0.15  # taken off where it is somebody else's


def pair_moved_alike(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair clauses that say nearly the same in two sections of prose."""
    rest = [old for old in matching.untaken(olds) if long_text(old)]
    places = [place for place in matching.open() if long_text(matching.after[place])] if rest else []
    _pair_wherever(matching, rest, places, _OTHER_SECTION)


def pair_back(matching: Matching, removed: Sequence[Clause]) -> None:
    """Pair new clauses with removed ones of their section that were much alike."""
    for section, places in _by_section(matching).items():
        _pair_wherever(matching, [old for old in matching.untaken(removed) if old.section == section], places, _CAME_BACK)


def _pair_wherever(matching: Matching, olds: Sequence[Clause], places: Sequence[int], least: float) -> None:
    if olds and places:
        news = [(place, matching.after[place]) for place in places]
        lexicon = Lexicon(map(_wording, olds), (_wording(new) for _, new in news))
        ranks = {old.lineage: rank for rank, old in enumerate(olds)}
        pairs = [pair for pair in _alike(lexicon, olds, news) if pair[2] >= least]
        _pair_best(matching, (_Candidate(-alike, 0, ranks[old.lineage], place, old) for old, place, alike in pairs))


_Gap: TypeAlias = tuple[int, int, int]


class _Candidate(NamedTuple):
    """A possible pair; candidates sort best first, then nearest, then in file order."""

    less: float
    distance: int
    old_place: int
    place: int
    old: Clause


class Likeness:
    """How alike the clauses of one section are that were not found yet, before and after."""

    def __init__(self, matching: Matching, held: Sequence[Clause], places: Sequence[int]) -> None:
        """Compare what is left of `held`, all old clauses of the section, with what stands at `places`, of the new ones."""
        self._matching = matching
        self._held = held
        section = held[0].section
        self._news = [place for place, new in enumerate(matching.after) if new.section == section]
        rest = matching.untaken(held)
        lexicon = Lexicon(map(_wording, held), (_wording(matching.after[place]) for place in self._news))
        self._alike = list(_alike(lexicon, rest, [(place, matching.after[place]) for place in places]))

    def pair(self, *, sure: bool) -> None:
        """Pair those that are alike: the sure ones alone, or all that are more one clause than two.

        A clause at the same place between unchanged neighbours needs less likeness, and least when it is alone there.
        """
        if self._alike:
            _pair_best(self._matching, self._candidates(sure=sure))

    def _candidates(self, *, sure: bool) -> Iterator[_Candidate]:
        matching = self._matching
        old_places = {old.lineage: place for place, old in enumerate(self._held)}
        old_gaps, new_gaps = self._gaps(old_places)
        for old, place, alike in self._alike:
            if old.lineage in old_gaps and place in new_gaps:
                bonus = _bonus(old_gaps[old.lineage], new_gaps[place])
                near = bonus or old.topic == matching.after[place].topic
                bonus = 0.0 if old.named and matching.after[place].named else bonus
                if alike + bonus >= (_SURE if sure else _UNDER_TOPIC if near else _ANYWHERE):
                    here = old_places[old.lineage]
                    yield _Candidate(-alike - bonus, abs(here - place + self._news[0]), here, place, old)

    def _gaps(self, old_places: Mapping[int, int]) -> tuple[dict[int, _Gap], dict[int, _Gap]]:
        """The gaps that the clauses found so far, as far as they kept their order, leave between them."""
        found, taken = self._matching.found, {old.lineage for old in self._matching.found.values()}
        order = [found[place].lineage for place in self._news if place in found and found[place].lineage in old_places]
        still = frozenset(order) - moved_by_hand(sorted(order, key=old_places.__getitem__), order)
        return (
            _gaps((lineage, lineage in still, lineage not in taken) for lineage in old_places),
            _gaps((place, place in found and found[place].lineage in still, place not in found) for place in self._news),
        )


def likenesses(matching: Matching, olds: Sequence[Clause]) -> list[Likeness]:
    """The comparisons of the sections that have clauses left on both sides."""
    found = []
    for section, places in _by_section(matching).items():
        held = [old for old in olds if old.section == section]
        rest = matching.untaken(held)
        if len(rest) == len(places) == 1 and _surely_one(rest[0], matching.after[places[0]]):
            matching.pair(places[0], rest[0])
        elif rest:
            found.append(Likeness(matching, held, places))
    return found


def _surely_one(old: Clause, new: Clause) -> bool:
    """Whether two clauses are so alike by their letters that, without a rival, nothing else needs to be known of them."""
    free = not (old.named and new.named) and (old.owner == new.owner or not (old.owner and new.owner))
    return free and may_be_one(old, new) and by_letters(_wording(old), _wording(new)) >= _SURE


def _gaps(members: Iterable[tuple[int, bool, bool]]) -> dict[int, _Gap]:
    """For each member that is left: the gap between fixed members it is in, its rank there and the size of the gap."""
    gap, ranks, where = 0, Counter[int](), {}
    for member, fixed, left in members:
        gap += fixed
        if left:
            where[member] = (gap, ranks[gap])
            ranks[gap] += 1
    return {member: (gap, rank, ranks[gap]) for member, (gap, rank) in where.items()}


def _bonus(before: _Gap, after: _Gap) -> float:
    """What it adds to the likeness of two clauses that they stand in the same gap, the more at the same place of it."""
    (gap, rank, size), (other_gap, other_rank, other_size) = before, after
    if gap != other_gap:
        return 0.0
    alone = _ONLY_ONE if min(size, other_size) == 1 else 0.0
    return alone + _SAME_GAP * (1 - abs(rank - other_rank) / max(size, other_size))


def _alike(
    lexicon: Lexicon, olds: Sequence[Clause], news: Sequence[tuple[int, Clause]]
) -> Iterator[tuple[Clause, int, float]]:
    """The pairs that have anything in common, as old clause, place of the new one, and how alike they are."""
    before, after = [_wording(old) for old in olds], [_wording(new) for _, new in news]
    for rank, new_rank in lexicon.likely_pairs(before, after):
        old, (place, new) = olds[rank], news[new_rank]
        if not may_be_one(old, new):
            continue
        if old.named and new.named:
            alike = ratio(before[rank], after[new_rank])
            if alike < _RENAMED:
                continue
        else:
            alike = lexicon.likeness(before[rank], after[new_rank])
            if old.owner and new.owner and old.owner != new.owner:
                alike -= _OTHER_OWNER
        if alike > _FAINT:
            yield old, place, alike


def _pair_best(matching: Matching, candidates: Iterable[_Candidate]) -> None:
    for candidate in sorted(candidates, key=lambda one: one[:4]):
        matching.pair(candidate.place, candidate.old)


def _by_section(matching: Matching) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place in matching.open():
        places[matching.after[place].section].append(place)
    return places


def _wording(clause: Clause) -> Wording:
    return wording(text_of(clause))
