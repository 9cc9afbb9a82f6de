"""Our own files of a site, which come by the thousand: they are written here, and none that is there already.

What a page is in the site does not depend on the way it goes: it can be linked to, is found, and stands in the sitemap.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mkdocs.structure.files import File
from mkdocs.structure.pages import Page as MkDocsPage

from alliance_docs.engine.booklet import Booklet, Booklets, Files, Searched
from alliance_docs.engine.files import AlliancePage, PageFiles
from alliance_docs.engine.filling import encoded
from alliance_docs.engine.frames import Frames
from alliance_docs.engine.scribes import ENOUGH, SAYING, WORTH_IT, Leaf, Sheets, Written, shared
from alliance_docs.engine.trees import Seen
from alliance_docs.engine.writing import Writer
from alliance_docs.page import Asset, Page
from alliance_docs.progress import step
from alliance_docs.workers import batches, processors

if TYPE_CHECKING:
    from alliance_docs.leaks.sought import Sought

Stay: TypeAlias = Callable[[Booklet, Files], Iterable[str]]
"""Tells the addresses of those files of a booklet that need not be written."""
Seek: TypeAlias = "Callable[[], Sought | None]"
"""Gives what to look for in pages, settled; None where nothing is hidden."""

_OFTEN = 200  # pages; so often one hears how many are written


class Pen:
    """Makes files of a site, so many pages at most."""

    def __init__(self, site: Path, frames: Frames, pages: int) -> None:
        self._writer = Writer(site)
        self._frames = frames
        self._pages = pages
        self._done = 0

    def share_out(self, booklets: Sequence[Booklet], stay: Stay, sought: Seek) -> dict[str, Written]:
        """Have other processes write booklets where there is much to write; gives by folder what came of it.

        `stay` says which files are there; in what they write they look for what is `sought`.
        """
        kept = [booklet for booklet in booklets if booklet.kept]
        if processors() == 1 or sum(booklet.count for booklet in kept) < WORTH_IT:
            return {}
        sheets = [self._sheets(group, stay) for group in batches(kept, lambda booklet: booklet.count, ENOUGH)]
        return shared(sheets, sought()) if self._frames.are_safe else {}

    def _sheets(self, booklets: Sequence[Booklet], stay: Stay) -> Sheets:
        pages: list[Page] = []
        leaves: list[Leaf] = []
        for booklet in booklets:
            assert booklet.kept, "chosen for that"  # noqa: S101 - says what mypy cannot know
            files = booklet.read()
            there = frozenset(stay(booklet, files))
            leaves.append(Leaf(booklet.folder, booklet.kept, there))
            pages += [page for page in files.pages if page.address not in there]
        return Sheets(self._writer.site, tuple(leaves), self._frames.filler(pages), len(pages))

    def write(self, files: Iterable[Page | Asset]) -> dict[str, Seen]:
        """Write files; gives how each looks then, by address."""
        return {file.address: self._writer.write(file.address, self.content(file)) for file in files}

    def pass_on(self, pages: int) -> None:
        """Tell now and then how many pages are done, of which these are the last."""
        before, self._done = self._done, self._done + pages
        if not before or before // _OFTEN < self._done // _OFTEN:
            step(SAYING, before, self._pages)

    def asked(self, booklets: Booklets, address: str) -> bytes | None:
        """What the file of an address holds, if it is in one of these booklets."""
        file = booklets.file(address)
        return self.content(file) if file else None

    def content(self, file: Page | Asset) -> bytes:
        """What a file holds."""
        if isinstance(file, Page):
            return encoded(self._frames.filled(file))
        return file.content


class Listed:
    """A page of ours as the sitemap asks for it; what else a template of one's own may want to know is made when it asks."""

    is_link = False

    def __init__(self, searched: Searched, made: PageFiles, day: str) -> None:
        self.update_date = day
        self.canonical_url, self.abs_url = made.full_addresses(searched.address)
        self._searched, self._made = searched, made

    @property
    def page(self) -> "Listed":
        """Itself, since MkDocs lists files."""
        return self

    def __getattr__(self, name: str) -> object:
        """Whatever else MkDocs says of a page."""
        return getattr(self._whole, name)

    @cached_property
    def _whole(self) -> MkDocsPage | None:
        return self._made.file(self._searched.read()).page


def listed(files: Sequence[File], searched: Iterable[Searched], made: PageFiles, day: str) -> Sequence[File | Listed]:
    """What the sitemap lists: all files but our pages that are not searched, ours at the end and in their order."""
    others = [file for file in files if not isinstance(file.page, AlliancePage)]
    rendered = {file.dest_uri: file for file in files if isinstance(file.page, AlliancePage)}
    for file in rendered.values():
        if file.page is not None:
            file.page.update_date = day
    return [*others, *(rendered.get(page.address) or Listed(page, made, day) for page in searched)]
