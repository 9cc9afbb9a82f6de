"""Identity: which clause is which, by id, by key and by what it says, and how well the last does on whole agreements."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.changes.identity import Register, follow, renumbered
from alliance_docs.model import Alliance, Clause, Value
from alliance_docs.naming import FreeNames, name_of
from alliance_docs.vocabulary import SECTIONS, Shape

CASES = sorted((Path(__file__).parent / "cases" / "identity").glob("*.txt"))


def read(*entries: str) -> Alliance:
    """An alliance as it is read: each entry is `section field=value field=value`, the rest of the line after `|` its text.

    Answers and parts name themselves: `answers/hopes/ana |text`, `backup_plan/way_back |text`.
    """
    names = FreeNames()
    return Alliance("dock", tuple(_clause(entry, names) for entry in entries))


def _clause(entry: str, names: FreeNames) -> Clause:
    head, _, text = entry.partition("|")
    place, *written = head.split()
    row = SECTIONS.get(place) or SECTIONS[place.partition("/")[0]]
    fields: dict[str, Value] = {row.text: text} if text else {}
    fields |= {key: value.replace("_", " ") for key, _, value in (one.partition("=") for one in written)}
    declared = str(fields.pop("id", "")).replace(" ", "-")
    if row.shape is not Shape.ITEMS:
        return Clause(row.name, place, fields)
    name = name_of(row, declared, fields)
    return Clause(row.name, names.free(name.address), fields, name.id, name.named)


class History:
    """Follows states one after the other, as the revisions of one file."""

    def __init__(self) -> None:
        self.register = Register()
        self.states = [Alliance("")]
        self.removed: dict[int, Clause] = {}

    def add(self, *entries: str, others: Sequence[Alliance] = ()) -> Alliance:
        """Follow the next state."""
        return self.add_read(read(*entries), others)

    def add_read(self, state: Alliance, others: Sequence[Alliance] = (), was: Sequence[Clause] = ()) -> Alliance:
        """The same of a state that was read, and knows which clauses `was` had before they were followed."""
        before = self.states[-1]
        after = follow(state, before, others, self.removed, self.register, was)
        held = {clause.lineage for clause in after.clauses}
        let_go = {clause.lineage: clause for state in (*others, before) for clause in state.clauses}
        self.removed = {number: clause for number, clause in {**self.removed, **let_go}.items() if number not in held}
        self.states.append(after)
        return after


def numbers(*states: Sequence[str]) -> list[list[int]]:
    """The lineage numbers of some states in a row."""
    history = History()
    return [[clause.lineage for clause in history.add(*state).clauses] for state in states]


TIDE = "agreements |We check the tide before we leave the jetty."
TIDES = "agreements |We check the tide and the wind before we leave the jetty."
SOUP = "agreements |Soup is on the table at seven."
QUIET = "agreements |After ten the house is quiet."
ROPE = "agreements |Ropes are coiled and hung up dry."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        # A declared id or a key decides, whatever the text says.
        (["agreements id=tide |We check the tide."], ["agreements id=tide |Soup is at seven."], [1]),
        (["agreements id=tide |We check the tide."], ["commitments id=tide owner=ana |I check the tide."], [1]),
        (["purpose |Rest."], ["purpose |Get the roof done."], [1]),
        (["backup_plan/way_back |Tea.", "backup_plan/in_conflict |Walk."], ["backup_plan/in_conflict |Tea."], [2]),
        (["answers/hopes/ana |Calm."], ["answers/hopes/ana |Work."], [1]),
        (["session date=2024-01-14 |Pier"], ["session date=2024-01-14 minutes=90 |Cafe"], [1]),
        (["questions id=tide |Why?"], ["agreements id=tide |We check the tide."], [2]),
        (["agreements id=a |One two three.", "agreements id=a |Four five six."], ["agreements id=a |Four five six."], [1]),
        # An id that comes, goes or changes while the text stays.
        ([TIDE], ["agreements id=tide |We check the tide before we leave the jetty."], [1]),
        ([TIDE], ["agreements id=tide |We check the tide and wind before we leave the jetty."], [1]),
        (["agreements id=tide |We check the tide before we leave the jetty."], [TIDE], [1]),
        (["agreements id=tide |We check the tide."], ["agreements id=tides |We check the tide."], [1]),
        (["agreements id=tide |We check the tide before noon."], ["agreements id=ebb |We check the tide before ten."], [1]),
        (["agreements id=tide |We check the tide."], ["agreements id=soup |Soup is on the table at seven."], [2]),
        (["agreements id=a |We check the tide at night."], ["agreements id=b |We check the soup in winter."], [2]),
        # Dates, parties and questions that were corrected.
        (["session date=2024-01-14 minutes=90 |At the pier"], ["session date=2024-01-15 minutes=90 |At the pier"], [1]),
        (["reviews/held date=2024-02-01 |All of it."], ["reviews/held date=2024-02-02 |All of it."], [1]),
        (["parties id=bo |Bo Lund"], ["parties id=bolund |Bo Lund"], [1]),
        (["parties id=bo |Bo Lund", "answers/hopes/bo |No."], ["parties id=bl |Bo Lund", "answers/hopes/bl |Yes."], [1, 2]),
        (["parties id=bo |Bo", "assent party=bo date=1"], ["parties id=bl |Bo", "assent party=bl date=2"], [1, 2]),
        (
            ["parties id=bo |Bo", "appreciation date=1 from=bo to=ana |Thanks."],
            ["parties id=bl |Bo", "appreciation date=1 from=bl to=ana |Thank you."],
            [1, 2],
        ),
        (["answers/hope/ana |To laugh again."], ["answers/hopes/ana |To laugh again."], [1]),
        (["answers/hopes/ana |To laugh again."], ["answers/hopes/bo |To laugh again."], [2]),
        (["assent party=ana date=1"], ["assent party=bo date=1"], [2]),
        # Nothing names the clause: the same text, under the same topic or of the same owner first.
        ([SOUP, TIDE], [TIDE, SOUP], [2, 1]),
        (["agreements |Don't shout."], ["agreements |Don’t  shout."], [1]),
        (["agreements topic=A |TBD", "agreements topic=B |TBD"], ["agreements topic=B |TBD"], [2]),
        (["commitments owner=a |I call.", "commitments owner=b |I call."], ["commitments owner=b |I call."], [2]),
        (["agreements |TBD", "agreements |TBD"], ["agreements |TBD", "agreements |TBD", "agreements |TBD"], [1, 2, 3]),
        # Nearly the same text, wherever it went.
        ([TIDE, SOUP], [SOUP, TIDES], [2, 1]),
        ([SOUP, QUIET, TIDE], [SOUP, TIDES], [1, 3]),
        (["agreements |Be on time"], ["agreements |Be on time for meetings and rehearsals"], [1]),
        (["agreements |Repsect eachother"], ["agreements |Respect each other"], [1]),
        (["agreements |1. Ropes are coiled."], ["agreements |Ropes are coiled."], [1]),
        (["agreements |我们每天开会。"], ["agreements |我们每周开会。"], [1]),
        (["agreements topic=A |We coil ropes."], ["agreements topic=B |We coil ropes."], [1]),
        (["agreements title=Tide |We look at the tide."], [SOUP, "agreements title=Tide |Never at low water."], [2, 1]),
        (["drops owner=ana date=1 about=tide"], ["drops owner=ana date=1 about=tide |I forgot the tide."], [1]),
        (
            ["agreements |We answer mail within two days.", "agreements |We answer chat within two hours."],
            ["agreements |We answer chat within four hours.", "agreements |We answer mail within three days."],
            [2, 1],
        ),
        (["commitments owner=a |I cook on Mondays.", "commitments owner=b |I cook on Mondays."],
         ["commitments owner=b |I cook on Tuesdays.", "commitments owner=a |I cook on Wednesdays."], [2, 1]),
        # In place between unchanged neighbours less likeness will do, but none will not.
        ([SOUP, "agreements |Lab books stay here.", TIDE], [SOUP, "agreements |Lab books are signed.", TIDE], [1, 2, 3]),
        ([SOUP, QUIET, TIDE], [SOUP, ROPE, TIDE], [1, 4, 3]),
        # What is a party's own stays with the party.
        (["requests from=a to=b |Keep Sundays free."], ["requests from=a to=b |Keep Sundays free, please."], [1]),
        # A text that goes to another section of prose.
        ([TIDE], ["commitments owner=each |We check the tide before we leave the jetty."], [1]),
        (["expectations holder=ana |You tell me before you move our money."],
         ["requests from=ana to=bo |You tell me before you ever move our money."], [1]),
        (["agreements |We rest."], ["boundaries owner=ana |We rest."], [2]),
        # Whole rewrites.
        ([TIDE, SOUP, QUIET], [ROPE, "agreements |Guests sign the book.", "agreements |Pay by the first."], [4, 5, 6]),
    ],
)  # fmt: skip
def test_pairs(before: list[str], after: list[str], expected: list[int]) -> None:
    """Each clause of the newer state continues the one that a careful reader would say it is, or is new."""
    assert numbers(before, after)[1] == expected


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([[TIDE, SOUP], [TIDE], [TIDE, SOUP]], [1, 2]),
        ([[TIDE, SOUP], [SOUP], [SOUP, TIDES]], [2, 1]),
        ([[TIDE, SOUP], [TIDE], [TIDE, ROPE]], [1, 3]),
        ([["agreements id=tide |We check."], [SOUP], ["agreements id=tide |Never at low water."]], [1]),
        ([["purpose |Rest."], [SOUP], ["purpose |Work."]], [1]),
        ([[TIDE], [], [], [TIDE]], [1]),
        ([["agreements id=a |We check the tide."], [], ["agreements id=b |We check the tide."]], [1]),
        ([["agreements id=a |We check the tide."], [], ["agreements id=b |We check the soup."]], [2]),
    ],
)
def test_what_comes_back_continues(states: list[list[str]], expected: list[int]) -> None:
    """A clause that was removed and comes back, as it was or nearly, is the one it was."""
    assert numbers(*states)[-1] == expected


def test_addresses_stay_with_the_lineage() -> None:
    """What nothing names is called by the first words it ever said, and equal names are counted at birth."""
    history = History()
    history.add("agreements |We eat at six.", "agreements |We eat at six. Always.")
    addresses = [clause.address for clause in history.states[-1].clauses]
    assert addresses == ["agreements/~we-eat-at-six", "agreements/~we-eat-at-six-2"]
    history.add("agreements |We always eat at six. Always.")
    assert [clause.address for clause in history.states[-1].clauses] == ["agreements/~we-eat-at-six-2"]
    history.add("agreements id=six |We always eat at six. Always.")
    assert [clause.address for clause in history.states[-1].clauses] == ["agreements/six"]
    history.add("agreements |Always at six we eat. Always.", "agreements |We eat at six.")
    history.add("agreements |We eat at six. Always at six we eat.", "agreements |We eat at six.")
    assert sorted(clause.address for clause in history.states[-1].clauses) == addresses


def test_the_section_of_an_address_is_the_one_it_stands_in() -> None:
    """An unnamed clause that moves takes its words along."""
    history = History()
    history.add("expectations holder=ana |You tell me before you move our money.")
    history.add("agreements |You tell me before you move our money.")
    (clause,) = history.states[-1].clauses
    assert (clause.lineage, clause.address) == (1, "agreements/~you-tell-me-before")


def test_unchanged_clauses_are_shared() -> None:
    """What did not change is the same object in both states, whatever line it stands in."""
    history = History()
    first, second = history.add("purpose |Rest.", TIDE), history.add("purpose |Rest.", TIDE)
    assert all(one is two for one, two in zip(first.clauses, second.clauses, strict=True))
    lower = replace(read("purpose |Rest."), clauses=(replace(read("purpose |Rest.").clauses[0], line=9),))
    followed = follow(lower, second, (), {}, history.register)
    assert followed.clauses[0] is second.clauses[0]


SAID = (
    *(TIDE, TIDES, SOUP, QUIET, "agreements topic=Soup |Soup is on the table at seven.", "purpose |Rest."),
    *("agreements id=quiet |After ten we are quiet.", "agreements id=soup |Soup is on the table at seven."),
    *(f"reviews/held date=2024-01-01 |{word}" for word in ("one", "two", "three")),
    *("parties id=ana name=Ana", "parties id=anna name=Ana", "answers/hopes/ana |Rest.", "answers/hopes/anna |Rest."),
)


@given(st.lists(st.lists(st.sampled_from(SAID), unique=True), min_size=2, max_size=5))
def test_what_is_the_same_object_is_what_would_be_found(states: list[list[str]]) -> None:
    """Clauses that stayed the same objects are passed over, and every clause is what it is found to be without that."""
    known: dict[str, Clause] = {}
    short, long = History(), History()
    was: tuple[Clause, ...] = ()
    for entries in states:
        alone = [_clause(entry, FreeNames()).address for entry in entries]
        state = tuple(
            known.setdefault(entry, clause) if alone.count(address) == 1 else clause
            for entry, address, clause in zip(entries, alone, read(*entries).clauses, strict=True)
        )
        after, was = short.add_read(Alliance("dock", state), was=was), state
        assert told(after) == told(long.add(*entries))


def told(state: Alliance) -> list[tuple[object, ...]]:
    """What following says of each clause."""
    return [(clause.lineage, clause.address, clause.fields) for clause in state.clauses]


def test_merge_takes_each_clause_from_the_parent_that_held_it() -> None:
    """What only the other parent had is no new clause, and a text is looked for in both."""
    register = Register()
    base = follow(read(TIDE, SOUP), Alliance(""), (), {}, register)
    ours = follow(read(TIDES, SOUP, QUIET), base, (), {}, register)
    theirs = follow(read(TIDE, SOUP, ROPE), base, (), {}, register)
    merged = follow(read(TIDES, SOUP, QUIET, ROPE), ours, (theirs,), {}, register)
    assert [clause.lineage for clause in merged.clauses] == [1, 2, 3, 4]
    assert register.aliases == {}


@pytest.mark.parametrize(
    ("after", "expected"),
    [(["two"], [2]), (["two", "one"], [2, 1]), (["new", "one", "two"], [3, 1, 2]), (["one", "twice"], [1, 2])],
)
def test_entries_of_one_day_are_told_apart_by_their_words(after: list[str], expected: list[int]) -> None:
    """The number in the address of a second review of one day says only where it stands; what was reworded stays there."""
    first, then = ([f"reviews/held date=2024-01-01 |{text}" for text in texts] for texts in (["one", "two"], after))
    assert numbers(first, then) == [[1, 2], expected]


@pytest.mark.parametrize("entry", [QUIET, "agreements id=quiet |After ten we are quiet.", "purpose |Rest."])
def test_merge_of_two_branches_that_brought_one_clause(entry: str) -> None:
    """The first parent's number stays, and the other one is told to be the same."""
    register = Register()
    base = follow(read(TIDE), Alliance(""), (), {}, register)
    ours = follow(read(TIDE, entry), base, (), {}, register)
    theirs = follow(read(TIDE, entry), base, (), {}, register)
    merged = follow(read(TIDE, entry), ours, (theirs,), {}, register)
    assert [clause.lineage for clause in merged.clauses] == [1, 2]
    assert register.aliases == {3: 2}
    assert [clause.lineage for clause in renumbered(theirs, register).clauses] == [1, 2]
    later = follow(read(TIDE, entry, SOUP), theirs, (), {}, register)
    assert [clause.lineage for clause in later.clauses] == [1, 2, 4]


