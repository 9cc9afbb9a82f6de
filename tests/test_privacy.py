"""What an audience may see, on real files read and followed through several revisions."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from alliance_docs.audience import Audience
from alliance_docs.changes.timeline import follow_alliance
from alliance_docs.history.log import Commit, Event, Life
from alliance_docs.privacy.view import view, withholds
from alliance_docs.revisions import Message, Person, RevisionKind, Timeline

HEAD = """\
title: Two of us
audience: {audience}
parties: [{{id: ana, name: Ana}}, {{id: ben, name: Ben}}]
"""
OPEN = HEAD.format(audience="public")
CLOSED = HEAD.format(audience="parties")
PLAIN = """\
commitments:
- {id: calls, owner: ana, text: I call on Sundays.}
- {id: debts, owner: ben, text: I owe the bank a fortune.}
"""
PRIVATE = PLAIN.replace("fortune.}", "fortune., private: true}")
PUBLISHED = PLAIN.replace("fortune.}", "small sum., published: 2026-01-01}")
UNTOLD = "fortune"


def commit_id(place: int) -> str:
    """A 40-digit id for the revision at this place."""
    return f"{place + 1:040x}"


def story(*sources: str, parents: Sequence[tuple[int, ...]] = ()) -> Timeline:
    """A timeline of these files; each follows the one before unless `parents` says otherwise."""
    links = parents or [() if place == 0 else (place - 1,) for place in range(len(sources))]
    events = tuple(
        Event(commit_id(place), link, "alliances/two.yml", f"blob{place}", merge=len(link) > 1)
        for place, link in enumerate(links)
    )
    commits = {
        event.commit: Commit(event.commit, (), Person("Ana"), None, (), Message(f"Subject {place}", f"Body {place}"))
        for place, event in enumerate(events)
    }
    blobs = {f"blob{place}": source.encode() for place, source in enumerate(sources)}
    life = Life("alliances/two.yml", "", events, (len(events) - 1,), current=True)
    return follow_alliance(life, commits, blobs, None, "two")


def everything(timeline: Timeline) -> str:
    """All that a page could show of a timeline."""
    return repr(timeline)


def test_private_clause_is_absent_from_every_revision_of_the_public_view() -> None:
    """Private today is hidden in the revisions from before it was private."""
    timeline = story(OPEN + PLAIN, OPEN + PRIVATE)
    assert UNTOLD in everything(timeline)
    public = view(timeline, Audience.PUBLIC)
    assert UNTOLD not in everything(public)
    assert public.left_out == 1
    assert "I call on Sundays." in everything(public)


def test_private_once_stays_hidden_after_the_flag_is_taken_away() -> None:
    """Removing `private` does not publish."""
    assert UNTOLD not in everything(view(story(OPEN + PRIVATE, OPEN + PLAIN), Audience.PUBLIC))


def test_published_shows_only_later_revisions() -> None:
    """`published` opens the clause from its revision on, as a clause that is added there."""
    timeline = story(OPEN + PRIVATE, OPEN + PUBLISHED)
    public = view(timeline, Audience.PUBLIC)
    assert UNTOLD not in everything(public)
    assert "small sum" in everything(public)
    assert [[str(kind) for kind in change.kinds] for change in public.revisions[1].changes] == [["added"]]


@pytest.mark.parametrize("listed", ["commitments", "commitments/debts"])
def test_section_or_address_in_the_private_list_hides(listed: str) -> None:
    """The top-level list hides a section or one clause, and is itself not shown."""
    public = view(story(OPEN + PLAIN, OPEN + f"private: [{listed}]\n" + PLAIN), Audience.PUBLIC)
    assert UNTOLD not in everything(public)
    assert "debts" not in everything(public)


@pytest.mark.parametrize("sign", ["private: true\n" + PLAIN, PLAIN.replace("fortune.}", "fortune., private: maybe}")])
def test_a_sign_that_is_unclear_hides(sign: str) -> None:
    """An old revision may say it in a way that would be an error today."""
    assert UNTOLD not in everything(view(story(OPEN + sign, OPEN + PLAIN), Audience.PUBLIC))


def test_flag_on_a_merged_side_branch_hides() -> None:
    """A flag that stood only on one side of a merge still hides the clause everywhere."""
    sides = story(
        OPEN + PLAIN,
        OPEN + PLAIN + "purpose: One.\n",
        OPEN + PRIVATE,
        OPEN + PLAIN + "purpose: Two.\n",
        parents=[(), (0,), (0,), (1, 2)],
    )
    assert UNTOLD not in everything(view(sides, Audience.PUBLIC))


def test_a_branch_that_published_and_was_not_taken_opens_nothing() -> None:
    """The last revision in the order need not be what is there now."""
    timeline = story(OPEN + PRIVATE, OPEN + PUBLISHED.replace("small sum", "fortune"))
    now = timeline.revisions[0].alliance
    assert now is not None
    assert UNTOLD in everything(view(timeline, Audience.PUBLIC))
    taken = view(replace(timeline, alliance=now), Audience.PUBLIC)
    assert UNTOLD not in everything(taken)
    assert taken.left_out == 1


def test_only_revisions_since_the_alliance_turned_public_are_shown() -> None:
    """What was said before turning public stays with the parties."""
    public = view(story(CLOSED + PLAIN, OPEN + PLAIN.replace("fortune", "bit"), OPEN + "purpose: New.\n"), Audience.PUBLIC)
    assert UNTOLD not in everything(public)
    assert [revision.number for revision in public.revisions] == [2, 3]
    assert public.revisions[0].kind is RevisionKind.FIRST
    assert public.notices


@pytest.mark.parametrize("first", [CLOSED, OPEN.replace("parties:", "private: [commitments]\nparties:")])
def test_no_address_is_made_of_words_that_are_hidden(first: str) -> None:
    """What nothing names is called by the first words it ever had, of those that are shown."""
    timeline = story(
        first + "commitments: [{owner: ben, text: I owe the bank a fortune.}]\n",
        OPEN + "commitments: [{owner: ben, text: You owe the bank a fortune., published: 2024-05-01}]\n",
    )
    assert "commitments/~i-owe-the-bank" in everything(timeline)
    public = view(timeline, Audience.PUBLIC)
    assert "i-owe-the-bank" not in everything(public)
    assert [clause.address for clause in public.alliance.section("commitments")] == ["commitments/~you-owe-the-bank"]
    assert public.revisions[-1].changes[-1].clause.address == "commitments/~you-owe-the-bank"


def test_messages_of_commits_that_touch_hidden_clauses_are_left_out() -> None:
    """Subject and body could say what the clause no longer may."""
    public = view(story(OPEN + "purpose: One.\n", OPEN + PRIVATE), Audience.PUBLIC)
    assert [revision.message_left_out for revision in public.revisions] == [False, True]
    assert "Subject 1" not in everything(public)


def test_revision_that_changed_only_what_is_hidden_is_no_layout() -> None:
    """It is said that something changed, never what."""
    public = view(story(OPEN + PRIVATE, OPEN + PRIVATE.replace("bank", "shop")), Audience.PUBLIC)
    assert public.revisions[1].kind is RevisionKind.CHANGE
    assert public.revisions[1].changes == ()


def test_links_to_hidden_clauses_are_taken_out() -> None:
    """An id can be a secret too."""
    agreement = "agreements:\n- {id: evening, text: We meet., backed_by: [calls, debts]}\n"
    public = view(story(OPEN + PRIVATE + agreement), Audience.PUBLIC)
    assert "debts" not in everything(public)
    assert public.alliance.by_address["agreements/evening"].fields["backed_by"] == ("calls",)


def test_parties_see_private_but_not_redacted() -> None:
    """`redacted` holds in every view; the entry itself stays."""
    assert UNTOLD in everything(view(story(OPEN + PRIVATE), Audience.PARTIES))
    redacted = OPEN + "redacted: [{clause: commitments/debts, by: ben, why: Mine to tell.}]\n"
    parties = view(story(OPEN + PLAIN, redacted), Audience.PARTIES)
    assert UNTOLD not in everything(parties)
    assert "Mine to tell." in everything(parties)


def test_redacted_revision_loses_its_message_in_every_view() -> None:
    """The revision, its date and its author stay."""
    entry = f"redacted: [{{revision: {commit_id(0)[:12]}, by: ana, why: Too much.}}]\n"
    parties = view(story(OPEN + PLAIN, OPEN + PLAIN + entry), Audience.PARTIES)
    assert parties.revisions[0].message_left_out
    assert "Subject 0" not in everything(parties)


def test_commit_of_another_alliance_that_is_not_public_withholds_its_message() -> None:
    """One commit can touch two alliances."""
    shown, closed = story(OPEN + PLAIN), story(CLOSED + PLAIN)
    withheld = withholds(closed, Audience.PUBLIC)
    assert withheld == {commit_id(0)}
    assert not withholds(shown, Audience.PUBLIC)
    assert "Subject 0" not in everything(view(shown, Audience.PUBLIC, withheld))
    assert "Subject 0" in everything(view(shown, Audience.PUBLIC))


def test_unreadable_revision_leaves_its_message_out() -> None:
    """Nobody can say what such a revision touched."""
    public = view(story(OPEN + PLAIN, "title: [", OPEN + PLAIN), Audience.PUBLIC)
    assert [revision.kind for revision in public.revisions][1] is RevisionKind.UNREADABLE
    assert "Subject 1" not in everything(public)


def test_unreadable_revision_that_may_have_marked_something_hides_it() -> None:
    """Only that revision said private, and nobody can say of what."""
    public = view(story(OPEN + PLAIN, OPEN + PRIVATE + "title: [", OPEN + PLAIN), Audience.PUBLIC)
    assert UNTOLD not in everything(public)


BLOCKS = """\
commitments:
- id: calls
  owner: ana
  text: I call on Sundays.
