"""Who agrees to what stands on the agreement; what changed since they did stands on a page of its own."""

import re
from dataclasses import replace

import html5lib
import pytest

from alliance_docs.assent.digest import digest
from alliance_docs.assent.state import assents
from alliance_docs.audience import Audience
from alliance_docs.page import Page
from alliance_docs.pages import alliance_pages, site_pages
from alliance_docs.privacy.view import view
from alliance_docs.revisions import Timeline
from tests.tales import Told, change_of, tale
from tests.test_pages import Reader, book, everything, hostile

THREE = "title: Us\nparties:\n- {id: ana, name: Ana}\n- {id: ben, name: Ben}\n- {id: cem, name: Cem, left: 2024-03-01}\n"
PROMISE = "commitments:\n- {id: call, owner: ana, title: Calling, text: I call on Sundays at ten.}\npurpose: Rest.\n"
YESES = "assent:\n- {party: ana, date: 2024-01-14}\n- {party: ben, date: 2024-01-14}\n"
BEGUN = f"{THREE}status: active\n{PROMISE}{YESES}"


def story(*later: str, trailers: tuple[tuple[str, str], ...] = ()) -> Timeline:
    """Two parties who said yes, and what was written after that."""
    return tale(
        Told(BEGUN, by="Ana and Ben"),
        *(Told(text, f"Step {place}", trailers=trailers) for place, text in enumerate(later, 1)),
    )


def pages(timeline: Timeline, audience: Audience = Audience.PARTIES, whole: Timeline | None = None) -> dict[str, Page]:
    """The pages of an alliance by the last two parts of their addresses."""
    made = alliance_pages(timeline, audience=audience, whole=whole)
    return {page.address.removeprefix("alliances/tale/").removeprefix("alliances/us/"): page for page in made}


def facts(timeline: Timeline, audience: Audience = Audience.PARTIES) -> list[str]:
    """The facts about yeses on top of the agreement, as text."""
    body = pages(timeline, audience)["index.html"].body
    top = body[body.index("al-facts") : body.index("al-links")]
    return [Reader(line).text for line in re.findall(r"<li>(.*?)</li>", top) if "al-sign" in line]


REWORDED = BEGUN.replace("at ten", "at nine")


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (BEGUN, ["✓ Ana agrees to this version", "✓ Ben agrees to this version", "– Cem left on 1 Mar 2024"]),
        (REWORDED, ["◔ Ana agreed to an earlier version, 1 change since", "✓ Ben agrees to this version, news since"]),
        (
            BEGUN.replace(YESES, "assent:\n- {party: ana, date: 2024-01-14}\n"),
            ["✓ Ana agrees to this version, news since", "○ Ben has taken the yes back, how to say yes"],
        ),
    ],
)
def test_each_party_has_a_line_in_words(later: str, expected: list[str]) -> None:
    """A sign and a sentence, and the way to what changed since."""
    assert facts(story(later))[: len(expected)] == expected


def test_a_yes_that_is_missing_is_told_of_what_is_active_and_not_of_a_draft() -> None:
    """A draft waits for everybody anyway, and the public is not told how to say yes."""
    assert facts(tale(Told(THREE + PROMISE))) == []
    active = tale(Told(f"{THREE}status: active\n{PROMISE}"))
    assert facts(active)[0] == "○ Ana has not said yes yet, how to say yes"
    assert facts(active, Audience.PUBLIC)[0] == "○ Ana has not said yes yet"


def test_many_parties_are_one_line_with_the_rest_folded() -> None:
    """Above five, so that the agreement still begins on the first screen."""
    names = [f"p{place}" for place in range(6)]
    parties = "".join(f"- {{id: {name}, name: {name.upper()}}}\n" for name in names)
    yeses = "".join(f"- {{party: {name}, date: 2024-01-14}}\n" for name in names[:3])
    body = pages(tale(Told(f"title: Us\nparties:\n{parties}{PROMISE.replace('ana', 'p0')}assent:\n{yeses}")))[
        "index.html"
    ].body
    assert "<summary>Three of six agree to this version</summary>" in body
    assert body.count("has not said yes yet") == 3


