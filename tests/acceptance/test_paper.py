"""Checks 41 and 42: what comes out of a printer."""

import io
import re

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from tests.acceptance.conftest import Site, Sites
from tests.browser import looked_at

pytestmark = pytest.mark.browser

_HEIGHT = 842  # points of a sheet of A4
_MARGIN = 75  # points above the first line and below the last one
_WORDS = """blocks => blocks.map(block => [...block.querySelectorAll("h3, h4, ins, del")].map(one => {
  const plain = one.cloneNode(true);
  plain.querySelectorAll(".al-h").forEach(hidden => hidden.remove());
  return plain.textContent;
}))"""
"""The headings and the marked words of the changes, without what is only heard."""


def printed(page: Page) -> PdfReader:
    """The page as paper."""
    return PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))


def letters(text: str) -> str:
    """A text without what a line on paper may break, or draw as one sign."""
    return re.sub(r"[^\w]|\ufb01|\ufb02|fi|fl", "", text.casefold())


def lowest(paper: PdfReader) -> list[float]:
    """For each sheet, how far above its lower edge the last text stands, in points."""
    found = []
    for sheet in paper.pages:
        heights: list[float] = []

        def note(text: str, matrix: list[float], place: list[float], *_: object, heights: list[float] = heights) -> None:
            if text.strip():
                heights.append(matrix[5] + place[5] * matrix[3])

        sheet.extract_text(visitor_text=note)
        found.append(min(heights))
    return found


def test_check_41_the_sheet_is_one_page(sites: Sites, browser: Browser) -> None:
    """Of A4, with every standing promise once, a line to sign for each party, and nothing to press."""
    site = sites["f12"]
    with looked_at(browser, site.page("print.html")) as (page, _):
        paper = printed(page)
    (sheet,) = paper.pages
    assert [round(float(side)) for side in (sheet.mediabox.width, sheet.mediabox.height)] in (
        [595, 842],
        [596, 843],
        [595, 843],
    )
    text = letters(sheet.extract_text())
    promises = [clause for clause in site.timeline.alliance.section("commitments") if clause.get("state") != "completed"]
    assert len(promises) > 4
    for promise in promises:
        assert text.count(letters(promise.text or "")) == 1, promise.address
    signed = letters("".join(f"{party.name} Date" for party in site.timeline.alliance.parties))
    assert signed in text
    for words in ("Every sentence", "To sign or to pin up", "Back to top"):
        assert letters(words) not in text


@pytest.mark.parametrize(("name", "address"), [("f12", "history.html"), ("f12", "r/"), ("f200", "history.html")])
def test_check_42_what_is_folded_is_printed(name: str, address: str, sites: Sites, browser: Browser) -> None:
    """The changes stand on the paper without anybody opening them, and no sheet but the last is mostly white."""
    site = sites[name]
    for one in _addresses(site, address):
        with looked_at(browser, site.page(one)) as (page, _):
            changed = page.locator("article.al-change").evaluate_all(_WORDS)
            paper = printed(page)
        text = letters("".join(sheet.extract_text() for sheet in paper.pages))
        assert [words for block in changed for words in block if letters(words) not in text] == [], one
        for height in lowest(paper)[:-1]:
            assert _HEIGHT - _MARGIN - height > (_HEIGHT - 2 * _MARGIN) / 3, one


def _addresses(site: Site, address: str) -> list[str]:
    """The page itself, or of a folder all of its pages."""
    if not address.endswith("/"):
        return [address]
    return [f"{address}{file.name}" for file in sorted(site.file(address).glob("*.html"))]
