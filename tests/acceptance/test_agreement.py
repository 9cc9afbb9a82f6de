"""Checks 36 to 40, 43 and 44: what the agreement says of itself, of yeses and of days, and how one finds it."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page
from ruamel.yaml import YAML

from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import build_site
from tests.acceptance.conftest import Site, Sites
from tests.acceptance.fixtures import Edit, told, write_history
from tests.acceptance.garden import F12, HIDDEN, write_f12
from tests.browser import ask, looked_at, served
from tests.repositories import RepositoryBuilder
from tests.sites import contents

ATOM = "{http://www.w3.org/2005/Atom}"
REVIEW = date(2025, 10, 5)
_LISTS = (
    *("parties", "commitments", "agreements", "boundaries", "expectations", "requests"),
    *("confidentiality", "drops", "concerns"),
)
_RENAMED = {"commitments--slugs": "commitments--snails"}
_TIMES = ("", " · changed once", " · changed twice", " · changed three times", " · changed four times")
UNDER_REPAIR = 9
"""The revision of F12 that puts it under repair."""


def published(repository: RepositoryBuilder, site: Path) -> Path:
    """The public site of a repository, built at a place of its own."""
    return build_site(SiteOrder(repository.folder, site_dir=site)).site


# 36: the agreement on the first screen


def first_clause(page: Page) -> float:
    """Where the first clause begins, in pixels from the top."""
    top: float = page.locator(".al-clause").first.evaluate("clause => clause.getBoundingClientRect().top")
    return top


_LETTER = """() => {
  const text = "The quick brown fox jumps over the lazy dog";
  const canvas = document.createElement("canvas").getContext("2d");
  canvas.font = "100px " + getComputedStyle(document.body).fontFamily;
  return canvas.measureText(text).width / text.length / 100;
}"""
"""How wide a letter is on average, in em: 0.46 in the fonts of phones, 0.52 in the only one of many a server."""


@pytest.mark.browser
def test_check_36_the_agreement_begins_on_the_first_screen(
    sites: Sites, browser: Browser, repository: RepositoryBuilder, tmp_path: Path
) -> None:
    """On a phone, above 600 pixels; also while the alliance is under repair, and of a first version.

    Where the only font is much wider than those of phones the window is as much wider.
    """
    write_f12(repository, F12[:UNDER_REPAIR])
    repairing = published(repository, tmp_path / "site")
    assert "Under repair" in (repairing / "alliances/f12/index.html").read_text(encoding="utf-8")
    with served(repairing) as home:
        addresses = (sites["f12"].page("index.html"), sites["f1"].page("index.html"), f"{home}alliances/f12/index.html")
        for address in addresses:
            with looked_at(browser, address, width=390) as (page, _):
                page.set_viewport_size({"width": round(390 * max(1, page.evaluate(_LETTER) / 0.46)), "height": 844})
                assert first_clause(page) < 600, address


# 37: provenance


def values(document: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Every clause of a file with what it says, by its anchor; read by nothing of ours."""
    for section in ("purpose", "context", "status"):
        if section in document:
            yield section, document[section]
    for section in ("feedback", "backup_plan"):
        yield from ((f"{section}--{part}", text) for part, text in document[section].items())
    for question, said in document["answers"].items():
        yield from ((f"answers--{question}--{party}", text) for party, text in said.items())
    reviews = document["reviews"]
    yield from ((f"reviews--{part}", reviews[part]) for part in ("every", "next"))
    yield from ((f"reviews--held--{one['date']}", one) for one in reviews.get("held", ()))
    yield from ((f"session--{one['date']}", one) for one in document["session"])
    for thanks in document.get("appreciation", ()):
        yield f"appreciation--{thanks['date']}-{thanks['from']}-{thanks['to']}", thanks
    for section in _LISTS:
        yield from ((f"{section}--{one['id']}", one) for one in document.get(section, ()) if not one.get("private"))


def lines_by_git(site: Site) -> dict[str, str]:
    """By anchor, the line under each clause of now, worked out from the files that Git has."""
    repository = RepositoryBuilder(site.repository)
    since: dict[str, date] = {}
    changed: dict[str, int] = {}
    before: dict[str, object] = {}
    for line in repository.git("log", "--reverse", "--format=%H %aI", "--", f"alliances/{site.name}.yml").splitlines():
        commit, when = line.split()
        document = YAML(typ="safe").load(repository.git("show", f"{commit}:alliances/{site.name}.yml"))
        now = {_RENAMED.get(place, place): _without_id(value) for place, value in values(document)}
        for place in now.keys() | before.keys():
            if place not in since:
                since[place], changed[place] = datetime.fromisoformat(when).date(), 0
            elif now.get(place) != before.get(place):
                changed[place] += 1
        before = now
    return {
        place: f"since {since[place].day} {since[place]:%b} {since[place].year}{_TIMES[changed[place]]}" for place in before
    }


