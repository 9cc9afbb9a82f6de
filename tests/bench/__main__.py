"""`python -m tests.bench`: prints what each stage costs on synthetic histories, beside plain git and plain MkDocs.

It asserts nothing: a figure means something only on one machine, and only beside the others of the same run.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bench.stages import Timing, timed, write_empty_pages
from tests.bench.synthetic import Size, write_repository

_TIMES = {"git": 3, "history": 3, "book": 1, "build": 1}
"""How often each process is run; the fastest counts. Short ones need it, long ones cannot afford it."""

_ROWS: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "git": ("git log --raw | git cat-file --batch", "bytes", ()),
    "log": ("log: commits, renames, merges", "revisions", ()),
    "blobs": ("blobs", "versions", ()),
    "book": ("files, parse, identity, diff", "alliances", ("log", "blobs")),
    "pages": ("pages", "pages", ()),
    "build": ("MkDocs, and putting the site in place", "pages", ("book", "pages")),
    "mkdocs": ("MkDocs, as many empty pages", "pages", ()),
}
"""For each stage its name, what it counts, and the stages it contains, which are taken off."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size and print a table for it; with --json write everything into a file too."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Time every stage on synthetic histories.")
    parser.add_argument(
        "--alliances", type=int, action="append", metavar="N", help="how many; again for each size (100, 1000)"
    )
    parser.add_argument("--revisions", type=int, default=20, help="the mean of one alliance (20)")
    parser.add_argument("--seed", type=int, default=1, help="another seed makes another history (1)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures into a file too")
    wishes = parser.parse_args(arguments)
    results = []
    for alliances in wishes.alliances or (100, 1000):
        size = Size(alliances, wishes.revisions, wishes.seed)
        found = measure(size)
        _say("\n".join(table(size, found)))
        results.append({**asdict(size), "stages": {name: asdict(timing) for name, timing in found.items()}})
    if wishes.json:
        wishes.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def measure(size: Size) -> dict[str, Timing]:
    """Make the repository in a temporary folder, run every stage on it, and clean up."""
    with tempfile.TemporaryDirectory(prefix="alliance-bench-") as place:
        repository, empty = Path(place, "repository"), Path(place, "empty")
        started = time.perf_counter()
        write_repository(repository, size)
        _say(f"made {size.alliances} alliances in {time.perf_counter() - started:.1f} s")
        found: dict[str, Timing] = {}
        for process, times in _TIMES.items():
            found |= timed(process, repository, times)
        write_empty_pages(empty, found["build"].count)
        return found | timed("mkdocs", empty)


def table(size: Size, found: Mapping[str, Timing]) -> Iterator[str]:
    """The figures as lines, then how they stand against git and MkDocs alone."""
    yield f"{size.alliances} alliances of {size.revisions} revisions (seed {size.seed})"
    yield ""
    yield f"{'stage':40}{'seconds':>10}{'processor':>11}{'peak MiB':>10}  what"
    for stage, (name, what, contained) in _ROWS.items():
        whole = found[stage]
        seconds = whole.seconds - sum(found[other].seconds for other in contained)
        processor = whole.processor - sum(found[other].processor for other in contained)
        yield f"{name:40}{seconds:10.2f}{processor:11.2f}{whole.peak:10.0f}  {whole.count:,} {what}"
    git, book, pages, build, mkdocs = (found[stage].seconds for stage in ("git", "book", "pages", "build", "mkdocs"))
    yield ""
    yield f"reading {book / git:.1f} x git alone; with pages {(book + pages) / git:.1f} x"
    yield f"whole build {build:.1f} s: {build / (git + mkdocs):.1f} x git and MkDocs alone"
    yield ""


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
