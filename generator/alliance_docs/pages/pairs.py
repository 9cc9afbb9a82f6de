"""Everything that two revisions of an alliance can differ in, made once: a piece of HTML for each two states of a clause.

A page that compares revisions only has to pick and group the pieces. They are made by the code of the revision pages.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from markupsafe import Markup

from alliance_docs.diff import diff, field_of, moved_clauses
from alliance_docs.model import Alliance, Change, Clause
from alliance_docs.pages.changes import STYLES, change_groups, group_heading
from alliance_docs.pages.templating import Links, macro, words
from alliance_docs.revisions import Timeline
from alliance_docs.texts import language
from alliance_docs.vocabulary import SECTIONS, FieldKind, Kind, Shape
from alliance_docs.wording import Glossary

MOST_PAIRS = 2_000


@dataclass(frozen=True, slots=True)
class Place:
    """The group a piece belongs to; without a heading its own heading stands on the level of groups."""

    section: str
    owner: str
    heading: Markup


@dataclass(frozen=True, slots=True)
class Piece:
    """A finished change block, or (`style` None) the mention of a clause of which only the id changed."""

    place: Place
    style: str | None
    html: Markup

    @property
    def rank(self) -> int:
        """Where it stands in its group; -1 for a mention, which is no block."""
        return STYLES.index(self.style) if self.style else -1


@dataclass
class States:
    """The distinct states of one thing: which one each revision has, and what leads from one to another."""

    at: tuple[int, ...]
    pairs: dict[tuple[int, int], list[Piece | Place]] = field(default_factory=dict)

    def ways(self, *, every: bool) -> Mapping[tuple[int, int], tuple[int, int]]:
        """For each two states of which one comes later somewhere, two revisions that have them.

        With `every` false only from each revision to the next and to the newest.
        """
        newest = len(self.at) - 1
        if every:
            first = {state: place for place, state in reversed(list(enumerate(self.at)))}
            last = {state: place for place, state in enumerate(self.at)}
            near = ((first[before], last[after]) for before in first for after in last if first[before] < last[after])
        else:
            near = ((place, later) for place in range(newest) for later in (place + 1, newest))
        found = {(self.at[before], self.at[after]): (before, after) for before, after in near}
        return {states: places for states, places in found.items() if states[0] != states[1]}

    @property
    def fewest_ways(self) -> int:
        """So many ways there are at least, without working them out: of any two states one comes before the other."""
        states = len(set(self.at))
        return states * (states - 1) // 2

    @property
    def runs(self) -> list[int]:
        """Where a state begins and which, one after the other."""
        before = (-1, *self.at)
        return [number for place, state in enumerate(self.at) if state != before[place] for number in (place, state)]


class Pairs:
    """All comparisons of a timeline. `states` are its readable revisions; `complete` is false when there are too many."""

    def __init__(self, timeline: Timeline, links: Links) -> None:
        self._timeline = timeline
        self._links = links
        self._contents: dict[object, int] = {}
        self._fields: dict[int, int] = {}  # by identity; the timeline keeps them from being others'
        self._glossary_of: dict[tuple[int, int], Glossary] = {}
        self.revisions = tuple(one for one in timeline.revisions if one.alliance is not None or one.gone)
        self.states = tuple(one.alliance or Alliance(timeline.id) for one in self.revisions)
        self.clauses = {lineage: States(_numbered(self._versions(lineage))) for lineage in self._first}
        self._sequences = {name: self._sequence(name) for name, row in SECTIONS.items() if row.shape is Shape.ITEMS}
        orders = {name: States(_numbered(sequences)) for name, sequences in self._sequences.items()}
        self.complete = _are_few((*self.clauses.values(), *orders.values()))
        for lineage, states in self.clauses.items():
            ways = states.ways(every=self.complete)
            lineages = self._named_by(lineage) if ways else ()
            for versions, places in ways.items():
                piece = self._piece(lineage, places, lineages)
                if piece:
                    states.pairs[versions] = [piece]
        self.orders = tuple(self._order(name, states) for name, states in orders.items())

    @cached_property
    def _first(self) -> Mapping[int, int]:
        """For each clause there ever was, the place of the first state that has it."""
        found: dict[int, int] = {}
        for place, state in enumerate(self.states):
            for clause in state.clauses:
                found.setdefault(clause.lineage, place)
        return found

    @cached_property
    def _by_lineage(self) -> Sequence[Mapping[int, Clause]]:
        return [{clause.lineage: clause for clause in state.clauses} for state in self.states]

    @cached_property
    def _glossaries(self) -> Sequence[Glossary]:
        return [Glossary(state) for state in self.states]

    @cached_property
    def _people(self) -> Sequence[int]:
        return _numbered([tuple((party.id, party.name) for party in state.parties) for state in self.states])

    def _versions(self, lineage: int) -> Iterator[object]:
        """What each state has of a clause, with all that its block may name; a clause that went is not one yet to come."""
        links = {link for clauses in self._by_lineage if lineage in clauses for link in _links(clauses[lineage])}
        for place, clauses in enumerate(self._by_lineage):
            clause, glossary = clauses.get(lineage), self._glossaries[place]
            if clause is None:
                yield place > self._first[lineage]
                continue
            own = (clause.section, clause.address, clause.id, clause.named, self._written(clause))
            yield own, self._people[place], glossary.title(clause), tuple(glossary.linked(link) for link in links)

    def _written(self, clause: Clause) -> int:
        """A number for the fields of a clause; most revisions share them, and those are looked into once."""
        found = self._fields.get(id(clause.fields))
        if found is None:
            found = self._contents.setdefault(tuple(clause.fields.items()), len(self._contents))
            self._fields[id(clause.fields)] = found
        return found

    def _compare(self, places: tuple[int, int], lineages: Collection[int]) -> Mapping[int, tuple[Change, Glossary]]:
        """By lineage, how these clauses differ in two states, with the words for it."""
        before, after = (_only(self.states[place], lineages) for place in places)
        seen = frozenset(one for one in lineages if self._first[one] <= places[0])
        glossary = self._glossary(places)
        return {change.clause.lineage: (change, glossary) for change in diff(before, after, seen)}

    def _glossary(self, places: tuple[int, int]) -> Glossary:
        if places not in self._glossary_of:
            before, after = (self.states[place] for place in places)
            self._glossary_of[places] = Glossary(after, before, self._timeline.alliance)
        return self._glossary_of[places]

    def _named_by(self, lineage: int) -> frozenset[int]:
        """A clause, and those whose new id would show in it: what it refers to, and the people."""
        links = {link for clauses in self._by_lineage if lineage in clauses for link in _links(clauses[lineage])}
        named = (one for one, names in self._names.items() if not links.isdisjoint(names))
        return frozenset((lineage, *self._party_lineages, *named))

    @cached_property
    def _names(self) -> Mapping[int, set[str]]:
        found: dict[int, set[str]] = {}
        for clauses in self._by_lineage:
            for lineage, clause in clauses.items():
                found.setdefault(lineage, set()).update((clause.id, clause.address))
        return found

    @cached_property
    def _party_lineages(self) -> frozenset[int]:
        return frozenset(clause.lineage for state in self.states for clause in state.section("parties"))

    def _piece(self, lineage: int, places: tuple[int, int], lineages: Collection[int]) -> Piece | None:
        found = self._compare(places, lineages).get(lineage)
        if found is None:
            return None
        change, glossary = found
        (group,) = change_groups((change,), glossary, self._links)
        where = _place(change.clause, group.heading)
        if group.blocks:
            (block,) = group.blocks
            level = 4 if group.heading else 3
            html = macro("changes.html", "article", block, level, language(self._timeline.alliance.lang))
            return Piece(where, block.style, html)
        if Kind.RENAMED in change.kinds:
            return Piece(where, None, words((glossary.mention(change.clause),)))
        return None

    def _sequence(self, section: str) -> list[tuple[tuple[int, str, str], ...]]:
        """The clauses of a section in each state, with all that their order may mean."""
        return [
            tuple((clause.lineage, clause.owner, clause.topic) for clause in state.section(section)) for state in self.states
        ]

    def _order(self, section: str, states: States) -> States:
        """The orders a section has had; from one to another leads the group in which a clause was moved by hand."""
        sequences = self._sequences[section]
        for orders, places in states.ways(every=self.complete).items():
            if _in_one_order(*(sequences[place] for place in places)):
                continue
            before, after = (Alliance(self._timeline.id, self.states[place].section(section)) for place in places)
            glossary = self._glossary(places)
            moved = moved_clauses(before, after)
            groups = {_place(clause, group_heading(clause, glossary)): None for clause in moved}
            if groups:
                states.pairs[orders] = list(groups)
        return states


def _are_few(states: Sequence[States]) -> bool:
    """Whether there are so few ways in all that each can be worked out."""
    if sum(one.fewest_ways for one in states) > MOST_PAIRS:
        return False
    return sum(len(one.ways(every=True)) for one in states) <= MOST_PAIRS


def _place(clause: Clause, heading: Markup) -> Place:
    return Place(clause.section, clause.owner if clause.section == "commitments" else "", heading)


def _only(state: Alliance, lineages: Collection[int]) -> Alliance:
    return Alliance(state.id, tuple(clause for clause in state.clauses if clause.lineage in lineages))


def _links(clause: Clause) -> Iterator[str]:
    for name, value in clause.fields.items():
        row = field_of(clause, name)
        if row and row.kind in (FieldKind.LINK, FieldKind.LINKS):
            yield from (value,) if isinstance(value, str) else value


def _in_one_order(before: Sequence[tuple[int, str, str]], after: Sequence[tuple[int, str, str]]) -> bool:
    was, now = [clause[0] for clause in before], [clause[0] for clause in after]
    return [one for one in was if one in set(now)] == [one for one in now if one in set(was)]


def _numbered(states: Iterator[object] | Sequence[object]) -> tuple[int, ...]:
    numbers: dict[object, int] = {}
    return tuple(numbers.setdefault(state, len(numbers)) for state in states)
