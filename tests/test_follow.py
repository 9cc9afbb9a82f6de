"""Feeds and calendars are valid, tell nothing but what the pages tell, and name the same things alike for ever."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from alliance_docs.audience import Audience
from alliance_docs.page import Asset
from alliance_docs.pages import feed, reviews
from alliance_docs.pages.feed import Entry, Share, feed_of_all, feeds, is_followed
from alliance_docs.pages.reviews import calendars, next_review
from alliance_docs.privacy.view import view
from alliance_docs.revisions import Message, Timeline
from alliance_docs.wording import summarise
from tests.tales import FIRST_EVENING, PARTIES, Told, tale

ATOM = "{http://www.w3.org/2005/Atom}"
WALK = "commitments:\n- {id: walk, title: Walking, owner: ana, text: I walk a mile.}\n"
REVIEW = "reviews: {every: 3 months, next: 2024-04-14}\n"
SITE = "https://example.org/ours"


def named(timeline: Timeline, name: str) -> Timeline:
    """The timeline of an alliance with another id."""
    return replace(timeline, alliance=replace(timeline.alliance, id=name))


def walking() -> Timeline:
    """Three changes, one tidying, and edits that are not committed."""
    two, three = WALK.replace("a mile", "two miles"), WALK.replace("a mile", "three miles")
    return tale(
        Told(PARTIES + WALK, "Begin", by="Ana and Bruno"),
        Told(f"# tidied\n{PARTIES}{WALK}", "Tidy up"),
        Told(PARTIES + two, "Go further", by="Bruno"),
        Told(PARTIES + three, "And further"),
        draft=three.replace("three", "four"),
    )


def by_address(assets: Iterable[Asset]) -> dict[str, bytes]:
    """The content of each file."""
    return {asset.address: asset.content for asset in assets}


def parsed(content: bytes) -> ET.Element:
    """A feed as a feed reader gets it."""
    return ET.fromstring(content)  # noqa: S314 - we wrote it


def entries(*timelines: Timeline, address: str = "alliances/tale/feed.xml", site_url: str = "") -> list[ET.Element]:
    """The entries of one feed."""
    return parsed(by_address(feeds(timelines, site_url))[address]).findall(f"{ATOM}entry")


def texts_of(nodes: Iterable[ET.Element], name: str) -> list[str]:
    """The text of one child of each."""
    return [node.findtext(f"{ATOM}{name}") or "" for node in nodes]


def links(entry: ET.Element) -> list[str | None]:
    """Where the links of an entry lead."""
    return [link.get("href") for link in entry.findall(f"{ATOM}link")]


# Feeds


def test_a_feed_tells_what_changed_and_nothing_else() -> None:
    """The newest first, with subject, summary, author date, authors and page; not the tidying, not what is uncommitted."""
    timeline = walking()
    found = entries(timeline)
    assert texts_of(found, "title") == ["And further", "Go further", "Begin"]
    told = [timeline.revisions[place] for place in (3, 2, 0)]
    assert texts_of(found, "summary") == [str(summarise(revision, timeline)) for revision in told]
    assert [datetime.fromisoformat(text) for text in texts_of(found, "updated")] == [revision.when for revision in told]
    assert [[name.text for name in entry.iter(f"{ATOM}name")] for entry in found] == [["Ana"], ["Bruno"], ["Ana", "Bruno"]]
    assert [links(entry) for entry in found] == [[f"r/{revision.short}.html"] for revision in told]


def is_valid(feed: ET.Element) -> bool:
    """Whether what RFC 4287 asks of a feed and of its entries is there, once, in a form it allows."""
    for node in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(node.findall(f"{ATOM}{name}")) == 1
            assert node.findtext(f"{ATOM}{name}")
        assert (node.findtext(f"{ATOM}id") or "").startswith("urn:uuid:")
        assert datetime.fromisoformat(node.findtext(f"{ATOM}updated") or "").tzinfo
        relations = [link.get("rel") for link in node.findall(f"{ATOM}link")]
        assert relations.count("alternate") == 1
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in feed.findall(f"{ATOM}entry"))
    ids = [node.text for node in feed.iter(f"{ATOM}id")]
    return feed.tag == f"{ATOM}feed" and len(ids) == len(set(ids))


@pytest.mark.parametrize("site_url", ["", SITE, f"{SITE}/"])
def test_every_feed_is_valid_and_its_ids_stay_the_same(site_url: str) -> None:
    """Wherever the site stands, and whenever it is built."""
    timelines = [walking(), named(walking(), "other")]
    made = by_address(feeds(timelines, site_url))
    assert sorted(made) == ["alliances/other/feed.xml", "alliances/tale/feed.xml", "feed.xml"]
    assert all(is_valid(parsed(content)) for content in made.values())
    elsewhere = by_address(feeds(timelines, "https://example.net/"))
    for address, content in made.items():
        assert texts_of(parsed(content).iter(), "id") == texts_of(parsed(elsewhere[address]).iter(), "id")
    assert made == by_address(feeds(timelines, site_url))


def test_links_are_in_full_where_the_site_is_known() -> None:
    """Otherwise they are relative to the feed."""
    timeline = walking()
    page = f"alliances/tale/r/{timeline.revisions[3].short}.html"
    assert links(entries(timeline, site_url=SITE)[0]) == [f"{SITE}/{page}"]
    assert links(entries(timeline, address="feed.xml")[0]) == [page]


def test_the_feed_of_the_site_names_the_alliance_and_follows_each_one_s_order() -> None:
    """Alliances among each other by time; within one the later revision stays the later one, whatever its clock said."""
    late = walking()
    early = replace(late.revisions[3], when=FIRST_EVENING - timedelta(days=900))
    late = replace(late, revisions=(*late.revisions[:3], early, *late.revisions[4:]))
    other = named(tale(WALK), "other")
    found = entries(late, other, address="feed.xml")
    assert texts_of(found, "title") == [
        f"Ana and Bruno · {subject}" for subject in ("And further", "Go further", "Begin", "Talk it over")
    ]


def test_a_date_that_nobody_knows_is_that_of_the_revision_before() -> None:
    """And of the one after where there is none before; without any the beginning of time."""
    timeline = walking()
    undated = [replace(timeline.revisions[place], when=None) for place in (0, 3)]
    some = replace(timeline, revisions=(undated[0], *timeline.revisions[1:3], undated[1]))
    when = [timeline.revisions[place].when for place in (2, 2, 1)]
    assert [datetime.fromisoformat(text) for text in texts_of(entries(some), "updated")] == when
    none = replace(timeline, revisions=tuple(replace(revision, when=None) for revision in timeline.revisions))
    assert set(texts_of(entries(none), "updated")) == {"1970-01-01T00:00:00+00:00"}


def test_whatever_people_wrote_is_text_in_a_feed() -> None:
    """Markup, addresses and characters that XML cannot hold do no harm."""
    evil = "</title><script>x</script> & \x0b \ufffe ana@example.org"
    timeline = tale(Told(PARTIES + WALK, evil, by="Ana <i>"), Told(PARTIES + WALK.replace("Walking", "'<b>&'"), evil))
    content = by_address(feeds([timeline]))["alliances/tale/feed.xml"]
    assert b"<script" not in content
    assert b"@example.org" not in content
    assert is_valid(parsed(content))
    assert texts_of(entries(timeline), "title")[0].startswith("</title><script>x</script> & ")


def test_a_message_that_is_left_out_is_not_told() -> None:
    """Its authors are."""
    timeline = walking()
    hidden = replace(timeline.revisions[0], message=Message(), message_left_out=True)
    found = entries(replace(timeline, revisions=(hidden, *timeline.revisions[1:])))[-1]
    assert found.findtext(f"{ATOM}title") == "Message left out"
    assert found.findtext(f"{ATOM}author/{ATOM}name") == "Ana"


def test_what_is_hidden_from_the_public_is_no_entry() -> None:
    """A revision that changed nothing else has none, and the parties have one."""
    document = PARTIES.replace("title:", "audience: public\ntitle:") + WALK
    hidden = "- {id: quiet, owner: bruno, private: true, text: I keep the key to the shed.}\n"
    timeline = tale(Told(document, "Begin"), Told(document + hidden, "The key to the shed"))
    public = view(timeline, Audience.PUBLIC)
    assert texts_of(entries(timeline), "title") == ["The key to the shed", "Begin"]
    assert texts_of(entries(public), "title") == ["Begin"]
    assert not any(b"shed" in asset.content for asset in feeds([public]))


def test_where_nothing_changed_there_is_no_feed() -> None:
    """An alliance that is not committed yet has nothing to follow; nor has a site without alliances."""
    draft = tale(draft=WALK)
    assert not is_followed(draft)
    assert list(feeds([draft])) == []


def test_a_long_history_is_told_by_its_newest_hundred() -> None:
    """A feed is for what comes next."""
    documents = [PARTIES + WALK.replace("a mile", f"{n} miles") for n in range(120)]
    timeline = tale(*(Told(text, f"Walk {n}") for n, text in enumerate(documents)))
    assert texts_of(entries(timeline), "title") == [f"Walk {n}" for n in range(119, 19, -1)]
    assert len(entries(timeline, named(timeline, "other"), address="feed.xml")) == 100


def shared(name: str, hours: list[int]) -> Share:
    """What an alliance with a change at each of these hours gives to the feed of all."""
    moments = [FIRST_EVENING + timedelta(hours=hour) for hour in sorted(hours)]
    told = [
        Entry(f"{name} {place}", "", "", "x.html", moment, ("Ana",), (moment, name, place))
        for place, moment in enumerate(moments)
    ]
    return Share.of(FIRST_EVENING, "0" * 12, moments[-1], reversed(told))


@settings(max_examples=25)
@given(st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=90), min_size=1, max_size=6))
def test_the_feed_of_all_has_the_newest_hundred(hours: list[list[int]]) -> None:
    """Whoever has none of them is not asked, and nobody who has one is passed over."""
    shares = [shared(str(place), each) for place, each in enumerate(hours)]
    (asset,) = feed_of_all(shares, "")
    newest_first = sorted((entry for one in shares for entry in one.entries), key=lambda entry: entry.order, reverse=True)
    assert texts_of(parsed(asset.content).findall(f"{ATOM}entry"), "id") == [entry.id for entry in newest_first[:100]]


def test_the_feed_of_all_is_remembered_until_something_new_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that after an edit nobody is asked for what everybody told before."""
    shares = [shared("one", [1, 2]), shared("two", [3])]
    first = list(feed_of_all(shares, ""))
    monkeypatch.setattr(feed, "_of_all", lambda *_: b"anew")
    assert list(feed_of_all(shares, "")) == first
    for others in (shares[:1], [shares[0], shared("two", [4])], [replace(shares[0], key="another"), shares[1]]):
        assert [asset.content for asset in feed_of_all(others, "")] == [b"anew"]
    assert [asset.content for asset in feed_of_all(shares, SITE)] == [b"anew"]


