"""The only door to Git: finds the repository, runs plumbing that cannot run anything else, and hands out bytes.

Nothing in a repository is trusted to be harmless, and nothing here writes to one. Of what comes from a repository only full
object ids go back into a command, over its standard input. GitPython starts the processes; its own wrappers for objects,
diffs and status are not used, because they run programs that a repository can name.
"""

import os
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

from alliance_docs.errors import RepositoryError, UsageError
from alliance_docs.history.clone import Run, failure, is_partial, lacks, switched_off
from alliance_docs.history.pipes import Staying, next_object, piped

if TYPE_CHECKING:
    from git import Git, Repo

_GIT = (
    *("git", "--no-pager", "--literal-pathspecs", "--no-optional-locks", "--no-replace-objects"),
    *("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.quotePath=false"),
    *("-c", "core.commitGraph=false", "-c", "log.showSignature=false", "-c", "log.mailmap=false", "-c", "diff.external="),
    *("-c", "protocol.allow=never", "-c", "color.ui=false", "-c", "i18n.logOutputEncoding=UTF-8"),
)
_ENVIRONMENT = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",  # the repository's own `protocol.<name>.allow` overrules protocol.allow, but not this
    "GIT_GRAFT_FILE": "/dev/null",
    "LC_ALL": "C.UTF-8",
}
_KEPT = re.compile(r"GIT_CONFIG_GLOBAL|GIT_SSL_.*")
_OBJECT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


