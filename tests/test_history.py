"""Which commits are whose revisions, on real repositories with every shape of history."""

from pathlib import Path

import pytest

from alliance_docs.history.git import open_repository
from alliance_docs.history.log import History, Life, read_history
from alliance_docs.history.worktree import lives_on_disk
from tests.repositories import JONAS, RepositoryBuilder


class Story(RepositoryBuilder):
    """A repository whose commits are known by the letter their subject is."""

    def history(self, folder: str = "alliances") -> History:
        """The history of its alliances."""
        place = self.folder / folder
        place.mkdir(exist_ok=True)
        return read_history(open_repository(place), place)

    def told(self, folder: str = "alliances") -> list[str]:
        """Every life as one line, those at HEAD first, like `a.yml#id: A  B(A)  C(A,B)m`.

        An event is its commit's subject, the subjects of its parents, `m` for a merge, `-` where it took the file away and
        `>name` where it moved it. A life that is not at HEAD ends with `.`, and heads other than its last event are named.
        """
        history = self.history(folder)
        return [
            _told(life, {commit_id: commit.message.subject for commit_id, commit in history.commits.items()})
            for life in history.lives
        ]


def _told(life: Life, subjects: dict[str, str]) -> str:
    names = [subjects[event.commit] for event in life.events]
    words = []
    path = life.events[0].path
    for name, event in zip(names, life.events, strict=True):
        parents = f"({','.join(names[parent] for parent in event.parents)})" if event.parents else ""
        moved = f">{_short(event.path)}" if event.path != path else ""
        words.append(f"{name}{parents}{'m' if event.merge else ''}{'' if event.blob else '-'}{moved}")
        path = event.path
    heads = [names[head] for head in life.heads]
    ending = "" if heads == names[-1:] else f"  [{','.join(heads)}]"
    return f"{_short(life.path)}#{life.id}: {'  '.join(words)}{ending}{'' if life.current else ' .'}"


def _short(path: str) -> str:
    return path.removeprefix("alliances/")


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """An empty repository."""
    return Story(tmp_path / "story")


def text(*lines: str, file_id: str = "") -> str:
    """A document of some lines that resembles no other with other words."""
    return (f"id: {file_id}\n" if file_id else "") + "".join(f"line: {line}\n" for line in lines)


LONG = [f"{word} {number}" for number in range(4) for word in ("the boat", "the garden", "the money", "the quiet")]


# One file


def test_nothing_at_all(story: Story) -> None:
    """A repository without an alliance has no lives."""
    story.write("README.md", "Nothing yet\n")
    story.commit("A")
    assert story.told() == []


def test_edits_and_commits_beside_them(story: Story) -> None:
    """Only commits that changed the file's content are its events; a changed mode is not."""
    story.write("alliances/a.yml", text("one"))
    story.commit("A")
    story.write("README.md", "Beside it\n")
    story.commit("B")
    story.write("alliances/a.yml", text("two"))
    story.commit("C")
    story.git("update-index", "--chmod=+x", "alliances/a.yml")
    (story.folder / "alliances" / "a.yml").chmod(0o755)
    story.commit("D")
    assert story.told() == ["a.yml#: A  C(A)"]


def test_commits_are_read(story: Story) -> None:
    """Each event's commit comes with its author, its time and its message."""
    story.write("alliances/a.yml", text("one"))
    commit = story.commit("A", "Why\n\nWith: Maren", author=JONAS, date="2023-05-01T08:00:00-04:00")
    history = story.history()
    assert list(history.commits) == [commit]
    read = history.commits[commit]
    assert (read.author.name, read.message.body, read.message.trailers) == ("Jonas", "Why", (("With", "Maren"),))
    assert read.when is not None
    assert read.when.isoformat() == "2023-05-01T08:00:00-04:00"


def test_order_is_ancestry_whatever_the_dates(story: Story) -> None:
    """Dates may run backwards or be the same; the order is that of the commits."""
    for subject, date in zip(
        "ABCD", ("2024-03-01T00:00:00Z", "2001-01-01T00:00:00Z", "2001-01-01T00:00:00Z", "2030-01-01T00:00:00Z"), strict=True
    ):
        story.write("alliances/a.yml", text(subject))
        story.commit(subject, date=date)
    assert story.told() == ["a.yml#: A  B(A)  C(B)  D(C)"]


def test_suffixes_folders_and_dots(story: Story) -> None:
    """Both suffixes count, folders too; names that begin with a dot and other suffixes do not."""
    for name in ("a.yml", "b.yaml", "team/c.yml", ".hidden.yml", ".folder/d.yml", "e.yml.txt", "f.json", "../g.yml"):
        story.write(f"alliances/{name}", text(name))
    story.commit("A")
    assert story.told() == ["a.yml#: A", "b.yaml#: A", "team/c.yml#: A"]