def test_renumbering_never_makes_one_of_two() -> None:
    """A state that holds both clauses keeps them apart."""
    register = Register()
    both = follow(read(TIDE, QUIET), Alliance(""), (), {}, register)
    register.aliases[2] = 1
    assert [clause.lineage for clause in renumbered(both, register).clauses] == [1, 2]


ENTRIES = st.lists(
    st.sampled_from(
        [
            *(TIDE, TIDES, SOUP, QUIET, ROPE, "agreements |TBD", "agreements |", "purpose |Rest.", "purpose |Work."),
            *("agreements id=tide |We check the tide.", "agreements id=ebb |We check the tide.", "parties id=bo |Bo"),
            *("commitments owner=bo |After ten the house is quiet.", "assent party=bo date=1", "parties id=b |Bo"),
            *("backup_plan/way_back |Rest.", "backup_plan/in_conflict |Rest.", "drops id=tide owner=bo |Late."),
        ]
    ),
    max_size=7,
)


def unique(entries: Sequence[str]) -> list[str]:
    """The entries without second ones of what a file can hold only once."""
    once = {
        entry.split()[0] if "/" in entry or entry.startswith("purpose") else str(rank) + entry: entry
        for rank, entry in enumerate(entries)
    }
    return list(once.values())


@given(st.lists(ENTRIES.map(unique), min_size=1, max_size=6))
def test_laws_of_following(states: list[list[str]]) -> None:
    """Numbers and addresses are unique in every state, equal on every run, and all but identity stays as it was read."""
    first, second = History(), History()
    for entries in states:
        state, again = first.add(*entries), second.add(*entries)
        assert state == again
        assert len({clause.lineage for clause in state.clauses}) == len({clause.address for clause in state.clauses})
        assert len({clause.lineage for clause in state.clauses}) == len(state.clauses)
        assert [(clause.section, clause.fields, clause.id) for clause in state.clauses] == [
            (clause.section, clause.fields, clause.id) for clause in read(*entries).clauses
        ]


