"""What one revision changed, as blocks in the order of the agreement: labels, a heading, and a line for each difference."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.model import Change, Clause
from alliance_docs.pages.lines import Line, lines
from alliance_docs.pages.sections import commitments_of
from alliance_docs.pages.templating import Links, no_links, words
from alliance_docs.vocabulary import EACH, SECTIONS, Kind, Shape
from alliance_docs.wording import Glossary, Label, labels, listed, some

_RANK = {name: rank for rank, name in enumerate(SECTIONS)}
STYLES = ("added", "removed", "owner", "state", "reworded", "moved", "date")
"""The borders a block can have, in the order in which the blocks of a group stand."""
_QUIET = {Kind.RENAMED, Kind.REORDERED}


@dataclass(frozen=True, slots=True)
class Block:
    """One change of one clause; `href` leads to the clause as it is now, "" when it is no more."""

    labels: tuple[Label, ...]
    title: str
    href: str
    owner: Markup
    inferred: bool
    lines: tuple[Line, ...]

    @property
    def style(self) -> str:
        """The border: that of the first label."""
        return self.labels[0].style


@dataclass(frozen=True, slots=True)
class ChangeGroup:
    """Blocks under one heading; without a heading the blocks' own headings stand on its level."""

    heading: Markup
    blocks: tuple[Block, ...]
    quiet: tuple[Markup, ...] = ()


def change_groups(changes: Iterable[Change], glossary: Glossary, links: Links = no_links) -> tuple[ChangeGroup, ...]:
    """The changes in groups: sections in the table's order, commitments by owner, no section without a change."""
    grouped: dict[tuple[int, int, str], list[Change]] = {}
    order = [EACH, *(party.id for party in glossary.alliance.parties)]
    for change in changes:
        section = change.clause.section
        owner = change.clause.owner if section == "commitments" else ""
        place = order.index(owner) if owner in order else len(order)
        rank = (_RANK[section], len(order) + 1 if owner == EACH else place, owner)
        grouped.setdefault(rank, []).append(change)
    return tuple(_group(grouped[rank], glossary, links) for rank in sorted(grouped))


def _group(changes: list[Change], glossary: Glossary, links: Links) -> ChangeGroup:
    loud = [change for change in changes if not _QUIET.issuperset(change.kinds)]
    blocks = sorted((_block(change, glossary, links) for change in loud), key=lambda block: STYLES.index(block.style))
    clause = changes[0].clause
    single = clause.row.shape in (Shape.SCALAR, Shape.RECORD, Shape.DATES) and blocks
    heading = Markup("") if single else group_heading(clause, glossary)
    return ChangeGroup(heading, tuple(blocks), tuple(_quiet_lines(changes, glossary)))


def group_heading(clause: Clause, glossary: Glossary) -> Markup:
    """The heading of the group that the changes of a clause stand in."""
    if clause.section == "commitments":
        return commitments_of(clause.owner, glossary)
    return texts.plain(clause.row.heading)


def _quiet_lines(changes: Iterable[Change], glossary: Glossary) -> Iterator[Markup]:
    listed_changes = list(changes)
    quiet = (change for change in listed_changes if _QUIET.issuperset(change.kinds))
    renamed = [(glossary.mention(change.clause),) for change in quiet if Kind.RENAMED in change.kinds]
    if renamed:
        yield words(("Only the id changed: ", *some(renamed), "."))
    if any(Kind.REORDERED in change.kinds for change in listed_changes):
        yield Markup("The order changed.")


def _block(change: Change, glossary: Glossary, links: Links) -> Block:
    clause = change.clause
    owner = glossary.owner(clause)
    shown = tuple(label for label in labels(change) if label.style not in ("renamed", "reordered"))
    return Block(
        shown,
        glossary.title(clause),
        links(clause.address) if change.after else "",
        words((owner,)) if owner and clause.section not in ("assent", "redacted") else Markup(""),
        change.inferred and change.before is not None and change.after is not None,
        tuple(lines(change, glossary)),
    )


def everything_else(headings: Iterable[str]) -> Markup:
    """The last line of a revision, so that silence is not read as omission."""
    unchanged = [(heading,) for heading in headings]
    return words(("Everything else is unchanged: ", *listed(unchanged), ".")) if unchanged else Markup("")
