"""The stages that are timed, each in a process of its own so that none profits from what another left in memory.

`git` and `MkDocs` are the yardsticks: what the same repository costs with git's plumbing alone, and what as many empty pages
cost with MkDocs alone.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.repositories import isolated_environment

_PIPE = (
    "git log --raw --no-abbrev --no-renames --format= | "
    "awk '$4 !~ /^0+$/ && NF > 4 {print $4}' | git cat-file --batch | wc -c"
)
_MKDOCS = """site_name: Empty
use_directory_urls: false
not_in_nav: "*"
nav:
  - index.md
theme:
  name: material
  font: false
"""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a stage cost; `count` is what it dealt with (versions, alliances, pages), `peak` in MiB."""

    seconds: float
    peak: float
    count: int


def timed(stage: str, folder: Path, times: int = 1) -> Timing:
    """The fastest of some runs of a stage, each in a process of its own."""
    return min((_timed(stage, folder) for _ in range(times)), key=lambda timing: timing.seconds)


def _timed(stage: str, folder: Path) -> Timing:
    """One run; what it prints last is its timing. Imports are counted, as they are for everybody."""
    command = [sys.executable, "-m", "tests.bench.stages", stage, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, env=isolated_environment(), check=False)
    if run.returncode:
        raise RuntimeError(f"the stage {stage} failed:\n{run.stderr}")
    return Timing(**json.loads(run.stdout.splitlines()[-1]))


def write_empty_pages(folder: Path, pages: int) -> None:
    """A MkDocs project with so many pages that hold nothing but a heading, all but one outside of the navigation."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_MKDOCS, encoding="utf-8")
    for number in range(pages):
        name = f"page-{number}" if number else "index"
        (docs / f"{name}.md").write_text(f"# Page {number}\n", encoding="utf-8")


def _git(folder: Path) -> int:
    out = subprocess.run(["sh", "-c", _PIPE], cwd=folder, capture_output=True, check=True).stdout
    return int(out)


def _log(folder: Path) -> int:
    from alliance_docs.git import open_repository  # noqa: PLC0415 - only what the stage needs is loaded
    from alliance_docs.history import read_history  # noqa: PLC0415 - as above

    history = read_history(open_repository(folder), folder / "alliances")
    return sum(len(life.events) for life in history.lives)


def _blobs(folder: Path) -> int:
    from alliance_docs.git import open_repository  # noqa: PLC0415 - as above
    from alliance_docs.history import read_history  # noqa: PLC0415 - as above

    repository = open_repository(folder)
    history = read_history(repository, folder / "alliances")
    wanted = dict.fromkeys(event.blob for life in history.lives for event in life.events if event.blob)
    return sum(content is not None for _, content in repository.blobs(wanted))


def _book(folder: Path) -> int:
    from alliance_docs.book import load_book  # noqa: PLC0415 - as above
    from alliance_docs.privacy import Audience  # noqa: PLC0415 - as above

    return len(load_book(folder / "alliances", audience=Audience.PUBLIC).timelines)


def _pages(folder: Path) -> int:
    from alliance_docs.book import load_book  # noqa: PLC0415 - as above
    from alliance_docs.pages import site_pages  # noqa: PLC0415 - as above
    from alliance_docs.privacy import Audience  # noqa: PLC0415 - as above

    return sum(1 for _ in site_pages(load_book(folder / "alliances", audience=Audience.PUBLIC)))


def _build(folder: Path) -> int:
    from alliance_docs.engine.settings import SiteOrder  # noqa: PLC0415 - as above
    from alliance_docs.site import build_site  # noqa: PLC0415 - as above

    return build_site(SiteOrder(folder)).pages


def _mkdocs(folder: Path) -> int:
    from mkdocs.commands.build import build  # noqa: PLC0415 - as above
    from mkdocs.config.base import load_config  # noqa: PLC0415 - as above

    build(load_config(str(folder / "mkdocs.yml")))
    return sum(1 for _ in (folder / "docs").iterdir())


STAGES: Mapping[str, Callable[[Path], int]] = {
    "git": _git,
    "log": _log,
    "blobs": _blobs,
    "book": _book,
    "pages": _pages,
    "build": _build,
    "mkdocs": _mkdocs,
}


def main(stage: str, folder: str) -> None:
    """Run one stage and print its timing as JSON."""
    started = time.perf_counter()
    count = STAGES[stage](Path(folder))
    seconds = time.perf_counter() - started
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    print(json.dumps({"seconds": round(seconds, 3), "peak": round(peak, 1), "count": count}))  # noqa: T201 - its answer


if __name__ == "__main__":
    main(*sys.argv[1:])
