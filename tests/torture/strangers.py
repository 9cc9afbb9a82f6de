"""R10: whatever is wrong with a repository, or set as a trap in it, ends in one clear line or an honest page.

Each row of the list is a repository made so, and what the command has to do about it: `build` in a process of its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alliance_docs.cli import main
from tests import test_git
from tests.repositories import RepositoryBuilder, isolated_environment
from tests.sites import ALLIANCE
from tests.torture import Outcome
from tests.torture import faults as faults_of
from tests.torture.commands import LOOK, PLAIN

_OLD = ALLIANCE.replace("before dinner", "at breakfast")
_NEW = ALLIANCE.replace("before dinner", "the same day")
_PATH = "alliances/harbour-street.yml"
Made = Callable[[RepositoryBuilder], "Path | None"]


@dataclass(frozen=True, slots=True)
class Row:
    """One repository: how it is made (the folder to build where it is another one), the exit status, and words to be said.

    With status 0 the words stand on the history page, else in what the command says.
    """

    name: str
    make: Made
    status: int = 0
    words: str = ""
    arguments: tuple[str, ...] = ()
    environment: tuple[tuple[str, str], ...] = ()


def _clone(*options: str) -> Made:
    def make(story: RepositoryBuilder) -> Path:
        story.git("config", "uploadpack.allowFilter", "true")
        other = story.folder.parent / "clone"
        story.git("clone", "--quiet", *options, f"file://{story.folder}", str(other))
        return other

    return make


def _trap(trap: test_git.Trap) -> Made:
    def make(story: RepositoryBuilder) -> None:
        program = story.folder.parent / "program"
        program.write_text(f"#!/bin/sh\ntouch {story.folder.parent / 'ran'}\n")
        program.chmod(0o755)
        trap(story, str(program))

    return make


def _zip(story: RepositoryBuilder) -> None:
    shutil.rmtree(story.folder / ".git")


def _unborn(story: RepositoryBuilder) -> None:
    _zip(story)
    RepositoryBuilder(story.folder)


def _bare(story: RepositoryBuilder) -> Path:
    story.git("config", "core.bare", "true")
    return story.folder


def _owner(story: RepositoryBuilder) -> None:
    for path in (story.folder, *story.folder.rglob("*")):
        os.chown(path, 12345, 12345)


def _sparse(story: RepositoryBuilder) -> None:
    story.write("elsewhere/x.txt", "x")
    story.commit("More")
    story.git("sparse-checkout", "set", "--no-cone", "elsewhere", "/mkdocs.yml", "/look")
    (story.folder / "alliances").mkdir(exist_ok=True)


def _damage(story: RepositoryBuilder, content: bytes | None) -> None:
    blob = story.blob(_PATH, "HEAD~1")
    path = story.folder / ".git" / "objects" / blob[:2] / blob[2:]
    path.unlink()
    if content is not None:
        path.write_bytes(content)


def _replaced(story: RepositoryBuilder) -> None:
    forged = story.git("commit-tree", "HEAD^{tree}", "-m", "Forged words")
    story.git("replace", "HEAD", forged)


def _grafted(story: RepositoryBuilder) -> None:
    (story.folder / ".git" / "info").mkdir(exist_ok=True)
    (story.folder / ".git" / "info" / "grafts").write_text(f"{story.head}\n")


def _odd_commit(header: bytes, message: bytes) -> Made:
    def make(story: RepositoryBuilder) -> None:
        tree, parent = story.git("rev-parse", "HEAD^{tree}"), story.git("rev-parse", "HEAD~1")
        story.raw_commit(f"tree {tree}\nparent {parent}\n".encode() + header + b"\n\n" + message)

    return make


def _dated(seconds: bytes, zone: bytes = b"+0000") -> Made:
    who = b" Maren <maren@example.org> " + seconds + b" " + zone
    return _odd_commit(b"author" + who + b"\ncommitter" + who, b"An odd day\n")


_WHO = b" J\xf6rg <j@example.org> 1705259700 +0100"
_LATIN = _odd_commit(b"author" + _WHO + b"\ncommitter" + _WHO + b"\nencoding ISO-8859-1", b"Gr\xfc\xdfe\n")
_GUESSED = _odd_commit(b"author" + _WHO + b"\ncommitter" + _WHO, b"Gr\xfc\xdfe\n")


def _named(name: str) -> Made:
    def make(story: RepositoryBuilder) -> None:
        story.write(f"alliances/{name}.yml", _OLD.replace("Harbour street", "The other one"))
        story.commit("Another")

    return make


def _side_branch(story: RepositoryBuilder) -> None:
    story.branch("side")
    story.write(_PATH, _OLD)
    story.commit("On the side")
    story.write(_PATH, _NEW)
    story.commit("And back again on the side")
    story.switch("main")
    story.merge("side")


def _evil_merge(story: RepositoryBuilder) -> None:
    story.branch("side")
    story.write("other.txt", "x")
    story.commit("Aside")
    story.switch("main")
    story.merge("side", subject="A merge with a will", files={_PATH: _OLD})


def _again(story: RepositoryBuilder) -> None:
    story.remove(_PATH)
    story.commit("Take it away")
    story.write(_PATH, _NEW)
    story.commit("Make it anew")


def _linked(story: RepositoryBuilder) -> None:
    (story.folder / "alliances" / "link.yml").symlink_to("/etc/passwd")


def _work_tree(story: RepositoryBuilder) -> Path:
    other = story.folder.parent / "other"
    story.git("worktree", "add", "--quiet", "--detach", str(other))
    return other


def _detached(story: RepositoryBuilder) -> None:
    story.git("switch", "--quiet", "--detach")


def _nothing(story: RepositoryBuilder) -> None:
    story.git("status")


ROWS = (
    Row("nothing is wrong", _nothing, words="Say it the same day"),
    Row("shallow", _clone("--depth=1"), 2, "git fetch --unshallow"),
    Row("shallow, allowed", _clone("--depth=1"), 0, "earlier revisions are missing", ("--allow-shallow",)),
    Row("partial", _clone("--filter=blob:none", "--no-checkout"), 2, ""),
    Row("owned by somebody else", _owner, 2, "safe.directory", environment=(("HOME", "/nonexistent"),)),
    Row("no git", _nothing, 2, "not installed", environment=(("PATH", "/nonexistent"),)),
    Row("a zip without .git", _zip, 2, "git init"),
    Row("no commit yet", _unborn),
    Row("bare", _bare, 2, "bare"),
    Row("detached HEAD", _detached, words="Say it the same day"),
    Row("a linked work tree", _work_tree, words="Say it the same day"),
    Row("inside a hook", _nothing, words="Say it the same day", environment=(("GIT_DIR", "/nowhere/.git"),)),
    Row("programs in the configuration", _trap(test_git._programs_in_config), words="Say it the same day"),
    Row("hooks", _trap(test_git._hooks), words="Say it the same day"),
    Row("a server in the configuration", _trap(test_git._server_in_config), words="Say it the same day"),
    Row("a file called *", _named("a*"), words="Say it the same day"),
    Row("a file called like a pathspec", _named(":(exclude)x"), words="Say it the same day"),
    Row("quotes, a line end and letters in a name", _named('a "b"\nö'), words="Say it the same day"),
    Row("a side branch with a change taken back", _side_branch, words="And back again on the side"),
    Row("a merge made by hand", _evil_merge, words="A merge with a will"),
    Row("deleted and made anew", _again, words="Make it anew"),
    Row("a commit in the place of another", _replaced, words="Say it the same day"),
    Row("grafts", _grafted, words="grafts"),
    *(Row(f"the date {day.decode()}", _dated(day), words="An odd day") for day in (b"-1", b"", b"253402300800", b"9" * 19)),
    Row("a zone of 9999", _dated(b"1705259700", b"+9999"), words="An odd day"),
    Row("Latin-1, said", _LATIN, words="Grüße"),
    Row("Latin-1, not said", _GUESSED, words="Grüße"),
    Row(
        "escapes in a subject", _odd_commit(b"author" + _WHO + b"\ncommitter" + _WHO, b"\x1b[2Jgone\x00x\n"), words="[2Jgone"
    ),
    Row("an old version that is empty", lambda story: _damage(story, b""), 2, "git fsck"),
    Row("an old version that is missing", lambda story: _damage(story, None), 2, "git fsck"),
    Row("an old version that is rubbish", lambda story: _damage(story, b"rubbish"), 2, "git fsck"),
    Row("a sparse checkout", _sparse, 2, "git sparse-checkout disable"),
    Row("a link among the alliances", _linked, 1, "symbolic link"),
)
"""Every row of the table of Git's situations in the promises, and the traps that a stranger can set."""


