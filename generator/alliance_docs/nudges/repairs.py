"""Checks around broken and changed promises: drops told by somebody else, repairs left open, a yes that was overtaken.

What only history knows comes in as plain values. Taking a yes back, like every exit, is never asked about.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta

from alliance_docs.model import Alliance, Clause
from alliance_docs.normal import normal
from alliance_docs.nudges.asked import Asked
from alliance_docs.nudges.standing import IN_FORCE, clause_of, day, present

_GRACE = timedelta(days=7)
_SCRIBES = ("coach", "facilitator", "mediator", "scribe")
"""A party who is called so writes down what others say."""

_FIRST_PERSON = re.compile(r"\bI\b")
_STEP = re.compile(r"repair\.(\d+)\.(?:text|due|done)")


def drop_not_owned(alliance: Alliance, entered_by: Mapping[str, str]) -> Iterator[Asked]:
    """A drop is told by the party who dropped it, in the first person; until then it is a concern.

    `entered_by`: the party who wrote a drop (by address) although it is another's and nothing shows that they were there.
    """
    if alliance.state == "ended":
        return
    for drop in alliance.section("drops"):
        if _told_by_another(drop, alliance) or _entered_by_another(drop, alliance, entered_by):
            yield Asked("drop-not-owned", "Are these the words of the one who dropped it? Until then it is a concern.", drop)


def _told_by_another(drop: Clause, alliance: Alliance) -> bool:
    owner = drop.fields.get("owner")
    party = alliance.party(owner) if isinstance(owner, str) else None
    by, text = drop.get("acknowledged.by"), normal(drop.get("acknowledged.text"))
    if party is None or not text or (by and by != owner):
        return True
    names = {party.name, party.name.partition(" ")[0], "He", "She", "You"}
    doer = re.compile(rf"(?:{'|'.join(re.escape(normal(name)) for name in names if name.strip())}) [a-z]")
    return doer.match(text) is not None and _FIRST_PERSON.search(text) is None


def _entered_by_another(drop: Clause, alliance: Alliance, entered_by: Mapping[str, str]) -> bool:
    author = entered_by.get(drop.address, drop.owner)
    party = alliance.party(author)
    if author == drop.owner or party is None:
        return False
    return not any(scribe in f"{party.id} {party.name}".casefold() for scribe in _SCRIBES)


def open_drop(alliance: Alliance, today: date) -> Iterator[Asked]:
    """A drop leads to a repair with a day, after some days of grace; once restored it is left alone."""
    if alliance.state == "ended":
        return
    for drop in alliance.section("drops"):
        known = day(drop.get("acknowledged.date")) or day(drop.get("date"))
        if known and today - known <= _GRACE:
            continue
        question = _left_open(drop, today)
        if question:
            yield Asked("open-drop", question, drop)


def _left_open(drop: Clause, today: date) -> str:
    steps = {found.group(1) for name in drop.fields if (found := _STEP.fullmatch(name))}
    dropped = day(drop.get("date"))
    done = {step: day(drop.get(f"repair.{step}.done")) for step in steps}
    due = [day(drop.get(f"repair.{step}.due")) for step in steps if done[step] is None]
    if dropped and any(finished and finished < dropped for finished in done.values()):
        return "Was this step done before the drop? Perhaps one of the two dates is a slip."
    if drop.get("restored"):
        return "It is restored, and a step is still open: is it done, or no longer needed?" if due else ""
    if not steps:
        return "What would restore it, and by when?"
    if any(date_due is None for date_due in due):
        return "By when is the open step done?"
    return (
        "The day of a step has passed: is it done, or what is its new day?" if any(one < today for one in due if one) else ""
    )


def changed_since_yes(alliance: Alliance, stale: Mapping[str, Collection[str]]) -> Iterator[Asked]:
    """Everybody has said yes to the text that is relied upon, as it reads now.

    `stale`: by party, the addresses of the clauses that changed since that party's yes and need it; nothing is asked of a
    party that has none. Of a party that is not in it only a yes that was never given can be seen, in the file.
    """
    if alliance.state not in IN_FORCE:
        return
    entries = {clause.owner: clause for clause in alliance.section("assent")}
    for party in present(alliance):
        entry = entries.get(party.id)
        if stale.get(party.id):
            question = f"Has {party.name} read what changed since their yes?"
        elif party.id not in stale and entry is None and alliance.state == "active":
            question = f"Has {party.name} read this and said yes?"
        else:
            continue
        names = (party.id, f"assent/{party.id}", f"parties/{party.id}")
        yield Asked("changed-since-yes", question, entry or clause_of(party, alliance), names)
