"""Says which clause of a revision is which clause of the revisions before it: gives it its lineage and its address.

A declared id or a key of the file decides; what has neither is known by what it says. Knows clauses only, no commit.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from alliance_docs.changes.likeness import likenesses, pair_back, pair_moved_alike
from alliance_docs.changes.matching import Matching, pair_moved, pair_same_facts, pair_same_text, text_of
from alliance_docs.model import Alliance, Clause
from alliance_docs.naming import FreeNames, name_of
from alliance_docs.normal import normal, slug
from alliance_docs.order import same_ends
from alliance_docs.vocabulary import FieldKind, Shape

_OWN_SPACES = ("parties", "questions")


class Register:
    """The numbers and addresses of all clauses that one alliance ever had; it grows while revisions are followed.

    `aliases` says which number turned out to be which other one: when a merge joins two branches that brought the same
    clause, the number of the first parent stays. Numbers given before that are not taken back; see `renumbered`.
    """

    def __init__(self) -> None:
        self.aliases: dict[int, int] = {}
        self._first_texts: list[str] = []
        self._names = FreeNames()
        self._addresses: dict[tuple[str, int], str] = {}

    def birth(self, clause: Clause) -> int:
        """The number of a clause that is none of those before it, from 1."""
        self._first_texts.append(clause.text or "")
        return len(self._first_texts)

    def address(self, clause: Clause, lineage: int) -> str:
        """The address of a clause: the file's where the file names it, else one that stays for all its lineage."""
        if clause.named:
            return clause.address
        key = (clause.section, lineage)
        if key not in self._addresses:
            self._addresses[key] = self._names.free(f"{clause.section}/~{slug(self._first_texts[lineage - 1])}")
        return self._addresses[key]

    def canonical(self, lineage: int) -> int:
        """The number that stands for a lineage today."""
        while lineage in self.aliases:
            lineage = self.aliases[lineage]
        return lineage

    def unite(self, lineage: int, other: int) -> None:
        """Note that two numbers are of one clause; that of the other stays."""
        before, after = self.canonical(lineage), self.canonical(other)
        if before != after:  # both stand for themselves, so nothing ever leads in a circle
            self.aliases[before] = after


def follow(  # noqa: PLR0913, PLR0917 - the state before has two forms, and merges and removals are no part of it
    after: Alliance,
    before: Alliance,
    others: Sequence[Alliance],
    removed: Mapping[int, Clause],
    register: Register,
    was: Sequence[Clause] = (),
) -> Alliance:
    """The same alliance with every clause's lineage and address, from the revisions before it.

    `before` is the first parent, followed (without clauses when there is none), `others` the other parents of a merge,
    `removed` the last state of what earlier revisions on this line of descent held. Revisions have to be followed in
    ancestry order with one register. An unchanged clause is the same object as the older one, or shares its fields with it,
    so that later comparisons are short. `was` is `before` as it was read: a clause that is the same object there is the same
    clause, without a look at it. Linear in the clauses, and in the pairs of what no id and no equal text explains.
    """
    if not others and not register.aliases:
        return _follow_on(after, before, removed, register, was)
    parents = [renumbered(parent, register) for parent in (before, *others)]
    matching = Matching(after.clauses, _same(after.clauses, was, parents[0].clauses))
    if matching.open() and (removed or any(parent.clauses for parent in parents)):
        _pair(matching, parents, removed, register)
    olds = [matching.found.get(place) for place in range(len(after.clauses))]
    clauses = tuple(_followed(clause, old, register) for clause, old in zip(after.clauses, olds, strict=True))
    if others:
        _unite(clauses, parents, register)
    return Alliance(after.id, clauses)