def test_root_folder(story: Story) -> None:
    """The whole repository may be the folder."""
    story.write("a.yml", text("one"))
    story.commit("A")
    assert story.told(".") == ["a.yml#: A"]


# Moved files


@pytest.mark.parametrize("file_id", ["", "harbour"])
@pytest.mark.parametrize("name", ["b.yml", "deep/down/a.yml", "A.yml", "grüße und\nmehr.yml"])
def test_moved(story: Story, file_id: str, name: str) -> None:
    """A file that is moved, or only written in other letters, keeps its life, with or without an id."""
    story.write("alliances/a.yml", text("one", file_id=file_id))
    story.commit("A")
    story.move("alliances/a.yml", f"alliances/{name}")
    story.commit("B")
    story.write(f"alliances/{name}", text("two", file_id=file_id))
    story.commit("C")
    assert story.told() == [f"{name}#{file_id}: A  B(A)>{name}  C(B)"]


def test_moved_and_edited_without_id(story: Story) -> None:
    """Half of the lines are enough to know a moved file again; fewer are not."""
    story.write("alliances/a.yml", text(*LONG))
    story.commit("A")
    story.remove("alliances/a.yml")
    story.write("alliances/b.yml", text(*LONG[:8], *map(str, range(8))))
    story.commit("B")
    story.remove("alliances/b.yml")
    story.write("alliances/c.yml", text(*LONG[:7], *"abcdefghi"))
    story.commit("C")
    assert story.told() == ["c.yml#: C", "b.yml#: A  B(A)>b.yml  C(B)- ."]


def test_moved_and_rewritten_with_id(story: Story) -> None:
    """With an id nothing else needs to be alike."""
    story.write("alliances/a.yml", text("one", file_id="harbour"))
    story.commit("A")
    story.remove("alliances/a.yml")
    story.write("alliances/b.yml", "# Anew\ntitle: x\n'id': \"harbour\"\n")
    story.commit("B")
    assert story.told() == ["b.yml#harbour: A  B(A)>b.yml"]


def test_folder_renamed(story: Story) -> None:
    """All files of a renamed folder keep their lives, edited or not, and equal ones keep their names."""
    for name in ("a", "b", "c"):
        story.write(f"alliances/old/{name}.yml", text(*LONG, name))
    story.write("alliances/old/same.yml", text("same"))
    story.write("alliances/old/again.yml", text("same"))
    story.commit("A")
    story.move("alliances/old", "alliances/new")
    story.write("alliances/new/b.yml", text(*LONG[2:], "b"))
    story.commit("B")
    names = ("a", "again", "b", "c", "same")
    assert story.told() == [f"new/{name}.yml#: A  B(A)>new/{name}.yml" for name in names]


def test_best_pair_first(story: Story) -> None:
    """Of several moved files each finds the one it resembles most."""
    for number in range(4):
        story.write(f"alliances/{number}.yml", text(*LONG, *(f"{number} {line}" for line in range(4))))
    story.commit("A")
    for number in range(4):
        story.remove(f"alliances/{number}.yml")
        story.write(f"alliances/{9 - number}.yml", text(*LONG[1:], *(f"{number} {line}" for line in range(4))))
    story.commit("B")
    assert story.told() == [f"{9 - number}.yml#: A  B(A)>{9 - number}.yml" for number in (3, 2, 1, 0)]


def test_moved_into_the_folder(story: Story) -> None:
    """A file's time elsewhere in the repository belongs to its life, over several stations and a branch."""
    story.write("notes/ours.yml", text(*LONG))
    story.write("notes/other.yml", text("other"))
    story.commit("A")
    story.branch("side")
    story.move("notes/ours.yml", "drafts/a.yml")
    story.commit("B")
    story.write("drafts/a.yml", text(*LONG, "more"))
    story.commit("C")
    story.move("drafts/a.yml", "alliances/a.yml")
    story.commit("D")
    story.switch("main")
    story.write("README.md", "Meanwhile\n")
    story.commit("E")
    story.merge("side")
    story.write("alliances/a.yml", text(*LONG, "more", "and more"))
    story.commit("F")
    assert story.told() == ["a.yml#: A  B(A)>drafts/a.yml  C(B)  D(C)>a.yml  F(D)"]


