"""What every test needs: no configuration, variable or language of this machine reaches git or our code."""

import os
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from alliance_docs.keeping.keep_place import VARIABLE
from tests.repositories import RepositoryBuilder

# The same examples on every machine and run, however slow it is; new ones are tried by `make torture`.
settings.register_profile("ours", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ours")

_places = count()


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Take this machine's git variables and settings out of every test; each keeps what it keeps in a place of its own."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.setenv(VARIABLE, str(tmp_path_factory.getbasetemp() / f"kept-{next(_places)}"))


@pytest.fixture
def repository(tmp_path: Path) -> RepositoryBuilder:
    """An empty repository with a work tree."""
    return RepositoryBuilder(tmp_path / "repository")


@pytest.fixture
def story(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Two revisions of one alliance."""
    repository.write("alliances/a.yml", "title: One\nparties: []\n")
    repository.commit("Begin")
    repository.write("alliances/a.yml", "title: Two\nparties: []\n")
    repository.commit("Go on")
    return repository
