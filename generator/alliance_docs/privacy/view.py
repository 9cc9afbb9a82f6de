"""What an audience may see: takes whole timelines, gives timelines without what is hidden. When it is unclear: hidden.

Today's rule reaches all of history. Everything shown anywhere (pages, terminal, JSON, search, feeds) is made of the values
that leave this module, so nothing after it needs to think of privacy. The rules stand in data-model section 7.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from alliance_docs.audience import Audience
from alliance_docs.changes.diff import field_of
from alliance_docs.changes.timeline import with_changes
from alliance_docs.errors import Problem, Severity
from alliance_docs.model import Alliance, Clause, Value
from alliance_docs.privacy.disclosure import at_or_above, disclose, listed
from alliance_docs.privacy.renaming import readdressed, told_addresses
from alliance_docs.revisions import Message, Revision, RevisionKind, Timeline
from alliance_docs.vocabulary import SECTIONS, FieldKind


class Hidden(NamedTuple):
    """What of one timeline an audience may not see.

    `clauses`: for each revision (by its place), then for the alliance as it is now, which need not be as the last of them
    left it, the lineages not to be shown; `revisions`: the places of revisions that
    are not shown at all; `messages`: the places of those whose message is left out; `names`: every id and address that a
    hidden lineage ever had.
    """

    clauses: tuple[frozenset[int], ...]
    revisions: frozenset[int]
    messages: frozenset[int]
    names: Mapping[int, Collection[str]]


def may_know(timeline: Timeline, audience: Audience) -> bool:
    """Whether this audience may know that the alliance exists."""
    return audience is Audience.PARTIES or timeline.alliance.public


def hidden_parts(timeline: Timeline, audience: Audience) -> Hidden:
    """What of this timeline the audience may not see, by this alliance's own rules alone."""
    redacted = _redacted_lineages(timeline)
    commits = _redacted_commits(timeline)
    if audience is Audience.PARTIES:
        clauses = (redacted,) * (len(timeline.revisions) + 1)
        messages = {place for place, revision in enumerate(timeline.revisions) if _named(revision, commits)}
        return Hidden(clauses, frozenset(), frozenset(messages), _names(timeline, redacted))
    disclosure = disclose(timeline)
    clauses = tuple(redacted | hidden for hidden in disclosure.clauses)
    everything = frozenset().union(*clauses)
    messages = {
        place
        for place, revision in enumerate(timeline.revisions)
        if place in disclosure.early
        or revision.alliance is None
        or _named(revision, commits)
        or any(change.clause.lineage in everything for change in revision.changes)
    }
    return Hidden(clauses, disclosure.early, frozenset(messages), _names(timeline, everything))


def withholds(timeline: Timeline, audience: Audience, *, present: bool = True) -> frozenset[str]:
    """The commits whose message this audience may not see anywhere because of one alliance; not `present`: its file is gone.

    They touch what is hidden in it, or an alliance that this audience may not know at all.
    """
    if audience is Audience.PUBLIC and not (present and may_know(timeline, audience)):
        touching: Iterable[Revision] = timeline.revisions
    else:
        places = hidden_parts(timeline, audience).messages if present else ()
        touching = (timeline.revisions[place] for place in places)
    return frozenset(revision.commit for revision in touching if revision.commit)


def view(timeline: Timeline, audience: Audience, withheld: Collection[str] = ()) -> Timeline:
    """The timeline as this audience may see it; `withheld` are commits whose message is left out for another's sake."""
    hidden = hidden_parts(timeline, audience)
    shown = [
        _shown_revision(revision, hidden, place, withheld, audience)
        for place, revision in enumerate(timeline.revisions)
        if place not in hidden.revisions
    ]
    kept = {revision.commit for revision in shown}
    if len(shown) == len(timeline.revisions) and all(
        after.alliance is before.alliance for after, before in zip(shown, timeline.revisions, strict=True)
    ):
        return replace(timeline, revisions=tuple(shown))
    changed = {revision.commit for revision in timeline.revisions if revision.changes}
    relinked = [revision.but(parents=tuple(p for p in revision.parents if p in kept)) for revision in shown]
    now = hidden.clauses[-1]
    current = _without(timeline.alliance, now, audience, hidden.names)
    addresses = told_addresses([*(revision.alliance for revision in shown if revision.alliance), current])
    if addresses:
        relinked = [one.but(alliance=one.alliance and readdressed(one.alliance, addresses)) for one in relinked]
    return replace(
        timeline,
        alliance=readdressed(current, addresses),
        revisions=tuple(_honest(revision, changed) for revision in with_changes(relinked)),
        notices=(*timeline.notices, *_notices(hidden)),
        left_out=sum(clause.lineage in now for clause in timeline.alliance.clauses),
    )


def _notices(hidden: Hidden) -> tuple[str, ...]:
    count = len(hidden.revisions)
    if not count:
        return ()
    earlier = "One earlier revision is" if count == 1 else f"{count} earlier revisions are"
    return (f"{earlier} not shown: they are from before this alliance was made public.",)


def _honest(revision: Revision, changed: Collection[str | None]) -> Revision:
    """A revision that changed only what is hidden is no layout revision: it changed something."""
    if revision.kind is RevisionKind.LAYOUT and revision.commit in changed:
        return revision.but(kind=RevisionKind.CHANGE, message_left_out=True, message=Message())
    return revision


