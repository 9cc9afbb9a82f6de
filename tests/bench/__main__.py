"""`python -m tests.bench`: prints how the program stands to each of its goals, on synthetic histories made for the run.

It asserts nothing: a figure means something only on one machine, and only beside the others of the same run.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from tests.bench.goals import rows
from tests.bench.rival import install, timed_rival
from tests.bench.serving import timed_serving
from tests.bench.stages import Timing, commit_all, timed, timed_command, write_empty_pages
from tests.bench.synthetic import Size, write_repository

_LARGE = 5_000
_LONG = Size(1, 2_000, clauses=100)
_RIVAL = Size(1, 500, clauses=40)
_PAIRED = 100  # alliances at most


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print the table; with --json write everything into a file too."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure every goal on synthetic histories.")
    parser.add_argument("--alliances", type=int, default=1000, metavar="N", help="how many (1000)")
    parser.add_argument("--large", action="store_true", help=f"{_LARGE:,} of them as well, which takes most of an hour")
    parser.add_argument("--quick", action="store_true", help="each thing once, and no long single alliances")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures into a file too")
    wishes = parser.parse_args(arguments)
    figures: dict[str, Timing] = {}
    missing: dict[str, str] = {}
    with tempfile.TemporaryDirectory(prefix="alliance-bench-") as place:
        for name, timing in _measured(Path(place), wishes, missing):
            figures[name] = timing
            _say(f"  {name:14}{timing.seconds:9.2f} s {timing.processor:9.2f} s processor {timing.peak:7.0f} MiB")
    table = rows(figures, missing)
    about = machine() | {"alliances": wishes.alliances}
    _say("\n".join(_lines(table, about)))
    if wishes.json:
        told = {"machine": about, "goals": table, "figures": {name: asdict(timing) for name, timing in figures.items()}}
        wishes.json.parent.mkdir(parents=True, exist_ok=True)
        wishes.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def machine() -> dict[str, object]:
    """Where it was measured, and with what."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    names = ("alliance-docs", "mkdocs", "mkdocs-material", "ruamel.yaml", "GitPython")
    return {
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load": os.getloadavg() if hasattr(os, "getloadavg") else None,
        "python": platform.python_version(),
        "git": git,
        **{name: version(name) for name in names},
    }


def _measured(place: Path, wishes: argparse.Namespace, missing: dict[str, str]) -> Iterator[tuple[str, Timing]]:
    times = 1 if wishes.quick else 3
    yield from _of_many(place / "many", Size(wishes.alliances), times)
    yield from _of_ids(place, min(wishes.alliances, _PAIRED), times)
    if not wishes.quick:
        yield "long", timed("make", _repository(place / "long", _LONG), place / "kept-long")
        yield from _of_rival(place / "rival", missing)
    if wishes.large:
        for name, timing in _of_many(place / "large", Size(_LARGE), times):
            yield f"large {name}", timing


def _of_many(place: Path, size: Size, times: int) -> Iterator[tuple[str, Timing]]:
    """Everything that is measured on many alliances, each cold one with nothing kept."""
    repository, keep = _repository(place / "made", size), place / "kept"
    yield "git", timed("git", repository, keep, times)
    yield "read", timed("read", repository, place / "kept-read")
    yield "make", timed("make", repository, place / "kept-make")
    build = timed("build", repository, keep)
    yield "build", build
    yield "again", timed_command(["build"], repository, keep, times)
    for name, change in (("edited", _edit), ("committed", _commit)):
        yield name, min((_changed(change, repository, keep) for _ in range(times)), key=lambda timing: timing.seconds)
    yield from timed_serving(repository, keep, times)
    yield "check", timed_command(["check"], repository, place / "kept-check")
    yield "warm check", timed_command(["check"], repository, place / "kept-check", times)
    yield "help", timed_command(["--help"], repository, keep, times)
    write_empty_pages(place / "empty", build.count)
    yield "mkdocs", timed("mkdocs", place / "empty", keep)


def _of_ids(place: Path, alliances: int, times: int) -> Iterator[tuple[str, Timing]]:
    for name, ids in (("with ids", True), ("without ids", False)):
        repository = _repository(place / name.replace(" ", "-"), Size(alliances, ids=ids))
        yield name, timed("read", repository, place / f"kept-{ids}", times)


def _of_rival(place: Path, missing: dict[str, str]) -> Iterator[tuple[str, Timing]]:
    program = install(place / "environment")
    if program is None:
        missing["git-history"] = "git-history cannot be installed here"
        return
    repository = _repository(place / "made", _RIVAL)
    yield "git-history", timed_rival(program, repository, place / "base.db")
    (file,) = (repository / "alliances").rglob("*.yml")
    yield "log", timed_command(["log", "--json", str(file)], repository, place / "kept", 3)


def _repository(folder: Path, size: Size) -> Path:
    started = time.perf_counter()
    write_repository(folder, size)
    _say(f"made {size.alliances:,} x {size.revisions:,} in {time.perf_counter() - started:.1f} s")
    return folder


def _changed(change: Callable[[Path], None], repository: Path, keep: Path) -> Timing:
    change(repository)
    return timed_command(["build"], repository, keep)


def _commit(repository: Path) -> None:
    """An edit that is committed."""
    _edit(repository)
    commit_all(repository, "Edit")


def _edit(repository: Path) -> None:
    """Change one sentence of one alliance in the work tree."""
    file = min((repository / "alliances").rglob("*.yml"))
    file.write_text(file.read_text(encoding="utf-8").replace("purpose: ", "purpose: Once more, ", 1), encoding="utf-8")


def _lines(table: Sequence[tuple[str, str, str, str]], about: Mapping[str, object]) -> Iterator[str]:
    """The table in Markdown, then where it was measured."""
    yield ""
    yield "| | what | goal | measured |"
    yield "| --- | --- | --- | --- |"
    yield from (f"| {' | '.join(row)} |" for row in table)
    yield ""
    yield ", ".join(f"{name} {value}" for name, value in about.items())


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
