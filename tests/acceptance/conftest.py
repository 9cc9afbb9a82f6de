"""The sites of the four fixtures, each built once for all tests of a run, and a browser."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from alliance_docs.audience import Audience
from alliance_docs.book import load_timeline
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.revisions import Timeline
from alliance_docs.site import build_site
from tests.acceptance.garden import write_f1, write_f12
from tests.acceptance.hostile import write_fx
from tests.acceptance.long_history import write_f200
from tests.browser import chromium, served
from tests.repositories import RepositoryBuilder

_KINDS = {
    "index": "index.html",
    "agreement": "alliances/{}/index.html",
    "history": "alliances/{}/history.html",
    "revision": "alliances/{}/r/*.html",
    "since": "alliances/{}/since/*.html",
    "compare": "alliances/{}/compare.html",
    "sentences": "alliances/{}/sentences.html",
    "sheet": "alliances/{}/print.html",
    "principle": "principles/[!i]*.html",
    "how-to": "how-to/*.html",
}
KINDS = tuple(_KINDS)
"""What kinds of pages a site has."""
ALLIANCE_KINDS = ("agreement", "history", "revision", "since", "sentences", "sheet")
"""Those of one alliance that need no script."""
_WRITERS = {"f1": write_f1, "f12": write_f12, "f200": write_f200, "fx": write_fx}


@dataclass(frozen=True)
class Site:
    """A built site: its repository, its folder, and where it is served on this machine, with a slash at the end."""

    name: str
    repository: Path
    folder: Path
    home: str

    def page(self, address: str) -> str:
        """Where a page of its alliance is served; `address` as in `history.html`."""
        return f"{self.home}alliances/{self.name}/{address}"

    def file(self, address: str) -> Path:
        """The file of a page of its alliance."""
        return self.folder / "alliances" / self.name / address

    def example(self, kind: str) -> str:
        """Of the pages of a kind the one with most to show, relative to the site."""
        found = max(self.folder.glob(_KINDS[kind].format(self.name)), key=lambda page: (page.stat().st_size, page.name))
        return found.relative_to(self.folder).as_posix()

    @cached_property
    def timeline(self) -> Timeline:
        """What its pages are made from."""
        return load_timeline(self.repository / "alliances", self.name, audience=Audience.PUBLIC)

    def html(self, address: str) -> str:
        """The HTML of a page of its alliance."""
        return self.file(address).read_text(encoding="utf-8")


class Sites:
    """The sites by the names of their fixtures, built and served when they are first asked for.

    Processes of one run of tests share what was built: whoever comes first holds a lock while it builds.
    """

    def __init__(self, shared: Path, stack: ExitStack) -> None:
        self._shared = shared
        self._stack = stack
        self._known: dict[str, Site] = {}

    def __getitem__(self, name: str) -> Site:
        """The site of a fixture."""
        if name not in self._known:
            repository = self._built(name)
            home = self._stack.enter_context(served(repository / "site"))
            self._known[name] = Site(name, repository, repository / "site", home)
        return self._known[name]

    def _built(self, name: str) -> Path:
        repository = self._shared / name
        with (self._shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (repository / "site").is_dir():
                _WRITERS[name](RepositoryBuilder(repository))
                report = build_site(SiteOrder(repository, strict=name != "fx"))  # whose markup is worth a warning
                assert report.published, report.warnings
        return repository


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The four sites."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    with ExitStack() as stack:
        yield Sites(shared, stack)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a module; there cannot be two at a time in a process."""
    with chromium() as browser:
        yield browser
