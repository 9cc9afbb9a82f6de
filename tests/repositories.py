"""Real Git repositories for the tests, built verb by verb; people and clock are fixed, so the hashes are too."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

MAREN = "Maren <maren@example.org>"
JONAS = "Jonas <jonas@example.org>"
COMMITTER = "The Keeper"
EVENING = "2024-01-14T20:15:00+01:00"


def isolated_environment() -> dict[str, str]:
    """The environment git gets here: nothing of this machine's GIT_* variables, configuration, language or time zone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "LC_"))}
    return kept | {
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Maren",
        "GIT_AUTHOR_EMAIL": "maren@example.org",
        "GIT_AUTHOR_DATE": EVENING,
        "GIT_COMMITTER_NAME": COMMITTER,
        "GIT_COMMITTER_EMAIL": "keeper@example.org",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


class RepositoryBuilder:
    """A repository in `folder` (made when missing), on branch `main`, with its work tree; nothing is committed yet.

    The verbs change the work tree and the index as people do; each `commit` or `merge` gives the full id of what it made.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main", "--template=")
        self.git("config", "core.autocrlf", "false")

    def git(self, *arguments: str, stdin: bytes = b"", date: str = EVENING) -> str:
        """Run git here and give what it prints, without white space at the ends; a failure raises with git's words."""
        process = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            env=isolated_environment() | {"GIT_COMMITTER_DATE": date},
            check=False,
        )
        if process.returncode:
            raise AssertionError(f"git {' '.join(arguments)}: {process.stderr.decode(errors='replace')}")
        return process.stdout.decode(errors="surrogateescape").strip()

    @property
    def head(self) -> str:
        """The full id of the commit we stand on."""
        return self.git("rev-parse", "HEAD")

    def write(self, path: str, text: str | bytes) -> None:
        """Put a file into the work tree, with its folders."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text if isinstance(text, bytes) else text.encode())

    def remove(self, path: str) -> None:
        """Take a file out of the work tree."""
        (self.folder / path).unlink()

    def move(self, before: str, after: str) -> None:
        """Move a file or a folder in the work tree."""
        target = self.folder / after
        target.parent.mkdir(parents=True, exist_ok=True)
        (self.folder / before).rename(target)

    def commit(self, subject: str, body: str = "", author: str = MAREN, date: str = EVENING) -> str:
        """Commit the whole work tree as it is, even when nothing changed; the committer's date is the author's."""
        self.git("add", "--all")
        message = f"{subject}\n\n{body}" if body else subject
        self.git(
            *("commit", "--quiet", "--allow-empty", "--no-verify", "--no-gpg-sign", "--cleanup=verbatim"),
            *(f"--author={author}", f"--date={date}", "--file=-"),
            stdin=f"{message}\n".encode(),
            date=date,
        )
        return self.head

    def branch(self, name: str) -> None:
        """Begin a branch at the commit we stand on, and go to it."""
        self.git("switch", "--quiet", "--create", name)

    def orphan(self, name: str) -> None:
        """Begin a branch that has no commit before it, with an empty work tree, and go to it."""
        self.git("switch", "--quiet", "--orphan", name)

    def switch(self, name: str) -> None:
        """Go to a branch, or with a commit id to a detached HEAD."""
        self.git("checkout", "--quiet", name)

    def merge(
        self,
        *names: str,
        subject: str = "Merge by hand",
        files: Mapping[str, str | bytes | None] | None = None,
        author: str = MAREN,
        date: str = EVENING,
    ) -> str:
        """Merge branches or commits into the one we stand on, always with a merge commit.

        Without `files` the merge must be clean. With them it is made by hand: these files get this content (None: absent)
        whatever either side says, everything else is as git merges it; of several branches everything else is as here.
        """
        begin = ("merge", "--quiet", "--no-ff", "--no-commit", "--allow-unrelated-histories")
        if files is None:
            self.git(*begin, *names)
        elif len(names) > 1:
            self.git(*begin, "--strategy=ours", *names)
        else:
            self._merge_with_conflicts(*begin, *names)
        for path, text in (files or {}).items():
            if text is not None:
                self.write(path, text)
            elif (self.folder / path).exists():
                self.remove(path)
        return self.commit(subject, author=author, date=date)

    def _merge_with_conflicts(self, *arguments: str) -> None:
        try:
            self.git(*arguments)
        except AssertionError:
            if not self.git("ls-files", "--unmerged"):
                raise

    def raw_commit(self, content: bytes, branch: str = "main") -> str:
        """Put a commit object in, byte for byte, and let a branch point at it; the work tree stays as it was."""
        commit = self.git("hash-object", "-w", "-t", "commit", "--literally", "--stdin", stdin=content)
        self.git("update-ref", f"refs/heads/{branch}", commit)
        return commit

    def blob(self, path: str, revision: str = "HEAD") -> str:
        """The id of a file's content at a revision."""
        return self.git("rev-parse", f"{revision}:{path}")
