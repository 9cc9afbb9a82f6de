"""Where one page cannot list all alliances any more: pages from A to Z, by kind and by state, each small enough for a phone.

They work without scripts, and stand in no navigation, which would make every page of the site heavier.
"""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from alliance_docs.keeping.edition import edition
from alliance_docs.page import Page
from alliance_docs.pages.addresses import CARE, INDEX, link
from alliance_docs.pages.rows import Row
from alliance_docs.pages.templating import render
from alliance_docs.reading.folder import page_name

FIRST = 20
"""Rows that stand on the index itself where it does not hold them all."""

_MOST_BYTES = 40_000  # of rows on one page; with the theme around them it stays below 60 kB
_OTHERS = "0–9 and others"
_NO_KIND = "Of no kind"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The alliances of one letter, kind or state, on one page or more; `address` is that of the first."""

    label: str
    address: str
    rows: tuple[Row, ...]

    @property
    def count(self) -> int:
        """How many they are."""
        return len(self.rows)


class Way(NamedTuple):
    """One way to look for an alliance."""

    heading: str
    anchor: str
    shelves: tuple[Shelf, ...]


class _Leaf(NamedTuple):
    """One page of a shelf; `of` says which, where there are several."""

    href: str
    title: str
    label: str
    of: str
    rows: tuple[Row, ...]


def ways(rows: Sequence[Row]) -> tuple[Way, ...]:
    """The ways to look for one of so many; none where the index can list them all."""
    if len(_parts(rows)) < 2:
        return ()
    return (
        _way("A to Z", "letter", rows, lambda row: _letter(row.title)),
        _way("By kind", "kind", rows, lambda row: row.kind or _NO_KIND),
        _way("By state", "state", rows, lambda row: row.word),
    )


def list_pages(ways: Iterable[Way]) -> Iterator[Page]:
    """The pages of all these ways."""
    for way in ways:
        leaves = [leaf for shelf in way.shelves for leaf in _leaves(shelf)]
        before = {after.href: before for before, after in pairwise(leaves)}
        after = {before.href: after for before, after in pairwise(leaves)}
        for leaf in leaves:
            yield _page(leaf, way, before.get(leaf.href), after.get(leaf.href))


def _page(leaf: _Leaf, way: Way, before: _Leaf | None, after: _Leaf | None) -> Page:
    """One page; its key names all that its body is made of, so that it is made only when something has changed."""
    title = f"Alliances: {leaf.title}"
    description = f"Alliances {way.heading[:1].lower()}{way.heading[1:]}: {leaf.title}."
    beside = [one and (one.href, one.title) for one in (before, after)]
    told = json.dumps([edition(), title, description, beside, leaf.label, leaf.of, [row.key for row in leaf.rows]])
    key = hashlib.blake2b(told.encode(), digest_size=16).hexdigest()
    return Page(leaf.href, title, partial(_body, leaf, before, after), description, key=key)


def _body(leaf: _Leaf, before: _Leaf | None, after: _Leaf | None) -> str:
    page = leaf.href
    return render(
        "list.html",
        over="Alliances",
        label=leaf.label,
        of=leaf.of,
        entries=leaf.rows,
        root="../" * page.count("/"),
        index=link(INDEX, page),
        previous={"href": link(before.href, page), "title": before.title} if before else None,
        next={"href": link(after.href, page), "title": after.title} if after else None,
        care=link(CARE, page),
    )


def _way(heading: str, name: str, rows: Sequence[Row], label: Callable[[Row], str]) -> Way:
    groups: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row.title.casefold(), row.href)):
        groups.setdefault(label(row), []).append(row)
    used: set[str] = set()
    shelves = []
    for group in sorted(groups, key=lambda group: (group in (_OTHERS, _NO_KIND), group.casefold(), group)):
        place = page_name(group)
        while place in used:
            place += "-2"
        used.add(place)
        shelves.append(Shelf(group, f"all/{name}/{place}.html", tuple(groups[group])))
    return Way(heading, f"by-{name}", tuple(shelves))


def _letter(title: str) -> str:
    """The letter that a title is looked for under."""
    plain = unicodedata.normalize("NFKD", title.strip().casefold())
    return plain[0].upper() if plain[:1].isascii() and plain[:1].isalpha() else _OTHERS


def _leaves(shelf: Shelf) -> Iterator[_Leaf]:
    parts = _parts(shelf.rows)
    for number, rows in enumerate(parts, 1):
        href = shelf.address if number == 1 else shelf.address.removesuffix(".html") + f"/{number}.html"
        if len(parts) == 1:
            yield _Leaf(href, shelf.label, shelf.label, "", rows)
        else:
            yield _Leaf(href, f"{shelf.label}, {number}", shelf.label, f"page {number} of {len(parts)}", rows)


def _parts(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    """The rows in parts that fit on a page each; a row that is larger has one of its own."""
    parts: list[tuple[Row, ...]] = []
    part: list[Row] = []
    size = 0
    for row in rows:
        if part and size + row.size > _MOST_BYTES:
            parts.append(tuple(part))
            part, size = [], 0
        part.append(row)
        size += row.size
    return [*parts, tuple(part)] if part else parts
