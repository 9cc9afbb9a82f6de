"""The gateway against real repositories, most of them made to mislead or to run something."""

import os
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance_docs.errors import RepositoryError, UsageError
from alliance_docs.history.git import Repository, open_repository
from alliance_docs.history.log import read_history
from alliance_docs.history.pipes import LARGEST
from tests.repositories import RepositoryBuilder, isolated_environment

MISSING = "0123456789" * 4


def opened(story: RepositoryBuilder, *, allow_shallow: bool = False) -> Repository:
    """The repository as the gateway opens it."""
    return open_repository(story.folder / "alliances", allow_shallow=allow_shallow)


def everything(repository: Repository) -> tuple[object, ...]:
    """All that is ever read of a repository, for comparing two readings."""
    folder = repository.root / "alliances"
    history = read_history(repository, folder)
    blobs = [event.blob for life in history.lives for event in life.events if event.blob]
    return history, dict(repository.blobs(blobs)), repository.head_files(folder)


# Where a repository is


def test_found_from_a_folder_below(story: RepositoryBuilder) -> None:
    """A folder deep in a larger repository finds it, and the paths of its files begin with the way there."""
    story.write("handbook/ways/alliances/a.yml", "title: One\n")
    story.commit("In a large repository")
    folder = story.folder / "handbook" / "ways" / "alliances"
    repository = open_repository(folder)
    assert repository.root == story.folder
    assert repository.prefix(folder) == "handbook/ways/alliances/"
    assert list(repository.head_files(folder)) == ["handbook/ways/alliances/a.yml"]


def test_root_as_folder(story: RepositoryBuilder) -> None:
    """The root of the repository is a folder like another."""
    repository = open_repository(story.folder)
    assert repository.prefix(story.folder) == ""
    assert list(repository.head_files(story.folder)) == ["alliances/a.yml"]


def test_linked_work_tree(story: RepositoryBuilder, tmp_path: Path) -> None:
    """A linked work tree has its own HEAD and its own log of it."""
    first = story.git("rev-parse", "HEAD~1")
    story.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "linked"), first)
    repository = open_repository(tmp_path / "linked" / "alliances")
    assert repository.root == tmp_path / "linked"
    assert repository.head == first
    assert repository.reflog.is_file()
    assert repository.reflog != opened(story).reflog


def test_submodule(story: RepositoryBuilder, tmp_path: Path) -> None:
    """A submodule is a repository of its own."""
    outer = RepositoryBuilder(tmp_path / "outer")
    outer.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(story.folder), "shared")
    outer.commit("Take in the alliances")
    repository = open_repository(tmp_path / "outer" / "shared" / "alliances")
    assert repository.root == tmp_path / "outer" / "shared"
    assert repository.head == story.head


def test_longer_ids(tmp_path: Path) -> None:
    """A repository whose ids are SHA-256 is read like any other."""
    (tmp_path / "long").mkdir()
    subprocess.run(
        ["git", "init", "--quiet", "--object-format=sha256"], cwd=tmp_path / "long", env=isolated_environment(), check=True
    )
    story = RepositoryBuilder(tmp_path / "long")
    story.write("alliances/a.yml", "title: One\n")
    commit = story.commit("Begin")
    repository = opened(story)
    (life,) = read_history(repository, story.folder / "alliances").lives
    assert len(commit) == 64
    assert repository.resolve("HEAD") == life.events[0].commit == commit
    assert [content for _, content in repository.blobs([life.blob or ""])] == [b"title: One\n"]


def test_detached_head(story: RepositoryBuilder) -> None:
    """A detached HEAD is a HEAD."""
    story.switch(story.git("rev-parse", "HEAD~1"))
    assert opened(story).head == story.head


