"""The verbs that say who agreed to what and that write into files, on real repositories and as people call them."""

import errno
import json
import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from alliance_docs.assent.digest import digest
from alliance_docs.book import load_whole
from alliance_docs.cli import main
from alliance_docs.commands import agree
from alliance_docs.errors import Severity
from alliance_docs.model import Alliance
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.revisions import Timeline
from alliance_docs.writing.demo import make_demo
from tests.repositories import JONAS, RepositoryBuilder, isolated_environment

PATH = "alliances/home.yml"
HOME = """\
# Ours
title: At home
parties:
  - {id: maren, name: Maren}
  - {id: jonas, name: Jonas}
purpose: "Decide early."   # said aloud
commitments:
  - id: tell-first
    title: Telling first
    owner: jonas
    text: I tell Maren before I move money.
requests:
  - id: evening
    from: jonas
    to: maren
    text: Please keep one evening.
    reply: open
expectations:
  - id: notices
    holder: jonas
    text: That she notices.
drops:
  - id: loan
    owner: jonas
    date: 2024-04-02
    about: tell-first
    repair:
      - text: Tell my brother.
        due: 2024-04-21
concerns:
  - id: silent
    raised_by: maren
    date: 2024-04-01
    about: tell-first
    seen: A transfer nobody spoke of.
reviews:
  every: 3 months
  next: 2024-04-14
"""
BEGAN = date.today()  # noqa: DTZ011 - the writer's own day, as the verbs mean it


