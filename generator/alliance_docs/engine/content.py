"""What one build puts on the site: pages and other files, the day they are of, and what to tell the person who builds.

The only place of the engine that loads a book; knows nothing of MkDocs. A build stops at the first error it is given;
while serving an error becomes a page, so that the reader sees it and the site comes back when it is mended.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from html import escape
from ipaddress import ip_address
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from alliance_docs.audience import Audience
from alliance_docs.book import stop_at_errors
from alliance_docs.engine.booklet import Booklet, Searched
from alliance_docs.engine.gather import gather
from alliance_docs.engine.listing import keyed, page_of, page_record
from alliance_docs.engine.messages import left_out, reasons
from alliance_docs.engine.press import Order, Printed, Told
from alliance_docs.engine.trees import folder_of
from alliance_docs.errors import AllianceError, Problem, Severity
from alliance_docs.history.kept_history import recall_history
from alliance_docs.keeping.keep import open_keep
from alliance_docs.keeping.remembered import remembered
from alliance_docs.leaks.hidden_words import Words, words_shown
from alliance_docs.page import Asset, Page
from alliance_docs.pages import assets_around, content_pages, pages_around
from alliance_docs.pages.index import Overview
from alliance_docs.reading.spotless import spotless_files
from alliance_docs.volumes import Library, Volume, open_library


class Reading(NamedTuple):
    """Which alliances to read, for whom, and what to be content with; `site_url`: where the site will be, or ""."""

    folder: Path
    audience: Audience = Audience.PUBLIC
    allow_shallow: bool = False
    keep_going: bool = False
    helplines: tuple[str, ...] = ()
    site_url: str = ""


class Content(NamedTuple):
    """The files of all alliances as booklets, and around them those of none; of the pages around the first is the index.

    `day` is that of the newest commit shown, None when nothing is; `trouble` are lines to show on every page.
    """

    around: tuple[Page, ...]
    files: tuple[Asset, ...] = ()
    booklets: tuple[Booklet, ...] = ()
    day: date | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    book: "Shown | None" = None

    @property
    def pages(self) -> tuple[Page, ...]:
        """All pages in their order, as values; read anew each time."""
        return (*self.around[:1], *(page for booklet in self.booklets for page in booklet.read().pages), *self.around[1:])

    @property
    def assets(self) -> tuple[Asset, ...]:
        """All files that are no pages, as values; read anew each time."""
        return (*(asset for booklet in self.booklets for asset in booklet.read().assets), *self.files)

    @property
    def searched(self) -> Iterator[Searched]:
        """The pages that a search finds, in their order."""
        around = [
            [Searched(page.address, page.key, partial(_same, page))] if page.searchable else [] for page in self.around
        ]
        return chain(*around[:1], *(booklet.searched for booklet in self.booklets), *around[1:])


class Shown(NamedTuple):
    """What the gate holds a finished site against."""

    words: tuple[Words, ...]


def load_content(reading: Reading, known: dict[str, Told] | None = None) -> Content:
    """Read the alliances and make their pages; `known` is for `gather`.

    Raises:
        SourceError: current documents have errors and `keep_going` is not set.
        RepositoryError: the repository cannot be used as it is.
    """
    library = _library(reading)
    stop_at_errors(library.reading.problems, keep_going=reading.keep_going)
    notices = library.history.notices
    order = Order(reading.folder, reading.allow_shallow, reading.audience, reading.site_url, notices)
    # What an incomplete clone lacks today it may have tomorrow, under the same names.
    found = gather(library, order, open_keep(lasting=not library.repository.partial), known)
    unmatched = (problem for one in found for problem in one.outcome.problems)
    problems = tuple(sorted((*library.reading.problems, *unmatched), key=lambda problem: problem.sort_key))
    stop_at_errors(problems, keep_going=reading.keep_going)
    return _content(list(zip(library.volumes, found, strict=True)), problems, notices, reading)


def _library(reading: Reading) -> Library:
    """The folder, opened with what is remembered of it. Of files in which nothing was wrong nothing is read but the id."""
    if not reading.folder.is_dir():
        return open_library(reading.folder)  # says what is missing
    with spotless_files(reading.folder) as spotless:
        return open_library(reading.folder, allow_shallow=reading.allow_shallow, spotless=spotless, histories=recall_history)


def _content(
    alliances: Sequence[tuple[Volume, Printed]], problems: tuple[Problem, ...], notices: tuple[str, ...], reading: Reading
) -> Content:
    present = sorted((pair for pair in alliances if pair[0].present), key=lambda pair: pair[0].id)
    shown = tuple(one.finished for _, one in present if one.finished)
    gone = [one for volume, one in alliances if not volume.present]
    left = len(present) - len(shown)
    absent = tuple(one.outcome.absent for one in gone if one.outcome.absent)
    overview = Overview(tuple(one.row for one in shown), reading.audience, problems, left, absent, notices)
    around = tuple(page if page.key else keyed(page) for page in pages_around(overview, _written(reading.helplines)))
    booklets = tuple(one.booklet for _, one in present if one.booklet)
    _stop_at_clashes(around, booklets)
    return Content(
        around=around,
        files=tuple(assets_around(shown, (one.share for _, one in present), reading.site_url)),
        booklets=booklets,
        day=max((one.newest for one in shown if one.newest), default=None),
        problems=problems,
        remarks=tuple(left_out(left, [one.left_out for one in shown], reading.audience)),
        trouble=tuple(str(problem) for problem in problems if problem.severity is Severity.ERROR),
        book=Shown(
            (*(one.words for one in (*(one for _, one in present), *gone)), words_shown(one.title for one in absent))
        ),
    )


def _written(helplines: tuple[str, ...]) -> tuple[Page, ...]:
    """The pages that are the same on every site, made from Markdown once."""
    return remembered(
        "content",
        helplines,
        lambda: [(page_record(page), page.body) for page in content_pages(helplines)],
        lambda pages: tuple(page_of(written, str(body)) for written, body in pages),
    )


def load_or_explain(reading: Reading, known: dict[str, Told]) -> Content:
    """As `load_content`, but what stops it becomes the only page."""
    try:
        return load_content(reading, known)
    except AllianceError as error:
        lines = reasons(error)
        return Content(around=(_page_of(lines),), trouble=lines)


def audience_of(wish: str | None, *, serving: bool, host: str) -> Audience:
    """For whom a build is: as the options say; else the parties only where nobody but this machine can read it."""
    if wish:
        return Audience(wish)
    return Audience.PARTIES if serving and _is_this_machine(host) else Audience.PUBLIC


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _stop_at_clashes(around: Sequence[Page], booklets: Sequence[Booklet]) -> None:
    """No page may take the place of another, also where a file system does not tell A from a; each alliance has a folder."""
    used = Counter(folder_of(page.address).casefold() for page in around)
    used.update(booklet.folder.casefold() for booklet in booklets)
    crowded = [booklet for booklet in booklets if used[booklet.folder.casefold()] > 1]
    by_address: dict[str, Page] = {}
    for page in (*around, *(page for booklet in crowded for page in booklet.read().pages)):
        other = by_address.setdefault(page.address.casefold(), page)
        if other is not page:
            files = " and ".join(sorted({other.source, page.source} - {""})) or "this tool's own pages"
            raise AllianceError(
                f"Two pages would have the address {page.address}, of {files}.",
                "Give one of the files another name, or an `id` of its own.",
            )


def _same(page: Page) -> Page:
    return page


def _page_of(lines: tuple[str, ...]) -> Page:
    shown = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return Page("index.html", "The site cannot be built", f"<h1>The site cannot be built</h1>{shown}")
