"""Remembers in which files a check found nothing to say, so that the next check of a large folder need not read them.

What a file says of itself depends on its bytes and on this program alone; both are in the key. Names no file, and holds of
their contents nothing but the ids that they declare, and whether they are public.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from alliance_docs.keeping.edition import edition
from alliance_docs.keeping.keep import open_keep
from alliance_docs.reading.folder import Spotless

_FEW = 30
"""Files that are read sooner than what is known of them can be."""
_MOST = 20_000
"""Files remembered for one folder; the newest ones."""


@contextmanager
def spotless_files(folder: Path) -> Iterator[dict[str, Spotless] | None]:
    """What is known of each spotless file of a folder, by the digest of its bytes; what is added is remembered.

    None for a folder with few files, of which nothing is remembered.
    """
    if sum(len(names) for _, _, names in os.walk(folder)) < _FEW:
        yield None
        return
    keep = open_keep()
    key = hashlib.sha256(f"check {edition()}\n".encode() + os.fsencode(folder.resolve())).hexdigest()
    entry = keep.get(key)
    known: dict[str, Spotless] = {}
    with suppress(ValueError, TypeError, AttributeError):  # readable, and yet not what we write
        known = {digest: Spotless(*one) for digest, one in entry.summary.items()} if entry else {}
    before = len(known)
    yield known
    if len(known) > before:
        keep.put(key, dict([*known.items()][-_MOST:]))
