"""Reads one YAML text into a tree with places, and refuses whatever would make its meaning a guess.

The only way from YAML bytes to values. Nothing is interpreted: every scalar is text exactly as written, whatever it looks
like. No exception of a YAML library, and none of its words, gets out of here: those quote the file.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple, TypeAlias, TypeGuard

from alliance_docs.catalogue import Findings, stopped
from alliance_docs.errors import Problem
from alliance_docs.reading.characters import character_message, check_conflicts, is_fine, read_characters, unwanted
from alliance_docs.reading.events import Event, Mark, Reader, reader, thorough_reader
from alliance_docs.reading.faults import stumbled_over_a_question, tell_fault

DEPTH_LIMIT = 32
NODE_LIMIT = 20_000
TEXT_LIMIT = 64 * 1024
"""Bytes in one scalar."""

# Nodes are named tuples because they are made three times as fast as frozen dataclasses, and there are very many. Lines and
# columns count from 1, in code points; `start` and `end` are places in the text without its BOM.


class Scalar(NamedTuple):
    """A text. `style`: "" for a plain one, else the sign it begins with; `cut`: a comment follows on its line."""

    text: str
    line: int
    column: int
    start: int
    end: int
    style: str
    cut: bool


class Refused(NamedTuple):
    """Something that was refused, and told, where a value should be."""

    line: int
    column: int


class Entry(NamedTuple):
    """A key of a map with its value."""

    key: Scalar
    value: "Node"


class Map(NamedTuple):
    """A map in file order, no key twice. `end` of a block map is where the next thing begins."""

    entries: tuple[Entry, ...]
    line: int
    column: int
    start: int
    end: int
    flow: bool

    def value(self, key: str) -> "Node | None":
        """The value of a key, or None."""
        for entry in self.entries:  # a generator would cost more than most maps are long
            if entry.key.text == key:
                return entry.value
        return None


class List(NamedTuple):
    """A list."""

    nodes: "tuple[Node, ...]"
    line: int
    column: int
    start: int
    end: int
    flow: bool


Node: TypeAlias = Scalar | Map | List | Refused


class Document(NamedTuple):
    """What was read: `text` without BOM. With `refused`, the tree serves for finding further problems and nothing else."""

    text: str
    bom: bool
    tree: Node | None
    problems: tuple[Problem, ...]
    refused: bool


def read_source(source: bytes, path: str) -> Document:
    """Read the bytes of one file; every independent problem is told, in the order of the finding.

    The tree is None for a file without content and for one that is no YAML.
    """
    findings = Findings(path)
    characters = read_characters(source, findings)
    if characters is None:
        return Document("", bom=False, tree=None, problems=tuple(findings.problems), refused=True)
    text = characters.text
    check_conflicts(text, findings)
    broken = any(problem.rule in _UNPARSABLE for problem in findings.problems)
    tree = None if broken else _Builder(text, findings).tree()
    return Document(text, characters.bom, tree, tuple(findings.problems), stopped(findings.problems))


class Part(NamedTuple):
    """What a part of a text holds when it is read alone: its tree and the number of nodes in it."""

    tree: Node
    nodes: int


def read_part(text: str, *, depth: int, begins: bool) -> Part | None:
    """Read some lines of a text that were cut out of it; None where that could tell anything else than the whole text would.

    `depth`: how deep the lines stand in the whole. `begins`: they are the first ones, before which `---` may stand. A part
    is good only without any problem, and only when it is one document that nothing in it begins or ends.
    """
    findings = Findings("")
    check_conflicts(text, findings)
    if findings.problems or not is_fine(text):
        return None
    part = _Builder(text, findings).part(depth, begins=begins)
    return None if findings.problems else part


_UNPARSABLE = ("merge-conflict", "line-break")
"""After these, whatever a YAML reader said would be about lines that nobody wrote."""

_COMMENT_AFTER = re.compile(r"[ \t]+#")
_SWALLOWED = re.compile(r"[ \t]+#[^\s#]")
_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}")


class _Stop(Exception):  # noqa: N818 - no error: the end of a reading whose reason is told already
    """Nothing after this place can be read."""


class _Builder:
    """Builds the tree of one text, by recursion that ends at the depth limit."""

    def __init__(self, text: str, findings: Findings, library: Reader | None = None) -> None:
        self.text = text
        self.findings = findings
        self.library = library or reader()
        self.next_event = self.library.events(text)
        self.nodes = 0
        self.may_be_cut = "#" in text
        self.may_be_escaped = "\\" in text

    def tree(self) -> Node | None:
        """The tree of the one document, or None when there is none or it is broken."""
        told = len(self.findings.problems)
        try:
            return self._document()
        except _Stop:
            return None
        except self.library.faults as fault:
            if not self.library.slow and stumbled_over_a_question(fault, self.text):
                del self.findings.problems[told:]
                return _Builder(self.text, self.findings, thorough_reader()).tree()
            tell_fault(fault, self.text, self.findings)
            return None

    def part(self, depth: int, *, begins: bool) -> Part | None:
        """The tree of a document whose beginning and end nothing marks, or None."""
        try:
            self.next_event()
            start = self.next_event()
            if _kind(start) != "DocumentStartEvent" or (start.explicit and not begins) or start.version or start.tags:
                return None
            tree = self._node(self.next_event(), depth)
            whole = not self.next_event().explicit and _kind(self.next_event()) == "StreamEndEvent"
        except _Stop:
            return None
        except self.library.faults:
            return None
        return Part(tree, self.nodes) if whole else None

    def _document(self) -> Node | None:
        self.next_event()
        start = self.next_event()
        if _kind(start) == "StreamEndEvent":
            return None
        if start.version or start.tags:
            self._tell("directive", start, "lines that begin with % are not used here; delete it")
        root = self._node(self.next_event(), 1)
        self.next_event()
        after = self.next_event()
        if _kind(after) != "StreamEndEvent":
            self._tell("several-documents", after, "a second document begins here; one file holds one alliance")
            raise _Stop
        return root

    def _node(self, event: Event, depth: int) -> Node:
        kind = event.__class__.__name__  # where it is asked for every event, a function would cost as much again
        if kind == "ScalarEvent":
            return self._scalar(event)
        self.nodes += 1
        if self.nodes > NODE_LIMIT or event.anchor is not None or event.tag is not None:
            self._tell_node(event)
        if kind == "AliasEvent":
            return Refused(*_place(event.start_mark))
        if depth > DEPTH_LIMIT:
            self._tell("too-deep", event, "lists and maps are nested deeper than 32 here")
            raise _Stop
        return self._map(event, depth) if kind == "MappingStartEvent" else self._list(event, depth)

    def _scalar(self, event: Event) -> Scalar:
        self.nodes += 1
        if self.nodes > NODE_LIMIT or event.anchor is not None or event.tag is not None:
            self._tell_node(event)
        mark, end = event.start_mark, event.end_mark.index
        text, style, cut = event.value, event.style or "", False
        if len(text) > TEXT_LIMIT // 4 and len(text.encode(errors="replace")) > TEXT_LIMIT:
            self._tell("too-long", event, "this text is longer than 64 kB")
        if not style:
            cut = self.may_be_cut and (_COMMENT_AFTER if text else _SWALLOWED).match(self.text, end) is not None
        elif style == '"' and self.may_be_escaped:
            self._check_escapes(event)
        return _made(Scalar, (text, mark.line + 1, mark.column + 1, mark.index, end, style, cut))

    def _list(self, event: Event, depth: int) -> List:
        nodes = []
        next_event, node = self.next_event, self._node
        while (inner := next_event()).__class__.__name__ != "SequenceEndEvent":
            nodes.append(node(inner, depth + 1))
        return List(tuple(nodes), *_span(event, inner), bool(event.flow_style))

    def _map(self, event: Event, depth: int) -> Map:
        entries: list[Entry] = []
        lines: dict[str, int] = {}
        next_event, scalar, node, inside = self.next_event, self._scalar, self._node, depth + 1
        while (kind := (inner := next_event()).__class__.__name__) != "MappingEndEvent":
            key = scalar(inner) if kind == "ScalarEvent" else node(inner, inside)
            following = next_event()
            value = scalar(following) if following.__class__.__name__ == "ScalarEvent" else node(following, inside)
            if self._may_be_key(key, lines):
                lines[key.text] = key.line
                entries.append(_made(Entry, (key, value)))
        return Map(tuple(entries), *_span(event, inner), bool(event.flow_style))

    def _may_be_key(self, key: Node, lines: Mapping[str, int]) -> TypeGuard[Scalar]:
        tell = self.findings.tell
        if not isinstance(key, Scalar):
            if not isinstance(key, Refused):
                tell("odd-key", key, "a key is a word, not a list or a map")
            return False
        if key.text in lines:
            tell("repeated-key", key, _repeated(key.text, lines[key.text]))
            return False
        if key.text == "<<" and not key.style:
            tell("merge-key", key, "merge keys are not used here; write the keys out")
            return False
        return True

    def _tell_node(self, event: Event) -> None:
        if self.nodes > NODE_LIMIT:
            self._tell("too-many-parts", event, "from here on the file holds more than 20,000 keys, texts, lists and maps")
            raise _Stop
        if _kind(event) == "AliasEvent":
            self._tell("alias", event, "references are not used here; put a text that begins with * in quotes")
            return
        if event.anchor is not None:
            self._tell("anchor", event, "anchors are not used here; put a text that begins with & in quotes")
        if event.tag is not None:
            self._tell("tag", event, "tags are not used here; put a text that begins with ! in quotes")

    def _check_escapes(self, event: Event) -> None:
        written = self.text[event.start_mark.index : event.end_mark.index]
        for code, found in unwanted(event.value):
            if found[0] not in written:  # as a plain character it is told already
                self._tell(code, event, f"in this quoted text, {character_message(code, found[0])}")

    def _tell(self, code: str, event: Event, message: str) -> None:
        self.findings.tell_at(code, *_place(event.start_mark), message)


_made = tuple.__new__  # what a named tuple's own constructor calls in the end


def _kind(event: Event) -> str:
    return type(event).__name__


def _place(mark: Mark) -> tuple[int, int]:
    return mark.line + 1, mark.column + 1


def _span(first: Event, last: Event) -> tuple[int, int, int, int]:
    mark = first.start_mark
    return mark.line + 1, mark.column + 1, mark.index, last.end_mark.index


def _repeated(key: str, line: int) -> str:
    name = f"`{key}`" if _NAME.fullmatch(key) else "this key"
    return f"{name} stands in this map already, at line {line}"
