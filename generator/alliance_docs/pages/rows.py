"""One alliance in the list of all: what it is, how it stands, when it is looked at again. Outlives its timeline."""

import hashlib
import json
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.keeping.records import record
from alliance_docs.pages.addresses import INDEX, agreement_address, link
from alliance_docs.pages.assents import agreed_in_short
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.clauses import review_date
from alliance_docs.pages.feed import is_followed
from alliance_docs.pages.reviews import next_review
from alliance_docs.pages.templating import macro, words
from alliance_docs.revisions import Timeline
from alliance_docs.wording import as_date, day, kind_of_alliance, moment, state_word

_SIGNS = {"draft": "◌", "active": "●", "under_repair": "◐", "paused": "◔", "ended": "■"}


class Row(NamedTuple):
    """One alliance in the list. `rank` is where it stands there; `followed` and `planned`: it has a feed, a next review.

    `size`: the bytes of its row on a page, with those of a table's head to spare; `key` names all that it is.
    """

    rank: tuple[bool, bool, str, str]
    followed: bool
    planned: bool
    kind: str
    title: str
    href: str
    purpose: str
    state: str
    sign: str
    word: str
    since: Markup
    agreed: str
    review: Markup
    changed: Markup
    attributes: Markup
    size: int = 0
    key: str = ""


def _rank(timeline: Timeline) -> tuple[bool, bool, str, str]:
    alliance = timeline.alliance
    review = alliance.value("reviews/next")
    known = as_date(review) is not None
    return (alliance.state == "ended", not known, review if known else "", alliance.title.casefold())


def row_of(chapter: Chapter) -> Row:
    """The row of one alliance."""
    row = _row(chapter)
    key = hashlib.blake2b(json.dumps(record(row)).encode(), digest_size=16).hexdigest()
    return row._replace(size=len(macro("rows.html", "table", (row,), "").encode()), key=key)


def _row(chapter: Chapter) -> Row:
    timeline = chapter.timeline
    alliance = timeline.alliance
    status = alliance.by_address.get("status")
    last = next((one for one in reversed(timeline.revisions) if one.changes and one.commit), None)
    since = status.get("since") if status else ""
    ended = alliance.state == "ended"
    return Row(
        rank=_rank(timeline),
        followed=is_followed(timeline),
        planned=next_review(timeline) is not None,
        kind=kind_of_alliance(texts.one_line(alliance.value("kind"))),
        title=alliance.title,
        href=link(agreement_address(timeline.id), INDEX),
        purpose=texts.one_line(texts.visible(alliance.value("purpose"))),
        state=alliance.state,
        sign=_SIGNS.get(alliance.state, "●"),
        word=state_word(alliance.state).capitalize(),
        since=words((" on " if ended else " since ", day(since))) if since else Markup(""),
        agreed=agreed_in_short(chapter),
        review=Markup("") if ended else review_date(alliance.value("reviews/next")),
        changed=words((moment(last.when),)) if last else Markup(""),
        attributes=texts.language(alliance.lang),
    )
