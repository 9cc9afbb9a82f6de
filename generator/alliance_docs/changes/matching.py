"""Finds for the clauses of a new state the ones they were before, by what is equal in both: a name, a text, a title.

Each old clause is found at most once, and what was found stays found: callers ask for the surest evidence first.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from functools import lru_cache, partial

from alliance_docs.changes.similarity import wording
from alliance_docs.model import Alliance, Clause
from alliance_docs.normal import normal
from alliance_docs.vocabulary import SECTIONS, FieldKind, Shape

_RIVALS = 16
"""How many clauses that say the same are told apart by topic and owner; of more the first ones will do."""
_WORDS_TO_MOVE = 4
_PEOPLE = ("party", "from", "to")
"""The keys of a clause that are parties."""
_PROSE_SECTIONS = frozenset(
    {
        *("purpose", "context", "commitments", "agreements", "boundaries", "expectations", "requests"),
        *("confidentiality", "feedback", "backup_plan", "drops", "concerns"),
    }
)
"""Sections between which a clause may move with its text."""


_normal = lru_cache(maxsize=8192)(normal)  # what was removed is asked for its text at every clause that is new
_KEYED = frozenset(row.name for row in SECTIONS.values() if row.keys)


class Matching:
    """What is known so far: for the places of the new state, the old clauses they hold.

    `found`: for each place the clause that it is known to hold already, or None.
    """

    def __init__(self, after: Sequence[Clause], found: Sequence[Clause | None] = ()) -> None:
        self.after = after
        self.found: dict[int, Clause] = {place: old for place, old in enumerate(found) if old}
        self._taken = {old.lineage for old in self.found.values()}
        self._open = [place for place in range(len(after)) if place not in self.found]

    def pair(self, place: int, old: Clause) -> None:
        """Say that the clause at a place is an old one, unless one of the two was found already."""
        if place not in self.found and old.lineage not in self._taken:
            self.found[place] = old
            self._taken.add(old.lineage)

    def pair_unchanged_names(self, olds: Iterable[Clause]) -> None:
        """Pair what both states name alike: nearly everything in most revisions, so this has to be quick."""
        found, taken, by_address = self.found, self._taken, {old.address: old for old in olds}
        for place in self.open():
            new = self.after[place]
            old = by_address.get(new.address)
            if old and old.lineage not in taken and new.named and old.named and old.id == new.id:
                found[place] = old
                taken.add(old.lineage)

    def has_keyed(self) -> bool:
        """Whether among those not found yet is one of a section whose keys name its clauses."""
        return any(self.after[place].section in _KEYED for place in self.open())

    def pair_namesakes(self, parent: Alliance) -> None:
        """Pair what is written alike of several that one key names, as two reviews of one day: their numbers may slide."""
        if not self.has_keyed():
            return
        keyed = [old for old in parent.clauses if old.section in _KEYED and old.named and not old.id]
        times = Counter(map(_key, keyed)) if len(keyed) > 1 else Counter[Hashable]()
        if any(count > 1 for count in times.values()):
            self.pair_equal([old for old in keyed if times[_key(old)] > 1], _as_written, certain=True)

    def open(self) -> list[int]:
        """The places of the new state whose clause was not found yet, in file order."""
        if not self._open or not self.found.keys().isdisjoint(self._open):
            self._open = [place for place in self._open if place not in self.found]
        return self._open

    def untaken(self, olds: Iterable[Clause]) -> list[Clause]:
        """Those of some old clauses that nothing was found to be."""
        return [old for old in olds if old.lineage not in self._taken]

    def pair_equal(self, olds: Iterable[Clause], key: Callable[[Clause], Hashable], *, certain: bool = False) -> None:
        """Pair clauses of one key, of several old ones the one under the same topic or of the same owner, else in order.

        A key that is None or empty says nothing. With `certain` nothing can gainsay the key.
        """
        keys = {place: said for place in self.open() if (said := key(self.after[place]))}
        waiting: dict[Hashable, list[Clause]] = {said: [] for said in keys.values()}
        for old in self.untaken(olds) if keys else ():
            if (said := key(old)) in waiting:
                waiting[said].append(old)
        for place, said in keys.items():
            new, rivals = self.after[place], waiting[said]
            fits = [rank for rank, old in enumerate(rivals[:_RIVALS]) if certain or may_be_one(old, new)]
            if fits:
                rank = max(fits, key=lambda rank: _fit(rivals[rank], new)) if len(fits) > 1 else fits[0]
                self.pair(place, rivals.pop(rank))


def _key(clause: Clause) -> Hashable:
    return (clause.section, *(clause.get(name) for name in clause.row.keys))


def _as_written(clause: Clause) -> Hashable:
    return (clause.section, clause.id, *clause.fields.items())


def _fit(old: Clause, new: Clause) -> int:
    return (old.topic == new.topic) + (old.owner == new.owner)


def text_of(clause: Clause) -> str:
    """What a clause is known by where it has no name: its text, or else what it says besides its keys and its people."""
    row = SECTIONS[clause.section]
    text = clause.fields.get(row.text)
    if text and isinstance(text, str) and not row.keys:
        return text
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
    said = {_saying(matching.after[place]) for place in matching.open()} - {None} if olds else None
    again = [old for old in olds if _saying(old) in said] if said else []
    matching.pair_equal(again, _saying_there)
    matching.pair_equal(again, _saying)


def pair_same_facts(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair clauses of a section by what nobody else there has: a short title, or whose it is, its date and what it is about.

    This is for clauses that nothing named before, and whose text may have become another.
    """
    unnamed = [old for old in olds if not old.named]
    for facts in (_title, _occasion) if unnamed else ():
        sides = (matching.untaken(unnamed), [matching.after[place] for place in matching.open()])
        times = [Counter(map(facts, side)) for side in sides]
        matching.pair_equal(unnamed, partial(_if_unique, facts, times))


def pair_moved(matching: Matching, olds: Sequence[Clause]) -> None:
    """Pair clauses that say the same in two sections of prose."""
    if rest := [old for old in olds if old.section in _PROSE_SECTIONS]:  # else no new text need be taken to pieces
        matching.pair_equal(rest, long_text)


def _saying(clause: Clause) -> Hashable:
    text = _normal(text_of(clause))
    return (clause.section, text) if text else None


def _saying_there(clause: Clause) -> Hashable:
    said = _saying(clause)
    return (said, clause.topic, clause.owner) if said else None


def long_text(clause: Clause) -> str:
    """The text of a clause that may move between sections, "" where it is too short to be known again."""
    long = clause.section in _PROSE_SECTIONS and len(wording(text_of(clause)).stems) >= _WORDS_TO_MOVE
    return normal(clause.text or "") if long else ""


def _title(clause: Clause) -> Hashable:
    return (clause.section, normal(clause.title)) if clause.title else None


def _occasion(clause: Clause) -> Hashable:
    occasion = (clause.owner, clause.get("date"), clause.get("about"))
    return (clause.section, *occasion) if all(occasion) else None


def _if_unique(facts: Callable[[Clause], Hashable], times: Sequence[Counter[Hashable]], clause: Clause) -> Hashable:
    key = facts(clause)
    return key if all(count[key] == 1 for count in times) else None
