"""Reads one alliance file: its bytes to an alliance and the problems found on the way.

Head and old revisions are read by the same function; whoever is lenient ignores the problems.
"""

from dataclasses import replace
from typing import NamedTuple

from alliance_docs.catalogue import Findings
from alliance_docs.errors import Problem
from alliance_docs.model import Alliance
from alliance_docs.reading.characters import both_sides
from alliance_docs.reading.fields import is_absent
from alliance_docs.reading.sections import SectionReader, tell_foreign
from alliance_docs.reading.source import Map, Node, Refused, read_source

_NAMED_AT_MOST = 5
"""Clauses named where two versions were not joined."""


class Reading(NamedTuple):
    """One file as read: `tree` and `text` (without BOM) are for finding places; `alliance` None: it cannot be read."""

    path: str
    alliance: Alliance | None
    tree: Node | None
    text: str
    bom: bool
    problems: tuple[Problem, ...]


def read_alliance(source: bytes, path: str, default_id: str) -> tuple[Alliance | None, tuple[Problem, ...]]:
    """The alliance in the bytes of one file, and every problem in it, by place.

    None when the file is no YAML map or holds something that is refused. The addresses of clauses without an id are
    provisional. `default_id` is the id of a file that declares none.
    """
    reading = read(source, path, default_id)
    return reading.alliance, reading.problems


def read(source: bytes, path: str, default_id: str) -> Reading:
    """The same with the tree, for those who need places in the text."""
    document = read_source(source, path)
    findings = Findings(path)
    findings.problems.extend(document.problems)
    tree, alliance = document.tree, None
    if isinstance(tree, Map) and tree.entries:
        alliance = SectionReader(findings).read(tree, default_id)
    elif not findings.stopped:
        _tell_no_map(tree, findings)
    if findings.stopped:
        alliance = None
    foreign = Findings(path)
    if isinstance(tree, Map) and tree.entries and tell_foreign((entry.key.text for entry in tree.entries), tree, foreign):
        findings = foreign
    problems = tuple(sorted(findings.problems, key=lambda problem: problem.sort_key))
    if any(problem.rule == "merge-conflict" for problem in problems):
        problems = _with_clauses_named(problems, document.text)
    return Reading(path, alliance, tree, document.text, document.bom, problems)


def _tell_no_map(tree: Node | None, findings: Findings) -> None:
    if tree is None or is_absent(tree):
        findings.tell_at("empty-file", 1, 1, "the file says nothing; it needs `title:` and `parties:`")
    elif not isinstance(tree, Refused):
        findings.tell("not-a-map", tree, "a file begins with a key such as `title:` at the left margin")


def _with_clauses_named(problems: tuple[Problem, ...], text: str) -> tuple[Problem, ...]:
    """The problems, the first unfinished merge naming the clauses that the two versions word differently."""
    sides = both_sides(text) or ("", "")
    ours, theirs = (read(side.encode(), "", "").alliance for side in sides)
    if ours is None or theirs is None:
        return problems
    addresses = dict.fromkeys((*ours.by_address, *theirs.by_address))
    apart = [one for one in addresses if ours.by_address.get(one) != theirs.by_address.get(one)]
    names = list(dict.fromkeys(f"`{address.partition('/~')[0]}`" for address in apart))  # a slug would quote the text
    if len(names) > _NAMED_AT_MOST:
        names[_NAMED_AT_MOST:] = [f"{len(names) - _NAMED_AT_MOST} more"]
    first = next(place for place, problem in enumerate(problems) if problem.rule == "merge-conflict")
    named = replace(problems[first], message=f"{problems[first].message} (the versions differ in {', '.join(names)})")
    return (*problems[:first], named, *problems[first + 1 :]) if names else problems
