"""Finds the state of an alliance that people mean by a revision: a number of its history, or whatever Git understands.

A number means the revision of that number in this alliance's own history, where it has one; everything else, and a number it
does not have, is Git's.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from alliance_docs.audience import Audience
from alliance_docs.book import load_timeline
from alliance_docs.changes.diff import diff
from alliance_docs.changes.identity import Register, follow
from alliance_docs.changes.net import net_changes
from alliance_docs.changes.timeline import follow_alliance
from alliance_docs.commands.exits import FINDINGS, stop
from alliance_docs.errors import UsageError
from alliance_docs.history.git import Repository, open_repository
from alliance_docs.history.log import Life, read_history
from alliance_docs.model import Alliance, Change
from alliance_docs.privacy.view import view
from alliance_docs.revisions import Revision, Timeline

_LONGEST_NUMBER = 6  # digits; whatever is longer is a commit


@dataclass(frozen=True)
class State:
    """An alliance at a commit (None: in the work tree); `revision` is the one that holds there, None off this history."""

    alliance: Alliance
    commit: str | None
    revision: Revision | None = None

    @property
    def words(self) -> str:
        """The state in words."""
        if self.commit is None:
            return "the work tree"
        return f"revision {self.revision.number}" if self.revision and self.revision.number else self.commit[:12]


@dataclass(frozen=True)
class Comparison:
    """What leads from one state to another."""

    before: State
    after: State
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class States:
    """Where the states of one alliance are found."""

    timeline: Timeline
    repository: Repository
    folder: Path
    audience: Audience

    @classmethod
    def of(cls, alliance: str, folder: Path, audience: Audience, *, allow_shallow: bool) -> "States":
        """The states of an alliance that is named by its id or path."""
        timeline = load_timeline(folder, alliance, audience=audience, allow_shallow=allow_shallow)
        return cls(timeline, open_repository(folder, allow_shallow=allow_shallow), folder, audience)

    def compare(self, before: str | None, after: str | None) -> Comparison:
        """Between the revisions that people name; to the work tree without the second, the newest change without both."""
        if before is None:
            return self._newest_change()
        old, new = self.at(before), self.at(after) if after else replace(self.now(), commit=None)
        return Comparison(old, new, self._changes(old, new))

    def now(self) -> State:
        """The state in the work tree; where nothing was edited it is that of HEAD, and bears its name."""
        newest = self.timeline.revisions[-1]
        if newest.commit is None and newest.alliance is None:
            stop(f"{newest.path} cannot be read now: {newest.problem}.", "`alliance check` lists everything.", FINDINGS)
        alliance = self.timeline.alliance
        revision = next((one for one in reversed(self.timeline.revisions) if one.alliance == alliance), newest)
        return State(alliance, newest.commit and self.repository.head, revision)

    def at(self, words: str) -> State:
        """The state at the revision that people name; UsageError when there is none, or it cannot be read."""
        if revision := self._numbered(words):
            return self._state(revision, revision.commit or "")
        commit = self.repository.resolve(words)
        if revision := self.timeline.revision(commit):
            return self._state(revision, commit)
        return self._at_commit(commit)

    def _changes(self, before: State, after: State) -> tuple[Change, ...]:
        """What leads from one state to another; off this history clauses are followed from the one to the other alone."""
        if before.revision and after.revision:
            return net_changes(self.timeline, before.revision, after.revision)
        register = Register()
        was = follow(before.alliance, Alliance(""), (), {}, register)
        return diff(was, follow(after.alliance, was, (), {}, register))

    def _newest_change(self) -> Comparison:
        now, newest = self.now(), self.timeline.revisions[-1]
        if newest.commit is None:
            return Comparison(State(Alliance(self.timeline.id), self.repository.head), now, newest.changes)
        changed = next((revision for revision in reversed(self.timeline.revisions) if revision.changes), newest)
        base = changed.against or next(iter(changed.parents), None)
        before = self.timeline.revision(base) if base else None
        old = State(Alliance(self.timeline.id), base, before)
        return Comparison(old, State(changed.alliance or now.alliance, changed.commit, changed), changed.changes)

    def _numbered(self, words: str) -> Revision | None:
        if not (words.isascii() and words.isdecimal() and len(words) <= _LONGEST_NUMBER):
            return None
        return next((revision for revision in self.timeline.revisions if revision.number == int(words)), None)

    def _state(self, revision: Revision, commit: str) -> State:
        if revision.alliance is None:
            raise UsageError(f"Revision {revision.number} cannot be read: {revision.problem}.", "Name another revision.")
        return State(revision.alliance, commit, revision)

    def _at_commit(self, commit: str) -> State:
        """The state at a commit that did not change this alliance, or that is on another branch."""
        history = read_history(replace(self.repository, head=commit), self.folder)
        life = self._life(history.lives)
        if life is None or not life.current:
            return State(Alliance(self.timeline.id), commit, None)
        if revision := self.timeline.revision(life.events[life.heads[0]].commit):
            return self._state(revision, commit)
        if self.audience is Audience.PUBLIC:
            raise UsageError("The public may not see that revision.", "Name a later one, or ask as a party.")
        blobs = dict(self.repository.blobs(dict.fromkeys(event.blob for event in life.events if event.blob)))
        readable = {blob: source for blob, source in blobs.items() if source is not None}
        commits = history.commits.ready(life.commits)
        elsewhere = follow_alliance(life, commits, readable, None, self.timeline.id)
        held = elsewhere.revisions[life.heads[0]]
        if held.alliance is None:
            raise UsageError(f"The file cannot be read at {commit[:12]}: {held.problem}.", "Name another revision.")
        return State(self._redacted(view(elsewhere, self.audience).alliance), commit, None)

    def _life(self, lives: Iterable[Life]) -> Life | None:
        """The life of this alliance in another history: the one with a common commit, else with its id, else at its path."""
        known = {(revision.commit, revision.path) for revision in self.timeline.revisions}
        declared = self.timeline.alliance.value("id")
        ranked = [
            (shared, bool(declared) and life.id == declared, life.path == self.timeline.path, life)
            for life in lives
            if (shared := any((event.commit, event.path) in known for event in life.events))
            or (declared and life.id == declared)
            or life.path == self.timeline.path
        ]
        return max(ranked, key=lambda found: found[:3])[3] if ranked else None

    def _redacted(self, alliance: Alliance) -> Alliance:
        """What is redacted today is not shown from another branch either."""
        hidden = {entry.get("clause") for entry in self.timeline.alliance.section("redacted")}
        return replace(alliance, clauses=tuple(clause for clause in alliance.clauses if clause.address not in hidden))
