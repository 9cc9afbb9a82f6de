"""The digest of what one party says yes to, by which an assent finds its revision after a rebase, a squash or a rename.

Version 1 is the SHA-256, in hexadecimal digits, of lines in UTF-8. Each line has four columns with a tab between them and a
line feed at its end:

    section TAB owner TAB field TAB value

and the lines are sorted by their bytes, as `LC_ALL=C sort` does; equal ones stay. The lines are, with nothing in the columns
shown as `-`:

    purpose, context    -            -                         the text
    parties             -            id                        each party's id
    agreements          -            text                      each text
    agreements          -            backed_by                 the text of each commitment that backs it
    confidentiality     its owner    text, except              the text; a line for each part of `except` between semicolons
    feedback            -            offer, receive            the text
    backup_plan         -            in_conflict and so on     the text
    reviews             -            every                     as written

and of the party whose yes it is:

    answers             the party    the question's id         the text
    commitments         the party    text, until, state        those of the party and those of `each`, whose owner is `each`
    expectations        the party    text, became              `let_go`, or the text of the request it became
    requests            the party    text                      of those the party asks
    requests            the party    reply, why                of those the party is asked

A value is in normal form: NFC; every kind of typographic quotation mark or dash as ', " or -; without zero-width characters;
runs of white space as one blank, none at the ends. A field without a value has no line, nor has one with the value that is
meant when nothing is written (`state: active`, `reply: open`). So ids, order, dates and layout have no part in it.

A digest is written `v1:` and 64 digits. It only finds a revision; what needs a new yes is decided by comparing from there.
"""

import hashlib
from collections.abc import Iterator
from typing import TypeAlias

from alliance_docs.model import Alliance, Clause
from alliance_docs.naming import name_of
from alliance_docs.normal import normal
from alliance_docs.vocabulary import DEFAULTS, EACH, LET_GO, Shape

_VERSION = "v1:"
_FEWEST_DIGITS = 12
_OTHER_SPACES = ("parties", "questions")
"""Sections whose ids may be those of clauses too."""

_SHORT = len(_VERSION) + _FEWEST_DIGITS

_Line: TypeAlias = tuple[str, str, str, str]


def digest(alliance: Alliance, party: str) -> str:
    """The digest of this state of an alliance for the party with this id."""
    lines = "".join(f"{line}\n" for line in digest_lines(alliance, party))
    return _VERSION + hashlib.sha256(lines.encode()).hexdigest()


def digest_lines(alliance: Alliance, party: str) -> tuple[str, ...]:
    """The lines the digest is made of, sorted, without their line feeds."""
    lines = (*_shared(alliance), *_own(alliance, party))
    written = ((section, owner, field, normal(value)) for section, owner, field, value in lines)
    return tuple(sorted("\t".join(line) for line in written if line[3] and DEFAULTS.get((line[0], line[2])) != line[3]))


def is_digest_of(typed: str, found: str) -> bool:
    """Whether what somebody wrote is this digest, in full or at least its first twelve digits."""
    plain = typed.strip().casefold()
    return len(plain) >= _SHORT and found.startswith(plain)


def short(typed: str) -> str:
    """A digest as it is shown to people."""
    return typed if len(typed) <= _SHORT else f"{typed[:_SHORT]}…"


def _shared(alliance: Alliance) -> Iterator[_Line]:
    """What everyone says yes to."""
    for name in ("purpose", "context"):
        yield name, "", "", alliance.value(name)
    yield from (("parties", "", "id", party.id) for party in alliance.parties)
    for clause in alliance.section("agreements"):
        yield "agreements", "", "text", clause.get("text")
        yield from (("agreements", "", "backed_by", _text_of(alliance, link)) for link in _links(clause, "backed_by"))
    for clause in alliance.section("confidentiality"):
        yield "confidentiality", clause.owner, "text", clause.get("text")
        yield from (("confidentiality", clause.owner, "except", part) for part in clause.get("except").split(";"))
    for name in ("feedback", "backup_plan"):
        yield from ((name, "", clause.address.partition("/")[2], clause.get("")) for clause in alliance.section(name))
    yield "reviews", "", "every", alliance.value("reviews/every")


def _own(alliance: Alliance, party: str) -> Iterator[_Line]:
    """What is this party's."""
    for clause in alliance.clauses:
        match clause.section:
            case "answers" if clause.owner == party:
                yield "answers", party, clause.address.split("/")[1], clause.get("")
            case "commitments" if clause.owner in (party, EACH):
                yield from (("commitments", clause.owner, field, clause.get(field)) for field in ("text", "until", "state"))
            case "expectations" if clause.owner == party:
                yield "expectations", party, "text", clause.get("text")
                became = clause.get("became")
                yield "expectations", party, "became", became if became == LET_GO else _text_of(alliance, became)
            case "requests":
                fields = (("text", "from"), ("reply", "to"), ("why", "to"))
                yield from (
                    ("requests", party, name, clause.get(name)) for name, side in fields if clause.get(side) == party
                )


def _links(clause: Clause, name: str) -> tuple[str, ...]:
    links = clause.fields.get(name, ())
    return (links,) if isinstance(links, str) else links


def _text_of(alliance: Alliance, link: str) -> str:
    """The text of the clause that an id or an address names, "" when there is none.

    Of a clause without an id the address is that of its words here, whatever its history calls it: the same file has the
    same digest after any squash.
    """
    entries = (one for one in alliance.clauses if one.row.shape is Shape.ITEMS and one.section not in _OTHER_SPACES)
    for clause in entries if link else ():
        if link in (clause.id, name_of(clause.row, clause.id, clause.fields).address):
            return clause.text or ""
    return ""
