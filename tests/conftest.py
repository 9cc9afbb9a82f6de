"""What every test needs: no configuration, variable or language of this machine reaches git or our code."""

import os
from pathlib import Path

import pytest

from tests.repositories import RepositoryBuilder


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take this machine's git variables and settings out of every test."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("TZ", "UTC")


@pytest.fixture
def repository(tmp_path: Path) -> RepositoryBuilder:
    """An empty repository with a work tree."""
    return RepositoryBuilder(tmp_path / "repository")
