"""The catalogue of messages: complete, true, explained on a page and in the terminal, and silent about what people wrote."""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

import alliance_docs
from alliance_docs.catalogue import RULES
from alliance_docs.engine.lock import build_lock
from alliance_docs.errors import AllianceError
from alliance_docs.history import clone
from alliance_docs.messages import GROUPS, MESSAGES
from alliance_docs.nudges.catalogue import NUDGES
from alliance_docs.pages.messages import messages_page
from alliance_docs.reading.folder import read_folder
from alliance_docs.troubles import TROUBLES, fits, trouble_of
from alliance_docs.writing.edit import replace_bytes_atomically
from tests.repositories import RepositoryBuilder
from tests.test_cli import FIRST, PATH, run

PACKAGE = Path(alliance_docs.__file__).parent
RAISING = {"AllianceError", "UsageError", "RepositoryError", "PluginError", "Lack", "stop", "fail"}
HANDED_ON = {"exits.py", "git.py: lacking", "mkdocs_plugin.py: join", "gate.py: join", "lock.py: message"}
"""Where a sentence that was made elsewhere goes on; each is tried by its own test."""

MADE_OF_PARTS = {
    "{} problems in the alliance files",
    "1 problem in the alliance files",
    "{} would show what is hidden: {}",
}
"""Sentences that no single string of the sources holds."""


