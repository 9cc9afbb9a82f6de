"""Any two revisions can be compared in the browser, and what it shows is what the other pages and the terminal show."""

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from alliance_docs.changes.net import last_review, net_changes
from alliance_docs.engine.policy import guarded
from alliance_docs.pages import alliance_pages, pairs, table
from alliance_docs.pages.addresses import compare_address
from alliance_docs.pages.changes import change_groups, everything_else
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.compare import compare_page
from alliance_docs.pages.finished import finish
from alliance_docs.pages.pairs import Pairs
from alliance_docs.pages.templating import macro
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.wording import Glossary, untouched
from tests.browser import chromium, looked_at
from tests.tales import PARTIES, Told, demo_tale, tale
from tests.test_pages import Reader, everything, hostile
from tests.test_styles import SCRIPT, SHELL, STYLES

LIST = "commitments:\n- {id: a, owner: ana, text: I walk.}\n- {id: b, owner: bruno, text: I sweep.}\n"


def restless() -> Timeline:
    """Clauses that come back, change their id, their place, their owner and their section, and people who change name."""
    first, second = LIST.splitlines(keepends=True)[1:]
    links = "agreements:\n- {id: g, text: We meet., backed_by: [a]}\n"
    documents = (
        PARTIES + LIST + links,
        PARTIES + "commitments:\n" + second + first + links,
        PARTIES + "commitments:\n" + second + links.replace("[a]", "[b]"),
        PARTIES.replace("name: Bruno", "name: Bo") + LIST.replace("id: b", "id: bb") + links.replace("[a]", "[bb]"),
        PARTIES + LIST.replace("owner: ana, text", "owner: each, text") + links.replace("meet", "*meet*"),
        PARTIES + LIST.replace("I walk", "I run daily") + "purpose: Rest.\n",
        PARTIES.replace("Ana and Bruno", "Us") + LIST.replace("- {id: b, owner: bruno, text: I sweep.}\n", "") + links,
    )
    return tale(*map(Told, documents), draft=LIST + "purpose: Rest well.\n")


TALES = {
    "a couple": lambda: demo_tale("harbour-street"),
    "a team": lambda: demo_tale("tuesday-desk"),
    "a course": lambda: demo_tale("team-lead-course"),
    "every kind of revision": everything,
    "hostile words": hostile,
    "restless": restless,
}
EVERY_TALE = pytest.mark.parametrize("name", TALES)


def compared(chapter: Chapter, before: Revision, after: Revision) -> str:
    """The net changes between two revisions in the blocks of the revision pages, and what is unchanged."""
    timeline = chapter.timeline
    changes = net_changes(timeline, before, after)
    states = (after.alliance, before.alliance, timeline.alliance)
    told = Glossary(*filter(None, states))
    make = partial(chapter.article_between, glossary=told, page=compare_address(timeline.id))
    groups = change_groups(changes, told, make)
    rest = everything_else(untouched(replace(after, changes=changes)))
    return macro("changes.html", "groups", groups, rest) if changes else ""


def squeezed(html: str) -> str:
    """HTML without the white space between elements, as a browser and a template write it alike."""
    html = re.sub(r">\s+<", "><", html).strip().replace("&#34;", '"').replace("&#39;", "'").replace("&quot;", '"')
    return html.replace("&gt;", ">").replace('dir="auto" ', "")


# What is in the page


def state_at(runs: list[int], place: int) -> int:
    """Which of its states something has in a revision."""
    return [state for start, state in zip(runs[::2], runs[1::2], strict=True) if start <= place][-1]


@EVERY_TALE
def test_the_page_holds_the_blocks_of_every_comparison(name: str) -> None:
    """For any two revisions the table leads to exactly the blocks that the net changes between them have."""
    timeline = TALES[name]()
    chapter = Chapter(timeline)
    body = compare_page(chapter).body
    found = re.search(r'<template id="al-table">(.*?)</template>', body, re.DOTALL)
    pieces = body.partition('<template id="al-pieces">')[2].partition("</template>")[0]
    assert found
    columns = json.loads(Reader(found[1]).text)
    children = re.findall(
        r"<article.*?</article>|<h3 class=.*?</h3>|^<span class=.*?</span>$", pieces, re.DOTALL | re.MULTILINE
    )
    revisions = [one for one in timeline.revisions if one.alliance or one.gone]
    for before, after in combinations(range(len(revisions)), 2):
        shown = [
            children[way[2]]
            for runs, *ways in columns["clauses"]
            for way in ways
            if way[:2] == [state_at(runs, before), state_at(runs, after)]
        ]
        expected = re.findall(r"<article.*?</article>", compared(chapter, revisions[before], revisions[after]), re.DOTALL)
        assert sorted(one for one in shown if one.startswith("<article")) == sorted(expected)


def articles(body: str, folder: str) -> list[str]:
    """The change blocks of a page, with links as they are one folder higher."""
    return re.findall(r"<article.*?</article>", str(body).replace(f'href="{folder}', 'href="'), re.DOTALL)


def test_revision_pages_and_since_pages_show_the_same_blocks() -> None:
    """Against the only parent, and from the last review to now."""
    timeline = demo_tale("harbour-street")
    chapter = Chapter(timeline)
    made = {page.address.partition(f"{timeline.id}/")[2]: page.body for page in alliance_pages(timeline)}
    for before, after in pairwise(timeline.revisions):
        page = articles(made[f"r/{after.short}.html"], "../")
        assert page == articles(compared(chapter, before, after), "")
    review = last_review(timeline)
    assert review
    since = articles(made["since/review.html"], "../")
    assert since == articles(compared(chapter, review, timeline.revisions[-1]), "")


