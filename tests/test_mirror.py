"""A site of which most files stay is put in its place at once, wherever a build is killed; no file is written twice."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from alliance_docs.engine import looking, swap, trees
from alliance_docs.engine.looking import Glance, looked_at
from alliance_docs.engine.manifest import folder_of_site
from alliance_docs.engine.mirror import Stay, publish
from alliance_docs.workers import beforehand

KILLED = 9
BUILD = """
import os, sys
from pathlib import Path
from alliance_docs.engine import swap, trees
from alliance_docs.engine.mirror import Stay, publish

last, exchange, target, second = int(sys.argv[1]), sys.argv[2] == "exchange", Path(sys.argv[3]), Path(sys.argv[4])
if not exchange:
    swap._exchange = lambda one, other: False  # as on a file system that cannot
steps = 0

def count(event, arguments):
    global steps
    if event in {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "shutil.rmtree", "ctypes.dlsym"} or (
        event == "open" and arguments[1] in {"w", "wb", "xb"}
    ):
        steps += 1
        if steps > last:
            os._exit(9)

sys.addaudithook(count)
staging = swap.begin(target)
(staging / "more").mkdir()
for name in ("index.html", "more/new.html"):
    (staging / name).write_text("new")
there = trees.look(target)
kept = {"": {name: look for name, look in trees.rows(there.get("")).items() if name.startswith("stays/")}}
kept = {folder: trees.written(rows) for folder, rows in kept.items() if rows}
publish(staging, target, Stay(kept, there), second)
"""
OLD = {"index.html": "old", "goes/page.html": "old", "stays/one.html": "stays", "stays/two.html": "stays"}
NEW = {"index.html": "new", "more/new.html": "new", "stays/one.html": "stays", "stays/two.html": "stays"}


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Where an old site is, with a hidden file that is not ours."""
    place_old_site(tmp_path / "site", tmp_path / "kept" / "second")
    return tmp_path / "site"


def place_old_site(target: Path, second: Path) -> None:
    """An old site and its second tree, and nothing else."""
    for folder in (target, second):
        shutil.rmtree(folder, ignore_errors=True)
    second.parent.mkdir(exist_ok=True)
    put(target, OLD, [], second)
    (target / ".git").write_text("hidden")


def put(target: Path, files: dict[str, str], kept: list[str], second: Path | None) -> None:
    """Publish a site of these files, of which some are there."""
    staging = swap.begin(target)
    for name in files.keys() - set(kept):
        (staging / name).parent.mkdir(exist_ok=True)
        (staging / name).write_text(files[name])
    there = trees.look(target)
    stays = {name: trees.rows(there[""])[name] for name in kept}
    publish(staging, target, Stay({"": trees.written(stays)} if stays else {}, there), second)


def texts(folder: Path) -> dict[str, str]:
    """Every file below a folder that is not hidden, with its content."""
    return {name: (folder / name).read_text() for name in looks(folder)}


def looks(site: Path) -> dict[str, trees.Seen]:
    """How every file of a site looks."""
    return {folder + name: look for folder, files in trees.look(site).items() for name, look in trees.rows(files).items()}


def test_what_is_kept_of_a_site_goes_when_the_site_has_gone(tmp_path: Path) -> None:
    """When the next site is built for the first time, and not while a first build of it may still go on."""
    kept = {}
    for name in ("there", "gone", "begun"):
        (tmp_path / name).mkdir()
        kept[name] = folder_of_site(tmp_path / name)
        assert kept[name] == folder_of_site(tmp_path / name)
    for name, folder in kept.items():
        assert folder is not None
        if name != "begun":
            os.utime(folder / "place", (0, 0))
        if name != "there":
            (tmp_path / name).rmdir()
    folder_of_site(tmp_path / "new")
    assert [name for name, folder in kept.items() if folder and folder.is_dir()] == ["there", "begun"]


STAY = ["stays/one.html", "stays/two.html"]


