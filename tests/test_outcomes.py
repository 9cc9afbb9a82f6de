"""What goes wrong, and what comes of it: one table for `check`, `build`, `build --keep-going` and serving."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from mkdocs.commands.build import build

from alliance_docs.engine.settings import SiteOrder, settings_of
from alliance_docs.loading import configured
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, SIX_LINES, contents, write_site
from tests.test_cli import run

FILE = "alliances/harbour-street.yml"
UNTOLD = "I owe the bank more than the house is worth."
PRIVATE = f"- {{id: debts, owner: jonas, private: true, text: {UNTOLD}}}\n"
OLD = "<p>the site of yesterday</p>"
SECOND = ALLIANCE.replace("Harbour street", "Tuesday desk")


@dataclass(frozen=True)
class Row:
    """One line of the table: how it comes about, the exit codes of the three commands, and what each tells.

    `said` stands in what all that fail or warn tell; `shown` on some page of whatever is published or served.
    """

    come_about: Callable[[RepositoryBuilder], None]
    check: int = 0
    build: int = 0
    keep_going: int = 0
    said: str = ""
    shown: str = ""
    strict: int = 0


def _error(repository: RepositoryBuilder) -> None:
    repository.write("alliances/second.yml", f"{SECOND}purpose: {{{UNTOLD}\n")


def _warning(repository: RepositoryBuilder) -> None:
    repository.write("alliances/second.yml", f"{SECOND}context: We are # one\n")
    repository.commit("Warn")


def _old(repository: RepositoryBuilder) -> None:
    repository.write(FILE, "title: [open\n")
    repository.commit("Break")
    repository.write(FILE, ALLIANCE)
    repository.commit("Mend")


def _unclear(repository: RepositoryBuilder) -> None:
    repository.write(FILE, ALLIANCE + PRIVATE.replace("private: true, ", ""))
    repository.commit("Say it")
    repository.write(FILE, ALLIANCE + PRIVATE + "oops: [\n")
    repository.commit("Mark it, and slip")
    repository.write(FILE, ALLIANCE + PRIVATE.replace("private: true, ", ""))
    repository.commit("Mend")


def _leak(repository: RepositoryBuilder) -> None:
    repository.write(FILE, ALLIANCE + PRIVATE)
    repository.commit("Keep it to us")
    repository.write("alliances/notes.md", f"# Notes\n\n{UNTOLD}\n")


def _shallow(repository: RepositoryBuilder) -> None:
    repository.write(".git/shallow", f"{repository.git('rev-parse', 'HEAD')}\n")


def _nothing_hidden(repository: RepositoryBuilder) -> None:
    repository.write(FILE, f"{ALLIANCE}private: [commitments/never]\n")


TABLE = {
    "an error in a current document": Row(_error, 1, 1, 1, "alliances/second.yml:", "could not be read", 1),
    "an entry that hides nothing": Row(_nothing_hidden, 1, 1, 1, "[hides-nothing]", "could not be read", 1),
    "a warning": Row(_warning, 0, 0, 0, "[cut-text]", "We are", 1),
    "an old revision that cannot be read": Row(_old, shown="could not be read"),
    "a revision that may hide something": Row(_unclear),
    "a page that quotes what is hidden": Row(
        _leak, 0, 2, 2, "notes.html would show what is hidden: commitments/debts", strict=2
    ),
    "a clone that is cut off": Row(_shallow, 0, 2, 2, "fetch-depth: 0", "This clone is shallow", strict=2),
}
EVERY_ROW = pytest.mark.parametrize("row", TABLE.values(), ids=TABLE)


@pytest.fixture
def home(repository: RepositoryBuilder) -> RepositoryBuilder:
    """A repository with a site that was built some time ago."""
    write_site(repository, {"site/index.html": OLD})
    return repository


def _text(site: Path) -> str:
    return "\n".join(content.decode(errors="replace") for name, content in contents(site).items() if name.endswith(".html"))


@EVERY_ROW
def test_check_tells_and_ends_as_the_table_says(home: RepositoryBuilder, row: Row) -> None:
    """Errors end with 1, warnings only where they count, and no message repeats what somebody wrote."""
    row.come_about(home)
    result = run(home.folder, "check")
    assert result.exit_code == row.check
    assert UNTOLD[:24] not in result.output
    if row.check or "[" in row.said:
        assert row.said in result.stdout
    told = json.loads(run(home.folder, "check", "--format", "json").stdout)
    assert [problem for problem in told if problem["severity"] == "error"] or not row.check
    assert run(home.folder, "check", "--strict").exit_code == max(row.check, row.strict % 2)


@EVERY_ROW
@pytest.mark.parametrize("keep_going", [False, True], ids=["build", "keep going"])
def test_a_build_publishes_the_whole_or_nothing(home: RepositoryBuilder, row: Row, keep_going: bool) -> None:  # noqa: FBT001 - a column
    """The old site stays where nothing is published, and nothing hidden or unreadable is ever in the new one."""
    row.come_about(home)
    result = run(home.folder, "build", *(["--keep-going"] if keep_going else []))
    code = row.keep_going if keep_going else row.build
    assert result.exit_code == code
    assert UNTOLD[:24] not in result.output
    assert row.said in result.output
    published = code == 0 or (keep_going and code == 1)
    assert ((home.folder / "site/index.html").read_text() == OLD) is not published
    assert UNTOLD[:24] not in _text(home.folder / "site")
    if published:
        assert row.shown in _text(home.folder / "site")


@pytest.mark.parametrize("name", ["a warning", "an error in a current document", "a clone that is cut off"])
def test_a_strict_build_lets_warnings_count(home: RepositoryBuilder, name: str) -> None:
    """Whatever is said, nothing is published."""
    TABLE[name].come_about(home)
    assert run(home.folder, "build", "--strict").exit_code == TABLE[name].strict
    assert (home.folder / "site/index.html").read_text() == OLD


@EVERY_ROW
def test_serving_goes_on_and_says_what_is_wrong(home: RepositoryBuilder, row: Row, tmp_path: Path) -> None:
    """What stops a build is a page or a line on every page here; a page that would leak is taken away."""
    row.come_about(home)
    home.write("mkdocs.yml", SIX_LINES.replace("  - alliances", "  - alliances:\n      audience: public"))
    config, plugin = configured(settings_of(SiteOrder(home.folder, site_dir=tmp_path / "served")))
    plugin.on_startup(command="serve", dirty=False)
    build(config)
    pages = _text(tmp_path / "served")
    assert row.shown in pages
    assert UNTOLD[:24] not in pages
    if row.build == 1:
        assert row.said.strip(":") in pages
