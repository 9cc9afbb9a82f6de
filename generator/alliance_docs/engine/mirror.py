"""Publishes a site of which most files stay: they get a second name in the new folder, none is written again.

Beside the published site a second tree of the same files is kept in the user's own folder, their second names. The next
site is made in it, from the files that stay and those that are new, and the two trees change places; then the older one is
brought up to date in the same way. So a build of a site of thousands of files touches those that changed, and at every
moment the target is a whole site. Without that folder, or where it is on another disk, the names are made for each build.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path

from alliance_docs.engine import swap, trees
from alliance_docs.engine.trees import Seen


def publish(staging: Path, target: Path, kept: Mapping[str, Seen], second: Path | None = None) -> None:
    """Put a site in the place of the target: the files of `staging`, and those `kept` that are in the target already.

    `second` is the place of the second tree, if there may be one; it is mended or made as needed.
    """
    target = target.resolve()
    if second is not None and second.is_dir() and target.is_dir():
        swap.keep_hidden(second, target)  # a build was killed before it did
    if second is not None and not _can_change_places(staging, target, second):
        shutil.rmtree(second, ignore_errors=True)
        second = None
    if second is None:
        trees.link(kept, target, staging)
        swap.publish(staging, target)
        return
    new = list(trees.numbers(staging))
    old = list(trees.numbers(target))
    _make_next(staging, target, kept, second)
    _settle(swap.exchange(second, target), second, target, _Change(kept, new, old))


class _Change:
    """What a build changed: the files that stayed, those it made, and all of the site before it."""

    def __init__(self, kept: Mapping[str, Seen], new: list[str], old: list[str]) -> None:
        self.kept, self.new, self.old = kept, new, old


def _make_next(staging: Path, target: Path, kept: Mapping[str, Seen], second: Path) -> None:
    """Make the second tree the new site; what a killed build left in it is found by the numbers of its files."""
    if not kept:
        shutil.rmtree(second, ignore_errors=True)
        staging.rename(second)
        return
    folders: list[str] = []
    there = trees.numbers(second, folders)
    trees.remove([name for name, number in there.items() if name not in kept or kept[name].number != number], second)
    second.mkdir(exist_ok=True)
    trees.link([name for name, look in kept.items() if there.get(name) != look.number], target, second)
    trees.move(trees.numbers(staging), staging, second)
    trees.remove_folders(folders, second)
    shutil.rmtree(staging)


def _settle(old: Path | None, second: Path, target: Path, change: _Change) -> None:
    """Bring the older tree up to date, which is now the second one."""
    if old is None:
        trees.link(change.new, target, second)
        return
    if old != second:
        old.rename(second)
    trees.remove(trees.differing(change.old, change.kept), second)
    second.mkdir(exist_ok=True)
    trees.link(change.new, target, second)


def _can_change_places(staging: Path, target: Path, second: Path) -> bool:
    """Whether both trees are on one disk and the target can be moved at all."""
    try:
        return staging.parent == target.parent and second.parent.stat().st_dev == target.parent.stat().st_dev
    except OSError:
        return False
