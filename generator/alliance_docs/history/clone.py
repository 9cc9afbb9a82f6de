"""What can be wrong with a clone of a repository, in sentences that say how to mend it.

Asks through the function it is given; starts no process itself and raises nothing.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple, TypeAlias

from alliance_docs.errors import RepositoryError

Run: TypeAlias = Callable[..., tuple[int, bytes, str]]
"""Runs one short git command: its arguments; its exit status, output and complaints."""

CHECK = "Run `git fsck` to see what is damaged; a fresh clone usually mends it."
ALL_VERSIONS = "Clone without --filter, or run `git fetch --refetch --no-filter` where the server can be reached."
CUT_OFF = "This history was cut off by a shallow clone: earlier revisions are missing."


class Lack(NamedTuple):
    """Something a clone lacks: the error, how to mend it, and the notice for the pages where people allow it."""

    message: str
    mend: str
    notice: str


def lacks(run: Run, root: Path, prefix: str) -> Iterator[Lack]:
    """What would make the pages of the files below `prefix` tell a wrong history."""
    if run("rev-parse", "--is-shallow-repository")[1].strip() == b"true":
        yield Lack(
            "This clone is shallow: its history is cut off, and the pages would tell it wrongly",
            "Fetch all of it: `git fetch --unshallow`; in a workflow on GitHub `fetch-depth: 0`, on GitLab `GIT_DEPTH: 0`.",
            CUT_OFF,
        )
    if b"true" in run("config", "--bool", "--get", "core.sparseCheckout")[1] and _left_out(run, root, prefix):
        yield Lack(
            "This checkout is sparse: files of this folder are in Git and not on disk",
            "Run `git sparse-checkout disable`.",
            "This checkout is sparse: some current files were not looked at.",
        )


def is_partial(run: Run) -> bool:
    """Whether old versions may be missing on purpose, to be fetched when needed; we never fetch."""
    status, out, _ = run("config", "--bool", "--get-regexp", r"^remote\..*\.promisor$")
    return status == 0 and b"true" in out


def switched_off(common_folder: Path) -> Iterator[str]:
    """Sentences about what in the repository would rewrite history, and was not followed."""
    grafts = common_folder / "info" / "grafts"
    if grafts.is_file() and grafts.stat().st_size:
        yield "This repository has grafts (.git/info/grafts); they were not followed."


def failure(complaints: str) -> RepositoryError:
    """The error for a command that failed, made of git's complaints."""
    lines = [line.strip() for line in complaints.splitlines() if line.strip()]
    if "dubious ownership" in complaints:
        mend = next((line for line in lines if "safe.directory" in line), "")
        return RepositoryError("Git does not trust this repository, because its files belong to another user", mend)
    if "not a git repository" in complaints.casefold():
        return RepositoryError("The folder .git here is not a Git repository", CHECK)
    if "promisor remote" in complaints:
        return RepositoryError("This clone is partial: parts of the history were left on the server", ALL_VERSIONS)
    said = next((line for line in lines if line.startswith(("fatal: ", "error: "))), "fatal: no reason given")
    words = "".join(sign if sign.isprintable() else "?" for sign in said.partition(": ")[2])
    return RepositoryError(f"Git could not read this repository: {words}", CHECK)


def _left_out(run: Run, root: Path, prefix: str) -> bool:
    _, out, _ = run("ls-files", "-t", "-z", "--", *([prefix] if prefix else []))
    skipped = (os.fsdecode(entry[2:]) for entry in out.split(b"\0") if entry.startswith(b"S "))
    return any(not os.path.lexists(root / path) for path in skipped)
