"""What changed since somebody said yes, and since the last review: taken together, in the blocks of the revision pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.assent.state import Assent, AssentState, Declared, Since
from alliance_docs.assent.telling import FEW_STEPS, revision_words, standing, steps_between
from alliance_docs.audience import Audience
from alliance_docs.changes.net import Descent, last_review, net_changes
from alliance_docs.escaping import filled, joined
from alliance_docs.model import Change
from alliance_docs.page import Heading, Page
from alliance_docs.pages.addresses import READ_CHANGES, link, review_since_address
from alliance_docs.pages.cards import NOTHING
from alliance_docs.pages.changes import everything_else
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.sections import possessive
from alliance_docs.pages.templating import render, words
from alliance_docs.revisions import Revision
from alliance_docs.wording import Name, day, listed, untouched


class Heap(NamedTuple):
    """Changes that are of one kind for the reader; `note` says why."""

    heading: Markup
    anchor: str
    changes: Markup
    note: Markup = NOTHING


class Step(NamedTuple):
    """One revision on the way; `why` only where somebody wrote it down and few enough are shown at once."""

    href: str
    title: str
    meta: Markup
    why: Markup = NOTHING


class Signing(NamedTuple):
    """How a party says yes: `lines` are what to paste into `path`; `again`: lines of theirs are there already."""

    name: Name
    path: str
    lines: str
    command: str
    again: bool


class _Told(NamedTuple):
    """What differs between the pages for a party and for a review."""

    address: str
    heading: Markup
    lead: Markup
    said: tuple[Markup, ...] = ()
    heaps: tuple[Heap, ...] = ()
    rest: Markup = NOTHING
    steps: tuple[Revision, ...] = ()
    signing: Signing | None = None


def since_pages(chapter: Chapter) -> Iterator[Page]:
    """A page for each party who has not left, and one for the last review if there was one."""
    for assent in chapter.assents:
        if assent.party.id in chapter.since_pages:
            yield _page(chapter, _of_party(chapter, assent))
    review = last_review(chapter.timeline)
    if review:
        yield _page(chapter, _of_review(chapter, review))


def _page(chapter: Chapter, told: _Told) -> Page:
    name, few = texts.one_line(chapter.alliance.title), len(told.steps) <= FEW_STEPS
    body = render(
        "since.html",
        over=name,
        told=told,
        steps=tuple(_step(chapter, step, told.address, few=few) for step in told.steps),
        steps_heading=steps_between(len(told.steps)),
        folded=not few,
        link_row=chapter.link_row(told.address),
        notices=chapter.notice_lines,
        legend=link(READ_CHANGES, told.address),
        end=chapter.end(told.address, chapter.timeline.left_out),
    )
    title = f"{told.heading.striptags()}: {name}"
    return Page(told.address, title, body, f"{title}, taken together.", tuple(_headings(told)))


def _headings(told: _Told) -> Iterator[Heading]:
    yield from (Heading(heap.heading.striptags(), heap.anchor, 2) for heap in told.heaps)
    if told.steps:
        yield Heading("Step by step", "steps", 2)
    if told.signing:
        yield Heading("How to say yes", "how-to-say-yes", 2)


# A party's yes


def _of_party(chapter: Chapter, assent: Assent) -> _Told:
    page = chapter.since_pages[assent.party.id]
    name = Name(texts.one_line(assent.party.name))
    said = standing(assent)
    lead = filled('<span aria-hidden="true">{}</span> {}.', said.sign, words(said.words))
    told = _Told(page, filled("What changed since {} said yes", words((name,))), lead, signing=_signing(chapter, assent))
    if assent.since is None:
        return told._replace(said=tuple(_without_a_base(chapter, assent, page)))
    since = assent.since
    return told._replace(
        lead=filled("{} {}", lead, _base(chapter, since.agreed, page)),
        said=tuple(_nothing(since, name)),
        heaps=tuple(_heaps(chapter, since, name, page)),
        rest=_rest(chapter, since.agreed, since.changes),
        steps=since.steps,
    )


def _without_a_base(chapter: Chapter, assent: Assent, page: str) -> Iterator[Markup]:
    """Why nothing can be compared, and where to read instead."""
    whole = filled('<a href="{}">the agreement as it is now</a>', link(chapter.agreement, page))
    if assent.state in (AssentState.CURRENT, AssentState.CHANGED):
        yield filled("What they agreed to is not shown here. Read {}.", whole)
    else:
        yield filled("So there is nothing to compare with. Read {}.", whole)
    by_address = chapter.alliance.by_address
    links = chapter.links_from(page)
    waiting = [chapter.glossary.mention(by_address[address]) for address in assent.clauses if address in by_address]
    if waiting:
        yield filled("Changed since: {}.", words(listed((one,) for one in waiting), links))


def _base(chapter: Chapter, base: Revision, page: str) -> Markup:
    """What the changes are against."""
    called = words(revision_words(base))
    return filled('Compared with <a href="{}">{}</a>, all taken together.', link(chapter.address(base), page), called)


def _nothing(since: Since, name: Name) -> Iterator[Markup]:
    if not since.changes:
        yield Markup("Nothing has changed since.")
    elif not since.needs:
        yield filled("Nothing since needs {} yes.", possessive(name))


def _heaps(chapter: Chapter, since: Since, name: Name, page: str) -> Iterator[Heap]:
    before = since.agreed.alliance
    editorial = tuple(one.change for one in since.editorial)
    if since.needs:
        needs = chapter.blocks(since.needs, before, page)
        yield Heap(filled("Needs {} yes", possessive(name)), "needs-yes", needs)
    if editorial:
        note = _declared(chapter, since.editorial, page)
        yield Heap(Markup("Declared editorial"), "editorial", chapter.blocks(editorial, before, page), note)
    if since.news:
        yield Heap(Markup("News, needs no yes"), "news", chapter.blocks(since.news, before, page))


def _declared(chapter: Chapter, declared: Sequence[Declared], page: str) -> Markup:
    """Who says that these change no meaning."""
    by = {revision.short: revision for one in declared for revision in one.by}
    said = [
        filled(
            '{} in <a href="{}">{}</a>',
            words(listed((author,) for author in chapter.authors(revision))),
            link(chapter.address(revision), page),
            words(revision_words(revision)),
        )
        for revision in by.values()
    ]
    return filled("Needs no yes, because it changes no meaning. So said {}.", joined(said, ", "))


def _signing(chapter: Chapter, assent: Assent) -> Signing | None:
    """For the parties alone, and for those whose yes is missing."""
    if chapter.audience is not Audience.PARTIES or assent.state is AssentState.CURRENT:
        return None
    party = assent.party
    again = any(clause.get("party") == party.id for clause in chapter.alliance.section("assent"))
    lines = f"- party: {party.id}\n  date: YYYY-MM-DD"
    name = Name(texts.one_line(party.name))
    return Signing(name, chapter.timeline.path, lines, f"alliance agree {party.id} {chapter.timeline.id}", again)


# The last review


def _of_review(chapter: Chapter, review: Revision) -> _Told:
    page = review_since_address(chapter.timeline.id)
    changes = net_changes(chapter.timeline, review)
    date = max(clause.get("date") for clause in chapter.alliance.section("reviews/held"))
    held = filled("The last review was held on {}.", words((day(date),)))
    heaps = (Heap(Markup("What changed"), "what-changed", chapter.blocks(changes, review.alliance, page)),)
    return _Told(
        page,
        Markup("What changed since the last review"),
        filled("{} {}", held, _base(chapter, review, page)),
        () if changes else (Markup("Nothing has changed since."),),
        heaps if changes else (),
        _rest(chapter, review, changes),
        Descent(chapter.timeline).steps_since(review),
    )


# Both


def _rest(chapter: Chapter, base: Revision, changes: tuple[Change, ...]) -> Markup:
    if not changes:
        return NOTHING
    return everything_else(untouched(replace(base, changes=changes, alliance=chapter.alliance)))


def _step(chapter: Chapter, step: Revision, page: str, *, few: bool) -> Step:
    meta = joined((chapter.when(step), chapter.by(step))) if step.commit else Markup("in this work tree")
    why = chapter.reason(step) if few and step.message.body and not step.message_left_out else NOTHING
    return Step(link(chapter.address(step), page), chapter.title(step), meta, why)
