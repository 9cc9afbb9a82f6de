"""What cannot be seen is shown as a symbol."""

import pytest

from alliance_docs.symbols import symbols

CASES = {
    "an escape sequence": ("\x1b[31mred", "␛[31mred"),
    "the end of a line": ("one\r\ntwo", "one␍␊two"),
    "delete": ("a\x7fb", "a␡b"),
    "the one-byte escape": ("\x9b31m", "⟨U+009B⟩31m"),
    "a direction override": ("abc\u202edef", "abc⟨U+202E⟩def"),
    "a lone surrogate": ("\udcff", "⟨U+DCFF⟩"),
    "joiners and direction marks of ordinary languages": ("می\u200cخواهم\u200f", "می\u200cخواهم\u200f"),
}


@pytest.mark.parametrize(("text", "shown"), CASES.values(), ids=CASES)
def test_unseen_characters_are_shown(text: str, shown: str) -> None:
    """Each unseen character becomes a symbol and nothing else changes."""
    assert symbols(text) == shown


def test_kept_characters_stay() -> None:
    """A caller that shows paragraphs keeps the ends of lines."""
    assert symbols("one\ntwo\x07", keep="\n") == "one\ntwo␇"
