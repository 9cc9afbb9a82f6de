"""Whose yes a change needs: a table of what the file said, what it says now, and who is asked."""

from dataclasses import replace

import pytest

from alliance_docs.assent.yes import Consent
from alliance_docs.changes.diff import diff
from alliance_docs.model import Alliance
from alliance_docs.reading.alliance_file import read_alliance

PARTIES = "title: Us\nparties: [{id: ana}, {id: ben}, {id: cleo}, {id: dov, left: 2024-01-01}]\n"
ALL = {"ana", "ben", "cleo"}
NOBODY: set[str] = set()


def followed(*sources: str) -> list[Alliance]:
    """The alliances in these texts; clauses with one address are one clause."""
    numbers: dict[str, int] = {}
    states = []
    for source in sources:
        alliance, _ = read_alliance(source.encode(), "us.yml", "us")
        assert alliance is not None
        clauses = (replace(one, lineage=numbers.setdefault(one.address, len(numbers) + 1)) for one in alliance.clauses)
        states.append(Alliance("us", tuple(clauses)))
    return states


def asked(before: str, after: str) -> set[str]:
    """Everyone whose yes anything that differs needs."""
    was, now = followed(before, after)
    consent = Consent(now, was)
    return {party for change in diff(was, now) for party in consent.needed(change)}


def entry(section: str, /, **fields: str) -> str:
    """A section with one entry called x."""
    written = ", ".join(f"{key.rstrip('_')}: {value}" for key, value in fields.items())
    return f"{section}: [{{id: x, {written}}}]\n"


CALL = {"owner": "ana", "text": "I call."}
ASK = {"from_": "ana", "to": "ben", "text": "Please call."}
SEEN = {"raised_by": "ana", "seen": "No call."}
KEPT = {"owner": "ana", "text": "I tell nobody."}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "purpose: Rest.\n", ALL),
        ("purpose: Rest.\n", "purpose: Work.\n", ALL),
        ("purpose: Rest.\n", "", ALL),
        ("purpose: Rest.\n", 'purpose: "Rest."\n', NOBODY),
        ("context: A flat.\n", "context: A house.\n", ALL),
        ("kind: couple\nlang: en\nends: 2025-01-01\naudience: public\n", "kind: team\nlang: de\nends: 2026-01-01\n", NOBODY),
        ("feedback: {offer: Ask.}\n", "feedback: {offer: Wait.}\n", ALL),
        ("backup_plan: {way_back: Walk.}\n", "backup_plan: {way_back: Talk.}\n", ALL),
        ("reviews: {every: 3 months}\n", "reviews: {every: 4 months}\n", ALL),
        ("reviews: {next: 2024-01-01}\n", "reviews: {next: 2024-02-01, held: [{date: 2024-01-01}]}\n", NOBODY),
        ("session: [{date: 2024-01-01}]\n", "session: [{date: 2024-01-02}]\n", NOBODY),
        ("", "answers: {hopes: {ben: That we rest.}}\n", {"ben"}),
        ("answers: {hopes: {ben: That we rest.}}\n", "answers: {hopes: {ben: None.}}\n", {"ben"}),
    ],
)
def test_single_values_and_parts(before: str, after: str, expected: set[str]) -> None:
    """The rows of the table that are no lists."""
    assert asked(PARTIES + before, PARTIES + after) == expected