def test_too_many_comparisons_are_limited_to_neighbours_and_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the page says so, instead of growing without end."""
    timeline = demo_tale("harbour-street")
    whole = Pairs(Chapter(timeline))
    monkeypatch.setattr(pairs, "MOST_APART", 5)
    limited = Pairs(Chapter(timeline))
    assert whole.complete
    assert not limited.complete
    count = [sum(len(one.found) for one in made.clauses.values()) for made in (whole, limited)]
    assert count[1] < count[0]


def test_two_hundred_revisions_are_a_page_of_less_than_sixty_kilobytes() -> None:
    """As sent; forty promises of which one changes at each revision."""
    promises = [f"- {{id: p{place}, owner: ana, text: I keep promise {place} on day %d.}}\n" for place in range(40)]
    documents = [
        "commitments:\n" + "".join(one % ((number - place) // 40) for place, one in enumerate(promises))
        for number in range(200)
    ]
    body = compare_page(Chapter(tale(*documents))).body
    assert len(gzip.compress(body.encode(), 9, mtime=0)) <= 60_000


def test_one_revision_or_none_is_a_page_too() -> None:
    """Nothing to choose is no error."""
    for timeline in (tale("purpose: Rest.\n"), tale(draft="purpose: Rest.\n")):
        assert "Compare two revisions" in compare_page(Chapter(timeline)).body


# What the browser makes of it


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with chromium() as started:
        yield started


def written(folder: Path, timeline: Timeline) -> str:
    """The pages of an alliance with our style sheet and script, and the address of the one that compares."""
    finished = finish(Chapter(timeline))
    shell = SHELL.replace("<meta", "<head><meta", 1)
    files = {page.address: guarded(shell.format(page.body), scripts=True).encode() for page in finished.pages}
    for address, content in (files | {script.address: script.content for script in finished.scripts}).items():
        path = folder / address.partition("/")[2].partition("/")[2]
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    (folder / "alliance.css").write_text(STYLES, encoding="utf-8")
    (folder / "alliance.js").write_text(SCRIPT, encoding="utf-8")
    return (folder / "compare.html").as_uri()


CHOOSE = """async couples => {
  const form = document.querySelector("form.al-compare");
  const { from, to } = form.elements;
  const status = form.querySelector("[role=status]");
  const shown = document.querySelector(".al-compared");
  const [room, rest] = [shown.querySelector("div"), shown.querySelector(".al-rest span")];
  const found = [];
  for (const [before, after] of couples) {
    from.value = before;
    to.value = after;
    from.dispatchEvent(new Event("change", {bubbles: true}));
    while (status.textContent.includes("Loading")) await new Promise(requestAnimationFrame);
    const line = rest.textContent && `<p class="al-rest">${rest.innerHTML}</p>`;
    found.push([status.textContent, shown.hidden ? "" : room.innerHTML + line]);
  }
  return found;
}"""
AS_BROWSER = """all => all.map(html => {
  const room = document.createElement("div");
  room.innerHTML = html;
  return room.innerHTML;
})"""


def status(tab: Tab) -> str:
    """What the page says of the comparison."""
    return tab.locator("form [role=status]").text_content() or ""


@pytest.mark.browser
@pytest.mark.parametrize("here", [True, False])
@EVERY_TALE
def test_the_browser_shows_what_the_revision_pages_would(
    name: str, browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, here: bool
) -> None:
    """For every pair: the same groups, blocks and words in the same order, from a disk, out of files beside the page too."""
    if not here:
        monkeypatch.setattr(pairs, "MOST_PAIRS", 0)
        monkeypatch.setattr(table, "_ROOM", 2_000)
    timeline = TALES[name]()
    revisions = [one for one in timeline.revisions if one.alliance or one.gone]
    chapter, couples = Chapter(timeline), list(combinations(revisions, 2))
    expected = [str(compared(chapter, before, after)) for before, after in couples]
    with looked_at(browser, written(tmp_path, timeline)) as (tab, complaints):
        shown = tab.evaluate(CHOOSE, [[before.short, after.short] for before, after in couples])
        as_browser = tab.evaluate(AS_BROWSER, expected)
        for (before, after), (said, html), wanted in zip(couples, shown, as_browser, strict=True):
            assert squeezed(html) == squeezed(wanted), (before.number, after.number)
            assert said.startswith("No difference in meaning between") == (wanted == "")
    assert complaints.errors == []


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page of the restless tale."""
    return written(tmp_path_factory.mktemp("restless"), restless())


@pytest.mark.browser
def test_the_newest_step_is_chosen_first(browser: Browser, page: str) -> None:
    """Here from the last revision to edits that are not committed, which have no number."""
    with looked_at(browser, page) as (tab, complaints):
        assert status(tab).endswith("between revision 7 and the uncommitted edits, taken together.")
    assert complaints.errors == []


@pytest.mark.browser
def test_a_long_history_says_what_it_cannot_compare(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the command that can; neighbours and the newest are compared as ever."""
    monkeypatch.setattr(pairs, "MOST_APART", 5)
    timeline = demo_tale("harbour-street")
    revisions = timeline.revisions
    with looked_at(browser, written(tmp_path, timeline)) as (tab, complaints):
        couples = [(revisions[1], revisions[4]), (revisions[1], revisions[2]), (revisions[1], revisions[-1])]
        far, near, newest = tab.evaluate(CHOOSE, [[before.short, after.short] for before, after in couples])
        expected = tab.evaluate(AS_BROWSER, [str(compared(Chapter(timeline), *couple)) for couple in couples[1:]])
    assert far[0].endswith("In a terminal: alliance diff harbour-street 2 5")
    assert far[1] == ""
    assert [squeezed(near[1]), squeezed(newest[1])] == [squeezed(html) for html in expected]
    assert complaints.errors == []
