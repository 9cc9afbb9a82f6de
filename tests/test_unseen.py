"""Only what was not seen before is looked at, with what stands around it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.leaks.unseen import unseen

LINES = st.lists(
    st.sampled_from(["<p>one</p>", "<ul>", "  <li>", "  two", "", "three", '<a title="', '">', "x" * 400]), max_size=30
)
FRAME = "<html>\n" + "\n".join(f"  line {number} of what a theme says" for number in range(40))


@given(st.lists(LINES.map("\n".join), max_size=6))
def test_whatever_is_new_is_left(texts: list[str]) -> None:
    """Each pair of lines of a text was seen when it is not among what is left of it."""
    seen: set[int] = set()
    pairs: set[tuple[str, str]] = set()
    for text in texts:
        left, numbers = unseen(text, seen)
        lines, rest = text.split("\n"), left.split("\n")
        assert {*zip(["", *lines], lines, strict=False)} - {*zip(["", *rest], rest, strict=False)} <= pairs
        seen.update(numbers)
        pairs.update(zip(["", *lines], lines, strict=False))


@pytest.mark.parametrize("text", ["", "one", f"{FRAME}\n<p>one</p>\n<p>two</p>", '{"a":1},{"b":2}', "<p>\n  one\n</p>"])
def test_nothing_is_left_of_what_was_seen(text: str) -> None:
    """Where no tag goes on over the end of a line."""
    assert unseen(text, unseen(text, ())[1])[0] == ""


def test_a_new_line_comes_with_those_around_it() -> None:
    """Of a long block only the ends, and a zero where lines are left out."""
    seen = unseen(f"{FRAME}\n<p>one</p>\n<p>two</p>\n{FRAME}", ())[1]
    left, _ = unseen(f"{FRAME}\n<p>one</p>\n<p>new</p>\n<p>two</p>\n{FRAME}", seen)
    assert "<p>one</p>\n<p>new</p>\n<p>two</p>" in left
    assert "line 39" in left
    assert "line 20" not in left


def test_a_known_line_in_other_company_is_new() -> None:
    """A sentence may go on from one to the other."""
    seen = [*unseen("<p>one</p>\n<p>two</p>", ())[1], *unseen("<p>three</p>\n<p>four</p>", ())[1]]
    assert "four" in unseen("<p>one</p>\n<p>four</p>", seen)[0]


def test_of_records_those_around_a_new_one_are_left() -> None:
    """A search index is one line of thousands of them; its first and its last ones are near nothing else."""
    records = [f'{{"at":"{number}","text":"{"word " * 40}"}}' for number in range(50)]
    seen = unseen(f"[{','.join(records)}]", ())[1]
    records[20] = records[20].replace("word", "new", 1)
    left, _ = unseen(f"[{','.join(records)}]", seen)
    assert [place for place in range(50) if f'"at":"{place}"' in left] == [17, 18, 19, 20, 21, 22, 23, 24]
