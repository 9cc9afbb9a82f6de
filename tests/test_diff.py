"""The diff: tables of before, after and expected changes, and the laws that hold for any two states."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.changes.diff import change_of, diff, merge_diff
from alliance_docs.changes.patch import apply_changes, normalised
from alliance_docs.model import Alliance, Change, Clause, Value
from alliance_docs.order import moved_by_hand, same_ends
from alliance_docs.vocabulary import SECTIONS, Field, FieldKind, Kind, Section, Shape


def clause(address: str, number: int, text: str = "", /, section: str = "", **fields: Value) -> Clause:
    """A followed clause; its section, id and text field are those that its address says."""
    row = SECTIONS[section or address.partition("/")[0]]
    name = address.rpartition("/")[2]
    named = not name.startswith("~")
    written: dict[str, Value] = {row.text: text} if text else {}
    declared = name if row.shape is Shape.ITEMS and named and not row.keys else ""
    written |= {field.replace("__", "."): value for field, value in fields.items()}
    return Clause(row.name, address, written, declared, named, number)


def state(*clauses: Clause) -> Alliance:
    """An alliance that holds the clauses in this order."""
    return Alliance("dock", clauses)


def told(changes: tuple[Change, ...]) -> list[str]:
    """Each change in one line: kinds, then address."""
    return [f"{' '.join(change.kinds)}: {change.clause.address}" for change in changes]


CALL = "I call before I am late."
RING = "I ring before I am late."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            [clause("commitments/call", 1, CALL, owner="ana")],
            [clause("commitments/call", 1, RING, owner="ana")],
            ["reworded: commitments/call"],
        ),
        (
            [clause("commitments/call", 1, CALL, owner="ana", since="2024-01-01")],
            [clause("commitments/call", 1, RING, owner="bo", since="2024-02-01", state="completed", title="Calling")],
            ["reworded owner state date: commitments/call"],
        ),
        ([], [clause("purpose", 1, "Rest.")], ["added: purpose"]),
        ([clause("purpose", 1, "Rest.")], [], ["removed: purpose"]),
        (
            [clause("agreements/~we-eat", 1, "We eat at six.", topic="Meals")],
            [clause("agreements/~we-eat", 1, "We eat at six.", topic="Evenings")],
            ["moved: agreements/~we-eat"],
        ),
        (
            [clause("agreements/six", 1, "We eat at six.")],
            [clause("commitments/six", 1, "We eat at six.", owner="each")],
            ["owner moved: commitments/six"],
        ),
        (
            [clause("drops/late", 1, "I came late.", owner="ana", date="2024-01-01")],
            [clause("concerns/late", 1, "I came late.", raised_by="ana", date="2024-01-01")],
            ["owner moved: concerns/late"],
        ),
        (
            [clause("agreements/~we-eat", 1, "We eat at six.")],
            [clause("agreements/six", 1, "We eat at six.")],
            ["renamed: agreements/six"],
        ),
        (
            [clause("agreements/six", 1, "We eat at six."), clause("commitments/cook", 2, "I cook.", about="six")],
            [clause("agreements/seven", 1, "We eat at seven."), clause("commitments/cook", 2, "I cook.", about="seven")],
            ["state: commitments/cook", "reworded renamed: agreements/seven"],
        ),
        (
            [clause("parties/bo", 1, "Bo"), clause("boundaries/quiet", 2, "I need quiet.", owner="bo")],
            [clause("parties/bob", 1, "Bo"), clause("boundaries/quiet", 2, "I need quiet.", owner="bob")],
            ["renamed: parties/bob", "renamed: boundaries/quiet"],
        ),
        (
            [clause("agreements/cook", 1, "We cook."), clause("drops/late", 2, "Cold.", owner="ana", about="cook")],
            [clause("agreements/meals", 1, "We cook."), clause("drops/late", 2, "Cold.", owner="ana", about="meals")],
            ["renamed: agreements/meals", "renamed: drops/late"],
        ),
        (
            [clause("drops/late", 1, "I came late.", owner="ana", restored="", repair__1__text="Call.")],
            [clause("drops/late", 1, "I came late.", owner="ana", restored="2024-02-02", repair__1__text="Call.")],
            ["state: drops/late"],
        ),
        (
            [clause("drops/late", 1, "I came late.", owner="ana", repair__1__text="Call.")],
            [clause("drops/late", 1, "I came late.", owner="ana", repair__1__text="Call.", repair__1__done="2024-02-02")],
            ["date: drops/late"],
        ),
        ([clause("reviews/every", 1, "5 weeks")], [clause("reviews/every", 1, "2 months")], ["date: reviews/every"]),
        ([clause("ends", 1, "2025-01-01")], [clause("ends", 1, "2026-01-01")], ["date: ends"]),
        ([clause("audience", 1, "parties")], [clause("audience", 1, "public")], ["state: audience"]),
    ],
)
def test_kinds(before: list[Clause], after: list[Clause], expected: list[str]) -> None:
    """Each difference has the kind that the table says, several kinds of one clause stand in one change."""
    assert told(diff(state(*before), state(*after))) == expected


@pytest.mark.parametrize(
    "after",
    [
        clause("commitments/call", 1, "I  call\nbefore I am late.", owner="ana", backed_by=("x", "y")),
        clause("commitments/call", 1, CALL, owner="ana", backed_by=("y", "x")),
        clause("commitments/call", 1, CALL, owner="ana", backed_by=("x", "y"), private="no", until=""),
    ],
)
def test_layout_is_no_change(after: Clause) -> None:
    """White space, the order of a list of ids, and what is written but empty change nothing."""
    before = clause("commitments/call", 1, CALL, owner="ana", backed_by=("x", "y"))
    assert diff(state(before), state(after)) == ()


def test_order_of_keys_is_no_change() -> None:
    """Maps have no order, whichever way the file writes them."""
    offer, receive = clause("feedback/offer", 1, "Ask."), clause("feedback/receive", 2, "Listen.")
    first, second = clause("answers/hopes/ana", 3, "Peace."), clause("answers/hopes/bo", 4, "Talk.")
    assert diff(state(offer, receive, first, second), state(second, first, receive, offer)) == ()


def test_fields_are_as_typed() -> None:
    """A change names the fields that differ, as typed, absent ones as None, a scalar's own value not among them."""
    before = clause("commitments/call", 1, "I  call.", owner="ana", since="2024-01-01")
    after = clause("commitments/call", 1, "I call.", owner="bo", until="2025-01-01")
    (change,) = diff(state(before), state(after))
    assert change.fields == {"owner": ("ana", "bo"), "since": ("2024-01-01", None), "until": (None, "2025-01-01")}
    (change,) = diff(state(clause("purpose", 1, "Rest.")), state(clause("purpose", 1, "Peace.")))
    assert change.fields == {}
    (change,) = diff(state(), state(before))
    assert change.fields == {"text": (None, "I  call."), "owner": (None, "ana"), "since": (None, "2024-01-01")}


