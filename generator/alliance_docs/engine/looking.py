"""Has other processes look at a large site: tens of thousands of calls of the system, one by one."""

from pathlib import Path
from typing import NamedTuple

from alliance_docs.engine.trees import Folder, Tree, folders_in, look, numbered
from alliance_docs.workers import beforehand, processors

_MANY = 1_500  # folders: for fewer a process of its own costs more than the look at half of them


class Glance(NamedTuple):
    """The look at a site and at its second tree, as a job."""

    site: Path
    second: Path

    @property
    def size(self) -> int:
        """One of a kind."""
        return 1

    def run(self) -> tuple[dict[str, Folder], Tree] | None:
        """Both; None where a folder cannot be looked into, which is told where it is looked into again."""
        try:
            return look(self.site), numbered(self.second)
        except OSError:
            return None


class _Rest(NamedTuple):
    """The look at a site but for some folders."""

    site: Path
    passed: frozenset[str]

    @property
    def size(self) -> int:
        return 1

    def run(self) -> dict[str, Folder] | None:
        try:
            return look(self.site, self.passed)
        except OSError:
            return None


def looked_at(site: Path) -> dict[str, Folder]:
    """All files of a site by folder, as `look`.

    Raises:
        OSError: a folder cannot be looked into.
    """
    folders = folders_in(site) if processors() > 1 and site.is_dir() else []
    if len(folders) < _MANY:
        return look(site)
    ours, others = frozenset(folders[::2]), frozenset(folders[1::2])
    with beforehand(_Rest(site, ours)) as answer:
        found = look(site, others)
        return found | (answer() or look(site, ours))
