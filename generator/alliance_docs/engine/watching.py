"""What a served site is rebuilt for besides the documents that MkDocs watches itself: commits, and changes of the theme."""

from collections.abc import Iterator
from pathlib import Path

from alliance_docs.engine.defaults import theme_folder
from alliance_docs.errors import RepositoryError
from alliance_docs.git import open_repository


def watched(folder: Path, custom_dir: str | None) -> Iterator[Path]:
    """Existing files and folders whose change must rebuild the site of the alliances in `folder`."""
    yield folder
    yield theme_folder()
    if custom_dir:
        yield Path(custom_dir)
    yield from _git_files(folder)


def _git_files(folder: Path) -> Iterator[Path]:
    """Where a commit shows: the log of HEAD, or what git writes beside it before there is one or where it keeps none."""
    try:
        log = open_repository(folder, allow_shallow=True).reflog
    except RepositoryError:
        return
    git_folder = log.parents[1]
    yield from (path for path in (log, git_folder / "HEAD") if path.is_file())
    if not log.is_file():
        yield from (path for path in (git_folder / "index", git_folder / "refs") if path.exists())