def test_moved_out_and_back(story: Story) -> None:
    """A file that left the folder is gone; one that came back was away."""
    for name in ("a", "b"):
        story.write(f"alliances/{name}.yml", text(*LONG, name))
    story.commit("A")
    story.move("alliances/a.yml", "attic/a.yml")
    story.move("alliances/b.yml", "attic/b.yml")
    story.commit("B")
    story.move("attic/b.yml", "alliances/b.yml")
    story.commit("C")
    assert story.told() == ["b.yml#: A  B(A)>attic/b.yml  C(B)>b.yml", "a.yml#: A  B(A)- ."]


# Ids


@pytest.mark.parametrize(("before", "after"), [("", "new"), ("old", "new"), ("old", "")])
def test_id_changes_at_its_path(story: Story, before: str, after: str) -> None:
    """An id that is added, changed or taken out leaves the file the same alliance, alone or among other edits."""
    story.write("alliances/a.yml", text("one", file_id=before))
    story.write("alliances/b.yml", text("b"))
    story.commit("A")
    story.write("alliances/a.yml", text("one", file_id=after))
    story.commit("B")
    story.write("alliances/a.yml", text("one", file_id=before))
    story.write("alliances/b.yml", text("c"))
    story.commit("C")
    assert story.told() == [f"a.yml#{before}: A  B(A)  C(B)", "b.yml#: A  C(A)"]


def test_swapped_in_one_commit(story: Story) -> None:
    """Two files that change places keep their lives by their ids; without ids each path keeps its own."""
    for file_id in ("x", ""):
        story.write(f"alliances/a{file_id}.yml", text("one", file_id=file_id and "one"))
        story.write(f"alliances/b{file_id}.yml", text("two", file_id=file_id and "two"))
    story.commit("A")
    for file_id in ("x", ""):
        story.write(f"alliances/a{file_id}.yml", text("two, edited", file_id=file_id and "two"))
        story.write(f"alliances/b{file_id}.yml", text("one, edited", file_id=file_id and "one"))
    story.commit("B")
    assert story.told() == ["a.yml#: A  B(A)", "ax.yml#two: A  B(A)>ax.yml", "b.yml#: A  B(A)", "bx.yml#one: A  B(A)>bx.yml"]


def test_moved_around_in_a_ring(story: Story) -> None:
    """Ids are followed round a ring of paths, and over a file that had to give way."""
    for name in "abcd":
        story.write(f"alliances/{name}.yml", text(name, file_id=f"id-{name}"))
    story.commit("A")
    for name, file_id in zip("abc", ("id-c", "id-a", "id-d"), strict=True):
        story.write(f"alliances/{name}.yml", text(file_id, file_id=file_id))
    story.remove("alliances/d.yml")
    story.commit("B")
    assert story.told() == [
        *("a.yml#id-c: A  B(A)>a.yml", "b.yml#id-a: A  B(A)>b.yml", "c.yml#id-d: A  B(A)>c.yml"),
        "b.yml#id-b: A  B(A)- .",
    ]


def test_deleted_and_made_again_with_id(story: Story) -> None:
    """The same id made again, wherever, is the same alliance with a gap."""
    story.write("alliances/a.yml", text("one", file_id="harbour"))
    story.commit("A")
    story.remove("alliances/a.yml")
    story.commit("B")
    story.commit("C")
    story.write("alliances/b.yml", text("two", file_id="harbour"))
    story.commit("D")
    story.write("alliances/a.yml", text("another"))
    story.commit("E")
    assert story.told() == ["a.yml#: E", "b.yml#harbour: A  B(A)-  D(B)>b.yml"]


@pytest.mark.parametrize(("before", "after"), [("", ""), ("one", "two"), ("one", ""), ("", "two")])
def test_deleted_and_made_again_without_the_same_id(story: Story, before: str, after: str) -> None:
    """A file made again at a path is another life, even with the same words."""
    story.write("alliances/a.yml", text("one", file_id=before))
    story.commit("A")
    story.remove("alliances/a.yml")
    story.commit("B")
    story.write("alliances/a.yml", text("one", file_id=after))
    story.commit("C")
    assert story.told() == [f"a.yml#{after}: C", f"a.yml#{before}: A  B(A)- ."]


def test_made_again_in_place_of_a_file_that_goes(story: Story) -> None:
    """A life that comes back by its id is not the look-alike that goes in the same commit."""
    story.write("alliances/a.yml", text(*LONG, file_id="harbour"))
    story.commit("A")
    story.remove("alliances/a.yml")
    story.write("alliances/b.yml", text(*LONG))
    story.commit("B")
    story.remove("alliances/b.yml")
    story.write("alliances/a.yml", text(*LONG, file_id="harbour"))
    story.commit("C")
    assert story.told() == ["a.yml#harbour: A  B(A)>b.yml  C(B)>a.yml"]


