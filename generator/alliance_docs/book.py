"""Loads a whole folder of alliances with its history, as one audience may see it; the last step before pages and terminal.

Reads each current file once, opens the repository once, and asks Git for all histories together. What is hidden from the
audience leaves here; only `Book.whole` still holds it, for the leak gate.
"""

import difflib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from alliance_docs.audience import Audience
from alliance_docs.errors import Problem, Severity, SourceError, UsageError
from alliance_docs.privacy.view import may_know, unmatched, view, withholds
from alliance_docs.revisions import Timeline
from alliance_docs.volumes import Library, follow, open_library

if TYPE_CHECKING:
    from alliance_docs.leaks.hidden_words import Words


class Absent(NamedTuple):
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

    @property
    def words(self) -> "tuple[Words, ...]":
        """What the gate needs to know of every alliance."""
        from alliance_docs.leaks.hidden_words import words_of, words_shown  # noqa: PLC0415 - slow to load, and for the gate alone

        shown = {timeline.id: timeline for timeline in self.timelines}
        alliances = (words_of(whole, shown.pop(whole.id, None)) for whole in self.whole)
        return (*alliances, words_shown(one.title for one in self.absent))

    def whole_of(self, timeline: Timeline) -> Timeline:
        """The same alliance with nothing left out, in which yeses are found; never for showing."""
        return next((one for one in self.whole if one.id == timeline.id), timeline)


def load_book(folder: Path, *, audience: Audience, allow_shallow: bool = False, keep_going: bool = False) -> Book:
    """Read every alliance below a folder with its history.

    With `keep_going` files that cannot be read, or have errors, are left out instead.

    Raises:
        SourceError: current files have errors.
        RepositoryError: the repository cannot be used as it is.
    """
    library = open_library(folder, allow_shallow=allow_shallow)
    problems = library.reading.problems
    stop_at_errors(problems, keep_going=keep_going)
    present, gone = _timelines(library)
    problems = tuple(sorted((*problems, *_unmatched(present)), key=lambda problem: problem.sort_key))
    stop_at_errors(problems, keep_going=keep_going)
    shown = [timeline for timeline in present if may_know(timeline, audience)]
    withheld = frozenset[str]().union(
        *(withholds(timeline, audience) for timeline in present),
        *(withholds(timeline, audience, present=False) for timeline in gone),
    )
    return Book(
        timelines=tuple(view(timeline, audience, withheld) for timeline in shown),
        audience=audience,
        head=library.history.head,
        problems=problems,
        left_out_alliances=len(present) - len(shown),
        absent=() if audience is Audience.PUBLIC else tuple(map(absent, gone)),
        notices=library.history.notices,
        whole=(*present, *gone),
    )


def load_timeline(folder: Path, alliance: str, *, audience: Audience, allow_shallow: bool = False) -> Timeline:
    """One alliance, named by its id or its path, as this audience may see it; errors in other files do not matter.

    For the parties an alliance whose file is gone is found too.

    Raises:
        UsageError: there is no such alliance, or this audience may not know of it.
        SourceError: its file is there and nobody may read it.
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
    library = open_library(folder, allow_shallow=allow_shallow)
    volume = library.volumes[_place(library.volumes, alliance, folder)]
    unread = [one for one in library.reading.problems if (one.path, one.rule) == (volume.path, "unreadable-file")]
    stop_at_errors(unread, keep_going=False)
    timeline = next(follow(library.repository, [volume]))
    return replace(timeline, notices=(*library.history.notices, *timeline.notices))


# Reading


def stop_at_errors(problems: Sequence[Problem], *, keep_going: bool) -> None:
    """Raise SourceError where there are errors and not just the rest is wanted."""
    if not keep_going and any(problem.severity is Severity.ERROR for problem in problems):
        raise SourceError(tuple(problems))


def _timelines(library: Library) -> tuple[list[Timeline], list[Timeline]]:
    """The timelines of the current files that are whole, by id, and those of everything else in the history."""
    present: list[Timeline] = []
    gone: list[Timeline] = []
    timelines = follow(library.repository, library.volumes)
    for volume, timeline in zip(library.volumes, timelines, strict=True):
        (present if volume.present else gone).append(timeline)
    return sorted(present, key=lambda timeline: timeline.id), gone


def absent(timeline: Timeline) -> Absent:
    """What is told of an alliance that has no file any more."""
    last = next((revision for revision in reversed(timeline.revisions) if revision.alliance and not revision.gone), None)
    title = last.alliance.title if last and last.alliance else timeline.id
    return Absent(timeline.id, title, timeline.revisions[-1].when if timeline.revisions else None)


def _unmatched(timelines: Sequence[Timeline]) -> Iterator[Problem]:
    return (problem for timeline in timelines for problem in unmatched(timeline))


# Finding one


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def path(self) -> str: ...


def _named(timelines: Sequence[Timeline], alliance: str, folder: Path) -> Timeline:
    return timelines[_place(timelines, alliance, folder)]


def _place(names: Sequence[_Named], alliance: str, folder: Path) -> int:
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
