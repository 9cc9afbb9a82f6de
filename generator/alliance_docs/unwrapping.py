"""What a text of a file says to a reader, a parser, a script and a search index: tags, escapes and addresses undone.

Works on text alone and knows nothing of what is searched for. Each kind of disguise is undone by one generator, which costs
nothing where its signs are missing.
"""

import html
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import unquote_plus

REACH = 24
"""Letters on either side of a line's end that are kept when lines are joined."""
JOINT = "\x1e"
"""Stands, as a blank, where a tag or a line ended: what it joins may be one sentence or two that happen to meet."""
APART = "\n\0\n"
"""Stands between two lines where no sentence goes on."""
CALENDAR = "BEGIN:V"
"""Begins a text whose first line says how to read the others: it is nothing without it."""
NEAR = 3
"""Lines around one that are looked at with it."""

_DEEPEST = 4  # escapes inside escapes

_TAG = re.compile(r"(<[^<>]*>)")
_WITHIN_WORDS = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var|wbr)"
    r"(?=[\s/>])",
    re.IGNORECASE,
)
_ASIDE = re.compile(r'<span class="al-h">[^<]*</span>')  # words in a mark that are for screen readers
_REDLINES = ("ins", "del")
_REDLINE = re.compile("</?(?:ins|del)")
_LABEL = re.compile(r'(?:</span>|<b class="al-label">([^<]*)</b>)(?=\s)')  # what follows a label is a text of its own
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


def readings(parts: Sequence[str]) -> Iterator[str]:
    """What `pieces` gives as a reader, a parser, a script and a search index would see it: texts of many lines.

    Each line may be all that somebody sees, or a sentence may go on in the next one, but not over `APART`; see `seams`.
    """
    text = "".join(parts)
    marked = html.unescape(text)
    yield marked
    yield from _quoted(text)
    yield from _told(text, parts)
    yield from _masked(text)
    yield from _unescaped(text)
    yield _each(piece for address in dict.fromkeys(_addresses(marked)) for piece in _pieces(address))
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


def pieces(text: str) -> list[str]:
    """Texts and tags in turn, beginning and ending with a text."""
    return _TAG.split(text)


def seams(lines: Iterable[str]) -> str:
    """What stands where lines meet, as one text: of each line no more than a sentence over its ends can touch."""
    met = (line.strip() for line in lines)
    return JOINT.join(line if len(line) <= 4 * REACH else f"{line[: 2 * REACH]}{APART}{line[-2 * REACH :]}" for line in met)


def _each(values: Iterable[str]) -> str:
    """Values that have nothing to do with one another, a line for each."""
    return APART.join(value.replace("\n", " ") for value in values)


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


def _quoted(text: str) -> Iterator[str]:
    """Attributes, then strings; where all that is quoted are attributes of plain words, strings would tell nothing else."""
    values = _ATTRIBUTE.findall(text)
    others = _ATTRIBUTE_IN_OTHERS.findall(text)
    yield from _attributes(dict.fromkeys([*values, *others]))
    if len(values) * 2 < text.count('"') or any(map(_SPECIAL.search, values)):
        yield from _strings(text)


def _attributes(values: Iterable[str]) -> Iterator[str]:
    plain = [html.unescape(value) for value in values]
    yield _each(plain)
    for value in plain:
        if value.count("-") > 2 and " " not in value:  # an anchor made of words
            yield from names_in(value)
        if '"' in value:
            yield from _strings(value)
        elif "\\" in value:
            yield from _unescaped(value)


def _told(text: str, parts: Sequence[str]) -> Iterator[str]:
    """The text without its tags: piece by piece, then as a whole; of a redline the newer and the older wording, each alone.

    Both wordings at once would make sentences that nobody wrote, and false alarms of them.
    """
    yield html.unescape(APART.join(parts[::2]))
    bare = _ASIDE.sub("", _without(text, "<!--", "-->"))
    newer = _without(bare, "<del", "</del>")
    yield _untagged(newer)
    if newer != bare or "<ins" in bare:
        yield _untagged(_without(_redlined(bare), "<ins", "</ins>"))


def _redlined(bare: str) -> str:
    """The lines with a redline and some around them, since elsewhere both wordings are one; or all."""
    lines = bare.split("\n")
    marked = [place for place, line in enumerate(lines) if _REDLINE.search(line)]
    ends = all(lines[place].count(f"<{name}") == lines[place].count(f"</{name}>") for place in marked for name in _REDLINES)
    return near(lines, marked, "\n") if ends else bare


def near(lines: Sequence[str], places: Iterable[int], end: str) -> str:
    """The lines at these places, in their order, with some around them; a zero where others are left out."""
    runs: list[list[int]] = []
    for place in places:
        begin = max(place - NEAR, 0)
        if runs and begin <= runs[-1][1]:
            runs[-1][1] = place + NEAR + 1
        else:
            runs.append([begin, place + NEAR + 1])
    return end.join(("\0\n" if begin else "") + end.join(lines[begin:ended]) for begin, ended in runs)


def _untagged(text: str) -> str:
    """A text without its tags, as a whole."""
    parts = pieces(_LABEL.sub(rf"\1{JOINT}", text))
    parts[1::2] = map(_between, parts[1::2])
    return html.unescape("".join(parts))


@lru_cache(10_000)
def _between(tag: str) -> str:
    """What a tag leaves between two texts."""
    return "" if _WITHIN_WORDS.match(tag) else JOINT


def _without(text: str, begin: str, end: str) -> str:
    """The text without what stands between two marks; a mark that is never closed stays."""
    kept, place = [], 0
    while (begun := text.find(begin, place)) >= 0 and (ended := text.find(end, begun)) >= 0:
        kept.append(text[place:begun])
        place = ended + len(end)
    return "".join([*kept, text[place:]])


def _masked(text: str) -> Iterator[str]:
    """HTML that stands in a feed as text, and what was escaped more often than it will be undone."""
    for _ in range(_DEEPEST):
        if not _MASKED_TAG.search(text):
            return
        text = "\n".join(html.unescape(line) for line in text.split("\n") if _MASKED_TAG.search(line))
        yield from _told(text, pieces(text))


def _strings(text: str) -> Iterator[str]:
    """The strings of a script or JSON file, decoded, once more without tags (search indexes hold HTML in strings)."""
    values: list[str] = []
    keys: list[str] = []
    for literal, colon in _JSON_STRING.findall(text):
        value = _value(literal)
        (keys if colon else values).append(value.replace("\n", " "))
        if "<" in value or "&" in value or "\n" in value:
            yield from _told(value, pieces(value))
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
