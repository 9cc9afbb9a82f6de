"""Writes our own files into the folder a site is built in: never into a file that is there, so that no link leads out.

Made for thousands of small files: a folder is made once, a file takes three calls of the system.
"""

import os
from pathlib import Path
from posixpath import dirname

from alliance_docs.engine.trees import Seen, seen

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


class Writer:
    """Writes files below one folder; what stands at an address is replaced."""

    def __init__(self, site: Path) -> None:
        self.site = site
        self._site = os.fspath(site)
        self._folders: set[str] = set()

    def write(self, address: str, content: bytes) -> Seen:
        """Make one file; gives how it looks then."""
        folder = dirname(address)
        if folder not in self._folders:
            Path(self.site, folder).mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        file = _opened(f"{self._site}/{address}")
        try:
            left = memoryview(content)
            while left:
                left = left[os.write(file, left) :]
            return seen(file)
        finally:
            os.close(file)


def _opened(path: str) -> int:
    try:
        return os.open(path, _NEW, 0o666)
    except FileExistsError:
        Path(path).unlink()
        return os.open(path, _NEW, 0o666)
