"""Checks 1 to 7, 9 and 13: everybody can read the pages and move in them, whatever they see, use and set."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.acceptance.conftest import ALLIANCE_KINDS, KINDS, Site, Sites
from tests.browser import Scheme, looked_at, open_all, overflow, violations

pytestmark = pytest.mark.browser

_LONG = ("agreement", "history", "compare", "sentences")
_SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
_CLIPPED = """() => [...document.querySelectorAll("article *")].filter(one => {
  const style = getComputedStyle(one);
  const cut = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
  return cut && !one.closest(".al-h, svg") && one.checkVisibility() &&
    (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map(one => one.outerHTML.slice(0, 120))"""
_TO_TAP = "summary, select, article button, label:has(input[type=radio]), .al-links a, .al-links span, .al-history h2 a"
_LOW = f"""() => [...document.querySelectorAll("article :is({_TO_TAP})")].filter(one => one.checkVisibility())
  .map(one => [one.outerHTML.slice(0, 120), one.getBoundingClientRect().height])"""
_UNDER_THE_HEADER = """() => {
  const [one, header] = [document.activeElement, document.querySelector(".md-header")];
  if (one === document.body || header.contains(one)) return "";
  return one.getBoundingClientRect().top < header.getBoundingClientRect().bottom ? one.outerHTML.slice(0, 120) : "";
}"""


def opened(page: Page, site: Site, kinds: tuple[str, ...]) -> Iterator[str]:
    """Go to the largest page of each kind and open everything on it; the kind, for saying where."""
    for kind in kinds:
        page.goto(site.home + site.example(kind))
        open_all(page)
        yield kind


def restyle(page: Page, rules: str) -> None:
    """Put rules over those of a page, as a reader's own style sheet does, past what the page allows itself."""
    page.evaluate(
        "rules => { const mine = new CSSStyleSheet(); mine.replaceSync(rules); document.adoptedStyleSheets.push(mine) }",
        rules,
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_check_01_axe_finds_nothing(scheme: Scheme, width: int, sites: Sites, browser: Browser) -> None:
    """On any kind of page, with everything open."""
    with looked_at(browser, sites["f12"].home, scheme=scheme, width=width) as (page, _):
        for kind in opened(page, sites["f12"], KINDS):
            assert violations(page) == [], kind


@pytest.mark.parametrize(("name", "kinds"), [("fx", KINDS), ("f200", _LONG)])
def test_check_02_nothing_is_wider_than_a_narrow_phone(
    name: str, kinds: tuple[str, ...], sites: Sites, browser: Browser
) -> None:
    """At 320 pixels, with everything open; words without an end and long choices too."""
    with looked_at(browser, sites[name].home, width=320) as (page, _):
        for kind in opened(page, sites[name], kinds):
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, kind


@pytest.mark.parametrize("name", ["f12", "fx"])
def test_check_03_spaced_out_text_stays_whole(name: str, sites: Sites, browser: Browser) -> None:
    """With the spacing that WCAG 1.4.12 names nothing reaches over the edge and nothing is cut off."""
    with looked_at(browser, sites[name].home, width=320) as (page, _):
        for kind in opened(page, sites[name], ("index", *ALLIANCE_KINDS, "compare")):
            restyle(page, _SPACED)
            assert overflow(page) <= 0, kind
            assert page.evaluate(_CLIPPED) == [], kind


@pytest.mark.parametrize("width", [1280, 390])
def test_check_04_nothing_is_focused_under_the_header(width: int, sites: Sites, browser: Browser) -> None:
    """Sixty steps back from the bottom of the long agreement and the long history."""
    with looked_at(browser, sites["f200"].home, width=width) as (page, _):
        for kind in opened(page, sites["f200"], ("agreement", "history")):
            page.locator("footer a").last.focus()
            focused = set()
            for _ in range(60):
                page.keyboard.press("Shift+Tab")
                assert page.evaluate(_UNDER_THE_HEADER) == "", kind
                focused.add(page.evaluate("document.activeElement.outerHTML"))
            assert len(focused) > 30


@pytest.mark.parametrize(
    ("name", "kinds", "width"),
    [("f12", ALLIANCE_KINDS, 390), ("f200", ("history", "compare"), 390), ("f200", ("history", "compare"), 1280)],
)
def test_check_05_what_one_taps_is_tall_enough(
    name: str, kinds: tuple[str, ...], width: int, sites: Sites, browser: Browser
) -> None:
    """At least 24 pixels: folds, choices, the row of links and the titles of revisions."""
    with looked_at(browser, sites[name].home, width=width) as (page, _):
        for kind in opened(page, sites[name], kinds):
            found = page.evaluate(_LOW)
            assert len(found) > 4, kind
            assert [html for html, height in found if height < 24] == [], kind


@pytest.fixture
def reworded(sites: Sites, browser: Browser) -> Iterator[Page]:
    """The page of a revision in which one word of one promise changed."""
    site = sites["f12"]
    with looked_at(browser, site.page(f"r/{site.timeline.revisions[2].short}.html")) as (page, _):
        yield page


def test_check_06_a_redline_is_told_to_assistive_technology(reworded: Page) -> None:
    """As a deletion and an insertion, each with its word inside."""
    tree = reworded.context.new_cdp_session(reworded).send("Accessibility.getFullAXTree")["nodes"]
    nodes = {node["nodeId"]: node for node in tree}

    def text(node: dict[str, Any]) -> str:
        own = node["name"]["value"] if node["role"]["value"] == "StaticText" else ""
        return "".join([own, *(text(nodes[child]) for child in node.get("childIds", ()) if child in nodes)])

    marks = {node["role"]["value"]: text(node) for node in tree if node["role"]["value"] in {"deletion", "insertion"}}
    assert re.fullmatch(r"removed: ?eight ?end", marks["deletion"])
    assert re.fullmatch(r"added: ?seven ?end", marks["insertion"])


def test_check_07_copied_text_has_no_words_for_screen_readers(reworded: Page) -> None:
    """What reaches the clipboard is what one sees."""
    reworded.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reworded.evaluate("getSelection().selectAllChildren(document.querySelector('.al-red'))")
    reworded.keyboard.press("Control+C")
    copied = reworded.evaluate("navigator.clipboard.readText()")
    assert " ".join(copied.split()) == "I water both beds before eightseven on Mondays and Thursdays."


_MARKS = """() => [...document.querySelectorAll("article :is(ins, del)")].map(one => [one.tagName,
  getComputedStyle(one).textDecorationLine, getComputedStyle(one).textDecorationColor])"""


def test_check_09_changes_are_told_apart_without_colour(sites: Sites, browser: Browser) -> None:
    """By a word on each block, and by a line under or through each mark when all is black on white."""
    with looked_at(browser, sites["f12"].home) as (page, _):
        for kind in opened(page, sites["f12"], ("history", "revision", "since", "compare", "sentences", "agreement")):
            words = page.locator("article.al-change").evaluate_all(
                "all => all.map(one => one.querySelector('.al-kind')?.innerText.replace(/[^a-z]/gi, '') ?? '')"
            )
            assert all(words), kind
            restyle(page, "* { color: #000 !important; background: #fff !important; border-color: #000 !important }")
            marks = page.evaluate(_MARKS)
            assert marks, kind
            lines = {"INS": "underline", "DEL": "line-through"}
            assert {(line, colour) for tag, line, colour in marks if line != lines[tag]} == set(), kind
            assert {colour for _, _, colour in marks} == {"rgb(0, 0, 0)"}, kind


def test_check_13_nothing_moves_for_who_asked_for_rest(sites: Sites, browser: Browser) -> None:
    """Neither a transition nor an animation of more than ten milliseconds in anything we show, or in the theme around it."""
    with looked_at(browser, sites["f12"].home) as (page, _):
        for kind in opened(page, sites["f12"], KINDS):
            longest = page.evaluate("""Math.max(...[...document.querySelectorAll("*")].flatMap(one =>
              [null, "::before", "::after"].flatMap(part => {
                const style = getComputedStyle(one, part);
                return `${style.transitionDuration}, ${style.animationDuration}`.split(", ").map(parseFloat);
              })))""")
            assert longest <= 0.01, kind
