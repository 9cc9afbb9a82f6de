"""Compares two states of an alliance whose clauses have been followed, and says in typed changes what differs.

Clauses are paired by their lineage number and by nothing else: who is who was decided in `identity`. Values that are equal
in normal form do not differ, so a change of layout is no change. No wording here.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple, TypeAlias

from alliance_docs.model import Alliance, Change, Clause, Value
from alliance_docs.normal import same
from alliance_docs.order import moved_by_hand, same_ends
from alliance_docs.vocabulary import SECTIONS, Field, FieldKind, Kind, Shape

_RANK = {name: rank for rank, name in enumerate(SECTIONS)}
_PLACED = frozenset({Kind.ADDED, Kind.RESTORED, Kind.MOVED, Kind.REORDERED})
_LISTS = frozenset(row.name for row in SECTIONS.values() if row.shape is Shape.ITEMS)
_LINKS = (FieldKind.LINK, FieldKind.LINKS)
_Near: TypeAlias = Callable[[], Iterable[tuple[Clause | None, Clause | None]]]
"""Gives clauses before and after."""


def diff(before: Alliance, after: Alliance, seen: Container[int] = ()) -> tuple[Change, ...]:
    """The changes that lead from one state to another: none when both mean the same.

    `seen` are the lineages of all earlier revisions: a clause that `before` lacks is restored when it is one of them, else
    added. Sections come in the table's order, clauses in the order of `after`, removed ones where they stood. Only clauses
    whose fields are not the same object in both are looked into; the rest costs a dictionary of the clauses.
    """
    if before.clauses is after.clauses:
        return ()
    comparison = _Comparison(before, after)
    return comparison.changes(comparison.differences, seen)


def merge_diff(parents: Sequence[Alliance], merged: Alliance, seen: Container[int] = ()) -> tuple[Change, ...]:
    """What a merge brought that none of its parents had; everything else is credited to the revisions it joined.

    A clause is credited with those differences only that it has from every parent, and a removal only when every parent
    still held the clause. A change is told against the first parent that held the clause, the fields with it.
    """
    comparisons = [_Comparison(parent, merged) for parent in parents]
    changes: list[Change] = []
    for base in comparisons:
        told = {}
        for lineage, difference in base.differences.items():
            rivals = [other.differences[lineage] for other in comparisons if lineage in other.differences]
            if len(rivals) == len(comparisons) and difference is _first_with_both(rivals):
                shared = difference.shared(rivals)
                if shared.fields or shared.kinds or not (shared.before and shared.after):
                    told[lineage] = shared
        changes += base.changes(told, seen)
    places = {clause.lineage: place for place, clause in enumerate(merged.clauses)}
    return tuple(sorted(changes, key=lambda change: (_RANK[change.clause.section], places.get(change.clause.lineage, -1))))


def change_of(before: Clause | None, after: Clause | None, near: _Near, *, seen: bool) -> Change | None:
    """How two states of one clause differ, of which at least one is there; where its place is now, is not said.

    `near` gives before and after of every clause whose new id may show in it; it is asked when that matters. `seen` as of
    `diff`.
    """
    difference = _between(before, after)
    return _change(difference, _kinds(difference, _Renames(near), restored=seen)) if difference else None


def differing(before: Clause, after: Clause) -> dict[str, Field | None]:
    """The fields in which two states of a clause differ, each with its row of the table; a scalar's own value is `""`.

    When the clause went to another section, its text is compared with its text there, whatever the two are called.
    """
    if before.fields is after.fields and before.section == after.section:
        return {}
    names = dict.fromkeys((*before.fields, *after.fields))
    if before.section != after.section and same(before.text, after.text):
        names = dict.fromkeys(name for name in names if name not in (before.row.text, after.row.text))
    found = {}
    for name in names:
        was, now = before.fields.get(name), after.fields.get(name)
        if was != now:
            field = field_of(after, name) or field_of(before, name)
            if not same(was, now, field.kind if field else None):
                found[name] = field
    return found


def field_of(clause: Clause, name: str) -> Field | None:
    """The table's row for a field of a clause; a part's own value, under `""`, has the row of the part."""
    part = "" if name or clause.row.shape is not Shape.PARTS else clause.address.rpartition("/")[2]
    return _field(clause.section, name or part)


@lru_cache(maxsize=1024)
def _field(section: str, name: str) -> Field | None:
    return SECTIONS[section].field(name)


class _Difference(NamedTuple):
    """How one clause differs: in which fields, and the kinds that its name and its place say."""

    before: Clause | None
    after: Clause | None
    fields: Mapping[str, Field | None]
    kinds: frozenset[Kind] = frozenset()

    def shared(self, others: Sequence["_Difference"]) -> "_Difference":
        """What of this difference is one from all the others too; whoever lacks the clause differs in everything."""
        fields, kinds = dict(self.fields), self.kinds
        for other in others:
            if self.before and other.before:
                fields = {name: field for name, field in fields.items() if name in other.fields}
                kinds &= other.kinds
        return self._replace(fields=fields, kinds=kinds)


def _first_with_both(differences: Sequence[_Difference]) -> _Difference:
    return next((one for one in differences if one.before and one.after), differences[0])


def _between(before: Clause | None, after: Clause | None) -> _Difference | None:
    if before is None or after is None:
        only = before or after
        return _Difference(before, after, dict.fromkeys(only.fields if only else ()))
    if before.fields is after.fields and before.address == after.address and before.id == after.id:
        return None
    kinds = set()
    if before.section != after.section:
        kinds.add(Kind.MOVED)
    elif before.address != after.address:
        kinds.add(Kind.RENAMED)
    if before.id != after.id:
        kinds.add(Kind.RENAMED)
    fields = differing(before, after)
    return _Difference(before, after, fields, frozenset(kinds)) if fields or kinds else None


class _Renames:
    """What has another id in the second of two states, by its former one."""

    def __init__(self, near: _Near) -> None:
        self._near = near

    def kind(self, field: Field | None, was: Value | None, now: Value | None) -> Kind:
        """The kind that a differing field is; a reference that follows a renamed clause or party is renamed with it."""
        if field is None:
            return Kind.STATE
        if field.kind is FieldKind.PARTY and was and now and self._parties.get(str(was)) == now:
            return Kind.RENAMED
        if field.kind in _LINKS and was and now:
            names = (was,) if isinstance(was, str) else was
            if same(tuple(self._clauses.get(name, name) for name in names), now, FieldKind.LINKS):
                return Kind.RENAMED
        return field.kind_of_change

    @cached_property
    def _parties(self) -> Mapping[str, str]:
        return dict(self._renamed(parties=True))

    @cached_property
    def _clauses(self) -> Mapping[str, str]:
        return dict(self._renamed(parties=False))

    def _renamed(self, *, parties: bool) -> Iterator[tuple[str, str]]:
        for before, after in self._near():
            if before and after and before.named and after.named and (before.section == "parties") is parties:
                yield before.address, after.address
                yield before.address.rpartition("/")[2], after.address.rpartition("/")[2]


class _Comparison:
    """Two states side by side. `differences` has the clauses that differ, by lineage, in no order that means anything.

    All of them stand between the equal ends of both states: what stands in those is in any longest run of what did not move.
    """

    def __init__(self, before: Alliance, after: Alliance) -> None:
        self._states = (before.clauses, after.clauses)
        self.differences: dict[int, _Difference] = {}
        start, end = same_ends(*self._states)
        was, now = ({one.lineage: one for one in clauses[start : len(clauses) - end]} for clauses in self._states)
        self._apart = (was, now)
        self._note((lineage, was.get(lineage), now.get(lineage)) for lineage in was | now)
        if [lineage for lineage in was if lineage in now] != [lineage for lineage in now if lineage in was]:
            self._note_reordered()

    @cached_property
    def _before(self) -> Mapping[int, Clause]:
        return {clause.lineage: clause for clause in self._states[0]}

    @cached_property
    def _after(self) -> Mapping[int, Clause]:
        return {clause.lineage: clause for clause in self._states[1]}

    def _note(self, pairs: Iterable[tuple[int, Clause | None, Clause | None]]) -> None:
        for lineage, was, now in pairs:
            difference = _between(was, now) if was is not now else None
            if difference:
                self.differences[lineage] = difference

    def changes(self, differences: Mapping[int, _Difference], seen: Container[int]) -> tuple[Change, ...]:
        """The differences as changes, in the order of the table and of the file."""
        order = sorted(differences, key=self._sort_key) if len(differences) > 1 else differences
        renames = _Renames(lambda: ((one.before, one.after) for one in self.differences.values()))
        return tuple(self._change(lineage, differences[lineage], renames, seen) for lineage in order)

    def _change(self, lineage: int, difference: _Difference, renames: _Renames, seen: Container[int]) -> Change:
        kinds = _kinds(difference, renames, restored=lineage in seen)
        return _change(difference, kinds, self._places[lineage] if _PLACED & kinds else None)

    def _note_reordered(self) -> None:
        orders: dict[str, tuple[list[int], list[int]]] = {}
        for side, clauses in enumerate((self._before, self._after)):
            for lineage, clause in clauses.items():
                if clause.section in _LISTS and self._stayed(lineage):
                    orders.setdefault(clause.section, ([], []))[side].append(lineage)
        for was_order, order in orders.values():
            for lineage in moved_by_hand(was_order, order):
                found = self.differences.get(lineage)
                difference = found or _Difference(self._before[lineage], self._after[lineage], {})
                self.differences[lineage] = difference._replace(kinds=difference.kinds | {Kind.REORDERED})

    def _stayed(self, lineage: int) -> bool:
        """Whether the clause is under the same section and topic as before."""
        found = self.differences.get(lineage)
        if found is None:
            return lineage in self._before and lineage in self._after
        return bool(found.before and found.after) and Kind.MOVED not in found.kinds and "topic" not in found.fields

    def _sort_key(self, lineage: int) -> tuple[int, int, int, int]:
        was, now = self._apart
        if lineage in now:
            return (_RANK[now[lineage].section], self._places[lineage], 1, 0)
        return (_RANK[was[lineage].section], *self._stood[lineage])

    @cached_property
    def _places(self) -> Mapping[int, int]:
        """Where each clause stands now among those of its section; of sections without a difference nobody asks."""
        clauses = [one.after or one.before for one in self.differences.values()]
        orders: dict[str, list[int]] = {clause.section: [] for clause in clauses if clause}
        for clause in self._states[1]:
            if clause.section in orders:
                orders[clause.section].append(clause.lineage)
        return {lineage: place for order in orders.values() for place, lineage in enumerate(order)}

    @cached_property
    def _stood(self) -> Mapping[int, tuple[int, int, int]]:
        """For what is gone: right behind the last clause before it that stands where it stood."""
        last: dict[str, int] = {}
        stood = {}
        for rank, (lineage, clause) in enumerate(self._before.items()):
            found = self.differences.get(lineage)
            if lineage not in self._after:
                stood[lineage] = (last.get(clause.section, -1), 2, rank)
            elif lineage in self._places and (found is None or not found.kinds & _PLACED):
                last[clause.section] = self._places[lineage]
        return stood


def _kinds(difference: _Difference, renames: _Renames, *, restored: bool) -> frozenset[Kind]:
    """The kinds of a difference; a clause that comes is `restored`, or else added."""
    before, after = difference.before, difference.after
    if before is None:
        return frozenset({Kind.RESTORED if restored else Kind.ADDED})
    if after is None:
        return frozenset({Kind.REMOVED})
    fields = difference.fields.items()
    return difference.kinds.union(
        renames.kind(field, before.fields.get(name), after.fields.get(name)) for name, field in fields
    )


def _change(difference: _Difference, kinds: frozenset[Kind], place: int | None = None) -> Change:
    before, after = difference.before, difference.after
    return Change(
        kinds=tuple(kinds) if len(kinds) == 1 else tuple(kind for kind in Kind if kind in kinds),
        before=before,
        after=after,
        fields={
            name: (before.fields.get(name) if before else None, after.fields.get(name) if after else None)
            for name in difference.fields
            if name
        },
        inferred=_inferred(before, after, restored=Kind.RESTORED in kinds),
        place=place,
    )


def _inferred(before: Clause | None, after: Clause | None, *, restored: bool) -> bool:
    """Whether nothing in the files names the clause on both sides by one id or key."""
    if before is None or after is None:
        return restored and after is not None and not after.named
    if before.id or after.id:
        return before.id != after.id
    return not (before.named and after.named and before.address == after.address)
