"""The benchmark's histories are the same on every machine and hold what real ones do; no figure is asserted."""

import json
from pathlib import Path

import pytest

from alliance_docs.reading.folder import read_folder
from tests.bench.__main__ import main
from tests.bench.synthetic import Size, write_repository
from tests.repositories import RepositoryBuilder

SIZE = Size(alliances=12, revisions=10)


def test_the_same_size_is_the_same_history(tmp_path: Path) -> None:
    """Two runs give one commit id; another seed gives another."""
    heads = []
    for name, size in {"one": SIZE, "two": SIZE, "other": Size(12, 10, seed=2)}.items():
        write_repository(tmp_path / name, size)
        heads.append(RepositoryBuilder(tmp_path / name).head)
    assert heads[0] == heads[1] != heads[2]


def test_the_history_holds_every_shape(tmp_path: Path) -> None:
    """Merges, renames, endings and one commit that touches every file are all there, and each file is without problems."""
    write_repository(tmp_path, Size(alliances=40))
    built = RepositoryBuilder(tmp_path)
    assert built.git("rev-list", "--merges", "--count", "HEAD") != "0"
    assert "R" in built.git("log", "--format=", "--name-status", "--find-renames", "--diff-filter=R")
    assert ": ended" in built.git("log", "--format=%s")
    assert "Add the schema line" in built.git("log", "--format=%s")
    assert read_folder(tmp_path / "alliances").problems == ()


def test_a_run_prints_every_goal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The smallest size goes through everything and leaves a table and a file; what was not measured says so."""
    main(["--alliances", "3", "--quick", "--json", str(tmp_path / "figures.json")])
    printed = capsys.readouterr().out
    assert all(f"| P{number} |" in printed for number in range(1, 10))
    assert "not measured in this run" in printed
    figures = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    assert {"git", "read", "make", "build", "again", "edited", "committed", "check", "help", "mkdocs"} <= set(
        figures["figures"]
    )


def test_clauses_without_ids_have_none(tmp_path: Path) -> None:
    """And a size with clauses has exactly so many revisions of a file that stays at its place."""
    write_repository(tmp_path, Size(1, 40, clauses=30, ids=False))
    (file,) = read_folder(tmp_path / "alliances").files.values()
    assert file.alliance is not None
    assert 27 <= len([clause for clause in file.alliance.clauses if clause.topic]) <= 33
    assert not any(clause.id for clause in file.alliance.clauses if clause.topic)
    assert RepositoryBuilder(tmp_path).git("rev-list", "--count", "HEAD", "--", file.path) == "41"
