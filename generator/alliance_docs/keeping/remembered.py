"""Works out once what depends on this program and on a few words alone, and remembers it for other runs; safe to forget."""

from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

from alliance_docs.keeping.edition import key_of
from alliance_docs.keeping.keep import open_keep
from alliance_docs.keeping.records import Record

T = TypeVar("T")


def remembered(name: str, words: tuple[str, ...], make: Callable[[], Record], read: Callable[[Record], T]) -> T:
    """What `read` makes of the JSON that `make` gives, or gave when it was asked for under this name with these words.

    `read` raises ValueError or TypeError where something else is written there.
    """
    keep = open_keep()
    key = key_of(name, words)
    if entry := keep.get(key):
        with suppress(ValueError, TypeError):
            return read(entry.summary)
    return read(keep.put(key, make()).summary)
