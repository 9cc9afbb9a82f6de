"""From one file to an alliance: addresses, fields, and what is said of everything that is wrong."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import alliance_docs
from alliance_docs.model import Alliance, Value
from alliance_docs.reading.alliance_file import read, read_alliance
from alliance_docs.reading.rules import check
from alliance_docs.reading.source import List, Map, Node, Scalar, read_source
from alliance_docs.vocabulary import SECTIONS, Shape
from tests.mutants import DOCUMENTS, mutants

DEMO = Path(alliance_docs.__file__).parent / "demo"
HEAD = "title: Us\nparties: [{id: maren, name: Maren}, {id: jonas}]\n"


def alliance(text: str) -> Alliance:
    """The alliance in a text, whatever else is wrong with it."""
    found, _ = read_alliance(text.encode(), "us.yml", "us")
    assert found is not None
    return found


def fields(text: str, address: str) -> dict[str, Value]:
    """The fields of the clause at an address."""
    return dict(alliance(HEAD + text).by_address[address].fields)


def addresses(text: str) -> list[str]:
    """The addresses in a text, without title and parties."""
    return [clause.address for clause in alliance(HEAD + text).clauses[3:]]


def told(text: str) -> list[str]:
    """What is told of a text below `HEAD`, lines counted from its own first, as `line:column rule`."""
    _, problems = read_alliance((HEAD + text).encode(), "us.yml", "us")
    return [f"{(problem.line or 0) - 2}:{problem.column} {problem.rule}" for problem in problems]


EVERYTHING = """\
schema: 1
id: harbour
title: Maren and Jonas
kind: couple
lang: en
ends: 2026-01-01
audience: public
private: [drops, answers/hopes]
published: {drops/loan: 2025-01-01}
status: {why: Said so, since: 2024-06-30, state: active}
parties:
- {id: maren, name: Maren, git: [maren@example.org, M. M.]}
- {id: jonas, name: Jonas, left: 2025-01-01}
purpose: To decide together.
context: A kitchen.
session: [{date: 2024-01-14, minutes: 90, place: cafe, chosen: {maren: [hopes], jonas: [tone, count-on]}}]
questions: [{id: pets, section: intentions, text: A dog or none}]
answers: {hopes: {maren: Much., jonas: More.}, pets: {jonas: Yes.}}
commitments:
- {id: tell, owner: maren, text: I tell., since: 2024-01-01, until: 2025-01-01, state: active, title: Telling, topic: Money}
agreements: [{id: meet, text: We meet., backed_by: [tell], private: true, published: 2025-02-02}]
boundaries: [{id: no, owner: jonas, text: I sign nothing.}]
expectations: [{id: sees, holder: maren, text: He sees., became: let_go}]
requests:
- {id: ask, from: maren, to: jonas, text: Please., reply: accepted, date: 2024-02-02, why: Gladly., commitment: tell}
confidentiality: [{id: ours, owner: maren, text: Nothing leaves., except: my doctor; safety}]
feedback: {offer: One thing., receive: Say it back.}
backup_plan: {in_conflict: Stop., after_a_break: Say so., way_back: Walk., if_ending: In daylight., outside_help: Her.}
drops:
- id: loan
  restored: 2024-06-30
  owner: jonas
  date: 2024-04-02
  about: tell
  repair: [{done: 2024-04-03, text: Tell him., due: 2024-04-04}, {text: Open it.}]
  acknowledged: {by: jonas, text: I lent it., date: 2024-04-07}
  pattern: I go quiet.
concerns:
- {id: quiet, raised_by: maren, date: 2024-09-08, about: meet, seen: None., my_side: I was there., outcome: loan}
reviews:
  every: 3 months
  next: 2025-04-13
  held: [{date: 2024-02-25, by: maren, kept: Both., changed: Thursday., why: Sundays.}]
