"""What may be read, asked part by part: the same answers as from the whole, and no part read too early."""

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.leaks.hidden_words import SAID, Words, fold, visible_parts
from alliance_docs.leaks.readable import Readable

words = st.text("ab ", max_size=4)
parts = st.lists(st.lists(st.tuples(st.booleans(), words), max_size=3), max_size=4)


@given(parts=parts, asked=st.lists(st.tuples(words, st.booleans()), max_size=6))
def test_the_parts_say_what_the_whole_says(parts: list[list[tuple[bool, str]]], asked: list[tuple[str, bool]]) -> None:
    """Whatever was asked before, each answer is that of all lines of all parts, typed ones or those of messages too."""
    readable = Readable("\n".join(SAID + line if said else line for said, line in part) for part in parts)
    lines = [line for part in parts for line in part]
    for sought, messages in asked:
        expected = any(sought in line for said, line in lines if messages or not said)
        assert readable.says(sought, messages=messages) == (expected or (sought == "" and bool(parts)))
    typed, said = readable.whole()
    for sought in ("a", "ab", "b a"):
        assert (sought in typed) == any(sought in line for is_said, line in lines if not is_said)
        assert (sought in said) == any(sought in line for is_said, line in lines if is_said)


def test_what_is_not_needed_is_not_read() -> None:
    """A yes ends the search, and the next one begins with what was read already."""
    read: list[str] = []

    def given_parts() -> Iterator[str]:
        for part in ("one", "two", "three"):
            read.append(part)
            yield part

    readable = Readable(given_parts())
    assert readable.says("tw", messages=False)
    assert readable.says("on", messages=False)
    assert read == ["one", "two"]
    assert not readable.says("four", messages=True)
    assert read == ["one", "two", "three"]


def test_the_alliances_whose_pages_are_new_are_asked_first() -> None:
    """What stands on a new page its own alliance says as a rule, so the others need not be opened."""
    kept, new = (
        Words(path, {}, lambda path=path: [fold(path)], "", is_new=path == "new")  # type: ignore[misc]  # mypy: a default
        for path in ("kept", "new")
    )
    first, second, *_ = visible_parts((kept, new))
    assert [first, second] == ["new", "kept"]
