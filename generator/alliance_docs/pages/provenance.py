"""The life of each clause: the line under it on the agreement, and its versions, newest first, with their redlines."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.diff import field_of
from alliance_docs.lineage import Lineage, Version, lineages
from alliance_docs.model import Clause
from alliance_docs.pages.addresses import anchor, link, sentences_address
from alliance_docs.pages.cards import NOTHING
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.lines import Line, lines
from alliance_docs.pages.marks import whole
from alliance_docs.pages.templating import macro, words
from alliance_docs.revisions import Revision
from alliance_docs.telling import provenance_words
from alliance_docs.vocabulary import FieldKind, Kind
from alliance_docs.wording import Glossary, labels, moment

_UNDER_A_CLAUSE = 4  # versions


class Lives:
    """Makes what is told of each clause of one alliance; every version is made once, for all the pages that show it."""

    def __init__(self, chapter: Chapter) -> None:
        self._chapter = chapter
        self.page = sentences_address(chapter.timeline.id)
        self._made: dict[tuple[str, int], Markup] = {}
        self._glossaries: dict[str, Glossary] = {}

    @cached_property
    def all(self) -> tuple[Lineage, ...]:
        """Every clause there ever was, as `lineages` gives them."""
        return lineages(self._chapter.timeline)

    @cached_property
    def _now(self) -> dict[int, Lineage]:
        return {life.clause.lineage: life for life in self.all if not life.removed}

    def below(self, clause: Clause) -> Markup:
        """The line under a clause of the agreement as it is now; what was changed opens to its newest versions."""
        life = self._now.get(clause.lineage)
        if life is None:
            return NOTHING
        href = f"{link(self.page, self._chapter.agreement)}#{anchor(clause)}"
        shown = tuple(self.versions(life, _UNDER_A_CLAUSE)) if life.changed else ()
        return macro("life.html", "below", words(provenance_words(life.provenance)), href, shown, life.inferred)

    def versions(self, life: Lineage, most: int | None = None) -> Iterator[Markup]:
        """The versions that say something, newest first."""
        for version in self.told(life)[:most]:
            key = (version.revision.short, life.clause.lineage)
            if key not in self._made:
                self._made[key] = self._version(version)
            yield self._made[key]

    def told(self, life: Lineage) -> Sequence[Version]:
        """Its versions, newest first, without those that only concern its id or its place."""
        return [version for place, version in enumerate(life.versions) if place == 0 or not version.quiet][::-1]

    def way(self, version: Version) -> Markup:
        """A link to the revision that made a version, as `revision 3, 4 Sep 2025`."""
        revision = version.revision
        when = moment(revision.when)
        return Markup('<a href="{}">revision {}, {}</a>').format(self._href(revision), revision.number, when)

    def _href(self, revision: Revision) -> str:
        return link(self._chapter.address(revision), self.page)

    def _version(self, version: Version) -> Markup:
        chapter, revision = self._chapter, version.revision
        kinds = [label for label in labels(version.change) if label.style not in ("renamed", "reordered")]
        return macro(
            "life.html",
            "version",
            self._href(revision),
            f"revision {revision.number}" if revision.number else "uncommitted edits",
            words((moment(revision.when),)) if revision.commit else NOTHING,
            words(chapter.by(revision)),
            kinds,
            tuple(self._lines(version)),
            texts.language(chapter.alliance.lang),
        )

    def _lines(self, version: Version) -> Iterator[Line]:
        """What changed; of a first version its words alone, unmarked."""
        change = version.change
        field = field_of(change.clause, change.clause.row.text)
        if change.kinds != (Kind.ADDED,) or not version.text:
            yield from lines(change, self._glossary(version.revision))
        elif field and field.kind in (FieldKind.PROSE, FieldKind.LINE):
            yield Line("", whole("same", texts.visible(version.text)), typed=True)
        else:
            told = self._glossary(version.revision)
            yield Line("", words(told.value(change.clause, change.clause.row.text, version.text)))

    def _glossary(self, revision: Revision) -> Glossary:
        """The words for what a revision and the one before it are about."""
        if revision.short not in self._glossaries:
            base = self._chapter.base(revision)
            states = (revision.alliance, base.alliance if base else None, self._chapter.alliance)
            self._glossaries[revision.short] = Glossary(*(state for state in states if state is not None))
        return self._glossaries[revision.short]
