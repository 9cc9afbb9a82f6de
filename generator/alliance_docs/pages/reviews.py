"""Calendars (RFC 5545) with the next review of each alliance, as a day without an hour and without an alarm.

An event says which alliance it is about and nothing else of it. Its name stays when the date moves, so that a calendar
moves the event too.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from alliance_docs import texts
from alliance_docs.keeping.remembered import remembered
from alliance_docs.page import Asset, Attachment
from alliance_docs.pages.addresses import CALENDAR, agreement_address, calendar_address, full_link
from alliance_docs.pages.moments import moments
from alliance_docs.pages.names import lasting_name
from alliance_docs.revisions import Timeline
from alliance_docs.wording import as_date

if TYPE_CHECKING:
    from icalendar import Event

_MADE_BY = "-//alliance-docs//EN"
_EVENT, _END = b"BEGIN:VEVENT\r\n", b"END:VCALENDAR\r\n"


class Review(NamedTuple):
    """The next review of an alliance as an event; `url` is "" where the site's own address is not known."""

    name: str
    written: datetime
    day: date
    title: str
    url: str


def calendars(timelines: Iterable[Timeline], site_url: str = "") -> Iterator[Asset]:
    """The calendar of each alliance that has a next review, then one of them all."""
    each = [made for timeline in timelines if (made := calendar_of(timeline, site_url))]
    yield from each
    yield from calendar_of_all(each)


def calendar_of(timeline: Timeline, site_url: str) -> Attachment | None:
    """The calendar of an alliance that has a next review."""
    review = review_of(timeline, site_url)
    return Attachment(calendar_address(timeline.id), _remembered(review)) if review else None


def calendar_of_all(each: Sequence[Attachment]) -> Iterator[Asset]:
    """The calendar of all alliances, if there is any review to come: the events of their own calendars, as they are."""
    if each:
        head, _, _ = each[0].content.partition(_EVENT)
        events = (one.content[one.content.index(_EVENT) : -len(_END)] for one in each)
        yield Attachment(CALENDAR, b"".join((head, *events, _END)))


def review_of(timeline: Timeline, site_url: str) -> Review | None:
    """The event of an alliance that has a next review."""
    day = next_review(timeline)
    if day is None:
        return None
    first = next((revision.short for revision in timeline.revisions), "")
    return Review(
        name=str(lasting_name("review", timeline.id, first)),
        written=_stamp(timeline, day),
        day=day,
        title=f"Review: {texts.one_line(timeline.alliance.title)}",
        url=full_link(agreement_address(timeline.id), "", site_url) if site_url else "",
    )


def next_review(timeline: Timeline) -> date | None:
    """The day of the next review; None when none is set, it is no date, or the alliance has ended."""
    alliance = timeline.alliance
    return None if alliance.state == "ended" else as_date(alliance.value("reviews/next"))


def _remembered(review: Review) -> bytes:
    """The calendar of a review; after an edit the library is loaded only where that changed anything of it."""
    words = (review.name, review.written.isoformat(), review.day.isoformat(), review.title, review.url)
    read = partial(str.encode, errors="surrogateescape")
    return remembered("calendar", words, lambda: _calendar(review).decode(errors="surrogateescape"), read)


def _calendar(review: Review) -> bytes:
    from icalendar import Calendar  # noqa: PLC0415 - slow to import, and seldom needed

    made = Calendar()
    made.add("prodid", _MADE_BY)
    made.add("version", "2.0")
    made.add_component(_event(review))
    written: bytes = made.to_ical()
    return written


def _event(review: Review) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - as above

    event = Event()
    event.add("uid", review.name)
    event.add("dtstamp", review.written)
    event.add("dtstart", review.day)
    event.add("summary", review.title)
    event.add("transp", "TRANSPARENT")  # a day with a review is not a busy day
    if review.url:
        event.add("url", review.url)
    return event


def _stamp(timeline: Timeline, day: date) -> datetime:
    """When the event was last written: with the newest commit, never with the clock of whoever builds."""
    committed = [revision for revision in timeline.revisions if revision.commit]
    return max(moments(committed), default=datetime.combine(day, time(), UTC)).astimezone(UTC)
