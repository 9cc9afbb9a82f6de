"""Who has said yes to what: the states, where a yes counts from, and what makes it stale."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_docs.assent.digest import digest
from alliance_docs.assent.state import Assent, AssentState, assents, since
from alliance_docs.audience import Audience
from alliance_docs.changes.net import net_changes
from alliance_docs.privacy.view import view
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.revisions import Timeline
from tests.tales import Told, tale

HEAD = "title: Us\nparties: [{id: ana, name: Ana}, {id: ben, name: Ben}]\n"


def us(text: str = "I call on Sundays.", yes: str = "", purpose: str = "Rest.", rest: str = "", parties: str = HEAD) -> str:
    """A file with a purpose, one promise of Ana's and yeses, each written `party date` or `party date digest`."""
    entries = []
    for one in filter(None, yes.split(", ")):
        party, date, *to = one.split()
        digests = "".join(f", to: '{word}'" for word in to)
        entries.append(f"- {{party: {party}, date: {date}{digests}}}\n")
    promise = f"commitments:\n- {{id: call, owner: ana, text: {text}}}\n"
    return f"{parties}purpose: {purpose}\n{promise}{rest}assent:\n{''.join(entries)}"


def digest_of(source: str, party: str = "ana") -> str:
    """The digest of a file for a party."""
    alliance, _ = read_alliance(source.encode(), "us.yml", "us")
    assert alliance is not None
    return digest(alliance, party)


def assent(timeline: Timeline, party: str = "ana") -> Assent:
    """How one party stands."""
    return next(one for one in assents(timeline) if one.party.id == party)


def standing(timeline: Timeline, party: str = "ana") -> tuple[str, int | None, tuple[str, ...]]:
    """State, number of the agreed revision, clauses."""
    found = assent(timeline, party)
    return str(found.state), found.agreed.number if found.agreed else None, found.clauses


YES = "ana 2024-01-01"


def step(source: str | None, by: str = "Ana", trailers: str = "", parents: tuple[int, ...] | None = None) -> Told:
    """A commit with this file; `trailers` are lines such as `With: Ben`."""
    pairs = tuple((key, value.strip()) for line in trailers.splitlines() for key, _, value in [line.partition(":")])
    return Told(source, by=by, trailers=pairs, parents=parents)


def story(*sources: str, authors: Sequence[str] = (), trailers: Sequence[str] = ()) -> Timeline:
    """A timeline of these files, by Ana unless others are named."""
    count = len(sources)
    told = zip(sources, [*authors, *["Ana"] * count], [*trailers, *[""] * count], strict=False)
    return tale(*(step(*one) for one in told))


def test_a_yes_covers_the_text_of_its_own_commit() -> None:
    """Written together with a change it is a yes to that change."""
    assert standing(story(us(), us("I ring.", YES))) == ("current", 2, ())


def test_what_changes_later_needs_a_new_yes() -> None:
    """The clauses are named by their addresses now, removed ones by their last."""
    timeline = story(us(yes=YES), us("I ring.", YES), us("I ring.", YES, purpose="Work."))
    assert standing(timeline) == ("changed", 1, ("purpose", "commitments/call"))


def test_the_net_effect_counts() -> None:
    """What was changed and changed back needs nothing."""
    assert standing(story(us(yes=YES), us("I ring.", YES), us(yes=YES))) == ("current", 1, ())


def test_news_needs_no_yes() -> None:
    """The other's own promise, a drop, thanks and asking for repair leave a yes as it is."""
    rest = "drops:\n- {id: late, owner: ana, date: 2024-02-01}\nstatus: under_repair\n"
    both = f"{YES}, ben 2024-01-01"
    timeline = story(us(yes=both), us("I ring.", both, rest=rest), trailers=["With: Ben"])
    assert standing(timeline, "ben") == ("current", 1, ())
    news = assent(timeline, "ben").since
    assert news is not None
    assert [change.clause.address for change in news.news] == ["status", "commitments/call", "drops/late"]
    assert [step.number for step in news.steps] == [2]


def test_nobody_said_anything() -> None:
    """No entry, or one that was always empty, is never."""
    assert standing(story(us())) == ("never", None, ())
    assert standing(story(us(yes="ana null"), us("I ring.", "ana null"))) == ("never", None, ())


def test_a_yes_is_taken_back_by_removing_it_or_its_date() -> None:
    """Both ways say the same."""
    assert standing(story(us(yes=YES), us())) == ("taken_back", None, ())
    assert standing(story(us(yes=YES), us(yes="ana null"))) == ("taken_back", None, ())


def test_given_again_it_counts_from_there() -> None:
    """A yes with the same date, taken back in between, is a new one."""
    assert standing(story(us(yes=YES), us("I ring."), us("I ring.", YES))) == ("current", 3, ())


