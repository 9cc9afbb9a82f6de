"""Checks 8, 10 to 12 and 14: marks say no more and no less than what changed, in every colour and language."""

import base64
import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

import pytest
from playwright.sync_api import Browser, Locator

from alliance_docs import texts
from alliance_docs.model import Alliance
from alliance_docs.revisions import Revision
from tests.acceptance.conftest import KINDS, Site, Sites
from tests.browser import Scheme, looked_at

EVERY_SITE = pytest.mark.parametrize("name", ["f1", "f12", "f200", "fx"])
_LINE = re.compile(r'<div class="al-red"[^>]*>(.*?)</div>\n(?=<div class="al-|</article>|</li>)', re.DOTALL)
_HIDDEN_WORDS = re.compile(r'<span class="al-h">[^<]*</span>')
_MARK = re.compile(r"<(ins|del)>(.*?)</\1>", re.DOTALL)


def sayings(alliance: Alliance | None) -> set[str]:
    """Everything that an agreement says, as one sees it."""
    clauses = alliance.clauses if alliance else ()
    values = [value for clause in clauses for value in (clause.text, *clause.fields.values()) if value]
    return {texts.visible(one) for value in values for one in ([value] if isinstance(value, str) else value)}


def redlines(html: str) -> Iterator[str]:
    """The lines of a page that hold words of people with what changed in them, without the words for screen readers."""
    for line in _LINE.findall(html):
        yield _HIDDEN_WORDS.sub("", re.sub(r'^<b class="al-label">[^<]*</b> ', "", line))


def wording(line: str, dropped: str) -> str:
    """What a redline says without one kind of its marks."""
    kept = _MARK.sub(lambda mark: "" if mark[1] == dropped else mark[2], line)
    return unescape(re.sub(r"<summary>[^<]*</summary>|</?details[^>]*>", "", kept))


def revision_lines(site: Site) -> Iterator[tuple[Revision, str]]:
    """Every redline of the pages of its revisions, with the revision that it is about."""
    for revision in site.timeline.revisions:
        changed = site.html(f"r/{revision.short}.html").partition('id="as-it-stood"')[0]
        yield from ((revision, line) for line in redlines(changed))


@pytest.mark.parametrize(("name", "least"), [("f12", 20), ("f200", 200), ("fx", 7)])
def test_check_08_a_redline_holds_both_wordings_to_the_letter(name: str, least: int, sites: Sites) -> None:
    """Without what was taken out the newer text, without what was added the older one, on the page of each revision."""
    timeline = sites[name].timeline
    said = {one.short: sayings(one.alliance) for one in timeline.revisions} | {"": set()}
    lines = list(revision_lines(sites[name]))
    assert len(lines) >= least
    for revision, line in lines:
        before = revision.parents[0][:12] if revision.parents else ""
        assert wording(line, "del") in said[revision.short] | {""}, (revision.number, line)
        assert wording(line, "ins") in said[before] | {""}, (revision.number, line)
        assert wording(line, "del") or wording(line, "ins")


@pytest.mark.parametrize("name", ["f12", "fx"])
def test_check_08_no_page_has_a_redline_of_other_words(name: str, sites: Sites) -> None:
    """The history, since, compare and the lives of the clauses: both wordings stood in the file at some time."""
    said = set().union({""}, *(sayings(one.alliance) for one in sites[name].timeline.revisions))
    pages = [file for file in sites[name].file("").rglob("*.html") if file.parent.name != "r"]
    lines = [line for file in pages for line in redlines(file.read_text(encoding="utf-8"))]
    assert len(lines) > 40
    assert [line for line in lines if not {wording(line, "del"), wording(line, "ins")} <= said] == []


_COLOURS = """source => new Promise(done => {
  const image = new Image();
  image.onload = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
    const context = canvas.getContext("2d");
    context.drawImage(image, 0, 0);
    const pixels = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
    done([...new Set(pixels)].length);
  };
  image.src = source;
})"""


def colours(shown: Locator) -> int:
    """How many colours a screenshot of something has."""
    taken = base64.b64encode(shown.screenshot()).decode()
    with_canvas = shown.page.context.new_page()
    try:
        found: int = with_canvas.evaluate(_COLOURS, f"data:image/png;base64,{taken}")
    finally:
        with_canvas.close()
    return found


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_check_10_forced_colours_hide_nothing(scheme: Scheme, sites: Sites, browser: Browser) -> None:
    """Each sign of the legend and the picture is seen, and marks are still underlined and struck."""
    with looked_at(browser, sites["f12"].page("history.html"), scheme=scheme) as (page, _):
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        signs = page.locator(".al-picture svg, .al-legend > :is(ins, del, span)")
        assert signs.count() == 9
        assert all(colours(sign) > 1 for sign in signs.all())
        lines = {"INS": "underline", "DEL": "line-through"}
        marks = page.locator("article :is(ins, del)").evaluate_all(
            "all => all.map(one => [one.tagName, getComputedStyle(one).textDecorationLine])"
        )
        assert {line == lines[tag] for tag, line in marks} == {True}


