"""Loading a folder with its history: what stops it, what is left out, and where it is found."""

import os
import zlib
from pathlib import Path

import pytest

from alliance_docs.audience import Audience
from alliance_docs.book import load_book, load_timeline
from alliance_docs.commands.whereabouts import find_folder
from alliance_docs.errors import RepositoryError, SourceError, UsageError
from alliance_docs.revisions import RevisionKind
from tests.repositories import RepositoryBuilder

FILE = "title: Two of us\naudience: public\nparties: [{id: ana, name: Ana}, {id: ben, name: Ben}]\npurpose: One.\n"
PUBLIC, PARTIES = Audience.PUBLIC, Audience.PARTIES


def test_public_book_counts_what_it_leaves_out(repository: RepositoryBuilder) -> None:
    """How many is said, never what."""
    repository.write("alliances/open.yml", FILE)
    repository.write("alliances/closed.yml", FILE.replace("audience: public\n", "").replace("One.", "Nobody's business."))
    repository.commit("Begin")
    book = load_book(repository.folder / "alliances", audience=PUBLIC)
    assert [timeline.id for timeline in book.timelines] == ["open"]
    assert book.left_out_alliances == 1
    assert "Nobody's business." not in repr(book)
    assert book.timelines[0].revisions[0].message_left_out


def test_error_in_a_current_file_stops_unless_the_rest_is_wanted(repository: RepositoryBuilder) -> None:
    """Nothing of a file with an error is shown, not even what was committed before."""
    repository.write("alliances/one.yml", FILE)
    repository.write("alliances/two.yml", FILE)
    repository.commit("Begin")
    repository.write("alliances/two.yml", FILE + "titel: x\n")
    with pytest.raises(SourceError) as caught:
        load_book(repository.folder / "alliances", audience=PARTIES)
    assert [problem.rule for problem in caught.value.problems] == ["unknown-key"]
    book = load_book(repository.folder / "alliances", audience=PARTIES, keep_going=True)
    assert [timeline.id for timeline in book.timelines] == ["one"]


@pytest.mark.parametrize("entry", ["private: [commitments/nowhere]\n", "redacted: [{revision: abcdef123456, by: ana}]\n"])
def test_entry_that_hides_nothing_is_an_error(repository: RepositoryBuilder, entry: str) -> None:
    """Somebody believes that something is hidden, and it is not."""
    repository.write("alliances/one.yml", FILE + entry)
    repository.commit("Begin")
    with pytest.raises(SourceError) as caught:
        load_book(repository.folder / "alliances", audience=PUBLIC)
    assert "hides-nothing" in [problem.rule for problem in caught.value.problems]


def test_uncommitted_edits_and_new_files_are_last_revisions_without_number(repository: RepositoryBuilder) -> None:
    """Other line ends alone are no edit."""
    repository.write("alliances/one.yml", FILE)
    repository.write("alliances/same.yml", FILE)
    repository.commit("Begin")
    repository.write("alliances/one.yml", FILE.replace("One.", "Two."))
    repository.write("alliances/new.yml", FILE)
    (repository.folder / "alliances/same.yml").write_bytes(FILE.replace("\n", "\r\n").encode())
    new, one, same = load_book(repository.folder / "alliances", audience=PARTIES).timelines
    assert [(len(t.revisions), t.revisions[-1].number) for t in (new, one, same)] == [(1, None), (2, None), (1, 1)]
    assert one.revisions[-1].parents == (one.revisions[0].commit,)
    assert new.revisions[0].kind is RevisionKind.FIRST


def test_file_that_is_gone_is_named_to_the_parties_alone(repository: RepositoryBuilder) -> None:
    """It is published nowhere."""
    repository.write("alliances/one.yml", FILE)
    repository.write("alliances/two.yml", FILE)
    repository.commit("Begin")
    repository.remove("alliances/two.yml")
    repository.commit("Take it away")
    folder = repository.folder / "alliances"
    assert [(absent.id, absent.title) for absent in load_book(folder, audience=PARTIES).absent] == [("two", "Two of us")]
    assert load_book(folder, audience=PUBLIC).absent == ()
    assert load_timeline(folder, "two", audience=PARTIES).revisions[-1].gone
    with pytest.raises(UsageError):
        load_timeline(folder, "two", audience=PUBLIC)


def test_damaged_old_version_stops_with_the_commit_and_the_file(repository: RepositoryBuilder) -> None:
    """A history with a hole is not shown as if it were whole."""
    repository.write("alliances/one.yml", FILE)
    commit = repository.commit("Begin")
    blob = repository.git("rev-parse", f"{commit}:alliances/one.yml").strip()
    repository.write("alliances/one.yml", FILE.replace("One.", "Two."))
    repository.commit("Change")
    loose = repository.folder / ".git" / "objects" / blob[:2] / blob[2:]
    loose.chmod(0o644)
    loose.write_bytes(zlib.compress(b"blob 5\0title")[:-4])
    with pytest.raises(RepositoryError) as caught:
        load_book(repository.folder / "alliances", audience=PARTIES)
    assert commit[:12] in caught.value.message
    assert "git fsck" in caught.value.mend


@pytest.mark.parametrize(
    ("settings", "made", "found"),
    [
        ("site_name: x\n", "alliances", "alliances"),
        ("site_name: x\ndocs_dir: agreements # ours\n", "agreements", "agreements"),
        ("plugins:\n  - alliances:\n      keep_going: true\n      folder: deals\n", "alliances", "deals"),
        (None, "alliances/team", "alliances"),
    ],
)
def test_folder_is_found_from_below(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: str | None, made: str, found: str
) -> None:
    """As the plugin finds it."""
    (tmp_path / made).mkdir(parents=True)
    if settings:
        (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path / made)
    assert find_folder(Path.cwd()) == Path(os.path.abspath(tmp_path / found))  # noqa: PTH100 - as the code does
