"""The revisions of one alliance as entries of its history, by year, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs.escaping import joined
from alliance_docs.pages.addresses import link
from alliance_docs.pages.chapter import Chapter, entry_anchor
from alliance_docs.revisions import Revision, RevisionKind
from alliance_docs.wording import Phrase, labels, year

_WHOLE = 20  # so many are shown with their changes; older ones as two lines each
_OPEN_UP_TO = 8  # changes of the newest revision that are open from the start
_QUIET_KINDS = (RevisionKind.LAYOUT,)


@dataclass(frozen=True, slots=True)
class Entry:
    """One revision on the history page. `quiet`: one grey line; `whole`: with why and changes; `by` and `kinds` filter."""

    anchor: str
    number: int | None
    title: str
    href: str
    meta: Markup
    sentences: tuple[Phrase, ...]
    told: Markup
    reason: Markup
    count: int
    changes: Markup
    quiet: bool
    whole: bool
    open: bool
    by: str
    kinds: str


class Year(NamedTuple):
    """The revisions of one year, folded when all are old; `start` is the number of the first, `href` a page of their own."""

    label: str
    anchor: str
    start: int
    folded: bool
    entries: tuple[Entry, ...]
    href: str = ""


def years_of(chapter: Chapter) -> Iterator[Year]:
    """The newest 20 revisions with their changes, older ones as two lines; a year in which all are older is folded."""
    newest_first = list(enumerate(reversed(chapter.timeline.revisions)))
    newest_change = next((place for place, revision in newest_first if revision.changes), -1)
    used: dict[str, int] = {}
    for name, group in groupby(newest_first, key=lambda placed: _year(placed[1], chapter)):
        placed = list(group)
        used[name] = used.get(name, 0) + 1
        anchor = f"y-{name.lower().replace(' ', '-')}" + (f"-{used[name]}" if used[name] > 1 else "")
        entries = tuple(_entry(chapter, revision, place, newest=place == newest_change) for place, revision in placed)
        start = placed[0][1].number or len(newest_first)
        yield Year(name, anchor, start, placed[0][0] >= _WHOLE, entries)


def _year(revision: Revision, chapter: Chapter) -> str:
    if revision.commit is None:
        committed = [one for one in chapter.timeline.revisions if one.commit]
        return year(committed[-1].when) if committed else "Now"
    return year(revision.when)


def _entry(chapter: Chapter, revision: Revision, place: int, *, newest: bool) -> Entry:
    whole = place < _WHOLE
    page = chapter.history
    changes = chapter.changes(revision, page) if whole else Markup("")
    number = f" · revision {revision.number}" if revision.number else ""
    shown = chapter.shown_changes(revision)
    styles = dict.fromkeys(one.style for change in shown for one in labels(change))
    return Entry(
        anchor=entry_anchor(revision),
        number=revision.number,
        title=chapter.title(revision),
        href=link(chapter.address(revision), page),
        meta=joined((chapter.when(revision), number, chapter.by(revision)))
        if revision.commit
        else Markup("in this work tree"),
        sentences=chapter.summary(revision).sentences,
        told=chapter.told(revision),
        reason=chapter.reason(revision) if whole else Markup(""),
        count=len(shown),
        changes=changes,
        quiet=revision.kind in _QUIET_KINDS or (revision.kind is RevisionKind.MERGE and not revision.changes),
        whole=whole,
        open=newest and len(shown) <= _OPEN_UP_TO,
        by="|".join(chapter.authors(revision)),
        kinds=" ".join(styles),
    )
