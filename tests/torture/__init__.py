"""The long trial of the promises: random and hostile input by the thousand, with oracles that are not our own code.

Each goal is a module here with `run(seed, size) -> Outcome`, and a row in GOALS. The same seed and size try the same things.
What a goal finds broken is said in `broken`, a line each, with what is needed to see it again; it never raises for that.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one goal: how many things were tried, which promises were broken, and how long it took.

    `what` says what was counted, in words for the table; figures that belong to it (a time, a peak) stand there too.
    """

    goal: str
    what: str
    count: int
    broken: tuple[str, ...]
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Goal:
    """Where the trial of a goal is, and its sizes: the one of `make torture`, and one that takes a few seconds."""

    module: str
    size: int
    quick: int


GOALS: Mapping[str, Goal] = {
    "R1": Goal("hostile", 5_000, 40),
    "R3": Goal("mutated", 20_000, 300),
    "R5": Goal("edits", 10_000, 200),
    "R6": Goal("crashes", 2, -3),
    "R7": Goal("failures", 2, -2),
    "R8": Goal("graphs", 1_000, 20),
    "R9": Goal("states", 200_000, 1_000),
    "R10": Goal("strangers", 100, 3),
    "R11": Goal("canaries", 1_000, 4),
    "R12": Goal("surroundings", 100, 2),
    "R13": Goal("scale", 50_000, 200),
}
"""Every goal that is tried, by its name; `module` is one of this folder."""

SEED = 2024
"""The seed where no other is asked for."""

SHOWN = 20
"""Broken promises of one goal that are listed; the rest is counted."""
