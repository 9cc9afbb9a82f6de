"""Redlines: tables of two wordings and their marks, and the round trip that holds for any two texts."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_docs.changes.redline import Run, fold, redline

SIGNS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}", "folded": "<{}>"}


def marked(runs: Sequence[Run] | None) -> str | None:
    """A redline in one line: [-removed-]{+added+}."""
    return None if runs is None else "".join(SIGNS[run.op].format(run.text) for run in runs)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("We eat at six.", "We eat at six.", "We eat at six."),
        ("We eat at six.", "We eat at seven.", "We eat at [-six-]{+seven+}."),
        ("We eat at six.", "We always eat at six.", "We{+ always+} eat at six."),
        ("We always eat at six.", "We eat at six.", "We[- always-] eat at six."),
        ("Always eat at six.", "Eat at six.", "[-Always eat-]{+Eat+} at six."),
        ("So we eat at six.", "we eat at six.", "[-So -]we eat at six."),
        ("Repair under way: today", "Repair: today", "Repair[- under way-]: today"),
        ("We rest.", "We rest. Then we talk.", "We rest.{+ Then we talk.+}"),
        ("We reply in 2 days.", "We reply in 3 days.", "We reply in [-2 days-]{+3 days+}."),
        ("Costs above 1,800 EUR wait.", "Costs above 1,500 EUR wait.", "Costs above [-1,800 EUR-]{+1,500 EUR+} wait."),
        ("We start at 19:30 sharp.", "We start at 19:45 sharp.", "We start at [-19:30-]{+19:45+} sharp."),
        ("From 2024-01-14 we rest.", "From 2024-01-21 we rest.", "From [-2024-01-14-]{+2024-01-21+} we rest."),
        ("Answer within 24h, please.", "Answer within 48h, please.", "Answer within [-24h-]{+48h+}, please."),
        ("It may cost €5 a week.", "It may cost €15 a week.", "It may cost [-€5-]{+€15+} a week."),
        ("We don't shout, ever.", "We do shout, ever.", "We [-don't-]{+do+} shout, ever."),
        ("We don't shout, ever.", "We don\u2019t shout, ever.", "We [-don't-]{+don\u2019t+} shout, ever."),
        ("one two\nthree four", "one two three four", "one two[-\n-]{+ +}three four"),
        ("one two three ", "one two three", "one two three[- -]"),
        ("我们每天开会。", "我们每周开会。", "我们每[-天-]{+周+}开会。"),
        ("ประชุมทุกวัน", "ประชุมทุกปี", "ประชุมทุก[-วัน-]{+ปี+}"),
        ("नमस्ते दुनिया और सब", "नमस्ते दुनिया और वे", "नमस्ते दुनिया और [-सब-]{+वे+}"),
        ("", "We rest.", "{+We rest.+}"),
        ("We rest.", "", "[-We rest.-]"),
        ("", "", ""),
    ],
)
def test_marks(before: str, after: str, expected: str) -> None:
    """Whole words are marked, removed before added, and what both share stays outside."""
    assert marked(redline(before, after)) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "We meet on Sunday after tea in the old boat house.",
            "We meet on Monday after lunch in the old boat house.",
            "We meet on [-Sunday after tea-]{+Monday after lunch+} in the old boat house.",
        ),
        (
            "We meet on Sunday right after tea in the old boat house.",
            "We meet on Monday right after lunch in the old boat house.",
            "We meet on [-Sunday-]{+Monday+} right after [-tea-]{+lunch+} in the old boat house.",
        ),
        (
            "Then we meet on Sunday in the old boat house.",
            "Then they meet on Sunday in the old boat house.",
            "Then [-we-]{+they+} meet on Sunday in the old boat house.",
        ),
    ],
)
def test_no_confetti(before: str, after: str, expected: str) -> None:
    """A single unchanged word between two changes is swallowed, two are not, and one at an end stays."""
    assert marked(redline(before, after)) == expected


WORDS = [f"word{number}" for number in range(24)]


def replaced(count: int) -> str:
    """The words with every third one replaced, so many times."""
    return " ".join("new" if place % 3 == 2 and place // 3 < count else word for place, word in enumerate(WORDS))


def test_falls_back_above_six_marks() -> None:
    """Six replacements are read as a redline, seven as two texts."""
    assert redline(" ".join(WORDS), replaced(6)) is not None
    assert redline(" ".join(WORDS), replaced(7)) is None


@pytest.mark.parametrize(("kept", "shown"), [(4, True), (3, False)])
def test_falls_back_when_little_survives(kept: int, *, shown: bool) -> None:
    """Fewer than four words in ten are no thread to read along."""
    before = " ".join(WORDS[:10])
    after = " ".join([*WORDS[:kept], "something else"])
    assert (redline(before, after) is not None) is shown


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("I will try to be more open if you stay calm.", "I tell you before I move more than 200, not after."),
        ("Rest.", "Walk."),
        ("?!", "?"),
    ],
)
def test_rewrites_have_no_redline(before: str, after: str) -> None:
    """Texts that share hardly a word are shown as was and now."""
    assert redline(before, after) is None


LONG = "We start on time. We say what we saw. We ask, e.g. by name. We wait. We listen first. We close with thanks."


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            LONG,
            LONG.replace("thanks", "a song"),
            f"<{LONG[:69]}>We listen first. We close with [-thanks-]{{+a song+}}.",
        ),
        (
            LONG,
            LONG.replace("on time", "at nine"),
            f"We start [-on time-]{{+at nine+}}. We say what we saw. <{LONG[38:]}>",
        ),
        (
            LONG,
            LONG.replace("wait", "pause"),
            f"<{LONG[:38]}>We ask, e.g. by name. We [-wait-]{{+pause+}}. We listen first. We close with thanks.",
        ),
        (LONG, LONG, LONG),
    ],
)
def test_fold(before: str, after: str, expected: str) -> None:
    """One whole sentence stays beside a change, two or more behind it are folded, nothing without a change."""
    runs = redline(before, after)
    assert runs is not None
    folded = fold(runs)
    assert marked(folded) == expected
    assert "".join(run.text for run in folded) == "".join(run.text for run in runs)


def test_fold_counts_the_sentences() -> None:
    """The count is what the page says instead of the text."""
    runs = redline(LONG, LONG.replace("thanks", "a song"))
    assert runs is not None
    assert [run.sentences for run in fold(runs)] == [4, 0, 0, 0, 0]


PIECES = st.sampled_from(
    ["we ", "rest", " ", "\n", ",", "don't ", "2 days", "€5", "。", "开", "e\u0301", "\u200d", "a ", "b ", "c. "]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=25).map("".join))


@settings(max_examples=400)
@given(TEXTS, TEXTS)
def test_round_trip(before: str, after: str) -> None:
    """Without what was removed a redline is the newer text, without what was added the older, folded or not."""
    runs = redline(before, after)
    for shown in (runs, fold(runs)) if runs is not None else ():
        assert "".join(run.text for run in shown if run.op != "removed") == after
        assert "".join(run.text for run in shown if run.op != "added") == before


@given(TEXTS, TEXTS)
def test_runs_alternate(before: str, after: str) -> None:
    """No run is empty, none is followed by one of its own kind, and added never stands before removed."""
    runs = redline(before, after) or ()
    assert all(run.text for run in runs)
    for first, second in pairwise(runs):
        assert first.op != second.op
        assert (first.op, second.op) != ("added", "removed")


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=30), st.data())
def test_one_changed_word_has_two_marks(words: list[str], data: st.DataObject) -> None:
    """One changed word is one removed and one added mark, with the spaces outside."""
    place = data.draw(st.integers(0, len(words) - 1))
    changed = [*words[:place], "changed", *words[place + 1 :]]
    runs = redline(" ".join(words), " ".join(changed))
    assert runs is not None
    assert [run for run in runs if run.op != "same"] == [Run("removed", words[place]), Run("added", "changed")]
