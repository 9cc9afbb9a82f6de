"""Finds where in a text a new value goes and how it must be written there: the splices, not their making.

Knows the styles people write YAML in (block and flow, the depth of lists, line ends, comments between lines) and nothing of
alliances. What it cannot place it leaves out; whoever makes the splices compares what came of them.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from alliance_docs.reading.fields import is_absent
from alliance_docs.reading.source import Entry, List, Map, Node, Scalar
from alliance_docs.writing.edit import Splice
from alliance_docs.writing.yaml_text import Style, Written, flow_text, key_lines, list_lines, scalar

Where: TypeAlias = tuple[str | int | None, ...]
"""The way to a value: keys of maps, places in lists (from 0), and None for a new entry of a list."""

_COMMENT = re.compile(r"[ \t]*#")
_NOTHING_MORE = re.compile(r"(?:[ \t]*(?:#[^\n]*)?\r?\n)*[ \t]*")
_COLON = re.compile(r"(?P<colon>[ \t]*:)(?P<blanks>[ \t]*)")
_DOCUMENT_END = re.compile(r"\.\.\.(?=\s|\Z)")


def wrapped(where: Sequence[str | int | None], value: Written) -> Written:
    """The value inside the keys and lists that lead to it and are not there yet."""
    for step in reversed(where):
        value = [value] if step is None else {str(step): value}
    return value


class Hand:
    """Writes into one text, in its style; the splices it gives are for that text as it is."""

    def __init__(self, text: str, root: Map) -> None:
        self._text = text
        self._root = root
        self._style = _style(root)
        self._quoted = root.flow and all(entry.key.style == '"' for entry in root.entries)

    def splices(self, where: Where, value: Written) -> Iterator[Splice]:
        """What is to be spliced to put the value there; nothing where there is no place for it."""
        return self._inside(self._root, where, value)

    def _inside(self, node: Map | List, where: Where, value: Written) -> Iterator[Splice]:
        step, rest = where[0], where[1:]
        inner = _child(node, step)
        if isinstance(inner, Map | List) and rest:
            yield from self._inside(inner, rest, value)
        elif isinstance(inner, Scalar) and isinstance(node, Map) and (not rest or is_absent(inner)):
            yield from self._replaced(node, inner, wrapped(rest, value))
        elif inner is None and isinstance(node, Map) and isinstance(step, str):
            yield from self._new_key(node, step, wrapped(rest, value))
        elif inner is None and isinstance(node, List) and step is None:
            yield from self._new_entry(node, wrapped(rest, value))

    def _new_key(self, node: Map, key: str, value: Written) -> Iterator[Splice]:
        if node.flow:
            pair = f"{scalar(key, flow=True, quoted=self._quoted)}: {flow_text(value, quoted=self._quoted)}"
            spans = [(entry.key.start, self._end_of(entry)) for entry in node.entries]
            yield from self._into_flow(node, spans, pair)
            return
        lines = list(key_lines(key, value, self._style))
        place = self._end_of_document() if node is self._root else self._after(self._end(node), node.column)
        yield self._lines_at(place, lines, node.column - 1)

    def _new_entry(self, node: List, value: Written) -> Iterator[Splice]:
        if node.flow:
            spans = [(inner.start, self._end(inner)) for inner in node.nodes if isinstance(inner, Scalar | Map | List)]
            yield from self._into_flow(node, spans, flow_text(value, quoted=self._quoted))
            return
        last = node.nodes[-1]
        if isinstance(last, Map) and last.flow:
            lines = [f"- {flow_text(value, quoted=self._quoted)}"]
        else:
            lines = list(list_lines([value], self._style, self._width(last)))
        yield self._lines_at(self._after(self._end(node), node.column + 1), lines, node.column - 1)

    def _replaced(self, node: Map, old: Scalar, value: Written) -> Iterator[Splice]:
        """Another value for a key that holds a text or nothing."""
        key = next(entry.key for entry in node.entries if entry.value is old)
        start, end = (old.start, self._end(old)) if old.end > old.start else self._behind(key, flow=node.flow)
        if start < 0:
            return
        if node.flow or isinstance(value, str):
            blank = " " if self._text.endswith(":", 0, start) else ""
            yield Splice(start, end, f"{blank}{self._in_place_of(old, value, flow=node.flow)}")
            return
        _, *lines = key_lines(key.text, value, self._style)
        if end > start:
            yield Splice(start, end, "")
        yield self._lines_at(self._line_after(end), lines, node.column - 1)

    def _behind(self, key: Scalar, *, flow: bool) -> tuple[int, int]:
        """The place behind the colon of a key without a value, in which readers differ; below 0 where it has no colon."""
        found = _COLON.match(self._text, key.end)
        if not found:
            return -1, -1
        place = found.end("blanks") if flow else found.end("colon")
        return place, place

    def _in_place_of(self, old: Scalar, value: Written, *, flow: bool) -> str:
        """A value on one line, in the quotation marks that the old one has."""
        if isinstance(value, str) and old.style == "'" and value.isprintable():
            return "'" + value.replace("'", "''") + "'"
        quoted = self._quoted or old.style == '"'
        return scalar(value, flow=flow, quoted=quoted) if isinstance(value, str) else flow_text(value, quoted=self._quoted)

    # Flow style

    def _into_flow(self, node: Map | List, spans: Sequence[tuple[int, int]], new: str) -> Iterator[Splice]:
        """Put a new element behind the last one, on a line of its own where that one has one."""
        if self._text[node.start] not in "[{":
            return
        if not spans:
            yield Splice(node.start + 1, node.start + 1, new)
            return
        start, end = spans[-1]
        comma = self._comma(end)
        after = end if comma is None else comma + 1
        indent = self._text[self._line_start(start) : start]
        if indent.strip():
            yield Splice(after, after, f"{',' if comma is None else ''} {new}")
            return
        own_line = f"{self._newline(start)}{indent}{new}"
        line_end = self._end_of_line(after)
        if line_end >= node.end or (comma is None and line_end == end):
            yield Splice(after, after, f"{',' if comma is None else ''}{own_line}")
            return
        if comma is None:
            yield Splice(end, end, ",")
        yield Splice(line_end, line_end, f"{own_line}{'' if comma is None else ','}")

    def _comma(self, end: int) -> int | None:
        """The place of the comma behind an element, over comments and line ends, or None."""
        skipped = _NOTHING_MORE.match(self._text, end)
        place = skipped.end() if skipped else end
        return place if self._text.startswith(",", place) else None

    # Lines and places

    def _lines_at(self, place: int, lines: Sequence[str], indent: int) -> Splice:
        """Whole lines at the beginning of a line, or behind a last line that has no end."""
        newline = self._newline(place)
        body = newline.join(f"{' ' * indent}{line}" if line else line for line in lines)
        unfinished = place > 0 and not self._text.endswith("\n", 0, place)
        return Splice(place, place, f"{newline}{body}" if unfinished else f"{body}{newline}")

    def _end(self, node: Node) -> int:
        """Where what a node says ends; of a block, where its last text does, without blank lines that mean nothing."""
        if isinstance(node, Map | List) and not node.flow:
            return self._end_of(node.entries[-1]) if isinstance(node, Map) else self._end(node.nodes[-1])
        if not isinstance(node, Scalar | Map | List):
            return 0
        written = self._text[node.start : node.end]
        kept = "+" in written.partition("\n")[0]
        block = isinstance(node, Scalar) and node.style in ("|", ">")
        return node.start + len(written.rstrip()) if block and not kept else node.end

    def _end_of(self, entry: Entry) -> int:
        value = entry.value
        empty = isinstance(value, Scalar) and value.end == value.start
        return max(entry.key.end, self._behind(entry.key, flow=True)[0]) if empty else self._end(value)

    def _width(self, last: Node) -> int:
        """From a dash to what it begins, as in the last entry of the list."""
        before = self._text[self._line_start(last.start) : last.start] if isinstance(last, Map) else ""
        return len(before.lstrip()) if before.lstrip().startswith("-") else 2

    def _after(self, end: int, column: int) -> int:
        """Where a line can begin behind what ends here, and behind comments below it that stand at this column or deeper."""
        place = ahead = self._line_after(end)
        while ahead < len(self._text):
            found = _COMMENT.match(self._text, ahead)
            if not found and self._text[ahead : self._end_of_line(ahead)].strip():
                break
            if found and len(found[0]) < column:
                break
            ahead = self._next_line(ahead)
            place = ahead if found else place
        return place

    def _line_after(self, end: int) -> int:
        """The beginning of the first line that is behind a place, or the end of the text."""
        return end if self._text.endswith("\n", 0, end) else self._next_line(end)

    def _next_line(self, place: int) -> int:
        found = self._text.find("\n", place)
        return len(self._text) if found < 0 else found + 1

    def _end_of_document(self) -> int:
        """Where the last line of the document can be followed by another."""
        end = self._root.end
        return end if _DOCUMENT_END.match(self._text, end) else len(self._text)

    def _line_start(self, place: int) -> int:
        return self._text.rfind("\n", 0, place) + 1

    def _end_of_line(self, place: int) -> int:
        """Where the line end of the line at a place begins."""
        end = self._text.find("\n", place)
        end = len(self._text) if end < 0 else end
        return end - 1 if end > place and self._text[end - 1] == "\r" else end

    def _newline(self, place: int) -> str:
        """The line end in use just before a place, else the first of the text."""
        near = self._text.rfind("\n", 0, place)
        near = self._text.find("\n") if near < 0 else near
        return "\r\n" if near > 0 and self._text[near - 1] == "\r" else "\n"


def _child(node: Map | List, step: str | int | None) -> Node | None:
    if isinstance(node, Map):
        return node.value(step) if isinstance(step, str) else None
    return node.nodes[step] if isinstance(step, int) and step < len(node.nodes) else None


def _style(root: Map) -> Style:
    """How deep the first block list and the first block map in the file stand."""
    dashes = (value.column - key.column for key, value in _pairs(root) if isinstance(value, List) and not value.flow)
    steps = (value.column - key.column for key, value in _pairs(root) if isinstance(value, Map) and not value.flow)
    return Style(step=next(steps, 2), dash=next(dashes, 2))


def _pairs(node: Node) -> Iterator[tuple[Scalar, Node]]:
    if isinstance(node, Map):
        yield from node.entries
    children = [value for _, value in node.entries] if isinstance(node, Map) else []
    for inner in node.nodes if isinstance(node, List) else children:
        yield from _pairs(inner)