def test_what_stays_is_the_same_file_in_both_trees(target: Path, tmp_path: Path) -> None:
    """The second tree holds second names of the new site, and what was hidden in the old one is in the new one."""
    before = looks(target)
    second = tmp_path / "kept" / "second"
    put(target, NEW, STAY, second)
    assert texts(target) == NEW
    assert (target / ".git").read_text() == "hidden"
    assert looks(second) == looks(target)
    assert all(looks(target)[name] == before[name] for name in STAY)
    assert [path.name for path in second.iterdir() if path.name.startswith(".")] == []


def test_without_a_second_tree_files_get_their_names_each_time(target: Path) -> None:
    """As where the user's own folder is on another disk."""
    before = looks(target)
    put(target, NEW, STAY, None)
    assert texts(target) == NEW
    assert all(looks(target)[name] == before[name] for name in STAY)


def test_files_are_copied_where_the_file_system_knows_no_second_names(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And are complete then, too."""

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    put(target, NEW, STAY, None)
    assert texts(target) == NEW


@pytest.mark.parametrize("way", ["exchange", "two renames"])
def test_a_kill_at_any_step_leaves_a_whole_site_and_the_next_build_mends_the_rest(
    target: Path, tmp_path: Path, way: str
) -> None:
    """At every file operation; the next build mends the rest, and what is hidden in the site and not ours is there again."""
    second = tmp_path / "kept" / "second"
    environment = os.environ | {"PYTHONPATH": str(Path(swap.__file__).parents[2])}
    for last in range(100):
        command = [sys.executable, "-c", BUILD, str(last), way, str(target), str(second)]
        status = subprocess.run(command, env=environment, check=False)
        swap.mend(target)
        assert texts(target) in (OLD, NEW), f"killed after {last} steps"
        put(target, NEW, STAY, second)
        assert texts(target) == NEW
        assert texts(second) == NEW
        assert (target / ".git").read_text() == "hidden"
        assert sorted(path.name for path in tmp_path.iterdir()) == ["kept", "site"]
        if status.returncode != KILLED:
            break
        place_old_site(target, second)
    assert status.returncode == 0
    assert last > 10, "the build has steps to be killed at"


def test_a_worker_sees_what_is_there(target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The site and its second tree, as a look from here; where no process can be started there is no answer."""
    second = tmp_path / "kept" / "second"
    with beforehand(Glance(target, second)) as seen:
        assert seen() == (trees.look(target), trees.numbered(second))
        assert seen() is None
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with beforehand(Glance(target, second)) as seen:
        assert seen() is None


@pytest.mark.parametrize("python", [sys.executable, "/nowhere/python"])
def test_two_see_what_one_sees(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python: str) -> None:
    """Each looks into half of the folders; where no process can be started one looks into all."""
    for name in ("a/a/a", "a/b/a", "a/b/a/b/c", "a/c/b", "b/a", "c", "d/a/a/b"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "page.html").write_text(name)
    alone = trees.look(tmp_path)
    assert len(alone) == 6
    monkeypatch.setattr(sys, "executable", python)
    monkeypatch.setattr(looking, "processors", lambda: 2)
    for many in (0, 100):
        monkeypatch.setattr(looking, "_MANY", many)
        assert looked_at(tmp_path) == alone
    assert looked_at(tmp_path / "nowhere") == {}


def test_folders_are_told_by_few_values(tmp_path: Path) -> None:
    """Each file is counted to one folder, and can be had of it again."""
    names = ["index.html", "all/a.html", "alliances/one/index.html", "alliances/one/r/a.html", "alliances/one/r b/c d.html"]
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    (tmp_path / "alliances/one/bare/below").mkdir(parents=True)
    found = trees.look(tmp_path)
    assert sorted(found) == ["", "alliances/one/"]
    assert sorted(folder + name for folder, files in found.items() for name in trees.rows(files)) == sorted(names)
    assert all(trees.folder_of(name) == ("alliances/one/" if "one" in name else "") for name in names)
    assert all(trees.written(trees.rows(files)) == files for files in found.values())
    tree = trees.numbered(tmp_path)
    assert tree.files == {folder: files.files for folder, files in found.items()}
    assert tree.bare == ["alliances/one/bare/below"]
    trees.remove_folders(tree, (), tmp_path)
    assert not (tmp_path / "alliances/one/bare").exists()
    assert trees.look(tmp_path) == found
