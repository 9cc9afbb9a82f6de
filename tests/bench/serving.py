"""How long it takes until the page says so when a clause is edited, or the edit committed, while the site is served."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.bench.stages import Timing, commit_all, environment

_PATIENCE = 900.0  # seconds for the first build
_PAUSE = 0.02
_FOLDER = "alliances/{name}/"


def timed_serving(repository: Path, keep: Path, times: int = 3) -> Iterator[tuple[str, Timing]]:
    """The fastest of some edits of one file until the agreement says so, and of some with a commit until the history does.

    `count`: how many. What the processors did for it is not told.
    """
    file = min((repository / "alliances").rglob("*.yml"))
    text = file.read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if line.startswith("id: ")).removeprefix("id: ")
    with _served(repository, keep) as site:
        folder = site + _FOLDER.format(name=name)
        _until(f"{folder}index.html", "", _PATIENCE)
        for told, page, done in (("served", "index.html", _said), ("served commit", "history.html", _committed)):
            seconds = min(_shown(file, text, f"{told} {number}", done, folder + page) for number in range(times))
            yield told, Timing(round(seconds, 3), 0, 0, times)


def _shown(file: Path, text: str, words: str, done: Callable[[Path, str], None], page: str) -> float:
    """The seconds from an edit, with what else is done about it, to the page that says these words."""
    started = time.perf_counter()
    file.write_text(text.replace("purpose: ", f"purpose: {words} ", 1), encoding="utf-8")
    done(file, words)
    _until(page, words, _PATIENCE)
    return time.perf_counter() - started


def _said(_file: Path, _words: str) -> None:
    """Nothing more."""


def _committed(file: Path, words: str) -> None:
    commit_all(file.parent, words)


def _until(page: str, words: str, patience: float) -> None:
    """Ask for a page until it is there and holds these words."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with urlopen(page, timeout=patience) as answer:  # noqa: S310 - our own server
                if words in answer.read().decode():
                    return
        except (URLError, ConnectionError):
            pass  # not there yet
        time.sleep(_PAUSE)
    raise RuntimeError(f"{page} never came")


@contextmanager
def _served(repository: Path, keep: Path) -> Iterator[str]:
    """The address of the site while `alliance serve` runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    as_built = ("--audience", "public")
    command = [sys.executable, "-m", "alliance_docs", "serve", *as_built, "--port", str(port)]
    with subprocess.Popen(command, cwd=repository, env=environment(keep), stderr=subprocess.DEVNULL) as server:
        try:
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()
