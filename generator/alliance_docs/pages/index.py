"""The first page: all alliances or the ways to them, or why there are none; and the page of a file nobody could read."""

from collections.abc import Iterator, Sequence
from pathlib import PurePath
from typing import NamedTuple

from alliance_docs.audience import Audience
from alliance_docs.book import Absent
from alliance_docs.errors import Problem, Severity
from alliance_docs.page import Page
from alliance_docs.pages.addresses import CALENDAR, CARE, FEED, INDEX, agreement_address, link
from alliance_docs.pages.lists import FIRST, Way
from alliance_docs.pages.rows import Row
from alliance_docs.pages.templating import render, words
from alliance_docs.wording import moment


class Overview(NamedTuple):
    """What the pages about all alliances know: of each that is shown its row, and what a book says of the others."""

    rows: tuple[Row, ...]
    audience: Audience
    problems: tuple[Problem, ...] = ()
    left_out_alliances: int = 0
    absent: tuple[Absent, ...] = ()
    notices: tuple[str, ...] = ()


def index_page(overview: Overview, ways_there: Sequence[Way]) -> Page:
    """All alliances, the next review first, ended ones last; where there are ways to look for one, the first of all."""
    rows = sorted(overview.rows, key=lambda row: row.rank)
    broken = broken_files(overview)
    feed = FEED if any(row.followed for row in rows) else ""
    body = render(
        "index.html",
        entries=rows[:FIRST] if ways_there else rows,
        ways=ways_there,
        count=len(rows),
        public=overview.audience is Audience.PUBLIC,
        left_out=overview.left_out_alliances,
        broken=[(path, link(address, INDEX)) for path, address, _ in broken],
        absent=[(one.title, words((moment(one.when),))) for one in overview.absent],
        notices=overview.notices,
        feed=feed,
        calendar=CALENDAR if any(row.planned for row in rows) else "",
        care=link(CARE, INDEX),
        principles=link("principles/index.html", INDEX),
        design=link("how-to/design.html", INDEX),
        edit=link("how-to/edit.html", INDEX),
    )
    description = "Agreements that people designed together, as they are now, with every change and its reason."
    return Page(INDEX, "All alliances", body, description, searchable=bool(rows), feed=feed)


def broken_files(overview: Overview) -> tuple[tuple[str, str, tuple[Problem, ...]], ...]:
    """For the parties: each file that could not be read, the address of its page, and what is wrong with it.

    The public learns nothing of them, since nobody knows whether they were meant to be public.
    """
    if overview.audience is Audience.PUBLIC:
        return ()
    found: dict[str, list[Problem]] = {}
    for problem in overview.problems:
        if problem.severity is Severity.ERROR:
            found.setdefault(problem.path, []).append(problem)
    known = {row.href for row in overview.rows}
    addresses = {path: agreement_address(_id_of(path)) for path in found}
    return tuple((path, addresses[path], tuple(found[path])) for path in found if addresses[path] not in known)


def broken_pages(overview: Overview) -> Iterator[Page]:
    """For each file that could not be read a page that says so; nothing of the file is on it."""
    for path, address, problems in broken_files(overview):
        body = render("broken.html", path=path, problems=[str(problem) for problem in problems], care=link(CARE, address))
        yield Page(address, f"{path} could not be read", body)


def _id_of(path: str) -> str:
    parts = PurePath(path).with_suffix("").parts
    return "/".join(parts[1:] if parts[0] == "alliances" and len(parts) > 1 else parts)
