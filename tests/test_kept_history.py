"""A history that was kept is the one that Git tells, whatever people did since; after edits Git is hardly asked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_docs.errors import RepositoryError
from alliance_docs.history.git import open_repository
from alliance_docs.history.kept_history import recall_history
from alliance_docs.history.lives import Event, Events
from alliance_docs.history.log import History, read_history
from alliance_docs.keeping.keep import open_keep
from alliance_docs.volumes import follow, open_library
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE

ONE, TWO = "alliances/one.yml", "alliances/deep/two.yml"
Act = Callable[[RepositoryBuilder], None]


@pytest.fixture
def story(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Two alliances, a merge of branches that both edited one of them, and a tag; its history was recalled once."""
    repository.write(ONE, text("One"))
    repository.write(TWO, "id: second\n" + text("Two"))
    repository.write("mkdocs.yml", "site_name: Ours\n")
    repository.commit("Begin")
    repository.branch("side")
    edit(repository, ONE, "On the side")
    repository.switch("main")
    edit(repository, ONE, "Here")
    repository.merge("side", files={ONE: text("Both")})
    repository.git("tag", "agreed")
    recalled(repository)
    return repository


def text(title: str) -> str:
    """One alliance with a title."""
    return ALLIANCE.replace("Harbour street", title)


def edit(built: RepositoryBuilder, path: str, title: str) -> str:
    """Commit another title."""
    before = (built.folder / path).read_text() if (built.folder / path).exists() else ""
    built.write(path, ("id: second\n" if before.startswith("id:") else "") + text(title))
    return built.commit(title)


def recalled(built: RepositoryBuilder) -> History:
    """The history as a build recalls it."""
    return recall_history(open_repository(built.folder), built.folder / "alliances")


def kept() -> int:
    """How many histories are kept."""
    return sum(1 for _ in open_keep().folder.iterdir())


def nothing(_: RepositoryBuilder) -> None:
    """The same commit."""


def edited(built: RepositoryBuilder) -> None:
    """One file was edited, twice."""
    edit(built, TWO, "Second")
    edit(built, TWO, "Second again")


def edited_after_a_merge(built: RepositoryBuilder) -> None:
    """The file that was merged."""
    edit(built, ONE, "After")


def reidentified(built: RepositoryBuilder) -> None:
    """A file declares another id."""
    built.write(TWO, "id: third\n" + text("Two"))
    built.commit("Third")


def noted(built: RepositoryBuilder) -> None:
    """A commit without alliances."""
    built.write("README.md", "Read me.\n")
    built.commit("Note")


def configured(built: RepositoryBuilder) -> None:
    """A YAML file elsewhere."""
    built.write("mkdocs.yml", "site_name: Theirs\n")
    built.commit("Configure")


def both(built: RepositoryBuilder) -> None:
    """Two files in one commit."""
    built.write(ONE, text("1"))
    edit(built, TWO, "2")


def added(built: RepositoryBuilder) -> None:
    """One more."""
    built.write("alliances/three.yml", text("Three"))
    built.commit("Three")


def removed(built: RepositoryBuilder) -> None:
    """One less, and another edited after that."""
    built.remove(TWO)
    built.commit("Go")
    edit(built, ONE, "Alone")


def brought_back(built: RepositoryBuilder) -> None:
    """It comes back under another name, with its id."""
    removed(built)
    recalled(built)
    built.write("alliances/back.yml", "id: second\n" + text("Back"))
    built.commit("Back")


def renamed(built: RepositoryBuilder) -> None:
    """Another file name."""
    built.move(ONE, "alliances/first.yml")
    built.commit("Rename")
    edit(built, "alliances/first.yml", "First")


def linked(built: RepositoryBuilder) -> None:
    """A link took the place of a file."""
    built.remove(ONE)
    (built.folder / ONE).symlink_to("deep/two.yml")
    built.commit("Link")


def amended(built: RepositoryBuilder) -> None:
    """The newest commit was made anew."""
    edited(built)
    recalled(built)
    built.git("commit", "--amend", "--quiet", "--message=Otherwise")


def went_back(built: RepositoryBuilder) -> None:
    """The newest commits were thrown away, and others made."""
    edited(built)
    recalled(built)
    built.git("reset", "--quiet", "--hard", "HEAD~2")
    edit(built, ONE, "Instead")


def switched(built: RepositoryBuilder) -> None:
    """Another branch, of which only an ancestor was ever seen."""
    built.switch("side")
    edit(built, ONE, "On the side again")


