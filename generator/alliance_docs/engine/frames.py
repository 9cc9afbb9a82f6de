"""Fills the many alike pages of a folder into one frame: the theme is rendered once for all of them, not once for each.

Pages of old revisions come by the thousand and differ only in title, description and body. What comes out is the same to
the byte as what MkDocs would write; the first page of a build is held against that, and on a difference every page is
rendered by itself. No plugin hears of such a page, so where another plugin wants to there are no frames.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from html import escape
from posixpath import dirname
from urllib.parse import quote, urljoin

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.utils import write_file

from alliance_docs.engine.files import AlliancePage, page_file, source_uri
from alliance_docs.page import Page

log = get_plugin_logger("alliances")

_FEWEST = 3  # pages of one folder that are worth a frame
_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
_KNOWN = ("alliances", "search", "material/search")
_MARK = re.compile("\ue000([a-z]+)\ue001")

Frame = Sequence[str]
"""The text of a page cut at its marks: text, name of a mark, text, name of a mark, ..., text."""


class FramedFile(File):
    """A page that MkDocs takes for a file to be copied; copying it fills it into its frame."""

    frames: "Frames"
    ours: Page

    def is_documentation_page(self) -> bool:
        """Never, so that MkDocs neither reads nor renders it."""
        return False

    def copy_file(self, dirty: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - the shape of the base class
        """Write the finished page."""
        write_file(self.frames.filled(self.ours).encode(errors="xmlcharrefreplace"), self.abs_dest_path)
        self.ours = replace(self.ours, made="")  # bodies of thousands of pages are most of the memory


class Frames:
    """The frames of one build. `begin` must come before the first page is filled, when MkDocs has what templates need."""

    def __init__(self, config: MkDocsConfig, finish: Callable[[str], str]) -> None:
        """`finish` is what happens to the text of every page after the theme."""
        self._config = config
        self._finish = finish
        self._frames: dict[tuple[object, ...], Frame] = {}
        self._is_safe: bool | None = None

    def take(self, files: Files, pages: Iterable[Page], named: Iterable[str]) -> list[Page]:
        """Add files for the pages that go into frames, and give the others; `named` are files of the navigation."""
        pages, named = list(pages), set(named)
        alike = {page.address for page in pages if _is_plain(page) and source_uri(page) not in named}
        folders = Counter(map(dirname, alike))
        framed = {address for address in alike if folders[dirname(address)] >= _FEWEST}
        for page in pages:
            if page.address in framed:
                file = page_file(page, self._config, FramedFile)
                assert isinstance(file, FramedFile), "of the kind we asked for"  # noqa: S101 - says what mypy cannot know
                file.frames, file.ours = self, page
                files.append(file)
        return [page for page in pages if page.address not in framed]

    def begin(self, environment: Environment, navigation: Navigation, section: Section | None, files: Files) -> None:
        """Hand over what MkDocs renders pages with, and the section that these pages belong to."""
        self._template = environment.get_template("main.html")
        self._navigation = navigation
        self._section = section
        self._documents = files.documentation_pages()

    def filled(self, page: Page) -> str:
        """The finished text of a page."""
        if self._is_safe is False:
            return self._rendered(page)
        text = _fill(self._frame(page), self._values(page))
        if self._is_safe is None:
            self._is_safe = text == self._rendered(page)
            if not self._is_safe:
                log.info("The theme's templates look at each page, so each is rendered by itself.")
                return self._rendered(page)
        return text

    def _frame(self, page: Page) -> Frame:
        """The frame of a page, made when its first page comes; relative links are the same within a folder alone."""
        folder = dirname(page.address)
        key = (folder, bool(page.description), page.headings)
        if key not in self._frames:
            marked = replace(
                page,
                address=f"{folder}/frame.html",
                title=_mark("title"),
                description=_mark("description") if page.description else "",
                made=f"<h1>{_mark('body')}",  # the theme looks whether there is a heading
            )
            canonical = _mark("canonical") if self._config.site_url else None
            self._frames[key] = _MARK.split(self._rendered(marked, canonical).replace(marked.body, _mark("body")))
        return self._frames[key]

    def _rendered(self, page: Page, canonical: str | None = None) -> str:
        """A page as MkDocs renders it, without telling other plugins of it."""
        file = page_file(page, self._config)
        rendered = AlliancePage(None, file, self._config, page)
        rendered.read_source(self._config)
        rendered.render(self._config, Files([]))
        rendered.canonical_url = canonical or rendered.canonical_url
        rendered.parent = self._section
        rendered.active = True  # its section with it
        text = self._template.render(get_context(self._navigation, self._documents, self._config, rendered))
        rendered.active = False
        return self._finish(text)

    def _values(self, page: Page) -> Mapping[str, str]:
        return {
            "title": escape(page.title),
            "description": escape(page.description),
            "body": page.body,
            "canonical": urljoin(self._config.site_url or "", quote(page.address)),
        }


def are_possible(config: MkDocsConfig) -> bool:
    """Whether nobody but ourselves and the search wants to hear of each page."""
    known = [id(plugin) for name, plugin in config.plugins.items() if name in _KNOWN]
    methods = [method for event in _EVENTS for method in config.plugins.events[event]]
    return all(id(getattr(method, "__self__", None)) in known for method in methods)


def _is_plain(page: Page) -> bool:
    """Whether nothing but title, description, headings and body tells the page from others."""
    return not page.searchable and not page.source and not _MARK.search(page.body)


def _mark(name: str) -> str:
    return f"\ue000{name}\ue001"


def _fill(frame: Frame, values: Mapping[str, str]) -> str:
    return "".join(values[part] if place % 2 else part for place, part in enumerate(frame))
