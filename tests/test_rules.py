"""What files mean: names that lead nowhere, texts that would be shown otherwise, files that clash; and the catalogue."""

import errno
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import alliance_docs
from alliance_docs.catalogue import RULES, Findings
from alliance_docs.errors import Problem, Severity
from alliance_docs.reading.alliance_file import read
from alliance_docs.reading.folder import CurrentFile, check_folder, default_id, page_name, read_folder, slow_reading
from alliance_docs.reading.rules import check

HEAD = "title: Us\nparties: [{id: maren, name: Maren}, {id: jonas}]\n"


def problems_of(text: str) -> tuple[Problem, ...]:
    """The problems in the meaning of a text below `HEAD`, which has nothing else wrong with it."""
    reading = read((HEAD + text).encode(), "us.yml", "us")
    assert reading.problems == ()
    return check(reading)


def told(text: str) -> list[str]:
    """The same as `line:column rule`, lines counted from the text's own first."""
    return [f"{(problem.line or 0) - 2}:{problem.column} {problem.rule}" for problem in problems_of(text)]


DANGLING = [
    ("commitments: [{owner: jona, text: x}]", ["1:23 unknown-party"]),
    ("boundaries:\n- owner: nobody\n  text: x", ["2:10 unknown-party"]),
    ("requests: [{from: maren, to: him, text: x}]", ["1:30 unknown-party"]),
    ("concerns: [{raised_by: x, seen: y}]", ["1:24 unknown-party"]),
    ("drops: [{owner: maren, acknowledged: {by: x}}]", ["1:43 unknown-party"]),
    ("drops: [{owner: each}]", ["1:17 unknown-party"]),
    ("requests: [{from: each, to: maren, text: x}]", ["1:19 unknown-party"]),
    ("reviews: {held: [{date: 2024-01-01, by: x}]}", ["1:41 unknown-party"]),
    ("appreciation: [{from: x, to: maren, text: y}]", ["1:23 unknown-party"]),
    ("assent: [{party: x}]", ["1:18 unknown-party"]),
    ("considered: [{check: x, by: y}]", ["1:29 unknown-party"]),
    ("redacted: [{clause: title, by: y}]", ["1:32 unknown-party"]),
    ("answers: {hopes: {him: x}}", ["1:24 unknown-party"]),
    ("session: [{date: 2024-01-01, chosen: {him: [hopes]}}]", ["1:44 unknown-party"]),
    ("agreements: [{text: x, backed_by: [a, b]}]", ["1:35 unknown-clause"]),
    ("agreements:\n- text: x\n  backed_by:\n  - a\n", ["4:3 unknown-clause"]),
    ("expectations: [{holder: maren, text: x, became: a}]", ["1:49 unknown-clause"]),
    ("requests: [{from: maren, to: jonas, text: x, commitment: a}]", ["1:58 unknown-clause"]),
    ("drops: [{owner: maren, about: maren}]", ["1:31 unknown-clause"]),
    ("concerns: [{raised_by: maren, seen: x, about: a, outcome: b}]", ["1:47 unknown-clause", "1:59 unknown-clause"]),
    ("considered: [{check: x, clause: commitments/a}]", ["1:33 unknown-clause"]),
    ("private: [loan]", ["1:10 unknown-clause"]),
    ("private: [commitments/a, drops]", ["1:10 not-here-now"]),
    ("published: {commitment/a: 2024-01-01}", ["1:27 unknown-clause"]),
    ("published: {commitments/a: 2024-01-01}", ["1:28 not-here-now"]),
    ("redacted: [{clause: drops/loan}]", ["1:21 not-here-now"]),
    ("redacted: [{clause: loan}]", ["1:21 unknown-clause"]),
    ("answers: {hope: {maren: x}}", ["1:25 unknown-question"]),
    ("session: [{date: 2024-01-01, chosen: {maren: [hopes, hope]}}]", ["1:46 unknown-question"]),
]


@pytest.mark.parametrize(("text", "expected"), DANGLING, ids=[text[:45] for text, _ in DANGLING])
def test_a_name_that_leads_nowhere_is_a_warning_where_it_is_written(text: str, expected: list[str]) -> None:
    """Parties, clauses and questions that do not exist are told at the field that names them."""
    assert told(text) == expected
    assert {problem.severity for problem in problems_of(text)} <= {Severity.WARNING, Severity.NOTE}


