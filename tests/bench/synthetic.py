"""Writes a whole synthetic repository through `git fast-import`: the same arguments give the same commit ids."""

import subprocess
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.bench.documents import SyntheticAlliance
from tests.repositories import isolated_environment

_MKDOCS = b"""site_name: Bench
docs_dir: alliances
use_directory_urls: false
theme:
  name: material
  font: false
plugins:
  - search
  - alliances
"""
_START = 1_420_070_400


@dataclass(frozen=True, slots=True)
class Size:
    """How large a history is; `revisions` is the mean of one alliance, which spreads from a half to one and a half.

    With `clauses` each alliance has about so many, and exactly so many revisions; `ids` false: its clauses have no ids.
    """

    alliances: int
    revisions: int = 20
    seed: int = 1
    clauses: int = 0
    ids: bool = True


def write_repository(folder: Path, size: Size) -> None:
    """Make the repository in a missing or empty folder and check it out."""
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    with subprocess.Popen(
        ["git", "fast-import", "--quiet", "--depth=50"], cwd=folder, env=isolated_environment(), stdin=subprocess.PIPE
    ) as process:
        assert process.stdin is not None, "asked for above"
        for chunk in _History(size).stream():
            process.stdin.write(chunk)
    if process.returncode:
        raise RuntimeError("git fast-import refused the synthetic history")
    _git(folder, "repack", "-adfq", "--depth=50", "--window=10")
    _git(folder, "checkout", "--quiet", "--force", "main")


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, env=isolated_environment(), check=True)


class _History:
    """The commits in order: mostly edits of one alliance, sometimes a rename, a merge, an end, and once a tidy-up of all."""

    def __init__(self, size: Size) -> None:
        self._random = Random(size.seed)  # noqa: S311 - no secret
        self._alliances = [SyntheticAlliance(number, size.seed, size.clauses, size.ids) for number in range(size.alliances)]
        self._begun: set[int] = set()
        self._mark = 0
        self._schedule = self._shuffled(size)

    def stream(self) -> Iterator[bytes]:
        """The input of `git fast-import`."""
        yield self._commit("Begin", {"mkdocs.yml": _MKDOCS}, ())
        tidy_at = len(self._schedule) * 7 // 10
        for turn, number in enumerate(self._schedule):
            if turn == tidy_at:
                yield self._tidy()
            yield from self._turn(self._alliances[number])

    def _shuffled(self, size: Size) -> list[int]:
        turns = [number for number in range(size.alliances) for _ in range(self._revisions(size))]
        self._random.shuffle(turns)
        return turns

    def _revisions(self, size: Size) -> int:
        share = self._random.choice((0.5, 0.75, 1, 1, 1.25, 1.5))
        return size.revisions if size.clauses else max(1, round(size.revisions * share))

    def _turn(self, alliance: SyntheticAlliance) -> Iterator[bytes]:
        dice = self._random.random()
        if alliance.number not in self._begun:
            self._begun.add(alliance.number)
            yield self._written(alliance, f"{alliance.title}: first version")
        elif not alliance.alive:
            alliance.alive = True
            yield self._written(alliance, alliance.edit())
        elif dice < 0.93 or alliance.clauses:  # one that stays at its place, for programs that cannot follow it
            yield self._written(alliance, alliance.edit())
        elif dice < 0.955:
            yield self._renamed(alliance)
        elif dice < 0.985:
            yield from self._merged(alliance, by_hand=dice > 0.975)
        else:
            alliance.alive = False
            yield self._commit(f"{alliance.title}: ended", {alliance.path: None}, (self._mark,))

    def _written(self, alliance: SyntheticAlliance, subject: str) -> bytes:
        return self._commit(subject, {alliance.path: alliance.document}, (self._mark,))

    def _renamed(self, alliance: SyntheticAlliance) -> bytes:
        before = alliance.path
        alliance.rename()
        return self._commit(f"{alliance.title}: new name", {before: None, alliance.path: alliance.document}, (self._mark,))

    def _merged(self, alliance: SyntheticAlliance, *, by_hand: bool) -> Iterator[bytes]:
        """A side branch that comes back: cleanly, or, where both sides changed the file, with a wording of its own."""
        base, here = self._mark, deepcopy(alliance)
        side_subject = alliance.edit()
        yield self._commit(side_subject, {alliance.path: alliance.document}, (base,), "side")
        side = self._mark
        if by_hand:
            here.edit()
            here_subject = here.edit()
            yield self._commit(here_subject, {here.path: here.document}, (base,))
            alliance.edit()
        else:
            yield self._commit("Note something elsewhere", {"NOTES.md": str(self._mark).encode()}, (base,))
        yield self._commit(f"Merge {alliance.title}", {alliance.path: alliance.document}, (self._mark, side))

    def _tidy(self) -> bytes:
        files: dict[str, bytes | None] = {}
        for alliance in self._alliances:
            if alliance.number in self._begun and alliance.alive:
                alliance.header = "# yaml-language-server: $schema=../../alliance.schema.json\n"
                files[alliance.path] = alliance.document
        return self._commit("Add the schema line to every alliance", files, (self._mark,))

    def _commit(self, subject: str, files: dict[str, bytes | None], parents: tuple[int, ...], branch: str = "main") -> bytes:
        self._mark += 1
        name = self._random.choice(("Ada", "Chen", "Elif", "Goran", "Imran", "Kofi", "Mateo"))
        stamp = f"{name} <{name.lower()}@example.org> {_START + self._mark * 977} +0100"
        lines = [f"commit refs/heads/{branch}\nmark :{self._mark}\nauthor {stamp}\ncommitter {stamp}\n".encode()]
        lines.append(_sized(f"{subject}\n".encode()))
        lines += [f"{word} :{parent}\n".encode() for word, parent in zip(("from", "merge"), parents, strict=False)]
        for path, content in files.items():
            lines.append(
                f"D {path}\n".encode() if content is None else f"M 100644 inline {path}\n".encode() + _sized(content)
            )
        return b"".join(lines)


def _sized(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)
