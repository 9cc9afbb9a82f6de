"""What a text of a file says to a reader, a parser, a script and a search index: tags, escapes and addresses undone.

Works on text alone and knows nothing of what is searched for. Each kind of disguise is undone by one generator, which costs
nothing where its signs are missing.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple
from urllib.parse import unquote_plus

from alliance_docs.leaks.untagging import APART, JOINT, told, wordings

REACH = 24
"""Letters on either side of a line's end that are kept when lines are joined."""
CALENDAR = "BEGIN:V"
"""Begins a text whose first line says how to read the others: it is nothing without it."""

_DEEPEST = 4  # escapes inside escapes

_ATTRIBUTE = re.compile(r'=\s*"([^"]*)"')
_ATTRIBUTE_IN_OTHERS = re.compile(r"=\s*'([^']*)'")
_JSON_STRING = re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?', re.DOTALL)
_SPECIAL = re.compile(r"[<&\\\n]")
_SCRIPT_STRING = re.compile(r"'([^'\\\n]*)'|`([^`\\]*)`")
_JOINED = re.compile(r"""\+\s*["'`]""")
_JOINT = re.compile(r"""(["'`])\s*\+\s*["'`]""")
_MASKED_TAG = re.compile(r"&(?:lt|amp|#0*(?:38|60)|#x0*(?:26|3c));?", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r?\n)|(.))")
_STYLE_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
# A plus sign before a time zone is none of an address.
_ADDRESS_SIGN = re.compile(r"[%+](?:(?<=%)[0-9A-Fa-f]{2}|(?<=\w\+)(?=\w)(?!(?<=T\d\d:\d\d:\d\d\+)\d\d:\d\d))")
_ADDRESS_END = re.compile(r"[\s\"'<>()]")
_LONGEST_ADDRESS = 4_000
_PARTS_OF_ADDRESS = re.compile(r"[/?&=#;]")
_CALENDAR_LINE = re.compile(r"^[A-Z][A-Z0-9-]*(?:;[^:\n]*)?:(.*)$", re.MULTILINE)


class Thin(NamedTuple):
    """Pieces of a text of which some are known: `texts` and `tags` to be read each alone, and all where they meet."""

    texts: Sequence[str]
    tags: Sequence[str]
    met: Sequence[str]


def whole(parts: Sequence[str]) -> Thin:
    """What `pieces` gives where nothing is known."""
    return Thin(parts[::2], ["".join(parts)], parts)


def readings(thin: Thin) -> Iterator[str]:
    """What these pieces say as a reader, a parser, a script and a search index would see them: texts of many lines.

    Each line may be all that somebody sees, or a sentence may go on in the next one, but not over `APART`; see `seams`.
    """
    text = "".join(thin.met)
    tags = APART.join(thin.tags)
    alone = [html.unescape(tags), html.unescape(APART.join(["", *thin.texts, ""]))]
    yield from alone
    yield from _quoted(dict.fromkeys((tags, text)))
    yield from wordings(text, thin.met)
    yield from _masked(text)
    yield from _unescaped(text)
    yield _each(piece for address in dict.fromkeys(chain(*map(_addresses, alone))) for piece in _pieces(address))
    if text.startswith(CALENDAR):
        yield _each(_plain_escapes(value) for value in _CALENDAR_LINE.findall(text))


def names_in(address: str) -> Iterator[str]:
    """What an address or a file's name says to a reader, as texts of many lines."""
    yield _each(_pieces(address))


def _pieces(address: str) -> Iterator[str]:
    """An address in plain letters, whole, then between its slashes and signs, with and without suffix."""
    plain = unquote_plus(address)
    yield plain
    for piece in _PARTS_OF_ADDRESS.split(address):
        named = unquote_plus(piece)
        yield named
        yield re.sub(r"[-_]+", " ", re.sub(r"\.\w{1,5}$", "", named))


def seams(lines: Iterable[str]) -> str:
    """What stands where lines meet, as one text: of each line no more than a sentence over its ends can touch."""
    met = (line.strip() for line in lines)
    return JOINT.join(line if len(line) <= 4 * REACH else f"{line[: 2 * REACH]}{APART}{line[-2 * REACH :]}" for line in met)


