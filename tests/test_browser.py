"""The built site in a real browser: nothing complains, nobody else is asked, and scripts are not needed to read it."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from alliance_docs.demo import make_demo
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import build_site
from tests.browser import Scheme, chromium, looked_at, open_all, overflow, served, violations

pytestmark = pytest.mark.browser

KINDS = ("index", "agreement", "history", "revision", "since", "compare", "sentences", "sheet", "principle")


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


def address_of(kind: str, site: Path) -> str:
    """The page of a kind that has most to show, relative to the site."""
    patterns = {
        "index": "index.html",
        "agreement": "alliances/*/index.html",
        "history": "alliances/*/history.html",
        "revision": "alliances/*/r/*.html",
        "since": "alliances/*/since/*.html",
        "compare": "alliances/*/compare.html",
        "sentences": "alliances/*/sentences.html",
        "sheet": "alliances/*/print.html",
        "principle": "principles/*.html",
    }
    largest = max(site.glob(patterns[kind]), key=lambda page: (page.stat().st_size, page.name))
    return largest.relative_to(site).as_posix()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_page_is_accessible_and_keeps_to_itself(
    kind: str, scheme: Scheme, browser: Browser, site: Path, home: str
) -> None:
    """No complaint of axe with everything open, no error, no foreign request, no sideways scrolling, wide and on a phone."""
    with looked_at(browser, home + address_of(kind, site), scheme=scheme) as (page, complaints):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            assert overflow(page) <= 0
            open_all(page)
            assert violations(page) == []
            assert overflow(page) <= 0
        page.set_viewport_size({"width": 320, "height": 640})
        assert overflow(page) <= 0
    assert complaints.errors == []
    assert complaints.foreign == []


@pytest.mark.parametrize("kind", KINDS)
def test_everything_can_be_read_without_scripts(kind: str, browser: Browser, site: Path, home: str) -> None:
    """The text of the page is the same as with scripts, and every fold opens by itself."""
    address = home + address_of(kind, site)
    with looked_at(browser, address, scripts=False) as (page, _):
        assert page.locator("article h1").count() == 1
        for fold in page.locator("article details:not(:has(details)) > summary").all()[:3]:
            if fold.is_visible():
                fold.click()
                assert fold.locator("..").get_attribute("open") is not None
        assert page.locator("article script, article form button:visible").count() == 0


@pytest.mark.parametrize("kind", KINDS)
def test_the_built_folder_works_from_a_disk(kind: str, browser: Browser, site: Path) -> None:
    """Without any server: styles apply, nothing complains, every link leads to a file that is there."""
    file = site / address_of(kind, site)
    with looked_at(browser, file.as_uri()) as (page, complaints):
        assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
        for href in page.evaluate("[...document.links].map(link => link.href)"):
            target = urlsplit(href)
            assert target.scheme != "file" or Path(unquote(target.path)).is_file(), href
    assert complaints.errors == []


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
            page.locator(".md-search__input").focus()
            page.keyboard.type("inconvenient")
            first = page.locator(".md-search-result__link").first
            first.wait_for()
            assert "alliances/" in (first.get_attribute("href") or "")
        assert complaints.errors == []
        assert complaints.foreign == []


def test_reading_leaves_nothing_in_the_browser(browser: Browser, home: str) -> None:
    """No cookie, and nothing in its storage but the colours somebody chose."""
    with looked_at(browser, home + "index.html") as (page, _):
        page.locator("label[for=__palette_1]").click()
        assert page.evaluate("document.cookie") == ""
        assert all("__palette" in name for name in page.evaluate("Object.keys(localStorage)"))
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
