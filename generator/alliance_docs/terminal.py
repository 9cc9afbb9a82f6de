"""Shows revisions, changes and alliances on a terminal, and as the same plain lines where nobody looks at a terminal.

Words come from `wording`; here they only get a place and a colour, and colour never says anything alone. What people typed
is shown as a reader sees it, control characters as symbols, e-mail addresses left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import IO, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from alliance_docs.changes.diff import field_of
from alliance_docs.changes.redline import redline
from alliance_docs.model import Alliance, Change, Clause, Value
from alliance_docs.revisions import Revision, RevisionKind, Timeline
from alliance_docs.texts import one_line, plain_paragraphs, visible
from alliance_docs.vocabulary import SECTIONS, FieldKind, Kind, Shape
from alliance_docs.wording import Glossary, author_names, labels, listed, moment, sentence_text, summarise

_ADDED, _REMOVED = "underline blue", "strike dark_orange3"
_MARKS = {"added": ("{+", "+}", _ADDED), "removed": ("[-", "-]", _REMOVED)}
_PROSE = (FieldKind.PROSE, FieldKind.LINE)
_NOT_SHOWN = ("id", "title")


class Line(NamedTuple):
    """One line of output before it is wrapped."""

    indent: int
    text: Text


def console_for(stream: IO[str]) -> Console:
    """A console that colours and draws on a terminal alone, and respects NO_COLOR and a dumb terminal."""
    return Console(file=stream, force_terminal=stream.isatty(), highlight=False, markup=False, emoji=False)


def print_log(timeline: Timeline, console: Console) -> None:
    """The revisions, newest first: a table on a terminal, else three lines for each."""
    newest_first = timeline.revisions[::-1]
    if console.is_terminal:
        console.print(_log_table(timeline, newest_first))
    else:
        _print_lines((line for revision in newest_first for line in _log_lines(revision, timeline)), console)
    _print_lines((Line(0, Text(one_line(notice), "italic")) for notice in timeline.notices), console)


def print_changes(changes: Sequence[Change], glossary: Glossary, console: Console) -> None:
    """The changes by section, words that came and went marked; `{+ +}` and `[- -]` where there is no colour."""
    if not changes:
        _print_lines([Line(0, Text("No change in meaning."))], console)
    plain = not _in_colour(console)
    for heading, group in groupby(changes, lambda change: change.clause.row.heading):
        _print_heading(heading, console)
        _print_lines((line for change in group for line in _change_lines(change, glossary, plain=plain)), console)


def print_steps(steps: Iterable[Revision], timeline: Timeline, console: Console) -> None:
    """Some revisions in their order: what each is called, and why it was made where somebody wrote that down."""
    _print_lines((line for step in steps for line in (*_head_lines(step, timeline), *_reason_lines(step))), console)


def print_details(change: Change, glossary: Glossary, console: Console) -> None:
    """What one change did, without saying which clause it was."""
    _, *lines = _change_lines(change, glossary, plain=not _in_colour(console))
    _print_lines(lines, console)


def print_alliance(alliance: Alliance, console: Console) -> None:
    """Every clause under the heading of its section, in the order of the agreement page."""
    told = Glossary(alliance)
    for row in SECTIONS.values():
        clauses = alliance.section(row.name)
        if clauses and row.name not in _NOT_SHOWN:
            _print_heading(row.heading, console)
            _print_lines((line for clause in clauses for line in _clause_lines(clause, told)), console)


def print_title(title: str, details: str, console: Console) -> None:
    """The first line of a view: what it is of, and which state of it."""
    _print_lines([Line(0, Text.assemble((one_line(title), "bold"), f", {details}"))], console)


def _in_colour(console: Console) -> bool:
    return console.is_terminal and console.color_system is not None and not console.no_color


def _print_heading(words: str, console: Console) -> None:
    console.print()
    _print_lines([Line(0, Text(words, "bold"))], console)


def _print_lines(lines: Iterable[Line], console: Console) -> None:
    """Wrapped and indented on a terminal; elsewhere one line each, however long."""
    for indent, text in lines:
        if console.is_terminal:
            console.print(Padding(text, (0, 0, 0, indent), expand=False))
        else:
            console.print(Text(" " * indent).append_text(text), soft_wrap=True)


# One revision


def _log_table(timeline: Timeline, revisions: Sequence[Revision]) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("No.", justify="right", no_wrap=True)
    table.add_column("Revision", no_wrap=True)
    table.add_column("Date", no_wrap=True)
    table.add_column("Who")
    table.add_column("What", ratio=1)
    for revision in revisions:
        what = Text("\n").join([Text(_subject(revision), "bold"), Text(str(summarise(revision, timeline)))])
        quiet = "dim" if revision.kind is RevisionKind.LAYOUT else ""
        table.add_row(_number(revision), revision.short, _when(revision), _authors(revision, timeline), what, style=quiet)
    return table


def _log_lines(revision: Revision, timeline: Timeline) -> Iterator[Line]:
    yield from _head_lines(revision, timeline)
    yield Line(4, Text(str(summarise(revision, timeline))))


def _head_lines(revision: Revision, timeline: Timeline) -> Iterator[Line]:
    words = (_number(revision), revision.short, _when(revision), _authors(revision, timeline))
    yield Line(0, Text("  ".join(filter(None, words))))
    yield Line(4, Text(_subject(revision)))


def _reason_lines(revision: Revision) -> Iterator[Line]:
    if not revision.message_left_out:
        yield from (Line(4, Text(line)) for line in plain_paragraphs(revision.message.body))


def _number(revision: Revision) -> str:
    return "" if revision.number is None else str(revision.number)


def _when(revision: Revision) -> str:
    return moment(revision.when) if revision.commit else ""


def _authors(revision: Revision, timeline: Timeline) -> str:
    return sentence_text(listed((name,) for name in author_names(revision, timeline.alliance)))


def _subject(revision: Revision) -> str:
    if revision.commit is None:
        return "(your edits)"
    if revision.message_left_out:
        return "(message left out)"
    return one_line(revision.message.subject) or "(no words)"


# One change


def _change_lines(change: Change, glossary: Glossary, *, plain: bool) -> Iterator[Line]:
    clause = change.clause
    words = ", ".join(label.word for label in labels(change))
    inferred = " (inferred)" if change.inferred else ""
    name = " · ".join(filter(None, (glossary.title(clause), glossary.owner(clause))))
    yield Line(2, Text.assemble((words, "bold"), f": {name}", (f"  {clause.address}{inferred}", "dim")))
    texts = tuple(side.text if side and side.text else None for side in (change.before, change.after))
    if any(texts):
        yield from (Line(4, line) for line in _value_lines(change, clause.row.text, texts, glossary, plain=plain))
    if Kind.RENAMED in change.kinds and change.before:
        yield Line(4, Text(f"Address: {change.before.address} → {clause.address}"))
    for name, values in change.fields.items():
        if name not in (clause.row.text, ""):
            first, *rest = _value_lines(change, name, values, glossary, plain=plain)
            yield Line(4, Text(f"{glossary.field(clause, name)}: ").append_text(first))
            yield from (Line(4, line) for line in rest)


def _value_lines(
    change: Change, name: str, values: tuple[Value | None, ...], glossary: Glossary, *, plain: bool
) -> list[Text]:
    """A field's two values: words marked in prose, everything else from one to the other."""
    clause = change.clause
    before, after = values
    field = field_of(clause, name)
    if field is None or field.kind in _PROSE:
        return _marked(_words(before), _words(after), plain=plain)
    was, now = (_value(clause, name, value, glossary) for value in values)
    if change.before and change.after and before != after:
        return [Text(f"{was} → {now}")]
    return [Text(now if after else was)]


