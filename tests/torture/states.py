"""R9: the changes between any two states are enough to rebuild the later one, and a state has none against itself."""

from dataclasses import replace
from random import Random

from alliance_docs.changes.diff import diff
from alliance_docs.changes.patch import apply_changes, normalised
from alliance_docs.model import Alliance, Clause, Value
from alliance_docs.vocabulary import SECTIONS, FieldKind, Section, Shape
from tests.torture import Outcome

_WORDS = (
    "",
    "one",
    "two words",
    "two  words",
    "“three” words",
    '"three" words',
    "no",
    "2024-01-01",
    "caf\u00e9",
    "cafe\u0301",
    "a–b",
)
_NAMES = "abcdefghijkl"
_AT_ONCE = 12
"""Clauses of one state at most."""


def run(seed: int, size: int) -> Outcome:
    """Compare that many pairs of states."""
    rng = Random(seed)  # noqa: S311 - no secret
    broken = []
    for number in range(size):
        before = any_state(rng)
        after = any_state(rng) if rng.random() < 0.2 else edited(before, rng)
        broken += [f"pair {number}: {fault}" for fault in faults(before, after)]
    return Outcome(
        "R9", "random pairs of states: the later one rebuilt from the changes; none against itself", size, tuple(broken)
    )


def faults(before: Alliance, after: Alliance) -> list[str]:
    """Which law does not hold for these two."""
    changes = diff(before, after)
    meant = normalised(after)
    found = []
    if normalised(apply_changes(before, changes)) != meant:
        found.append("the changes do not give the later state")
    if bool(changes) == (normalised(before) == meant):
        found.append(f"{len(changes)} changes between states that {'are equal' if changes else 'differ'}")
    if diff(after, after) or diff(after, meant):
        found.append("a change against itself")
    return found


def any_state(rng: Random) -> Alliance:
    """A state of random clauses."""
    clauses = [_clause(rng, rng.choice(list(SECTIONS.values()))) for _ in range(rng.randrange(_AT_ONCE))]
    unique = list({clause.address: clause for clause in clauses}.values())
    numbers = rng.sample(range(1, 30), len(unique))
    return Alliance("dock", tuple(replace(clause, lineage=number) for clause, number in zip(unique, numbers, strict=True)))


def edited(before: Alliance, rng: Random) -> Alliance:
    """The state after a few edits: clauses reworded, renamed, moved, taken out and added."""
    clauses = list(before.clauses)
    if rng.random() < 0.5:
        rng.shuffle(clauses)
    after: list[Clause] = []
    for clause in clauses:
        fate = rng.randrange(8)
        if fate == 1:
            after.append(replace(_clause(rng, clause.row), lineage=clause.lineage))
        elif fate == 2:
            after.append(replace(clause, fields={**clause.fields, **_clause(rng, clause.row).fields}))
        elif fate == 3:
            after.append(replace(_clause(rng, rng.choice(list(SECTIONS.values()))), lineage=clause.lineage))
        elif fate:
            after.append(clause)
    free = set(range(1, 40)) - {clause.lineage for clause in after}
    new = [replace(clause, lineage=free.pop()) for clause in any_state(rng).clauses[: rng.randrange(3)]]
    return Alliance("dock", tuple({clause.address: clause for clause in (*after, *new)}.values()))


def _clause(rng: Random, row: Section) -> Clause:
    """One clause of a section, written as the table says."""
    name, own = rng.choice(_NAMES), {field.name: field.kind for field in row.all_fields}
    address, declared = row.name, ""
    if row.shape is Shape.PARTS:
        address, own = f"{row.name}/{rng.choice(row.fields).name}", {"": FieldKind.PROSE}
    elif row.shape is Shape.ANSWERS:
        address = f"{row.name}/{name}/ana"
    elif row.shape is Shape.ITEMS:
        declared = name if rng.random() < 0.6 else ""
        address = f"{row.name}/{'' if declared else '~'}{name}"
    fields = {field.replace("*", "1"): _value(rng, kind) for field, kind in own.items() if rng.random() < 0.6}
    return Clause(row.name, address, fields, declared, row.shape is not Shape.ITEMS or bool(declared))


def _value(rng: Random, kind: FieldKind) -> Value:
    if kind in (FieldKind.LINKS, FieldKind.TEXTS):
        return tuple(rng.choices(_WORDS, k=rng.randrange(4)))
    return rng.choice(_WORDS)
