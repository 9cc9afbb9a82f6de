"""Checks the meaning of a file that was read: names that lead nowhere, and texts that would not be shown as they were meant.

One generator for each rule. Whether two people's wording is wise is no business of this module.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple

from alliance_docs.catalogue import RULES
from alliance_docs.errors import Problem
from alliance_docs.model import Alliance, Clause
from alliance_docs.reading.alliance_file import Reading
from alliance_docs.reading.appearance import looks
from alliance_docs.reading.places import Places
from alliance_docs.vocabulary import EACH, LET_GO, QUESTIONS, SECTIONS, FieldKind, Shape

_EVERY_PARTY = ("commitments", "boundaries", "confidentiality")
"""Sections in which `owner: each` says that every party owns one."""

_NAMING = ("private", "published", "redacted")
"""Sections that name clauses in order to hide or show them."""

_TEXTS = (FieldKind.PROSE, FieldKind.LINE, FieldKind.TOPIC, FieldKind.CADENCE)
_CODE_SPAN = re.compile("`[^`\n]*`")
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?>|<!--|<\?[A-Za-z]|<![A-Z\[]")
_SNIPPET = re.compile(r"^[ \t>]*;*-+8<-+", re.MULTILINE)
_MANY_MARKS, _DEEP = 4_000, 9  # fewer letters and fewer quotes or lists are never too much; `texts` decides the others
_NESTING = re.compile(r"(?:^|(?<=[\s>]))(?:>|[-*+]|\d{1,9}[.)])", re.MULTILINE)
_NESTED = ">-*+.)"  # one of these is in each of them, and counted many times as fast
_WORD = re.compile(r"[^\W\d_]{2,}")
_ALIKE = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE", "COPTIC")
"""Alphabets with letters that look alike; others are mixed in good faith, as in Japanese."""


class _Written(NamedTuple):
    """One field of a clause as typed, always as a list, with what the table says of it."""

    clause: Clause
    name: str
    values: tuple[str, ...]
    kind: FieldKind


class _File(NamedTuple):
    """What the rules look at; `written` are the fields of all clauses, in file order, `text` the file."""

    alliance: Alliance
    written: tuple[_Written, ...]
    text: str

    def may_hold(self, sign: str) -> bool:
        """Whether a field may hold a sign; quick, for most files hold few."""
        return sign in self.text or "\\" in self.text


_Told = tuple[Clause, str, str, str]
"""A clause, one of its fields, the rule, the message."""


def check(reading: Reading) -> tuple[Problem, ...]:
    """Every problem in the meaning of one file, by place."""
    if reading.alliance is None:
        return ()
    file = _File(reading.alliance, tuple(_written(reading.alliance)), reading.text)
    told = [found for rule in _RULES for found in rule(file)]
    places = Places(reading.tree if told else None)
    problems = {
        Problem(reading.path, *places.of(clause, name), code, RULES[code].severity, message)
        for clause, name, code, message in told
    }
    return tuple(sorted(problems, key=lambda problem: problem.sort_key))


def unknown_parties(file: _File) -> Iterator[_Told]:
    """Wherever a party is named, it is one of `parties`; `each` may own what everyone can own."""
    known = {party.id for party in file.alliance.parties}
    for clause, name, values, kind in file.written:
        if kind is FieldKind.PARTY:
            if not known.issuperset(values) and not (
                values == (EACH,) and name == "owner" and clause.section in _EVERY_PARTY
            ):
                yield clause, name, "unknown-party", f"`{name.rpartition('.')[2]}` names nobody in `parties`"
        elif name.startswith("chosen.") and name.partition(".")[2] not in known:
            yield clause, name, "unknown-party", "this key of `chosen` names nobody in `parties`"
        elif clause.row.shape is Shape.ANSWERS and clause.owner not in known:
            yield clause, name, "unknown-party", "the key of this answer names nobody in `parties`"


def unknown_clauses(file: _File) -> Iterator[_Told]:
    """Wherever a clause is named, there is one with that id or address."""
    ids = {clause.id for clause in file.alliance.clauses if clause.section not in ("parties", "questions")}
    known = {*file.alliance.by_address, *ids, LET_GO}
    for clause, name, values, kind in file.written:
        linked = kind in (FieldKind.LINK, FieldKind.LINKS) and clause.section != "redacted"
        if linked and not known.issuperset(values):
            yield clause, name, "unknown-clause", f"`{name}` names nothing in this file"


def unknown_addresses(file: _File) -> Iterator[_Told]:
    """What `private`, `published` and `redacted` name is a section or a clause, of now or of an earlier revision."""
    clauses = file.alliance.clauses
    targets = [(clause, *target) for clause in clauses if clause.section in _NAMING for target in _targets(clause)]
    known = {*SECTIONS, *(above for clause in clauses for above in _at_or_above(clause.address))} if targets else {}
    for clause, name, target in targets:
        if target not in known:
            if target.partition("/")[0] in SECTIONS:
                yield clause, name, "not-here-now", f"`{clause.section}` names nothing that is in this file now"
            else:
                yield clause, name, "unknown-clause", f"`{clause.section}` names no section and no address of a clause"


def unknown_questions(file: _File) -> Iterator[_Told]:
    """Answers and chosen questions belong to one of the fifteen or to a question of the file's own."""
    known = {question.id for question in QUESTIONS} | {clause.id for clause in file.alliance.section("questions")}
    for clause, name, values, _kind in file.written:
        if clause.section == "answers" and clause.address.split("/")[1] not in known:
            yield clause, name, "unknown-question", "this answers no question of the fifteen and none in `questions`"
        elif name.startswith("chosen.") and not known.issuperset(values):
            yield clause, name, "unknown-question", "`chosen` names a question that is not there"


