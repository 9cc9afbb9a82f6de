"""Checks 23 to 30 and 35: the history tells every revision, each change in its kind, and no sentence is ever lost."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from alliance_docs.audience import Audience
from alliance_docs.book import load_timeline
from alliance_docs.changes.lineage import lineages
from alliance_docs.pages.addresses import anchor
from tests.acceptance.conftest import Site, Sites
from tests.acceptance.fixtures import told
from tests.acceptance.garden import F12, write_f12
from tests.browser import looked_at, open_all
from tests.repositories import RepositoryBuilder

pytestmark = pytest.mark.browser

_ENTRIES = """() => [...document.querySelectorAll("ol.al-history[reversed]")].flatMap(list =>
  [...list.children].map((entry, at) => ({
    number: list.start - at,
    id: entry.id,
    folded: entry.closest("details") !== null,
    redline: entry.querySelector(":scope > details") !== null,
  })))"""
_BLOCKS = """root => [...root.querySelectorAll("h3.al-group, article.al-change, .al-group ~ .al-quiet")].map(one =>
  one.matches("article")
    ? [...one.querySelectorAll(".al-kind")].map(kind => kind.textContent.trim()).join(" ") + ": " +
      [...one.querySelector("h3, h4").childNodes].filter(node => !node.matches?.(".al-kind"))
        .map(node => node.textContent.trim()).filter(Boolean).join(" ")
    : one.textContent.trim())"""


@pytest.fixture(scope="module")
def f12(sites: Sites) -> Site:
    """The site of twelve revisions."""
    return sites["f12"]


@pytest.fixture
def history(f12: Site, browser: Browser) -> Iterator[Page]:
    """Its history with everything open."""
    with looked_at(browser, f12.page("history.html")) as (page, _):
        open_all(page)
        yield page


def entry(page: Page, number: int, script: str) -> Any:  # noqa: ANN401 - whatever the script gives
    """What a script says of one revision on the history."""
    return page.locator(f"#r{number}").evaluate(script)


@pytest.mark.parametrize(("name", "count"), [("f1", 1), ("f12", 12), ("f200", 200)])
def test_check_23_every_revision_newest_first(name: str, count: int, sites: Sites, browser: Browser) -> None:
    """In lists that count down, without a gap; of two hundred the newest twenty with redlines, the older years folded."""
    with looked_at(browser, sites[name].page("history.html")) as (page, _):
        entries = page.evaluate(_ENTRIES)
    assert [entry["number"] for entry in entries] == list(range(count, 0, -1))
    assert [entry["id"] for entry in entries] == [f"r{number}" for number in range(count, 0, -1)]
    revisions = sites[name].timeline.revisions
    changed = [one.number for one in revisions[-20:] if one.changes and one.parents]
    assert sorted(entry["number"] for entry in entries if entry["redline"]) == changed
    newest_year = max(one.when.year for one in revisions[-20:] if one.when)
    for shown, revision in zip(entries, reversed(revisions), strict=True):
        assert revision.when
        assert shown["folded"] == (revision.when.year < newest_year), revision.number


def test_check_24_what_is_only_tidied_says_so(f12: Site, history: Page, repository: RepositoryBuilder) -> None:
    """It has a number and no block; were it a change, no other revision would have another number."""
    tidied = f12.timeline.revisions[4]
    assert "revision 5 · Iris. No change in meaning" in entry(history, 5, "one => one.textContent")
    assert entry(history, 5, _BLOCKS) == []
    assert "No change in meaning" in f12.html(f"r/{tidied.short}.html")
    assert "al-change" not in f12.html(f"r/{tidied.short}.html")
    edited = [*F12[:4], *told(F12[4].document.replace("half and half", "to each a half"), "Half", ()), *F12[5:]]
    write_f12(repository, edited)
    other = load_timeline(repository.folder / "alliances", "f12", audience=Audience.PUBLIC)
    assert other.revisions[4].changes
    assert [one.number for one in other.revisions] == [one.number for one in f12.timeline.revisions]


TOLD = {
    2: (
        "Teo added Slugs (Teo). Iris and Teo said yes.",
        ["Teo’s commitments", "+ Added: Slugs · Teo", "Assent", "+ Added: Iris’s yes", "+ Added: Teo’s yes"],
    ),
    3: ("Iris reworded Watering (Iris).", ["Iris’s commitments", "✎ Reworded: Watering · Iris"]),
    4: ("Teo reworded The gate (Iris).", ["Iris’s commitments", "✎ Reworded: The gate · Iris"]),
    6: (
        "Teo handed over Seedlings (from Teo to Iris); reworded Seedlings (Iris); and moved Seedlings (Iris).",
        ["Iris’s commitments", "✎ Reworded ⇄ New owner ↕ Moved: Seedlings · Iris"],
    ),
    7: ("Iris changed the order of Commitments.", ["Iris’s commitments", "The order changed."]),
    8: (
        "Teo completed Clean tools (Teo) and took out Guests.",
        ["Teo’s commitments", "− Taken out: Clean tools · Teo", "Agreements", "− Taken out: Guests"],
    ),
    9: (
        "Iris wrote down the drop Open gate (Iris). Status: draft → under repair.",
        ["+ Added: Status", "Drops and repairs", "+ Added: Open gate · Iris"],
    ),
    10: (
        (
            "Teo raised the concern Late Saturdays (Teo) and reworded The gate (Iris). Status: under repair → active. "
            "Iris let go of the expectation Dry beds. Iris accepted the request First hour (Teo). "
            "Repaired: “Buy and plant new beans”."
        ),
        [
            *("✎ Reworded ◐ State ◷ Date or number: Status", "Iris’s commitments", "✎ Reworded: The gate · Iris"),
            *("Expectations", "◐ State: Dry beds · Iris", "Requests", "◐ State ◷ Date or number: First hour · Teo"),
            *("Drops and repairs", "◷ Date or number: Open gate · Iris", "Concerns", "+ Added: Late Saturdays · Teo"),
        ],
    ),
    11: (
        (
            "Teo moved Compost (Teo); held the review of 20 Jul 2025; and set the next review for 5 Oct 2025. "
            "One clause has a new id; the wording is unchanged."
        ),
        [
            *("Teo’s commitments", "↕ Moved: Compost · Teo", "Only the id changed: Slugs."),
            *("Reviews", "◷ Date or number: Next review", "Reviews held", "+ Added: Review of 20 Jul 2025"),
        ],
    ),
    12: (
        (
            "Iris restored Guests. Open gate: open → restored. Repaired: “Fit a spring to the gate”. Iris thanked Teo. "
            "Iris said yes."
        ),
        [
            *("Agreements", "+ Restored: Guests", "Drops and repairs", "◐ State ◷ Date or number: Open gate · Iris"),
            *("Appreciation", "+ Added: Iris to Teo · Iris", "Assent", "◷ Date or number: Iris’s yes"),
        ],
    ),
}
"""Of each revision that changed something the summary, and its blocks as label and title under their headings."""


def test_check_25_every_kind_has_its_label_its_sentence_and_its_place(history: Page) -> None:
    """To the letter."""
    for number, (sentence, blocks) in TOLD.items():
        assert entry(history, number, "one => one.querySelector('.al-summary').textContent") == sentence
        assert entry(history, number, _BLOCKS) == blocks


def test_check_26_three_kinds_of_one_clause_are_one_block(history: Page) -> None:
    """Moved, reworded and with a new owner: three labels and one redline."""
    block = history.locator("#r6 article")
    assert block.count() == 1
    assert block.locator(".al-kind").count() == 3
    assert block.locator(".al-red").count() == 1
    assert block.locator(".al-said").all_inner_texts() == ["From Beds to Shed", "From Teo to Iris"]


def test_check_27_another_order_is_one_line(history: Page) -> None:
    """And no block."""
    assert history.locator("#r7 article").count() == 0
    assert history.locator("#r7 details .al-quiet").all_inner_texts() == ["The order changed."]


def test_check_28_a_rewrite_is_shown_twice_and_a_word_is_marked(history: Page) -> None:
    """Was and now where little is left of the words; two marks for one word."""
    assert history.locator("#r4 article .al-label").all_inner_texts() == ["Was", "Now"]
    assert history.locator("#r4 article :is(ins, del)").count() == 2
    assert history.locator("#r3 article .al-label").count() == 0
    marks = history.locator("#r3 article :is(ins, del)")
    assert [(mark.evaluate("one => one.tagName"), mark.inner_text().split()[1]) for mark in marks.all()] == [
        ("DEL", "eight"),
        ("INS", "seven"),
    ]


def test_check_29_somebody_else_s_words_are_said_to_be(f12: Site, history: Page) -> None:
    """Quietly, unless a trailer says that their owner was there; on the page of the revision too."""
    quiet = "Nothing shows that Iris was there."
    for number, expected in ((4, True), (10, False)):
        page = re.sub(r"<[^>]+>", "", f12.html(f"r/{f12.timeline.revisions[number - 1].short}.html"))
        assert "The gate (Iris)" in entry(history, number, "one => one.querySelector('.al-summary').textContent")
        assert (quiet in entry(history, number, "one => one.textContent")) == expected
        assert (quiet in page) == expected


def test_check_30_a_revision_says_which_it_is_and_leads_to_its_neighbours(f12: Site, browser: Browser) -> None:
    """Nothing before the first and nothing after the last, which is the only one without a banner."""
    revisions = f12.timeline.revisions
    with looked_at(browser, f12.home) as (page, complaints):
        for place, revision in enumerate(revisions):
            page.goto(f12.page(f"r/{revision.short}.html"))
            assert page.title().startswith(f"Revision {place + 1} of ")
            assert page.locator("h1").inner_text().startswith(f"Revision {place + 1} of ")
            banner = page.locator(".al-old").all_inner_texts()
            assert [words.partition(",")[0] for words in banner] == [f"Revision {place + 1} of 12"] * (place < 11)
            for rel, neighbours in (("prev", revisions[:place][-1:]), ("next", revisions[place + 1 :][:1])):
                links = page.locator(f"article [rel={rel}]").evaluate_all("links => links.map(link => link.href)")
                assert links == [f12.page(f"r/{one.short}.html") for one in neighbours]
    assert complaints.errors == []


@pytest.mark.parametrize("name", ["f12", "f200", "fx"])
def test_check_35_every_clause_there_ever_was_has_its_place(name: str, sites: Sites) -> None:
    """On the page of all sentences, what is gone under the heading that says so."""
    holds, _, gone = sites[name].html("sentences.html").partition(">No longer in force</h2>")
    for life in lineages(sites[name].timeline):
        place = f'id="{anchor(life.clause)}"'
        assert (place in gone) == life.removed, life.clause.address
        assert (place in holds) != life.removed, life.clause.address
    assert bool(gone) == (name == "f200")
