"""What is looked for: nothing of it is public, whether that is asked window by window or found out at once."""

import pickle

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from alliance_docs.leaks.hidden_words import SAID, WINDOW
from alliance_docs.leaks.sought import Sought

TEXTS = st.text("ab ", min_size=WINDOW - 4, max_size=3 * WINDOW)
PLACES = (("alliances/one.yml", "purpose"), ("alliances/one.yml", "the message of 0ef11de60782"))
HIDDEN = st.dictionaries(TEXTS, st.sampled_from(PLACES), max_size=3)


@st.composite
def readable(draw: st.DrawFn) -> tuple[dict[str, tuple[str, str]], list[str]]:
    """Hidden texts, and what may be read: some of it pieces of them, of files or of messages."""
    hidden = draw(HIDDEN)
    lines = draw(st.lists(TEXTS, max_size=3))
    for text in hidden:
        begin = draw(st.integers(0, len(text)))
        lines.append(draw(st.text("ab ", max_size=20)) + text[begin : begin + draw(st.integers(0, 2 * WINDOW))])
    said = [f"{SAID}{line}" if draw(st.booleans()) else line for line in lines]
    return hidden, [said[0], "\n".join(said[1:])] if said else []


@example(({f" {'a' * 23}": PLACES[0]}, ["a" * 23, ""]))
@given(readable())
def test_settled_and_asked_are_the_same(case: tuple[dict[str, tuple[str, str]], list[str]]) -> None:
    """Of every window that occurs anywhere, here and in another process."""
    hidden, visible = case
    asked, settled = Sought(hidden, visible), Sought(hidden, iter(visible))
    settled.settle()
    elsewhere = pickle.loads(pickle.dumps(settled))  # noqa: S301 - our own
    windows = {text[start : start + WINDOW] for text in hidden for start in range(len(text) - WINDOW + 1)}
    public = [line.removeprefix(SAID) for part in visible for line in part.split("\n")]
    for window in windows:
        typed = any(window in line for part in visible for line in part.split("\n") if not line.startswith(SAID))
        found = settled.text_with(window)
        assert elsewhere.text_with(window) == found == asked.text_with(window)
        assert (found is None) if typed else (found is not None or any(window in line for line in public))


@given(readable(), st.booleans())
def test_what_was_public_before_has_no_say(case: tuple[dict[str, tuple[str, str]], list[str]], settle: bool) -> None:  # noqa: FBT001 - as it is drawn
    """Where the same is hidden and something else may be read, the answers are those of whoever begins anew."""
    hidden, visible = case
    before = Sought(hidden, hidden)  # everything may be read
    windows = {text[start : start + WINDOW] for text in hidden for start in range(len(text) - WINDOW + 1)}
    if settle:
        before.settle()
    assert not any(map(before.text_with, windows))
    anew, renewed = Sought(hidden, visible), before.renewed(visible)
    assert [renewed.text_with(window) for window in windows] == [anew.text_with(window) for window in windows]
    assert not any(map(before.text_with, windows))


@pytest.mark.parametrize("public", [True, False])
def test_a_short_text_counts_as_a_whole(*, public: bool) -> None:
    """Where it is public it is not looked for."""
    sought = Sought({"gambling": PLACES[0]}, ["no gambling here"] if public else ["nothing"])
    assert sought.is_whole("gambling") is not public
    assert not sought.is_whole("no gambling")
    assert sought.text_with("gambling") is None
