"""Very many alliances: pages from A to Z, by kind and by state, each small, and every alliance on one of each."""

from itertools import pairwise
from posixpath import dirname, join, normpath

import html5lib
import pytest

from alliance_docs.audience import Audience
from alliance_docs.page import Page
from alliance_docs.pages import lists, pages_with
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.index import Overview
from alliance_docs.pages.rows import Row, row_of
from tests.tales import tale
from tests.test_pages import Reader

TITLES = ("Ana & Ben", "élan", "Zürich", "7 of us", "דנה", "  anna", "B")
KINDS = ("team", "couple", "", "Team", "<b>own</b>")
STATES = ("active", "draft", "under_repair", "ended")


def row(number: int) -> Row:
    """One of very many."""
    made = row_of(Chapter(tale(f"status: {STATES[number % 4]}\npurpose: Decide about money and rest together.\n")))
    title = f"{TITLES[number % len(TITLES)]} {number}"
    return made._replace(title=title, href=f"alliances/a-{number}/index.html", kind=KINDS[number % len(KINDS)])


ROWS = tuple(row(number) for number in range(300))


def made(rows: tuple[Row, ...]) -> dict[str, Page]:
    """The pages about all alliances, by address."""
    pages = {page.address: page for page in pages_with((), Overview(rows, Audience.PARTIES))}
    return {address: page for address, page in pages.items() if address == "index.html" or address.startswith("all/")}


def targets(page: Page) -> list[str]:
    """Where its links lead, from the top of the site."""
    return [normpath(join(dirname(page.address), link)) for link in Reader(page.body).links]


def test_a_few_alliances_stand_on_the_index() -> None:
    """Nothing is split that fits on one page."""
    assert list(made(ROWS[:30])) == ["index.html"]
    assert "A to Z" not in made(ROWS[:30])["index.html"].body


def test_every_alliance_is_found_in_each_way() -> None:
    """Once from A to Z, once by kind, once by state."""
    pages = made(ROWS)
    for way in ("letter", "kind", "state"):
        found = [link for address, page in pages.items() if address.startswith(f"all/{way}/") for link in targets(page)]
        assert sorted(link for link in found if link.startswith("alliances/")) == sorted(one.href for one in ROWS)


def test_no_page_is_too_large_and_none_is_lost() -> None:
    """Each is small, valid, and reached from the index or from the page before it."""
    pages = made(ROWS)
    reached = {link for page in pages.values() for link in targets(page)}
    for address, page in pages.items():
        assert len(page.body.encode()) < 45_000, address
        html5lib.HTMLParser(strict=True).parseFragment(page.body)
        assert address in reached, address
    assert len(Reader(pages["index.html"].body).links) < 80


def test_the_index_begins_with_what_comes_next() -> None:
    """The first rows in its own order, then the ways with how many there are behind each."""
    body = made(ROWS)["index.html"].body
    first = [one.href for one in sorted(ROWS, key=lambda one: one.rank)[: lists.FIRST]]
    assert [link for link in Reader(body).links if link.startswith("alliances/")] == first
    assert "All 300 alliances" in body
    assert "&lt;b&gt;own&lt;/b&gt;" in body


def test_letters_of_all_kinds_have_their_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accents count as their letter, other scripts and numbers stand at the end."""
    monkeypatch.setattr(lists, "_MOST_BYTES", 1)
    letters, kinds, _ = lists.ways(ROWS[:14])
    assert [shelf.label for shelf in letters.shelves] == ["A", "B", "E", "Z", "0–9 and others"]
    assert [shelf.label for shelf in kinds.shelves] == ["<b>own</b>", "couple", "Team", "team", "Of no kind"]
    addresses = [shelf.address for shelf in kinds.shelves]
    assert len({address.casefold() for address in addresses}) == len(addresses)


def test_pages_of_a_shelf_lead_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Previous and next go through all pages of a way."""
    monkeypatch.setattr(lists, "_MOST_BYTES", 1_500)
    pages = [page for page in lists.list_pages(lists.ways(ROWS[:40])) if page.address.startswith("all/letter/")]
    assert any(page.address.endswith("/2.html") for page in pages)
    for before, after in pairwise(pages):
        assert after.address in targets(before)
        assert before.address in targets(after)
