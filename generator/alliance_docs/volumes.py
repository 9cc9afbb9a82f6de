"""Every alliance of a folder before it is followed: its file as it is now, and what became of it in the history.

Opens the repository once and asks it for the revisions of all alliances together, an alliance at a time. Decides nothing
about who may see what.
"""

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from alliance_docs.changes.timeline import Draft, follow_alliance
from alliance_docs.collecting import collecting_later
from alliance_docs.errors import Problem, Severity, UsageError
from alliance_docs.history.git import Repository, open_repository
from alliance_docs.history.log import Commits, History, Life, lost_version, read_history
from alliance_docs.history.worktree import lives_on_disk
from alliance_docs.reading.folder import CurrentFile, FolderReading, Spotless, read_folder
from alliance_docs.revisions import Timeline


class Volume(NamedTuple):
    """One alliance: where it is or last was, the bytes of its file now (None: there are none), and its life, if it has one.

    `id` is the id the file declares now, or the one its path gives it; `default_id` what it is called where a revision
    declares none. `present`: the file is there and without errors; of any other volume nothing is published. `public`: the
    file says that everybody may read it.
    """

    path: str
    id: str
    default_id: str
    source: bytes | None
    life: Life | None
    present: bool
    public: bool = False

    @property
    def revisions(self) -> int:
        """How many revisions there are to read, for sharing out the work."""
        return len(self.life.events) + 1 if self.life else 1


@dataclass(frozen=True)
class Library:
    """A folder that was opened; `volumes` has the current files in order, then the lives that have none."""

    folder: Path
    repository: Repository
    reading: FolderReading
    history: History
    volumes: tuple[Volume, ...]


def open_library(
    folder: Path,
    *,
    allow_shallow: bool = False,
    spotless: MutableMapping[str, Spotless] | None = None,
    histories: Callable[[Repository, Path], History] = read_history,
) -> Library:
    """Read all current files and find what became of each; no old revision is read.

    `spotless` is for `read_folder`; `histories` gives what `read_history` would, perhaps sooner.

    Raises:
        UsageError: there is no such folder.
        RepositoryError: the repository cannot be used as it is.
    """
    if not folder.is_dir():
        raise UsageError(f"There is no folder `{folder.name}` here", "Run `alliance new NAME` to begin one.")
    repository = open_repository(folder, allow_shallow=allow_shallow)
    with collecting_later(), ThreadPoolExecutor(1) as aside:  # while other processes read the files, Git answers
        files = aside.submit(read_folder, folder.resolve(), root=repository.root, spotless=spotless)
        try:
            history = histories(repository, folder)
        finally:
            reading = files.result()
    return Library(folder, repository, reading, history, tuple(_volumes(reading, repository, history)))


def follow(repository: Repository, volumes: Sequence[Volume]) -> Iterator[Timeline]:
    """A timeline for each volume; the bytes of all revisions come from one process, an alliance at a time.

    Raises:
        RepositoryError: a commit is damaged, or an old version, and nobody said that an incomplete clone will do.
    """
    commits = Commits.of(repository, (volume.life for volume in volumes if volume.life)).ready()
    wanted = [_blobs(volume) for volume in volumes]
    stream = repository.blobs(blob for ids in wanted for blob in ids)
    for volume, ids in zip(volumes, wanted, strict=True):
        blobs = {blob: source for _, (blob, source) in zip(ids, stream, strict=False) if source is not None}
        _stop_at_damage(repository, volume.life, blobs)
        yield follow_alliance(volume.life, commits, blobs, _draft(volume, blobs), volume.default_id)


def _blobs(volume: Volume) -> list[str]:
    return list(dict.fromkeys(event.blob for event in volume.life.events if event.blob)) if volume.life else []


def _volumes(reading: FolderReading, repository: Repository, history: History) -> Iterator[Volume]:
    """Each current file with its life, then the lives that have no file in the work tree."""
    sources = {path: file.source for path, file in reading.files.items() if file.source is not None}
    found = lives_on_disk(repository, history, sources)
    used = {id(life) for life in found.values()}
    broken = _broken(reading.problems)
    for path, file in reading.files.items():
        yield _of_file(file, found.get(path), present=path not in broken)
    for life in history.lives:
        if id(life) not in used:
            name = life.id or Path(life.path).stem
            yield Volume(life.path, name, name, None, life, present=False)


def _of_file(file: CurrentFile, life: Life | None, *, present: bool) -> Volume:
    declared = file.alliance.id if file.alliance else ""
    return Volume(file.path, declared or file.default_id, file.default_id, file.source, life, present, file.public)


def _broken(problems: Sequence[Problem]) -> frozenset[str]:
    return frozenset(problem.path for problem in problems if problem.severity is Severity.ERROR)


def _stop_at_damage(repository: Repository, life: Life | None, blobs: Mapping[str, bytes]) -> None:
    """An old version that is damaged stops everything, unless people said that an incomplete clone will do."""
    lost = next((event for event in life.events if event.blob and event.blob not in blobs), None) if life else None
    if lost and not (repository.partial and repository.allow_shallow):
        raise lost_version(repository, lost.commit, lost.path)


def _draft(volume: Volume, blobs: Mapping[str, bytes]) -> Draft | None:
    """The uncommitted state of a file, if there is one; other line ends alone are Git's doing and no edit."""
    life, source = volume.life, volume.source
    if source is None:
        return None
    committed = blobs.get(life.blob or "") if life and life.path == volume.path else None
    same = committed is not None and committed.replace(b"\r\n", b"\n") == source.replace(b"\r\n", b"\n")
    return None if same else Draft(volume.path, source)
