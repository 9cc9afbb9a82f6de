"""What came of everything between one revision and now, taken together: the net changes and the steps that led there.

The one way to compare any two revisions of a timeline, so that a since-page, a comparison and the terminal cannot differ.
Knows neither parties nor wording.
"""

from collections.abc import Iterable, Iterator

from alliance_docs.diff import diff
from alliance_docs.model import Alliance, Change
from alliance_docs.revisions import Revision, Timeline


def net_changes(timeline: Timeline, before: Revision, after: Revision | None = None) -> tuple[Change, ...]:
    """The changes that lead from one revision to another, or (None) to the alliance as it is now.

    Whether a clause counts as added or as restored is decided by what the revisions up to `before` held. A revision that
    cannot be read compares as one without clauses.
    """
    now = timeline.alliance if after is None else after.alliance or Alliance(timeline.id)
    return diff(before.alliance or Alliance(timeline.id), now, _seen(timeline, before))


def ancestors(timeline: Timeline, revision: Revision) -> frozenset[str | None]:
    """The commits of a revision and of all revisions it builds on."""
    by_commit = {one.commit: one for one in timeline.revisions}
    found: set[str | None] = {revision.commit}
    waiting = [revision]
    while waiting:
        for parent in waiting.pop().parents:
            if parent not in found and parent in by_commit:
                found.add(parent)
                waiting.append(by_commit[parent])
    return frozenset(found)


def steps_since(timeline: Timeline, revision: Revision) -> tuple[Revision, ...]:
    """The revisions that brought something a given one does not build on, oldest first; side branches included."""
    known = ancestors(timeline, revision)
    return tuple(step for step in timeline.revisions if step.commit not in known)


def tips(timeline: Timeline) -> tuple[Revision, ...]:
    """The revisions that no other builds on; first the one that stands as the alliance is now."""
    built_on = {parent for revision in timeline.revisions for parent in revision.parents}
    newest = [revision for revision in reversed(timeline.revisions) if revision.commit not in built_on]
    return tuple(sorted(newest, key=lambda revision: revision.alliance != timeline.alliance))


def readable(timeline: Timeline, commits: Iterable[str]) -> Iterator[Revision]:
    """The revisions of these commits; in the place of one that is unreadable or a deletion, those it builds on."""
    by_commit = {one.commit: one for one in timeline.revisions}
    waiting, seen = list(commits), set[str]()
    while waiting:
        commit = waiting.pop(0)
        revision = by_commit.get(commit)
        if revision is None or commit in seen:
            continue
        seen.add(commit)
        if revision.alliance is None or revision.gone:
            waiting[:0] = revision.parents
        else:
            yield revision


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


def _seen(timeline: Timeline, revision: Revision) -> frozenset[int]:
    place = next((place for place, one in enumerate(timeline.revisions) if one.commit == revision.commit), 0)
    states = (one.alliance for one in timeline.revisions[: place + 1])
    return frozenset(clause.lineage for state in states if state for clause in state.clauses)
