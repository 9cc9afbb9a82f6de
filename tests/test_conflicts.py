"""Two edits that met: `alliance check` tells clause by clause what each side made of it, and how to finish."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from alliance_docs.changes.clashes import sides
from alliance_docs.reading.alliance_file import read_alliance
from tests.repositories import JONAS, MAREN, RepositoryBuilder
from tests.test_cli import run

PATH = "alliances/home.yml"
BEGUN = """\
title: Home
parties:
- {id: maren, name: Maren}
- {id: jonas, name: Jonas}
purpose: Decide about money together.
commitments:
- id: call
  owner: maren
  title: Calling
  text: I call on Sundays at ten.
- id: figures
  owner: jonas
  text: I put the figures on the table by the third.
agreements:
- id: evening
  text: One evening a month is for the accounts.
"""


def check(folder: Path, *arguments: str) -> Result:
    """`alliance check` as somebody runs it in a repository."""
    return run(folder, "check", *arguments)


def edited(*replaced: tuple[str, str]) -> str:
    """The file with some words replaced."""
    text = BEGUN
    for before, after in replaced:
        assert before in text
        text = text.replace(before, after)
    return text


Meet = Callable[[str | None, str | None], RepositoryBuilder]


@pytest.fixture(autouse=True)
def _at_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)


@pytest.fixture
def meet(repository: RepositoryBuilder) -> Meet:
    """Bring two edits of the same file together with `git merge`, which has to stop; None takes the file away."""

    def merged(here: str | None, coming: str | None) -> RepositoryBuilder:
        repository.write(PATH, BEGUN)
        repository.commit("Begin")
        repository.branch("side")
        _put(repository, coming)
        repository.commit("Jonas's edit", author=JONAS)
        repository.switch("main")
        _put(repository, here)
        repository.commit("Maren's edit", author=MAREN)
        with pytest.raises(AssertionError):
            repository.git("merge", "side")
        return repository

    return merged


def _put(repository: RepositoryBuilder, text: str | None) -> None:
    if text is None:
        repository.remove(PATH)
    else:
        repository.write(PATH, text)


NINE = ("Sundays at ten", "Sundays at nine")
MONDAYS = ("Sundays at ten", "Mondays at ten")
FOURTH = ("by the third", "by the fourth")


def test_each_clause_is_told_with_what_both_sides_made_of_it(meet: Meet) -> None:
    """What both changed has both wordings and says whose yes it takes; what one side changed is told apart."""
    repository = meet(edited(NINE), edited(MONDAYS, FOURTH))
    result = check(repository.folder)
    assert result.exit_code == 1
    told = result.stdout.partition("two edits met here")[2]
    both, _, once = told.partition("Only one side changed this")
    assert "Calling  commitments/call · Maren" in both
    assert "Here: reworded\n    I call on Sundays at [-ten-]{+nine+}." in both
    assert "Coming in: reworded\n    I call on [-Sundays-]{+Mondays+} at ten." in both
    assert "It takes the yes of Maren." in both
    assert "commitments/figures" not in both
    assert "commitments/figures · Jonas" in once
    assert "Here: as it was before" in once
    assert "It takes the yes of Jonas." in once
    assert f"`git add {PATH}`" in once
    assert "`git commit`" in once
    assert "`git merge --abort`" in once


def test_the_lines_of_problems_quote_nothing(meet: Meet) -> None:
    """Only the explanation does, and not where a machine's log may be read by anybody."""
    repository = meet(edited(NINE), edited(MONDAYS))
    lines = check(repository.folder).stdout.splitlines()
    problems = [line for line in lines if line.startswith(f"{PATH}:") and line.endswith("[merge-conflict]")]
    assert len(problems) == 1
    assert "Sundays" not in problems[0]
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CI", "true")
        public = check(repository.folder).stdout
    assert "commitments/call · Maren" in public
    assert "Here: reworded" in public
    assert not any(word in public for word in ("Sundays", "Mondays", "Calling"))


def test_once_the_wording_is_found_only_git_add_is_left(meet: Meet) -> None:
    """The file is fine then, and Git still waits."""
    repository = meet(edited(NINE), edited(MONDAYS))
    repository.write(PATH, edited(("Sundays at ten", "Mondays at nine")))
    result = check(repository.folder)
    assert result.exit_code == 0
    assert f"the two edits are put together. `git add {PATH}` tells Git." in result.stdout
    assert "Both sides" not in result.stdout
    repository.git("add", PATH)
    assert "git add" not in check(repository.folder).stdout


@pytest.mark.parametrize(("here", "coming"), [(None, edited(NINE)), (edited(NINE), None)])
def test_a_file_that_one_side_took_away_is_told(here: str | None, coming: str | None, meet: Meet) -> None:
    """There is no marker in the file then, and it may not even be there."""
    repository = meet(here, coming)
    result = check(repository.folder)
    gone, kept = ("Here", "coming in") if here is None else ("Coming in", "here")
    assert f"{gone} the whole file was taken away; {kept} it was changed:" in result.stdout
    assert "I call on Sundays at [-ten-]{+nine+}." in result.stdout
    assert f"`git add {PATH}` keeps the file, `git rm {PATH}` lets it go." in result.stdout
    assert "Both sides changed" not in result.stdout


