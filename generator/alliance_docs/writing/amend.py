"""Puts one value into an alliance file: a new entry at the end of a list, a new key, another value for a key.

Works by splices at the places the reader found, so every byte that is not part of the new value stays, whatever the style
of the file. The result is read again, and anything but exactly the intended difference is refused.
"""

from collections.abc import Mapping
from typing import TypeAlias

from alliance_docs.errors import AllianceError, SourceError
from alliance_docs.reading.source import List, Map, Node, Scalar, read_source
from alliance_docs.writing.edit import splice
from alliance_docs.writing.placing import Hand, Where, wrapped
from alliance_docs.writing.yaml_text import Written

_BOM = b"\xef\xbb\xbf"

Edit: TypeAlias = tuple[Where, Written]
"""A value and where it goes."""

_Plain: TypeAlias = "str | list[_Plain] | dict[str, _Plain]"


def put(source: bytes, path: str, where: Where, value: Written) -> bytes:
    """The file with `value` at `where`; keys and lists on the way are made where they are missing or empty.

    A value that is there is replaced, and None as the last step adds an entry to a list. Block or flow style, the depth of
    lists, line ends, a BOM and a missing line end at the end of the file stay as they are.

    Raises:
        SourceError: the file cannot be read.
        AllianceError: it is written in a way that has no place for the value.
    """
    before = read_source(source, path)
    if before.refused or not isinstance(before.tree, Map):
        raise SourceError(before.problems)
    splices = list(Hand(before.text, before.tree).splices(where, value))
    after = (_BOM if before.bom else b"") + splice(before.text, splices).encode()
    document = read_source(after, path)
    meant = _with(_plain(before.tree), where, value)
    if not splices or document.refused or document.tree is None or _plain(document.tree) != meant:
        mend = "Write it by hand; nothing was changed."
        raise AllianceError(f"{path}: this could not be written without changing something else", mend)
    return after


def new_entry(*way: str, fields: Mapping[str, Written]) -> Edit:
    """The edit that adds an entry to the list at the end of a way of keys; fields without a value are left out."""
    return (*way, None), {name: value for name, value in fields.items() if value}


def _plain(node: Node) -> _Plain:
    """What a file says, without its places; how many line ends a block of text ends in says nothing."""
    if isinstance(node, Map):
        return {entry.key.text: _plain(entry.value) for entry in node.entries}
    if isinstance(node, List):
        return [_plain(inner) for inner in node.nodes]
    if not isinstance(node, Scalar):
        return ""
    return node.text.rstrip("\n") if node.style in ("|", ">") else node.text


def _with(plain: _Plain, where: Where, value: Written) -> _Plain:
    """The same with the value put in, as `put` means it."""
    step, rest = where[0], where[1:]
    if isinstance(plain, dict) and isinstance(step, str):
        inner = plain.get(step)
        goes_on = bool(rest) and isinstance(inner, dict | list)
        new = _with(inner, rest, value) if goes_on and inner is not None else _written(wrapped(rest, value))
        return {**plain, step: new}
    if isinstance(plain, list) and isinstance(step, int) and rest:
        return [_with(inner, rest, value) if place == step else inner for place, inner in enumerate(plain)]
    return [*plain, _written(wrapped(rest, value))] if isinstance(plain, list) else plain


def _written(value: Written) -> _Plain:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _written(inner) for key, inner in value.items()}
    return [_written(inner) for inner in value]
