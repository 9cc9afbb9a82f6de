"""Compares what two edits made of one alliance, clause by clause, where Git could not put them together.

Pure, over three states of a file as it was read; knows neither Git nor marker lines nor a terminal.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from alliance_docs.changes.diff import diff
from alliance_docs.changes.identity import Register, follow, renumbered
from alliance_docs.model import Alliance, Change, Clause
from alliance_docs.vocabulary import Kind

_QUIET = frozenset({Kind.RENAMED, Kind.REORDERED})


@dataclass(frozen=True, slots=True)
class Clash:
    """One clause that the two sides left different; None: that side left it as it was before both."""

    here: Change | None
    coming: Change | None

    @property
    def clause(self) -> Clause:
        """The clause as it is on a side that has it, or as it last was."""
        changes = [change for change in (self.here, self.coming) if change]
        return next((change.after for change in changes if change.after), changes[0].clause)

    @property
    def by_both(self) -> bool:
        """Whether both sides changed it, so that people have to choose."""
        return self.here is not None and self.coming is not None


@dataclass(frozen=True, slots=True)
class Sides:
    """The states before and after two edits, with one number for each clause through all three."""

    before: Alliance
    here: Alliance
    coming: Alliance

    @property
    def clashes(self) -> Iterator[Clash]:
        """What the two made different, in the order of the table; what both changed in the same way is left out."""
        made, comes = (
            {change.clause.lineage: change for change in diff(self.before, side)} for side in (self.here, self.coming)
        )
        apart = {one.clause.lineage for one in diff(self.here, self.coming) if not _QUIET.issuperset(one.kinds)}
        for lineage in dict.fromkeys((*made, *comes)):
            if lineage in apart:
                yield Clash(made.get(lineage), comes.get(lineage))


def sides(before: Alliance | None, here: Alliance, coming: Alliance) -> Sides:
    """Follow each clause through three states as they were read.

    `before` is what both edits began with, None where there was nothing: then what only one side has was added there.
    """
    register = Register()
    base = follow(before or Alliance(here.id), Alliance(here.id), (), {}, register)
    ours = follow(here, base, (), {}, register)
    theirs = follow(coming, base, (ours,), {}, register)
    return Sides(base, renumbered(ours, register), renumbered(theirs, register))
