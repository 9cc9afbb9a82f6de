"""The lines of one change: texts with their marks where words changed, sentences of ours for everything else."""

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.changes.diff import field_of
from alliance_docs.escaping import as_html, escaped, filled, joined
from alliance_docs.model import Change, Clause
from alliance_docs.pages.marks import redlined, whole
from alliance_docs.pages.templating import words
from alliance_docs.vocabulary import Field, FieldKind, Kind
from alliance_docs.wording import Glossary, Phrase, closes

_COUNTED = (FieldKind.DATE, FieldKind.NUMBER, FieldKind.CADENCE)  # told as from and to, never as a word diff
_WORDED = (FieldKind.PROSE, FieldKind.LINE)
_IN_HEADING = ("private", "published", "title", "topic")


class Line(NamedTuple):
    """One difference: a text with its marks (`typed`: words people wrote, in their language), or a sentence of ours."""

    label: str
    body: Markup
    typed: bool = False


class _Pair(NamedTuple):
    """A clause before and after, with the words for it."""

    before: Clause
    after: Clause
    change: Change
    glossary: Glossary

    def field(self, name: str) -> Field | None:
        """The table's row of a field, wherever the clause stands now."""
        return field_of(self.after, name) or field_of(self.before, name)

    def label(self, name: str) -> str:
        """What a field is called."""
        return self.glossary.field(self.after if name in self.after.fields else self.before, name)


def written(told: Iterable[Line], language: Markup) -> Markup:
    """Lines as HTML; `language` are the attributes of what people wrote."""
    return as_html("".join([_written(line, language) for line in told]))


def _written(line: Line, language: Markup) -> str:
    label = f'<b class="al-label">{escaped(line.label)}</b> ' if line.label else ""
    opening = f'<div class="al-red"{language}>' if line.typed else '<div class="al-said">'
    return f"{opening}{label}{line.body}</div>\n"


def lines(change: Change, glossary: Glossary) -> Iterator[Line]:
    """What is said about one change, the clause's own text first."""
    if change.before is None or change.after is None or Kind.RESTORED in change.kinds:
        yield from _whole_clause(change, glossary)
        return
    pair = _Pair(change.before, change.after, change, glossary)
    if Kind.MOVED in change.kinds:
        yield _moved(pair)
    for name in change.fields:
        field = pair.field(name)
        if field and field.kind is FieldKind.PARTY:
            yield _owner(pair, name)
    yield from _own_text(pair)
    for name in change.fields:
        field = pair.field(name)
        if field and field.kind not in (FieldKind.PARTY, FieldKind.TOPIC) and name != pair.after.row.text:
            yield from _field(pair, name, field)


def _whole_clause(change: Change, glossary: Glossary) -> Iterator[Line]:
    """A clause that came or went: its texts marked as a whole, then what else is known of it in one line."""
    clause = change.clause
    op: Literal["added", "removed"] = "added" if change.after else "removed"
    facts: list[Markup] = []
    for name in _own_text_first(clause):
        field, value = field_of(clause, name), clause.fields[name]
        if field is None or (name and name in (*_IN_HEADING, *clause.row.keys, clause.row.owner)):
            continue
        own = name == clause.row.text
        if field.kind is FieldKind.PROSE or (own and field.kind is FieldKind.LINE):
            yield Line("" if own else glossary.field(clause, name), whole(op, _shown(clause, name)), typed=True)
        elif change.after:
            label = Markup("") if own else filled('<b class="al-label">{}</b> ', glossary.field(clause, name))
            facts.append(label + words(glossary.value(clause, name, value)))
    if clause.section == "assent" and change.after:
        yield Line("", words(("Said yes on ", *glossary.value(clause, "date", clause.get("date")))))
    elif facts:
        yield Line("", joined(facts, " · "))


def _own_text_first(clause: Clause) -> Iterator[str]:
    own = clause.row.text
    if own in clause.fields:
        yield own
    yield from (name for name in clause.fields if name != own)


def _moved(pair: _Pair) -> Line:
    was, now = pair.before.topic or pair.before.row.heading, pair.after.topic or pair.after.row.heading
    if pair.before.section != pair.after.section:
        was, now = pair.before.row.heading, pair.after.row.heading
    end = "" if Kind.REWORDED in pair.change.kinds else ", wording unchanged"
    shown = (texts.plain(heading) for heading in (was, now))
    return Line("", filled("From <strong>{}</strong> to <strong>{}</strong>{}", *shown, end))


def _owner(pair: _Pair, name: str) -> Line:
    was = pair.glossary.value(pair.before, name, pair.before.get(name))
    now = pair.glossary.value(pair.after, name, pair.after.get(name))
    label = "" if name == pair.after.row.owner else pair.label(name)
    return Line(label, words(("From ", *was, " to ", *now)))


def _own_text(pair: _Pair) -> Iterator[Line]:
    """The clause's own text: marked where it changed, struck where a promise was let go, else once as it is."""
    name = pair.after.row.text
    field = pair.field(name)
    if pair.after.row.no_text or field is None:
        return
    if name in pair.change.fields or (name == "" and not pair.change.fields):
        yield from _field(pair, name, field)
    elif closes(pair.change):
        yield Line("", whole("removed", _shown(pair.after, name)), typed=True)
    elif field.kind is FieldKind.PROSE and pair.after.text:
        yield Line("", whole("same", _shown(pair.after, name)), typed=True)


def _field(pair: _Pair, name: str, field: Field) -> Iterator[Line]:
    label = "" if name == pair.after.row.text else pair.label(name)
    was, now = _shown(pair.before, _name_in(pair.before, name, pair)), _shown(pair.after, name)
    if field.kind not in _WORDED:
        yield _in_words(pair, name, field, label)
    elif was != now:
        yield from _difference(label, was, now)
    else:
        yield Line(label, texts.plain(_unseen(pair.before.get(name), pair.after.get(name))))
        if name == pair.after.row.text:
            yield Line("", whole("same", now), typed=True)


def _name_in(clause: Clause, name: str, pair: _Pair) -> str:
    """A field's name in the older clause, whose text may be called otherwise when it came from another section."""
    return clause.row.text if name == pair.after.row.text else name


def _in_words(pair: _Pair, name: str, field: Field, label: str) -> Line:
    if name == "git":
        return Line(label, Markup("changed"))
    before, after = pair.before.fields.get(name), pair.after.fields.get(name)
    was, now = pair.glossary.value(pair.before, name, before), pair.glossary.value(pair.after, name, after)
    if not before:
        phrase: Phrase = now
    elif field.kind in _COUNTED:
        phrase = ("from ", *was, " to ", *now) if after else ("no longer ", *was)
    else:
        phrase = (*was, " → ", *now)
    return Line(label, words(phrase))


def _difference(label: str, was: str, now: str) -> Iterator[Line]:
    if not was or not now:
        yield Line(label, whole("added" if now else "removed", now or was), typed=True)
        return
    marked = redlined(was, now)
    if marked is not None:
        yield Line(label, marked, typed=True)
        return
    yield Line(f"{label}, was" if label else "Was", whole("removed", was), typed=True)
    yield Line(f"{label}, now" if label else "Now", whole("added", now), typed=True)


def _unseen(before: str, after: str) -> str:
    """What changed in a text whose visible words are the same."""
    return "a link changed" if texts.links(before) != texts.links(after) else "formatting changed"


def _shown(clause: Clause, name: str) -> str:
    return texts.visible(clause.get(name))
