"""Follows one alliance through its revisions: who changed which clause, against which earlier revision.

Takes bytes and commits, gives a `Timeline`; knows neither the repository nor any page. Old revisions are read leniently:
what cannot be read is said on the revision and never stops anything.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from operator import attrgetter
from typing import NamedTuple

from alliance_docs.changes.diff import diff, merge_diff
from alliance_docs.changes.identity import Register, follow, renumbered, unite_gone
from alliance_docs.errors import Problem, Severity
from alliance_docs.history.log import Commit, Event, Life
from alliance_docs.model import Alliance, Change, Clause
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.reading.marks import private_marks
from alliance_docs.reading.units import Units
from alliance_docs.revisions import Message, Revision, RevisionKind, Timeline


class Draft(NamedTuple):
    """The uncommitted state of a file: `source` is None when the work tree has it exactly as HEAD."""

    path: str
    source: bytes


class _Point(NamedTuple):
    """What the next revision on a line of descent builds on: the newest readable state and what was let go before it.

    `held`: the lineages of that state; `read`: its clauses as they were read, before they were followed.
    """

    alliance: Alliance
    commit: str | None
    removed: Mapping[int, Clause]
    held: AbstractSet[int] = frozenset()
    read: tuple[Clause, ...] = ()


_NOTHING = _Point(Alliance(""), None, {})
_lineage = attrgetter("lineage")


def follow_alliance(
    life: Life | None, commits: Mapping[str, Commit], blobs: Mapping[str, bytes], draft: Draft | None, default_id: str
) -> Timeline:
    """The timeline of one alliance, oldest revision first.

    `life` is None for a file that was never committed. `blobs` holds the bytes of every event's blob; one that is missing
    makes its revision unreadable. Each distinct blob is read once, and of it only what no earlier one held. The clauses of
    `Timeline.alliance` know their places in the file, those of revisions do not.
    """
    follower = _Follower(blobs, default_id)
    for event in life.events if life else ():
        follower.add_event(event, commits[event.commit])
    heads = life.heads if life else ()
    if draft is not None:
        heads = (follower.add_draft(draft, heads),)
    follower.join(heads)
    path = draft.path if draft else (life.path if life else "")
    return Timeline(follower.state(heads), path, with_changes(follower.settled()))


class _Follower:
    """Walks the revisions once, giving every clause its lineage; the changes are worked out afterwards."""

    def __init__(self, blobs: Mapping[str, bytes], default_id: str) -> None:
        self.revisions: list[Revision] = []
        self._blobs = blobs
        self._default_id = default_id
        self._register = Register()
        self._points: list[_Point] = []
        self._blob_of: dict[str, str] = {}
        self._read: dict[str, tuple[Alliance | None, str]] = {}
        self._units = Units()
        self._draft = b""

    def add_event(self, event: Event, commit: Commit) -> None:
        """Add the next commit in ancestry order."""
        alliance, problem = self._read_blob(event)
        self._blob_of[event.commit] = event.blob or ""
        parents = tuple(self.revisions[parent].commit or "" for parent in event.parents)
        revision = Revision(
            commit=event.commit,
            parents=parents,
            number=len(self.revisions) + 1,
            path=event.path,
            when=commit.when,
            authors=(commit.author, *commit.co_authors),
            message=commit.message,
            kind=RevisionKind.MERGE if event.merge else RevisionKind.CHANGE,
            gone=event.blob is None,
            problem=problem,
        )
        self._append(revision, alliance, [self._points[parent] for parent in event.parents])

    def add_draft(self, draft: Draft, heads: Sequence[int]) -> int:
        """Add the uncommitted edits, which build on these revisions; gives their place."""
        self._draft = draft.source
        alliance, problem = self._read_source(draft.source, draft.path)
        revision = Revision(
            commit=None,
            parents=tuple(self.revisions[head].commit or "" for head in heads),
            number=None,
            path=draft.path,
            when=None,
            authors=(),
            message=Message(),
            kind=RevisionKind.CHANGE,
            problem=problem,
        )
        self._append(revision, alliance, [self._points[head] for head in heads])
        return len(self.revisions) - 1

    def join(self, heads: Sequence[int]) -> None:
        """Note which clauses are one where sides came to the same file, so that their merge is no revision of its own."""
        if len(heads) > 1:
            first, *others = (self._points[head].alliance for head in heads)
            follow(first, first, others, {}, self._register)
            removed = {number: clause for head in heads for number, clause in self._points[head].removed.items()}
            unite_gone(first.clauses, removed, self._register)

    def settled(self) -> list[Revision]:
        """The revisions under the lineages that hold at the end, when every merge has been seen."""
        if not self._register.aliases:
            return self.revisions
        return [one.but(alliance=one.alliance and renumbered(one.alliance, self._register)) for one in self.revisions]

    def state(self, heads: Sequence[int]) -> Alliance:
        """The alliance that the first of these revisions left, as far as it could be read."""
        if not heads:
            return Alliance(self._default_id)
        point = self._points[heads[0]]
        alliance = renumbered(point.alliance, self._register)
        source = self._blobs.get(self._blob_of.get(point.commit or "", "")) if point.commit else self._draft
        places = self._units.places(source or b"") or [(clause.line, clause.column) for clause in point.read]
        return Alliance(alliance.id, tuple(map(_placed, alliance.clauses, places)))

    def _marks(self, commit: str | None) -> Counter[bytes]:
        """What a revision's bytes mark private; those of uncommitted ones, which a build refuses anyway, nothing."""
        return private_marks(self._blobs.get(self._blob_of.get(commit or "", ""), b""))

    def _read_blob(self, event: Event) -> tuple[Alliance | None, str]:
        if event.blob is None:
            return Alliance(self._default_id), ""
        if event.blob not in self._read:
            source = self._blobs.get(event.blob)
            missing = "this revision's file is missing from the repository"
            self._read[event.blob] = (None, missing) if source is None else self._read_source(source, event.path)
        return self._read[event.blob]

    def _read_source(self, source: bytes, path: str) -> tuple[Alliance | None, str]:
        read = self._units.read(source, self._default_id)
        return (read.alliance, _in_words(read.errors)) if read else _read(source, path, self._default_id)

    def _append(self, revision: Revision, alliance: Alliance | None, before: Sequence[_Point]) -> None:
        base = before[0] if before else _NOTHING
        removed = base.removed
        if len(before) > 1:
            removed = {number: clause for point in before for number, clause in point.removed.items()}
        if alliance is None:
            marked: Counter[bytes] = Counter()
            for point in before:
                marked |= self._marks(point.commit)
            hides = bool(self._marks(revision.commit) - marked)
            self.revisions.append(revision.but(kind=RevisionKind.UNREADABLE, may_hide=hides))
            self._points.append(base._replace(removed=removed))
            return
        others = tuple(point.alliance for point in before[1:])
        followed = follow(alliance, base.alliance, others, removed, self._register, base.read)
        held = base.held if followed is base.alliance else set(map(_lineage, followed.clauses))
        if others or held != base.held:
            let_go = {clause.lineage: clause for point in before for clause in point.alliance.clauses}
            removed = {number: clause for number, clause in {**removed, **let_go}.items() if number not in held}
        if others:
            unite_gone(followed.clauses, removed, self._register)
        against = base.commit if revision.parents and base.commit != revision.parents[0] else None
        self.revisions.append(revision.but(alliance=followed, against=against))
        self._points.append(_Point(followed, revision.commit, removed, held, alliance.clauses))


