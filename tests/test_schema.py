"""The JSON Schema accepts what reading accepts, helps while people type, and refuses slips."""

import re
from pathlib import Path

import jsonschema
import pytest

import alliance_docs
from alliance_docs.catalogue import RULES
from alliance_docs.model import Value
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.reading.source import List, Map, Node, Scalar, read_source
from alliance_docs.schema import Schema, json_schema
from alliance_docs.vocabulary import KINDS_OF_ALLIANCE, QUESTIONS, REPLIES, SECTIONS

DEMO = Path(alliance_docs.__file__).parent / "demo"
HEAD = "title: Us\nparties: [{id: maren, name: Maren}, {id: jonas}]\n"
VALIDATOR = jsonschema.Draft202012Validator(json_schema())


def as_core(node: Node | None) -> object:
    """What a YAML 1.2 reader with the core schema makes of a tree: numbers, flags and null; dates stay strings."""
    if isinstance(node, Map):
        return {entry.key.text: as_core(entry.value) for entry in node.entries}
    if isinstance(node, List):
        return [as_core(inner) for inner in node.nodes]
    return _scalar(node) if isinstance(node, Scalar) else None


def _scalar(node: Scalar) -> object:
    text = node.text
    if node.style:
        return text
    if text in ("", "~", "null", "Null", "NULL"):
        return None
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if re.fullmatch("[-+]?[0-9]+", text):
        return int(text)
    return float(text) if re.fullmatch(r"[-+]?[0-9]+\.[0-9]+", text) else text


def accepted(text: str) -> bool:
    """Whether an editor with the schema is content with a file."""
    return VALIDATOR.is_valid(as_core(read_source(text.encode(), "f").tree))


def test_it_is_a_schema_of_the_dialect_it_names() -> None:
    """Draft 2020-12, valid in itself."""
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("path", sorted(DEMO.glob("*/*.yml")), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_example_documents_are_accepted(path: Path) -> None:
    """All revisions of the stories."""
    assert accepted(path.read_text(encoding="utf-8"))


FINE = [
    "",
    "schema: 1\n",
    "status: active",
    "status: {state: paused, since: '2024-01-01'}",
    "kind: our own word",
    "kind: team",
    "session: [{minutes: 90}, {minutes: '90'}, {minutes: 1.5}]",
    "session: [{date: 2024-01-01, chosen: {maren: [hopes, our-own]}}]",
    "commitments: [{id: 7, owner: maren, text: 42, private: true, since: }]",
    "commitments: [{owner: each, text: no, private: 'yes'}]",
    "agreements:\nboundaries: []\npurpose:\nfeedback: {}\nanswers: {hopes: }\n",
    "answers: {hopes: {maren: Much.}, our-own: {jonas: 1984}}",
    "drops: [{owner: maren, acknowledged: {text: I did.}, repair: [{text: x, due: 2024-01-01, done: }]}]",
    "reviews: {every: 3 months, next: , held: [{date: 2024-01-01, kept: x}]}",
    "published: {drops: 2024-01-01}\nprivate: [drops]",
    "redacted: [{revision: 1234567}, {clause: drops/loan}]",
    "id: team/launch",
    "purpose: ''\nends: ''",
]
SLIPS = [
    "titel: x",
    "commitment: []",
    "status: aktive",
    "status: {sate: active}",
    "status: {since: 2024-01-01}",
    "audience: everyone",
    "session: [{minutes: many}]",
    "commitments: [{text: x}]",
    "commitments: [{owner: maren}]",
    "commitments: [{owner: maren, txt: x, text: y}]",
    "commitments: [{owner: [maren, jonas], text: x}]",
    "commitments: {a: x}",
    "commitments: [x]",
    "agreements: [{text: x, backed_by: a}]",
    "agreements: [{text: x, private: maybe}]",
    "agreements: [{id: Our Evening, text: x}]",
    "requests: [{from: maren, to: jonas, text: x, reply: yes}]",
    "drops: [{owner: maren, acknowledged: I did.}]",
    "drops: [{owner: maren, repair: [{txt: x}]}]",
    "ends: soon",
    "reviews: {next: soon}",
    "reviews: {help: []}",
    "feedback: text",
    "answers: {hopes: text}",
    "published: {drops: soon}",
    "private: drops",
    "schema: 2",
    "id: Our Home",
]


def errors_of(text: str) -> list[str]:
    """The rules of all errors that reading tells of a file."""
    _, problems = read_alliance(text.encode(), "f", "f")
    return [problem.rule for problem in problems if RULES[problem.rule].severity.value == "error"]


@pytest.mark.parametrize("text", FINE)
def test_it_accepts_what_reading_accepts(text: str) -> None:
    """Numbers, flags and empty values may be written as YAML people write them."""
    assert errors_of(HEAD + text) == []
    assert accepted(HEAD + text)


@pytest.mark.parametrize("text", SLIPS)
def test_it_refuses_what_reading_refuses(text: str) -> None:
    """Unknown keys, wrong words and wrong shapes are seen while people type."""
    assert errors_of(HEAD + text)
    assert not accepted(HEAD + text)


@pytest.mark.parametrize(
    "text", ["parties: [{id: a}]", "title: x", "title: x\nparties: []", "title: x\nparties: [{id: review}]"]
)
def test_title_and_parties_are_required(text: str) -> None:
    """As in reading, with ids that mean nothing else."""
    assert errors_of(text)
    assert not accepted(text)


def parts_of(schema: object, path: str = "") -> dict[str, Schema]:
    """Every property anywhere in the schema, by its path."""
    found: dict[str, Schema] = {}
    if isinstance(schema, dict):
        for name, inner in schema.get("properties", {}).items():
            found[f"{path}.{name}".lstrip(".")] = inner
            found |= parts_of(inner, f"{path}.{name}")
        for key in ("items", "additionalProperties"):
            found |= parts_of(schema.get(key), path)
        for inner in schema.get("anyOf", ()):
            found |= parts_of(inner, path)
    return found


def test_every_key_is_there_and_described() -> None:
    """Each section and field of the table, with a sentence for the person who types."""
    parts = parts_of(json_schema())
    assert {name.replace("/", ".") for name in SECTIONS} <= parts.keys()
    for row in SECTIONS.values():
        for field in row.all_fields:
            names = [name for name in (*row.name.split("/"), *field.name.split(".")) if name not in ("*", "")]
            assert ".".join(dict.fromkeys(names)) in parts, (row.name, field.name)
    for path, schema in parts.items():
        assert re.fullmatch(r"[A-Z].*[.?]", str(schema.get("description"))), path


def words_of(schema: object) -> set[Value]:
    """Every word that an editor may offer somewhere in a part of the schema."""
    if isinstance(schema, dict):
        return {*schema.get("enum", ())}.union(*map(words_of, schema.values()), set(schema.get("properties", ())))
    return set().union(*map(words_of, schema)) if isinstance(schema, list) else set()


def test_editors_can_complete_words() -> None:
    """Kinds, replies and the fifteen questions are offered where they stand."""
    parts = parts_of(json_schema())
    assert words_of(parts["kind"]) >= set(KINDS_OF_ALLIANCE)
    assert words_of(parts["requests.reply"]) >= set(REPLIES)
    assert words_of(parts["answers"]) >= {question.id for question in QUESTIONS}
    assert words_of(parts["session.chosen"]) >= {question.id for question in QUESTIONS}
