"""What a clause links to, by the table's own word for it; an agreement to promises, a drop to what it is about."""

from collections.abc import Iterator

from alliance_docs.model import Clause
from alliance_docs.vocabulary import SECTIONS, FieldKind

_FIELDS = {
    name: tuple(field.name for field in row.fields if field.kind in (FieldKind.LINK, FieldKind.LINKS))
    for name, row in SECTIONS.items()
}
LINKING = frozenset(name for name, fields in _FIELDS.items() if fields)
"""The sections whose clauses can link to others."""


def links_of(clause: Clause) -> Iterator[str]:
    """The ids and addresses in the clause's links, as typed."""
    for name in _FIELDS[clause.section]:
        value = clause.fields.get(name, ())
        yield from (value,) if isinstance(value, str) else value
