"""The page of all revisions of one alliance, newest first; a very long history has its older years on pages of their own."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.audience import Audience
from alliance_docs.escaping import filled
from alliance_docs.page import Heading, Page
from alliance_docs.pages.addresses import READ_CHANGES, feed_address, link, year_address
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.feed import is_followed
from alliance_docs.pages.picture import picture
from alliance_docs.pages.templating import render, words
from alliance_docs.pages.years import Year, years_of
from alliance_docs.revisions import Revision
from alliance_docs.vocabulary import Kind
from alliance_docs.wording import label, moment

_FILTER_FROM = 16  # revisions; with fewer one reads them all
_OFFERED = (Kind.ADDED, Kind.REMOVED, Kind.REWORDED, Kind.OWNER, Kind.STATE, Kind.DATE, Kind.MOVED)


def history_pages(chapter: Chapter) -> Iterator[Page]:
    """The history, then the pages of the older years where it is too long for one."""
    years = tuple(years_of(chapter))
    apart = [one for one in years if one.folded] if chapter.is_long else []
    addresses = {one.anchor: year_address(chapter.timeline.id, one.anchor.removeprefix("y-")) for one in apart}
    here = (one._replace(href=link(addresses[one.anchor], chapter.history)) if one in apart else one for one in years)
    yield _page(chapter, chapter.history, tuple(here), "")
    for one in apart:
        yield _page(chapter, addresses[one.anchor], (one._replace(folded=False),), one.label)


def _page(chapter: Chapter, page: str, years: tuple[Year, ...], only: str) -> Page:
    name = texts.one_line(chapter.alliance.title)
    revisions = chapter.timeline.revisions
    feed = feed_address(chapter.timeline.id) if is_followed(chapter.timeline) else ""
    body = render(
        "history.html",
        title=f"History of {name}, {only}" if only else f"History of {name}",
        lead=_lead(revisions),
        feed=link(feed, page) if feed else "",
        link_row=chapter.link_row(page),
        notices=chapter.notice_lines,
        picture="" if only else picture(chapter.timeline, repairs=chapter.audience is Audience.PARTIES),
        legend=link(READ_CHANGES, page),
        authors=_all_authors(chapter) if len(revisions) >= _FILTER_FROM and not only else (),
        kinds=[label(kind) for kind in _OFFERED],
        years=years,
        end=chapter.end(page),
    )
    headings = tuple(Heading(one.label, one.anchor, 2) for one in years)
    title = f"History of {name}, {only}" if only else f"History of {name}"
    return Page(page, title, body, f"Every change of {name}, newest first.", headings, feed=feed)


def _lead(revisions: Sequence[Revision]) -> Markup:
    committed = [revision for revision in revisions if revision.commit]
    if not committed:
        return Markup("Nothing is committed yet.")
    if len(committed) == 1:
        return filled("One revision, of {}.", words((moment(committed[0].when),)))
    return filled("{} revisions since {}, newest first.", len(committed), words((moment(committed[0].when),)))


def _all_authors(chapter: Chapter) -> tuple[str, ...]:
    names = (name for revision in chapter.timeline.revisions for name in chapter.authors(revision))
    return tuple(dict.fromkeys(names))
