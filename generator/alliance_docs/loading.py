"""Loads the configuration of MkDocs for our own commands, with our plugin in it, and hears what MkDocs warns of."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.config.base import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from alliance_docs.engine.settings import Settings
from alliance_docs.errors import UsageError
from alliance_docs.mkdocs_plugin import AlliancesPlugin


def configured(settings: Settings) -> tuple[MkDocsConfig, AlliancesPlugin]:
    """The validated configuration and our plugin, started as for a build.

    Raises:
        UsageError: mkdocs.yml is wrong; the message holds a line for each mistake.
    """
    with logged_lines() as lines:
        try:
            config = load_config(settings.file, **settings.values)
        except MkDocsException as error:
            raise UsageError("\n".join(lines) or str(error), "Look into mkdocs.yml.", "settings") from error
    plugin = config.plugins.get("alliances")
    if not isinstance(plugin, AlliancesPlugin):
        raise UsageError("The plugin `alliances` is switched off.", "Take `enabled: false` out of mkdocs.yml.")
    config.plugins.on_startup(command="build", dirty=False)
    return config, plugin


@contextmanager
def logged_lines() -> Iterator[list[str]]:
    """Collect what MkDocs and its plugins warn of while the block runs, a line each."""
    lines: list[str] = []
    collector = _Collector(lines)
    logger = logging.getLogger("mkdocs")
    logger.addHandler(collector)
    try:
        yield lines
    finally:
        logger.removeHandler(collector)


class _Collector(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(record.getMessage())
