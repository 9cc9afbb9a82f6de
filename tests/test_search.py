"""What the search of a site holds: all words of current agreements while they are few, else their names; nothing old."""

import json
from pathlib import Path

import pytest

from alliance_docs.engine import search
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import BuildReport, build_site
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, SIX_LINES, page, write_site

OLD, NOW = "before the herons sleep", "before the kettle sings"


@pytest.fixture
def folder(repository: RepositoryBuilder) -> Path:
    """An agreement outside of the navigation, one of whose sentences was another once."""
    folder = write_site(repository, {"mkdocs.yml": SIX_LINES + "nav: [index.md]\n"})
    for words in (OLD, NOW):
        repository.write("alliances/harbour-street.yml", ALLIANCE.replace("before dinner", words))
        repository.commit(f"Say it {words[7:]}")
    return folder


def found(report: BuildReport) -> str:
    """The texts and titles that the search of a site holds of the agreement."""
    entries = json.loads(page(report.site, "search/search_index.json"))["docs"]
    return " ".join(entry["title"] + entry["text"] for entry in entries if "harbour-street" in entry["location"])


def test_every_word_of_a_current_agreement_is_found(folder: Path) -> None:
    """And no wording of the past."""
    report = build_site(SiteOrder(folder))
    assert NOW in found(report)
    assert OLD not in page(report.site, "search/search_index.json")
    assert search.BOUNDED not in report.remarks


def test_many_agreements_are_found_by_what_names_them(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Title, purpose, people and the titles of promises; the build says so, and so does one that changes nothing else."""
    monkeypatch.setattr(search, "WHOLE", 10)
    for report in (build_site(SiteOrder(folder)), build_site(SiteOrder(folder, strict=True))):
        for name in ("Harbour street", "Decide about money together.", "Maren", "Jonas", "Naming it"):
            assert name in found(report)
        assert NOW not in found(report)
        assert search.BOUNDED in report.remarks