def run(folder: Path, *arguments: str) -> Result:
    """Run the command in a folder; whatever goes wrong must be an exit code, never an exception."""
    result = CliRunner().invoke(main, ["-C", str(folder), *arguments], prog_name="alliance")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def answer(folder: Path, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    """The JSON that a verb prints; it must succeed and print nothing else."""
    result = run(folder, *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def on_a_terminal(folder: Path, typed: str, *arguments: str) -> "subprocess.CompletedProcess[bytes]":
    """Run the command with somebody at the keyboard who types this."""
    ours, theirs = os.openpty()
    os.write(ours, typed.encode())
    command = [sys.executable, "-m", "alliance_docs", *arguments]
    environment = isolated_environment() | {"PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.run(command, cwd=folder, stdin=theirs, capture_output=True, env=environment, check=False)
    os.close(ours)
    os.close(theirs)
    return process


@pytest.fixture
def home(repository: RepositoryBuilder) -> RepositoryBuilder:
    """A repository with one alliance in it, at which Maren sits."""
    repository.write(PATH, HOME)
    repository.commit("Write it down")
    repository.git("config", "user.name", "Maren")
    repository.git("config", "user.email", "maren@example.org")
    return repository


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example repository."""
    folder = tmp_path_factory.mktemp("demo") / "try-it"
    make_demo(folder)
    return folder


def text_of(home: RepositoryBuilder) -> str:
    """The file as it is now."""
    return (home.folder / PATH).read_bytes().decode()


def dayless(text: str) -> str:
    """The text with `TODAY` for the day the tests run on, or the next: midnight may fall among them."""
    for day in (BEGAN, BEGAN + timedelta(days=1)):
        text = text.replace(day.isoformat(), "TODAY")
    return text


def alliance_of(text: str) -> Alliance:
    """The alliance in a text, which must be without errors."""
    alliance, problems = read_alliance(text.encode(), PATH, "home")
    assert alliance is not None
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    return alliance


def lines_added(before: str, after: str) -> list[str]:
    """The lines that came in; every other line must be as it was, in its place."""
    rest = iter(after.splitlines(keepends=True))
    added = []
    for line in before.splitlines(keepends=True):
        for now in rest:
            if now == line:
                break
            added.append(now)
        else:
            raise AssertionError(f"{line!r} is gone or changed")
    return [line.rstrip("\n") for line in (*added, *rest)]


# blame and status


def test_blame_tells_every_clause_with_its_versions(demo: Path) -> None:
    """In the contract's keys, versions oldest first, removed clauses last, as the log has them."""
    lives = answer(demo, "blame", "harbour-street", "--json")
    assert {frozenset(life) for life in lives} == {frozenset({"address", "inferred", "removed", "versions"})}
    fields = frozenset({"commit", "number", "date", "authors", "text", "kinds"})
    assert {frozenset(version) for life in lives for version in life["versions"]} == {fields}
    assert [life["removed"] for life in lives] == sorted(life["removed"] for life in lives)
    evening = next(life for life in lives if life["address"] == "agreements/accounts-evening")
    log = answer(demo, "log", "harbour-street", "--json")["revisions"]
    told = [
        (revision["commit"], revision["number"], revision["date"], revision["authors"], change["after"], change["kinds"])
        for revision in log
        for change in revision["changes"]
        if change["clause"] == "agreements/accounts-evening"
    ]
    versions = [
        tuple(version[key] for key in ("commit", "number", "date", "authors", "text", "kinds"))
        for version in evening["versions"]
    ]
    assert versions == told
    assert len(versions) > 2


def test_blame_follows_clauses_without_ids(demo: Path) -> None:
    """A line that was reworded, taken out and brought back is one life, said to be inferred."""
    lives = answer(demo, "blame", "tuesday-desk", "--json")
    restored = [life for life in lives if any("restored" in version["kinds"] for version in life["versions"])]
    assert [life["removed"] for life in restored] == [False] * len(restored)
    assert restored
    assert all(life["inferred"] for life in restored)
    assert any(version["text"] is None for version in restored[0]["versions"])


def test_blame_credits_the_side_branch_and_not_the_merge(home: RepositoryBuilder) -> None:
    """What came in over a branch is its commit's; what the merge itself worded is the merge's."""
    first = home.head
    home.branch("side")
    home.write(PATH, HOME.replace("move money", "move 200"))
    side = home.commit("Name the sum", author=JONAS)
    home.switch("main")
    home.write(PATH, HOME.replace("Decide early.", "Decide together."))
    own = home.commit("Another purpose")
    joined = HOME.replace("move money", "move 200").replace("Decide early.", "Decide early and together.")
    merge = home.merge("side", files={PATH: joined})
    lives = {life["address"]: life["versions"] for life in answer(home.folder, "blame", "home", "--json")}
    promise = [(version["commit"], version["authors"]) for version in lives["commitments/tell-first"]]
    assert promise == [(first, ["Maren"]), (side, ["Jonas"])]
    assert [version["commit"] for version in lives["purpose"]] == [first, own, merge]


def test_blame_in_words(demo: Path, home: RepositoryBuilder) -> None:
    """Under each clause since when it stands and how often it changed; what is gone comes last."""
    said = run(demo, "blame", "harbour-street").stdout
    assert "  since 14 Jan 2024 · changed three times\n" in said
    assert "{+Accounts evening" in said
    home.write(PATH, HOME[: HOME.index("concerns:")])
    home.commit("Settled")
    *_, gone = run(home.folder, "blame", "home").stdout.split("\n\n")
    assert "no longer in force" in gone
    assert "Next review" in gone


def test_status_on_the_third_revision_of_the_story(demo: Path, tmp_path: Path) -> None:
    """Maren has just said yes; for Jonas two clauses have changed since his yes in January."""
    commits = [revision["commit"] for revision in answer(demo, "log", "harbour-street", "--json")["revisions"]]
    third = tmp_path / "third"
    subprocess.run(["git", "clone", "--quiet", str(demo), str(third)], check=True, env=isolated_environment())
    subprocess.run(["git", "checkout", "--quiet", commits[2]], cwd=third, check=True, env=isolated_environment())
    maren, jonas = answer(third, "status", "--json")
    assert maren == {
        "alliance": "harbour-street",
        "party": "maren",
        "state": "current",
        "agreed_commit": commits[2],
        "clauses": [],
    }
    assert jonas == {
        "alliance": "harbour-street",
        "party": "jonas",
        "state": "changed",
        "agreed_commit": commits[1],
        "clauses": ["agreements/accounts-evening", "reviews/every"],
    }
    said = run(third, "status").stdout
    assert "Maren and Jonas, at home, harbour-street, one of two agrees\n" in said
    assert "  ◔ Jonas agreed to an earlier version, 2 changes since (revision 2 of 21 Jan 2024)\n" in said


def test_status_of_all_alliances(demo: Path) -> None:
    """Every party of every alliance; who left is not asked, and one has an open change before him."""
    states = {(entry["alliance"], entry["party"]): entry["state"] for entry in answer(demo, "status", "--json")}
    assert states.pop(("tuesday-desk", "signe")) == "left"
    assert states.pop(("team-lead-course", "tomas")) == "changed"
    assert len(states) == 8
    assert set(states.values()) == {"current"}


def test_status_for_the_public_names_only_what_is_public(home: RepositoryBuilder) -> None:
    """Of an alliance that is not public nothing is said, not even that it is there."""
    home.write("alliances/open.yml", "audience: public\n" + HOME)
    home.commit("Open one")
    states = answer(home.folder, "status", "--json", "--audience", "public")
    assert [(entry["alliance"], entry["party"]) for entry in states] == [("open", "maren"), ("open", "jonas")]
    home.remove("alliances/open.yml")
    assert run(home.folder, "status", "--audience", "public").stdout == "No alliance here is public.\n"


# agree


def test_agree_writes_day_and_digest_and_nothing_else(home: RepositoryBuilder) -> None:
    """The yes is tied to the text as it is; nothing is committed."""
    head = home.head
    result = run(home.folder, "agree", "Maren", "--yes")
    assert result.exit_code == 0, result.stderr
    assert "Nothing is committed yet" in result.stdout
    to = digest(alliance_of(HOME), "maren")
    assert lines_added(HOME, dayless(text_of(home))) == ["assent:", "  - party: maren", "    date: TODAY", f"    to: {to}"]
    assert home.head == head
    (entry, other) = answer(home.folder, "status", "--json")
    assert (entry["state"], entry["agreed_commit"], other["state"]) == ("current", None, "never")


def test_agree_again_changes_only_the_two_values(home: RepositoryBuilder) -> None:
    """Whatever stands around them, the day and the digest are replaced in their own quotation marks."""
    yes = "assent: [ {party: jonas, date: '2024-01-01'} , {party: maren, date: '2024-01-01', to: 'v1:0'}]  # yes\n"
    home.write(PATH, HOME + yes)
    home.commit("Say yes")
    assert run(home.folder, "agree", "maren", "--yes", "--date", "2024-06-30").exit_code == 0
    to = digest(alliance_of(HOME), "maren")
    assert text_of(home) == HOME + yes.replace("'2024-01-01', to: 'v1:0'", f"'2024-06-30', to: '{to}'")


def test_agree_shows_what_changed_since(home: RepositoryBuilder) -> None:
    """What needs a yes stands apart from what is news."""
    home.write(PATH, HOME + "assent:\n- party: maren\n  date: 2024-03-01\n")
    home.commit("I say yes")
    home.write(PATH, text_of(home).replace("Decide early.", "Decide together.").replace("move money", "spend"))
    home.commit("Another purpose\n\nWe said\nso at dinner.\n\nIt \x1b[31mholds.", author=JONAS)
    said = run(home.folder, "agree", "maren", "--yes", "--date", "2030-01-01").stdout
    needs, rest = said.split("News, needs no yes")
    news, step = rest.split("The step in between")
    assert step.splitlines()[2:5] == ["    Another purpose", "    We said so at dinner.", "    It ␛[31mholds."]
    assert "1 change since" in needs
    assert "[-early-]" in needs
    assert "{+spend+}" in news
    assert answer(home.folder, "status", "--json")[0]["state"] == "current"


def test_agree_names_where_many_steps_are_told(home: RepositoryBuilder) -> None:
    """Before a question nobody reads fourteen reasons."""
    home.write(PATH, HOME + "assent:\n- party: maren\n  date: 2024-03-01\n")
    home.commit("I say yes")
    for step in range(14):
        home.write(PATH, text_of(home).replace("Decide", f"{step} Decide"))
        home.commit(f"Step\n\nReason {step}.", author=JONAS)
    said = run(home.folder, "agree", "maren", "--yes", "--date", "2030-01-01").stdout
    assert "The 14 steps in between -" in said
    assert "\n`alliance log home` tells them.\n" in said
    assert "Reason" not in said


def test_agree_with_nothing_new_writes_nothing(home: RepositoryBuilder) -> None:
    """A yes to this very version is said and left alone."""
    home.write(PATH, HOME + "assent:\n- party: maren\n  date: 2024-03-01\n")
    home.commit("I say yes")
    before = text_of(home)
    said = run(home.folder, "agree", "maren", "--yes")
    assert "Maren agrees to this version already." in said.stdout
    assert text_of(home) == before


def test_agree_asks_nobody_who_is_not_there(home: RepositoryBuilder) -> None:
    """Without a terminal and without --yes nothing is written."""
    result = run(home.folder, "agree", "maren")
    assert result.exit_code == 2
    assert "The whole agreement" in result.stdout or "the whole agreement" in result.stdout
    assert text_of(home) == HOME


def test_agree_notices_that_whoever_agrees_was_taken_out_meanwhile(
    home: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file is read once for the words of the command, and once with its history."""

    def changed(*arguments: Any, **options: Any) -> Timeline:  # noqa: ANN401 - those of the function
        home.write(PATH, HOME.replace("  - {id: maren, name: Maren}\n", ""))
        return load_whole(*arguments, **options)

    monkeypatch.setattr(agree, "load_whole", changed)
    result = run(home.folder, "agree", "maren", "--yes")
    assert (result.exit_code, "was changed meanwhile" in result.stderr) == (2, True)
    assert "assent" not in text_of(home)


@pytest.mark.parametrize("verb", ["log", "show", "diff", "blame"])
def test_a_file_that_cannot_be_read_is_said(home: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    """An empty answer would be a lie."""
    opened = os.open

    def refuse(path: Any, *arguments: Any, **options: Any) -> int:  # noqa: ANN401 - those of the function
        if str(path).endswith(PATH):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return opened(path, *arguments, **options)

    monkeypatch.setattr(os, "open", refuse)
    result = run(home.folder, verb, PATH)
    assert (result.exit_code, f"{PATH}: Permission denied" in result.stderr) == (1, True)


def test_agree_commits_when_asked_to(home: RepositoryBuilder) -> None:
    """Only the file, with a message of its own, as whoever sits here."""
    home.write("other.txt", "not mine")
    result = run(home.folder, "agree", "maren", "--yes", "--commit")
    assert result.exit_code == 0, result.stderr
    assert home.git("log", "-1", "--format=%an: %s", "--name-only") == f"Maren: Maren says yes\n\n{PATH}"
    assert home.git("status", "--porcelain") == "?? other.txt"
    assert answer(home.folder, "status", "--json")[0]["agreed_commit"] == home.head


def test_a_yes_for_another_party_is_warned_of(home: RepositoryBuilder) -> None:
    """It counts when the commit says that they were there."""
    result = run(home.folder, "agree", "jonas", "--yes", "--commit")
    assert "Git knows you here as Maren." in result.stderr
    assert answer(home.folder, "status", "--json")[1]["state"] == "never"
    home.git("reset", "--quiet", "--hard", "HEAD~1")
    result = run(
        home.folder, "agree", "jonas", "--yes", "--commit", "--with", "jonas", "-m", "Jonas said it aloud\n\nOn the phone."
    )
    assert "Git knows you" not in result.stderr
    assert home.git("log", "-1", "--format=%B") == "Jonas said it aloud\n\nOn the phone.\n\nWith: jonas"
    assert answer(home.folder, "status", "--json")[1]["state"] == "current"


def test_agree_on_a_terminal_asks_twice(home: RepositoryBuilder) -> None:
    """Whether they say yes, and whether to commit; a no to the first writes nothing."""
    refused = on_a_terminal(home.folder, "n\n", "agree", "maren")
    assert refused.returncode == 1
    assert text_of(home) == HOME
    agreed = on_a_terminal(home.folder, "y\nn\n", "agree", "maren")
    assert agreed.returncode == 0, agreed.stderr
    assert "party: maren" in text_of(home)
    assert home.git("log", "-1", "--format=%s") == "Write it down"


def test_the_digest_survives_a_squash(home: RepositoryBuilder) -> None:
    """Melted together with what came later, the yes still is to the text that was read."""
    together = HOME.replace("Decide early.", "Decide together.")
    home.write(PATH, together)
    home.commit("Another purpose")
    run(home.folder, "agree", "maren", "--yes", "--commit")
    home.write(PATH, text_of(home).replace("    reply: open\n", "    reply: accepted\n"))
    home.commit("Accept")
    before, newest = answer(home.folder, "status", "--json")[0], text_of(home)
    assert (before["state"], before["clauses"]) == ("changed", ["requests/evening"])
    home.orphan("squashed")
    home.write(PATH, together)
    first = home.commit("All before the yes")
    home.write(PATH, newest)
    home.commit("The yes and all after it")
    assert answer(home.folder, "status", "--json")[0] == before | {"agreed_commit": first}


# drop, repair, concern, request, review


def written(home: RepositoryBuilder, *arguments: str) -> list[str]:
    """The lines that a verb adds; it must succeed, leave every other line alone and commit nothing."""
    head, before = home.head, text_of(home)
    result = run(home.folder, *arguments)
    assert result.exit_code == 0, result.stderr
    assert home.head == head
    after = text_of(home)
    alliance_of(after)
    return [dayless(line) for line in lines_added(before, after)]


def test_drop_adds_an_entry_in_its_owners_words(home: RepositoryBuilder) -> None:
    """With what it is about, and steps with dates."""
    added = written(
        home,
        *("drop", "--owner", "jonas", "--about", "tell-first", "--date", "2024-09-01", "--text", "I did it again: 300."),
        *("--step", "Tell her.", "--due", "2024-09-02", "--step", "Give the card back."),
    )
    assert added == [
        "  - id: tell-first-dropped",
        "    owner: jonas",
        "    date: 2024-09-01",
        "    about: tell-first",
        "    acknowledged:",
        "      date: TODAY",
        '      text: "I did it again: 300."',
        "    repair:",
        "      - text: Tell her.",
        "        due: 2024-09-02",
        "      - text: Give the card back.",
    ]


def test_drop_answers_a_concern(home: RepositoryBuilder) -> None:
    """What it is about comes from the concern, which then names the drop."""
    added = written(
        home, "drop", "--owner", "jonas", "--concern", "silent", "--text", "I lent money.", "--date", "2024-04-02"
    )
    assert "    about: tell-first" in added
    assert "    outcome: tell-first-dropped" in added


def test_drop_says_whose_it_is_to_say(home: RepositoryBuilder) -> None:
    """Maren is told that a drop of Jonas's is his; the ids of a second one do not clash."""
    result = run(home.folder, "drop", "--owner", "jonas", "--about", "tell-first", "--text", "He did it.")
    assert "A drop is for Jonas to say" in result.stderr
    assert "    title: Again" in written(
        home, "drop", "--owner", "jonas", "--about", "tell-first", "--text", "X", "--title", "Again"
    )
    assert "tell-first-dropped-2" in text_of(home)


def test_repair_writes_steps_and_what_is_done(home: RepositoryBuilder) -> None:
    """A further step, a step done, and the promise restored."""
    assert written(home, "repair", "loan", "--step", "Open every account.", "--due", "2024-04-14") == [
        "      - text: Open every account.",
        "        due: 2024-04-14",
    ]
    assert written(home, "repair", "loan", "--done", "1", "--done", "2", "--date", "2024-04-12", "--restored") == [
        "        done: 2024-04-12",
        "        done: 2024-04-12",
        "    restored: 2024-04-12",
    ]


def test_concern_request_and_review(home: RepositoryBuilder) -> None:
    """Each adds its entry, and what follows from it."""
    assert written(
        home, "concern", "--by", "Maren", "--about", "tell-first", "--seen", "None since June.", "--my-side", "Ready."
    ) == [
        "  - id: none-since-june",
        "    raised_by: maren",
        "    date: TODAY",
        "    about: tell-first",
        "    seen: None since June.",
        "    my_side: Ready.",
    ]
    request = ("request", "--from", "jonas", "--to", "maren", "--text", "Please ask me first.", "--expectation", "notices")
    assert written(home, *request) == [
        "  - id: please-ask-me-first",
        "    from: jonas",
        "    to: maren",
        "    text: Please ask me first.",
        "    reply: open",
        "    became: please-ask-me-first",
    ]
    assert written(home, "review", "--kept", "All of it.", "--date", "2024-04-14", "--by", "maren") == [
        "  held:",
        "    - date: 2024-04-14",
        "      by: maren",
        "      kept: All of it.",
    ]


def test_an_answer_replaces_only_the_reply(home: RepositoryBuilder) -> None:
    """With its reason, its day and the promise that answers it."""
    before = text_of(home)
    answered = ("--reply", "accepted", "--why", "Gladly.", "--commitment", "tell-first", "--date", "2024-02-25")
    assert run(home.folder, "request", "--answer", "evening", *answered).exit_code == 0
    answer_lines = "    reply: accepted\n    date: 2024-02-25\n    why: Gladly.\n    commitment: tell-first\n"
    assert text_of(home) == before.replace("    reply: open\n", answer_lines)


def test_the_next_review_is_set_in_place(home: RepositoryBuilder) -> None:
    """The date is replaced and nothing else moves."""
    before = text_of(home)
    assert run(home.folder, "review", "--kept", "All.", "--date", "2024-04-14", "--next", "2024-07-14").exit_code == 0
    held = "  held:\n    - date: 2024-04-14\n      kept: All.\n"
    assert text_of(home) == before.replace("next: 2024-04-14\n", f"next: 2024-07-14\n{held}")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["drop", "--owner", "jonas"], "--text is missing."),
        (["drop", "--owner", "nobody", "--text", "x"], "There is no party `nobody`"),
        (["drop", "--owner", "jonas", "--text", "x", "--about", "tell-frist"], "Did you mean `tell-first`?"),
        (["drop", "--owner", "jonas", "--text", "x", "--id", "loan"], "The id `loan` is taken"),
        (["drop", "--owner", "jonas", "--text", "x", "--due", "2024-01-01"], "more --due than --step"),
        (["drop", "--owner", "jonas", "--text", "x", "--date", "yesterday"], "--date holds a date"),
        (["repair", "lone", "--restored"], "There is no `lone` under `drops`."),
        (["repair", "loan", "--done", "3"], "This drop has no step 3."),
        (["repair", "loan"], "There is nothing to write down."),
        (["request", "--answer", "evening", "--to", "maren"], "--to cannot stand beside --answer."),
        (["request", "--reply", "accepted"], "--reply cannot stand beside a new request."),
        (["request", "--from", "maren", "--to", "maren", "--text", "x"], "A request goes to another party."),
        (["review", "--kept", "x", "--next", "soon"], "--next holds a date"),
        (["agree", "somebody"], "There is no party `somebody`"),
        (["agree", "maren", "elsewhere"], "There is no alliance `elsewhere`"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_written(
    home: RepositoryBuilder, arguments: list[str], message: str
) -> None:
    """Exit code 2, and the file as it was."""
    result = run(home.folder, *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert text_of(home) == HOME


def test_a_file_with_an_error_is_not_written(home: RepositoryBuilder) -> None:
    """Its problems are listed as by a check, exit code 1."""
    broken = HOME + "drops: []\n"
    home.write(PATH, broken)
    result = run(home.folder, "drop", "--owner", "jonas", "--text", "x")
    assert result.exit_code == 1
    assert f"{PATH}:" in result.stderr
    assert text_of(home) == broken


def test_of_several_alliances_one_is_named(home: RepositoryBuilder) -> None:
    """By id, by path or by file name; without a name those there are are listed."""
    home.write("alliances/work.yml", HOME)
    result = run(home.folder, "review", "--kept", "x")
    assert result.exit_code == 2
    assert "home, work" in result.stderr
    for name in ("home", PATH, "home.yml", str(home.folder / PATH)):
        assert run(home.folder, "review", name, "--kept", "x").exit_code == 0
    assert (home.folder / "alliances/work.yml").read_text(encoding="utf-8") == HOME


def test_on_a_terminal_everything_is_asked_for(home: RepositoryBuilder) -> None:
    """A review, with the next date suggested by how often they meet, and a drop with its steps."""
    review = on_a_terminal(home.folder, "2024-04-14\nAll of it.\n\n\n\nn\n", "review")
    assert review.returncode == 0, review.stderr
    assert "next: 2024-07-14\n" in text_of(home)
    drop = on_a_terminal(home.folder, "jonas\ntell-first\nI lent money.\n2024-04-02\n\nTell her.\n2024-04-03\n\ny\n", "drop")
    assert drop.returncode == 0, drop.stderr
    assert "      text: I lent money.\n    repair:\n      - text: Tell her.\n        due: 2024-04-03\n" in text_of(home)
    assert home.git("log", "-1", "--format=%an: %s") == "Maren: I dropped tell-first"
    repair = on_a_terminal(home.folder, "y\n\ny\nn\n", "repair", "loan")
    assert repair.returncode == 0, repair.stderr
    assert "    restored: TODAY\n" in dayless(text_of(home))


def test_agree_finds_a_file_in_a_folder_with_an_id_of_its_own(home: RepositoryBuilder) -> None:
    """By the id it declares, started from anywhere inside."""
    nested = "alliances/work/desk.yml"
    home.write(nested, HOME.replace("title:", "id: our-desk\ntitle:", 1))
    home.commit("Another one")
    result = run(home.folder / "alliances" / "work", "agree", "maren", "our-desk", "--yes")
    assert result.exit_code == 0, result.stderr
    states = {
        entry["alliance"]: entry["state"] for entry in answer(home.folder, "status", "--json") if entry["party"] == "maren"
    }
    assert states == {"home": "never", "our-desk": "current"}


def test_windows_line_ends_and_a_mark_at_the_beginning_stay(home: RepositoryBuilder) -> None:
    """The new lines end as the others do, and the byte order mark is where it was."""
    before = b"\xef\xbb\xbf" + HOME.replace("\n", "\r\n").encode()
    home.write(PATH, before)
    assert run(home.folder, "agree", "maren", "--yes").exit_code == 0
    after = (home.folder / PATH).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(b"\r\n")
