"""`python -m tests.bench`: prints what each stage costs on synthetic histories, beside plain git and plain MkDocs.

It asserts nothing: a figure means something only on one machine, and only beside the others of the same run.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from tests.bench.stages import Timing, timed, write_empty_pages
from tests.bench.synthetic import Size, write_repository

_ROWS = (
    ("git log --raw | git cat-file --batch", "versions read"),
    ("log: commits, renames, merges", "revisions"),
    ("blobs", "versions"),
    ("current files, parse, identity, diff", "alliances"),
    ("pages", "pages"),
    ("MkDocs, and putting the site in place", "pages"),
    ("MkDocs, as many empty pages", "pages"),
)

_TIMES = {"git": 3, "log": 3, "blobs": 3, "book": 2, "pages": 1, "build": 1}
"""How often each stage is run; the fastest counts. Short ones need it, long ones cannot afford it."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure each size and print a table for it; with --json write everything into a file too."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__.splitlines()[0] if __doc__ else "")
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
        _say(table(size, found))
        results.append({**asdict(size), "stages": {name: asdict(timing) for name, timing in found.items()}})
    if wishes.json:
        wishes.json.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def measure(size: Size) -> dict[str, Timing]:
    """Make the repository in a temporary folder, run every stage on it once, and clean up."""
    with tempfile.TemporaryDirectory(prefix="alliance-bench-") as place:
        repository, empty = Path(place, "repository"), Path(place, "empty")
        started = time.perf_counter()
        write_repository(repository, size)
        _say(f"made {size.alliances} alliances in {time.perf_counter() - started:.1f} s")
        found = {stage: timed(stage, repository, times) for stage, times in _TIMES.items()}
        write_empty_pages(empty, found["build"].count)
        return {**found, "mkdocs": timed("mkdocs", empty)}


def table(size: Size, found: Mapping[str, Timing]) -> str:
    """The figures as a table; a stage that contains an earlier one is shown without it."""
    git, log, blobs, book, pages, build, mkdocs = found.values()
    alone = (
        (git.seconds, git.peak, git.count),
        (log.seconds, log.peak, log.count),
        (blobs.seconds - log.seconds, blobs.peak, blobs.count),
        (book.seconds - blobs.seconds, book.peak, book.count),
        (pages.seconds - book.seconds, pages.peak, pages.count),
        (build.seconds - pages.seconds, build.peak, build.count),
        (mkdocs.seconds, mkdocs.peak, mkdocs.count),
    )
    lines = [f"{size.alliances} alliances of {size.revisions} revisions (seed {size.seed})", ""]
    lines.append(f"{'stage':42} {'seconds':>9} {'peak MiB':>9}  what")
    for (name, what), (seconds, peak, count) in zip(_ROWS, alone, strict=True):
        counted = f"{count} {what}" if what != "versions read" else f"{count / 2**20:.0f} MiB"
        lines.append(f"{name:42} {max(seconds, 0):9.2f} {peak:9.0f}  {counted}")
    both = git.seconds + mkdocs.seconds
    lines.append("")
    lines.append(f"reading {book.seconds / git.seconds:.1f} x git alone; with pages {pages.seconds / git.seconds:.1f} x")
    lines.append(f"whole build {build.seconds:.1f} s: {build.seconds / both:.1f} x git and MkDocs alone")
    lines.append("")
    return "\n".join(lines)


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - a benchmark prints


if __name__ == "__main__":
    main()
