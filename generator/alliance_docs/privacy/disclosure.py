"""Says since when what was hidden once is open again: whole alliances (`audience`) and clauses (`private`, `published`).

Looks at which revision builds on which, never at their order in a list: of two that were made side by side neither is later.
What one of them hides anew is open again only in revisions that build on it. When it is unclear: hidden. Knows no audience
and takes nothing out; that is for `view`.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from alliance_docs.model import Alliance, Clause
from alliance_docs.revisions import Revision, RevisionKind, Timeline
from alliance_docs.vocabulary import TRUE_WORDS

_ALL = -1
"""Stands for the alliance as a whole where clauses are named by their lineages."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What of one timeline is not for everybody.

    `early`: the places of revisions that are not public, or do not build on every one that closed the alliance. `clauses`:
    for each revision by its place, then for the alliance as it is now, the lineages that are private, or were so once and
    are not published since.
    """

    early: frozenset[int]
    clauses: tuple[frozenset[int], ...]


def disclose(timeline: Timeline) -> Disclosure:
    """Walk once through the revisions; the time it takes grows with them and with how often something was hidden anew."""
    walk = _Walk()
    for revision in timeline.revisions:
        walk.step(revision)
    early = frozenset(place for place in range(len(timeline.revisions)) if not walk.is_open(_ALL, place))
    walk.end(timeline.alliance)
    once = walk.closes.keys() - {_ALL}
    states = [*(revision.alliance for revision in timeline.revisions), timeline.alliance]
    return Disclosure(early, tuple(walk.still_hidden(once, place, state) for place, state in enumerate(states)))


class _Walk:
    """From revision to revision, each after those it builds on.

    A revision that hides something anew, which one of those that it builds on did not hide, has a bit of its own. `closes`:
    for each thing the bits of the revisions that hid it anew.
    """

    def __init__(self) -> None:
        self.closes: defaultdict[int, int] = defaultdict(int)
        self._hides: list[frozenset[int]] = []  # by place
        self._behind: list[int] = []  # by place, the bits of it and of all that it builds on
        self._known: list[frozenset[int]] = []  # by place, the lineages there, or there before what cannot be read
        self._unclear: list[int] = []  # by place, the bits of what cannot be read and nothing that can be read follows yet
        self._place: dict[str | None, int] = {}
        self._bits = 0

    def is_open(self, thing: int, place: int) -> bool:
        """Whether it is not hidden there, nor anywhere that this place does not build on."""
        return thing not in self._hides[place] and not self.closes[thing] & ~self._behind[place]

    def still_hidden(self, once: Collection[int], place: int, alliance: Alliance | None) -> frozenset[int]:
        """Of the lineages that were private once, those that are not published at a place."""
        published = _published_in(alliance, once)
        return frozenset(lineage for lineage in once if lineage not in published or not self.is_open(lineage, place))

    def step(self, revision: Revision) -> None:
        """One revision more."""
        parents = [self._place[parent] for parent in revision.parents]
        befores = [self._hides[parent] for parent in parents]
        hides = _hidden_in(revision, befores)
        bit = 1 << self._bits
        unclear = self._look(revision, parents, bit)
        anew = hides - _in_all(befores)
        if len(befores) > 1 and revision.kind is not RevisionKind.MERGE:
            anew |= befores[0] - _in_all(befores)  # a merge that is no revision left all as the first side had it
        self._close(anew, bit)
        own = bit if anew or unclear else 0
        self._bits += bool(own)
        self._place[revision.commit] = len(self._hides)
        self._behind.append(reduce(or_, (self._behind[parent] for parent in parents), own))
        self._hides.append(hides)

    def _look(self, revision: Revision, parents: Sequence[int], bit: int) -> bool:
        """Note what is there; whether it cannot be read and may hide all that is known before and after it."""
        known = frozenset[int]().union(*(self._known[parent] for parent in parents))
        unclear = reduce(or_, (self._unclear[parent] for parent in parents), 0)
        if revision.alliance is not None:
            known = frozenset(clause.lineage for clause in revision.alliance.clauses)
            self._close(known, unclear)
        hides = revision.alliance is None and revision.may_hide
        self._close(known if hides else (), bit)
        self._known.append(known)
        self._unclear.append(0 if revision.alliance is not None else unclear | bit * hides)
        return hides

    def end(self, now: Alliance) -> None:
        """The alliance as it is now builds on everything, and what it hides is open nowhere."""
        hides = frozenset(_private_in(now))
        self._hides.append(hides)
        self._behind.append((1 << self._bits) - 1)
        self._close(hides, 1 << self._bits)

    def _close(self, things: Iterable[int], bits: int) -> None:
        for thing in things if bits else ():
            self.closes[thing] |= bits


def _in_all(sets: Sequence[frozenset[int]]) -> frozenset[int]:
    return sets[0].intersection(*sets[1:]) if sets else frozenset()


def _hidden_in(revision: Revision, befores: Sequence[frozenset[int]]) -> frozenset[int]:
    """What a revision hides; one that cannot be read, or took the file away, opens nothing."""
    if revision.alliance is None:
        return frozenset[int]().union(*befores)
    if revision.gone:
        return frozenset({_ALL} if any(_ALL in before for before in befores) else ())
    private = frozenset(_private_in(revision.alliance))
    return private if revision.alliance.public else private | {_ALL}


# What one state says


def _private_in(alliance: Alliance) -> Iterator[int]:
    if listed(alliance, "private") or any("private" in clause.fields for clause in alliance.clauses):
        yield from (clause.lineage for clause in alliance.clauses if is_private(clause, alliance))


def is_private(clause: Clause, alliance: Alliance | None) -> bool:
    """Whether the file says of this clause that it is private: itself, by its section, or by its address.

    A list that holds no more than "yes" can only mean everything. The answers to a private question are private with it.
    """
    names = listed(alliance, "private")
    if clause.private or _is_listed(clause, names) or any(name.casefold() in TRUE_WORDS for name in names):
        return True
    question = _question_of(clause, alliance)
    return question is not None and is_private(question, alliance)


def _question_of(clause: Clause, alliance: Alliance | None) -> Clause | None:
    if clause.section != "answers" or alliance is None:
        return None
    return alliance.by_address.get(f"questions/{clause.address.split('/')[1]}")


def _published_in(alliance: Alliance | None, lineages: Collection[int]) -> frozenset[int]:
    """Those of the lineages that a state says are published."""
    if alliance is None or not lineages:
        return frozenset()
    names = listed(alliance, "published")
    return frozenset(
        clause.lineage
        for clause in alliance.clauses
        if clause.lineage in lineages and (clause.get("published") or _is_listed(clause, names))
    )


def listed(alliance: Alliance | None, address: str) -> Collection[str]:
    """The names in one of the lists of an alliance, `private` or `published`."""
    entry = alliance.by_address.get(address) if alliance else None
    if entry is None:
        return ()
    if address == "published":
        return entry.fields.keys()
    value = entry.fields.get("private", ())
    return (value,) if isinstance(value, str) else value


def _is_listed(clause: Clause, names: Collection[str]) -> bool:
    """Whether a list names the clause's address or anything above it (`answers`, `answers/hopes`)."""
    return bool(names) and any(above in names for above in at_or_above(clause.address))


def at_or_above(address: str) -> Iterator[str]:
    """The address and everything above it: `answers/hopes/ana`, `answers/hopes`, `answers`."""
    parts = address.split("/")
    return ("/".join(parts[:length]) for length in range(1, len(parts) + 1))
