"""What a served site is rebuilt for besides the documents that MkDocs watches itself: commits, and changes of the theme."""

from collections.abc import Iterator
from pathlib import Path

from alliance_docs.engine.defaults import theme_folder
from alliance_docs.errors import RepositoryError
from alliance_docs.history.git import open_repository


def watched(folder: Path, custom_dir: str | None) -> Iterator[Path]:
    """Existing files and folders whose change must rebuild the site of the alliances in `folder`."""
    yield folder
    yield theme_folder()
    if custom_dir:
        yield Path(custom_dir)
    yield from _git_files(folder)


def _git_files(folder: Path) -> Iterator[Path]:
    """Where a commit shows: the log of HEAD, or the branches before there is one or where git keeps none."""
    try:
        log = open_repository(folder, allow_shallow=True).reflog
    except RepositoryError:
        return
    head = log.parents[1] / "HEAD"
    branches = log.parents[1] / "refs"
    yield from (path for path in (head, log if log.is_file() else branches) if path.exists())
