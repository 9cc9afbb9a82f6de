"""Checks 15 to 22: everything can be read without scripts and without a server, and nothing is told to anybody else."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Browser, Page

from alliance_docs.audience import Audience
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import build_site
from tests.acceptance.conftest import ALLIANCE_KINDS, KINDS, Site, Sites
from tests.acceptance.garden import HIDDEN
from tests.acceptance.hostile import RAN, SCRIPT
from tests.browser import ask, looked_at, open_all
from tests.sites import contents

EVERY_SITE = pytest.mark.parametrize("name", ["f1", "f12", "f200", "fx"])
_TEXTS = {".html", ".xml", ".json", ".ics", ".txt", ".svg"}
_CONTROLS = "button:visible, select:visible, form input:visible"
_HOW_FAR = re.compile(r" \((in \d+ \w+|today|tomorrow|this date has passed)\)")


def words_of(page: Page) -> list[str]:
    """What can be read in a page of ours with everything open, without how far off a date is."""
    open_all(page)
    return _HOW_FAR.sub("", page.locator("article").first.inner_text()).split()


def texts_of(site: Site) -> Iterator[tuple[str, str]]:
    """Every file of a site that is made from what people wrote, with its text; not the files of the theme."""
    for name, content in contents(site.folder).items():
        if Path(name).suffix in _TEXTS and not name.startswith("assets/"):
            yield name, content.decode()


@pytest.mark.browser
def test_check_15_everything_is_there_without_scripts(sites: Sites, browser: Browser) -> None:
    """The same words as with them, folds open by a click and by Enter, and nothing to press that does nothing."""
    site = sites["f12"]
    with (
        looked_at(browser, site.home) as (page, _),
        looked_at(browser, site.home, scripts=False) as (plain, _),
    ):
        for kind in ALLIANCE_KINDS:
            for one in (page, plain):
                one.goto(site.home + site.example(kind))
            assert plain.locator(_CONTROLS).count() == 0, kind
            for fold in plain.locator("article details:not(details details) > summary").all()[:2]:
                opened = fold.locator("..").get_attribute("open")
                fold.click()
                assert fold.locator("..").get_attribute("open") != opened, kind
                fold.press("Enter")
                assert fold.locator("..").get_attribute("open") == opened, kind
            assert words_of(plain) == words_of(page), kind
        for address in ("history.html", "compare.html"):
            plain.goto(sites["f200"].page(address))
            assert plain.locator(_CONTROLS).count() == 0, address


@pytest.mark.browser
def test_check_16_comparing_without_scripts(sites: Sites, browser: Browser) -> None:
    """A sentence says why there is nothing to choose; each revision and each since-page can be reached."""
    site = sites["f12"]
    with looked_at(browser, site.page("compare.html"), scripts=False) as (page, _):
        assert page.locator(".al-compare-plain").is_visible()
        assert not page.locator("form.al-compare, .al-compared").first.is_visible()
        shown = page.locator("article li a:visible").evaluate_all("links => links.map(link => link.href)")
    files = {(site.folder / unquote(urlsplit(href).path).lstrip("/")) for href in shown}
    assert {*site.file("r").glob("*.html"), *site.file("since").glob("*.html")} <= files
    assert len(list(site.file("r").glob("*.html"))) == 12


@EVERY_SITE
def test_check_17_every_link_leads_to_a_file(name: str, sites: Sites) -> None:
    """On every page and not on twenty alone, and to a place that is there; the calendar and the feeds too."""
    files = contents(sites[name].folder)
    pages = {file: text for file, text in texts_of(sites[name]) if file.endswith(".html") and file != "404.html"}
    ids = {file: {"", *map(unescape, re.findall(r'\bid="?([^"\s>]+)', text))} for file, text in pages.items()}
    for page, text in pages.items():
        for href in set(map(unescape, re.findall(r'\bhref="([^"]*)"', text))):
            target = urlsplit(href)
            if target.scheme not in {"http", "https"}:
                file = normpath(join(dirname(page), unquote(target.path))) if target.path else page
                assert file in files, (page, href)
                assert file not in pages or unquote(target.fragment) in ids[file], (page, href)


@pytest.mark.browser
def test_check_17_the_built_folder_works_from_a_disk(sites: Sites, browser: Browser) -> None:
    """Without any server styles apply, the filter filters, compare compares, the search finds a word, nothing complains."""
    site = sites["f200"]
    with looked_at(browser, site.file("history.html").as_uri()) as (page, complaints):
        assert page.evaluate("getComputedStyle(document.querySelector('.md-header')).position") == "sticky"
        page.locator(".al-filter select[name=kind]").select_option("moved")
        assert page.locator("form [role=status]").inner_text().endswith("of 200 revisions shown")
        page.goto(site.file("compare.html").as_uri())
        page.locator("select[name=from]").select_option(index=30)
        assert page.locator(".al-compared article").first.is_visible()
        assert "workshop" in ask(page, "trades").first.inner_text()
    assert complaints.errors == []
    assert complaints.foreign == []


@pytest.mark.browser
def test_check_18_nobody_else_is_asked_for_anything(sites: Sites, browser: Browser) -> None:
    """No request to another host on any kind of page, with the search open; no page complains either."""
    site = sites["f12"]
    with looked_at(browser, site.home) as (page, complaints):
        for kind in KINDS:
            page.goto(site.home + site.example(kind))
            ask(page, "agree").first.wait_for()
    assert complaints.foreign == []
    assert complaints.errors == []


@EVERY_SITE
def test_check_19_no_address_no_trailer_no_path(name: str, sites: Sites) -> None:
    """Neither the e-mail address of anybody, nor a line for machines from a message, nor where the repository lies."""
    site = sites[name]
    for file, text in texts_of(site):
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w+", text), file
        if file.startswith("alliances/"):
            assert not re.search(r"(With|Co-authored-by|Reviewed-by|Signed-off-by): ", text), file
    for file, content in contents(site.folder).items():
        assert str(site.repository).encode() not in content, file


@EVERY_SITE
def test_check_20_no_page_wants_to_be_found_or_tells_where_one_comes_from(name: str, sites: Sites) -> None:
    """In the head of each."""
    for file in sites[name].folder.rglob("*.html"):
        head = file.read_text(encoding="utf-8").partition("</head>")[0]
        assert '<meta name="robots" content="noindex">' in head, file
        assert '<meta name="referrer" content="no-referrer">' in head, file


@pytest.mark.browser
def test_check_20_reading_leaves_nothing_in_the_browser(sites: Sites, browser: Browser) -> None:
    """No cookie, and nothing in its storage but the colours somebody chose, after every kind of page."""
    site = sites["f12"]
    with looked_at(browser, site.home) as (page, _):
        page.locator("label[for=__palette_1]").click()
        for kind in KINDS:
            page.goto(site.home + site.example(kind))
        assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
        assert page.context.cookies() == []
        kept = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert len(kept) == 1
    assert kept[0].endswith("__palette")


@pytest.mark.browser
def test_check_21_what_people_wrote_is_text_and_never_runs(sites: Sites, browser: Browser) -> None:
    """A script in a clause, a title, a subject or a body is read and not run, on any page and in the search."""
    site = sites["fx"]
    pages = [site.home, *(site.home + file.relative_to(site.folder).as_posix() for file in site.file("").rglob("*.html"))]
    assert len(pages) > 8
    read = 0
    with looked_at(browser, site.home) as (page, complaints):
        for address in pages:
            page.goto(address)
            open_all(page)
            read += page.locator("article").first.inner_text().count(SCRIPT)
            assert page.evaluate(f"window.{RAN}") is None, address
            assert page.locator(f"article script, article [onerror], [href*={RAN}]").count() == 0, address
        ask(page, "Hof").first.wait_for()
        assert page.evaluate(f"window.{RAN}") is None
    assert read > 20
    assert complaints.errors == []
    assert complaints.foreign == []


def test_check_22_what_is_private_is_nowhere(sites: Sites, tmp_path: Path) -> None:
    """Not in any file of the public site, be it HTML, search, feed, calendar or picture; the parties' own site has it."""
    site = sites["f12"]
    secrets = (
        HIDDEN,
        HIDDEN[12:40],
        "boundaries--tin",
        "because of the beans",
        "Kept between us",
        "the attic",
    )
    report = build_site(SiteOrder(site.repository, site_dir=tmp_path / "own", audience=Audience.PARTIES))
    own = b"".join(contents(report.site).values()).decode(errors="replace")
    assert [secret for secret in secrets if secret not in own] == []
    for file, content in contents(site.folder).items():
        text = content.decode(errors="replace")
        assert [secret for secret in secrets if secret in text] == [], file
