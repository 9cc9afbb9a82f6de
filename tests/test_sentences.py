"""The life of each clause: a line under it on the agreement, and a page of every sentence there ever was."""

import re

import html5lib
import pytest

from alliance_docs.lineage import lineages
from alliance_docs.page import Page
from alliance_docs.pages import alliance_pages
from alliance_docs.pages.addresses import anchor
from alliance_docs.revisions import Timeline
from alliance_docs.telling import provenance_words
from alliance_docs.wording import sentence_text
from tests.tales import PARTIES, Told, demo_tale, tale
from tests.test_pages import Reader, everything, hostile

CALL = "purpose: Rest.\ncommitments:\n- {{id: call, owner: ana, title: Calling, text: I call on Sundays at {}.}}\n"
WALK = "- {id: walk, owner: bruno, text: I walk the dog.}\n"


def page(timeline: Timeline, name: str) -> Page:
    """The page of an alliance with this last part of its address."""
    return next(page for page in alliance_pages(timeline) if page.address.endswith(f"/{name}.html"))


def under(body: str, place: str) -> str:
    """What stands under the clause with this anchor."""
    return body[body.index(f'id="{place}"') :].partition("<footer")[2].partition("</footer>")[0]


def test_every_clause_says_since_when_it_holds_and_how_often_it_changed() -> None:
    """The very words that lineage gives, for each clause of an example that has a place of its own."""
    timeline = demo_tale("harbour-street")
    body = page(timeline, "index").body
    lives = {anchor(life.clause): life for life in lineages(timeline) if not life.removed}
    checked = 0
    for place in re.findall(r'<div (?:class="al-clause" )?id="([^"]+)"', body):
        assert sentence_text(provenance_words(lives[place].provenance)) in Reader(under(body, place)).text, place
        checked += 1
    assert checked > 20


def test_a_changed_clause_opens_to_its_newest_versions() -> None:
    """Four of them, newest first, each with its revision; then the way to all. An unchanged one is a link alone."""
    timeline = tale(*(CALL.format(hour) + WALK for hour in ("one", "two", "three", "four", "five", "six")))
    body = page(timeline, "index").body
    changed, still = under(body, "commitments--call"), under(body, "commitments--walk")
    assert "changed five times" in changed
    assert re.findall(r">revision (\d)<", changed) == ["6", "5", "4", "3"]
    assert 'href="sentences.html#commitments--call">All versions' in changed
    assert "<details" not in still
    assert 'href="sentences.html#commitments--walk">since' in still


def test_search_skips_the_versions_whole() -> None:
    """The theme's search ends what it skips at the first end tag of the same name, so that none may stand inside."""
    body = page(demo_tale("harbour-street"), "index").body
    for life in re.findall(r"<footer class=\"al-life\" data-search-exclude>.*?</footer>", body, re.DOTALL):
        assert life.count("<footer") == 1
    assert "al-life" not in body.replace('<footer class="al-life" data-search-exclude>', "")


def test_old_revisions_have_no_such_line() -> None:
    """It tells of now, and pages of the past share their clauses among themselves."""
    made = [one for one in alliance_pages(tale(CALL.format("one"), CALL.format("two"))) if "/r/" in one.address]
    assert len(made) == 2
    assert not any("al-life" in one.body for one in made)


def test_every_sentence_there_ever_was_has_an_anchor() -> None:
    """Those of now by section, removed ones under a heading of their own."""
    for timeline in (demo_tale("harbour-street"), everything(), tale(CALL.format("one") + WALK, CALL.format("one"))):
        body = page(timeline, "sentences").body
        ids = Reader(body).ids
        assert {anchor(life.clause) for life in lineages(timeline)} <= set(ids)
        gone = [life for life in lineages(timeline) if life.removed]
        assert ("No longer in force" in body) == bool(gone)
        for life in gone:
            assert body.index(f'id="{anchor(life.clause)}"') > body.index("No longer in force")


def test_what_came_back_goes_on() -> None:
    """Taken out and restored: one sentence with three versions, which links to where it stands now."""
    timeline = tale(CALL.format("one") + WALK, CALL.format("one"), CALL.format("one") + WALK)
    body = page(timeline, "sentences").body
    entry = body[body.index('id="commitments--walk"') :].partition("</section>")[0]
    assert re.findall(r">revision (\d)<", entry) == ["3", "2", "1"]
    assert 'href="index.html#commitments--walk"' in entry
    assert "No longer in force" not in body


def test_inferred_identity_is_said() -> None:
    """Where only its wording says that a sentence is the same one."""
    document = "commitments:\n- {{owner: ana, text: I call you every Sunday evening at {}.}}\n"
    timeline = tale(document.format("eight"), document.format("nine"))
    assert "inferred from its wording" in page(timeline, "index").body
    assert "· inferred</p>" in page(timeline, "sentences").body


@pytest.mark.parametrize("timeline", [everything(), hostile(), demo_tale("tuesday-desk"), tale(Told(PARTIES))])
def test_the_page_is_valid_and_not_searched(timeline: Timeline) -> None:
    """Valid HTML, no id twice, no level skipped, old wordings out of the search."""
    made = page(timeline, "sentences")
    html5lib.HTMLParser(strict=True).parseFragment(made.body)
    reader = Reader(made.body)
    assert reader.levels[0] == reader.levels.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(reader.levels, reader.levels[1:], strict=False))
    assert len(reader.ids) == len(set(reader.ids))
    assert {heading.anchor for heading in made.headings} <= set(reader.ids)
    assert not made.searchable