def test_back_again_at_a_path_that_was_taken(story: Story) -> None:
    """While a life was gone another file had its place; both are told apart when it comes back elsewhere."""
    story.write("alliances/a.yml", text("one", file_id="one"))
    story.commit("A")
    story.remove("alliances/a.yml")
    story.commit("B")
    story.write("alliances/a.yml", text("two", file_id="two"))
    story.commit("C")
    story.write("alliances/b.yml", text("one again", file_id="one"))
    story.commit("D")
    story.remove("alliances/a.yml")
    story.commit("E")
    assert story.told() == ["b.yml#one: A  B(A)-  D(B)>b.yml", "a.yml#two: C  E(C)- ."]


def test_made_after_the_model_of_one_that_ended(story: Story) -> None:
    """A look-alike with another id is a new alliance, though the model goes in the same commit."""
    story.write("alliances/a.yml", text(*LONG, file_id="old"))
    story.commit("A")
    story.remove("alliances/a.yml")
    story.write("alliances/b.yml", text(*LONG, file_id="new"))
    story.commit("B")
    assert story.told() == ["b.yml#new: B", "a.yml#old: A  B(A)- ."]


@pytest.mark.parametrize("file_id", ["", "harbour"])
def test_copied(story: Story, file_id: str) -> None:
    """A copy begins a life of its own, even with the id of its model."""
    story.write("alliances/a.yml", text(*LONG, file_id=file_id))
    story.commit("A")
    story.write("alliances/b.yml", text(*LONG, file_id=file_id))
    story.commit("B")
    story.write("alliances/b.yml", text(*LONG[1:], file_id=file_id))
    story.commit("C")
    assert story.told() == [f"a.yml#{file_id}: A", f"b.yml#{file_id}: B  C(B)"]


def test_moved_in_two_commits(story: Story) -> None:
    """A copy whose model then goes has inherited the life, for now it alone has the id; without an id it has not."""
    for file_id in ("harbour", ""):
        story.write(f"alliances/a{file_id}.yml", text(*LONG, file_id=file_id))
    story.commit("A")
    for file_id in ("harbour", ""):
        story.write(f"alliances/b{file_id}.yml", text(*LONG, file_id=file_id))
    story.commit("B")
    for file_id in ("harbour", ""):
        story.remove(f"alliances/a{file_id}.yml")
    story.commit("C")
    assert story.told() == [
        *("b.yml#: B", "bharbour.yml#harbour: A  B(A)>bharbour.yml  C(B)"),
        "a.yml#: A  C(A)- .",
    ]


def test_moved_in_two_commits_with_edits_between(story: Story) -> None:
    """What was edited between copying and deleting stays on its line of descent."""
    story.write("alliances/a.yml", text("one", file_id="harbour"))
    story.commit("A")
    story.write("alliances/b.yml", text("one", file_id="harbour"))
    story.commit("B")
    story.write("alliances/a.yml", text("two", file_id="harbour"))
    story.commit("C")
    story.write("alliances/b.yml", text("three", file_id="harbour"))
    story.commit("D")
    story.remove("alliances/a.yml")
    story.write("alliances/b.yml", text("four", file_id="harbour"))
    story.commit("E")
    assert story.told() == ["b.yml#harbour: A  B(A)>b.yml  C(A)>a.yml  D(B)>b.yml  E(D,C)"]


# Branches and merges


def test_side_branch_keeps_its_commits(story: Story) -> None:
    """Commits of a merged branch are events of their own; a clean merge is none."""
    story.write("alliances/a.yml", text("one"))
    story.write("alliances/b.yml", text("b"))
    story.commit("A")
    story.branch("side")
    story.write("alliances/a.yml", text("two"))
    story.commit("B", author=JONAS)
    story.write("alliances/a.yml", text("three"))
    story.commit("C", author=JONAS)
    story.switch("main")
    story.write("alliances/b.yml", text("bb"))
    story.commit("D")
    story.merge("side")
    story.write("alliances/a.yml", text("four"))
    story.commit("E")
    assert story.told() == ["a.yml#: A  B(A)  C(B)  E(C)", "b.yml#: A  D(A)"]


