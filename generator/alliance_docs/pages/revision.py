"""The page of one revision: why, what changed, and the whole agreement as it stood then."""

from typing import NamedTuple

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.escaping import filled, joined
from alliance_docs.page import Heading, Page
from alliance_docs.pages.addresses import READ_CHANGES, link
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.templating import render, words
from alliance_docs.revisions import Revision, RevisionKind
from alliance_docs.wording import Phrase, moment, period, sentence_text

_STOOD = "The agreement as it stood"
_EDITED = "The agreement with these edits"


class Neighbour(NamedTuple):
    """The revision before or after, as a link."""

    href: str
    title: str


def revision_page(chapter: Chapter, place: int) -> Page:
    """The page of the revision at a place of the timeline, from 0."""
    revision = chapter.timeline.revisions[place]
    page = chapter.address(revision)
    alliance = revision.alliance if revision.alliance and not revision.gone else None
    over = f"{_called(revision)} of {texts.one_line(chapter.alliance.title)}"
    changes = chapter.changes(revision, page)
    body = render(
        "revision.html",
        over=over,
        subject=chapter.title(revision) if revision.commit else "Changes in this work tree",
        banner=_banner(chapter, revision, place),
        meta=joined((chapter.when(revision), chapter.by(revision))) if revision.commit else Markup(""),
        link_row=chapter.link_row(page),
        notices=chapter.notice_lines,
        legend=link(READ_CHANGES, page),
        told=chapter.told(revision),
        committed=revision.commit is not None,
        reason=chapter.reason(revision),
        against=_against(chapter, revision),
        changes=changes,
        stood=chapter.standing.html(alliance) if alliance else "",
        open=revision.kind is RevisionKind.FIRST,
        stood_title=_STOOD if revision.commit else _EDITED,
        stood_label=f"Show the whole agreement {f'after revision {revision.number}' if revision.commit else 'with them'}",
        previous=_neighbour(chapter, place - 1, page),
        next=_neighbour(chapter, place + 1, page),
        end=chapter.end(page),
    )
    headings = [Heading("What changed", "what-changed", 2)] if changes else []
    headings += [Heading(_STOOD if revision.commit else _EDITED, "as-it-stood", 2)] if alliance else []
    title = f"{over}: {texts.one_line(chapter.title(revision))}" if revision.commit else over
    return Page(page, title, body, " ".join(map(sentence_text, chapter.summary(revision).sentences)), tuple(headings))


def _called(revision: Revision) -> str:
    return f"Revision {revision.number}" if revision.number else "Uncommitted edits"


def _banner(chapter: Chapter, revision: Revision, place: int) -> Markup:
    """On all but the newest: that this is the past, from when until when, and the ways to the present."""
    if place == len(chapter.timeline.revisions) - 1 or revision.commit is None:
        return Markup("")
    later = chapter.next_of.get(revision.commit)
    stood: Phrase = period(revision.when, later.when) if later and later.commit else ("since ", moment(revision.when))
    page = chapter.address(revision)
    now = filled('<a href="{}">Read it as it is now</a>', link(chapter.agreement, page))
    since = filled('<a href="{}">What changed since</a>', link(chapter.entry(later or revision), page))
    said = filled("Revision {} of {}, as it stood {}.", revision.number, chapter.committed, words(stood))
    return filled("{} {} · {}", said, now, since)


def _against(chapter: Chapter, revision: Revision) -> Markup:
    """That the changes are not against the revision right before, where that is so."""
    base = chapter.base(revision)
    if base is None or revision.against is None:
        return Markup("")
    return filled(
        'Compared with <a href="{}">revision {}</a>, the last one before that could be read.',
        link(chapter.address(base), chapter.address(revision)),
        base.number,
    )


def _neighbour(chapter: Chapter, place: int, page: str) -> Neighbour | None:
    revisions = chapter.timeline.revisions
    if not 0 <= place < len(revisions):
        return None
    revision = revisions[place]
    title = texts.one_line(chapter.title(revision))
    return Neighbour(link(chapter.address(revision), page), f"{revision.number}: {title}" if revision.number else title)