RIGHT = [
    "commitments: [{owner: each, text: x}]\nboundaries: [{owner: each, text: x}]",
    "commitments: [{id: a, owner: maren, text: x}]\nagreements: [{text: y, backed_by: [a]}]",
    "agreements: [{id: a, text: x}]\nconcerns: [{raised_by: maren, seen: x, about: agreements/a}]",
    "feedback: {offer: x}\ndrops: [{owner: maren, about: feedback/offer}]",
    "expectations: [{holder: maren, text: x, became: let_go}]",
    "private: [drops, answers/hopes, answers/hopes/maren, purpose]\npurpose: x\nanswers: {hopes: {maren: x}}",
    "questions: [{id: pets, text: x}]\nanswers: {pets: {maren: y}}\nsession: [{chosen: {maren: [pets, hopes]}}]",
    "considered: [{check: x, clause: agreements/~we-meet}]\nagreements: [{text: We meet.}]",
    "redacted: [{revision: 0123456789ab}]",
]


@pytest.mark.parametrize("text", RIGHT, ids=[text[:45] for text in RIGHT])
def test_a_name_that_leads_somewhere_is_fine(text: str) -> None:
    """Ids, addresses, what stands above an address in the private list, `each` and `let_go` are known."""
    assert told(text) == []


TEXTS = [
    ("purpose: Be <b>bold</b>.", ["1:10 raw-html"]),
    ("purpose: '<img src=x onerror=alert(1)>'", ["1:10 raw-html"]),
    ("agreements:\n- text: >-\n    We\n    <br/> meet.\n", ["2:9 raw-html"]),
    ("feedback: {offer: <!-- x -->}", ["1:19 raw-html"]),
    ("context: </div>", ["1:10 raw-html"]),
    ("context: <?php echo 1 ?>", ["1:10 raw-html"]),
    ("context: a < b > c, <3, <https://example.org>, <maren@example.org>, `<b>`", []),
    ("context: |\n  --8<-- mkdocs.yml\n", ["1:10 snippet"]),
    ("context: |\n  x\n  ;--8<-- 'a'\n", ["1:10 snippet"]),
    ("context: I cut here --8<-- and there", []),
    ("parties_: x", []),
]


@pytest.mark.parametrize(("text", "expected"), TEXTS[:-1], ids=[text[:45] for text, _ in TEXTS[:-1]])
def test_texts_that_would_be_shown_otherwise_are_told(text: str, expected: list[str]) -> None:
    """HTML and lines that ask for files are told; arithmetic, hearts, plain links and code are not."""
    assert told(text) == expected


@pytest.mark.parametrize(
    ("name", "mixed"),
    [
        ("M\u0430ren", True),
        ("\u039f\u0440a", True),
        ("Маша", False),
        ("Maren Маша", False),
        ("Zoë Łódź", False),
        ("田中A子", False),
        ("Maren", False),
        ("x\u0430", True),
    ],
)
def test_a_name_of_two_alphabets_is_told(name: str, mixed: bool) -> None:  # noqa: FBT001 - a column of the table
    """One word of Latin and Cyrillic letters may pose as another name; two words of two alphabets do not."""
    reading = read(f"title: x\nparties: [{{id: a, name: {name}}}]\n".encode(), "us.yml", "us")
    assert [problem.rule for problem in check(reading)] == ["look-alike"] * mixed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("> " * 25 + "deep", True),
        (">" * 25 + "deep", True),
        ("- " * 25 + "deep", True),
        ("[" * 5_000, True),
        ("*a* " * 1_500, False),
        ("We agree. " * 1_000, False),
        ("\\n".join(f"- {number}" for number in range(30)), False),
        ("> > > twice quoted", False),
    ],
)
def test_a_text_of_too_many_marks_is_told(text: str, told: bool) -> None:  # noqa: FBT001 - a column of the table
    """It is shown as it is written, which nobody expects who used so many."""
    reading = read(f'{HEAD}\npurpose: "{text}"'.encode(), "us.yml", "us")
    assert ("too-intricate" in {problem.rule for problem in check(reading)}) is told


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Poco", "\u0420\u043e\u0441\u043e", True),  # the second is Cyrillic throughout
        ("Maren", "\uff2d\uff41\uff52\uff45\uff4e", True),  # full-width letters
        ("Maren", "Maren\u200d", True),
        ("Bo0", "Boo", True),
        ("Al", "A1", True),
        ("Anna", "Hanna", False),
        ("Ana", "An\u00e1", False),  # an accent is seen
        ("\u0410\u043d\u043d\u0430", "\u041e\u043b\u044f", False),
    ],
)
def test_two_people_whose_names_look_alike_are_told(one: str, other: str, alike: bool) -> None:  # noqa: FBT001 - a column
    """Nobody could say whose promise it is; the second one is told."""
    source = f"title: Us\nparties: [{{id: a, name: {one}}}, {{id: b, name: {other}}}]"
    reading = read(source.encode(), "us.yml", "us")
    assert [problem.rule for problem in check(reading)] == (["look-alike"] if alike else [])


