"""Fills our pages into frames that the theme made for them; knows no theme, so that another process can do it too."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from posixpath import dirname, relpath
from typing import NamedTuple
from urllib.parse import quote, urljoin

from alliance_docs.engine.policy import brings_nothing
from alliance_docs.page import Heading, Page

Frame = Sequence[str]
"""The text of a page cut at its marks: text, name of a mark, text, name of a mark, ..., text."""


class Kind(NamedTuple):
    """What tells the frames of a site apart; `headings` are those of one page where the theme shows them in its own way."""

    place: str
    described: bool
    editable: bool
    followed: bool
    headings: bool | tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Filler:
    """What some pages are filled with and into: `frames` as the theme makes them and as they are finished.

    `contents`: the table of contents of these headings, "" where only the theme knows it; `edit_urls`: where a page of this
    source leads to for editing, which is missing where it must not be filled in; `site_url`: "" for none; `by_folder`:
    every folder has frames of its own; `finish` is what happens to the text of every page after the theme.
    """

    frames: Mapping[Kind, tuple[Frame, Frame]]
    contents: Mapping[tuple[Heading, ...], str]
    edit_urls: Mapping[str, str]
    site_url: str
    by_folder: bool
    finish: Callable[[str], str]

    def kind(self, page: Page) -> Kind | None:
        """Of which kind a page's frame is; None for a page that must be rendered by itself."""
        if (edit_url := self.edit_urls.get(page.source)) is None:
            return None
        known = not page.headings or self.contents[page.headings]
        headings = bool(page.headings) if known else page.headings
        return Kind(self._place(page), bool(page.description), bool(edit_url), bool(page.feed), headings)

    def content(self, page: Page) -> bytes | None:
        """What the file of a page holds; None as of `kind`."""
        text = self.filled(page)
        return None if text is None else encoded(text)

    def filled(self, page: Page) -> str | None:
        """The finished text of a page; None as of `kind`."""
        if (kind := self.kind(page)) is None:
            return None
        body = page.body
        values = {
            "title": escape(page.title),
            "description": escape(page.description),
            "body": body,
            "canonical": full_address(self.site_url, page.address),
            "edit": self.edit_urls[page.source],
            "feed": relpath(page.feed, dirname(quote(page.address))) if page.feed else "",
        }
        if kind.headings is True:
            values |= {"contents": self.contents[page.headings], "anchor": page.headings[0].anchor, "heading": ""}
        plain, finished = self.frames[kind]
        quiet = brings_nothing(body)
        text = "".join([values[part] if place % 2 else part for place, part in enumerate(finished if quiet else plain)])
        return text if quiet else self.finish(text)

    def _place(self, page: Page) -> str:
        """What relative links depend on: the folder; its depth alone where nothing leads to another alliance."""
        folder = dirname(page.address)
        return folder if self.by_folder or not folder.startswith("alliances/") else str(folder.count("/") + 1)


def full_address(site_url: str, address: str) -> str:
    """The whole address of a page of ours; "" where nobody knows where the site will be."""
    return _root(site_url) + quote(address) if site_url else ""


@cache
def _root(site_url: str) -> str:
    return urljoin(site_url, ".")


def encoded(text: str) -> bytes:
    """A page as it is written."""
    return text.encode(errors="xmlcharrefreplace")
