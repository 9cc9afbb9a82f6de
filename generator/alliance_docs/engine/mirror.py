"""Publishes a site of which most files stay: they get a second name in the new folder, none is written again.

Beside the published site a second tree of the same files is kept in the user's own folder, their second names. The next
site is made in it, from the files that stay and those that are new, and the two trees change places; then the older one is
brought up to date in the same way. So a build of a site of thousands of files touches those that changed, and at every
moment the target is a whole site. Without that folder, or where it is on another disk, the names are made for each build.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from alliance_docs.engine import swap, trees
from alliance_docs.engine.trees import Folder, Tree


class Stay(NamedTuple):
    """What is in the target already, by folder: the files that stay, and all files that were seen there.

    `second` is what is in the second tree, if that was looked at already.
    """

    kept: Mapping[str, Folder]
    there: Mapping[str, Folder]
    second: Tree | None = None

    def differing(self, files: Mapping[str, str]) -> dict[str, tuple[dict[str, int], dict[str, int]]]:
        """The numbers of these files and of those that stay, in all folders in which they differ."""
        return {
            folder: (trees.numbers(here), trees.numbers(stays))
            for folder in files.keys() | self.kept.keys()
            if (here := files.get(folder, "")) != (stays := self.kept[folder].files if folder in self.kept else "")
        }


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
        stays = [folder + name for folder, (_, kept) in stay.differing({}).items() for name in kept]
        trees.link(stays, target, staging)
        swap.publish(staging, target)
        return
    new = _addresses(staging)
    _make_next(staging, target, stay, second)
    old = swap.exchange(second, target)
    try:
        _make_second(old, second, stay)
        trees.link(new, target, second)
    except OSError:  # the site is published; without a second tree the next build makes one
        shutil.rmtree(second, ignore_errors=True)


def _make_next(staging: Path, target: Path, stay: Stay, second: Path) -> None:
    """Make the second tree the new site; what is not as it should be in it is found by the numbers of its files."""
    if not stay.kept:
        shutil.rmtree(second, ignore_errors=True)
        staging.rename(second)
        return
    tree = stay.second or trees.numbered(second)
    changed = stay.differing(tree.files)
    for folder, (here, kept) in changed.items():
        trees.remove([folder + name for name, number in here.items() if kept.get(name) != number], second)
    second.mkdir(exist_ok=True)
    for folder, (here, kept) in changed.items():
        trees.link([folder + name for name, number in kept.items() if here.get(name) != number], target, second)
    trees.remove_folders(tree, changed, second)
    trees.move(_addresses(staging), staging, second)
    shutil.rmtree(staging)


def _make_second(old: Path | None, second: Path, stay: Stay) -> None:
    """Have the old site, but for what stays of it, in the place of the second tree, where there was one."""
    if old is not None:
        if old != second:
            old.rename(second)
        for folder, (here, kept) in stay.differing({folder: seen.files for folder, seen in stay.there.items()}).items():
            trees.remove([folder + name for name in here if name not in kept], second)
    second.mkdir(exist_ok=True)


def _addresses(site: Path) -> list[str]:
    return [folder + name for folder, files in trees.numbered(site).files.items() for name in trees.numbers(files)]


def _can_change_places(staging: Path, target: Path, second: Path) -> bool:
    """Whether both trees are on one disk and the target can be moved at all."""
    try:
        return staging.parent == target.parent and second.parent.stat().st_dev == target.parent.stat().st_dev
    except OSError:
        return False
