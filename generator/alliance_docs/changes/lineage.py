"""Follows each clause through all revisions: when it came, what it said over time, and whether it still holds.

Pure, over one timeline. A version is credited to the revision that made it, so what came in over a side branch is its
author's and never the merge's.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from alliance_docs.model import Change, Clause
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.vocabulary import Kind

_QUIET = frozenset({Kind.RENAMED, Kind.REORDERED})


class Provenance(NamedTuple):
    """The line under a clause: since when it stands and how often it was changed; `committed` is false for a new one."""

    since: datetime | None
    changed: int
    committed: bool


class Version(NamedTuple):
    """One change of a clause, with the revision that made it."""

    revision: Revision
    change: Change

    @property
    def text(self) -> str | None:
        """What the clause said from then on; None where it went, or where such a clause has no text."""
        return self.change.after.text if self.change.after else None

    @property
    def quiet(self) -> bool:
        """Whether only its id or its place in the list changed."""
        return _QUIET.issuperset(self.change.kinds)


class Lineage(NamedTuple):
    """The life of one clause: `clause` as it is now or as it last was, its versions oldest first, never none."""

    clause: Clause
    removed: bool
    versions: tuple[Version, ...]

    @property
    def inferred(self) -> bool:
        """Whether only its wording says that this is one clause, now or at some point of its life."""
        return not self.clause.named or any(version.change.inferred for version in self.versions)

    @property
    def since(self) -> datetime | None:
        """When it first came, None for an unknown date and for what is not committed."""
        return self.versions[0].revision.when

    @property
    def changed(self) -> int:
        """How often it was changed since, leaving out what only concerned its id or its place."""
        return sum(not version.quiet for version in self.versions[1:])

    @property
    def provenance(self) -> Provenance:
        """What the line under the clause says."""
        return Provenance(self.since, self.changed, committed=self.versions[0].revision.commit is not None)


def lineages(timeline: Timeline) -> tuple[Lineage, ...]:
    """Every clause there ever was: those of now in file order, then the removed ones in the order in which they came.

    A clause that was taken out and came back is one lineage. Costs one walk over the changes of all revisions.
    """
    versions: dict[int, list[Version]] = {}
    for revision in timeline.revisions:
        for change in revision.changes:
            versions.setdefault(change.clause.lineage, []).append(Version(revision, change))
    now = {clause.lineage: clause for clause in timeline.alliance.clauses}
    current = (Lineage(now[number], removed=False, versions=tuple(versions[number])) for number in now if number in versions)
    gone = (
        Lineage(found[-1].change.clause, removed=True, versions=tuple(found))
        for number, found in versions.items()
        if number not in now
    )
    return (*current, *gone)


def provenance(timeline: Timeline) -> Mapping[int, Provenance]:
    """For each clause of now, by its lineage number, what the line under it says."""
    return {lineage.clause.lineage: lineage.provenance for lineage in lineages(timeline) if not lineage.removed}