def _calls() -> Iterator[tuple[str, ast.Call]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                yield path.name, node


def _name(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def _sentence(node: ast.expr) -> str | None:
    """What an expression says, with `{}` where something is filled in; None for what is made elsewhere."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _code(node: ast.Call) -> str | None:
    """The code that a call gives itself."""
    given = [word.value for word in node.keywords if word.arg == "code"] or node.args[2:3]
    return str(given[0].value) if given and isinstance(given[0], ast.Constant) else None


def test_every_sentence_that_stops_a_command_is_in_the_catalogue() -> None:
    """Whatever is raised anywhere in the sources has a row, or names one."""
    unknown = []
    for file, node in _calls():
        if _name(node) not in RAISING or file in ("errors.py", "exits.py"):
            continue
        sentence, code = _sentence(node.args[0]), _code(node)
        known = code in TROUBLES if code and _name(node) not in ("stop", "Lack") else False
        if sentence is not None:
            known = known or any(fits(sentence, trouble) for trouble in TROUBLES.values())
        else:
            known = known or any(word.partition(": ")[2] in ast.unparse(node) for word in HANDED_ON if word.startswith(file))
        if not known:
            unknown.append(f"{file}:{node.lineno} {sentence}")
    assert unknown == []


def test_no_row_is_about_a_sentence_that_nobody_says() -> None:
    """The catalogue holds no sentence that was reworded or dropped."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in PACKAGE.rglob("*.py") if path.name != "troubles.py"]
    said = {(_sentence(node) or "").rstrip(".") for tree in trees for node in ast.walk(tree) if isinstance(node, ast.expr)}
    sentences = {sentence for row in TROUBLES.values() for sentence in row.sentences}
    assert sentences - said <= MADE_OF_PARTS


def test_every_code_that_a_file_can_break_is_in_the_catalogue() -> None:
    """Every rule that the sources name, wherever they name it."""
    named = [(_name(node), str(node.args[0].value)) for _, node in _calls() if isinstance(node.args[0], ast.Constant)]
    told = {code for name, code in named if name in ("tell", "tell_at")}
    asked = {code for name, code in named if name == "Asked"}
    assert told
    assert asked
    assert told - set(RULES) == set()
    assert asked - set(NUDGES) == set()
    assert set(MESSAGES) == {*RULES, *NUDGES, *TROUBLES}
    assert len(MESSAGES) == len(RULES) + len(NUDGES) + len(TROUBLES)


@pytest.mark.parametrize("code", MESSAGES)
def test_every_row_is_whole(code: str) -> None:
    """A sentence, an example and a way to mend it, in words that need no explaining."""
    message = MESSAGES[code]
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", code)
    assert message.group in GROUPS
    assert message.meaning.endswith(".")
    assert message.example
    assert message.mend


# Examples that are commands

WHOLE = f"{FIRST}drops:\n  - {{id: late, owner: jonas, date: 2024-01-20, about: tell-first}}\n"


@pytest.fixture
def home(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Two alliances; the first was no alliance at first, then not public, and Ana has left it."""
    parties = "  - {id: ana, name: Ana, left: 2024-01-01}\n"
    repository.write(PATH, "title: [open\n")
    repository.commit("Begin")
    whole = WHOLE.replace("commitments:", f"{parties}commitments:", 1)
    repository.write(PATH, whole.replace("audience: public", "audience: parties"))
    repository.commit("Close it")
    repository.write(PATH, whole)
    repository.write("alliances/other.yml", FIRST.replace("At home", "Away"))
    repository.commit("Go on")
    return repository


COMMANDS = [code for code, row in TROUBLES.items() if row.example.startswith("alliance ") and code != "wrong-use"]


@pytest.mark.parametrize("code", COMMANDS)
def test_each_example_that_is_a_command_ends_with_its_code(home: RepositoryBuilder, code: str) -> None:
    """With exit code 1 or 2, a sentence, its code, and nothing on standard output."""
    (home.folder / "elsewhere").mkdir()
    words = [word.strip('"') for word in re.findall(r'"[^"]*"|\S+', TROUBLES[code].example)[1:]]
    folder = home.folder
    if words[0] == "-C":
        folder, words = home.folder.parent, words[2:]
    result = run(folder, *words)
    assert result.exit_code in (1, 2)
    assert f"[{code}]" in result.stderr


def test_a_verb_that_is_none_is_told_with_the_nearest(home: RepositoryBuilder) -> None:
    """In the words of the command line's own library."""
    assert "Did you mean" in run(home.folder, "chekc").stderr


# Examples in words


def _lost_object(home: RepositoryBuilder) -> None:
    blob = home.git("rev-parse", f"HEAD~1:{PATH}")
    (home.folder / ".git/objects" / blob[:2] / blob[2:]).unlink()
    assert "[damaged-repository]" in run(home.folder, "log", "home").stderr


def _shallow(home: RepositoryBuilder) -> None:
    home.git("clone", "--quiet", "--depth=1", f"file://{home.folder}", str(home.folder.parent / "shallow"))
    assert "[incomplete-clone]" in run(home.folder.parent / "shallow", "log", "home").stderr


def _zip(home: RepositoryBuilder) -> None:
    (home.folder / ".git").rename(home.folder.parent / "gone")
    assert "[no-repository]" in run(home.folder, "log", "home").stderr


def _link(home: RepositoryBuilder) -> None:
    (home.folder / "link.yml").symlink_to(PATH)
    _raises("linked-file", lambda: replace_bytes_atomically(home.folder / "link.yml", b"", b""))


def _meanwhile(home: RepositoryBuilder) -> None:
    _raises("changed-meanwhile", lambda: replace_bytes_atomically(home.folder / PATH, b"as it was read", b"after"))


def _brackets(home: RepositoryBuilder) -> None:
    home.write(PATH, "{title: x, parties: [{id: a}], commitments: [{owner: a, text: I do it.}]}")
    result = run(home.folder, "check", "--fix")
    assert "written" in result.stderr  # where even this can be written, only the sentence itself is left to try
    assert trouble_of("home.yml: no ids could be written without changing something else").code == "not-written"


def _hook(_: RepositoryBuilder) -> None:
    assert trouble_of("The file is written, but git did not commit it").code == "not-committed"


def _no_git(home: RepositoryBuilder) -> None:
    (home.folder / "empty").mkdir()
    environment = {"PATH": str(home.folder / "empty"), "PYTHONPATH": str(PACKAGE.parent)}
    command = [sys.executable, "-m", "alliance_docs", "log", "home"]
    done = subprocess.run(command, cwd=home.folder, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, "[no-git]" in done.stderr) == (2, True)


def _foreign(home: RepositoryBuilder) -> None:
    words = f"fatal: detected dubious ownership in repository at '{home.folder}'\n"
    assert trouble_of(clone.failure(words).message).code == "not-trusted"


def _errors(home: RepositoryBuilder) -> None:
    home.write(PATH, "title: [open\n")
    result = run(home.folder, "build")
    assert (result.exit_code, "[files-with-errors]" in result.stderr) == (1, True)


def _quoted(home: RepositoryBuilder) -> None:
    home.write("site/index.html", "<p>Close it</p>")
    assert "[leak]" in run(home.folder, "verify", "site").stderr


def _strict(home: RepositoryBuilder) -> None:
    home.write(PATH, FIRST + "purpose: We are # one\n")
    result = run(home.folder, "build", "--strict")
    assert (result.exit_code, "[strict-warnings]" in result.stderr) == (1, True)


def _one_address(_: RepositoryBuilder) -> None:
    assert trouble_of("Two pages would have the address a.html, of a.yml and b.yml.").code == "one-address"


def _going_on(home: RepositoryBuilder) -> None:
    def second() -> None:
        with build_lock(home.folder / "site", 0):
            raise AssertionError

    with build_lock(home.folder / "site", 0):
        _raises("build-going-on", second)


def _disk(home: RepositoryBuilder) -> None:
    home.write("in-the-way", "")
    result = run(home.folder, "build", "-d", "in-the-way/site")
    assert (result.exit_code, "[disk]" in result.stderr) == (2, True)


def _plugin(home: RepositoryBuilder) -> None:
    home.write("mkdocs.yml", "site_name: x\ndocs_dir: alliances\nhooks: [hook.py]\nplugins: [alliances]\n")
    hook = "def on_env(env, **_):\n    from mkdocs.exceptions import PluginError\n    raise PluginError('No: no')\n"
    home.write("hook.py", hook)
    result = run(home.folder, "build")
    assert (result.exit_code, "[another-program]" in result.stderr) == (2, True)


def _raises(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(AllianceError) as caught:
        act()
    assert (caught.value.code or trouble_of(caught.value.message).code) == code


IN_WORDS: Mapping[str, Callable[[RepositoryBuilder], None]] = {
    "not-written": _brackets,
    "changed-meanwhile": _meanwhile,
    "linked-file": _link,
    "not-committed": _hook,
    "no-git": _no_git,
    "no-repository": _zip,
    "incomplete-clone": _shallow,
    "not-trusted": _foreign,
    "damaged-repository": _lost_object,
    "files-with-errors": _errors,
    "leak": _quoted,
    "strict-warnings": _strict,
    "one-address": _one_address,
    "build-going-on": _going_on,
    "disk": _disk,
    "another-program": _plugin,
}


@pytest.mark.parametrize("code", [code for code in TROUBLES if code not in COMMANDS and code != "wrong-use"])
def test_each_example_in_words_comes_about_as_described(home: RepositoryBuilder, code: str) -> None:
    """Tried with a real repository; where that takes another user or a lost disk, with the words that come of it."""
    IN_WORDS[code](home)


def test_an_entry_that_hides_nothing_is_told_by_its_code(home: RepositoryBuilder) -> None:
    """Only the history can tell it."""
    home.write(PATH, WHOLE + "private: [commitments/loan]\n")
    assert "[hides-nothing]" in run(home.folder, "check").stdout


# Where messages are explained


def test_the_page_explains_every_code() -> None:
    """Each under an anchor of its own name, with its example and how to mend it; in the search."""
    page = messages_page()
    assert page.searchable
    assert re.findall(r'<h3 id="([^"]+)">', page.body) == list(MESSAGES)
    assert page.body.count("<pre>") == len(MESSAGES)
    assert [heading.title for heading in page.headings] == [title for title, _ in GROUPS.values()]


@pytest.mark.parametrize("code", ["unknown-key", "[hides-nothing]", "way-out", "no-git"])
def test_explain_says_it_in_the_terminal(tmp_path: Path, code: str) -> None:
    """Without a repository and without a site."""
    result = run(tmp_path, "explain", code)
    assert result.exit_code == 0
    assert MESSAGES[code.strip("[]")].mend in result.stdout


def test_explain_lists_all_codes_and_knows_no_others(tmp_path: Path) -> None:
    """A slip is answered with the nearest code."""
    listed = run(tmp_path, "explain").stdout
    assert [line.split()[0] for line in listed.splitlines()] == list(MESSAGES)
    wrong = run(tmp_path, "explain", "unknown-kye")
    assert (wrong.exit_code, "`unknown-key`" in wrong.stderr) == (2, True)


# No message quotes anybody


CANARY = "Zyxwabel"


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if not rule.in_words])
def test_no_problem_quotes_a_value(tmp_path: Path, code: str) -> None:
    """Every example once more with a word of its own in each value; the word is in no message."""
    example = RULES[code].example
    spelled = re.sub(r"(?<=: )([A-Za-z][\w ]*)", rf"\1 {CANARY}", example)
    (tmp_path / "alliances").mkdir()
    texts = (spelled, f"{spelled}\ncontext: {CANARY}", f"purpose: {CANARY} <b> --8<-- # {CANARY}\n{spelled}")
    for number, text in enumerate(texts):
        (tmp_path / f"alliances/file-{number}.yml").write_text(text, encoding="utf-8")
    problems = read_folder(tmp_path / "alliances").problems
    assert problems
    assert [str(problem) for problem in problems if CANARY.casefold() in str(problem).casefold()] == []
