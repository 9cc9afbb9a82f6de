"""The revisions of every alliance in a folder: which commits changed which file, through all its names and branches.

One pass over the commits for all files together. Gives ids of commits and versions; what stands in the files is read
elsewhere, from `Repository.blobs`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Self

from alliance_docs.collecting import collecting_later
from alliance_docs.errors import RepositoryError
from alliance_docs.history.ancestry import Step, read_steps
from alliance_docs.history.clone import ALL_VERSIONS, CHECK
from alliance_docs.history.commits import Commit, read_commit
from alliance_docs.history.git import Repository
from alliance_docs.history.ledger import Entry, Ledger, State
from alliance_docs.history.lives import Event, Life
from alliance_docs.history.tracing import trace
from alliance_docs.history.versions import Versions

__all__ = ["Commit", "Event", "History", "Life", "lost_version", "read_history"]

INCOMPLETE = "Some old versions are not in this clone; their revisions could not be read."


@dataclass(frozen=True)
class History:
    """All lives a folder ever held, those at HEAD and those that are gone, and the commits of their events.

    Lives are sorted by path, those at HEAD first. `notices` are sentences for the pages.
    """

    head: str | None
    lives: tuple[Life, ...] = ()
    commits: "Commits" = field(default_factory=lambda: Commits(None, ()))
    notices: tuple[str, ...] = ()

    @property
    def current(self) -> dict[str, Life]:
        """The lives at HEAD by their path from the repository's root."""
        return {life.path: life for life in self.lives if life.current}


@collecting_later()
def read_history(repository: Repository, folder: Path) -> History:
    """The history of the alliance files below a folder, as it leads to HEAD.

    A life is followed by the `id` its file declares, else by its path, else from a file that went in the commit it came in
    (data model, section 4). RepositoryError when a version is missing; in a partial clone that was allowed, a notice
    instead. Time grows with the commits and what they changed, not with files times commits.
    """
    prefix = repository.prefix(folder)
    steps = _relevant(read_steps(repository), prefix)
    versions = Versions(repository)
    ledger, state = trace(steps, versions)
    lives = _lives(_Told(steps, versions, ledger, state), prefix)
    notices = repository.notices
    if absent := _absent(repository, lives):
        if not (repository.partial and repository.allow_shallow):
            raise lost_version(repository, *absent)
        notices = (*notices, INCOMPLETE)
    return History(repository.head, lives, Commits.of(repository, lives), notices)


class Commits(Mapping[str, Commit]):
    """The commits of some events by id, each read once, at the latest when somebody asks for it."""

    def __init__(self, repository: Repository | None, ids: Iterable[str]) -> None:
        self._repository = repository
        self._read: dict[str, Commit | None] = dict.fromkeys(ids)

    @classmethod
    def of(cls, repository: Repository, lives: Iterable[Life]) -> "Commits":
        """Those of all events of these lives."""
        return cls(repository, (commit for life in lives for commit in life.commits))

    def ready(self, ids: Iterable[str] | None = None) -> Self:
        """Read these at once, by default all; one process for however many, none where they are read.

        RepositoryError when one is damaged.
        """
        missing = [commit for commit in (self._read if ids is None else dict.fromkeys(ids)) if self._read[commit] is None]
        if missing and self._repository:
            self._read.update(_commits(self._repository, missing))
        return self

    def __getitem__(self, commit_id: str) -> Commit:
        self.ready((commit_id,))
        if (commit := self._read[commit_id]) is None:
            raise KeyError(commit_id)
        return commit

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def lost_version(repository: Repository, commit: str, path: str) -> RepositoryError:
    """The error for a version of a file that cannot be read from the repository."""
    mend = ALL_VERSIONS if repository.partial else CHECK
    return RepositoryError(f"The content of {path} in commit {commit[:12]} is missing or damaged", mend)


def _inside(path: str, prefix: str) -> bool:
    """Whether a path belongs to the folder; names that begin with a dot, and what is below them, do not."""
    return path.startswith(prefix) and "/." not in "/" + path[len(prefix) :]


