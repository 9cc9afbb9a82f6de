"""Changes, names and dates are worded as people would say them, by title and with whose it is."""

from datetime import UTC, datetime

import pytest

from alliance_docs.model import Alliance, Clause
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.wording import (
    Name,
    Title,
    author_names,
    clause_title,
    day,
    labels,
    listed,
    moment,
    period,
    sentence_text,
    some,
    state_word,
    summarise,
    untouched,
)
from tests.tales import PARTIES, Told, change_of, tale

OURS = """\
commitments:
- {id: naming, owner: ana, title: Naming it, text: I say within the day when something bothers me.}
- {id: room, owner: bruno, title: Room, text: I open the room and check the sound.}
requests:
- {id: quiet, from: bruno, to: ana, title: Quiet hour, text: Please leave me the first hour., reply: open}
expectations:
- {id: notice, holder: ana, text: You notice when I am tired.}
drops:
- id: skipped
  owner: ana
  title: Debrief skipped
  date: 2024-01-10
  acknowledged: {text: I skipped the debrief twice.}
  repair:
  - {text: A fixed slot on Friday., due: 2024-02-01}
backup_plan: {in_conflict: We stop and sit down.}
"""


def told(before: str, after: str, by: str = "Ana and Bruno") -> str:
    """The summary of the second of two revisions."""
    timeline = change_of(before, after, by)
    return str(summarise(timeline.revisions[-1], timeline))


def changed(*replacements: tuple[str, str], by: str = "Ana and Bruno") -> str:
    """The summary of some replacements in the same document."""
    after = OURS
    for before, new in replacements:
        assert before in after
        after = after.replace(before, new)
    return told(OURS, after, by)


@pytest.mark.parametrize(
    ("replacements", "sentence"),
    [
        ([("within the day", "within two days")], "Ana and Bruno reworded Naming it (Ana)."),
        (
            [("requests:", "- {id: asking, owner: bruno, title: Asking, text: I ask first.}\nrequests:")],
            "Ana and Bruno added Asking (Bruno).",
        ),
        (
            [
                ("within the day", "within two days"),
                ("requests:", "- {id: asking, owner: bruno, title: Asking, text: I ask first.}\nrequests:"),
            ],
            "Ana and Bruno added Asking (Bruno) and reworded Naming it (Ana).",
        ),
        (
            [("- {id: room, owner: bruno, title: Room, text: I open the room and check the sound.}\n", "")],
            "Ana and Bruno took out Room (Bruno).",
        ),
        ([("id: room, owner: bruno", "id: room, owner: ana")], "Ana and Bruno handed over Room (from Bruno to Ana)."),
        (
            [("owner: bruno, title: Room", "owner: bruno, state: completed, title: Room")],
            "Ana and Bruno completed Room (Bruno).",
        ),
        (
            [("owner: bruno, title: Room", "owner: bruno, state: withdrawn, title: Room")],
            "Ana and Bruno withdrew Room (Bruno).",
        ),
        (
            [("owner: bruno, title: Room", "owner: bruno, until: 2024-05-01, title: Room")],
            "Room (Bruno) runs until 1 May 2024.",
        ),
        ([("reply: open", "reply: accepted")], "Ana accepted the request Quiet hour (Bruno)."),
        ([("reply: open", "reply: declined, why: Not in June.")], "Ana declined the request Quiet hour (Bruno)."),
        ([("reply: open", "reply: countered")], "Ana countered the request Quiet hour (Bruno)."),
        (
            [("reply: open", "reply: open, commitment: naming")],
            "The request Quiet hour (Bruno) is now answered by the promise Naming it.",
        ),
        ([("tired.}", "tired., became: let_go}")], "Ana let go of the expectation “You notice when I am tired”."),
        (
            [("tired.}", "tired., became: quiet}")],
            "The expectation “You notice when I am tired” (Ana) became the request Quiet hour.",
        ),
        ([("2024-02-01}", "2024-02-01, done: 2024-01-30}")], "Repaired: “A fixed slot on Friday”."),
        ([("  repair:", "  restored: 2024-02-02\n  repair:")], "Debrief skipped: open → restored."),
        (
            [("  - {text: A fixed", "  - {text: Say sorry.}\n  - {text: A fixed")],
            "Ana and Bruno added a repair step to the drop Debrief skipped (Ana).",
        ),
        ([("sit down.", "sit down.\n  way_back: We walk.")], "Ana and Bruno added The way back."),
    ],
)
def test_the_summary_names_what_was_done_by_title(replacements: list[tuple[str, str]], sentence: str) -> None:
    """Authors are the subject, owners stand in brackets, and what somebody said or restored has a sentence of its own."""
    before = OURS.replace("{in_conflict: We stop and sit down.}", "\n  in_conflict: We stop and sit down.")
    after = before
    for old, new in replacements:
        assert old in after
        after = after.replace(old, new)
    assert told(before, after) == sentence


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ("", "status: {state: active, since: 2024-01-21}\n", "Status: draft → active."),
        ("status: active\n", "status: under_repair\n", "Status: active → under repair."),
        ("audience: parties\n", "audience: public\n", "Audience: parties → public."),
        ("", "assent:\n- {party: ana, date: 2024-01-21}\n- {party: bruno, date: 2024-01-21}\n", "Ana and Bruno said yes."),
        ("assent:\n- {party: ana, date: 2024-01-21}\n", "assent:\n- {party: ana}\n", "Ana took back their yes."),
        ("", "appreciation:\n- {date: 2024-01-21, from: ana, to: bruno, text: You stayed.}\n", "Ana thanked Bruno."),
        ("", "reviews: {every: 2 months, next: 2024-03-01}\n", "Ana and Bruno set the next review for 1 Mar 2024"),
        ("", "reviews:\n  held:\n  - {date: 2024-03-01, kept: All.}\n", "Ana and Bruno held the review of 1 Mar 2024."),
        ("", "concerns:\n- {id: c, raised_by: ana, title: Late, seen: You came late.}\n", "raised the concern Late (Ana)."),
        ("", "answers:\n  hopes: {ana: That we laugh.}\n", "Ana and Bruno added the answer on Hopes (Ana)."),
        ("purpose: To talk.\n", "purpose: To listen.\n", "Ana and Bruno reworded Purpose."),
        ("", "session:\n- {date: 2024-01-14, place: here}\n", "wrote down the session of 14 Jan 2024."),
    ],
)
def test_every_section_has_its_own_words(before: str, after: str, sentence: str) -> None:
    """What is special about a section is said in its own verb."""
    assert sentence in told(before, after)


