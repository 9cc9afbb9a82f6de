"""Reads the fields of one map (an entry of a list, the status) by its row of the table, nested ones by dotted names."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from alliance_docs.catalogue import Findings
from alliance_docs.model import Value
from alliance_docs.reading.fields import is_absent, read_value, tell_unknown_key
from alliance_docs.reading.source import List, Map, Node, Scalar
from alliance_docs.vocabulary import SECTIONS, Field, Section, Shape


class _Key(NamedTuple):
    """One key of an entry: a plain `field`, or a map of the fields in `inner`, or (`steps`) a list of such maps.

    An inner field named `*` stands for any key. `rank` is its place in the table.
    """

    rank: int
    field: Field | None
    inner: Mapping[str, Field]
    steps: bool


@cache
def known_keys(name: str) -> Mapping[str, _Key]:
    """The keys that an entry of a section may hold, besides `id`."""
    keys: dict[str, _Key] = {}
    inner: dict[str, dict[str, Field]] = {}
    for rank, field in enumerate(SECTIONS[name].all_fields):
        key, *rest = field.name.split(".")
        if rest:
            inner.setdefault(key, {})[rest[-1]] = field
            keys.setdefault(key, _Key(rank, None, inner[key], steps=len(rest) > 1))
        else:
            keys[key] = _Key(rank, field, {}, steps=False)
    return MappingProxyType(keys)


def read_fields(row: Section, node: Map, findings: Findings) -> dict[str, Value]:
    """The fields that a map holds, as typed, in the table's order; steps are counted from 1."""
    keys = known_keys(row.name)
    found: dict[str, Value] = {}
    last, ordered = -1, True
    for name, value in node.entries:
        key = keys.get(name.text)
        if key is None:
            if name.text != "id" or row.shape is not Shape.ITEMS:
                tell_unknown_key(name, (*_id_key(row), *keys), findings)
            continue
        ordered = ordered and key.rank > last
        last = key.rank
        if key.field is None:
            found.update(_read_inner(name.text, key, value, findings))
        elif (read := read_value(key.field, name.text, value, findings)) is not None:
            found[name.text] = read
    return found if ordered else dict(sorted(found.items(), key=lambda pair: keys[pair[0].partition(".")[0]].rank))


def tell_missing(row: Section, node: Map, fields: Mapping[str, Value], findings: Findings) -> None:
    """Tell every field that an entry must have and has not; what is there and wrong is told already."""
    for field in row.fields:
        if field.required and field.name not in fields:
            written = node.value(field.name)
            if written is None or is_absent(written):
                findings.tell("missing", node, f"an entry of `{row.name}` needs `{field.name}:`")


def undotted(name: str) -> str:
    """A key that people chose, as one part of a dotted name."""
    return name.replace(".", "-")


def _id_key(row: Section) -> tuple[str, ...]:
    return ("id",) if row.shape is Shape.ITEMS else ()


def _read_inner(name: str, key: _Key, node: Node, findings: Findings) -> dict[str, Value]:
    if is_absent(node):
        return {}
    if not key.steps:
        return _read_map(name, key.inner, node, findings)
    if isinstance(node, Map | Scalar):
        findings.tell("wrong-type", node, f"`{name}` is a list of steps: begin each with a dash")
    steps = node.nodes if isinstance(node, List) else (node,)
    found: dict[str, Value] = {}
    for number, step in enumerate(steps, 1):
        found.update(_read_map(f"{name}.{number}", key.inner, step, findings))
    return found


def _read_map(prefix: str, inner: Mapping[str, Field], node: Node, findings: Findings) -> dict[str, Value]:
    label = prefix.partition(".")[0]
    if isinstance(node, Map):
        found = {entry.key.text: _read_inside(inner, entry.key, entry.value, findings) for entry in node.entries}
        names = found if "*" in inner else inner
        return {f"{prefix}.{undotted(name)}": value for name in names if (value := found.get(name)) is not None}
    if isinstance(node, List):
        findings.tell("wrong-type", node, f"`{label}` is a map of keys here, not a list")
    elif isinstance(node, Scalar) and not is_absent(node):
        findings.tell("plain-entry", node, f"`{label}` is a map of keys: write {_keys_of(inner)} below it")
        if "text" in inner and (value := read_value(inner["text"], label, node, findings)) is not None:
            return {f"{prefix}.text": value}
    return {}


def _read_inside(inner: Mapping[str, Field], key: Scalar, value: Node, findings: Findings) -> Value | None:
    field = inner.get(key.text) or inner.get("*")
    if field is None:
        tell_unknown_key(key, inner, findings)
        return None
    return read_value(field, key.text if key.text in inner else field.name.partition(".")[0], value, findings)


def _keys_of(inner: Mapping[str, Field]) -> str:
    return "party ids" if "*" in inner else ", ".join(f"`{name}:`" for name in inner)
