"""Who made a revision, in the names the parties use; an e-mail address is compared and never told."""

from collections.abc import Collection
from functools import lru_cache

from alliance_docs import texts
from alliance_docs.model import Alliance, Change, Party
from alliance_docs.revisions import Person, Revision, RevisionKind
from alliance_docs.vocabulary import EACH, Kind
from alliance_docs.wording.pieces import Name

_NOT_ONES_OWN = ("reviews/held", "redacted")
_REPLY = ("reply", "date", "why", "commitment")
_OWN_WORDS = {Kind.ADDED, Kind.REMOVED, Kind.RESTORED, Kind.REWORDED, Kind.OWNER, Kind.STATE, Kind.DATE}


def party_of(person: Person, alliance: Alliance) -> Party | None:
    """The party a commit's author is: by the party's `git` names and addresses, else by name or id (case folded)."""
    return _party_among(person, alliance.parties)


@lru_cache(maxsize=256)  # a history has the same few people throughout
def _party_among(person: Person, parties: tuple[Party, ...]) -> Party | None:
    names = {name.casefold() for name in (person.name, person.email) if name}
    for party in parties:
        if names & {name.casefold() for name in party.git}:
            return party
    name = person.name.casefold()
    return next((party for party in parties if name in (party.name.casefold(), party.id.casefold())), None)


def author_names(revision: Revision, alliance: Alliance) -> tuple[Name, ...]:
    """Who made a revision, in order and once each: party names where they are known, else the authors' own."""
    found: dict[Name, None] = {}
    for person in revision.authors:
        party = _party_of(person, revision, alliance)
        found[Name(texts.one_line(party.name if party else person.name) or "somebody")] = None
    return tuple(found)


def not_there(revision: Revision, alliance: Alliance) -> tuple[Name, ...]:
    """The parties whose own words this revision changed although nothing shows that they were there.

    Silent for a first version, for what is everyone's, for a trailer `With:` or `Co-authored-by:`, and when the author is
    no party (a scribe). A courtesy, not a proof.
    """
    parties = {party.id: party for change in revision.changes for party in spoken_for(change, revision, alliance)}
    return tuple(Name(texts.one_line(party.name)) for party in parties.values())


def spoken_for(change: Change, revision: Revision, alliance: Alliance) -> tuple[Party, ...]:
    """Of one change of a revision, the parties in whose name somebody else made it, by the rules of `not_there`."""
    owners = dict.fromkeys(_whose_words(change))
    if not owners or revision.kind is RevisionKind.FIRST or revision.gone or author_of(revision, alliance) is None:
        return ()
    there = parties_there(revision, alliance)
    states = [state for state in (alliance, revision.alliance) if state]
    return tuple(party for owner in owners if (party := _party_by_id(owner, states)) and owner not in there)


def author_of(revision: Revision, alliance: Alliance) -> Party | None:
    """The party whose commit a revision is; None for a scribe, and for edits that are not committed."""
    return _party_of(revision.authors[0], revision, alliance) if revision.authors else None


def parties_there(revision: Revision, alliance: Alliance) -> Collection[str]:
    """The ids of the parties who made a revision, or were there as its trailers `With:` and `Co-authored-by:` say."""
    people = [*revision.authors]
    for trailer in ("With", "Co-authored-by"):
        for value in revision.message.trailer(trailer):
            people += [Person(*_name_and_address(entry)) for entry in value.split(",")]
    return {party.id for person in people if (party := _party_of(person, revision, alliance))}


def _name_and_address(entry: str) -> tuple[str, str]:
    name, _, address = entry.partition("<")
    return name.strip(), address.strip(" >")


def _party_of(person: Person, revision: Revision, alliance: Alliance) -> Party | None:
    found = party_of(person, alliance)
    return found or (party_of(person, revision.alliance) if revision.alliance else None)


def _party_by_id(party_id: str, states: Collection[Alliance]) -> Party | None:
    return next((party for state in states if (party := state.party(party_id))), None)


def _whose_words(change: Change) -> Collection[str]:
    """The ids of the parties whose own words a change touches; of a request the asker's words and the asked's reply."""
    if not _OWN_WORDS.intersection(change.kinds) or change.clause.section in _NOT_ONES_OWN:
        return ()
    sides = [clause for clause in (change.before, change.after) if clause]
    fields = set(change.fields) - {"topic", "title", "private", "published"}
    owners: list[str] = []
    if change.clause.section == "requests" and len(sides) == 2:
        owners += [clause.get("to") for clause in sides if fields & set(_REPLY)]
        fields -= set(_REPLY)
    if change.clause.section == "concerns" and len(sides) == 2:
        fields.discard("outcome")
    if fields or len(sides) == 1 or not change.fields:
        owners += [clause.owner for clause in sides]
    return [owner for owner in owners if owner not in ("", EACH)]
