"""What leads between revisions far apart in a long history stands in files beside the page, read when it is needed."""

import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from alliance_docs.audience import Audience
from alliance_docs.engine.content import Reading, load_content
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.export import export_site
from alliance_docs.leaks.finding import find_leaks
from alliance_docs.leaks.hidden_words import hidden_texts, visible_parts, words_of
from alliance_docs.leaks.sought import Sought
from alliance_docs.page import Script
from alliance_docs.pages import pairs, table
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.compare import comparison
from alliance_docs.privacy.view import view
from alliance_docs.site import build_site
from tests.browser import chromium, looked_at, overflow, served
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, contents, write_site
from tests.tales import demo_tale
from tests.test_compare import CHOOSE, EVERY_TALE, TALES, articles, compared, restless, state_at, status, written
from tests.test_pages import Reader
from tests.test_privacy import OPEN, story

WALKS = ["on Mondays", "on Tuesdays and in the rain", "whenever the harbour is frozen", "with the dog"]


@pytest.fixture(autouse=True)
def long_from_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every history counts as a long one here."""
    monkeypatch.setattr(pairs, "MOST_PAIRS", 0)


def read(script: Script) -> dict[str, list[object]]:
    """What a file brings to the page."""
    found = re.fullmatch(r'alPieces\["(\w+)"\]=(.*);\n', script.content.decode(), re.DOTALL)
    assert found
    assert script.address.endswith(f"/compare/{found[1]}.js")
    brought: dict[str, list[object]] = json.loads(found[2])
    return brought


@EVERY_TALE
@pytest.mark.parametrize("room", [1, 60_000])
def test_page_and_files_hold_the_blocks_of_every_comparison(name: str, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever stands where: together they are what the net changes have, each way in one place only."""
    monkeypatch.setattr(table, "_ROOM", room)
    timeline = TALES[name]()
    chapter = Chapter(timeline)
    page, scripts = comparison(chapter)
    found = re.search(r'<template id="al-table">(.*?)</template>', page.body, re.DOTALL)
    here = page.body.partition('<template id="al-pieces">')[2].partition("</template>")[0]
    children = re.findall(
        r"<article.*?</article>|<h3 class=.*?</h3>|^<span class=.*?</span>$", here, re.DOTALL | re.MULTILINE
    )
    assert found
    columns = json.loads(Reader(found[1]).text)
    things = [*columns["clauses"], *columns["orders"]]
    assert [script.key for script in scripts] == list(columns.get("bundles", {}))
    for script, held in zip(scripts, columns.get("bundles", {}).values(), strict=True):
        brought, first = json.loads(json.dumps(read(script))), len(children)
        children += [piece[0].strip() for piece in brought["pieces"]]
        assert list(map(int, brought["ways"])) == held
        for thing, ways in brought["ways"].items():
            things[int(thing)] += [
                [*way[:2], *(first + one if isinstance(one, int) else one for one in way[2:])] for way in ways
            ]
    revisions = [one for one in timeline.revisions if one.alliance or one.gone]
    for before, after in combinations(range(len(revisions)), 2):
        ways = [
            way
            for runs, *all_ways in things
            for way in all_ways
            if way[:2] == [state_at(runs, before), state_at(runs, after)]
        ]
        shown = [children[way[2]] for way in ways if isinstance(way[2], int)]
        wanted = articles(compared(chapter, revisions[before], revisions[after]), "")
        assert sorted(one for one in shown if one.startswith("<article")) == sorted(wanted)


def test_a_file_is_named_after_its_content() -> None:
    """The same history gives the same files, and whatever changes in one gives it another name."""
    first, again = (comparison(Chapter(demo_tale("harbour-street")))[1] for _ in range(2))
    assert first
    assert [(one.address, one.content) for one in first] == [(one.address, one.content) for one in again]
    others = comparison(Chapter(restless()))[1]
    assert not {one.key for one in first} & {one.key for one in others}


def test_few_comparisons_need_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """And far too many get none, because they would take too long to make."""
    monkeypatch.setattr(pairs, "MOST_PAIRS", 2_000)
    assert comparison(Chapter(restless()))[1] == ()
    monkeypatch.setattr(pairs, "MOST_APART", 5)
    assert comparison(Chapter(restless()))[1] == ()


# On a site


@pytest.fixture
def walks(repository: RepositoryBuilder) -> Path:
    """A site in which one promise was worded four times."""
    folder = write_site(repository)
    for walk in WALKS:
        promise = f"- {{id: walk, owner: jonas, text: I walk along the pier {walk}.}}\n"
        repository.write("alliances/harbour-street.yml", ALLIANCE + promise)
        repository.commit(f"Walk {walk}")
    return folder


