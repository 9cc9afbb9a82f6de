"""Laws on random histories: a plain definition where nothing moves, and what always holds where everything does."""

import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance_docs.history.git import open_repository
from alliance_docs.history.log import History, read_history
from tests.repositories import RepositoryBuilder, isolated_environment

Tree = Mapping[str, str]


class Made(NamedTuple):
    """A commit to make: its parents by number, and every file there is after it."""

    parents: tuple[int, ...]
    tree: Tree


@contextmanager
def history_of(commits: Sequence[Made]) -> Iterator[tuple[History, list[str], dict[str, str]]]:
    """The history that leads to the last of some commits; their ids, and the blob of every content."""
    contents = sorted({content for made in commits for content in made.tree.values()})
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve() / "made"
        builder = RepositoryBuilder(folder)
        marks = folder / ".git" / "marks"
        subprocess.run(
            ["git", "fast-import", "--quiet", f"--export-marks={marks}"],
            input="".join(_stream(commits, contents)).encode(),
            cwd=folder,
            env=isolated_environment(),
            check=True,
        )
        ids = dict(line.split() for line in marks.read_text().splitlines())
        builder.git("symbolic-ref", "HEAD", "refs/heads/made")
        blobs = {content: ids[f":{number}"] for number, content in enumerate(contents, 1)}
        hexes = [ids[f":{len(contents) + number}"] for number in range(1, len(commits) + 1)]
        yield read_history(open_repository(folder), folder), hexes, blobs


def _stream(commits: Sequence[Made], contents: Sequence[str]) -> Iterator[str]:
    for number, content in enumerate(contents, 1):
        yield f"blob\nmark :{number}\ndata {len(content.encode())}\n{content}\n"
    offset = len(contents) + 1
    for number, made in enumerate(commits):
        yield f"reset refs/heads/made\ncommit refs/heads/made\nmark :{offset + number}\n"
        yield f"committer K <k@x> {number % 3} +0000\ndata {len(str(number))}\n{number}\n"
        for place, parent in enumerate(made.parents):
            yield f"{'merge' if place else 'from'} :{offset + parent}\n"
        yield "deleteall\n"
        for path, content in made.tree.items():
            yield f"M 100644 :{contents.index(content) + 1} {path}\n"
        yield "\n"


def ancestors_of(commits: Sequence[Made]) -> list[set[int]]:
    """The commits before each commit."""
    ancestors: list[set[int]] = []
    for made in commits:
        ancestors.append(set(made.parents).union(*(ancestors[parent] for parent in made.parents)))
    return ancestors


@st.composite
def graphs(draw: st.DrawFn, tree: st.SearchStrategy[Tree]) -> list[Made]:
    """Commits on up to three branches that are begun, merged in all ways, and joined by the last commit."""
    commits = [Made((), draw(tree))]
    tips = [0]
    for _ in range(draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(["commit", "commit", "commit", "branch", "merge", "merge", "root"]))
        if kind == "root" and len(tips) < 3:
            tips.append(len(commits))
            commits.append(Made((), draw(tree)))
        elif kind == "branch" and len(tips) < 3:
            tips.append(draw(st.sampled_from(tips)))
        else:
            place = draw(st.integers(0, len(tips) - 1))
            others = draw(st.lists(st.sampled_from(tips), max_size=2, unique=True)) if kind == "merge" else []
            parents = tuple(dict.fromkeys((tips[place], *others)))
            commits.append(_after(draw, commits, parents, tree))
            tips[place] = len(commits) - 1
    commits.append(_after(draw, commits, tuple(dict.fromkeys(tips)), tree))
    return commits


def _after(draw: st.DrawFn, commits: Sequence[Made], parents: tuple[int, ...], tree: st.SearchStrategy[Tree]) -> Made:
    """A commit in which each file is one parent's, or some files are new."""
    result: dict[str, str] = {}
    for parent in draw(st.permutations(parents)):
        for path, content in commits[parent].tree.items():
            result.setdefault(path, content)
    if len(parents) == 1 or draw(st.booleans()):
        result.update(draw(tree))
    return Made(parents, result)


def still(word: str) -> str:
    """A document that resembles no other."""
    return f"{word}: {word}\n"


