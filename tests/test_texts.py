"""What people typed is shown completely, safely and without e-mail addresses."""

import re
import sys
from html.parser import HTMLParser
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.commonmark import read_document

ANYTHING = st.text(max_size=200)
MARKED = st.text(alphabet=st.sampled_from("ab .*_[]()<>&!`#-+1\n\\@:/'\"\u202e\x1b"), max_size=60)
ALLOWED = {"p", "ul", "ol", "li", "blockquote", "em", "strong", "code", "br", "a"}


class Reader(HTMLParser):
    """What a browser makes of some HTML: its elements, their attributes and its text."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = ""
        self.feed(str(markup))  # Markup would escape what it is joined to
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        self.tags.add(tag)
        self.attributes += [(key, value or "") for key, value in attrs]

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def words(text: str) -> str:
    """A text without the blanks and list marks that only lay it out."""
    return re.sub(r"\s+|•|(?m:^\d+\. )", "", text)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("I tell Maren first.", "<p>I tell Maren first.</p>"),
        ("", ""),
        ("One.\n\nTwo.", "<p>One.</p>\n<p>Two.</p>"),
        ("*Never* again, **really**.", "<p><em>Never</em> again, <strong>really</strong>.</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("# Not a heading\n---", "<p># Not a heading\n---</p>"),
        ("[note]: we agree", "<p>[note]: we agree</p>"),
        ("Note: we agree", "<p>Note: we agree</p>"),
        ("[x](javascript:alert)", "<p>[x](javascript:alert)</p>"),
        ("[x](/private)", "<p>[x](/private)</p>"),
        ("![x](/private.png)", "<p>![x](/private.png)</p>"),
        ("write to ana.b@mail.example.org!", "<p>write to address left out!</p>"),
        ("ana&#64;example.org", "<p>address left out</p>"),
        ("ana\\@example.org", "<p>address left out</p>"),
        ("a\u202eb\x1b", "<p>a⟨U+202E⟩b␛</p>"),
        ("> " * 40 + "deep", "<p>" + "&gt; " * 40 + "deep</p>"),
    ],
)
def test_texts_are_shown_as_typed_but_for_harmless_markdown(typed: str, shown: str) -> None:
    """Headings, HTML, images, definitions and unsafe links stay readable as text; emphasis and lists are rendered."""
    assert texts.html(typed).strip() == shown


def test_links_lead_to_the_web_only_and_tell_nothing_to_where_they_lead() -> None:
    """A web link is kept, carrying no referrer, and can be asked for."""
    shown = texts.html("See [ours](https://example.org/a?b=1&c=2).")
    assert 'href="https://example.org/a?b=1&amp;c=2"' in shown
    assert 'rel="noopener noreferrer nofollow"' in shown
    assert texts.links("See [ours](https://example.org/a).") == ("https://example.org/a",)


@pytest.mark.parametrize("lang", ["", "en", "EN", 'de" onclick="x', "x" * 40])
def test_english_and_what_is_no_language_need_no_attribute(lang: str) -> None:
    """Only a well-formed language other than English is marked."""
    assert texts.html("Hallo", lang) == Markup("<p>Hallo</p>")


def test_a_text_in_another_language_says_so() -> None:
    """Screen readers pronounce it and its direction is its own."""
    assert texts.html("שלום", "he") == Markup('<div lang="he" dir="auto"><p>שלום</p></div>')


@given(ANYTHING | MARKED)
def test_no_text_brings_elements_or_attributes_of_its_own(typed: str) -> None:
    """Whatever is typed, only the allowed elements come out, and links lead to http(s)."""
    seen = Reader(texts.html(typed))
    assert seen.tags <= ALLOWED
    assert {key for key, _ in seen.attributes} <= {"href", "rel", "title", "start"}
    assert all(value.startswith(("http://", "https://")) for key, value in seen.attributes if key == "href")


@given(ANYTHING | MARKED)
def test_visible_text_is_what_a_reader_sees(typed: str) -> None:
    """The plain text used for redlines holds the same words as the HTML."""
    assert words(texts.visible(typed)) == words(Reader(texts.html(typed)).text)


@given(st.text(alphabet="abcé 19.)-+~!?'\"=#/:;,_", max_size=40))
def test_the_short_way_for_simple_texts_gives_what_the_long_way_gives(typed: str) -> None:
    """Texts without marks skip the Markdown reader without a difference."""
    text = typed.strip()
    read = read_document(text)
    assert read is not None
    assert (texts.html(typed).strip(), texts.visible(typed)) == (read.html.strip(), read.visible)


@given(st.text(alphabet="ab.", min_size=1, max_size=8), st.sampled_from(["", "<", "*", "[x](mailto:", "`", "'"]))
def test_no_address_is_ever_shown(local: str, before: str) -> None:
    """An e-mail address is replaced wherever it stands, and however it is wrapped."""
    address = f"x{local}@example.org"
    for shown in (
        texts.html(before + address),
        texts.visible(before + address),
        texts.plain(before + address),
        texts.paragraphs(before + address),
        texts.name(before + address),
    ):
        assert "@" not in shown
        assert "address left out" in shown


@pytest.mark.parametrize(
    "mark", ["[", "[a](", "*", "_a ", "`", "<", "> ", "- ", "![", "\\", "&amp;", "a\n", "a@", "%40a", "a."]
)
def test_texts_made_to_stop_the_reader_are_shown_whole(mark: str) -> None:
    """Thousands of marks do not end in a failure, and nothing of them is lost."""
    typed = f"begin {mark * (64_000 // len(mark))} end"
    assert texts.visible(typed).startswith("begin")
    assert texts.visible(typed).endswith("end")


BOMBS = {
    "brackets": "[" * 60_000,
    "closed brackets": "[" * 30_000 + "]" * 30_000,
    "links in links": "[a](" * 15_000,
    "emphasis": "*a_ " * 15_000,
    "runs of stars": "**a" * 20_000,
    "backticks": "`a``" * 15_000,
    "growing backticks": " ".join("`" * number for number in range(1, 340)),
    "quotes": "> " * 30_000,
    "lists": "- " * 30_000,
    "a staircase": "\n".join("  " * number + "- a" for number in range(240)),
    "definitions": "[a]: /b\n" * 7_000 + "[a]" * 1_000,
    "chained definitions": "\n".join(f"[a{number}]: [a{number + 1}]" for number in range(3_500)),
    "a table": "|a" * 20_000 + "\n" + "|-" * 10_000,
    "pointed brackets": "<a " * 20_000,
    "entities": "&amp" * 15_000,
}


@pytest.mark.parametrize("typed", BOMBS.values(), ids=BOMBS)
def test_no_text_takes_long(typed: str) -> None:
    """Whatever is too much for the reader of Markdown is shown as typed; what is not costs no more steps than letters."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:  # noqa: ARG001 - the shape Python asks for
        nonlocal counted
        counted += 1

    sys.setprofile(count)
    try:
        shown = texts.html(typed)
    finally:
        sys.setprofile(None)
    assert counted < 200 * len(typed)
    assert words(texts.visible(typed)) == words(Reader(shown).text)


def test_one_line_texts_are_escaped_and_put_on_one_line() -> None:
    """Titles and names hold no markup, no line breaks and nothing unseen."""
    assert texts.plain(" A <b>\n title\x07 ") == Markup("A &lt;b&gt; title␇")
    assert texts.name("\u200fדנה & co") == Markup("<bdi>\u200fדנה &amp; co</bdi>")


def test_a_commit_body_keeps_paragraphs_lists_and_links() -> None:
    """Lines are joined, lists keep their lines, addresses on the web become links and HTML is text."""
    body = "First line\nsecond line.\n\n- one\n- two\n  goes on\n\nSee https://example.org/a). <img>"
    link = '<a href="https://example.org/a" rel="noopener noreferrer nofollow">https://example.org/a</a>'
    assert str(texts.paragraphs(body)) == (
        f"<p>First line second line.</p><p>- one<br>- two goes on</p><p>See {link}). &lt;img&gt;</p>"
    )


def test_a_very_long_commit_body_says_that_it_goes_on() -> None:
    """Nothing is cut silently."""
    assert texts.paragraphs("word " * 5000).endswith("… (the rest is left out here)</p>")
