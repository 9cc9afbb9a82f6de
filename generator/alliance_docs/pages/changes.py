"""What one revision changed, as blocks in the order of the agreement: labels, a heading, and a line for each difference."""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import filterfalse
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.escaping import as_html, escaped, filled
from alliance_docs.model import Change, Clause
from alliance_docs.pages.sections import commitments_of
from alliance_docs.pages.templating import Links, words
from alliance_docs.vocabulary import EACH, SECTIONS, Kind, Shape
from alliance_docs.wording import Glossary, Label, labels, listed, some

_RANK = {name: rank for rank, name in enumerate(SECTIONS)}
STYLES = ("added", "removed", "owner", "state", "reworded", "moved", "date")
"""The borders a block can have, in the order in which the blocks of a group stand."""
_QUIET = {Kind.RENAMED, Kind.REORDERED}


class Article(NamedTuple):
    """A finished block; `style` is its border, that of its first label."""

    style: str
    html: Markup


class ChangeGroup(NamedTuple):
    """Blocks under one heading; without a heading the blocks' own headings stand on its level."""

    heading: Markup
    articles: tuple[Article, ...]
    quiet: tuple[Markup, ...] = ()


def change_groups(
    changes: Iterable[Change], glossary: Glossary, make: Callable[[Change], Article]
) -> tuple[ChangeGroup, ...]:
    """The changes in groups: sections in the table's order, commitments by owner, no section without a change.

    `make` gives the block of a change that is not quiet.
    """
    grouped: dict[tuple[int, int, str], list[Change]] = {}
    order = [EACH, *(party.id for party in glossary.alliance.parties)]
    for change in changes:
        section = change.clause.section
        owner = change.clause.owner if section == "commitments" else ""
        place = order.index(owner) if owner in order else len(order)
        rank = (_RANK[section], len(order) + 1 if owner == EACH else place, owner)
        grouped.setdefault(rank, []).append(change)
    return tuple(_group(grouped[rank], glossary, make) for rank in sorted(grouped))


def _group(changes: list[Change], glossary: Glossary, make: Callable[[Change], Article]) -> ChangeGroup:
    articles = sorted(map(make, filterfalse(is_quiet, changes)), key=lambda article: STYLES.index(article.style))
    clause = changes[0].clause
    heading = Markup("") if articles and stands_alone(clause) else group_heading(clause.section, clause.owner, glossary)
    return ChangeGroup(heading, tuple(articles), tuple(_quiet_lines(changes, glossary)))


def is_quiet(change: Change) -> bool:
    """Whether only the id or the place of a clause changed, which is said in a line and not in a block."""
    return _QUIET.issuperset(change.kinds)


def stands_alone(clause: Clause) -> bool:
    """Whether the block of a clause needs no heading of a group above its own, being the only one of its section."""
    return clause.row.shape in (Shape.SCALAR, Shape.RECORD, Shape.DATES)


def group_heading(section: str, owner: str, glossary: Glossary) -> Markup:
    """The heading of the group that the changes of a section's clauses stand in, of commitments those of one owner."""
    return commitments_of(owner, glossary) if section == "commitments" else texts.plain(SECTIONS[section].heading)


def _quiet_lines(changes: list[Change], glossary: Glossary) -> Iterator[Markup]:
    quiet = filter(is_quiet, changes)
    renamed = [(glossary.mention(change.clause),) for change in quiet if Kind.RENAMED in change.kinds]
    if renamed:
        yield words(("Only the id changed: ", *some(renamed), "."))
    if any(Kind.REORDERED in change.kinds for change in changes):
        yield Markup("The order changed.")


def article(change: Change, glossary: Glossary, links: Links, told: Markup) -> Article:
    """The block of a change that is not quiet; `told` are its lines, written."""
    clause = change.clause
    shown = tuple(label for label in labels(change) if label.style not in ("renamed", "reordered"))
    title = escaped(glossary.title(clause))
    href = links(clause.address) if change.after else ""
    heading = f'<a href="{escaped(href)}">{title}</a>' if href else title
    owner = glossary.owner(clause) if clause.section not in ("assent", "redacted") else None
    whose = [words((owner,))] if owner else []
    if change.inferred and change.before and change.after:
        whose.append(Markup("inferred"))
    level = 3 if stands_alone(clause) else 4
    said = "".join(f' <span class="al-whose">· {one}</span>' for one in whose)
    marks = "".join(f"{kind_mark(label)} " for label in shown)
    html = (
        f'<article class="al-change al-{shown[0].style}">\n<h{level}>{marks}{heading}{said}</h{level}>\n{told}</article>\n'
    )
    return Article(shown[0].style, as_html(html))


@lru_cache(maxsize=64)
def kind_mark(label: Label) -> Markup:
    """A kind of change as its sign and its word."""
    sign = filled('<span aria-hidden="true">{}</span>', label.sign)
    return filled('<span class="al-kind al-kind-{}">{} {}</span>', label.style, sign, label.word)


def everything_else(headings: Iterable[str]) -> Markup:
    """The last line of a revision, so that silence is not read as omission."""
    unchanged = [(heading,) for heading in headings]
    return words(("Everything else is unchanged: ", *listed(unchanged), ".")) if unchanged else Markup("")
