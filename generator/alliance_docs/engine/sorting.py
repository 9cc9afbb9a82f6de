"""Sorts out who makes which of our files: those that MkDocs has to render, and booklets that nobody else has to do with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from alliance_docs.engine.booklet import Booklet, Searched, loose
from alliance_docs.engine.files import address_of, assets_not_by_hand, not_by_hand, titles_in
from alliance_docs.engine.frames import are_possible
from alliance_docs.engine.navigation import navigation
from alliance_docs.engine.trees import folder_of
from alliance_docs.page import Asset, Page

if TYPE_CHECKING:
    from alliance_docs.engine.content import Content


class SortedOut(NamedTuple):
    """`pages` and `assets` are for MkDocs, `booklets` hold all the others; `page_count` is that of all pages.

    `searched` are all pages that the search finds, in their order.
    """

    pages: list[Page]
    assets: list[Asset]
    booklets: list[Booklet]
    searched: list[Searched]
    page_count: int

    @property
    def aside(self) -> list[Searched]:
        """Those of `searched` that MkDocs does not render."""
        rendered = {page.address for page in self.pages}
        return [one for one in self.searched if one.address not in rendered]


def sort_out(content: "Content", files: Files, config: MkDocsConfig) -> SortedOut:
    """Pages that somebody wrote by hand at the same address are left out. Gives a site without navigation a short one."""
    by_hand = {address for file in files for address in (file.dest_uri, address_of(file.src_uri))}
    if not config.nav:
        around = [page for page in content.around if page.address not in by_hand]
        agreements = [f"{booklet.folder}index.html" for booklet in content.booklets]
        config.nav = navigation(around, files, [one for one in agreements if one not in by_hand])
    possible = are_possible(config)
    named = {"index.html", *map(address_of, titles_in(config.nav))}
    closed, opened = _apart(content.booklets, by_hand | named) if possible else ((), content.booklets)
    pages = not_by_hand(files, [*content.around[:1], *_pages(opened), *content.around[1:]])
    assets = assets_not_by_hand(files, [*content.files, *_assets(opened)])
    searched = [one for one in content.searched if one.address not in by_hand]
    if not possible:
        return SortedOut(pages, assets, [], searched, len(pages))
    count = len(pages) + sum(booklet.count for booklet in closed)
    others = loose([page for page in pages if page.address not in named], assets)
    return SortedOut([page for page in pages if page.address in named], [], [*closed, *others], searched, count)


def _apart(booklets: Iterable[Booklet], addresses: Iterable[str]) -> tuple[list[Booklet], list[Booklet]]:
    """The booklets in whose folder there is none of these files, and the others."""
    folders = set(map(folder_of, addresses))
    apart: tuple[list[Booklet], list[Booklet]] = ([], [])
    for booklet in booklets:
        apart[booklet.folder in folders].append(booklet)
    return apart


def _pages(booklets: Iterable[Booklet]) -> list[Page]:
    return [page for booklet in booklets for page in booklet.read().pages]


def _assets(booklets: Iterable[Booklet]) -> list[Asset]:
    return [asset for booklet in booklets for asset in booklet.read().assets]