@dataclass(frozen=True)
class Repository:
    """An opened repository: `root` is the top of its work tree, `head` the commit it stands on, None before the first.

    `notices` are sentences for the pages: what makes the history incomplete and was allowed, what was switched off.
    """

    root: Path
    head: str | None
    _git: "Git" = field(repr=False, compare=False)
    notices: tuple[str, ...] = ()
    partial: bool = False  # old versions may be missing on purpose
    allow_shallow: bool = False  # people said that an incomplete history will do
    _staying: Staying | None = field(default=None, repr=False, compare=False)

    def staying(self) -> Self:
        """The same for a process that reads many times and then ends: what hands out objects stays until then."""
        return replace(self, _staying=Staying(lambda: self._started("cat-file", "--batch-command", "--buffer")))

    def prefix(self, folder: Path) -> str:
        """How the paths of the files in a folder begin: from the root, with `/` at the end; "" for the root itself."""
        return _prefix(self.root, folder)

    def resolve(self, revision: str) -> str:
        """The full id of the commit that a person's words name; UsageError when there is none."""
        if not revision.strip() or not revision.isprintable():
            raise UsageError("A revision is a commit id, a branch, a tag or the like")
        verify = ("rev-parse", "--verify", "--quiet", "--end-of-options")
        named = self.run(*verify, revision)[1].decode("ascii", "replace").strip()
        commit = self.run(*verify, f"{named}^{{commit}}")[1].decode("ascii").strip() if _OBJECT_ID.fullmatch(named) else ""
        if not commit:
            raise UsageError(f"There is no revision `{revision}` here", "`git log --oneline` shows those there are.")
        return commit

    def head_files(self, folder: Path) -> dict[str, str]:
        """The blob of every regular file below a folder at HEAD, by its path from the root, in git's order."""
        if self.head is None:
            return {}
        prefix = self.prefix(folder)
        out = self.read("ls-tree", "-r", "-z", "--full-tree", self.head, *(["--", prefix] if prefix else []))
        entries = (entry.partition(b"\t") for entry in out.split(b"\0") if entry.startswith(b"100"))
        return {os.fsdecode(path): words.rpartition(b" ")[2].decode("ascii") for words, _, path in entries}

    def blobs(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The content of each blob in the order of the ids, cut where no document may be so long; None: missing or damaged.

        One process for all of them, streamed: memory holds one blob at a time. A damaged one costs one process more.
        """
        wanted = list(ids)
        contents = self._objects(b"blob", [blob for blob in wanted if blob not in self._left_behind])
        return ((blob, None) if blob in self._left_behind else next(contents) for blob in wanted)

    def commit_objects(self, ids: Iterable[str]) -> Iterator[tuple[str, bytes | None]]:
        """The raw content of each commit, as `blobs` gives it."""
        return self._objects(b"commit", list(ids))

    def absent(self, ids: Iterable[str]) -> set[str]:
        """Which of these objects are not here at all; no content is read for it."""
        wanted = set(ids)
        asked = list(wanted - self._left_behind)
        with self.stream("cat-file", "--batch-check=%(objectname)", "--buffer", feed=_lines(asked)) as out:
            lost = {line.split()[0].decode("ascii") for line in out if line.endswith(b" missing\n")}
        return lost | (wanted & self._left_behind)

    @cached_property
    def _left_behind(self) -> frozenset[str]:
        """What a partial clone left on the server. Asking for one of these ends `cat-file`, so nobody may."""
        if not self.partial or self.head is None:
            return frozenset()
        with self.stream("rev-list", "--objects", "--no-object-names", "--missing=print", self.head, "--") as out:
            return frozenset(line[1:].decode("ascii").strip() for line in out if line.startswith(b"?"))

    @property
    def reflog(self) -> Path:
        """The file that changes with every commit and checkout, for a watcher; it need not exist."""
        path = self.read("rev-parse", "--git-path", "logs/HEAD").removesuffix(b"\n")
        return Path(self._git.working_dir or self.root) / os.fsdecode(path)

    def read(self, *arguments: str) -> bytes:
        """What one short command prints; RepositoryError when it fails."""
        status, out, complaints = self.run(*arguments)
        if status:
            raise failure(complaints)
        return out

    def run(self, *arguments: str) -> tuple[int, bytes, str]:
        """Exit status, output and complaints of one short command."""
        return _run(self._git, *arguments)

    @contextmanager
    def stream(self, *arguments: str, feed: Sequence[bytes] = (), lenient: bool = False) -> Iterator[IO[bytes]]:
        """The output of a long command while it runs and is fed; a failure raises RepositoryError unless `lenient`."""
        process = self._started(*arguments)
        complaints: list[bytes] = []
        with piped(process, feed, complaints) as out:
            yield out
        if process.returncode and not lenient:
            raise failure(b"".join(complaints).decode("utf-8", "replace"))

    def _started(self, *arguments: str) -> "subprocess.Popen[bytes]":
        """A command with three pipes, for whoever ends it."""
        started = self._git.execute((*_GIT, *arguments), istream=subprocess.PIPE, as_process=True, env=_ENVIRONMENT)
        process, started.proc = started.proc, None  # else it would end as soon as nobody holds GitPython's own object
        assert process is not None, "it was started just now"  # noqa: S101 - GitPython's type allows None
        return process

    def _objects(self, kind: bytes, ids: Sequence[str]) -> Iterator[tuple[str, bytes | None]]:
        done = 0
        for answer in self._staying.objects(kind, _only_full(ids)) if self._staying else ():
            done += 1
            yield answer
        while done < len(ids):  # more than once only where a damaged object ended the process
            rest = ids[done:]
            with self.stream("cat-file", "--batch", "--buffer", feed=_lines(rest), lenient=True) as out:
                for object_id in rest:
                    content, goes_on = next_object(out, kind)
                    done += 1
                    yield object_id, content
                    if not goes_on:
                        break


def open_repository(folder: Path, *, allow_shallow: bool = False) -> Repository:
    """Find the repository a folder is in (a work tree, a linked one, a submodule) and make sure that it can be relied on.

    With `allow_shallow` a shallow, partial or sparse clone is taken as it is, with a notice. RepositoryError otherwise, and
    when Git is not installed, there is no repository, Git does not trust its owner, or HEAD cannot be read.
    """
    folder = folder.resolve()
    repo = _find(folder)
    run = partial(_run, repo.git)
    root = _root(run)
    lacking = list(lacks(run, root, _prefix(root, folder)))
    if lacking and not allow_shallow:
        raise RepositoryError(lacking[0].message, lacking[0].mend)
    return Repository(
        root,
        _head(run),
        repo.git,
        notices=(*(lack.notice for lack in lacking), *switched_off(Path(repo.common_dir))),
        partial=is_partial(run),
        allow_shallow=allow_shallow,
    )


def _find(folder: Path) -> "Repo":
    """GitPython's repository of a folder. Its import looks for git and fails without, so it happens only here."""
    for name in [name for name in os.environ if name.startswith("GIT_") and not _KEPT.fullmatch(name)]:
        del os.environ[name]  # GitPython hands on the whole environment, and inside a hook it names another repository
    try:
        from git import InvalidGitRepositoryError, NoSuchPathError, Repo  # noqa: PLC0415 - see the docstring
    except ImportError as error:
        raise _not_installed() from error
    try:
        return Repo(folder, search_parent_directories=True, expand_vars=False)
    except NoSuchPathError as error:
        raise RepositoryError(f"There is no folder `{folder.name}`") from error
    except InvalidGitRepositoryError as error:
        raise RepositoryError(
            f"The folder `{folder.name}` is not in a Git repository, so there is no history to show",
            "Run `git init`, `git add` and `git commit`; a downloaded zip has no history, clone the repository instead.",
        ) from error


def _root(run: Run) -> Path:
    status, out, complaints = run("rev-parse", "--is-bare-repository", "--show-toplevel")
    bare, _, root = out.partition(b"\n")
    if bare == b"true":
        raise RepositoryError("This repository is a bare one, without files", "Use a clone of it.")
    if status:
        raise failure(complaints)
    return Path(os.fsdecode(root.removesuffix(b"\n"))).resolve()


def _head(run: Run) -> str | None:
    """The commit HEAD stands on; None while the branch it names has no commit yet."""
    status, out, complaints = run("rev-parse", "--verify", "HEAD^{commit}")
    if status == 0:
        return out.decode("ascii").strip()
    if run("rev-parse", "--verify", "--quiet", "HEAD")[0] == 0:  # it names something, which is not there
        raise failure(complaints)
    return None


def _prefix(root: Path, folder: Path) -> str:
    inside = Path(os.path.relpath(folder.resolve(), root))
    if inside.parts[:1] == (os.pardir,):
        raise RepositoryError(
            f"The folder `{folder.name}` is not in the work tree of the repository",
            "Use the folder itself instead of a link to it, and look at core.worktree in .git/config.",
        )
    return f"{inside.as_posix()}/" if inside.parts else ""


def _run(git: "Git", *arguments: str) -> tuple[int, bytes, str]:
    from git import GitCommandNotFound  # noqa: PLC0415 - imported already, or there would be no `git`

    try:
        status, out, complaints = git.execute(
            (*_GIT, *arguments),
            env=_ENVIRONMENT,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
    except GitCommandNotFound as error:
        raise _not_installed() from error
    return status, out if isinstance(out, bytes) else b"", complaints


def _not_installed() -> RepositoryError:
    return RepositoryError(
        "Git is not installed, or not found on the PATH",
        "Install it (https://git-scm.com/downloads) and see that `git --version` answers.",
    )


def _lines(ids: Sequence[str]) -> list[bytes]:
    """The ids as lines for a command, many in a piece; nothing but a full id can become a line."""
    pieces = (_only_full(ids[start : start + 1000]) for start in range(0, len(ids), 1000))
    return ["".join(f"{object_id}\n" for object_id in piece).encode("ascii") for piece in pieces]


def _only_full(ids: Sequence[str]) -> Sequence[str]:
    if not all(map(_OBJECT_ID.fullmatch, ids)):
        raise ValueError("not a full object id")
    return ids
