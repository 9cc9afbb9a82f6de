"""Who may import what: the direction in which values flow, and the one door to each outside thing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "generator" / "alliance_docs"

DOORS = {
    "ruamel": {"events"},
    "yaml": {"events"},
    "git": {"git"},
    "mkdocs": {"mkdocs_plugin", "site", "export", "engine"},
    "rich": {"terminal", "commands"},
    "click": {"cli", "commands"},
    "jinja2": {"compiled", "pages", "engine", "mkdocs_plugin"},
    "nh3": {"commonmark"},
    "markdown_it": {"commonmark", "pages"},
    "icalendar": {"pages"},
}
"""The modules (or packages of ours) that may import an outside library, for those that must not spread."""

LAYERS = (
    {
        "audience",
        "errors",
        "page",
        "vocabulary",
        "order",
        "symbols",
        "escaping",
        "pipes",
        "shelf",
        "collecting",
        "unwrapping",
        "untagging",
        "keep_place",
        "progress",
        "records",
        "keep",
        "workers",
    },
    {"model", "normal", "marks"},
    {"revisions"},
    {
        "diff",
        "patch",
        "redline",
        "naming",
        "similarity",
        "matching",
        "likeness",
        "reading",
        "folder",
        "edit",
        "schema",
        "git",
        "history",
        "identity",
        "worktree",
    },
    {"timeline"},
    {"disclosure"},
    {"privacy"},
    {"commonmark", "texts", "wording"},
    {"hidden_words", "readable", "sieve", "sought", "unpacking", "unseen", "unwrapping", "thinning"},
    {"leaks", "volumes", "book", "clashes", "lineage", "assent", "net", "yes", "digest", "nudges", "ballots", "telling"},
    {"pages", "report"},
    {"engine", "mkdocs_plugin", "export", "site", "terminal"},
    {"commands", "cli"},
)
"""From the core outwards: a module imports nothing from a later layer."""

FILES = sorted(PACKAGE.rglob("*.py"))


def area(path: Path) -> str:
    """The module, or the sub-package, a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, lazily or not, by its full name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module == "alliance_docs":
                yield from (f"alliance_docs.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_only_one_door_leads_to_each_library(path: Path) -> None:
    """A library that is imported in one place can be replaced there."""
    for name in imports(path):
        allowed = DOORS.get(name.partition(".")[0])
        assert allowed is None or area(path) in allowed, f"{path.name} must not import {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_nothing_imports_upwards(path: Path) -> None:
    """What is pure stays ignorant of what shows it."""
    height = {name: place for place, layer in enumerate(LAYERS) for name in layer}
    own = height.get(area(path))
    for name in imports(path):
        parts = name.split(".")
        if own is not None and parts[0] == "alliance_docs" and len(parts) > 1:
            other = height.get(parts[1])
            assert other is None or other <= own, f"{path.name} must not import {name}"
