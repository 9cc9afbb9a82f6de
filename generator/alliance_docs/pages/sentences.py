"""The page of every clause there ever was, with all its versions; links to what was let go live on here."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.assent.telling import provenance_words
from alliance_docs.changes.lineage import Lineage
from alliance_docs.model import Alliance
from alliance_docs.page import Heading, Page
from alliance_docs.pages.addresses import READ_CHANGES, anchor, link
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.clauses import NOT_SHOWN
from alliance_docs.pages.provenance import Lives
from alliance_docs.pages.templating import render, words
from alliance_docs.revisions import Timeline
from alliance_docs.vocabulary import SECTIONS
from alliance_docs.wording import Glossary

_GONE = "No longer in force"
_SETTINGS = "Title and other settings"
_ROOM = 3_400  # elements: a page should have no more than 4,000 with all that the theme puts around it
_AROUND = 8  # elements of a sentence beside its versions


class Sentence(NamedTuple):
    """One clause with its versions; `href` leads to it on the agreement, "" where it does not stand there.

    Of the `versions` the newest stand here in full; `earlier` are links to the revisions that made the others.
    """

    anchor: str
    title: str
    href: str
    owner: Markup
    since: Markup
    inferred: bool
    versions: tuple[Markup, ...]
    earlier: tuple[Markup, ...]


class Shelf(NamedTuple):
    """The clauses of one section, or those that no longer hold."""

    heading: str
    anchor: str
    sentences: tuple[Sentence, ...]

    @property
    def alone(self) -> bool:
        """Whether the heading already says which clause it is, so that a second one would only repeat it."""
        return [sentence.title for sentence in self.sentences] == [self.heading]


def sentences_page(chapter: Chapter, lives: Lives) -> Page:
    """Those of now by section, then the settings of the file, then what was taken out."""
    name = texts.one_line(chapter.alliance.title)
    shelves = tuple(_Writer(chapter, lives).shelves())
    body = render(
        "sentences.html",
        over=name,
        inferred=any(sentence.inferred for shelf in shelves for sentence in shelf.sentences),
        link_row=chapter.link_row(lives.page),
        notices=chapter.notice_lines,
        earlier=any(sentence.earlier for shelf in shelves for sentence in shelf.sentences),
        legend=link(READ_CHANGES, lives.page),
        shelves=shelves,
        end=chapter.end(lives.page, chapter.timeline.left_out),
    )
    headings = tuple(Heading(shelf.heading, shelf.anchor, 2) for shelf in shelves)
    return Page(lives.page, f"Every sentence of {name}", body, f"Every sentence of {name} with all its versions.", headings)


class _Writer:
    """Puts the clauses of one alliance on their shelves; no anchor is given twice."""

    def __init__(self, chapter: Chapter, lives: Lives) -> None:
        self._chapter = chapter
        self._lives = lives
        self._links = chapter.links_from(lives.page)
        self._glossary = Glossary(*_states(chapter.timeline))
        self._used: set[str] = set()
        self._most = _in_full(lives)

    def shelves(self) -> Iterator[Shelf]:
        """All that is on the page, in its order."""
        now = [life for life in self._lives.all if not life.removed]
        for row in SECTIONS.values():
            if row.name not in NOT_SHOWN:
                yield from self._shelf(row.heading, row.name, (life for life in now if life.clause.section == row.name))
        yield from self._shelf(_SETTINGS, "settings", (life for life in now if life.clause.section in NOT_SHOWN))
        yield from self._shelf(_GONE, "no-longer-in-force", (life for life in self._lives.all if life.removed))

    def _shelf(self, heading: str, name: str, lives: Iterable[Lineage]) -> Iterator[Shelf]:
        sentences = tuple(map(self._sentence, lives))
        if sentences:
            yield Shelf(heading, f"all-{name.replace('/', '-')}", sentences)

    def _sentence(self, life: Lineage) -> Sentence:
        clause, place = life.clause, anchor(life.clause)
        while place in self._used:
            place += "-2"
        self._used.add(place)
        owner = self._glossary.owner(clause)
        return Sentence(
            anchor=place,
            title=self._glossary.title(clause),
            href="" if life.removed else self._links(clause.address),
            owner=words((owner,)) if owner else Markup(""),
            since=words(provenance_words(life.provenance)),
            inferred=life.inferred,
            versions=tuple(self._lives.versions(life, self._most)),
            earlier=tuple(map(self._lives.way, self._lives.told(life)[self._most :])),
        )


def _in_full(lives: Lives) -> int:
    """How many versions of each sentence there is room for, at least one: redlines are costly, links are not."""
    told = [len(lives.told(life)) for life in lives.all]
    room = _ROOM - _AROUND * len(told) - sum(told)
    for most in range(1, max(told, default=1) + 1):
        layer = (
            list(lives.versions(life, most))[most - 1] for life, said in zip(lives.all, told, strict=True) if said >= most
        )
        room -= sum(_elements(version) for version in layer)
        if room < 0:
            return max(1, most - 1)
    return max(told, default=1)


def _elements(made: Markup) -> int:
    """How many elements a piece of HTML has, as its texts hold no bare angle bracket."""
    return made.count("<") - made.count("</")


def _states(timeline: Timeline) -> Iterator[Alliance]:
    yield timeline.alliance
    yield from (revision.alliance for revision in reversed(timeline.revisions) if revision.alliance)
