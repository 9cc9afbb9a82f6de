"""Makes every page and file of the site, as values: finished HTML bodies with titles and headings, feeds, calendars.

Takes a book that is already filtered for its audience; reads no file but the package's own content and templates.
"""

from collections.abc import Iterator, Sequence

from alliance_docs.book import Book
from alliance_docs.page import Asset, Page
from alliance_docs.pages.agreement import agreement_page
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.compare import compare_page
from alliance_docs.pages.content import content_pages
from alliance_docs.pages.feed import feeds
from alliance_docs.pages.history import history_pages
from alliance_docs.pages.index import broken_pages, index_page
from alliance_docs.pages.print import print_page
from alliance_docs.pages.provenance import Lives
from alliance_docs.pages.reviews import calendars
from alliance_docs.pages.revision import revision_page
from alliance_docs.pages.sentences import sentences_page
from alliance_docs.pages.since import since_pages
from alliance_docs.privacy import Audience
from alliance_docs.revisions import Timeline

__all__ = ["alliance_pages", "site_assets", "site_pages"]


def site_pages(book: Book, helplines: Sequence[str] = (), site_url: str = "") -> Iterator[Page]:
    """All pages: the index, each alliance's, those of files that could not be read, then the ones every site has.

    `helplines` are the lines of help on the care page; `site_url` stands on what is printed. One alliance is in memory as
    pages at a time, if the caller lets go.
    """
    yield index_page(book)
    for timeline in book.timelines:
        yield from alliance_pages(timeline, book.notices, book.audience, site_url, book.whole_of(timeline))
    yield from broken_pages(book)
    yield from content_pages(helplines)


def site_assets(book: Book, site_url: str = "") -> Iterator[Asset]:
    """All files that are no pages: feeds and calendars; their links are in full where `site_url` is known."""
    yield from feeds(book.timelines, site_url)
    yield from calendars(book.timelines, site_url)


def alliance_pages(
    timeline: Timeline,
    notices: Sequence[str] = (),
    audience: Audience = Audience.PUBLIC,
    site_url: str = "",
    whole: Timeline | None = None,
) -> Iterator[Page]:
    """The agreement, its history, its revisions, oldest first, what changed since, any two of them, sentences, the sheet.

    `notices` stand on each of them but the sheet; `whole` is the same alliance with nothing left out, for finding yeses.
    """
    chapter = Chapter(timeline, notices, audience, site_url, whole)
    lives = Lives(chapter)
    yield agreement_page(chapter, lives)
    yield from history_pages(chapter)
    for place in range(len(timeline.revisions)):
        yield revision_page(chapter, place)
    yield from since_pages(chapter)
    yield compare_page(chapter)
    yield sentences_page(chapter, lives)
    yield print_page(chapter)
