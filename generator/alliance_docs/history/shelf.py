"""A mapping of texts that never changes and shares what it can with the mappings it was made from.

Every commit has a state; this is what keeps thousands of states at once from costing thousands of copies.
"""

from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")

_DRAWERS = 64
"""A change copies one list of so many drawers and the entries of one drawer: best where it is the root of their number."""


class Shelf(Generic[V]):
    """An immutable mapping from texts to values; `changed` costs little, and so does `differing` among relatives."""

    __slots__ = ("_drawers",)

    def __init__(self, drawers: tuple[Mapping[str, V], ...] = ({},) * _DRAWERS) -> None:
        self._drawers = drawers

    def get(self, key: str) -> V | None:
        """The value of a key, None when it has none."""
        return self._drawers[_drawer(key)].get(key)

    def items(self) -> Iterator[tuple[str, V]]:
        """All keys with their values, in no particular order."""
        for drawer in self._drawers:
            yield from drawer.items()

    def changed(self, changes: Mapping[str, V | None]) -> "Shelf[V]":
        """The mapping with other values for some keys; None takes a key out."""
        drawers = list(self._drawers)
        copied: dict[int, dict[str, V]] = {}
        for key, value in changes.items():
            number = _drawer(key)
            if number not in copied:
                drawers[number] = copied[number] = dict(drawers[number])
            if value is None:
                copied[number].pop(key, None)
            else:
                copied[number][key] = value
        return Shelf(tuple(drawers))

    def differing(self, other: "Shelf[V]") -> Iterator[tuple[str, V | None, V | None]]:
        """The keys whose values are not the same object in both, with both; drawers that both share are not looked into."""
        for drawer, against in zip(self._drawers, other._drawers, strict=True):  # noqa: SLF001 - of its own kind
            if drawer is not against:
                for key in drawer.keys() | against.keys():
                    mine, theirs = drawer.get(key), against.get(key)
                    if mine is not theirs:
                        yield key, mine, theirs


def _drawer(key: str) -> int:
    return hash(key) % _DRAWERS
