"""The command line as people and programs meet it: verbs, exit codes, and JSON to the letter, on real repositories."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from alliance_docs import __version__
from alliance_docs.audience import Audience
from alliance_docs.cli import VERBS, main
from alliance_docs.commands.options import AUDIENCES
from alliance_docs.commands.waiting import waiting
from tests.repositories import JONAS, MAREN, RepositoryBuilder, isolated_environment

HEAVY = ("git", "mkdocs", "rich", "babel", "ruamel", "jinja2", "markdown_it", "nh3", "rapidfuzz")

FIRST = """\
title: At home
audience: public
parties:
  - {id: maren, name: Maren, git: [maren@example.org]}
  - {id: jonas, name: Jonas}
commitments:
  - id: tell-first
    owner: jonas
    text: I tell Maren before I move money.
  - id: raise-it
    owner: maren
    text: I say so within two days when something bothers me.
"""
REWORDED = FIRST.replace("move money", "move more than 200 from any account")
TIDIED = REWORDED.replace(
    "I say so within two days when something bothers me.", '"I say so within two days when something bothers me."'
)
GROWN = TIDIED + "purpose: Decide early enough that each of us can still say no.\n"
PATH = "alliances/home.yml"


def run(folder: Path, *arguments: str, words: str | None = None) -> Result:
    """Run the command in a folder; whatever goes wrong must be an exit code, never an exception."""
    result = CliRunner().invoke(main, ["-C", str(folder), *arguments], input=words, prog_name="alliance")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def environment() -> dict[str, str]:
    """The environment of a process that runs our code, as it is imported here."""
    return isolated_environment() | {"PYTHONPATH": os.pathsep.join(sys.path)}


def answer(folder: Path, *arguments: str) -> Any:  # noqa: ANN401 - JSON
    """The JSON that a verb prints; it must succeed and print nothing else."""
    result = run(folder, *arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def home(repository: RepositoryBuilder) -> RepositoryBuilder:
    """An alliance with four revisions: first, a change, a tidy-up, and a change again."""
    for text, subject, body, author in (
        (FIRST, "Begin", "", MAREN),
        (REWORDED, "Say how much", "200 is what we agreed on.\n\nWith: Maren\nCo-authored-by: Ana <ana@example.org>", JONAS),
        (TIDIED, "Tidy up", "", MAREN),
        (GROWN, "Say what for", "", MAREN),
    ):
        repository.write(PATH, text)
        repository.commit(subject, body, author)
    return repository


def commits(repository: RepositoryBuilder) -> list[str]:
    """All commits of the branch, oldest first."""
    return repository.git("rev-list", "--reverse", "HEAD").splitlines()


# The command as a whole


def test_every_verb_is_in_the_help() -> None:
    """`--help` names each verb with its first sentence and the exit codes."""
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for verb, words in VERBS.items():
        assert verb in result.stdout
        assert words.split()[0] in result.stdout
    assert "Exit codes: 0 fine, 1 findings, 2 wrong use" in " ".join(result.stdout.split())


@pytest.mark.parametrize("verb", VERBS)
def test_the_help_of_every_verb_ends_with_an_example(verb: str) -> None:
    """The first sentence is that of the overview, and the last lines can be copied."""
    result = CliRunner().invoke(main, [verb, "--help"])
    assert result.exit_code == 0
    assert VERBS[verb] in " ".join(result.stdout.split())
    assert re.search(rf"Examples:\n(\s+\$ .*\n)*?\s+\$ alliance {verb}\b", result.stdout)


def test_the_version_is_that_of_the_package() -> None:
    """`--version` says which it is."""
    assert CliRunner().invoke(main, ["--version"]).stdout == f"alliance {__version__}\n"


def loaded(*arguments: str) -> list[str]:
    """Which of the libraries that take time a process has imported after a verb."""
    script = (
        f"import sys\nfrom alliance_docs.cli import main\nmain({arguments!r}, standalone_mode=False)\n"
        f"print(*(name for name in {HEAVY!r} if name in sys.modules), file=sys.stderr)"
    )
    process = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment())
    return process.stderr.split()


def test_the_help_loads_nothing_heavy() -> None:
    """Neither the command nor its help imports a library that takes time."""
    assert loaded("--help") == []


def test_a_history_for_programs_loads_what_reads_it_and_no_more(home: RepositoryBuilder) -> None:
    """What shows things to people is not imported where a program asks."""
    assert loaded("-C", str(home.folder), "log", "--json", "home") == ["git", "ruamel", "rapidfuzz"]


def test_audiences_are_spelled_once() -> None:
    """The words that options offer are those of the privacy rules."""
    assert set(AUDIENCES) == {str(audience) for audience in Audience}


WRONG_USES: Mapping[str, tuple[tuple[str, ...], str]] = {
    "a verb that does not exist": (("chekc",), "Did you mean 'check'?"),
    "an option that does not exist": (("check", "--loud"), "--loud"),
    "an alliance that does not exist": (("log", "hone"), "Did you mean `home`?"),
    "a revision that does not exist": (("show", "home", "--at", "nowhere"), "nowhere"),
    "a number that does not exist": (("diff", "home", "99"), "99"),
    "an option instead of a revision": (("diff", "home", "--", "--output=stolen"), "revision"),
    "a file that does not exist": (("check", "missing.yml"), "missing.yml"),
    "a demo in a folder that is in use": (("demo", "."), "empty"),
    "a name that is no id": (("new", "Our Home", "--party", "Maren"), "name"),
    "a name outside of the folder": (("new", "../home", "--party", "Maren"), "name"),
    "an alliance of nobody": (("new", "ours", "--title", "Ours"), "--party"),
}


@pytest.mark.parametrize(("arguments", "words"), WRONG_USES.values(), ids=WRONG_USES)
def test_wrong_use_ends_with_two_and_a_word(home: RepositoryBuilder, arguments: tuple[str, ...], words: str) -> None:
    """Exit code 2, nothing on standard output, and a line on standard error that helps."""
    result = run(home.folder, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr
    assert not (home.folder / "stolen").exists()


def test_without_a_repository_there_is_no_history(tmp_path: Path) -> None:
    """Verbs that need Git say so with exit code 2."""
    (tmp_path / "alliances").mkdir()
    (tmp_path / PATH).write_text(FIRST, encoding="utf-8")
    result = run(tmp_path, "log", "home")
    assert result.exit_code == 2
    assert "git" in result.stderr.casefold()


def test_a_shallow_clone_is_refused_unless_allowed(home: RepositoryBuilder, tmp_path: Path) -> None:
    """A part of the history would tell lies: exit code 2 with the cure, or with --allow-shallow a notice."""
    home.git("clone", "--quiet", "--depth=1", f"file://{home.folder}", str(tmp_path / "shallow"))
    refused = run(tmp_path / "shallow", "log", "home")
    assert refused.exit_code == 2
    assert "fetch-depth: 0" in refused.stderr
    allowed = run(tmp_path / "shallow", "log", "home", "--allow-shallow")
    assert allowed.exit_code == 0
    assert "cut off" in allowed.stdout


def test_a_terminal_of_few_letters_is_no_failure(home: RepositoryBuilder) -> None:
    """What an old terminal cannot show is a question mark there; JSON is UTF-8 everywhere."""
    command = [sys.executable, "-m", "alliance_docs", "-C", str(home.folder)]
    ascii_only = environment() | {"PYTHONIOENCODING": "ascii"}
    home.write(PATH, GROWN.replace("Decide early", "Entscheiden, früh"))
    shown = subprocess.run([*command, "show", "home"], capture_output=True, env=ascii_only, check=True).stdout
    assert b"Entscheiden, fr?h" in shown
    printed = subprocess.run([*command, "show", "home", "--json"], capture_output=True, env=ascii_only, check=True).stdout
    assert "Entscheiden, früh" in printed.decode()


def test_waiting_says_nothing_where_nobody_looks(capfd: pytest.CaptureFixture[str]) -> None:
    """The bar is for terminals alone."""
    with waiting("Reading", patience=0):
        pass
    assert capfd.readouterr() == ("", "")


# check

BROKEN = FIRST + "commitmnts: []\nends: 2024-02-30\n"
DANGLING = FIRST.replace("owner: jonas", "owner: jona")


def test_check_lists_every_problem_of_every_file(tmp_path: Path) -> None:
    """All files in one run, sorted, one line each with its place, paths as seen from here; no Git needed."""
    (tmp_path / "alliances").mkdir()
    for name, text in {"b.yml": BROKEN, "a.yml": "title: [open\n", "good.yml": FIRST}.items():
        (tmp_path / "alliances" / name).write_text(text, encoding="utf-8")
    result = run(tmp_path, "check")
    assert result.exit_code == 1
    places = [re.match(r"(\S+?):(\d+):(\d+): .+ \[([a-z-]+)\]$", line) for line in result.stdout.splitlines()]
    assert [place and place.groups() for place in places] == [
        ("alliances/a.yml", "1", "8", "syntax"),
        ("alliances/b.yml", "13", "1", "unknown-key"),
        ("alliances/b.yml", "14", "7", "bad-date"),
    ]
    assert "Did you mean" in result.stdout or "did you mean" in result.stdout
    counted, explained = result.stderr.splitlines()
    assert counted == "3 files checked: 3 errors."
    assert "alliance explain CODE" in explained


def test_check_in_json_is_a_list(tmp_path: Path) -> None:
    """Every problem with its six keys; the same exit code; nothing else on standard output."""
    (tmp_path / "alliances").mkdir()
    (tmp_path / PATH).write_text(BROKEN, encoding="utf-8")
    result = run(tmp_path, "check", "--format", "json")
    assert result.exit_code == 1
    found = json.loads(result.stdout)
    assert [list(problem) for problem in found] == [["path", "line", "column", "rule", "severity", "message"]] * 2
    assert [(problem["path"], problem["line"], problem["severity"]) for problem in found] == [
        ("alliances/home.yml", 13, "error"),
        ("alliances/home.yml", 14, "error"),
    ]


@pytest.mark.parametrize(
    ("text", "strict", "code"),
    [(FIRST, False, 0), (FIRST, True, 0), (DANGLING, False, 0), (DANGLING, True, 1), (BROKEN, False, 1)],
    ids=["fine", "fine, strict", "a warning", "a warning, strict", "an error"],
)
def test_check_ends_with_one_where_there_is_a_finding(tmp_path: Path, text: str, *, strict: bool, code: int) -> None:
    """An error always, a warning with --strict; a path is checked wherever it is."""
    file = tmp_path / "elsewhere.yml"
    file.write_text(text, encoding="utf-8")
    assert run(tmp_path, "check", str(file), *(["--strict"] if strict else [])).exit_code == code


def test_check_asks_the_history_what_an_entry_hides(tmp_path: Path) -> None:
    """What was taken out may be hidden still; an entry that names nothing ever written hides nothing, which is an error."""
    repository = RepositoryBuilder(tmp_path / "home")
    repository.write(PATH, GROWN)
    repository.commit("Begin")
    gone = GROWN.partition("  - id: raise-it")[0]
    never = "redacted:\n  - {clause: commitments/never, by: maren, why: Mine.}\n"
    for entry, code, rules in (
        ("private: [commitments/raise-it]\n", 0, ["not-here-now"]),
        ("private: [commitments/rise-it]\n", 1, ["not-here-now", "hides-nothing"]),
        ("private: [comitments]\n", 1, ["unknown-clause", "hides-nothing"]),
        (never, 1, ["not-here-now", "hides-nothing"]),
    ):
        repository.write(PATH, gone + entry)
        for place in (repository.folder, repository.folder / "alliances"):
            result = run(place, "check", "--format", "json")
            assert result.exit_code == code
            found = json.loads(result.stdout)
            assert sorted(problem["rule"] for problem in found) == sorted(rules)
            assert len({problem["path"] for problem in found}) == 1
    (tmp_path / "bare/alliances").mkdir(parents=True)
    (tmp_path / "bare" / PATH).write_text(gone + never, encoding="utf-8")
    assert run(tmp_path / "bare", "check").exit_code == 0


def test_check_needs_something_to_check(tmp_path: Path) -> None:
    """Without a folder of alliances and without a path: wrong use."""
    result = run(tmp_path, "check")
    assert result.exit_code == 2
    assert "alliance new" in result.stderr


def test_check_writes_missing_ids_and_nothing_else(tmp_path: Path) -> None:
    """--fix adds ids byte-exactly, says where, and the second time has nothing to do."""
    file = tmp_path / "alliances" / "team.yml"
    file.parent.mkdir()
    text = "title: 'Us'   # ours\r\nparties:\r\n- {name: Ana}\r\nagreements:\r\n  - text: We meet on Mondays.\r\n"
    file.write_bytes(text.encode())
    result = run(tmp_path, "check", "--fix")
    assert result.exit_code == 0
    assert "alliances/team.yml: missing ids written" in result.stderr
    fixed = file.read_bytes().decode()
    assert re.sub(r"id: [a-z-]+(, |\r\n    )", "", fixed) == text
    assert "id: ana" in fixed
    assert "written" not in run(tmp_path, "check", "--fix").stderr
    assert file.read_bytes().decode() == fixed


# log


def test_log_prints_the_contract(home: RepositoryBuilder) -> None:
    """Revisions oldest first with commits, parents, numbers, dates, names, reasons and kinds."""
    first, second, third, fourth = commits(home)
    log = answer(home.folder, "log", "home", "--json")
    assert (log["alliance"], log["path"]) == ("home", PATH)
    shown = [{key: value for key, value in revision.items() if key != "changes"} for revision in log["revisions"]]
    common = {"date": "2024-01-14T20:15:00+01:00", "body": "", "problem": None, "authors": ["Maren"]}
    assert shown == [
        {**common, "commit": first, "parents": [], "number": 1, "subject": "Begin", "kind": "first"},
        {
            **common,
            "commit": second,
            "parents": [first],
            "number": 2,
            "authors": ["Jonas", "Ana"],
            "subject": "Say how much",
            "body": "200 is what we agreed on.",
            "kind": "change",
        },
        {**common, "commit": third, "parents": [second], "number": 3, "subject": "Tidy up", "kind": "layout"},
        {**common, "commit": fourth, "parents": [third], "number": 4, "subject": "Say what for", "kind": "change"},
    ]
    assert [len(revision["changes"]) for revision in log["revisions"]] == [6, 1, 0, 1]


def test_log_tells_each_change(home: RepositoryBuilder) -> None:
    """A reworded promise, to the letter."""
    changes = answer(home.folder, "log", "home", "--json")["revisions"][1]["changes"]
    before, after = "I tell Maren before I move money.", "I tell Maren before I move more than 200 from any account."
    assert changes == [
        {
            "kinds": ["reworded"],
            "clause": "commitments/tell-first",
            "was_clause": "commitments/tell-first",
            "section": "commitments",
            "topic": None,
            "owner": "jonas",
            "inferred": False,
            "before": before,
            "after": after,
            "fields": {"text": [before, after]},
        }
    ]


def test_log_shows_uncommitted_edits_last(home: RepositoryBuilder) -> None:
    """Edits of the work tree are a last revision without commit, number and date."""
    home.write(PATH, GROWN.replace("early enough", "so early"))
    last = answer(home.folder, "log", "home", "--json")["revisions"][-1]
    assert (last["commit"], last["number"], last["date"], last["kind"]) == (None, None, None, "change")
    assert last["parents"] == [home.head]
    assert [change["clause"] for change in last["changes"]] == ["purpose"]


def test_log_shows_what_cannot_be_read(home: RepositoryBuilder) -> None:
    """A broken old version is a revision with a reason; the next change is against the last readable one."""
    home.write(PATH, "title: [open\n")
    broken = home.commit("Oops")
    home.write(PATH, GROWN.replace("early enough", "so early"))
    home.commit("Mend")
    unreadable, mended = answer(home.folder, "log", "home", "--json")["revisions"][-2:]
    assert (unreadable["kind"], unreadable["changes"], unreadable["commit"]) == ("unreadable", [], broken)
    assert "line 1" in unreadable["problem"]
    assert mended["parents"] == [broken]
    assert [change["clause"] for change in mended["changes"]] == ["purpose"]


def test_log_credits_a_merge_with_what_is_its_own(home: RepositoryBuilder) -> None:
    """A merge that words a clause anew is a revision of kind merge with both parents and only that change."""
    home.branch("side")
    home.write(PATH, GROWN.replace("within two days", "within three days"))
    side = home.commit("Three days", author=MAREN)
    home.switch("main")
    home.write(PATH, GROWN.replace("Decide early", "Decide together early"))
    here = home.commit("Together", author=JONAS)
    merged = GROWN.replace("Decide early", "Decide together early").replace("within two days", "within a week")
    merge = home.merge("side", files={PATH: merged})
    last = answer(home.folder, "log", "home", "--json")["revisions"][-1]
    assert (last["commit"], last["kind"], last["parents"]) == (merge, "merge", [here, side])
    assert [change["clause"] for change in last["changes"]] == ["commitments/raise-it"]


SPELLINGS = ("home", "alliances/home.yml", "alliances/home", "home.yml")


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_alliance_is_an_id_or_a_path(home: RepositoryBuilder, spelling: str) -> None:
    """With or without suffix, from the root."""
    assert answer(home.folder, "log", spelling, "--json")["alliance"] == "home"


def test_a_path_may_be_absolute_or_from_a_folder(home: RepositoryBuilder) -> None:
    """As the shell completes it, wherever one stands."""
    assert answer(home.folder, "log", str(home.folder / PATH), "--json")["alliance"] == "home"
    assert answer(home.folder / "alliances", "log", "home.yml", "--json")["alliance"] == "home"


def test_a_declared_id_names_the_alliance(repository: RepositoryBuilder) -> None:
    """The id inside of the file counts, whatever the file is called."""
    repository.write("alliances/drafts/one.yml", f"id: ours\n{FIRST}")
    repository.commit("Begin")
    for spelling in ("ours", "alliances/drafts/one.yml", "alliances/drafts/one"):
        assert answer(repository.folder, "show", spelling, "--json")["alliance"] == "ours"
    assert answer(repository.folder / "alliances", "show", "drafts/one", "--json")["alliance"] == "ours"


def test_log_for_people_is_newest_first_and_without_addresses(home: RepositoryBuilder) -> None:
    """Plain lines where nobody looks at a terminal: who, why and what, and no e-mail address."""
    result = run(home.folder, "log", "home")
    assert result.exit_code == 0
    subjects = [line.strip() for line in result.stdout.splitlines() if line.startswith("    ")][::2]
    assert subjects == ["Say what for", "Tidy up", "Say how much", "Begin"]
    assert "\x1b" not in result.stdout
    assert "@" not in result.stdout + run(home.folder, "log", "home", "--json").stdout


# diff


def test_diff_is_from_head_to_the_work_tree(home: RepositoryBuilder) -> None:
    """With edits and without revisions: what is not committed yet."""
    home.write(PATH, GROWN.replace("early enough", "so early"))
    found = answer(home.folder, "diff", "home", "--json")
    assert list(found) == ["alliance", "from", "to", "changes"]
    assert (found["alliance"], found["from"], found["to"]) == ("home", home.head, None)
    assert [change["clause"] for change in found["changes"]] == ["purpose"]


def test_diff_is_the_last_change_when_nothing_was_edited(home: RepositoryBuilder) -> None:
    """A clean work tree: the newest revision that changed something, a tidy-up behind it or not."""
    third, fourth = commits(home)[-2:]
    home.write(PATH, f"# tidy\n{GROWN}")
    home.commit("Tidy up again")
    found = answer(home.folder, "diff", "home", "--json")
    assert (found["from"], found["to"]) == (third, fourth)
    assert [change["kinds"] for change in found["changes"]] == [["added"]]


@pytest.mark.parametrize("start", ["1", "HEAD~3", "{first}", "{short}"])
def test_diff_from_a_revision_is_to_the_work_tree(home: RepositoryBuilder, start: str) -> None:
    """A revision is a number, a name of Git's or a commit, short or not; the net effect is told."""
    first = commits(home)[0]
    found = answer(home.folder, "diff", "home", start.format(first=first, short=first[:12]), "--json")
    assert (found["from"], found["to"]) == (first, None)
    assert [(change["clause"], change["kinds"]) for change in found["changes"]] == [
        ("purpose", ["added"]),
        ("commitments/tell-first", ["reworded"]),
    ]