@pytest.mark.parametrize(
    ("section", "before", "after", "expected"),
    [
        ("commitments", {}, CALL, {"ana"}),
        ("commitments", CALL, {}, {"ana"}),
        ("commitments", CALL, CALL | {"text": "I write."}, {"ana"}),
        ("commitments", CALL, CALL | {"until": "2025-01-01"}, {"ana"}),
        ("commitments", CALL, CALL | {"state": "completed"}, {"ana"}),
        ("commitments", CALL, CALL | {"state": "active"}, NOBODY),
        ("commitments", CALL, CALL | {"owner": "ben"}, {"ana", "ben"}),
        ("commitments", CALL, CALL | {"title": "Calling", "topic": "Phone", "private": "true"}, NOBODY),
        ("commitments", {}, CALL | {"owner": "each"}, ALL),
        ("commitments", {}, CALL | {"owner": "dov"}, NOBODY),
        ("agreements", {"text": "We rest."}, {"text": "We work."}, ALL),
        ("agreements", {"text": "We rest."}, {"text": "We rest.", "backed_by": "[y]"}, ALL),
        ("boundaries", CALL, CALL | {"text": "I sleep."}, NOBODY),
        ("expectations", {"holder": "ben", "text": "He calls."}, {"holder": "ben", "text": "He writes."}, {"ben"}),
        ("expectations", {"holder": "ben", "text": "A."}, {"holder": "ben", "text": "A.", "became": "let_go"}, {"ben"}),
        ("requests", {}, ASK, {"ana"}),
        ("requests", {}, ASK | {"reply": "open"}, {"ana"}),
        ("requests", {}, ASK | {"reply": "accepted"}, {"ana", "ben"}),
        ("requests", ASK, ASK | {"text": "Please write."}, {"ana"}),
        ("requests", ASK, ASK | {"reply": "declined", "why": "Too late."}, {"ben"}),
        ("requests", ASK, ASK | {"reply": "open"}, NOBODY),
        ("requests", ASK, ASK | {"date": "2024-01-01"}, NOBODY),
        ("requests", ASK, ASK | {"to": "cleo"}, {"ana"}),
        ("requests", ASK | {"reply": "accepted"}, {}, {"ana", "ben"}),
        ("confidentiality", {}, KEPT, ALL),
        ("confidentiality", KEPT, KEPT | {"text": "I tell few."}, ALL),
        ("confidentiality", KEPT, KEPT | {"except": "my doctor"}, NOBODY),
        ("confidentiality", KEPT | {"except": "my doctor"}, KEPT | {"except": "my aunt; My doctor"}, NOBODY),
        ("confidentiality", KEPT | {"except": "my aunt; my doctor"}, KEPT | {"except": "my doctor"}, ALL),
        ("confidentiality", KEPT | {"except": "my doctor"}, KEPT, ALL),
        ("drops", {}, {"owner": "ana", "date": "2024-01-01", "acknowledged": "{text: I forgot.}"}, NOBODY),
        ("drops", {"owner": "ana", "pattern": "Often."}, {"owner": "ana", "pattern": "Seldom."}, NOBODY),
        ("concerns", {}, SEEN, {"ana"}),
        ("concerns", SEEN, SEEN | {"seen": "Two missed."}, {"ana"}),
        ("concerns", SEEN, SEEN | {"outcome": "y"}, {"ben", "cleo"}),
        ("appreciation", {}, {"date": "2024-01-01", "from_": "ana", "to": "ben", "text": "Thanks."}, NOBODY),
        ("assent", {"party": "ana", "date": "2024-01-01"}, {"party": "ana", "date": "2024-02-01"}, NOBODY),
        ("redacted", {}, {"clause": "purpose", "by": "ana"}, NOBODY),
        ("questions", {}, {"section": "closing", "text": "Say why."}, NOBODY),
    ],
)
def test_entries_of_lists(section: str, before: dict[str, str], after: dict[str, str], expected: set[str]) -> None:
    """The rows of the table that are lists, by which field changed."""
    was, now = (PARTIES + entry(section, **fields) if fields else PARTIES for fields in (before, after))
    assert asked(was, now) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("draft", "active", ALL),
        ("paused", "active", ALL),
        ("active", "under_repair", NOBODY),
        ("active", "paused", NOBODY),
        ("active", "ended", NOBODY),
        ("active", "{state: active, why: Still.}", NOBODY),
        ("{state: active, since: 2024-01-01}", "{state: active, since: 2024-02-01}", NOBODY),
    ],
)
def test_only_becoming_active_takes_everyone(before: str, after: str, expected: set[str]) -> None:
    """To pause, to end and to ask for repair is for any one alone."""
    assert asked(f"{PARTIES}status: {before}\n", f"{PARTIES}status: {after}\n") == expected


