"""Who has said yes to what: for each party the revision agreed to, and what has changed since that needs a new yes.

Pure, over one timeline. What is stale is decided by comparing the agreed revision with now, never by dates or digests; a
digest only finds the revision. The rules stand in data-model section 6.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from alliance_docs.digest import digest, is_digest_of
from alliance_docs.model import Alliance, Change, Clause, Party
from alliance_docs.net import Descent, net_changes
from alliance_docs.normal import normal
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.vocabulary import FALSE_WORDS
from alliance_docs.wording.people import author_of, parties_there
from alliance_docs.yes import Consent


class AssentState(StrEnum):
    """How a party stands to the agreement as it is now."""

    CURRENT = "current"
    CHANGED = "changed"
    NEVER = "never"
    TAKEN_BACK = "taken_back"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Declared:
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
    ballots = _Ballots(timeline, whole or timeline)
    return tuple(found for party in timeline.alliance.parties if (found := ballots.assent(party)))


def since(timeline: Timeline, party: str, whole: Timeline | None = None) -> Since | None:
    """What changed since a party last said yes; None where there is nothing to compare with."""
    found = next((one for one in assents(timeline, whole) if one.party.id == party), None)
    return found.since if found else None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A party's entry and the revision in which its date or digest last changed."""

    clause: Clause
    revision: Revision


class _Roll(NamedTuple):
    """Of one state of an alliance the ids of its parties, by lineage number, and by id the newest entry with a date."""

    ids: Mapping[int, str]
    said: Mapping[str, Clause]


def _roll(alliance: Alliance) -> _Roll:
    ids: dict[int, str] = {}
    said: dict[str, Clause] = {}
    for clause in alliance.clauses:
        if clause.section == "parties":
            ids[clause.lineage] = clause.id or clause.address.rpartition("/")[2]
        elif clause.section == "assent" and clause.get("date"):
            before = said.get(clause.get("party"))
            if before is None or before.get("date") <= clause.get("date"):
                said[clause.get("party")] = clause
    return _Roll(ids, said)


class _Ballots:
    """The yeses of one alliance. Walks the clauses of each revision once, whatever the number of parties."""

    def __init__(self, timeline: Timeline, whole: Timeline) -> None:
        self._timeline = timeline
        self._whole = whole
        self._descent = Descent(whole)
        self._rolls: dict[int, _Roll] = {}

    @cached_property
    def _consent(self) -> Consent:
        states = (revision.alliance for revision in reversed(self._whole.revisions))
        return Consent(self._timeline.alliance, *(state for state in states if state))

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {party: number for number, party in self._roll(self._whole.alliance).ids.items()}

    def _roll(self, alliance: Alliance) -> _Roll:
        """The roll of a state, called once."""
        if id(alliance) not in self._rolls:
            self._rolls[id(alliance)] = _roll(alliance)
        return self._rolls[id(alliance)]

    def assent(self, party: Party) -> Assent | None:
        """How a party stands, or None where this audience may not know."""
        entry = self._entry(party)
        if entry and entry.clause.lineage not in {clause.lineage for clause in self._timeline.alliance.clauses}:
            return None
        agreed = self._agreed(entry, party) if entry else None
        unknown = entry.clause.get("to") if entry and agreed is None else ""
        entered_by = self._entered_by(entry, party) if entry else None
        if entered_by:
            agreed = None
        seen = self._timeline.revision(agreed.commit) if agreed else None
        found = self._since(seen, party) if seen and seen.alliance else None
        clauses = _addresses(found.needs) if found else self._hidden_needs(agreed, party)
        if party.left:
            state, clauses = AssentState.LEFT, ()
        elif agreed:
            state = AssentState.CHANGED if clauses else AssentState.CURRENT
        elif entry or not self._ever_said(party):
            state = AssentState.NEVER
        else:
            state = AssentState.TAKEN_BACK
        return Assent(party, state, seen, clauses, found, entered_by, unknown)

    # Which revision a party said yes to

    def _entry(self, party: Party) -> _Entry | None:
        """The party's yes as it is now, followed back to where it was written."""
        clause = self._said(self._whole.alliance, party)
        if clause is None:
            return None
        origin: Revision | None = None
        earlier = self._descent.tips()
        while found := next((one for one in earlier if self._has(one, clause, party)), None):
            origin, earlier = found, self._descent.before(found)
        return _Entry(clause, origin) if origin else None

    def _has(self, revision: Revision, clause: Clause, party: Party) -> bool:
        said = self._said(revision.alliance, party) if revision.alliance else None
        return said is not None and all(normal(said.get(name)) == normal(clause.get(name)) for name in ("date", "to"))

    def _said(self, alliance: Alliance, party: Party) -> Clause | None:
        """The party's newest entry with a date, by the id the party has there."""
        return self._roll(alliance).said.get(self._id_in(alliance, party))

    def _id_in(self, alliance: Alliance, party: Party) -> str:
        return self._roll(alliance).ids.get(self._numbers.get(party.id, 0), party.id)

    def _ever_said(self, party: Party) -> bool:
        states = (revision.alliance for revision in self._whole.revisions)
        return any(self._said(state, party) for state in states if state)

    def _agreed(self, entry: _Entry, party: Party) -> Revision | None:
        """The snapshot of the entry's own revision; with a digest the newest one up to there that has it, or None."""
        typed = entry.clause.get("to")
        if not typed:
            return entry.revision
        known = self._descent.up_to(entry.revision)
        for revision in reversed(self._whole.revisions):
            state = revision.alliance
            if state and revision.commit in known and is_digest_of(typed, digest(state, self._id_in(state, party))):
                return revision
        return None

    def _entered_by(self, entry: _Entry, party: Party) -> Party | None:
        author = author_of(entry.revision, self._whole.alliance)
        if author is None or party.id in parties_there(entry.revision, self._whole.alliance):
            return None
        return author

    # What has changed since

    def _since(self, agreed: Revision, party: Party) -> Since:
        changes = net_changes(self._timeline, agreed)
        steps = Descent(self._timeline).steps_since(agreed)
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

    def _hidden_needs(self, agreed: Revision | None, party: Party) -> tuple[str, ...]:
        """Where the agreed revision itself is not for this audience: which of the clauses it sees have changed since."""
        if agreed is None:
            return ()
        shown = {clause.lineage: clause.address for clause in self._timeline.alliance.clauses}
        changes = _Ballots(self._whole, self._whole)._since(agreed, party).needs  # noqa: SLF001 - another of our own
        return tuple(shown[change.clause.lineage] for change in changes if change.clause.lineage in shown)


def is_editorial(revision: Revision) -> bool:
    """Whether those who made a revision declare that it changes no meaning: a trailer `Editorial:` that does not say no."""
    return any(value.strip().casefold() not in FALSE_WORDS for value in revision.message.trailer("Editorial"))


def _addresses(changes: Sequence[Change]) -> tuple[str, ...]:
    return tuple(change.clause.address for change in changes)
