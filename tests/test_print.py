"""The sheet to sign holds what is agreed to and nothing else, in letters with which it fits on its paper."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from alliance_docs.page import Page
from alliance_docs.pages import alliance_pages
from alliance_docs.pages.paper import LARGE, SMALL, Column, Room
from alliance_docs.revisions import Timeline
from tests.browser import chromium
from tests.tales import PARTIES, Told, demo_tale, tale

STYLES = Path(__file__).parents[1] / "theme" / "assets" / "alliance.css"
SHELL = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title>
<link rel="stylesheet" href="alliance.css">
<body data-md-color-scheme="slate"><article class="md-content__inner md-typeset">{}</article>"""
WHOLE = """\
status: {state: active, since: 2024-01-14}
purpose: Lead the evening so that everybody leaves with one thing to try.
context: Six evenings in spring.
answers:
  hopes: {ana: That we laugh.}
commitments:
- {id: naming, owner: ana, title: Naming it, text: I say within the day when something bothers me.}
- {id: room, owner: bruno, text: I open the room *early*., until: 2024-06-30}
- {id: phone, owner: ana, text: I leave the phone outside., state: completed}
- {id: debrief, owner: each, text: I stay for the talk afterwards.}
agreements:
- {id: talk, title: The talk, text: We talk for fifteen minutes., backed_by: [naming]}
- {id: snow, text: We call by noon when it snows., topic: Weather}
boundaries:
- {id: home, owner: ana, text: I go home at ten.}
confidentiality:
- {id: names, owner: bruno, text: I tell nobody who was there., except: my counsellor; my doctor}
feedback: {offer: Ask first.}
backup_plan: {in_conflict: We stop and sit down.}
drops:
- {id: late, owner: ana, about: naming, acknowledged: {text: I said nothing for a week.}}
concerns:
- {id: seen, raised_by: bruno, seen: Nobody called., about: snow}
reviews: {every: 3 months, next: 2024-04-14}
"""
SHOWN = (
    *("Lead the evening", "Six evenings", "I say within", "I open the room", "I stay for", "We talk for", "We call by"),
    *("I tell nobody", "my counsellor; my doctor", "Ask first", "We stop and sit"),
)
LEFT_OFF = ("That we laugh", "the phone", "home at ten", "for a week", "Nobody called")


def sheet(timeline: Timeline, site_url: str = "") -> Page:
    """The sheet of an alliance."""
    return next(page for page in alliance_pages(timeline, site_url=site_url) if page.address.endswith("print.html"))


def fingerprint(yaml: str) -> str:
    """The fingerprint of a document of the two parties."""
    found = re.search(r"Fingerprint ((?:[0-9a-f]{4} ?){3})", sheet(tale(yaml)).body)
    assert found
    return found[1]


def test_the_sheet_holds_what_is_agreed_to_once_and_nothing_else() -> None:
    """Promises that run, what is made together, confidentiality, feedback, back-up plan; no answers, drops, concerns."""
    page = sheet(tale(WHOLE))
    assert [text for text in SHOWN if page.body.count(text) != 1] == []
    assert [text for text in LEFT_OFF if text in page.body] == []
    assert page.searchable is False
    assert page.source == ""
    order = ["<bdi>Ana</bdi>’s", "<bdi>Bruno</bdi>’s", "Commitments of each", "Agreements</h2>", "Weather</h3>", "Back-up"]
    places = [page.body.index(words) for words in order]
    assert places == sorted(places)


def test_what_limits_a_promise_stands_behind_it() -> None:
    """The day until which it runs, and the exceptions; in the words people wrote, with their emphasis."""
    body = sheet(tale(WHOLE)).body
    assert re.search('<em>early</em>.</p>\\s+<div>until <time datetime="2024-06-30">30 Jun 2024</time></div>', body)
    assert (
        "<b><bdi>Bruno</bdi>.</b> <p>I tell nobody who was there.</p> <div>Except: <p>my counsellor; my doctor</p></div>"
        in body
    )
    assert "<b>Naming it.</b>" in body


def test_everybody_has_a_line_to_sign_and_to_date() -> None:
    """But for those who have left."""
    body = sheet(tale(Told(PARTIES.replace("name: Bruno", "name: Bruno, left: 2024-02-01") + "- {id: cleo}\n" + WHOLE))).body
    names = body[body.index("al-sheet-names") :]
    assert re.findall(r"<p><span><bdi>(\w+)</bdi></span> <span>Date</span></p>", names) == ["Ana", "cleo"]


def test_the_last_line_says_which_state_was_signed() -> None:
    """Revision, day, review, fingerprint, and the address of this very revision, in full where the site is known."""
    timeline = tale(WHOLE, WHOLE.replace("fifteen", "twenty"))
    page = f"alliances/tale/r/{timeline.revisions[1].short}.html"
    body = sheet(timeline, "https://example.org/ours/").body
    assert 'Revision 2 of <time datetime="2024-01-21T20:15:00+00:00">21 Jan 2024</time> · Reviewed every 3 months' in body
    assert 'Next review <time datetime="2024-04-14">14 Apr 2024</time> · Fingerprint' in body
    assert f'<a href="r/{timeline.revisions[1].short}.html">https://example.org/ours/{page}</a>' in body
    assert f">{page}</a>" in sheet(timeline).body


