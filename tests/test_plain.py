"""A page written as a plain file comes out of Python-Markdown as it went in, and its front matter says what it said."""

import html

import markdown  # type: ignore[import-untyped]  # it ships none
import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils.meta import get_data
from mkdocs.utils.yaml import yaml_load

from alliance_docs.engine.plain import plain_page, yaml
from alliance_docs.page import Page

EXTENSIONS = ["toc", "tables", "fenced_code"]  # what MkDocs itself always has
AWKWARD = [
    "<h1>Two</h1>\n\n\n<p>a</p>\n\n    <p>indented</p>",
    "<h1>Code</h1><pre><code>one\n\n\n    two\n```\nthree\n```\n~~~\nfour\n~~~~\n</code></pre>",
    "<h1>Signs</h1>\n<p>\n*stars* _lines_ [a]: b\n# no heading\n- no list\n1. none\n\n> no quote\n---\n===\n</p>",
    "<h1>Table</h1><p>\n| a | b |\n|---|---|\n| c | d |\n</p>",
    "<h1>Nested</h1><div>\n<div>\n\n<details><summary>more</summary>\n\n<p>in</p></details>\n</div>\n\n</div>",
    '<h1>Pictures</h1><svg width="100%"><title>How it moved</title>\n\n<use x="41%" href="#a"/></svg>',
    '<h1>Escaped</h1><p>&lt;script&gt; &amp;amp; &quot; &#8617; {{ x }} {: .c } --8&lt;-- "f" [[w]] :smile: ==m== ^^i^^ \\* http://x.example</p>',
    "<h1>Marks</h1><p>a <del>b</del> <ins>c</ins><br>d<hr>e</p><!-- note --><ol reversed><li>x\n\n<li>y</ol>",
    "<h1>Wide</h1><p>Ünïcödé \u05e9\u05dc\u05d5\u05dd \U0001f600 <bdi>x</bdi></p>",
]
MARKDOWN = "`~*_#[]()<>&\n -|:{}!\\\"'\x85\u2028\ufeff\uffff"
SIGNS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")) | st.sampled_from("`~*_#[]()<>&\n -|:{}!\\\"'")
)


def rendered(text: str) -> str:
    """The body as MkDocs' Markdown makes it of the file."""
    return str(markdown.markdown(get_data(text)[0], extensions=EXTENSIONS))


@pytest.mark.parametrize("body", AWKWARD)
def test_a_body_is_not_touched(body: str) -> None:
    """Blank lines, indentation and what looks like Markdown stay as they are; a fence is spelled by reference."""
    before = f'<div class="alliance-page">\n{body}\n</div>'
    assert html.unescape(rendered(plain_page(Page("a.html", "A", body)))) == html.unescape(before)


@given(SIGNS)
def test_whatever_people_write_is_not_touched(text: str) -> None:
    """Any escaped text, on any number of lines, in a paragraph and in a preformatted block."""
    lines = "\n".join(text.replace("\t", " ").splitlines())
    body = f"<h1>A</h1>\n<p>{html.escape(lines)}</p>\n<pre>{html.escape(lines)}</pre>"
    after = html.unescape(rendered(plain_page(Page("a.html", "A", body))))
    assert [line.rstrip() for line in after.splitlines()[1:-1]] == [
        line.rstrip() for line in html.unescape(body).splitlines()
    ]


@given(SIGNS, SIGNS, st.booleans())
def test_the_front_matter_holds_title_and_description_escaped(title: str, description: str, searchable: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    """Whatever signs they are of; and a page that is not to be searched says so."""
    page = Page("a.html", title, "<h1>A</h1>", description=description, searchable=searchable)
    meta = get_data(plain_page(page))[1]
    assert meta["title"] == html.escape(title)
    assert meta.get("description", "") == html.escape(description)
    assert meta.get("search") == (None if searchable else {"exclude": True})


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | SIGNS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b c", "theme"]), inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["site_name", "nav", "How to"]), VALUES))
def test_settings_are_read_as_they_were_written(settings: dict[str, object]) -> None:
    """By the reader that MkDocs uses."""
    assert yaml_load(yaml(settings)) == settings
