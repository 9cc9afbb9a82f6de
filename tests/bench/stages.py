"""What is timed, in processes of their own so that none profits from what another left in memory.

`git` and `mkdocs` are the yardsticks: what the same repository costs with git's plumbing alone, and what as many empty pages
cost with MkDocs alone.
"""

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alliance_docs.keeping.keep_place import VARIABLE
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
    """What a process cost on the clock and in all processors, children included; `peak` in MiB, of its largest process.

    `count`: the versions, pages or bytes it dealt with.
    """

    seconds: float
    processor: float
    peak: float
    count: int


def timed(process: str, folder: Path, keep: Path, times: int = 1) -> Timing:
    """The fastest of some runs of a process; `keep` is where it may keep things. Imports are counted, as for everybody."""
    return min((_run(process, folder, keep) for _ in range(times)), key=lambda timing: timing.seconds)


def timed_command(words: Sequence[str], folder: Path, keep: Path, times: int = 1) -> Timing:
    """The fastest of some runs of our command line in a folder; without the peak of its memory."""
    command = [sys.executable, "-m", "alliance_docs", *words]
    runs = [_timed(command, folder, keep) for _ in range(times)]
    seconds, processor, out = min(runs, key=lambda run: run[0])
    return Timing(seconds, processor, 0, len(out))


def _run(process: str, folder: Path, keep: Path) -> Timing:
    command = [sys.executable, "-m", "tests.bench.stages", process, str(folder)]
    seconds, processor, out = _timed(command, Path.cwd(), keep)
    peak, count = json.loads(out.splitlines()[-1])
    return Timing(seconds, processor, peak, count)


def _timed(command: Sequence[str], folder: Path, keep: Path) -> tuple[float, float, str]:
    started, before = time.perf_counter(), os.times()
    run = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment(keep), check=False)
    seconds, after = time.perf_counter() - started, os.times()
    if run.returncode:
        raise RuntimeError(f"{command} failed:\n{run.stderr}")
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return round(seconds, 3), round(processor, 3), run.stdout


def environment(keep: Path) -> dict[str, str]:
    """What a process finds that may keep things in a place; its modules stay compiled, as those of an installed program."""
    found = isolated_environment() | {VARIABLE: str(keep)}
    found.pop("PYTHONDONTWRITEBYTECODE", None)
    return found


def write_empty_pages(folder: Path, pages: int) -> None:
    """A MkDocs project with so many pages that hold nothing but a heading, all but one outside of the navigation."""
    docs = folder / "docs"
    docs.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(_MKDOCS, encoding="utf-8")
    for number in range(pages):
        name = f"page-{number}" if number else "index"
        (docs / f"{name}.md").write_text(f"# Page {number}\n", encoding="utf-8")


def commit_all(folder: Path, message: str) -> None:
    """Commit every edit of the repository a folder is in."""
    identity = ("-c", "user.name=B", "-c", "user.email=b@x")
    subprocess.run(["git", *identity, "commit", "-qam", message], cwd=folder, check=True)


# What runs in a process of its own; only what it needs is loaded there


def _git(folder: Path) -> int:
    return int(subprocess.run(["sh", "-c", _PIPE], cwd=folder, capture_output=True, check=True).stdout)


def _read(folder: Path) -> int:
    from tests.bench.readings import read_all  # noqa: PLC0415 - see above

    return read_all(folder / "alliances")


def _make(folder: Path) -> int:
    """The histories read and every finished body, as a build makes them."""
    from alliance_docs.engine.content import Reading, load_content  # noqa: PLC0415 - see above

    return len(load_content(Reading(folder / "alliances")).pages)


def _build(folder: Path) -> int:
    from alliance_docs.engine.settings import SiteOrder  # noqa: PLC0415 - see above
    from alliance_docs.site import build_site  # noqa: PLC0415 - see above

    return build_site(SiteOrder(folder)).pages


def _mkdocs(folder: Path) -> int:
    from mkdocs.commands.build import build  # noqa: PLC0415 - see above
    from mkdocs.config.base import load_config  # noqa: PLC0415 - see above

    build(load_config(str(folder / "mkdocs.yml")))
    return sum(1 for _ in (folder / "docs").iterdir())


PROCESSES: Mapping[str, Callable[[Path], int]] = {
    "git": _git,
    "read": _read,
    "make": _make,
    "build": _build,
    "mkdocs": _mkdocs,
}


def main(process: str, folder: str) -> None:
    """Run one process and print the peak of its memory and its count."""
    os.chdir(folder)
    count = PROCESSES[process](Path(folder))
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(json.dumps([round(max(usage.ru_maxrss for usage in usages) / 1024, 1), count]))  # noqa: T201 - its answer


if __name__ == "__main__":
    main(*sys.argv[1:])
