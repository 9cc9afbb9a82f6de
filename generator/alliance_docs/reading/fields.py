"""Reads the value of one field as its kind in the table says, and tells what is wrong with it.

What can be understood is kept also when something is wrong: an old revision is read by the same functions.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from difflib import get_close_matches
from functools import lru_cache
from types import MappingProxyType

from alliance_docs.catalogue import Findings
from alliance_docs.model import Value
from alliance_docs.reading.source import Map, Node, Refused, Scalar
from alliance_docs.vocabulary import FALSE_WORDS, ID_FORM, TRUE_WORDS, Field, FieldKind

MOST_SUGGESTIONS = 200
"""Problems in one file after which nobody looks for what was meant by a key; looking takes a while."""
_ID = re.compile(ID_FORM)
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,9}(?:\.[0-9]{1,9})?")
_NAME = re.compile("[A-Za-z][A-Za-z0-9_-]*")
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
_LISTS = (FieldKind.TEXTS, FieldKind.LINKS)
UNCHECKED = (FieldKind.PROSE, FieldKind.PARTY, FieldKind.LINE, FieldKind.LINK, FieldKind.TOPIC, FieldKind.CADENCE)
_SENTENCES = (FieldKind.PROSE, FieldKind.LINE, FieldKind.TOPIC)
"""Where a number sign in the middle is likelier a part of the sentence than a comment."""

_EXPECTED: Mapping[FieldKind, str] = MappingProxyType(
    {
        FieldKind.PROSE: "a text",
        FieldKind.LINE: "a short text",
        FieldKind.PARTY: "the id of one party",
        FieldKind.DATE: "a date",
        FieldKind.NUMBER: "a number",
        FieldKind.CADENCE: "a time such as 3 months",
        FieldKind.WORD: "a word",
        FieldKind.LINK: "the id or address of one clause",
        FieldKind.LINKS: "a list of ids",
        FieldKind.TEXTS: "a list",
        FieldKind.FLAG: "true or false",
        FieldKind.TOPIC: "a short text",
    }
)


def is_id(text: str) -> bool:
    """Whether a text may be an id."""
    return _ID.fullmatch(text) is not None


def says_nothing(text: str, *, quoted: bool) -> bool:
    """Whether a text is empty, or one that means nothing unless it is quoted."""
    return not text or text.isspace() or (not quoted and text in _NOTHING)


def is_absent(node: Node, *, prose: bool = False) -> bool:
    """Whether nothing is written here: an empty value, list or map, or, but for prose, `null` or `~`."""
    if isinstance(node, Scalar):
        return says_nothing(node.text, quoted=prose or bool(node.style))
    return not isinstance(node, Refused) and not (node.entries if isinstance(node, Map) else node.nodes)


def read_value(field: Field, label: str, node: Node, findings: Findings) -> Value | None:
    """The value of a field as typed, None when nothing is written or nothing can be understood.

    A list where one value is due, one value or a map where a list is due: told and kept.
    """
    if isinstance(node, Scalar):
        return _read_scalar(field, label, node, findings)
    if isinstance(node, Refused) or is_absent(node):
        return None
    listed = field.kind in _LISTS
    if isinstance(node, Map) or not listed:
        findings.tell("wrong-type", node, f"`{label}` holds {_EXPECTED[field.kind]}, not a {_shape(node)}")
    if isinstance(node, Map):  # its keys are what a list would hold: better one address too many in `private` than none
        return tuple(entry.key.text for entry in node.entries) if listed else None
    texts = [text for inner in node.nodes for text in _read_lines(label, inner, findings)]
    return tuple(texts) or None


def _read_lines(label: str, node: Node, findings: Findings) -> tuple[str, ...]:
    """One entry of a list of texts: none when it is empty; of a map, which is told, its keys."""
    if isinstance(node, Scalar):
        return () if is_absent(node) else (node.text,)
    if not isinstance(node, Refused):
        findings.tell("wrong-type", node, f"an entry of `{label}` is a text, not a {_shape(node)}")
    return tuple(entry.key.text for entry in node.entries) if isinstance(node, Map) else ()


def _read_scalar(field: Field, label: str, node: Scalar, findings: Findings) -> Value | None:
    kind, text = field.kind, node.text
    if node.cut and kind in _SENTENCES:
        findings.tell_at("cut-text", node.line, node.column, f"the text of `{label}` is cut at #; put it in quotes")
    if is_absent(node, prose=kind is FieldKind.PROSE):
        return None
    if kind in _LISTS:
        findings.tell("wrong-type", node, f"`{label}` holds {_EXPECTED[kind]}: write it in [brackets] or with dashes")
        return (text,)
    if kind not in UNCHECKED:
        _CHECKS[kind](field, label, node, findings)
    return text


def _check_date(_field: Field, label: str, node: Scalar, findings: Findings) -> None:
    if not _DATE.fullmatch(node.text):
        findings.tell("bad-date", node, f"`{label}` holds a date, written as 2024-01-31")
        return
    try:
        date.fromisoformat(node.text)
    except ValueError:
        findings.tell("bad-date", node, f"`{label}` names a day that no calendar has")


def _check_number(_field: Field, label: str, node: Scalar, findings: Findings) -> None:
    if not _NUMBER.fullmatch(node.text):
        findings.tell("bad-number", node, f"`{label}` holds a number in digits, such as 90")


def _check_flag(_field: Field, label: str, node: Scalar, findings: Findings) -> None:
    if node.text.casefold() not in (*TRUE_WORDS, *FALSE_WORDS):
        findings.tell("bad-flag", node, f"`{label}` is true or false")


def _check_word(field: Field, label: str, node: Scalar, findings: Findings) -> None:
    if field.words and node.text not in field.words:
        findings.tell("unknown-word", node, f"`{label}` {one_of(node.text, field.words)}")


_CHECKS: Mapping[FieldKind, Callable[[Field, str, Scalar, Findings], None]] = MappingProxyType(
    {
        FieldKind.DATE: _check_date,
        FieldKind.NUMBER: _check_number,
        FieldKind.FLAG: _check_flag,
        FieldKind.WORD: _check_word,
    }
)


def tell_unknown_key(key: Scalar, known: Iterable[str], findings: Findings) -> None:
    """Tell that a key is none of the known ones; it is named only when it is nearly one of them, else it may be a text."""
    names = tuple(known)
    near = nearest(key.text, names) if len(findings.problems) < MOST_SUGGESTIONS else ""
    if near:
        shown = f" `{key.text}`" if _NAME.fullmatch(key.text) else ""
        findings.tell("unknown-key", key, f"unknown key{shown}; did you mean `{near}`?")
    else:
        findings.tell("unknown-key", key, f"unknown key; here stand {_listed(names)}")


def one_of(text: str, words: Iterable[str]) -> str:
    """Which words may stand where another one does, with the one that was probably meant."""
    words = tuple(words)
    near = nearest(text, words)
    return f"is one of {_listed(words)}" + (f"; did you mean `{near}`?" if near else "")


@lru_cache(maxsize=512)
def nearest(text: str, words: tuple[str, ...]) -> str:
    """The word that a text was probably meant to be, or ""."""
    if len(text) > 40:
        return ""
    plain = text.strip().casefold().replace("-", "_")
    by_form = {word.replace("-", "_"): word for word in words}
    found = get_close_matches(plain, by_form, n=1, cutoff=0.7)
    return by_form[found[0]] if found else ""


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def _shape(node: Node) -> str:
    return "map" if isinstance(node, Map) else "list"
