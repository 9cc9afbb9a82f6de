"""The benchmark's histories are the same on every machine and hold what real ones do; no figure is asserted."""

from pathlib import Path

import pytest

from alliance_docs.folder import read_folder
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


def test_a_run_prints_every_stage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The smallest size goes through all stages and leaves a table and a file."""
    main(["--alliances", "3", "--revisions", "3", "--json", str(tmp_path / "figures.json")])
    printed = capsys.readouterr().out
    assert "3 alliances of 3 revisions" in printed
    assert "MkDocs, as many empty pages" in printed
    assert '"stages"' in (tmp_path / "figures.json").read_text(encoding="utf-8")
