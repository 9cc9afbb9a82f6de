"""Remembers what became of each file, so that the next build asks Git only for the commits that are new.

What led to a commit never changes, so it is kept under the commit's id. Only edits of files are added to it here; whatever
else a new commit does (a file comes, goes or moves, a merge, several files at once) is for `read_history`, which reads all
commits again. Of a clone that lacks a part of its history nothing is kept, since it may have that part tomorrow.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from alliance_docs.history.ancestry import Edits, edits_since
from alliance_docs.history.clone import CUT_OFF
from alliance_docs.history.git import Repository
from alliance_docs.history.lives import Event, Events, Life
from alliance_docs.history.log import Commits, History, read_history
from alliance_docs.history.versions import Versions
from alliance_docs.keeping.edition import key_of
from alliance_docs.keeping.keep import Keep, open_keep

_OFTEN = 20  # commits; adding fewer at each build costs less than keeping them


def recall_history(repository: Repository, folder: Path) -> History:
    """What `read_history` gives; raises what it raises.

    A commit that is damaged is found when it is needed, and a version that has gone since it was kept when it is read.
    """
    if repository.head is None or repository.partial or CUT_OFF in repository.notices:
        return read_history(repository, folder)
    kept = _Kept(open_keep(), repository.prefix(folder))
    edits = edits_since(repository, kept.has)
    lives = _added(kept.found[edits.since], edits, repository) if edits else None
    if lives is None:
        history = read_history(repository, folder)
    else:
        history = History(repository.head, lives, Commits.of(repository, lives), repository.notices)
    if edits is None or lives is None or len(edits.made) > _OFTEN:
        kept.put(repository.head, history.lives)
    return history


class _Kept:
    """The lives as they led to some commits."""

    def __init__(self, keep: Keep, prefix: str) -> None:
        self._keep = keep
        self._prefix = prefix
        self.found: dict[str, tuple[Life, ...]] = {}

    def has(self, commit: str) -> bool:
        """Whether there is something for a commit, which is in `found` then."""
        with suppress(LookupError, ValueError, TypeError, AttributeError):  # or it is readable, and yet not what we write
            self.found[commit] = _lives(self._keep.folder, self._key(commit))
        return commit in self.found

    def put(self, commit: str, lives: Iterable[Life]) -> None:
        """Keep the lives that led to a commit."""
        self._keep.put(self._key(commit), list(map(_written, lives)))

    def _key(self, commit: str) -> str:
        return key_of("history", self._prefix, commit)


@lru_cache(maxsize=1)  # while serving they are asked for at each edit
def _lives(folder: Path, key: str) -> tuple[Life, ...]:
    """The lives that are kept under a key; LookupError for none."""
    entry = Keep(folder).get(key)
    if entry is None:
        raise LookupError(key)
    return tuple(map(_life, entry.summary))


def _written(life: Life) -> Any:  # noqa: ANN401 - JSON
    return life.path, life.id, life.heads, life.current, Events.of(life.events).written


def _life(written: Any) -> Life:  # noqa: ANN401 - JSON
    path, life_id, heads, current, events = written
    return Life(path, life_id, Events(events), tuple(heads), current)


def _added(lives: Sequence[Life], edits: Edits, repository: Repository) -> tuple[Life, ...] | None:
    """The lives with these edits; None where a commit did more than edit one file, or a version is not there."""
    places = {life.path: place for place, life in enumerate(lives) if life.current}
    after = list(lives)
    edited: dict[int, str] = {}
    for commit, touches in edits.made:
        for touch in touches:
            place = places.get(touch.path)
            if place is None or len(touches) > 1 or not touch.after or after[place].blob != touch.before:
                return None
            life = after[place]
            event = Event(commit, life.heads, touch.path, touch.after)
            after[place] = replace(life, events=(*life.events, event), heads=(len(life.events),))
            edited[place] = touch.after
    if repository.absent(edited.values()):
        return None
    versions = Versions(repository)
    versions.learn_ids(edited.values())
    for place, blob in edited.items():
        after[place] = replace(after[place], id=versions.id(blob))
    return tuple(after)