def test_diff_between_two_revisions_goes_either_way(home: RepositoryBuilder) -> None:
    """Backwards what was added is removed."""
    first, second, _, fourth = commits(home)
    found = answer(home.folder, "diff", "home", "4", "2", "--json")
    assert (found["from"], found["to"]) == (fourth, second)
    assert [change["kinds"] for change in found["changes"]] == [["removed"]]
    assert answer(home.folder, "diff", "home", "1", first, "--json")["changes"] == []


def test_diff_at_a_commit_that_did_not_touch_the_alliance(home: RepositoryBuilder) -> None:
    """The state at that commit is that of the revision before it; the commit asked for is named."""
    home.write("README.md", "hello\n")
    elsewhere = home.commit("Say hello")
    found = answer(home.folder, "diff", "home", "3", elsewhere, "--json")
    assert found["to"] == elsewhere
    assert [change["clause"] for change in found["changes"]] == ["purpose"]


def test_diff_from_before_the_alliance_began(repository: RepositoryBuilder) -> None:
    """Where it was not there yet, everything is added."""
    repository.write("README.md", "hello\n")
    before = repository.commit("Say hello")
    repository.write(PATH, FIRST)
    repository.commit("Begin")
    found = answer(repository.folder, "diff", "home", before, "HEAD", "--json")
    assert {tuple(change["kinds"]) for change in found["changes"]} == {("added",)}