def test_a_first_status_of_active_takes_everyone() -> None:
    """Nothing written is a draft."""
    assert asked(PARTIES, PARTIES + "status: active\n") == ALL


def test_a_party_that_comes_or_goes_takes_everyone_but_their_name_nobody() -> None:
    """What a party is called, how they commit, and that they left needs no yes."""
    joined = PARTIES.replace("{id: ben}", "{id: ben}, {id: eve}")
    assert asked(PARTIES, joined) == ALL | {"eve"}
    assert asked(joined, PARTIES) == ALL
    assert asked(PARTIES, PARTIES.replace("{id: ben}", "{id: ben, name: Benno, git: [B], left: 2025-01-01}")) == NOBODY


def test_the_outcome_of_a_concern_is_for_the_owner_of_what_it_became() -> None:
    """A drop is its owner's to name; where nothing is owned, everyone but the raiser is asked."""
    drop = "drops: [{id: y, owner: cleo}]\n"
    before, after = (PARTIES + drop + entry("concerns", **fields) for fields in (SEEN, SEEN | {"outcome": "y"}))
    assert asked(before, after) == {"cleo"}


def test_what_is_silenced_is_for_the_owner_of_the_clause() -> None:
    """A nudge on a promise is the owner's to answer; one on everybody's agreement needs nobody."""
    promise = "commitments: [{id: y, owner: ben, text: I call.}]\nagreements: [{id: z, text: We rest.}]\n"
    assert asked(PARTIES + promise, PARTIES + promise + entry("considered", check="way-out", clause="y", by="ana")) == {
        "ben"
    }
    assert asked(PARTIES + promise, PARTIES + promise + entry("considered", check="way-out", clause="z")) == NOBODY


def test_a_promise_made_everybodys_agreement_is_asked_on_both_sides() -> None:
    """Between two sections a clause goes from one rule to another."""
    was, now = followed(PARTIES + entry("commitments", **CALL), PARTIES + entry("agreements", text="We call."))
    number = was.by_address["commitments/x"].lineage
    now = Alliance("us", tuple(replace(one, lineage=number) if one.id == "x" else one for one in now.clauses))
    (change,) = (change for change in diff(was, now) if change.clause.id == "x")
    assert Consent(now, was).needed(change) == ALL


def test_a_link_that_follows_a_renamed_clause_asks_nobody() -> None:
    """Two new ids change no meaning: of the clause, and of what names it."""
    promise, evening = entry("commitments", **CALL), "agreements: [{id: e, text: We rest., backed_by: [x]}]\n"
    renamed = (promise + evening).replace("id: x", "id: y").replace("[x]", "[y]")
    was, now = followed(PARTIES + promise + evening, PARTIES + renamed)
    number = was.by_address["commitments/x"].lineage
    now = Alliance("us", tuple(replace(one, lineage=number) if one.id == "y" else one for one in now.clauses))
    changes = diff(was, now)
    assert len(changes) == 2
    assert {party for change in changes for party in Consent(now, was).needed(change)} == NOBODY


def test_a_party_is_known_under_the_id_it_had() -> None:
    """What belonged to a party before it was renamed belongs to it now."""
    was, now = followed(PARTIES + entry("commitments", **CALL), PARTIES.replace("id: ana", "id: anna"))
    number = was.by_address["parties/ana"].lineage
    now = Alliance("us", tuple(replace(one, lineage=number) if one.id == "anna" else one for one in now.clauses))
    changes = diff(was, now)
    consent = Consent(now, was)
    assert {change.clause.address: consent.needed(change) for change in changes} == {
        "parties/anna": NOBODY,
        "commitments/x": {"anna"},
    }
