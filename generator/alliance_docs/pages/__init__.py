"""Makes every page and file of the site, as values: finished HTML bodies with titles and headings, feeds, calendars.

Takes alliances that are already filtered for their audience, one at a time, then what is known of all of them; reads no
file but the package's own content and templates.
"""

from collections.abc import Iterable, Iterator, Sequence

from alliance_docs.audience import Audience
from alliance_docs.book import Book
from alliance_docs.page import Asset, Page
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.content import content_pages
from alliance_docs.pages.feed import Share, feed_of_all
from alliance_docs.pages.finished import Finished, finish, pages_of
from alliance_docs.pages.index import Overview, broken_pages, index_page
from alliance_docs.pages.lists import list_pages, ways
from alliance_docs.pages.messages import messages_page
from alliance_docs.pages.reviews import calendar_of_all
from alliance_docs.revisions import Timeline

__all__ = ["alliance_pages", "assets_around", "content_pages", "pages_around", "pages_with", "site_assets", "site_pages"]


def site_pages(book: Book, helplines: Sequence[str] = (), site_url: str = "") -> Iterator[Page]:
    """All pages of a book that is in memory as a whole; see `pages_with`."""
    finished = [finish(chapter) for chapter in _chapters(book, site_url)]
    rows = tuple(one.row for one in finished)
    overview = Overview(rows, book.audience, book.problems, book.left_out_alliances, book.absent, book.notices)
    yield from pages_with(finished, overview, helplines)


def pages_with(finished: Sequence[Finished], overview: Overview, helplines: Sequence[str] = ()) -> Iterator[Page]:
    """All pages: the index, each alliance's, then the others of `pages_around`."""
    first, *others = pages_around(overview, content_pages(helplines))
    yield first
    for one in finished:
        yield from one.pages
    yield from others


def pages_around(overview: Overview, written: Iterable[Page]) -> Iterator[Page]:
    """The pages of no alliance: first the index, later those of files that could not be read, then what every site has.

    Where the index cannot list all alliances there are pages that do. `written` are those of `content_pages`.
    """
    found = ways(overview.rows)
    yield index_page(overview, found)
    yield from list_pages(found)
    yield from broken_pages(overview)
    yield from written
    yield messages_page()


def site_assets(book: Book, site_url: str = "") -> Iterator[Asset]:
    """All files that are no pages: for scripts, feeds, calendars; their links are in full where `site_url` is known."""
    finished = [finish(chapter) for chapter in _chapters(book, site_url)]
    for one in finished:
        yield from one.assets
    yield from assets_around(finished, (one.share for one in finished), site_url)


def assets_around(finished: Iterable[Finished], shares: Iterable[Share | None], site_url: str = "") -> Iterator[Asset]:
    """The feed and the calendar of all alliances together; `shares` is what each gives to the feed."""
    yield from feed_of_all([share for share in shares if share], site_url)
    yield from calendar_of_all([one.calendar for one in finished if one.calendar])


def alliance_pages(
    timeline: Timeline,
    notices: Sequence[str] = (),
    audience: Audience = Audience.PUBLIC,
    site_url: str = "",
    whole: Timeline | None = None,
) -> Iterator[Page]:
    """The pages of one alliance as `pages_of` orders them.

    `notices` stand on each of them but the sheet; `whole` is the same alliance with nothing left out, for finding yeses.
    """
    yield from pages_of(Chapter(timeline, notices, audience, site_url, whole))


def _chapters(book: Book, site_url: str) -> Iterator[Chapter]:
    for timeline in book.timelines:
        yield Chapter(timeline, book.notices, book.audience, site_url, book.whole_of(timeline))
