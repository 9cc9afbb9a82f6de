"""What of `alliance check` only the history can tell: an entry that is meant to hide something, and hides nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from alliance_docs.audience import Audience
from alliance_docs.errors import Problem, RepositoryError
from alliance_docs.reading.folder import FolderReading

_IN_DOUBT = ("not-here-now", "unknown-clause")
"""What is told of an entry that names nothing in its own file; only then is the history worth reading."""


def hides_nothing(reading: FolderReading, folder: Path) -> Iterator[Problem]:
    """An error for every `private` or `redacted` entry of these files that names nothing in the whole history.

    Nothing where there is no history, or not all of it.
    """
    doubtful = {problem.path for problem in reading.problems if problem.rule in _IN_DOUBT}
    doubtful = {path for path in doubtful if _hides(reading, path)}
    if not doubtful or not folder.is_dir():
        return
    from alliance_docs.book import load_book  # noqa: PLC0415 - reads the history, which few files need
    from alliance_docs.privacy.view import HIDES_NOTHING  # noqa: PLC0415 - as above

    try:
        problems = load_book(folder, audience=Audience.PARTIES, keep_going=True).problems
    except RepositoryError:
        return
    for path in sorted(doubtful):
        place = Path.cwd().joinpath(path).resolve().as_posix()
        for problem in problems:
            if problem.rule == HIDES_NOTHING and place.endswith(f"/{problem.path}"):
                yield replace(problem, path=path)


def _hides(reading: FolderReading, path: str) -> bool:
    alliance = reading.files[path].alliance
    return alliance is not None and any(clause.section in ("private", "redacted") for clause in alliance.clauses)
