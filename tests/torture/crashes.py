"""R6: a command that is killed at any file operation leaves the complete old or the complete new state, and no harm."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture import Outcome, faults
from tests.torture.commands import Bench, benches


def run(seed: int, size: int) -> Outcome:  # noqa: ARG001 - nothing is left to chance: every point is tried
    """Kill each writing command at up to that many of its steps, evenly chosen."""
    count, broken = 0, []
    with tempfile.TemporaryDirectory(prefix="torture-kill-") as place:
        for bench in benches(Path(place), size):
            if bench.deed.writes:
                steps = chosen(bench.ending.steps, size)
                count += len(steps)
                broken += [fault for step in steps for fault in _killed(bench, step)]
    return Outcome("R6", "kills, one at each file operation; old or new every time", count, tuple(broken))


def chosen(steps: Sequence[str], size: int) -> list[int]:
    """The numbers of the steps to try, from 1; all of them where they are no more than `size`."""
    count = len(steps)
    return list(range(1, count + 1)) if count <= size else sorted({1 + place * count // size for place in range(size)})


def _killed(bench: Bench, step: int) -> Iterator[str]:
    ending = bench.fail(step, faults.KILL)
    where = f"{bench.deed.name} killed at step {step} ({bench.ending.steps[step - 1]})"
    if ending.status != faults.KILLED:
        yield f"{where}: it went on and ended with {ending.status}"
    yield from harm(bench, where)


def harm(bench: Bench, where: str) -> Iterator[str]:
    """What is neither old nor new after a failure, and what the next run of the command makes of it."""
    state = bench.state()
    is_site = "build" in bench.deed.name or bench.deed.name == "export"
    if state not in (bench.before, bench.after):
        if is_site and _mended_by_next(bench):
            return  # the next build puts back what a kill between two renames moved aside
        yield f"{where}: neither the old nor the new state: {_difference(bench, state)}"
    elif bench.is_untouched():
        return
    elif is_site or state == bench.before:
        again = faults.run(bench.command, bench.root)
        if bench.state() != bench.after:
            yield f"{where}: the next run does not mend it: {again.status} {again.printed.strip()[-200:]}"
        elif is_site and bench.names() != bench.beside:
            yield f"{where}: leftovers stay: {sorted(bench.names() ^ bench.beside)[:3]}"


def _mended_by_next(bench: Bench) -> bool:
    """Whether a site that is missing, because two renames were cut apart, lies beside its place and is put back."""
    beside = {path for path in bench.names() if ".old-" in path.split("/", 1)[0]}
    if bench.deed.exchange or not beside:
        return False
    faults.run(bench.command, bench.root)
    return bench.state() == bench.after and bench.names() == bench.beside


def _difference(bench: Bench, state: dict[str, bytes]) -> str:
    old, new = ({*state.items()} ^ {*other.items()} for other in (bench.before, bench.after))
    names = {name for name, _ in min(old, new, key=len)}
    return f"{len(names)} files, {', '.join(sorted(names)[:3])}"