def test_restored() -> None:
    """What was there in an earlier revision and is here again is restored."""
    back, new = clause("agreements/six", 1, "We eat at six."), clause("agreements/walk", 2, "We walk.")
    changes = diff(state(), state(back, new), seen=frozenset({1}))
    assert told(changes) == ["restored: agreements/six", "added: agreements/walk"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("abcde", "abcde", ""),
        ("abcde", "bcdea", "a"),
        ("abcde", "eabcd", "e"),
        ("abcdef", "adebcf", "de"),
        ("abc", "acb", "c"),
        ("abcd", "dcba", "bcd"),
    ],
)
def test_reordered_marks_the_fewest(before: str, after: str, expected: str) -> None:
    """Marked are the clauses outside a longest run that kept its order."""
    clauses = {letter: clause(f"agreements/{letter}", number, letter) for number, letter in enumerate("abcdef", 1)}
    changes = diff(state(*map(clauses.get, before)), state(*map(clauses.get, after)))  # type: ignore[arg-type]
    assert [change.kinds for change in changes] == [("reordered",)] * len(expected)
    assert sorted(change.clause.id for change in changes) == sorted(expected)


def test_additions_and_removals_reorder_nothing() -> None:
    """Clauses that only make room are not reordered."""
    a, b, c, d = (clause(f"agreements/{letter}", number, letter) for number, letter in enumerate("abcd", 1))
    changes = diff(state(a, b, c), state(d, b, c))
    assert told(changes) == ["removed: agreements/a", "added: agreements/d"]


def test_changes_stand_where_the_clauses_stand() -> None:
    """Sections in the table's order, then the order of the newer file, removed clauses where they stood."""
    a, b, c = (clause(f"agreements/{letter}", number, letter) for number, letter in enumerate("abc", 1))
    new = clause("agreements/n", 4, "n")
    reworded = clause("agreements/c", 3, "cc")
    title = clause("title", 9, "Dock")
    changes = diff(state(a, b, c), state(a, new, reworded, title))
    assert told(changes) == ["added: title", "removed: agreements/b", "added: agreements/n", "reworded: agreements/c"]
    assert [change.place for change in changes] == [0, None, 1, None]


