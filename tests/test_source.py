"""From bytes to a tree with places: what is kept, what is refused, and where."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_docs.catalogue import RULES, Findings
from alliance_docs.reading import events
from alliance_docs.reading.characters import both_sides
from alliance_docs.reading.events import Reader
from alliance_docs.reading.source import List, Map, Node, Scalar, _Builder, read_source
from tests.mutants import DOCUMENTS, mutants


def told(source: bytes | str) -> list[str]:
    """What is told of a text, as `line:column rule`, in the order of the places."""
    problems = read_source(source.encode() if isinstance(source, str) else source, "file.yml").problems
    return [f"{problem.line}:{problem.column} {problem.rule}" for problem in sorted(problems, key=lambda one: one.sort_key)]


def tree(source: str) -> Node:
    """The tree of a text that is fine."""
    document = read_source(source.encode(), "file.yml")
    assert document.problems == ()
    assert document.tree is not None
    return document.tree


def value(source: str, key: str) -> Scalar:
    """The text of one key."""
    root = tree(source)
    assert isinstance(root, Map)
    found = root.value(key)
    assert isinstance(found, Scalar)
    return found


@pytest.mark.parametrize(
    "written", ["no", "on", "19:30", "1e3", "1.10", "0123", "1_000", "2024-02-30", "null", "~", ".inf", "=", "y"]
)
def test_a_value_is_text_exactly_as_written(written: str) -> None:
    """Nothing that another reader would take for a number, date or flag is interpreted."""
    assert value(f"key: {written}\n", "key").text == written


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("key: 'it''s'", "it's"),
        ('key: "a\\tb\\u00e9"', "a\tbé"),
        ("key: >-\n  one\n  two\n", "one two"),
        ("key: |\n  one\n  two\n", "one\ntwo\n"),
        ("key: one\n  two\n", "one two"),
        ("key:\r\n  one\r\n  two\r\n", "one two"),
        ("\ufeffkey: one", "one"),
        ("---\nkey: one\n...\n", "one"),
        ("key: {a: b}\n", ""),
    ],
)
def test_quoting_and_folding_are_read_as_yaml_says(source: str, text: str) -> None:
    """Every style of a text is understood, with and without a BOM or a document start."""
    root = tree(source)
    assert isinstance(root, Map)
    found = root.value("key")
    assert isinstance(found, Map) if not text else isinstance(found, Scalar) and found.text == text


def test_places_count_lines_and_code_points_from_one() -> None:
    """An umlaut or an emoji is one column; `start` and `end` cut the value out of the text."""
    source = "tüte: 😀é {a} # x\nlist:\n- {k: v}\n"
    root = tree(source)
    assert isinstance(root, Map)
    first, second = root.entries
    assert (first.key.line, first.key.column) == (1, 1)
    assert isinstance(first.value, Scalar)
    assert (first.value.line, first.value.column, first.value.cut) == (1, 7, True)
    assert source[first.value.start : first.value.end] == "😀é {a}"
    assert isinstance(second.value, List)
    inner = second.value.nodes[0]
    assert isinstance(inner, Map)
    assert (inner.line, inner.column, inner.flow, source[inner.start : inner.end]) == (3, 3, True, "{k: v}")


@pytest.mark.parametrize(
    ("source", "cut"),
    [
        ("key: Team #1", True),
        ("key: Team # one", True),
        ("key: Team#1", False),
        ('key: "Team #1"', False),
        ("key: 'Team' # quoted", False),
        ("key: #1 team", True),
        ("key: # nothing yet", False),
        ("key: # nothing yet\nother: a", False),
        ("key: >-\n  Team #1", False),
        ("key: one\n  two #3\n", True),
        ("other: a # b\nkey: one", False),
    ],
)
def test_a_text_cut_by_a_comment_is_marked(source: str, cut: bool) -> None:  # noqa: FBT001 - a column of the table
    """YAML ends a plain text at a blank and a number sign; a text in quotes or a block goes on."""
    assert value(source, "key").cut is cut


REFUSED = [
    ("a: 1\nb: 2\na: 3\n", ["3:1 repeated-key"]),
    ("x: {a: 1, a: 2}\ny: {b: 1, b: 2}\n", ["1:11 repeated-key", "2:11 repeated-key"]),
    ("a: &name text\n", ["1:4 anchor"]),
    ("a: &name\n  b: c\n", ["1:4 anchor"]),
    ("a: *name\nb: *name\n", ["1:4 alias", "2:4 alias"]),
    ("a: **Never** again\n", ["1:5 alias"]),
    ("a: &é\n", ["1:5 anchor"]),
    ("<<: {a: b}\nc: d\n", ["1:1 merge-key"]),
    ("a: !!str 1\nb: !x 2\nc: ! 3\n", ["1:4 tag", "2:4 tag", "3:4 tag"]),
    ("a: !x!y z\n", ["1:4 tag"]),
    ("%YAML 1.1\n---\na: b\n", ["1:1 directive"]),
    ("%YAML 2.0\n---\na: b\n", ["1:1 directive"]),
    ("%TAG ! tag:x,2000:\n---\na: b\n", ["1:1 directive"]),
    ("%FOO bar\n---\na: b\n", ["1:5 directive"]),
    ("a: b\n---\nc: d\n", ["2:1 several-documents"]),
    ("a: b\n---\n", ["2:1 several-documents"]),
    ("? [a, b]\n: c\n? {d: e}\n: f\n", ["1:3 odd-key", "3:3 odd-key"]),
    ("a: [b\n", ["1:4 syntax"]),
    ("a: {b: c\n\n# end\n", ["1:4 syntax"]),
    ("a: [b: c: d]\n", ["1:9 syntax"]),
    ('a: "b\nc: d\n', ["1:4 syntax"]),
    ("a: 'b\nc: d\n", ["1:4 syntax"]),
    ("a: note: we agree\n", ["1:8 syntax"]),
    ("a:\n\tb: c\n", ["2:1 syntax"]),
    ("a: @home\n", ["1:4 syntax"]),
    ("a: `x`\n", ["1:4 syntax"]),
    ("a: b\n  c: d\n", ["2:4 syntax"]),
    ("a:\n  - b\n c: d\n", ["3:2 syntax"]),
    ("a:\n- b\nc\n", ["3:2 syntax"]),
    ('a: "\\q"\n', ["1:5 syntax"]),
    ('a: "\\ud800"\n', ["1:7 control-character"]),
    ('a: "\\0 \\x9b"\nb: "\\e"\n', ["1:4 control-character", "1:4 control-character", "2:4 control-character"]),
    ('a: "\\L"\nb: "\\N"\n', ["1:4 line-break", "2:4 line-break"]),
    ("a: b\x00c\n", ["1:5 control-character"]),
    ("a: \x1b[31m\nb: \x7f\n", ["1:4 control-character", "2:4 control-character"]),
    ("a: b\x85c: d\n", ["1:5 line-break"]),
    ("a: b\u2028c: d\u2029\n", ["1:5 line-break", "1:10 line-break"]),
    ("a: b\rc: d\n", ["1:5 line-break"]),
    ("a: é\ufeff\n", ["1:5 control-character"]),
    ("\ufeff\ufeffa: b\n", ["1:1 control-character"]),
    ("a: \ufffe\n", ["1:4 control-character"]),
    (b"a: caf\xe9\n", ["1:7 not-utf8"]),
    (b"\xef\xbb\xbfa: \xff\n", ["1:4 not-utf8"]),
    (b"a: \xed\xa0\x80\n", ["1:4 not-utf8"]),
    ("a: ü\nb: é\n".encode("utf-16"), ["1:1 not-utf8"]),
    ("[" * 100_000, ["1:33 too-deep"]),
    ("{a: " * 100_000, ["1:129 too-deep"]),
    ("- " * 500_000, ["1:65 too-deep"]),
    ("? " * 100_000, ["1:65 too-deep"]),
    ("a:\n" + "- b\n" * 20_000, ["19999:3 too-many-parts"]),
    ("a: " + "b" * 65_537, ["1:4 too-long"]),
    ("a: " + "é" * 40_000, ["1:4 too-long"]),
    ("#" * (1 << 20) + "\n", ["None:None too-large"]),
]


@pytest.mark.parametrize(("source", "expected"), REFUSED, ids=range(len(REFUSED)))
def test_what_would_be_a_guess_is_refused_with_its_place(source: bytes | str, expected: list[str]) -> None:
    """Each forbidden construct is told where it stands, and the document counts as refused."""
    assert told(source) == expected
    assert read_source(source if isinstance(source, bytes) else source.encode(), "f").refused


def test_a_flood_of_references_ends_at_the_limit() -> None:
    """References count as parts, so that a file cannot hold more problems than parts."""
    assert told("a: [" + "*a, " * 200_000 + "]")[-1].endswith("too-many-parts")


@pytest.mark.parametrize("letter", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_characters_that_turn_the_text_are_told_and_the_text_is_kept(letter: str) -> None:
    """An old revision with such a character is still readable, with the character in place."""
    for source in (f"a: b{letter}", f'a: "b\\u{ord(letter):04x}"'):
        document = read_source(source.encode(), "f")
        assert [problem.rule for problem in document.problems] == ["direction-character"]
        assert not document.refused
        assert isinstance(document.tree, Map)
        assert document.tree.entries[0].value[0] == f"b{letter}"


@pytest.mark.parametrize("letter", "\u200e\u200f\u200d\u200c\u00a0\u200b😀\u0301")
def test_marks_and_joiners_that_languages_need_are_fine(letter: str) -> None:
    """LRM, RLM, ZWJ and ZWNJ pass, and so do emoji and combining accents."""
    assert value(f"a: b{letter}c", "a").text == f"b{letter}c"


def test_independent_problems_are_told_in_one_run() -> None:
    """A control character, an anchor, a tag and a repeated key in one file are four problems."""
    assert told("a: &x 1\nb: \x07\nc: !t 2\na: 3\n") == [
        "1:4 anchor",
        "2:4 control-character",
        "3:4 tag",
        "4:1 repeated-key",
    ]


def test_a_repeated_key_names_the_line_of_the_first() -> None:
    """People find both places without searching; a key that may be a sentence is not quoted."""
    (problem,) = read_source(b"text: one\nother: x\ntext: two\n", "f").problems
    assert problem.message == "`text` stands in this map already, at line 1"
    (problem,) = read_source(b"I will not: a\nI will not: b\n", "f").problems
    assert "I will" not in problem.message


CONFLICT = "a: 1\n<<<<<<< HEAD\nb: one\n||||||| base\nb: none\n=======\nb: two\n>>>>>>> side\nc: 3\n"


def test_an_unfinished_merge_is_explained_at_its_first_line() -> None:
    """Both ends are named, and how to finish; marker lines left over are told one by one."""
    (problem,) = read_source(CONFLICT.encode(), "f").problems
    assert (problem.line, problem.rule) == (2, "merge-conflict")
    assert "lines 2 to 8" in problem.message
    assert "git add" in problem.message
    assert told(CONFLICT.replace("\n", "\r\n")) == ["2:1 merge-conflict"]
    assert told("a: 1\n=======\nb: 2\n>>>>>>> side\n") == ["2:1 merge-conflict", "4:1 merge-conflict"]
    assert told("<<<<<<< HEAD\na: 1\n") == ["1:1 merge-conflict"]


def test_lines_that_only_look_like_markers_are_texts() -> None:
    """A heading drawn with signs inside a block text is no conflict."""
    assert told("a: |\n  Title\n  =======\n  <<<<<<< x\nb: '=======x'\n") == []


def test_both_sides_of_a_merge_are_given_whole() -> None:
    """Each side has the common lines and its own, the base version is in neither."""
    assert both_sides(CONFLICT) == ("a: 1\nb: one\nc: 3\n", "a: 1\nb: two\nc: 3\n")
    assert both_sides("a: 1\n=======\n") is None


def _readers() -> list[Reader]:
    found = [events._c_reader(name, module) for name, module in events._C_READERS]
    return [*(reader for reader in found if reader), events._pure_reader()]


@pytest.mark.parametrize("library", _readers(), ids=lambda library: library.name)
def test_every_reader_gives_the_same_tree(library: Reader) -> None:
    """Which library is installed changes nothing but the speed: texts, styles and places are the same."""
    for source in DOCUMENTS:
        text = source.decode()
        assert _Builder(text, Findings("f"), library).tree() == read_source(source, "f").tree


@pytest.mark.parametrize("library", _readers(), ids=lambda library: library.name)
def test_every_reader_tells_broken_documents_without_an_exception(library: Reader) -> None:
    """Whatever a library raises, it ends as a problem with a place inside the file."""
    for source in mutants(60, seed=7):
        text = source.decode(errors="replace").translate(dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127, 0xFFFE]))
        findings = Findings("f")
        if _Builder(text, findings, library).tree() is None:
            assert all(problem.line and problem.column for problem in findings.problems)


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ("a: {text: How are we?}", ["How are we?"]),
        ("a: [Really?, Who? Me, x?y]", ["Really?", "Who? Me", "x?y"]),
        ("a: {x: Well?, y: Why so late?}\nb: [\n  ok?\n]", ["Well?", "Why so late?", "ok?"]),
    ],
)
def test_questions_inside_brackets_are_texts(source: str, texts: list[str]) -> None:
    """A question mark in a text inside brackets is YAML, although the fast readers stumble over it."""
    document = read_source(source.encode(), "f")
    assert document.problems == ()
    assert [text for text in re.findall(r"text='([^']*)'", str(document.tree)) if "?" in text] == texts


def test_a_question_inside_brackets_hides_no_other_problem() -> None:
    """Every problem before and after the question is told, once."""
    assert told("a: 1\na: 2\nb: {x: Why?, x: now}\n") == ["2:1 repeated-key", "3:14 repeated-key"]
    assert told("a: 1\na: 2\nb: {x: Why?\n") == ["2:1 repeated-key", "3:4 syntax"]


def test_a_missing_library_is_passed_over() -> None:
    """Without its module a reader does not exist, and nothing else happens."""
    for missing in ("no_such_module_of_yaml", "no_such_package_of_yaml.module"):
        assert events._c_reader("none", missing) is None
        assert not events._is_installed(missing)


def test_the_slow_reader_is_known_as_such() -> None:
    """Only the reader in pure Python asks for a notice."""
    assert [library.slow for library in _readers()][-1]
    assert events.reader().slow is not events.has_fast_reader()


@settings(max_examples=300)
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes_end_as_a_tree_or_as_problems(source: bytes) -> None:
    """No bytes raise; what stops the reading is always told, with a place and without a word of a library."""
    document = read_source(source, "f")
    assert document.refused == any(RULES[problem.rule].stops for problem in document.problems)
    for problem in document.problems:
        assert problem.line is not None
        assert not re.search("while (scanning|parsing)|found character|<byte string>", problem.message)
