"""Reads the histories of a repository with all processors, as a build does, and makes no page of them."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from alliance_docs.changes.lineage import lineages
from alliance_docs.collecting import collecting_later
from alliance_docs.history.git import Repository, open_repository
from alliance_docs.history.kept_history import recall_history
from alliance_docs.reading.spotless import spotless_files
from alliance_docs.volumes import Volume, follow, open_library
from alliance_docs.workers import processors, shared_out

_PORTION = 15  # alliances


class _Portion(NamedTuple):
    """Some alliances, for one process at a time."""

    folder: Path
    volumes: tuple[Volume, ...]

    @property
    def size(self) -> int:
        return sum(volume.revisions for volume in self.volumes)

    def run(self) -> int:
        """How many revisions they have, read, followed and compared."""
        with collecting_later():
            timelines = follow(_opened(self.folder), self.volumes)
            return sum(len(timeline.revisions) for timeline in timelines if lineages(timeline))


@cache
def _opened(folder: Path) -> Repository:
    """The repository; a worker opens it once, as in a build."""
    return open_repository(folder).staying()


def read_all(folder: Path) -> int:
    """Log, blobs, identity, parse, diff and lineage of every alliance of a folder; how many revisions there are."""
    with spotless_files(folder) as spotless:
        library = open_library(folder, spotless=spotless, histories=recall_history)
    starts = range(0, len(library.volumes), _PORTION)
    groups = [library.volumes[start : start + _PORTION] for start in starts]
    portions = [_Portion(folder, group) for group in groups]
    answers = shared_out(portions, processors()) if len(portions) > 1 else {}
    return sum(answers[place] if place in answers else portion.run() for place, portion in enumerate(portions))
