"""Loads a whole folder of alliances with its history, as one audience may see it; the last step before pages and terminal.

Reads each current file once, opens the repository once, and asks Git for all histories together. What is hidden from the
audience leaves here; only `Shelved.whole` still holds it, for the leak gate.
"""

import difflib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from alliance_docs.errors import Problem, Severity, SourceError, UsageError
from alliance_docs.folder import CurrentFile, FolderReading, read_folder
from alliance_docs.git import Repository, open_repository
from alliance_docs.history import History, Life, lost_version, read_history
from alliance_docs.privacy import Audience, may_know, unmatched, view, withheld_commits
from alliance_docs.revisions import Timeline
from alliance_docs.timeline import Draft, follow_alliance
from alliance_docs.worktree import lives_on_disk

_DOCS_DIR = re.compile(r"^docs_dir:\s*['\"]?([^'\"#\n]+)", re.MULTILINE)
_OWN_FOLDER = re.compile(r"^\s*-?\s*alliances:[ \t]*\n(?:[ \t]+.*\n)*?[ \t]+folder:\s*['\"]?([^'\"#\n]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Absent:
    """An alliance whose file is no longer there; `when` is the date of its last commit."""

    id: str
    title: str
    when: datetime | None


@dataclass(frozen=True)
class Book:
    """All alliances of a folder as one audience may see them, sorted by id.

    `left_out_alliances`: how many this audience may not know; `absent`: those without a file, for the parties alone;
    `problems`: those of the current files, by place; `notices`: what makes the history incomplete; `head`: the commit.
    """

    timelines: tuple[Timeline, ...]
    audience: Audience
    head: str | None = None
    problems: tuple[Problem, ...] = ()
    left_out_alliances: int = 0
    absent: tuple[Absent, ...] = ()
    notices: tuple[str, ...] = ()
    whole: tuple[Timeline, ...] = field(default=(), repr=False)  # everything, for finding leaks; never for showing

    def whole_of(self, timeline: Timeline) -> Timeline:
        """The same alliance with nothing left out, in which yeses are found; never for showing."""
        return next((one for one in self.whole if one.id == timeline.id), timeline)


@dataclass(frozen=True)
class _Shelf:
    """What was read before any timeline is made."""

    reading: FolderReading
    repository: Repository
    history: History


def load_book(folder: Path, *, audience: Audience, allow_shallow: bool = False, keep_going: bool = False) -> Book:
    """Read every alliance below a folder with its history.

    With `keep_going` files that cannot be read, or have errors, are left out instead.

    Raises:
        SourceError: current files have errors.
        RepositoryError: the repository cannot be used as it is.
    """
    shelf = _read(folder, allow_shallow=allow_shallow)
    problems = shelf.reading.problems
    _stop_at_errors(problems, keep_going=keep_going)
    present, gone = _timelines(shelf, _broken(problems))
    problems = tuple(sorted((*problems, *_unmatched(present)), key=lambda problem: problem.sort_key))
    _stop_at_errors(problems, keep_going=keep_going)
    shown = [timeline for timeline in present if may_know(timeline, audience)]
    others = () if audience is Audience.PARTIES else (*(one for one in present if not may_know(one, audience)), *gone)
    withheld = withheld_commits(shown, others, audience)
    return Book(
        timelines=tuple(view(timeline, audience, withheld) for timeline in shown),
        audience=audience,
        head=shelf.history.head,
        problems=problems,
        left_out_alliances=len(present) - len(shown),
        absent=() if audience is Audience.PUBLIC else tuple(map(_absent, gone)),
        notices=shelf.history.notices,
        whole=(*present, *gone),
    )


def load_timeline(folder: Path, alliance: str, *, audience: Audience, allow_shallow: bool = False) -> Timeline:
    """One alliance, named by its id or its path, as this audience may see it; errors in other files do not matter.

    For the parties an alliance whose file is gone is found too.

    Raises:
        UsageError: there is no such alliance, or this audience may not know of it.
        RepositoryError: the repository cannot be used as it is.
    """
    if audience is Audience.PUBLIC:
        book = load_book(folder, audience=audience, allow_shallow=allow_shallow, keep_going=True)
        timeline = _named(book.timelines, alliance, folder)
        return replace(timeline, notices=(*book.notices, *timeline.notices))
    return view(load_whole(folder, alliance, allow_shallow=allow_shallow), audience)


def load_whole(folder: Path, alliance: str, *, allow_shallow: bool = False) -> Timeline:
    """One alliance with nothing left out: for what was made of everything, as a yes is, and never for showing.

    Raises what `load_timeline` raises.
    """
    shelf = _read(folder, allow_shallow=allow_shallow)
    pairs = list(_pairs(shelf))
    names = [_name_of(file, life) for file, life in pairs]
    timeline = next(_follow(shelf, [pairs[_place(names, alliance, folder)]]))
    return replace(timeline, notices=(*shelf.history.notices, *timeline.notices))


def find_folder(start: Path) -> Path:
    """The folder of alliances for somebody who stands in `start`; it need not exist yet.

    Beside the nearest mkdocs.yml, looked for up to the top of the repository: the plugin's `folder`, else `alliances`, else
    `docs_dir`. Without one, the nearest folder called `alliances`, or the one that `start` is in.
    """
    start = Path(os.path.abspath(start))  # noqa: PTH100 - `resolve` would follow links
    places = (start, *start.parents)
    top = next((number for number, place in enumerate(places) if (place / ".git").exists()), len(places))
    for place in places[: top + 1]:
        if (place / "mkdocs.yml").is_file():
            return _configured(place / "mkdocs.yml")
    for place in places:
        if place.name == "alliances":
            return place
        if (place / "alliances").is_dir():
            return place / "alliances"
    return start / "alliances"


def _configured(settings: Path) -> Path:
    text = settings.read_text(encoding="utf-8", errors="replace")
    own = _OWN_FOLDER.search(text)
    if own:
        return settings.parent / own[1].strip()
    docs = _DOCS_DIR.search(text)
    usual = settings.parent / "alliances"
    return usual if usual.is_dir() or not docs else settings.parent / docs[1].strip()


# Reading


def _read(folder: Path, *, allow_shallow: bool) -> _Shelf:
    if not folder.is_dir():
        raise UsageError(f"There is no folder `{folder.name}` here", "Run `alliance new NAME` to begin one.")
    repository = open_repository(folder, allow_shallow=allow_shallow)
    reading = read_folder(folder.resolve(), root=repository.root)
    return _Shelf(reading, repository, read_history(repository, folder))


def _stop_at_errors(problems: Sequence[Problem], *, keep_going: bool) -> None:
    if not keep_going and any(problem.severity is Severity.ERROR for problem in problems):
        raise SourceError(tuple(problems))


def _broken(problems: Sequence[Problem]) -> frozenset[str]:
    return frozenset(problem.path for problem in problems if problem.severity is Severity.ERROR)


def _timelines(shelf: _Shelf, broken: frozenset[str]) -> tuple[list[Timeline], list[Timeline]]:
    """The timelines of the current files that are whole, by id, and those of everything else in the history."""
    present: list[Timeline] = []
    gone: list[Timeline] = []
    pairs = list(_pairs(shelf))
    for (file, _), timeline in zip(pairs, _follow(shelf, pairs), strict=True):
        (gone if file is None or file.path in broken else present).append(timeline)
    return sorted(present, key=lambda timeline: timeline.id), gone


def _pairs(shelf: _Shelf) -> Iterator[tuple[CurrentFile | None, Life | None]]:
    """Each current file with its life, then the lives that have no file in the work tree."""
    sources = {path: file.source for path, file in shelf.reading.files.items() if file.source is not None}
    found = lives_on_disk(shelf.repository, shelf.history, sources)
    used = {id(life) for life in found.values()}
    yield from ((file, found.get(path)) for path, file in shelf.reading.files.items())
    yield from ((None, life) for life in shelf.history.lives if id(life) not in used)


def _follow(shelf: _Shelf, pairs: Sequence[tuple[CurrentFile | None, Life | None]]) -> Iterator[Timeline]:
    """A timeline for each pair; the bytes of all revisions come from one process, an alliance at a time."""
    wanted = [list(dict.fromkeys(event.blob for event in life.events if event.blob)) if life else [] for _, life in pairs]
    stream = shelf.repository.blobs(blob for ids in wanted for blob in ids)
    for (file, life), ids in zip(pairs, wanted, strict=True):
        blobs = {blob: source for _, (blob, source) in zip(ids, stream, strict=False) if source is not None}
        _stop_at_damage(shelf.repository, life, blobs)
        yield follow_alliance(life, shelf.history.commits, blobs, _draft(file, life, blobs), _id_of(file, life))


def _stop_at_damage(repository: Repository, life: Life | None, blobs: Mapping[str, bytes]) -> None:
    """An old version that is damaged stops everything, unless people said that an incomplete clone will do."""
    lost = next((event for event in life.events if event.blob and event.blob not in blobs), None) if life else None
    if lost and not (repository.partial and repository.allow_shallow):
        raise lost_version(repository, lost.commit, lost.path)


def _draft(file: CurrentFile | None, life: Life | None, blobs: Mapping[str, bytes]) -> Draft | None:
    """The uncommitted state of a file, if there is one; other line ends alone are Git's doing and no edit."""
    if file is None or file.source is None:
        return None
    committed = blobs.get(life.blob or "") if life and life.path == file.path else None
    same = committed is not None and committed.replace(b"\r\n", b"\n") == file.source.replace(b"\r\n", b"\n")
    return None if same else Draft(file.path, file.source)


def _name_of(file: CurrentFile | None, life: Life | None) -> "_Name":
    declared = file.alliance.id if file and file.alliance else ""
    return _Name(declared or _id_of(file, life), file.path if file else life.path if life else "")


def _id_of(file: CurrentFile | None, life: Life | None) -> str:
    if file is not None:
        return file.default_id
    assert life is not None, "a pair has at least one side"  # noqa: S101 - an invariant of `_pairs`
    return life.id or Path(life.path).stem


def _absent(timeline: Timeline) -> Absent:
    last = next((revision for revision in reversed(timeline.revisions) if revision.alliance and not revision.gone), None)
    title = last.alliance.title if last and last.alliance else timeline.id
    return Absent(timeline.id, title, timeline.revisions[-1].when if timeline.revisions else None)


def _unmatched(timelines: Sequence[Timeline]) -> Iterator[Problem]:
    return (problem for timeline in timelines for problem in unmatched(timeline))


# Finding one


@dataclass(frozen=True, slots=True)
class _Name:
    id: str
    path: str


def _named(timelines: Sequence[Timeline], alliance: str, folder: Path) -> Timeline:
    return timelines[_place([_Name(timeline.id, timeline.path) for timeline in timelines], alliance, folder)]


def _place(names: Sequence[_Name], alliance: str, folder: Path) -> int:
    """The place of the one that is meant: by id, else by path, with or without suffix, from anywhere."""
    wanted = Path(os.path.abspath(alliance))  # noqa: PTH100 - as people typed it, links and all
    root = Path(os.path.abspath(folder))  # noqa: PTH100
    for place, name in enumerate(names):
        if name.id == alliance:
            return place
    for place, name in enumerate(names):
        path = Path(name.path)
        whole = (name.path, str(path.with_suffix("")))
        if alliance in (*whole, path.name) or (wanted.is_relative_to(root) and str(wanted).endswith(whole)):
            return place
    close = difflib.get_close_matches(alliance, [name.id for name in names], n=1)
    known = f"Did you mean `{close[0]}`?" if close else "`alliance status` lists those there are."
    raise UsageError(f"There is no alliance `{alliance}`", known)
