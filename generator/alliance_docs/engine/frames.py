"""Fills alike pages into one frame: the theme is rendered once for all of them, not once for each.

The pages of alliances come by the thousand and differ only in title, description, body and contents. What comes out is the
same to the byte as what MkDocs would write; the first page of each kind is held against that, and on a difference every
page is rendered by itself. No plugin hears of such a page, so where another plugin wants to there are no frames.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from html import escape
from posixpath import dirname
from typing import NamedTuple

from jinja2 import Environment, TemplateNotFound
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage

from alliance_docs.engine.files import PageFiles
from alliance_docs.engine.filling import Filler, Frame, Kind
from alliance_docs.page import Heading, Page

log = get_plugin_logger("alliances")

_EVENTS = (
    "files",
    "nav",
    "env",
    "pre_page",
    "page_read_source",
    "page_markdown",
    "page_content",
    "page_context",
    "post_page",
)
_KNOWN = ("alliances", "search", "material/search")
_MARK = re.compile("\ue000([a-z]+)\ue001")
_CONTENTS = '{% import "partials/language.html" as lang with context %}{% include "partials/toc.html" %}'
_HEADING = Heading("\ue000heading\ue001", "\ue000anchor\ue001", 2)


class Theme(NamedTuple):
    """What MkDocs renders pages with, and the section of the navigation that ours belong to."""

    environment: Environment
    navigation: Navigation
    section: Section | None
    documents: Sequence[File]


class Frames:
    """The frames of one build, made when MkDocs has read all titles."""

    def __init__(self, config: MkDocsConfig, made: PageFiles, theme: Theme, finish: Callable[[str], str]) -> None:
        """`finish` is what happens to the text of every page after the theme."""
        self._config = config
        self._made = made
        self._theme = theme
        self._finish = finish
        self._template = theme.environment.get_template("main.html")
        self._table = theme.environment.from_string(_CONTENTS)
        self._frames: dict[Kind, tuple[Frame, Frame]] = {}
        self._held: set[Kind] = set()
        self._contents = lru_cache(maxsize=512)(self._contents_of)
        self._edit_url = lru_cache(maxsize=512)(made.edit_url)
        by_folder = _leads_among_alliances(theme.navigation, config)
        self._bare = Filler({}, {}, {}, config.site_url or "", by_folder, finish)
        self.are_safe = True

    def filler(self, pages: Sequence[Page]) -> Filler:
        """What fills these pages, here or in another process; of no use where `are_safe` is not true then."""
        contents = {page.headings: self._contents(page.headings) for page in pages if page.headings}
        leads = {page.source: self._edit_url(page.source) for page in pages}
        leads = {source: url for source, url in leads.items() if url == escape(url)}
        bare = replace(self._bare, contents=contents, edit_urls=leads)
        firsts = {kind: page for page in reversed(pages) if (kind := bare.kind(page))}
        filler = replace(bare, frames={kind: self._frame(kind, page) for kind, page in firsts.items()})
        for kind, page in firsts.items():
            self._hold(kind, page, filler)
        return filler

    def filled(self, page: Page) -> str:
        """The finished text of a page."""
        text = self.filler([page]).filled(page) if self.are_safe else None
        return text if text is not None and self.are_safe else self._finish(self._rendered(page))

    def sample(self) -> str:
        """The text of a page that is all marks: it changes with whatever every page shows of the theme and the site."""
        page = Page("alliances/any/r/x.html", "", "", headings=(_HEADING,))
        bare = replace(self._bare, edit_urls={"": ""}, contents={page.headings: "known"})
        kind = bare.kind(replace(page, description="described"))
        assert kind is not None, "it has no source"  # noqa: S101 - says what mypy cannot know
        return "".join(self._frame(kind, page)[1])

    def _hold(self, kind: Kind, page: Page, filler: Filler) -> None:
        """Hold the first page of each kind against what MkDocs makes of it."""
        if (alike := kind._replace(place="")) in self._held or not self.are_safe:
            return
        self._held.add(alike)
        if filler.filled(page) != self._finish(self._rendered(page)):
            self.are_safe = False
            log.info("The theme's templates look at each page, so each is rendered by itself.")

    def _frame(self, kind: Kind, page: Page) -> tuple[Frame, Frame]:
        """The frame as the theme makes it, and as it is finished; made when the first page of its kind comes."""
        if kind not in self._frames:
            marked = Page(
                address=f"{dirname(page.address)}/frame.html".lstrip("/"),
                title=_mark("title"),
                made=f"<h1>{_mark('body')}",  # the theme looks whether there is a heading
                description=_mark("description") if kind.described else "",
                feed=f"#{_mark('feed')}" if kind.followed else "",  # what begins so is no path to be made relative
                headings=(_HEADING,) if kind.headings is True else page.headings,
                source=_mark("source") if page.source else "",
            )
            text = self._rendered(marked, edit_url=_mark("edit") if kind.editable else None, marks=True)
            text = text.replace(marked.body, _mark("body")).replace(marked.feed or "\0", _mark("feed"))
            if kind.headings is True:
                text = text.replace(self._contents((_HEADING,)), _mark("contents"))
            self._frames[kind] = (_MARK.split(text), _MARK.split(self._finish(text)))
        return self._frames[kind]

    def _rendered(self, page: Page, *, edit_url: str | None = None, marks: bool = False) -> str:
        """A page as MkDocs renders it, without telling other plugins of it."""
        rendered = self._page(page)
        if marks:
            rendered.edit_url = edit_url
            rendered.canonical_url = _mark("canonical") if rendered.canonical_url else None
        rendered.parent = self._theme.section
        rendered.active = True  # its section with it
        text = self._template.render(self._context(rendered))
        rendered.active = False
        return text

    def _contents_of(self, headings: tuple[Heading, ...]) -> str:
        """The table of contents alone, "" where the theme has none of its own that we know."""
        with suppress(TemplateNotFound):
            return self._table.render(self._context(self._page(Page("alliances/frame.html", "", "", headings=headings))))
        return ""

    def _context(self, page: MkDocsPage) -> Mapping[str, object]:
        return get_context(self._theme.navigation, self._theme.documents, self._config, page)

    def _page(self, page: Page) -> MkDocsPage:
        rendered = self._made.file(page).page
        assert rendered is not None, "made with its file"  # noqa: S101 - says what mypy cannot know
        rendered.read_source(self._config)
        rendered.render(self._config, Files([]))
        return rendered


def are_possible(config: MkDocsConfig) -> bool:
    """Whether nobody but ourselves and the search wants to hear of each page."""
    known = [id(plugin) for name, plugin in config.plugins.items() if name in _KNOWN]
    methods = [method for event in _EVENTS for method in config.plugins.events[event]]
    return all(id(getattr(method, "__self__", None)) in known for method in methods)


def _leads_among_alliances(navigation: Navigation, config: MkDocsConfig) -> bool:
    """Whether every page links to a file below `alliances/`, so that these links differ from folder to folder."""
    shown = [page.url for page in navigation.pages]
    shown += [str(path) for path in (*config.extra_css, *config.extra_javascript)]
    return any(path.removeprefix("./").startswith("alliances/") for path in shown)


def _mark(name: str) -> str:
    return f"\ue000{name}\ue001"
