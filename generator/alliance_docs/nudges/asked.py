"""What a check asks, before it becomes a problem with a place."""

from typing import NamedTuple

from alliance_docs.model import Clause


class Asked(NamedTuple):
    """One question: `clause` is what it is about, None for the whole file; `also`: other names to silence it by."""

    check: str
    question: str
    clause: Clause | None = None
    also: tuple[str, ...] = ()