def test_two_ids_that_look_alike_are_told() -> None:
    """A link to the one is easily taken for a link to the other."""
    source = (
        f"{HEAD}\nagreements: [{{id: step-l, text: We meet.}}, {{id: step-1, text: We talk.}}, {{id: step-2, text: We go.}}]"
    )
    problems = check(read(source.encode(), "us.yml", "us"))
    assert [(problem.rule, problem.line) for problem in problems] == [
        ("look-alike", source[: source.index("step-1")].count("\n") + 1)
    ]


def test_a_file_that_cannot_be_read_has_no_meaning_to_check() -> None:
    """Rules are silent about what is refused."""
    assert check(read(b"a: &x 1", "us.yml", "us")) == ()


# Folders


def write(folder: Path, name: str, text: str = HEAD) -> Path:
    """A file in a folder that is made when missing."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def lines_of(folder: Path) -> list[str]:
    """All problems of a folder as lines."""
    return [str(problem) for problem in check_folder(folder)[1]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An empty folder of alliances."""
    (tmp_path / "alliances").mkdir()
    return tmp_path / "alliances"


def test_a_folder_is_read_with_everything_below_it(folder: Path) -> None:
    """`.yml` and `.yaml` at any depth, sorted; other files and hidden ones are passed over."""
    for name in ("b.yml", "a/deep/x.yaml", ".hidden.yml", ".git/x.yml", "note.md", "a/y.yml.orig"):
        write(folder, name)
    alliances, problems = check_folder(folder)
    assert problems == ()
    assert [(path, found.id) for path, found in alliances.items()] == [
        ("alliances/a/deep/x.yaml", "a/deep/x"),
        ("alliances/b.yml", "b"),
    ]


def test_each_file_is_read_once_and_its_bytes_are_kept(folder: Path) -> None:
    """What was checked is what is used, whatever happens to the file afterwards."""
    path = write(folder, "us.yml")
    reading = read_folder(folder)
    path.unlink()
    assert reading.files["alliances/us.yml"].source == HEAD.encode()


def test_files_can_be_named(folder: Path) -> None:
    """Only the files and folders that were asked for are read; ids are still those below the folder."""
    write(folder, "a/one.yml")
    two = write(folder, "a/b/two.yml")
    three = write(folder, "three.yml", "x")
    reading = read_folder(folder, [two.parent, three, folder / "none.yml"], root=folder)
    assert [(file.path, file.default_id) for file in reading.files.values()] == [
        ("a/b/two.yml", "a/b/two"),
        ("none.yml", "none"),
        ("three.yml", "three"),
    ]
    assert [problem.rule for problem in reading.problems] == ["unreadable-file", "not-a-map"]


def test_problems_of_all_files_come_sorted_in_one_run(folder: Path) -> None:
    """By file, then by place."""
    write(folder, "b.yml", HEAD + "status: aktive\nkiind: x\n")
    write(folder, "a.yml", "title: x\n")
    assert [line.partition(" ")[0] for line in lines_of(folder)] == [
        "alliances/a.yml:1:1:",
        "alliances/b.yml:3:9:",
        "alliances/b.yml:4:1:",
    ]


def test_two_files_with_one_id_are_an_error_naming_both(folder: Path) -> None:
    """Declared or made of the path, an id belongs to one alliance."""
    write(folder, "one.yml", HEAD + "id: us\n")
    write(folder, "two.yml", HEAD + "id: us\n")
    write(folder, "us.yaml")
    assert lines_of(folder) == [
        "alliances/two.yml: has the same id as alliances/one.yml [same-id]",
        "alliances/us.yaml: has the same id as alliances/one.yml [same-id]",
    ]