def _placed(one: Clause, place: tuple[int, int]) -> Clause:
    return Clause(one.section, one.address, one.fields, one.id, one.named, one.lineage, *place)


def _read(source: bytes, path: str, default_id: str) -> tuple[Alliance | None, str]:
    alliance, problems = read_alliance(source, path, default_id)
    return alliance, _in_words([problem for problem in problems if problem.severity is Severity.ERROR])


def _in_words(problems: Sequence[Problem]) -> str:
    if not problems:
        return ""
    first = problems[0]
    place = f"line {first.line}: " if first.line else ""
    more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return f"{place}{first.message}{more}"


def with_changes(revisions: Sequence[Revision]) -> tuple[Revision, ...]:
    """The same revisions with their changes and kinds worked out from their alliances, which are followed already.

    The base of a revision is the newest readable one on its first line of descent; `against` names it where it is not
    the first parent.
    """
    states: dict[str | None, Alliance] = {}
    seen: dict[str | None, frozenset[int]] = {}
    finished = []
    for revision in revisions:
        befores = [states[parent] for parent in revision.parents]
        before = befores[0] if befores else Alliance("")
        known = _union([seen[parent] for parent in revision.parents])
        alliance = revision.alliance
        if alliance is None:
            states[revision.commit], seen[revision.commit] = before, known
            finished.append(revision)
            continue
        if revision.kind is RevisionKind.MERGE and len(befores) > 1:
            changes = merge_diff(befores, alliance, known)
        else:
            changes = diff(before, alliance, known)
        states[revision.commit] = alliance
        seen[revision.commit] = known if known.issuperset(map(_lineage, alliance.clauses)) else _with_all(known, alliance)
        finished.append(revision.but(changes=changes, kind=_kind(revision, changes)))
    return tuple(finished)


def _union(sets: Sequence[frozenset[int]]) -> frozenset[int]:
    return sets[0] if len(sets) == 1 else frozenset().union(*sets)


def _with_all(known: frozenset[int], alliance: Alliance) -> frozenset[int]:
    return known.union(map(_lineage, alliance.clauses))


def _kind(revision: Revision, changes: Sequence[Change]) -> RevisionKind:
    if revision.kind is RevisionKind.MERGE:
        return RevisionKind.MERGE
    if not revision.parents:
        return RevisionKind.FIRST
    return RevisionKind.CHANGE if changes else RevisionKind.LAYOUT