@pytest.mark.parametrize(
    ("later", "words"),
    [(BEGUN, "both agree to this version"), (REWORDED, "one of two agrees to this version"), (THREE + PROMISE, "")],
)
def test_the_index_says_how_many_agree(later: str, words: str) -> None:
    """In words, and only where yeses are told."""
    body = next(iter(site_pages(book(story(later) if words else tale(Told(later)))))).body
    assert ("al-agreed" in body) == bool(words)
    assert words in body


# Since somebody said yes


def articles(body: str) -> list[str]:
    """The change blocks of a body."""
    return re.findall(r"<article.*?</article>", body, re.DOTALL)


def test_what_needs_a_yes_stands_first_and_news_apart() -> None:
    """Taken together, in the blocks of the revision page, with the steps in between and what did not change."""
    later = REWORDED.replace(
        "purpose: Rest.\n", "purpose: Rest.\ndrops:\n- {id: d, owner: ana, acknowledged: {text: I forgot.}}\n"
    )
    body = pages(story(later))["since/ana.html"].body
    order = ["Needs <bdi>Ana</bdi>’s yes", ">nine", "News, needs no yes", "I forgot.", "The step in between", "Step 1"]
    places = [body.index(words) for words in order]
    assert places == sorted(places)
    assert "Everything else is unchanged: " in body


def test_two_rewordings_are_one_redline_with_two_steps() -> None:
    """The net effect; each step is a link."""
    body = pages(story(REWORDED, BEGUN.replace("at ten", "at eight")))["since/ana.html"].body
    assert len(articles(body)) == 1
    assert ">nine" not in body
    assert "The 2 steps in between" in body


def test_each_step_says_why_where_somebody_wrote_it_down() -> None:
    """In the words of its message; a step without any says nothing, one whose message is left out neither."""
    steps = [
        Told(BEGUN.replace("at ten", f"at {hour}"), f"Step {hour}", why) for hour, why in (("six", "I tire."), ("five", ""))
    ]
    timeline = tale(Told(BEGUN, by="Ana and Ben"), *steps)
    body = pages(timeline)["since/ana.html"].body
    assert body.index("Step six") < body.index("<b>Why</b> <p>I tire.</p>") < body.index("Step five")
    assert body.count("al-why") == 1
    assert "No reason" not in body
    withheld = (*timeline.revisions[:1], *(replace(one, message_left_out=True) for one in timeline.revisions[1:]))
    body = pages(replace(timeline, revisions=withheld))["since/ana.html"].body
    assert body.count("Message left out") == 2
    assert "al-why" not in body


def test_the_blocks_equal_those_of_the_revision_page() -> None:
    """One step since the yes: the same blocks, word for word."""
    made = pages(story(REWORDED))
    revision = next(page for name, page in list(made.items())[::-1] if name.startswith("r/"))
    assert articles(made["since/ana.html"].body) == articles(revision.body) != []


def test_as_many_blocks_as_the_agreement_counts() -> None:
    """`2 changes since` leads to two blocks."""
    later = REWORDED.replace("Rest.", "Rest and walk.")
    timeline = story(later)
    body = pages(timeline)["since/ana.html"].body
    needs = body[body.index('id="needs-yes"') : body.index('id="steps"')]
    assert facts(timeline)[0].endswith("2 changes since")
    assert len(articles(needs)) == len(assents(timeline)[0].clauses) == 2


def test_nothing_new_is_said_in_words() -> None:
    """An unchanged agreement, and one in which nothing needs this party's yes."""
    assert "<p>Nothing has changed since.</p>" in pages(story())["since/ana.html"].body
    assert "<p>Nothing since needs <bdi>Ben</bdi>’s yes.</p>" in pages(story(REWORDED))["since/ben.html"].body


def test_what_is_declared_editorial_stands_apart_with_who_said_so() -> None:
    """It needs no yes, and it is not hidden among the news."""
    body = pages(story(REWORDED, trailers=(("Editorial", "yes"),)))["since/ana.html"].body
    assert '<h2 id="editorial">Declared editorial</h2>' in body
    assert 'So said <bdi>Ana</bdi> in <a href="../r/' in body


