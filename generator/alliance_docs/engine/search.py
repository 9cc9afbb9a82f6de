"""What the search of a site holds of the pages that MkDocs does not render: what its search plugin would have made of them.

A reader's browser loads the whole index. So it holds every word of all current agreements only while that is little; beyond
`WHOLE` it holds what names them: titles, what they are for, people, headings and the titles of clauses. Old wordings are on
pages that are not searched, and never in it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from alliance_docs.engine.booklet import Searched
from alliance_docs.engine.files import PageFiles
from alliance_docs.page import Page

WHOLE = 3_000_000
"""How many signs of agreements a search may hold; more keep the browser of a phone busy for seconds."""

BOUNDED = "The search knows agreements by title, purpose, people and headings: all their words would be too many to load."

_TAG = re.compile(r"<[^>]*>")
_LEFT_OUT = re.compile(r"(<(footer|section|nav|div)\b[^>]* data-search-exclude\b[^>]*>).*?</\2>", re.DOTALL)
_NAMES = re.compile(
    r'<h[2-6]\b[^>]*>(.*?)</h[2-6]>|<p class="al-title">(.*?)</p>|<span id="parties--[^"]*">(.*?)</span>', re.DOTALL
)

Entries = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Words:
    """What was worked out of one page: how many signs it has, its entries with every word, and those with names alone."""

    key: str
    size: int
    whole: Entries | None = None
    brief: Entries | None = None


@dataclass(slots=True)
class Search:
    """The entries of one build; `known` are those of an earlier one by address, of use where the page's key is the same."""

    config: MkDocsConfig
    made: PageFiles
    known: Mapping[str, Words] = field(default_factory=dict)
    is_bounded: bool = False

    def entries(self, pages: Sequence[Searched]) -> Entries:
        """The entries of these pages in their order; afterwards `known` holds these pages alone."""
        words = {page.address: self._words(page) for page in pages}
        self.is_bounded = sum(one.size for one in words.values()) > WHOLE
        self.known = {page.address: self._complete(words[page.address], page) for page in pages}
        made = ((words.brief if self.is_bounded else words.whole) or [] for words in self.known.values())
        return [entry for entries in made for entry in entries]

    def _words(self, page: Searched) -> Words:
        words = self.known.get(page.address)
        return words if words and page.key and words.key == page.key else Words(page.key, _size(page.read().body))

    def _complete(self, words: Words, page: Searched) -> Words:
        """The words of a page with the entries that are wanted."""
        if self.is_bounded:
            return words if words.brief is not None else replace(words, brief=self._brief(page.read()))
        return words if words.whole is not None else replace(words, whole=self._whole(page.read()))

    def _whole(self, page: Page) -> Entries:
        return self._made(page, _LEFT_OUT.sub(r"\1</\2>", page.body))  # what it passes over need not be parsed

    def _brief(self, page: Page) -> Entries:
        names = [f"<p>{_TAG.sub('', ''.join(name))}</p>" for name in _NAMES.findall(page.body)]
        top = page.body.partition("</h1>")[0]
        purpose = f"<p>{page.description.translate(_ESCAPED)}</p>"
        return self._made(page, f"{top}</h1>{purpose}{''.join(names)}")

    def _made(self, page: Page, body: str) -> Entries:
        """What the search plugin makes of a page with this body."""
        index = _index(self.config)
        shown = self.made.file(page).page
        assert shown is not None, "made with its file"  # noqa: S101 - says what mypy cannot know
        shown.read_source(self.config)
        shown.render(self.config, Files([]))
        shown.content = body
        held = _held(index)
        before = len(held)
        index.add_entry_from_context(shown)
        made = held[before:]
        del held[before:]
        return made


def has_search(config: MkDocsConfig) -> bool:
    """Whether the site has a search at all."""
    return _index(config) is not None


def add_entries(config: MkDocsConfig, entries: Entries, order: Sequence[str]) -> None:
    """Put entries into the index of the site, all of it in the order of these addresses; other pages come first."""
    places = {address: place for place, address in enumerate(order)}
    held = _held(_index(config))
    held.extend(entries)
    held.sort(key=lambda entry: places.get(entry["location"].partition("#")[0], -1))


_ESCAPED = {ord("<"): "&lt;", ord(">"): "&gt;", ord("&"): "&amp;"}


def _size(body: str) -> int:
    return len(_TAG.sub("", _LEFT_OUT.sub("", body)))


def _index(config: MkDocsConfig) -> Any:  # noqa: ANN401 - of a plugin that may be one of two, neither with types
    """The index that the search plugin of the theme, or MkDocs' own, fills and writes; None where there is none."""
    plugins = (config.plugins.get(name) for name in ("material/search", "search"))
    return next((index for plugin in plugins if (index := getattr(plugin, "search_index", None)) is not None), None)


def _held(index: Any) -> Entries:  # noqa: ANN401 - as above
    entries: Entries = index.entries if hasattr(index, "entries") else index._entries  # noqa: SLF001 - no other door
    return entries