def _relevant(steps: Sequence[Step], prefix: str) -> Sequence[Step]:
    """The steps with only the touches of paths in the folder, and of paths from which files may have been moved into it."""
    everywhere = {touch.path for step in steps for touch in step.touches}
    paths = {path for path in everywhere if _inside(path, prefix)}
    if paths == everywhere:
        return steps
    for step in reversed(steps):
        if len(step.parents) < 2 and any(touch.after for touch in step.touches if touch.path in paths):
            paths.update(touch.path for touch in step.touches if touch.after is None)
    return [
        step
        if all(touch.path in paths for touch in step.touches)
        else step._replace(touches=tuple(touch for touch in step.touches if touch.path in paths))
        for step in steps
    ]


def _lives(told: "_Told", prefix: str) -> tuple[Life, ...]:
    """The lives that ever had a file in the folder; those at HEAD first, each group by path."""
    lives = [life for numbers in told.numbers().values() if (life := told.life(numbers, prefix))]
    last = [next(event.blob for event in reversed(life.events) if event.blob) for life in lives]
    told.versions.learn_ids(life.blob or blob for life, blob in zip(lives, last, strict=True))
    named = (replace(life, id=told.versions.id(life.blob or blob)) for life, blob in zip(lives, last, strict=True))
    return tuple(sorted(named, key=lambda life: (not life.current, life.path)))


class _Told:
    """What the walk through the commits found, to be made into lives."""

    def __init__(self, steps: Sequence[Step], versions: Versions, ledger: Ledger, state: State) -> None:
        self.versions = versions
        self._steps = steps
        self._ledger = ledger
        slots = sorted((slot for _, slot in state.files.items()), key=lambda slot: (slot.blob is not None, slot.path))
        self._at_head = {ledger.life(slot.life): slot for slot in slots}

    def numbers(self) -> dict[int, list[int]]:
        """The entries of each life, in order."""
        numbers: dict[int, list[int]] = defaultdict(list)
        for number, entry in enumerate(self._ledger.entries):
            numbers[self._ledger.life(entry.life)].append(number)
        return numbers

    def life(self, numbers: Sequence[int], prefix: str) -> Life | None:
        """One life, still without its id; None when it never was in the folder."""
        entries = [self._ledger.entries[number] for number in numbers]
        inside = [entry.path for entry in entries if _inside(entry.path, prefix)]
        if not inside:
            return None
        place = {number: index for index, number in enumerate(numbers)}
        slot = self._at_head.get(self._ledger.life(entries[0].life))
        built_on = {parent for entry in entries for parent in entry.parents}
        heads = slot.heads if slot else tuple(number for number in numbers if number not in built_on)
        current = slot is not None and slot.blob is not None and _inside(slot.path, prefix)
        return Life(
            path=slot.path if slot and current else inside[-1],
            id="",
            events=tuple(self._event(entry, place) for entry in entries),
            heads=tuple(place[head] for head in heads),
            current=current,
        )

    def _event(self, entry: Entry, place: Mapping[int, int]) -> Event:
        parents = tuple(place[parent] for parent in entry.parents)
        return Event(self._steps[entry.step].commit, parents, entry.path, entry.blob, entry.merge)


def _absent(repository: Repository, lives: Sequence[Life]) -> tuple[str, str] | None:
    """The first commit and path whose content is not in the repository; no content is read for it."""
    absent = repository.absent({event.blob for life in lives for event in life.events if event.blob})
    events = (event for life in lives for event in life.events)
    return next(((event.commit, event.path) for event in events if event.blob in absent), None)


def _commits(repository: Repository, ids: Iterable[str]) -> Iterator[tuple[str, Commit]]:
    for commit, content in repository.commit_objects(ids):
        if content is None:
            raise RepositoryError(f"The commit {commit[:12]} is damaged", CHECK)
        yield commit, read_commit(commit, content)
