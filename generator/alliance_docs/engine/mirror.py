"""Publishes a site of which most files stay: they get a second name in the new folder, none is written again.

Beside the published site a second tree of the same files is kept in the user's own folder, their second names. The next
site is made in it, from the files that stay and those that are new, and the two trees change places; then the older one is
brought up to date in the same way. So a build of a site of thousands of files touches those that changed, and at every
moment the target is a whole site. Without that folder, or where it is on another disk, the names are made for each build.
"""

import shutil
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from alliance_docs.engine import swap, trees
from alliance_docs.engine.trees import Seen


class Stay(NamedTuple):
    """What is in the target already: the files that stay, each with its look, and all files that were seen there."""

    kept: Mapping[str, Seen]
    there: Collection[str]


def publish(staging: Path, target: Path, stay: Stay, second: Path | None = None) -> None:
    """Put a site in the place of the target: the files of `staging`, and those that stay.

    `second` is the place of the second tree, if there may be one; it is mended or made as needed.
    """
    target = target.resolve()
    if second is not None and second.is_dir() and target.is_dir():
        swap.keep_hidden(second, target)  # a build was killed before it did
    if second is not None and not _can_change_places(staging, target, second):
        shutil.rmtree(second, ignore_errors=True)
        second = None
    if second is None:
        trees.link(stay.kept, target, staging)
        swap.publish(staging, target)
        return
    new = list(trees.numbers(staging))
    _make_next(staging, target, stay.kept, second)
    old = swap.exchange(second, target)
    try:
        _make_second(old, second, stay)
        trees.link(new, target, second)
    except OSError:  # the site is published; without a second tree the next build makes one
        shutil.rmtree(second, ignore_errors=True)


def _make_next(staging: Path, target: Path, kept: Mapping[str, Seen], second: Path) -> None:
    """Make the second tree the new site; what is not as it should be in it is found by the numbers of its files."""
    if not kept:
        shutil.rmtree(second, ignore_errors=True)
        staging.rename(second)
        return
    folders: list[str] = []
    there = trees.numbers(second, folders)
    numbers = {name: number for name, (_, _, number) in kept.items()}
    trees.remove([name for name, number in there.items() if numbers.get(name) != number], second)
    second.mkdir(exist_ok=True)
    trees.link([name for name, number in numbers.items() if there.get(name) != number], target, second)
    new = list(trees.numbers(staging))
    trees.remove_folders(folders, (*kept, *new), second)
    trees.move(new, staging, second)
    shutil.rmtree(staging)


def _make_second(old: Path | None, second: Path, stay: Stay) -> None:
    """Have the old site, but for what stays of it, in the place of the second tree, where there was one."""
    if old is not None:
        if old != second:
            old.rename(second)
        trees.remove([name for name in stay.there if name not in stay.kept], second)
    second.mkdir(exist_ok=True)


def _can_change_places(staging: Path, target: Path, second: Path) -> bool:
    """Whether both trees are on one disk and the target can be moved at all."""
    try:
        return staging.parent == target.parent and second.parent.stat().st_dev == target.parent.stat().st_dev
    except OSError:
        return False
