"""Our own files of a site, which come by the thousand: they are written here, and none that is there already.

What a page is in the site does not depend on the way it goes: it can be linked to, is found, and stands in the sitemap.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import quote

from mkdocs.structure.files import File

from alliance_docs.engine.files import AlliancePage, PageFiles, address_of, source_uri
from alliance_docs.engine.frames import Frames
from alliance_docs.engine.trees import Seen
from alliance_docs.engine.writing import Writer
from alliance_docs.page import Asset, Page
from alliance_docs.progress import step

_OFTEN = 200  # pages; so often one hears how many are written


def split(pages: Iterable[Page], named: Iterable[str]) -> tuple[list[Page], list[Page]]:
    """The pages that MkDocs renders, the first one and those of the navigation, and all others."""
    addresses = {"index.html", *map(address_of, named)}
    ordinary = [page for page in pages if page.address in addresses]
    return ordinary, [page for page in pages if page.address not in addresses]


def keys(pages: Iterable[Page], assets: Iterable[Asset]) -> dict[str, str]:
    """What each of these files will be made of beside its surroundings, by address."""
    made_of = {page.address: page.key or _digest(page) for page in pages}
    return made_of | {asset.address: asset.key for asset in assets}


def makers(pages: Iterable[Page], assets: Iterable[Asset], frames: Frames) -> dict[str, Callable[[], bytes]]:
    """What makes each of these files, by address."""
    made: dict[str, Callable[[], bytes]] = {page.address: partial(_finished, page, frames) for page in pages}
    return made | {asset.address: partial(bytes, asset.content) for asset in assets}


def write(pages: Sequence[Page], assets: Iterable[Asset], frames: Frames, site: Path) -> dict[str, Seen]:
    """Write these files into the folder of a site; gives how each looks then."""
    writer = Writer(site)
    looks: dict[str, Seen] = {}
    for place, page in enumerate(pages):
        if place % _OFTEN == 0:
            step("Writing the pages", place, len(pages))
        looks[page.address] = writer.write(page.address, _finished(page, frames))
    return looks | {asset.address: writer.write(asset.address, asset.content) for asset in assets}


def places(pages: Sequence[Page]) -> list[str]:
    """The addresses of the pages that are searched, as links spell them, in their order."""
    return [quote(page.address) for page in pages if page.searchable]


def listed(files: Sequence[File], pages: Sequence[Page], made: PageFiles, day: str) -> list[File]:
    """What the sitemap lists: all files but our pages that are not searched, ours at the end and in their order."""
    others = [file for file in files if not isinstance(file.page, AlliancePage)]
    rendered = {file.src_uri: file for file in files if isinstance(file.page, AlliancePage)}
    ours = [rendered.get(source_uri(page)) or made.file(page) for page in pages if page.searchable]
    for file in ours:
        if file.page is not None:
            file.page.update_date = day
    return [*others, *ours]


def _finished(page: Page, frames: Frames) -> bytes:
    return frames.filled(page).encode(errors="xmlcharrefreplace")


def _digest(page: Page) -> str:
    """The key of a page that brings none: all that it is."""
    told = (page.title, page.body, page.description, page.headings, page.searchable, page.source, page.feed)
    return hashlib.sha256(repr(told).encode(errors="surrogatepass")).hexdigest()
