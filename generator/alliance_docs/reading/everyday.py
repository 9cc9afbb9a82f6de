"""Reads the YAML that people write every day, maps of texts in block style, many times as fast as a YAML library does.

A second reader beside `source`, for revisions only: it knows so few forms that each of them can mean one thing only, and
gives up at anything else. Whatever it reads, `source` reads the same; a test holds them against each other.
"""

import re
from functools import cache
from typing import NamedTuple

from alliance_docs.reading.source import TEXT_LIMIT, Entry, Map, Part, Scalar

_DEPTH = 4
_LONGEST = TEXT_LIMIT // 4


def read_everyday(text: str, indent: int) -> Part | None:
    """Read a map whose first key begins the text and whose other keys stand behind so many blanks; None if it is no such.

    After the text a line has to end. Of places in the text there are only lines and columns.
    """
    text = text.rstrip("\n")
    read = _read_map(text, 0, indent, _DEPTH) if _is_plain(text) else None
    return Part(read.tree, read.nodes) if read and read.end == len(text) else None


def read_texts(text: str, indent: int) -> dict[str, tuple[str, str]] | None:
    """The same of a map that holds nothing but texts: for each key its text and its style, in order."""
    text = text.rstrip("\n")
    if not _is_plain(text):
        return None
    found = _texts(indent).findall("\n" + " " * indent + text)
    texts: dict[str, tuple[str, str]] = {}
    length = -1 - indent
    for whole, key, plain, quote, quoted, sign, below in found:
        read = _plain(plain) if plain else _below(sign, below) if sign else (quoted, quote)
        if read is None:
            return None
        texts[key] = read
        length += len(whole)
    return texts if length == len(text) and len(texts) == len(found) else None


def _is_plain(text: str) -> bool:
    return len(text) <= _LONGEST and " \n" not in text and text.replace("\n", "").isprintable()


class _Read(NamedTuple):
    tree: Map
    nodes: int
    end: int


def _text(indent: int) -> str:
    """The form of a key behind so many blanks and a text: a plain one, one in quotes, or one below a sign."""
    lines = rf"\n {{{indent + 1},}}[^ \n][^\n]*"
    plain = rf"(?P<plain>[^\W_][^\n]*(?:{lines})*)"
    quoted = r"""(?P<quote>["'])(?P<quoted>(?:(?!(?P=quote))[^\\\n])*)(?P=quote)"""
    below = rf"(?P<sign>[>|]-?)(?P<below>(?:{lines})+)"
    return rf"(?P<key>[a-z0-9][a-z0-9_-]*):(?: (?:{plain}|{quoted}|{below})"


@cache
def _texts(indent: int) -> re.Pattern[str]:
    """A whole line with a key and a text, as each of a map of texts begins."""
    return re.compile(rf"(?P<whole>\n {{{indent}}}{_text(indent)}))")


@cache
def _entry(indent: int) -> re.Pattern[str]:
    """A key with a text, or with the indent of a map."""
    return re.compile(rf"{_text(indent)}|(?P<map>\n {{{indent + 1},}})(?=[a-z0-9]))")


def _read_map(text: str, start: int, indent: int, depth: int) -> _Read | None:
    match, margin = _entry(indent).match, "\n" + " " * indent
    entries: dict[str, Entry] = {}
    nodes, place = 1, start
    while (found := match(text, place)) and depth:
        key = Scalar(found[1], text.count("\n", 0, place) + 1, indent + 1, 0, 0, "", cut=False)
        below = found["map"] if found.lastgroup == "map" else ""
        inner = _read_map(text, found.end(), len(below) - 1, depth - 1) if below else None
        value = inner.tree if inner else _read_scalar(found, key)
        if value is None or key.text in entries:
            return None
        entries[key.text] = Entry(key, value)
        nodes += inner.nodes + 1 if inner else 2
        place = inner.end if inner else found.end()
        if not text.startswith(margin, place):
            return _Read(
                Map(tuple(entries.values()), text.count("\n", 0, start) + 1, indent + 1, 0, 0, flow=False), nodes, place
            )
        place += len(margin)
    return None


def _read_scalar(found: re.Match[str], key: Scalar) -> Scalar | None:
    read = _read_text(found)
    return Scalar(read[0], key.line, key.column + len(key.text) + 2, 0, 0, read[1], cut=False) if read else None


def _read_text(found: re.Match[str]) -> tuple[str, str] | None:
    """The text of an entry and its style, None where it may be another than it seems."""
    kind = found.lastgroup
    if kind == "plain":
        return _plain(found["plain"])
    if kind == "quoted":
        return found["quoted"], found["quote"]
    return _below(found["sign"], found["below"]) if kind == "below" else None


def _plain(plain: str) -> tuple[str, str] | None:
    if ": " in plain or ":\n" in plain or " #" in plain or plain.endswith((":", " ")):
        return None
    return " ".join(map(str.lstrip, plain.split("\n"))) if "\n" in plain else plain, ""


def _below(sign: str, lines: str) -> tuple[str, str] | None:
    """The lines below a sign as one text, where they are equally indented."""
    first = len(lines) - len(lines.lstrip("\n "))
    margin = lines[:first]
    if lines.count("\n") != lines.count(margin) or f"{margin} " in lines:
        return None
    text = lines[first:].replace(margin, " " if sign[0] == ">" else "\n")
    return text if sign[1:] else f"{text}\n", sign[0]
