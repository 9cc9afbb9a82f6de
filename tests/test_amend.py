"""Values put into files of many styles: exactly the new bytes come in, and everything else stays where it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.errors import AllianceError, SourceError
from alliance_docs.reading.source import List, Map, Node, Scalar, read_source
from alliance_docs.writing.amend import put
from alliance_docs.writing.placing import Where
from alliance_docs.writing.yaml_text import Written, scalar

JONAS = {"party": "jonas", "date": "2024-01-21"}
NEW_ENTRY: Where = ("assent", None)

# What is between the marks was put in; a file before is the same text without it.
ENTRIES = {
    "no such key, nothing behind it": "title: Us\n«assent:\n  - party: jonas\n    date: 2024-01-21\n»",
    "no line end at the end of the file": "title: Us«\nassent:\n  - party: jonas\n    date: 2024-01-21»",
    "comments at the end stay above": "title: Us\n# later: more\n«assent:\n  - party: jonas\n    date: 2024-01-21\n»",
    "lists stand at the margin here": "x:\n- a\n«assent:\n- party: jonas\n  date: 2024-01-21\n»",
    "lists stand four deep here": "x:\n    - a\n«assent:\n    - party: jonas\n      date: 2024-01-21\n»",
    "a document end": "title: Us\n«assent:\n  - party: jonas\n    date: 2024-01-21\n»...\n",
    "a document begin": "---\ntitle: Us\n«assent:\n  - party: jonas\n    date: 2024-01-21\n»",
    "Windows line ends": "title: Us\r\n«assent:\r\n  - party: jonas\r\n    date: 2024-01-21\r\n»",
    "a byte order mark": "\ufefftitle: Us\n«assent:\n  - party: jonas\n    date: 2024-01-21\n»",
    "letters of many bytes": "title: Zoë & 雪 🌿\nassent:\n- party: zoë\n«- party: jonas\n  date: 2024-01-21\n»b: ü\n",
    "a key with nothing behind it": "assent:\n«  - party: jonas\n    date: 2024-01-21\n»b: c\n",
    "a comment behind the key": "assent:  # who has said yes\n«  - party: jonas\n    date: 2024-01-21\n»b: c\n",
    "an empty list": "assent: [«{party: jonas, date: 2024-01-21}»]  # nobody yet\n",
    "a block list": "assent:\n- party: maren\n  date: 2024-01-21\n«- party: jonas\n  date: 2024-01-21\n»purpose: p\n",
    "a deeper list, then a comment": "assent:\n  - party: maren\n«  - party: jonas\n    date: 2024-01-21\n»\n# Why\nb: c\n",
    "wide dashes": "assent:\n-   party: maren\n«-   party: jonas\n    date: 2024-01-21\n»",
    "comments below the last entry": (
        "assent:\n- party: maren\n  # on the phone\n\n  # twice\n«- party: jonas\n  date: 2024-01-21\n»\n# end\nb: c\n"
    ),
    "a folded text last": "assent:\n- why: >-\n    long\n    text\n«- party: jonas\n  date: 2024-01-21\n»\nb: c\n",
    "a text that keeps its line ends last": "assent:\n- why: |+\n    text\n\n«- party: jonas\n  date: 2024-01-21\n»b: c\n",
    "a quoted text over two lines last": 'assent:\n- why: "long\n    text"\n«- party: jonas\n  date: 2024-01-21\n»b: c\n',
    "an entry below its dash": "assent:\n-\n   party: maren\n«- party: jonas\n  date: 2024-01-21\n»",
    "entries in braces": "assent:\n- {party: maren}\n«- {party: jonas, date: 2024-01-21}\n»",
    "a list in brackets": "assent: [{party: maren}«, {party: jonas, date: 2024-01-21}»]\n",
    "a list in brackets with a last comma": "assent: [{party: maren},« {party: jonas, date: 2024-01-21}» ]\n",
    "brackets over lines": "assent: [\n  {party: maren}«,\n  {party: jonas, date: 2024-01-21}»\n]\n",
    "brackets over lines with commas and comments": (
        "assent: [\n  {party: maren},  # Monday\n  {party: ana},  # Tuesday«\n  {party: jonas, date: 2024-01-21},»\n]\n"
    ),
    "brackets that close at the last": "assent: [ {party: ma},\n  {party: ana}«,\n  {party: jonas, date: 2024-01-21}»]\n",
    "JSON": '{"title": "Us", "assent": [{"party": "maren"}«, {"party": "jonas", "date": "2024-01-21"}»]}\n',
    "JSON without the key": '{"title": "Us"«, "assent": [{"party": "jonas", "date": "2024-01-21"}]»}\n',
}


def without_new(marked: str) -> str:
    """The file as it was: without what stands between the marks."""
    head, *rest = marked.split("«")
    return head + "".join(part.partition("»")[2] for part in rest)


def unmarked(marked: str) -> str:
    """The file as it is to be."""
    return marked.replace("«", "").replace("»", "")


@pytest.mark.parametrize("marked", ENTRIES.values(), ids=ENTRIES.keys())
def test_a_new_entry_changes_no_other_byte(marked: str) -> None:
    """In every style of file the entry comes at the end of its list, written as its neighbours are."""
    assert put(without_new(marked).encode(), "us.yml", NEW_ENTRY, JONAS).decode() == unmarked(marked)


def test_a_comment_keeps_its_line_when_a_comma_is_needed_before_it() -> None:
    """The comma goes to the old entry and the comment stays with it."""
    before = b"assent: [\n  {party: maren} # Monday\n]\n"
    after = b"assent: [\n  {party: maren}, # Monday\n  {party: jonas, date: 2024-01-21}\n]\n"
    assert put(before, "us.yml", NEW_ENTRY, JONAS) == after


def test_nothing_written_as_a_sign_gives_way_to_the_list() -> None:
    """`~` means nothing, and a list cannot stand behind it."""
    after = b"assent:  # none\n  - party: jonas\n    date: 2024-01-21\nb: c\n"
    assert put(b"assent: ~ # none\nb: c\n", "us.yml", NEW_ENTRY, JONAS) == after


FIELDS = [
    (
        "assent:\n- party: maren\n  date: 2024-01-21  # aloud\n",
        "assent:\n- party: maren\n  date: 2024-06-30  # aloud\n",
    ),
    ("assent:\n- party: maren\n  date: '2024-01-21'\n", "assent:\n- party: maren\n  date: '2024-06-30'\n"),
    ('assent:\n- party: maren\n  date: "2024-01-21"\n', 'assent:\n- party: maren\n  date: "2024-06-30"\n'),
    ("assent:\n- date: 2024-01-21\n  party: maren", "assent:\n- date: 2024-06-30\n  party: maren"),
    ("assent:\n- party: maren\n  date:\nb: c\n", "assent:\n- party: maren\n  date: 2024-06-30\nb: c\n"),
    ("assent:\n- party: maren\n  date:   # when?\n", "assent:\n- party: maren\n  date: 2024-06-30   # when?\n"),
    ("assent:\n- party: maren\n  date: null\n", "assent:\n- party: maren\n  date: 2024-06-30\n"),
    ("assent:\n- party: maren\nb: c\n", "assent:\n- party: maren\n  date: 2024-06-30\nb: c\n"),
    ("assent:\n- party: maren", "assent:\n- party: maren\n  date: 2024-06-30"),
    ("assent:\r\n- party: maren\r\nb: c\r\n", "assent:\r\n- party: maren\r\n  date: 2024-06-30\r\nb: c\r\n"),
    ("assent: [{party: maren, date: 2024-01-21}]\n", "assent: [{party: maren, date: 2024-06-30}]\n"),
    ("assent: [{party: maren, date: }]\n", "assent: [{party: maren, date: 2024-06-30}]\n"),
    ("assent: [{party: maren}]\n", "assent: [{party: maren, date: 2024-06-30}]\n"),
    ("assent:\n- {party: maren}\n", "assent:\n- {party: maren, date: 2024-06-30}\n"),
    ("assent:\n- date: >-\n    2024-\n    01-21\n\n  party: maren\n", "assent:\n- date: 2024-06-30\n\n  party: maren\n"),
    ('{"assent": [{"date": "2024-01-21"}]}', '{"assent": [{"date": "2024-06-30"}]}'),
]


@pytest.mark.parametrize(("before", "after"), FIELDS)
def test_a_field_is_set_in_place(before: str, after: str) -> None:
    """A value is replaced in its own quotation marks, and a missing key comes at the end of its entry."""
    assert put(before.encode(), "us.yml", ("assent", 0, "date"), "2024-06-30") == after.encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("assent:\n- date: 2024\n  party:\nb: c\n", "assent:\n- date: 2024\n  party:\n  to: x\nb: c\n"),
        ("assent:\n- date: 2024\n  party:  # who?", "assent:\n- date: 2024\n  party:  # who?\n  to: x"),
        ("assent: [{date: 2024, party: }]\n", "assent: [{date: 2024, party: , to: x}]\n"),
        ("assent: [{date: 2024, party}]\n", "assent: [{date: 2024, party, to: x}]\n"),
    ],
)
def test_a_new_key_comes_behind_one_without_a_value(before: str, after: str) -> None:
    """Readers do not agree on where nothing stands."""
    assert put(before.encode(), "us.yml", ("assent", 0, "to"), "x") == after.encode()


def test_what_is_missing_on_the_way_is_made() -> None:
    """A key inside a map that is not there yet brings the map, at every depth."""
    held = {"date": "2024-06-30", "kept": "Both promises."}
    after = put(b"title: Us\n", "us.yml", ("reviews", "held", None), held)
    assert after == b"title: Us\nreviews:\n  held:\n    - date: 2024-06-30\n      kept: Both promises.\n"
    assert put(after, "us.yml", ("reviews", "next"), "2024-09-30").endswith(b"promises.\n  next: 2024-09-30\n")


def test_nested_maps_and_lists_are_written_in_the_style_of_the_file() -> None:
    """Lists inside a new entry stand as deep as those of the file."""
    drop: Written = {
        "owner": "jonas",
        "acknowledged": {"text": "I was late."},
        "repair": [{"text": "Call."}, {"text": "Ask."}],
    }
    lines = "drops:\n- owner: jonas\n  acknowledged:\n    text: I was late.\n  repair:\n  - text: Call.\n  - text: Ask.\n"
    assert put(b"a:\n- b\n", "us.yml", ("drops", None), drop).decode() == f"a:\n- b\n{lines}"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("I call on Sundays.", "I call on Sundays."),
        ("I call: on Sundays", '"I call: on Sundays"'),
        ("Door #4 is mine, #5 is yours", '"Door #4 is mine, #5 is yours"'),
        ("no", '"no"'),
        ("- I call", '"- I call"'),
        ("1e3", '"1e3"'),
        ("2024-01-21", "2024-01-21"),
        ('He said "now".', 'He said "now".'),
        ('"Now", he said.', '"\\"Now\\", he said."'),
        ("C:\\temp: mine", '"C:\\\\temp: mine"'),
        ("Über die Brücke", "Über die Brücke"),
        ("v1:0af3", "v1:0af3"),
        ("", '""'),
        (" early", '" early"'),
        ("time:", '"time:"'),
    ],
)
def test_a_text_is_bare_only_where_it_is_safe(text: str, written: str) -> None:
    """Quotation marks come where another reader could take the text for something else."""
    assert scalar(text) == written


def test_lines_of_a_text_are_kept() -> None:
    """Several lines become a block that keeps them, in brackets a text with signs for line ends."""
    text = "First.\n\n- then: this\n- and # that"
    assert put(b"a: b\n", "us.yml", ("context",), text).endswith(
        b"context: |-\n  First.\n\n  - then: this\n  - and # that\n"
    )
    assert put(b"{a: b}\n", "us.yml", ("context",), text) == b'{a: b, context: "First.\\n\\n- then: this\\n- and # that"}\n'


@pytest.mark.parametrize("source", [b"assent: {}\n", b"assent: nobody\n", b"assent:\n  maren: today\n", b"assent: {a: b}\n"])
def test_where_there_is_no_place_nothing_is_written(source: bytes) -> None:
    """A text or a map in the place of the list is an error, not something to write over."""
    with pytest.raises(AllianceError):
        put(source, "us.yml", NEW_ENTRY, JONAS)


@pytest.mark.parametrize("source", [b"assent: [\n", b"- a\n", b"", b"a: &x b\n"])
def test_a_file_that_cannot_be_read_is_not_written(source: bytes) -> None:
    """The problems come out as they do from a check."""
    with pytest.raises(SourceError):
        put(source, "us.yml", NEW_ENTRY, JONAS)


TEXTS = st.text(st.characters(exclude_categories=["C", "Z"], include_characters=" \n:#-'\"{}[],|>&*!%@`\t"), max_size=30)
TAILS = st.sampled_from(["", "\n", "\n\n# end\n", "\n...\n"])
STYLES = st.sampled_from(
    [
        "title: Us\ndrops:\n- id: a\n  text: |\n    b\n",
        "title: Us\ndrops:\n    - id: a\n      text: 'b'  # c\n",
        "drops: [{id: a}]\ntitle: Us\n",
        "{title: Us, drops: [{id: a, text: b}]}\n",
        '{"title": "Us"}\n',
        "title: Us\n",
    ]
)


@given(STYLES, TEXTS, st.booleans())
def test_every_text_comes_back_as_it_was_given(style: str, text: str, crlf: bool) -> None:  # noqa: FBT001 - drawn
    """Whatever the words and the file, the text is read again letter by letter, and the old bytes are all still there."""
    source = style.replace("\n", "\r\n" if crlf else "\n").encode()
    after = put(source, "us.yml", ("drops", None), {"id": "new", "text": text})
    assert text in texts_in(read_source(after, "us.yml").tree)
    assert is_inside(source, after)


def texts_in(node: Node | None) -> list[str]:
    """All texts of a tree that are no keys, in file order."""
    if isinstance(node, Map):
        return [text for entry in node.entries for text in texts_in(entry.value)]
    if isinstance(node, List):
        return [text for inner in node.nodes for text in texts_in(inner)]
    return [node.text] if isinstance(node, Scalar) else []


def is_inside(before: bytes, after: bytes) -> bool:
    """Whether `after` is `before` with one piece put in."""
    start = next((place for place, (was, now) in enumerate(zip(before, after, strict=False)) if was != now), len(before))
    return any(after.endswith(before[cut:]) for cut in range(start, -1, -1) if after.startswith(before[:cut]))