def luminance(colour: tuple[int, ...]) -> float:
    """Relative luminance as WCAG defines it."""
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as a browser writes them."""
    colours = [luminance(tuple(map(int, re.findall(r"\d+", colour)[:3]))) for colour in (one, other)]
    return (max(colours) + 0.05) / (min(colours) + 0.05)


_TOKENS = """names => {
  const probe = document.querySelector(".md-typeset").appendChild(document.createElement("i"));
  const computed = value => { probe.style.color = value; return getComputedStyle(probe).color };
  return [getComputedStyle(document.body).backgroundColor,
    names.map(name => [name, computed(`var(--al-${name})`), computed(`var(--al-${name}-bg, transparent)`)])];
}"""


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_check_11_every_colour_of_a_text_can_be_read(scheme: Scheme, sites: Sites, browser: Browser) -> None:
    """At least 4.5 to 1 on the page and on its own tint, and of plain words and links on the tint of a banner."""
    names = ["ink", "muted", "link", "added", "removed", "moved", "owner", "state"]
    with looked_at(browser, sites["f12"].home, scheme=scheme) as (page, _):
        paper, tokens = page.evaluate(_TOKENS, names)
    assert contrast(paper, "rgb(255, 255, 255)" if scheme == "light" else "rgb(30, 33, 41)") == 1
    banner = tokens[-1][2]
    for name, colour, tint in tokens:
        assert contrast(colour, paper) >= 4.5, name
        if name in ("ink", "link"):
            assert contrast(colour, banner) >= 4.5, name
        if not tint.startswith("rgba"):
            assert contrast(colour, tint) >= 4.5, name
    assert sum(not tint.startswith("rgba") for _, _, tint in tokens) == 5


@EVERY_SITE
def test_check_12_headings_are_in_order_and_ids_are_unique(name: str, sites: Sites) -> None:
    """On every page: one heading of the first level, no level skipped, every change with a heading, no id twice."""
    for file in sites[name].folder.rglob("*.html"):
        html = file.read_text(encoding="utf-8")
        levels = [
            int(level) for level in re.findall(r"<h([1-6])\b", re.sub(r"<template.*?</template>", "", html, flags=re.DOTALL))
        ]
        assert levels.count(1) == 1, file
        assert all(after <= before + 1 for before, after in zip([0, *levels], levels, strict=False)), (file, levels)
        assert [one for one, count in Counter(re.findall(r'\sid="([^"]+)"', html)).items() if count > 1] == [], file
        for block in re.findall(r'<article class="al-change.*?</article>', html, re.DOTALL):
            assert re.search(r"<h[34]>.*\S.*</h[34]>", block, re.DOTALL), file


_AFTER_A_NAME = """() => [...document.querySelectorAll("article bdi")].filter(name => name.checkVisibility()).map(name => {
  const after = name.nextSibling;
  if (after?.nodeType !== Node.TEXT_NODE || !after.data.trim()) return true;
  const range = document.createRange();
  range.setStart(after, after.data.search(/\\S/));
  range.setEnd(after, after.data.search(/\\S/) + 1);
  const [here, there] = [name.getClientRects(), range.getBoundingClientRect()];
  const last = here[here.length - 1];
  return there.left >= last.right - 1 || there.top >= last.bottom - 1;
})"""
_LANGUAGES = """() => [...document.querySelectorAll("article :is(.al-text, .al-red)")].flatMap(typed => {
  const walker = document.createTreeWalker(typed, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const [words, around] = [walker.currentNode.data.trim(), walker.currentNode.parentElement];
    if (words && !around.closest(".al-h, .al-label")) found.push(around.closest("[lang]").lang);
  }
  return found;
})"""
_UNKEPT = """word => {
  const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const one = walker.currentNode;
    if (one.data.includes(word) && !one.parentElement.closest("bdi, [dir=auto], template")) found.push(one.data.trim());
  }
  return found;
}"""


@pytest.mark.browser
def test_check_14_a_page_is_english_and_its_texts_are_not(sites: Sites, browser: Browser) -> None:
    """Each says its language, and a name that is written from right to left keeps to its place in a line."""
    site = sites["fx"]
    with looked_at(browser, site.home) as (page, _):
        for kind in KINDS[1:7]:
            page.goto(site.home + site.example(kind))
            assert page.locator("html").get_attribute("lang") == "en"
            languages = page.evaluate(_LANGUAGES)
            assert set(languages) <= {"de"}, kind
            assert len(languages) > 2 or kind in ("since", "compare", "sheet"), kind
            kept = page.evaluate(_AFTER_A_NAME)
            assert all(kept), kind
            assert page.evaluate(_UNKEPT, "יעל") == [], kind
