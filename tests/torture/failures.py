"""R7: a disk that is full, broken, locked or out of handles, at any file operation: one clear line, and nothing lost."""

import errno
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.torture import Outcome, faults
from tests.torture.commands import Bench, benches
from tests.torture.crashes import chosen, harm

_LINES = 4
"""Lines a failure may take to tell: what was wrong, what mends it, and what the folder has besides."""


def run(seed: int, size: int) -> Outcome:  # noqa: ARG001 - nothing is left to chance: every place is tried
    """Let each command fail at every place that touches files, with every error it can have, at so many of its turns."""
    count, places, broken = 0, 0, []
    with tempfile.TemporaryDirectory(prefix="torture-fail-") as place:
        for bench in benches(Path(place), size):
            steps = chosen(bench.ending.steps, size)
            places += len({bench.ending.steps[step - 1] for step in steps})
            for step in steps:
                errors = faults.errors_at(bench.ending.steps[step - 1].name)
                if bench.deed.whole and errors:
                    errors = [errors[step % len(errors)]]  # the same operations, ten times as often
                count += len(errors)
                broken += [fault for error in errors for fault in _failed(bench, step, error)]
    what = f"failures (ENOSPC, EIO, EACCES, EMFILE) at {places:,} places that touch files; told in a line, old or new"
    return Outcome("R7", what, count, tuple(broken))


def _failed(bench: Bench, step: int, error: int) -> Iterator[str]:
    ending = bench.fail(step, error)
    where = f"{bench.deed.name} with {errno.errorcode[error]} at step {step} ({bench.ending.steps[step - 1].name})"
    if ending.status == 0:
        if bench.state() != bench.after:
            yield f"{where}: said to have worked and did not"
        elif not bench.deed.writes and ending.printed != bench.ending.printed:
            yield f"{where}: said something else: {ending.printed[:200]!r}"
    elif ending.status not in (1, 2) or "Traceback" in ending.printed:
        yield f"{where}: ended with {ending.status}: {ending.printed.strip()[-300:]}"
    elif not 1 <= len(_new_lines(bench, ending)) <= _LINES and bench.deed.writes:
        yield f"{where}: not told in a line: {ending.printed.strip()[-300:]!r}"
    yield from harm(bench, where)


def _new_lines(bench: Bench, ending: faults.Ending) -> list[str]:
    """What the command says that it does not say when it works: some show first what they are about."""
    usual = set(bench.ending.printed.splitlines())
    return [line for line in ending.printed.strip().splitlines() if line not in usual]
