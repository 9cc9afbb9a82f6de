"""The machine-readable contract, to the letter: keys, their order, their nulls and their types."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from alliance_docs.errors import Problem, Severity
from alliance_docs.model import Alliance, Change, Clause, Value
from alliance_docs.report import as_json, check_report, diff_report, log_report, show_report
from alliance_docs.revisions import Message, Person, Revision, RevisionKind, Timeline
from alliance_docs.vocabulary import Kind

FIRST, SECOND = "1" * 40, "2" * 40
TEXT_BEFORE = "I tell Jonas before I move money."
TEXT_AFTER = "I tell Jonas before I move more than 200."


def clause(address: str, fields: Mapping[str, Value], section: str = "") -> Clause:
    """A clause at an address; its section is the address's first part unless given."""
    return Clause(section or address.partition("/")[0], address, fields)


PROMISE = clause("commitments/tell-first", {"owner": "maren", "text": TEXT_BEFORE, "topic": "Money"})
PROMISE_NOW = clause("commitments/telling", {"owner": "maren", "text": TEXT_AFTER, "topic": "Accounts"})
MAREN = clause("parties/maren", {"name": "Maren", "git": ("Maren Li", "M. Li")})
TITLE = clause("title", {"": "At home"})
ALLIANCE = Alliance("home", (TITLE, MAREN, PROMISE_NOW))

REWORDED = Change(
    (Kind.REWORDED, Kind.MOVED, Kind.RENAMED),
    PROMISE,
    PROMISE_NOW,
    {"text": (TEXT_BEFORE, TEXT_AFTER), "topic": ("Money", "Accounts")},
)
ADDED = Change((Kind.ADDED,), None, MAREN, {"name": (None, "Maren"), "git": (None, ("Maren Li", "M. Li"))})
REMOVED = Change(
    (Kind.REMOVED,), PROMISE, None, {"owner": ("maren", None), "text": (TEXT_BEFORE, None), "topic": ("Money", None)}
)
TITLED = Change((Kind.REWORDED,), replace(TITLE, fields={"": "Home"}), TITLE, {"": ("Home", "At home")}, inferred=True)


def revision(**fields: Any) -> Revision:  # noqa: ANN401 - as many types as a revision has fields
    """A revision with a commit, an author and a message, but for the fields given."""
    usual = Revision(
        FIRST,
        (),
        1,
        "alliances/home.yml",
        datetime.fromisoformat("2024-01-14T20:15:00+01:00"),
        (Person("Maren Li", "maren@example.org"), Person("Somebody", "some@example.org")),
        Message("Say when", "Because we\n\ntalked.", (("With", "Jonas"),)),
        RevisionKind.FIRST,
        alliance=ALLIANCE,
    )
    return replace(usual, **fields)


def log_of(*revisions: Revision) -> list[dict[str, object]]:
    """The revisions of a log after a way through JSON text."""
    report = json.loads(as_json(log_report(Timeline(ALLIANCE, "alliances/home.yml", revisions))))
    assert list(report) == ["alliance", "path", "revisions"]
    assert (report["alliance"], report["path"]) == ("home", "alliances/home.yml")
    revisions_found: list[dict[str, object]] = report["revisions"]
    return revisions_found


def test_a_revision_has_every_key_in_order() -> None:
    """A committed revision: party names where mapped, other authors as they are, the body without trailers."""
    (found,) = log_of(revision())
    assert list(found.items()) == [
        ("commit", FIRST),
        ("parents", []),
        ("number", 1),
        ("date", "2024-01-14T20:15:00+01:00"),
        ("authors", ["Maren", "Somebody"]),
        ("subject", "Say when"),
        ("body", "Because we\n\ntalked."),
        ("kind", "first"),
        ("problem", None),
        ("changes", []),
    ]


def test_uncommitted_edits_have_no_commit_number_or_date() -> None:
    """What is not committed yet is a revision with nulls and without authors."""
    draft = revision(
        commit=None, parents=(FIRST,), number=None, when=None, authors=(), message=Message(), kind=RevisionKind.CHANGE
    )
    (found,) = log_of(draft)
    assert {name: found[name] for name in ("commit", "parents", "number", "date", "authors", "subject")} == {
        "commit": None,
        "parents": [FIRST],
        "number": None,
        "date": None,
        "authors": [],
        "subject": "",
    }


@pytest.mark.parametrize("kind", RevisionKind)
def test_kinds_are_the_words_of_the_contract(kind: RevisionKind) -> None:
    """Every kind of revision is one of five words; an unreadable one says why."""
    problem = "line 3: broken" if kind is RevisionKind.UNREADABLE else ""
    (found,) = log_of(revision(kind=kind, problem=problem, commit=SECOND, parents=(FIRST, "3" * 40)))
    assert found["kind"] in {"first", "change", "layout", "merge", "unreadable"}
    assert found["problem"] == (problem or None)
    assert found["parents"] == [FIRST, "3" * 40]


