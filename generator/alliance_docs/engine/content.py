"""What one build puts on the site: pages and other files, the day they are of, and what to tell the person who builds.

The only place of the engine that loads a book; knows nothing of MkDocs. A build stops at the first error it is given;
while serving an error becomes a page, so that the reader sees it and the site comes back when it is mended.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date
from html import escape
from ipaddress import ip_address
from pathlib import Path

from alliance_docs.book import Book, load_book
from alliance_docs.engine.messages import left_out, reasons
from alliance_docs.errors import AllianceError, Problem, Severity
from alliance_docs.page import Asset, Page
from alliance_docs.pages import site_assets, site_pages
from alliance_docs.privacy import Audience


@dataclass(frozen=True, slots=True)
class Reading:
    """Which alliances to read, for whom, and what to be content with; `site_url`: where the site will be, or ""."""

    folder: Path
    audience: Audience = Audience.PUBLIC
    allow_shallow: bool = False
    keep_going: bool = False
    helplines: tuple[str, ...] = ()
    site_url: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """`day` is that of the newest commit shown, None when nothing is; `trouble` are lines to show on every page."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...] = ()
    day: date | None = None
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()
    book: Book | None = None


def load_content(reading: Reading) -> Content:
    """Read the alliances and make their pages.

    Raises:
        SourceError: current documents have errors and `keep_going` is not set.
        RepositoryError: the repository cannot be used as it is.
    """
    book = load_book(
        reading.folder,
        audience=reading.audience,
        allow_shallow=reading.allow_shallow,
        keep_going=reading.keep_going,
    )
    return Content(
        pages=_apart(site_pages(book, reading.helplines, reading.site_url)),
        assets=tuple(site_assets(book, reading.site_url)),
        day=newest_day(book),
        problems=book.problems,
        remarks=tuple(left_out(book, reading.audience)),
        trouble=tuple(str(problem) for problem in book.problems if problem.severity is Severity.ERROR),
        book=book,
    )


def load_or_explain(reading: Reading) -> Content:
    """As `load_content`, but what stops it becomes the only page."""
    try:
        return load_content(reading)
    except AllianceError as error:
        lines = reasons(error)
        return Content(pages=(_page_of(lines),), trouble=lines)


def audience_of(wish: str | None, *, serving: bool, host: str) -> Audience:
    """For whom a build is: as the options say; else the parties only where nobody but this machine can read it."""
    if wish:
        return Audience(wish)
    return Audience.PARTIES if serving and _is_this_machine(host) else Audience.PUBLIC


def newest_day(book: Book) -> date | None:
    """The day of the newest commit this audience may know of, in UTC so that it is the same everywhere."""
    return max(_days(book), default=None)


def _days(book: Book) -> Iterator[date]:
    for timeline in book.timelines:
        for revision in timeline.revisions:
            if revision.when and revision.commit:
                yield revision.when.astimezone(UTC).date()


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _apart(pages: Iterable[Page]) -> tuple[Page, ...]:
    """The pages, none of which may take the place of another, also where a file system does not tell A from a."""
    by_address: dict[str, Page] = {}
    for page in pages:
        other = by_address.setdefault(page.address.casefold(), page)
        if other is not page:
            files = " and ".join(sorted({other.source, page.source} - {""})) or "this tool's own pages"
            raise AllianceError(
                f"Two pages would have the address {page.address}, of {files}.",
                "Give one of the files another name, or an `id` of its own.",
            )
    return tuple(by_address.values())


def _page_of(lines: tuple[str, ...]) -> Page:
    shown = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return Page("index.html", "The site cannot be built", f"<h1>The site cannot be built</h1>{shown}")
