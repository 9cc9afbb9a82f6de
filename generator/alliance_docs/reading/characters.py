"""What the bytes of a file must be before anybody reads them as YAML: size, UTF-8, characters, no unfinished merge.

YAML readers let several of these pass, or fail on them without saying where; nothing that this module refuses comes further
than here.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from alliance_docs.catalogue import Findings

SIZE_LIMIT = 1 << 20
"""Bytes in one file."""

_BOM = b"\xef\xbb\xbf"
_UNWANTED = re.compile(
    "(?P<direction>[\u202a-\u202e\u2066-\u2069])"
    "|(?P<line>[\x85\u2028\u2029]|\r(?!\n))"
    "|(?P<control>[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff])"
)
_CODES = {"direction": "direction-character", "line": "line-break", "control": "control-character"}
_LONE_CR = re.compile("\r(?!\n)")
_HIDDEN = {
    code: "\ufffd"
    for code in (*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)
    if chr(code) not in "\t\n\r"
}
_AT_MOST = 50
"""Characters, and marker lines, named in one file; one with more of them is past naming."""

_MARKER = re.compile(r"^([<|=>])\1{6,8}(?=[ \r\n]|\Z)", re.MULTILINE)  # one more sign for each rename on the way
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


class Characters(NamedTuple):
    """A file as text: without its BOM, and, where characters were refused, with U+FFFD in their place."""

    text: str
    bom: bool


def read_characters(source: bytes, findings: Findings) -> Characters | None:
    """The text of a file, or None when its bytes are no text; every unwanted character is told with its place."""
    if len(source) > SIZE_LIMIT:
        findings.tell_at("too-large", None, None, "the file is larger than 1 MiB")
        return None
    bom = source.startswith(_BOM)
    try:
        text = source.removeprefix(_BOM).decode()
    except UnicodeDecodeError as wrong:
        _tell_not_utf8(source.removeprefix(_BOM), wrong.start, findings)
        return None
    if not is_fine(text):
        text = _without_unwanted(text, findings)
    return Characters(text, bom)


def place_of(text: str, offset: int) -> tuple[int, int]:
    """Line and column, from 1, of a place in a text."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def unwanted(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """The characters that no text of ours may hold, each with its rule."""
    return ((_CODES[found.lastgroup or ""], found) for found in _UNWANTED.finditer(text))


def is_fine(text: str) -> bool:
    """Whether a text holds no unwanted character; the first look is quick, and false also for several that are fine."""
    return text.replace("\n", "").isprintable() or _UNWANTED.search(text) is None


def character_message(code: str, character: str) -> str:
    """What to say of an unwanted character: its number, never the character."""
    kind = {"direction-character": "turns the text around", "line-break": "is a line end to some programs only"}
    return f"the invisible character U+{ord(character):04X} {kind.get(code, 'may not stand in a text')}"


def _without_unwanted(text: str, findings: Findings) -> str:
    for code, found in islice(unwanted(text), _AT_MOST):
        findings.tell_at(code, *place_of(text, found.start()), character_message(code, found[0]))
    return _LONE_CR.sub("\ufffd", text).translate(_HIDDEN)


def _tell_not_utf8(source: bytes, offset: int, findings: Findings) -> None:
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        findings.tell_at("not-utf8", 1, 1, "the file is UTF-16; save it as UTF-8")
        return
    line_start = source.rfind(b"\n", 0, offset) + 1
    column = len(source[line_start:offset].decode(errors="replace")) + 1
    findings.tell_at("not-utf8", source.count(b"\n", 0, offset) + 1, column, "the file is not UTF-8 from here on")


# Unfinished merges


def check_conflicts(text: str, findings: Findings) -> None:
    """Tell every place where Git left two versions, and every marker line left over from one."""
    if "<<<<<<<" not in text and "=======" not in text and ">>>>>>>" not in text:
        return
    opened = 0
    for marker, line in islice(_markers(text), _AT_MOST):
        if marker == "<":
            opened = line
        elif not opened:
            findings.tell_at("merge-conflict", line, 1, "a marker line is left over from an unfinished merge; delete it")
        elif marker == ">":
            findings.tell_at("merge-conflict", opened, 1, _conflict_message(opened, line))
            opened = 0
    if opened:
        findings.tell_at("merge-conflict", opened, 1, "an unfinished merge begins here and its end marker is missing")


def _markers(text: str) -> Iterator[tuple[str, int]]:
    """The first sign of each marker line, with its line."""
    line, last = 1, 0
    for found in _MARKER.finditer(text):
        line += text.count("\n", last, found.start())
        last = found.start()
        yield found[0][0], line


def _conflict_message(first: int, last: int) -> str:
    return (
        f"an unfinished merge: lines {first} to {last} hold two versions; keep one wording, delete the three marker lines, "
        "then `git add` the file and commit"
    )


def both_sides(text: str) -> tuple[str, str] | None:
    """The two whole versions of a text with merge-conflict markers, ours and theirs; None when it has no such marker."""
    if "<<<<<<<" not in text:
        return None
    sides: tuple[list[str], list[str]] = ([], [])
    place, found = "", False
    for line in _LINE.findall(text):
        marker = _MARKER.match(line)
        if marker and (place or line.startswith("<")):
            place, found = ("" if line.startswith(">") else line[0]), True
            continue
        for mark, side in zip("<=", sides, strict=True):
            if place in ("", mark):
                side.append(line)
    return ("".join(sides[0]), "".join(sides[1])) if found else None
