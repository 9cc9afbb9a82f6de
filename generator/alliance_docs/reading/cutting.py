"""Cuts the bytes of an alliance file where a part of it may be read alone: at its keys, and at the entries of a list.

Looks at no YAML: a cut may be wrong, as in the middle of a quoted text. Whoever reads the parts has to find that out.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

_KEY = re.compile(rb"\n(?=[A-Za-z_][A-Za-z0-9_-]*:[ \r\n])")
_BEGINS = re.compile(rb"[A-Za-z_][A-Za-z0-9_-]*:[ \r\n]")
_LIST = re.compile(rb"([A-Za-z_][A-Za-z0-9_-]{0,63}):[ \t]*\r?\n( *)- ")


class Entries(NamedTuple):
    """A key with a list below it: its entries, each without its dash and its last line end, stand `indent` blanks in."""

    key: str
    indent: int
    texts: Sequence[bytes]

    def source(self, text: bytes) -> bytes:
        """An entry as it stands in the file."""
        return b"%b- %b\n" % (b" " * self.indent, text)


def cut_at_keys(source: bytes) -> Sequence[bytes]:
    """The parts of a file, each from a key at the margin to the next; what stands before the first key belongs to it."""
    *firsts, last = _KEY.split(source)
    parts = [part + b"\n" for part in firsts]
    parts.append(last)
    if len(parts) > 1 and not begins_with_key(parts[0]):
        parts[:2] = [parts[0] + parts[1]]
    return parts


def begins_with_key(part: bytes) -> bool:
    """Whether a key is the first thing in a part."""
    return _BEGINS.match(part) is not None


def cut_at_entries(part: bytes) -> Entries | None:
    """The entries of a part that is a key with a list in block style and ends with a line end; None for any other part."""
    found = _LIST.match(part)
    if found is None or not part.endswith(b"\n"):
        return None
    dash = b"\n%b- " % found[2]
    return Entries(found[1].decode("ascii"), len(found[2]), part[found.end() : -1].split(dash))
