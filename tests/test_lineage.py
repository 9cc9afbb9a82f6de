"""The life of every clause, on linear and merged histories."""

from alliance_docs.audience import Audience
from alliance_docs.book import load_timeline
from alliance_docs.changes.lineage import Lineage, lineages, provenance
from alliance_docs.revisions import Timeline
from tests.repositories import RepositoryBuilder
from tests.tales import Told, tale

HEAD = "title: Us\nparties: [{id: ana, name: Ana}, {id: ben, name: Ben}]\n"


def with_promises(*texts: str) -> str:
    """A file with promises of Ana, each written `id text`."""
    lines = (f"- {{id: {name}, owner: ana, text: {text}}}\n" for name, _, text in (one.partition(" ") for one in texts))
    return HEAD + "commitments:\n" + "".join(lines)


def life(timeline: Timeline, address: str) -> Lineage:
    """The lineage of the clause at an address."""
    return next(lineage for lineage in lineages(timeline) if lineage.clause.address == address)


def told(lineage: Lineage) -> list[str]:
    """Each version in one line: number of its revision, kinds, text."""
    return [f"{one.revision.number} {' '.join(one.change.kinds)}: {one.text}" for one in lineage.versions]


def test_versions_are_the_revisions_that_changed_the_clause() -> None:
    """A revision that changed something else is no version of it."""
    timeline = tale(
        Told(with_promises("call I call.")),
        Told(with_promises("call I call.", "cook I cook.")),
        Told(with_promises("call I ring.", "cook I cook.")),
    )
    found = life(timeline, "commitments/call")
    assert told(found) == ["1 added: I call.", "3 reworded: I ring."]
    assert (found.removed, found.inferred, found.changed) == (False, False, 1)


def test_current_ones_stand_in_file_order_and_removed_ones_last() -> None:
    """Whatever the order in which they came."""
    timeline = tale(
        Told(with_promises("call I call.", "cook I cook.")),
        Told(with_promises("door I close it.", "cook I cook.")),
    )
    addresses = [(one.clause.address, one.removed) for one in lineages(timeline) if one.clause.section == "commitments"]
    assert addresses == [("commitments/door", False), ("commitments/cook", False), ("commitments/call", True)]
    assert told(life(timeline, "commitments/call")) == ["1 added: I call.", "2 removed: None"]


def test_a_restored_clause_goes_on() -> None:
    """Taken out and brought back it is one life."""
    sources = [with_promises("call I call."), HEAD, with_promises("call I call again.")]
    timeline = tale(*map(Told, sources))
    found = life(timeline, "commitments/call")
    assert not found.removed
    assert told(found) == ["1 added: I call.", "2 removed: None", "3 restored: I call again."]


def test_a_version_from_a_side_branch_is_credited_to_its_own_commit() -> None:
    """A merge that only joins has no version; one that words something itself has that."""
    timeline = tale(
        Told(with_promises("call I call.", "cook I cook.")),
        Told(with_promises("call I ring.", "cook I cook."), by="Ben"),
        Told(with_promises("call I call.", "cook I bake."), parents=(0,)),
        Told(with_promises("call I ring.", "cook I bake too."), parents=(2, 1)),
    )
    ring, bake = life(timeline, "commitments/call"), life(timeline, "commitments/cook")
    assert told(ring) == ["1 added: I call.", "2 reworded: I ring."]
    assert ring.versions[1].revision.authors[0].name == "Ben"
    assert told(bake) == ["1 added: I cook.", "3 reworded: I bake.", "4 reworded: I bake too."]


def test_a_new_id_or_place_is_a_version_but_no_change_people_count() -> None:
    """The line under the clause counts what readers would call a change."""
    timeline = tale(
        Told(with_promises("call I call.", "cook I cook.")),
        Told(with_promises("cook I cook.", "call I call.")),
        Told(with_promises("cook I cook on Sundays.", "call I call.")),
    )
    counts = {one.clause.address: one.changed for one in lineages(timeline) if one.clause.section == "commitments"}
    assert counts == {"commitments/cook": 1, "commitments/call": 0}
    assert sum(len(one.versions) for one in lineages(timeline) if one.clause.section == "commitments") == 4


def test_uncommitted_edits_are_the_last_version() -> None:
    """They have no commit and no number."""
    timeline = tale(Told(with_promises("call I call.")), draft=Told(with_promises("call I ring.", "cook I cook.")))
    assert life(timeline, "commitments/call").versions[1].revision.commit is None
    line = provenance(timeline)[life(timeline, "commitments/cook").clause.lineage]
    assert (line.changed, line.committed) == (0, False)


def test_every_clause_of_every_revision_is_in_exactly_one_life() -> None:
    """What is there now is a current lineage, and whatever is not has gone at some point."""
    timeline = tale(
        Told(with_promises("call I call.")),
        Told(None),
        Told(with_promises("cook I cook.")),
    )
    numbers = {clause.lineage for one in timeline.revisions if one.alliance for clause in one.alliance.clauses}
    found = lineages(timeline)
    assert [one.clause.lineage for one in found if not one.removed] == [one.lineage for one in timeline.alliance.clauses]
    assert {one.clause.lineage for one in found} == numbers
    assert len(found) == len(numbers)
    assert life(timeline, "title").versions[-1].revision.number == 3


def test_a_clause_that_two_sides_began_alike_is_one(repository: RepositoryBuilder) -> None:
    """Also where both came to the very same file, so that their merge is no revision of its own."""
    repository.write("alliances/us.yml", HEAD)
    repository.commit("Begin")
    repository.branch("side")
    for branch in ("side", "main"):
        repository.switch(branch)
        repository.write("alliances/us.yml", f"{HEAD}commitments: [{{id: call, owner: ana, text: I call.}}]\n")
        repository.commit(f"Call, says {branch}")
    repository.merge("side")
    timeline = load_timeline(repository.folder / "alliances", "us", audience=Audience.PARTIES)
    (call,) = (life for life in lineages(timeline) if life.clause.id == "call")
    assert not call.removed
    assert {version.revision.message.subject for version in call.versions} == {"Call, says side", "Call, says main"}