def _follow_on(
    after: Alliance, before: Alliance, removed: Mapping[int, Clause], register: Register, was: Sequence[Clause]
) -> Alliance:
    """`follow` where no branches meet: most revisions change a clause or two, so only what is between equal ends counts."""
    start, end = same_ends(was, after.clauses)
    first, last = before.clauses[:start], before.clauses[len(before.clauses) - end :]
    olds = before.clauses[start : len(before.clauses) - end]
    news = after.clauses[start : len(after.clauses) - end]
    if not news and not olds and after.id == before.id:
        return before
    known = _same(news, was[start : start + len(olds)], olds)
    matching = Matching(news, known)
    if not matching.has_keyed():  # else equal ones beyond these ends may count
        _pair_unchanged(matching, olds)
    if matching.open() and (before.clauses or removed):
        whole = Matching(after.clauses, [*first, *map(matching.found.get, range(len(news))), *last])
        _pair(whole, [before], removed, register)
        matching = Matching(news, [whole.found.get(place) for place in range(start, start + len(news))])
    middle = [
        old or _followed(clause, matching.found.get(place), register)
        for place, (clause, old) in enumerate(zip(news, known, strict=True))
    ]
    return Alliance(after.id, (*first, *middle, *last))


def _same(clauses: Sequence[Clause], was: Sequence[Clause], followed: Sequence[Clause]) -> list[Clause | None]:
    """For each clause what became of the same object, as it was read before, when it was followed."""
    known = dict(zip(map(id, was), followed, strict=True)) if was else {}
    return list(map(known.get, map(id, clauses)))


def renumbered(alliance: Alliance, register: Register) -> Alliance:
    """A followed alliance under the numbers that hold at the end, for revisions that were followed before a merge.

    Two of its clauses never get one number: the second keeps its own.
    """
    if register.aliases.keys().isdisjoint([clause.lineage for clause in alliance.clauses] if register.aliases else ()):
        return alliance
    used = {clause.lineage for clause in alliance.clauses if clause.lineage not in register.aliases}
    clauses = []
    for clause in alliance.clauses:
        number = register.canonical(clause.lineage)
        change = number != clause.lineage and number not in used
        used.add(number)
        clauses.append(replace(clause, lineage=number) if change else clause)
    return replace(alliance, clauses=tuple(clauses))


def _pair(matching: Matching, parents: Sequence[Alliance], removed: Mapping[int, Clause], register: Register) -> None:
    """Pair what can be, the surest first: what is named or written as it was in the first parent, then all the rest."""
    matching.pair_namesakes(parents[0])
    _pair_unchanged(matching, parents[0].clauses)
    if matching.open():
        _pair_rest(matching, parents, removed, register)


def _pair_unchanged(matching: Matching, olds: Sequence[Clause]) -> None:
    matching.pair_unchanged_names(olds)
    matching.pair_equal([old for old in olds if not old.named], _as_written, certain=True)


def _pair_rest(matching: Matching, parents: Sequence[Alliance], removed: Mapping[int, Clause], register: Register) -> None:
    """Pair the others: by id or key, then parties and questions, whose ids name other clauses, then all by what they say."""
    live = {clause.lineage for parent in parents for clause in parent.clauses} if removed else set()
    gone = {register.canonical(number): clause for number, clause in removed.items()}
    away = [
        clause if clause.lineage == number else replace(clause, lineage=number)
        for number, clause in gone.items()
        if number not in live
    ]
    states = [left for parent in parents if (left := matching.untaken(parent.clauses))]
    latest = away[::-1]
    for olds in (*states, latest):
        matching.pair_equal(olds, _name_in_section, certain=True)
        matching.pair_equal(olds, _name, certain=True)
    for parent in parents:
        _pair_by_text(matching, [old for old in parent.clauses if old.section in _OWN_SPACES], ())
    for olds in states:
        matching.pair_equal(list(_readdressed(matching, olds)), _name_in_section, certain=True)
    for parent in parents[1:]:
        matching.pair_equal(parent.clauses, _as_written, certain=True)
    _pair_by_text(matching, [old for parent in parents for old in parent.clauses], latest)


