"""What one build puts on the site: pages and other files, the day they are of, and what to tell the person who builds.

The only place of the engine that loads a book; knows nothing of MkDocs. A build stops at the first error it is given;
while serving an error becomes a page, so that the reader sees it and the site comes back when it is mended.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from ipaddress import ip_address
from pathlib import Path

from alliance_docs.book import stop_at_errors
from alliance_docs.engine.gather import gather
from alliance_docs.engine.messages import left_out, reasons
from alliance_docs.engine.press import Order, Printed, keyed
from alliance_docs.errors import AllianceError, Problem, Severity
from alliance_docs.hidden_words import Words, words_shown
from alliance_docs.keep import open_keep
from alliance_docs.kept_history import recall_history
from alliance_docs.page import Asset, Page
from alliance_docs.pages import assets_of, pages_with
from alliance_docs.pages.index import Overview
from alliance_docs.privacy import Audience
from alliance_docs.spotless import spotless_files
from alliance_docs.volumes import Library, Volume, open_library


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
    book: "Shown | None" = None


@dataclass(frozen=True, slots=True)
class Shown:
    """What the gate holds a finished site against."""

    words: tuple[Words, ...]


def load_content(reading: Reading) -> Content:
    """Read the alliances and make their pages.

    Raises:
        SourceError: current documents have errors and `keep_going` is not set.
        RepositoryError: the repository cannot be used as it is.
    """
    library = _library(reading)
    stop_at_errors(library.reading.problems, keep_going=reading.keep_going)
    notices = library.history.notices
    order = Order(reading.folder, reading.allow_shallow, reading.audience, reading.site_url, notices)
    # What an incomplete clone lacks today it may have tomorrow, under the same names.
    found = gather(library, order, open_keep(lasting=not library.repository.partial))
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
    pages = (page if page.key else keyed(page) for page in pages_with(shown, overview, reading.helplines))
    return Content(
        pages=_apart(pages),
        assets=tuple(assets_of(shown, reading.site_url)),
        day=max((one.newest for one in shown if one.newest), default=None),
        problems=problems,
        remarks=tuple(left_out(left, [one.left_out for one in shown], reading.audience)),
        trouble=tuple(str(problem) for problem in problems if problem.severity is Severity.ERROR),
        book=Shown(
            (*(one.words for one in (*(one for _, one in present), *gone)), words_shown(one.title for one in absent))
        ),
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
