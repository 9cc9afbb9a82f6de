"""One alliance as read from its file: frozen clauses with their fields as typed, and the typed changes between two of them.

Nothing in this module reads files, knows Git or HTML.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TypeAlias

from alliance_docs.vocabulary import FALSE_WORDS, SECTIONS, Kind, Section, Shape

Value: TypeAlias = str | tuple[str, ...]
"""A field as typed in the file: a text, or a list of texts."""


@dataclass(frozen=True, slots=True)
class Clause:
    """The smallest piece that has its own history.

    `fields` holds what is written, as typed, by dotted name in the table's order; a scalar's value stands under `""`;
    the id is not among them. `id` is the id the file declares, or "". `named` is False when nothing in the file names the
    clause, so that its identity is inferred; `lineage` is the number its identity has in one alliance's history, 0 before
    it was followed, equal in two revisions exactly when they hold the same clause. `line` and `column` are those of the
    current file; in earlier revisions, where nobody asks for them, they may be 0.
    """

    section: str
    address: str
    fields: Mapping[str, Value]
    id: str = ""
    named: bool = True
    lineage: int = 0
    line: int = field(default=0, compare=False)
    column: int = field(default=0, compare=False)

    def get(self, name: str) -> str:
        """A field as text: "" when absent, a list joined by commas."""
        value = self.fields.get(name, "")
        return value if isinstance(value, str) else ", ".join(value)

    @property
    def row(self) -> Section:
        """The row of the table this clause belongs to."""
        return SECTIONS[self.section]

    @property
    def part(self) -> str:
        """The top-level key of the file it stands under."""
        return self.section.partition("/")[0]

    @property
    def text(self) -> str | None:
        """What the clause says (data model, section 5), or None where a clause of this section has no text."""
        row = SECTIONS[self.section]
        return None if row.no_text else self.get(row.text)

    @property
    def owner(self) -> str:
        """The id of the party whose it is, `each`, or "" for what belongs to everyone."""
        row = SECTIONS[self.section]
        if row.shape is Shape.ANSWERS:
            return self.address.rpartition("/")[2]
        return self.get(row.owner) if row.owner else ""

    @property
    def topic(self) -> str:
        """The heading it is grouped under, or ""."""
        return self.get("topic")

    @property
    def title(self) -> str:
        """The short title people gave it, or ""; for the alliance's own title see `Alliance.title`."""
        return self.get("title")

    @property
    def private(self) -> bool:
        """Whether the clause itself says `private: true`; anything but a clear no counts as yes."""
        return self.get("private").casefold() not in ("", *FALSE_WORDS)

    @property
    def anchor(self) -> str:
        """The HTML anchor of the clause."""
        return self.address.replace("/", "--")


@dataclass(frozen=True, slots=True)
class Party:
    """A person in the alliance; `git` are the author names or e-mail addresses that are theirs."""

    id: str
    name: str
    git: tuple[str, ...] = ()
    left: str = ""


@dataclass(frozen=True)
class Alliance:
    """One file as read: its clauses in file order. `id` is the declared id or the path below the folder without suffix."""

    id: str
    clauses: tuple[Clause, ...] = ()

    @cached_property
    def by_address(self) -> Mapping[str, Clause]:
        """Every clause by its address; addresses are unique in one alliance."""
        return MappingProxyType({clause.address: clause for clause in self.clauses})

    @cached_property
    def targets(self) -> Mapping[str, Clause]:
        """What a link can lead to, by address and by id; the id of a party is no clause's."""
        by_id = {clause.id: clause for clause in self.clauses if clause.id and clause.section != "parties"}
        return MappingProxyType(by_id | dict(self.by_address))

    def section(self, name: str) -> tuple[Clause, ...]:
        """The clauses of one row of the table, in file order."""
        return tuple(clause for clause in self.clauses if clause.section == name)

    def value(self, address: str) -> str:
        """The text of the clause at an address, "" when there is none."""
        clause = self.by_address.get(address)
        return (clause.text or "") if clause else ""

    @property
    def title(self) -> str:
        """The title, or the id of an alliance whose old revision had none."""
        return self.value("title") or self.id

    @property
    def state(self) -> str:
        """The state, `draft` when nothing is said."""
        return self.value("status") or "draft"

    @property
    def lang(self) -> str:
        """The language of the texts."""
        return self.value("lang") or "en"

    @property
    def public(self) -> bool:
        """Whether the file says `audience: public`."""
        return self.value("audience").strip() == "public"

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """The parties in file order; one without an id is called by the last part of its address."""
        return tuple(_party_of(clause) for clause in self.section("parties"))

    def party(self, party_id: str) -> Party | None:
        """The party with this id, or None."""
        return next((party for party in self.parties if party.id == party_id), None)


def _party_of(clause: Clause) -> Party:
    git = clause.fields.get("git", ())
    party_id = clause.id or clause.address.rpartition("/")[2]
    names = (git,) if isinstance(git, str) else git
    return Party(party_id, clause.get("name") or party_id, names, clause.get("left"))


@dataclass(frozen=True, slots=True)
class Change:
    """One typed difference between two revisions of one clause.

    `fields`: every field that differs, `(before, after)` as typed, None where absent; a scalar's own value is only in the
    clauses. `inferred`: no declared id or fixed key says that the two are one clause. `place`: where an added, restored,
    moved or reordered clause stands now among the clauses of its section, from 0; None for every other change.
    """

    kinds: tuple[Kind, ...]
    before: Clause | None
    after: Clause | None
    fields: Mapping[str, tuple[Value | None, Value | None]]
    inferred: bool = False
    place: int | None = None

    @property
    def clause(self) -> Clause:
        """The clause as it is now, or as it last was."""
        clause = self.after or self.before
        assert clause is not None, "a change has at least one side"  # noqa: S101 - an invariant of `diff`
        return clause
