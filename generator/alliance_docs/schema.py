"""The JSON Schema of an alliance file, made of the table of sections, for editors that complete and check while people type.

It describes what a file looks like to a YAML 1.2 reader, where `90` is a number and an empty value null. It is never
stricter than reading; what only the whole file tells (ids, references) is left to `alliance check`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TypeAlias

from alliance_docs.vocabulary import (
    FALSE_WORDS,
    ID_FORM,
    KINDS_OF_ALLIANCE,
    NO_PARTY_IDS,
    QUESTIONS,
    SECTIONS,
    TRUE_WORDS,
    Field,
    FieldKind,
    Section,
    Shape,
)

Schema: TypeAlias = dict[str, object]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_REQUIRED = ("title", "parties")

_SECTION_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "id": "The alliance's id, which it keeps when the file is renamed; without one its path is its id.",
        "title": "What the alliance is called.",
        "kind": "What kind of partnership it is: one of these, or a word of your own.",
        "lang": "The language of the texts, such as en or de; without it en.",
        "ends": "The day on which the alliance ends, where that is agreed.",
        "audience": "Who may see it: the parties alone (the default), or the public.",
        "private": "Sections or addresses that stay out of a public site, such as answers or drops/loan.",
        "published": "Sections or addresses that were private and may be shown, each with the date from which on.",
        "status": "Where the alliance stands: just the state, or with since and why.",
        "parties": "The people in the alliance.",
        "purpose": "Why this alliance exists.",
        "context": "The situation it is for.",
        "session": "When and where it was designed, and who chose which questions.",
        "questions": "Questions of your own, besides the fifteen.",
        "answers": "Answers by question and party; feelings belong here, and silence is fine.",
        "commitments": "Promises, each with exactly one owner: first person, something others can see happen.",
        "agreements": "What is done together, and whose promises carry it.",
        "boundaries": "What each one does to look after themselves.",
        "expectations": "What somebody expects of another, until it is let go or becomes a request.",
        "requests": "What one asks of another; a request may be declined.",
        "confidentiality": "What stays between the parties, and the exceptions.",
        "feedback": "How feedback is given and taken.",
        "backup_plan": "What happens when it goes wrong, written while it goes well.",
        "drops": "Promises that were not kept, written down by whoever dropped them, with their repair.",
        "concerns": "What somebody noticed; it becomes a drop only when its owner says so.",
        "reviews": "How often the alliance is looked at, when next, and what came of it.",
        "reviews/held": "The reviews that took place.",
        "appreciation": "Thanks, from one to another.",
        "assent": "Each party's yes to the alliance as it stood on that day.",
        "considered": "A question of `alliance check` that was thought about and closed, with the reason.",
        "redacted": "A clause, or the message of one revision, that is shown nowhere; never repeat its words here.",
    }
)

_FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "id": "A short name, unique in the file: a to z, 0 to 9, - and _.",
        "title": "Two to four words for headings and summaries.",
        "topic": "The heading it is grouped under.",
        "private": "Keep this entry out of a public site, in every revision.",
        "published": "The day from which on an entry that was private may be shown.",
        "state": "Where it stands.",
        "since": "Since when it holds.",
        "until": "The last day it holds.",
        "why": "The reason.",
        "name": "The person's name.",
        "git": "Author names or e-mail addresses of this person's commits, where they differ from name and id.",
        "left": "The day this person left.",
        "date": "The day it happened.",
        "minutes": "How long it took.",
        "place": "Where it was.",
        "chosen": "The questions that each party chose.",
        "section": "The part of the session it belongs to, such as atmosphere.",
        "text": "What is said, in the words of whoever says it.",
        "owner": "Whose it is: the id of one party; `each` for a promise that every party makes.",
        "backed_by": "The ids of the commitments that carry it.",
        "holder": "Who expects it: the id of a party.",
        "became": "What it became: the id of a request, or let_go.",
        "from": "Who says it: the id of a party.",
        "to": "Whom it is said to: the id of a party.",
        "reply": "The answer so far.",
        "commitment": "The id of the commitment that came of it.",
        "except": "Exceptions, separated by semicolons.",
        "offer": "How feedback is given.",
        "receive": "How feedback is taken.",
        "in_conflict": "What is done in the middle of a quarrel.",
        "after_a_break": "What is said and done after a promise was broken.",
        "way_back": "How everybody finds back.",
        "if_ending": "What is remembered if somebody ends it.",
        "outside_help": "Who may be asked from outside.",
        "about": "The id or address of what it is about.",
        "acknowledged": "The words of whoever dropped it, and when they said them.",
        "pattern": "What the person knows about how it comes about.",
        "repair": "The steps of the repair.",
        "due": "The day by which it is done.",
        "done": "The day it was done.",
        "restored": "The day from which on it counts as repaired.",
        "raised_by": "Who noticed it: the id of a party.",
        "seen": "What was seen, without a verdict.",
        "my_side": "What the raiser did on their own side.",
        "outcome": "The id of the drop that came of it.",
        "every": "How often, such as 3 months.",
        "next": "The day of the next review.",
        "held": "The reviews that took place.",
        "by": "Who did it: the id of a party.",
        "kept": "What was kept.",
        "changed": "What was changed.",
        "party": "Whose yes it is: the id of a party.",
        "check": "The name of the check.",
        "clause": "The address of the clause, such as drops/loan.",
        "revision": "The first 12 or more digits of a commit.",
    }
)
_WORDS_IN: Mapping[str, str] = MappingProxyType(
    {"assent.to": "The digest of the text agreed to, as `alliance agree` writes it."}
)


def json_schema() -> Schema:
    """The schema (draft 2020-12), its keys in the table's order."""
    properties: Schema = {"schema": {"description": "The version of this format.", "enum": [1, "1"]}}
    for name, row in SECTIONS.items():
        if "/" not in name:
            described = {"description": _SECTION_WORDS[name], **_section(row)}
            properties[name] = described if name in _REQUIRED else _or_null(described)
    return {
        "$schema": _DIALECT,
        "title": "Alliance",
        "description": "One alliance: what people agreed on together, and what each of them keeps alone.",
        "type": "object",
        "required": list(_REQUIRED),
        "properties": properties,
        "additionalProperties": False,
        "$defs": _definitions(),
    }


