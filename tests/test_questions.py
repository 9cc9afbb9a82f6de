"""`alliance check --nudges`: questions, with and without a history, that never fail a check."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from alliance_docs.cli import main
from tests.repositories import RepositoryBuilder

FILE = """\
title: At home
status: active
parties: [{id: maren, name: Maren}, {id: jonas, name: Jonas}]
commitments:
- {id: patient, owner: maren, text: I will be more patient with Jonas.}
- {id: calls, owner: jonas, text: I call on Sundays.}
backup_plan: {in_conflict: We walk., after_a_break: We say so., way_back: We read it., if_ending: We tell the children.}
reviews: {next: 2024-03-01}
assent: [{party: maren, date: 2024-01-14}, {party: jonas, date: 2024-01-14}]
"""


def asked(folder: Path, *arguments: str) -> list[tuple[str, str]]:
    """Rule and severity of everything `check` says, which must not fail."""
    result = CliRunner().invoke(main, ["-C", str(folder), "check", "--format", "json", *arguments])
    assert result.exit_code == 0, result.output
    problems: list[dict[str, Any]] = json.loads(result.stdout)
    return [(problem["rule"], problem["severity"]) for problem in problems]


def test_questions_are_asked_only_when_they_are_wanted(repository: RepositoryBuilder) -> None:
    """And they are no findings, not even strictly."""
    repository.write("alliances/home.yml", FILE)
    repository.commit("Begin", date="2024-01-14T20:15:00+01:00")
    assert asked(repository.folder) == []
    assert asked(repository.folder, "--nudges", "--strict") == [("mood-not-move", "nudge")]


def test_the_day_is_that_of_the_newest_commit_unless_another_is_named(repository: RepositoryBuilder) -> None:
    """So a build of the same commit asks the same, whenever it runs."""
    repository.write("alliances/home.yml", FILE)
    repository.commit("Begin", date="2024-01-14T20:15:00+01:00")
    assert ("no-next-review", "nudge") not in asked(repository.folder, "--nudges")
    assert ("no-next-review", "nudge") in asked(repository.folder, "--nudges", "--today", "2024-03-02")


def test_history_knows_whose_yes_was_overtaken(repository: RepositoryBuilder) -> None:
    """What changed since a yes is nothing a file can say alone."""
    repository.write("alliances/home.yml", FILE)
    repository.commit("Begin")
    repository.write("alliances/home.yml", FILE.replace("We walk.", "We walk for an hour."))
    repository.commit("Walk longer")
    assert ("changed-since-yes", "nudge") in asked(repository.folder, "--nudges")


def test_without_a_repository_the_files_alone_are_asked_about(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that is not in Git is checked all the same."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    (tmp_path / "alliances").mkdir()
    (tmp_path / "alliances" / "home.yml").write_text(FILE, encoding="utf-8")
    assert ("mood-not-move", "nudge") in asked(tmp_path, "--nudges", "--today", "2024-02-01")
