"""When things were, for feeds and pictures that need a time for everything, also where a commit's date cannot be read."""

from collections.abc import Sequence
from datetime import UTC, datetime

from alliance_docs.revisions import Revision

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""The time of what nobody knows when it was."""


def moments(revisions: Sequence[Revision]) -> tuple[datetime, ...]:
    """For each revision its author date; where that is unknown, the one before it, and before the first known one that."""
    known = next((when for revision in revisions if (when := _date(revision))), BEGINNING)
    found = []
    for revision in revisions:
        known = _date(revision) or known
        found.append(known)
    return tuple(found)


def _date(revision: Revision) -> datetime | None:
    when = revision.when
    return when.replace(tzinfo=UTC) if when and when.tzinfo is None else when
