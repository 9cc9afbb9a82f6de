"""The example repository: made whole, the same on every machine, and never over anything that is there already."""

import subprocess
from collections import Counter
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from alliance_docs.errors import AllianceError, UsageError
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.writing.demo import DemoCommit, demo_commits, make_demo
from tests.repositories import isolated_environment

COMMITS = demo_commits()
REVISIONS = [pytest.param(commit, id=f"{Path(commit.path).stem}-{commit.when:%Y-%m-%d}") for commit in COMMITS]


def git(folder: Path, *arguments: str) -> str:
    """What git prints, without the settings of whoever runs the tests."""
    command = ["git", *arguments]
    return subprocess.run(
        command, cwd=folder, env=isolated_environment(), check=True, capture_output=True, encoding="utf-8"
    ).stdout


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One example repository for every test that only looks at it."""
    folder = tmp_path_factory.mktemp("demo") / "made" / "for-us"
    make_demo(folder)
    return folder


def test_commit_ids_are_the_same_on_every_machine(demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither settings, nor the environment, nor the time zone, nor an enclosing repository change a commit id."""
    git(tmp_path, "init", "--quiet")
    (tmp_path / "config").write_text("[user]\nname = Somebody\n[i18n]\ncommitEncoding = latin1\n[core]\nautocrlf = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "config"))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody else")
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    make_demo(tmp_path / "second")
    monkeypatch.undo()
    assert git(tmp_path / "second", "rev-parse", "HEAD") == git(demo, "rev-parse", "HEAD")


def test_the_log_is_the_list_of_commits(demo: Path) -> None:
    """After the commit that sets the folder up, the log on `main` holds every commit of the list, in its order."""
    log = git(demo, "log", "--reverse", "--format=%an|%ae|%aI|%cn|%ce|%cI|%s", "main").splitlines()
    whos = [f"{commit.author.name}|{commit.author.email}|{commit.when.isoformat()}" for commit in COMMITS]
    assert log[1:] == [f"{who}|{who}|{commit.subject}" for who, commit in zip(whos, COMMITS, strict=True)]
    assert git(demo, "log", "-1", "--format=%B").rstrip("\n") + "\n" == COMMITS[-1].message


def test_each_commit_holds_exactly_its_document(demo: Path) -> None:
    """A commit of the list touches one file and leaves it with the bytes of the list."""
    ids = git(demo, "log", "--reverse", "--format=%H").split()[1:]
    for commit_id, commit in zip(ids, COMMITS, strict=True):
        assert git(demo, "diff-tree", "--no-commit-id", "--name-only", "-r", commit_id).split() == [commit.path]
        assert git(demo, "cat-file", "blob", f"{commit_id}:{commit.path}").encode() == commit.source


def test_the_repository_is_sound_and_the_folder_clean(demo: Path) -> None:
    """Git finds nothing to complain of, nothing is left to commit, and no hook was brought along."""
    assert git(demo, "fsck", "--strict", "--no-dangling") == ""
    assert git(demo, "status", "--porcelain", "--ignored") == ""
    assert not (demo / ".git" / "hooks").exists()
    assert sorted(path.name for path in demo.iterdir()) == [".git", ".gitignore", "README.md", "alliances", "mkdocs.yml"]


def test_the_site_is_configured_in_six_lines(demo: Path) -> None:
    """The `mkdocs.yml` names the plugin and the folder, and nothing a beginner has to understand."""
    settings = YAML(typ="safe").load(demo / "mkdocs.yml")
    assert settings["docs_dir"] == "alliances"
    assert settings["theme"] == {"name": "material"}
    assert settings["plugins"] == ["search", "alliances"]


@pytest.mark.parametrize("commit", REVISIONS)
def test_every_revision_can_be_read(commit: DemoCommit) -> None:
    """Each document is read without a remark, ends its last line, says it is public, and its author is an invented one."""
    alliance, problems = read_alliance(commit.source, commit.path, Path(commit.path).stem)
    assert problems == ()
    assert alliance is not None
    assert alliance.public
    assert commit.source.endswith(b"\n")
    assert b"\r" not in commit.source
    assert commit.author.email.endswith("@example.org")
    assert commit.subject == commit.subject.strip() != ""


def test_the_histories_have_the_length_of_their_stories() -> None:
    """Ten revisions of the couple, eight of the two who lead a course, thirteen of the desk: oldest first, none idle."""
    assert Counter(Path(commit.path).stem for commit in COMMITS) == {
        "harbour-street": 10,
        "team-lead-course": 8,
        "tuesday-desk": 13,
    }
    assert all(before.when <= after.when for before, after in pairwise(COMMITS))
    for path in {commit.path for commit in COMMITS}:
        sources = [commit.source for commit in COMMITS if commit.path == path]
        assert all(before != after for before, after in pairwise(sources))


def test_the_examples_here_are_those_of_the_demo() -> None:
    """This repository's own alliances are what the demo ends with, byte for byte."""
    newest = {commit.path: commit.source for commit in COMMITS}
    here = Path(__file__).parent.parent
    assert {path.relative_to(here).as_posix(): path.read_bytes() for path in here.glob("alliances/*")} == newest


def test_no_document_is_forgotten() -> None:
    """Every document in the package stands in the list of commits."""
    listed = {commit.source for commit in COMMITS}
    folder = Path(str(files("alliance_docs") / "demo"))
    assert {path.read_bytes() for path in folder.glob("*/*.yml")} == listed


def test_the_desk_begins_without_ids() -> None:
    """The third story shows what real agreements look like: items without ids, which the tool writes much later."""
    desk = [YAML(typ="safe").load(commit.source) for commit in COMMITS if "desk" in commit.path]
    with_ids = [all("id" in clause for clause in document["agreements"]) for document in desk]
    without = [not any("id" in clause for clause in document["agreements"]) for document in desk]
    assert without == [True] * 9 + [False] * 4
    assert with_ids == [False] * 9 + [True] * 4


def test_a_layout_commit_changes_no_meaning() -> None:
    """In the second story one commit only spreads a drop over several lines."""
    course = [commit for commit in COMMITS if "course" in commit.path]
    before, after = course[3], course[4]
    assert before.source != after.source
    assert YAML(typ="safe").load(before.source) == YAML(typ="safe").load(after.source)


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    """A folder that exists and is empty is as good as one that does not."""
    make_demo(tmp_path)
    assert (tmp_path / "alliances" / "harbour-street.yml").read_bytes() == next(
        commit.source for commit in reversed(COMMITS) if commit.path.endswith("harbour-street.yml")
    )


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder with something in it, or a file in its place, is refused and left as it was."""
    (tmp_path / "notes.txt").write_text("mine")
    for taken in (tmp_path, tmp_path / "notes.txt", tmp_path / "notes.txt" / "below"):
        with pytest.raises(UsageError) as refusal:
            make_demo(taken)
        assert refusal.value.mend
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_missing_git_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git nothing is begun, and the message says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(AllianceError, match="Git was not found") as missing:
        make_demo(tmp_path / "demo")
    assert "Install" in missing.value.mend
    assert not (tmp_path / "demo").exists()