def test_side_branch_changed_and_reverted(story: Story) -> None:
    """What a branch changed and took back is shown; the next change builds on it."""
    story.write("alliances/a.yml", text("one"))
    story.write("b.txt", "")
    story.commit("A")
    story.branch("side")
    story.write("alliances/a.yml", text("two"))
    story.commit("B")
    story.write("alliances/a.yml", text("one"))
    story.commit("C")
    story.switch("main")
    story.write("b.txt", "b")
    story.commit("D")
    story.merge("side")
    story.write("alliances/a.yml", text("three"))
    story.commit("E")
    assert story.told() == ["a.yml#: A  B(A)  C(B)  E(C)"]


def test_merge_made_by_hand(story: Story) -> None:
    """A merge is an event exactly of the files in which it differs from all its parents, and builds on all sides."""
    for name in "abc":
        story.write(f"alliances/{name}.yml", text("one"))
    story.commit("A")
    story.branch("side")
    story.write("alliances/a.yml", text("side"))
    story.write("alliances/b.yml", text("side"))
    story.commit("B")
    story.switch("main")
    story.write("alliances/a.yml", text("main"))
    story.commit("C")
    story.merge("side", subject="D", files={"alliances/a.yml": text("both"), "alliances/c.yml": text("slipped in")})
    assert story.told() == ["a.yml#: A  C(A)  B(A)  D(C,B)m", "b.yml#: A  B(A)", "c.yml#: A  D(A)m"]


@pytest.mark.parametrize(("kept", "heads"), [("main", "[C,B]"), ("side", "[B,C]")])
def test_merge_that_takes_one_side(story: Story, kept: str, heads: str) -> None:
    """When a merge drops one side's words nothing is credited to it, and the next change builds on the kept ones first."""
    story.write("alliances/a.yml", text("one"))
    story.commit("A")
    story.branch("side")
    story.write("alliances/a.yml", text("side"))
    story.commit("B")
    story.switch("main")
    story.write("alliances/a.yml", text("main"))
    story.commit("C")
    story.merge("side", subject="D", files={"alliances/a.yml": text(kept)})
    (life,) = story.history().lives
    assert life.blob == story.blob("alliances/a.yml")
    assert story.told() == ["a.yml#: A  C(A)  B(A)  " + heads]


def test_merge_that_undoes_a_side(story: Story) -> None:
    """A merge that keeps the old words against the side's new ones leaves both lines open, the kept one first."""
    story.write("alliances/a.yml", text("one"))
    story.commit("A")
    story.branch("side")
    story.write("alliances/a.yml", text("side"))
    story.commit("B")
    story.switch("main")
    story.commit("C")
    story.merge("side", subject="D", files={"alliances/a.yml": text("one")})
    story.write("alliances/a.yml", text("two"))
    story.commit("E")
    assert story.told() == ["a.yml#: A  B(A)  E(A,B)"]


def test_moved_on_one_side_and_edited_on_the_other(story: Story) -> None:
    """A move and an edit that meet in a clean merge are one alliance; the merge itself changed nothing."""
    story.write("alliances/a.yml", text(*LONG))
    story.commit("A")
    story.branch("side")
    story.move("alliances/a.yml", "alliances/b.yml")
    story.commit("B")
    story.switch("main")
    story.write("alliances/a.yml", text(*LONG, "more"))
    story.commit("C")
    story.merge("side", subject="D")
    story.write("alliances/b.yml", text(*LONG, "and more"))
    story.commit("E")
    assert story.told() == ["b.yml#: A  C(A)  B(A)>b.yml  E(C,B)"]


def test_moved_on_both_sides(story: Story) -> None:
    """Moved to two names on two sides, the file is one life at the name the merge chose, even a third one."""
    for name in "ab":
        story.write(f"alliances/{name}.yml", text(*LONG, name))
    story.commit("A")
    story.branch("side")
    for name in "ab":
        story.move(f"alliances/{name}.yml", f"alliances/{name}-side.yml")
    story.commit("B")
    story.switch("main")
    for name in "ab":
        story.move(f"alliances/{name}.yml", f"alliances/{name}-main.yml")
    story.commit("C")
    left = {f"alliances/{name}": None for name in ("a-main.yml", "b-main.yml", "b-side.yml")}
    story.merge(
        "side", subject="D", files={**left, "alliances/a-side.yml": text(*LONG, "a"), "alliances/c.yml": text(*LONG, "b!")}
    )
    assert story.told() == [
        "a-side.yml#: A  C(A)>a-main.yml  B(A)>a-side.yml  [B,C]",
        "c.yml#: A  C(A)>b-main.yml  B(A)>b-side.yml  D(C,B)m>c.yml",
    ]