# Calendars


def events(*timelines: Timeline, address: str = "reviews.ics", site_url: str = "") -> list[Event]:
    """The events of one calendar."""
    return Calendar.from_ical(by_address(calendars(timelines, site_url))[address]).events


def test_a_calendar_has_the_day_of_the_next_review_and_no_more() -> None:
    """All day, without an alarm; written at the time of the newest commit, so that two builds are alike."""
    timeline = tale(WALK, WALK + REVIEW)
    (event,) = events(timeline, address="alliances/tale/review.ics")
    assert sorted(event) == ["DTSTAMP", "DTSTART", "SUMMARY", "TRANSP", "UID"]
    assert event["SUMMARY"] == "Review: Ana and Bruno"
    assert event.start == date(2024, 4, 14)
    assert event.stamp == FIRST_EVENING + timedelta(days=7)
    assert event.subcomponents == []
    assert list(calendars([timeline])) == list(calendars([timeline]))


def test_a_calendar_is_remembered_until_its_review_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that an edit of anything else need not load the library, which is slow."""
    timeline = tale(WALK + REVIEW)
    first = list(calendars([timeline]))
    monkeypatch.setattr(reviews, "_calendar", {}.__getitem__)  # never asked
    assert list(calendars([timeline])) == first
    for other, site_url in ((timeline, SITE), (tale(WALK, WALK + REVIEW), ""), (named(timeline, "other"), "")):
        with pytest.raises(KeyError):
            list(calendars([other], site_url))


def test_the_calendar_of_all_is_as_if_it_had_been_written_at_once() -> None:
    """It is put together of those of each; a title that looks like the end of an event ends none."""
    timeline = tale(WALK + REVIEW)
    odd = tale(Told("title: 'END:VCALENDAR BEGIN:VEVENT'\nparties: [{id: ana, name: Ana}]\n" + REVIEW))
    each = [named(timeline, "one"), named(odd, "two"), named(timeline, "three")]
    whole = by_address(calendars(each, SITE))["reviews.ics"]
    assert Calendar.from_ical(whole).to_ical() == whole
    assert len(events(*each)) == len(each)


def test_an_event_keeps_its_name_when_its_day_moves() -> None:
    """And every alliance has a name of its own, wherever the site stands."""
    before, after = tale(WALK + REVIEW), tale(WALK + REVIEW, WALK + REVIEW.replace("04-14", "05-12"))
    assert events(before)[0]["UID"] == events(after, site_url=SITE)[0]["UID"]
    assert len({event["UID"] for event in events(after, named(after, "other"))}) == 2


def test_an_event_leads_to_the_agreement_where_the_site_is_known() -> None:
    """A calendar cannot follow a relative link."""
    assert events(tale(WALK + REVIEW), site_url=SITE)[0]["URL"] == f"{SITE}/alliances/tale/index.html"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (WALK + REVIEW, date(2024, 4, 14)),
        (WALK, None),
        (WALK + "reviews: {next: in spring}\n", None),
        (WALK + "reviews: {every: 3 months}\n", None),
        (WALK + REVIEW + "status: paused\n", date(2024, 4, 14)),
        (WALK + REVIEW + "status: ended\n", None),
    ],
)
def test_without_a_day_to_come_there_is_no_calendar(document: str, expected: date | None) -> None:
    """No date, no event; what has ended is not reviewed."""
    timeline = tale(document)
    assert next_review(timeline) == expected
    assert bool(list(calendars([timeline]))) == bool(expected)


def test_a_review_that_is_not_committed_yet_is_in_the_calendar() -> None:
    """With the day itself for want of a commit's clock."""
    (event,) = events(tale(draft=WALK + REVIEW))
    assert event.stamp == datetime(2024, 4, 14, tzinfo=UTC)


def test_a_clock_of_another_zone_is_written_in_that_of_all() -> None:
    """As the format asks."""
    timeline = tale(WALK + REVIEW)
    revision = replace(timeline.revisions[0], when=datetime(2024, 1, 14, 1, tzinfo=timezone(timedelta(hours=2))))
    assert b"DTSTAMP:20240113T230000Z" in next(calendars([replace(timeline, revisions=(revision,))])).content
