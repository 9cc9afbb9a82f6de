"""Laws over made-up histories: one difference is told in one way everywhere, and the life of a clause is what Git says."""

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from alliance_docs.audience import Audience
from alliance_docs.book import load_timeline
from alliance_docs.changes.lineage import lineages
from alliance_docs.pages import alliance_pages
from alliance_docs.pages.chapter import Chapter
from alliance_docs.revisions import Message, Revision, RevisionKind
from tests.repositories import RepositoryBuilder
from tests.tales import PARTIES, Told, tale
from tests.test_compare import articles, compared, state_at
from tests.test_pages import Reader

PROMISES = {
    "call": "I ring my sister in the harbour town before anything else happens that week, always",
    "walk": "Every dog we own gets its two long rounds through wet meadows, whatever falls from clouds",
    "sing": "Nobody misses choir because of me; scores lie ready beside the piano, pencil and all",
}
"""Unlike enough that no wording of one can be taken for another under a new id."""
IDS = tuple(PROMISES)
WORDS = ("at nine", "at ten, before the others are up", "by the river", "")
State = Mapping[str, str]
"""What each promise says, "" for one that is not there."""
STATES = st.fixed_dictionaries({name: st.sampled_from(WORDS) for name in IDS})


def document(state: State, rest: str = "") -> str:
    """An alliance with these promises, every other one Bruno's."""
    promises = [
        f"- {{id: {name}, owner: {'bruno' if place % 2 else 'ana'}, text: '{PROMISES[name]} {words}.'}}\n"
        for place, (name, words) in enumerate(sorted(state.items()))
        if words
    ]
    return PARTIES + ("commitments:\n" + "".join(promises) if promises else "") + rest


# Since, compare and diff


def pieces_between(body: str, before: int, after: int) -> list[str]:
    """The blocks that the page to compare picks for two of its revisions."""
    found = re.search(r'<template id="al-table">(.*?)</template>', body, re.DOTALL)
    assert found
    pieces = body.partition('<template id="al-pieces">')[2].partition("</template>")[0]
    children = re.findall(
        r"<article.*?</article>|<h3 class=.*?</h3>|^<span class=.*?</span>$", pieces, re.DOTALL | re.MULTILINE
    )
    ways = ((runs, way) for runs, *ways in json.loads(Reader(found[1]).text)["clauses"] for way in ways)
    return [children[way[2]] for runs, way in ways if way[:2] == [state_at(runs, before), state_at(runs, after)]]


@settings(max_examples=12)
@given(st.lists(STATES, min_size=2, max_size=6), st.data())
def test_since_is_compare_is_diff(states: list[State], data: st.DataObject) -> None:
    """From a yes to now: the same blocks, word for word, on the since-page, on the page to compare, and in the diff."""
    said_at = data.draw(st.integers(0, len(states) - 1))
    said = "assent: [{party: ana, date: 2024-01-14}]\n"
    told = [Told(document(state, said if place >= said_at else ""), by="Ana") for place, state in enumerate(states)]
    timeline = tale(*told)
    made = {page.address.partition("tale/")[2]: page.body for page in alliance_pages(timeline, audience=Audience.PARTIES)}
    revisions = timeline.revisions
    diff = articles(compared(Chapter(timeline), revisions[said_at], revisions[-1]), "")
    assert sorted(articles(made["since/ana.html"], "../")) == sorted(diff)
    if said_at < len(states) - 1:
        assert sorted(pieces_between(made["compare.html"], said_at, len(states) - 1)) == sorted(diff)


# The life of a clause


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[State, tuple[int, ...]]]:
    """What each commit holds and what it builds on: on one line, on branches, and joined to one at the end."""
    commits: list[tuple[State, tuple[int, ...]]] = [(draw(STATES), ())]
    for place in range(1, draw(st.integers(2, 7))):
        first = draw(st.integers(max(0, place - 2), place - 1))
        apart = (one for one in range(place) if first not in _up_to(commits, one))
        others = [one for one in apart if one not in _up_to(commits, first)]
        second = draw(st.sampled_from([None, *others]))
        parents = (first,) if second is None else (first, second)
        sides = [commits[parent][0] for parent in parents]
        commits.append(({name: draw(st.sampled_from([*(side[name] for side in sides), *WORDS])) for name in IDS}, parents))
    tips = [place for place in range(len(commits)) if not any(place in parents for _, parents in commits)]
    while len(tips) > 1:
        one, other = tips[0], tips.pop()
        commits.append((commits[one][0], (one, other)))
        tips[0] = len(commits) - 1
    return commits


