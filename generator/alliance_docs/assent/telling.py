"""Words how people stand to the agreement, and what stands under each clause: since when it holds, how often it changed.

Plain words as in `wording`, for pages and terminal alike: calm, about the text and not about the person, and no date is
relative to today.
"""

from collections.abc import Iterable
from typing import NamedTuple

from alliance_docs.assent.digest import short
from alliance_docs.assent.state import Assent, AssentState
from alliance_docs.changes.lineage import Provenance
from alliance_docs.revisions import Revision
from alliance_docs.texts import one_line
from alliance_docs.wording import Name, Phrase, day, moment

FEW_STEPS = 12
"""So many revisions since a yes are told with their reasons; more are folded away, without."""

_TIMES = ("", "once", "twice", "three times", "four times", "five times")
_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SIGNS = {
    AssentState.CURRENT: "✓",
    AssentState.CHANGED: "◔",
    AssentState.NEVER: "○",
    AssentState.TAKEN_BACK: "○",
    AssentState.LEFT: "–",
}
_PREDICATES = {
    AssentState.CURRENT: " agrees to this version",
    AssentState.CHANGED: " agreed to an earlier version",
    AssentState.NEVER: " has not said yes yet",
    AssentState.TAKEN_BACK: " has taken the yes back",
}


class Standing(NamedTuple):
    """How one party stands: a sign, a sentence, and the words of it that lead to what changed since ("" for none)."""

    sign: str
    sentence: Phrase
    since: str = ""

    @property
    def words(self) -> Phrase:
        """All of it."""
        return (*self.sentence, ", ", self.since) if self.since else self.sentence


def standing(assent: Assent) -> Standing:
    """How a party stands, in words."""
    name = Name(one_line(assent.party.name))
    since = changes_since(len(assent.clauses)) if assent.state is AssentState.CHANGED else ""
    return Standing(_SIGNS[assent.state], (name, *_predicate(assent)), since)


def _predicate(assent: Assent) -> Phrase:
    if assent.entered_by:
        return (" has not said yes: it was entered by ", Name(one_line(assent.entered_by.name)))
    if assent.unknown:
        return (f" said yes to a text that is nowhere in this history ({short(one_line(assent.unknown))})",)
    if assent.state is AssentState.LEFT:
        return (" left on ", day(assent.party.left))
    return (_PREDICATES[assent.state],)


def changes_since(count: int) -> str:
    """How many clauses need a new yes: `2 changes since`."""
    return f"{count} change{'' if count == 1 else 's'} since"


def steps_between(count: int) -> str:
    """The heading over the revisions since a yes."""
    return "The step in between" if count == 1 else f"The {count} steps in between"


def agreeing(assents: Iterable[Assent]) -> str:
    """How many of those who have not left agree to this version: `one of two agrees`; "" without any party."""
    present = [assent for assent in assents if assent.state is not AssentState.LEFT]
    yes = sum(assent.state is AssentState.CURRENT for assent in present)
    if not present or not yes:
        return "not agreed yet" if present else ""
    if yes == len(present):
        return {1: "agreed", 2: "both agree"}.get(yes, f"all {_number(yes)} agree")
    return f"{_number(yes)} of {_number(len(present))} {'agrees' if yes == 1 else 'agree'}"


def provenance_words(line: Provenance) -> Phrase:
    """The line under a clause: `since 4 Sep 2025 · changed twice`."""
    since: Phrase = ("since ", moment(line.since)) if line.since else ("since an unknown date",)
    begin = since if line.committed else ("not committed yet",)
    return (*begin, f" · changed {times(line.changed)}") if line.changed else begin


def times(count: int) -> str:
    """How often: once, twice, three times."""
    return _TIMES[count] if count < len(_TIMES) else f"{count} times"


def revision_words(revision: Revision) -> Phrase:
    """A revision inside a sentence: `revision 2 of 21 Jan 2024`."""
    if revision.commit is None:
        return ("your uncommitted edits",)
    return (f"revision {revision.number} of ", moment(revision.when))


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