def test_who_left_has_left() -> None:
    """Nothing is asked of them, and their last yes stays known."""
    gone = HEAD.replace("{id: ana, name: Ana}", "{id: ana, name: Ana, left: 2024-03-01}")
    assert standing(story(us(yes=YES), us("I ring.", YES, parties=gone))) == ("left", 1, ())


def test_a_yes_not_committed_yet_counts_in_the_work_tree() -> None:
    """It is a yes to the file as it is; its revision has no commit."""
    timeline = tale(step(us()), draft=step(us(yes=YES)))
    found = assent(timeline)
    assert found.state is AssentState.CURRENT
    assert found.agreed is not None
    assert found.agreed.commit is None


def test_layout_is_never_a_change() -> None:
    """Neither for what was agreed nor for the yes itself."""
    folded = us(yes=YES).replace("I call on Sundays.", '"I call\n  on Sundays."').replace("2024-01-01", "'2024-01-01'")
    assert standing(story(us(yes=YES), folded)) == ("current", 1, ())


@pytest.mark.parametrize(
    ("author", "trailers", "state", "entered_by"),
    [
        ("Ana", "", "current", None),
        ("Ben", "", "never", "ben"),
        ("Ben", "With: Ana", "current", None),
        ("Ben", "With: Cleo, ana", "current", None),
        ("Ben", "Co-authored-by: Ana <ana@example.org>", "current", None),
        ("A scribe", "", "current", None),
    ],
)
def test_a_yes_entered_by_another_party_is_none(author: str, trailers: str, state: str, entered_by: str | None) -> None:
    """Unless the commit says that they were there, or its author is no party."""
    timeline = story(us(), us(yes=YES), authors=["Ben", author], trailers=["", trailers])
    found = assent(timeline)
    assert (str(found.state), found.entered_by and found.entered_by.id) == (state, entered_by)


def test_what_is_declared_editorial_leaves_the_yes_alone() -> None:
    """It is listed with those who declared it; together with an ordinary change it counts again."""
    timeline = story(us(yes=YES), us("I call, Sundays.", YES), trailers=["", "Editorial: spelling"])
    assert standing(timeline) == ("current", 1, ())
    found = since(timeline, "ana")
    assert found is not None
    assert [(one.change.clause.address, [step.number for step in one.by]) for one in found.editorial] == [
        ("commitments/call", [2])
    ]
    sources = [us(yes=YES), us("I call, Sundays.", YES), us("I ring.", YES)]
    assert standing(story(*sources, trailers=["", "Editorial: yes", ""])) == ("changed", 1, ("commitments/call",))
    assert standing(story(*sources[:2], trailers=["", "Editorial: no"])) == ("changed", 1, ("commitments/call",))


def test_an_editorial_revision_of_one_clause_says_nothing_of_another() -> None:
    """Each clause is judged by the revisions that changed it."""
    sources = [us(yes=YES), us("I call, Sundays.", YES), us("I call, Sundays.", YES, purpose="Work.")]
    assert standing(story(*sources, trailers=["", "Editorial:  spelling", ""])) == ("changed", 1, ("purpose",))


# Where a yes counts from


def test_a_yes_from_a_side_branch_counts_from_its_own_commit() -> None:
    """The merge that brought it in is not the text that was read."""
    steps = [
        step(us()),
        step(us(purpose="Work.")),
        step(us(yes=YES), parents=(0,)),
        step(us(yes=YES, purpose="Work."), "Ben", parents=(1, 2)),
    ]
    assert standing(tale(*steps)) == ("changed", 3, ("purpose",))


def test_a_yes_that_a_merge_left_out_does_not_count() -> None:
    """What stands now decides, not what was said on a line of work that was given up."""
    steps = [step(us(yes="ana 2024-01-01")), step(us("I ring.", "ana 2024-02-01")), step(us("I sing.", YES), parents=(0,))]
    merged = [*steps, step(us("I sing!", YES), parents=(2, 1))]
    assert standing(tale(*merged)) == ("changed", 1, ("commitments/call",))


def test_an_unreadable_revision_and_a_gap_lose_no_yes() -> None:
    """The entry is followed through them."""
    broken = tale(step(us(yes=YES)), step("title: [\n"), step(us("I ring.", YES), "Ben"))
    assert standing(broken) == ("changed", 1, ("commitments/call",))
    gap = tale(step(us(yes=YES)), step(None), step(us("I ring.", YES), "Ben"))
    assert standing(gap) == ("changed", 1, ("commitments/call",))


def test_of_several_entries_the_newest_counts() -> None:
    """People who keep a list of their yeses are understood."""
    log = "ana 2024-01-01, ana 2024-03-01"
    assert standing(story(us(yes=YES), us("I ring.", log))) == ("current", 2, ())


