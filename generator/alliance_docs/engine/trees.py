"""Looks through the folders of a site, and links or moves single files between them; knows nothing of what is in them.

Hidden entries at the top of a site (a `.git`, a `.nojekyll`) are not ours: they are neither seen nor touched here. No file
is ever opened for writing, so a file that has two names never changes under one of them.
"""

import os
import shutil
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from posixpath import dirname
from typing import NamedTuple

Seen = tuple[int, int, int]
"""How a file looks from outside, its size, time and number: a file that looks the same was not written since."""

BETWEEN = "//"
"""Stands in no address."""


class Folder(NamedTuple):
    """How the files below a folder look, in few values: there are tens of thousands, and most are only compared.

    `files` has name and number of each, `stamps` size and time, both in the order of the names.
    """

    files: str
    stamps: str


class Tree(NamedTuple):
    """The numbers of the files below each folder; all folders, each after the one it is in; those with nothing in them."""

    files: dict[str, str]
    folders: list[str]
    bare: list[str]


def folder_of(address: str) -> str:
    """The folder that a file is counted to: the second below the top that it is in, else the top."""
    first, *others = address.split("/", 2)
    return f"{first}/{others[0]}/" if len(others) > 1 else ""


def look(site: Path, passed: Container[str] = ()) -> dict[str, Folder]:
    """All files of a site by folder, but for those in folders that are passed by; a link is seen as itself."""
    found: dict[str, list[tuple[str, Seen]]] = {}
    for folder, name, entry in _entries(site, Tree({}, [], []), passed):
        found.setdefault(folder, []).append((name, _seen(entry.stat(follow_symlinks=False))))
    return {folder: written(dict(sorted(rows))) for folder, rows in found.items()}


def folders_in(site: Path) -> list[str]:
    """The folders to which files of a site are counted, but for the top."""
    found = []
    with os.scandir(site) as tops:
        for top in tops:
            if top.is_dir(follow_symlinks=False) and not top.name.startswith("."):
                with os.scandir(top.path) as below:
                    found += [f"{top.name}/{entry.name}/" for entry in below if entry.is_dir(follow_symlinks=False)]
    return found


def written(rows: Mapping[str, Seen]) -> Folder:
    """The files of a folder, which come in the order of their names."""
    files = BETWEEN.join([f"{name}{BETWEEN}{number}" for name, (_, _, number) in rows.items()])
    return Folder(files, " ".join([f"{size} {time}" for size, time, _ in rows.values()]))


def rows(folder: Folder | None) -> dict[str, Seen]:
    """The files of a folder by name."""
    if folder is None or not folder.files:
        return {}
    stamps = map(int, folder.stamps.split(" "))
    return {name: (next(stamps), next(stamps), number) for name, number in numbers(folder.files).items()}


def numbers(files: str) -> dict[str, int]:
    """The numbers of the files of a folder by name."""
    parts = iter(files.split(BETWEEN) if files else ())
    return {name: int(number) for name, number in zip(parts, parts, strict=True)}


def numbered(site: Path) -> Tree:
    """The number under which the file system knows each file of a site; cheaper than a look. Missing: no files."""
    tree = Tree({}, [], [])
    found: dict[str, list[tuple[str, int]]] = {}
    for folder, name, entry in _entries(site, tree):
        found.setdefault(folder, []).append((name, entry.inode()))
    for folder, files in found.items():
        tree.files[folder] = BETWEEN.join([f"{name}{BETWEEN}{number}" for name, number in sorted(files)])
    return tree


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


def remove_folders(tree: Tree, changed: Container[str], site: Path) -> None:
    """Remove what holds nothing any more among the folders of a tree, of which the files of some have `changed`."""
    perhaps = set()
    for folder in tree.bare:
        while folder:
            perhaps.add(folder)
            folder = dirname(folder)  # noqa: PLW2901 - upwards
    for folder in reversed(tree.folders):
        if folder in perhaps or (counted := folder_of(f"{folder}/")) in changed or counted not in tree.files:
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


def _entries(site: Path, tree: Tree, passed: Container[str] = ()) -> Iterator[tuple[str, str, os.DirEntry[str]]]:
    """Everything below a folder that is no folder itself, with the folder it is counted to; links are not followed.

    What is a folder is put into the tree.
    """
    below = [("", "", os.fspath(site))] if site.is_dir() else []
    while below:
        counted, prefix, place = below.pop()
        with os.scandir(place) as found:
            bare = True
            for entry in found:
                top = not (counted or prefix)
                if top and entry.name.startswith("."):
                    continue
                bare = False
                if not entry.is_dir(follow_symlinks=False):
                    yield counted, prefix + entry.name, entry
                    continue
                inside = f"{prefix}{entry.name}/"
                if counted + inside not in passed:
                    told = ("", inside) if top else (counted or inside, inside if counted else "")
                    below.append((*told, entry.path))
                tree.folders.append(f"{counted}{inside}"[:-1])
            if bare and (counted or prefix):
                tree.bare.append(f"{counted}{prefix}"[:-1])


def _seen(found: os.stat_result) -> Seen:
    return found.st_size, found.st_mtime_ns, found.st_ino
