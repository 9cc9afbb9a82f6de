"""The page that compares any two revisions: ready-made blocks, and a table from which a small script picks them.

The script compares nothing itself, so that what it shows is what the other pages and the terminal show.
"""

import json
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.changes.net import last_review
from alliance_docs.page import Heading, Page, Script
from alliance_docs.pages.addresses import READ_CHANGES, compare_address, link, review_since_address
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.pairs import Pairs
from alliance_docs.pages.table import Table
from alliance_docs.pages.templating import render, words
from alliance_docs.revisions import Revision
from alliance_docs.wording import Name, moment

NOTHING = Markup("")


class Choice(NamedTuple):
    """One revision to choose: short enough for a phone."""

    value: str
    label: str


class Way(NamedTuple):
    """A page to read where there are no scripts."""

    href: str
    title: Markup
    meta: Markup


def compare_page(chapter: Chapter) -> Page:
    """Any two revisions of the alliance, chosen in the browser; without scripts, links to what each of them changed."""
    return comparison(chapter)[0]


def comparison(chapter: Chapter) -> tuple[Page, tuple[Script, ...]]:
    """The page that compares, and the files that it reads when two revisions are chosen that need more than it holds."""
    pairs = Pairs(chapter)
    table = Table(pairs)
    return _page(chapter, pairs, table), tuple(bundle.script(chapter.timeline.id) for bundle in table.bundles)


def _page(chapter: Chapter, pairs: Pairs, table: Table) -> Page:
    page = compare_address(chapter.timeline.id)
    name = texts.one_line(chapter.alliance.title)
    body = render(
        "compare.html",
        over=name,
        link_row=chapter.link_row(page),
        notices=chapter.notice_lines,
        legend=link(READ_CHANGES, page),
        choices=tuple(_choice(revision) for revision in reversed(pairs.revisions)),
        command=f"alliance diff {chapter.timeline.id}",
        table=_as_text(table.columns()),
        pieces=table.pieces,
        since=tuple(_since(chapter, page)),
        ways=tuple(_way(chapter, revision, page) for revision in reversed(chapter.timeline.revisions)),
        end=chapter.end(page),
    )
    title = f"Compare revisions: {name}"
    return Page(page, title, body, f"{title}, any two of them.", (Heading("Each revision", "revisions", 2),))


def _choice(revision: Revision) -> Choice:
    return Choice(
        revision.short, f"{revision.number} · {moment(revision.when)}" if revision.commit else "Now, not committed"
    )


def _way(chapter: Chapter, revision: Revision, page: str) -> Way:
    title = texts.one_line(chapter.title(revision))
    meta = chapter.when(revision) if revision.commit else Markup("in this work tree")
    shown = texts.plain(f"{revision.number}: {title}" if revision.number else title)
    return Way(link(chapter.address(revision), page), shown, meta)


def _since(chapter: Chapter, page: str) -> list[Way]:
    """What changed since each yes and since the last review."""
    names = {party.id: Name(texts.one_line(party.name)) for party in chapter.alliance.parties}
    ways = [
        Way(link(address, page), words(("Since ", names[party], " said yes")), NOTHING)
        for party, address in chapter.since_pages.items()
    ]
    if last_review(chapter.timeline):
        ways.append(Way(link(review_since_address(chapter.timeline.id), page), Markup("Since the last review"), NOTHING))
    return ways


def _as_text(columns: object) -> Markup:
    """JSON as the text of an element."""
    text = json.dumps(columns, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("&", "&amp;").replace("<", "&lt;"))  # noqa: S704 - escaped here, but for quotes
