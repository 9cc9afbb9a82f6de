"""What people see on a terminal, and the plain lines everybody else gets."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest
from rich.console import Console

from alliance_docs.model import Alliance, Change, Clause
from alliance_docs.revisions import Message, Person, Revision, RevisionKind, Timeline
from alliance_docs.terminal import console_for, print_alliance, print_changes, print_log
from alliance_docs.vocabulary import Kind
from alliance_docs.wording import Glossary

MAREN = Clause("parties", "parties/maren", {"name": "Maren", "git": ("maren@example.org",)}, "maren")
TITLE = Clause("title", "title", {"": "At home"})
PROMISE = Clause(
    "commitments",
    "commitments/tell-first",
    {"owner": "maren", "text": "I tell Jonas before I move **money**, not after.", "topic": "Money", "since": "2024-01-14"},
    "tell-first",
)
REWORDED = replace(
    PROMISE,
    fields={
        **PROMISE.fields,
        "text": "I tell Jonas before I move more than 200, not after.",
        "title": "Telling first",
        "topic": "Us",
    },
)
REQUEST = Clause(
    "requests", "requests/evening", {"from": "maren", "to": "maren", "text": "Please keep one evening."}, "evening"
)
ACCEPTED = replace(REQUEST, fields={**REQUEST.fields, "reply": "accepted", "date": "2024-02-25"})
ALLIANCE = Alliance("home", (TITLE, MAREN, REWORDED, ACCEPTED))

CHANGES = (
    Change(
        (Kind.REWORDED, Kind.MOVED),
        PROMISE,
        REWORDED,
        {
            "text": (PROMISE.get("text"), REWORDED.get("text")),
            "title": (None, "Telling first"),
            "topic": ("Money", "Us"),
        },
    ),
    Change((Kind.STATE, Kind.DATE), REQUEST, ACCEPTED, {"reply": (None, "accepted"), "date": (None, "2024-02-25")}),
)


class Terminal(io.StringIO):
    """Standard output as it is when somebody looks at it."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def revision(commit: str, number: int, subject: str, kind: RevisionKind, changes: Sequence[Change] = ()) -> Revision:
    """A revision by Maren."""
    return Revision(
        commit * 40,
        ("1" * 40,) if number > 1 else (),
        number,
        "alliances/home.yml",
        datetime.fromisoformat(f"2024-01-1{number}T20:15:00+01:00"),
        (Person("Maren", "maren@example.org"),),
        Message(subject),
        kind,
        tuple(changes),
        ALLIANCE,
    )


TIMELINE = Timeline(
    ALLIANCE,
    "alliances/home.yml",
    (
        revision("1", 1, "Begin", RevisionKind.FIRST),
        revision("2", 2, "Tidy up \x1b[31m for maren@example.org", RevisionKind.LAYOUT),
        replace(revision("3", 3, "", RevisionKind.CHANGE, CHANGES), commit=None, number=None, when=None, authors=()),
    ),
    notices=("The history is cut off.",),
)


def plain(print_it: object, *arguments: object) -> str:
    """What a function prints where nobody looks at a terminal."""
    stream = io.StringIO()
    assert callable(print_it)
    print_it(*arguments, console_for(stream))
    return stream.getvalue()


def test_the_log_is_plain_lines_newest_first() -> None:
    """Three lines a revision, whole, whatever the width; control characters as symbols, no e-mail address."""
    assert plain(print_log, TIMELINE) == (
        "work-tree\n"
        "    (your edits)\n"
        "    Not committed yet: reworded Telling first (Maren) and moved Telling first (Maren). "
        "Maren accepted the request “Please keep one evening” (Maren).\n"
        "2  222222222222  12 Jan 2024  Maren\n"
        "    Tidy up ␛[31m for address left out\n"
        "    No change in meaning: the file was tidied.\n"
        "1  111111111111  11 Jan 2024  Maren\n"
        "    Begin\n"
        "    First version.\n"
        "The history is cut off.\n"
    )