def _pair_by_text(matching: Matching, olds: Sequence[Clause], away: Sequence[Clause]) -> None:
    """The surest evidence first; a text that comes back word for word is surer than a faint likeness."""
    left = matching.untaken(olds)
    if not matching.open() or not (left or away):
        return
    pair_same_text(matching, left)
    pair_same_facts(matching, left)
    pair_moved(matching, left)
    sections = likenesses(matching, olds)
    for likeness in sections:
        likeness.pair(sure=True)
    pair_same_text(matching, away)
    for likeness in sections:
        likeness.pair(sure=False)
    pair_back(matching, away)
    pair_moved_alike(matching, left)


def _name_in_section(clause: Clause) -> Hashable:
    """What names the clause within its section: equal ids of one file are told apart by their addresses."""
    return (clause.address, clause.id) if clause.named else None


def _name(clause: Clause) -> Hashable:
    """What names the clause wherever it stands; ids of parties and of questions are spaces of their own."""
    if not clause.id:
        return None
    return (clause.section if clause.section in _OWN_SPACES else "", clause.id)


def _as_written(clause: Clause) -> Hashable:
    return None if clause.named else (clause.section, *clause.fields.items())


def _readdressed(matching: Matching, olds: Sequence[Clause]) -> Iterator[Clause]:
    """What is left of the clauses that a party or question names, under the names these have now."""
    renamed: dict[str, dict[str, str]] = {"parties": {}, "questions": {}}
    for place, old in matching.found.items():
        if old.section in renamed:
            renamed[old.section][_last(old)] = _last(matching.after[place])
    parties, questions = renamed["parties"], renamed["questions"]
    for old in matching.untaken(olds):
        if old.row.shape is Shape.ANSWERS:
            _, question, party = old.address.split("/", 2)
            yield replace(old, address=f"answers/{questions.get(question, question)}/{parties.get(party, party)}")
        elif any(field.kind is FieldKind.PARTY and field.name in old.row.keys for field in old.row.fields):
            people = {field.name for field in old.row.fields if field.kind is FieldKind.PARTY}
            names = {
                name: parties.get(old.get(name), old.get(name)) if name in people else old.get(name) for name in old.row.keys
            }
            yield replace(old, address=name_of(old.row, old.id, names).address)


def _last(clause: Clause) -> str:
    return clause.address.rpartition("/")[2]


def _followed(clause: Clause, old: Clause | None, register: Register) -> Clause:
    """The clause with its identity; what did not change is the same object as before, or at least has the same fields.

    Whether it stands in another line is no change.
    """
    lineage = old.lineage if old else register.birth(clause)
    address = register.address(clause, lineage)
    fields = old.fields if old and old.fields == clause.fields else clause.fields
    followed = Clause(clause.section, address, fields, clause.id, clause.named, lineage, clause.line, clause.column)
    return old if old and fields is old.fields and followed == old else followed


def _unite(clauses: Sequence[Clause], parents: Sequence[Alliance], register: Register) -> None:
    """Note which clauses of other parents are ones of the merge that the first parent numbered otherwise."""
    numbers = {clause.lineage for clause in clauses}
    first = {clause.lineage for clause in parents[0].clauses}
    for parent in parents[1:]:
        held = {clause.lineage for clause in parent.clauses}
        merged = {_same_clause(clause): clause.lineage for clause in clauses if clause.lineage not in held}
        for clause in parent.clauses:
            number = merged.get(_same_clause(clause))
            if number and clause.lineage not in numbers | first:
                register.unite(clause.lineage, number)


def unite_gone(clauses: Sequence[Clause], removed: Mapping[int, Clause], register: Register) -> None:
    """Note which clauses that sides of a merge let go are one by name: the one that is there, else the first of them."""
    held = {register.canonical(clause.lineage) for clause in clauses}
    numbers = {_name_in_section(clause): clause.lineage for clause in clauses}
    for lineage, clause in removed.items():
        name = _name_in_section(clause)
        if name is not None and register.canonical(lineage) not in held:
            register.unite(lineage, numbers.setdefault(name, lineage))


def _same_clause(clause: Clause) -> Hashable:
    return _name_in_section(clause) or (clause.section, normal(text_of(clause)))
