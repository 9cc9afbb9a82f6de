"""The picture "How it moved": when an alliance changed, was mended and was looked at together, on one axis of time.

Never by person and without totals: it shows a course and counts nobody. It is drawn without a `viewBox`, across in per cent
and upwards in pixels, so that circles stay round and words readable at any width; colours are the style sheet's. The list of
revisions says the same in words, so nothing in it can be clicked.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs.model import Alliance
from alliance_docs.pages.axis import Axis
from alliance_docs.pages.moments import moments
from alliance_docs.pages.reviews import next_review
from alliance_docs.pages.templating import macro
from alliance_docs.revisions import Timeline
from alliance_docs.wording import as_date, day, month

_FEWEST = 3  # revisions; with fewer there is no course to see
_MOST_BARS = 60  # more of them run together on a phone
_TALLEST = 8  # steps; a bar grows no taller
_MOST_REPAIRS, _MOST_REVIEWS = 12, 18  # the newest; more overprint each other, and make the page heavy
_BEYOND = 190  # days before and after its revisions that a short history may have marks in; more would squeeze it


class Point(NamedTuple):
    """One revision, or all of some months: its day, and how much changed in it."""

    when: date
    changes: int


class Bar(NamedTuple):
    """A bar of so many steps, none where nothing changed in meaning; `shift` sets those of one day beside each other."""

    x: str
    height: int
    shift: int


class Repair(NamedTuple):
    """From a drop to the day it was repaired; an open one reaches to the newest revision, one beside another is lower."""

    x: str
    end: str
    open: bool
    lower: bool


class _Marks(NamedTuple):
    """What stands below the axis: begin and end of the repairs (None: open), reviews held, and the planned one."""

    repairs: Sequence[tuple[date, date | None]]
    held: Sequence[date]
    planned: date | None


def picture(timeline: Timeline, *, repairs: bool, small: bool = False) -> Markup:
    """The picture with its legend, or a small one without; nothing where there is no course to see.

    `repairs`: whether drops are in it, which they never are for the public.
    """
    points = _points(timeline)
    if len(points) < _FEWEST:
        return Markup("")
    axis, marks = _scene(points, _marks(timeline, repairs=repairs))
    if axis.begin == axis.end:
        return Markup("")
    together, span = _together(points)
    shown = {
        "bars": tuple(_bars(together, axis, cap=not span)),
        "span": span,
        "repairs": tuple(_repairs(marks, points[-1].when, axis)),
        "held": [axis.at(when) for when in marks.held],
        "planned": axis.at(marks.planned) if marks.planned else "",
        "labels": axis.labels(),
        "told": _told(points, marks),
    }
    return macro("picture.html", "picture", shown, 3 if small else 5, not small)


def _points(timeline: Timeline) -> list[Point]:
    """The committed revisions by date, whatever order their clocks were in."""
    committed = [revision for revision in timeline.revisions if revision.commit]
    times = moments(committed)
    found = (Point(when.date(), len(one.changes)) for one, when in zip(committed, times, strict=True))
    return sorted(found, key=lambda point: point.when)


def _marks(timeline: Timeline, *, repairs: bool) -> _Marks:
    alliance = timeline.alliance
    drops = sorted(_drops(alliance), key=lambda drop: drop[0]) if repairs else []
    held = {when for clause in alliance.section("reviews/held") if (when := as_date(clause.get("date")))}
    return _Marks(drops[-_MOST_REPAIRS:], sorted(held)[-_MOST_REVIEWS:], next_review(timeline))


def _drops(alliance: Alliance) -> Iterator[tuple[date, date | None]]:
    for drop in alliance.section("drops"):
        begin = as_date(drop.get("date")) or as_date(drop.get("acknowledged.date"))
        end = as_date(drop.get("restored"))
        if begin:
            yield begin, max(begin, end) if end else None


def _scene(points: Sequence[Point], marks: _Marks) -> tuple[Axis, _Marks]:
    """The axis that holds everything, and the marks without those so far off that they would squeeze all others."""
    first, last = points[0].when.toordinal(), points[-1].when.toordinal()
    reach = max(last - first, _BEYOND)
    near = range(first - reach, last + reach + 1)
    repairs = [drop for drop in marks.repairs if all(when.toordinal() in near for when in drop if when)]
    held = [when for when in marks.held if when.toordinal() in near]
    planned = marks.planned if marks.planned and marks.planned.toordinal() in near else None
    days = [points[0].when, points[-1].when, *held, *(when for drop in repairs for when in drop if when)]
    days += [planned] if planned else []
    return Axis(min(days), max(days)), _Marks(repairs, held, planned)


def _together(points: Sequence[Point]) -> tuple[Sequence[Point], str]:
    """The points themselves; where they are too many those of a longer and longer span as one, and the span's name."""
    if len(points) <= _MOST_BARS:
        return points, ""
    for months, span in ((1, "month"), (3, "quarter"), (12, "year")):
        together = _by_months(points, months)
        if len(together) <= _MOST_BARS:
            return together, span
    return _by_months(points, 120), "decade"


def _bars(points: Sequence[Point], axis: Axis, *, cap: bool) -> Iterator[Bar]:
    """The bars from left to right: of so many steps as there were changes, or as tall as the busiest lets them be."""
    busiest = max(point.changes for point in points)
    for x, same in groupby(points, key=lambda point: axis.at(point.when)):
        for shift, point in enumerate(same):
            yield Bar(x, min(point.changes, _TALLEST) if cap else -(-_TALLEST * point.changes // max(busiest, 1)), shift)


def _repairs(marks: _Marks, newest: date, axis: Axis) -> Iterator[Repair]:
    """Those that overlap lie in two lanes."""
    taken = date.min
    for begin, end in marks.repairs:
        until = end or max(newest, begin)
        lower = begin <= taken
        taken = taken if lower else until
        yield Repair(axis.at(begin), axis.at(until), end is None, lower)


def _by_months(points: Sequence[Point], months: int) -> list[Point]:
    """The points of each so many months as one, at the first of them."""
    found = []
    for _, group in groupby(points, key=lambda point: (point.when.year * 12 + point.when.month - 1) // months):
        same = list(group)
        found.append(Point(same[0].when, sum(point.changes for point in same)))
    return found


def _told(points: Sequence[Point], marks: _Marks) -> str:
    """The course in words, for those who do not see it."""
    first, last = (day(point.when.isoformat()) for point in (points[0], points[-1]))
    later = _by_months(points[1:], 1)
    busiest = max(later, key=lambda point: point.changes)
    most = f", with the most changes in {month(busiest.when)}" if len(later) > 1 and busiest.changes else ""
    sentences = [f"From {first} to {last}{most}."]
    if marks.repairs:
        is_open = any(end is None for _, end in marks.repairs)
        sentences.append("A repair is still open." if is_open else "What was dropped has been repaired.")
    if marks.planned:
        sentences.append(f"The next review is planned for {day(marks.planned.isoformat())}.")
    return " ".join(sentences)
