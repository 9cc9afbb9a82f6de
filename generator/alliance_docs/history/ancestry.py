"""The commits of a repository in ancestry order, each with the YAML files it changed against its first parent.

Knows ids, paths and the output of git's plumbing; looks into no file and decides nothing about alliances.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from typing import IO, NamedTuple

from alliance_docs.history.git import Repository

_SUFFIXES = (b".yml", b".yaml")
_CHUNK = 256 * 1024
_FAR = 100
_COMPARE = (
    *("diff-tree", "--stdin", "--root", "-r", "--raw", "-z", "--no-renames", "--no-abbrev"),
    *("--no-relative", "-O/dev/null"),  # a repository's configuration has no say in either
)


class Touch(NamedTuple):
    """A file whose content a commit changed: its blob before and after, None where there is no regular file."""

    path: str
    before: str | None
    after: str | None


class Step(NamedTuple):
    """A commit: the places of its parents in the order of all steps, and its touches against the first of them.

    Of a merge the touches tell everything too: they give each file as the merge left it, and what the other parents had is
    known from their own steps. Git's combined format (`-c`) would leave out the files where the merge took one side.
    """

    commit: str
    parents: tuple[int, ...]
    touches: tuple[Touch, ...]


class Edits(NamedTuple):
    """What was done after a commit on a line without merges: the commits, oldest first, with the touches of each."""

    since: str
    made: tuple[tuple[str, tuple[Touch, ...]], ...]


def read_steps(repository: Repository) -> list[Step]:
    """Every commit reachable from HEAD, parents before children. Two processes for all, whatever the number of files.

    The order is git's topological one: by ancestry, branches not mixed; it depends on the commits alone.
    """
    if repository.head is None:
        return []
    listed = repository.read("rev-list", "--topo-order", "--reverse", "--parents", repository.head, "--")
    lines = [line.split() for line in listed.decode("ascii").splitlines()]
    place = {words[0]: number for number, words in enumerate(lines)}
    touches = _read_touches(repository, lines)
    return [
        Step(words[0], tuple(place[parent] for parent in words[1:]), tuple(touches.get(words[0], ()))) for words in lines
    ]


def edits_since(repository: Repository, is_known: Callable[[str], bool]) -> Edits | None:
    """What was done since the nearest commit that is known; None where a merge, or very many commits, lie between.

    Appended to the steps that lead to that commit, these are all steps there are, in their order.
    """
    if repository.head is None:
        return None
    if is_known(repository.head):
        return Edits(repository.head, ())
    listed = repository.read("rev-list", f"--max-count={_FAR}", "--parents", repository.head, "--")
    parents = {words[0]: words[1:] for words in (line.split() for line in listed.decode("ascii").splitlines())}
    commit, line = repository.head, []
    while not is_known(commit):
        if len(parents.get(commit, ())) != 1:
            return None
        line.append((commit, parents[commit][0]))
        commit = parents[commit][0]
    line.reverse()
    touches = _read_touches(repository, line)
    return Edits(commit, tuple((made, tuple(touches.get(made, ()))) for made, _ in line))


def _read_touches(repository: Repository, lines: Sequence[Sequence[str]]) -> dict[str, list[Touch]]:
    """The touches of each commit that has some. Naming the parent makes git compare a merge with its first one."""
    pairs = [" ".join(words[:2]) + "\n" for words in lines]
    touches: dict[str, list[Touch]] = {}
    paths: dict[bytes, str] = {}
    commit = ""
    with repository.stream(*_COMPARE, feed=[pair.encode("ascii") for pair in pairs]) as out:
        tokens = _tokens(out)
        for token in tokens:
            if not token.startswith(b":"):
                commit = token.decode("ascii")
                continue
            path = next(tokens)
            if path.endswith(_SUFFIXES):
                touch = _touch(paths.get(path) or paths.setdefault(path, os.fsdecode(path)), token)
                if touch.before != touch.after:
                    touches.setdefault(commit, []).append(touch)
    return touches


def _touch(path: str, token: bytes) -> Touch:
    """The touch of `:mode mode blob blob status`. A link is no file here, whatever it points to."""
    mode_before, mode_after, before, after, _ = token.decode("ascii").split(" ")
    return Touch(path, before if mode_before.startswith(":100") else None, after if mode_after.startswith("100") else None)


def _tokens(out: IO[bytes]) -> Iterator[bytes]:
    """What stands between the NULs of a stream."""
    rest = b""
    while chunk := out.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        yield from whole
