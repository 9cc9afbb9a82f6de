"""The life of each clause: the line under it on the agreement, and its versions, newest first, with their redlines."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.assent.telling import provenance_words
from alliance_docs.changes.diff import field_of
from alliance_docs.changes.lineage import Lineage, Version, lineages
from alliance_docs.escaping import as_html, escaped, filled
from alliance_docs.model import Clause
from alliance_docs.pages.addresses import anchor, link, sentences_address
from alliance_docs.pages.cards import NOTHING
from alliance_docs.pages.changes import kind_mark
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.lines import Line
from alliance_docs.pages.marks import whole
from alliance_docs.pages.templating import words
from alliance_docs.revisions import Revision
from alliance_docs.vocabulary import FieldKind, Kind
from alliance_docs.wording import labels, moment

_UNDER_A_CLAUSE = 4  # versions
_INFERRED = Markup(" · inferred from its wording")


class Lives:
    """Makes what is told of each clause of one alliance; every version is made once, for all the pages that show it."""

    def __init__(self, chapter: Chapter) -> None:
        self._chapter = chapter
        self.page = sentences_address(chapter.timeline.id)
        self._made: dict[tuple[str, int], Markup] = {}
        self._told: dict[int, Sequence[Version]] = {}

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
        return _below(words(provenance_words(life.provenance)), href, shown, inferred=life.inferred)

    def versions(self, life: Lineage, most: int | None = None) -> Iterator[Markup]:
        """The versions that say something, newest first."""
        for version in self.told(life)[:most]:
            key = (version.revision.short, life.clause.lineage)
            if key not in self._made:
                self._made[key] = self._version(version)
            yield self._made[key]

    def told(self, life: Lineage) -> Sequence[Version]:
        """Its versions, newest first, without those that only concern its id or its place."""
        key = life.clause.lineage
        if key not in self._told:
            found = [version for place, version in enumerate(life.versions) if place == 0 or not version.quiet]
            self._told[key] = found[::-1]
        return self._told[key]

    def way(self, version: Version) -> Markup:
        """A link to the revision that made a version, as `revision 3, 4 Sep 2025`."""
        revision = version.revision
        return filled('<a href="{}">revision {}, {}</a>', self._href(revision), revision.number, moment(revision.when))

    def _href(self, revision: Revision) -> str:
        return link(self._chapter.address(revision), self.page)

    def _version(self, version: Version) -> Markup:
        chapter, revision = self._chapter, version.revision
        name = f"revision {revision.number}" if revision.number else "uncommitted edits"
        made = f'<a href="{escaped(self._href(revision))}">{name}</a>{chapter.by(revision)}'
        when = f"{chapter.when(revision)} · " if revision.commit else ""
        kinds = (label for label in labels(version.change) if label.style not in ("renamed", "reordered"))
        marks = "".join(f" {kind_mark(label)}" for label in kinds)
        return as_html(f'<li><p class="al-quiet">{when}{made}{marks}</p>\n{self._lines(version)}</li>\n')

    def _lines(self, version: Version) -> Markup:
        """What changed; of a first version its words alone, unmarked."""
        change, revision = version.change, version.revision
        if change.kinds != (Kind.ADDED,) or not version.text:
            return self._chapter.lines(revision, change)
        field = field_of(change.clause, change.clause.row.text)
        if field and field.kind in (FieldKind.PROSE, FieldKind.LINE):
            return self._chapter.written((Line("", whole("same", texts.visible(version.text)), typed=True),))
        value = self._chapter.words_for(revision).value(change.clause, change.clause.row.text, version.text)
        return self._chapter.written((Line("", words(value)),))


def _below(since: Markup, href: str, versions: Sequence[Markup], *, inferred: bool) -> Markup:
    """The line; a footer, so that search skips all of it, what is folded in it included."""
    told = filled('<a href="{}">{}</a>\n', href, since)
    if versions:
        whole = filled('<a href="{}">All versions of this sentence</a>{}', href, _INFERRED if inferred else NOTHING)
        listed = f'<ol class="al-versions">\n{"".join(versions)}</ol>\n<p class="al-quiet">{whole}</p>\n'
        told = as_html(f'<details class="al-fold">\n<summary>{since}</summary>\n{listed}</details>\n')
    return filled('<footer class="al-life" data-search-exclude>\n{}</footer>\n', told)
