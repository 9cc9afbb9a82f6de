"""A file of YAML that is no alliance at all, with a long history: a clear answer, and no reading of it again and again."""

import pytest
from click.testing import CliRunner

from alliance_docs.audience import Audience
from alliance_docs.book import load_book, load_timeline
from alliance_docs.cli import main
from alliance_docs.errors import SourceError
from alliance_docs.reading.alliance_file import read_alliance
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
    """One sentence; not one problem for each key, entry or revision."""
    monkeypatch.chdir(foreign.folder)
    told = CliRunner().invoke(main, ["check"])
    assert told.exit_code == 1
    assert [line.rpartition(" ")[2] for line in told.stdout.splitlines()] == ["[foreign-file]"]
    with pytest.raises(SourceError) as stopped:
        load_book(foreign.folder / "alliances", audience=Audience.PARTIES)
    assert len(stopped.value.problems) == 1


def test_its_history_is_told(foreign: RepositoryBuilder) -> None:
    """Whoever asks for its history gets it, with what is wrong in each revision."""
    timeline = load_timeline(foreign.folder / "alliances", "services", audience=Audience.PARTIES)
    assert len(timeline.revisions) == REVISIONS
    (problem,) = {revision.problem for revision in timeline.revisions}
    assert problem.startswith("line 1: none of the keys here is one of an alliance")
    assert "more)" not in problem


def test_none_of_its_revisions_is_read_whole() -> None:
    """What is wrong in them is known from what is new in each."""
    units = Units()
    assert all(units.read(_document(revision), "services") for revision in range(REVISIONS))


@pytest.mark.parametrize(
    ("document", "codes", "stretched"),
    [
        ("on: [push]\njobs:\n  build:\n    steps: []\n", ["foreign-file"], True),
        ("version: 3\nservices: &all\n  web: *all\n", ["foreign-file"], False),
        ("# ours\n\nname: x\n", ["foreign-file"], False),
        ("titel: Us\n", ["missing", "missing", "unknown-key"], True),
        ("name: x\npurpose: Rest.\n", ["missing", "missing", "unknown-key"], True),
        ("name: x\nschema: 1\n", ["missing", "missing", "unknown-key"], True),
        ("- name: x\n", ["not-a-map"], False),
    ],
)
def test_a_file_is_foreign_when_nothing_in_it_is_ours(document: str, codes: list[str], *, stretched: bool) -> None:
    """Not when a key is one of ours, or meant to be one that every file needs; read in stretches or whole, the same."""
    _, problems = read_alliance(document.encode(), "alliances/x.yml", "x")
    assert [problem.rule for problem in problems] == codes
    read = Units().read(document.encode(), "x")
    assert (read is not None) is stretched
    told = read.errors if read else problems
    assert [(one.rule, one.line, one.column) for one in told] == [(one.rule, one.line, one.column) for one in problems]


def test_a_foreign_file_with_more_in_it_than_yaml_allows_us_stays_unread() -> None:
    """What made it unreadable is not told, but it does not become an alliance that says nothing."""
    assert read_alliance(b"services: &all\n  web: *all\n", "alliances/x.yml", "x")[0] is None
