"""What a clause is called in its file: its address by the rules of the data model, section 1, equal ones counted.

Addresses of clauses that nothing names are provisional here; identity, which knows their history, gives them their own.
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from alliance_docs.model import Value
from alliance_docs.normal import slug
from alliance_docs.vocabulary import Section

_SEGMENT = re.compile("[a-z0-9_~-]{1,80}")
_MOST_SEGMENTS = 8
"""Twice as many as any address has; a name with more slashes is none."""
_BY_HYPHEN = "appreciation"
"""The section whose address joins its keys by hyphens; the others join them by slashes."""


class Name(NamedTuple):
    """An address before equal ones are counted, the id that the file declares, and whether anything names the clause."""

    address: str
    id: str = ""
    named: bool = True


def name_of(row: Section, clause_id: str, fields: Mapping[str, Value]) -> Name:
    """The name of an entry of a list: by its keys where the section has them, by its id, or by its first words."""
    keys = [segments(_text(fields[key])) for key in row.keys if key in fields] if row.keys else ()
    if keys:
        return Name(f"{row.name}/{('-' if row.name == _BY_HYPHEN else '/').join(keys)}", clause_id)
    if clause_id:
        return Name(f"{row.name}/{segments(clause_id)}", clause_id)
    return Name(f"{row.name}/~{slug(_text(fields.get(row.text, '')))}", named=False)


def segments(text: str) -> str:
    """A name as a part of an address: as it is where it reads like ids or an address, else its slug."""
    if _SEGMENT.fullmatch(text):
        return text
    if text.count("/") >= _MOST_SEGMENTS:
        return slug(text)
    return "/".join(part if _SEGMENT.fullmatch(part) else slug(part) for part in text.split("/"))


def _text(value: Value) -> str:
    return value if isinstance(value, str) else " ".join(value)


class FreeNames:
    """The names given so far in one file, addresses or ids."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._numbers: dict[str, int] = dict.fromkeys(taken, 1)
        self.counted = False  # whether a name was asked for that was taken

    def __contains__(self, name: str) -> bool:
        """Whether a name is taken."""
        return name in self._numbers

    def free(self, name: str) -> str:
        """The name, or with `-2`, `-3` where it is taken; taken from now on. Costs the same however many are equal."""
        number = self._numbers.get(name, 0) + 1
        free = name if number == 1 else f"{name}-{number}"
        self.counted = self.counted or number > 1
        while number > 1 and free in self._numbers:
            number += 1
            free = f"{name}-{number}"
        self._numbers[name] = number
        self._numbers.setdefault(free, 1)
        return free
