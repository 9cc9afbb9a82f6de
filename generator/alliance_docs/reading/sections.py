"""Reads the sections of a file into clauses with their addresses, each section by the shape that the table gives it.

What is understood becomes a clause whatever else is wrong, and what is not understood is named by a problem: a list written
as a map of ids, an entry that is a bare text, a single entry without its dash are understood and told.
"""

import re
from collections.abc import Container, Iterable, Mapping
from types import MappingProxyType
from typing import assert_never

from alliance_docs.catalogue import Findings, Place
from alliance_docs.model import Alliance, Clause, Value
from alliance_docs.naming import FreeNames, Name, name_of, segments
from alliance_docs.reading.entries import known_keys, read_fields, tell_missing, undotted
from alliance_docs.reading.fields import is_absent, is_id, nearest, read_value, tell_unknown_key
from alliance_docs.reading.source import Entry, List, Map, Node, Refused, Scalar
from alliance_docs.vocabulary import ID_FORM, NO_PARTY_IDS, SECTIONS, Section, Shape

_ALLIANCE_ID = re.compile(f"{ID_FORM}(?:/{ID_FORM})*")
_LANGUAGE = re.compile("[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_TOP_KEYS = ("schema", *(name for name in SECTIONS if "/" not in name))


_NEEDED = ("title", "parties")
"""The keys that no file can do without."""


def tell_needed(written: Container[str], tree: Place, findings: Findings) -> None:
    """Tell which of the keys that no file can do without are not written."""
    for name in _NEEDED:
        if name not in written:
            findings.tell("missing", tree, f"an alliance needs `{name}:`")


def tell_foreign(written: Iterable[str], tree: Place, findings: Findings) -> bool:
    """Tell that a file holds something else when none of its keys is an alliance's, or meant to be one that each needs."""
    foreign = not any(name in _TOP_KEYS or nearest(name, _TOP_KEYS) in _NEEDED for name in written)
    if foreign:
        advice = "move the file out of this folder, or begin it with `title:` and `parties:`"
        findings.tell("foreign-file", tree, f"none of the keys here is one of an alliance: {advice}")
    return foreign


def id_among(clauses: Iterable[Clause]) -> str:
    """The id that a file declares, or "" where it declares none that can be one."""
    declared = next((clause.get("") for clause in clauses if clause.section == "id"), "")
    return declared if _ALLIANCE_ID.fullmatch(declared) else ""


def id_space(section: str) -> str:
    """Among which ids one of this section is unique: those of parties and of questions stand apart from all others."""
    return section if section in ("parties", "questions") else ""


class SectionReader:
    """Gathers the clauses of one file, in file order."""

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.clauses: list[Clause] = []
        self.addresses = FreeNames()
        self.ids: dict[tuple[str, str], Scalar] = {}

    def read(self, tree: Map, default_id: str) -> Alliance:
        """All sections of the file."""
        for entry in tree.entries:
            self.read_key(entry)
        tell_needed({entry.key.text for entry in tree.entries if not is_absent(entry.value)}, tree, self.findings)
        return Alliance(id_among(self.clauses) or default_id, tuple(self.clauses))

    def read_key(self, entry: Entry) -> None:
        """One key of the file with all that stands below it."""
        row = SECTIONS.get(entry.key.text)
        if entry.key.text == "schema":
            self._check_schema(entry.value)
        elif row is None or "/" in row.name:
            tell_unknown_key(entry.key, _TOP_KEYS, self.findings)
        elif not isinstance(entry.value, Refused):
            self._section(row, entry)

    def _section(self, row: Section, entry: Entry) -> None:
        match row.shape:
            case Shape.SCALAR:
                self._scalar(row, entry)
            case Shape.RECORD:
                self._record(row, entry)
            case Shape.PARTS:
                self._parts(row, entry)
            case Shape.ITEMS:
                self._items(row, entry)
            case Shape.ANSWERS:
                self._answers(row, entry)
            case Shape.DATES:
                self._dates(row, entry)
            case _:
                assert_never(row.shape)

    def _add(self, row: Section, name: Name, fields: Mapping[str, Value], node: Scalar | Map) -> None:
        address = self.addresses.free(name.address)
        self.clauses.append(Clause(row.name, address, fields, name.id, name.named, 0, node.line, node.column))

    # One method for each shape of section

    def _scalar(self, row: Section, entry: Entry) -> None:
        field = row.fields[0]
        value = read_value(field, row.name, entry.value, self.findings)
        if value is None:
            return
        form, code, message = _FORMS.get(row.name, (None, "", ""))
        if form and not (isinstance(value, str) and form.fullmatch(value)):
            self.findings.tell(code, entry.value, message)
        self._add(row, Name(row.name), {field.name: value}, entry.key)

    def _record(self, row: Section, entry: Entry) -> None:
        short = row.field(row.short)
        if isinstance(entry.value, Map):
            fields = read_fields(row, entry.value, self.findings)
            tell_missing(row, entry.value, fields, self.findings)
        elif short and (value := read_value(short, row.name, entry.value, self.findings)) is not None:
            fields = {row.short: value}
        else:
            return
        if fields:
            self._add(row, Name(row.name), fields, entry.key)

    def _dates(self, row: Section, entry: Entry) -> None:
        fields: dict[str, Value] = {}
        for key, node in self._map_of(row, entry, "sections or addresses, each with a date"):
            value = read_value(row.fields[0], row.name, node, self.findings)
            if value is not None:
                fields[undotted(key.text)] = value
        if fields:
            self._add(row, Name(row.name), fields, entry.key)

    def _parts(self, row: Section, entry: Entry) -> None:
        fields = {field.name: field for field in row.fields}
        lists = {name.rpartition("/")[2]: inner for name, inner in SECTIONS.items() if name.startswith(f"{row.name}/")}
        for key, node in self._map_of(row, entry, ", ".join(f"`{name}:`" for name in (*fields, *lists))):
            if key.text in lists:
                self._items(lists[key.text], Entry(key, node))
            elif key.text not in fields:
                tell_unknown_key(key, (*fields, *lists), self.findings)
            elif (value := read_value(fields[key.text], key.text, node, self.findings)) is not None:
                self._add(row, Name(f"{row.name}/{key.text}"), {"": value}, key)

    def _answers(self, row: Section, entry: Entry) -> None:
        hint = "question ids, each with party ids and their answers"
        for question, answers in self._map_of(row, entry, hint):
            for party, node in self._map_of(row, Entry(question, answers), hint):
                value = read_value(row.fields[0], row.name, node, self.findings)
                if value is not None:
                    address = "/".join((row.name, segments(question.text), segments(party.text)))
                    self._add(row, Name(address), {"": value}, party)

    def _items(self, row: Section, entry: Entry) -> None:
        node = entry.value
        if is_absent(node) or isinstance(node, Refused):
            return
        if isinstance(node, List):
            for inner in node.nodes:
                self.read_entry(row, inner)
            return
        name = row.name.rpartition("/")[2]
        self.findings.tell("wrong-type", node, f"`{name}` is a list: begin each entry with a dash and write its keys below")
        if isinstance(node, Scalar) or any(key.text in known_keys(row.name) for key, _ in node.entries):
            self.read_entry(row, node)
        else:
            for key, inner in node.entries:
                self.read_entry(row, inner, key)

    def read_entry(self, row: Section, node: Node, key: Scalar | None = None) -> None:
        """One entry of a list; `key` names it where the list was written as a map."""
        if isinstance(node, Refused):
            return
        if isinstance(node, List) or is_absent(node):
            hint = "a map of keys, not a list" if isinstance(node, List) else "not empty: delete its dash"
            self.findings.tell("wrong-type", node, f"an entry is {hint}")
        elif isinstance(node, Scalar):
            self._plain_item(row, node, node.text, key)
        elif key is None and len(node.entries) == 1 and (lone := _lone(row, node)):
            self._lone_item(row, *lone)
        else:
            fields = read_fields(row, node, self.findings)
            tell_missing(row, node, fields, self.findings)
            key = key or self._id_of(node)
            self._check_id(row, node, key)
            if key or fields:
                self._add(row, name_of(row, key.text if key else "", fields), fields, node)

    def _lone_item(self, row: Section, key: Scalar, value: Scalar | Map) -> None:
        """`- tell-first: I tell.` has an id and a text; `- We agree: nobody shouts.` is a sentence with a colon."""
        if is_id(key.text):
            self.findings.tell("wrong-type", key, "an entry is a map of keys: write the id behind `id:`")
            self.read_entry(row, value, key)
        elif isinstance(value, Scalar):
            self._plain_item(row, key, f"{key.text}: {value.text}", None)
        else:
            tell_unknown_key(key, known_keys(row.name), self.findings)

    def _plain_item(self, row: Section, node: Scalar, text: str, key: Scalar | None) -> None:
        quoted = "" if node.text == text else " and put a text with a colon in quotes"
        self.findings.tell("plain-entry", node, f"an entry of `{row.name}` is a map: write {_keys_of(row)}{quoted}")
        fields = {row.text or row.keys[0]: text}
        if key:
            self._check_id(row, node, key)
        self._add(row, name_of(row, key.text if key else "", fields), fields, node)

    # Ids and small checks

    def _id_of(self, node: Map) -> Scalar | None:
        found = node.value("id")
        if isinstance(found, Map | List):
            self.findings.tell("wrong-type", found, "`id` holds one id")
        return found if isinstance(found, Scalar) and not is_absent(found) else None

    def _check_id(self, row: Section, node: Scalar | Map, key: Scalar | None) -> None:
        tell = self.findings.tell
        if key is None:
            if row.name == "parties":
                tell("no-party-id", node, "a party needs an `id:` to be named by; `alliance check --fix` writes one")
            return
        first = self.ids.setdefault((id_space(row.name), key.text), key)
        if first is not key:
            tell("repeated-id", key, f"this id is taken already, at line {first.line}")
        if not is_id(key.text):
            tell("bad-id", key, "an id is made of a to z, 0 to 9, - and _, at most 64 of them, such as `our-evening`")
        if row.name == "parties" and key.text in NO_PARTY_IDS:
            tell("reserved-id", key, "`review` and `each` mean something else and are no party's id")

    def _check_schema(self, node: Node) -> None:
        if not isinstance(node, Refused) and not (isinstance(node, Scalar) and node.text in ("", "1")):
            self.findings.tell("schema-version", node, "this program reads `schema: 1`")

    def _map_of(self, row: Section, entry: Entry, what: str) -> tuple[Entry, ...]:
        node = entry.value
        if isinstance(node, Map):
            return node.entries
        if not isinstance(node, Refused) and not is_absent(node):
            self.findings.tell("wrong-type", node, f"here `{row.name}` is a map of {what}")
        return ()


_FORMS: Mapping[str, tuple[re.Pattern[str], str, str]] = MappingProxyType(
    {
        "id": (_ALLIANCE_ID, "bad-id", "an id is made of a to z, 0 to 9, - and _, such as `harbour-street`"),
        "lang": (_LANGUAGE, "unknown-word", "`lang` is a language such as `en`, `de` or `pt-BR`"),
    }
)


def _lone(row: Section, node: Map) -> tuple[Scalar, Scalar | Map] | None:
    """The only key of an entry with its value, when it is nothing like ours and its value says something."""
    key, value = node.entries[0]
    if isinstance(value, List | Refused) or is_absent(value) or nearest(key.text, ("id", *known_keys(row.name))):
        return None
    return key, value


def _keys_of(row: Section) -> str:
    needed = [field.name for field in row.fields if field.required] or [(row.text or row.keys[0]).partition(".")[0]]
    return " and ".join(f"`{name}:`" for name in (["id", *needed] if row.name == "parties" else needed))
