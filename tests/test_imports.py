"""Who may import what: the direction in which values flow, and the one door to each outside thing."""

import ast
import re
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator" / "alliance_docs"

DOORS = {
    "ruamel": ("reading/events.py",),
    "yaml": ("reading/events.py",),
    "git": ("history/git.py",),
    "mkdocs": ("mkdocs_plugin.py", "loading.py", "site.py", "export.py", "engine/"),
    "rich": ("terminal.py", "commands/"),
    "click": ("cli.py", "commands/"),
    "jinja2": ("keeping/compiled.py", "pages/", "engine/", "mkdocs_plugin.py"),
    "nh3": ("commonmark.py",),
    "markdown_it": ("commonmark.py", "pages/"),
    "icalendar": ("pages/",),
}
"""The files (or packages of ours) that may import an outside library, for those that must not spread."""

LAYERS = (
    {"errors", "troubles", "vocabulary", "audience", "page", "order"},
    {"symbols", "escaping", "commonmark", "progress", "collecting", "workers", "keeping"},
    {"model", "schema", "catalogue", "texts"},
    {"normal", "revisions"},
    {"naming"},
    {"reading"},
    {"history", "writing"},
    {"changes"},
    {"volumes", "privacy", "wording"},
    {"leaks"},
    {"assent", "book", "terminal"},
    {"nudges", "report"},
    {"messages"},
    {"pages"},
    {"engine"},
    {"mkdocs_plugin"},
    {"loading"},
    {"site", "export"},
    {"commands"},
    {"cli"},
    {"__main__"},
)
"""Every module and package of ours from the ground up: each imports only from those of lower layers."""

HEIGHT = {name: place for place, layer in enumerate(LAYERS) for name in layer}

FILES = sorted(PACKAGE.rglob("*.py"))


def area(path: Path) -> str:
    """The module, or the sub-package, a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, lazily or not, by its full name; and what it takes out of one, which may be one too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_one_door_leads_to_each_library(path: Path) -> None:
    """A library that is imported in one place can be replaced there."""
    for name in imports(path):
        doors = DOORS.get(name.partition(".")[0])
        assert doors is None or path.relative_to(PACKAGE).as_posix().startswith(doors), f"{path.name} must not import {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_imports_upwards(path: Path) -> None:
    """What is pure stays ignorant of what shows it."""
    own = area(path)
    for name in imports(path):
        other = name.removeprefix("alliance_docs.").partition(".")[0]
        if name.startswith("alliance_docs.") and other not in {own, "__version__"}:
            assert HEIGHT[other] < HEIGHT[own], f"{path.name} must not import {name}"


def test_no_import_leads_back() -> None:
    """Inside a package too: no two files need each other, however many lie between, lazily or for types alone."""
    files = {".".join(("alliance_docs", *path.relative_to(PACKAGE).with_suffix("").parts)): path for path in FILES}
    TopologicalSorter({name: files.keys() & set(imports(path)) for name, path in files.items()}).prepare()


def test_every_part_has_its_layer() -> None:
    """No module stands beside the order, and the order names none that is gone."""
    assert set(HEIGHT) == {area(path) for path in FILES} - {"__init__"}


def test_the_plan_names_files_that_are_there() -> None:
    """Whoever follows `ARCHITECTURE.md` finds every file and folder of the package under the name it has there."""
    plan = (PACKAGE.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)?[a-z_]+\.py|[a-z_]+/)`", plan)
    assert len(named) > 60
    assert [name for name in named if not (PACKAGE / name).exists() and not (PACKAGE.parents[1] / name).exists()] == []