def run(seed: int, size: int) -> Outcome:  # noqa: ARG001 - nothing is left to chance
    """Build that many of the rows."""
    broken: list[str] = []
    for row in ROWS[:size]:
        with tempfile.TemporaryDirectory(prefix="torture-stranger-") as place:
            broken += [f"{row.name}: {fault}" for fault in faults(row, Path(place).resolve())]
    what = "hostile or broken repositories: no program of theirs run, nothing written outside, each told"
    return Outcome("R10", what, len(ROWS[:size]), tuple(broken))


def faults(row: Row, place: Path) -> Iterator[str]:
    """What the command does otherwise than promised."""
    story = _story(place / "repository")
    folder = row.make(story) or story.folder
    site = place / "out" / "site"
    site.parent.mkdir()
    before = _files(place)
    done = _built(row, folder, site)
    said = done.printed
    if done.status != row.status or "Traceback" in said:
        yield f"ended with {done.status}: {said.strip()[-300:]}"
    if (place / "ran").exists():
        yield "a program that the repository names was run"
    written = {path for path in _files(place) ^ before if not f"{path}/".startswith(("out/site/", "out/kept/"))}
    if written:
        yield f"written outside: {sorted(written)[:3]}"
    if row.status == 0 and done.status == 0:
        said = "".join(path.read_text(encoding="utf-8") for path in (site / "alliances").rglob("*.html"))
    elif site.exists() and row.status:
        yield "a site was published"
    if row.words and row.words not in said:
        yield f"it does not say {row.words!r}: {said.strip()[-300:]}"


def _built(row: Row, folder: Path, site: Path) -> faults_of.Ending:
    """How the command ended, in a child of this process, which has everything imported; without git in one of its own."""
    arguments = ["build", "-d", str(site), *row.arguments]
    ours = {"PYTHONPATH": os.pathsep.join(sys.path), "XDG_CACHE_HOME": str(site.parent / "kept")}
    environment = isolated_environment() | ours | dict(row.environment)
    if "PATH" in dict(row.environment):
        command = [sys.executable, "-B", "-m", "alliance_docs", *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
        return faults_of.Ending(done.returncode, (done.stdout + done.stderr).decode(errors="replace"), ())

    def command_here() -> None:
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        main(arguments)

    return faults_of.run(command_here, folder)


def _story(folder: Path) -> RepositoryBuilder:
    """Two revisions of one public alliance."""
    story = RepositoryBuilder(folder)
    story.write("mkdocs.yml", PLAIN)
    story.write("look/main.html", LOOK)
    story.write(_PATH, ALLIANCE)
    story.commit("Begin")
    story.write(_PATH, _NEW)
    story.commit("Say it the same day")
    return story


def _files(place: Path) -> set[str]:
    return {path.relative_to(place).as_posix() for path in place.rglob("*")}
