"""Our pages as files of MkDocs: they lead where their addresses say, and nobody renders their bodies again.

The bodies are finished HTML. They never pass through Python-Markdown; MkDocs only puts them into the theme.
"""

import posixpath
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.theme import Theme

from alliance_docs.engine.booklet import Booklets
from alliance_docs.engine.filling import full_address
from alliance_docs.page import Asset, Heading, Page

log = get_plugin_logger("alliances")

_ID = re.compile(r'\sid="([^"]+)"')


class AlliancePage(MkDocsPage):
    """A page whose body is ready: reading and rendering it hand over what we have.

    MkDocs' templates do not escape, so title and description are escaped here.
    """

    def __init__(self, title: str | None, file: File, config: MkDocsConfig, page: Page) -> None:
        super().__init__(title or escape(page.title), file, config)
        self._page = page

    def read_source(self, config: MkDocsConfig) -> None:  # noqa: ARG002 - the shape MkDocs asks for
        """Give the page's meta values; there is no Markdown."""
        self.markdown = ""
        self.meta = {"title": escape(self._page.title)}
        if self._page.description:
            self.meta["description"] = escape(self._page.description)
        if self._page.feed:
            self.meta["alliance_feed"] = self._page.feed
        if self._page.source:
            self.meta["edit_label"] = "Edit this agreement"
        if not self._page.searchable:
            self.meta["search"] = {"exclude": True}

    def render(self, config: MkDocsConfig, files: Files) -> None:  # noqa: ARG002 - the shape MkDocs asks for
        """Hand over the body, its headings and the anchors that others may link to."""
        self.content = self._page.body
        self.toc = table_of_contents(self._page.headings)
        self.present_anchor_ids = set(_ID.findall(self.content))
        self.links_to_anchors = {}


def table_of_contents(headings: Iterable[Heading]) -> TableOfContents:
    """The headings nested as the theme shows them; a heading of level 3 without one of level 2 before it stands alone."""
    top: list[AnchorLink] = []
    for heading in headings:
        link = AnchorLink(escape(heading.title), heading.anchor, heading.level)
        inside = heading.level > 2 and top
        (top[-1].children if inside else top).append(link)
    return TableOfContents(top)


def not_by_hand(files: Files, pages: Sequence[Page]) -> list[Page]:
    """The pages that nobody wrote by hand at the same address."""
    addresses = {page.address for page in pages}
    taken = addresses.intersection(address for file in files for address in (file.dest_uri, address_of(file.src_uri)))
    for address in sorted(taken):
        log.info("%s is a page written by hand.", address)
    return [page for page in pages if page.address not in taken]


class PageFiles:
    """Makes the files of MkDocs that our pages are, each with its page; `folder` is that of the alliances."""

    def __init__(self, config: MkDocsConfig, folder: Path) -> None:
        self.config = config
        self._titles = titles_in(config.nav)
        self._folder = folder.resolve()
        self._docs = Path(config.docs_dir).resolve()

    def file(self, page: Page) -> File:
        """A page as a file, which leads to the page's own address whatever the style of the site's addresses."""
        uri = source_uri(page)
        file = File.generated(self.config, uri, content="", inclusion=InclusionLevel.NOT_IN_NAV)
        file.generated_by = "alliances"
        file.use_directory_urls = False
        file.dest_uri = page.address
        file.edit_uri = _edit_uri(page.source, self._folder, self._docs)
        AlliancePage(self._titles.get(uri), file, self.config, page)
        return file

    def edit_url(self, source: str) -> str:
        """Where "Edit this agreement" leads on a page of this source, "" for nowhere."""
        made = self.file(Page("index.html", "", "", source=source)).page if source else None
        return (made and made.edit_url) or ""

    def full_addresses(self, address: str) -> tuple[str | None, str | None]:
        """The full address of a page of ours and its path, as MkDocs has them; None where the site has no address."""
        whole = full_address(self.config.site_url or "", address)
        return (whole, urlsplit(whole).path) if whole else (None, None)


