"""Gives a clause that nothing names an address of words its audience may read, where the words of its own are hidden.

Such an address is made of the first text a clause ever had. When that text is from before the alliance turned public, or
from before the clause was published, the address would tell it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from alliance_docs.model import Alliance, Clause
from alliance_docs.naming import FreeNames
from alliance_docs.normal import slug


def told_addresses(shown: Sequence[Alliance]) -> Mapping[tuple[str, int], str]:
    """The addresses to use instead, by section and lineage, for states that are all of what an audience sees, in order.

    An address stays where a text that is shown makes it; cost grows with the distinct texts of clauses without a name.
    """
    texts: dict[int, dict[str, None]] = {}
    for clause in _unnamed(shown):
        texts.setdefault(clause.lineage, {})[clause.text or ""] = None
    words = {lineage: [slug(text) for text in own] for lineage, own in texts.items()}
    own = {(clause.section, clause.lineage): clause.address for clause in _unnamed(shown)}
    telling = {key: address for key, address in own.items() if not _is_made_of(address.partition("/~")[2], words[key[1]])}
    if not telling:
        return {}
    given_up = set(telling.values())
    names = FreeNames({clause.address for state in shown for clause in state.clauses} - given_up)
    return {(section, lineage): names.free(f"{section}/~{words[lineage][0]}") for section, lineage in telling}


def readdressed(alliance: Alliance, addresses: Mapping[tuple[str, int], str]) -> Alliance:
    """The alliance with these addresses in the place of its own."""
    if not addresses:
        return alliance
    return Alliance(alliance.id, tuple(_readdressed(clause, addresses) for clause in alliance.clauses))


def _readdressed(clause: Clause, addresses: Mapping[tuple[str, int], str]) -> Clause:
    address = None if clause.named else addresses.get((clause.section, clause.lineage))
    return replace(clause, address=address) if address else clause


def _unnamed(alliances: Iterable[Alliance]) -> Iterator[Clause]:
    return (clause for alliance in alliances for clause in alliance.clauses if not clause.named)


def _is_made_of(name: str, words: Iterable[str]) -> bool:
    """Whether a name is one of these slugs, counted or not."""
    return any(name == slug_ or (name.startswith(f"{slug_}-") and name[len(slug_) + 1 :].isdecimal()) for slug_ in words)
