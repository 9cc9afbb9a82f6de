"""Tells whether a build would make exactly the site that is there, before anything is read or made.

That is so when everything that has a say in the site looks as it did when the site was built, and every file of the site
too. A file looks the same while its size, its times and its number do. Where somebody has a say whom we do not know, another
plugin, a hook, an extension that reads files of its own, the question is not asked.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig

from alliance_docs.engine.defaults import theme_folder
from alliance_docs.engine.looking import looked_at
from alliance_docs.engine.manifest import folder_of_site, replace_file
from alliance_docs.engine.surroundings import surroundings
from alliance_docs.engine.trees import Folder
from alliance_docs.keeping.edition import edition

_PLUGINS = {"alliances", "search", "material/search"}
_EXTENSIONS = {
    "abbr",
    "admonition",
    "attr_list",
    "def_list",
    "fenced_code",
    "footnotes",
    "md_in_html",
    "meta",
    "sane_lists",
    "smarty",
    "tables",
    "toc",
}
_SETTLED = 2_000_000_000  # nanoseconds after which a file that is written once more has another time on every file system
_GIT = ("HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "packed-refs", "config", "config.worktree", "shallow")
_GIT_FOLDERS = ("refs", "info", "reftable")


def name_of_inputs(config: MkDocsConfig, folder: Path) -> str | None:
    """A digest of how everything looks that has a say; None where that cannot be known, or was changed this very moment.

    `config` is as it was loaded, before any plugin had its say; `folder` is that of the alliances.
    """
    if not (_PLUGINS.issuperset(config.plugins) and _EXTENSIONS.issuperset(config.markdown_extensions)) or config.hooks:
        return None
    git = _git_folder(folder)
    if git is None:
        return None
    now = time.time_ns()
    told = [os.environ.get("SOURCE_DATE_EPOCH", ""), str(folder)]
    for path in _inputs(config, folder, git):
        found = path.lstat()
        if path.is_symlink() or max(found.st_mtime_ns, found.st_ctime_ns) > now - _SETTLED:
            return None
        told.append(f"{path}\0{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}")
    return _digest([edition(), surroundings(config, ""), *told])


def name_of_site(looks: Mapping[str, Folder]) -> str:
    """A digest of how every file of a site looks."""
    return _digest(sorted(looks.items()))


def recall(target: Path, inputs: str | None) -> Any:  # noqa: ANN401 - JSON
    """What was kept with the site that these inputs made, if it is still there as it was; else None."""
    kept = _kept(target)
    if inputs is None or kept is None:
        return None
    try:
        written = json.loads(kept.read_bytes())
        same = written["inputs"] == inputs and written["site"] == name_of_site(looked_at(target))
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return written["told"] if same else None


def remember(target: Path, inputs: str | None, looks: Mapping[str, Folder], told: object) -> None:
    """Keep something with the site that these inputs made, whose files look like this; nothing where they are not known."""
    kept = _kept(target)
    if kept is None:
        return
    try:
        if inputs is None:
            kept.unlink(missing_ok=True)
        else:
            replace_file(kept, json.dumps({"inputs": inputs, "site": name_of_site(looks), "told": told}).encode())
    except OSError:
        with suppress(OSError):
            kept.unlink(missing_ok=True)


def _kept(target: Path) -> Path | None:
    folder = folder_of_site(target)
    return folder / "last.json" if folder else None


def _digest(told: object) -> str:
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _git_folder(folder: Path) -> Path | None:
    """The `.git` of the repository; None where there is none, or where it lies somewhere else (a worktree, a submodule)."""
    found = next((place / ".git" for place in (folder, *folder.parents) if (place / ".git").exists()), None)
    return found if found is not None and found.is_dir() else None


def _inputs(config: MkDocsConfig, folder: Path, git: Path) -> Iterator[Path]:
    """Every file that a build reads, but for the program itself and the theme."""
    yield from (git / name for name in _GIT if (git / name).is_file())
    places = [folder, Path(config.docs_dir), theme_folder(), *(git / name for name in _GIT_FOLDERS)]
    if config.theme.custom_dir:
        places.append(Path(config.theme.custom_dir))
    for place in dict.fromkeys(places):
        for where, folders, names in os.walk(place):
            folders[:] = sorted(name for name in folders if name != ".git")
            yield from (Path(where, name) for name in (*sorted(names), *folders))
