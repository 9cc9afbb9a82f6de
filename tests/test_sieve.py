"""The sieve lets nothing through that holds a window or is a whole: what it says no to holds nothing."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.leaks.hidden_words import WINDOW, fold
from alliance_docs.leaks.sieve import Sieve, track, track_of_folded
from alliance_docs.leaks.untagging import APART

LETTERS = st.sampled_from(
    "abcxyzABC019 .,:—“”’…\n\t\u00a0äÖßéñﬁＡＢ①½ªİıſK\u0301\u0308\u0327\u200b\u00ad\ufe0fпривет北京ที่नि가각😀\udc80"
)
SENTENCES = st.lists(
    st.sampled_from(["I owe the bank", "— to “us” —", "Ünser Maß", "Привет всем", "北京", "a.b.c.", "\u0301", "\n", " "])
).map("".join)
TEXTS = st.one_of(st.text(LETTERS, max_size=120), SENTENCES, st.text(max_size=80))


@given(TEXTS)
def test_every_window_of_a_text_is_let_through(text: str) -> None:
    """Be it in one line or over the ends of several, in any script."""
    for line in (*text.split("\n"), text.replace("\n", " ")):
        folded = fold(line)
        for start in range(len(folded) - WINDOW + 1):
            assert Sieve([folded[start : start + WINDOW]], []).may_hold(track(text))


@given(TEXTS)
def test_every_window_is_where_it_is_said_to_be(text: str) -> None:
    """Whoever looks into those lines alone, folded together, finds it."""
    lines = text.split("\n")
    folded = fold(" ".join(lines))
    for start in range(len(folded) - WINDOW + 1):
        window = folded[start : start + WINDOW]
        places = Sieve([window], []).suspects(track(text))
        assert any(window in fold(" ".join(lines[near])) for near in places)


def test_a_line_is_told_once_however_much_it_may_hold() -> None:
    """A search index is one long line: whoever looks into it for each place would never end."""
    sieve = Sieve([fold("I owe the bank more than the house")[:WINDOW]], [])
    line = " ".join(["I owe the bank: more than the house!"] * 50)
    assert [*sieve.suspects(track(line))] == [slice(0, 2)]
    assert [*sieve.suspects(track("\n".join(["one", line, *["other"] * 20, line])))] == [slice(0, 2), slice(21, 23)]


def test_no_window_stands_over_texts_that_are_apart() -> None:
    """The same letters hold one where only a line ends."""
    sieve = Sieve([fold("I owe the bank more than the house")[:WINDOW]], [])
    assert sieve.may_hold(track("I owe the bank\nmore than the house"))
    assert not sieve.may_hold(track(f"I owe the bank{APART}more than the house"))


@given(TEXTS)
def test_every_line_of_a_text_is_let_through(text: str) -> None:
    """What is short is looked for as a whole line."""
    for line in text.split("\n"):
        assert line in Sieve([], [fold(line)]).lines_in(text, track(text))


@given(TEXTS, st.lists(st.text(LETTERS, min_size=WINDOW, max_size=WINDOW), max_size=40))
def test_other_windows_hinder_nothing(text: str, others: list[str]) -> None:
    """A window among many is let through like one alone."""
    folded = fold(text.replace("\n", " "))
    windows = {folded[start : start + WINDOW] for start in range(len(folded) - WINDOW + 1)}
    assert not windows or Sieve([*others, *windows], []).may_hold(track(text))


@pytest.mark.parametrize("text", ["I owe the bank more than the house is worth", "nothing that matters", "", "Привет"])
def test_what_has_other_letters_is_held_back(text: str) -> None:
    """Most texts are; otherwise nothing would be gained."""
    sieve = Sieve([fold("what my mother told me in May")[:WINDOW]], ["gambling"])
    assert not sieve.may_hold(track(text))
    assert not [*sieve.lines_in(text, track(text))]


def test_no_letter_joins_the_one_before_it_unseen() -> None:
    """Of all pairs that Unicode composes; and no letter becomes an ASCII letter unseen."""
    composed = [unicodedata.decomposition(chr(code)).split() for code in range(sys.maxunicode + 1)]
    pairs = {
        (chr(int(first, 16)), chr(int(second, 16)))
        for first, second in (pair for pair in composed if len(pair) == 2 and "<" not in pair[0])
    }
    texts = [f"x{first}{second}y" for first, second in pairs] + [f"x{chr(code)}y" for code in range(0x20000) if code != 10]
    assert [text for text in texts if track(text) != track_of_folded(fold(text))] == []