def _shown_revision(
    revision: Revision, hidden: Hidden, place: int, withheld: Collection[str], audience: Audience
) -> Revision:
    left_out = place in hidden.messages or revision.commit in withheld
    return revision.but(
        alliance=revision.alliance and _without(revision.alliance, hidden.clauses[place], audience, hidden.names),
        message=Message(trailers=revision.message.trailers) if left_out else revision.message,
        message_left_out=left_out,
        against=None if audience is Audience.PUBLIC else revision.against,
    )


def unmatched(timeline: Timeline) -> Iterator[Problem]:
    """An error for every `private` or `redacted` entry that names nothing in the whole history, and so hides nothing."""
    targets = list(_targets(timeline.alliance))
    if not targets:
        return
    addresses = {clause.address for alliance in _all_alliances(timeline) for clause in alliance.clauses}
    clauses = {above for address in addresses for above in at_or_above(address)}
    commits = [revision.commit for revision in timeline.revisions if revision.commit]
    for clause, target in targets:
        known = target in clauses or target in SECTIONS
        if clause.section == "redacted" and not clause.get("clause"):
            known = any(commit.startswith(target) for commit in commits)
        if not known:
            message = f"`{clause.section}` names something that is nowhere in the history, so it hides nothing"
            yield Problem(timeline.path, clause.line, clause.column, HIDES_NOTHING, Severity.ERROR, message)


HIDES_NOTHING = "hides-nothing"


def _targets(alliance: Alliance) -> Iterator[tuple[Clause, str]]:
    for target in listed(alliance, "private"):
        yield alliance.by_address["private"], target
    for entry in alliance.section("redacted"):
        yield entry, entry.get("clause") or entry.get("revision")


# The rules, one function each


def _redacted_lineages(timeline: Timeline) -> frozenset[int]:
    """Every lineage that ever stood at an address that some `redacted` entry names, in any revision."""
    targets = {entry.get("clause") for entry in _entries(timeline)} - {""}
    return frozenset(
        clause.lineage
        for alliance in _all_alliances(timeline)
        for clause in alliance.clauses
        if clause.address in targets and clause.section != "redacted"
    )


def _redacted_commits(timeline: Timeline) -> frozenset[str]:
    return frozenset(entry.get("revision") for entry in _entries(timeline)) - {""}


def _entries(timeline: Timeline) -> tuple[Clause, ...]:
    return timeline.alliance.section("redacted")


def _named(revision: Revision, commits: Collection[str]) -> bool:
    return revision.commit is not None and any(revision.commit.startswith(commit) for commit in commits)


def _all_alliances(timeline: Timeline) -> list[Alliance]:
    return [*(revision.alliance for revision in timeline.revisions if revision.alliance), timeline.alliance]


# Taking things out of one alliance


def _names(timeline: Timeline, lineages: Collection[int]) -> Mapping[int, Collection[str]]:
    """Every id and address that some lineages ever had, by lineage."""
    names: dict[int, set[str]] = {lineage: set() for lineage in lineages}
    for alliance in _all_alliances(timeline) if names else ():
        for clause in alliance.clauses:
            if clause.lineage in names:
                names[clause.lineage] |= _called(clause)
    return names


def _called(clause: Clause) -> set[str]:
    return {clause.id, clause.address} - {""}


def _without(
    alliance: Alliance, lineages: frozenset[int], audience: Audience, names_of: Mapping[int, Collection[str]]
) -> Alliance:
    """The alliance without these clauses and without links to them, nor to what they were called when they were there.

    For the public also without the lists of what is hidden, and without the digests of yeses, which are made of hidden words
    too.
    """
    public = audience is Audience.PUBLIC
    drop = {"private", "published"} if public else set()
    touched = drop | {"redacted"} | ({"assent"} if public else set())
    if not lineages and not any(clause.section in touched for clause in alliance.clauses):
        return alliance
    here = [_called(clause) for clause in alliance.clauses if clause.lineage not in lineages]
    names = {name for lineage in lineages for name in names_of[lineage]}.difference(*here)
    kept = (
        _without_links(_without_digest(clause) if public else clause, names)
        for clause in alliance.clauses
        if clause.lineage not in lineages and clause.section not in drop
    )
    return Alliance(alliance.id, tuple(clause for clause in kept if clause is not None))


def _without_digest(clause: Clause) -> Clause:
    if clause.section != "assent" or "to" not in clause.fields:
        return clause
    return replace(clause, fields={name: value for name, value in clause.fields.items() if name != "to"})


def _without_links(clause: Clause, names: Collection[str]) -> Clause | None:
    if clause.section == "redacted":
        return replace(clause, address=_masked(clause.address), fields=_masked_fields(clause.fields))
    if clause.section == "considered" and clause.get("clause") in names:
        return None
    if not names:
        return clause
    fields = {name: _unlinked(clause, name, value, names) for name, value in clause.fields.items()}
    return replace(clause, fields={name: value for name, value in fields.items() if value not in ((), None)})


def _unlinked(clause: Clause, name: str, value: Value, names: Collection[str]) -> Value | None:
    known = field_of(clause, name)
    links = known is not None and known.kind in (FieldKind.LINK, FieldKind.LINKS)
    if not links and not name.startswith("chosen."):
        return value
    if isinstance(value, str):
        return None if value in names else value
    return tuple(link for link in value if link not in names)


def _masked(address: str) -> str:
    """An address without the words of a clause that has no id: `commitments/~we-never` -> `commitments`."""
    return address.partition("/~")[0]


def _masked_fields(fields: Mapping[str, Value]) -> Mapping[str, Value]:
    return {name: _masked(value) if isinstance(value, str) and name == "clause" else value for name, value in fields.items()}
