"""R3: documents broken by slips and bad merges are told with a place, fast, without a traceback, quoting nothing."""

import resource
import time

from alliance_docs.reading.alliance_file import read
from alliance_docs.reading.rules import check
from tests.mutants import mutants
from tests.torture import Outcome

SLOWEST = 0.1
"""Seconds that 99 of 100 documents may take."""

_MANY = 10_000
"""Of fewer documents the time says nothing."""


def run(seed: int, size: int) -> Outcome:
    """Read and check that many mutants."""
    broken: list[str] = []
    times: list[float] = []
    for number, source in enumerate(mutants(size, seed)):
        begun = time.perf_counter()
        broken.extend(f"mutant {number}: {fault}" for fault in faults(source))
        times.append(time.perf_counter() - begun)
    slow = sorted(times)[len(times) * 99 // 100]
    if slow > SLOWEST and size >= _MANY:
        broken.append(f"p99 is {slow * 1000:.0f} ms")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    what = f"mutated documents, all told with their place, p99 {slow * 1000:.1f} ms, peak {peak} MiB"
    return Outcome("R3", what, size, tuple(broken))


def faults(source: bytes) -> list[str]:
    """What is wrong with how one document is told."""
    try:
        reading = read(source, "a.yml", "a")
        problems = (*reading.problems, *check(reading))
    except Exception as error:  # noqa: BLE001 - whatever comes is the finding
        return [f"{type(error).__name__}: {error}"]
    unplaced = [f"no place: {problem}" for problem in problems if problem.line is None or problem.column is None]
    lines = source.count(b"\n") + source.count(b"\r") + 3
    beyond = [f"a place outside the file: {problem}" for problem in problems if not 1 <= (problem.line or 1) <= lines]
    silent = ["refused without a word"] if reading.alliance is None and not problems else []
    return unplaced + beyond + silent
