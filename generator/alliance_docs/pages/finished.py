"""All that the site shows of one alliance, finished, with what the pages about all alliances need to know of it.

After this nobody needs the alliance's history any more, so a site of thousands needs the memory of one.
"""

from collections.abc import Iterator
from datetime import UTC, date
from typing import NamedTuple

from alliance_docs.page import Asset, Attachment, Page, Script
from alliance_docs.pages.agreement import agreement_page
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.compare import comparison
from alliance_docs.pages.feed import Share, feed_and_share, is_followed
from alliance_docs.pages.history import history_pages
from alliance_docs.pages.print import print_page
from alliance_docs.pages.provenance import Lives
from alliance_docs.pages.reviews import calendar_of
from alliance_docs.pages.revision import revision_page
from alliance_docs.pages.rows import Row, row_of
from alliance_docs.pages.sentences import sentences_page
from alliance_docs.pages.since import since_pages
from alliance_docs.revisions import Timeline


class Finished(NamedTuple):
    """One alliance as it is published: `newest` is the day of its newest commit, `left_out` counts its hidden clauses."""

    id: str
    pages: tuple[Page, ...]
    scripts: tuple[Script, ...]
    row: Row
    feed: Attachment | None
    share: Share | None
    calendar: Attachment | None
    newest: date | None
    left_out: int

    @property
    def assets(self) -> tuple[Asset, ...]:
        """What its scripts read, its feed and its calendar."""
        return (*self.scripts, *(one for one in (self.feed, self.calendar) if one))


def finish(chapter: Chapter) -> Finished:
    """Make everything of one alliance."""
    timeline = chapter.timeline
    compared, scripts = comparison(chapter)
    feed, share = feed_and_share(chapter, chapter.site_url) if is_followed(timeline) else (None, None)
    return Finished(
        id=timeline.id,
        pages=tuple(pages_of(chapter, compared)),
        scripts=tuple(scripts),
        row=row_of(chapter),
        feed=feed,
        share=share,
        calendar=calendar_of(timeline, chapter.site_url),
        newest=max(_days(timeline), default=None),
        left_out=timeline.left_out,
    )


def pages_of(chapter: Chapter, compared: Page | None = None) -> Iterator[Page]:
    """The agreement, its history, its revisions, oldest first, what changed since, any two of them, sentences, the sheet."""
    lives = Lives(chapter)
    yield agreement_page(chapter, lives)
    yield from history_pages(chapter)
    for place in range(len(chapter.timeline.revisions)):
        yield revision_page(chapter, place)
    yield from since_pages(chapter)
    yield compared or comparison(chapter)[0]
    yield sentences_page(chapter, lives)
    yield print_page(chapter)


def _days(timeline: Timeline) -> Iterator[date]:
    """The days of its commits, in UTC so that they are the same everywhere."""
    for revision in timeline.revisions:
        if revision.when and revision.commit:
            yield revision.when.astimezone(UTC).date()