CHANGES = {
    "reworded, moved and renamed": (
        REWORDED,
        {
            "kinds": ["reworded", "moved", "renamed"],
            "clause": "commitments/telling",
            "was_clause": "commitments/tell-first",
            "section": "commitments",
            "topic": "Accounts",
            "owner": "maren",
            "inferred": False,
            "before": TEXT_BEFORE,
            "after": TEXT_AFTER,
            "fields": {"text": [TEXT_BEFORE, TEXT_AFTER], "topic": ["Money", "Accounts"]},
        },
    ),
    "added, with a list": (
        ADDED,
        {
            "kinds": ["added"],
            "clause": "parties/maren",
            "was_clause": None,
            "section": "parties",
            "topic": None,
            "owner": None,
            "inferred": False,
            "before": None,
            "after": "Maren",
            "fields": {"name": [None, "Maren"], "git": [None, ["Maren Li", "M. Li"]]},
        },
    ),
    "removed": (
        REMOVED,
        {
            "kinds": ["removed"],
            "clause": "commitments/tell-first",
            "was_clause": "commitments/tell-first",
            "section": "commitments",
            "topic": "Money",
            "owner": "maren",
            "inferred": False,
            "before": TEXT_BEFORE,
            "after": None,
            "fields": {"owner": ["maren", None], "text": [TEXT_BEFORE, None], "topic": ["Money", None]},
        },
    ),
    "a scalar, whose value is no field": (
        TITLED,
        {
            "kinds": ["reworded"],
            "clause": "title",
            "was_clause": "title",
            "section": "title",
            "topic": None,
            "owner": None,
            "inferred": True,
            "before": "Home",
            "after": "At home",
            "fields": {},
        },
    ),
}


@pytest.mark.parametrize(("change", "expected"), CHANGES.values(), ids=CHANGES)
def test_a_change_has_every_key_in_order(change: Change, expected: Mapping[str, object]) -> None:
    """Each change has the ten keys of the contract, in `log` and in `diff` alike."""
    report = json.loads(as_json(diff_report("home", FIRST, None, [change])))
    assert list(report.items())[:3] == [("alliance", "home"), ("from", FIRST), ("to", None)]
    (found,) = report["changes"]
    assert list(found.items()) == list(expected.items())
    assert log_of(revision(changes=(change,)))[0]["changes"] == [expected]


def test_clauses_are_shown_in_file_order() -> None:
    """Every clause with its address, section, topic, owner, text and written fields; no text where a section has none."""
    assent = clause("assent/maren", {"party": "maren", "date": "2024-01-21"})
    held = clause("reviews/held/2024-02-25", {"date": "2024-02-25", "kept": "Both."}, "reviews/held")
    answer = clause("answers/hopes/maren", {"": "That we talk."})
    report = json.loads(as_json(show_report(Alliance("home", (TITLE, assent, held, answer)), SECOND)))
    assert report == {
        "alliance": "home",
        "commit": SECOND,
        "clauses": [
            {"address": "title", "section": "title", "topic": None, "owner": None, "text": "At home", "fields": {}},
            {
                "address": "assent/maren",
                "section": "assent",
                "topic": None,
                "owner": "maren",
                "text": None,
                "fields": {"party": "maren", "date": "2024-01-21"},
            },
            {
                "address": "reviews/held/2024-02-25",
                "section": "reviews",
                "topic": None,
                "owner": None,
                "text": "Both.",
                "fields": {"date": "2024-02-25", "kept": "Both."},
            },
            {
                "address": "answers/hopes/maren",
                "section": "answers",
                "topic": None,
                "owner": "maren",
                "text": "That we talk.",
                "fields": {},
            },
        ],
    }


def test_problems_have_six_keys() -> None:
    """A problem of a whole file has neither line nor column."""
    problems = (
        Problem("a.yml", 3, 1, "unknown-key", Severity.ERROR, "There is no such key."),
        Problem("b.yml", None, None, "same-id", Severity.WARNING, "Two files have one id."),
    )
    report = json.loads(as_json(check_report(problems)))
    assert [list(problem.items()) for problem in report] == [
        [
            ("path", "a.yml"),
            ("line", 3),
            ("column", 1),
            ("rule", "unknown-key"),
            ("severity", "error"),
            ("message", "There is no such key."),
        ],
        [
            ("path", "b.yml"),
            ("line", None),
            ("column", None),
            ("rule", "same-id"),
            ("severity", "warning"),
            ("message", "Two files have one id."),
        ],
    ]


def test_json_keeps_letters_and_escapes_what_steers_a_terminal() -> None:
    """Letters stay readable; control, direction and unpaired characters are escaped and come back equal."""
    text = "Jörg 你好 \x1b[31m \x9b \u202e \u2028 \udcff \x7f"
    printed = as_json({"text": text})
    assert "Jörg 你好" in printed.decode()
    assert not set("\x1b\x9b\u202e\u2028\x7f") & set(printed.decode())
    assert json.loads(printed) == {"text": text}
    assert printed.endswith(b"}\n")
