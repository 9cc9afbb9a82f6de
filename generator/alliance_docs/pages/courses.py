"""The course of each clause through the revisions of an alliance: which of its states it has at which of them.

Most revisions leave most clauses alone, so only those are looked into that are not the same object as before, and those that
name one of them. Knows no HTML.
"""

from bisect import bisect_right
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from itertools import chain, pairwise
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from alliance_docs.model import Alliance, Clause
from alliance_docs.normal import normal
from alliance_docs.pages.linking import links_of
from alliance_docs.vocabulary import SECTIONS, Shape
from alliance_docs.wording import Glossary

_SCENE = ("parties", "questions")  # named in any section
_LISTS = tuple(name for name, row in SECTIONS.items() if row.shape is Shape.ITEMS)


State = TypeVar("State", bound=Hashable)


class Member(NamedTuple):
    """One clause in its place in a list, with what its order there may mean; the topic is in normal form."""

    lineage: int
    owner: str
    topic: str


Order: TypeAlias = tuple[Member, ...]


class Course(Generic[State]):
    """The states of one thing, numbered as they come; `runs` is where each run of one begins, and which one it is."""

    def __init__(self, length: int) -> None:
        """`length`: how many revisions there are."""
        self.length = length
        self._starts: list[int] = []
        self._states: list[int] = []
        self._numbers: dict[State, int] = {}

    @property
    def states(self) -> Sequence[State]:
        """What was noted, by number."""
        return list(self._numbers)

    def note(self, place: int, state: State) -> None:
        """From this place on it has this state; places only grow."""
        number = self._numbers.setdefault(state, len(self._numbers))
        if not self._states or self._states[-1] != number:
            self._starts.append(place)
            self._states.append(number)

    @property
    def runs(self) -> list[int]:
        """Where a state begins and which, one after the other."""
        return list(chain.from_iterable(zip(self._starts, self._states, strict=True)))

    def at(self, place: int) -> int:
        """The number of the state at a place."""
        return self._states[bisect_right(self._starts, place) - 1]

    def ways(self, *, every: bool) -> Mapping[tuple[int, int], tuple[int, int]]:
        """For each two states of which one comes later somewhere, two revisions that have them, neighbours where there are.

        With `every` false only from each revision to the next and to the newest.
        """
        found = self._far() if every else self._near()
        return {states: places for states, places in found.items() if states[0] != states[1]}

    @property
    def fewest_ways(self) -> int:
        """So many ways there are at least, without working them out: of any two states one comes before the other."""
        states = len(self._numbers)
        return states * (states - 1) // 2

    def _spans(self) -> list[tuple[int, int, int]]:
        """Each run as its state, its first place and its last."""
        ends = (*self._starts[1:], self.length) if self._starts else ()  # no revision may be readable
        return [(state, start, end - 1) for state, start, end in zip(self._states, self._starts, ends, strict=True)]

    def _far(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        spans = self._spans()
        first = {state: start for state, start, _ in reversed(spans)}
        last = {state: end for state, _, end in spans}
        found = {(was, now): (first[was], last[now]) for was in first for now in last if first[was] < last[now]}
        return found | {(was, now): (end, end + 1) for (was, _, end), (now, _, _) in pairwise(spans)}

    def _near(self) -> Mapping[tuple[int, int], tuple[int, int]]:
        """From within a run nothing leads anywhere but from its ends."""
        spans, newest = self._spans(), self.length - 1
        found = {}
        for (state, start, end), (after, _, _) in pairwise(spans):
            if start < end:
                found[state, spans[-1][0]] = (start, newest)
            found[state, after] = (end, end + 1)
            found[state, spans[-1][0]] = (end, newest)
        return found


def tangled(orders: Iterable[Order]) -> frozenset[int]:
    """The members that can have been moved: those that no single order of all could hold. May name some more between them.

    Whoever is not among them stands on the same side of every other member wherever both are.
    """
    behind: dict[int, set[int]] = {}
    ahead: dict[int, set[int]] = {}
    for order in orders:
        for before, after in pairwise(member.lineage for member in order):
            behind.setdefault(after, set()).add(before)
            ahead.setdefault(before, set()).add(after)
    return frozenset(behind.keys() & ahead.keys() - _free(behind) - _free(ahead))


def _free(waits_for: Mapping[int, set[int]]) -> set[int]:
    """Those that wait for nobody who, by way of others, waits for them."""
    sorter, found = TopologicalSorter(waits_for), set[int]()
    with suppress(CycleError):
        sorter.prepare()
    while ready := sorter.get_ready():
        found.update(ready)
        sorter.done(*ready)
    return found


class Courses:
    """All clauses there ever were and the orders of their lists, through the states of an alliance, oldest first."""

    def __init__(self, states: Sequence[Alliance]) -> None:
        self.states = states
        self.by_lineage: list[Mapping[int, Clause]] = []
        self.first: dict[int, int] = {}
        """For each clause there ever was, the place of the first state that has it."""
        self._fresh: list[Sequence[int]] = []  # whose clause came, went or is another, at each place
        self._links: dict[int, dict[str, None]] = {}
        self._named: dict[str, set[int]] = {}  # by id and address, the lineages that ever had it
        self._people: set[int] = set()
        for place in range(len(states)):
            self._look(place)

    def _look(self, place: int) -> None:
        before: Mapping[int, Clause] = self.by_lineage[-1] if place else {}
        now = {clause.lineage: clause for clause in self.states[place].clauses}
        fresh = [lineage for lineage, clause in now.items() if before.get(lineage) is not clause]
        for lineage in fresh:
            clause = now[lineage]
            self.first.setdefault(lineage, place)
            self._links.setdefault(lineage, {}).update(dict.fromkeys(links_of(clause)))
            if clause.section == "parties":
                self._people.add(lineage)
            for name in (clause.id, clause.address):
                self._named.setdefault(name, set()).add(lineage)
        self._fresh.append([*fresh, *(before.keys() - now.keys())])
        self.by_lineage.append(now)

    def clauses(self) -> Mapping[int, Course[Hashable]]:
        """What each state has of each clause, with all that its block may name; one that went is not one yet to come."""
        found: dict[int, Course[Hashable]] = {lineage: Course(len(self.states)) for lineage in self.first}
        for lineage, place in self.first.items():
            if place:
                found[lineage].note(0, "yet to come")
        for place, state in enumerate(self.states):
            glossary = Glossary(state)
            for lineage in self._touched(place):
                found[lineage].note(place, self._version(lineage, place, glossary))
        return found

    def _version(self, lineage: int, place: int, glossary: Glossary) -> Hashable:
        clause = self.by_lineage[place].get(lineage)
        if clause is None:
            return "gone" if place > self.first[lineage] else "yet to come"
        own = (clause.section, clause.address, clause.id, clause.named, tuple(clause.fields.items()))
        people = tuple((party.id, party.name) for party in glossary.alliance.parties)
        return own, people, glossary.title(clause), tuple(map(glossary.linked, self._links[lineage]))

    def _touched(self, place: int) -> Collection[int]:
        """The clauses that may be another version than before, because of themselves, of what they name or of the people."""
        fresh = self._fresh[place]
        near = self.by_lineage[max(0, place - 1) : place + 1]
        if any(state[lineage].section in _SCENE for lineage in fresh for state in near if lineage in state):
            return {*fresh, *self.by_lineage[place]}
        found, waiting = set(fresh), list(fresh)
        while waiting:
            more = self._naming.get(waiting.pop(), set()) - found
            found |= more
            waiting += more
        return found

    @cached_property
    def _naming(self) -> Mapping[int, set[int]]:
        """By clause, the clauses that ever linked to it."""
        found: dict[int, set[int]] = {}
        for lineage, links in self._links.items():
            for link in links:
                for target in self._named.get(link, ()):
                    found.setdefault(target, set()).add(lineage)
        return found

    def orders(self) -> Mapping[str, Course[Order]]:
        """For each list of the file, the orders of its clauses that were ever moved; one state, where none was."""
        found = {}
        for name, noted in self._orders.items():
            moved = tangled(order for _, order in noted)
            found[name] = course = Course[Order](len(self.states))
            for place, order in noted:
                course.note(place, tuple(member for member in order if member.lineage in moved))
        return found

    @cached_property
    def _orders(self) -> Mapping[str, Sequence[tuple[int, Order]]]:
        """For each list, its orders with the places from which on they hold; some are like the one before."""
        found: dict[str, list[tuple[int, Order]]] = {name: [] for name in _LISTS}
        before: Mapping[str, list[Clause]] = {}
        members: dict[int, Member] = {}  # of clauses by identity: most revisions share most of them
        for place, state in enumerate(self.states):
            now: dict[str, list[Clause]] = {name: [] for name in _LISTS}
            for clause in state.clauses:
                if clause.section in now:
                    now[clause.section].append(clause)
            for name, clauses in now.items():
                if clauses != before.get(name):
                    for one in clauses:
                        if id(one) not in members:
                            members[id(one)] = Member(one.lineage, one.owner, normal(one.topic))
                    found[name].append((place, tuple(members[id(one)] for one in clauses)))
            before = now
        return found

    def named_by(self, lineage: int) -> frozenset[int]:
        """A clause, and those whose new id would show in it: what it ever referred to, and the people."""
        linked = (self._named.get(link, ()) for link in self._links[lineage])
        return frozenset((lineage, *self._people, *chain.from_iterable(linked)))