@pytest.mark.parametrize(("one", "other"), [("Anna", "anna"), ("caf\u00e9", "cafe\u0301"), ("a b", "a-b"), ("x/a", "x-a")])
def test_two_files_with_one_address_are_an_error_naming_both(folder: Path, one: str, other: str) -> None:
    """Capitals, accents, signs and slashes do not tell two pages apart."""
    write(folder, f"{one}.yml")
    write(folder, f"{other}.yml")
    (problem,) = check_folder(folder)[1]
    assert problem.rule == "clashing-names"
    assert {problem.path, problem.message.split()[6].rstrip(":")} <= {
        f"alliances/{one}.yml",
        f"alliances/{other}.yml",
    } or " " in one


@pytest.mark.parametrize(
    ("alliance_id", "name"),
    [
        ("a/b", "a-b"),
        ("Zoë & Ana", "zoe-ana"),
        ("x" * 100, "x" * 80),
        ("田中", "alliance"),
        ("__", "alliance"),
        ("a--b_c", "a-b-c"),
        ("../../etc", "etc"),
        ("con", "con-alliance"),
        ("LPT1", "lpt1-alliance"),
        ("console", "console"),
    ],
)
def test_the_name_of_a_page_is_made_of_plain_letters(alliance_id: str, name: str) -> None:
    """Clashes are looked for in the addresses that pages get, and no id leads out of the site."""
    assert page_name(alliance_id) == name


def test_links_are_told_and_never_followed(folder: Path) -> None:
    """Links to files, to folders, to nothing and to themselves; what they lead to is not read."""
    outside = folder.parent / "outside"
    secret = write(outside, "secret.yml", "SECRET")
    (folder / "file.yml").symlink_to(secret)
    (folder / "page.md").symlink_to(secret)
    (folder / "folder").symlink_to(outside, target_is_directory=True)
    (folder / "nothing.yml").symlink_to(folder / "missing.yml")
    (folder / "loop").symlink_to(folder, target_is_directory=True)
    alliances, problems = check_folder(folder)
    assert alliances == {}
    assert [problem.path for problem in problems if problem.rule == "symbolic-link"] == [
        f"alliances/{name}" for name in ("file.yml", "folder", "loop", "nothing.yml", "page.md")
    ]
    assert len(problems) == 5
    for named in ("file.yml", "folder", "folder/secret.yml"):
        assert [problem.rule for problem in read_folder(folder, [folder / named]).problems] == ["symbolic-link"]


def test_what_is_no_ordinary_file_is_told(folder: Path) -> None:
    """A pipe would be waited for, a folder named like a file has no text."""
    os.mkfifo(folder / "pipe.yml")
    (folder / "folder.yml").mkdir()
    write(folder / "folder.yml", "us.yml")
    alliances, problems = check_folder(folder)
    assert list(alliances) == ["alliances/folder.yml/us.yml"]
    assert [str(problem) for problem in problems] == ["alliances/pipe.yml: no ordinary file [unreadable-file]"]


@pytest.mark.skipif(os.geteuid() == 0, reason="the keeper of the machine may read everything")
def test_a_file_that_may_not_be_read_is_told(folder: Path) -> None:
    """The system's reason is given, and the other files are read."""
    write(folder, "us.yml").chmod(0)
    assert lines_of(folder) == ["alliances/us.yml: Permission denied [unreadable-file]"]


def test_a_folder_that_cannot_be_listed_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a word all its alliances would seem to be gone."""
    (folder / "team").mkdir()
    listed = os.scandir

    def refuse(place: str) -> object:
        if place.endswith("team"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)
        return listed(place)

    monkeypatch.setattr(os, "scandir", refuse)
    assert lines_of(folder) == ["alliances/team: Permission denied [unreadable-file]"]


def test_a_name_that_is_no_text_is_shown_without_harm(folder: Path) -> None:
    """A file name may be any bytes; what is told of it can be written as UTF-8."""
    write(folder, os.fsdecode(b"caf\xe9.yml"), "x")
    ((path, file),) = read_folder(folder).files.items()
    assert (path, file.default_id) == ("alliances/caf\ufffd.yml", "caf\ufffd")


def test_a_very_large_file_is_not_read_to_its_end(folder: Path) -> None:
    """One byte more than the limit is enough to know."""
    (folder / "us.yml").write_bytes(b"#" * (3 << 20))
    reading = read_folder(folder)
    assert len(reading.files["alliances/us.yml"].source or b"") == (1 << 20) + 1
    assert [str(problem) for problem in reading.problems] == ["alliances/us.yml: the file is larger than 1 MiB [too-large]"]


def test_a_folder_that_is_not_there_has_no_files(tmp_path: Path) -> None:
    """Whether there should be one is the caller's to say."""
    assert check_folder(tmp_path / "none") == ({}, read_folder(tmp_path / "none").problems)


