"""What the bytes of a revision mark private, as far as that can be told without reading them as YAML.

Only for comparing a revision that cannot be read with those before it: whatever is marked here and not there may be hidden
there, and nobody can say what it is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

_WORD = b"private"
_ID = re.compile(rb"\bid[\"']?:\s*[\"']?([a-z0-9_-]+)")


def private_marks(source: bytes) -> Counter[bytes]:
    """How often each entry says "private", by its id or else by all of its words; a list at the margin is one entry."""
    if _WORD not in source:
        return Counter()
    lines = source.splitlines()
    starts = [place for place, line in enumerate(lines) if _begins(line)]
    return Counter(mark for entry in _entries(lines, starts) if _WORD in entry for mark in [_mark(entry)])


def _begins(line: bytes) -> bool:
    """Whether an entry of a list or a key at the margin begins here."""
    return line.lstrip().startswith(b"-") or line[:1].strip() not in (b"", b"#")


def _entries(lines: Sequence[bytes], starts: Sequence[int]) -> Iterator[bytes]:
    at_margin = b""
    for begin, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        entry = b" ".join(b" ".join(lines[begin:end]).split())
        if not lines[begin].lstrip().startswith(b"-"):
            at_margin = entry if entry.startswith((_WORD, b'"private', b"'private")) else b""
        yield at_margin + entry if at_margin else entry


def _mark(entry: bytes) -> bytes:
    found = None if entry.startswith((_WORD, b'"private', b"'private")) else _ID.search(entry)
    return found[1] if found else entry
