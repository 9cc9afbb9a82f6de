"""Shows on a terminal that something goes on, when it takes long; says nothing elsewhere."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from alliance_docs.progress import heard_by


@contextmanager
def waiting(words: str, patience: float = 0.7) -> Iterator[None]:
    """A moving bar on standard error while the block runs; it comes when that takes long and is wiped away at the end.

    Work that says how far it is moves the bar and changes its words.
    """
    if not sys.stderr.isatty():
        yield
        return
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    progress = Progress(*columns, console=Console(stderr=True), transient=True)
    task = progress.add_task(words, total=None)

    def listen(doing: str, done: int, total: int) -> None:
        progress.update(task, description=doing, completed=done, total=total or None)

    timer = Timer(patience, progress.start)
    timer.daemon = True
    timer.start()
    try:
        with heard_by(listen):
            yield
    finally:
        timer.cancel()
        timer.join()
        progress.stop()
