"""Our own files of a site, which come by the thousand: they are written here, and none that is there already.

What a page is in the site does not depend on the way it goes: it can be linked to, is found, and stands in the sitemap.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from mkdocs.structure.files import File

from alliance_docs.engine.files import AlliancePage, PageFiles, source_uri
from alliance_docs.engine.frames import Frames
from alliance_docs.engine.manifest import Made
from alliance_docs.engine.writing import Writer
from alliance_docs.page import Asset, Page


class Piece(NamedTuple):
    """One file to be: the key of what it is made of beside its surroundings, and what makes it."""

    address: str
    key: str
    made: Callable[[], bytes]


def split(pages: Iterable[Page], named: Iterable[str]) -> tuple[list[Page], list[Page]]:
    """The pages that MkDocs renders, the first one and those of the navigation, and all others."""
    named = {"index.md", *named}
    ordinary: list[Page] = []
    aside: list[Page] = []
    for page in pages:
        (ordinary if source_uri(page) in named else aside).append(page)
    return ordinary, aside


def pieces(pages: Iterable[Page], assets: Iterable[Asset], frames: Frames) -> Iterator[Piece]:
    """The files that these pages and assets become."""
    for page in pages:
        yield Piece(page.address, page.key or _digest(page), lambda page=page: _encoded(frames.filled(page)))  # type: ignore[misc]
    for asset in assets:
        yield Piece(asset.address, hashlib.sha256(asset.content).hexdigest(), lambda asset=asset: asset.content)  # type: ignore[misc]


def write(wanted: Iterable[Piece], still: Mapping[str, Made], site: Path) -> dict[str, Made]:
    """Write into the folder of a site what is not `still` there; gives what was written."""
    writer = Writer(site)
    fresh = (piece for piece in wanted if piece.address not in still)
    return {piece.address: Made(piece.key, writer.write(piece.address, piece.made())) for piece in fresh}


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


def _encoded(text: str) -> bytes:
    return text.encode(errors="xmlcharrefreplace")


def _digest(page: Page) -> str:
    """The key of a page that brings none: all that it is."""
    told = (page.title, page.body, page.description, page.headings, page.searchable, page.source, page.feed)
    return hashlib.sha256(repr(told).encode(errors="surrogatepass")).hexdigest()
