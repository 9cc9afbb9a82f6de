"""The style sheet and the script: small, ours alone, and doing in a real browser what pages promise."""

import gzip
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from alliance_docs.pages import alliance_pages
from alliance_docs.revisions import Timeline
from tests.browser import chromium
from tests.tales import PARTIES, Told, tale

ASSETS = Path(__file__).parents[1] / "theme" / "assets"
STYLES = (ASSETS / "alliance.css").read_text(encoding="utf-8")
SCRIPT = (ASSETS / "alliance.js").read_text(encoding="utf-8")
SHELL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="alliance.css">
<body dir="ltr" data-md-color-scheme="default"><main class="md-typeset">{}</main><script src="alliance.js"></script>"""
DAY = datetime(2026, 4, 14, 12, tzinfo=UTC)


def long_tale() -> Timeline:
    """Sixty revisions over two years by two people, with every fold a page can have."""
    document = (
        "commitments:\n- {{id: a, owner: ana, text: I walk {} miles in all weather.}}\nreviews: {{next: 2026-04-14}}\n"
    )
    closed = "- {id: b, owner: bruno, state: completed, text: I sweep.}\n"
    documents = [PARTIES + document.format(n).replace("reviews:", closed + "reviews:") for n in range(60)]
    return tale(*(Told(text, f"Walk {n}", by="Ana" if n % 3 else "Bruno") for n, text in enumerate(documents)))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tale's pages with nothing around them but our own style sheet and script."""
    made = tmp_path_factory.mktemp("pages")
    for name, content in (("alliance.css", STYLES), ("alliance.js", SCRIPT)):
        (made / name).write_text(content, encoding="utf-8")
    for page in alliance_pages(long_tale()):
        name = page.address.rpartition("/")[2]
        (made / name).write_text(SHELL.format(page.body), encoding="utf-8")
    return made


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """A new tab of a phone's size."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def test_style_sheet_and_script_are_small_and_call_nobody() -> None:
    """Below six kilobytes each as sent, with nothing to fetch."""
    for text in (STYLES, SCRIPT):
        assert len(gzip.compress(text.encode(), 9, mtime=0)) < 6_000
        assert not re.search(r"https?:|url\(|@import|fetch\(|XMLHttpRequest|localStorage|cookie", text)


def test_every_class_of_ours_has_our_prefix_and_a_rule_or_a_use() -> None:
    """A rule for a class that no page has is a rule too many."""
    templates = Path(__file__).parents[1] / "generator" / "alliance_docs" / "pages"
    used = "".join(path.read_text(encoding="utf-8") for path in templates.rglob("*") if path.suffix in (".html", ".py"))
    named = set(re.findall(r"\.(al-[a-z-]+)", STYLES))
    made_up = {"al-due", "al-row-ended", "al-wait", *(f"al-kind-{kind}" for kind in ("added", "removed", "moved", "owner"))}
    made_up |= {"al-added", "al-removed", "al-moved", "al-owner", "al-part-answers"}
    assert {name for name in named - made_up if name not in used} == set()


@pytest.mark.browser
@pytest.mark.parametrize(
    ("days", "words", "due"),
    [
        (-12, "(in 12 days)", False),
        (-1, "(tomorrow)", False),
        (0, "(today)", True),
        (1, "(this date has passed)", True),
        (400, "(this date has passed)", True),
        (-90, "(in 3 months)", False),
    ],
)
def test_how_far_off_a_review_is_depends_on_the_day_of_reading(
    days: int, words: str, tab: Tab, folder: Path, *, due: bool
) -> None:
    """The script adds it beside the date; a page that was built earlier is still right."""
    tab.clock.set_fixed_time(DAY + timedelta(days=days))
    tab.goto((folder / "index.html").as_uri())
    fact = tab.locator(".al-facts li", has_text="Next review")
    assert (fact.text_content() or "").endswith(f"14 Apr 2026 {words} add to calendar")
    assert ("al-due" in (fact.get_attribute("class") or "")) is due
