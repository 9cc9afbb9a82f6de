"""The site of the example repository in a real browser: its sheets fit, and its search finds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import build_site
from alliance_docs.writing.demo import make_demo
from tests.browser import Scheme, ask, chromium, looked_at, served

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all of these tests."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The public site of the example repository, built strictly."""
    folder = tmp_path_factory.mktemp("demo") / "repository"
    make_demo(folder)
    report = build_site(SiteOrder(folder, strict=True))
    assert report.published, report.warnings
    return report.site


@pytest.fixture(scope="module")
def home(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with served(site) as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_sheet_is_one_page_of_paper(scheme: Scheme, browser: Browser, site: Path, home: str) -> None:
    """With the theme around it, in whatever colours one reads; nothing of the theme is printed."""
    for sheet in site.glob("alliances/*/print.html"):
        with looked_at(browser, home + sheet.relative_to(site).as_posix(), scheme=scheme) as (page, _):
            assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
            page.emulate_media(media="print")
            assert page.locator("header:visible, footer:visible, nav:visible, button:visible").count() == 0
            assert page.evaluate("getComputedStyle(document.querySelector('.al-sheet')).color") == "rgb(0, 0, 0)"


def test_search_finds_what_is_agreed_now_even_from_a_disk(browser: Browser, site: Path, home: str) -> None:
    """The first hit for a word of a current agreement is its page; with and without a server."""
    for address in (home, site.as_uri() + "/"):
        with looked_at(browser, address + "index.html") as (page, complaints):
            assert "alliances/" in (ask(page, "inconvenient").first.get_attribute("href") or "")
        assert complaints.errors == []
        assert complaints.foreign == []