def _section(row: Section) -> Schema:
    match row.shape:
        case Shape.SCALAR:
            return _scalar_section(row)
        case Shape.RECORD:
            short = row.field(row.short)
            return {"anyOf": [*([_value(short)] if short else []), _map(row)]}
        case Shape.PARTS:
            return _closed(_parts(row))
        case Shape.ITEMS:
            return _items(row)
        case Shape.ANSWERS:
            answers: Schema = {"type": "object", "additionalProperties": _or_null(_ref("text"))}
            questions = {question.id: _or_null({"description": question.text, **answers}) for question in QUESTIONS}
            return {"type": "object", "properties": questions, "additionalProperties": _or_null(answers)}
        case Shape.DATES:
            return {"type": "object", "additionalProperties": _ref("date")}


def _scalar_section(row: Section) -> Schema:
    if row.name == "kind":
        return {"anyOf": [{"enum": list(KINDS_OF_ALLIANCE)}, _ref("word")]}
    if row.name == "id":
        return {"type": ["string", "integer"], "pattern": f"^{ID_FORM}(/{ID_FORM})*$"}
    return _value(row.fields[0])


def _items(row: Section) -> Schema:
    entries: Schema = {"type": "array", "items": _map(row)}
    return {**entries, "minItems": 1} if row.name in _REQUIRED else entries


def _parts(row: Section) -> Schema:
    parts: Schema = {field.name: _described(row, field.name, _or_null(_value(field))) for field in row.fields}
    for name, inner in SECTIONS.items():
        if name.startswith(f"{row.name}/"):
            parts[name.rpartition("/")[2]] = {"description": _SECTION_WORDS[name], **_or_null(_items(inner))}
    return parts


def _map(row: Section) -> Schema:
    """One entry of a list, or the map of a record; dotted names become nested maps and lists of maps."""
    properties: Schema = {"id": _described(row, "id", _id(row))} if row.shape is Shape.ITEMS else {}
    nested: dict[str, list[tuple[list[str], Field]]] = {}
    for field in row.all_fields:
        name, *inner = field.name.split(".")
        if inner:
            nested.setdefault(name, []).append((inner, field))
            properties[name] = _described(row, name, _or_null(_nested(row, nested[name])))
        else:
            value = _value(field)
            properties[name] = _described(row, name, value if field.required else _or_null(value))
    required = [field.name for field in row.fields if field.required]
    return {**_closed(properties), **({"required": required} if required else {})}


def _nested(row: Section, fields: list[tuple[list[str], Field]]) -> Schema:
    (inner, first), *_ = fields
    if inner == ["*"]:
        return {"type": "object", "additionalProperties": _or_null(_chosen() if row.name == "session" else _value(first))}
    properties = {names[-1]: _described(row, names[-1], _or_null(_value(field))) for names, field in fields}
    return {"type": "array", "items": _closed(properties)} if inner[0] == "*" else _closed(properties)


def _chosen() -> Schema:
    return {"type": "array", "items": {"anyOf": [{"enum": [question.id for question in QUESTIONS]}, _ref("word")]}}


def _described(row: Section, name: str, schema: Schema) -> Schema:
    return {"description": _WORDS_IN.get(f"{row.name}.{name}", _FIELD_WORDS[name]), **schema}


def _closed(properties: Mapping[str, object]) -> Schema:
    return {"type": "object", "properties": dict(properties), "additionalProperties": False}


def _or_null(schema: Schema) -> Schema:
    """The same, or nothing written, which is null to a YAML reader."""
    described = {"description": schema["description"]} if "description" in schema else {}
    rest = {key: value for key, value in schema.items() if key != "description"}
    return {**described, "anyOf": [rest, {"type": "null"}]}


def _id(row: Section) -> Schema:
    return _ref("party-id" if row.name == "parties" else "id")


def _value(field: Field) -> Schema:
    match field.kind:
        case FieldKind.WORD:
            return {"enum": list(field.words)} if field.words else _ref("word")
        case FieldKind.LINKS | FieldKind.TEXTS:
            return {"type": "array", "items": _ref("word")}
        case FieldKind.LINK | FieldKind.PARTY:
            return _ref("word")
        case FieldKind.DATE | FieldKind.NUMBER | FieldKind.FLAG:
            return _ref(field.kind.value)
        case _:
            return _ref("text")


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _definitions() -> Schema:
    flags = [True, False, *TRUE_WORDS, *FALSE_WORDS]
    return {
        "text": {"type": ["string", "number", "boolean"]},
        "word": {"type": ["string", "number"]},
        "date": {"type": "string", "pattern": "^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", "examples": ["2024-01-31"]},
        "number": {"anyOf": [{"type": "number"}, {"type": "string", "pattern": "^[0-9]{1,9}(\\.[0-9]{1,9})?$"}]},
        "flag": {"enum": flags},
        "id": {"type": ["string", "integer"], "pattern": f"^{ID_FORM}$"},
        "party-id": {"type": ["string", "integer"], "pattern": f"^{ID_FORM}$", "not": {"enum": list(NO_PARTY_IDS)}},
    }
