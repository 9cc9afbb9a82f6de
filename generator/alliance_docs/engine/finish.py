"""The last steps of a build: days that do not depend on today, and a search that works from a disk."""

import logging
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from mkdocs.structure.files import Files
from mkdocs.utils import CountHandler, get_build_date

_FIRST_DAY = date(1970, 1, 1)


def set_days(files: Files, day: date | None) -> None:
    """Give each page the day of the newest commit, for the sitemap and its archive, where no other plugin gave it one."""
    today = get_build_date()
    for file in files.documentation_pages():
        if file.page is not None and file.page.update_date == today:
            file.page.update_date = iso_day(day)


def iso_day(day: date | None) -> str:
    """The day as the sitemap has it; the first of all days where nothing has one."""
    return (day or _FIRST_DAY).isoformat()


def write_search_for_disk(site: Path) -> None:
    """Write the search index as a script too: on `file://` a browser loads scripts, but no JSON."""
    index = site / "search" / "search_index.json"
    if index.is_file():
        text = index.read_text(encoding="utf-8")
        index.with_suffix(".js").write_text(f"var __index = {text}", encoding="utf-8", newline="")


def has_warned(loggers: Iterable[str] = ("mkdocs",)) -> bool:
    """Whether a strict build has counted a warning, so that MkDocs will fail it."""
    handlers = [handler for name in loggers for handler in logging.getLogger(name).handlers]
    return any(isinstance(handler, CountHandler) and handler.get_counts() for handler in handlers)