def test_no_commit_yet(repository: RepositoryBuilder) -> None:
    """Before the first commit there is a repository without history."""
    repository.write("alliances/a.yml", "title: One\n")
    opened_repository = open_repository(repository.folder / "alliances")
    assert opened_repository.head is None
    assert opened_repository.head_files(repository.folder / "alliances") == {}
    assert read_history(opened_repository, repository.folder / "alliances").lives == ()


def test_reflog_grows_with_a_commit(story: RepositoryBuilder) -> None:
    """The log of HEAD is the file to watch for commits."""
    reflog = opened(story).reflog
    before = reflog.stat().st_size
    story.commit("Another")
    assert reflog.stat().st_size > before


# What is refused, and how it is mended


def test_no_repository(tmp_path: Path) -> None:
    """A folder without Git, such as an unpacked download, is told how to get a history."""
    with pytest.raises(RepositoryError, match="not in a Git repository") as caught:
        open_repository(tmp_path)
    assert "git init" in caught.value.mend


def test_no_folder(tmp_path: Path) -> None:
    """A folder that does not exist is named."""
    with pytest.raises(RepositoryError, match="no folder `nowhere`"):
        open_repository(tmp_path / "nowhere")


def test_bare_repository(story: RepositoryBuilder, tmp_path: Path) -> None:
    """A bare repository has no files to show."""
    story.git("clone", "--quiet", "--bare", str(story.folder), str(tmp_path / "bare"))
    with pytest.raises(RepositoryError, match="bare") as caught:
        open_repository(tmp_path / "bare")
    assert "clone" in caught.value.mend


def test_half_a_repository(tmp_path: Path) -> None:
    """A `.git` folder that is none is not taken for one."""
    (tmp_path / "broken" / ".git").mkdir(parents=True)
    with pytest.raises(RepositoryError):
        open_repository(tmp_path / "broken")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder to another user")
def test_dubious_owner(story: RepositoryBuilder) -> None:
    """Git's own line of advice is handed on, and the repository is not trusted."""
    for place in (story.folder, story.folder / ".git"):
        os.chown(place, 12345, 12345)
    with pytest.raises(RepositoryError, match="another user") as caught:
        opened(story)
    assert caught.value.mend == f"git config --global --add safe.directory {story.folder}"