@given(ENTRIES.map(unique), ENTRIES.map(unique))
def test_a_state_again_is_the_same_clauses(entries: list[str], other: list[str]) -> None:
    """Nothing changes hands where nothing changed, and going away and coming back changes nothing."""
    history = History()
    first = history.add(*entries)
    assert history.add(*entries) == first
    history.add(*(entry for entry in other if entry.startswith("parties")))
    named = {clause.address: clause.lineage for clause in first.clauses if clause.named}
    back = history.add(*entries)
    assert {clause.address: clause.lineage for clause in back.clauses if clause.named and clause.section != "parties"} == {
        address: number for address, number in named.items() if not address.startswith("parties/")
    }


@given(ENTRIES.map(unique), ENTRIES.map(unique), ENTRIES.map(unique), ENTRIES.map(unique))
def test_laws_of_merging(base: list[str], ours: list[str], theirs: list[str], merged: list[str]) -> None:
    """A merge holds no clause twice, no clause it made anew stands in a parent, and renumbering joins none of one state."""
    register = Register()
    first = follow(read(*base), Alliance(""), (), {}, register)
    left, right = (follow(read(*entries), first, (), {}, register) for entries in (ours, theirs))
    born = max((clause.lineage for state in (first, left, right) for clause in state.clauses), default=0)
    joined = follow(read(*merged), left, (right,), {clause.lineage: clause for clause in first.clauses}, register)
    for state in (left, right, joined):
        settled = renumbered(state, register)
        assert len({clause.lineage for clause in settled.clauses}) == len(settled.clauses)
        assert renumbered(settled, register) == settled
    assert all(new not in register.aliases for new in register.aliases.values())
    texts = {(clause.section, clause.text) for state in (left, right) for clause in state.clauses}
    fresh = [clause for clause in joined.clauses if clause.lineage > born]
    assert not any((clause.section, clause.text) in texts for clause in fresh if clause.section == "purpose")