def test_a_file_that_both_sides_began_is_told(repository: RepositoryBuilder) -> None:
    """What only one of them has was added there; what both have in the same words is no matter."""
    repository.write("README.md", "Us\n")
    repository.commit("Begin")
    for branch, text in (("side", edited(MONDAYS)), ("main", edited(NINE, FOURTH))):
        if branch == "side":
            repository.branch("side")
        else:
            repository.switch("main")
        repository.write(PATH, text)
        repository.commit(f"On {branch}")
    with pytest.raises(AssertionError):
        repository.git("merge", "side")
    told = check(repository.folder).stdout
    assert "commitments/call · Maren\n  Here: added\n" in told
    assert "commitments/figures · Jonas\n" in told
    assert "purpose" not in told


def test_a_file_that_was_moved_is_found_again(repository: RepositoryBuilder) -> None:
    """Moved here and edited on both sides: told at its new place. Moved by both to two places: that is told too."""
    repository.write(PATH, BEGUN)
    repository.commit("Begin")
    repository.branch("side")
    repository.write(PATH, edited(MONDAYS))
    repository.commit("Jonas's edit")
    repository.branch("away")
    repository.move(PATH, "alliances/flat.yml")
    repository.commit("Jonas moves it")
    repository.switch("main")
    repository.move(PATH, "alliances/ours.yml")
    repository.write("alliances/ours.yml", edited(NINE))
    repository.commit("Maren moves it")
    with pytest.raises(AssertionError):
        repository.git("merge", "side")
    told = check(repository.folder).stdout
    assert "alliances/ours.yml: two edits met here" in told
    assert "I call on [-Sundays-]{+Mondays+} at ten." in told
    repository.git("merge", "--abort")
    with pytest.raises(AssertionError):
        repository.git("merge", "away")
    told = check(repository.folder).stdout
    assert "Here it was moved to alliances/ours.yml, coming in to alliances/flat.yml" in told
    assert "I call on Sundays at [-ten-]{+nine+}." in told
    assert "`git rm alliances/flat.yml`" in told
    assert told.count("two edits met here") == 1


def test_a_rebase_and_a_cherry_pick_say_how_they_go_on(meet: Meet) -> None:
    """Who is who is the other way round while Git puts one's own edits on top of others'."""
    repository = meet(edited(NINE), edited(MONDAYS))
    repository.git("merge", "--abort")
    for verb, words in (("rebase", "“coming in” is your own edit"), ("cherry-pick", "“Here” is what stood in this folder")):
        with pytest.raises(AssertionError):
            repository.git("-c", "core.editor=true", verb, "side")
        told = check(repository.folder).stdout
        assert words in told
        assert f"`git {verb} --continue`" in told
        assert f"`git {verb} --abort`" in told
        repository.git(verb, "--abort")


def test_markers_are_enough_where_git_holds_nothing(repository: RepositoryBuilder) -> None:
    """A file committed or copied with its markers: addresses and kinds, no wordings, since nobody knows who reads."""
    call = "  text: I call on Sundays at ten.\n"
    torn = f"<<<<<<< HEAD\n{call.replace('ten', 'nine')}=======\n{call.replace('Sundays', 'Mondays')}>>>>>>> side\n"
    repository.write(PATH, BEGUN.replace(call, torn))
    told = check(repository.folder).stdout
    assert "  commitments/call · Maren\n" in told
    assert "Here: added" in told
    assert "Coming in: added" in told
    assert "Sundays" not in told
    assert "--abort" not in told
    repository.commit("Forget to finish")
    assert "  commitments/call · Maren\n" in check(repository.folder).stdout


def test_a_side_that_cannot_be_read_is_said(meet: Meet) -> None:
    """Then the file itself is the only place to look; everything else of the advice stays."""
    repository = meet(edited(NINE), edited(MONDAYS, ("title: Home", "title: [Home")))
    told = check(repository.folder).stdout
    assert "What stands coming in cannot be read as an alliance" in told
    assert f"`git add {PATH}`" in told


def test_other_files_and_programs_are_left_alone(meet: Meet) -> None:
    """Only the files asked for are told, and JSON stays JSON."""
    repository = meet(edited(NINE), edited(MONDAYS))
    repository.write("alliances/other.yml", BEGUN.replace("Home", "Other"))
    assert "two edits" not in check(repository.folder, "alliances/other.yml").stdout
    assert "two edits" in check(repository.folder, PATH).stdout
    assert "two edits" not in check(repository.folder, "--format", "json").stdout


def test_the_same_edit_on_both_sides_is_no_clash() -> None:
    """Nor is an order, a layout, or what neither side touched; both taking a clause out is the same edit."""
    before, here, coming = (
        read_alliance(text.encode(), PATH, "home")[0]
        for text in (BEGUN, edited(NINE, FOURTH), edited(("Sundays at ten", "Sundays  at nine"), ("- id: evening\n", "")))
    )
    assert before
    assert here
    assert coming
    found = {clash.clause.address.partition("/~")[0]: clash.by_both for clash in sides(before, here, coming).clashes}
    assert "commitments/call" not in found
    assert found["commitments/figures"] is False
    assert list(sides(before, here, here).clashes) == []
    gone = read_alliance(BEGUN.partition("agreements:")[0].encode(), PATH, "home")[0]
    assert gone
    assert list(sides(before, gone, gone).clashes) == []
