"""An axis of time for a picture: where a day stands on it, in per cent, and the few words below it."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from alliance_docs.wording import day, month

_EDGE = 1.5  # per cent at each end, so that no mark is cut off
_MOST = 6  # words; more of them overprint each other on a phone
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)  # months from one word to the next
_YEARS_FROM = 36  # months; so long an axis has years below it


class Label(NamedTuple):
    """Words below the axis; `anchor` is which end of them stands at `x`, so that those at an end are not cut off."""

    x: str
    text: str
    anchor: str


class Axis(NamedTuple):
    """The time from one day to another that is not before it."""

    begin: date
    end: date

    def at(self, when: date) -> str:
        """Where a day stands, as `41.2%`."""
        return f"{_EDGE + self._share(when) * (100 - 2 * _EDGE):.1f}%"

    def labels(self) -> tuple[Label, ...]:
        """At most six: years on a long axis, months on a shorter one, the days at its ends on a very short one."""
        months = self._months()
        if len(months) > 1:
            yearly = all(when.month == 1 for when in months)
            return tuple(self._label(when, str(when.year) if yearly else _words(when, months[0])) for when in months)
        ends = dict.fromkeys((self.begin, self.end))
        return tuple(self._label(when, day(when.isoformat())) for when in ends)

    def _months(self) -> Sequence[date]:
        """The first days of the months to name, evenly spaced."""
        first, last = _number(self.begin), _number(self.end)
        smallest = 12 if last - first > _YEARS_FROM else 1
        for step in _STEPS:
            numbers = range(first + (-first) % step, last + 1, step)
            days = [found for number in numbers if (found := date(number // 12, number % 12 + 1, 1)) >= self.begin]
            if step >= smallest and len(days) <= _MOST:
                return days
        return ()

    def _label(self, when: date, text: str) -> Label:
        share = self._share(when)
        return Label(self.at(when), text, "start" if share < 0.08 else "end" if share > 0.92 else "middle")

    def _share(self, when: date) -> float:
        return (when - self.begin).days / max((self.end - self.begin).days, 1)


def _number(when: date) -> int:
    return when.year * 12 + when.month - 1


def _words(when: date, first: date) -> str:
    """A month by its name, with the year where one begins."""
    return month(when) if when.month == 1 or when == first else month(when)[:3]
