"""The page that compares any two revisions: ready-made blocks, and a table from which a small script picks them.

The script compares nothing itself, so that what it shows is what the other pages and the terminal show.
"""

import json
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.model import Alliance
from alliance_docs.net import last_review
from alliance_docs.page import Heading, Page
from alliance_docs.pages.addresses import READ_CHANGES, compare_address, link, review_since_address
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.pairs import Pairs, Piece, Place, Ways
from alliance_docs.pages.templating import render, words
from alliance_docs.revisions import Revision
from alliance_docs.vocabulary import EACH, SECTIONS
from alliance_docs.wording import Name, moment, untouched

NOTHING = Markup("")
_RANK = {name: rank for rank, name in enumerate(SECTIONS)}


@dataclass(frozen=True, slots=True)
class Choice:
    """One revision to choose: short enough for a phone."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Way:
    """A page to read where there are no scripts."""

    href: str
    title: Markup
    meta: Markup


def compare_page(chapter: Chapter) -> Page:
    """Any two revisions of the alliance, chosen in the browser; without scripts, links to what each of them changed."""
    page = compare_address(chapter.timeline.id)
    pairs = Pairs(chapter)
    table = _Table(pairs)
    name = texts.one_line(chapter.alliance.title)
    body = render(
        "compare.html",
        over=name,
        link_row=chapter.link_row(page),
        notices=chapter.notices,
        legend=link(READ_CHANGES, page),
        choices=tuple(_choice(revision) for revision in reversed(pairs.revisions)),
        command=f"alliance diff {chapter.timeline.id}",
        table=_as_text(table.columns()),
        pieces=table.pieces,
        since=tuple(_since(chapter, page)),
        ways=tuple(_way(chapter, revision, page) for revision in reversed(chapter.timeline.revisions)),
        care=chapter.care(page),
    )
    title = f"Compare revisions: {name}"
    return Page(page, title, body, f"{title}, any two of them.", (Heading("Each revision", "revisions", 2),))


def _choice(revision: Revision) -> Choice:
    when = words((moment(revision.when),)).striptags()
    return Choice(revision.short, f"{revision.number} · {when}" if revision.commit else "Now, not committed")


def _way(chapter: Chapter, revision: Revision, page: str) -> Way:
    title = texts.one_line(chapter.title(revision))
    meta = words((moment(revision.when),)) if revision.commit else Markup("in this work tree")
    shown = texts.plain(f"{revision.number}: {title}" if revision.number else title)
    return Way(link(chapter.address(revision), page), shown, meta)


def _since(chapter: Chapter, page: str) -> list[Way]:
    """What changed since each yes and since the last review."""
    names = {party.id: Name(texts.one_line(party.name)) for party in chapter.alliance.parties}
    ways = [
        Way(link(address, page), words(("Since ", names[party], " said yes")), NOTHING)
        for party, address in chapter.since_pages.items()
    ]
    if last_review(chapter.timeline):
        ways.append(Way(link(review_since_address(chapter.timeline.id), page), Markup("Since the last review"), NOTHING))
    return ways


def _as_text(columns: object) -> Markup:
    """JSON as the text of an element."""
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;"))  # noqa: S704 - escaped here, but for quotes


class _Numbers:
    """Gives each distinct value a number, in the order of asking."""

    def __init__(self) -> None:
        self.values: dict[Hashable, int] = {}

    def of(self, value: Hashable) -> int:
        """The number of a value."""
        return self.values.setdefault(value, len(self.values))


class _Table:
    """The pieces in the order of their element, and in numbers which of them two revisions need."""

    def __init__(self, pairs: Pairs) -> None:
        self._pairs = pairs
        ways = (*pairs.clauses.values(), *pairs.orders)
        entries = (entry for one in ways for found in one.found.values() for entry in found)
        headings: dict[Markup, dict[Piece, None]] = {NOTHING: {}}
        for entry in entries:
            pieces = headings.setdefault(entry.place.heading if isinstance(entry, Piece) else entry.heading, {})
            if isinstance(entry, Piece):
                pieces[entry] = None
        self.pieces: list[Markup] = []
        self._headings: dict[Markup, int] = {}
        self._numbers: dict[Piece, int] = {}
        for heading, pieces in headings.items():
            self._headings[heading] = len(self.pieces) if heading else -1
            if heading:
                self.pieces.append(Markup('<h3 class="al-group">{}</h3>').format(heading))
            for piece in pieces:
                self._numbers[piece] = len(self.pieces)
                self.pieces.append(piece.html)
        owners = {place.owner for place in (*(piece.place for piece in self._numbers), *_places(pairs.orders))}
        self._owners = sorted(owners | {party.id for state in pairs.states for party in state.parties} | {EACH})

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
        return {
            "all": self._pairs.complete,
            "revisions": revisions,
            "files": list(orders.values),
            "rests": list(rests.values),
            "parties": list(parties.values),
            "each": self._owners.index(EACH),
            "none": len(self._owners),
            "headings": [SECTIONS[row.name.partition("/")[0]].heading for row in SECTIONS.values()],
            "pieces": [self._piece(piece) for piece in self._numbers],
            "clauses": [self._ways(one) for one in clauses.values()],
            "orders": [self._ways(one) for one in self._pairs.orders if one.found],
        }

    def _rest(self, revision: Revision, state: Alliance) -> tuple[str, ...]:
        return untouched(replace(revision, changes=(), alliance=state))

    def _piece(self, piece: Piece) -> tuple[int, ...]:
        return (self._numbers[piece], piece.rank, *self._group(piece.place))

    def _group(self, place: Place) -> tuple[int, int, int]:
        owner = self._owners.index(place.owner) if place.owner else len(self._owners)
        return _RANK[place.section], owner, self._headings[place.heading]

    def _ways(self, ways: Ways) -> list[object]:
        """The runs of states, then from, to and the number of the piece, or the groups of a changed order."""
        return [ways.course.runs, *([*way, *map(self._target, found)] for way, found in ways.found.items())]

    def _target(self, entry: Piece | Place) -> object:
        return self._numbers[entry] if isinstance(entry, Piece) else self._group(entry)


def _places(orders: Sequence[Ways]) -> list[Place]:
    return [entry for one in orders for found in one.found.values() for entry in found if isinstance(entry, Place)]
