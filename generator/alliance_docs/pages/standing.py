"""The whole agreement as it stood at each revision of one alliance.

Most revisions leave most clauses as they were, so a clause's HTML is made once and used again wherever the clause, the
people and every clause that it is linked with are the same, and a section's likewise. It is what would be made anew.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping

from markupsafe import Markup

from alliance_docs.escaping import joined
from alliance_docs.model import Alliance, Clause
from alliance_docs.pages.cards import part_html
from alliance_docs.pages.clauses import Teller
from alliance_docs.pages.linking import LINKING, links_of
from alliance_docs.pages.sections import part_names, part_of
from alliance_docs.vocabulary import SECTIONS

_LEVEL = 3  # of a section's heading; the page's own stands above
_PART = {name: name.partition("/")[0] for name in SECTIONS}
_SCENE = ("parties", "questions", "lang")  # named in any section


class Standing:
    """Makes the sections of one alliance's revisions; keep one for all of them."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}
        self._clauses: dict[int, tuple[Clause, int]] = {}
        self._cards: dict[object, Markup] = {}
        self._sections: dict[object, Markup] = {}

    def html(self, alliance: Alliance) -> Markup:
        """The sections of one state; a few microseconds for each clause where nothing changed."""
        keys = self._keys(alliance)
        parts: dict[str, list[object]] = defaultdict(list)
        for clause in alliance.clauses:
            parts[_PART[clause.section]].append(keys[clause.address])
        parts["answers"] += parts["session"] + parts["questions"]  # shown together
        teller = Teller(alliance, keys, self._cards)
        shown = (self._section(teller, name, tuple(parts[name])) for name in part_names(alliance))
        return joined(shown)

    def teller(self, alliance: Alliance, life: Callable[[Clause], Markup]) -> Teller:
        """Makes the cards of one state with the lives of its clauses; those made for a revision serve it too."""
        return Teller(alliance, self._keys(alliance), self._cards, life)

    def _section(self, teller: Teller, name: str, keys: tuple[object, ...]) -> Markup:
        key = (name, keys)
        if key not in self._sections:
            self._sections[key] = part_html(part_of(teller, name), _LEVEL)
        return self._sections[key]

    def _keys(self, alliance: Alliance) -> Mapping[str, object]:
        """For each address what its card depends on: the people, the clause, and the clauses it is linked with."""
        numbers = {clause.address: self._number_of(clause) for clause in alliance.clauses}
        scene = self._number(tuple(numbers[clause.address] for clause in alliance.clauses if clause.section in _SCENE))
        near: dict[str, list[int]] = {address: [scene, number] for address, number in numbers.items()}
        for clause, other in _linked(alliance):
            near[clause.address].append(numbers[other.address])
            near[other.address].append(numbers[clause.address])
        return {address: self._number(tuple(linked)) for address, linked in near.items()}

    def _number_of(self, clause: Clause) -> int:
        """As `_number`; a clause that revisions share is looked into once, and kept so that no other gets its place."""
        found = self._clauses.get(id(clause))
        if found is None:
            found = self._clauses[id(clause)] = (clause, self._number((clause.address, *clause.fields.items())))
        return found[1]

    def _number(self, what: object) -> int:
        """A number for anything; equal things have the same."""
        return self._numbers.setdefault(what, len(self._numbers))


def _linked(alliance: Alliance) -> Iterator[tuple[Clause, Clause]]:
    """Every link between two clauses, as the clause that has it and the one it leads to."""
    for clause in alliance.clauses:
        if clause.section in LINKING:
            for link in links_of(clause):
                if link in alliance.targets:
                    yield clause, alliance.targets[link]
