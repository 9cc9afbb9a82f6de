"""Net changes between any two revisions, and the steps in between."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from alliance_docs.audience import Audience
from alliance_docs.book import load_timeline
from alliance_docs.changes.net import Descent, last_review, net_changes
from alliance_docs.cli import main
from alliance_docs.report import diff_report
from alliance_docs.writing.demo import make_demo
from tests.tales import PARTIES, Told, demo_tale, tale


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example repository."""
    folder = tmp_path_factory.mktemp("demo") / "try-it"
    make_demo(folder)
    return folder


@pytest.mark.parametrize("alliance", ["harbour-street", "tuesday-desk"])
def test_since_compare_and_diff_are_one(demo: Path, alliance: str) -> None:
    """From every revision to now it is what `alliance diff` prints, to the letter."""
    timeline = load_timeline(demo / "alliances", alliance, audience=Audience.PARTIES)
    for revision in timeline.revisions:
        words = ["-C", str(demo), "diff", alliance, str(revision.number), "HEAD", "--json"]
        printed = json.loads(CliRunner().invoke(main, words).stdout)
        changes = net_changes(timeline, revision)
        assert json.loads(json.dumps(diff_report(alliance, None, None, changes)))["changes"] == printed["changes"]


def test_what_comes_back_after_the_agreed_revision_is_restored() -> None:
    """It had been there; what nobody ever saw before is added."""
    timeline = tale("purpose: Rest.\n", "", "purpose: Rest.\ncontext: A flat.\n")
    kinds = {change.clause.address: change.kinds for change in net_changes(timeline, timeline.revisions[1])}
    assert {address: [str(kind) for kind in kinds[address]] for address in kinds} == {
        "purpose": ["restored"],
        "context": ["added"],
    }


def test_between_two_revisions_neither_of_which_is_now() -> None:
    """The later one stands for now."""
    timeline = tale("purpose: A.\n", "purpose: B.\n", "purpose: C.\n")
    (change,) = net_changes(timeline, timeline.revisions[0], timeline.revisions[1])
    assert (change.before and change.before.text, change.after and change.after.text) == ("A.", "B.")


def test_steps_are_all_that_is_not_built_on() -> None:
    """Side branches that came in later are steps too, whenever they were made."""
    timeline = tale(
        Told(PARTIES + "purpose: A.\n"),
        Told(PARTIES + "purpose: B.\n"),
        Told(PARTIES + "purpose: A.\ncontext: C.\n", parents=(0,)),
        Told(PARTIES + "purpose: B.\ncontext: C.\n", parents=(1, 2)),
    )
    descent = Descent(timeline)
    assert [step.number for step in descent.steps_since(timeline.revisions[1])] == [3, 4]
    assert [step.number for step in descent.steps_since(timeline.revisions[2])] == [2, 4]
    assert [one.number for one in descent.tips()] == [4]


def test_the_last_review_is_the_one_of_the_newest_date() -> None:
    """The revision that wrote it down; later corrections of its wording do not move it."""
    timeline = demo_tale("harbour-street")
    review = last_review(timeline)
    assert review is not None
    assert review.number == 10
    assert last_review(tale("purpose: A.\n")) is None
    held = "reviews: {held: [{date: 2024-01-02, kept: All}]}\n"
    corrected = last_review(tale("purpose: A.\n", held, held.replace("All", "Most")))
    assert corrected is not None
    assert corrected.number == 2
