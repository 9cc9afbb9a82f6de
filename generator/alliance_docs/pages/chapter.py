"""What the pages of one alliance have in common, worked out once: order, links, summaries and the HTML of the changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import pairwise

from markupsafe import Markup

from alliance_docs.assent.state import Assent, assents
from alliance_docs.audience import Audience
from alliance_docs.escaping import as_html, filled, joined
from alliance_docs.model import Alliance, Change
from alliance_docs.pages.addresses import (
    CARE,
    REVIEW,
    agreement_address,
    anchor,
    compare_address,
    history_address,
    link,
    principle_address,
    revision_address,
    sentences_address,
    sheet_address,
    since_address,
)
from alliance_docs.pages.changes import Article, article, change_groups, everything_else
from alliance_docs.pages.clauses import NOT_SHOWN
from alliance_docs.pages.content import principle_title
from alliance_docs.pages.frame import end_of_page, links_row, notice_lines, reason_lines, summary_lines
from alliance_docs.pages.lines import Line, lines, written
from alliance_docs.pages.standing import Standing
from alliance_docs.pages.templating import Links, macro, words
from alliance_docs.reading.folder import page_name
from alliance_docs.revisions import Revision, RevisionKind, Timeline
from alliance_docs.texts import language
from alliance_docs.vocabulary import SECTIONS, Kind
from alliance_docs.wording import Glossary, Name, Phrase, Summary, author_names, listed, moment, summarise, untouched

_ONE_PAGE_UP_TO = 500  # revisions


class Chapter:
    """One alliance on its way to pages; a revision's changes are made once, for all the pages that show them."""

    def __init__(
        self,
        timeline: Timeline,
        notices: Sequence[str] = (),
        audience: Audience = Audience.PUBLIC,
        site_url: str = "",
        whole: Timeline | None = None,
    ) -> None:
        self.timeline = timeline
        self.notices = (*notices, *timeline.notices)
        self.audience = audience
        self.site_url = site_url
        self.alliance = timeline.alliance
        self.agreement = agreement_address(timeline.id)
        self.history = history_address(timeline.id)
        self.sheet = sheet_address(timeline.id)
        self.standing = Standing()
        self._whole = whole
        self._by_commit = {revision.commit: revision for revision in timeline.revisions}
        self._changes: dict[str, Markup] = {}
        self._glossaries: dict[str, Glossary] = {}
        self._lines: dict[tuple[str, int], Markup] = {}
        self._articles: dict[tuple[str, int], Article] = {}
        self._link_rows: dict[str, Markup] = {}
        self._authors: dict[str, tuple[Name, ...]] = {}
        self._summaries: dict[str, Summary] = {}
        self._told: dict[tuple[str, str], Markup] = {}

    def address(self, revision: Revision) -> str:
        """The page of a revision."""
        return revision_address(self.timeline.id, revision)

    def entry(self, revision: Revision) -> str:
        """Where the history tells of a revision; of a long one only its first page, which leads to the others."""
        return self.history if self.is_long else f"{self.history}#{entry_anchor(revision)}"

    @property
    def is_long(self) -> bool:
        """Whether the history's older years have pages of their own."""
        return len(self.timeline.revisions) > _ONE_PAGE_UP_TO

    def link_row(self, page: str) -> Markup:
        """The row of links that tops a page; pages of one folder share it, but for those that it leads to."""
        entries = self._link_targets
        key = page if page in entries.values() else page.rpartition("/")[0]
        if key not in self._link_rows:
            shown = [(title, "" if target == page else link(target, page)) for title, target in entries.items()]
            self._link_rows[key] = links_row(shown)
        return self._link_rows[key]

    @cached_property
    def _link_targets(self) -> Mapping[str, str]:
        entries = (
            ("Agreement", self.agreement),
            ("History", self.history),
            ("Compare", compare_address(self.timeline.id)),
            ("Every sentence", sentences_address(self.timeline.id)),
            ("Print", self.sheet),
        )
        return dict(entries)

    def principles(self, page: str) -> Mapping[str, Markup]:
        """For each section the links to the principles it serves."""
        return {name: _principles(row.principles, page) for name, row in SECTIONS.items()}

    @cached_property
    def glossary(self) -> Glossary:
        """The words for what the agreement is now."""
        return Glossary(self.alliance)

    @cached_property
    def assents(self) -> tuple[Assent, ...]:
        """How the parties stand to the agreement; the public does not learn which text a yes was given to."""
        found = assents(self.timeline, self._whole)
        return found if self.audience is Audience.PARTIES else tuple(replace(one, unknown="") for one in found)

    @cached_property
    def since_pages(self) -> Mapping[str, str]:
        """By the id of each party who has not left, the page of what changed since they last said yes."""
        names: dict[str, str] = {}
        for assent in self.assents:
            if not assent.party.left:
                name = page_name(assent.party.id)
                while name in (REVIEW, *names.values()):
                    name += "-2"
                names[assent.party.id] = name
        return {party: since_address(self.timeline.id, name) for party, name in names.items()}

    @cached_property
    def committed(self) -> int:
        """How many of its revisions are committed."""
        return sum(revision.commit is not None for revision in self.timeline.revisions)

    @cached_property
    def next_of(self) -> Mapping[str | None, Revision]:
        """By commit, the first revision after it on its own line of descent; where that ends, the next in the order."""
        revisions = self.timeline.revisions
        found = {before.commit: after for before, after in pairwise(revisions)}
        for revision in reversed(revisions):
            found.update(dict.fromkeys(revision.parents, revision))
        return found

    def base(self, revision: Revision) -> Revision | None:
        """The revision that the changes are against."""
        return self._by_commit.get(revision.against or next(iter(revision.parents), None)) if revision.parents else None

    def authors(self, revision: Revision) -> tuple[Name, ...]:
        """The names of those who made a revision."""
        if revision.short not in self._authors:
            self._authors[revision.short] = author_names(revision, self.alliance)
        return self._authors[revision.short]

    def when(self, revision: Revision) -> Markup:
        """The day of a revision."""
        return self._once("when", revision, lambda: words((moment(revision.when),)))

    def by(self, revision: Revision) -> Markup:
        """The authors at the end of a line of facts, or nothing when nobody is known."""
        return self._once("by", revision, lambda: words(self._by(revision)))

    def _by(self, revision: Revision) -> Phrase:
        return (" · ", *listed((name,) for name in self.authors(revision))) if revision.authors else ()

    def title(self, revision: Revision) -> str:
        """What a revision is called: the first line of its message."""
        if revision.commit is None:
            return "Uncommitted edits"
        if revision.message_left_out:
            return "Message left out"
        return revision.message.subject or "Without a message"

    def summary(self, revision: Revision) -> Summary:
        """The revision's summary."""
        if revision.short not in self._summaries:
            self._summaries[revision.short] = summarise(revision, self.timeline)
        return self._summaries[revision.short]

    def shown_changes(self, revision: Revision) -> Sequence[Change]:
        """The changes that are shown one by one: none of a first version, and of a file made again what is new in it."""
        if revision.kind is RevisionKind.FIRST or revision.gone:
            return ()
        base = self.base(revision)
        if base is not None and base.gone:
            return [change for change in revision.changes if change.kinds != (Kind.RESTORED,)]
        return revision.changes

    def changes(self, revision: Revision, page: str) -> Markup:
        """The blocks of a revision's changes, as they stand on this page."""
        if revision.short not in self._changes:
            self._changes[revision.short] = self._made_changes(revision)
        # Made for the history's folder, then led from another one: what people wrote cannot hold an unescaped quote.
        there, here = link(self.agreement, self.history), link(self.agreement, page)
        made = str(self._changes[revision.short])  # `replace` of a Markup would escape the quotes
        return as_html(made.replace(f'href="{there}#', f'href="{here}#'))

    def _made_changes(self, revision: Revision) -> Markup:
        changes = self.shown_changes(revision)
        if not changes:
            return Markup("")
        groups = change_groups(changes, self.words_for(revision), partial(self.article, revision))
        return macro("changes.html", "groups", groups, everything_else(untouched(revision)))

    def words_for(self, revision: Revision) -> Glossary:
        """The words for what a revision and the one that it is compared with are about."""
        if revision.short not in self._glossaries:
            base = self.base(revision)
            states = (revision.alliance, base.alliance if base else None, self.alliance)
            self._glossaries[revision.short] = Glossary(*filter(None, states))
        return self._glossaries[revision.short]

    def lines(self, revision: Revision, change: Change) -> Markup:
        """What is said about one change of a revision."""
        key = (revision.short, change.clause.lineage)
        if key not in self._lines:
            self._lines[key] = self.written(lines(change, self.words_for(revision)))
        return self._lines[key]

    def article(self, revision: Revision, change: Change) -> Article:
        """The block of one change of a revision that is not quiet, for pages in the folder of the history."""
        key = (revision.short, change.clause.lineage)
        if key not in self._articles:
            told = self.lines(revision, change)
            self._articles[key] = article(change, self.words_for(revision), self._links, told)
        return self._articles[key]

    def written(self, told: Iterable[Line]) -> Markup:
        """Lines as HTML in the language of the alliance."""
        return written(told, self._language)

    def article_between(self, change: Change, glossary: Glossary, page: str) -> Article:
        """The block of a change that leads from any state to any other, made for this page."""
        return article(change, glossary, self.links_from(page), self.written(lines(change, glossary)))

    def blocks(self, changes: Sequence[Change], before: Alliance | None, page: str) -> Markup:
        """The blocks of changes that lead from a state to the agreement as it is now, made for this page."""
        glossary = Glossary(*filter(None, (self.alliance, before)))
        groups = change_groups(changes, glossary, partial(self.article_between, glossary=glossary, page=page))
        return macro("changes.html", "groups", groups, Markup(""))

    @cached_property
    def _language(self) -> Markup:
        return language(self.alliance.lang)

    @cached_property
    def _links(self) -> Links:
        return self.links_from(self.history)

    def links_from(self, page: str) -> Links:
        """From a page to the clauses of the agreement as it is now."""
        agreement = link(self.agreement, page)
        return lambda address: f"{agreement}#{self._anchors[address]}" if address in self._anchors else ""

    @cached_property
    def _anchors(self) -> Mapping[str, str]:
        shown = (clause for clause in self.alliance.clauses if clause.section not in NOT_SHOWN)
        return {clause.address: anchor(clause) for clause in shown}

    def told(self, revision: Revision) -> Markup:
        """The revision's summary as its pages have it."""
        return self._once("told", revision, lambda: summary_lines(self.summary(revision)))

    def reason(self, revision: Revision) -> Markup:
        """Why the revision was made, or that nothing says so."""
        message, left_out = revision.message, revision.message_left_out
        return self._once("reason", revision, lambda: reason_lines(message.body, left_out=left_out))

    def _once(self, what: str, revision: Revision, make: Callable[[], Markup]) -> Markup:
        key = (what, revision.short)
        if key not in self._told:
            self._told[key] = make()
        return self._told[key]

    @cached_property
    def notice_lines(self) -> Markup:
        """The notices as every page has them."""
        return notice_lines(self.notices)

    def end(self, page: str, left_out: int = 0) -> Markup:
        """How a page ends: how much is left out, and the way to the care page."""
        return end_of_page(left_out, link(CARE, page))


def entry_anchor(revision: Revision) -> str:
    """The anchor of a revision's entry in the history."""
    return f"r{revision.number}" if revision.number else "r-work-tree"


def _principles(principles: Sequence[str], page: str) -> Markup:
    known = ((link(principle_address(principle), page), principle_title(principle)) for principle in principles)
    links = (filled('<a href="{}">{}</a>', href, title) for href, title in known if title)
    return joined(links, " · ")
