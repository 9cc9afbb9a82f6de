"""Puts off the search for garbage while very many values are made that all live on; nothing else may change its settings."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 100_000
"""New values, after which it is worth looking in a process that stays; by default it is done after 700."""
HARDLY_EVER = 1_000_000
"""The same for one that ends soon; a build after an edit makes fewer."""


@contextmanager
def collecting_seldom(after: int = _SELDOM) -> Iterator[None]:
    """Look for garbage now and then, where little of it is made and much is kept: in a build, a quarter of its time."""
    before = gc.get_threshold()
    gc.set_threshold(after, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def collecting_later() -> Iterator[None]:
    """Make values without looking for garbage among them again and again; however the block is left, it is as before."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def for_one_task() -> None:
    """Have this process look for garbage hardly ever, and not once more when it ends: all of it goes then anyway."""
    gc.set_threshold(HARDLY_EVER, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)
