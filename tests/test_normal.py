"""The normal form of texts and values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.normal import normal, normal_value, same, slug
from alliance_docs.vocabulary import FieldKind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We talk first.", "We talk first."),
        ("  We\n  talk\tfirst. ", "We talk first."),
        ("we don\u2019t \u201cvent\u201d", 'we don\'t "vent"'),
        ("\u201eAnkern\u201c, \u00abparler\u00bb", '"Ankern", "parler"'),
        ("Monday \u2013 Friday \u2014 always", "Monday - Friday - always"),
        ("cafe\u0301", "caf\u00e9"),
        ("ten\u00a0minutes\u202fonly", "ten minutes only"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("", ""),
    ],
)
def test_normal(text: str, expected: str) -> None:
    """Quotes, dashes, composition and white space are levelled, everything else stays."""
    assert normal(text) == expected


@given(st.text())
def test_normal_is_final(text: str) -> None:
    """A text in normal form is its own normal form."""
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (None, "", None),
        (None, (), FieldKind.LINKS),
        (("a", "b"), ("b", "a"), FieldKind.LINKS),
        ("a", ("a",), FieldKind.TEXTS),
        ("two  weeks", "two weeks", FieldKind.CADENCE),
        (None, "false", FieldKind.FLAG),
        ("Yes", "true", FieldKind.FLAG),
    ],
)
def test_same(before: str | tuple[str, ...] | None, after: str | tuple[str, ...] | None, kind: FieldKind | None) -> None:
    """Values that mean the same are the same, however they are typed."""
    assert same(before, after, kind)


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("Two weeks", "two weeks", FieldKind.CADENCE),
        (("a", "a"), ("a",), FieldKind.LINKS),
        (None, "true", FieldKind.FLAG),
        ("no", "", FieldKind.WORD),
    ],
)
def test_different(
    before: str | tuple[str, ...] | None, after: str | tuple[str, ...] | None, kind: FieldKind | None
) -> None:
    """Case, number and words of their own are a difference."""
    assert not same(before, after, kind)


def test_normal_value_of_a_list_is_sorted() -> None:
    """A list of ids is a multiset."""
    assert normal_value(("second", "first", " "), FieldKind.LINKS) == ("first", "second")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We answer each other's messages soon", "we-answer-each-others"),
        ("Größe zählt: nicht immer!", "grosse-zahlt-nicht-immer"),
        ("19:30 at the caf\u00e9 \u2013 really", "19-30-at-the"),
        ("**Be** on _time_", "be-on-time"),
        ("Такой тон: прямой и ясный", "такой-тон-прямой-и"),
        ("我们直说", "我们直说"),
        ("?!", "clause"),
        ("x" * 60, "x" * 48),
    ],
)
def test_slug(text: str, expected: str) -> None:
    """The first four words make a short address, in the letters of the text."""
    assert slug(text) == expected
