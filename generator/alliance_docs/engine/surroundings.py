"""Names all that a page shows besides itself: the theme, the navigation, the settings, the versions of what renders it.

Two builds with the same name of their surroundings make the same file of a page that is the same. What is not known here
must not change a page; so where a value cannot be told from another one, that counts as a difference in every build.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

import jinja2
import mkdocs
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.theme import Theme

from alliance_docs import __version__
from alliance_docs.engine.defaults import theme_folder


def surroundings(config: MkDocsConfig, sample: str) -> str:
    """A digest; `sample` is a page that is all marks, as the theme makes it. Reads every template once."""
    told = hashlib.sha256()
    for part in (
        json.dumps([__version__, mkdocs.__version__, jinja2.__version__, version("mkdocs-material")]),
        json.dumps(_plain(dict(config)), sort_keys=True, ensure_ascii=True),
        *_files(Path(__file__).parent, (".py",)),
        *(line for folder in (*config.theme.dirs, str(theme_folder())) for line in _files(Path(folder), (".html", ".yml"))),
        sample,
    ):
        told.update(part.encode(errors="surrogatepass") + b"\0")
    return told.hexdigest()


def _plain(value: object) -> object:
    """A setting as JSON."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Config | Mapping | Theme):
        return {str(key): _plain(value[key]) for key in value if key != "site_dir"}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(entry) for entry in value]
    if isinstance(value, Path):
        return str(value)
    if hasattr(value, "config") and isinstance(value.config, Config):  # a plugin
        return [type(value).__qualname__, _plain(value.config)]
    named = getattr(value, "__qualname__", "")
    return f"{getattr(value, '__module__', '')}.{named}" if named else _told(value)


def _told(value: object) -> str:
    """What an object says of itself, which holds its place in memory where it has nothing to say."""
    return f"{type(value).__qualname__} {value!r}"


def _files(folder: Path, endings: tuple[str, ...]) -> Iterator[str]:
    """The files below a folder with their content; hidden folders are full of pictures and left out.

    OSError where a folder cannot be listed: a template in it may still be found by its name, and nobody could tell that it
    has changed.
    """
    for place, folders, names in os.walk(folder, onerror=_unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith((".", "__")))
        for name in sorted(names):
            if name.endswith(endings):
                path = Path(place, name)
                yield f"{path}\0{path.read_text(encoding='utf-8', errors='surrogateescape')}"


def _unlisted(failure: OSError) -> None:
    if not isinstance(failure, FileNotFoundError):
        raise failure