def test_large_rewrites_are_compared_by_what_they_share() -> None:
    """Hundreds of clauses that were all reworded find their partners without comparing each with each."""
    before = [
        f"agreements |Rule number {number} about subject{number} and matter{number * 7} holds" for number in range(300)
    ]
    after = [f"{entry} from now on" for entry in reversed(before)]
    first, second = numbers(before, after)
    assert second == first[::-1]


@dataclass
class Line:
    """One clause of a labelled agreement: the label says which one it truly is."""

    label: str
    topic: str
    text: str


def revisions(path: Path) -> Iterator[list[Line]]:
    """The revisions of a labelled agreement, each a list of its clauses.

    The first revision lists them as `label: text` under `[Topic]`; the others say what was done: `label = new text`,
    `- label`, `+ label > label before it [Topic]: text`, `label > label before it`, `label @ [Topic]`, `[Topic] -> [Topic]`;
    `^` stands for the top of the list.
    """
    lines: list[Line] = []
    for number, block in enumerate(path.read_text(encoding="utf-8").split("\n== ")[1:]):
        topic = ""
        for step in block.splitlines()[1:]:
            if number:
                edit(lines, step)
            elif step.startswith("["):
                topic = step[1:-1]
            else:
                label, _, text = step.partition(": ")
                lines.append(Line(label, topic, text))
        yield [replace(line) for line in lines]


