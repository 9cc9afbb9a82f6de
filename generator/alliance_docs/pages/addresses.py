"""The addresses of all pages, and the one function that makes a link between two of them."""

import re
from functools import lru_cache
from urllib.parse import urljoin

from alliance_docs.model import Clause
from alliance_docs.reading.folder import page_name
from alliance_docs.revisions import Revision

INDEX = "index.html"
CARE = "care.html"
READ_CHANGES = "how-to/read-changes.html"
MESSAGES_PAGE = "how-to/messages.html"
FEED = "feed.xml"
CALENDAR = "reviews.ics"
REVIEW = "review"

_UNSAFE_IN_ANCHOR = re.compile(r"[^\w.~:-]")


@lru_cache(maxsize=64)
def _folder(alliance_id: str) -> str:
    return f"alliances/{page_name(alliance_id)}"


def agreement_address(alliance_id: str) -> str:
    """The page of the agreement as it is now."""
    return f"{_folder(alliance_id)}/index.html"


def history_address(alliance_id: str) -> str:
    """The page of all its revisions."""
    return f"{_folder(alliance_id)}/history.html"


def year_address(alliance_id: str, year: str) -> str:
    """The page of the older revisions of one year, where all of them are too many for one page."""
    return f"{_folder(alliance_id)}/history-{year}.html"


def revision_address(alliance_id: str, revision: Revision) -> str:
    """The page of one revision: stable whatever is merged later."""
    return f"{_folder(alliance_id)}/r/{revision.short}.html"


def since_address(alliance_id: str, name: str) -> str:
    """What changed since a party, whose part of an address this is, last said yes."""
    return f"{_folder(alliance_id)}/since/{name}.html"


def review_since_address(alliance_id: str) -> str:
    """What changed since the last review."""
    return since_address(alliance_id, REVIEW)


def sentences_address(alliance_id: str) -> str:
    """Every clause there ever was, with all its versions."""
    return f"{_folder(alliance_id)}/sentences.html"


def compare_address(alliance_id: str) -> str:
    """Any two revisions side by side."""
    return f"{_folder(alliance_id)}/compare.html"


def bundle_address(alliance_id: str, name: str) -> str:
    """What the page that compares reads when it needs it; its script knows that it is in this folder."""
    return f"{_folder(alliance_id)}/compare/{name}.js"


def sheet_address(alliance_id: str) -> str:
    """The sheet to sign or pin up."""
    return f"{_folder(alliance_id)}/print.html"


def feed_address(alliance_id: str) -> str:
    """The feed of its changes."""
    return f"{_folder(alliance_id)}/{FEED}"


def calendar_address(alliance_id: str) -> str:
    """The calendar with its next review."""
    return f"{_folder(alliance_id)}/review.ics"


def principle_address(principle: str) -> str:
    """The page of a principle."""
    return f"principles/{principle}.html"


def link(target: str, page: str) -> str:
    """The relative link from one page to another; both are addresses from the site's root, `target` may have an anchor."""
    if target.startswith("#"):
        return target
    folder, slash, name = target.rpartition("/")
    return _way(folder + slash, page.rpartition("/")[0]) + name


@lru_cache(maxsize=4096)
def _way(folder: str, here: str) -> str:
    """From one folder to another, which ends in a slash unless it is the top."""
    there, steps = folder.split("/"), here.split("/") if here else []
    shared = 0
    while shared < min(len(there) - 1, len(steps)) and there[shared] == steps[shared]:
        shared += 1
    return "../" * (len(steps) - shared) + "/".join(there[shared:])


def full_link(target: str, page: str, site_url: str) -> str:
    """As `link`, but with the site's own address in front where that is known."""
    return urljoin(site_url.rstrip("/") + "/", target) if site_url else link(target, page)


def anchor(clause: Clause) -> str:
    """The anchor of a clause as it can stand in HTML; an id that an old revision spelled oddly is spelled out."""
    return _spelled_out(clause.anchor)


@lru_cache(maxsize=4096)
def _spelled_out(name: str) -> str:
    return _UNSAFE_IN_ANCHOR.sub(lambda found: f"_{ord(found[0]):x}", name)
