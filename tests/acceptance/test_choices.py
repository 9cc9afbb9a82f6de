"""Checks 31 to 34: what a reader chooses on a page is what is shown, said, and kept in the address."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.conftest import Site, Sites
from tests.browser import looked_at

pytestmark = pytest.mark.browser

_BLOCKS = """root => [...root.querySelectorAll("article.al-change")].map(one => one.innerText)"""
_HEADINGS = """root => [...root.querySelectorAll("h3.al-group")].map(one => one.innerText)"""


@pytest.fixture(scope="module")
def f12(sites: Sites) -> Site:
    """The site of twelve revisions."""
    return sites["f12"]


@pytest.fixture
def page(f12: Site, browser: Browser) -> Iterator[Page]:
    """Its page to compare two revisions."""
    with looked_at(browser, f12.page("compare.html")) as (page, complaints):
        yield page
    assert complaints.errors == []


def shown(page: Page, address: str) -> tuple[list[str], list[str]]:
    """The headings and the blocks of what changed on a page, as they read."""
    page.goto(address)
    body = page.locator(".al-compared" if "compare" in address else "article").first
    return body.evaluate(_HEADINGS), body.evaluate(_BLOCKS)


def test_check_31_comparing_shows_what_the_other_pages_show(f12: Site, page: Page) -> None:
    """A revision against the one before, and what a party or the last review has not seen: same blocks, same words."""
    short = [revision.short for revision in f12.timeline.revisions]
    for before, after in ((place, place + 1) for place in range(11) if place + 1 != 4):
        compared = shown(page, f12.page(f"compare.html?from={short[before]}&to={short[after]}"))
        assert compared == shown(page, f12.page(f"r/{short[after]}.html")), after + 1
        assert compared[1] or after + 1 == 7
    for start, name in ((1, "teo"), (10, "review")):
        _, blocks = shown(page, f12.page(f"compare.html?from={short[start]}&to={short[-1]}"))
        assert sorted(blocks) == sorted(shown(page, f12.page(f"since/{name}.html"))[1])
        assert len(blocks) > 3


def status(page: Page) -> str:
    """What the page says of the choice."""
    return page.locator("form [role=status]").inner_text()


def chosen(page: Page) -> list[str]:
    """What is chosen, by number."""
    labels: list[str] = page.evaluate("[...document.querySelectorAll('select')].map(one => one.selectedOptions[0].text)")
    return [label.split(" ")[0] for label in labels]


def test_check_32_a_choice_is_said_and_kept(f12: Site, page: Page) -> None:
    """In the address and when one comes back; the older one is put first, and said to be; no difference is said in words."""
    short = [revision.short for revision in f12.timeline.revisions]
    assert chosen(page) == ["11", "12"]
    page.goto(f12.page(f"compare.html?from={short[8]}&to={short[2]}"))
    assert chosen(page) == ["3", "9"]
    assert "so the two were swapped" in status(page)
    page.locator("select[name=to]").select_option(short[4])
    assert page.url.endswith(f"?from={short[2]}&to={short[4]}")
    assert status(page) == "1 change between revision 3 and revision 5, taken together."
    page.goto(f12.page("history.html"))
    page.go_back()
    assert chosen(page) == ["3", "5"]
    page.locator("select[name=from]").select_option(short[3])
    assert status(page) == "No difference in meaning between revision 4 and revision 5."
    page.locator("select[name=from]").select_option(short[4])
    assert status(page) == "No difference: both are revision 5."
    assert not page.locator(".al-compared").is_visible()


@pytest.mark.parametrize("unknown", ["beef", "<b>no</b>", "99"])
def test_check_32_an_unknown_revision_is_said_to_be(unknown: str, f12: Site, page: Page) -> None:
    """On either side, and nothing is compared."""
    for query in (f"from={unknown}&to=2", f"from=2&to={unknown}"):
        page.goto(f12.page(f"compare.html?{query}"))
        assert status(page) == f"There is no revision {unknown} that can be compared here."
        assert not page.locator(".al-compared").is_visible()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize(
    ("name", "address"),
    [("f200", "history.html#r30"), ("f12", "index.html#drops--open-gate"), ("f12", "index.html#commitments--tools")],
)
def test_check_33_a_link_into_a_fold_opens_it(name: str, address: str, width: int, sites: Sites, browser: Browser) -> None:
    """All folds around its target, which then stands below the header and in sight."""
    with looked_at(browser, sites[name].page(address), width=width) as (page, _):
        target = page.locator(f"[id='{address.partition('#')[2]}']")
        assert target.is_visible()
        page.wait_for_function("one => one.getBoundingClientRect().top < innerHeight", arg=target.element_handle())
        top = target.evaluate("one => one.getBoundingClientRect().top")
        assert top >= page.locator(".md-header").evaluate("one => one.getBoundingClientRect().bottom")


def test_check_34_the_filter_counts_opens_and_remembers(sites: Sites, browser: Browser) -> None:
    """What it says is what one sees, folded years with hits are open, the address has it, and reset brings all back."""
    with looked_at(browser, sites["f200"].page("history.html?by=Kwame&kind=moved")) as (page, complaints):
        seen = page.locator(".al-entry:visible")
        found = re.fullmatch(r"(\d+) of 200 revisions shown", status(page))
        assert found
        assert 0 < seen.count() == int(found[1]) < 200
        assert page.locator(".al-years[open]").count() == page.locator(".al-years:visible").count() > 0
        page.locator("select[name=by]").select_option("Hedda")
        assert page.url.endswith("?by=Hedda&kind=moved")
        assert status(page) == f"{seen.count()} of 200 revisions shown"
        expected = [one.number for one in sites["f200"].timeline.revisions if one.authors[0].name == "Hedda"]
        page.locator("select[name=kind]").select_option("")
        assert status(page) == f"{len(expected)} of 200 revisions shown"
        page.locator(".al-filter button[type=reset]").click()
        page.wait_for_url(lambda url: "?" not in url)
        assert status(page) == ""
        assert page.locator(".al-entry[hidden], .al-years[open]").count() == 0
    assert complaints.errors == []
