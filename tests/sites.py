"""What the tests of the engine side share: a small repository with a site, and MkDocs run in it as its users run it."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.repositories import RepositoryBuilder, isolated_environment

ALLIANCE = """\
title: Harbour street
audience: public
parties:
- id: maren
  name: Maren
- id: jonas
  name: Jonas
purpose: Decide about money together.
commitments:
- id: naming-it
  owner: maren
  title: Naming it
  text: I say what bothers me before dinner.
"""
SIX_LINES = """\
site_name: Our agreements
docs_dir: alliances
theme: material
plugins:
  - search
  - alliances
"""


def write_site(repository: RepositoryBuilder, files: Mapping[str, str] | None = None) -> Path:
    """One public alliance with two revisions and a mkdocs.yml of six lines, more files besides; give the folder."""
    repository.write("mkdocs.yml", SIX_LINES)
    repository.write("alliances/harbour-street.yml", ALLIANCE)
    repository.commit("Begin")
    repository.write("alliances/harbour-street.yml", ALLIANCE.replace("before dinner", "the same day"))
    repository.commit("Say it the same day", date="2024-02-03T09:00:00+01:00")
    for path, text in (files or {}).items():
        repository.write(path, text)
    return repository.folder


def mkdocs(
    folder: Path,
    *arguments: str,
    plugin: bool = True,
    umask: int = -1,
    environment: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run `mkdocs` as a program of its own; exit status, output and log lines (on stderr).

    Without `plugin` its Python cannot import this package.
    """
    return subprocess.run(
        [sys.executable, "-m", "mkdocs", *arguments] if plugin else [sys.executable, "-c", _WITHOUT_US, *arguments],
        cwd=folder,
        env=_environment() | dict(environment or {}),
        capture_output=True,
        text=True,
        check=False,
        umask=umask,
    )


def _environment() -> dict[str, str]:
    return isolated_environment() | {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": os.pathsep.join(sys.path)}


def contents(site: Path) -> dict[str, bytes]:
    """Every file of a site with its bytes."""
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


def page(site: Path, address: str) -> str:
    """The HTML of one page."""
    return (site / address).read_text(encoding="utf-8")


_WITHOUT_US = """
import sys
sys.modules["alliance_docs"] = None
from mkdocs.__main__ import cli
cli()
"""


@dataclass(frozen=True)
class Server:
    """A running `mkdocs serve`: the address of its site, and the file its log goes to."""

    address: str
    process: subprocess.Popen[bytes]
    log: Path

    def page(self, address: str) -> str:
        """One page as it is served now, "" while it is not there."""
        try:
            with urlopen(self.address + address, timeout=30) as answer:  # noqa: S310 - our own server
                return str(answer.read().decode())
        except OSError:
            return ""

    def wait_for(self, address: str, text: str) -> str:
        """The page once it holds a text; fails with the log when it does not come in a minute or the server has ended."""
        until = time.monotonic() + 60
        while text not in (page := self.page(address)):
            if time.monotonic() > until or self.process.poll() is not None:
                raise AssertionError(f"{text!r} did not come.\n{self.log.read_text()}")
            time.sleep(0.05)
        return page


@contextmanager
def served_live(folder: Path, log: Path, *command: str) -> Iterator[Server]:
    """Run a Python command that serves on this machine, `mkdocs serve` by default, on a free port until the block ends.

    `PORT` in the command stands for the port.
    """
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = str(probe.getsockname()[1])
    arguments = [word.replace("PORT", port) for word in command or ("-m", "mkdocs", "serve", "-a", "127.0.0.1:PORT")]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=folder, env=_environment(), stdout=output, stderr=output
        )
        try:
            yield Server(f"http://127.0.0.1:{port}/", process, log)
        finally:
            process.terminate()
            process.wait(timeout=30)