appreciation: [{date: 2025-01-12, from: maren, to: jonas, text: You came.}]
assent: [{party: maren, date: 2025-01-12, to: "v1:abc"}]
considered: [{check: hard-to-see, clause: commitments/tell, by: maren, why: It is fine.}]
redacted: [{clause: drops/loan, by: jonas, why: Private.}, {revision: 0123456789ab}]
"""


def test_every_key_of_the_model_is_read() -> None:
    """One file with everything: no problem, and each clause at its address, in file order."""
    found, problems = read_alliance(EVERYTHING.encode(), "a.yml", "a")
    assert problems == ()
    assert found is not None
    assert found.id == "harbour"
    assert " ".join(clause.address for clause in found.clauses) == (
        "id title kind lang ends audience private published status parties/maren parties/jonas purpose context "
        "session/2024-01-14 questions/pets answers/hopes/maren answers/hopes/jonas answers/pets/jonas commitments/tell "
        "agreements/meet boundaries/no expectations/sees requests/ask confidentiality/ours feedback/offer feedback/receive "
        "backup_plan/in_conflict backup_plan/after_a_break backup_plan/way_back backup_plan/if_ending "
        "backup_plan/outside_help drops/loan concerns/quiet reviews/every reviews/next reviews/held/2024-02-25 "
        "appreciation/2025-01-12-maren-jonas assent/maren considered/hard-to-see/commitments/tell redacted/drops/loan "
        "redacted/0123456789ab"
    )
    assert all(clause.named for clause in found.clauses)
    assert found.parties[0].git == ("maren@example.org", "M. M.")
    assert found.public


def test_the_file_with_everything_leaves_out_no_field_of_the_table() -> None:
    """The test above means what it says: each field of each section stands in it."""
    found = alliance(EVERYTHING)
    for row in SECTIONS.values():
        clauses = found.section(row.name)
        assert clauses, row.name
        if row.shape in (Shape.ITEMS, Shape.RECORD):
            written = {row.field(name) for clause in clauses for name in clause.fields}
            assert written >= set(row.fields), row.name


def test_fields_stand_in_the_order_of_the_table() -> None:
    """However people order their keys, nested ones have dotted names and steps are counted from 1."""
    loan = alliance(EVERYTHING).by_address["drops/loan"]
    assert list(loan.fields.items()) == [
        ("owner", "jonas"),
        ("date", "2024-04-02"),
        ("about", "tell"),
        ("acknowledged.date", "2024-04-07"),
        ("acknowledged.text", "I lent it."),
        ("acknowledged.by", "jonas"),
        ("pattern", "I go quiet."),
        ("repair.1.text", "Tell him."),
        ("repair.1.due", "2024-04-04"),
        ("repair.1.done", "2024-04-03"),
        ("repair.2.text", "Open it."),
        ("restored", "2024-06-30"),
    ]


def test_values_stand_where_the_model_says() -> None:
    """A scalar's value has the empty name; lists stay lists; the status keeps its own fields."""
    found = alliance(EVERYTHING).by_address
    assert dict(found["purpose"].fields) == {"": "To decide together."}
    assert dict(found["feedback/offer"].fields) == {"": "One thing."}
    assert dict(found["answers/hopes/maren"].fields) == {"": "Much."}
    assert dict(found["private"].fields) == {"private": ("drops", "answers/hopes")}
    assert dict(found["published"].fields) == {"drops/loan": "2025-01-01"}
    assert dict(found["status"].fields) == {"state": "active", "since": "2024-06-30", "why": "Said so"}
    assert found["session/2024-01-14"].fields["chosen.jonas"] == ("tone", "count-on")
    assert (found["answers/hopes/maren"].owner, found["requests/ask"].owner) == ("maren", "maren")


def test_clauses_know_their_line_and_column() -> None:
    """An entry is where its first key is, everything else where its key is."""
    found = alliance(EVERYTHING).by_address
    places = {
        name: (found[name].line, found[name].column)
        for name in ("title", "drops/loan", "answers/pets/jonas", "reviews/next")
    }
    assert places == {"title": (3, 1), "drops/loan": (30, 3), "answers/pets/jonas": (18, 55), "reviews/next": (42, 3)}


