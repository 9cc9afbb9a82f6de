"""A check of many files passes over those that were spotless, and says what a first check would say."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from alliance_docs.cli import main
from alliance_docs.reading import rules
from alliance_docs.reading.alliance_file import read
from alliance_docs.reading.folder import Spotless, _looked_through, read_folder
from alliance_docs.reading.spotless import spotless_files
from tests.mutants import DOCUMENTS, mutants

COUNT = 101


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """As many spotless files as are worth remembering, and nothing remembered yet."""
    monkeypatch.setenv("ALLIANCE_CACHE", str(tmp_path / "kept"))
    monkeypatch.chdir(tmp_path)
    alliances = tmp_path / "alliances"
    alliances.mkdir()
    for number in range(COUNT):
        (alliances / f"{number}.yml").write_text(
            f"title: Number {number}\nparties:\n- id: ana\n- id: ben\npurpose: Rest.\n", encoding="utf-8"
        )
    return alliances


def check() -> tuple[int, str]:
    """The exit code and all that is printed."""
    result = CliRunner().invoke(main, ["check"])
    return result.exit_code, result.output


def test_a_second_check_says_the_same(folder: Path) -> None:
    """What is remembered changes no word."""
    (folder / "odd.yml").write_text("title: Odd\nparties: []\nprivat: x\n", encoding="utf-8")
    first = check()
    assert first[0] == 1
    assert check() == first


def test_spotless_files_are_not_read_again(folder: Path) -> None:
    """Of a file that was spotless counts what was remembered, and that is its id and whom it is for."""
    with spotless_files(folder) as spotless:
        assert not read_folder(folder, spotless=spotless).problems
        assert spotless is not None
        assert len(spotless) == COUNT
        spotless.update({digest: Spotless(f"number-{place}", public=True) for place, digest in enumerate(spotless)})
    with spotless_files(folder) as spotless:
        reading = read_folder(folder, spotless=spotless)
    assert {alliance.id for alliance in reading.alliances.values()} == {f"number-{place}" for place in range(COUNT)}
    assert all(file.public for file in reading.files.values())
    assert not reading.problems


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("title: New\nparties:\n- id: ana\npurpose: &a Rest.\n", "anchor"),
        ("id: '7'\ntitle: New\nparties:\n- id: ana\n", "same-id"),
    ],
)
def test_a_changed_file_is_told(folder: Path, text: str, rule: str) -> None:
    """A problem in a file, or between a file and one that was spotless, is found in a later check as in a first."""
    assert check()[0] == 0
    (folder / "3.yml").write_text(text, encoding="utf-8")
    code, told = check()
    assert code == 1
    assert f"[{rule}]" in told


@pytest.mark.parametrize("seed", range(4))
def test_what_a_look_through_passes_the_whole_reading_passes(seed: int) -> None:
    """Of a file that is not read whole there is nothing to say, and what is known of it is right."""
    passed = 0
    for source in (*DOCUMENTS, *mutants(200, seed)):
        found = _looked_through(source, "a.yml", "a")
        reading = read(source, "a.yml", "a")
        if found:
            assert reading.alliance
            assert not (*reading.problems, *rules.check(reading))
            assert found == Spotless(reading.alliance.value("id"), reading.alliance.public)
            passed += 1
    assert passed > 20


@pytest.mark.usefixtures("folder")
def test_what_is_broken_counts_as_nothing(tmp_path: Path) -> None:
    """A spoilt memory is none."""
    first = check()
    kept = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:-3])
    assert check() == first


def test_nothing_is_kept_of_few_files(folder: Path, tmp_path: Path) -> None:
    """A folder that is read in no time leaves nothing behind."""
    for number in range(2, COUNT):
        (folder / f"{number}.yml").unlink()
    assert check()[0] == 0
    assert not (tmp_path / "kept").exists()


def test_all_processors_find_what_one_finds(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where very many files are new other processes read them first; what is told and remembered is the same."""
    monkeypatch.setattr("alliance_docs.reading.folder.processors", lambda: 2)
    for number in range(COUNT, 300):
        (folder / f"{number}.yml").write_text(f"title: {number}\nparties:\n- id: ana\n", encoding="utf-8")
    (folder / "odd.yml").write_text("title: Odd\nparties: []\nprivat: x\n", encoding="utf-8")
    alone: dict[str, Spotless] = {"": Spotless("", public=False)}  # something is known, so nobody is asked
    together: dict[str, Spotless] = {}
    told = [read_folder(folder, spotless=spotless).problems for spotless in (alone, together)]
    assert told[0] == told[1] != ()
    assert alone.keys() - {""} == together.keys()
    assert len(together) == 300