def test_moved_on_both_sides_and_both_kept(story: Story) -> None:
    """Where a merge keeps both names, the first side's goes on and the other begins anew."""
    story.write("alliances/a.yml", text(*LONG))
    story.commit("A")
    story.branch("side")
    story.move("alliances/a.yml", "alliances/c.yml")
    story.commit("B")
    story.switch("main")
    story.move("alliances/a.yml", "alliances/b.yml")
    story.commit("C")
    both = {"alliances/a.yml": None, "alliances/b.yml": text(*LONG), "alliances/c.yml": text(*LONG)}
    story.merge("side", subject="D", files=both)
    assert story.told() == ["b.yml#: A  C(A)>b.yml  B(A)>c.yml  [C,B]", "c.yml#: Dm"]


def test_deleted_on_one_side(story: Story) -> None:
    """A clean merge takes a deletion over; one by hand may keep the file, edited on the other side or by the merge."""
    for name in "abc":
        story.write(f"alliances/{name}.yml", text(name))
    story.commit("A")
    story.branch("side")
    for name in "abc":
        story.remove(f"alliances/{name}.yml")
    story.commit("B")
    story.switch("main")
    for name in "bc":
        story.write(f"alliances/{name}.yml", text(name, "main"))
    story.commit("C")
    story.merge("side", subject="D", files={"alliances/b.yml": text("b", "main"), "alliances/c.yml": text("c", "merge")})
    story.write("alliances/b.yml", text("later"))
    story.commit("E")
    assert story.told() == ["b.yml#: A  C(A)  B(A)-  E(C,B)", "c.yml#: A  C(A)  B(A)-  D(C,B)m", "a.yml#: A  B(A)- ."]


def test_deletion_wins_over_an_edit(story: Story) -> None:
    """Deleted on one side, edited on the other, gone after the merge: the life ends with the deletion, the edit is kept."""
    story.write("alliances/a.yml", text("one", file_id="harbour"))
    story.commit("A")
    story.branch("side")
    story.remove("alliances/a.yml")
    story.commit("B")
    story.switch("main")
    story.write("alliances/a.yml", text("two", file_id="harbour"))
    story.commit("C")
    story.merge("side", subject="D", files={"alliances/a.yml": None})
    assert story.told() == ["a.yml#harbour: A  C(A)  B(A)-  [B,C] ."]
    story.write("alliances/a.yml", text("three", file_id="harbour"))
    story.commit("E")
    assert story.told() == ["a.yml#harbour: A  C(A)  B(A)-  E(B,C)"]


def test_merge_that_deletes_and_adds(story: Story) -> None:
    """What only the merge did is credited to it: a file it took away, moved or put in."""
    for name in "abc":
        story.write(f"alliances/{name}.yml", text(*(f"{name} {line}" for line in LONG)))
    story.commit("A")
    story.branch("side")
    story.write("side.txt", "")
    story.commit("B")
    story.switch("main")
    story.write("main.txt", "")
    story.commit("C")
    files = {
        "alliances/a.yml": None,
        "alliances/b.yml": None,
        "alliances/d.yml": text(*(f"b {line}" for line in LONG), "more"),
    }
    story.merge("side", subject="D", files={**files, "alliances/e.yml": text("new")})
    assert story.told() == ["c.yml#: A", "d.yml#: A  D(A)m>d.yml", "e.yml#: Dm", "a.yml#: A  D(A)m- ."]


def test_merge_that_leaves_a_new_file_out(story: Story) -> None:
    """A file that a merged branch made and the merge did not take is reachable history, and not at HEAD."""
    story.write("alliances/a.yml", text("one"))
    story.commit("A")
    story.branch("side")
    story.write("alliances/b.yml", text("two", file_id="two"))
    story.commit("B")
    story.switch("main")
    story.commit("C")
    story.merge("side", subject="D", files={"alliances/b.yml": None})
    assert story.told() == ["a.yml#: A", "b.yml#two: B ."]
    story.write("alliances/c.yml", text("three", file_id="two"))
    story.commit("E")
    assert story.told() == ["a.yml#: A", "c.yml#two: B  E(B)>c.yml"]


@pytest.mark.parametrize(
    ("main", "side", "told"),
    [
        ("", "", ["a.yml#: C  B  D(C,B)m"]),
        ("one", "one", ["a.yml#one: C  B  D(C,B)m"]),
        ("one", "", ["a.yml#one: C  B  D(C,B)m"]),
        ("one", "two", ["a.yml#one: C  D(C)m", "a.yml#two: B ."]),
    ],
)
def test_made_on_two_sides(story: Story, main: str, side: str, told: list[str]) -> None:
    """A file made independently on two sides is one alliance with two beginnings, unless its ids say otherwise."""
    story.commit("A")
    story.branch("side")
    story.write("alliances/a.yml", text("side", file_id=side))
    story.commit("B")
    story.switch("main")
    story.write("alliances/a.yml", text("main", file_id=main))
    story.commit("C")
    story.merge("side", subject="D", files={"alliances/a.yml": text("both", file_id=main)})
    assert story.told() == told


