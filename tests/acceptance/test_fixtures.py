"""The fixtures are what the checks take them for, on every run."""

from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_docs.vocabulary import Kind
from tests.acceptance.conftest import Sites
from tests.acceptance.garden import write_f12
from tests.acceptance.hostile import WORD, write_fx
from tests.acceptance.long_history import write_f200
from tests.repositories import RepositoryBuilder


@pytest.mark.parametrize(("name", "revisions"), [("f1", 1), ("f12", 12), ("f200", 200), ("fx", 4)])
def test_a_fixture_has_its_revisions(name: str, revisions: int, sites: Sites) -> None:
    """All of them readable, each with a number."""
    numbers = [revision.number for revision in sites[name].timeline.revisions if revision.alliance]
    assert numbers == list(range(1, revisions + 1))


def test_f12_has_every_kind_of_change(sites: Sites) -> None:
    """Between two parties, and one revision without any."""
    revisions = sites["f12"].timeline.revisions
    assert {kind for revision in revisions for change in revision.changes for kind in change.kinds} == set(Kind)
    assert [revision.number for revision in revisions if not revision.changes] == [5]


def test_f200_has_ninety_clauses(sites: Sites) -> None:
    """In four years, some of them no longer in force."""
    timeline = sites["f200"].timeline
    ever = {clause.address for one in timeline.revisions if one.alliance for clause in one.alliance.section("commitments")}
    ever |= {clause.address for one in timeline.revisions if one.alliance for clause in one.alliance.section("agreements")}
    assert len(ever) == 90
    assert len({revision.when.year for revision in timeline.revisions if revision.when}) == 4


def test_fx_has_a_word_of_two_hundred_letters() -> None:
    """Without a place to break."""
    assert len(WORD.partition(" ")[0]) == 200


@pytest.mark.parametrize("write", [write_f12, write_f200, write_fx])
def test_a_fixture_is_equal_on_every_run(write: Callable[[RepositoryBuilder], None], tmp_path: Path) -> None:
    """To the last commit id."""
    once, again = (RepositoryBuilder(tmp_path / name) for name in ("once", "again"))
    write(once)
    write(again)
    assert once.head == again.head
