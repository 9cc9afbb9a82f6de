"""R6: a command that is killed at any file operation leaves the complete old or the complete new state, and no harm."""

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.torture import Outcome, faults
from tests.torture.commands import Bench, benches


def run(seed: int, size: int) -> Outcome:  # noqa: ARG001 - nothing is left to chance: every place is tried
    """Kill each writing command at every place of the program that touches files, at up to that many of its turns."""
    count, places, broken = 0, 0, []
    with tempfile.TemporaryDirectory(prefix="torture-kill-") as place:
        for bench in benches(Path(place), size):
            if bench.deed.writes:
                steps = chosen(bench.ending.steps, size)
                count += len(steps)
                places += len({bench.ending.steps[step - 1] for step in steps})
                broken += [fault for step in steps for fault in _killed(bench, step)]
    return Outcome("R6", f"kills at {places:,} places that touch files; old or new every time", count, tuple(broken))


def chosen(steps: Sequence[faults.Step], size: int) -> list[int]:
    """The numbers of the steps to try, from 1: of those at one place the first, the last, and others between.

    A `size` below 1 leaves out places too: -10 tries ten steps.
    """
    if size < 1:
        return sorted({1 + number * len(steps) // -size for number in range(-size)})
    turns: dict[faults.Step, list[int]] = {}
    for number, step in enumerate(steps, 1):
        turns.setdefault(step, []).append(number)
    return sorted(
        own[(len(own) - 1) * turn // max(size - 1, 1)] for own in turns.values() for turn in range(min(size, len(own)))
    )


def _killed(bench: Bench, step: int) -> Iterator[str]:
    ending = bench.fail(step, faults.KILL)
    where = f"{bench.deed.name} killed at step {step} ({bench.ending.steps[step - 1].name})"
    if ending.status != faults.KILLED:
        yield f"{where}: it went on and ended with {ending.status}"
    yield from harm(bench, where)


def harm(bench: Bench, where: str) -> Iterator[str]:
    """What is neither old nor new after a failure, and what the next run of the command makes of it."""
    state = bench.state()
    is_site = "build" in bench.deed.name or bench.deed.name == "export"
    if not _is_whole(bench, state):
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


def _is_whole(bench: Bench, state: dict[str, bytes]) -> bool:
    """Whether a state is the old or the new one; of files that stand each for itself, whether each of them is."""
    if bench.deed.name != "new":
        return state in (bench.before, bench.after)
    return all(state.get(name) in (bench.before.get(name), bench.after[name]) for name in {*state, *bench.after})


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
