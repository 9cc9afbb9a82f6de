"""Random graphs of commits, and repositories made of them at once through `git fast-import`."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.repositories import RepositoryBuilder, isolated_environment

_BRANCHES = 3


class Made(NamedTuple):
    """A commit to make: its parents by number, every file there is after it, its message, who made it and when.

    `author` and `when` stand in the commit as they are given, so that they may be odd.
    """

    parents: tuple[int, ...]
    tree: Mapping[str, bytes]
    message: bytes = b"Go on\n"
    author: bytes = b"Maren <maren@example.org>"
    when: bytes = b"1705259700 +0100"


def graph(rng: Random, count: int) -> list[tuple[int, ...]]:
    """The parents of about that many commits: branches begun and merged in all ways; the last commit joins them."""
    parents: list[tuple[int, ...]] = [()]
    tips = [0]
    while len(parents) < count:
        place = rng.randrange(len(tips))
        others: list[int] = []
        what = rng.random()
        if what < 0.2 and len(tips) < _BRANCHES:
            tips.append(tips[place])
            place = len(tips) - 1
        elif what < 0.4:
            others = rng.sample(tips, rng.randint(1, len(tips)))
        parents.append(tuple(dict.fromkeys((tips[place], *others))))
        tips[place] = len(parents) - 1
    ends = tuple(dict.fromkeys(tips))
    if len(ends) > 1:
        parents.append(ends)
    return parents


def ancestors_of(parents: Sequence[Sequence[int]]) -> list[frozenset[int]]:
    """The commits before each commit."""
    before: list[frozenset[int]] = []
    for own in parents:
        before.append(frozenset(own).union(*(before[parent] for parent in own)))
    return before


def write(folder: Path, commits: Sequence[Made]) -> list[str]:
    """Make the repository, with the last commit checked out on `main`; the ids of the commits."""
    builder = RepositoryBuilder(folder)
    marks = folder / ".git" / "marks"
    subprocess.run(
        ["git", "fast-import", "--quiet", "--date-format=raw-permissive", f"--export-marks={marks}"],
        input=b"".join(_stream(commits)),
        cwd=folder,
        env=isolated_environment(),
        check=True,
    )
    ids = dict(line.split() for line in marks.read_text().splitlines())
    builder.git("reset", "--quiet", "--hard", "main")
    return [ids[f":{number}"] for number in range(1, len(commits) + 1)]


def _stream(commits: Sequence[Made]) -> Iterator[bytes]:
    for number, made in enumerate(commits, 1):
        yield b"reset refs/heads/main\ncommit refs/heads/main\nmark :%d\n" % number
        yield b"author %b %b\ncommitter Keeper <keeper@example.org> %b\n" % (made.author, made.when, made.when)
        yield b"data %d\n%b\n" % (len(made.message), made.message)
        for place, parent in enumerate(made.parents):
            yield b"%b :%d\n" % (b"merge" if place else b"from", parent + 1)
        yield b"deleteall\n"
        for path, content in made.tree.items():
            yield b"M 100644 inline %b\ndata %d\n%b\n" % (path.encode(), len(content), content)
        yield b"\n"
