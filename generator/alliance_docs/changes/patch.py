"""Puts changes back onto the state they were made from: what the diff says must be enough to rebuild what came after.

This is the law the diff is held to; nothing on a page needs it.
"""

from collections.abc import Sequence
from dataclasses import replace

from alliance_docs.changes.diff import field_of
from alliance_docs.model import Alliance, Change, Clause
from alliance_docs.normal import normal, normal_value
from alliance_docs.vocabulary import SECTIONS, Shape


def apply_changes(before: Alliance, changes: Sequence[Change]) -> Alliance:
    """The state that the changes lead to, equal in normal form to the one they were compared with.

    Its clauses come in the table's order. Clauses that a change puts at a place stand there; all others keep their order.
    """
    changed = {change.clause.lineage: change for change in changes}
    stays: dict[str, list[Clause]] = {name: [] for name in SECTIONS}
    for clause in before.clauses:
        change = changed.get(clause.lineage)
        after = change.after if change else clause
        if after and (change is None or change.place is None):
            stays[after.section].append(after)
    placed: dict[str, dict[int, Clause]] = {name: {} for name in SECTIONS}
    for change in changes:
        if change.after and change.place is not None:
            placed[change.after.section][change.place] = change.after
    clauses = (clause for name in SECTIONS for clause in _filled(stays[name], placed[name]))
    return Alliance(before.id, tuple(clauses))


def normalised(alliance: Alliance) -> Alliance:
    """The alliance reduced to what it means: normal values, no empty ones, no lines, the table's order.

    Only lists keep the order of the file; a file has no id but the one it declares.
    """
    clauses = sorted(map(_normalised, alliance.clauses), key=_order)
    return Alliance(normal(alliance.value("id")), tuple(clauses))


def _filled(stays: Sequence[Clause], placed: dict[int, Clause]) -> list[Clause]:
    rest = iter(stays)
    return [placed[place] if place in placed else next(rest) for place in range(len(stays) + len(placed))]


def _normalised(clause: Clause) -> Clause:
    fields = {}
    for name, value in clause.fields.items():
        field = field_of(clause, name)
        meaning = normal_value(value, field.kind if field else None)
        if meaning:
            fields[name] = meaning
    return replace(clause, fields=fields, line=0, column=0)


_RANK = {name: rank for rank, name in enumerate(SECTIONS)}


def _order(clause: Clause) -> tuple[int, str]:
    """Lists stay as they are, since sorting is stable; keys of a map have no order."""
    return _RANK[clause.section], "" if clause.row.shape is Shape.ITEMS else clause.address
