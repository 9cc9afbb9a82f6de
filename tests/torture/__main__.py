"""`python -m tests.torture`: tries every goal, prints a table, and ends with 1 when a promise is broken."""

import argparse
import json
import multiprocessing
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

from tests.torture import GOALS, SEED, SHOWN, Outcome
from tests.torture.trying import try_one


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the goals that are asked for, two at a time; each has a process of its own."""
    wishes = _read(arguments)
    goals = {name: GOALS[name] for name in wishes.only}
    sizes = {name: wishes.size or (goal.quick if wishes.quick else goal.size) for name, goal in goals.items()}
    _say(f"seed {wishes.seed}; {', '.join(f'{name} x {size:,}' for name, size in sizes.items())}")
    outcomes = try_all(sizes, wishes.seed, wishes.jobs)
    _say("\n".join(table(outcomes, wishes.seed)))
    if wishes.json:
        kept = {"seed": wishes.seed, "goals": [asdict(outcome) for outcome in outcomes]}
        wishes.json.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")
    return 1 if any(outcome.broken for outcome in outcomes) else 0


def try_all(sizes: Mapping[str, int], seed: int, jobs: int) -> list[Outcome]:
    """The outcomes in the order of the goals."""
    done: dict[str, Outcome] = {}
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=spawn, max_tasks_per_child=1) as pool:
        begun = {pool.submit(try_one, name, seed, size): name for name, size in sizes.items()}
        for future in as_completed(begun):
            name = begun[future]
            done[name] = future.result()
            _say(f"{name}: {_result(done[name])} after {done[name].seconds:.0f} s")
    return [done[name] for name in sizes]


def table(outcomes: Sequence[Outcome], seed: int) -> Iterator[str]:
    """The outcomes as a Markdown table, then what is broken."""
    yield ""
    yield "| goal | tried | seed | seconds | result |"
    yield "| --- | --- | --- | --- | --- |"
    for outcome in outcomes:
        yield f"| {outcome.goal} | {outcome.count:,} {outcome.what} | {seed} | {outcome.seconds:.0f} | {_result(outcome)} |"
    for outcome in outcomes:
        yield from (f"{outcome.goal}: {line}" for line in outcome.broken[:SHOWN])
        if len(outcome.broken) > SHOWN:
            yield f"{outcome.goal}: and {len(outcome.broken) - SHOWN:,} more"


def _result(outcome: Outcome) -> str:
    return f"{len(outcome.broken):,} broken" if outcome.broken else "kept"


def _read(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description="Try every promise for long.")
    parser.add_argument("--quick", action="store_true", help="a few seconds for each goal")
    parser.add_argument("--only", type=_goals, default=list(GOALS), metavar="R3,R5", help="these goals alone")
    parser.add_argument(
        "--size", type=int, metavar="N", help="so many of each; R6 and R7: -30 is thirty points of a command"
    )
    parser.add_argument("--seed", type=int, default=SEED, help=f"another seed tries other things ({SEED})")
    parser.add_argument("--jobs", type=int, default=2, help="goals tried at the same time (2)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the outcomes into a file too")
    return parser.parse_args(arguments)


def _goals(written: str) -> list[str]:
    names = written.upper().split(",")
    if unknown := [name for name in names if name not in GOALS]:
        raise argparse.ArgumentTypeError(f"no such goal: {', '.join(unknown)}; there are {', '.join(GOALS)}")
    return names


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