def test_a_party_is_followed_through_a_new_id() -> None:
    """Whose yes it is does not change with what the party is called."""
    renamed = (
        us(yes=YES).replace("id: ana", "id: anna").replace("owner: ana", "owner: anna").replace("party: ana", "party: anna")
    )
    assert standing(story(us(yes=YES), renamed, authors=["Ana", "Ben"]), "anna") == ("current", 1, ())


# Digests


def test_a_digest_finds_the_text_that_was_read() -> None:
    """Although the commit that holds the yes has changed more."""
    to = digest_of(us())
    assert standing(story(us(), us("I ring.", f"{YES} {to}"))) == ("changed", 1, ("commitments/call",))


def test_a_digest_finds_the_newest_revision_up_to_its_own() -> None:
    """Later ones with the same text are not looked at."""
    to = digest_of(us())
    sources = [us(), us(yes=f"{YES} {to}"), us("I ring.", f"{YES} {to}"), us(yes=f"{YES} {to}")]
    assert standing(story(*sources)) == ("current", 2, ())
    steps = [step(us()), step(us("I ring.")), step(us(), parents=(0,)), step(us("I sing.", f"{YES} {to}"), parents=(1,))]
    assert standing(tale(*steps)) == ("changed", 1, ("commitments/call",))


def test_a_digest_that_matches_nothing_is_said() -> None:
    """It is not guessed what was meant, and no other revision stands in."""
    unknown = digest_of(us("I never said that."))
    found = assent(story(us(), us(yes=f"{YES} {unknown}")))
    assert (found.state, found.agreed, found.unknown) == (AssentState.NEVER, None, unknown)


def test_a_new_digest_alone_is_a_new_yes() -> None:
    """The day may be the same."""
    first, second = digest_of(us()), digest_of(us("I ring."))
    timeline = story(us(yes=f"{YES} {first}"), us("I ring.", f"{YES} {first}"), us("I ring.", f"{YES} {second}"))
    assert standing(timeline) == ("current", 3, ())


# Laws

WORDS = st.sampled_from(["I call on Sundays.", "I ring.", "I write on Mondays.", "I come by."])
PURPOSES = st.sampled_from(["Rest.", "Work.", "Both."])
TEXTS = st.lists(st.tuples(WORDS, PURPOSES), min_size=2, max_size=6)


def laid_out(source: str, style: int) -> str:
    """The same file, written in another way."""
    lines = source.splitlines()
    changes = [
        lambda: source.replace("\n", "\r\n"),
        lambda: source.replace("{id: call, owner: ana, text: ", "{id: call,\n  owner: ana,\n  text: "),
        lambda: "\n".join([*lines[3:], *lines[:3]]) + "\n",
        lambda: "# a remark\n" + source.replace("purpose: ", "purpose:   "),
        lambda: source.replace("text: ", "text: '").replace(".}", ".'}"),
        lambda: source.replace("owner: ana, text", "text").replace(".}", "., owner: ana}"),
    ]
    return changes[style % len(changes)]()


def agreed_text(timeline: Timeline, party: str = "ana") -> tuple[str, str, tuple[str, ...]]:
    """What a party said yes to, by its words, and what needs a new one."""
    found = assent(timeline, party)
    state = found.agreed.alliance if found.agreed else None
    words = f"{state.value('purpose')} {state.value('commitments/call')}" if state else ""
    return str(found.state), words, found.clauses


@settings(max_examples=60)
@given(TEXTS, st.data())
def test_no_layout_ever_changes_an_assent(texts: list[tuple[str, str]], data: st.DataObject) -> None:
    """Other line ends, quotes, comments, key order and section order, in any revision, before and after the yes."""
    said_at = data.draw(st.integers(0, len(texts) - 1))
    sources = [us(text, YES if place >= said_at else "", purpose) for place, (text, purpose) in enumerate(texts)]
    other = [laid_out(source, data.draw(st.integers(0, 5))) for source in sources]
    assert agreed_text(story(*other)) == agreed_text(story(*sources))
    again = [one for source in sources for one in (source, laid_out(source, data.draw(st.integers(0, 5))))]
    assert agreed_text(story(*again)) == agreed_text(story(*sources))


