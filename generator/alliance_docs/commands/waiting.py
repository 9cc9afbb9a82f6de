"""Shows on a terminal that something goes on, when it takes long; elsewhere says it in plain lines, where that is wanted."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from threading import Timer

import click

from alliance_docs.progress import Listener, heard_by

_PATIENCE = 3.0  # seconds without a line; short work is not worth one in the log of a workflow


@contextmanager
def waiting(words: str, patience: float = 0.7, *, lines: bool = False) -> Iterator[None]:
    """A moving bar on standard error while the block runs; it comes when that takes long and is wiped away at the end.

    Work that says how far it is moves the bar and changes its words. `lines`: where there is no terminal, a line tells of
    each new thing that is being done after some seconds.
    """
    if not sys.stderr.isatty():
        with heard_by(_told_in_lines()) if lines else nullcontext():
            yield
        return
    from rich.console import Console  # noqa: PLC0415 - slow to load, and of use on a terminal alone
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - as above

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


def _told_in_lines() -> Listener:
    begun = time.monotonic()
    told = ""

    def listen(doing: str, done: int, total: int) -> None:
        nonlocal told
        if doing != told and time.monotonic() - begun > _PATIENCE:
            told = doing
            click.echo(f"{doing} ({done} of {total})" if total else doing, err=True)

    return listen
