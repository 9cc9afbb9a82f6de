"""What came of everything between one revision and now, taken together: the net changes and the steps that led there.

The one way to compare any two revisions of a timeline, so that a since-page, a comparison and the terminal cannot differ.
Knows neither parties nor wording.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from alliance_docs.changes.diff import diff
from alliance_docs.model import Alliance, Change
from alliance_docs.revisions import Revision, Timeline


def net_changes(timeline: Timeline, before: Revision, after: Revision | None = None) -> tuple[Change, ...]:
    """The changes that lead from one revision to another, or (None) to the alliance as it is now.

    Whether a clause counts as added or as restored is decided by what the revisions up to `before` held. A revision that
    cannot be read compares as one without clauses.
    """
    now = timeline.alliance if after is None else after.alliance or Alliance(timeline.id)
    return diff(before.alliance or Alliance(timeline.id), now, _seen(timeline, before))


def last_review(timeline: Timeline) -> Revision | None:
    """The revision that wrote down the newest of the reviews held, by their dates; None when none was ever held."""
    held = [clause for clause in timeline.alliance.section("reviews/held") if clause.get("date")]
    if not held:
        return None
    newest = max(held, key=lambda clause: clause.get("date"))
    return next(
        (
            revision
            for revision in timeline.revisions
            if any(change.after and change.clause.lineage == newest.lineage for change in revision.changes)
        ),
        None,
    )


class Descent:
    """Which revision of a timeline builds on which; keep one for several questions."""

    def __init__(self, timeline: Timeline) -> None:
        self._timeline = timeline

    @cached_property
    def _by_commit(self) -> dict[str | None, Revision]:
        return {revision.commit: revision for revision in self._timeline.revisions}

    def up_to(self, revision: Revision) -> frozenset[str | None]:
        """The commits of a revision and of all that it builds on."""
        found: set[str | None] = {revision.commit}
        waiting = [revision]
        while waiting:
            for parent in waiting.pop().parents:
                if parent not in found and parent in self._by_commit:
                    found.add(parent)
                    waiting.append(self._by_commit[parent])
        return frozenset(found)

    def steps_since(self, revision: Revision) -> tuple[Revision, ...]:
        """The revisions that brought something a given one does not build on, oldest first; side branches included."""
        known = self.up_to(revision)
        return tuple(step for step in self._timeline.revisions if step.commit not in known)

    def tips(self) -> tuple[Revision, ...]:
        """The revisions that no other builds on, unreadable ones passed over; first the one that stands now."""
        revisions = self._timeline.revisions
        built_on = {parent for revision in revisions for parent in revision.parents}
        newest = (revision.commit for revision in reversed(revisions) if revision.commit not in built_on)
        found = self._readable(newest)
        return tuple(sorted(found, key=lambda revision: revision.alliance != self._timeline.alliance))

    def before(self, revision: Revision) -> tuple[Revision, ...]:
        """The revisions a given one builds on directly; behind an unreadable one or a deletion, those that one builds on."""
        return tuple(self._readable(revision.parents))

    def _readable(self, commits: Iterable[str | None]) -> Iterator[Revision]:
        waiting, seen = list(commits), set[str | None]()
        while waiting:
            commit = waiting.pop(0)
            revision = self._by_commit.get(commit)
            if revision is None or commit in seen:
                continue
            seen.add(commit)
            if revision.alliance is None or revision.gone:
                waiting[:0] = revision.parents
            else:
                yield revision


def _seen(timeline: Timeline, revision: Revision) -> frozenset[int]:
    place = next((place for place, one in enumerate(timeline.revisions) if one.commit == revision.commit), 0)
    states = (one.alliance for one in timeline.revisions[: place + 1])
    return frozenset(clause.lineage for state in states if state for clause in state.clauses)
