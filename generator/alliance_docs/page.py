"""What a site is made of, as values: pages, and files that are none; before any engine knows of them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias


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
    escaped; `made` is the body, or what reads it from where it is kept; `source` is the file that "Edit this agreement"
    leads to, from the top of the repository, "" for none; `feed` is the address of the feed that tells of it, "" for
    none. `key` names the content: pages of the same address and key are equal in everything; "" where nobody worked it out.
    """

    address: str
    title: str
    made: str | Callable[[], str]
    description: str = ""
    headings: tuple[Heading, ...] = ()
    searchable: bool = False
    source: str = ""
    feed: str = ""
    key: str = ""

    @property
    def body(self) -> str:
        """Finished HTML beginning with the page's only `h1`, its links relative to `address`; read anew each time."""
        return self.made if isinstance(self.made, str) else self.made()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A feed or a calendar. `address` is relative to the site's root."""

    address: str
    content: bytes

    @property
    def key(self) -> str:
        """Names the content."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Script:
    """What the script of a page reads when it is needed. `made` is as of a page, and `key` names the content."""

    address: str
    made: str | Callable[[], str]
    key: str

    @property
    def content(self) -> bytes:
        """The file's bytes; read anew each time."""
        return (self.made if isinstance(self.made, str) else self.made()).encode(errors="surrogatepass")


Asset: TypeAlias = Attachment | Script
"""One file of the site that is no page."""