def test_same_words_on_two_sides(story: Story) -> None:
    """The same edit made on two sides is two events; what follows builds on both."""
    story.write("alliances/a.yml", text("one"))
    story.commit("A")
    story.branch("side")
    story.write("alliances/a.yml", text("two"))
    story.commit("B")
    story.switch("main")
    story.write("alliances/a.yml", text("two"))
    story.commit("C", author=JONAS)
    story.merge("side", subject="D")
    story.write("alliances/a.yml", text("three"))
    story.commit("E")
    assert story.told() == ["a.yml#: A  C(A)  B(A)  E(C,B)"]


def test_same_id_on_two_sides_under_two_names(story: Story) -> None:
    """Begun twice under two names with one id: two lives while both are there, one when the merge leaves one out."""
    story.commit("A")
    story.branch("side")
    story.write("alliances/b.yml", text("side", file_id="harbour"))
    story.commit("B")
    story.switch("main")
    story.write("alliances/c.yml", text("main", file_id="harbour"))
    story.commit("C")
    story.branch("both")
    story.merge("side", subject="D")
    assert story.told() == ["b.yml#harbour: B", "c.yml#harbour: C"]
    story.switch("main")
    story.merge("side", subject="D", files={"alliances/c.yml": None})
    assert story.told() == ["b.yml#harbour: C  B>b.yml  [B,C]"]


def test_octopus(story: Story) -> None:
    """A merge of three branches is as good as one of two, clean or made by hand."""
    story.write("alliances/a.yml", text("one"))
    story.write("alliances/z.yml", text("z"))
    story.commit("A")
    for name in "bcd":
        story.switch("main")
        story.branch(name)
        story.write(f"alliances/{name}.yml", text(name))
        story.write("alliances/a.yml", text(name)) if name == "c" else None
        story.commit(name.upper())
    story.switch("main")
    story.write("alliances/z.yml", text("zz"))
    story.commit("E")
    story.branch("by-hand")
    story.merge("b", "c", "d", subject="F", files={"alliances/a.yml": text("hand"), "alliances/d.yml": text("d")})
    assert story.told() == ["a.yml#: A  C(A)  F(C)m", "d.yml#: D", "z.yml#: A  E(A)", "b.yml#: B .", "c.yml#: C ."]
    story.switch("main")
    story.merge("b", "c", "d", subject="F")
    assert story.told() == ["a.yml#: A  C(A)", "b.yml#: B", "c.yml#: C", "d.yml#: D", "z.yml#: A  E(A)"]


def test_criss_cross(story: Story) -> None:
    """Branches that merge each other and then meet again lose and double nothing."""
    for name in "ab":
        story.write(f"alliances/{name}.yml", text(name))
    story.commit("A")
    story.branch("side")
    story.write("alliances/b.yml", text("side"))
    side = story.commit("B")
    story.switch("main")
    story.write("alliances/a.yml", text("main"))
    main = story.commit("C")
    story.merge(side, subject="D")
    story.write("alliances/a.yml", text("main again"))
    story.commit("E")
    story.switch("side")
    story.merge(main, subject="F")
    story.write("alliances/b.yml", text("side again"))
    story.commit("G")
    story.switch("main")
    story.merge("side", subject="H")
    story.write("alliances/a.yml", text("end"))
    story.write("alliances/b.yml", text("end"))
    story.commit("I")
    assert story.told() == ["a.yml#: A  C(A)  E(C)  I(E)", "b.yml#: A  B(A)  G(B)  I(G)"]


def test_several_roots(story: Story) -> None:
    """Histories that began apart and were joined are one; a file on both sides at one path is one alliance."""
    story.write("alliances/a.yml", text("one"))
    story.write("alliances/b.yml", text("b"))
    story.commit("A")
    story.orphan("other")
    story.write("alliances/a.yml", text("two"))
    story.write("alliances/c.yml", text("c"))
    story.commit("B")
    story.switch("main")
    story.merge("other", subject="C", files={"alliances/a.yml": text("two")})
    assert story.told() == ["a.yml#: A  B  [B,A]", "b.yml#: A", "c.yml#: B"]


def test_unmerged_branch(story: Story) -> None:
    """What does not lead to HEAD is no history of it."""
    story.write("alliances/a.yml", text("one"))
    first = story.commit("A")
    story.write("alliances/a.yml", text("two"))
    story.commit("B")
    story.switch(first)
    assert story.told() == ["a.yml#: A"]