def edit(lines: list[Line], step: str) -> None:
    """Do to the list what one line of a labelled revision says."""
    places = {line.label: place for place, line in enumerate(lines)} | {"^": -1}
    if found := re.fullmatch(r"\[(.*)\] -> \[(.*)\]", step):
        for line in lines:
            line.topic = found[2] if line.topic == found[1] else line.topic
    elif found := re.fullmatch(r"(\w+) = (.*)", step):
        lines[places[found[1]]].text = found[2]
    elif found := re.fullmatch(r"- (\w+)", step):
        del lines[places[found[1]]]
    elif found := re.fullmatch(r"(\w+) @ \[(.*)\]", step):
        lines[places[found[1]]].topic = found[2]
    elif found := re.fullmatch(r"(\w+) > (\w+|\^)", step):
        line = lines.pop(places[found[1]])
        lines.insert(next((place for place, one in enumerate(lines, 1) if one.label == found[2]), 0), line)
    else:
        found = re.fullmatch(r"\+ (\w+) > (\w+|\^)(?: \[(.*)\])?: (.*)", step)
        assert found, step
        place = places[found[2]] + 1
        lines.insert(place, Line(found[1], found[3] or lines[max(place - 1, 0)].topic, found[4]))


Events: TypeAlias = set[tuple[str, str]]
Pairs: TypeAlias = Mapping[int, str]
"""For each place of a revision the label of the clause it holds, new ones left out."""


