"""Writes the site as a folder that builds without this tool: Markdown files with finished bodies and a plain mkdocs.yml.

The pages are those of the site itself, so the same rules of privacy hold. Hand-written pages and pictures go with them.
"""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files, InclusionLevel, get_files

from alliance_docs.engine import swap
from alliance_docs.engine.content import load_content
from alliance_docs.engine.defaults import SCRIPT, STYLES, settle, theme_folder
from alliance_docs.engine.files import drop_sources, not_by_hand, source_uri
from alliance_docs.engine.gate import hidden_of, let_through
from alliance_docs.engine.navigation import navigation
from alliance_docs.engine.plain import plain_page, yaml
from alliance_docs.engine.settings import SiteOrder, settings_of
from alliance_docs.errors import UsageError
from alliance_docs.loading import configured
from alliance_docs.page import Page

_MARK = "# Written by `alliance export`; it builds with `mkdocs build`. The next export replaces the whole folder.\n"
_THEME = ("language", "palette", "features", "logo", "favicon")
_KEPT = ("site_name", "site_url", "site_description", "site_author", "copyright", "markdown_extensions")


def export_site(order: SiteOrder, target: Path) -> tuple[str, ...]:
    """Write the site for MkDocs without our plugin into a new folder, or in place of an earlier export.

    Gives what the site leaves out, as sentences. The folder is the complete old or the complete new one at any time.

    Raises:
        UsageError: something else is at `target`, or mkdocs.yml is wrong.
        SourceError: current documents have errors, all of them listed.
        RepositoryError: the repository cannot be used as it is.
    """
    if target.exists() and not _is_ours(target):
        raise UsageError(f"{target} holds something else than an export.", "Name a folder that does not exist yet.")
    settings = settings_of(order)
    config, plugin = configured(settings)
    settle(config)
    reading = plugin.reading(config)
    content = load_content(reading)
    files = get_files(config)
    drop_sources(files, config)
    by_hand = [file for file in files if file.inclusion is not InclusionLevel.EXCLUDED]
    pages = not_by_hand(files, content.pages)
    plain = _plain_settings(config, settings.written, pages, files)
    staging = swap.begin(target)
    try:
        for asset in content.assets:
            _write(staging / "docs" / asset.address, asset.content)
        for file in by_hand:
            _write(staging / "docs" / file.src_uri, file.content_bytes)
        for page in pages:
            _write(staging / "docs" / source_uri(page), plain_page(page).encode())
        _write(staging / "mkdocs.yml", (_MARK + yaml(plain)).encode())
        _write_theme(staging, config)
        if content.book is not None:
            let_through(staging, hidden_of(content.book))
        swap.publish(staging, target)
    finally:
        swap.mend(target)
    return content.remarks


def _is_ours(target: Path) -> bool:
    """Whether a folder is empty or an earlier export, so that replacing it loses nothing."""
    if not target.is_dir():
        return False
    settings = target / "mkdocs.yml"
    return not any(target.iterdir()) or (settings.is_file() and settings.read_bytes().startswith(_MARK.encode()))


def _plain_settings(config: MkDocsConfig, written: Mapping[str, Any], pages: Sequence[Page], files: Files) -> dict[str, Any]:
    """The mkdocs.yml of the export: what the user wrote as far as it needs no plugin, and our look."""
    theme = {
        name: config.theme[name] for name in ("language", "palette", "features", "logo", "favicon") if name in config.theme
    }
    return {
        "site_name": config.site_name,
        **{name: written[name] for name in _KEPT if name in written and _is_plain(written[name])},
        "docs_dir": "docs",
        "use_directory_urls": False,
        "theme": {"name": config.theme.name, "custom_dir": "theme", "font": False, **theme},
        "plugins": ["search"],
        "extra": {"homepage": config.extra["homepage"]},
        "extra_css": [STYLES, *(str(path) for path in written.get("extra_css") or [])],
        "extra_javascript": [SCRIPT, *(str(path) for path in written.get("extra_javascript") or [])],
        "nav": config.nav or navigation(pages, files),
        "not_in_nav": "*",
    }


def _is_plain(value: object) -> bool:
    """Whether a value can be written into a file again: no function behind a tag."""
    try:
        json.dumps(value)
    except TypeError:
        return False
    return True


def _write_theme(staging: Path, config: MkDocsConfig) -> None:
    """Our templates with the user's own over them, and our style and script where MkDocs finds them as documents."""
    ours = theme_folder()
    for folder in dict.fromkeys((ours, Path(config.theme.custom_dir or ours).resolve())):
        ignored = shutil.ignore_patterns("assets") if folder == ours else None
        shutil.copytree(folder, staging / "theme", ignore=ignored, copy_function=shutil.copyfile, dirs_exist_ok=True)
    for asset in (STYLES, SCRIPT):
        if not (staging / "docs" / asset).exists():
            _write(staging / "docs" / asset, (ours / asset).read_bytes())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
