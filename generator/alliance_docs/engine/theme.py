"""A theme as MkDocs loads it, only quicker: its templates stay compiled, and nobody goes through all its pictures.

Material brings more than ten thousand icons in hidden folders. MkDocs lists them all, only to leave out what is hidden.
"""

import os
from copy import copy

from jinja2 import BytecodeCache, Environment, FileSystemLoader
from mkdocs.theme import Theme


class _Visible(FileSystemLoader):
    """Finds every template, and lists those that are in no hidden folder."""

    def list_templates(self) -> list[str]:
        """Names relative to the folders of templates, sorted."""
        found: set[str] = set()
        for top in self.searchpath:
            for place, folders, names in os.walk(top, followlinks=self.followlinks):
                folders[:] = [name for name in folders if not name.startswith(".")]
                inside = "" if place == top else os.path.relpath(place, top).replace(os.sep, "/") + "/"
                found.update(inside + name for name in names)
        return sorted(found)


class LightTheme(Theme):
    """The same theme, with its own way to its templates."""

    compiled: BytecodeCache

    def get_env(self) -> Environment:
        """A new environment, as MkDocs makes it."""
        environment = super().get_env()
        environment.loader = _Visible(self.dirs)
        environment.bytecode_cache = self.compiled
        return environment


def lightened(theme: Theme, compiled: BytecodeCache) -> Theme:
    """The theme as a light one; one that is not MkDocs' own kind stays what it is."""
    if type(theme) is not Theme:
        return theme
    light = copy(theme)
    light.__class__ = LightTheme
    assert isinstance(light, LightTheme)  # noqa: S101 - says what mypy cannot know
    light.compiled = compiled
    return light
