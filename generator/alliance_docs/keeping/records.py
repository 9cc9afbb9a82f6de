"""Turns frozen values into plain JSON and back, for what is kept between builds; knows no value in particular.

A value becomes the list of its fields in their order, so a record means something only to the version that wrote it.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")

Record = Any
"""What `json` reads and writes."""

Hint = Any
"""A class, or what an annotation says beside classes."""


def record(value: object) -> Record:
    """A value of texts, numbers, days, tuples and other frozen values as JSON."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, bytes):
        return value.decode(errors="surrogateescape")
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    if isinstance(value, tuple):
        return [record(entry) for entry in value]
    assert is_dataclass(value), f"{type(value).__name__} cannot be kept"  # noqa: S101 - a mistake of ours
    return [record(getattr(value, field.name)) for field in fields(value)]


def from_record(kind: type[T], written: Record) -> T:
    """The value of this kind that was written; ValueError or TypeError where it does not fit."""
    hint: Hint = kind
    value: T = _reader(hint)(written)
    return value


def _as_it_is(written: Record) -> Record:
    return written


def _as_bytes(written: Record) -> bytes:
    encoded: bytes = written.encode(errors="surrogateescape")
    return encoded


_SIMPLE: Mapping[Hint, Callable[[Record], Any]] = {
    **dict.fromkeys((str, int, bool), _as_it_is),
    bytes: _as_bytes,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
}


@cache
def _reader(kind: Hint) -> Callable[[Record], Any]:
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if isinstance(kind, type) and issubclass(kind, str):  # safe HTML, a word of a list
        return kind
    origin: Hint = get_origin(kind)
    if origin is tuple:
        return _tuple_reader(get_args(kind))
    if origin in (Union, UnionType):
        (inner,) = (_reader(one) for one in get_args(kind) if one is not type(None))
        return lambda written: None if written is None else inner(written)
    return _fields_reader(kind)


def _tuple_reader(kinds: tuple[Any, ...]) -> Callable[[Record], Any]:
    if kinds[1:] == (Ellipsis,):
        return lambda written: tuple(_reader(kinds[0])(one) for one in written)  # where there are none, nobody asks
    return _row_reader(kinds, lambda *values: values)


def _fields_reader(kind: Hint) -> Callable[[Record], Any]:
    hints = get_type_hints(kind)
    names = getattr(kind, "_fields", None) or [field.name for field in fields(kind)]
    return _row_reader(tuple(hints[name] for name in names), kind)


def _row_reader(kinds: tuple[Any, ...], make: Callable[..., Any]) -> Callable[[Record], Any]:
    """What makes one value of so many, of which as a rule most are left as they are."""
    others = [(place, read) for place, read in enumerate(map(_reader, kinds)) if read is not _as_it_is]
    count = len(kinds)

    def row(written: Record) -> Any:  # noqa: ANN401 - of the kind that is made
        values = list(written)
        if len(values) != count:
            raise ValueError(written)
        for place, read in others:
            values[place] = read(values[place])
        return make(*values)

    return row
