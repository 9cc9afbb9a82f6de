"""A finished site takes the place of the old one at once, wherever a build is killed, and builds do not meet."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from alliance_docs.engine import swap
from alliance_docs.engine.lock import build_lock
from alliance_docs.errors import RepositoryError

KILLED = 9
BUILD = """
import os, sys
from pathlib import Path
from alliance_docs.engine import swap

last, exchange, target = int(sys.argv[1]), sys.argv[2] == "exchange", Path(sys.argv[3])
if not exchange:
    swap._exchange = lambda one, other: False  # as on a file system that cannot
steps = 0

def count(event, arguments):
    global steps
    if event in {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "shutil.rmtree", "ctypes.dlsym"} or (
        event == "open" and arguments[1] in {"w", "wb"}
    ):
        steps += 1
        if steps > last:
            os._exit(9)

sys.addaudithook(count)
staging = swap.begin(target)
for name in ("index.html", "history.html", "assets/style.css"):
    path = staging / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("new")
swap.publish(staging, target)
"""


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """An old site, with a hidden file in it that is not ours."""
    target = tmp_path / "place" / "site"
    (target / "alliances").mkdir(parents=True)
    for name in ("index.html", "alliances/old.html", ".git"):
        (target / name).write_text("old")
    return target


def files(folder: Path) -> dict[str, str]:
    """Every file below a folder with its content."""
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


OLD = {"index.html": "old", "alliances/old.html": "old", ".git": "old"}
NEW = {"index.html": "new", "history.html": "new", "assets/style.css": "new", ".git": "old"}


def build(target: Path) -> None:
    """Build the new site in this process."""
    staging = swap.begin(target)
    for name, text in NEW.items():
        if not name.startswith("."):
            (staging / name).parent.mkdir(exist_ok=True)
            (staging / name).write_text(text)
    swap.publish(staging, target)


def test_the_new_site_replaces_the_old_one_and_leaves_nothing_beside_it(target: Path) -> None:
    """Every old file is gone, hidden ones stay, and the parent folder holds the site alone."""
    build(target)
    assert files(target) == NEW
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_a_first_site_needs_no_old_one(tmp_path: Path) -> None:
    """Missing parent folders are made."""
    build(tmp_path / "not" / "yet" / "site")
    assert files(tmp_path / "not" / "yet" / "site") == {name: text for name, text in NEW.items() if text == "new"}


def test_a_link_to_the_site_stays_a_link(target: Path, tmp_path: Path) -> None:
    """What is replaced is the folder that the link leads to."""
    link = tmp_path / "public"
    link.symlink_to(target)
    build(link)
    assert link.is_symlink()
    assert files(target) == NEW


def test_a_build_that_gives_up_leaves_the_old_site(target: Path) -> None:
    """`mend` removes what this process began and did not publish."""
    swap.begin(target)
    swap.mend(target)
    assert files(target) == OLD
    assert [path.name for path in target.parent.iterdir()] == ["site"]


def test_what_a_running_build_has_begun_is_left_alone(target: Path) -> None:
    """Only folders of processes that no longer run are removed."""
    running = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    try:
        theirs = target.parent / f".site.new-{running.pid}"
        theirs.mkdir()
        build(target)
        assert theirs.is_dir()
    finally:
        running.communicate(b"\n")
    build(target)
    assert not theirs.exists()


@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_a_kill_at_any_step_leaves_the_complete_old_or_the_complete_new_site(target: Path, way: str) -> None:
    """At every file operation of a build; the next build first mends what a kill between two renames left."""
    whole = {tuple(sorted(OLD.items())), tuple(sorted(NEW.items()))}
    for last in range(100):
        status = subprocess.run([sys.executable, "-c", BUILD, str(last), way, str(target)], env=_environment(), check=False)
        swap.mend(target)
        assert tuple(sorted(files(target).items())) in whole, f"killed after {last} steps"
        assert [path.name for path in target.parent.iterdir()] == ["site"]
        if status.returncode != KILLED:
            break
        _back_to_old(target)
    assert status.returncode == 0
    assert last > 10, "the build has steps to be killed at"
    assert files(target) == NEW


def test_a_target_that_cannot_move_is_filled_in_place(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the site's folder is a mount point."""
    monkeypatch.setattr(Path, "is_mount", lambda path: path == target)
    build(target)
    assert files(target) == NEW


def test_the_second_build_of_a_site_says_who_is_building(tmp_path: Path) -> None:
    """It waits as long as it is told, and names the process."""
    with build_lock(tmp_path / "site"):
        second = build_lock(tmp_path / "site", patience=0)
        with pytest.raises(RepositoryError, match=f"process {os.getpid()}"), second:
            pass
    assert list(tmp_path.iterdir()) == []


def test_the_lock_of_a_killed_build_holds_nobody_up(tmp_path: Path) -> None:
    """A lock file that nobody holds is taken over."""
    (tmp_path / ".site.lock").write_text("1")
    with build_lock(tmp_path / "site", patience=0):
        assert (tmp_path / ".site.lock").read_text() == str(os.getpid())


def _environment() -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(swap.__file__).parents[2])}


def _back_to_old(target: Path) -> None:
    for path in sorted(target.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    for name, text in OLD.items():
        (target / name).parent.mkdir(exist_ok=True)
        (target / name).write_text(text)
