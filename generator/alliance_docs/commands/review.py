"""`alliance review`: write down a review that was held, and when the next one is."""

import re
from datetime import date, timedelta

import click

from alliance_docs.commands.asking import a_day, checked_day, needed, wanted
from alliance_docs.commands.desk import Desk, Wish, alliance_choice, commit_options
from alliance_docs.commands.options import examples
from alliance_docs.writing.amend import new_entry

_CADENCE = re.compile(r"(\d{1,4})\s*(day|week|month|year)s?", re.IGNORECASE)
_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}


@click.command(
    "review",
    epilog=examples(
        "alliance review",
        'alliance review --kept "Both first promises." --changed "Evening moved to Thursday." --next 2024-04-28',
    ),
)
@alliance_choice
@click.option("--kept", metavar="TEXT", help="What was kept since the last time.")
@click.option("--changed", metavar="TEXT", help="What you changed.")
@click.option("--why", metavar="TEXT", help="Why.")
@click.option("--by", metavar="PARTY", help="Who writes it down.")
@click.option("--date", "day", metavar="DATE", help="The day of the review; today when it is not given.")
@click.option("--next", "following", metavar="DATE", help="The day of the next one.")
@commit_options
def command(  # noqa: PLR0913, PLR0917 - one for each argument and option
    alliance: str | None,
    kept: str | None,
    changed: str | None,
    why: str | None,
    by: str | None,
    day: str | None,
    following: str | None,
    wish: Wish,
) -> None:
    """Write down a review that was held.

    On a terminal the next date is suggested by how often you meet (`every`), where it reads like 3 months.
    """
    desk = Desk.of(alliance)
    when = a_day(day, "--date", "When was it held")
    fields = {
        "date": when,
        "by": desk.party(by).id if by else "",
        "kept": needed(kept, "--kept", "What was kept"),
        "changed": wanted(changed, "What do you change (may stay empty)"),
        "why": wanted(why, "Why (may stay empty)"),
    }
    edits = [new_entry("reviews", "held", fields=fields)]
    suggested = next_date(when, desk.alliance.value("reviews/every"))
    if coming := wanted(following, "When is the next one (a date, or empty)", suggested):
        edits.append((("reviews", "next"), checked_day(coming, "--next")))
    desk.keep(edits, f"Review of {when}", wish)


def next_date(when: str, every: str) -> str:
    """The date that follows by a cadence such as `3 months`; "" where it reads otherwise. A short month ends the count."""
    found = _CADENCE.fullmatch(every.strip())
    if found is None:
        return ""
    count, unit, start = int(found[1]), found[2].casefold(), date.fromisoformat(when)
    try:
        if unit in _DAYS:
            return (start + timedelta(days=count * _DAYS[unit])).isoformat()
        year, month = divmod(start.year * 12 + start.month - 1 + count * _MONTHS[unit], 12)
        first = date(year, month + 1, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return first.replace(day=min(start.day, last.day)).isoformat()
    except (ValueError, OverflowError):  # beyond the years a calendar has
        return ""
