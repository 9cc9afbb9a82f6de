"""Who has said yes to what: for each party the revision agreed to, and what has changed since that needs a new yes.

Pure, over one timeline. What is stale is decided by comparing the agreed revision with now, never by dates or digests; a
digest only finds the revision. The rules stand in data-model section 6.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from alliance_docs.assent.ballots import Ballots
from alliance_docs.assent.yes import Consent
from alliance_docs.changes.net import Descent, net_changes
from alliance_docs.model import Change, Party
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.vocabulary import FALSE_WORDS


class AssentState(StrEnum):
    """How a party stands to the agreement as it is now."""

    CURRENT = "current"
    CHANGED = "changed"
    NEVER = "never"
    TAKEN_BACK = "taken_back"
    LEFT = "left"


class Declared(NamedTuple):
    """A change that those who made it declared editorial; `by` are their revisions, oldest first."""

    change: Change
    by: tuple[Revision, ...]


@dataclass(frozen=True)
class Since:
    """What became of the agreement since a party said yes to it, taken together.

    `changes` is all of it, as `diff` gives it from the agreed revision to now; each of them is in exactly one of `needs`
    (their yes), `editorial` and `news`, in the same order. `steps` are the revisions in between, oldest first.
    """

    agreed: Revision
    changes: tuple[Change, ...]
    needs: tuple[Change, ...]
    editorial: tuple[Declared, ...]
    news: tuple[Change, ...]
    steps: tuple[Revision, ...]


@dataclass(frozen=True)
class Assent:
    """How one party stands: `agreed` is the revision they said yes to (its commit None: it is not committed yet).

    `clauses`: the addresses of those whose difference needs their yes. `since` is None where there is no agreed revision,
    or this audience may not see it. `entered_by`: another party who wrote this yes, which therefore does not count.
    `unknown`: a digest that no revision has, as typed; then the yes is tied to nothing.
    """

    party: Party
    state: AssentState
    agreed: Revision | None = None
    clauses: tuple[str, ...] = ()
    since: Since | None = None
    entered_by: Party | None = None
    unknown: str = ""


def assents(timeline: Timeline, whole: Timeline | None = None) -> tuple[Assent, ...]:
    """How each party stands, in the order of the file.

    `timeline` is what an audience may see and all that comes out; `whole` is the same alliance with nothing left out, in
    which yeses are found (a digest was made of everything). A party whose entry is hidden from the audience is left out.
    """
    register = _Register(timeline, whole or timeline)
    return tuple(found for party in timeline.alliance.parties if (found := register.assent(party)))


def since(timeline: Timeline, party: str, whole: Timeline | None = None) -> Since | None:
    """What changed since a party last said yes; None where there is nothing to compare with."""
    found = next((one for one in assents(timeline, whole) if one.party.id == party), None)
    return found.since if found else None


def is_editorial(revision: Revision) -> bool:
    """Whether those who made a revision declare that it changes no meaning: a trailer `Editorial:` that does not say no."""
    return any(value.strip().casefold() not in FALSE_WORDS for value in revision.message.trailer("Editorial"))


class _Register:
    """Compares what each party said yes to with the alliance as an audience sees it now."""

    def __init__(self, timeline: Timeline, whole: Timeline) -> None:
        self._timeline = timeline
        self._whole = whole
        self._ballots = Ballots(whole)
        self._shown = {clause.lineage: clause.address for clause in timeline.alliance.clauses}

    @cached_property
    def _consent(self) -> Consent:
        states = (revision.alliance for revision in reversed(self._whole.revisions))
        return Consent(self._timeline.alliance, *(state for state in states if state))

    def assent(self, party: Party) -> Assent | None:
        """How a party stands, or None where this audience may not know; of somebody who has left nothing is asked."""
        found = self._standing(party)
        if found is None or not party.left:
            return found
        return Assent(party, AssentState.LEFT, found.agreed, since=found.since)

    def _standing(self, party: Party) -> Assent | None:
        ballot = self._ballots.ballot(party)
        if ballot is None:
            taken_back = self._ballots.ever_said(party)
            return Assent(party, AssentState.TAKEN_BACK if taken_back else AssentState.NEVER)
        if ballot.clause.lineage not in self._shown:
            return None
        if ballot.entered_by:
            return Assent(party, AssentState.NEVER, entered_by=ballot.entered_by)
        if ballot.agreed is None:
            return Assent(party, AssentState.NEVER, unknown=ballot.clause.get("to"))
        return self._compared(ballot.agreed, party)

    def _compared(self, agreed: Revision, party: Party) -> Assent:
        seen = self._timeline.revision(agreed.commit)
        if seen is None or seen.alliance is None:
            clauses = self._hidden_needs(agreed, party)
            return Assent(party, _state(clauses), clauses=clauses)
        found = self._since(self._timeline, seen, party)
        clauses = tuple(change.clause.address for change in found.needs)
        return Assent(party, _state(clauses), seen, clauses, found)

    def _since(self, timeline: Timeline, agreed: Revision, party: Party) -> Since:
        changes = net_changes(timeline, agreed)
        steps = Descent(timeline).steps_since(agreed)
        asked = [change for change in changes if party.id in self._consent.needed(change)]
        declared = tuple(self._declared(asked, steps, party))
        light = {id(one.change) for one in declared}
        needs = tuple(change for change in asked if id(change) not in light)
        rest = {id(change) for change in asked}
        news = tuple(change for change in changes if id(change) not in rest)
        return Since(agreed, changes, needs, declared, news, steps)

    def _declared(self, asked: Sequence[Change], steps: Sequence[Revision], party: Party) -> Iterator[Declared]:
        """Those of the changes to which only revisions with a trailer `Editorial:` contributed what needs this yes."""
        for change in asked if any(map(is_editorial, steps)) else ():
            by = tuple(
                step
                for step in steps
                for part in step.changes
                if part.clause.lineage == change.clause.lineage and party.id in self._consent.needed(part)
            )
            if by and all(map(is_editorial, by)):
                yield Declared(change, by)

    def _hidden_needs(self, agreed: Revision, party: Party) -> tuple[str, ...]:
        """Where the agreed revision itself is not for this audience: which of the clauses it sees have changed since."""
        needs = self._since(self._whole, agreed, party).needs
        return tuple(self._shown[change.clause.lineage] for change in needs if change.clause.lineage in self._shown)


def _state(clauses: Sequence[str]) -> AssentState:
    return AssentState.CHANGED if clauses else AssentState.CURRENT
