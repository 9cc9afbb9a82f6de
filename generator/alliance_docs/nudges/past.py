"""What only history knows, as the plain values that the checks take: who wrote a drop, and whose yes was overtaken.

Imported by whoever has a timeline; the checks themselves need none.
"""

from collections.abc import Collection, Iterable, Mapping

from alliance_docs.assent.state import Assent, AssentState
from alliance_docs.model import Change
from alliance_docs.revisions import Timeline
from alliance_docs.wording.people import author_of, spoken_for


def entered_by(timeline: Timeline) -> Mapping[str, str]:
    """By address of a drop as it is now: the id of the party whose commit worded it in its owner's name.

    Not when the owner was there (`With:`), when the author is no party, or when the owner has worded it since.
    """
    writers: dict[int, str] = {}
    for revision in timeline.revisions:
        for change in filter(_words_a_drop, revision.changes):
            author = author_of(revision, timeline.alliance)
            writers.pop(change.clause.lineage, None)
            if author and spoken_for(change, revision, timeline.alliance):
                writers[change.clause.lineage] = author.id
    drops = timeline.alliance.section("drops")
    return {drop.address: writers[drop.lineage] for drop in drops if drop.lineage in writers}


def stale(assents: Iterable[Assent]) -> Mapping[str, Collection[str]]:
    """By party the addresses of the clauses that need a new yes; none for a yes that holds, was taken back, or is not due.

    A party that has never said yes is left out: that can be seen in the file.
    """
    return {
        assent.party.id: assent.clauses if assent.state is AssentState.CHANGED else ()
        for assent in assents
        if assent.state is not AssentState.NEVER
    }


def _words_a_drop(change: Change) -> bool:
    return change.clause.section == "drops" and (change.before is None or "acknowledged.text" in change.fields)
