"""Atom feeds (RFC 4287) for people who follow an alliance: an entry for each revision that changed something.

Ids are made of the alliance's id and of commits alone, so a reader meets no entry twice, wherever the site stands and
however often it is built. Everything is plain text, in the words of the history page.
"""

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from operator import attrgetter
from typing import NamedTuple, Self

from alliance_docs import texts
from alliance_docs.keeping.edition import key_of
from alliance_docs.keeping.records import from_record, record
from alliance_docs.keeping.remembered import remembered
from alliance_docs.page import Asset, Attachment
from alliance_docs.pages.addresses import FEED, INDEX, feed_address, full_link
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.moments import BEGINNING, moments
from alliance_docs.pages.names import lasting_name
from alliance_docs.revisions import Revision, Timeline

_ATOM = "http://www.w3.org/2005/Atom"
_MOST = 100  # entries of one feed; readers keep what they have seen
_SITE = "All alliances"
_order = attrgetter("order")
_NO_CHARACTERS = str.maketrans("\ufffe\uffff", "\ufffd\ufffd")  # XML has no way to write them


class Entry(NamedTuple):
    """One revision; `order` sorts the entries of several alliances by time without reordering those of any of them."""

    id: str
    title: str
    summary: str
    address: str
    updated: datetime
    authors: tuple[str, ...]
    order: tuple[datetime, str, int]


class _Feed(NamedTuple):
    id: str
    title: str
    address: str
    about: str  # the address of the page that it follows
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Share:
    """What the feed of all alliances may take from one of them, and the commit it began with.

    Its entries are `written`, as JSON: of thousands of alliances few are asked for theirs, those with the `newest` ones.
    `key` names all of it.
    """

    begun: datetime
    first: str
    newest: datetime
    key: str
    written: str

    @classmethod
    def of(cls, begun: datetime, first: str, newest: datetime, entries: Iterable[Entry]) -> Self:
        """The share with these entries, newest first."""
        written = json.dumps([record(entry) for entry in entries], ensure_ascii=False)
        return cls(begun, first, newest, key_of("share", record(begun), first, record(newest), written), written)

    @property
    def entries(self) -> Iterator[Entry]:
        """The entries, newest first; each is read when it is asked for."""
        return (from_record(Entry, entry) for entry in json.loads(self.written))


@dataclass(frozen=True, slots=True)
class KeptShare(Share):
    """The same where what is `written` is read when somebody asks for the entries."""

    read: Callable[[], str] = str

    @property
    def entries(self) -> Iterator[Entry]:
        """As of a share."""
        return Share(self.begun, self.first, self.newest, self.key, self.read()).entries


def feeds(timelines: Iterable[Timeline], site_url: str = "") -> Iterator[Asset]:
    """The feed of each alliance that has changed in what this audience may see, then one of them all."""
    shares = []
    for timeline in timelines:
        if is_followed(timeline):
            asset, share = feed_and_share(Chapter(timeline), site_url)
            shares.append(share)
            yield asset
    yield from feed_of_all(shares, site_url)


def feed_and_share(chapter: Chapter, site_url: str) -> tuple[Attachment, Share]:
    """The feed of one alliance that is followed, and what it tells in the feed of them all."""
    timeline = chapter.timeline
    entries = tuple(_entries(chapter))
    first = timeline.revisions[0].short
    title = texts.one_line(timeline.alliance.title)
    feed = _Feed(lasting_name(timeline.id, first).urn, title, feed_address(timeline.id), chapter.agreement, entries)
    named = (entry._replace(title=f"{title} · {entry.title}") for entry in entries)
    share = Share.of(moments(timeline.revisions)[0], first, entries[0].order[0], named)
    return Attachment(feed.address, _written(feed, site_url)), share


def feed_of_all(shares: Sequence[Share], site_url: str) -> Iterator[Asset]:
    """The feed of all alliances, if there is anything to tell; an edit that is not committed changes nothing of it."""
    if shares:
        words = (site_url, *(share.key for share in shares))
        yield Attachment(FEED, remembered("feed", words, lambda: _of_all(shares, site_url).decode(), str.encode))


def _of_all(shares: Sequence[Share], site_url: str) -> bytes:
    # Named after the oldest commit of all, which stays the oldest when an alliance is added.
    _, first = min((share.begun, share.first) for share in shares)
    return _written(_Feed(lasting_name(first).urn, _SITE, FEED, INDEX, _newest(shares)), site_url)


def _newest(shares: Iterable[Share]) -> list[Entry]:
    """The newest entries of all; who has none of them is not asked."""
    found: list[Entry] = []
    for share in sorted(shares, key=lambda share: share.newest, reverse=True):
        least = found[-1].order if len(found) == _MOST else None
        if least and share.newest < least[0]:
            break
        newer = list(takewhile(lambda entry: not least or entry.order > least, share.entries))  # noqa: B023 - used up at once
        if newer:
            found = sorted((*found, *newer), key=_order, reverse=True)[:_MOST]  # two runs in order: merged, not sorted
    return found


def is_followed(timeline: Timeline) -> bool:
    """Whether there is anything to tell in a feed."""
    return any(map(_is_told, timeline.revisions))


def _is_told(revision: Revision) -> bool:
    return revision.commit is not None and bool(revision.changes)


def _entries(chapter: Chapter) -> Iterator[Entry]:
    """The newest first, in the order of the history."""
    alliance_id = chapter.timeline.id
    told = [placed for placed in enumerate(chapter.timeline.revisions) if _is_told(placed[1])]
    times = moments(chapter.timeline.revisions)
    for place, revision in reversed(told[-_MOST:]):
        yield Entry(
            id=lasting_name(alliance_id, revision.commit or "").urn,
            title=texts.one_line(chapter.title(revision)),
            summary=texts.one_line(str(chapter.summary(revision))),
            address=chapter.address(revision),
            updated=times[place],
            authors=chapter.authors(revision) or ("somebody",),
            order=(max(times[: place + 1]), alliance_id, place),
        )


# Writing


def _written(feed: _Feed, site_url: str) -> bytes:
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    newest = max((entry.updated for entry in feed.entries), default=BEGINNING)
    _put(root, "id", feed.id)
    _put(root, "title", feed.title)
    _put(root, "updated", newest.isoformat())
    _link(root, "self", full_link(feed.address, feed.address, site_url), "application/atom+xml")
    _link(root, "alternate", full_link(feed.about, feed.address, site_url), "text/html")
    for entry in feed.entries:
        _write_entry(ET.SubElement(root, "entry"), entry, full_link(entry.address, feed.address, site_url))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _write_entry(node: ET.Element, entry: Entry, href: str) -> None:
    _put(node, "id", entry.id)
    _put(node, "title", entry.title)
    _put(node, "updated", entry.updated.isoformat())
    for author in entry.authors:
        _put(ET.SubElement(node, "author"), "name", author)
    _link(node, "alternate", href, "text/html")
    _put(node, "summary", entry.summary)


def _put(node: ET.Element, name: str, text: str) -> None:
    ET.SubElement(node, name).text = text.translate(_NO_CHARACTERS)


def _link(node: ET.Element, relation: str, href: str, kind: str) -> None:
    ET.SubElement(node, "link", {"rel": relation, "type": kind, "href": href})
