"""What the search of a site holds of the pages that MkDocs does not render: what its search plugin would have made of them.

A reader's browser loads the whole index. So it holds every word of all current agreements only while that is little; beyond
`WHOLE` it holds what names them: titles, what they are for, people, headings and the titles of clauses. Old wordings are on
pages that are not searched, and never in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files

from alliance_docs.engine.abridging import Abridged, abridged, searched
from alliance_docs.engine.booklet import Searched
from alliance_docs.engine.files import PageFiles
from alliance_docs.page import Page

WHOLE = 3_000_000
"""How many signs of agreements a search may hold; more keep the browser of a phone busy for seconds."""

BOUNDED = "The search knows agreements by title, purpose, people and headings: all their words would be too many to load."

Entries = list[dict[str, Any]]


class Words(NamedTuple):
    """What was worked out of one page: how many signs it has, its entries with every word, and those with names alone."""

    key: str
    size: int
    whole: Entries | None = None
    brief: Entries | None = None


@dataclass(slots=True)
class Search:
    """The entries of one build; `known` are those of an earlier one by address, of use where the page's key is the same.

    `at_hand` are those by address that were abridged already.
    """

    config: MkDocsConfig
    made: PageFiles
    known: Mapping[str, Words] = field(default_factory=dict)
    at_hand: dict[str, Abridged] = field(default_factory=dict)
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
        return words if words and page.key and words.key == page.key else Words(page.key, self._abridged(page).size)

    def _abridged(self, page: Searched) -> Abridged:
        if page.address not in self.at_hand:
            self.at_hand[page.address] = abridged(page.read())
        return self.at_hand[page.address]

    def _complete(self, words: Words, page: Searched) -> Words:
        """The words of a page with the entries that are wanted."""
        if (words.brief if self.is_bounded else words.whole) is not None:
            return words
        shown = page.read()
        if self.is_bounded:
            return words._replace(brief=self._made(replace(shown, made=self._abridged(page).names)))
        return words._replace(whole=self._made(replace(shown, made=searched(shown.body))))  # that alone need be parsed

    def _made(self, page: Page) -> Entries:
        """What the search plugin makes of a page."""
        index = _index(self.config)
        shown = self.made.file(page).page
        assert shown is not None, "made with its file"  # noqa: S101 - says what mypy cannot know
        shown.read_source(self.config)
        shown.render(self.config, Files([]))
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


def _index(config: MkDocsConfig) -> Any:  # noqa: ANN401 - of a plugin that may be one of two, neither with types
    """The index that the search plugin of the theme, or MkDocs' own, fills and writes; None where there is none."""
    plugins = (config.plugins.get(name) for name in ("material/search", "search"))
    return next((index for plugin in plugins if (index := getattr(plugin, "search_index", None)) is not None), None)


def _held(index: Any) -> Entries:  # noqa: ANN401 - as above
    entries: Entries = index.entries if hasattr(index, "entries") else index._entries  # noqa: SLF001 - no other door
    return entries
