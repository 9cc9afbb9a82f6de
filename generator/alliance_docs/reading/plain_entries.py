"""Reads an entry of a list that holds nothing but texts straight into a clause, where nothing is to be told of it.

A short cut beside `sections`, for revisions only: whatever it reads, `sections` reads the same; a test holds them against
each other. It gives up at anything that somebody would have to be told.
"""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from alliance_docs.catalogue import Findings
from alliance_docs.model import Clause
from alliance_docs.naming import name_of
from alliance_docs.reading.entries import known_keys
from alliance_docs.reading.everyday import read_texts
from alliance_docs.reading.fields import UNCHECKED, is_id, read_value, says_nothing
from alliance_docs.reading.source import Scalar
from alliance_docs.vocabulary import NO_PARTY_IDS, SECTIONS, Field, FieldKind


class _Rule(NamedTuple):
    """A field by its rank in the table; of an `open` one every text is right."""

    rank: int
    field: Field
    open: bool


@cache
def _rules(section: str) -> tuple[Mapping[str, _Rule], frozenset[str]]:
    """The fields of a section that are texts, by key, and those of all its fields that have to be there."""
    rules = {
        name: _Rule(key.rank, key.field, key.field.kind in UNCHECKED)
        for name, key in known_keys(section).items()
        if key.field and key.field.kind not in (FieldKind.LINKS, FieldKind.TEXTS)
    }
    return rules, frozenset(field.name for field in SECTIONS[section].fields if field.required)


def read_plain_entry(section: str, text: str, indent: int) -> tuple[Clause, int] | None:
    """The clause of an entry whose first key begins the text, others stand behind so many blanks; and how many texts it has.

    None where it is no such entry. The address is final but for the other entries of its list.
    """
    texts = read_texts(text, indent) or {}
    count = len(texts)
    declared, style = texts.pop("id", ("", ""))
    if count > len(texts) and (not is_id(declared) or says_nothing(declared, quoted=bool(style))):
        return None
    rules, required = _rules(section)
    fields = _fields(texts, rules)
    if not required <= fields.keys() or len(fields) < len(texts) or not count:
        return None
    if section == "parties" and (not declared or declared in NO_PARTY_IDS):
        return None
    name = name_of(SECTIONS[section], declared, fields)
    return Clause(section, name.address, fields, name.id, name.named), count


def _fields(texts: Mapping[str, tuple[str, str]], rules: Mapping[str, _Rule]) -> dict[str, str]:
    """Those of the texts in which everything is right, in the table's order."""
    fields: dict[str, str] = {}
    last, ordered = -1, True
    for key, (text, style) in texts.items():
        rule = rules.get(key)
        if rule is None or says_nothing(text, quoted=bool(style)):
            break
        if not rule.open and not _is_right(rule.field, text, style):
            break
        fields[key] = text
        ordered = ordered and rule.rank > last
        last = rule.rank
    return fields if ordered else dict(sorted(fields.items(), key=lambda pair: rules[pair[0]].rank))


def _is_right(field: Field, text: str, style: str) -> bool:
    findings = Findings("")
    read_value(field, "", Scalar(text, 1, 1, 0, 0, style, cut=False), findings)
    return not findings.problems