def test_how_to_say_yes_is_for_the_parties_whose_yes_is_missing() -> None:
    """Two lines to paste and the command; not for who agrees, nor for the public, who sees no digest either."""
    timeline = story(BEGUN.replace(YESES, "assent:\n- {party: ben, date: 2024-01-14}\n"))
    body = pages(timeline)["since/ana.html"].body
    assert "<pre><code>- party: ana\n  date: YYYY-MM-DD</code></pre>" in body
    assert "<code>alliance agree ana tale</code>" in body
    assert "take out a line <code>to:</code>" in pages(story(REWORDED))["since/ana.html"].body
    assert "How to say yes" not in pages(timeline)["since/ben.html"].body
    assert "How to say yes" not in pages(timeline, Audience.PUBLIC)["since/ana.html"].body


def test_who_left_has_no_page_and_odd_ids_have_their_own() -> None:
    """Nothing is asked of somebody who left; no page takes another one's place."""
    assert "since/cem.html" not in pages(story())
    parties = "".join(f"- {{id: {name}, name: {name}}}\n" for name in ("a_b", "a-b"))
    made = pages(tale(Told(f"title: Us\nparties:\n{parties}{PROMISE.replace('ana', 'a_b')}status: active\n")))
    assert {"since/a-b.html", "since/a-b-2.html"} <= set(made)


def test_the_public_learns_of_no_digest_and_of_nothing_before_it_was_public() -> None:
    """A yes to a text that nobody can find is a missing one; a hidden base is said, and what changed since is named."""
    unknown = BEGUN.replace("ana, date: 2024-01-14}", "ana, date: 2024-01-14, to: 'v1:123456789012'}")
    assert "123456789012" in " ".join(facts(tale(Told(unknown))))
    assert "123456789012" not in " ".join(page.body for page in pages(tale(Told(unknown)), Audience.PUBLIC).values())
    whole = story(f"audience: public\n{REWORDED}")
    seen = view(whole, Audience.PUBLIC)
    body = pages(seen, Audience.PUBLIC, whole)["since/ana.html"].body
    assert "What they agreed to is not shown here." in body
    assert 'Changed since: <a class="al-t" href="../index.html#commitments--call">Calling</a>.' in body
    assert "ten" not in Reader(body).text.split()


def test_a_yes_with_a_digest_survives_what_a_squash_does() -> None:
    """The since-page compares with the revision that the digest finds."""
    timeline = story()
    to = digest(timeline.alliance, "ana")
    later = REWORDED.replace("ana, date: 2024-01-14}", f"ana, date: 2024-01-14, to: '{to}'}}")
    assert "nine" in pages(story(later))["since/ana.html"].body


def test_the_last_review_has_a_page_too() -> None:
    """With what changed since it was written down; the agreement leads there. Without a review there is none."""
    held = "reviews:\n  next: 2024-09-01\n  held:\n  - {date: 2024-01-20, kept: All of it.}\n"
    timeline = tale(Told(BEGUN, by="Ana and Ben"), Told(BEGUN + held), Told(REWORDED + held))
    body = pages(timeline)["since/review.html"].body
    assert 'was held on <time datetime="2024-01-20">20 Jan 2024</time>' in body
    assert len(articles(body)) == 1
    assert '<a href="since/review.html">changes since the last one</a>' in pages(timeline)["index.html"].body
    assert "since/review.html" not in pages(story())


@pytest.mark.parametrize("timeline", [story(REWORDED), everything(), hostile(), change_of("purpose: A.\n", "purpose: B.\n")])
def test_the_pages_are_valid_and_not_searched(timeline: Timeline) -> None:
    """Valid HTML, one heading of the first level, no level skipped, no id twice, nothing for the search."""
    made = [page for page in pages(timeline).values() if "/since/" in page.address]
    assert made
    for page in made:
        html5lib.HTMLParser(strict=True).parseFragment(page.body)
        reader = Reader(page.body)
        assert reader.levels[0] == reader.levels.count(1) == 1
        assert all(after <= before + 1 for before, after in zip(reader.levels, reader.levels[1:], strict=False))
        assert len(reader.ids) == len(set(reader.ids))
        assert {heading.anchor for heading in page.headings} <= set(reader.ids)
        assert not page.searchable


def test_many_steps_are_folded() -> None:
    """A long way is there for who wants it, without its reasons."""
    steps = (Told(BEGUN.replace("at ten", f"at {place}"), body="I tire.") for place in range(14))
    body = pages(tale(Told(BEGUN, by="Ana and Ben"), *steps))["since/ana.html"].body
    assert "The 14 steps in between" in body
    assert "<summary>Show them</summary>" in body
    assert "I tire." not in body
