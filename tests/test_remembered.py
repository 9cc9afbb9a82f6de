"""What is remembered between runs: made once, forgotten without harm, never believed when it does not fit."""

import json
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from alliance_docs.keeping.keep import Keep, open_keep
from alliance_docs.keeping.keep_place import VARIABLE
from alliance_docs.keeping.records import Record
from alliance_docs.keeping.remembered import remembered


def pair(written: Record) -> tuple[str, int]:
    """A pair as it was meant."""
    word, number = written
    return str(word), int(number)


def counted(numbers: Iterator[int], *words: str) -> tuple[str, int]:
    """A pair that tells whether it was made anew."""
    return remembered("pair", words, lambda: ["made", next(numbers)], pair)


def test_it_is_made_once_for_the_same_words() -> None:
    """The second time it is read, and other words are another matter."""
    numbers = count()
    assert [counted(numbers, "a"), counted(numbers, "a"), counted(numbers, "b"), counted(numbers)] == [
        ("made", 0),
        ("made", 0),
        ("made", 1),
        ("made", 2),
    ]


@pytest.mark.parametrize("strange", [None, 7, [], ["one"], ["word", "no number"], ["word", None], {"a": 1}])
def test_what_does_not_fit_is_made_again(strange: Record) -> None:
    """Something else under the same name counts as nothing."""
    numbers = count()
    counted(numbers)
    (place,) = open_keep().folder.iterdir()
    Keep(place.parent).put(place.name, json.loads(json.dumps(strange)))
    assert counted(numbers) == ("made", 1)
    assert counted(numbers) == ("made", 1)


def test_without_a_place_it_is_made_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lets nothing be kept gets the same all the same."""
    monkeypatch.setenv(VARIABLE, "")
    numbers = count()
    assert [counted(numbers), counted(numbers)] == [("made", 0), ("made", 1)]


def test_a_place_that_cannot_be_written_does_no_harm(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Then too it is made each time."""
    monkeypatch.setenv(VARIABLE, os.fspath(tmp_path / "file" / "below"))
    (tmp_path / "file").touch()
    numbers = count()
    assert [counted(numbers), counted(numbers)] == [("made", 0), ("made", 1)]
