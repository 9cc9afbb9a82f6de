"""Finds for the clauses of a new state the ones they were before, where no id or key says so: by what they say.

Clauses are looked for section by section, the surest evidence first; each old clause is found at most once. Everything is
decided by the texts, the headings, the owners and the order of the lists, so equal input gives equal pairs.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from alliance_docs.model import Clause
from alliance_docs.normal import normal
from alliance_docs.order import moved_by_hand
from alliance_docs.similarity import Lexicon, Wording, ratio, wording
from alliance_docs.vocabulary import SECTIONS, FieldKind, Shape

RENAMED = 0.8
"""How alike two clauses must be that both have a name, but not the same."""

_SURE, _UNDER_TOPIC, _ANYWHERE = 0.65, 0.42, 0.5
_SAME_GAP, _ONLY_ONE = 0.15, 0.2
_OTHER_OWNER = 0.15
_FAINT = 0.15
_RIVALS = 16
_PEOPLE = ("party", "from", "to")
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

    def pair_equal(self, olds: Iterable[Clause], key: Callable[[Clause], Hashable], *, named: bool = False) -> None:
        """Pair clauses of one key, of several old ones the one under the same topic or of the same owner, else in order.

        A key that is None or empty says nothing. With `named` the key is a name of the file, which nothing can gainsay.
        """
        waiting: dict[Hashable, list[Clause]] = defaultdict(list)
        for old in self.untaken(olds):
            if said := key(old):
                waiting[said].append(old)
        for place in self.open() if waiting else ():
            new = self.after[place]
            rivals = waiting.get(key(new), [])
            fits = [rank for rank, old in enumerate(rivals[:_RIVALS]) if named or may_be_one(old, new)]
            if fits:
                rank = max(fits, key=lambda rank: _fit(rivals[rank], new)) if len(fits) > 1 else fits[0]
                self.pair(place, rivals.pop(rank))


def _fit(old: Clause, new: Clause) -> int:
    return (old.topic == new.topic) + (old.owner == new.owner)


def text_of(clause: Clause) -> str:
    """What a clause is known by where it has no name: its text, or else what it says besides its keys and its people."""
    row = SECTIONS[clause.section]
    text = clause.fields.get(row.text)
    if row.shape is not Shape.ITEMS or (text and not row.keys):
        return text if isinstance(text, str) else ""
    unsaid = {*row.keys, *(field.name for field in row.fields if field.kind is FieldKind.PARTY)}
    return " ".join(filter(None, (clause.get(name) for name in clause.fields if name not in unsaid)))


def may_be_one(old: Clause, new: Clause) -> bool:
    """Whether two clauses can be one at all: what a party's id names, such as an answer, stays with the party."""
    if Shape.ANSWERS in (old.row.shape, new.row.shape):
        return old.section == new.section and old.owner == new.owner
    people = [name for name in old.row.keys if name in _PEOPLE]
    return old.section != new.section or all(old.get(name) == new.get(name) for name in people)


def pair_same_text(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair clauses of a section that say the same, first those under the same topic and of the same owner."""
    matching.pair_equal(olds, _saying_there)
    matching.pair_equal(olds, _saying)


def pair_same_title(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair the clauses of a section whose short title nobody else there has, where nothing else named them before."""
    sides = (matching.untaken(olds), [matching.after[place] for place in matching.open()])
    times = [Counter((one.section, normal(one.title)) for one in side if one.title) for side in sides]

    def title(one: Clause) -> Hashable:
        key = (one.section, normal(one.title))
        return key if one.title and all(count[key] == 1 for count in times) else None

    matching.pair_equal([old for old in olds if not old.named], title)


def pair_moved(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair clauses that say the same in two sections of prose."""
    matching.pair_equal([old for old in olds if old.section in _PROSE_SECTIONS], _long_text)


def pair_moved_alike(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair clauses that say nearly the same in two sections of prose."""
    rest = [old for old in matching.untaken(olds) if _long_text(old)]
    places = [place for place in matching.open() if _long_text(matching.after[place])]
    _pair_wherever(matching, rest, places, _OTHER_SECTION)


def pair_back(matching: Matching, removed: Sequence[Clause]) -> None:
    """Pair new clauses with removed ones of their section that were much alike."""
    for section, places in _by_section(matching).items():
        _pair_wherever(matching, [old for old in matching.untaken(removed) if old.section == section], places, _CAME_BACK)


def _pair_wherever(matching: Matching, olds: Sequence[Clause], places: Sequence[int], least: float) -> None:
    if olds and places:
        news = [(place, matching.after[place]) for place in places]
        lexicon = Lexicon([_wording(old) for old in olds], [_wording(new) for _, new in news])
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
        lexicon = Lexicon([_wording(old) for old in held], [_wording(matching.after[place]) for place in self._news])
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
    return [
        Likeness(matching, held, places)
        for section, places in _by_section(matching).items()
        if matching.untaken(held := [old for old in olds if old.section == section])
    ]


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
            if alike < RENAMED:
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


def _saying(clause: Clause) -> Hashable:
    text = normal(text_of(clause))
    return (clause.section, text) if text else None


def _saying_there(clause: Clause) -> Hashable:
    said = _saying(clause)
    return (said, clause.topic, clause.owner) if said else None


def _long_text(clause: Clause) -> str:
    """The text of a clause that may move between sections, "" where it is too short to be known again."""
    long = clause.section in _PROSE_SECTIONS and len(_wording(clause).stems) >= _WORDS_TO_MOVE
    return normal(clause.text or "") if long else ""


def _wording(clause: Clause) -> Wording:
    return wording(text_of(clause))
