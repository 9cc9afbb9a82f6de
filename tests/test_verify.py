"""`alliance verify`: a finished site is searched for every text that its audience may not see, in real repositories."""

import gzip
from pathlib import Path

import pytest

from tests.repositories import RepositoryBuilder
from tests.test_cli import run

OPEN = """\
title: At home
audience: public
parties: [{id: maren, name: Maren}, {id: jonas, name: Jonas}]
commitments:
- {id: letters, owner: jonas, text: I open every letter on the day it comes.}
"""
UNTOLD = "I owe the bank more than the house is worth."
DEBTS = "- {id: debts, owner: jonas, private: true, text: I owe the bank more than the house is worth.}\n"
SPITE = "commitments:\n- {owner: jonas, private: true, text: Never forget who paid for the roof of this house.}\n"
CLOSED = OPEN.replace("audience: public\n", "").replace("At home", "Behind closed doors")


@pytest.fixture
def home(repository: RepositoryBuilder) -> RepositoryBuilder:
    """A public alliance that once held a private clause, one for the parties alone, and a site without any of it."""
    repository.write("alliances/home.yml", OPEN + DEBTS)
    repository.commit("Begin with what weighs on me most")
    repository.write("alliances/home.yml", OPEN)
    repository.write("alliances/closed.yml", CLOSED + SPITE.replace("commitments:\n", ""))
    repository.commit("Take it out again")
    repository.write("site/index.html", "<p>I open every letter on the day it comes.</p>")
    return repository


def test_a_clean_site_is_said_to_be_clean(home: RepositoryBuilder) -> None:
    """One line with what was looked at, exit code 0."""
    result = run(home.folder, "verify", "site")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "1 file searched for 5 hidden texts: none found.\n"


PLANTED = {
    "a clause that was private once": ("a.html", UNTOLD, "commitments/debts of alliances/home.yml"),
    "an alliance that is not public": ("a.html", "Behind closed doors", "title of alliances/closed.yml"),
    "a clause without an id": ("a.html", "who paid for the roof of this house", "commitments of alliances/closed.yml"),
    "a commit's message": ("feed.xml", "Begin with what weighs on me most", "the message of"),
    "a packed file": ("a.gz", UNTOLD, "commitments/debts of alliances/home.yml"),
}


@pytest.mark.parametrize(("name", "text", "words"), PLANTED.values(), ids=PLANTED)
def test_a_leak_is_named_by_file_and_clause_and_never_quoted(
    home: RepositoryBuilder, name: str, text: str, words: str
) -> None:
    """Exit code 1, a line for each, nothing of the text, not even in the address of a clause."""
    home.write(f"site/{name}", gzip.compress(text.encode()) if name.endswith(".gz") else f"<title>{text}</title>")
    result = run(home.folder, "verify", "site")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{name} would show what is hidden: {words}")
    assert result.stderr.startswith("alliance: 2 files searched for 5 hidden texts: this site is not fit for the public.")
    said = result.output.casefold()
    assert not any(word in said for word in ("bank", "weighs", "doors", "roof", "never-forget"))


def test_a_file_name_that_is_a_leak_is_not_repeated(home: RepositoryBuilder) -> None:
    """The folder it is in is named, the name itself is not."""
    home.write("site/assets/I-owe-the-bank-more-than-the-house.html", "")
    result = run(home.folder, "verify", "site")
    assert result.stdout == "assets/… would show what is hidden: commitments/debts of alliances/home.yml\n"


def test_the_parties_may_see_what_is_private(home: RepositoryBuilder) -> None:
    """For them only what is redacted is hidden."""
    home.write("site/index.html", f"<p>{UNTOLD}</p>")
    assert run(home.folder, "verify", "site", "--audience", "parties").exit_code == 0
    assert run(home.folder, "verify", "site").exit_code == 1
    redacted = "redacted: [{clause: commitments/debts, by: jonas, why: Mine.}]\n"
    home.write("alliances/home.yml", OPEN + redacted)
    assert run(home.folder, "verify", "site", "--audience", "parties").exit_code == 1


def test_what_is_public_elsewhere_is_no_leak(home: RepositoryBuilder) -> None:
    """A private clause that repeats a public sentence hides nothing."""
    home.write(
        "alliances/home.yml",
        OPEN
        + SPITE.replace(
            "Never forget who paid for the roof of this house", "I open every letter on the day it comes"
        ).replace("commitments:\n", ""),
    )
    assert run(home.folder, "verify", "site").exit_code == 0


@pytest.mark.parametrize("kind", ["a file", "a folder", "nowhere"])
def test_a_link_is_not_followed_and_not_passed(home: RepositoryBuilder, tmp_path: Path, kind: str) -> None:
    """Whoever serves the folder may follow it, so the site is not called clean."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/a.html").write_text(UNTOLD)
    target = {"a file": "outside/a.html", "a folder": "outside", "nowhere": "missing"}[kind]
    (home.folder / "site/link").symlink_to(tmp_path / target)
    result = run(home.folder, "verify", "site")
    assert result.exit_code == 1
    assert result.stdout == "link is a symbolic link, which is not followed\n"


@pytest.mark.parametrize(
    ("site", "words"),
    [("nowhere", "is not there"), ("mkdocs.yml", "is no folder"), ("alliances", "no page"), ("", "is not there")],
)
def test_without_a_site_there_is_nothing_to_say(home: RepositoryBuilder, site: str, words: str) -> None:
    """Exit code 2, and what to name instead."""
    home.write("mkdocs.yml", "")
    result = run(home.folder, "verify", site or "a/b")
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_a_part_of_the_history_is_not_enough(home: RepositoryBuilder, tmp_path: Path) -> None:
    """What was hidden before a shallow clone begins could not be searched: exit code 2."""
    home.git("clone", "--quiet", "--depth=1", f"file://{home.folder}", str(tmp_path / "shallow"))
    result = run(tmp_path / "shallow", "verify", str(home.folder / "site"))
    assert result.exit_code == 2
    assert "fetch-depth: 0" in result.stderr


def test_a_file_that_cannot_be_read_is_said_first(home: RepositoryBuilder) -> None:
    """It may hide something, so nothing is called clean: exit code 1 with the place."""
    home.write("alliances/home.yml", OPEN + "- [\n")
    result = run(home.folder, "verify", "site")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "alliances/home.yml:" in result.stderr
