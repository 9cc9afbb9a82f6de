"""Calendars (RFC 5545) with the next review of each alliance, as a day without an hour and without an alarm.

An event says which alliance it is about and nothing else of it. Its name stays when the date moves, so that a calendar
moves the event too.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from alliance_docs import texts
from alliance_docs.page import Asset
from alliance_docs.pages.addresses import CALENDAR, agreement_address, calendar_address, full_link
from alliance_docs.pages.moments import moments
from alliance_docs.pages.names import lasting_name
from alliance_docs.revisions import Timeline
from alliance_docs.wording import as_date

if TYPE_CHECKING:
    from icalendar import Event

_MADE_BY = "-//alliance-docs//EN"


def calendars(timelines: Iterable[Timeline], site_url: str = "") -> Iterator[Asset]:
    """The calendar of each alliance that has a next review, then one of them all."""
    planned = [timeline for timeline in timelines if next_review(timeline)]
    for timeline in planned:
        yield Asset(calendar_address(timeline.id), _calendar([timeline], site_url))
    if planned:
        yield Asset(CALENDAR, _calendar(planned, site_url))


def next_review(timeline: Timeline) -> date | None:
    """The day of the next review; None when none is set, it is no date, or the alliance has ended."""
    alliance = timeline.alliance
    return None if alliance.state == "ended" else as_date(alliance.value("reviews/next"))


def _calendar(timelines: Iterable[Timeline], site_url: str) -> bytes:
    from icalendar import Calendar  # noqa: PLC0415 - slow to import, and only sites with reviews need it

    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    for timeline in timelines:
        calendar.add_component(_event(timeline, site_url))
    written: bytes = calendar.to_ical()
    return written


def _event(timeline: Timeline, site_url: str) -> "Event":
    from icalendar import Event  # noqa: PLC0415 - as above

    day = next_review(timeline)
    assert day is not None, "only alliances with a next review are here"  # noqa: S101 - says what mypy cannot know
    event = Event()
    first = next((revision.short for revision in timeline.revisions), "")
    event.add("uid", str(lasting_name("review", timeline.id, first)))
    event.add("dtstamp", _stamp(timeline, day))
    event.add("dtstart", day)
    event.add("summary", f"Review: {texts.one_line(timeline.alliance.title)}")
    event.add("transp", "TRANSPARENT")  # a day with a review is not a busy day
    if site_url:
        event.add("url", full_link(agreement_address(timeline.id), "", site_url))
    return event


def _stamp(timeline: Timeline, day: date) -> datetime:
    """When the event was last written: with the newest commit, never with the clock of whoever builds."""
    committed = [revision for revision in timeline.revisions if revision.commit]
    return max(moments(committed), default=datetime.combine(day, time(), UTC)).astimezone(UTC)