STILL = st.dictionaries(st.sampled_from(["a.yml", "b.yml"]), st.sampled_from("uvwxyz").map(still), max_size=2)


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(graphs(STILL))
def test_where_nothing_moves(commits: list[Made]) -> None:
    """An event is a commit in which the file differs from every parent; it builds on the newest events before it.

    First of them is one with the content that the commit's parent had. All events at a path are one life.
    """
    ancestors = ancestors_of(commits)
    reachable = ancestors[-1] | {len(commits) - 1}
    with history_of(commits) as (history, ids, blobs):
        assert {life.path for life in history.lives} == set(commits[-1].tree)
        for life in history.lives:
            path = life.path
            expected = {
                number
                for number in reachable
                if path in commits[number].tree
                and all(commits[parent].tree.get(path) != commits[number].tree[path] for parent in commits[number].parents)
            }
            numbers = [ids.index(event.commit) for event in life.events]
            assert sorted(numbers) == sorted(expected)
            assert life.blob == blobs[commits[-1].tree[path]]
            for number, event in zip(numbers, life.events, strict=True):
                assert (event.path, event.blob) == (path, blobs[commits[number].tree[path]])
                assert event.merge == (len(commits[number].parents) > 1)
                built_on = [numbers[parent] for parent in event.parents]
                _check_parents(commits, ancestors, path, number, built_on)
            heads = [numbers[head] for head in life.heads]
            assert commits[heads[0]].tree[path] == commits[-1].tree[path]
            assert set(heads) >= _newest(expected, ancestors)


def _check_parents(
    commits: Sequence[Made], ancestors: Sequence[set[int]], path: str, number: int, built_on: Sequence[int]
) -> None:
    before = {parent for parent in ancestors[number] if path in commits[parent].tree} & _events(commits, path)
    newest = _newest(before, ancestors)
    assert newest <= set(built_on) <= before
    assert len(set(built_on) - newest) <= 1
    if built_on:
        had = {commits[parent].tree.get(path) for parent in commits[number].parents}
        assert commits[built_on[0]].tree[path] in had


def _events(commits: Sequence[Made], path: str) -> set[int]:
    return {
        number
        for number, made in enumerate(commits)
        if path in made.tree and all(commits[parent].tree.get(path) != made.tree[path] for parent in made.parents)
    }


def _newest(numbers: set[int], ancestors: Sequence[set[int]]) -> set[int]:
    return {number for number in numbers if not any(number in ancestors[other] for other in numbers)}


def moving(file_id: str, word: str) -> str:
    """A document that resembles others, with an id or without."""
    return (f"id: {file_id}\n" if file_id else "") + f"one: 1\ntwo: 2\nthree: 3\nword: {word}\n"


DOCUMENTS = st.builds(moving, st.sampled_from(["", "", "x", "y", "z"]), st.sampled_from("uvw"))
MOVING = st.dictionaries(st.sampled_from(["a.yml", "b.yml", "c.yml", "in/d.yml"]), DOCUMENTS, max_size=4)


@st.composite
def upheavals(draw: st.DrawFn) -> list[Made]:
    """Commits in which files come, go and change places, alone and in merges."""
    commits = draw(graphs(MOVING))
    return [Made(made.parents, draw(MOVING)) if draw(st.booleans()) else made for made in commits]


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(upheavals())
def test_where_everything_moves(commits: list[Made]) -> None:
    """Every file at HEAD has one life, and every change of a file is one event of one life, told as it was."""
    reachable = ancestors_of(commits)[-1] | {len(commits) - 1}
    with history_of(commits) as (history, ids, blobs):
        assert {path: life.blob for path, life in history.current.items()} == {
            path: blobs[content] for path, content in commits[-1].tree.items()
        }
        assert sum(life.current for life in history.lives) == len(commits[-1].tree)
        for life in history.lives:
            numbers = [ids.index(event.commit) for event in life.events]
            assert len(set(numbers)) == len(numbers)
            assert set(numbers) <= reachable
            assert life.heads
            for place, (number, event) in enumerate(zip(numbers, life.events, strict=True)):
                assert all(parent < place for parent in event.parents)
                assert event.merge == (len(commits[number].parents) > 1)
                if event.blob:
                    assert event.blob == blobs[commits[number].tree[event.path]]
        told = [(ids.index(event.commit), event.path) for life in history.lives for event in life.events if event.blob]
        assert len(set(told)) == len(told)
        changes = set(_changes(commits, reachable))
        assert {change for change in told if len(commits[change[0]].parents) < 2} - set(_inherited(commits, told)) == changes


def _inherited(commits: Sequence[Made], told: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The events in which a file did not change, but another one with its id went."""
    for number, path in told:
        for parent in commits[number].parents[:1]:
            before, after = commits[parent].tree, commits[number].tree
            gone = {_id(before[name]) for name in before.keys() - after.keys()}
            if before.get(path) == after[path] and _id(after[path]) in gone - {""}:
                yield number, path


def _id(content: str) -> str:
    return content.splitlines()[0].removeprefix("id: ") if content.startswith("id: ") else ""


def _changes(commits: Sequence[Made], reachable: set[int]) -> Iterator[tuple[int, str]]:
    """Every file that a commit other than a merge left with another content than it found."""
    for number in reachable:
        made = commits[number]
        if len(made.parents) < 2:
            before = commits[made.parents[0]].tree if made.parents else {}
            yield from ((number, path) for path, content in made.tree.items() if before.get(path) != content)
