"""Makes every page of the site, as values: finished HTML bodies with titles and headings, for whatever engine takes them.

Takes a book that is already filtered for its audience; reads no file but the package's own content and templates.
"""

from collections.abc import Iterator, Sequence

from alliance_docs.book import Book
from alliance_docs.page import Page
from alliance_docs.pages.addresses import slug
from alliance_docs.pages.agreement import agreement_page
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.content import content_pages
from alliance_docs.pages.history import history_pages
from alliance_docs.pages.index import broken_pages, index_page
from alliance_docs.pages.revision import revision_page
from alliance_docs.revisions import Timeline

__all__ = ["alliance_pages", "site_pages", "slug"]


def site_pages(book: Book, helplines: Sequence[str] = ()) -> Iterator[Page]:
    """All pages: the index, each alliance's, those of files that could not be read, then the ones every site has.

    `helplines` are the lines of help on the care page. One alliance is in memory as pages at a time, if the caller lets go.
    """
    yield index_page(book)
    for timeline in book.timelines:
        yield from alliance_pages(timeline, book.notices)
    yield from broken_pages(book)
    yield from content_pages(helplines)


def alliance_pages(timeline: Timeline, notices: Sequence[str] = ()) -> Iterator[Page]:
    """The agreement, its history, and a page for each revision, oldest first; `notices` stand on each of them."""
    chapter = Chapter(timeline, notices)
    yield agreement_page(chapter)
    yield from history_pages(chapter)
    for place in range(len(timeline.revisions)):
        yield revision_page(chapter, place)
