"""Our pages that MkDocs does not render: thousands of them are filled into frames, written and searched here.

What a page is in the site does not depend on the way it goes: it can be linked to, is found, and stands in the sitemap.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from urllib.parse import quote

from mkdocs.structure.files import File

from alliance_docs.engine.files import AlliancePage, PageFiles, source_uri
from alliance_docs.engine.frames import Frames
from alliance_docs.engine.writing import Writer
from alliance_docs.page import Page


def split(pages: Iterable[Page], named: Iterable[str]) -> tuple[list[Page], list[Page]]:
    """The pages that MkDocs renders, the first one and those of the navigation, and all others."""
    named = {"index.md", *named}
    ordinary: list[Page] = []
    aside: list[Page] = []
    for page in pages:
        (ordinary if source_uri(page) in named else aside).append(page)
    return ordinary, aside


def write(pages: Iterable[Page], frames: Frames, site: Path) -> None:
    """Write the finished pages into the folder of a site."""
    writer = Writer(site)
    for page in pages:
        writer.write(page.address, frames.filled(page).encode(errors="xmlcharrefreplace"))


def places(pages: Sequence[Page]) -> list[str]:
    """The addresses of pages as links spell them, in their order."""
    return [quote(page.address) for page in pages]


def listed(files: Sequence[File], pages: Sequence[Page], made: PageFiles, day: str) -> list[File]:
    """What the sitemap lists: all files but our pages that are not searched, ours at the end and in their order."""
    others = [file for file in files if not isinstance(file.page, AlliancePage)]
    rendered = {file.src_uri: file for file in files if isinstance(file.page, AlliancePage)}
    ours = [rendered.get(source_uri(page)) or made.file(page) for page in pages if page.searchable]
    for file in ours:
        if file.page is not None:
            file.page.update_date = day
    return [*others, *ours]