class SiteFiles(Files):
    """The files of a site, and beside them our pages that MkDocs shall neither list nor read nor render.

    They can be linked to like all others; only then is a file made of one.
    """

    def __init__(self, files: Iterable[File], aside: Booklets, made: PageFiles) -> None:
        super().__init__(files)
        self._aside = aside
        self._made = made
        self._linked: dict[str, File] = {}

    def get_file_from_path(self, path: str) -> File | None:
        """The file of this source, one of our pages among them."""
        return super().get_file_from_path(path) or self._file_aside(posixpath.normpath(path))

    def __contains__(self, path: str) -> bool:
        """Whether there is a file of this source, one of our pages among them."""
        return super().__contains__(path) or self._found(posixpath.normpath(path)) is not None

    def _found(self, uri: str) -> Page | Asset | None:
        """Our page that is linked to by this name, or the file that is none."""
        if address := address_of(uri):
            return self._aside.file(address)
        found = self._aside.file(uri)
        return None if isinstance(found, Page) else found

    def _file_aside(self, uri: str) -> File | None:
        if uri not in self._linked and (found := self._found(uri)):
            self._linked[uri] = file = (
                self._made.file(found) if isinstance(found, Page) else asset_file(found, self._made.config)
            )
            if file.page is not None:
                file.page.render(self._made.config, self)
        return self._linked.get(uri)


def assets_not_by_hand(files: Files, assets: Iterable[Asset]) -> list[Asset]:
    """Our files that are no pages, but for those that somebody put there by hand."""
    taken = {file.dest_uri for file in files}
    return [asset for asset in assets if asset.address not in taken]


def asset_file(asset: Asset, config: MkDocsConfig) -> File:
    """A file of ours as MkDocs copies it."""
    return File.generated(config, asset.address, content=asset.content, inclusion=InclusionLevel.INCLUDED)


def _edit_uri(source: str, folder: Path, docs: Path) -> str | None:
    """The YAML of a page as MkDocs wants it, seen from the documents' folder; `source` is seen from the repository's top."""
    found = (top / source for top in folder.parents if source and (top / source).is_file())
    return next((posixpath.relpath(file.as_posix(), docs.as_posix()) for file in found), None)


def source_uri(page: Page) -> str:
    """The name of the Markdown file that MkDocs takes our page for, by which others link to it."""
    return source_of(page.address)


def source_of(address: str) -> str:
    """The same for the address of a page."""
    return address.removesuffix(".html") + ".md"


def address_of(uri: str) -> str:
    """The address of our page that is linked to by this name; "" where it is none of a page."""
    return uri.removesuffix(".md") + ".html" if uri.endswith(".md") else ""


def drop_sources(files: Files, config: MkDocsConfig) -> None:
    """Take out what must not be copied: raw YAML, and whatever a symbolic link below the documents' folder leads to."""
    docs = Path(config.docs_dir)
    for file in list(files):
        if file.src_dir != config.docs_dir:
            continue
        if file.src_uri.lower().endswith((".yml", ".yaml")):
            files.remove(file)
        elif any((docs / step).is_symlink() for step in (Path(file.src_uri), *Path(file.src_uri).parents[:-1])):
            log.warning("%s is left out: symbolic links are not followed.", file.src_uri)
            files.remove(file)


def from_theme(files: Files, theme: Theme) -> frozenset[str]:
    """The files that are copied from an installed theme, not from a folder of the user's own."""
    installed = {folder for folder in theme.dirs if folder != theme.custom_dir}
    return frozenset(file.dest_uri for file in files if file.src_dir in installed)


def titles_in(nav: object) -> Mapping[str, str | None]:
    """The files that the user's own navigation names, with the titles it gives them."""
    return dict(_titles(nav))


def _titles(nav: object) -> Iterable[tuple[str, str | None]]:
    if isinstance(nav, Mapping):
        for title, below in nav.items():
            if isinstance(below, str):
                yield below, str(title)
            else:
                yield from _titles(below)
    elif isinstance(nav, list):
        for entry in nav:
            yield from _titles(entry)
    elif isinstance(nav, str):
        yield nav, None