def _marked(before: str, after: str, *, plain: bool) -> list[Text]:
    """One line with what went and came marked, or two where that is easier to read; unmarked when nothing differs."""
    runs = redline(before, after)
    if runs is None:
        was, now = _run("removed", before, plain=plain), _run("added", after, plain=plain)
        return [Text("Was: ").append_text(was), Text("Now: ").append_text(now)]
    return [Text().join(_run(run.op, run.text, plain=plain) for run in runs)]


def _run(op: str, text: str, *, plain: bool) -> Text:
    if op not in _MARKS:
        return Text(text)
    begin, end, style = _MARKS[op]
    return Text(f"{begin}{text}{end}") if plain else Text(text, style)


# One clause


def _clause_lines(clause: Clause, glossary: Glossary) -> Iterator[Line]:
    text = _seen(clause.text or "")
    if clause.row.shape is Shape.SCALAR:
        yield Line(2, Text(text or _fields_in_words(clause, glossary)))
        return
    title = glossary.title(clause)
    name = " · ".join(filter(None, ("" if text.startswith(title.rstrip("…")) else title, glossary.owner(clause))))
    yield Line(2, Text.assemble((f"{name}  " if name else "", "italic"), (clause.address, "dim")))
    for words, style in ((text, ""), (_fields_in_words(clause, glossary), "dim")):
        if words:
            yield Line(4, Text(words, style))


def _fields_in_words(clause: Clause, glossary: Glossary) -> str:
    hidden = ("", "title", clause.row.text, clause.row.owner)
    shown: Mapping[str, Value] = {name: value for name, value in clause.fields.items() if name not in hidden}
    return "; ".join(
        f"{glossary.field(clause, name)}: {_value(clause, name, value, glossary)}" for name, value in shown.items()
    )


def _value(clause: Clause, name: str, value: Value | None, glossary: Glossary) -> str:
    return sentence_text(glossary.value(clause, name, value))


def _words(value: Value | None) -> str:
    return _seen(value if isinstance(value, str) else ", ".join(value or ()))


def _seen(text: str) -> str:
    """A text as a reader sees it, on one line."""
    return " ".join(visible(text).split())