def _up_to(commits: Sequence[tuple[State, tuple[int, ...]]], place: int) -> set[int]:
    found = {place}
    for parent in commits[place][1]:
        found |= _up_to(commits, parent)
    return found


def write(repository: RepositoryBuilder, commits: Sequence[tuple[State, tuple[int, ...]]]) -> None:
    """Commit them with one run of git; the last is where `main` stands."""
    lines: list[str] = []
    for place, (state, parents) in enumerate(commits):
        stamp = f"Ana <ana@example.org> {1_705_000_000 + 86_400 * place} +0000"
        text = document(state)
        lines += [f"commit refs/heads/{'main' if place == len(commits) - 1 else f'b{place}'}", f"mark :{place + 1}"]
        lines += [f"author {stamp}", f"committer {stamp}", f"data {len(f'Step {place}')}", f"Step {place}"]
        lines += [f"{word} :{parent + 1}" for word, parent in zip(("from", "merge"), parents, strict=False)]
        lines += ["M 100644 inline alliances/us.yml", f"data {len(text.encode())}", text]
    repository.git("fast-import", "--quiet", stdin="\n".join(lines).encode() + b"\n")
    repository.git("reset", "--quiet", "--hard")


def versions_by_git(repository: RepositoryBuilder) -> dict[str, set[str]]:
    """By clause, the commits that say something else of it than all their sides; read by nothing of ours.

    A parent is no side of a merge where nothing happened to the file that did not lead to another parent. A merge whose file
    is that of a parent says nothing.
    """

    def said(commit: str) -> dict[str, str]:
        held = YAML(typ="safe").load(repository.git("show", f"{commit}:alliances/us.yml"))
        return {one["id"]: one["text"] for one in held.get("commitments", ())}

    def sides(parents: Sequence[str]) -> set[str]:
        last = {repository.git("rev-list", "-1", parent, "--", "alliances/us.yml").strip() for parent in parents}
        return last - {one for one in last for other in last - {one} if one in repository.git("rev-list", other).split()}

    found: dict[str, set[str]] = {}
    for line in repository.git("rev-list", "--parents", "HEAD").splitlines():
        commit, *parents = line.split()
        now = said(commit)
        if now in map(said, parents):
            continue
        before = [said(parent) for parent in sides(parents)] or [{}]
        for name in IDS:
            if all(now.get(name) != one.get(name) for one in before):
                found.setdefault(name, set()).add(commit)
    return found


@settings(max_examples=12)
@given(histories())
def test_the_life_of_a_clause_is_what_git_says(commits: list[tuple[State, tuple[int, ...]]]) -> None:
    """Linear or merged: its versions are the commits that worded it anew, each credited to its own author's commit."""
    with tempfile.TemporaryDirectory() as folder:
        repository = RepositoryBuilder(Path(folder))
        write(repository, commits)
        expected = versions_by_git(repository)
        timeline = load_timeline(Path(folder, "alliances"), "us", audience=Audience.PARTIES)
    lives = [life for life in lineages(timeline) if life.clause.section == "commitments"]
    found = [(life.clause.id, {version.revision.commit for version in life.versions if not version.quiet}) for life in lives]
    assert sorted(found) == sorted(expected.items())
    assert {life.clause.id for life in lives if not life.removed} == {
        name for name, words in commits[-1][0].items() if words
    }


def test_a_revision_but_for_some_fields_is_a_replaced_one() -> None:
    """The quick way to another revision gives what the library's way gives."""
    revision = Revision("c" * 40, (), 1, "a.yml", None, (), Message("Begin"), RevisionKind.FIRST)
    assert revision.but(kind=RevisionKind.CHANGE, problem="line 1") == replace(
        revision, kind=RevisionKind.CHANGE, problem="line 1"
    )
