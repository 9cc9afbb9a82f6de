"""The page people open: the agreement as it is now, the apparatus after it."""

from collections.abc import Iterator

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.audience import Audience
from alliance_docs.changes.net import last_review
from alliance_docs.escaping import filled, joined
from alliance_docs.model import Alliance
from alliance_docs.page import Heading, Page
from alliance_docs.pages.addresses import anchor, calendar_address, feed_address, link, review_since_address
from alliance_docs.pages.assents import assent_facts
from alliance_docs.pages.cards import Part, part_html
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.clauses import review_date
from alliance_docs.pages.feed import is_followed
from alliance_docs.pages.picture import picture
from alliance_docs.pages.provenance import Lives
from alliance_docs.pages.reviews import next_review
from alliance_docs.pages.sections import part_names, part_of
from alliance_docs.pages.templating import macro, render, words
from alliance_docs.wording import Glossary, Name, Phrase, day, kind_of_alliance, state_word

_ON_TOP = ("purpose", "status", "parties")
_JUMPS = (("commitments", "Who promised what"), ("backup_plan", "In trouble now? Back-up plan"))
_STOPPED = ("under_repair", "paused", "ended")


def agreement_page(chapter: Chapter, lives: Lives) -> Page:
    """The agreement as it is in the work tree."""
    alliance, page = chapter.alliance, chapter.agreement
    teller = chapter.standing.teller(alliance, lives.below)
    sections = tuple(part_of(teller, name) for name in part_names(alliance, _ON_TOP))
    principles = chapter.principles(page)
    purpose = alliance.value("purpose")
    body = render(
        "agreement.html",
        title=alliance.title,
        banner=banner(alliance),
        purpose=texts.html(purpose, alliance.lang),
        facts=tuple(_facts(chapter, lives)),
        link_row=chapter.link_row(page),
        jumps=[(label, part.anchor) for name, label in _JUMPS for part in sections if part.name == name],
        notices=chapter.notice_lines,
        parts=[part_html(part, 2, principles[part.name]) for part in sections],
        picture=picture(chapter.timeline, repairs=chapter.audience is Audience.PARTIES, small=True),
        history=link(chapter.history, page),
        end=chapter.end(page, chapter.timeline.left_out),
    )
    return Page(
        address=page,
        title=texts.one_line(alliance.title),
        made=body,
        description=texts.one_line(texts.visible(purpose)),
        headings=tuple(headings(sections)),
        searchable=True,
        source=chapter.timeline.path,
        feed=feed_address(chapter.timeline.id) if is_followed(chapter.timeline) else "",
    )


def headings(sections: tuple[Part, ...]) -> Iterator[Heading]:
    """The table of contents of the sections."""
    for part in sections:
        yield Heading(part.heading, part.anchor, 2)
        yield from (Heading(group.heading.striptags(), group.anchor, 3) for group in part.groups if group.anchor)


def banner(alliance: Alliance) -> Markup:
    """What stands on top of an alliance that is under repair, paused or ended: since when and why; else nothing."""
    return _status(alliance) if alliance.state in _STOPPED else Markup("")


def _status(alliance: Alliance) -> Markup:
    status = alliance.by_address.get("status")
    since = status.get("since") if status else ""
    when: Phrase = (" on " if alliance.state == "ended" else " since ", day(since)) if since else ()
    why = texts.html(status.get("why"), alliance.lang) if status else Markup("")
    draft = Markup(" Not everyone has said yes yet.") if alliance.state == "draft" else Markup("")
    first = filled("<strong>{}</strong>{}.{}", state_word(alliance.state).capitalize(), words(when), draft)
    return filled('<span id="status">{}</span> {}', first, why) if why else filled('<span id="status">{}</span>', first)


def _facts(chapter: Chapter, lives: Lives) -> Iterator[Markup]:
    alliance = chapter.alliance
    if alliance.state not in _STOPPED:
        yield _status(alliance)
    yield from assent_facts(chapter)
    if alliance.state != "ended":
        yield from _review(chapter)
    yield from _last_changed(chapter)
    yield macro("life.html", "head", _people(alliance), tuple(_lives_on_top(alliance, lives)))


def _lives_on_top(alliance: Alliance, lives: Lives) -> Iterator[tuple[Markup, Markup]]:
    """The name and the life of each clause in the head of the page, where a line under each would take too much room."""
    glossary = Glossary(alliance)
    for name in _ON_TOP:
        for clause in alliance.section(name):
            yield texts.plain(glossary.title(clause)), lives.below(clause)


def _review(chapter: Chapter) -> Iterator[Markup]:
    alliance = chapter.alliance
    if alliance.value("reviews/next"):
        when = filled("<strong>Next review</strong> {}", review_date(alliance.value("reviews/next")))
        calendar = link(calendar_address(alliance.id), chapter.agreement)
        add = filled('<a href="{}">add to calendar</a>', calendar) if next_review(chapter.timeline) else Markup("")
        ways = joined(filter(None, (add, _since_review(chapter))), " · ")
        yield filled('{} <span class="al-ways">{}</span>', when, ways) if ways else when
    if alliance.value("ends"):
        yield filled("<strong>Ends</strong> {}", words((day(alliance.value("ends")),)))


def _since_review(chapter: Chapter) -> Markup:
    if last_review(chapter.timeline) is None:
        return Markup("")
    href = link(review_since_address(chapter.timeline.id), chapter.agreement)
    return filled('<a href="{}">changes since the last one</a>', href)


def _last_changed(chapter: Chapter) -> Iterator[Markup]:
    revisions = chapter.timeline.revisions
    if not revisions:
        yield Markup("Not committed yet.")
        return
    last = next((revision for revision in reversed(revisions) if revision.changes), revisions[-1])
    when = chapter.when(last) if last.commit else Markup("here, not committed yet")
    title = filled(
        '<a href="{}">{}</a>',
        link(chapter.address(last), chapter.agreement),
        texts.plain(chapter.title(last) if last.commit else "what it is"),
    )
    yield filled("<strong>Last changed</strong> {}, {}", when, title)


def _people(alliance: Alliance) -> Markup:
    """Who is in it, each name with the anchor of the party."""
    if not alliance.parties:
        return Markup("")
    names = []
    for party, clause in zip(alliance.parties, alliance.section("parties"), strict=True):
        left: Phrase = (" (left ", day(party.left), ")") if party.left else ()
        name = words((Name(texts.one_line(party.name)), *left))
        names.append(filled('<span id="{}">{}</span>', anchor(clause), name))
    kind = alliance.value("kind")
    between = f"{kind_of_alliance(texts.one_line(kind))}:" if kind else "Between"
    shown = joined((joined(names[:-1], ", "), names[-1]), " and ") if len(names) > 1 else names[0]
    return filled("<strong>{}</strong> {}", between, shown)
