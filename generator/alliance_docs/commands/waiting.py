"""Shows on a terminal that something goes on, when it takes long; says nothing elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

_PATIENCE = 0.7
"""Seconds after which people begin to wonder."""


@contextmanager
def waiting(words: str) -> Iterator[None]:
    """A moving bar on standard error while the block runs, from the moment it takes long; it is wiped away at the end."""
    if not sys.stderr.isatty():
        yield
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    progress.add_task(words, total=None)
    timer = Timer(_PATIENCE, progress.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        progress.stop()