- id: debts
  owner: ben
  text: I owe the bank a fortune.
"""


@pytest.mark.parametrize(
    "broken",
    [
        BLOCKS + "  private: true\nboundaries:\n- {id: walk, owner: ana, text: I walk.}\n",
        BLOCKS + "private: [commitments/debts]\n",
        BLOCKS + "private:\n- commitments/debts\n",
        PRIVATE,
    ],
)
def test_unreadable_revision_that_marked_something_else_instead_hides_it(broken: str) -> None:
    """That it marks no more than the one before does not say that it marks the same."""
    before = BLOCKS + "boundaries:\n- {id: walk, owner: ana, text: I walk., private: true}\n"
    public = view(story(OPEN + before, OPEN + broken + "title: [", OPEN + BLOCKS), Audience.PUBLIC)
    assert UNTOLD not in everything(public)


def test_unreadable_revision_may_use_the_word_as_before() -> None:
    """A text or a comment with the word in it marks nothing new, and a reworded entry is still the marked one."""
    before = PLAIN.replace("on Sundays", "in private") + "# private matters\n"
    after = before.replace("bank a fortune", "bank much")
    public = view(story(OPEN + before, OPEN + after + "title: [", OPEN + after), Audience.PUBLIC)
    assert "I call in private." in everything(public)
    marked = PRIVATE.replace("bank a fortune", "bank much")
    public = view(story(OPEN + PRIVATE, OPEN + marked + "title: [", OPEN + marked), Audience.PUBLIC)
    assert "I call on Sundays." in everything(public)


def test_unreadable_revision_that_marked_no_more_than_its_neighbours_hides_no_more() -> None:
    """A broken line elsewhere does not take the whole alliance away."""
    public = view(story(OPEN + PRIVATE, OPEN + PRIVATE + "title: [", OPEN + PRIVATE), Audience.PUBLIC)
    assert UNTOLD not in everything(public)
    assert "I call on Sundays." in everything(public)


def test_no_link_tells_what_a_hidden_clause_was_called() -> None:
    """Links outlive the clause they name: it is taken out, or gets another id, and they still say the old one."""
    links = "agreements:\n- {id: talk, text: We talk., backed_by: [calls, debts]}\n"
    removed = PLAIN.partition("- {id: debts")[0] + links
    renamed = PRIVATE.replace("id: debts", "id: owing") + links
    for last in (removed, renamed):
        timeline = story(OPEN + PRIVATE + links, OPEN + last)
        assert "debts" in everything(timeline)
        public = view(timeline, Audience.PUBLIC)
        assert "debts" not in everything(public)
        assert public.alliance.by_address["agreements/talk"].fields["backed_by"] == ("calls",)


def test_private_question_hides_its_answers_and_that_it_was_chosen() -> None:
    """An answer says what was asked."""
    asked = """\
session: [{date: 2024-01-14, chosen: {ana: [hopes, gambling]}}]
questions: [{id: gambling, section: intentions, text: What about the gambling?, private: true}]
answers: {gambling: {ana: It costs a fortune.}, hopes: {ana: To be kind.}}
"""
    public = everything(view(story(OPEN + asked), Audience.PUBLIC))
    assert UNTOLD not in public
    assert "gambling" not in public
    assert "To be kind." in public