def test_after_three_titles_the_rest_is_a_number() -> None:
    """A long list stays a sentence."""
    many = "".join(f"- {{id: c{n}, owner: ana, title: Promise {n}, text: I do {n}.}}\n" for n in range(1, 7))
    assert told("", f"commitments:\n{many}") == (
        "Ana and Bruno added Promise 1 (Ana), Promise 2 (Ana), Promise 3 (Ana) and 3 more."
    )


def test_a_clause_without_a_title_is_named_by_its_first_words() -> None:
    """In quotation marks, cut at a word."""
    text = "I tell Maren before I move more than 200 from any account."
    assert told("", f"commitments:\n- {{id: a, owner: ana, text: {text}}}\n", by="Ana") == (
        "Ana added “I tell Maren before I move…” (Ana)."
    )


def test_parties_join_and_leave() -> None:
    """A person who comes or goes has a sentence."""
    timeline = tale(
        "", Told(PARTIES + "- {id: cem, name: Cem}\n"), Told(PARTIES + "- {id: cem, name: Cem, left: 2024-05-01}\n")
    )
    summaries = [str(summarise(revision, timeline)) for revision in timeline.revisions]
    assert summaries == ["First version.", "Cem joined.", "Cem left on 1 May 2024."]


@pytest.mark.parametrize(
    ("by", "trailers", "quiet"),
    [
        ("Bruno", (), "Nothing shows that Ana was there."),
        ("Bruno", (("With", "Ana"),), ""),
        ("Bruno", (("with", "Cem, ana"),), ""),
        ("Bruno", (("Co-authored-by", "Ana <a@example.org>"),), ""),
        ("Bruno and Ana", (), ""),
        ("Ana", (), ""),
        ("The scribe", (), ""),
    ],
)
def test_another_ones_own_words_changed_alone_are_said_quietly(
    by: str, trailers: tuple[tuple[str, str], ...], quiet: str
) -> None:
    """Silent with a trailer, with the owner among the authors, and when a scribe typed."""
    after = OURS.replace("within the day", "within two days")
    timeline = tale(OURS, Told(PARTIES + after, by=by, trailers=trailers))
    assert sentence_text(summarise(timeline.revisions[-1], timeline).quiet) == quiet


