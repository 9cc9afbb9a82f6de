"""Finds what a party said yes to: the entry that counts, the revision that wrote it, the revision whose text it covers.

Pure, over one whole timeline; compares no texts and decides nothing about what is stale. The rules stand in data-model
section 6.
"""

from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from alliance_docs.assent.digest import digest, is_digest_of
from alliance_docs.changes.net import Descent
from alliance_docs.model import Alliance, Clause, Party
from alliance_docs.normal import normal
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.wording.people import author_of, parties_there


class Ballot(NamedTuple):
    """A party's yes as it is now.

    `revision` is the one in which its date or digest last changed; `agreed` the one it covers, None when its digest is that
    of no revision; `entered_by` another party who wrote it while nothing shows that this one was there.
    """

    clause: Clause
    revision: Revision
    agreed: Revision | None
    entered_by: Party | None


class Ballots:
    """The yeses of one alliance. Walks the clauses of each revision once, whatever the number of parties."""

    def __init__(self, whole: Timeline) -> None:
        self._whole = whole
        self._descent = Descent(whole)
        self._rolls: dict[int, _Roll] = {}

    def ballot(self, party: Party) -> Ballot | None:
        """The yes of a party, None when there is none now."""
        clause = self._said(self._whole.alliance, party)
        revision = self._origin(clause, party) if clause else None
        if clause is None or revision is None:
            return None
        return Ballot(clause, revision, self._agreed(clause, revision, party), self._entered_by(revision, party))

    def ever_said(self, party: Party) -> bool:
        """Whether there was a yes of a party in any revision."""
        states = (revision.alliance for revision in self._whole.revisions)
        return any(self._said(state, party) for state in states if state)

    def _origin(self, clause: Clause, party: Party) -> Revision | None:
        """The revision that wrote an entry, followed back along whichever line of descent has it as it is."""
        origin: Revision | None = None
        earlier = self._descent.tips()
        while found := next((one for one in earlier if self._has(one, clause, party)), None):
            origin, earlier = found, self._descent.before(found)
        return origin

    def _has(self, revision: Revision, clause: Clause, party: Party) -> bool:
        said = self._said(revision.alliance, party) if revision.alliance else None
        return said is not None and all(normal(said.get(name)) == normal(clause.get(name)) for name in ("date", "to"))

    def _agreed(self, clause: Clause, written: Revision, party: Party) -> Revision | None:
        """The snapshot of the entry's own revision; with a digest the newest one up to there that has it, or None."""
        typed = clause.get("to")
        if not typed:
            return written
        known = self._descent.up_to(written)
        for revision in reversed(self._whole.revisions):
            state = revision.alliance
            if state and revision.commit in known and is_digest_of(typed, digest(state, self._id_in(state, party))):
                return revision
        return None

    def _entered_by(self, written: Revision, party: Party) -> Party | None:
        author = author_of(written, self._whole.alliance)
        there = parties_there(written, self._whole.alliance)
        return author if author and party.id not in there else None

    def _said(self, alliance: Alliance, party: Party) -> Clause | None:
        """The party's newest entry with a date, by the id the party has there."""
        return self._roll(alliance).said.get(self._id_in(alliance, party))

    def _id_in(self, alliance: Alliance, party: Party) -> str:
        return self._roll(alliance).ids.get(self._numbers.get(party.id, 0), party.id)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {party: number for number, party in self._roll(self._whole.alliance).ids.items()}

    def _roll(self, alliance: Alliance) -> "_Roll":
        """The roll of a state, called once; the timeline keeps its states alive, so that their `id` is theirs."""
        if id(alliance) not in self._rolls:
            self._rolls[id(alliance)] = _call(alliance)
        return self._rolls[id(alliance)]


class _Roll(NamedTuple):
    """Of one state of an alliance the ids of its parties, by lineage number, and by id the newest entry with a date."""

    ids: Mapping[int, str]
    said: Mapping[str, Clause]


def _call(alliance: Alliance) -> _Roll:
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
