"""The gentle questions of `alliance check --nudges`: with what history knows, where there is one."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from alliance_docs.assent.state import assents
from alliance_docs.audience import Audience
from alliance_docs.book import load_book
from alliance_docs.errors import Problem, RepositoryError
from alliance_docs.nudges.asking import nudges
from alliance_docs.nudges.past import entered_by, stale
from alliance_docs.reading.folder import CurrentFile, FolderReading
from alliance_docs.revisions import Timeline


def questions(reading: FolderReading, folder: Path, today: date | None) -> Iterator[Problem]:
    """The questions about every file that could be read, in the order of the files.

    The day they are judged on is that of the newest commit unless `today` says another; without history it is today.
    """
    timelines = _timelines(folder)
    day = today or max(_days(timelines), default=datetime.now(UTC).date())
    for file in reading.files.values():
        if file.alliance is None:
            continue
        timeline = _of(file, timelines)
        if timeline is None:
            yield from nudges(file.alliance, file.path, day)
        else:
            overtaken = stale(assents(timeline))
            yield from nudges(timeline.alliance, file.path, day, entered_by=entered_by(timeline), stale=overtaken)


def _timelines(folder: Path) -> Sequence[Timeline]:
    try:
        return load_book(folder, audience=Audience.PARTIES, allow_shallow=True, keep_going=True).timelines
    except RepositoryError:
        return ()


def _of(file: CurrentFile, timelines: Sequence[Timeline]) -> Timeline | None:
    place = Path.cwd().joinpath(file.path).resolve().as_posix()
    return next((timeline for timeline in timelines if place.endswith(f"/{timeline.path}")), None)


def _days(timelines: Sequence[Timeline]) -> Iterator[date]:
    return (revision.when.date() for timeline in timelines for revision in timeline.revisions if revision.when is not None)