def test_git_is_not_installed(story: RepositoryBuilder) -> None:
    """Without git everything else can be imported, and opening says what to install."""
    program = (
        "import sys; from pathlib import Path\n"
        "from alliance_docs.errors import RepositoryError\n"
        "import alliance_docs.history.log, alliance_docs.history.git as gateway\n"
        "assert 'git' not in sys.modules\n"
        "for _ in range(2):\n"
        "    try: gateway.open_repository(Path(sys.argv[1]))\n"
        "    except RepositoryError as error: print(error.message, '|', error.mend)\n"
    )
    source = Path(__file__).parents[1] / "generator"
    done = subprocess.run(
        [sys.executable, "-c", program, str(story.folder)],
        env={"PATH": str(story.folder), "PYTHONPATH": str(source)},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = done.stdout.splitlines()
    assert len(lines) == 2
    assert all(line.startswith("Git is not installed") and "https://git-scm.com/" in line for line in lines)


def test_git_goes_away(story: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git that was there and is no longer is the same error, not a traceback."""
    repository = opened(story)
    monkeypatch.setenv("PATH", str(story.folder))
    with pytest.raises(RepositoryError, match="not installed"):
        repository.resolve("HEAD")


def shallow_clone(story: RepositoryBuilder, folder: Path) -> None:
    """A clone of the last commit alone, as CI services make it."""
    story.git("clone", "--quiet", "--depth=1", f"file://{story.folder}", str(folder))


def test_shallow_clone(story: RepositoryBuilder, tmp_path: Path) -> None:
    """A shallow clone is refused with the three ways to mend it, and allowed with a notice."""
    shallow_clone(story, tmp_path / "clone")
    with pytest.raises(RepositoryError, match="shallow") as caught:
        open_repository(tmp_path / "clone" / "alliances")
    assert all(words in caught.value.mend for words in ("git fetch --unshallow", "fetch-depth: 0", "GIT_DEPTH: 0"))
    repository = open_repository(tmp_path / "clone" / "alliances", allow_shallow=True)
    assert ["cut off" in notice for notice in repository.notices] == [True]
    (life,) = read_history(repository, tmp_path / "clone" / "alliances").lives
    assert [event.commit for event in life.events] == [story.head]


def test_sparse_checkout(story: RepositoryBuilder) -> None:
    """A checkout that leaves our files out is refused; one that leaves only others out is none of our business."""
    story.write("code/main.py", "pass\n")
    story.commit("Code")
    story.git("sparse-checkout", "set", "--no-cone", "/alliances/")
    assert opened(story).notices == ()
    story.git("sparse-checkout", "set", "--no-cone", "/code/")
    (story.folder / "alliances").mkdir(exist_ok=True)
    with pytest.raises(RepositoryError, match="sparse") as caught:
        opened(story)
    assert "git sparse-checkout disable" in caught.value.mend
    assert len(opened(story, allow_shallow=True).notices) == 1


def test_skipped_file_that_is_there(story: RepositoryBuilder) -> None:
    """A file that git was told to overlook is no reason to refuse while it is on the disk."""
    story.git("config", "core.sparseCheckout", "true")
    story.git("update-index", "--skip-worktree", "alliances/a.yml")
    assert opened(story).notices == ()


def test_partial_clone(story: RepositoryBuilder, tmp_path: Path) -> None:
    """Versions left on the server are one error that names the first, and never fetched; allowed, they are a notice."""
    story.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    story.git("clone", "--quiet", "--filter=blob:none", f"file://{story.folder}", str(clone))
    (life,) = read_history(opened(story), story.folder / "alliances").lives
    repository = open_repository(clone / "alliances")
    with pytest.raises(RepositoryError, match=f"alliances/a.yml in commit {life.events[0].commit[:12]}") as caught:
        read_history(repository, clone / "alliances")
    assert "--filter" in caught.value.mend
    allowed = open_repository(clone / "alliances", allow_shallow=True)
    history = read_history(allowed, clone / "alliances")
    assert history.lives == (life,)
    assert len(history.notices) == 1
    blobs = [event.blob or "" for event in life.events]
    assert [content is None for _, content in allowed.blobs(blobs)] == [True, False]


@pytest.mark.parametrize("allowed", [True, False])
def test_missing_version_of_a_whole_clone(story: RepositoryBuilder, *, allowed: bool) -> None:
    """A version that is lost is damage, whatever is allowed."""
    blob = story.blob("alliances/a.yml", "HEAD~1")
    (story.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    repository = opened(story, allow_shallow=allowed)
    with pytest.raises(RepositoryError, match=r"a\.yml") as caught:
        read_history(repository, story.folder / "alliances")
    assert "git fsck" in caught.value.mend


def damage(story: RepositoryBuilder, name: str, content: bytes) -> str:
    """Put other bytes where an object is kept."""
    object_id = story.git("rev-parse", name)
    place = story.folder / ".git" / "objects" / object_id[:2] / object_id[2:]
    place.chmod(0o644)
    place.write_bytes(content)
    return object_id


DAMAGES = {
    "rubbish": b"rubbish",
    "empty": b"",
    "cut short": zlib.compress(b"blob 1000\0" + b"x" * 1000)[:-3],
    "other kind": zlib.compress(b"tree 0\0"),
}


@pytest.mark.parametrize("content", DAMAGES.values(), ids=DAMAGES.keys())
def test_damaged_version(story: RepositoryBuilder, content: bytes) -> None:
    """A damaged version is None in its place, and the others come all the same."""
    damaged = damage(story, "HEAD~1:alliances/a.yml", content)
    good = story.blob("alliances/a.yml")
    found = list(opened(story).blobs([good, damaged, good, damaged, damaged, good]))
    whole = b"title: Two\nparties: []\n"
    assert found == [(good, whole), (damaged, None), (good, whole), (damaged, None), (damaged, None), (good, whole)]


@pytest.mark.parametrize("name", ["HEAD", "HEAD~1", "HEAD^{tree}", "HEAD~1:alliances"])
def test_damaged_commit_or_tree(story: RepositoryBuilder, name: str) -> None:
    """Damage in what holds the history together is one error with a way to look into it."""
    damage(story, name, b"rubbish")
    with pytest.raises(RepositoryError) as caught:
        read_history(opened(story), story.folder / "alliances")
    assert "git fsck" in caught.value.mend


# Names of revisions


@pytest.mark.parametrize(
    ("revision", "means"),
    [("HEAD", 1), ("main", 1), ("HEAD~1", 0), ("spring", 0), ("annotated", 0), ("@", 1), (":/Begin", 0), ("main@{0}", 1)],
)
def test_revisions_people_type(story: RepositoryBuilder, revision: str, means: int) -> None:
    """Everything Git understands as one commit is understood."""
    commits = story.git("rev-list", "--reverse", "HEAD").split()
    story.git("tag", "spring", commits[0])
    story.git("tag", "--annotate", "--message=x", "annotated", commits[0])
    assert opened(story).resolve(revision) == commits[means]
    assert opened(story).resolve(commits[means][:9]) == commits[means]


@pytest.mark.parametrize(
    "revision",
    [
        *(
            "",
            " ",
            "nothing",
            "--help",
            "-n1",
            "--all",
            "--git-dir",
            "^HEAD",
            "HEAD..HEAD",
            "HEAD~1..HEAD",
            "HEAD...HEAD",
        ),
        *("HEAD\n", "HEAD\0", "\x1b[31mHEAD", "HEAD:alliances/a.yml", "HEAD^{tree}", MISSING, "$(touch x)", "; touch x"),
    ],
)
def test_revisions_that_are_none(story: RepositoryBuilder, revision: str) -> None:
    """Nothing people type becomes an option, a range or a file; it is told that there is no such revision."""
    with pytest.raises(UsageError):
        opened(story).resolve(revision)


# Contents


def test_blobs_in_order_with_repeats(story: RepositoryBuilder) -> None:
    """Contents come in the order asked for, as often as asked for, None for what is no blob or not there."""
    new, old = story.blob("alliances/a.yml"), story.blob("alliances/a.yml", "HEAD~1")
    wanted = [new, old, MISSING, story.head, new]
    contents = [content for _, content in opened(story).blobs(iter(wanted))]
    assert contents == [b"title: Two\nparties: []\n", b"title: One\nparties: []\n", None, None, b"title: Two\nparties: []\n"]
    assert list(opened(story).blobs([])) == []


def test_commit_objects(story: RepositoryBuilder) -> None:
    """Commits come as raw objects."""
    ((commit, content),) = opened(story).commit_objects([story.head])
    assert commit == story.head
    assert content is not None
    assert content.endswith(b"\n\nGo on\n")


def test_far_more_than_a_pipe_holds(story: RepositoryBuilder) -> None:
    """Neither side waits for the other, however much goes through both pipes."""
    story.write("large.bin", b"x" * 200_000)
    story.commit("Large")
    blob = story.blob("large.bin")
    assert sum(len(content or b"") for _, content in opened(story).blobs([blob] * 500)) == 200_000 * 500


def test_reading_can_stop_anywhere(story: RepositoryBuilder) -> None:
    """A reader that leaves early leaves no process behind and no warning."""
    blob = story.blob("alliances/a.yml")
    blobs = opened(story).blobs([blob] * 50_000)
    assert next(blobs)[0] == blob
    blobs.close()  # type: ignore[attr-defined]  # it is a generator


def test_very_long_content_is_cut(story: RepositoryBuilder) -> None:
    """Of a file no document may be, only so much is handed out as shows that it is too long; what follows it is whole."""
    story.write("alliances/large.yml", b"# " + b"x" * 3_000_000)
    story.commit("Large")
    large, small = story.blob("alliances/large.yml"), story.blob("alliances/a.yml")
    contents = [content or b"" for _, content in opened(story).blobs([large, small])]
    assert [len(content) for content in contents] == [LARGEST, 23]


@pytest.mark.parametrize("odd", ["HEAD", "", "0123", MISSING + "\nHEAD", "--help", MISSING.upper().replace("0", "G")])
def test_only_full_ids_reach_git(story: RepositoryBuilder, odd: str) -> None:
    """What is no full object id is a mistake of ours, and never sent."""
    with pytest.raises(ValueError, match="not a full object id"):
        list(opened(story).blobs([odd]))


def test_absent(story: RepositoryBuilder) -> None:
    """What is not there is named without reading what is."""
    assert opened(story).absent([story.head, MISSING, story.blob("alliances/a.yml")]) == {MISSING}


NAMES = [
    *('q"uote.yml', "new\nline.yml", "tab\t.yml", "back\\slash.yml", "grüße.yml", "猫.yml", "a*.yml", ":(exclude)x.yml"),
    *("-n.yml", "--output=x.yml", " blank .yml", "$(touch x).yml", "';touch x;'.yml", "e\u0301.yml"),
]


def test_odd_names(story: RepositoryBuilder) -> None:
    """A name means itself, whatever it would mean to a shell, a pattern or an option parser."""
    for name in NAMES:
        story.write(f"alliances/{name}", f"title: {len(name)} {NAMES.index(name)}\n")
    added = story.commit("Odd names")
    repository = opened(story)
    paths = {f"alliances/{name}" for name in NAMES} | {"alliances/a.yml"}
    assert set(repository.head_files(story.folder / "alliances")) == paths
    lives = read_history(repository, story.folder / "alliances").lives
    assert {life.path for life in lives} == paths
    assert all([event.commit for event in life.events] == [added] for life in lives if life.path != "alliances/a.yml")


def test_name_that_is_no_text(story: RepositoryBuilder) -> None:
    """A name in another encoding than UTF-8 is kept as the system would write it."""
    blob = story.blob("alliances/a.yml")
    tree = story.git("mktree", "-z", stdin=b"100644 blob " + blob.encode() + b"\tgr\xfc\xdfe.yml\0")
    outer = story.git("mktree", stdin=f"040000 tree {tree}\talliances\n".encode())
    story.raw_commit(f"tree {outer}\nauthor A <a@b> 1 +0000\ncommitter A <a@b> 1 +0000\n\nOdd\n".encode())
    (life,) = read_history(opened(story), story.folder / "alliances").lives
    assert os.fsencode(life.path) == b"alliances/gr\xfc\xdfe.yml"


def test_links_are_no_files(story: RepositoryBuilder, tmp_path: Path) -> None:
    """A symbolic link that Git keeps is no alliance, and what it points to is not looked at."""
    (tmp_path / "secret.yml").write_text("title: Secret\n")
    (story.folder / "alliances" / "link.yml").symlink_to(tmp_path / "secret.yml")
    story.commit("A link")
    story.remove("alliances/a.yml")
    (story.folder / "alliances" / "a.yml").symlink_to("link.yml")
    story.commit("A file becomes a link")
    repository = opened(story)
    assert repository.head_files(story.folder / "alliances") == {}
    (life,) = read_history(repository, story.folder / "alliances").lives
    assert (life.current, life.events[-1].blob) == (False, None)


# What must not change anything, and must not run

Trap = Callable[[RepositoryBuilder, str], None]


def _programs_in_config(story: RepositoryBuilder, run: str) -> None:
    for key in (
        *("core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.askPass", "core.alternateRefsCommand"),
        *("diff.external", "diff.trap.command", "diff.trap.textconv", "filter.trap.clean", "filter.trap.smudge"),
        *("filter.trap.process", "merge.trap.driver", "gpg.program", "credential.helper", "pager.diff-tree", "pager.log"),
        *("alias.rev-list", "alias.diff-tree", "uploadpack.packObjectsHook", "interactive.diffFilter", "sequence.editor"),
    ):
        story.git("config", key, f"!{run}" if key.startswith("alias.") else run)
    story.git("config", "filter.trap.required", "true")
    story.git("config", "log.showSignature", "true")
    attributes = "* diff=trap filter=trap merge=trap\n"
    (story.folder / ".gitattributes").write_text(attributes)
    (story.folder / ".git" / "info").mkdir(exist_ok=True)
    (story.folder / ".git" / "info" / "attributes").write_text(attributes)


def _hooks(story: RepositoryBuilder, run: str) -> None:
    hooks = story.folder / ".git" / "hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("fsmonitor-watchman", "post-index-change", "pre-auto-gc", "reference-transaction", "post-checkout"):
        (hooks / name).write_text(f"#!/bin/sh\n{run}\n")
        (hooks / name).chmod(0o755)
    story.git("config", "core.hooksPath", str(hooks))


def _server_in_config(story: RepositoryBuilder, run: str) -> None:
    """A missing version that is to be fetched through a program, allowed by the repository itself."""
    for key, value in {
        "core.repositoryFormatVersion": "1",
        "extensions.partialClone": "trap",
        "remote.trap.promisor": "true",
        "remote.trap.url": f"ext::{run}",
        "protocol.ext.allow": "always",
        "protocol.allow": "always",
    }.items():
        story.git("config", key, value)


@pytest.mark.parametrize("trap", [_programs_in_config, _hooks, _server_in_config])
def test_nothing_a_repository_names_is_run(story: RepositoryBuilder, trap: Trap, tmp_path: Path) -> None:
    """Whatever the configuration, the attributes and the hooks name: nothing of it runs, and nothing else is read."""
    before = everything(opened(story))
    marker = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {marker}\n")
    program.chmod(0o755)
    trap(story, str(program))
    repository = opened(story)
    assert everything(repository) == before
    assert list(repository.blobs([MISSING])) == [(MISSING, None)]
    assert repository.absent([MISSING]) == {MISSING}
    repository.resolve("HEAD~1")
    assert repository.reflog
    assert not marker.exists()


def test_the_traps_would_catch(story: RepositoryBuilder, tmp_path: Path) -> None:
    """The same traps do run under ordinary commands, so the test above means something."""
    for number, (trap, command) in enumerate(
        [(_programs_in_config, ["status"]), (_server_in_config, ["cat-file", "-e", MISSING])]
    ):
        marker = tmp_path / f"ran{number}"
        program = tmp_path / f"program{number}"
        program.write_text(f"#!/bin/sh\ntouch {marker}\n")
        program.chmod(0o755)
        trap(story, str(program))
        subprocess.run(["git", *command], cwd=story.folder, env=isolated_environment(), capture_output=True, check=False)
        assert marker.exists()


SETTINGS = {
    "diff.relative": "true",
    "diff.renames": "copies",
    "diff.noprefix": "true",
    "diff.mnemonicPrefix": "true",
    "diff.ignoreSubmodules": "all",
    "diff.submodule": "log",
    "diff.interHunkContext": "5",
    "diff.algorithm": "patience",
    "log.follow": "true",
    "log.showRoot": "false",
    "log.diffMerges": "off",
    "log.mailmap": "true",
    "log.decorate": "full",
    "log.date": "relative",
    "format.pretty": "oneline",
    "core.quotePath": "true",
    "core.abbrev": "5",
    "core.precomposeUnicode": "true",
    "core.ignoreCase": "true",
    "core.commitGraph": "true",
    "color.ui": "always",
    "i18n.logOutputEncoding": "latin1",
    "i18n.commitEncoding": "latin1",
}


def test_settings_change_nothing(story: RepositoryBuilder) -> None:
    """No setting of the repository, nor an order file, nor a mailmap, changes what is read."""
    story.write("alliances/grüße.yml", "title: Grüße\nparties: []\n")
    story.move("alliances/a.yml", "alliances/b.yml")
    story.commit("Grüße", author="Jörg <joerg@example.org>")
    before = everything(opened(story))
    for key, value in SETTINGS.items():
        story.git("config", key, value)
    story.git("config", "diff.orderFile", "order-that-does-not-exist")
    (story.folder / ".mailmap").write_text("Somebody Else <else@example.org> <joerg@example.org>\n")
    assert everything(opened(story)) == before


def test_settings_of_the_user_change_nothing(
    story: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The configuration of whoever builds changes nothing; it is read, for it says which repositories are trusted."""
    before = everything(opened(story))
    config = tmp_path / "gitconfig"
    for key, value in SETTINGS.items():
        story.git("config", "--file", str(config), key, value)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    assert everything(opened(story)) == before
    assert os.environ["GIT_CONFIG_GLOBAL"] == str(config)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GIT_DIR", "other/.git"),
        ("GIT_WORK_TREE", "other"),
        ("GIT_INDEX_FILE", "other/.git/index"),
        ("GIT_OBJECT_DIRECTORY", "other/.git/objects"),
        ("GIT_COMMON_DIR", "other/.git"),
        ("GIT_NAMESPACE", "other"),
        ("GIT_REPLACE_REF_BASE", "refs/heads/"),
        ("GIT_EXTERNAL_DIFF", "touch ran"),
        ("GIT_LITERAL_PATHSPECS", "0"),
        ("GIT_CONFIG_PARAMETERS", "'diff.relative=true'"),
        ("GIT_CEILING_DIRECTORIES", "/"),
        ("LC_ALL", "tr_TR.UTF-8"),
        ("LANGUAGE", "de"),
        ("TZ", "Pacific/Kiritimati"),
    ],
)
def test_environment_changes_nothing(
    story: RepositoryBuilder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Inside a hook, or in a foreign language, the same repository is read in the same way."""
    before = everything(opened(story))
    other = RepositoryBuilder(tmp_path / "other")
    other.write("alliances/a.yml", "title: Another\n")
    other.commit("Another repository")
    monkeypatch.setenv(name, value.replace("other", str(other.folder)))
    monkeypatch.chdir(tmp_path)
    assert everything(opened(story)) == before
    assert not (tmp_path / "ran").exists()


def test_replaced_objects(story: RepositoryBuilder) -> None:
    """A commit that another is put in the place of is still read as it is."""
    before = everything(opened(story))
    forged = story.git("commit-tree", "HEAD^{tree}", "-m", "Forged")
    story.git("replace", story.git("rev-parse", "HEAD~1"), forged)
    assert everything(opened(story)) == before


def test_grafts(story: RepositoryBuilder) -> None:
    """Grafted parents are not followed, and the pages say so."""
    before = everything(opened(story))
    (story.folder / ".git" / "info").mkdir(exist_ok=True)
    (story.folder / ".git" / "info" / "grafts").write_text(f"{story.head}\n")
    repository = opened(story)
    assert ["grafts" in notice for notice in repository.notices] == [True]
    assert everything(repository)[1:] == before[1:]
    (life,) = read_history(repository, story.folder / "alliances").lives
    assert len(life.events) == 2


def test_nothing_is_written(story: RepositoryBuilder) -> None:
    """Reading leaves every byte of the repository as it was."""
    (story.folder / "alliances" / "a.yml").touch()

    def contents() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in sorted(story.folder.rglob("*")) if path.is_file()}

    before = contents()
    everything(opened(story))
    assert contents() == before
