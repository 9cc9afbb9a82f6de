"""How the files of an alliance lie where they are kept: a list of what they are, and after it what each holds.

Needs nothing that makes pages, so that another process can read them soon after it began.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from sys import intern

from alliance_docs.engine.booklet import Files
from alliance_docs.keeping.keep import Entry
from alliance_docs.keeping.records import Record, record
from alliance_docs.page import Asset, Heading, Page, Script

WORDS = 2
"""Texts that are kept of an alliance for the gate, before all others."""
LISTING, SHARE = WORDS, WORDS + 1
"""The texts after them: what files there are, and what the feed of all may take."""

_BEFORE = SHARE + 1  # texts that are kept before what the files hold


def listing(pages: Sequence[Record], assets: Sequence[Asset]) -> str:
    """The list of files of which these are the records of the pages."""
    return json.dumps([pages, [(asset.address, asset.key) for asset in assets]])


def held(pages: Sequence[Page], assets: Sequence[Asset]) -> list[str]:
    """What the files hold, in the order of the list."""
    return [*(page.body for page in pages), *(asset.content.decode(errors="surrogatepass") for asset in assets)]


@dataclass(frozen=True, slots=True)
class Kept:
    """The files of an alliance as an entry keeps them; LookupError, at reading, where it is gone or broken."""

    entry: Entry

    def __call__(self) -> Files:
        """The files; what each holds is read when it is asked for."""
        return files_in(self.entry.text)


def files_in(text: Callable[[int], str]) -> Files:
    """The files of an alliance of which `text` gives what is kept, by number."""
    pages, assets = json.loads(text(LISTING))
    placed = enumerate(assets, _BEFORE + len(pages))
    return Files(
        tuple(page_of(written, partial(text, place)) for place, written in enumerate(pages, _BEFORE)),
        tuple(Script(address, partial(text, place), key) for place, (address, key) in placed),
    )


def keyed(page: Page) -> Page:
    """The page with the key of its content."""
    return replace(page, key=_key(page))


def page_record(page: Page) -> Record:
    """A page as it is kept, with the key of its content and without its body."""
    headings = [(heading.title, heading.anchor, heading.level) for heading in page.headings]
    return (page.address, page.title, page.description, headings, page.searchable, page.source, page.feed, _key(page))


def page_of(written: Record, made: str | Callable[[], str]) -> Page:
    """The page that was kept, with its body; what many pages have in common is in memory once."""
    address, title, description, headings, searchable, source, feed, key = written
    shown = tuple(Heading(intern(name), intern(anchor), level) for name, anchor, level in headings)
    return Page(address, title, made, description, shown, searchable, intern(source), intern(feed), key)


def _key(page: Page) -> str:
    head = (page.address, page.title, page.description, page.searchable, page.source, page.feed, page.headings)
    whole = f"{json.dumps(record(head))}\n{page.body}"
    return hashlib.blake2b(whole.encode(errors="surrogatepass"), digest_size=16).hexdigest()
