"""Reading revisions by what is new in them gives what reading each of them whole gives."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import alliance_docs
from alliance_docs.errors import Severity
from alliance_docs.reading import read_alliance
from alliance_docs.units import Units
from tests.mutants import mutants

REVISIONS = [path.read_bytes() for path in sorted((Path(alliance_docs.__file__).parent / "demo").rglob("*.yml"))]
"""Three agreements, each in all its revisions."""

HEAD = b"title: Us\nparties:\n- id: ana\n  name: Ana\n- id: ben\n  name: Ben\n"
ENTRY = b"commitments:\n  - id: tea\n    owner: ana\n    text: I make tea.\n"
PLAIN = b"agreements:\n  - text: We eat at seven, all of us.\n  - text: We eat at seven, all alone.\n  - text: We rest.\n"


def whole(source: bytes) -> tuple[object, object]:
    """What the whole reading gives, in the form of `quick`; None where the file has an error."""
    alliance, problems = read_alliance(source, "a.yml", "a")
    if alliance is None or any(problem.severity is Severity.ERROR for problem in problems):
        return None, None
    return alliance, [(clause.line, clause.column) for clause in alliance.clauses]


def quick(units: Units, source: bytes) -> tuple[object, object]:
    """What is read of the parts, and their places."""
    return units.read(source, "a"), units.places(source)


def assert_same(units: Units, source: bytes) -> bool:
    """What the parts give is what the whole gives, unless they give nothing; says whether they gave something."""
    found = quick(units, source)
    assert found == (None, None) or found == whole(source)
    return found[0] is not None


@pytest.mark.parametrize("seed", range(8))
def test_parts_read_like_the_whole_for_mutants(seed: int) -> None:
    """A file broken in any way reads the same in parts, whatever was read before it, or is left to the whole reading."""
    units = Units()
    read = sum(assert_same(units, source) for source in mutants(400, seed))
    assert read > 40


def test_parts_of_every_revision_read_like_the_whole() -> None:
    """Documents as people write them are never left to the whole reading, but for those with errors."""
    units = Units()
    for source in REVISIONS:
        assert assert_same(units, source) is (whole(source)[0] is not None)


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
        ENTRY,  # no title
        HEAD + b"parties: []\n",
        b"title:\n" + HEAD[10:],  # nothing written there
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
        HEAD + b"commitmets:\n  - id: tea\n",
        b"- title: Us\n",
        b"",
        b"# nothing\n",
    ],
    ids=lambda source: source[-24:].decode(errors="replace"),
)
def test_what_has_an_error_is_left_to_the_whole_reading(source: bytes) -> None:
    """Whatever is told of a file is told by reading it whole."""
    assert quick(Units(), source) == (None, None)
    assert whole(source) == (None, None)


def test_a_quote_over_two_keys_is_left_to_the_whole_reading() -> None:
    """A cut inside a text is noticed."""
    source = HEAD + b'purpose: "open\ncontext: closed"\n'
    assert quick(Units(), source) == (None, None)
    assert whole(source) != (None, None)


def test_a_clause_that_stays_is_one_object() -> None:
    """Of two revisions the clauses that say the same are the same objects, wherever they stand."""
    units = Units()
    more = ENTRY + b"  - id: pot\n    owner: ben\n    text: I wash up.\n"
    before = units.read(HEAD + more + b"purpose: Rest.\n", "a")
    after = units.read(HEAD + b"kind: couple\npurpose: Rest.\n" + more.replace(b"wash", b"dry"), "a")
    assert before is not None
    assert after is not None
    assert [clause.text for clause in after.clauses if not any(clause is old for old in before.clauses)] == [
        "couple",
        "I dry up.",
    ]


def test_entries_that_share_a_name_are_never_one_object() -> None:
    """Of two entries that begin alike nothing here says which is which in a list that changed."""
    units = Units()
    before = units.read(HEAD + PLAIN, "a")
    after = units.read(HEAD + PLAIN.replace(b"rest", b"sing"), "a")
    assert before is not None
    assert after is not None
    assert [clause.address for clause in after.clauses if any(clause is old for old in before.clauses)] == [
        "title",
        "parties/ana",
        "parties/ben",
    ]
    assert [clause.address for clause in after.section("agreements")] == [
        "agreements/~we-eat-at-seven",
        "agreements/~we-eat-at-seven-2",
        "agreements/~we-sing",
    ]
