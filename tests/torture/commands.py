"""The commands that write or read files, each in a small repository of its own, for the trials that let them fail."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from alliance_docs.cli import main
from alliance_docs.engine import swap
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE
from tests.test_verbs import HOME
from tests.torture import faults

PLAIN = """\
site_name: Our agreements
docs_dir: alliances
theme:
  name: null
  custom_dir: look
plugins: [search, alliances]
"""
LOOK = "<html><head><title>{{ page.title }}</title></head><body>{{ page.content }}</body></html>"
_EXCHANGE = swap._exchange
_WHOLE = "site_name: Our agreements\ndocs_dir: alliances\ntheme: material\nplugins: [search, alliances]\n"


@dataclass(frozen=True, slots=True)
class Deed:
    """One command line: `writes` it a site, or a file, or nothing."""

    name: str
    arguments: tuple[str, ...]
    writes: bool = True
    whole: bool = False  # with the whole theme, which has ten times the files
    exchange: bool = True  # whether two folders can change places in one step


_DAY = ("--date", "2024-06-30")
DEEDS = (
    Deed("build", ("build",)),
    Deed("build without exchange", ("build",), exchange=False),
    Deed("build anew", ("build", "-d", "fresh/public")),
    Deed("export", ("export", "plain")),
    Deed("check", ("check",), writes=False),
    Deed("check --fix", ("check", "--fix")),
    Deed("log", ("log", "home", "--json"), writes=False),
    Deed("diff", ("diff", "home"), writes=False),
    Deed("show", ("show", "home"), writes=False),
    Deed("status", ("status",), writes=False),
    Deed("blame", ("blame", "home"), writes=False),
    Deed("agree", ("agree", "maren", "home", "--yes", *_DAY)),
    Deed("drop", ("drop", "home", "--owner", "jonas", "--text", "I forgot it.", "--about", "tell-first", *_DAY)),
    Deed("repair", ("repair", "loan", "home", "--step", "Open every account.", "--due", "2024-07-14")),
    Deed("concern", ("concern", "home", "--by", "maren", "--seen", "A letter.", "--about", "tell-first", *_DAY)),
    Deed("request", ("request", "home", "--from", "maren", "--to", "jonas", "--text", "Please call.")),
    Deed("review", ("review", "home", "--kept", "All of it.", "--by", "maren", *_DAY)),
    Deed("new", ("new", "third", "--title", "Third", "--party", "Ana", "--party", "Bo")),
    Deed("build with the theme", ("build",), whole=True),
)


class Bench:
    """A folder in which one command runs again and again, each time from the same beginning."""

    def __init__(self, folder: Path, deed: Deed) -> None:
        self.deed = deed
        self.root = folder.resolve()
        self.project = self.root / "project"
        self._pristine = folder.resolve().parent / f"{folder.name}-pristine"
        _begin(self._pristine, whole=deed.whole)
        self.reset()
        self._warm_up()
        self.reset()
        self.before = self.state()
        self._beginning = self._everything()
        self.ending = faults.run(self.command, self.root)
        if self.ending.status:
            raise AssertionError(f"{deed.name} ends with {self.ending.status}: {self.ending.printed[-300:]}")
        self.after = self.state()
        self.beside = self.names()

    def reset(self) -> None:
        """Begin anew."""
        shutil.rmtree(self.root, ignore_errors=True)
        shutil.copytree(self._pristine, self.project, symlinks=True)

    def command(self) -> None:
        """Run the command here; it ends with SystemExit."""
        os.environ["XDG_CACHE_HOME"] = str(self.root / "kept")  # so that what is kept can fail too
        swap._exchange = _EXCHANGE if self.deed.exchange else lambda one, other: False  # noqa: ARG005 - as where none can
        main(["-C", str(self.project), *self.deed.arguments])

    def fail(self, last: int, error: int) -> faults.Ending:
        """Begin anew and let one step fail."""
        self.reset()
        return faults.run(self.command, self.root, last, error)

    def state(self) -> dict[str, bytes]:
        """Every file that people see, with its content."""
        return {path: (self.project / path).read_bytes() for path in self.names() if not _is_hidden(path)}

    def is_untouched(self) -> bool:
        """Whether the project is to the byte as it was at the beginning, hidden files too."""
        return self._everything() == self._beginning

    def _everything(self) -> dict[str, bytes]:
        files = (path for path in self.root.rglob("*") if path.is_file() and ".git" not in path.parts)
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}

    def names(self) -> set[str]:
        """Every file below the project but Git's own and what can be made again."""
        return {
            name
            for path in self.project.rglob("*")
            if path.is_file() and not (name := path.relative_to(self.project).as_posix()).startswith((".git/", ".cache/"))
        }

    def _warm_up(self) -> None:
        """Have everything imported in this process, so that each child is quick and takes the same steps."""
        command: Callable[[], None] = self.command
        with Path(os.devnull).open("w") as nowhere, _printing_to(nowhere.fileno()):
            try:
                command()
            except SystemExit:
                return


class _printing_to:  # noqa: N801 - used as a word
    """Everything this process prints goes to a descriptor while the block runs."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._kept: list[int] = []

    def __enter__(self) -> None:
        self._kept = [os.dup(1), os.dup(2)]
        os.dup2(self._descriptor, 1)
        os.dup2(self._descriptor, 2)

    def __exit__(self, *_: object) -> None:
        for number, kept in enumerate(self._kept, 1):
            os.dup2(kept, number)
            os.close(kept)


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _begin(folder: Path, *, whole: bool) -> None:
    """Two alliances, a site that was built before, and somebody who sits there."""
    builder = RepositoryBuilder(folder)
    builder.write("mkdocs.yml", _WHOLE if whole else PLAIN)
    builder.write("look/main.html", LOOK)
    builder.write(".gitignore", "/site/\n")
    builder.write("alliances/home.yml", HOME)
    builder.write("alliances/harbour-street.yml", ALLIANCE)
    builder.commit("Begin")
    builder.write("alliances/home.yml", HOME.replace("move money", "move any money"))
    builder.write("alliances/harbour-street.yml", ALLIANCE.replace("before dinner", "the same day"))
    builder.commit("Say it the same day")
    builder.write("site/index.html", "old")
    builder.write("site/alliances/old.html", "old")
    builder.git("config", "user.name", "Maren")
    builder.git("config", "user.email", "maren@example.org")


def benches(folder: Path, size: int) -> Iterator[Bench]:
    """A bench for every deed; where less than ten points of each are to be tried, for three of them."""
    for number, deed in enumerate(DEEDS[:1] + DEEDS[11:13] if -10 < size < 1 else DEEDS):
        yield Bench(folder / f"{number}", deed)