def _each(values: Iterable[str]) -> str:
    """Values that have nothing to do with one another, a line for each; the last ends as the others do."""
    return APART.join(["", *(value.replace("\n", " ") for value in values), ""])


def _addresses(text: str) -> Iterator[str]:
    """What looks like an address with letters written as numbers, or with blanks as plus signs."""
    end = 0
    for sign in _ADDRESS_SIGN.finditer(text):
        if sign.start() >= end:
            before = _until_end(text[max(end, sign.start() - _LONGEST_ADDRESS) : sign.start()][::-1])
            after = _until_end(text[sign.start() : sign.start() + _LONGEST_ADDRESS])
            end = sign.start() + len(after)
            yield before[::-1] + after


def _until_end(text: str) -> str:
    found = _ADDRESS_END.search(text)
    return text[: found.start()] if found else text


def _quoted(texts: Iterable[str]) -> Iterator[str]:
    """Attributes, then strings; where all that is quoted are attributes of plain words, strings would tell nothing else."""
    attributes: dict[str, None] = {}
    for text in texts:
        values = _ATTRIBUTE.findall(text)
        attributes |= dict.fromkeys([*values, *_ATTRIBUTE_IN_OTHERS.findall(text)])
        if len(values) * 2 < text.count('"') or any(map(_SPECIAL.search, values)):
            yield from _strings(text)
    yield from _attributes(attributes)


def _attributes(values: Iterable[str]) -> Iterator[str]:
    plain = [html.unescape(value) for value in values]
    anchors = [value for value in plain if value.count("-") > 2 and " " not in value]  # made of words
    yield _each([*plain, *chain(*map(_pieces, anchors))])
    for value in plain:
        if '"' in value:
            yield from _strings(value)
        elif "\\" in value:
            yield from _unescaped(value)


def _masked(text: str) -> Iterator[str]:
    """HTML that stands in a feed as text, and what was escaped more often than it will be undone."""
    for _ in range(_DEEPEST):
        if not _MASKED_TAG.search(text):
            return
        text = "\n".join(html.unescape(line) for line in text.split("\n") if _MASKED_TAG.search(line))
        yield from told(text)


def _strings(text: str) -> Iterator[str]:
    """The strings of a script or JSON file, decoded, once more without tags (search indexes hold HTML in strings)."""
    values: list[str] = []
    keys: list[str] = []
    for literal, colon in _JSON_STRING.findall(text):
        value = _value(literal)
        (keys if colon else values).append(value.replace("\n", " "))
        if "<" in value or "&" in value or "\n" in value:
            yield from told(value)
    yield "\n".join(values)
    yield _each(keys)


def _value(literal: str) -> str:
    if "\\" not in literal:
        return literal
    try:
        return str(json.loads(f'"{literal}"', strict=False))
    except ValueError:
        return _plain_escapes(literal)


def _unescaped(text: str) -> Iterator[str]:
    """What is left of scripts and styles: strings in other quotes, those put together by +, the escapes of both."""
    if "<script" in text or "<" not in text:
        yield _each(one or other for one, other in _SCRIPT_STRING.findall(text))
    if _JOINED.search(text):
        yield _plain_escapes(_JOINT.sub("", text))
    rest = _JSON_STRING.sub('""', text) if "\\" in text else ""
    if "\\" in rest:
        yield _plain_escapes(rest)
    if "\\" in text and _STYLE_ESCAPE.search(text):
        yield _STYLE_ESCAPE.sub(lambda found: _letter(found[1]), text)


def _plain_escapes(text: str) -> str:
    plain = _ESCAPE.sub(_plain_escape, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # two halves of one letter become one


def _plain_escape(found: re.Match[str]) -> str:
    number = found[1] or found[2] or found[3]
    if number:
        return _letter(number)
    return "" if found[4] else " " if found[5] in "ntrbfvN" else found[5]


def _letter(number: str) -> str:
    code = int(number, 16)
    return chr(code) if code <= 0x10FFFF else ""
