"""The long trial finds what is planted, and a short slice of it finds nothing else; `make torture` does the rest."""

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from alliance_docs.audience import Audience
from alliance_docs.book import load_book
from alliance_docs.changes.diff import diff
from alliance_docs.model import Alliance, Change
from tests.torture import GOALS, Outcome, canaries, crashes, edits, faults, graphs, mutated, states
from tests.torture.__main__ import main, table
from tests.torture.allowed import may_see
from tests.torture.drafting import Pen
from tests.torture.sheets import CANARY, Entry
from tests.torture.tellings import Telling
from tests.torture.trying import try_one

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs os.fork")


@pytest.mark.parametrize(("name", "size"), [("R3", 20), ("R5", 40), ("R8", 2), ("R9", 50)])
def test_a_slice_finds_nothing(name: str, size: int) -> None:
    """Of the goals that need no process of their own."""
    outcome = try_one(name, 1, size)
    assert (outcome.broken, outcome.goal) == ((), name)
    assert outcome.count >= size


def test_every_goal_has_its_module() -> None:
    """With a function that takes a seed and a size."""
    assert all((Path(__file__).parent / "torture" / f"{goal.module}.py").is_file() for goal in GOALS.values())


def test_a_broken_promise_ends_with_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """And stands below the table."""
    broken = Outcome("R3", "documents", 3, ("mutant 2: ValueError",))
    monkeypatch.setattr("tests.torture.__main__.try_all", lambda *_: [broken])
    assert main(["--quick", "--only", "R3"]) == 1
    assert "R3: mutant 2: ValueError" in capsys.readouterr().out
    assert "| R3 | 3 documents | 7 | 0 | 1 broken |" in "\n".join(table([broken], 7))


def test_a_trial_that_stumbles_is_no_promise_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts as broken."""
    monkeypatch.setattr(mutated, "mutants", lambda *_: iter([1]))
    assert try_one("R3", 1, 1).broken


def test_a_traceback_and_a_place_outside_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """R3."""

    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(mutated, "read", fail)
    assert mutated.faults(b"title: x") == ["RecursionError: "]


@pytest.mark.parametrize(
    ("after", "kept", "replaced"),
    [(b"a: new # c\n", False, True), (b"a: old # c\nb: x\n", True, True), (b"a: new\n", False, False)],
)
def test_lost_bytes_are_found(after: bytes, kept: bool, replaced: bool) -> None:  # noqa: FBT001 - columns of the table
    """R5: a comment that went with the value is more than the value."""
    before = b"a: old # c\n"
    assert edits._is_kept(before, after) == kept
    assert edits._is_replaced(before, after, "old") == replaced


def _in_place(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(b"new and longer")


def test_a_write_in_place_is_found_by_killing_it(tmp_path: Path) -> None:
    """R6: killed in the middle of it, the file is neither the old nor the new one."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    counted = faults.run(lambda: _in_place(path), tmp_path)
    assert [step.name for step in counted.steps] == ["open", "write", "close"]
    found = set()
    for number in crashes.chosen(counted.steps, 2):
        path.write_bytes(b"old")
        assert faults.run(lambda: _in_place(path), tmp_path, number, faults.KILL).status == faults.KILLED
        found.add(path.read_bytes())
    assert found - {b"old", b"new and longer"}


def test_an_error_that_nobody_catches_is_found(tmp_path: Path) -> None:
    """R7: with the traceback that it makes."""
    ending = faults.run(lambda: _in_place(tmp_path / "file"), tmp_path, 2, faults.errors_at("write")[0])
    assert ending.status == 70
    assert "No space left" in ending.printed


def test_a_missing_revision_and_a_wrong_change_are_found(tmp_path: Path) -> None:
    """R8."""
    graphs.make(tmp_path / "repository", Random(3), 8)  # noqa: S311 - no secret
    git = graphs.Oracle(tmp_path / "repository")
    whole = load_book(tmp_path / "repository" / "alliances", audience=Audience.PARTIES).whole
    timeline = next(one for one in whole if one.alliance.value("id") and len(one.revisions) > 1)
    assert list(graphs.faults(timeline, git)) == []
    assert list(graphs.faults(replace(timeline, revisions=timeline.revisions[:-1]), git))
    last = replace(timeline.revisions[0], changes=())
    assert list(graphs.faults(replace(timeline, revisions=(last, *timeline.revisions[1:])), git))


def test_a_lost_change_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """R9."""

    def forgetful(before: Alliance, after: Alliance) -> Sequence[Change]:
        return diff(before, after)[:-1]

    monkeypatch.setattr(states, "diff", forgetful)
    assert states.run(1, 20).broken


def test_a_leak_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R11: one file of the repository on the site, as a careless build would copy it."""
    trial = canaries.Trial(tmp_path / "repository", Random(1), 4, canaries.Tally())  # noqa: S311 - as above
    copied = {path.name: path.read_text(encoding="utf-8") for path in (trial.folder / "alliances").rglob("*.yml")}
    monkeypatch.setattr(canaries, "shown", lambda *_: copied)
    assert any("public" in fault for fault in trial.faults(whole=False))


def test_a_site_from_before_more_was_hidden_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R11: what a build would show that trusted too much in what was kept."""
    trial = canaries.Trial(tmp_path / "repository", Random(1), 8, canaries.Tally())  # noqa: S311 - as above
    stale = {audience: canaries.shown(trial.folder, audience) for audience in Audience}
    trial.keep_more()
    assert list(trial.faults(whole=False)) == []
    monkeypatch.setattr(canaries, "shown", lambda _, audience: stale[audience])
    assert any("public" in fault for fault in trial.faults(whole=False))


def test_the_oracle_knows_what_a_branch_closed_beside_another() -> None:
    """R11: public, closed and public again, and a side that knows only the first time."""
    pen = Pen(Random(1))  # noqa: S311 - as above
    first = replace(pen.sheet(), public=True, entries=(Entry(1, "purpose", "", (pen.text(),)),))
    last = replace(first, title=pen.text(), entries=())
    states = [first, replace(first, public=False), last, first, last]
    telling = Telling([(), (0,), (1,), (0,), (2, 3)], [{1: state} for state in states], [""] * 5, [""] * 5, [""] * 5)
    seen = may_see(telling, [str(place) * 40 for place in range(5)], Audience.PUBLIC)
    assert seen.isdisjoint(first.entries[0].words)
    assert set(CANARY.findall(last.title)) <= seen