def events(before: Sequence[Line], after: Sequence[Line], pairs: Pairs) -> Events:
    """What a reader is told of a revision: added, restored, reworded and removed clauses; unchanged ones are no event."""
    old = {line.label: line.text for line in before}
    told = {("removed", label) for label in old.keys() - set(pairs.values())}
    for place, line in enumerate(after):
        label = pairs.get(place)
        if label is None:
            told.add(("added", str(place)))
        elif label not in old:
            told.add(("restored", f"{place} {label}"))
        elif old[label] != line.text:
            told.add(("reworded", f"{place} {label}"))
    return told


def plain_pairs(before: Sequence[Line], after: Sequence[Line]) -> Pairs:
    """What comparing the two lists line by line finds: equal texts, and replaced ones in their order."""
    matcher = SequenceMatcher(None, [line.text for line in before], [line.text for line in after], autojunk=False)
    return {
        new: before[old].label
        for tag, *ends in matcher.get_opcodes()
        if tag in ("equal", "replace")
        for old, new in zip(range(*ends[:2]), range(*ends[2:]), strict=False)
    }


def score(found: Events, true: Events) -> tuple[int, int]:
    """How much of both sides agrees, and how much there is on both sides; the ratio of the sums is F1."""
    return 2 * len(found & true), len(found) + len(true)


def compared(path: Path) -> Iterator[tuple[Events, Events, Events]]:
    """For each revision after the first what we tell, what plain comparison tells, and what is true.

    Each is told from the true state before it, so that one mistake counts once.
    """
    before, gone = list[Line](), list[Line]()
    for after in revisions(path):
        if before:
            register = Register()
            old, away = (follow(state(lines), Alliance(""), (), {}, register) for lines in (before, gone))
            labels = {
                clause.lineage: line.label
                for clause, line in zip((*old.clauses, *away.clauses), (*before, *gone), strict=True)
            }
            new = follow(state(after), old, (), {clause.lineage: clause for clause in away.clauses}, register)
            told = {place: labels[one.lineage] for place, one in enumerate(new.clauses) if one.lineage in labels}
            true = {place: line.label for place, line in enumerate(after) if line.label in labels.values()}
            yield events(before, after, told), events(before, after, plain_pairs(before, after)), events(before, after, true)
        here = {line.label for line in after}
        gone = [line for line in (*gone, *before) if line.label not in here]
        before = after


def state(lines: Sequence[Line]) -> Alliance:
    """The lines as agreements without ids."""
    return read(*(f"agreements topic={line.topic.replace(' ', '_')} |{line.text}" for line in lines))


def test_identity_of_agreements_without_ids() -> None:
    """On whole histories without ids we tell what a careful reader sees, far better than line by line."""
    ours, plain = [0, 0], [0, 0]
    for path in CASES:
        for told, by_line, true in compared(path):
            for sums, found in ((ours, told), (plain, by_line)):
                agreed, both = score(found, true)
                sums[0] += agreed
                sums[1] += both
    assert sum(1 for path in CASES for _ in revisions(path)) > 380
    assert plain[0] / plain[1] < 0.83
    assert ours[0] / ours[1] > 0.96


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_no_agreement_is_told_badly(path: Path) -> None:
    """There is no kind of agreement for which the guesses fail."""
    scores = [score(told, true) for told, _, true in compared(path)]
    assert sum(agreed for agreed, _ in scores) / sum(both for _, both in scores) > 0.85