@settings(max_examples=60)
@given(TEXTS, st.data())
def test_with_a_digest_no_squash_changes_an_assent(texts: list[tuple[str, str]], data: st.DataObject) -> None:
    """Any revisions but the last and one that holds the agreed text may be melted into later ones."""
    said_at = data.draw(st.integers(0, len(texts) - 1))
    to = digest_of(us(texts[said_at][0], purpose=texts[said_at][1]))
    sources = [us(text, f"{YES} {to}" if place >= said_at else "", purpose) for place, (text, purpose) in enumerate(texts)]
    kept = {said_at, len(texts) - 1} | data.draw(st.sets(st.integers(0, len(texts) - 1)))
    squashed = [source for place, source in enumerate(sources) if place in kept]
    assert agreed_text(story(*squashed)) == agreed_text(story(*sources))


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=3, max_size=3, unique=True), st.permutations(range(3)))
def test_no_order_of_entries_changes_an_assent(texts: list[str], order: list[int]) -> None:
    """Promises, parties and yeses may stand in any order."""
    promises = [f"- {{id: p{place}, owner: ana, text: {text}}}\n" for place, text in enumerate(texts)]
    before = HEAD + "commitments:\n" + "".join(promises) + "assent:\n- {party: ana, date: 2024-01-01}\n"
    after = HEAD + "commitments:\n" + "".join(promises[place] for place in order) + before[before.index("assent:") :]
    assert standing(story(before, after)) == ("current", 1, ())


@settings(max_examples=60)
@given(TEXTS, st.data())
def test_since_is_the_diff_from_the_agreed_revision_to_now(texts: list[tuple[str, str]], data: st.DataObject) -> None:
    """Sorted into what needs a yes, what is declared editorial and what is news, with nothing lost or told twice."""
    said_at = data.draw(st.integers(0, len(texts) - 1))
    sources = [us(text, YES if place >= said_at else "", purpose) for place, (text, purpose) in enumerate(texts)]
    trailers = [data.draw(st.sampled_from(["", "Editorial: yes"])) for _ in texts]
    timeline = story(*sources, trailers=trailers)
    found = since(timeline, "ana")
    assert found is not None
    assert found.agreed.number == said_at + 1
    assert found.changes == net_changes(timeline, found.agreed)
    parts = [*found.needs, *(one.change for one in found.editorial), *found.news]
    assert sorted(map(found.changes.index, parts)) == list(range(len(found.changes)))
    assert [step.number for step in found.steps] == list(range(said_at + 2, len(texts) + 1))


# What an audience may see

OPEN = "audience: public\n" + HEAD
DEBTS = "agreements: [{id: debts, text: We owe nobody., private: true}]\n"


def public(timeline: Timeline, party: str = "ana") -> tuple[str, tuple[str, ...]]:
    """How a party stands for the public."""
    found = next(one for one in assents(view(timeline, Audience.PUBLIC), timeline) if one.party.id == party)
    return str(found.state), found.clauses


def test_what_the_public_may_not_see_makes_no_yes_stale_for_it() -> None:
    """The parties see that a private clause changed; the public sees a yes to all it can read."""
    later = DEBTS.replace("nobody", "the bank")
    timeline = story(us(yes=YES, rest=DEBTS, parties=OPEN), us(yes=YES, rest=later, parties=OPEN))
    assert standing(timeline) == ("changed", 1, ("agreements/debts",))
    assert public(timeline) == ("current", ())


def test_a_digest_made_of_private_words_is_found_for_the_public_too() -> None:
    """It is compared with the whole file, of which the public sees a part."""
    to = digest_of(us(rest=DEBTS, parties=OPEN))
    timeline = story(us(rest=DEBTS, parties=OPEN), us("I ring.", f"{YES} {to}", rest=DEBTS, parties=OPEN))
    assert public(timeline) == ("changed", ("commitments/call",))


def test_a_yes_from_before_the_alliance_was_public_counts() -> None:
    """Its revision is not shown, nor is what the text was then; that something changed is."""
    timeline = story(us(yes=YES), us("I ring.", YES, parties=OPEN), us("I ring.", YES, parties=OPEN))
    assert public(timeline) == ("changed", ("commitments/call",))
    (found, _) = assents(view(timeline, Audience.PUBLIC), timeline)
    assert (found.agreed, found.since) == (None, None)


def test_a_private_yes_is_not_told() -> None:
    """Somebody whose entry is hidden is not said to have said nothing."""
    timeline = story("private: [assent/ana]\n" + us(yes=YES, parties=OPEN))
    assert [one.party.id for one in assents(view(timeline, Audience.PUBLIC), timeline)] == ["ben"]


def test_no_digest_is_in_what_the_public_gets() -> None:
    """It is made of private words too, and could be guessed at."""
    to = digest_of(us(rest=DEBTS, parties=OPEN))
    timeline = story(us(yes=f"{YES} {to}", rest=DEBTS, parties=OPEN), us("I ring.", f"{YES} {to}", rest=DEBTS, parties=OPEN))
    assert to in repr(timeline)
    shown = view(timeline, Audience.PUBLIC)
    assert to not in repr(shown)
    assert public(timeline) == ("changed", ("commitments/call",))
