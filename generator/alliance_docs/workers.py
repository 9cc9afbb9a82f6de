"""Shares work among the processors of this machine.

A worker is a Python process of its own that gets one job after another over a pipe; it shares nothing with this one, so
threads and settings of whoever runs us cannot disturb it. Where no process can be started, or one dies, there is no answer,
and whoever asked does the work.
"""

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from queue import SimpleQueue
from typing import Any, Protocol, TypeAlias, TypeVar, cast

_MOST = 8
_WORKER = "from alliance_docs.workers import work; work()"
_Worker: TypeAlias = subprocess.Popen[bytes]
Answer_co = TypeVar("Answer_co", covariant=True)
Thing = TypeVar("Thing")


class Job(Protocol[Answer_co]):
    """A piece of work that can be sent to another process; what goes wrong in it is part of its answer."""

    @property
    def size(self) -> int:
        """How much it is, compared with the others."""

    def run(self) -> Answer_co:
        """Do it."""


def processors() -> int:
    """How many workers are worth while on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST)
    return min(os.cpu_count() or 1, _MOST)


def batches(things: Iterable[Thing], size: Callable[[Thing], int], enough: int) -> Iterator[tuple[Thing, ...]]:
    """Things in their order, as many together as are enough for one job."""
    batch: list[Thing] = []
    held = 0
    for thing in things:
        batch.append(thing)
        held += size(thing)
        if held >= enough:
            yield tuple(batch)
            batch, held = [], 0
    if batch:
        yield tuple(batch)


def shared_out(
    jobs: Sequence[Job[Answer_co]],
    count: int,
    told: Callable[[int], None] = lambda _: None,
    first: Job[object] | None = None,
) -> dict[int, Answer_co]:
    """The answers of so many workers by the place of the job; `told` hears the place of every job that is over.

    There is none where a worker could not be started or has died. Each worker does `first` before all others.
    """
    answers: dict[int, Answer_co] = {}
    largest_first = sorted(range(len(jobs)), key=lambda place: -jobs[place].size)
    with _workers(count) as crew, _threads(len(crew)) as threads:
        idle: SimpleQueue[_Worker] = SimpleQueue()
        begun = [threads.submit(_ready, idle, worker, first) for worker in crew]
        places = {threads.submit(_ask, idle, jobs[place]): place for place in largest_first if crew}
        for begin in begun:
            begin.result()
        for future in as_completed(places):
            place, answer = places[future], future.result()
            if answer is not None:
                answers[place] = answer
            told(place)
    return answers


@contextmanager
def beforehand(job: Job[Answer_co]) -> Iterator[Callable[[], Answer_co | None]]:
    """Have a worker begin a job while other things are done here; gives what waits for its answer, which may be None."""
    with _workers(1) as crew:
        sent = [worker for worker in crew if _send(worker, job)]
        yield lambda: _answer(sent.pop()) if sent else None


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


def _ready(idle: SimpleQueue[_Worker], worker: _Worker, first: Job[object] | None) -> None:
    """Have a worker do what comes before its jobs."""
    try:
        if first and _send(worker, first):
            _answer(worker)
    finally:
        idle.put(worker)


def _ask(idle: SimpleQueue[_Worker], job: Job[Answer_co]) -> Answer_co | None:
    """What the next idle worker answers; None where the worker is no more."""
    worker = idle.get()
    try:
        return cast("Answer_co", _answer(worker)) if _send(worker, job) else None
    finally:
        idle.put(worker)


def _send(worker: _Worker, job: Job[object]) -> bool:
    """Give a worker a job; False where it is no more."""
    assert worker.stdin, "started with pipes"  # noqa: S101 - says what mypy cannot know
    try:
        pickle.dump(job, worker.stdin)
        worker.stdin.flush()
    except OSError:
        return False
    return True


def _answer(worker: _Worker) -> Any:  # noqa: ANN401 - of the job it was given
    """What a worker answers; None where it is no more."""
    assert worker.stdout, "started with pipes"  # noqa: S101 - says what mypy cannot know
    try:
        return pickle.load(worker.stdout)  # noqa: S301 - from a process of ours, never from the disk
    except (OSError, EOFError, pickle.UnpicklingError):
        return None


# A worker, seen from inside


def work() -> None:
    """Do the jobs that come in, until no more come."""
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever prints must not talk into the answers
    with suppress(EOFError, KeyboardInterrupt, BrokenPipeError):
        while True:
            pickle.dump(pickle.load(jobs).run(), answers)  # noqa: S301 - from the process that started this one
            answers.flush()
