"""Checks 45 to 50: small pages, nothing that jumps, and the same site every time. Times are measured elsewhere."""

import gzip
import json
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser

from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import build_site
from tests.acceptance.conftest import KINDS, Sites
from tests.browser import looked_at, served
from tests.sites import contents

KB = 1_000


def packed(file: Path) -> int:
    """The bytes of a file as they go over the wire."""
    return len(gzip.compress(file.read_bytes(), 9))


@pytest.mark.parametrize(
    ("pattern", "most"),
    [("index.html", 25), ("history.html", 30), ("sentences.html", 35), ("compare.html", 60), ("r/*", 12)],
)
def test_check_45_pages_are_small(pattern: str, most: int, sites: Sites) -> None:
    """Of two hundred revisions and ninety clauses, in kilobytes."""
    files = list(sites["f200"].file("").glob(pattern))
    assert files
    assert max(map(packed, files)) <= most * KB


@pytest.mark.browser
def test_check_46_the_first_view_asks_for_little(sites: Sites, browser: Browser) -> None:
    """At most twelve requests and 130 kilobytes before anybody does anything."""
    site = sites["f200"]
    asked: set[str] = set()
    with looked_at(browser, site.home) as (page, _):
        page.on("request", lambda request: asked.add(request.url))
        page.goto(site.page("index.html"), wait_until="networkidle")
    files = [site.folder / unquote(urlsplit(url).path).lstrip("/") for url in asked if not url.startswith("data:")]
    assert 2 < len(files) <= 12
    assert sum(map(packed, files)) <= 130 * KB


def test_check_47_our_own_files_are_small(sites: Sites) -> None:
    """Styles and script over the wire, and what one alliance adds to the search index."""
    site = sites["f200"]
    for name in ("alliance.css", "alliance.js"):
        assert packed(site.folder / "assets" / name) <= 6 * KB
    index = json.loads((site.folder / "search/search_index.json").read_text(encoding="utf-8"))
    ours = [entry for entry in index["docs"] if entry["location"].startswith("alliances/f200/")]
    assert ours
    assert len(json.dumps(ours, ensure_ascii=False).encode()) <= 20 * KB


@pytest.mark.browser
@pytest.mark.parametrize("kind", KINDS)
def test_check_48_and_49_pages_are_light_and_stand_still(kind: str, sites: Sites, browser: Browser) -> None:
    """At most 4,000 elements, the theme's included; nothing moves while it comes, on a phone and on a wide screen."""
    site = sites["f200"]
    with served(site.folder, haltingly=True) as home:
        for width in (390, 1280):
            with looked_at(browser, home + site.example(kind), width=width) as (page, _):
                page.wait_for_load_state("networkidle")
                assert page.evaluate("document.querySelectorAll('*').length") <= 4_000
                assert round(page.evaluate(_SHIFT), 3) == 0


_SHIFT = """() => new Promise(tell => {
  new PerformanceObserver(list => tell(list.getEntries().reduce((sum, one) => sum + one.value, 0)))
    .observe({type: "layout-shift", buffered: true});
  requestAnimationFrame(() => requestAnimationFrame(() => tell(0)));
})"""
"""By how much the page moved while it was loaded; two frames without a word of it are none."""


def test_check_50_the_same_commit_makes_the_same_site(sites: Sites, tmp_path: Path) -> None:
    """To the last byte, whenever and wherever it is built."""
    site = sites["f12"]
    again = contents(build_site(SiteOrder(site.repository, site_dir=tmp_path / "again")).site)
    before = contents(site.folder)
    assert sorted(again) == sorted(before)
    assert [name for name in before if again[name] != before[name]] == []
