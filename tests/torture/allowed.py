"""Says which words of a made-up history an audience may see, by the rules of the data model (section 7).

Knows the states that were made up and nothing of the product. Where the rules leave a doubt it lets a word pass.
"""

from collections.abc import Callable, Collection, Sequence
from functools import cache

from alliance_docs.audience import Audience
from tests.torture.histories import ancestors_of
from tests.torture.sheets import CANARY, Sheet
from tests.torture.tellings import Telling


def touches(telling: Telling, place: int, number: int) -> bool:
    """Whether the file of this alliance differs at a commit from what every parent has."""
    own = telling.trees[place].get(number)
    before = [telling.trees[parent].get(number) for parent in telling.parents[place]]
    if len(before) > 1:  # a merge that took one side brings nothing, under whatever name
        return all(_text(own) != _text(one) for one in before)
    return _file(own) != _file(before[0] if before else None)


def _text(sheet: Sheet | None) -> bytes | None:
    file = _file(sheet)
    return file[1] if file else None


@cache
def _file(sheet: Sheet | None) -> tuple[str, bytes] | None:
    return (sheet.path, sheet.source) if sheet else None


def all_words(telling: Telling) -> set[str]:
    """Every word that was ever written."""
    sheets = {sheet for tree in telling.trees for sheet in tree.values()}
    texts = [f"{sheet.path} {sheet.source.decode()}" for sheet in sheets]
    return set(CANARY.findall("\n".join((*texts, *telling.messages, *telling.authors, *telling.mails)).casefold()))


def may_see(telling: Telling, ids: Sequence[str], audience: Audience) -> set[str]:
    """The words this audience may see, and those of which the rules leave a doubt."""
    before = ancestors_of(telling.parents)
    words: set[str] = set()
    closed: set[int] = set()  # commits whose message nobody of this audience may see
    shown: set[int] = set()  # commits whose author they may see
    for number in {number for tree in telling.trees for number in tree}:
        one = _Life(telling, before, number)
        if audience is Audience.PARTIES:
            words |= one.for_parties()
            shown |= set(range(len(telling.trees)))
            continue
        allowed, quiet, told = one.for_the_public()
        words |= allowed
        closed |= quiet
        shown |= told
    named = {one for sheet in telling.trees[-1].values() for one in sheet.revisions}
    closed |= {place for place, commit in enumerate(ids) if commit[:12] in named}
    for place in range(len(telling.trees)):
        if place not in closed and place in shown:
            words |= set(CANARY.findall(telling.messages[place]))
        if place in shown:
            words |= set(CANARY.findall(telling.authors[place].casefold()))
    return words


class _Life:
    """One alliance through all commits."""

    def __init__(self, telling: Telling, before: Sequence[frozenset[int]], number: int) -> None:
        self.number = number
        self.telling = telling
        self.before = before
        self.states = {place: tree[number] for place, tree in enumerate(telling.trees) if number in tree}
        self.readable = {place: sheet for place, sheet in self.states.items() if not sheet.broken}
        self.now = telling.trees[-1].get(number)
        self.redacted = {
            entry.number
            for sheet in self.readable.values()
            for entry in sheet.entries
            if self.now and entry.address in self.now.redacted
        }
        self.touched = [place for place in range(len(telling.trees)) if touches(telling, place, number)]

    def for_parties(self) -> set[str]:
        """Everything that could be read, but for what is redacted."""
        texts = {
            word for sheet in self.states.values() for word in CANARY.findall(f"{sheet.path} {sheet.title} {sheet.declared}")
        }
        if self.now is None:
            return texts
        return texts | self._told() | self._words(set(self.readable), self.redacted)

    def for_the_public(self) -> tuple[set[str], set[int], set[int]]:
        """The words of this alliance, the commits whose message is closed for its sake, and those whose author shows."""
        if self.now is None or not self.now.public:
            return set(), set(self.touched), set()
        closed = [place for place in self.touched if place in self.readable and not self.readable[place].public]
        anew = [place for place in closed if self._is_anew(place, lambda sheet: sheet.public)]
        early = {place for place in self.states if self._is_before(place, closed, anew)}
        open_at = set(self.readable) - early
        marked: dict[int, set[int]] = {}
        for place, sheet in self.states.items():
            for entry in sheet.entries:
                if sheet.is_private(entry):
                    marked.setdefault(entry.number, set()).add(place)
        words = {
            word for place in open_at for word in CANARY.findall(f"{self.readable[place].path} {self.readable[place].title}")
        }
        words |= {self.readable[place].declared for place in open_at} | self._told()
        words |= self._words(open_at, self.redacted | set(marked))
        for number, places in marked.items():
            words |= self._published(number, open_at, places) if number not in self.redacted else set()
        quiet = {place for place in self.touched if place in early or self._touches(place, self.redacted | set(marked))}
        return words, quiet, {place for place in self.touched if place not in early}

    def _told(self) -> set[str]:
        """What the entries of `redacted` themselves say of what they hide."""
        return set(CANARY.findall(" ".join(self.now.redacted))) if self.now else set()

    def _words(self, places: set[int], hidden: set[int]) -> set[str]:
        return {
            word
            for place in places
            for entry in self.readable[place].entries
            if entry.number not in hidden
            for word in (*entry.words, *({entry.link} - self._names(hidden)))
        }

    def _names(self, hidden: set[int]) -> set[str]:
        """Every id that these clauses ever had."""
        return {entry.id for sheet in self.states.values() for entry in sheet.entries if entry.number in hidden}

    def _is_before(self, place: int, hiding: Collection[int], anew: Collection[int]) -> bool:
        """Whether something is hidden at or after a place, or was hidden anew beside it."""
        return any(place == one or place in self.before[one] for one in hiding) or not self.before[place].issuperset(anew)

    def _is_anew(self, place: int, was_open: Callable[[Sheet], bool]) -> bool:
        """Whether a commit for sure hid what a commit before it, if there was any with this file, had not hidden."""
        befores = [self.readable.get(parent) for parent in self.telling.parents[place]]
        return any(sheet and was_open(sheet) for sheet in befores) or self.before[place].isdisjoint(self.states)

    def _published(self, number: int, places: set[int], marked: set[int]) -> set[str]:
        """The words of a clause that was private, where it says that it is published and nothing later takes it back."""

        def was_open(sheet: Sheet) -> bool:
            return any(entry.number == number and not sheet.is_private(entry) for entry in sheet.entries)

        anew = [place for place in marked.intersection(self.touched) if self._is_anew(place, was_open)]
        return {
            word
            for place in places
            if not self._is_before(place, marked, anew)
            for entry in self.readable[place].entries
            if entry.number == number and entry.published
            for word in entry.words
        }

    def _touches(self, place: int, hidden: set[int]) -> bool:
        """Whether a commit changed one of these clauses for sure, or left the file so that nobody can say."""
        own = self.states.get(place)
        if own is not None and own.broken:
            return True
        befores = [self.telling.trees[parent].get(self.number) for parent in self.telling.parents[place]]
        if any(one is not None and one.broken for one in befores) or not hidden:
            return False
        mine = _entries(own, hidden)
        return all(mine != _entries(one, hidden) for one in befores) and len(befores) < 2


def _entries(sheet: Sheet | None, numbers: set[int]) -> dict[int, tuple[str, ...]]:
    return {entry.number: (entry.id, *entry.texts) for entry in sheet.entries if entry.number in numbers} if sheet else {}