def test_the_reply_to_a_request_is_the_asked_ones_own() -> None:
    """Accepting is Ana's to write down, rewording is Bruno's."""
    assert "Nothing shows" not in changed(("reply: open", "reply: accepted"), by="Ana")
    assert changed(("reply: open", "reply: accepted"), by="Bruno").endswith("Nothing shows that Ana was there.")
    assert changed(("first hour.", "first two hours."), by="Ana").endswith("Nothing shows that Bruno was there.")


def test_whole_revisions_have_fixed_sentences() -> None:
    """First, tidied, unreadable, deleted, made again and not yet committed."""
    timeline = tale(
        OURS,
        Told(f"# tidied\n{PARTIES}{OURS}"),
        Told("title: [\n"),
        Told(None),
        Told(PARTIES + OURS),
        draft=OURS.replace("within the day", "within two days"),
    )
    summaries = [str(summarise(revision, timeline)) for revision in timeline.revisions]
    assert summaries[:2] == ["First version.", "No change in meaning: the file was tidied."]
    assert summaries[2].startswith("This revision cannot be read: line ")
    assert summaries[3:5] == ["The file was deleted.", "The file was made again."]
    assert summaries[5] == "Not committed yet: reworded Naming it (Ana)."


def test_a_merge_says_what_joining_changed() -> None:
    """Nothing, or something that neither side had."""
    other = OURS.replace("within the day", "within two days")
    ours = OURS.replace("check the sound", "check the light")
    both = ours.replace("within the day", "within two days")
    clean = tale(OURS, Told(PARTIES + ours), Told(PARTIES + other, parents=(0,)), Told(PARTIES + both, parents=(1, 2)))
    assert str(summarise(clean.revisions[3], clean)) == "Two lines of work came together; joining them changed nothing."
    by_hand = both.replace("Please leave", "Please let")
    merged = tale(OURS, Told(PARTIES + ours), Told(PARTIES + other, parents=(0,)), Told(PARTIES + by_hand, parents=(1, 2)))
    assert str(summarise(merged.revisions[3], merged)).startswith(
        "Joining two lines of work, Ana reworded the request Quiet hour"
    )


def test_new_ids_are_counted_and_not_told_as_changes() -> None:
    """Giving ids to clauses is no change of what they say."""
    timeline = tale(
        "commitments:\n- {owner: ana, text: I sweep.}\n",
        Told(f"{PARTIES}commitments:\n- {{id: s, owner: ana, text: I sweep.}}\n"),
    )
    assert str(summarise(timeline.revisions[-1], timeline)) == "One clause has a new id; the wording is unchanged."


def test_authors_are_called_by_their_party_names() -> None:
    """By `git` addresses, by name, by id, else as they call themselves; never by an e-mail address."""
    timeline = tale(Told(PARTIES, by="Bruno and ANA and Cem"), Told(PARTIES, by="x@example.org"))
    names = [author_names(revision, timeline.alliance) for revision in timeline.revisions]
    assert names == [("Bruno", "Ana", "Cem"), ("address left out",)]


def test_silence_is_not_omission() -> None:
    """The sections that stayed are named, the changed ones and the small print are not."""
    timeline = change_of(OURS, OURS.replace("within the day", "within two days"))
    assert untouched(timeline.revisions[-1]) == ("Expectations", "Requests", "Back-up plan", "Drops and repairs")


def test_a_completed_promise_is_taken_out_and_not_only_a_state() -> None:
    """Both ways of letting a promise go have one label."""
    timeline = change_of(OURS, OURS.replace("owner: bruno, title: Room", "owner: bruno, state: completed, title: Room"))
    change = timeline.revisions[-1].changes[0]
    assert [(label.word, label.sign) for label in labels(change)] == [("Taken out", "−")]


