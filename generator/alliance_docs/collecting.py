"""Puts off the search for garbage while very many values are made that all live on; nothing else may change its settings."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