@pytest.mark.parametrize(
    ("before", "after", "inferred"),
    [
        (clause("agreements/six", 1, "We eat at six."), clause("agreements/six", 1, "We eat."), False),
        (clause("agreements/~we-eat", 1, "We eat at six."), clause("agreements/~we-eat", 1, "We eat."), True),
        (clause("agreements/~we-eat", 1, "We eat."), clause("agreements/six", 1, "We eat."), True),
        (clause("agreements/six", 1, "We eat."), clause("agreements/seven", 1, "We eat."), True),
        (clause("agreements/six", 1, "We eat."), clause("commitments/six", 1, "We eat."), False),
        (clause("purpose", 1, "Rest."), clause("purpose", 1, "Peace."), False),
        (clause("session/2024-01-01", 1, "The pier"), clause("session/2024-01-02", 1, "The pier"), True),
    ],
)
def test_inferred(before: Clause, after: Clause, *, inferred: bool) -> None:
    """A pair that no id or key of both files holds together is inferred."""
    (change,) = diff(state(before), state(after))
    assert change.inferred is inferred


def test_merge_is_credited_with_what_no_parent_had() -> None:
    """Fields that one parent or the other already had are theirs, even where the whole clause is new to both."""
    base = clause("commitments/call", 1, CALL, owner="ana")
    ours = clause("commitments/call", 1, RING, owner="ana")
    theirs = clause("commitments/call", 1, CALL, owner="bo")
    joined = clause("commitments/call", 1, RING, owner="bo")
    hand_made = clause("commitments/call", 1, "I write before I am late.", owner="bo")
    extra = clause("agreements/six", 2, "We eat at six.")
    assert merge_diff([state(ours), state(theirs)], state(joined)) == ()
    (change,) = merge_diff([state(ours, extra), state(theirs)], state(hand_made))
    assert change.kinds == ("reworded",)
    assert change.before == ours
    assert change.fields == {"text": (RING, hand_made.get("text"))}
    assert merge_diff([state(base), state(base, extra)], state(base, extra)) == ()
    assert told(merge_diff([state(base, extra), state(base, extra)], state(base))) == ["removed: agreements/six"]
    assert told(merge_diff([state(base), state(base)], state(base, extra))) == ["added: agreements/six"]


def test_merge_tells_a_change_against_the_parent_that_held_the_clause() -> None:
    """A clause that the first parent lacks and the merge rewords is reworded, not added."""
    extra = clause("agreements/six", 2, "We eat at six.")
    later = clause("agreements/six", 2, "We eat at seven.")
    (change,) = merge_diff([state(), state(extra)], state(later))
    assert (change.kinds, change.before) == (("reworded",), extra)


TEXTS = st.sampled_from(
    ["", "one", "two words", "two  words", "three \u201cwords\u201d here", '"', "no", "true", "2024-01-01"]
)
LISTS = st.lists(TEXTS, max_size=3).map(tuple)


def values(field: Field) -> st.SearchStrategy[Value]:
    """What may stand in a field."""
    return LISTS if field.kind in (FieldKind.LINKS, FieldKind.TEXTS) else TEXTS


@st.composite
def clauses_of(draw: st.DrawFn, row: Section) -> list[Clause]:
    """A few clauses of one section, written as the table says, with lineages out of a small pool."""
    count = draw(st.integers(0, 4 if row.shape is Shape.ITEMS else 1))
    names = draw(st.lists(st.sampled_from("abcdefgh"), min_size=count, max_size=count, unique=True))
    return [draw(written(row, name)) for name in names]


@st.composite
def written(draw: st.DrawFn, row: Section, name: str) -> Clause:
    """One clause; a scalar's or part's own value stands under the empty name."""
    address, own = row.name, {field.name: field for field in row.all_fields}
    if row.shape is Shape.PARTS:
        address, own = f"{row.name}/{draw(st.sampled_from(row.fields)).name}", {"": row.fields[0]}
    elif row.shape is Shape.ANSWERS:
        address = f"{row.name}/{name}/ana"
    elif row.shape is Shape.ITEMS:
        address = f"{row.name}/{draw(st.sampled_from(['', '~']))}{name}"
    fields = draw(st.fixed_dictionaries({}, optional={key.replace("*", "1"): values(field) for key, field in own.items()}))
    named = "~" not in address
    declared = name if row.shape is Shape.ITEMS and named else ""
    return Clause(row.name, address, fields, declared, named, line=draw(st.integers(0, 3)))


