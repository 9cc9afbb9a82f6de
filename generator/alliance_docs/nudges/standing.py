"""What stands in an alliance on a day: its parties, their promises, and the dates and gaps in its fields.

A field that cannot be read as what it should be counts as missing here; saying so is the business of the rules, not of a
question.
"""

import re
from collections.abc import Iterator
from datetime import date

from alliance_docs.model import Alliance, Clause, Party
from alliance_docs.nudges.phrases import one_of
from alliance_docs.vocabulary import EACH

IN_FORCE = ("active", "under_repair")
"""The states in which an alliance is relied upon: a draft, a pause and an end are left alone."""

_TAKEN_OUT = ("completed", "withdrawn")
_PLACEHOLDER = re.compile(
    one_of(
        """tbd, tba, tbc, todo, fixme, x{1,5}, n a, na, none, nothing, nil, later, pending, placeholder, empty, open,
        unknown, missing, to be (?:decided|discussed|defined|done|agreed|added), to (?:do|follow), not yet(?: decided)?,
        fill in, your text"""
    )
)
_LETTERS = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def day(text: str) -> date | None:
    """The day a field names, None when it names none."""
    try:
        return date.fromisoformat(text.strip()) if len(text.strip()) == len("2024-01-31") else None
    except ValueError:
        return None


def is_gap(text: str) -> bool:
    """Whether a text says nothing yet: empty, only dots and dashes, or a word that keeps a place."""
    words = " ".join(_LETTERS.findall(text.casefold()))
    return not words or _PLACEHOLDER.fullmatch(words) is not None


def present(alliance: Alliance) -> Iterator[Party]:
    """The parties who have not left."""
    return (party for party in alliance.parties if not party.left)


def clause_of(party: Party, alliance: Alliance) -> Clause | None:
    """Where a party is written."""
    return next((one for one in alliance.section("parties") if party.id in (one.id, one.address.rpartition("/")[2])), None)


def stands(commitment: Clause, today: date) -> bool:
    """Whether a promise is still kept: neither completed nor withdrawn, and not over."""
    until = day(commitment.get("until"))
    return commitment.get("state") not in _TAKEN_OUT and (until is None or until >= today)


def promisers(commitment: Clause, alliance: Alliance) -> set[str]:
    """The ids of the parties whose promise it is."""
    owner = commitment.owner
    return {party.id for party in present(alliance)} if owner == EACH else {owner}


def place(alliance: Alliance, *addresses: str) -> Clause | None:
    """The first clause there is of several addresses or sections."""
    for address in addresses:
        found = alliance.by_address.get(address) or next(iter(alliance.section(address)), None)
        if found:
            return found
    return None
