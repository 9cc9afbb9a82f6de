"""The file that `alliance new` writes: valid as it is, and just as valid with every suggestion taken up."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.errors import Problem, UsageError
from alliance_docs.model import Alliance
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.vocabulary import ID_FORM, NO_PARTY_IDS, QUESTIONS, SECTIONS
from alliance_docs.writing.new import NewAlliance, id_of, parties_of, render_new

VISIBLE = st.characters(exclude_categories=["C", "Z"])
LATER = {"drops", "concerns", "appreciation", "assent", "considered", "redacted", "questions"}
MADE_OF_THE_PATH = {"id", "lang", "ends", "private", "published"}


def new_text(title: str = "Maren and Jonas, at home", *names: str) -> str:
    """The text of a new file with two parties unless others are named."""
    return render_new(
        NewAlliance(title, parties_of(names or ("Maren", "Jonas")), "../alliance.schema.json", date(2024, 1, 14))
    )


def read(text: str) -> tuple[Alliance, tuple[Problem, ...]]:
    """The alliance in a text and all its problems."""
    alliance, problems = read_alliance(text.encode(), "us.yml", "us")
    assert alliance is not None, problems
    return alliance, problems


def with_suggestions(text: str) -> str:
    """The text after somebody took the `#` away from every suggestion: `#key:` and the lines that belong to it."""
    lines, inside = [], False
    for line in text.splitlines():
        inside = bool(re.match(r"#[a-z]", line)) or (inside and line.startswith("#  "))
        lines.append(line[1:] if inside else line)
    return "\n".join(lines)


def test_a_new_file_is_valid() -> None:
    """It reads without a word of complaint and holds the title, the parties and the state, nothing else."""
    alliance, problems = read(new_text())
    assert problems == ()
    assert alliance.title == "Maren and Jonas, at home"
    assert [(party.id, party.name) for party in alliance.parties] == [("maren", "Maren"), ("jonas", "Jonas")]
    assert (alliance.state, alliance.public) == ("draft", False)
    assert [clause.address for clause in alliance.clauses] == ["title", "status", "parties/maren", "parties/jonas"]


def test_the_schema_line_comes_first() -> None:
    """Editors look for the schema in the first line."""
    assert new_text().splitlines()[0] == "# yaml-language-server: $schema=../alliance.schema.json"


def test_every_question_and_the_first_question_of_all_are_there() -> None:
    """The fifteen questions stand in the comments, and whether everyone wants this at all."""
    text = new_text()
    assert "does each of you want this, freely?" in text
    for question in QUESTIONS:
        assert re.search(rf"^#\s+{question.id}\s+{re.escape(question.text)}$", text, re.MULTILINE), question.id


def test_a_file_with_every_suggestion_is_valid() -> None:
    """Taking the `#` away from all suggestions gives a file with nearly every section and no problem."""
    alliance, problems = read(with_suggestions(new_text()))
    assert problems == ()
    assert {clause.section for clause in alliance.clauses} == set(SECTIONS) - LATER - MADE_OF_THE_PATH - {"reviews/held"}
    assert alliance.public


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1), st.sampled_from(["", " of ours", ": #x", '\'s "own"'])
)
def test_any_title_comes_back(beginning: str, end: str) -> None:
    """Whatever visible characters a title has, reading the file gives it back."""
    alliance, _ = read_alliance(new_text(beginning + end).encode(), "us.yml", "us")
    assert alliance is not None
    assert alliance.value("title") == beginning + end


IDS = {
    "Maren": "maren",
    "Jürgen Groß": "jurgen-gross",
    "  Ana-Lucía  de la O ": "ana-lucia-de-la-o",
    "Мария": "party",
    "Review": "review",
    "4 hands": "4-hands",
    "X" * 80: "x" * 60,
}


@pytest.mark.parametrize(("name", "party_id"), IDS.items())
def test_ids_are_made_of_names(name: str, party_id: str) -> None:
    """An id is the name's Latin letters without accents."""
    assert id_of(name) == party_id


@given(st.lists(st.text(min_size=1).filter(str.strip), min_size=1, max_size=6))
def test_parties_have_valid_ids_of_their_own(names: list[str]) -> None:
    """Whoever comes together, every party gets an allowed id and no two the same."""
    ids = [party.id for party in parties_of(names)]
    assert len(set(ids)) == len(names)
    assert all(re.fullmatch(ID_FORM, party_id) and party_id not in NO_PARTY_IDS for party_id in ids)


@pytest.mark.parametrize("names", [(), ("Maren", " ")], ids=["nobody", "somebody without a name"])
def test_parties_need_names(names: tuple[str, ...]) -> None:
    """An alliance of nobody, or of somebody without a name, is refused with a word."""
    with pytest.raises(UsageError):
        parties_of(names)
