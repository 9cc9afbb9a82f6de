"""Makes the example repository: three invented alliances with a history, for people who installed only the package.

The documents and the list of commits are files in the folder `demo` beside this module. Git is run as a program, cut off
from the user's own settings, so that every run gives the same commit ids; nothing else here reads or writes a repository.
"""

import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from alliance_docs.errors import AllianceError, UsageError
from alliance_docs.revisions import Person

_FOLDER = files("alliance_docs") / "demo"
_BRANCH = "main"
_SETTINGS = {
    "commit.gpgsign": "false",
    "core.hooksPath": os.devnull,
    "core.autocrlf": "false",
    "init.defaultBranch": _BRANCH,
    "init.defaultObjectFormat": "sha1",
}
_KEEPER = Person("The demo", "demo@example.org")
_BEGINNING = datetime.fromisoformat("2024-01-14T19:00:00+01:00")


@dataclass(frozen=True, slots=True)
class DemoCommit:
    """One revision of one example alliance: the whole file `source` as committed at `path`, and who said what about it.

    `body` holds the trailers too; it has no line end of its own.
    """

    path: str
    source: bytes
    author: Person
    when: datetime
    subject: str
    body: str

    @property
    def message(self) -> str:
        """The commit message as Git keeps it."""
        return f"{self.subject}\n\n{self.body}\n"


def demo_commits() -> tuple[DemoCommit, ...]:
    """Every revision of the example alliances, oldest first."""
    history = tomllib.loads((_FOLDER / "commits.toml").read_text(encoding="utf-8"))
    return tuple(_commit(entry) for entry in history["commit"])


def make_demo(folder: Path) -> None:
    """Make a Git repository with the example alliances and their history in a missing or empty folder.

    The same package gives the same commit ids on every machine.

    Raises:
        UsageError: there is something at `folder` already.
        AllianceError: Git is missing or refused, or the folder cannot be made.
    """
    if shutil.which("git") is None:
        raise AllianceError("Git was not found on this machine.", "Install it from https://git-scm.com and try again.")
    _make_empty(folder)
    _git(folder, "init", "--quiet", "--template=")
    _git(folder, "fast-import", "--quiet", stream=b"".join(_stream()))
    _git(folder, "checkout", "--quiet", "--force", _BRANCH)


def _commit(entry: Mapping[str, object]) -> DemoCommit:
    file, when = str(entry["file"]), entry["date"]
    assert isinstance(when, datetime), "dates in commits.toml have a time and an offset"  # noqa: S101 - our own file
    name, _, email = str(entry["author"]).rstrip(">").partition(" <")
    return DemoCommit(
        path=f"alliances/{file.partition('/')[0]}.yml",
        source=(_FOLDER / file).read_bytes(),
        author=Person(name, email),
        when=when,
        subject=str(entry["subject"]),
        body=str(entry["body"]),
    )


def _make_empty(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        taken = any(folder.iterdir())
    except (FileExistsError, NotADirectoryError):
        raise UsageError(f"{folder} is not a folder.", "Name a folder that does not exist yet.") from None
    except OSError as error:
        raise AllianceError(f"{folder} cannot be made: {error.strerror}.", "Name a folder you may write to.") from error
    if taken:
        raise UsageError(f"{folder} is not empty.", "Name a folder that does not exist yet, or an empty one.")


def _stream() -> Iterator[bytes]:
    """The whole history in the format of `git fast-import`; each commit follows the one before it."""
    opening = {name: (_FOLDER / name).read_bytes() for name in ("README.md", "mkdocs.yml")}
    opening[".gitignore"] = b"/site/\n/.cache/\n"
    yield _fast_commit(_KEEPER, _BEGINNING, "Begin a notebook of alliances\n", opening)
    for commit in demo_commits():
        yield _fast_commit(commit.author, commit.when, commit.message, {commit.path: commit.source})


def _fast_commit(author: Person, when: datetime, message: str, sources: Mapping[str, bytes]) -> bytes:
    stamp = f"{author.name} <{author.email}> {int(when.timestamp())} {when:%z}"
    head = f"commit refs/heads/{_BRANCH}\nauthor {stamp}\ncommitter {stamp}\n".encode()
    edits = (f"M 100644 inline {path}\n".encode() + _sized(source) for path, source in sources.items())
    return head + _sized(message.encode()) + b"".join(edits)


def _sized(content: bytes) -> bytes:
    return b"data %d\n%b\n" % (len(content), content)


def _git(folder: Path, *arguments: str, stream: bytes = b"") -> None:
    settings = [part for key, setting in _SETTINGS.items() for part in ("-c", f"{key}={setting}")]
    environment = {key: setting for key, setting in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C"}
    command = ["git", *settings, *arguments]
    run = subprocess.run(command, cwd=folder, env=environment, input=stream, capture_output=True, check=False)
    if run.returncode:
        said = run.stderr.decode(errors="replace").strip()
        raise AllianceError("Git could not make the example repository.", said)