def test_edits_that_are_not_committed_are_said_to_be_on_it() -> None:
    """There is no address of them yet that stays."""
    body = sheet(tale(WHOLE, draft=WHOLE.replace("fifteen", "twenty"))).body
    assert "With edits that are not committed yet" in body
    assert '<a href="index.html">alliances/tale/index.html</a>' in body


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("fifteen", "twenty", False),
        ("Naming it", "Saying it", False),
        ("2024-06-30", "2024-07-30", False),
        ("Weather", "Storms", False),
        ("  hopes", "  tone", True),
        ("I said nothing", "I said little", True),
        ("id: talk,", "id: talking,", True),
        ("We talk for fifteen minutes.", "'We talk  for fifteen\n\n   minutes.'", True),
        ("We talk for fifteen minutes.", "'We talk  for\n    fifteen minutes.'", True),
    ],
)
def test_the_fingerprint_is_of_the_words_on_the_sheet(old: str, new: str, *, same: bool) -> None:
    """And of nothing else, so that two sheets can be compared by twelve digits."""
    assert old in WHOLE
    assert (fingerprint(WHOLE) == fingerprint(WHOLE.replace(old, new))) is same


def test_a_sheet_says_when_there_is_more_than_it_shows_and_when_it_no_longer_holds() -> None:
    """Nobody signs a part for the whole, or what has ended for what runs."""
    assert "2 parts of this alliance are left out here." in sheet(replace(tale(WHOLE), left_out=2)).body
    ended = sheet(tale(WHOLE.replace("{state: active, since", "{state: ended, since"))).body
    assert "Ended</strong> on" in ended
    assert "Next review" not in ended


def test_an_alliance_without_anything_yet_has_a_sheet() -> None:
    """Two names and two lines."""
    body = sheet(tale("")).body
    assert "al-sheet-people" not in body
    assert body.count("<span>Date</span>") == 2


# The paper


def many(count: int) -> Timeline:
    """An alliance with so many promises and agreements of about a line each."""
    text = "I tell you within two days when something about the evening bothers me, sitting down, and not by message."
    promises = "".join(f"- {{id: c{n}, owner: {('ana', 'bruno')[n % 2]}, text: '{text}'}}\n" for n in range(count))
    agreements = "".join(f"- {{id: a{n}, text: '{text}'}}\n" for n in range(count))
    return tale(f"commitments:\n{promises}agreements:\n{agreements}reviews: {{next: 2024-04-14}}\n")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with chromium() as started:
        yield started


@pytest.fixture
def tab(browser: Browser, tmp_path: Path) -> Iterator[Tab]:
    """A tab at a page with our own style sheet, in a dark colour scheme, as a reader may have it."""
    (tmp_path / "alliance.css").write_bytes(STYLES.read_bytes())
    (tmp_path / "print.html").write_text(SHELL.format(""), encoding="utf-8")
    page = browser.new_page(color_scheme="dark")
    page.goto((tmp_path / "print.html").as_uri())
    yield page
    page.close()


def pages_of(tab: Tab, body: str) -> int:
    """How many sheets of paper a body takes."""
    tab.evaluate("body => { document.querySelector('article').innerHTML = body }", body)
    return len(re.findall(rb"/Type\s*/Page\b", tab.pdf(prefer_css_page_size=True)))


@pytest.mark.browser
@pytest.mark.parametrize("name", ["harbour-street", "team-lead-course", "tuesday-desk"])
def test_the_examples_fit_on_one_sheet(name: str, tab: Tab) -> None:
    """And are not said to need two."""
    body = sheet(demo_tale(name)).body
    assert "2 pages" not in body
    assert pages_of(tab, body) == 1


@pytest.mark.browser
@pytest.mark.parametrize("count", [5, 6, 8, 10, 11, 14])
def test_what_is_said_of_its_size_is_true(count: int, tab: Tab) -> None:
    """A sheet that is said to fit fits; one is said to need two pages only where it is nearly full even in small letters."""
    body = sheet(many(count)).body
    pages = pages_of(tab, body)
    said = 2 if "It needs 2 pages." in body else 1
    assert pages == said or (said == 2 and pages_of(tab, sheet(many(count + 2)).body) == 2)
    assert ("· 2 pages" in body) == (said == 2)


@pytest.mark.browser
def test_paper_shows_the_agreement_in_black_and_nothing_of_the_screen(tab: Tab) -> None:
    """No row of links, no hint, no button; every promise once."""
    tab.evaluate("body => { document.querySelector('article').innerHTML = body }", sheet(tale(WHOLE)).body)
    tab.emulate_media(media="print")
    seen = tab.locator("body").inner_text()
    assert [text for text in SHOWN if seen.count(text) != 1] == []
    assert "History" not in seen
    assert "print this page" not in seen
    assert tab.locator("button:visible, nav:visible").count() == 0
    colours = tab.evaluate("[...document.querySelectorAll('.al-sheet *, h1')].map(it => getComputedStyle(it).color)")
    assert set(colours) == {"rgb(0, 0, 0)"}


@pytest.mark.parametrize(
    ("room", "large", "small"),
    [
        (Room([], [], [], 2), True, True),
        (Room(["word " * 400], [], [], 2), True, True),
        (Room(["word " * 900], [], [], 2), False, True),
        (Room(["word " * 1600], [], [], 2), False, False),
        (Room(["漢" * 1700], [], [], 2), True, True),
        (Room(["漢" * 2400], [], [], 2), False, True),
        (Room(["\n" * 50], [], [], 2), False, True),
        (Room([], [Column(2, ["word " * 300])], [], 2), True, True),
        (Room([], [Column(2, ["word " * 300])] * 2, [], 2), True, True),
        (Room([], [Column(2, ["word " * 300])] * 3, [], 2), False, False),
        (Room([], [], [Column(3, ["word"])] * 10, 2), True, True),
        (Room([], [], [], 40), False, True),
    ],
)
def test_room_is_reckoned_in_lines(room: Room, *, large: bool, small: bool) -> None:
    """Two columns are as tall as the taller one; wide letters count twice; every line break and signature takes room."""
    assert (room.fits(LARGE), room.fits(SMALL)) == (large, small)
