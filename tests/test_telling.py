"""How people stand to the agreement, in words."""

from datetime import UTC, datetime

import pytest

from alliance_docs.assent.state import Assent, AssentState
from alliance_docs.assent.telling import agreeing, provenance_words, revision_words, standing
from alliance_docs.changes.lineage import Provenance
from alliance_docs.model import Party
from alliance_docs.revisions import Message, Revision, RevisionKind
from alliance_docs.wording import sentence_text

ANA, BEN = Party("ana", "Ana"), Party("ben", "Ben")
SEPTEMBER = datetime(2025, 9, 4, 20, 15, tzinfo=UTC)
REVISION = Revision("a" * 40, (), 4, "us.yml", SEPTEMBER, (), Message(), RevisionKind.CHANGE)


@pytest.mark.parametrize(
    ("assent", "words"),
    [
        (Assent(ANA, AssentState.CURRENT), "✓ Ana agrees to this version"),
        (Assent(ANA, AssentState.CHANGED, REVISION, ("a",)), "◔ Ana agreed to an earlier version, 1 change since"),
        (Assent(ANA, AssentState.CHANGED, REVISION, ("a", "b")), "◔ Ana agreed to an earlier version, 2 changes since"),
        (Assent(ANA, AssentState.NEVER), "○ Ana has not said yes yet"),
        (Assent(ANA, AssentState.NEVER, entered_by=BEN), "○ Ana has not said yes: it was entered by Ben"),
        (
            Assent(ANA, AssentState.NEVER, unknown=f"v1:{'0af3' * 16}"),
            "○ Ana said yes to a text that is nowhere in this history (v1:0af30af30af3…)",
        ),
        (Assent(ANA, AssentState.TAKEN_BACK), "○ Ana has taken the yes back"),
        (Assent(Party("ana", "Ana", left="2025-11-30"), AssentState.LEFT), "– Ana left on 30 Nov 2025"),
    ],
)
def test_each_state_has_a_sign_and_a_sentence(assent: Assent, words: str) -> None:
    """Calm, and with the date of nothing relative to today."""
    said = standing(assent)
    assert f"{said.sign} {sentence_text(said.words)}" == words


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ("cc", "both agree"),
        ("cn", "one of two agrees"),
        ("nn", "not agreed yet"),
        ("ccc", "all three agree"),
        ("cch", "two of three agree"),
        ("ccl", "both agree"),
        ("c", "agreed"),
        ("l", ""),
        ("", ""),
    ],
)
def test_how_many_agree_is_said_neutrally(states: str, words: str) -> None:
    """Those who left are not counted."""
    known = {"c": AssentState.CURRENT, "n": AssentState.NEVER, "h": AssentState.CHANGED, "l": AssentState.LEFT}
    assert agreeing(Assent(ANA, known[state]) for state in states) == words


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (Provenance(SEPTEMBER, 0, committed=True), "since 4 Sep 2025"),
        (Provenance(SEPTEMBER, 1, committed=True), "since 4 Sep 2025 · changed once"),
        (Provenance(SEPTEMBER, 2, committed=True), "since 4 Sep 2025 · changed twice"),
        (Provenance(SEPTEMBER, 12, committed=True), "since 4 Sep 2025 · changed 12 times"),
        (Provenance(None, 0, committed=False), "not committed yet"),
        (Provenance(None, 1, committed=True), "since an unknown date · changed once"),
    ],
)
def test_the_line_under_a_clause(line: Provenance, words: str) -> None:
    """Since when it stands, and how often it changed where it did."""
    assert sentence_text(provenance_words(line)) == words


def test_a_revision_inside_a_sentence() -> None:
    """By number and date; edits that are not committed have neither."""
    assert sentence_text(revision_words(REVISION)) == "revision 4 of 4 Sep 2025"
    edits = Revision(None, (), None, "us.yml", None, (), Message(), RevisionKind.CHANGE)
    assert sentence_text(revision_words(edits)) == "your uncommitted edits"
