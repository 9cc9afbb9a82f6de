"""What the command line builds: the settings of a mkdocs.yml, with what it lacks filled in; it may lack altogether."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from mkdocs.exceptions import MkDocsException
from mkdocs.utils.yaml import yaml_load

from alliance_docs.audience import Audience
from alliance_docs.errors import UsageError

_CONFIG_FILES = ("mkdocs.yml", "mkdocs.yaml")
_ALLIANCES = "alliances"


class SiteOrder(NamedTuple):
    """What to build: the site of the mkdocs.yml for `folder`, or of a file named; None leaves a choice to that file."""

    folder: Path
    config_file: Path | None = None
    site_dir: Path | None = None
    audience: Audience | None = None
    strict: bool = False
    keep_going: bool = False
    allow_shallow: bool = False


class Settings(NamedTuple):
    """`file` for MkDocs to read, `values` to put over it, and what is `written` in the file as it stands."""

    file: str
    values: dict[str, Any]
    written: Mapping[str, Any]


def settings_of(order: SiteOrder) -> Settings:
    """The settings of a site; without a mkdocs.yml MkDocs reads an empty file, as if one stood in the folder.

    Raises:
        UsageError: the file that was named is missing, or it is no YAML, or there are no alliances.
    """
    file = _config_file(order)
    written = _written(file)
    folder = file.parent if file else _top(order.folder.resolve())
    values: dict[str, Any] = {
        "config_file_path": str(file or folder / _ALLIANCES),  # MkDocs watches it, so it must exist
    }
    if order.site_dir:
        values["site_dir"] = str(order.site_dir.resolve())
    if order.strict:
        values["strict"] = True
    if "site_name" not in written:
        values["site_name"] = folder.name.replace("-", " ").replace("_", " ").capitalize()
    if "theme" not in written:
        values["theme"] = {"name": "material"}
    if "docs_dir" not in written and (folder / _ALLIANCES).is_dir() and not (folder / "docs").is_dir():
        values["docs_dir"] = _ALLIANCES
    if "use_directory_urls" not in written:
        values["use_directory_urls"] = False
    options = _options(order)
    if options or not _names_our_plugin(written):
        values["plugins"] = _with_options(written.get("plugins"), options)
    return Settings(str(file) if file else os.devnull, values, written)


def _config_file(order: SiteOrder) -> Path | None:
    """The file that was named, else the nearest one from the folder up to the top of its repository."""
    if order.config_file:
        if not order.config_file.is_file():
            raise UsageError(f"There is no file {order.config_file}.")
        return order.config_file.resolve()
    places = list(_places(order.folder.resolve()))
    return next((file for place in places for name in _CONFIG_FILES if (file := place / name).is_file()), None)


def _top(folder: Path) -> Path:
    """The nearest folder upwards that holds one of alliances."""
    for place in _places(folder):
        if (place / _ALLIANCES).is_dir():
            return place
    raise UsageError(f"There is no folder `{_ALLIANCES}` here.", "Run `alliance new NAME` to begin one.")


def _places(folder: Path) -> Iterator[Path]:
    for place in (folder, *folder.parents):
        yield place
        if (place / ".git").exists():
            return


def _written(file: Path | None) -> Mapping[str, Any]:
    if file is None:
        return {}
    with file.open("rb") as stream:
        try:
            return yaml_load(stream)
        except MkDocsException as error:
            raise UsageError(str(error), code="settings") from error


def _options(order: SiteOrder) -> dict[str, object]:
    """The options of our plugin that this order says something about."""
    wishes = {
        "audience": str(order.audience) if order.audience else None,
        "keep_going": order.keep_going,
        "allow_shallow": order.allow_shallow,
    }
    return {name: wish for name, wish in wishes.items() if wish}


def _names_our_plugin(written: Mapping[str, object]) -> bool:
    return _ALLIANCES in dict(_plugins(written.get("plugins")))


def _with_options(written: object, options: Mapping[str, object]) -> dict[str, object]:
    """The plugins as a mapping, ours among them; as a list MkDocs would use it up in its first build while serving."""
    plugins = dict(_plugins(written))
    return {**plugins, _ALLIANCES: {**(plugins.get(_ALLIANCES) or {}), **options}}


def _plugins(written: object) -> Iterator[tuple[str, Mapping[str, object] | None]]:
    """The plugins of a mkdocs.yml with their options; MkDocs has search where nothing is written."""
    for entry in ["search"] if written is None else written if isinstance(written, list) else [written]:
        yield from entry.items() if isinstance(entry, Mapping) else [(str(entry), None)]
