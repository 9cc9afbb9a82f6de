"""Shares the making of alliances among the processors of this machine, where there is enough to do for it.

A worker is a Python process of its own that opens the repository itself and gets its work over a pipe; it shares nothing
with this one, so threads and settings of whoever runs us cannot disturb it. Where no process can be started, or one dies,
the work is done here.
"""

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from queue import SimpleQueue
from typing import NamedTuple, TypeAlias

from alliance_docs.collecting import collecting_later
from alliance_docs.commits import Commit
from alliance_docs.engine.press import Order, Task, make
from alliance_docs.errors import AllianceError
from alliance_docs.git import Repository, open_repository
from alliance_docs.keep import Entry, Keep
from alliance_docs.progress import step
from alliance_docs.volumes import Library

WORTH_IT = 400
"""Revisions to read and show; with fewer a worker costs more than it saves."""

_BATCH = 300  # revisions; after so many their garbage is taken away, and progress is told
_MOST_WORKERS = 8
_WORKER = "from alliance_docs.engine.crew import work; work()"
_SAYING = "Making the pages"


Answer: TypeAlias = list[Entry] | AllianceError
_Worker: TypeAlias = subprocess.Popen[bytes]


class Batch(NamedTuple):
    """Work for one process at a time."""

    tasks: tuple[Task, ...]
    order: Order
    commits: dict[str, Commit]
    keep: Path


def make_all(tasks: Sequence[Task], order: Order, library: Library, keep: Keep, workers: int | None = None) -> list[Entry]:
    """Make all of these, in their order; `workers` None: as many as there are processors, or none for little work.

    Raises:
        RepositoryError: an old version is damaged.
    """
    count = workers if workers is not None else _processors() if _size(tasks) >= WORTH_IT else 0
    batches = [Batch(group, order, _commits_of(group, library), keep.folder) for group in _groups(tasks)]
    answers = _asked(batches, min(count, len(batches))) if count > 1 and len(batches) > 1 else {}
    entries: list[Entry] = []
    for place, batch in enumerate(batches):
        entries += _settled(batch, answers.get(place), library.repository)
        if not answers:
            step(_SAYING, len(entries), len(tasks))
    return entries


def _settled(batch: Batch, answer: Answer | None, repository: Repository) -> list[Entry]:
    """What a worker made; without an answer it is made here."""
    if isinstance(answer, AllianceError):
        raise answer
    return answer if answer is not None else _made(batch, repository)


def _made(batch: Batch, repository: Repository) -> list[Entry]:
    with collecting_later():
        made = list(make(batch.tasks, batch.order, repository, batch.commits, Keep(batch.keep)))
    if len(batch.tasks) > 1:
        gc.collect()  # what was read for them; of a single one it is little
    return made


def _groups(tasks: Sequence[Task]) -> Iterator[tuple[Task, ...]]:
    """The tasks in their order, as many together as make a batch."""
    group: list[Task] = []
    for task in tasks:
        group.append(task)
        if _size(group) >= _BATCH:
            yield tuple(group)
            group = []
    if group:
        yield tuple(group)


def _size(tasks: Iterable[Task]) -> int:
    return sum(task.volume.revisions for task in tasks)


def _commits_of(group: Sequence[Task], library: Library) -> dict[str, Commit]:
    ids = [event.commit for task in group if task.volume.life for event in task.volume.life.events]
    commits = library.history.commits.ready(ids)
    return {commit: commits[commit] for commit in ids}


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST_WORKERS)
    return min(os.cpu_count() or 1, _MOST_WORKERS)


# The workers, seen from here


def _asked(batches: Sequence[Batch], count: int) -> dict[int, Answer]:
    """The answers of so many workers by the place of the batch; none where a worker could not be started or has died."""
    answers: dict[int, Answer] = {}
    done, total = 0, sum(len(batch.tasks) for batch in batches)
    largest_first = sorted(range(len(batches)), key=lambda place: -_size(batches[place].tasks))
    with _workers(count) as crew, _threads(len(crew)) as threads:
        idle: SimpleQueue[_Worker] = SimpleQueue()
        for worker in crew:
            idle.put(worker)
        places = {threads.submit(_ask, idle, batches[place]): place for place in largest_first if crew}
        for future in as_completed(places):
            answer = future.result()
            if answer is not None:
                answers[places[future]] = answer
            done += len(batches[places[future]].tasks)
            step(_SAYING, done, total)
    return answers


@contextmanager
def _threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """A thread for each worker, to wait for it; what is not begun when the block fails is never begun."""
    with ThreadPoolExecutor(count or 1) as threads:
        try:
            yield threads
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


@contextmanager
def _workers(count: int) -> Iterator[list[_Worker]]:
    """So many processes, or as many as could be started; when the block is left they end."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    crew: list[_Worker] = []
    try:
        with suppress(OSError):
            for _ in range(count):
                command = [sys.executable, "-P", "-c", _WORKER]  # -P: nothing is imported from where we happen to stand
                crew.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment))
        yield crew
    finally:
        for worker in crew:
            worker.kill()
            with suppress(OSError):
                worker.communicate()


def _ask(idle: SimpleQueue[_Worker], batch: Batch) -> Answer | None:
    """What the next idle worker makes of it; None where the worker is no more."""
    worker = idle.get()
    assert worker.stdin and worker.stdout, "started with pipes"  # noqa: S101, PT018 - says what mypy cannot know
    try:
        pickle.dump(batch, worker.stdin)
        worker.stdin.flush()
        answer: Answer = pickle.load(worker.stdout)  # noqa: S301 - from a process of ours, never from the disk
    except (OSError, EOFError, pickle.UnpicklingError):
        return None
    finally:
        idle.put(worker)
    return answer


# A worker, seen from inside


def work() -> None:
    """Make the batches that come in, until no more come."""
    batches, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not talk into the answers
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            pickle.dump(_answer(pickle.load(batches)), answers)  # noqa: S301 - from the process that started this one
            answers.flush()


def _answer(batch: Batch) -> Answer:
    try:
        return _made(batch, _opened(batch.order.folder, batch.order.allow_shallow))
    except AllianceError as error:
        return error


@cache
def _opened(folder: Path, allow_shallow: bool) -> Repository:  # noqa: FBT001 - a key of the cache
    return open_repository(folder, allow_shallow=allow_shallow)
