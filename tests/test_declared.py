"""The scan for a file's id against the strict reader, in every spelling that reader knows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_docs.reading.declared import declared_id
from alliance_docs.reading.source import Map, Scalar, read_source

SPELLINGS = [
    ("id: harbour\ntitle: x\n", "harbour"),
    ("id: harbour", "harbour"),
    ("title: x\nid:   harbour  # its name\n", "harbour"),
    ("# comment\n\n---\n# more\nid: harbour\n", "harbour"),
    ('id: "harbour"\n', "harbour"),
    ("id: 'harbour' # x\n", "harbour"),
    ('id: "har\\x62our"\n', "harbour"),
    ("id: 'it''s'\n", "it's"),
    ('"id": harbour\n', "harbour"),
    ("'id': harbour\n", "harbour"),
    ('"\\u0069d": harbour\n', "harbour"),
    ("id : harbour\n", "harbour"),
    ("id:\tharbour\n", "harbour"),
    ("id:\n  harbour\n", "harbour"),
    ("id: >-\n  harbour\n", "harbour"),
    ("id: |\n  harbour\n", "harbour"),
    ("? id\n: harbour\n", "harbour"),
    ("{id: harbour, title: x}\n", "harbour"),
    ("--- {id: harbour}\n", "harbour"),
    ("  id: harbour\n  title: x\n", "harbour"),
    ("\ufeffid: harbour\r\ntitle: x\r\n", "harbour"),
    ("title: x\r\nid: harbour\r\n", "harbour"),
    ("id: team/a.b-c_d\n", "team/a.b-c_d"),
    ("id: a\n  b\n", "a b"),
    ("id: 2024-01-14\n", "2024-01-14"),
    ("title: \"x\"\nkind: 'y'\nid: harbour\n", "harbour"),
    ("title: don't\nid: harbour\n", "harbour"),
    ('purpose: >-\n  "Quoted"\nid: harbour\n', "harbour"),
    ("text: |\n  id: other\nid: harbour\n", "harbour"),
    ("", ""),
    ("title: x\nparties:\n  - id: maren\n", ""),
    ("parties:\n- id: maren\n", ""),
    ("questions: {id: x}\n", ""),
    ('title: "a\nid: x\n b"\n', ""),
    ("title: [a,\nid: b]\n", ""),
    ("id:\n", ""),
    ('id: ""\n', ""),
    ("id: [a]\n", ""),
    ("ids: a\nidea: b\nmy-id: c\n", ""),
    ("- id: a\n", ""),
    ("just text\n", ""),
]


@pytest.mark.parametrize(("source", "expected"), SPELLINGS)
def test_spellings(source: str, expected: str) -> None:
    """Every spelling of a top-level id is found, and nothing else is taken for one."""
    assert declared_id(source.encode()) == expected


def strictly(source: bytes) -> str | None:
    """What the strict reader says, None where it refuses the document."""
    document = read_source(source, "")
    if document.refused:
        return None
    value = document.tree.value("id") if isinstance(document.tree, Map) else None
    return value.text.strip() if isinstance(value, Scalar) else ""


PIECES = st.sampled_from(
    [
        *(
            "id",
            "id:",
            "id: a",
            "id: 'b'",
            'id: "c"',
            "id: d # x",
            "title: x",
            "title: 'x",
            'title: "x',
            "x'",
            'x"',
            "'",
            '"',
        ),
        *(
            "text: >-",
            "text: |",
            "  id: e",
            "    more",
            "- a",
            "- id: f",
            "  - id: g",
            "{",
            "}",
            "[",
            "]",
            "{id: h,",
            "k: [a,",
            "b]",
        ),
        *(
            "? id",
            ": i",
            "# note",
            "---",
            "'id': j",
            '"id": k',
            '"i\\x64": l',
            "",
            " ",
            "id : m",
            "key: 'it''s'",
            'key: "q" # r',
        ),
        *("list:", "parties: []", "title: don't", "id: n\\o", "id: ü", "a: b 'c", 'a: "b" "c', "..."),
    ]
)


@settings(max_examples=600)
@given(st.lists(PIECES, max_size=7), st.sampled_from(["\n", "\r\n"]), st.sampled_from(["", "\ufeff"]))
def test_the_scan_never_contradicts_the_reader(lines: list[str], end: str, bom: str) -> None:
    """Whatever the strict reader accepts, the scan finds the same id in it."""
    source = (bom + end.join(lines)).encode()
    expected = strictly(source)
    assert expected is None or declared_id(source) == expected


@given(st.binary(max_size=200))
def test_any_bytes(source: bytes) -> None:
    """Bytes that are no document at all are no reason to stop."""
    assert isinstance(declared_id(source), str)