def test_the_files_are_on_the_site_and_in_the_export(walks: Path, tmp_path: Path) -> None:
    """The same bytes in both, in the folder of the page."""
    site = contents(build_site(SiteOrder(walks, strict=True)).site)
    export_site(SiteOrder(walks), tmp_path / "plain")
    exported = contents(tmp_path / "plain/docs")
    names = {name for name in site if re.fullmatch(r"alliances/harbour-street/compare/\w+\.js", name)}
    assert names
    assert {name: exported[name] for name in names} == {name: site[name] for name in names}
    assert b"the harbour is frozen" in b"".join(site[name] for name in names)


def test_what_was_kept_is_what_was_made(walks: Path) -> None:
    """The second time nothing is made, and the files say the same."""
    first, second = (load_content(Reading(walks / "alliances")) for _ in range(2))
    found = [{asset.address: (asset.key, asset.content) for asset in one.assets} for one in (first, second)]
    assert found[0] == found[1]
    assert any(isinstance(asset, Script) for asset in second.assets)


def test_an_edit_takes_the_old_files_away(walks: Path, repository: RepositoryBuilder) -> None:
    """Those that the page still names stay or are made, all others go."""
    before = set(contents(build_site(SiteOrder(walks)).site))
    repository.write("alliances/harbour-street.yml", ALLIANCE + "boundaries: [{id: b, owner: jonas, text: I sleep.}]\n")
    repository.commit("Sleep")
    site = contents(build_site(SiteOrder(walks)).site)
    scripts = {name for name in site if "/compare/" in name}
    page = site["alliances/harbour-street/compare.html"].decode()
    assert scripts
    assert scripts != {name for name in before if "/compare/" in name}
    assert all(Path(name).stem in page for name in scripts)


def test_the_gate_reads_them(tmp_path: Path) -> None:
    """A hidden promise is found in the files of those who may read it; in those of the public there is none."""
    promises = [f"commitments: [{{id: a, owner: a, text: I walk along the pier {walk}.}}]\n" for walk in WALKS]
    whole = story(*(OPEN + one for one in promises[:3]), f"{OPEN}private: [commitments]\n{promises[3]}")
    words = [words_of(whole, shown := view(whole, Audience.PUBLIC))]
    for name, timeline in (("whole", whole), ("shown", shown)):
        for script in comparison(Chapter(timeline))[1]:
            (tmp_path / f"{name}.js").write_bytes(script.content)
    assert [leak.file for leak in find_leaks(tmp_path, Sought(hidden_texts(words), visible_parts(words)))] == ["whole.js"]


# In a browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this module."""
    with chromium() as started:
        yield started


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1280])
def test_a_server_gives_what_a_disk_gives(browser: Browser, tmp_path: Path, width: int) -> None:
    """Nothing leaves the site, the page's policy lets its own files be read, and it fits a phone."""
    timeline = restless()
    address = written(tmp_path, timeline)
    (tmp_path / "favicon.ico").touch()  # browsers ask servers for it
    couple = [timeline.revisions[0].short, timeline.revisions[4].short]
    with served(tmp_path) as host:
        shown = []
        for place in (address, f"{host}compare.html"):
            with looked_at(browser, place, width=width) as (tab, complaints):
                shown.append(tab.evaluate(CHOOSE, [couple]))
                assert overflow(tab) <= 0
            assert complaints.errors == complaints.foreign == []
    assert shown[0] == shown[1]
    assert "changes between revision 1 and revision 5, taken together." in shown[0][0][0]


@pytest.mark.browser
def test_a_shared_address_waits_for_its_files(browser: Browser, tmp_path: Path) -> None:
    """What somebody was sent is shown as soon as it is there."""
    timeline = restless()
    address = f"{written(tmp_path, timeline)}?from={timeline.revisions[0].short}&to={timeline.revisions[4].short}"
    with looked_at(browser, address) as (tab, complaints):
        expect(tab.locator("form [role=status]")).to_contain_text("taken together")
        assert tab.locator(".al-compared article").count() > 0
    assert complaints.errors == []


@pytest.mark.browser
def test_a_missing_file_is_said_with_the_command(browser: Browser, tmp_path: Path) -> None:
    """Neighbours need none; when the file comes back, choosing again is enough."""
    timeline = restless()
    address, short = written(tmp_path, timeline), [revision.short for revision in timeline.revisions]
    (tmp_path / "compare").rename(tmp_path / "away")
    with looked_at(browser, address) as (tab, _):
        assert "Loading" not in status(tab)
        far, near = tab.evaluate(CHOOSE, [[short[0], short[4]], [short[3], short[4]]])
        (tmp_path / "away").rename(tmp_path / "compare")
        (again,) = tab.evaluate(CHOOSE, [[short[0], short[4]]])
    assert far[0].startswith("A file of this page is missing, so revision 1 and revision 5 cannot be compared here.")
    assert far[0].endswith("In a terminal: alliance diff tale 1 5")
    assert far[1] == ""
    assert near[1] != ""
    assert again[1] != ""
