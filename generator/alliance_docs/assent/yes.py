"""Says whose yes a change needs: the third column of the table of keys, clause by clause and field by field.

Pure, over typed changes. What nobody need agree to (titles, topics, order, drops, who left, asking for repair) is news.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import assert_never

from alliance_docs.changes.diff import differing
from alliance_docs.model import Alliance, Change, Clause
from alliance_docs.normal import normal
from alliance_docs.vocabulary import DEFAULTS, EACH, Kind, Yes

_NEWS_FIELDS = frozenset({"title", "topic", "private", "published"})
_REPLY = frozenset({"reply", "why", "commitment"})
_ASKING = frozenset({"text", "from", "to"})

_EVERYONE = (EACH,)
_NOBODY: tuple[str, ...] = ()


class Consent:
    """Whose yes changes need, in the ids that the parties have in `now`.

    `earlier` are older states of the same alliance: by them a party is known under an id it had then, and a clause that is
    gone by its owner. Who has left is asked for nothing.
    """

    def __init__(self, now: Alliance, *earlier: Alliance) -> None:
        self._states = (now, *earlier)
        self._present = frozenset(party.id for party in now.parties if not party.left)
        number = {clause.lineage: _party_id(clause) for clause in now.section("parties")}
        self._ids = {
            _party_id(clause): number[clause.lineage]
            for state in (*earlier, now)
            for clause in state.section("parties")
            if clause.lineage in number
        }

    def needed(self, change: Change) -> frozenset[str]:
        """The ids of the parties whose yes this change needs; none for what is only news."""
        before, after = change.before, change.after
        if before and after and before.section != after.section:
            return self._side(change, before, None) | self._side(change, None, after)
        return self._side(change, before, after)

    def _side(self, change: Change, before: Clause | None, after: Clause | None) -> frozenset[str]:
        names = frozenset(_differing(change, before, after))
        both = before is not None and after is not None
        if both and not names:
            return frozenset()
        asked = frozenset(self._asked(before, after, names))
        if EACH in asked:
            return self._present
        return frozenset(self._ids.get(party, party) for party in asked) & self._present

    def _asked(self, before: Clause | None, after: Clause | None, names: frozenset[str]) -> tuple[str, ...]:
        clause = after or before
        assert clause is not None, "a change has at least one side"  # noqa: S101 - an invariant of `diff`
        if rule := _RULES.get(clause.section):
            return rule(before, after, names)
        if clause.section == "concerns":
            return self._concern(before, after, names)
        if clause.section == "considered":
            return tuple(owner for side in (before, after) if side for owner in self._owners(side.get("clause")))
        match clause.row.yes:
            case Yes.NOBODY:
                asked = _NOBODY
            case Yes.EVERYONE:
                asked = _EVERYONE
            case Yes.OWNER:
                asked = _each_side(before, after, "owner")
            case Yes.BOTH_SIDES:
                asked = _request(before, after, names)
            case _:
                assert_never(clause.row.yes)
        return asked

    def _concern(self, before: Clause | None, after: Clause | None, names: frozenset[str]) -> tuple[str, ...]:
        """The raiser words it; what came of it is for whoever owns that, else for everyone else, to say."""
        raisers = _each_side(before, after, "raised_by")
        asked = raisers if names - {"outcome"} else ()
        if "outcome" not in names:
            return asked
        outcomes = [side.get("outcome") for side in (before, after) if side]
        others = {owner for outcome in outcomes for owner in self._owners(outcome)} - set(raisers)
        return (*asked, *(others or self._present - {self._ids.get(raiser, raiser) for raiser in raisers}))

    def _owners(self, link: str) -> Iterator[str]:
        """Who owns the clause that an id or an address names, in the newest state that has it; nobody when all do."""
        for state in self._states if link else ():
            for clause in state.clauses:
                if link in (clause.id, clause.address) and clause.section not in ("parties", "questions"):
                    if clause.owner:
                        yield clause.owner
                    return


def _differing(change: Change, before: Clause | None, after: Clause | None) -> Iterator[str]:
    """The fields that mean something else than before, without what is only news and references to what was renamed."""
    if before and after:
        for name, field in differing(before, after).items():
            renamed = field is not None and Kind.RENAMED in change.kinds and field.kind_of_change not in change.kinds
            if name not in _NEWS_FIELDS and not renamed and _meaning(before, name) != _meaning(after, name):
                yield name
        return
    for side in (before, after):
        yield from (name for name in side.fields if name not in _NEWS_FIELDS and _meaning(side, name)) if side else ()


def _meaning(clause: Clause, name: str) -> str:
    """A field as text in normal form, "" where it says what is meant anyway."""
    value = normal(clause.get(name))
    return "" if DEFAULTS.get((clause.section, name)) == value else value


def _party_id(clause: Clause) -> str:
    return clause.id or clause.address.rpartition("/")[2]


def _each_side(before: Clause | None, after: Clause | None, name: str) -> tuple[str, ...]:
    """Who is named in a field (`owner`: whose clause it is) before and after."""
    sides = (side for side in (before, after) if side)
    return tuple(party for side in sides if (party := side.owner if name == "owner" else side.get(name)))


# The particular ones


def _request(before: Clause | None, after: Clause | None, names: frozenset[str]) -> tuple[str, ...]:
    """The asker words it, the asked replies."""
    asker = _each_side(before, after, "from") if names & _ASKING else ()
    asked = _each_side(before, after, "to") if names & _REPLY else ()
    return (*asker, *asked)


def _status(before: Clause | None, after: Clause | None, _names: frozenset[str]) -> tuple[str, ...]:
    """To become active takes everyone; to pause, to end or to ask for repair takes nobody."""
    was, now = (side.get("state") if side else "" for side in (before, after))
    return _EVERYONE if now == "active" != was else _NOBODY


def _parties(before: Clause | None, after: Clause | None, _names: frozenset[str]) -> tuple[str, ...]:
    """Somebody added or removed; not what they are called, how they commit, or that they left."""
    return _NOBODY if before and after else _EVERYONE


def _confidentiality(before: Clause | None, after: Clause | None, names: frozenset[str]) -> tuple[str, ...]:
    """Everyone, but a further exception is only news."""
    if before and after and names == {"except"} and _exceptions(before) <= _exceptions(after):
        return _NOBODY
    return _EVERYONE


def _reviews(before: Clause | None, after: Clause | None, _names: frozenset[str]) -> tuple[str, ...]:
    """How often is everyone's; when the next one is, nobody's."""
    clause = after or before
    return _EVERYONE if clause and clause.address == "reviews/every" else _NOBODY


def _never(_before: Clause | None, _after: Clause | None, _names: frozenset[str]) -> tuple[str, ...]:
    """A drop needs only to be said, and a yes is no change of what it says yes to."""
    return _NOBODY


def _exceptions(clause: Clause) -> set[str]:
    return {normal(part).casefold() for part in clause.get("except").split(";")} - {""}


_RULES: Mapping[str, Callable[[Clause | None, Clause | None, frozenset[str]], tuple[str, ...]]] = MappingProxyType(
    {
        "status": _status,
        "parties": _parties,
        "confidentiality": _confidentiality,
        "reviews": _reviews,
        "drops": _never,
        "assent": _never,
    }
)
