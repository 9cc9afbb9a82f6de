"""The stages that are timed, in processes of their own so that none profits from what another left in memory.

`git` and `mkdocs` are the yardsticks: what the same repository costs with git's plumbing alone, and what as many empty pages
cost with MkDocs alone.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias

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

Laps: TypeAlias = Iterator[tuple[str, int]]
"""The stages of one process as they end, each with how many versions, alliances or pages it dealt with."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a stage cost on the clock and in both processors, children included; `peak` in MiB, of the process so far."""

    seconds: float
    processor: float
    peak: float
    count: int


def timed(process: str, folder: Path, times: int = 1) -> dict[str, Timing]:
    """The stages of a process by name, of some runs the fastest each. Imports are counted, as they are for everybody."""
    runs = [_run(process, folder) for _ in range(times)]
    return {stage: min((run[stage] for run in runs), key=lambda timing: timing.seconds) for stage in runs[0]}


def _run(process: str, folder: Path) -> dict[str, Timing]:
    command = [sys.executable, "-m", "tests.bench.stages", process, str(folder)]
    run = subprocess.run(command, capture_output=True, text=True, env=isolated_environment(), check=False)
    if run.returncode:
        raise RuntimeError(f"{process} failed:\n{run.stderr}")
    return {stage: Timing(**timing) for stage, timing in json.loads(run.stdout.splitlines()[-1]).items()}


def write_empty_pages(folder: Path, pages: int) -> None:
    """A MkDocs project with so many pages that hold nothing but a heading, all but one outside of the navigation."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_MKDOCS, encoding="utf-8")
    for number in range(pages):
        name = f"page-{number}" if number else "index"
        (docs / f"{name}.md").write_text(f"# Page {number}\n", encoding="utf-8")


# What runs in a process of its own; only what it needs is loaded there


def _git(folder: Path) -> Laps:
    yield "git", int(subprocess.run(["sh", "-c", _PIPE], cwd=folder, capture_output=True, check=True).stdout)


def _history(folder: Path) -> Laps:
    from alliance_docs.git import open_repository  # noqa: PLC0415 - see above
    from alliance_docs.history import read_history  # noqa: PLC0415 - see above

    repository = open_repository(folder)
    history = read_history(repository, folder / "alliances")
    yield "log", sum(len(life.events) for life in history.lives)
    wanted = dict.fromkeys(event.blob for life in history.lives for event in life.events if event.blob)
    yield "blobs", sum(content is not None for _, content in repository.blobs(wanted))


def _book(folder: Path) -> Laps:
    from alliance_docs.book import load_book  # noqa: PLC0415 - see above
    from alliance_docs.pages import site_pages  # noqa: PLC0415 - see above
    from alliance_docs.privacy import Audience  # noqa: PLC0415 - see above

    book = load_book(folder / "alliances", audience=Audience.PUBLIC)
    yield "book", len(book.timelines)
    yield "pages", sum(1 for _ in site_pages(book))


def _build(folder: Path) -> Laps:
    from alliance_docs.engine.settings import SiteOrder  # noqa: PLC0415 - see above
    from alliance_docs.site import build_site  # noqa: PLC0415 - see above

    yield "build", build_site(SiteOrder(folder)).pages


def _mkdocs(folder: Path) -> Laps:
    from mkdocs.commands.build import build  # noqa: PLC0415 - see above
    from mkdocs.config.base import load_config  # noqa: PLC0415 - see above

    build(load_config(str(folder / "mkdocs.yml")))
    yield "mkdocs", sum(1 for _ in (folder / "docs").iterdir())


PROCESSES: Mapping[str, Callable[[Path], Laps]] = {
    "git": _git,
    "history": _history,
    "book": _book,
    "build": _build,
    "mkdocs": _mkdocs,
}


def main(process: str, folder: str) -> None:
    """Run the stages of one process and print their timings as JSON."""
    timings: dict[str, object] = {}
    clock, processor = time.perf_counter(), _processor()
    for stage, count in PROCESSES[process](Path(folder)):
        seconds, worked = time.perf_counter() - clock, _processor() - processor
        timings[stage] = asdict(Timing(round(seconds, 3), round(worked, 3), round(_peak(), 1), count))
        clock, processor = time.perf_counter(), _processor()
    print(json.dumps(timings))  # noqa: T201 - its answer


def _usages() -> tuple[resource.struct_rusage, resource.struct_rusage]:
    return resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)


def _processor() -> float:
    return sum(usage.ru_utime + usage.ru_stime for usage in _usages())


def _peak() -> float:
    return max(usage.ru_maxrss for usage in _usages()) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
