"""Reading revisions by what is new in them gives what reading each of them whole gives."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

import alliance_docs
from alliance_docs.errors import Problem, Severity
from alliance_docs.model import Alliance
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.reading.units import Units
from tests.mutants import mutants

REVISIONS = [path.read_bytes() for path in sorted((Path(alliance_docs.__file__).parent / "demo").rglob("*.yml"))]
"""Three agreements, each in all its revisions."""

HEAD = b"title: Us\nparties:\n- id: ana\n  name: Ana\n- id: ben\n  name: Ben\n"
ENTRY = b"commitments:\n  - id: tea\n    owner: ana\n    text: I make tea.\n"
PLAIN = b"agreements:\n  - text: We eat at seven, all of us.\n  - text: We eat at seven, all alone.\n  - text: We rest.\n"


class Told(NamedTuple):
    """A file as read: its alliance, its errors, where its clauses stand; whether nothing is told of it, error or not."""

    silent: bool
    alliance: Alliance
    errors: list[tuple[int | None, int | None, str, str]]
    places: list[tuple[int, int]]


def whole(source: bytes) -> Told | None:
    """What the whole reading gives, None where it gives no alliance."""
    alliance, problems = read_alliance(source, "", "a")
    errors = [problem for problem in problems if problem.severity is Severity.ERROR]
    if alliance is None:
        return None
    return Told(not problems, alliance, _errors(errors), [(clause.line, clause.column) for clause in alliance.clauses])


def quick(units: Units, source: bytes) -> Told | None:
    """What is read of the parts, None where they are left to the whole reading."""
    read, places = units.read(source, "a"), units.places(source)
    assert (read is None) is (places is None)
    return Told(read.silent, read.alliance, _errors(read.errors), list(places)) if read and places is not None else None


def _errors(problems: Iterable[Problem]) -> list[tuple[int | None, int | None, str, str]]:
    return [(problem.line, problem.column, problem.rule, problem.message) for problem in problems]


def assert_same(units: Units, source: bytes) -> bool:
    """What the parts give is what the whole gives, unless they give nothing; says whether they gave something."""
    found = quick(units, source)
    assert found is None or found == whole(source)
    return found is not None


@pytest.mark.parametrize("seed", range(8))
def test_parts_read_like_the_whole_for_mutants(seed: int) -> None:
    """A file broken in any way reads the same in parts, whatever was read before it, or is left to the whole reading."""
    units = Units()
    read = sum(assert_same(units, source) for source in mutants(400, seed))
    assert read > 40


def test_parts_of_every_revision_read_like_the_whole() -> None:
    """Documents as people write them are never left to the whole reading."""
    units = Units()
    for source in REVISIONS:
        assert assert_same(units, source)


def laid_out() -> Iterator[tuple[str, bytes]]:
    """One document in many layouts."""
    text = HEAD + ENTRY + PLAIN
    yield "plain", text
    yield "windows", text.replace(b"\n", b"\r\n")
    yield "bom", b"\xef\xbb\xbf" + text
    yield "start", b"# ours\n\n---\n" + text
    yield "no last line end", text[:-1]
    yield "comments", text.replace(b"  - id", b"# one more\n  - id").replace(b"title", b"# a name\ntitle", 1)
    yield "blank lines", text.replace(b"\n  -", b"\n\n\n  -")
    yield "kept blanks", text.replace(b"We rest.", b"|+\n      We rest.\n\n\n")
    yield "at the margin", text.replace(b"\n    ", b"\n  ").replace(b"\n  -", b"\n-")
    yield "deeper", text.replace(b"\n    ", b"\n       ").replace(b"\n  -", b"\n     -")
    yield "flow", text + b"feedback: {offer: Ask first., receive: Listen.}\nprivate: [agreements]\n"
    yield "quoted key", text + b'"purpose": Rest.\n'
    yield "question key", b"? purpose\n: Rest.\n" + text


@pytest.mark.parametrize(("source"), [source for _, source in laid_out()], ids=[name for name, _ in laid_out()])
def test_any_layout_is_read_in_parts(source: bytes) -> None:
    """Line ends, comments, blank lines, indentation and flow style are read in parts, with the places of the whole."""
    assert assert_same(Units(), source)


@pytest.mark.parametrize(
    "source",
    [
        HEAD + ENTRY + ENTRY,  # a key twice
        HEAD + ENTRY + b"agreements:\n- {id: tea, text: We share.}\n",  # an id twice
        HEAD + ENTRY[:-1] + b"\n  - id: tea\n    owner: ben\n    text: I too.\n",  # an id twice in one list
        HEAD + b"parties: []\n",
        b"# no title, and where the map begins only the whole reading knows\n" + ENTRY,
        HEAD + b"agreements:\n" + b"  - rule: We share.\n" * 200,  # so many problems that nobody looks for what was meant
        HEAD + b"purpose: |\n  Rest.\n...\ncontext: gone\n",  # the document ends
        HEAD + b"---\ncontext: another\n",
        HEAD + b"purpose: &a x\ncontext: *a\n",
        HEAD + b"<<<<<<< ours\npurpose: One\n=======\npurpose: Two\n>>>>>>> theirs\n",
        HEAD + b"purpose: a\x00b\n",
        HEAD + b"purpose: \xff\n",
        HEAD + b"\xef\xbb\xbfpurpose: a mark inside\n",
        HEAD + b"purpose: " + b"[" * 40 + b"\n",
        HEAD + b"agreements:\n" + b"  - text: We share.\n" * 7000,  # too many parts
        HEAD + b"purpose: " + b"x" * (1 << 20),
        HEAD + b"commitments:\n  - id: tea\n   - id: pot\n",
        b"- title: Us\n",
        b"",
        b"# nothing\n",
    ],
    ids=lambda source: source[-24:].decode(errors="replace"),
)
def test_what_concerns_several_parts_is_left_to_the_whole_reading(source: bytes) -> None:
    """Whatever is refused, or is told of two parts of a file, is told by reading it whole."""
    assert quick(Units(), source) is None


@pytest.mark.parametrize(
    "source",
    [
        ENTRY,  # no title
        b"title:\n" + HEAD[10:] + ENTRY,  # nothing written there
        HEAD + PLAIN + ENTRY.replace(b"id: tea", b"id: Tea Time"),
        HEAD + PLAIN + ENTRY.replace(b"owner", b"ownr") + b"feedback: no\n",
        HEAD + b"ends: soon\n" + b"commitments:\n- {id: tea, owner: [ana], since: 2024-02-30, until: soon}\n",
        HEAD + b"drops:\n- id: late\n  owner: ana\n  acknowledged:\n    date: then\n    txt: I was late.\n",
        HEAD + b"commitmets:\n  - id: tea\n    when:\n    - now\n  - id: tea\n",
        b"services:\n  - name: web\n    image: x\n  - name: db\nversion: 3\n",
    ],
    ids=lambda source: source[-24:].decode(errors="replace"),
)
def test_errors_are_told_of_parts_as_of_the_whole(source: bytes) -> None:
    """An error within a part is found there, at its place in the file."""
    assert assert_same(Units(), source)
    found = whole(source)
    assert found is not None
    assert found.errors


def test_a_quote_over_two_keys_is_left_to_the_whole_reading() -> None:
    """A cut inside a text is noticed."""
    source = HEAD + b'purpose: "open\ncontext: closed"\n'
    assert quick(Units(), source) is None
    assert whole(source) is not None


def test_a_clause_that_stays_is_one_object() -> None:
    """Of two revisions the clauses that say the same are the same objects, wherever they stand."""
    units = Units()
    more = ENTRY + b"  - id: pot\n    owner: ben\n    text: I wash up.\n"
    before = units.read(HEAD + more + b"purpose: Rest.\n", "a")
    after = units.read(HEAD + b"kind: couple\npurpose: Rest.\n" + more.replace(b"wash", b"dry"), "a")
    assert before is not None
    assert after is not None
    assert [
        clause.text for clause in after.alliance.clauses if not any(clause is old for old in before.alliance.clauses)
    ] == [
        "couple",
        "I dry up.",
    ]


def test_what_stands_in_many_files_is_read_once() -> None:
    """A short part that another file holds as well is not read again, even if that file is of another alliance."""
    first, second = (Units().read(HEAD + b"status: active\n" + text, "a") for text in (b"purpose: Tea.\n", b"lang: en\n"))
    assert first
    assert second
    (state,), (same_state,) = (one.alliance.section("status") for one in (first, second))
    assert state is same_state


def test_entries_that_share_a_name_are_never_one_object() -> None:
    """Of two entries that begin alike nothing here says which is which in a list that changed."""
    units = Units()
    before = units.read(HEAD + PLAIN, "a")
    after = units.read(HEAD + PLAIN.replace(b"rest", b"sing"), "a")
    assert before is not None
    assert after is not None
    assert [
        clause.address for clause in after.alliance.clauses if any(clause is old for old in before.alliance.clauses)
    ] == [
        "title",
        "parties/ana",
        "parties/ben",
    ]
    assert [clause.address for clause in after.alliance.section("agreements")] == [
        "agreements/~we-eat-at-seven",
        "agreements/~we-eat-at-seven-2",
        "agreements/~we-sing",
    ]