@st.composite
def alliances(draw: st.DrawFn) -> Alliance:
    """Any state of an alliance, followed: numbers are unique in it and shared by chance with other states."""
    rows = draw(st.lists(st.sampled_from(list(SECTIONS.values())), max_size=4, unique=True))
    clauses = [one for row in rows for one in draw(clauses_of(row))]
    numbers = draw(st.permutations(range(1, 25)))
    numbered = [
        Clause(one.section, one.address, one.fields, one.id, one.named, number)
        for one, number in zip(clauses, numbers, strict=False)
    ]
    return state(*numbered)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Alliance, Alliance]:
    """Two states of which the second is the first shuffled, thinned and partly replaced, or anything else."""
    before = draw(alliances())
    if draw(st.integers(0, 5)) == 0:
        return before, draw(alliances())
    shuffled = draw(st.permutations(before.clauses))
    after = []
    for one in shuffled:
        fate = draw(st.integers(0, 4))
        if fate == 1:
            other = draw(written(SECTIONS[one.section], one.address.rpartition("/")[2].lstrip("~")))
            after.append(Clause(one.section, other.address, other.fields, other.id, other.named, one.lineage))
        elif fate > 1:
            after.append(one)
    extra = [one for one in draw(alliances()).clauses if one.lineage not in {two.lineage for two in after}]
    return before, state(*{one.address: one for one in (*after, *extra)}.values())


@given(pairs())
def test_law_of_the_patch(pair: tuple[Alliance, Alliance]) -> None:
    """Putting the changes onto the older state gives the newer one, in normal form."""
    before, after = pair
    assert normalised(apply_changes(before, diff(before, after))) == normalised(after)


@given(pairs())
def test_no_change_means_the_same(pair: tuple[Alliance, Alliance]) -> None:
    """A state has no difference from itself, and two states without a difference mean the same."""
    before, after = pair
    assert diff(before, before) == diff(after, normalised(after)) == ()
    assert bool(diff(before, after)) == (normalised(before) != normalised(after))


@given(pairs())
def test_one_clause_is_compared_as_among_all(pair: tuple[Alliance, Alliance]) -> None:
    """Compared alone, a clause differs as it does in the comparison of all, but for its place in the list."""
    changes = diff(*pair)
    was, now = ({clause.lineage: clause for clause in one.clauses} for one in pair)
    alone = [
        change_of(was.get(number), now.get(number), lambda: ((one.before, one.after) for one in changes), seen=False)
        for number in {**was, **now}
    ]
    assert sorted(map(repr, filter(None, alone))) == sorted(repr(one) for one in map(without_place, changes) if one.kinds)


def without_place(change: Change) -> Change:
    """A change without what only the rest of its list can say."""
    return replace(change, place=None, kinds=tuple(kind for kind in change.kinds if kind is not Kind.REORDERED))


@given(pairs(), alliances())
def test_merge_of_equal_parents_is_the_plain_diff(pair: tuple[Alliance, Alliance], other: Alliance) -> None:
    """Two equal parents say what one says, and a merge that took one parent as it is brought nothing."""
    before, after = pair
    once, twice = diff(before, after), merge_diff([before, before], after)
    assert sorted(map(repr, once)) == sorted(map(repr, twice))
    assert merge_diff([other, after], after) == ()


@given(st.permutations(range(7)))
def test_moved_by_hand_is_the_fewest(after: list[int]) -> None:
    """The rest keeps its order, and no smaller set would do."""
    moved = moved_by_hand(range(7), after)
    rest = [member for member in after if member not in moved]
    assert rest == sorted(rest)
    longest = max(length(after, start) for start in range(7))
    assert len(rest) == longest


@given(*(st.lists(st.sampled_from([True, False, None]), max_size=6) for _ in "ab"))
def test_same_ends_are_as_long_as_can_be(before: list[object], after: list[object]) -> None:
    """Both ends are the same in both lists and do not overlap, and what stands next to them differs."""
    start, end = same_ends(before, after)
    assert before[:start] == after[:start]
    assert before[len(before) - end :] == after[len(after) - end :]
    middles = [one[start : len(one) - end] for one in (before, after)]
    assert start + end <= min(len(before), len(after))
    if all(middles):
        assert middles[0][0] is not middles[1][0]
        assert middles[0][-1] is not middles[1][-1]


def length(order: list[int], start: int) -> int:
    """The length of the longest rising run that begins at a place, by trying all."""
    return 1 + max((length(order, place) for place in range(start + 1, 7) if order[place] > order[start]), default=0)
