"""Reads the revisions of one alliance quickly: a stretch of a file that stood in an earlier revision is not read again.

Gives exactly what reading the whole file gives, and the same objects for what did not change. Whatever could make a stretch
mean something else in its file than alone goes to the whole reading.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from alliance_docs.catalogue import Findings
from alliance_docs.errors import Problem, Severity
from alliance_docs.model import Alliance, Clause
from alliance_docs.naming import FreeNames
from alliance_docs.reading.characters import SIZE_LIMIT
from alliance_docs.reading.cutting import Entries, begins_with_key, cut_at_entries, cut_at_keys
from alliance_docs.reading.everyday import read_everyday
from alliance_docs.reading.fields import MOST_SUGGESTIONS, is_absent
from alliance_docs.reading.plain_entries import read_plain_entry
from alliance_docs.reading.sections import SectionReader, id_among, id_space, tell_foreign, tell_needed
from alliance_docs.reading.source import NODE_LIMIT, Entry, List, Map, Node, Scalar, read_part
from alliance_docs.vocabulary import SECTIONS, Shape

_BOM = b"\xef\xbb\xbf"
_FIRST_WORD = Scalar("", 1, 1, 0, 0, "", cut=False)
_PARTS_KEPT = 256
"""Of a long list each state is one, so that keeping all would keep the whole history."""

_SHORT = 80
"""Bytes; parts such as `status: active` stand in very many files."""


class Unit(NamedTuple):
    """What a stretch of a file says: its clauses in order, with addresses that are final but for the entries of one list.

    `ids`: those that have to be unique in the file, each with its space. `places`: of the clauses, line and column, counted
    from its own first line; of a list they stand in the units `inner`, its entries. `keys`: the keys of the file that stand
    in it, `filled` those with anything below them. `told`: how many problems it has, of which `errors` are those that weigh,
    with their places as those of the clauses; a list's own entries keep theirs.
    """

    clauses: tuple[Clause, ...]
    ids: tuple[tuple[str, str], ...]
    nodes: int
    lines: int
    places: tuple[tuple[int, int], ...] = ()
    inner: "tuple[Unit, ...]" = ()
    keys: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    told: int = 0
    errors: tuple[Problem, ...] = ()


class Read(NamedTuple):
    """A file as read: its alliance, its errors by place and without a path; `silent`: nothing is to be told of it at all."""

    alliance: Alliance
    errors: tuple[Problem, ...]
    silent: bool


class Units:
    """The units read so far; keep one for the revisions of one alliance, and no longer."""

    def __init__(self) -> None:
        self._parts: dict[bytes, Unit | None] = {}
        self._firsts: dict[bytes, Unit | None] = {}
        self._entries: dict[tuple[str, int], dict[bytes, Unit | None]] = {}

    def read(self, source: bytes, default_id: str) -> Read | None:
        """The alliance of a file and its errors; None where the whole file has to be read.

        A clause that says the same as in another revision under the same name is the same object; its place is left out.
        """
        file = self._file(source)
        if file is None:
            return None
        needed = _needed(file)
        foreign = _foreign(file) if needed else ()
        errors = foreign or sorted((*needed, *_errors(file.inner, 0)), key=lambda one: one.sort_key)
        silent = not file.told and not errors
        return Read(Alliance(id_among(file.clauses) or default_id, file.clauses), tuple(errors), silent)

    def places(self, source: bytes) -> Sequence[tuple[int, int]] | None:
        """Line and column of each clause that `read` gives of this file."""
        file = self._file(source)
        return file and [*_places(file.inner, 0)]

    def _file(self, source: bytes) -> Unit | None:
        """A file as a unit of others, if they can stand together and all that is to be told is told of one of them alone."""
        if len(source) > SIZE_LIMIT:
            return None
        first, *others = cut_at_keys(source.removeprefix(_BOM))
        for known, parts in ((self._firsts, (first,)), (self._parts, others)):
            if len(known) >= _PARTS_KEPT:
                known.clear()
            for part in parts:
                if part not in known:
                    known[part] = self._part(part, begins=part is first)
        units = [self._firsts[first], *map(self._parts.__getitem__, others)]
        file = _together(units)
        if file is None or file.nodes - len(units) >= NODE_LIMIT or file.told >= MOST_SUGGESTIONS:
            return None
        at_once = begins_with_key(first) or not _needed(file)  # else nobody here knows where the file's map begins
        return file if at_once else None

    def _part(self, part: bytes, *, begins: bool) -> Unit | None:
        entries = cut_at_entries(part)
        unit = self._list(entries) if entries and _is_list(entries.key) else None
        return unit or (_read_short if len(part) <= _SHORT else _read_keys)(part, begins=begins)

    def _list(self, entries: Entries) -> Unit | None:
        known = self._entries.setdefault((entries.key, entries.indent), {})
        for text in entries.texts:
            if text not in known:
                known[text] = _read_entries(entries, text)
        inner = _together(list(map(known.__getitem__, entries.texts)))
        if inner is None:
            return None
        problems = () if entries.key in SECTIONS else _problems_of_key(entries.key)
        return Unit(
            clauses=_named_apart(inner.clauses),
            ids=inner.ids,
            nodes=inner.nodes - len(inner.inner) + 3,
            lines=inner.lines + 1,
            inner=inner.inner,
            keys=(entries.key,),
            filled=(entries.key,),
            told=inner.told + len(problems),
            errors=problems,
        )


def _is_list(key: str) -> bool:
    """Whether entries below a key are looked at one by one, or, below an unknown one, not at all."""
    return key not in SECTIONS or SECTIONS[key].shape is Shape.ITEMS


def _problems_of_key(key: str) -> tuple[Problem, ...]:
    reader = SectionReader(Findings(""))
    reader.read_key(Entry(Scalar(key, 1, 1, 0, 0, "", cut=False), List((), 1, 1, 0, 0, flow=False)))
    return tuple(reader.findings.problems)


def _read_keys(part: bytes, *, begins: bool) -> Unit | None:
    """The unit of some keys with all that stands below them."""
    text = _decoded(part)
    everyday = read_everyday(text, 0) if text.endswith("\n") else None
    read = everyday or (read_part(text, depth=1, begins=begins) if text else None)
    if read is None or not isinstance(read.tree, Map) or read.tree.flow or read.tree.column != 1:
        return None
    reader = SectionReader(Findings(""))
    for entry in read.tree.entries:
        reader.read_key(entry)
    unit = _unit(reader, read.nodes, part.count(b"\n"))
    keys = tuple([entry.key.text for entry in read.tree.entries])
    filled = tuple([entry.key.text for entry in read.tree.entries if not is_absent(entry.value)])
    return unit and unit._replace(keys=keys, filled=filled)


_read_short = lru_cache(maxsize=256)(_read_keys)


def _read_entries(entries: Entries, text: bytes) -> Unit | None:
    """The unit of an entry of a list; of several where they are not cut apart."""
    lines = text.count(b"\n") + 1
    decoded, known = _decoded(text), entries.key in SECTIONS
    plain = read_plain_entry(entries.key, decoded, entries.indent + 2) if known else None
    if plain:
        clause, texts = plain
        ids = ((id_space(clause.section), clause.id),) if clause.id else ()
        return Unit((clause,), ids, 2 * texts + 2, lines, places=((1, entries.indent + 3),))
    read = read_everyday(decoded, entries.indent + 2)
    nodes: tuple[Node, ...] = (read.tree,) if read else ()
    if read is None:
        source = _decoded(entries.source(text))
        read = read_part(source, depth=2, begins=False) if source else None
        if read is None or not isinstance(read.tree, List) or read.tree.flow or read.tree.column != entries.indent + 1:
            return None
        nodes = read.tree.nodes
    reader = SectionReader(Findings(""))
    for node in nodes if known else ():
        reader.read_entry(SECTIONS[entries.key], node)
    alone = read.nodes + 1 if isinstance(read.tree, Map) else read.nodes
    return None if reader.addresses.counted else _unit(reader, alone, lines)


def _decoded(part: bytes) -> str:
    """A part as text, "" where it is none."""
    try:
        return part.decode()
    except UnicodeDecodeError:
        return ""


def _unit(reader: SectionReader, nodes: int, lines: int) -> Unit | None:
    """What a reader found; None where it told what names a line, which here it cannot know."""
    told = reader.findings.problems
    if any(problem.rule == "repeated-id" for problem in told) or reader.findings.stopped:
        return None
    return Unit(
        clauses=tuple([Clause(one.section, one.address, one.fields, one.id, one.named) for one in reader.clauses]),
        ids=tuple(reader.ids),
        nodes=nodes,
        lines=lines,
        places=tuple([(clause.line, clause.column) for clause in reader.clauses]),
        told=len(told),
        errors=tuple([problem for problem in told if problem.severity is Severity.ERROR]) if told else (),
    )


def _places(units: Sequence[Unit], before: int) -> Iterator[tuple[int, int]]:
    """The places of the clauses of some units that follow each other, the first behind so many lines."""
    for unit in units:
        yield from ((line + before, column) for line, column in unit.places)
        yield from _places(unit.inner, before + 1)
        before += unit.lines


def _errors(units: Sequence[Unit], before: int) -> Iterator[Problem]:
    """The errors of some units that follow each other, the first behind so many lines."""
    for unit in units:
        if unit.told:
            yield from (replace(error, line=(error.line or 0) + before) for error in unit.errors)
            yield from _errors(unit.inner, before + 1)
        before += unit.lines


def _needed(file: Unit) -> tuple[Problem, ...]:
    """What is told of keys that no file can do without, of a file whose first key is its first word."""
    findings = Findings("")
    tell_needed(file.filled, _FIRST_WORD, findings)
    return tuple(findings.problems)


def _foreign(file: Unit) -> tuple[Problem, ...]:
    """All that is told of a file that is no alliance, which also lacks what every file needs; nothing where it is one."""
    findings = Findings("")
    tell_foreign(file.keys, _FIRST_WORD, findings)
    return tuple(findings.problems)


def _named_apart(clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
    """The clauses of one list under addresses of their own; those that share a name are new objects.

    Which of them is which is not for us to say, and an object that comes again would say it.
    """
    addresses = [clause.address for clause in clauses]
    if len(set(addresses)) == len(addresses):
        return clauses
    names, times = FreeNames(), Counter(addresses)
    return tuple(
        replace(clause, address=address) if times[clause.address] > 1 or address != clause.address else clause
        for clause in clauses
        for address in [names.free(clause.address)]
    )


def _together(units: Sequence[Unit | None]) -> Unit | None:
    """Units that follow each other as one; None where one is missing, or an id or a key stands in two of them."""
    inner = tuple([unit for unit in units if unit])
    if len(inner) < len(units):
        return None
    clauses, ids, nodes, lines, _, _, keys, filled, told, _ = zip(*inner, strict=True)
    all_ids, all_keys = tuple(chain(*ids)), tuple(chain(*keys))
    if len(set(all_ids)) < len(all_ids) or len(set(all_keys)) < len(all_keys):
        return None
    return Unit(
        clauses=tuple(chain(*clauses)),
        ids=all_ids,
        nodes=sum(nodes),
        lines=sum(lines),
        inner=inner,
        keys=all_keys,
        filled=tuple(chain(*filled)),
        told=sum(told),
    )
