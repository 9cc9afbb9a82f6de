"""Nothing that anybody typed becomes HTML: our escaping does what the library's does."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup, escape

from alliance_docs.escaping import as_html, escaped, filled, joined

TEXTS = st.text(alphabet="ab&<>\"'{}% \u00e4\U0001f600") | st.text()
VALUES = TEXTS | TEXTS.map(Markup) | st.integers()


@given(VALUES)
def test_a_value_is_escaped_as_the_library_does_it(value: object) -> None:
    """Text and numbers are escaped, and what is HTML already stays as it is."""
    assert escaped(value) == str(escape(value))


@given(VALUES, VALUES)
def test_a_pattern_is_filled_as_the_library_does_it(first: object, second: object) -> None:
    """Whatever is put into a pattern is escaped, and the whole is HTML."""
    made = filled('<a href="{}">{}</a>', first, second)
    assert made == Markup('<a href="{}">{}</a>').format(first, second)
    assert isinstance(made, Markup)


@given(st.lists(VALUES))
def test_values_are_joined_as_the_library_does_it(values: list[object]) -> None:
    """Each value in a row is escaped, and the whole is HTML."""
    made = joined(values, "<br>")
    assert made == Markup("<br>").join(map(escape, values))
    assert isinstance(made, Markup)


@given(TEXTS)
def test_what_is_declared_html_stays_as_it_is(text: str) -> None:
    """Declaring changes nothing, also when it is done twice."""
    assert as_html(as_html(text)) == text
    assert escaped(as_html(text)) == text