def raw_html(file: _File) -> Iterator[_Told]:
    """HTML in a text is shown as the characters it is made of."""
    for clause, name, values, kind in file.written if file.may_hold("<") else ():
        if kind in _TEXTS and any("<" in text and _HTML.search(_CODE_SPAN.sub("", text)) for text in values):
            yield clause, name, "raw-html", "HTML in a text is shown as it is written; use Markdown"


def snippet_lines(file: _File) -> Iterator[_Told]:
    """A line that some Markdown programs take for "put another file here" is shown as it is."""
    for clause, name, values, kind in file.written if file.may_hold("<") else ():
        if kind in _TEXTS and any("-8<-" in text and _SNIPPET.search(text) for text in values):
            yield clause, name, "snippet", "a line that asks for another file is shown as it is written"


def intricate_texts(file: _File) -> Iterator[_Told]:
    """A text that would take long to read as Markdown is shown as it was typed."""
    for clause, name, values, kind in file.written:
        for text in values if kind is FieldKind.PROSE else ():
            signs = sum(map(text.count, _NESTED))
            if len(text) > _MANY_MARKS or (signs >= _DEEP and len(_NESTING.findall(text)) >= _DEEP):
                from alliance_docs.texts import is_too_intricate  # noqa: PLC0415 - few texts need a look by its libraries

                if is_too_intricate(text):
                    yield clause, name, "too-intricate", "this text has so many marks that it is shown as it is written"


def look_alikes(file: _File) -> Iterator[_Told]:
    """Ids and names of people do not mix alphabets whose letters look alike."""
    for clause in file.alliance.clauses:
        if clause.id and _mixes_alphabets(clause.id):
            yield clause, "id", "look-alike", "this id mixes alphabets whose letters look alike"
        if clause.section == "parties" and any(_mixes_alphabets(clause.get(name)) for name in ("name", "git")):
            yield clause, "name", "look-alike", "this name mixes alphabets whose letters look alike"


def doubles(file: _File) -> Iterator[_Told]:
    """No two people and no two ids of a file look the same without being the same."""
    names = [(clause, "name", clause.get("name")) for clause in file.alliance.section("parties")]
    ids = [(clause, "id", clause.id) for clause in file.alliance.clauses if clause.section not in ("parties", "questions")]
    parties = [(clause, "id", clause.id) for clause in file.alliance.section("parties")]
    for written in (names, ids, parties):
        seen: dict[str, str] = {}
        for clause, field, name in written:
            if name and seen.setdefault(looks(name), name) != name:
                yield clause, field, "look-alike", f"this {field} looks like another one in this file and is not the same"


_RULES: tuple[Callable[[_File], Iterator[_Told]], ...] = (
    unknown_parties,
    unknown_clauses,
    unknown_addresses,
    unknown_questions,
    raw_html,
    snippet_lines,
    intricate_texts,
    look_alikes,
    doubles,
)


def _written(alliance: Alliance) -> Iterator[_Written]:
    for clause in alliance.clauses:
        parted = clause.row.shape is Shape.PARTS
        for name, value in clause.fields.items():
            kind = _kind_of(clause.section, clause.address.rpartition("/")[2] if parted else name)
            if kind is not None:
                yield _Written(clause, name, (value,) if isinstance(value, str) else value, kind)


@lru_cache(maxsize=4096)
def _kind_of(section: str, name: str) -> FieldKind | None:
    field = SECTIONS[section].field(name)
    return field.kind if field else None


def _at_or_above(address: str) -> Iterator[str]:
    parts = address.split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))


def _targets(clause: Clause) -> Iterator[tuple[str, str]]:
    if clause.section == "private":
        value = clause.fields["private"]
        yield from (("private", target) for target in ((value,) if isinstance(value, str) else value))
    elif clause.section == "published":
        yield from ((name, name) for name in clause.fields)
    elif clause.section == "redacted" and clause.get("clause"):
        yield "clause", clause.get("clause")


def _mixes_alphabets(text: str) -> bool:
    if text.isascii():
        return False
    return any(len({script for letter in word if (script := _script(letter)) in _ALIKE}) > 1 for word in _WORD.findall(text))


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]
