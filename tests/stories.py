"""Small histories for tests without a repository: files one after the other, or on branches, read and followed as usual."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from alliance_docs.commits import Commit, co_authors, read_message
from alliance_docs.history import Event, Life
from alliance_docs.revisions import Person, Timeline
from alliance_docs.timeline import Draft, follow_alliance


@dataclass(frozen=True)
class Step:
    """One commit: the file as it was then (None: deleted), who made it, and its message after the subject.

    `parents` are places of earlier steps; None is the step before, and more than one makes a merge.
    """

    source: str | None
    author: str = "Ana"
    body: str = ""
    parents: tuple[int, ...] | None = field(default=None)


def commit_id(place: int) -> str:
    """The 40 digits of the commit of the step at this place."""
    return f"{place + 1:040x}"


def timeline_of(steps: Sequence[Step], draft: str | None = None, path: str = "alliances/us.yml") -> Timeline:
    """The timeline of these steps, with uncommitted edits when there is a draft."""
    events, commits, blobs = [], {}, {}
    for place, step in enumerate(steps):
        parents = step.parents if step.parents is not None else (place - 1,) if place else ()
        commit, blob = commit_id(place), f"blob{place}"
        message = read_message(f"Step {place + 1}\n\n{step.body}")
        author = Person(step.author)
        events.append(Event(commit, parents, path, None if step.source is None else blob, merge=len(parents) > 1))
        commits[commit] = Commit(commit, (), author, None, co_authors(message, author), message)
        blobs[blob] = (step.source or "").encode()
    built_on = {parent for event in events for parent in event.parents}
    heads = tuple(place for place in reversed(range(len(events))) if place not in built_on)
    life = Life(path, "", tuple(events), heads, current=True)
    edits = Draft(path, draft.encode()) if draft is not None else None
    return follow_alliance(life if events else None, commits, blobs, edits, "us")
