"""Our files of a site as booklets: each holds those of one folder, as a rule all that there is of one alliance.

A site of thousands of alliances has tens of thousands of files. What did not change is told by the booklet alone, and its
pages are made values only where somebody asks for one of them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import groupby
from typing import NamedTuple

from alliance_docs.engine.trees import folder_of
from alliance_docs.page import Asset, Page


class Searched(NamedTuple):
    """A page that the search finds, and how to read it; `key` is the page's own."""

    address: str
    key: str
    read: Callable[[], Page]


class Files(NamedTuple):
    """The files of a booklet."""

    pages: tuple[Page, ...]
    assets: tuple[Asset, ...]


@dataclass(frozen=True, slots=True)
class Booklet:
    """Our files in one folder, where there may be others too; `count` is that of its pages.

    `key` names all that they are: booklets of one folder and key are equal file for file; "" where nobody worked it out.
    `read` gives the files, anew each time; `found` are the addresses and keys of the pages that a search finds. `kept` gives
    the files in another process too, LookupError where they are not kept any more; None where only this one has them.
    """

    folder: str
    key: str
    count: int
    found: tuple[tuple[str, str], ...]
    read: Callable[[], Files]
    kept: Callable[[], Files] | None = None

    @property
    def searched(self) -> Iterator[Searched]:
        """The pages that a search finds."""
        return (Searched(address, key, partial(self._page, address)) for address, key in self.found)

    def _page(self, address: str) -> Page:
        return next(page for page in self.read().pages if page.address == address)


class Booklets:
    """Finds files by their addresses in booklets that have a folder each."""

    def __init__(self, booklets: Iterable[Booklet] = ()) -> None:
        self._by_folder: Mapping[str, Booklet] = {booklet.folder: booklet for booklet in booklets}
        self._read = lru_cache(maxsize=8)(self._files)

    def file(self, address: str) -> Page | Asset | None:
        """The page or other file of this address."""
        return self._read(folder_of(address)).get(address)

    def _files(self, folder: str) -> Mapping[str, Page | Asset]:
        booklet = self._by_folder.get(folder)
        pages, assets = booklet.read() if booklet else Files((), ())
        return {file.address: file for file in (*pages, *assets)}


def loose(pages: Iterable[Page], assets: Iterable[Asset]) -> Iterator[Booklet]:
    """Booklets without a key of these files, one for each folder; no page of them is told to be searched."""
    files: list[Page | Asset] = sorted((*pages, *assets), key=lambda file: folder_of(file.address))
    for folder, group in groupby(files, key=lambda file: folder_of(file.address)):
        together = tuple(group)
        shown = tuple(file for file in together if isinstance(file, Page))
        others = tuple(file for file in together if not isinstance(file, Page))
        yield Booklet(folder, "", len(shown), (), partial(Files, shown, others))