@pytest.mark.parametrize(
    ("section", "address", "fields", "title"),
    [
        ("purpose", "purpose", {"": "Anything at all"}, "Purpose"),
        ("backup_plan", "backup_plan/way_back", {"": "We walk."}, "The way back"),
        ("answers", "answers/hopes/ana", {"": "To laugh."}, "Hopes"),
        ("answers", "answers/our-own/ana", {"": "To laugh."}, "our-own"),
        ("commitments", "commitments/a", {"text": "I sweep.", "title": "Sweeping"}, "Sweeping"),
        ("commitments", "commitments/a", {"text": "I *sweep* the stairs."}, "I sweep the stairs"),
        (
            "commitments",
            "commitments/a",
            {"text": "one two three four five six seven eight"},
            "one two three four five six…",
        ),
        ("commitments", "commitments/a", {"text": "x" * 200}, "x" * 48 + "…"),
        ("commitments", "commitments/a", {"text": ""}, "(no words)"),
        ("reviews/held", "reviews/held/2024-03-01", {"date": "2024-03-01"}, "Review of 1 Mar 2024"),
    ],
)
def test_clauses_are_called_by_title_place_or_first_words(
    section: str, address: str, fields: dict[str, str], title: str
) -> None:
    """A title that people gave wins, then what is known by its place, then the words."""
    assert clause_title(Clause(section, address, fields), Alliance("")) == title


@pytest.mark.parametrize(
    ("typed", "shown", "iso"),
    [
        ("2024-04-28", "28 Apr 2024", "2024-04-28"),
        ("soon", "soon", ""),
        ("2024-02-30", "2024-02-30", ""),
        ("20240428", "20240428", ""),
    ],
)
def test_dates_are_in_words_and_what_is_none_stays_as_typed(typed: str, shown: str, iso: str) -> None:
    """English, absolute, and never invented."""
    assert (str(day(typed)), day(typed).iso) == (shown, iso)


def test_periods_do_not_repeat_a_year() -> None:
    """From when until when, as one would say it; a missing date is said."""
    first, later, next_year = (datetime(y, m, 16, 20, tzinfo=UTC) for y, m in ((2025, 10), (2025, 11), (2026, 1)))
    assert sentence_text(period(first, later)) == "from 16 Oct to 16 Nov 2025"
    assert sentence_text(period(first, next_year)) == "from 16 Oct 2025 to 16 Jan 2026"
    assert sentence_text(period(first, first)) == "on 16 Oct 2025"
    assert sentence_text(period(first, None)) == "from 16 Oct 2025 to unknown date"
    assert moment(None) == "unknown date"


def test_lists_read_as_sentences() -> None:
    """Commas and one `and`; `some` never hides just one."""
    names = [(Name(letter),) for letter in "abcde"]
    assert sentence_text(listed(names[:1])) == "a"
    assert sentence_text(listed(names[:3])) == "a, b and c"
    assert sentence_text(some(names[:4])) == "a, b, c and d"
    assert sentence_text(some(names)) == "a, b, c and 2 more"


def test_titles_know_where_they_lead() -> None:
    """A title is a text with an address."""
    title = Title("Naming it", "commitments/naming")
    assert (title, title.target) == ("Naming it", "commitments/naming")


def test_words_of_the_vocabulary_are_said_as_people_say_them() -> None:
    """No underscores on a page."""
    assert [state_word(word) for word in ("under_repair", "let_go", "accepted")] == ["under repair", "let go", "accepted"]


def all_summaries(timeline: Timeline) -> list[str]:
    """Every summary of a timeline."""
    return [str(summarise(revision, timeline)) for revision in timeline.revisions]


def test_no_summary_holds_an_address_or_a_raw_key() -> None:
    """E-mail addresses and field names stay out of sentences."""
    before = OURS + "purpose: Write to a@example.org.\n"
    timeline: Timeline = tale(before, Told(PARTIES + before.replace("Write", "Never write"), by="Bruno"))
    revision: Revision = timeline.revisions[-1]
    assert revision.changes
    assert not any("@" in summary or "_" in summary for summary in all_summaries(timeline))
