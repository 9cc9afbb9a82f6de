"""Makes up histories in which every text, name and message holds a word of its own: branches, merges, secrets, broken files.

What is made up is written down as it is, so that others can say what may be seen of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tests.torture.drafting import Pen
from tests.torture.histories import graph
from tests.torture.sheets import Entry, Sheet

Tree = Mapping[int, Sheet]


@dataclass(frozen=True)
class Telling:
    """A history as it was made up: the parents and the state of every commit, and the words of each message and author."""

    parents: Sequence[tuple[int, ...]]
    trees: Sequence[Tree]
    messages: Sequence[str]
    authors: Sequence[str]
    mails: Sequence[str]

    def drafted(self, changed: Tree) -> "Telling":
        """The same with edits that are not committed."""
        return self._going_on({**self.trees[-1], **changed}, "", "", "")

    def committed(self, pen: Pen) -> "Telling":
        """The same with those edits committed, and no others after them."""
        told, message, author, mail = self._before(), pen.message(), pen.author(), pen.mail()
        return told._going_on(self.trees[-1], message, author, mail).drafted({})

    def redrafted(self, changed: Tree) -> "Telling":
        """The same with other edits on top of those that are not committed."""
        return self._before()._going_on({**self.trees[-1], **changed}, "", "", "")

    def _before(self) -> "Telling":
        return Telling(self.parents[:-1], self.trees[:-1], self.messages[:-1], self.authors[:-1], self.mails[:-1])

    def _going_on(self, tree: Tree, message: str, author: str, mail: str) -> "Telling":
        return Telling(
            [*self.parents, (len(self.parents) - 1,)],
            [*self.trees, tree],
            [*self.messages, message],
            [*self.authors, author],
            [*self.mails, mail],
        )


def tell(pen: Pen, count: int) -> Telling:
    """Make up a history of that many alliances."""
    alone = pen.rng.random() < 0.4
    parents = graph(pen.rng, count * 4)
    if alone:
        parents = [(place - 1,) if place else () for place in range(count * 4)]
    trees: list[dict[int, Sheet]] = []
    for place, own in enumerate(parents):
        tree = _joined(pen, [trees[parent] for parent in own])
        for _ in range(count if not place else pen.rng.choice((1, 1, 2, 4)) if len(own) < 2 else 0):
            _step(pen, tree, alone=alone, first=not place)
        if place == len(parents) - 1:
            tree = {number: _mended(sheet, [*trees, tree]) for number, sheet in tree.items()}
        trees.append(tree)
    messages = [pen.message() for _ in parents]
    authors = [pen.author() for _ in parents]
    return Telling(parents, trees, messages, authors, [pen.mail() for _ in parents])


def _mended(sheet: Sheet, trees: Sequence[Tree]) -> Sheet:
    """The file as it may be published: it can be read, and what it lists has been there."""
    states = [tree[sheet.number] for tree in trees if sheet.number in tree]
    known = {entry.address for state in states if not state.broken for entry in state.entries}
    known |= {entry.place.split("/")[0] for state in states for entry in state.entries}
    return replace(sheet, broken="", listed=tuple(name for name in sheet.listed if name in known))


def _step(pen: Pen, tree: dict[int, Sheet], *, alone: bool, first: bool) -> None:
    if first or not tree or pen.rng.random() < 0.03:
        new = pen.sheet()
        tree[new.number] = new
        return
    number = pen.rng.choice(list(tree))
    if pen.rng.random() < 0.03 and (alone or tree[number].declared):
        del tree[number]
        return
    for _ in range(pen.rng.choice((1, 1, 3))):
        tree[number] = pen.edited(tree[number], alone=alone)


def _joined(pen: Pen, sides: Sequence[Tree]) -> dict[int, Sheet]:
    """What a merge makes of its sides: whole files of one, or entries of both; what one has let go stays or goes."""
    if len(sides) < 2:
        return dict(sides[0]) if sides else {}
    tree = dict(sides[0])
    for other in sides[1:]:
        for number, sheet in other.items():
            mine = tree.get(number)
            if mine is None or pen.rng.random() < 0.4:
                tree[number] = sheet
            elif not mine.broken and not sheet.broken and mine != sheet:
                tree[number] = replace(mine, entries=_both(mine.entries, sheet.entries))
    return tree


def _both(mine: Sequence[Entry], theirs: Sequence[Entry]) -> tuple[Entry, ...]:
    numbers = {entry.number for entry in mine}
    taken = {entry.address for entry in mine if entry.address}
    return (*mine, *(entry for entry in theirs if entry.number not in numbers and entry.address not in taken))
