"""Words values as YAML text, in the style of the file they go into: block lines, or braces and brackets on one line.

Only for what is newly written; knows no file and no place in one. A text is written bare only where no YAML reader can take
it for anything else.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

Written: TypeAlias = "str | Sequence[Written] | Mapping[str, Written]"
"""A value to be written: a text, a list or a map in its order."""

_BARE = re.compile(r"[^\W\d_](?:[^\n\t]*[^\s:])?|\d{4}-\d\d-\d\d|\d{1,9}")
_NOT_BARE = re.compile(r":\s|\s#|:$")
_NOT_IN_FLOW = re.compile(r"[,\[\]{}:?]")
_OTHER_TYPES = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"})
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
_NEEDS_INDENT_SIGN = re.compile(r"\s*\n|\s")


@dataclass(frozen=True, slots=True)
class Style:
    """How block lists and maps stand in a file: how far a map goes in, and how far the dashes of a list in it."""

    step: int = 2
    dash: int = 2


def scalar(text: str, *, flow: bool = False, quoted: bool = False) -> str:
    """A text as one scalar on one line: bare where that is safe and allowed, else in double quotes."""
    bare = not quoted and _BARE.fullmatch(text) and not _NOT_BARE.search(text) and text.casefold() not in _OTHER_TYPES
    if bare and not (flow and _NOT_IN_FLOW.search(text)):
        return text
    return f'"{text.translate(_ESCAPES)}"'


def flow_text(value: Written, *, quoted: bool = False) -> str:
    """A value on one line; `quoted` puts every text in quotes, keys too, as JSON does."""
    if isinstance(value, str):
        return scalar(value, flow=True, quoted=quoted)
    if isinstance(value, Mapping):
        pairs = (
            f"{scalar(key, flow=True, quoted=quoted)}: {flow_text(inner, quoted=quoted)}" for key, inner in value.items()
        )
        return f"{{{', '.join(pairs)}}}"
    return f"[{', '.join(flow_text(inner, quoted=quoted) for inner in value)}]"


def key_lines(key: str, value: Written, style: Style) -> Iterator[str]:
    """The lines of a key and its value in a block map, the key at the left margin."""
    if isinstance(value, str):
        first, *rest = _text_lines(value, style)
        yield f"{key}: {first}"
        yield from rest
    elif not value:
        yield f"{key}: {flow_text(value)}"
    else:
        yield f"{key}:"
        lines = _map_lines(value, style) if isinstance(value, Mapping) else list_lines(value, style)
        indent = style.step if isinstance(value, Mapping) else style.dash
        yield from _indented(lines, indent)


def list_lines(values: Sequence[Written], style: Style, width: int = 2) -> Iterator[str]:
    """The lines of a block list, its dashes at the left margin; `width` is from a dash to what it begins."""
    for value in values:
        lines = _entry_lines(value, style)
        yield f"{'-':{width}}{next(lines)}"
        yield from _indented(lines, width)


def _entry_lines(value: Written, style: Style) -> Iterator[str]:
    if isinstance(value, Mapping) and value:
        return _map_lines(value, style)
    return iter(_text_lines(value, style) if isinstance(value, str) else [flow_text(value)])


def _map_lines(value: Mapping[str, Written], style: Style) -> Iterator[str]:
    for key, inner in value.items():
        yield from key_lines(key, inner, style)


def _text_lines(text: str, style: Style) -> list[str]:
    """A text on one line, or where it has several of its own, as a block that keeps them."""
    if "\n" not in text or _NEEDS_INDENT_SIGN.match(text) or text.endswith("\n"):
        return [scalar(text)]
    return ["|-", *_indented(text.split("\n"), style.step)]


def _indented(lines: Iterator[str] | Sequence[str], width: int) -> Iterator[str]:
    return (f"{' ' * width}{line}" if line else line for line in lines)
