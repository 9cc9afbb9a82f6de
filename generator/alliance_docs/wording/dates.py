"""Dates in words, in English whatever the machine's language, and never relative to today."""

from datetime import date, datetime

from alliance_docs.texts import one_line
from alliance_docs.wording.pieces import Day, Phrase

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(typed: str) -> Day:
    """A date as typed (`2024-04-28`) in words (`28 Apr 2024`); what is no date stays as typed."""
    found = as_date(typed)
    return Day(_in_words(found), typed) if found else Day(one_line(typed))


def moment(when: datetime | None) -> Day:
    """The day of a revision, on its author's own clock."""
    return Day(_in_words(when), when.isoformat()) if when else Day("unknown date")


def month(when: date) -> str:
    """The month of a day, for an axis of time: `Apr 2024`."""
    return f"{_MONTHS[when.month - 1]} {when.year}"


def year(when: datetime | None) -> str:
    """The year of a revision, for grouping."""
    return str(when.year) if when else "Unknown date"


def period(begin: datetime | None, end: datetime | None) -> Phrase:
    """From when until when something stood, without saying the same year twice: `from 16 Oct to 6 Nov 2025`."""
    if begin is None or end is None:
        return ("from ", moment(begin), " to ", moment(end))
    if begin.date() == end.date():
        return ("on ", moment(begin))
    first = moment(begin)
    if begin.year == end.year:
        first = Day(f"{begin.day} {_MONTHS[begin.month - 1]}", first.iso)
    return ("from ", first, " to ", moment(end))


def as_date(typed: str) -> date | None:
    """The date that was typed, or None."""
    try:
        return date.fromisoformat(typed) if len(typed) == len("2024-04-28") else None
    except ValueError:
        return None


def _in_words(when: date) -> str:
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"
