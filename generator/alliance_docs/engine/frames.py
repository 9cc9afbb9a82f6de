"""Fills alike pages into one frame: the theme is rendered once for all of them, not once for each.

The pages of alliances come by the thousand and differ only in title, description, body and contents. What comes out is the
same to the byte as what MkDocs would write; the first page of each kind is held against that, and on a difference every
page is rendered by itself. No plugin hears of such a page, so where another plugin wants to there are no frames.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape
from posixpath import dirname
from typing import NamedTuple
from urllib.parse import quote

from jinja2 import Environment, TemplateNotFound
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.utils import get_relative_url

from alliance_docs.engine.files import PageFiles
from alliance_docs.engine.policy import brings_nothing
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

Frame = Sequence[str]
"""The text of a page cut at its marks: text, name of a mark, text, name of a mark, ..., text."""


class Kind(NamedTuple):
    """What tells the frames of a site apart; `headings` are those of one page where the theme shows them in its own way."""

    place: str
    described: bool
    editable: bool
    followed: bool
    headings: bool | tuple[Heading, ...]


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
        self._frames: dict[Kind, tuple[Frame, Frame]] = {}
        self._held: set[Kind] = set()
        self._by_folder = _leads_among_alliances(theme.navigation, config)
        self._contents = lru_cache(maxsize=512)(self._contents_of)
        self.are_safe = True

    def filled(self, page: Page) -> str:
        """The finished text of a page."""
        edit_url = self._made.edit_url(page)
        if not self.are_safe or edit_url != escape(edit_url):
            return self._finish(self._rendered(page))
        kind = Kind(self._place(page), bool(page.description), bool(edit_url), bool(page.feed), self._headings(page))
        text = self._fill(kind, page, edit_url)
        if (alike := kind._replace(place="")) not in self._held:
            self._held.add(alike)
            ordinary = self._finish(self._rendered(page))
            if text != ordinary:
                self.are_safe = False
                log.info("The theme's templates look at each page, so each is rendered by itself.")
                return ordinary
        return text

    def sample(self) -> str:
        """The text of a page that is all marks: it changes with whatever every page shows of the theme and the site."""
        page = Page("alliances/any/r/x.html", "", "", headings=(_HEADING,))
        kind = Kind(self._place(page), described=True, editable=False, followed=False, headings=True)
        return "".join(self._frame(kind, page)[1])

    def _fill(self, kind: Kind, page: Page, edit_url: str) -> str:
        plain, finished = self._frame(kind, page)
        body = page.body
        values = {
            "title": escape(page.title),
            "description": escape(page.description),
            "body": body,
            "canonical": self._made.canonical(page),
            "edit": edit_url,
            "feed": get_relative_url(page.feed, quote(page.address)),
        }
        if kind.headings is True:
            values |= {"contents": self._contents(page.headings), "anchor": page.headings[0].anchor, "heading": ""}
        quiet = brings_nothing(body)
        text = "".join([values[part] if place % 2 else part for place, part in enumerate(finished if quiet else plain)])
        return text if quiet else self._finish(text)

    def _place(self, page: Page) -> str:
        """What relative links depend on: the folder; its depth alone where nothing leads to another alliance."""
        folder = dirname(page.address)
        return folder if self._by_folder or not folder.startswith("alliances/") else str(folder.count("/") + 1)

    def _headings(self, page: Page) -> bool | tuple[Heading, ...]:
        known = not page.headings or self._contents(page.headings)
        return bool(page.headings) if known else page.headings

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
        rendered = self._page(Page("alliances/frame.html", "", "", headings=headings))
        try:
            template = self._theme.environment.from_string(_CONTENTS)
            return template.render(self._context(rendered))
        except TemplateNotFound:
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
