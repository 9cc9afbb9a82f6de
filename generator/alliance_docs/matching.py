"""Finds for the clauses of a new state the ones they were before, where no id or key says so: by what they say.

Clauses are looked for section by section, the surest evidence first; each old clause is found at most once. Everything is
decided by the texts, the headings, the owners and the order of the lists, so equal input gives equal pairs.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from alliance_docs.model import Clause
from alliance_docs.normal import normal
from alliance_docs.order import moved_by_hand
from alliance_docs.similarity import Lexicon, Wording, ratio, wording
from alliance_docs.vocabulary import Shape

RENAMED = 0.8
"""How alike two clauses must be that both have a name, but not the same."""

_SURE, _UNDER_TOPIC, _ANYWHERE = 0.65, 0.425, 0.5
_SAME_GAP, _ONLY_ONE = 0.15, 0.2
_OTHER_OWNER = 0.15
_CAME_BACK = 0.62
_OTHER_SECTION, _WORDS_TO_MOVE = 0.85, 4
_PROSE_SECTIONS = frozenset(
    {
        *("purpose", "context", "commitments", "agreements", "boundaries", "expectations", "requests"),
        *("confidentiality", "feedback", "backup_plan", "drops", "concerns"),
    }
)
"""Sections between which a clause may move with its text."""


class Matching:
    """What is known so far: for the places of the new state, the old clauses they hold."""

    def __init__(self, after: Sequence[Clause]) -> None:
        self.after = after
        self.found: dict[int, Clause] = {}
        self._taken: set[int] = set()

    def pair(self, place: int, old: Clause) -> None:
        """Say that the clause at a place is an old one, unless one of the two was found already."""
        if place not in self.found and old.lineage not in self._taken:
            self.found[place] = old
            self._taken.add(old.lineage)

    def open(self) -> list[int]:
        """The places of the new state whose clause was not found yet, in file order."""
        return [place for place in range(len(self.after)) if place not in self.found]

    def untaken(self, olds: Iterable[Clause]) -> list[Clause]:
        """Those of some old clauses that nothing was found to be."""
        return [old for old in olds if old.lineage not in self._taken]

    def pair_equal(self, olds: Iterable[Clause], key: Callable[[Clause], Hashable]) -> None:
        """Pair clauses of one key in the order of both lists; a key that is None or empty says nothing."""
        waiting: dict[Hashable, list[Clause]] = defaultdict(list)
        for old in self.untaken(olds):
            if said := key(old):
                waiting[said].append(old)
        for place in self.open() if waiting else ():
            new = self.after[place]
            rivals = waiting.get(key(new), [])
            partner = next((old for old in rivals if may_be_one(old, new)), None)
            if partner:
                rivals.remove(partner)
                self.pair(place, partner)


def text_of(clause: Clause) -> str:
    """What a clause is known by where it has no name: its text, or all it says besides the fields that name it."""
    row = clause.row
    if row.shape is not Shape.ITEMS or (clause.text and not row.keys):
        return clause.text or ""
    said = (clause.get(name) for name in clause.fields if name not in row.keys)
    return " ".join(filter(None, said))


def may_be_one(old: Clause, new: Clause) -> bool:
    """Whether two clauses can be one at all: two answers need the same party or the same question."""
    if old.row.shape is not Shape.ANSWERS or new.row.shape is not Shape.ANSWERS:
        return old.row.shape is new.row.shape or Shape.ANSWERS not in (old.row.shape, new.row.shape)
    return bool(set(old.address.split("/")[1:]) & set(new.address.split("/")[1:]))


def pair_same_text(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair clauses of a section that say the same, first those under the same topic and of the same owner."""
    for also in ("topic", "owner"), ("owner",), ("topic",), ():
        matching.pair_equal(olds, lambda one, also=also: _saying(one, *also))  # type: ignore[misc] # bound at once