def test_gone_under_two_ids(story: Story) -> None:
    """A life that ended on two sides under different ids comes back once."""
    story.write("alliances/a.yml", text("one", file_id="one"))
    story.commit("A")
    story.branch("side")
    story.write("alliances/a.yml", text("one", file_id="two"))
    story.commit("B")
    story.remove("alliances/a.yml")
    story.commit("C")
    story.switch("main")
    story.remove("alliances/a.yml")
    story.commit("D")
    story.merge("side", subject="E")
    for file_id in ("one", "two"):
        story.write(f"alliances/{file_id}.yml", text("again", file_id=file_id))
    story.commit("F")
    assert story.told() == ["one.yml#one: A  D(A)-  B(A)  C(B)-  F(D,C)>one.yml", "two.yml#two: F"]


def test_hundreds_of_branches(story: Story) -> None:
    """Two hundred branches that are open at once and meet in one merge are told exactly."""
    names = [f"alliances/{number}.yml" for number in range(300)]
    stream = ["blob\nmark :1\ndata 2\nx\n", "commit refs/heads/main\nmark :2\ncommitter K <k@x> 1 +0000\ndata 1\nA\n"]
    stream += [f"M 100644 :1 {name}\n" for name in names]
    for number in range(200):
        stream.append(f"\ncommit refs/heads/b{number}\nmark :{number + 3}\ncommitter K <k@x> 1 +0000\ndata 1\nB\nfrom :2\n")
        stream.append(f"M 100644 inline {names[number]}\ndata {len(str(number))}\n{number}\n")
    stream.append("\ncommit refs/heads/main\ncommitter K <k@x> 1 +0000\ndata 1\nC\nfrom :2\n")
    stream += [f"merge :{number + 3}\n" for number in range(200)]
    stream += [f"M 100644 inline {names[number]}\ndata {len(str(number))}\n{number}\n" for number in range(200)]
    story.git("fast-import", "--quiet", stdin="".join(stream).encode())
    history = story.history()
    assert [len(life.events) for life in history.lives] == [
        2 if int(Path(life.path).stem) < 200 else 1 for life in history.lives
    ]
    assert not any(event.merge for life in history.lives for event in life.events)


# The work tree


def on_disk(story: Story) -> dict[str, Life]:
    """The lives of the files that are on the disk now, by path below the folder."""
    folder = story.folder / "alliances"
    files = {f"alliances/{path.name}": path.read_bytes() for path in sorted(folder.iterdir())}
    repository = open_repository(folder)
    return {_short(path): life for path, life in lives_on_disk(repository, read_history(repository, folder), files).items()}


def test_files_as_they_are_committed(story: Story) -> None:
    """What stays at its path, edited or not, continues its life; what is new has none."""
    for name in ("a", "b"):
        story.write(f"alliances/{name}.yml", text(name))
    story.commit("A")
    story.write("alliances/b.yml", text("edited"))
    story.write("alliances/c.yml", text("c"))
    lives = on_disk(story)
    assert {path: life.path for path, life in lives.items()} == {"a.yml": "alliances/a.yml", "b.yml": "alliances/b.yml"}


def test_moved_and_not_committed(story: Story) -> None:
    """A file that was moved, with an id or without, in other line ends or edited, continues its life before the commit."""
    for name in ("a", "b", "c"):
        story.write(f"alliances/{name}.yml", text(*LONG, name))
    story.write("alliances/d.yml", text("d", file_id="harbour"))
    story.write("alliances/e.yml", text("e", file_id="gone"))
    story.commit("A")
    story.remove("alliances/e.yml")
    story.commit("B")
    for name in "abd":
        story.remove(f"alliances/{name}.yml")
    story.write("alliances/a2.yml", text(*LONG, "a").replace("\n", "\r\n"))
    story.write("alliances/b2.yml", text(*LONG[1:], "b"))
    story.write("alliances/d2.yml", text("anew", file_id="harbour"))
    story.write("alliances/e2.yml", text("again", file_id="gone"))
    lives = on_disk(story)
    assert {path: _short(life.path) for path, life in lives.items()} == {
        "a2.yml": "a.yml",
        "b2.yml": "b.yml",
        "c.yml": "c.yml",
        "d2.yml": "d.yml",
        "e2.yml": "e.yml",
    }


def test_nothing_committed(story: Story) -> None:
    """Before the first commit no file has a life."""
    story.write("alliances/a.yml", text("a"))
    assert on_disk(story) == {}
