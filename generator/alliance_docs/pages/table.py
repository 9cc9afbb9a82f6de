"""In numbers, which pieces of HTML two revisions need: the table that the page holds, and what stands in files beside it.

A file is a script, because that is all that a page may read from a disk. It is named after its content, so that no page
finds one that does not fit; the page that compares asks for it when it is needed.
"""

import hashlib
import json
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs.escaping import filled
from alliance_docs.model import Alliance
from alliance_docs.page import Script
from alliance_docs.pages.addresses import bundle_address
from alliance_docs.pages.pairs import Pairs, Piece, Place, Ways
from alliance_docs.revisions import Revision
from alliance_docs.vocabulary import EACH, SECTIONS
from alliance_docs.wording import untouched

_ROOM = 60_000  # characters of pieces in one file, unless those of one clause are more
_NOTHING = Markup("")
_RANK = {name: rank for rank, name in enumerate(SECTIONS)}


class Bundle(NamedTuple):
    """What stands in one file: the pieces of some clauses, and by the number of the clause its ways that lead to them."""

    clauses: tuple[int, ...]
    told: str

    @property
    def name(self) -> str:
        """Names the content."""
        return hashlib.blake2b(self.told.encode(errors="surrogatepass"), digest_size=8).hexdigest()

    def script(self, alliance_id: str) -> Script:
        """The file."""
        return Script(bundle_address(alliance_id, self.name), f'alPieces["{self.name}"]={self.told};\n', self.name)


class _Numbers:
    """Gives each distinct value a number, in the order of asking."""

    def __init__(self) -> None:
        self.values: dict[Hashable, int] = {}

    def of(self, value: Hashable) -> int:
        """The number of a value."""
        return self.values.setdefault(value, len(self.values))


class Table:
    """The pieces in the order of their element, and in numbers which of them two revisions need."""

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        self._things = (*pairs.clauses.values(), *(one for one in pairs.orders if one.found))
        headings: dict[Markup, dict[Piece, None]] = {_NOTHING: {}}
        for way in self._things:
            for states, entries in way.found.items():
                for entry in entries:
                    pieces = headings.setdefault(_place_of(entry).heading, {})
                    if isinstance(entry, Piece) and way.is_here(states):
                        pieces[entry] = None
        self.pieces: list[Markup] = []
        self._headings: dict[Markup, int] = {}
        self._numbers: dict[Piece, int] = {}
        for heading, pieces in headings.items():
            self._headings[heading] = len(self.pieces) if heading else -1
            if heading:
                self.pieces.append(filled('<h3 class="al-group">{}</h3>', heading))
            for piece in pieces:
                self._numbers[piece] = len(self.pieces)
                self.pieces.append(piece.html)
        found = (entry for way in self._things for entries in way.found.values() for entry in entries)
        owners = {_place_of(entry).owner for entry in found}
        self._owners = sorted(owners | {party.id for state in pairs.states for party in state.parties} | {EACH})
        self.bundles = tuple(self._bundles())

    def columns(self) -> dict[str, object]:
        """What the script reads. Clauses are numbered by their first revision, pieces by their place in the element."""
        clauses = self._pairs.clauses
        number = {lineage: place for place, lineage in enumerate(clauses)}
        orders, rests, parties = _Numbers(), _Numbers(), _Numbers()
        revisions = [
            (
                orders.of(tuple(number[clause.lineage] for clause in state.clauses)),
                rests.of(self._rest(revision, state)),
                parties.of(tuple(self._owners.index(party.id) for party in state.parties)),
            )
            for revision, state in zip(self._pairs.revisions, self._pairs.states, strict=True)
        ]
        columns = {
            "all": self._pairs.complete,
            "revisions": revisions,
            "files": list(orders.values),
            "rests": list(rests.values),
            "parties": list(parties.values),
            "each": self._owners.index(EACH),
            "none": len(self._owners),
            "headings": [SECTIONS[row.name.partition("/")[0]].heading for row in SECTIONS.values()],
            "pieces": [(self._numbers[piece], piece.rank, *self._group(piece.place)) for piece in self._numbers],
            "clauses": [self._ways(one) for one in clauses.values()],
            "orders": [self._ways(one) for one in self._pairs.orders if one.found],
        }
        if self.bundles:
            columns["bundles"] = {bundle.name: bundle.clauses for bundle in self.bundles}
        return columns

    def _rest(self, revision: Revision, state: Alliance) -> tuple[str, ...]:
        return untouched(replace(revision, changes=(), alliance=state))

    def _group(self, place: Place) -> tuple[int, int, int]:
        owner = self._owners.index(place.owner) if place.owner else len(self._owners)
        return _RANK[place.section], owner, self._headings[place.heading]

    def _ways(self, ways: Ways) -> list[object]:
        """The runs of states, then from, to and the number of the piece, or the groups of a changed order."""
        here = ((states, entries) for states, entries in ways.found.items() if ways.is_here(states))
        return [ways.course.runs, *([*states, *map(self._target, entries)] for states, entries in here)]

    def _target(self, entry: Piece | Place) -> object:
        return self._numbers[entry] if isinstance(entry, Piece) else self._group(entry)

    # What stands in files

    def _bundles(self) -> Iterator[Bundle]:
        """The pieces that the page does not hold, those of a clause together."""
        clauses: list[int] = []
        size = 0
        for number, ways in enumerate(self._things):
            apart = [entry for states, entries in ways.found.items() if not ways.is_here(states) for entry in entries]
            if not apart:
                continue
            length = sum(len(entry.html) for entry in apart if isinstance(entry, Piece))
            if clauses and size + length > _ROOM:
                yield self._bundle(clauses)
                clauses, size = [], 0
            clauses.append(number)
            size += length
        if clauses:
            yield self._bundle(clauses)

    def _bundle(self, clauses: Sequence[int]) -> Bundle:
        numbers = _Numbers()
        ways = {}
        for number in clauses:
            apart = [(way, one) for way, one in self._things[number].found.items() if not self._things[number].is_here(way)]
            ways[number] = [
                (*states, *(numbers.of(entry) if isinstance(entry, Piece) else self._group(entry) for entry in entries))
                for states, entries in apart
            ]
        pieces = [(one.html, one.rank, *self._group(one.place)) for one in numbers.values if isinstance(one, Piece)]
        told = json.dumps({"pieces": pieces, "ways": ways}, ensure_ascii=False, separators=(",", ":"))
        return Bundle(tuple(clauses), told)


def _place_of(entry: Piece | Place) -> Place:
    return entry.place if isinstance(entry, Piece) else entry
