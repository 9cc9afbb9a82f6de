"""Checks of what an alliance lacks as a whole: a back-up plan, a next look, somebody's own promise, an exception.

None of them counts or compares, and none asks anything of a draft, a paused or an ended alliance.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from alliance_docs.model import Alliance
from alliance_docs.nudges.asked import Asked
from alliance_docs.nudges.phrases import one_of
from alliance_docs.nudges.standing import IN_FORCE, clause_of, day, is_gap, place, present, promisers, stands

_NEEDED_PARTS = ("in_conflict", "after_a_break", "way_back", "if_ending")
_CADENCE = re.compile(
    r"(?:every )?(?:(\d{1,4}|an?|one|two|three|four|five|six|twelve) )?(day|week|month|year)s?", re.IGNORECASE
)
_NUMBERS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "twelve": 12}
_NO_EXCEPTION = re.compile(
    one_of(
        """none, no, not, nobody, noone, one, ever, never, nothing, nil, na, n, a, exceptions?, excepted, at, all,
        absolutely, whatsoever, without, any, anyone, anybody, of, and, kind, so, far, yet"""
    )
)
"""The words of which an exception consists that is none."""

_NAMES_ITS_DOER = re.compile(
    r"(?:nobody|no one|none of us|neither of us|whoever|anyone who|anybody who|everyone who|everybody who|the one who"
    r"|those who|each of us|every one of us)\b"
    r"|[^.;]{1,200}\bby (?:the one who|whoever)\b",
    re.IGNORECASE,
)
"""How a rule begins, or ends, that says itself who keeps it: whoever is there, and no promise could carry it further."""


def backup_plan_gaps(alliance: Alliance, _today: date) -> Iterator[Asked]:
    """An alliance that is relied upon says beforehand what happens on its hard days."""
    if alliance.state not in IN_FORCE:
        return
    open_parts = [part for part in _NEEDED_PARTS if is_gap(alliance.value(f"backup_plan/{part}"))]
    if open_parts:
        names = ", ".join(f"`{part}`" for part in open_parts)
        yield Asked(
            "backup-plan-gaps",
            f"What do you want to do on the hard days? Still open in the back-up plan: {names}.",
            place(alliance, *(f"backup_plan/{part}" for part in open_parts), "backup_plan"),
            ("", "backup_plan", *(f"backup_plan/{part}" for part in open_parts)),
        )


def no_next_review(alliance: Alliance, today: date) -> Iterator[Asked]:
    """An alliance that is relied upon has a day on which it is looked at again."""
    if alliance.state not in IN_FORCE:
        return
    upcoming = day(alliance.value("reviews/next"))
    ends = day(alliance.value("ends"))
    if upcoming and upcoming >= today:
        return
    if ends and ends < _next_step(alliance, today):
        return
    yield Asked(
        "no-next-review",
        "When do you look at this together again?",
        place(alliance, "reviews/next", "reviews/every", "reviews/held"),
        ("", "reviews", "reviews/next", "reviews/every"),
    )


def one_sided(alliance: Alliance, today: date) -> Iterator[Asked]:
    """Everybody in an alliance that is relied upon has a promise of their own; how many is nobody's business."""
    if alliance.state not in IN_FORCE:
        return
    standing = [clause for clause in alliance.section("commitments") if stands(clause, today)]
    promised = {party for clause in standing for party in promisers(clause, alliance)}
    for party in present(alliance):
        if party.id not in promised:
            question = f"What can the others rely on {party.name} for?"
            yield Asked("one-sided", question, clause_of(party, alliance), (party.id,))


def unbacked_agreement(alliance: Alliance, today: date) -> Iterator[Asked]:
    """What was agreed together rests on promises of more than one party, where nothing in it says who does it."""
    if alliance.state not in IN_FORCE:
        return
    everyone = len(list(present(alliance)))
    commitments = {
        name: clause for clause in alliance.section("commitments") for name in (clause.id, clause.address) if name
    }
    for agreement in alliance.section("agreements"):
        named = agreement.fields.get("backed_by", ())
        names = (named,) if isinstance(named, str) else named
        if not any(names) and _NAMES_ITS_DOER.match((agreement.text or "").strip()):
            continue
        backing = [commitments[name] for name in names if name in commitments]
        owners = {party for clause in backing if stands(clause, today) for party in promisers(clause, alliance)}
        if len(backing) < len(names) or len(owners) < min(2, everyone):
            yield Asked("unbacked-agreement", "Which promise of each of you carries this agreement?", agreement)


def secret_without_exception(alliance: Alliance, _today: date) -> Iterator[Asked]:
    """Whoever keeps a secret may still speak to somebody for their safety or health."""
    for clause in alliance.section("confidentiality"):
        if all(_is_no_exception(exception) for exception in clause.get("except").split(";")):
            yield Asked(
                "secret-without-exception",
                "Whom may each of you still tell? Add: anyone I need for my safety or health.",
                clause,
            )


def _is_no_exception(text: str) -> bool:
    return is_gap(text) or all(_NO_EXCEPTION.fullmatch(word) for word in re.findall(r"[^\W_]+", text.casefold()))


def _next_step(alliance: Alliance, today: date) -> date:
    """The next day on which a review is due by the cadence, counted from the last one; today when there is no cadence."""
    cadence = _CADENCE.fullmatch(alliance.value("reviews/every").strip())
    count = (cadence.group(1) or "1").casefold() if cadence else "0"
    number = int(count) if count.isdecimal() else _NUMBERS[count]
    if cadence is None or not number:
        return today
    since = place(alliance, "status")
    held = [held_on for clause in alliance.section("reviews/held") if (held_on := day(clause.get("date")))]
    starts = [max(held, default=None), day(alliance.value("reviews/next")), day(since.get("since")) if since else None]
    start = next((start for start in starts if start and start <= today), today)
    unit = cadence.group(2).casefold()
    try:
        if unit in ("day", "week"):
            return _days_after(start, number * (7 if unit == "week" else 1), today)
        return _months_after(start, number * (12 if unit == "year" else 1), today)
    except (OverflowError, ValueError):  # beyond the last day that a calendar here knows
        return date.max


def _days_after(start: date, days: int, today: date) -> date:
    """The first of the days at this distance after which `today` lies behind."""
    return start + timedelta(days=days * ((today - start).days // days + 1))


def _months_after(start: date, months: int, today: date) -> date:
    """The same in months, on the last day of a month that is too short."""
    passed = (today.year - start.year) * 12 + today.month - start.month
    for step in (passed // months * months, (passed // months + 1) * months):
        year, month = divmod(start.year * 12 + start.month - 1 + step, 12)
        due = date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
        if due > today:
            break
    return due