def test_what_cannot_be_read_on_another_branch_is_not_replaced(home: RepositoryBuilder) -> None:
    """The last state that can be read is not shown in its place, as if it were that of the branch."""
    home.branch("proposal")
    home.write(PATH, "title: [\n")
    home.commit("Half done")
    home.switch("main")
    for arguments in (("show", "home", "--at", "proposal"), ("diff", "home", "main", "proposal")):
        result = run(home.folder, *arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "cannot be read" in result.stderr


def test_diff_with_another_branch(home: RepositoryBuilder) -> None:
    """What a branch would bring, before anybody merges it."""
    home.branch("proposal")
    home.write(PATH, GROWN.replace("within two days", "within three days"))
    proposed = home.commit("Three days")
    home.switch("main")
    found = answer(home.folder, "diff", "home", "main", "proposal", "--json")
    assert found["to"] == proposed
    assert [(change["clause"], change["kinds"]) for change in found["changes"]] == [("commitments/raise-it", ["reworded"])]


def test_diff_for_people_marks_words(home: RepositoryBuilder) -> None:
    """In plain lines the words that went and came are in brackets; the exit code is 0."""
    result = run(home.folder, "diff", "home", "1", "2")
    assert result.exit_code == 0
    assert "I tell Maren before I move [-money-]{+more than 200 from any account+}." in result.stdout
    assert "At home, from revision 1 to revision 2" in result.stdout


def test_a_number_is_a_revision_before_it_is_a_name_of_gits(home: RepositoryBuilder) -> None:
    """A tag called 2 does not get in the way of revision 2; one that no revision has as number is found."""
    first, second, *_ = commits(home)
    home.git("tag", "2", first)
    home.git("tag", "2024", first)
    assert answer(home.folder, "diff", "home", "2", "--json")["from"] == second
    assert answer(home.folder, "diff", "home", "2024", "--json")["from"] == first


def test_diff_of_edits_that_cannot_be_read(home: RepositoryBuilder) -> None:
    """A broken file now is a finding, with its place."""
    home.write(PATH, "title: [open\n")
    result = run(home.folder, "diff", "home")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "line 1" in result.stderr


# show


def test_show_prints_clauses_in_file_order(home: RepositoryBuilder) -> None:
    """Address, section, topic, owner, text and fields of each clause; the commit is HEAD while nothing is edited."""
    shown = answer(home.folder, "show", "home", "--json")
    assert list(shown) == ["alliance", "commit", "clauses"]
    assert (shown["alliance"], shown["commit"]) == ("home", home.head)
    assert [clause["address"] for clause in shown["clauses"]] == [
        "title",
        "audience",
        "parties/maren",
        "parties/jonas",
        "commitments/tell-first",
        "commitments/raise-it",
        "purpose",
    ]
    assert shown["clauses"][4] == {
        "address": "commitments/tell-first",
        "section": "commitments",
        "topic": None,
        "owner": "jonas",
        "text": "I tell Maren before I move more than 200 from any account.",
        "fields": {"owner": "jonas", "text": "I tell Maren before I move more than 200 from any account."},
    }


def test_show_at_a_revision(home: RepositoryBuilder) -> None:
    """As it stood then, named by the commit asked for."""
    shown = answer(home.folder, "show", "home", "--at", "1", "--json")
    assert shown["commit"] == commits(home)[0]
    assert next(clause for clause in shown["clauses"] if clause["address"] == "commitments/tell-first")["text"].endswith(
        "money."
    )


def test_show_includes_edits(home: RepositoryBuilder) -> None:
    """What is not committed has no commit."""
    home.write(PATH, GROWN.replace("early enough", "so early"))
    shown = answer(home.folder, "show", "home", "--json")
    assert shown["commit"] is None
    assert "so early" in shown["clauses"][-1]["text"]


def test_show_for_people(home: RepositoryBuilder) -> None:
    """Headings, titles, owners and texts, and no e-mail address."""
    result = run(home.folder, "show", "home")
    assert result.exit_code == 0
    assert "Commitments\n  Jonas  commitments/tell-first\n    I tell Maren before" in result.stdout
    assert "@" not in result.stdout


def test_the_public_sees_only_what_is_public(home: RepositoryBuilder) -> None:
    """--audience public hides what is private, in every revision."""
    home.write(PATH, f"{GROWN}private: [purpose]\n")
    home.commit("Keep the purpose to ourselves")
    public = answer(home.folder, "show", "home", "--audience", "public", "--at", "4", "--json")
    assert "purpose" not in [clause["address"] for clause in public["clauses"]]
    assert "say no" not in json.dumps(answer(home.folder, "log", "home", "--audience", "public", "--json"))
    assert "say no" in json.dumps(answer(home.folder, "log", "home", "--json"))


# new, schema, demo, build, export


def test_new_writes_a_file_that_passes_every_check(tmp_path: Path) -> None:
    """The file and the schema it names are there, nothing is to be said of them, and the second time nothing is touched."""
    result = run(tmp_path, "new", "work/launch", "--title", "Launch: #1", "--party", "Ana", "--party", "Jürgen Groß")
    assert result.exit_code == 0, result.stderr
    file = tmp_path / "alliances" / "work" / "launch.yml"
    text = file.read_text(encoding="utf-8")
    schema = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert schema
    assert json.loads((file.parent / schema[1]).read_text(encoding="utf-8")) == answer(tmp_path, "schema")
    assert run(tmp_path, "check", "--strict").stderr == "1 file checked: nothing to say.\n"
    again = run(tmp_path, "new", "work/launch", "--party", "Somebody else")
    assert again.exit_code == 2
    assert file.read_text(encoding="utf-8") == text


def test_new_makes_a_title_of_the_name(tmp_path: Path) -> None:
    """Without a title and without a terminal to ask on."""
    assert run(tmp_path, "new", "our-home", "--party", "Ana").exit_code == 0
    assert "\ntitle: Our home\n" in (tmp_path / "alliances" / "our-home.yml").read_text(encoding="utf-8")


def test_new_leaves_a_file_with_the_other_suffix_alone(tmp_path: Path) -> None:
    """`ours.yaml` is the same alliance."""
    (tmp_path / "alliances").mkdir()
    (tmp_path / "alliances" / "ours.yaml").write_text(FIRST, encoding="utf-8")
    assert run(tmp_path, "new", "ours", "--party", "Ana").exit_code == 2
    assert not (tmp_path / "alliances" / "ours.yml").exists()


def test_new_asks_on_a_terminal(tmp_path: Path) -> None:
    """Title and parties are asked for, one name a line."""
    ours, theirs = os.openpty()
    os.write(ours, b"Our evenings\nAna\nBruno\n\n")
    command = [sys.executable, "-m", "alliance_docs", "new", "ours"]
    process = subprocess.run(command, cwd=tmp_path, stdin=theirs, capture_output=True, env=environment(), check=False)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, process.stderr
    text = (tmp_path / "alliances" / "ours.yml").read_text(encoding="utf-8")
    assert "\ntitle: Our evenings\n" in text
    assert "  - id: ana\n    name: Ana\n  - id: bruno\n    name: Bruno\n" in text


def test_a_demo_has_a_history(tmp_path: Path) -> None:
    """The example repository can be looked at and built at once."""
    assert run(tmp_path, "demo", "try-it").exit_code == 0
    demo = tmp_path / "try-it"
    assert len(answer(demo, "log", "harbour-street", "--json")["revisions"]) == 10
    assert run(demo, "check", "--strict").exit_code == 0


def test_build_publishes_or_leaves_the_old_site(home: RepositoryBuilder) -> None:
    """A site with pages and exit code 0; then an error in a file: exit code 1, its place, and the old site as it was."""
    built = run(home.folder, "build", "-d", "out")
    assert built.exit_code == 0, built.stderr
    page = (home.folder / "out" / "index.html").read_bytes()
    home.write(PATH, BROKEN)
    failed = run(home.folder, "build", "-d", "out")
    assert failed.exit_code == 1
    assert f"{PATH}:13:1: " in failed.stderr
    assert (home.folder / "out" / "index.html").read_bytes() == page


def test_build_finds_its_project_from_inside(home: RepositoryBuilder) -> None:
    """Started in the folder of alliances it is the same site; DIR is seen from where one stands."""
    assert run(home.folder / "alliances", "build", "-d", "../out").exit_code == 0
    assert (home.folder / "out" / "index.html").is_file()


def test_build_can_keep_going(home: RepositoryBuilder) -> None:
    """With --keep-going the rest is published, and the exit code is 1 all the same."""
    home.write("alliances/broken.yml", "title: [open\n")
    result = run(home.folder, "build", "-d", "out", "--keep-going")
    assert result.exit_code == 1
    assert (home.folder / "out" / "index.html").is_file()


def test_export_writes_a_plain_project(home: RepositoryBuilder, tmp_path: Path) -> None:
    """A mkdocs.yml that does not name our plugin, with its pages."""
    result = run(home.folder, "export", str(tmp_path / "plain"))
    assert result.exit_code == 0, result.stderr
    assert "alliances:" not in (tmp_path / "plain" / "mkdocs.yml").read_text(encoding="utf-8")
    assert any((tmp_path / "plain" / "docs").rglob("*.md"))
