"""Which state every clause has at every revision is found without looking at every clause of every revision."""

from collections.abc import Hashable, Sequence
from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.model import Alliance
from alliance_docs.order import moved_by_hand
from alliance_docs.pages.courses import Course, Courses, Member, tangled
from alliance_docs.pages.linking import links_of
from alliance_docs.wording import Glossary
from tests.tales import PARTIES, Told, tale
from tests.test_compare import EVERY_TALE, TALES


def naming() -> Sequence[Alliance]:
    """A title, a question and a name change while the clauses that name them stay as they are, and one goes for a while."""
    promise = "commitments:\n- {id: a, owner: ana, text: I walk.}\n"
    rest = "agreements:\n- {id: g, text: We meet., backed_by: [a]}\n"
    rest += "considered:\n- {check: trade, clause: g, by: ana, why: It is fine.}\n"
    asked = "questions:\n- {id: own, section: closing, text: What now?}\nanswers:\n  own: {ana: Rest.}\n"
    documents = (
        PARTIES + promise + rest + asked,
        PARTIES + promise.replace("walk", "run daily") + rest + asked,
        PARTIES + rest + asked.replace("What now", "What next"),
        PARTIES.replace("name: Ana", "name: Anna") + promise + rest + asked,
        PARTIES + promise + rest.replace("We meet", "We meet again") + asked,
    )
    return states(tale(*map(Told, documents)).revisions)


def states(revisions: Sequence[object]) -> Sequence[Alliance]:
    """What was read at each revision."""
    return [found for one in revisions if isinstance(found := getattr(one, "alliance", None), Alliance)]


EVERY_HISTORY = {"naming": naming} | {name: lambda made=made: states(made().revisions) for name, made in TALES.items()}


def looked_at_whole(history: Sequence[Alliance], lineage: int) -> list[Hashable]:
    """What each state has of a clause, by looking at all of them."""
    clauses = [{clause.lineage: clause for clause in state.clauses}.get(lineage) for state in history]
    links = sorted({link for clause in clauses if clause for link in links_of(clause)})
    found: list[Hashable] = []
    for state, clause in zip(history, clauses, strict=True):
        glossary = Glossary(state)
        if clause is None:
            found.append(any(earlier for earlier in clauses[: len(found)]))
        else:
            people = tuple((party.id, party.name) for party in state.parties)
            own = (clause.section, clause.address, clause.id, clause.named, tuple(clause.fields.items()))
            found.append((own, people, glossary.title(clause), tuple(map(glossary.linked, links))))
    return found


def in_order_of_coming(found: Sequence[Hashable]) -> list[int]:
    """Each as the number of those that came before it."""
    numbers: dict[Hashable, int] = {}
    return [numbers.setdefault(one, len(numbers)) for one in found]


@pytest.mark.parametrize("name", EVERY_HISTORY)
def test_a_clause_has_the_same_states_as_when_every_revision_is_looked_at(name: str) -> None:
    """Also where only what it names, or somebody's name, is another."""
    history = EVERY_HISTORY[name]()
    for lineage, course in Courses(history).clauses().items():
        seen = [course.at(place) for place in range(len(history))]
        assert seen == in_order_of_coming(looked_at_whole(history, lineage))


@EVERY_TALE
def test_only_what_was_moved_counts_for_an_order(name: str) -> None:
    """Whoever is moved from any state to any other is in the noted orders, which say the same of it."""
    history = states(TALES[name]().revisions)
    for section, course in Courses(history).orders().items():
        orders = [[one.lineage for one in state.section(section)] for state in history]
        noted = [[member.lineage for member in course.states[course.at(place)]] for place in range(len(history))]
        for before, after in combinations(range(len(history)), 2):
            assert moved(noted[before], noted[after]) == moved(orders[before], orders[after])


@given(st.lists(st.permutations(range(7)).flatmap(lambda order: st.sampled_from([order, order[:4], order[2:]])), max_size=5))
def test_whoever_was_moved_is_tangled(orders: list[list[int]]) -> None:
    """And without the others the same are moved."""
    found = tangled(tuple(Member(one, "", "") for one in order) for order in orders)
    for before, after in permutations(orders, 2):
        few = [[one for one in order if one in found] for order in (before, after)]
        assert moved(*few) == moved(before, after)


def moved(before: Sequence[int], after: Sequence[int]) -> frozenset[int]:
    """Who was moved of those in both."""
    both = set(before) & set(after)
    return moved_by_hand([one for one in before if one in both], [one for one in after if one in both])


@given(st.lists(st.sampled_from("abcd"), min_size=1, max_size=12))
def test_ways_lead_from_each_state_to_each_later_one(seen: list[str]) -> None:
    """All of them, or those between neighbours and to the newest; each with two revisions that have its states."""
    course: Course[str] = Course(len(seen))
    for place, state in enumerate(seen):
        course.note(place, state)
    numbers, newest = in_order_of_coming(seen), len(seen) - 1
    later = {(numbers[a], numbers[b]) for a in range(len(seen)) for b in range(a, len(seen))}
    near = {(numbers[a], numbers[b]) for a in range(newest) for b in (a + 1, newest)}
    for every, wanted in ((True, later), (False, near)):
        ways = course.ways(every=every)
        assert ways.keys() == {states for states in wanted if states[0] != states[1]}
        assert all((numbers[a], numbers[b]) == states and a < b for states, (a, b) in ways.items())
    assert course.fewest_ways <= len(course.ways(every=True))


@pytest.mark.parametrize("every", [True, False])
def test_without_a_readable_revision_nothing_has_a_state(*, every: bool) -> None:
    """A file may be broken in every revision that it ever had."""
    courses = Courses(())
    assert courses.clauses() == {}
    assert Course(0).ways(every=every) == {}
