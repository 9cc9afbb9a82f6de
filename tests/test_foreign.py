"""A file of YAML that is no alliance at all, with a long history: a clear answer, and no reading of it again and again."""

import pytest
from click.testing import CliRunner

from alliance_docs.audience import Audience
from alliance_docs.book import load_book, load_timeline
from alliance_docs.cli import main
from alliance_docs.errors import SourceError
from alliance_docs.reading.units import Units
from tests.repositories import RepositoryBuilder

REVISIONS = 3000
PATH = "alliances/services.yml"


def _document(revision: int) -> bytes:
    services = [f"  - name: part-{number}\n    version: {revision - number}\n" for number in range(8)]
    return f"version: {revision}\nservices:\n{''.join(services)}".encode()


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """A repository in which somebody put such a file among the alliances."""
    repository = RepositoryBuilder(tmp_path_factory.mktemp("foreign"))
    commits = []
    for revision in range(REVISIONS):
        content = _document(revision)
        commits.append(b"commit refs/heads/main\ncommitter A <a@example.org> %d +0000\ndata 1\nx\n" % (10**9 + revision))
        commits.append(b"M 100644 inline %b\ndata %d\n%b\n" % (PATH.encode(), len(content), content))
    repository.git("fast-import", "--quiet", stdin=b"".join(commits))
    repository.git("reset", "--hard", "--quiet", "main")
    return repository


def test_check_and_build_say_what_the_file_is_not(foreign: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two keys that nobody knows and two that are missing; not one problem for each entry or revision."""
    monkeypatch.chdir(foreign.folder)
    told = CliRunner().invoke(main, ["check"])
    assert told.exit_code == 1
    assert [line.rpartition(" ")[2] for line in told.stdout.splitlines()] == [
        "[missing]",
        "[missing]",
        "[unknown-key]",
        "[unknown-key]",
    ]
    with pytest.raises(SourceError) as stopped:
        load_book(foreign.folder / "alliances", audience=Audience.PARTIES)
    assert len(stopped.value.problems) == 4


def test_its_history_is_told(foreign: RepositoryBuilder) -> None:
    """Whoever asks for its history gets it, with what is wrong in each revision."""
    timeline = load_timeline(foreign.folder / "alliances", "services", audience=Audience.PARTIES)
    assert len(timeline.revisions) == REVISIONS
    assert {revision.problem for revision in timeline.revisions} == {"line 1: an alliance needs `parties:` (and 3 more)"}


def test_none_of_its_revisions_is_read_whole() -> None:
    """What is wrong in them is known from what is new in each."""
    units = Units()
    assert all(units.read(_document(revision), "services") for revision in range(REVISIONS))
