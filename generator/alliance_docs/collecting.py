"""Puts off the search for garbage while very many values are made that all live on; nothing else may change its settings."""

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_SELDOM = 100_000
"""New values, after which it is worth looking; by default it is done after 700."""


@contextmanager
def collecting_seldom() -> Iterator[None]:
    """Look for garbage now and then, where little of it is made and much is kept: in a build, a quarter of its time."""
    before = gc.get_threshold()
    gc.set_threshold(_SELDOM, *before[1:])
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


def end_at_once() -> None:
    """Have this process end without a last search for garbage: all of it goes then anyway."""
    atexit.register(gc.freeze)
