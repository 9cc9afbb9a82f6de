"""Asks Git what it left open when two edits of one file met: the versions it holds, and what it was doing.

Reads the index and the names of a few of Git's own files; never the work tree, and never changes anything.
"""

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from alliance_docs.history.git import Repository
from alliance_docs.history.pairing import File, counted_lines, pair_by_content, pair_by_name
from alliance_docs.reading.characters import both_sides
from alliance_docs.reading.declared import declared_id
from alliance_docs.reading.folder import SUFFIXES

BEFORE, HERE, COMING = "1", "2", "3"
"""Git's stages of a file it could not put together."""

_UNDER_WAY = {
    "rebase-merge": "rebase",
    "rebase-apply": "rebase",
    "CHERRY_PICK_HEAD": "cherry-pick",
    "REVERT_HEAD": "revert",
    "MERGE_HEAD": "merge",
}
"""What lies in Git's folder while something waits for people, and the verb that goes on with it."""


@dataclass(frozen=True)
class Unmerged:
    """One file as both sides have it, and as it was before both; None where it is not there. `paths` by stage."""

    paths: Mapping[str, str]
    before: bytes | None
    here: bytes | None
    coming: bytes | None


def under_way(repository: Repository) -> str:
    """What waits to be gone on with: `merge`, `rebase`, `cherry-pick`, `revert`, or "" when Git waits for nothing."""
    asked = [argument for name in _UNDER_WAY for argument in ("--git-path", name)]
    places = repository.read("rev-parse", *asked).splitlines()
    found = zip(places, _UNDER_WAY.values(), strict=True)
    return next((verb for place, verb in found if (repository.root / os.fsdecode(place)).exists()), "")


def unmerged(repository: Repository, folder: Path) -> tuple[Unmerged, ...]:
    """The alliance files below a folder that Git could not put together, in path order.

    A file that each side moved elsewhere is one of them, with a path for each side.
    """
    stages = _stages(repository, repository.prefix(folder))
    blobs = dict(repository.blobs(dict.fromkeys(blob for held in stages.values() for blob in held.values())))
    contents = {path: {stage: blobs[blob] or b"" for stage, blob in held.items()} for path, held in stages.items()}
    return tuple(_file(paths, contents) for paths in _paths(contents))


def _stages(repository: Repository, prefix: str) -> dict[str, dict[str, str]]:
    """By path, the blob of each stage."""
    found: dict[str, dict[str, str]] = {}
    out = repository.read("ls-files", "--unmerged", "-z", "--full-name")
    for entry in filter(None, out.split(b"\0")):
        words, _, name = entry.partition(b"\t")
        path, (_, blob, stage) = os.fsdecode(name), words.decode("ascii").split()
        if path.startswith(prefix) and path.endswith(SUFFIXES):
            found.setdefault(path, {})[stage] = blob
    return found


def _paths(contents: Mapping[str, Mapping[str, bytes]]) -> Iterator[dict[str, str]]:
    """The paths of each file by stage: one path, or three where both sides moved it."""
    alone = {stage: [path for path, held in contents.items() if list(held) == [stage]] for stage in (BEFORE, HERE, COMING)}
    moved = [_moved(contents, alone[BEFORE], alone[stage], stage) for stage in (HERE, COMING)]
    away = {after for pairs in moved for after in pairs.values()}
    for path, held in contents.items():
        if path in alone[BEFORE]:
            sides = zip((HERE, COMING), (pairs.get(path) for pairs in moved), strict=True)
            yield {BEFORE: path, **{stage: after for stage, after in sides if after}}
        elif path not in away:
            yield dict.fromkeys(held, path)


def _moved(
    contents: Mapping[str, Mapping[str, bytes]], before: Sequence[str], after: Sequence[str], stage: str
) -> dict[str, str]:
    """Where a side has each of the files that are no longer where they were."""
    old, new = _files(contents, before, BEFORE), _files(contents, after, stage)
    found = pair_by_name(old, new)
    left = [file for file in old if file.path not in found.values()]
    found |= pair_by_content(
        left, [file for file in new if file.path not in found], lambda blob: counted_lines(blob.encode())
    )
    return {was: now for now, was in found.items()}


def _files(contents: Mapping[str, Mapping[str, bytes]], paths: Iterable[str], stage: str) -> list[File]:
    """The files as values to pair; the text of a version serves as its own blob."""
    sources = ((path, contents[path][stage]) for path in paths)
    return [File(path, source.decode(errors="replace"), declared_id(source)) for path, source in sources]


def _file(paths: dict[str, str], contents: Mapping[str, Mapping[str, bytes]]) -> Unmerged:
    before, here, coming = (contents[paths[stage]][stage] if stage in paths else None for stage in (BEFORE, HERE, COMING))
    return Unmerged(paths, before, _own(here, 0), _own(coming, 1))


def _own(content: bytes | None, side: int) -> bytes | None:
    """What one side wrote: of a file that both moved, Git keeps the text with its markers for each of them."""
    sides = both_sides(content.decode(errors="replace")) if content is not None else None
    return sides[side].encode() if sides else content


def may_wait(folder: Path) -> bool:
    """Whether Git may wait for people: a look at names alone, so that checking files starts no Git without a reason."""
    top = next((place for place in (folder, *folder.parents) if (place / ".git").exists()), None)
    if top is None:
        return False
    return (top / ".git").is_file() or any((top / ".git" / name).exists() for name in _UNDER_WAY)