def test_the_default_id_is_the_path_without_its_suffix(folder: Path) -> None:
    """With slashes, and with dots that are no suffix."""
    assert default_id(folder / "team" / "a.b.yml", folder) == "team/a.b"


# The catalogue


def _many(folder: Path) -> None:
    for number in range(500):
        write(folder, f"file-{number}.yml", "x")


def _link(folder: Path) -> None:
    (folder / "us.yml").symlink_to("elsewhere.yml")


def _twice(folder: Path) -> None:
    write(folder, "one.yml", HEAD + "id: us")
    write(folder, "us.yml")


IN_WORDS: dict[str, Callable[[Path], object]] = {
    "too-large": lambda folder: write(folder, "us.yml", "#" * (2 << 20)),
    "not-utf8": lambda folder: (folder / "us.yml").write_bytes("title: é".encode("latin-1")),
    "too-many-parts": lambda folder: write(folder, "us.yml", "private: [" + "a, " * 20_000 + "]"),
    "too-long": lambda folder: write(folder, "us.yml", "title: " + "long " * 14_000),
    "same-id": _twice,
    "clashing-names": lambda folder: (write(folder, "Anna.yml"), write(folder, "anna.yml")),
    "symbolic-link": _link,
    "unreadable-file": lambda folder: os.mkfifo(folder / "us.yml"),
    "flat-folder": _many,
}


ELSEWHERE = {"slow-reader", "hides-nothing"}
"""What no folder of files alone can show: one is tried below, the other needs a history (`test_messages.py`)."""


def _codes_in(folder: Path) -> set[str]:
    return {problem.rule for problem in check_folder(folder)[1]}


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if not rule.in_words])
def test_each_example_breaks_its_rule(code: str) -> None:
    """The examples in the catalogue are files, and what they show is told, as heavy as the catalogue says."""
    rule = RULES[code]
    reading = read(rule.example.encode(), "us.yml", "us")
    found = [problem for problem in (*reading.problems, *check(reading)) if problem.rule == code]
    assert found
    assert {problem.severity for problem in found} == {rule.severity}
    assert reading.alliance is None or not rule.stops


@pytest.mark.parametrize("code", [code for code, rule in RULES.items() if rule.in_words and code not in ELSEWHERE])
def test_each_example_in_words_breaks_its_rule(code: str, folder: Path) -> None:
    """What cannot be shown in a line or two happens as described."""
    IN_WORDS[code](folder)
    assert code in _codes_in(folder)


def test_the_slow_reader_is_told_when_there_is_something_to_read() -> None:
    """Once for all files, and only where no fast one is installed."""
    files = (CurrentFile("us.yml", "us", b"", None), CurrentFile("them.yml", "them", b"", None))
    assert list(slow_reading(files, is_fast=True)) == []
    assert [problem.rule for problem in slow_reading(files, is_fast=False)] == ["slow-reader"]
    assert list(slow_reading((), is_fast=False)) == []


def test_no_code_is_told_that_the_catalogue_does_not_know() -> None:
    """A code without a row cannot be told at all."""
    with pytest.raises(KeyError):
        Findings("us.yml").tell_at("no-such-rule", 1, 1, "x")


def test_every_row_of_the_catalogue_is_whole() -> None:
    """Codes are words, sentences end, and how to mend it is said; the rows that are in words are all tried above."""
    for code, rule in RULES.items():
        assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", code)
        assert rule.meaning.endswith(".")
        assert rule.mend
        assert rule.example
    assert {code for code, rule in RULES.items() if rule.in_words} == {*IN_WORDS, *ELSEWHERE}


def test_every_rule_is_used_in_the_package() -> None:
    """The catalogue holds no row that nothing tells."""
    package = Path(alliance_docs.__file__).parent
    sources = "".join(
        path.read_text(encoding="utf-8") for name in ("reading", "privacy") for path in (package / name).glob("*.py")
    )
    assert [code for code in RULES if f'"{code}"' not in sources] == []
