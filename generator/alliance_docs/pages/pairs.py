"""Everything that two revisions of an alliance can differ in, made once: a piece of HTML for each two states of a clause.

A page that compares revisions only has to pick and group the pieces. They are made by the code of the revision pages.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple, TypeAlias

from markupsafe import Markup

from alliance_docs.changes.diff import change_of
from alliance_docs.model import Alliance, Change, Clause
from alliance_docs.order import moved_by_hand
from alliance_docs.pages.addresses import compare_address
from alliance_docs.pages.cards import NOTHING
from alliance_docs.pages.changes import STYLES, group_heading, is_quiet, stands_alone
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.courses import Course, Courses, Order
from alliance_docs.pages.templating import words
from alliance_docs.revisions import RevisionKind
from alliance_docs.vocabulary import Kind
from alliance_docs.wording import Glossary

MOST_PAIRS = 2_000
MOST_APART = 10_000  # a fifth of a millisecond each; more would take longer than all other pages of the alliance


class Place(NamedTuple):
    """The group a piece belongs to; without a heading its own heading stands on the level of groups."""

    section: str
    owner: str
    heading: Markup


class Piece(NamedTuple):
    """A finished change block, or (`style` None) the mention of a clause of which only the id changed."""

    place: Place
    style: str | None
    html: Markup

    @property
    def rank(self) -> int:
        """Where it stands in its group; -1 for a mention, which is no block."""
        return STYLES.index(self.style) if self.style else -1


Places: TypeAlias = Mapping[tuple[int, int], tuple[int, int]]
"""For each two states that one can compare, two revisions that have them."""


class Ways(NamedTuple):
    """The course of one thing, and what leads from one of its states to another.

    `near`: those that the page itself holds, None when it holds all.
    """

    course: Course[Any]
    found: Mapping[tuple[int, int], Sequence[Piece | Place]]
    near: Collection[tuple[int, int]] | None

    def is_here(self, states: tuple[int, int]) -> bool:
        """Whether the page itself holds what leads from one state to the other."""
        return self.near is None or states in self.near


class Pairs:
    """All comparisons of a timeline. `states` are its readable revisions.

    `complete` is false when there are too many: then only neighbours, and any revision with the newest, are compared.
    """

    def __init__(self, chapter: Chapter) -> None:
        timeline = chapter.timeline
        self._chapter = chapter
        self._page = compare_address(timeline.id)
        self.revisions = tuple(one for one in timeline.revisions if one.alliance is not None or one.gone)
        self.states = tuple(one.alliance or Alliance(timeline.id) for one in self.revisions)
        self._courses = Courses(self.states)
        self._changes = [{change.clause.lineage: change for change in reversed(one.changes)} for one in self.revisions]
        self._glossaries: dict[tuple[int, int], Glossary] = {}
        clauses, orders = self._courses.clauses(), self._courses.orders()
        extent, ways = _ways(list(clauses.values()), list(orders.values()))
        self.complete = extent is not _Extent.NEAR
        near = {one: one.ways(every=False) if extent is _Extent.APART else None for one in ways}
        self.clauses = {one: Ways(own, self._pieces(one, ways[own]), near[own]) for one, own in clauses.items()}
        self.orders = tuple(Ways(own, self._groups(one, own, ways[own]), near[own]) for one, own in orders.items())

    def _pieces(self, lineage: int, ways: Places) -> Mapping[tuple[int, int], Sequence[Piece]]:
        made = ((states, self._piece(lineage, places)) for states, places in ways.items())
        return {states: (piece,) for states, piece in made if piece}

    def _compare(self, lineage: int, places: tuple[int, int]) -> Change | None:
        """How a clause differs in two states; of the others only those are looked at whose new id would show in it."""
        before, after = (self._courses.by_lineage[place] for place in places)
        was, now = before.get(lineage), after.get(lineage)
        if was is now:
            return None

        def near() -> Iterator[tuple[Clause | None, Clause | None]]:
            both = ((before.get(one), after.get(one)) for one in self._courses.named_by(lineage))
            return (sides for sides in both if sides[0] is not sides[1])

        return change_of(was, now, near, seen=self._courses.first[lineage] <= places[0])

    def _glossary(self, places: tuple[int, int]) -> Glossary:
        if places not in self._glossaries:
            before, after = (self.states[place] for place in places)
            self._glossaries[places] = Glossary(after, before, self._chapter.alliance)
        return self._glossaries[places]

    def _piece(self, lineage: int, places: tuple[int, int]) -> Piece | None:
        own = self._own_change(lineage, places)
        change = own or self._compare(lineage, places)
        if change is None:
            return None
        clause, glossary = change.clause, self._glossary(places)
        place = _place(clause.section, clause.owner, group_heading(clause.section, clause.owner, glossary))
        if is_quiet(change):
            renamed = Kind.RENAMED in change.kinds
            return Piece(place, None, words((glossary.mention(clause),))) if renamed else None
        if stands_alone(clause):
            place = place._replace(heading=NOTHING)
        if own:
            article = self._chapter.article(self.revisions[places[1]], own)
        else:
            article = self._chapter.article_between(change, glossary, self._page)
        return Piece(place, article.style, article.html)

    def _own_change(self, lineage: int, places: tuple[int, int]) -> Change | None:
        """What the later revision says itself, where it is compared with the earlier one: then its block is there already.

        Of a merge only some is said, of a first version nothing, and a clause that a side branch had counts as new there.
        """
        before, after = (self.revisions[place] for place in places)
        if after.kind in (RevisionKind.MERGE, RevisionKind.FIRST) or self._chapter.base(after) is not before:
            return None
        change = self._changes[places[1]].get(lineage)
        states = [self._courses.by_lineage[place].get(lineage) for place in places]
        if change is None or change.before is not states[0] or change.after is not states[1]:
            return None
        restored = change.before is None and self._courses.first[lineage] <= places[0]
        return change if restored == (Kind.RESTORED in change.kinds) else None

    def _groups(self, section: str, course: Course[Order], ways: Places) -> Mapping[tuple[int, int], Sequence[Place]]:
        """From one order to another leads each group in which a clause was moved by hand."""
        found, orders = {}, course.states
        topics = [{member.lineage: member.topic for member in order} for order in orders]
        for (before, after), places in ways.items():
            moved = _moved(topics[before], topics[after])
            if moved:
                told = self._glossary(places)
                owners = dict.fromkeys(member.owner for member in orders[after] if member.lineage in moved)
                groups = (_place(section, owner, group_heading(section, owner, told)) for owner in owners)
                found[before, after] = tuple(dict.fromkeys(groups))
        return found


class _Extent(Enum):
    """How much is compared, and where it stands."""

    HERE = "all, in the page"
    APART = "all, most of it in files beside the page"
    NEAR = "only what is asked for most"


def _ways(clauses: Sequence[Course[Any]], orders: Sequence[Course[Any]]) -> tuple[_Extent, Mapping[Course[Any], Places]]:
    """All ways where there are so few that each can be worked out, else those that are asked for most."""
    courses = (*clauses, *orders)
    if _cost([one.fewest_ways for one in clauses], [one.fewest_ways for one in orders]) <= MOST_APART:
        found = {one: one.ways(every=True) for one in courses}
        if sum(map(len, found.values())) <= MOST_PAIRS:
            return _Extent.HERE, found
        if _cost(*([len(found[one]) for one in some] for some in (clauses, orders))) <= MOST_APART:
            return _Extent.APART, found
    return _Extent.NEAR, {one: one.ways(every=False) for one in courses}


def _cost(clauses: Sequence[int], orders: Sequence[int]) -> int:
    """How long so many ways take, in those of clauses: ten orders are compared while one piece is made."""
    return sum(clauses) + sum(orders) // 10


def _moved(before: Mapping[int, str], after: Mapping[int, str]) -> Collection[int]:
    """Who was moved by hand within a list and its topic, by the topics of its members in their order."""
    stayed = {lineage for lineage, _ in before.items() & after.items()}
    return moved_by_hand([one for one in before if one in stayed], [one for one in after if one in stayed])


def _place(section: str, owner: str, heading: Markup) -> Place:
    return Place(section, owner if section == "commitments" else "", heading)