def _without_id(value: object) -> object:
    return {key: held for key, held in value.items() if key != "id"} if isinstance(value, dict) else value


@pytest.mark.browser
def test_check_37_since_when_each_clause_holds_is_what_git_says(sites: Sites, browser: Browser) -> None:
    """First day and number of changes of every clause that is shown; what opens has the versions, newest first."""
    site = sites["f12"]
    with looked_at(browser, site.page("index.html")) as (page, _):
        shown = {}
        for life in page.locator(".al-life").all():
            place = (life.locator("a").last.get_attribute("href") or "").partition("#")[2]
            line = life.locator("summary, > a").first
            shown[place] = (line.text_content() or "").strip()
            if "changed" in shown[place]:
                for fold in life.locator("xpath=ancestor-or-self::*/details | .//details").all():
                    fold.evaluate("fold => fold.open = true")
                told_of = life.locator(".al-versions > li > p > a").all_inner_texts()
                numbers = [int(text.removeprefix("revision ")) for text in told_of]
                assert numbers == sorted(numbers, reverse=True), place
                assert len(numbers) >= 2, place
    assert shown == lines_by_git(site)
    assert len(shown) > 20


# 38: yeses

_FIVE = """\
id: five
title: Five of us
audience: public
status: active
parties:
- {id: ada, name: Ada}
- {id: ben, name: Ben}
- {id: cem, name: Cem}
- {id: dov, name: Dov}
- {id: eve, name: Eve}
purpose: Keep the boat afloat.
commitments:
- {id: bilge, owner: ada, text: I pump the bilge on Mondays.}
- {id: ropes, owner: ben, text: I look over the ropes in March.}
- {id: paint, owner: cem, text: I paint the hull in April.}
assent:
- {party: ada, date: 2025-03-02}
- {party: ben, date: 2025-03-02}
- {party: dov, date: 2025-03-02}
- {party: eve, date: 2025-03-02}
"""
_STEPS = told(
    _FIVE,
    "Begin",
    (
        Edit(
            "Dov thinks again, and Eve moves away",
            (("- {party: dov, date: 2025-03-02}\n", ""), ("name: Eve}", "name: Eve, left: 2025-03-10}")),
        ),
        Edit("Ben looks in May", (("in March", "in May"),), by="Ben"),
        Edit("Write it in another way", (("purpose: Keep the boat afloat.", "purpose: >-\n  Keep the boat\n  afloat."),)),
        Edit("Both oars too", (("afloat.", "afloat, and both oars in it."),), by="Ben"),
    ),
)

_NEEDED = """() => {
  let found = 0;
  let one = document.getElementById("needs-yes")?.nextElementSibling;
  for (; one && one.tagName !== "H2"; one = one.nextElementSibling) found += one.matches("article.al-change");
  return found;
}"""
"""How many blocks stand under the heading of what needs a yes."""


@pytest.mark.browser
def test_check_38_every_state_of_a_yes(browser: Browser, tmp_path: Path) -> None:
    """All five are told; tidying changes none; a new wording asks the right party, once for each block that it leads to."""
    facts: dict[int, list[str]] = {}
    seen: dict[int, dict[str, int]] = {}
    for count in (3, 4, 5):
        repository = RepositoryBuilder(tmp_path / str(count))
        write_history(repository, "alliances/five.yml", _STEPS[:count])
        with served(published(repository, tmp_path / f"site-{count}")) as home:
            address = f"{home}alliances/five/index.html"
            with looked_at(browser, address) as (page, _):
                facts[count] = page.locator(".al-facts > li:has(.al-sign)").all_inner_texts()
                seen[count] = {}
                for name in ("Ada", "Ben"):
                    page.goto(f"{home}alliances/five/since/{name.casefold()}.html")
                    seen[count][name] = page.evaluate(_NEEDED)
    assert facts[3] == [
        "✓ Ada agrees to this version, news since",
        "◔ Ben agreed to an earlier version, 1 change since",
        "○ Cem has not said yes yet",
        "○ Dov has taken the yes back",
        "– Eve left on 10 Mar 2025",
    ]
    assert facts[4] == facts[3]
    assert facts[5][:2] == [
        "◔ Ada agreed to an earlier version, 1 change since",
        "◔ Ben agreed to an earlier version, 2 changes since",
    ]
    assert seen == {3: {"Ada": 0, "Ben": 1}, 4: {"Ada": 0, "Ben": 1}, 5: {"Ada": 1, "Ben": 2}}


# 39: days


