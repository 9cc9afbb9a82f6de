"""Asks every gentle question there is about one alliance.

A pure part of the core: from an alliance and a day to problems of the lightest severity. They read English only, never
boundaries, and ask nothing about leaving, refusing or bodily safety. What only history knows is handed in as plain values.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from alliance_docs.errors import Problem, Severity
from alliance_docs.model import Alliance
from alliance_docs.nudges.asked import Asked
from alliance_docs.nudges.repairs import changed_since_yes, drop_not_owned, open_drop
from alliance_docs.nudges.structure import (
    backup_plan_gaps,
    no_next_review,
    one_sided,
    secret_without_exception,
    unbacked_agreement,
)
from alliance_docs.nudges.wording_checks import wording_questions

_BY_DAY = (backup_plan_gaps, no_next_review, one_sided, open_drop, secret_without_exception, unbacked_agreement)
_ENGLISH = re.compile(r"\s*en(?![A-Za-z])", re.IGNORECASE)
_NOTHING: Mapping[str, str] = MappingProxyType({})
_NOTHING_STALE: Mapping[str, Collection[str]] = MappingProxyType({})


def nudges(
    alliance: Alliance,
    path: str,
    today: date,
    *,
    entered_by: Mapping[str, str] = _NOTHING,
    stale: Mapping[str, Collection[str]] = _NOTHING_STALE,
) -> Iterator[Problem]:
    """The questions that may be asked about one alliance as it stands, in the order of the file; whole-file ones first.

    `today` is the day the file is judged on: the date of the newest commit, or what `--today` says. `entered_by`: by
    address of a drop, the id of another party who wrote it with no sign that its owner was there. `stale`: by party id, the
    addresses of the clauses that changed since that party's yes and need it. Both come from `nudges.past`, or are left out.
    A question named in `considered` is not asked.
    """
    if not _ENGLISH.match(alliance.lang):
        return
    considered = {(clause.get("check"), clause.get("clause")) for clause in alliance.section("considered")}
    asked = [*wording_questions(alliance), *drop_not_owned(alliance, entered_by), *changed_since_yes(alliance, stale)]
    asked += [question for check in _BY_DAY for question in check(alliance, today)]
    problems = (_problem(question, path) for question in asked if not considered & _names(question))
    yield from sorted(problems, key=lambda problem: problem.sort_key)


def _names(asked: Asked) -> set[tuple[str, str]]:
    """Every pair of check and clause by which this question is closed."""
    own = (asked.clause.id, asked.clause.address) if asked.clause else ()
    return {(asked.check, name) for name in (*filter(None, own), *asked.also)}


def _problem(asked: Asked, path: str) -> Problem:
    line, column = (asked.clause.line, asked.clause.column) if asked.clause else (0, 0)
    return Problem(path, line or None, column or None, asked.check, Severity.NUDGE, asked.question)
