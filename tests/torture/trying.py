"""Tries one goal, in whatever process it is called."""

import time
from dataclasses import replace
from importlib import import_module

from tests.torture import GOALS, Outcome


def try_one(name: str, seed: int, size: int) -> Outcome:
    """The outcome of one goal; what the trial itself stumbles over counts as broken."""
    started = time.perf_counter()
    try:
        outcome: Outcome = import_module(f"tests.torture.{GOALS[name].module}").run(seed, size)
    except Exception as error:  # noqa: BLE001 - the other goals still have to be tried
        outcome = Outcome(name, "the trial itself failed", 0, (f"{type(error).__name__}: {error}",), 0)
    return replace(outcome, seconds=time.perf_counter() - started)
