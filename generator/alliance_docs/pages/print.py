"""The sheet to sign or to pin up: what the parties say yes to, on one page of A4, with room for names and dates.

Answers, drops, concerns and everything else that is news stay off it. How it looks on paper is the style sheet's; here is
decided what stands on it.
"""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.escaping import filled
from alliance_docs.model import Alliance, Clause
from alliance_docs.normal import normal
from alliance_docs.page import Page
from alliance_docs.pages.addresses import INDEX, full_link, link
from alliance_docs.pages.agreement import banner
from alliance_docs.pages.cards import NOTHING
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.paper import LARGE, SMALL, Column, Room
from alliance_docs.pages.reviews import next_review
from alliance_docs.pages.sections import commitments_of
from alliance_docs.pages.templating import render, words
from alliance_docs.vocabulary import EACH, SECTIONS
from alliance_docs.wording import CLOSED_STATES, PARTS, Glossary, Phrase, day, moment

_DIGITS = 12


class Line(NamedTuple):
    """One clause: what it is called or whose it is, what it says, what limits it; `said` is all of it as plain text."""

    lead: Markup
    text: Markup
    note: Markup
    said: str


class Block(NamedTuple):
    """Clauses under a heading; one of level 3 stands below the block before it."""

    heading: Markup
    lines: tuple[Line, ...]
    level: int = 2


class Sheet(NamedTuple):
    """What stands on the sheet, from top to bottom; `people` stand beside each other, two in a row."""

    top: tuple[Line, ...]
    people: tuple[Block, ...]
    shared: tuple[Block, ...]
    names: tuple[str, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks from top to bottom."""
        return (*self.people, *self.shared)


def print_page(chapter: Chapter) -> Page:
    """The sheet of the agreement as it is in the work tree."""
    alliance, page = chapter.alliance, chapter.sheet
    title = texts.one_line(alliance.title)
    sheet = _sheet(alliance)
    stopped = banner(alliance)
    left_out = _left_out(chapter.timeline.left_out)
    room = _room(sheet, stopped.striptags(), left_out)
    revisions = chapter.timeline.revisions
    target = chapter.address(revisions[-1]) if revisions and revisions[-1].commit else chapter.agreement
    body = render(
        "print.html",
        title=title,
        link_row=chapter.link_row(page),
        banner=stopped,
        sheet=sheet,
        small=not room.fits(LARGE),
        long=not room.fits(SMALL),
        left_out=left_out,
        facts=tuple(map(words, _facts(chapter))),
        target=link(target, page),
        address=full_link(target, INDEX, chapter.site_url),
        fingerprint=_fingerprint(sheet, title),
        end=chapter.end(page),
    )
    return Page(page, f"{title}: a sheet to sign", body, "One sheet of paper to sign or to pin up.")


def _sheet(alliance: Alliance) -> Sheet:
    teller = _Teller(alliance)
    return Sheet(
        tuple(teller.line(clause) for name in ("purpose", "context") for clause in alliance.section(name)),
        tuple(teller.people()),
        tuple(teller.shared()),
        tuple(texts.one_line(party.name) for party in alliance.parties if not party.left),
    )


class _Teller:
    """Makes the lines of one alliance."""

    def __init__(self, alliance: Alliance) -> None:
        self._alliance = alliance
        self._glossary = Glossary(alliance)

    def people(self) -> Iterator[Block]:
        """What runs of what was promised, by whose it is; what each of us promises last."""
        running = [one for one in self._alliance.section("commitments") if one.get("state") not in CLOSED_STATES]
        known = dict.fromkeys((*(party.id for party in self._alliance.parties), *(one.owner for one in running)))
        known.pop(EACH, None)
        for owner in (*known, EACH):
            mine = tuple(self._titled(clause, _until(clause)) for clause in running if clause.owner == owner)
            if mine:
                yield Block(commitments_of(owner, self._glossary), mine)

    def shared(self) -> Iterator[Block]:
        """What is everybody's; agreements under their topics."""
        agreements = self._alliance.section("agreements")
        for place, topic in enumerate(dict.fromkeys(("", *(clause.topic for clause in agreements)))):
            found = tuple(self._titled(clause) for clause in agreements if clause.topic == topic)
            if agreements and (found or not place):
                heading = texts.plain(topic or SECTIONS["agreements"].heading)
                yield Block(heading, found, 3 if place else 2)
        for name, line in (("confidentiality", self._kept), ("feedback", self._part), ("backup_plan", self._part)):
            lines = tuple(map(line, self._alliance.section(name)))
            if lines:
                yield Block(texts.plain(SECTIONS[name].heading), lines)

    def line(self, clause: Clause, lead: Phrase = (), note: Markup = NOTHING) -> Line:
        """A clause as one line."""
        said = " ".join(("".join(lead), texts.visible(clause.text or ""), note.striptags()))
        return Line(words(lead), self._html(clause.text or ""), note, said.strip())

    def _titled(self, clause: Clause, note: Phrase = ()) -> Line:
        return self.line(clause, (texts.one_line(clause.title),) if clause.title else (), words(note))

    def _part(self, clause: Clause) -> Line:
        return self.line(clause, (PARTS.get(clause.address, clause.row.heading),))

    def _kept(self, clause: Clause) -> Line:
        note = filled("Except: {}", self._html(clause.get("except"))) if clause.get("except") else NOTHING
        return self.line(clause, (self._glossary.person(clause.owner),) if clause.owner else (), note)

    def _html(self, text: str) -> Markup:
        return texts.html(text, self._alliance.lang)


def _until(clause: Clause) -> Phrase:
    return ("until ", day(clause.get("until"))) if clause.get("until") else ()


def _facts(chapter: Chapter) -> Iterator[Phrase]:
    """Which state of the agreement this is, and when it is looked at again."""
    revisions = chapter.timeline.revisions
    newest = revisions[-1] if revisions else None
    if newest is None or newest.commit is None:
        yield ("With edits that are not committed yet",)
    else:
        yield (f"Revision {newest.number} of ", moment(newest.when))
    every = chapter.alliance.value("reviews/every")
    if every:
        yield (f"Reviewed every {texts.one_line(every).removeprefix('every ')}",)
    planned = next_review(chapter.timeline)
    if planned:
        yield ("Next review ", day(planned.isoformat()))


def _left_out(count: int) -> str:
    """That those who sign see less than there is, where that is so."""
    parts = "One part" if count == 1 else f"{count} parts"
    return f"{parts} of this alliance {'is' if count == 1 else 'are'} left out here." if count else ""


def _room(sheet: Sheet, *more: str) -> Room:
    people, shared = (
        [Column(block.level, [line.said for line in block.lines]) for block in blocks]
        for blocks in (sheet.people, sheet.shared)
    )
    top = [*filter(None, more), *(line.said for line in sheet.top)]
    return Room(top, people, shared, len(sheet.names))


def _fingerprint(sheet: Sheet, title: str) -> str:
    """Twelve digits that change with any word that is agreed to, and with no line break, quotation mark or id."""
    said = [title, *(line.said for line in sheet.top)]
    for block in sheet.blocks:
        said += [block.heading.striptags(), *(line.said for line in block.lines)]
    digits = hashlib.sha256("\n".join(map(normal, said)).encode()).hexdigest()[:_DIGITS]
    return " ".join(digits[at : at + 4] for at in range(0, _DIGITS, 4))
