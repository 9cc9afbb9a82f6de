"""The life of each clause: a line under it on the agreement, and a page of every sentence there ever was."""

import re
from itertools import pairwise

import html5lib
import pytest

from alliance_docs.assent.telling import provenance_words
from alliance_docs.changes.lineage import lineages
from alliance_docs.page import Page
from alliance_docs.pages import alliance_pages
from alliance_docs.pages.addresses import anchor
from alliance_docs.pages.clauses import NOT_SHOWN
from alliance_docs.revisions import Timeline
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


def lines_of_life(body: str) -> dict[str, str]:
    """By the anchor it leads to, each line about the life of a clause, folds and all."""
    found = re.findall(r'<footer class="al-life".*?</footer>', body, re.DOTALL)
    return {re.findall(r'href="sentences.html#([^"]+)"', one)[-1]: one for one in found}


@pytest.mark.parametrize("timeline", [demo_tale("harbour-street"), demo_tale("tuesday-desk"), everything()])
def test_every_clause_says_since_when_it_holds_and_how_often_it_changed(timeline: Timeline) -> None:
    """The very words that lineage gives, once for each clause that is shown, those in the head of the page included."""
    lives = lines_of_life(page(timeline, "index").body)
    told = {anchor(life.clause): life for life in lineages(timeline) if not life.removed}
    shown = [anchor(clause) for clause in timeline.alliance.clauses if clause.section not in NOT_SHOWN]
    assert sorted(lives) == sorted(shown)
    for place, line in lives.items():
        assert sentence_text(provenance_words(told[place].provenance)) in Reader(line).text, place


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


def many(clauses: int, times: int) -> Timeline:
    """A long history in which each revision rewords half of many promises."""
    text = "- {{id: p{}, owner: ana, text: I keep watch number {} until hour {}.}}\n"
    documents = []
    for turn in range(times):
        hours = [turn - (turn + place) % 2 for place in range(clauses)]
        documents.append("commitments:\n" + "".join(text.format(place, place, hour) for place, hour in enumerate(hours)))
    return tale(*documents)


def test_many_versions_are_links_so_that_a_page_stays_readable() -> None:
    """Of each sentence the newest stand in full, the earlier ones lead to their revisions; no version is missing."""
    timeline = many(90, 12)
    made = page(timeline, "sentences").body
    assert made.count("<") - made.count("</") < 3_700
    addresses = {one.address.rpartition("/r/")[2] for one in alliance_pages(timeline) if "/r/" in one.address}
    for life in lineages(timeline):
        entry = made[made.index(f'id="{anchor(life.clause)}"') :].partition("</section>")[0]
        said = [version for place, version in enumerate(life.versions) if place == 0 or not version.quiet]
        linked = re.findall(r'href="r/([^"]+)">revision (\d+)', entry)
        assert [int(number) for _, number in linked] == [version.revision.number for version in said[::-1]]
        assert {address for address, _ in linked} <= addresses
    assert "Earlier: " in made
    assert "Earlier" not in page(many(5, 12), "sentences").body


def test_no_heading_repeats_the_one_above() -> None:
    """A section that is one clause has one heading, which leads to the clause."""
    body = page(demo_tale("harbour-street"), "sentences").body
    assert '<h2 id="all-purpose"><a dir="auto" href="index.html#purpose">Purpose</a></h2>' in body
    headings = re.findall(r"<h[23][^>]*>(.*?)</h", body)
    assert all(Reader(above).text != Reader(below).text for above, below in pairwise(headings))


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
