"""Short histories for the tests of wording and pages: YAML in, a followed timeline out, without a repository.

Everything from reading to the diff is the real thing; only the commits are made up here, with fixed ids and an evening each.
"""

import hashlib
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from importlib.resources.abc import Traversable

from alliance_docs.changes.timeline import Draft, follow_alliance
from alliance_docs.history.commits import Commit
from alliance_docs.history.lives import Event, Life
from alliance_docs.revisions import Message, Person, Timeline

FIRST_EVENING = datetime(2024, 1, 14, 20, 15, tzinfo=UTC)
PATH = "alliances/tale.yml"
PARTIES = "title: Ana and Bruno\nparties:\n- {id: ana, name: Ana}\n- {id: bruno, name: Bruno, git: [bruno@example.org]}\n"


@dataclass(frozen=True)
class Told:
    """One commit of a tale. `yaml` None: the file is deleted; `parents` are places, by default the commit before."""

    yaml: str | bytes | None
    subject: str = "Talk it over"
    body: str = ""
    by: str = "Ana"
    trailers: tuple[tuple[str, str], ...] = ()
    parents: tuple[int, ...] | None = None


def tale(*told: Told | str, draft: Told | str | None = None) -> Timeline:
    """The timeline of these commits, oldest first; a bare text is a commit with that YAML below title and parties.

    `draft` are uncommitted edits; of a `Told` only its YAML counts.
    """
    commits = [entry if isinstance(entry, Told) else Told(PARTIES + entry) for entry in told]
    events, by_id, blobs = [], {}, {}
    for place, commit in enumerate(commits):
        number = hashlib.sha1(f"commit {place}".encode(), usedforsecurity=False).hexdigest()
        parents = commit.parents if commit.parents is not None else tuple(range(place - 1, place)) if place else ()
        blob = None if commit.yaml is None else f"blob {place}"
        if blob:
            blobs[blob] = _yaml(commit)
        events.append(Event(number, parents, PATH, blob, len(parents) > 1))
        by_id[number] = _commit(number, commit, place)
    life = Life(PATH, "", tuple(events), (len(events) - 1,), current=True) if events else None
    edits = Draft(PATH, _yaml(draft)) if draft is not None else None
    return follow_alliance(life, by_id, blobs, edits, "tale")


def _yaml(told: Told | str) -> bytes:
    text = told.yaml or b"" if isinstance(told, Told) else PARTIES + told
    return text.encode() if isinstance(text, str) else text


def _commit(number: str, told: Told, place: int) -> Commit:
    people = [Person(name, f"{name.casefold()}@example.org") for name in told.by.split(" and ")]
    when = FIRST_EVENING + timedelta(days=7 * place)
    message = Message(told.subject, told.body, told.trailers)
    return Commit(number, (), people[0], when, tuple(people[1:]), message)


def change_of(before: str, after: str, by: str = "Ana and Bruno") -> Timeline:
    """A tale of two commits: the second one's summary, changes and blocks are what most tests are about."""
    return tale(before, Told(PARTIES + after, by=by))


def demo_tale(name: str) -> Timeline:
    """One of the stories of `alliance demo`, as it is told there."""
    folder = files("alliance_docs") / "demo"
    entries = tomllib.loads((folder / "commits.toml").read_text(encoding="utf-8"))["commit"]
    return tale(*(_demo_commit(folder, entry) for entry in entries if entry["file"].startswith(f"{name}/")))


def _demo_commit(folder: Traversable, entry: dict[str, str]) -> Told:
    body, trailers = entry["body"].strip(), []
    while (last := body.splitlines()[-1:]) and (found := re.fullmatch(r"(With|Co-authored-by): (.+)", last[0])):
        trailers.append((found[1], found[2]))
        body = body.removesuffix(last[0]).strip()
    document = (folder / entry["file"]).read_text(encoding="utf-8")
    return Told(document, entry["subject"], body, entry["author"].partition(" <")[0], tuple(trailers))