def test_changes_are_plain_lines_with_marks() -> None:
    """Words that went and came are in brackets, everything else is in words."""
    assert plain(print_changes, CHANGES, Glossary(ALLIANCE)) == (
        "\n"
        "Commitments\n"
        "  Reworded, Moved: Telling first · Maren  commitments/tell-first\n"
        "    I tell Jonas before I move [-money-]{+more than 200+}, not after.\n"
        "    Title: {+Telling first+}\n"
        "    Topic: Money → Us\n"
        "\n"
        "Requests\n"
        "  State, Date or number: Please keep one evening · Maren  requests/evening\n"
        "    Please keep one evening.\n"
        "    Reply: nothing → accepted\n"
        "    Date: nothing → 25 Feb 2024\n"
    )


def test_dates_and_words_of_the_vocabulary_are_no_prose() -> None:
    """They go from one to the other; a clause without a text has no line for it, a text that is gone is in brackets."""
    clauses = {
        address: Clause(address.partition("/")[0], address, fields)
        for address, fields in {
            "reviews/next": {"": "2024-02-25"},
            "assent/maren": {"party": "maren", "date": "2024-02-25"},
        }.items()
    }
    later = replace(clauses["reviews/next"], fields={"": "2024-04-28"})
    changes = (
        Change((Kind.DATE,), clauses["reviews/next"], later, {}),
        Change((Kind.ADDED,), None, clauses["assent/maren"], {"party": (None, "maren"), "date": (None, "2024-02-25")}),
        Change((Kind.REMOVED,), TITLE, None, {}),
    )
    assert plain(print_changes, changes, Glossary(ALLIANCE)) == (
        "\n"
        "Reviews\n"
        "  Date or number: Next review  reviews/next\n"
        "    25 Feb 2024 → 28 Apr 2024\n"
        "\n"
        "Assent\n"
        "  Added: Maren’s yes · Maren  assent/maren\n"
        "    Party: Maren\n"
        "    Date: 25 Feb 2024\n"
        "\n"
        "Title\n"
        "  Taken out: Title  title\n"
        "    [-At home-]\n"
    )


def test_no_change_is_said() -> None:
    """Silence could be taken for a failure."""
    assert plain(print_changes, (), Glossary(ALLIANCE)) == "No change in meaning.\n"


def test_an_alliance_is_shown_by_section() -> None:
    """Every clause with its words and fields under its section's heading; addresses of people are not shown."""
    assert plain(print_alliance, ALLIANCE) == (
        "\n"
        "Parties\n"
        "  parties/maren\n"
        "    Maren\n"
        "    Names in Git: not shown here\n"
        "\n"
        "Commitments\n"
        "  Telling first · Maren  commitments/tell-first\n"
        "    I tell Jonas before I move more than 200, not after.\n"
        "    Topic: Us; Since: 14 Jan 2024\n"
        "\n"
        "Requests\n"
        "  Maren  requests/evening\n"
        "    Please keep one evening.\n"
        "    To: Maren; Reply: accepted; Date: 25 Feb 2024\n"
    )


def test_a_terminal_gets_colours_instead_of_brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal words that went are struck and those that came underlined, in colours."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()
    print_changes(CHANGES, Glossary(ALLIANCE), console_for(stream))
    assert "\x1b[9;" in stream.getvalue()
    assert "[-" not in stream.getvalue()


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("TERM", "dumb")])
def test_no_colour_where_none_is_wanted(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    """With NO_COLOR, or on a terminal that knows no colours, the brackets come back."""
    monkeypatch.setenv(name, value)
    stream = Terminal()
    print_changes(CHANGES, Glossary(ALLIANCE), console_for(stream))
    assert "[-money-]{+more than 200+}" in stream.getvalue()
    assert "38;5" not in stream.getvalue()
    assert "\x1b[9" not in stream.getvalue()


def test_the_log_is_a_table_on_a_terminal() -> None:
    """Columns with headings, every subject and summary in them."""
    stream = Terminal()
    print_log(TIMELINE, Console(file=stream, force_terminal=True, color_system=None, width=120))
    shown = stream.getvalue()
    assert all(word in shown for word in ("No.", "Revision", "Who", "What", "Tidy up ␛[31m", "First version.", "2222"))
    assert "\x1b[31m" not in shown
