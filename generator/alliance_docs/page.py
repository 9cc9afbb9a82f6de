"""What a site is made of, as values: pages, and files that are none; before any engine knows of them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Heading:
    """One entry of a page's table of contents; `title` is plain text, `level` 2 or 3."""

    title: str
    anchor: str
    level: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the site.

    `address` is relative to the site's root and ends in `.html`; `title` and `description` are plain text, not yet
    escaped; `body` is finished HTML beginning with the page's only `h1`, its links relative to `address`; `source` is the
    file that "Edit this agreement" leads to, from the top of the repository, "" for none.
    """

    address: str
    title: str
    body: str
    description: str = ""
    headings: tuple[Heading, ...] = ()
    searchable: bool = False
    source: str = ""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file of the site that is no page: a feed, a calendar. `address` is relative to the site's root."""

    address: str
    content: bytes
