"""Looks through the folders of a site, and links or moves single files between them; knows nothing of what is in them.

Hidden entries at the top of a site (a `.git`, a `.nojekyll`) are not ours: they are neither seen nor touched here. No file
is ever opened for writing, so a file that has two names never changes under one of them.
"""

import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from posixpath import dirname
from typing import NamedTuple


class Seen(NamedTuple):
    """How a file looks from outside: a file that looks the same was not written since."""

    size: int
    time: int
    number: int


def look(site: Path) -> dict[str, Seen]:
    """All regular files of a site by address; other things are not seen."""
    if not site.is_dir():
        return {}
    return {address: _seen(entry.stat(follow_symlinks=False)) for address, entry in _entries(site) if _is_file(entry)}


def numbers(site: Path, folders: list[str] | None = None) -> dict[str, int]:
    """The number under which the file system knows each file of a site; cheaper than a look. Missing: no files.

    Its folders are added to `folders`, each after the one it is in.
    """
    return {address: entry.inode() for address, entry in _entries(site, folders)} if site.is_dir() else {}


def seen(file: int) -> Seen:
    """How an open file looks."""
    return _seen(os.fstat(file))


def link(addresses: Iterable[str], source: Path, site: Path) -> None:
    """Give files of one site a second name in another, where the file system can; else copy them, with their times."""
    made: set[str] = set()
    for address in addresses:
        _make_folder(address, site, made)
        try:
            os.link(source / address, site / address, follow_symlinks=False)
        except OSError:
            shutil.copy2(source / address, site / address, follow_symlinks=False)


def move(addresses: Iterable[str], source: Path, site: Path) -> None:
    """Move files of one site into another, over what stands there."""
    made: set[str] = set()
    for address in addresses:
        _make_folder(address, site, made)
        os.replace(source / address, site / address)  # noqa: PTH105 - thousands of them


def remove(addresses: Iterable[str], site: Path) -> None:
    """Remove files of a site."""
    for address in addresses:
        os.unlink(site / address)  # noqa: PTH108 - thousands of them


def remove_folders(folders: Iterable[str], site: Path) -> None:
    """Remove those of these folders that are empty; each stands after the one it is in."""
    for folder in reversed(list(folders)):
        with suppress(OSError):
            os.rmdir(site / folder)  # noqa: PTH106 - as above


def differing(files: Collection[str], others: Collection[str]) -> list[str]:
    """The files that are not among others, in their order."""
    return [address for address in files if address not in others]


def _make_folder(address: str, site: Path, made: set[str]) -> None:
    folder = dirname(address)
    if folder not in made:
        (site / folder).mkdir(parents=True, exist_ok=True)
        made.add(folder)


def _entries(site: Path, folders: list[str] | None = None) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below a folder that is no folder itself, and the folders; links are not followed."""
    below = [("", os.fspath(site))]
    while below:
        prefix, folder = below.pop()
        with os.scandir(folder) as found:
            for entry in found:
                if not prefix and entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    below.append((f"{prefix}{entry.name}/", entry.path))
                    if folders is not None:
                        folders.append(prefix + entry.name)
                else:
                    yield prefix + entry.name, entry


def _is_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _seen(found: os.stat_result) -> Seen:
    return Seen(found.st_size, found.st_mtime_ns, found.st_ino)