def merged(built: RepositoryBuilder) -> None:
    """A branch came in that began before."""
    built.git("checkout", "--quiet", "-b", "other", "HEAD~1")
    edit(built, TWO, "Other")
    built.switch("main")
    edited_after_a_merge(built)
    recalled(built)
    built.merge("other")
    edit(built, TWO, "After the merge")


def retagged(built: RepositoryBuilder) -> None:
    """A tag was moved; none leads anywhere."""
    edited(built)
    built.git("tag", "--force", "agreed")


def replaced(built: RepositoryBuilder) -> None:
    """A commit is said to be another one, which nobody follows."""
    edited(built)
    built.git("replace", "HEAD~1", "HEAD~3")


def orphaned(built: RepositoryBuilder) -> None:
    """A branch without any commit of before."""
    built.orphan("new")
    built.write(ONE, text("New"))
    built.commit("New")


ACTS: tuple[Act, ...] = (
    nothing,
    edited,
    edited_after_a_merge,
    reidentified,
    noted,
    configured,
    both,
    added,
    removed,
    brought_back,
    renamed,
    linked,
    amended,
    went_back,
    switched,
    merged,
    retagged,
    replaced,
    orphaned,
)


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_what_is_recalled_is_what_git_tells(story: RepositoryBuilder, act: Act) -> None:
    """Lives, commits and notices, at once and when it is recalled once more."""
    act(story)
    told = read_history(open_repository(story.folder), story.folder / "alliances")
    assert recalled(story) == told
    assert recalled(story) == told


@pytest.mark.parametrize(
    ("act", "reads_all"), [(edited, False), (noted, False), (nothing, False), (both, True), (added, True)]
)
def test_edits_are_added_to_what_is_kept(story: RepositoryBuilder, act: Act, *, reads_all: bool) -> None:
    """Only what had to be read as a whole is kept anew, and a long line of edits."""
    before = kept()
    act(story)
    recalled(story)
    assert kept() == before + reads_all


@pytest.mark.parametrize("path", ["a.yml", "deep/b c.yml", "-/1,2.yml", "line\nbreak/é.yml"])
def test_events_that_were_written_down_are_the_same(path: str) -> None:
    """One by one and together, whatever their paths are made of; with one path for all and with several."""
    one = Event("a" * 40, (), path, "b" * 40)
    events = (one, one._replace(path="old.yml", blob=None), Event("c" * 64, (1, 0), path, "d" * 64, merge=True))
    for some in (events[:1], events, tuple(event._replace(path=path) for event in events)):
        written = Events(Events.of(some).written)
        assert written == some
        assert some == written
        assert hash(written) == hash(some)
        assert [written[place] for place in range(-len(some), len(some))] == [*some, *some]
        assert written[1:] == some[1:]
        assert written.commits == [event.commit for event in some]
        assert [*map(written.blob, range(len(some)))] == [event.blob for event in some]


def test_what_is_no_event_is_not_taken_for_one() -> None:
    """Whatever else was kept."""
    with pytest.raises(ValueError, match="events"):
        Events("no events")


def test_a_long_line_of_edits_is_kept_too(story: RepositoryBuilder) -> None:
    """So that no build has to walk far."""
    before = kept()
    for number in range(21):
        edit(story, ONE, f"Number {number}")
    recalled(story)
    assert kept() == before + 1


def test_what_a_shallow_clone_lacks_is_not_remembered(story: RepositoryBuilder, tmp_path: Path) -> None:
    """The same commit has more before it when the rest has been fetched."""
    clone = tmp_path / "clone"
    story.git("clone", "--quiet", "--depth=1", f"file://{story.folder}", str(clone))
    before = kept()
    shallow = recall_history(open_repository(clone, allow_shallow=True), clone / "alliances")
    assert kept() == before
    assert shallow.lives != recalled(story).lives


def test_a_lost_version_is_an_error_in_a_history_that_was_kept(story: RepositoryBuilder) -> None:
    """Whoever needs an old version hears that it is gone."""
    blob = story.git("rev-parse", f"HEAD~1:{ONE}")
    (story.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    library = open_library(story.folder / "alliances", histories=recall_history)
    with pytest.raises(RepositoryError, match="missing or damaged"):
        list(follow(library.repository, library.volumes))


def test_a_commit_whose_file_is_not_there_is_an_error(story: RepositoryBuilder) -> None:
    """Also where the commit was to be added to what is kept."""
    edit(story, ONE, "Gone")
    blob = story.git("rev-parse", f"HEAD:{ONE}")
    (story.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    with pytest.raises(RepositoryError, match="missing or damaged"):
        recalled(story)
