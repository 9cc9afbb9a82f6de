"""Shares the making of alliances among the processors of this machine, where there is enough to do for it.

A worker opens the repository itself. What no worker made is made here.
"""

import gc
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

from alliance_docs.collecting import collecting_later
from alliance_docs.engine.press import Order, Task, make
from alliance_docs.errors import AllianceError
from alliance_docs.history.git import Repository, open_repository
from alliance_docs.keeping.keep import Entry, Keep
from alliance_docs.progress import step
from alliance_docs.volumes import Library
from alliance_docs.workers import batches, processors, shared_out

WORTH_IT = 400
"""Revisions to read and show; with fewer a worker costs more than it saves."""

_BATCH = 300  # revisions; after so many their garbage is taken away, and progress is told
_SAYING = "Making the pages"


Answer: TypeAlias = list[Entry] | AllianceError


class Batch(NamedTuple):
    """Work for one process at a time."""

    tasks: tuple[Task, ...]
    order: Order
    keep: Path

    @property
    def size(self) -> int:
        """The revisions to read and show."""
        return _size(self.tasks)

    def run(self) -> Answer:
        """What comes of it in a worker."""
        gc.freeze()  # what is left of the batch before is to stay, and need not be looked through after each
        try:
            return _made(self, _opened(self.order.folder, self.order.allow_shallow))
        except AllianceError as error:
            return error


def make_all(tasks: Sequence[Task], order: Order, library: Library, keep: Keep, workers: int | None = None) -> list[Entry]:
    """Make all of these, in their order; `workers` None: as many as there are processors, or none for little work.

    Raises:
        RepositoryError: an old version is damaged.
    """
    count = workers if workers is not None else processors() if _size(tasks) >= WORTH_IT else 0
    jobs = [Batch(group, order, keep.folder) for group in batches(tasks, _revisions, _BATCH)]
    answers = _asked(jobs, min(count, len(jobs))) if count > 1 and len(jobs) > 1 else {}
    entries: list[Entry] = []
    for place, batch in enumerate(jobs):
        entries += _settled(batch, answers.get(place), library.repository)
        if not answers:
            step(_SAYING, len(entries), len(tasks))
    return entries


def _asked(batches: Sequence[Batch], count: int) -> dict[int, Answer]:
    done, total = 0, sum(len(batch.tasks) for batch in batches)

    def tell(place: int) -> None:
        nonlocal done
        done += len(batches[place].tasks)
        step(_SAYING, done, total)

    return shared_out(batches, count, tell)


def _settled(batch: Batch, answer: Answer | None, repository: Repository) -> list[Entry]:
    """What a worker made; without an answer it is made here."""
    if isinstance(answer, AllianceError):
        raise answer
    return answer if answer is not None else _made(batch, repository)


def _made(batch: Batch, repository: Repository) -> list[Entry]:
    with collecting_later():
        made = list(make(batch.tasks, batch.order, repository, Keep(batch.keep)))
    if len(batch.tasks) > 1:
        gc.collect()  # what was read for them; of a single one it is little
    return made


def _size(tasks: Iterable[Task]) -> int:
    return sum(map(_revisions, tasks))


def _revisions(task: Task) -> int:
    return task.volume.revisions


@cache
def _opened(folder: Path, allow_shallow: bool) -> Repository:  # noqa: FBT001 - a key of the cache
    return open_repository(folder, allow_shallow=allow_shallow).staying()
