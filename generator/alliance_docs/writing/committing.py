"""Makes a commit of one file, when somebody has asked for it; the only module that writes to a repository of the user's.

Runs git as a program, as the user would by hand: with their name, their settings and their hooks.
"""

import os
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from alliance_docs.errors import AllianceError
from alliance_docs.revisions import Person

_LEADS_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE", "GIT_PREFIX")


def own_environment() -> dict[str, str]:
    """The environment as the user set it, for git; to be taken before anything opens the repository, which clears it."""
    return {name: value for name, value in os.environ.items() if name not in _LEADS_ELSEWHERE}


def author_here(folder: Path, environment: Mapping[str, str]) -> Person | None:
    """Whom git would name as the author of a commit made here; None when it does not know."""
    run = _run(folder, environment, "var", "GIT_AUTHOR_IDENT")
    name, _, rest = run.stdout.partition(" <")
    return Person(name.strip(), rest.partition(">")[0].strip()) if run.returncode == 0 else None


def has_edits(path: Path, environment: Mapping[str, str]) -> bool:
    """Whether a file in a repository differs from what is committed, or was never committed."""
    run = _run(path.parent, environment, "status", "--porcelain", "--untracked-files=all", "--", path.name)
    return run.returncode == 0 and bool(run.stdout.strip())


def commit_file(path: Path, message: str, environment: Mapping[str, str]) -> str:
    """Commit one file as it is now and nothing else, and give the first twelve digits of the commit.

    AllianceError with git's own words when it refuses; the file stays as it is then.
    """
    for arguments in (("add", "--", path.name), ("commit", "--quiet", "--file=-", "--only", "--", path.name)):
        run = _run(path.parent, environment, *arguments, stdin=message)
        if run.returncode:
            raise AllianceError("The file is written, but git did not commit it", (run.stderr or run.stdout).strip())
    return _run(path.parent, environment, "rev-parse", "--short=12", "HEAD").stdout.strip()


def message_of(subject: str, body: str = "", present: Iterable[str] = ()) -> str:
    """A commit message: subject, reason, and a trailer for those who were there."""
    names = ", ".join(present)
    return "\n\n".join(filter(None, (subject, body, f"With: {names}" if names else ""))) + "\n"


def _run(
    folder: Path, environment: Mapping[str, str], *arguments: str, stdin: str = ""
) -> "subprocess.CompletedProcess[str]":
    command: Sequence[str] = ("git", "--literal-pathspecs", *arguments)
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=dict(environment),
            input=stdin,
            capture_output=True,
            check=False,
            encoding="utf-8",
            errors="replace",
        )
    except FileNotFoundError as error:
        raise AllianceError("Git was not found on this machine", "Install it from https://git-scm.com.") from error