def pair_same_title(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair the clauses of a section whose short title nobody else there has."""
    sides = (matching.untaken(olds), [matching.after[place] for place in matching.open()])
    times = [Counter((one.section, normal(one.title)) for one in side if one.title) for side in sides]

    def title(one: Clause) -> Hashable:
        key = (one.section, normal(one.title))
        return key if not one.named and all(count[key] <= 1 for count in times) and one.title else None

    matching.pair_equal(olds, title)


def pair_moved(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair clauses that say the same in two sections of prose."""
    matching.pair_equal([old for old in olds if old.section in _PROSE_SECTIONS], _long_text)


def pair_moved_alike(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair clauses that say nearly the same in two sections of prose."""
    rest = [old for old in matching.untaken(olds) if _long_text(old)]
    places = [place for place in matching.open() if _long_text(matching.after[place])]
    lexicon = Lexicon([_wording(old) for old in rest], [_wording(matching.after[place]) for place in places])
    _pair_best(matching, _alike(lexicon, rest, places, matching.after, _OTHER_SECTION))


def pair_back(matching: Matching, removed: Sequence[Clause]) -> None:
    """Pair new clauses with removed ones of their section that were much alike."""
    for section, places in _by_section(matching).items():
        rest = [old for old in matching.untaken(removed) if old.section == section]
        if rest:
            lexicon = Lexicon([_wording(old) for old in rest], [_wording(matching.after[place]) for place in places])
            _pair_best(matching, _alike(lexicon, rest, places, matching.after, _CAME_BACK))


def pair_alike(matching: Matching, olds: Sequence[Clause], *, sure: bool) -> None:
    """Pair the clauses of each section that are alike: the sure ones alone, or all that are more one than two.

    A clause at the same place between unchanged neighbours needs less likeness, and least when it is alone there.
    """
    for section, places in _by_section(matching).items():
        held = [old for old in olds if old.section == section]
        if matching.untaken(held):
            _pair_best(matching, _Lists(matching, held, section).candidates(places, sure=sure))


class _Candidate(NamedTuple):
    """A possible pair; candidates sort best first, then nearest, then in file order."""

    less: float
    distance: int
    old_place: int
    place: int
    old: Clause


class _Lists:
    """One section before and after, with the gaps that the clauses found so far leave between them."""

    def __init__(self, matching: Matching, held: Sequence[Clause], section: str) -> None:
        self._after = matching.after
        self._held = held
        self._place = {old.lineage: place for place, old in enumerate(held)}
        self._news = [place for place, new in enumerate(matching.after) if new.section == section]
        self._first = self._news[0] if self._news else 0
        self._rest = matching.untaken(held)
        anchors = [matching.found[place].lineage for place in self._news if place in matching.found]
        anchors = [lineage for lineage in anchors if lineage in self._place]
        still = frozenset(anchors) - moved_by_hand(sorted(anchors, key=self._place.__getitem__), anchors)
        rest = {old.lineage for old in self._rest}
        self._old_gaps = _gaps((old.lineage, old.lineage in still, old.lineage in rest) for old in held)
        self._new_gaps = _gaps(
            (place, place in matching.found and matching.found[place].lineage in still, place not in matching.found)
            for place in self._news
        )

    def candidates(self, places: Sequence[int], *, sure: bool) -> Iterator[_Candidate]:
        """The pairs that are alike enough."""
        lexicon = Lexicon([_wording(old) for old in self._held], [_wording(self._after[place]) for place in self._news])
        old_wordings = [_wording(old) for old in self._rest]
        new_wordings = [_wording(self._after[place]) for place in places]
        for old_rank, new_rank in lexicon.likely_pairs(old_wordings, new_wordings):
            old, place = self._rest[old_rank], places[new_rank]
            new = self._after[place]
            alike = _likeness(lexicon, old, new)
            gap, least = self._gap_bonus(old, place), _ANYWHERE
            if gap or old.topic == new.topic:
                least = _UNDER_TOPIC
            if alike and alike + (gap if not (old.named and new.named) else 0) >= (_SURE if sure else least):
                here = self._place[old.lineage]
                yield _Candidate(-alike - gap, abs(here - (place - self._first)), here, place, old)

    def _gap_bonus(self, old: Clause, place: int) -> float:
        gap, rank, size = self._old_gaps[old.lineage]
        other_gap, other_rank, other_size = self._new_gaps[place]
        if gap != other_gap:
            return 0.0
        alone = _ONLY_ONE if min(size, other_size) == 1 else 0.0
        return alone + _SAME_GAP * (1 - abs(rank - other_rank) / max(size, other_size))


def _gaps(members: Iterable[tuple[int, bool, bool]]) -> dict[int, tuple[int, int, int]]:
    """For each member that is left: the gap between fixed members it is in, its rank there and the size of the gap."""
    gap, ranks, where = 0, Counter[int](), {}
    for member, fixed, left in members:
        gap += fixed
        if left:
            where[member] = (gap, ranks[gap])
            ranks[gap] += 1
    return {member: (gap, rank, ranks[gap]) for member, (gap, rank) in where.items()}


def _likeness(lexicon: Lexicon, old: Clause, new: Clause) -> float:
    """How alike two clauses are; 0 when they cannot be one."""
    if not may_be_one(old, new):
        return 0.0
    before, after = _wording(old), _wording(new)
    if old.named and new.named:
        same = ratio(before, after)
        return same if same >= RENAMED else 0.0
    alike = lexicon.likeness(before, after)
    return alike - _OTHER_OWNER if old.owner and new.owner and old.owner != new.owner else alike


def _alike(
    lexicon: Lexicon, olds: Sequence[Clause], places: Sequence[int], after: Sequence[Clause], least: float
) -> Iterator[_Candidate]:
    """The pairs that are as alike as that wherever they stand."""
    wordings = [_wording(after[place]) for place in places]
    for rank, new_rank in lexicon.likely_pairs([_wording(old) for old in olds], wordings):
        alike = _likeness(lexicon, olds[rank], after[places[new_rank]])
        if alike >= least:
            yield _Candidate(-alike, 0, rank, places[new_rank], olds[rank])


def _pair_best(matching: Matching, candidates: Iterable[_Candidate]) -> None:
    for candidate in sorted(candidates, key=lambda one: one[:4]):
        matching.pair(candidate.place, candidate.old)


def _by_section(matching: Matching) -> dict[str, list[int]]:
    places: dict[str, list[int]] = defaultdict(list)
    for place in matching.open():
        places[matching.after[place].section].append(place)
    return places


def _saying(clause: Clause, *also: str) -> Hashable:
    text = normal(text_of(clause))
    return (clause.section, text, *(getattr(clause, name) for name in also)) if text else None


def _long_text(clause: Clause) -> str:
    """The text of a clause that may move between sections, "" where it is too short to be known again."""
    long = clause.section in _PROSE_SECTIONS and len(_wording(clause).stems) >= _WORDS_TO_MOVE
    return normal(clause.text or "") if long else ""


def _wording(clause: Clause) -> Wording:
    return wording(text_of(clause))
