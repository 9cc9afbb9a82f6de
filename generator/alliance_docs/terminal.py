"""Shows revisions, changes and alliances on a terminal, and as the same plain lines where nobody looks at a terminal.

Words come from `wording`; here they only get a place and a colour, and colour never says anything alone. What people typed
is shown as a reader sees it, control characters as symbols, e-mail addresses left out.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from alliance_docs.diff import field_of
from alliance_docs.model import Alliance, Change, Clause, Value
from alliance_docs.redline import redline
from alliance_docs.revisions import Revision, RevisionKind, Timeline
from alliance_docs.texts import one_line, visible
from alliance_docs.vocabulary import SECTIONS, FieldKind, Kind, Shape
from alliance_docs.wording import Glossary, author_names, labels, listed, moment, sentence_text, summarise

_ADDED, _REMOVED = "underline blue", "strike dark_orange3"
_MARKS = {"added": ("{+", "+}", _ADDED), "removed": ("[-", "-]", _REMOVED)}
_PROSE = (FieldKind.PROSE, FieldKind.LINE)
_NOT_SHOWN = ("id", "title")


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
    _print_lines((Text(one_line(notice), "italic") for notice in timeline.notices), console)


def print_changes(changes: Sequence[Change], glossary: Glossary, console: Console) -> None:
    """The changes by section, words that came and went marked; `{+ +}` and `[- -]` where there is no colour."""
    if not changes:
        _print_lines([Text("No change in meaning.")], console)
    for heading, group in groupby(changes, lambda change: change.clause.row.heading):
        _print_lines([Text(), Text(heading, "bold")], console)
        for change in group:
            _print_lines(_change_lines(change, glossary, plain=not _in_colour(console)), console)


def print_alliance(alliance: Alliance, console: Console) -> None:
    """Every clause under the heading of its section, in the order of the agreement page."""
    told = Glossary(alliance)
    for row in SECTIONS.values():
        clauses = alliance.section(row.name)
        if clauses and row.name not in _NOT_SHOWN:
            _print_lines([Text(), Text(row.heading, "bold")], console)
            _print_lines((line for clause in clauses for line in _clause_lines(clause, told)), console)


def heading(title: str, details: str) -> Text:
    """The first line of a view: what it is of, and quietly which state."""
    return Text.assemble((one_line(title), "bold"), f"  {details}")


def _in_colour(console: Console) -> bool:
    return console.is_terminal and console.color_system is not None and not console.no_color


def _print_lines(lines: Iterable[Text], console: Console) -> None:
    for line in lines:
        console.print(line, soft_wrap=not console.is_terminal)


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


def _log_lines(revision: Revision, timeline: Timeline) -> Iterator[Text]:
    words = (_number(revision), revision.short, _when(revision), _authors(revision, timeline))
    yield Text("  ".join(filter(None, words)))
    yield Text(f"    {_subject(revision)}")
    yield Text(f"    {summarise(revision, timeline)}")


def _number(revision: Revision) -> str:
    return "" if revision.number is None else str(revision.number)


def _when(revision: Revision) -> str:
    return moment(revision.when) if revision.commit else ""


def _authors(revision: Revision, timeline: Timeline) -> str:
    return sentence_text(listed((name,) for name in author_names(revision, timeline.alliance)))


def _subject(revision: Revision) -> str:
    if revision.commit is None:
        return "Not committed yet"
    if revision.message_left_out:
        return "(message left out)"
    return one_line(revision.message.subject) or "(no words)"


# One change


def _change_lines(change: Change, glossary: Glossary, *, plain: bool) -> Iterator[Text]:
    clause = change.clause
    words = ", ".join(label.word for label in labels(change))
    inferred = " (inferred)" if change.inferred else ""
    yield Text.assemble("  ", (words, "bold"), f": {_name(clause, glossary)}", (f"  {clause.address}{inferred}", "dim"))
    yield from (Text("    ").append_text(line) for line in _text_lines(change, plain=plain))
    if Kind.RENAMED in change.kinds and change.before:
        yield Text(f"    Address: {change.before.address} → {clause.address}")
    for name, (before, after) in change.fields.items():
        if name not in (clause.row.text, ""):
            yield from (
                Text("    ").append_text(line) for line in _field_lines(change, name, (before, after), glossary, plain)
            )


def _text_lines(change: Change, *, plain: bool) -> Iterator[Text]:
    before, after = (_seen(clause.text) if clause and clause.text else "" for clause in (change.before, change.after))
    if before or after:
        yield from _marked(before, after, plain=plain)


def _field_lines(
    change: Change,
    name: str,
    values: tuple[Value | None, Value | None],
    glossary: Glossary,
    plain: bool,  # noqa: FBT001
) -> Iterator[Text]:
    clause = change.clause
    field = field_of(clause, name)
    title = glossary.field(clause, name)
    before, after = values
    if field and field.kind in _PROSE and isinstance(before or "", str) and isinstance(after or "", str):
        first, *rest = _marked(_seen(str(before or "")), _seen(str(after or "")), plain=plain)
        yield Text(f"{title}: ").append_text(first)
        yield from rest
        return
    was, now = (_value(clause, name, value, glossary) for value in values)
    yield Text(f"{title}: {now if change.before is None else was if change.after is None else f'{was} → {now}'}")


def _marked(before: str, after: str, *, plain: bool) -> list[Text]:
    """One line with what went and came marked, or two where that is easier to read; unmarked when nothing differs."""
    runs = redline(before, after)
    if runs is None:
        return [
            Text("Was: ").append_text(_run("removed", before, plain=plain)),
            Text("Now: ").append_text(_run("added", after, plain=plain)),
        ]
    return [Text().join(_run(run.op, run.text, plain=plain) for run in runs)]


def _run(op: str, text: str, *, plain: bool) -> Text:
    if op not in _MARKS:
        return Text(text)
    begin, end, style = _MARKS[op]
    return Text(f"{begin}{text}{end}" if plain else text, style)


# One clause


def _clause_lines(clause: Clause, glossary: Glossary) -> Iterator[Text]:
    text = _seen(clause.text or "")
    if clause.row.shape is Shape.SCALAR:
        yield Text(f"  {text or _fields_in_words(clause, glossary)}")
        return
    yield Text.assemble("  ", (_name(clause, glossary), "italic"), (f"  {clause.address}", "dim"))
    if text:
        yield Text(f"    {text}")
    rest = _fields_in_words(clause, glossary)
    if rest:
        yield Text(f"    {rest}", "dim")


def _fields_in_words(clause: Clause, glossary: Glossary) -> str:
    hidden = ("", "title", clause.row.text, clause.row.owner)
    shown: Mapping[str, Value] = {name: value for name, value in clause.fields.items() if name not in hidden}
    return "; ".join(
        f"{glossary.field(clause, name)}: {_value(clause, name, value, glossary)}" for name, value in shown.items()
    )


def _name(clause: Clause, glossary: Glossary) -> str:
    owner = glossary.owner(clause)
    return f"{glossary.title(clause)} · {owner}" if owner else glossary.title(clause)


def _value(clause: Clause, name: str, value: Value | None, glossary: Glossary) -> str:
    return sentence_text(glossary.value(clause, name, value))


def _seen(text: str) -> str:
    """A text as a reader sees it, on one line."""
    return " ".join(visible(text).split())