@pytest.mark.parametrize("path", sorted(DEMO.glob("*/*.yml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_example_documents_are_fine(path: Path) -> None:
    """No revision of the stories has anything wrong with it."""
    reading = read(path.read_bytes(), path.name, "x")
    assert reading.alliance
    assert (reading.problems, check(reading)) == ((), ())


ADDRESSES = [
    ("agreements: [{text: We meet on Thursdays at nine.}]", ["agreements/~we-meet-on-thursdays"]),
    ("agreements: [{text: We meet.}, {text: We meet!}]", ["agreements/~we-meet", "agreements/~we-meet-2"]),
    ("agreements: [{id: a, text: x}, {id: a, text: y}]", ["agreements/a", "agreements/a-2"]),
    (
        "agreements: [{id: a, text: x}, {id: a-2, text: y}, {id: a, text: z}]",
        ["agreements/a", "agreements/a-2", "agreements/a-3"],
    ),
    ("agreements: [{title: Meeting, text: Wir hören uns täglich an}]", ["agreements/~wir-horen-uns-taglich"]),
    ("agreements: [{text: '...'}]", ["agreements/~clause"]),
    ("drops: [{owner: maren, acknowledged: {text: I lent it}}]", ["drops/~i-lent-it"]),
    (
        "reviews: {held: [{date: 2024-01-01, kept: a}, {date: 2024-01-01}]}",
        ["reviews/held/2024-01-01", "reviews/held/2024-01-01-2"],
    ),
    ("reviews: {held: [{kept: All of it}]}", ["reviews/held/~all-of-it"]),
    ("session: [{id: first, date: 2024-01-01}]", ["session/2024-01-01"]),
    ("session: [{id: first, place: cafe}]", ["session/first"]),
    ("appreciation: [{from: a, to: b, text: x}]", ["appreciation/a-b"]),
    ("considered: [{check: x, clause: agreements/~we-meet}]", ["considered/x/agreements/~we-meet"]),
    ("commitments: [{id: Tell First, owner: a, text: b}]", ["commitments/tell-first"]),
    ("answers: {hopes: {Maren B.: x}}", ["answers/hopes/maren-b"]),
    ("reviews: {every: 3 months}", ["reviews/every"]),
]


@pytest.mark.parametrize(("text", "expected"), ADDRESSES, ids=range(len(ADDRESSES)))
def test_addresses(text: str, expected: list[str]) -> None:
    """By key, by id, by first words, equal ones counted in file order."""
    assert addresses(text) == expected


def test_only_what_nothing_names_is_unnamed() -> None:
    """Clauses with an id or with their keys are named, also when one is counted; the others are inferred later."""
    found = alliance(HEAD + "agreements: [{text: a}, {id: b, text: c}]\nreviews: {held: [{date: x}, {date: x}, {kept: y}]}")
    assert [clause.named for clause in found.clauses[3:]] == [False, True, True, True, False]
    assert [clause.id for clause in found.clauses[3:]] == ["", "b", "", "", ""]


def test_the_id_of_the_alliance() -> None:
    """The declared id, with slashes as in a path, or the default where none or none that can be used is declared."""
    assert alliance(HEAD + "id: team-a/launch").id == "team-a/launch"
    assert alliance(HEAD).id == "us"
    assert alliance(HEAD + "id: ../us").id == "us"


ABSENT = [
    "purpose:",
    "purpose: ''",
    "agreements: []",
    "agreements:",
    "agreements: ~",
    "feedback: {}",
    "feedback: {offer: }",
    "ends: null",
    "ends: ~",
    "status:",
    "answers: {hopes: {maren: }}",
    "answers: {hopes: }",
    "private: []",
    "published: {}",
    "reviews: {held: []}",
    "schema:",
]


@pytest.mark.parametrize("text", ABSENT)
def test_what_is_empty_is_absent(text: str) -> None:
    """No clause and no problem: an empty key is a place to write something later."""
    assert (addresses(text), told(text)) == ([], [])


def test_null_is_absent_but_in_prose() -> None:
    """In a sentence `null` and `~` are words like any other; a date or a name that is null is not there."""
    assert fields("purpose: null", "purpose") == {"": "null"}
    assert fields("commitments: [{id: a, owner: maren, text: ~, since: ~, state: null}]", "commitments/a") == {
        "owner": "maren",
        "text": "~",
    }


def test_an_assent_without_its_date_stays_an_entry() -> None:
    """A yes that was taken back by emptying the date is still there to be seen."""
    assert fields("assent: [{party: maren, date: }]", "assent/maren") == {"party": "maren"}


PROBLEMS = [
    ("titel: x", "1:1 unknown-key"),
    ("wholly_unknown: x", "1:1 unknown-key"),
    ("reviews/held: []", "1:1 unknown-key"),
    ("commitments: [{ownr: maren, owner: maren, text: x}]", "1:16 unknown-key"),
    ("backup_plan: {in_conflcit: x}", "1:15 unknown-key"),
    ("reviews: {held: [{id: a, kep: x}]}", "1:26 unknown-key"),
    ("status: {id: x, state: active}", "1:10 unknown-key"),
    ("drops: [{owner: maren, acknowledged: {txt: x}}]", "1:39 unknown-key"),
    ("drops: [{owner: maren, repair: [{txt: x}]}]", "1:34 unknown-key"),
    ("schema: 2", "1:9 schema-version"),
    ("schema: [1]", "1:9 schema-version"),
    ("purpose: {a: b}", "1:10 wrong-type"),
    ("purpose: [a]", "1:10 wrong-type"),
    ("feedback: text", "1:11 wrong-type"),
    ("answers: {hopes: text}", "1:18 wrong-type"),
    ("answers: [a]", "1:10 wrong-type"),
    ("private: drops", "1:10 wrong-type"),
    ("private: {drops: true}", "1:10 wrong-type"),
    ("private: [{drops: true}]", "1:11 wrong-type"),
    ("published: [drops]", "1:12 wrong-type"),
    ("agreements: [{id: [a], text: x}]", "1:19 wrong-type"),
    ("agreements: [[a]]", "1:14 wrong-type"),
    ("agreements:\n-\n", "2:2 wrong-type"),
    ("agreements: [{}]", "1:14 wrong-type"),
    ("agreements: {meet: {text: x}}", "1:13 wrong-type"),
    ("agreements: {text: x}", "1:13 wrong-type"),
    ("commitments: [{owner: [maren, jonas], text: x}]", "1:23 wrong-type"),
    ("agreements: [{text: x, backed_by: a}]", "1:35 wrong-type"),
    ("agreements: [{text: x, backed_by: {a: b}}]", "1:35 wrong-type"),
    ("drops: [{owner: maren, repair: {text: x}}]", "1:32 wrong-type"),
    ("drops: [{owner: maren, acknowledged: [x]}]", "1:38 wrong-type"),
    ("agreements: [We meet.]", "1:14 plain-entry"),
    ("drops: [{owner: maren, acknowledged: I did.}]", "1:38 plain-entry"),
    ("drops: [{owner: maren, repair: [Tell him.]}]", "1:33 plain-entry"),
    ("ends: 2024-02-30", "1:7 bad-date"),
    ("ends: 2024-1-1", "1:7 bad-date"),
    ("ends: 0000-01-01", "1:7 bad-date"),
    ("ends: ٢٠٢٤-٠١-٠١", "1:7 bad-date"),
    ("reviews: {next: soon}", "1:17 bad-date"),
    ("published: {drops: soon}", "1:20 bad-date"),
    ("session: [{minutes: 1e3}]", "1:21 bad-number"),
    (f"session: [{{minutes: {'9' * 5000}}}]", "1:21 bad-number"),
    ("agreements: [{text: x, private: maybe}]", "1:33 bad-flag"),
    ("status: aktive", "1:9 unknown-word"),
    ("status: {state: Active}", "1:17 unknown-word"),
    ("audience: Public", "1:11 unknown-word"),
    ("lang: plain english", "1:7 unknown-word"),
    ("requests: [{from: maren, to: jonas, text: x, reply: yes}]", "1:53 unknown-word"),
    ("commitments: [{text: x}]", "1:15 missing"),
    ("commitments: [{owner: maren}]", "1:15 missing"),
    ("commitments: [{owner: maren, text: ''}]", "1:15 missing"),
    ("requests: [{from: maren, text: x}]", "1:12 missing"),
    ("status: {since: 2024-01-01}", "1:9 missing"),
    ("id: Our Home", "1:5 bad-id"),
    ("id: [a]", "1:5 wrong-type"),
    ("agreements: [{id: Our Home, text: x}]", "1:19 bad-id"),
    (f"agreements: [{{id: {'a' * 65}, text: x}}]", "1:19 bad-id"),
    ("agreements: [{id: a, text: x}]\nboundaries: [{id: a, owner: maren, text: y}]", "2:19 repeated-id"),
    ("agreements: [{id: a, text: x}, {id: a, text: y}]", "1:37 repeated-id"),
    ("purpose: Team #1", "1:10 cut-text"),
    ("purpose: #1 team", "1:9 cut-text"),
    ("agreements: [{topic: No # x\n, text: y}]", "1:22 cut-text"),
]


@pytest.mark.parametrize(("text", "expected"), PROBLEMS, ids=[text[:40] for text, _ in PROBLEMS])
def test_what_is_wrong_is_told_where_it_is(text: str, expected: str) -> None:
    """One slip, one rule, at the line and column of the slip."""
    assert expected in told(text)
    assert len(set(told(text))) <= 2


ALRIGHT = [
    "agreements: [{id: maren, text: x}]",
    "questions: [{id: hopes, text: x}]\nagreements: [{id: hopes, text: x}]",
    "status: under_repair",
    "kind: a word of our own",
    "ends: '2024-02-29'",
    "session: [{minutes: 1.5}]",
    "commitments: [{owner: each, text: x, private: on}]",
    "status: active # since June",
    "commitments: [{owner: maren, text: x, since: 2024-01-01}] # x",
    "lang: pt-BR",
    "parties_: []",
]


@pytest.mark.parametrize("text", ALRIGHT[:-1])
def test_what_is_right_is_left_alone(text: str) -> None:
    """Party, question and clause ids are spaces of their own; comments beside dates and words cut nothing."""
    assert told(text) == []


def message(text: str) -> str:
    """What is said of an unknown key or word in a text."""
    _, problems = read_alliance((HEAD + text).encode(), "us.yml", "us")
    return next(problem.message for problem in problems if problem.rule.startswith("unknown"))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("commitment: []", "commitments"),
        ("Agreements: []", "agreements"),
        ("backup-plan: {}", "backup_plan"),
        ("back_up_plan: {}", "backup_plan"),
        ("perpose: x", "purpose"),
        ("commitments: [{ownner: maren}]", "owner"),
        ("agreements: [{text: x, backedby: [a]}]", "backed_by"),
        ("feedback: {recieve: x}", "receive"),
        ("status: {sate: active}", "state"),
        ("status: under-repair", "under_repair"),
        ("requests: [{from: maren, to: jonas, text: x, reply: acepted}]", "accepted"),
        ("audience: publik", "public"),
    ],
)
def test_a_slip_of_the_keyboard_is_answered_with_what_was_meant(text: str, meant: str) -> None:
    """Keys and words of the vocabulary are suggested when they are near."""
    assert message(text).endswith(f"did you mean `{meant}`?")


def test_a_key_that_is_nothing_like_ours_is_not_quoted() -> None:
    """It may be a sentence that lost its indentation; what could stand here is listed instead."""
    assert "Berlin" not in message("Berlin secret: x")
    assert "`offer`, `receive`" in message("feedback: {Berlin: x}")
    assert message('"title\\e": x') == "unknown key; did you mean `title`?"


def test_title_and_parties_are_needed() -> None:
    """Both are told at the beginning of the file; a wrong one is told only once."""
    _, problems = read_alliance(b"kind: couple\n", "us.yml", "us")
    assert [str(problem) for problem in problems] == [
        "us.yml:1:1: an alliance needs `parties:` [missing]",
        "us.yml:1:1: an alliance needs `title:` [missing]",
    ]
    _, problems = read_alliance(b"title: {a: b}\nparties: x\n", "us.yml", "us")
    assert [problem.rule for problem in problems] == ["wrong-type", "plain-entry", "wrong-type"]


def test_parties_have_ids_that_mean_nothing_else() -> None:
    """`review` and `each` are taken; a party without an id is understood and told."""
    found, problems = read_alliance(b"title: x\nparties: [{id: review}, {id: each}, {name: Maren}]", "us.yml", "us")
    assert [problem.rule for problem in problems] == ["reserved-id", "reserved-id", "no-party-id"]
    assert found
    assert [party.id for party in found.parties] == ["review", "each", "~maren"]


@pytest.mark.parametrize(
    ("source", "rule"),
    [("", "empty-file"), ("# x\n", "empty-file"), ("{}", "empty-file"), ("- a", "not-a-map"), ("x", "not-a-map")],
)
def test_a_file_that_is_no_map_of_keys_is_no_alliance(source: str, rule: str) -> None:
    """Empty files, lists and single words are told at their beginning."""
    found, problems = read_alliance(source.encode(), "us.yml", "us")
    assert found is None
    assert [(problem.line, problem.column, problem.rule) for problem in problems] == [(1, 1, rule)]


def test_reading_loads_nothing_heavy() -> None:
    """A command that only words something does not wait for YAML, Git or MkDocs; YAML comes with the first file."""
    heavy = "ruamel.yaml", "yaml", "git", "mkdocs", "rapidfuzz", "rich", "click"
    ours = "alliance_docs.reading.rules, alliance_docs.writing.edit"
    program = f"import sys, {ours}; print([name for name in {heavy} if name in sys.modules])"
    environment = os.environ | {"PYTHONPATH": str(Path(alliance_docs.__file__).parents[1])}
    ended = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    assert ended.stdout.strip() == "[]"


# Leniency


LENIENT = [
    ("agreements: [We meet.]", "agreements/~we-meet", {"text": "We meet."}),
    ("agreements: We meet.", "agreements/~we-meet", {"text": "We meet."}),
    ("commitments:\n- tell: I tell.", "commitments/tell", {"text": "I tell."}),
    ("commitments:\n- tell: {owner: maren, text: x}", "commitments/tell", {"owner": "maren", "text": "x"}),
    ("agreements:\n- We agree: nobody shouts.", "agreements/~we-agree-nobody-shouts", {"text": "We agree: nobody shouts."}),
    ("commitments: {tell: I tell.}", "commitments/tell", {"text": "I tell."}),
    ("commitments: {tell: {owner: maren, text: I tell.}}", "commitments/tell", {"owner": "maren", "text": "I tell."}),
    ("commitments: {owner: maren, text: I tell.}", "commitments/~i-tell", {"owner": "maren", "text": "I tell."}),
    ("commitments: [{id: a, text: No owner.}]", "commitments/a", {"text": "No owner."}),
    ("commitments: [{id: a, owner: [maren, jonas], text: x}]", "commitments/a", {"owner": ("maren", "jonas"), "text": "x"}),
    ("status: sleeping", "status", {"state": "sleeping"}),
    ("ends: in spring", "ends", {"": "in spring"}),
    ("agreements: [{id: a, text: x, backed_by: b}]", "agreements/a", {"text": "x", "backed_by": ("b",)}),
    ("private: drops", "private", {"private": ("drops",)}),
    ("private: {drops: true}", "private", {"private": ("drops",)}),
    ("private: [{drops: true}, answers]", "private", {"private": ("drops", "answers")}),
    (
        "drops: [{id: a, acknowledged: I did., repair: [Tell him.]}]",
        "drops/a",
        {"acknowledged.text": "I did.", "repair.1.text": "Tell him."},
    ),
    ("drops: [{id: a, repair: {text: Tell him.}}]", "drops/a", {"repair.1.text": "Tell him."}),
    ("assent: [maren]", "assent/maren", {"party": "maren"}),
    ("session: [{date: x, chosen: {a.b: [hopes]}}]", "session/x", {"date": "x", "chosen.a-b": ("hopes",)}),
    ("agreements: [{id: a, text: x, unknown: y}]", "agreements/a", {"text": "x"}),
]


@pytest.mark.parametrize(("text", "address", "expected"), LENIENT, ids=[text[:40] for text, *_ in LENIENT])
def test_an_odd_shape_is_understood_and_told(text: str, address: str, expected: dict[str, Value]) -> None:
    """What an old revision or another hand wrote is kept as far as it goes, with an error that says how to write it."""
    assert fields(text, address) == expected
    assert told(text)


def test_names_and_parties_of_foreign_shapes() -> None:
    """Parties as bare names or as a map of id to name are parties."""
    assert [party.name for party in alliance("parties: [Maren, Jonas]").parties] == ["Maren", "Jonas"]
    assert [(party.id, party.name) for party in alliance("parties: {m: Maren}").parties] == [("m", "Maren")]


def test_all_problems_are_told_in_one_run() -> None:
    """Refused constructs do not keep the slips of other lines from being told."""
    text = "a: &x 1\nstatus: aktive\nstatus: draft\ncommitments: [{text: x}]\n"
    assert told(text) == ["1:1 unknown-key", "1:4 anchor", "2:9 unknown-word", "3:1 repeated-key", "4:15 missing"]
    assert read_alliance((HEAD + text).encode(), "us.yml", "us")[0] is None


def test_a_direction_character_leaves_the_alliance_readable() -> None:
    """It is an error for a current file, and an old revision is shown with a symbol in its place."""
    assert told("purpose: yes \u202e no") == ["1:14 direction-character"]
    assert fields("purpose: yes \u202e no", "purpose") == {"": "yes \u202e no"}


def test_an_unfinished_merge_names_the_clauses() -> None:
    """The clauses that both sides word differently are named, but for what would quote their words."""
    sides = "<<<<<<< HEAD\n{}=======\n{}>>>>>>> other\n"
    ours = "purpose: x\ncommitments: [{id: tell, owner: maren, text: one}]\nagreements: [{text: Secret words}]\n"
    theirs = "purpose: y\ncommitments: [{id: tell, owner: maren, text: two}]\n"
    (problem,) = read_alliance((HEAD + sides.format(ours, theirs)).encode(), "us.yml", "us")[1]
    assert problem.message.endswith("(the versions differ in `purpose`, `commitments/tell`, `agreements`)")
    many = "".join(
        f"{key}: [{{id: {key}, owner: maren, text: x}}]\n" for key in ("boundaries", "confidentiality", "commitments")
    )
    (problem,) = read_alliance(
        (HEAD + sides.format(many + "purpose: a\nkind: b\nends: c\nlang: d\n", "")).encode(), "u", "u"
    )[1]
    assert problem.message.endswith("`purpose`, `kind`, 2 more)")


def test_very_many_equal_entries_are_read_quickly() -> None:
    """Counting equal addresses is linear: 6,000 entries of the same words are no trap."""
    found = alliance(HEAD + "agreements:\n" + "- text: same\n" * 6000)
    assert found.clauses[-1].address == "agreements/~same-6000"


def test_a_name_full_of_slashes_makes_a_short_address() -> None:
    """What looks into the parts of addresses never meets thousands of them."""
    assert addresses(f"considered: [{{check: x, clause: {'a/' * 10_000}}}]") == ["considered/x/a-a-a-a"]


# Broken documents


def _words(node: Node | None) -> tuple[set[str], set[str]]:
    """The words in the values of a tree, and those in its keys."""
    values: set[str] = set()
    keys: set[str] = set()
    for inner in node.nodes if isinstance(node, List) else ():
        values, keys = values | _words(inner)[0], keys | _words(inner)[1]
    for entry in node.entries if isinstance(node, Map) else ():
        deeper = _words(entry.value)
        values, keys = values | deeper[0], keys | deeper[1] | set(re.findall(r"\w{5,}", entry.key.text.lower()))
    if isinstance(node, Scalar):
        values |= set(re.findall(r"\w{5,}", node.text.lower()))
    return values, keys


def test_broken_documents_are_told_with_places_and_without_quoting() -> None:
    """300 broken documents: no exception, every place inside the file, no word of a text in any message."""
    package = Path(alliance_docs.__file__).parent
    ours = {
        word
        for path in (*package.glob("*.py"), *package.glob("reading/*.py"))
        for word in re.findall(r"\w{5,}", path.read_text(encoding="utf-8").lower())
    }
    found = [_words(read_source(document, "f").tree) for document in DOCUMENTS]
    secret = set().union(*(values for values, _ in found)) - set().union(*(keys for _, keys in found)) - ours
    assert len(secret) > 60
    for source in mutants(300, seed=2):
        reading = read(source, "f.yml", "x")
        problems = (*reading.problems, *check(reading))
        assert reading.alliance or problems
        lines = source.decode(errors="replace").split("\n")
        for problem in problems:
            assert problem.line is not None
            assert problem.column is not None
            assert 1 <= problem.column <= len(lines[problem.line - 1]) + 2
            assert problem.rule == "merge-conflict" or not secret & set(re.findall(r"\w+", problem.message.lower()))
