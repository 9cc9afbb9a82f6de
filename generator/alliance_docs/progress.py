"""Lets long work say how far it is, to whoever listens; knows nothing of terminals, and costs next to nothing unheard.

Work calls `step` as often as it likes; a command that wants to show it wraps its work in `heard_by`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[str, int, int], None]
"""Takes what is being done ("Reading the histories"), how much of it is done and of how much; 0 of 0 where nobody knows."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def step(doing: str, done: int = 0, total: int = 0) -> None:
    """Say what goes on and how far it is. Only the process that was asked is heard, not its workers."""
    listener = _listener.get()
    if listener is not None:
        listener(doing, done, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Hand every step of the block to this listener, in the order in which they are made."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
