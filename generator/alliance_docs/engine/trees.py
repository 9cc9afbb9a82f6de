"""Looks through the folders of a site, and links or moves single files between them; knows nothing of what is in them.

Hidden entries at the top of a site (a `.git`, a `.nojekyll`) are not ours: they are neither seen nor touched here. No file
is ever opened for writing, so a file that has two names never changes under one of them.
"""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from posixpath import dirname

Seen = tuple[int, int, int]
"""How a file looks from outside, its size, time and number: a file that looks the same was not written since."""


def look(site: Path) -> dict[str, Seen]:
    """All files of a site by address; a link is seen as itself."""
    return {address: _seen(entry.stat(follow_symlinks=False)) for address, entry in _entries(site)} if site.is_dir() else {}


def numbers(site: Path, folders: list[str] | None = None) -> dict[str, int]:
    """The number under which the file system knows each file of a site; cheaper than a look. Missing: no files.

    Its folders are added to `folders`, each after the one it is in.
    """
    return {address: entry.inode() for address, entry in _entries(site, folders)} if site.is_dir() else {}


def seen(file: int) -> Seen:
    """How an open file looks."""
    return _seen(os.fstat(file))


def link(addresses: Iterable[str], source: Path, site: Path) -> None:
    """Give files of one site a second name in another, where the file system can; else copy them. What is there goes."""
    made: set[str] = set()
    for address in addresses:
        _make_folder(address, site, made)
        try:
            os.link(source / address, site / address)
        except FileExistsError:
            _clear(site / address)
            os.link(source / address, site / address)
        except OSError:
            _copy(source / address, site / address)


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


def remove_folders(folders: Iterable[str], files: Iterable[str], site: Path) -> None:
    """Remove those of these folders that hold none of these files; each stands after the one it is in."""
    used: set[str] = set()
    for folder in {file.rpartition("/")[0] for file in files}:
        while folder and folder not in used:
            used.add(folder)
            folder = dirname(folder)  # noqa: PLW2901 - upwards
    for folder in reversed([folder for folder in folders if folder not in used]):
        with suppress(OSError):
            os.rmdir(site / folder)  # noqa: PTH106 - as above


def _make_folder(address: str, site: Path, made: set[str]) -> None:
    folder = dirname(address)
    if folder not in made:
        (site / folder).mkdir(parents=True, exist_ok=True)
        made.add(folder)


def _clear(path: Path) -> None:
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def _copy(source: Path, place: Path) -> None:
    with source.open("rb") as content, place.open("xb") as copy:  # never into what is there
        shutil.copyfileobj(content, copy)


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


def _seen(found: os.stat_result) -> Seen:
    return found.st_size, found.st_mtime_ns, found.st_ino