@pytest.mark.browser
@pytest.mark.parametrize(
    ("days", "words"),
    [(-12, "(in 12 days)"), (0, "(today)"), (1, "(this date has passed)"), (400, "(this date has passed)")],
)
def test_check_39_the_reader_s_clock_says_how_far_off_a_review_is(
    days: int, words: str, sites: Sites, browser: Browser
) -> None:
    """In words, without building anew; from the day itself on in another tone; without scripts the day stands alone."""
    site = sites["f12"]
    noon = datetime.combine(REVIEW + timedelta(days), datetime.min.time(), UTC).replace(hour=12)
    with looked_at(browser, site.home) as (page, _):
        page.clock.set_fixed_time(noon)
        page.goto(site.page("index.html"))
        line = page.locator(".al-facts > li", has_text="Next review")
        assert line.inner_text().startswith(f"Next review 5 Oct 2025 {words}\n")
        assert (line.locator(".al-due").count() + line.and_(page.locator(".al-due")).count() > 0) is (days >= 0)
    with looked_at(browser, site.page("index.html"), scripts=False) as (page, _):
        assert page.locator(".al-facts > li", has_text="Next review").inner_text().startswith("Next review 5 Oct 2025\n")


# 40: calendar and feed


def test_check_40_calendar_and_feed(repository: RepositoryBuilder, sites: Sites, tmp_path: Path) -> None:
    """A day without a clock and under a lasting name, nothing private; an entry for each change; ids outlive new builds."""
    site = sites["f12"]
    (event,) = Calendar.from_ical(site.file("review.ics").read_bytes()).walk("VEVENT")
    day = event.decoded("DTSTART")
    assert day == REVIEW
    assert not isinstance(day, datetime)
    calendar = site.file("review.ics").read_text(encoding="utf-8")
    assert HIDDEN[:20] not in calendar
    assert "@example.org" not in calendar
    entries = feed_ids(site.file("feed.xml"))
    changed = [one for one in site.timeline.revisions if one.changes]
    assert list(entries.values()) == [f"r/{one.short}.html" for one in reversed(changed)]
    write_f12(repository)
    again = published(repository, tmp_path / "again") / "alliances/f12"
    assert (again / "feed.xml").read_bytes() == site.file("feed.xml").read_bytes()
    assert (again / "review.ics").read_bytes() == site.file("review.ics").read_bytes()
    path = repository.folder / "alliances/f12.yml"
    repository.write("alliances/f12.yml", path.read_text(encoding="utf-8").replace("on the board", "at the gate"))
    repository.commit("Say it at the gate", date="2025-08-20T10:00:00+00:00")
    later = published(repository, tmp_path / "later") / "alliances/f12"
    assert list(feed_ids(later / "feed.xml").items())[1:] == list(entries.items())
    (moved,) = Calendar.from_ical((later / "review.ics").read_bytes()).walk("VEVENT")
    assert moved["UID"] == event["UID"]


def feed_ids(feed: Path) -> dict[str, str]:
    """The entries of a feed in their order: where each leads, by its id."""
    found = ET.parse(feed).getroot().findall(f"{ATOM}entry")  # noqa: S314 - our own feed
    return {entry.findtext(f"{ATOM}id", ""): entry.find(f"{ATOM}link").get("href", "") for entry in found}  # type: ignore[union-attr]  # there is one


# 43 and 44: finding it


@pytest.mark.browser
def test_check_43_the_list_of_alliances_on_a_phone(sites: Sites, browser: Browser) -> None:
    """Each row says what its parts are, since no head of the table is in sight; the next review first, ended ones last."""
    with looked_at(browser, sites["f12"].home, width=390) as (page, _):
        assert not page.locator(".al-index thead").is_visible()
        rows = page.locator(".al-index tbody tr")
        titles = [row.get_by_role("rowheader").inner_text().splitlines()[0] for row in rows.all()]
        for row in rows.all():
            labels = row.locator(".al-cell:visible").all_inner_texts()
            assert "Last change" in " ".join(labels)
            assert ("Next review" in " ".join(labels)) is ("Ended" not in row.inner_text())
    assert titles == ["Night shift", "Iris and Teo, allotment seven", "The bus of the choir"]


@pytest.mark.browser
def test_check_44_search_finds_what_is_agreed_now(sites: Sites, browser: Browser) -> None:
    """What was given up is nowhere; what holds leads to the agreement first."""
    with looked_at(browser, sites["f12"].home) as (page, _):
        given_up = ask(page, "sill")
        page.locator(".md-search-result__meta", has_text="No matching documents").wait_for()
        assert given_up.count() == 0
        first = ask(page, "padlock").first.get_attribute("href") or ""
        assert first.partition("?")[0].endswith("alliances/f12/index.html")
    index = contents(sites["f12"].folder)["search/search_index.json"].decode()
    assert "before seven" in index
    assert "before eight" not in index
