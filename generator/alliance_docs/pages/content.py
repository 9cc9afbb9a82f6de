"""The pages that are the same on every site: principles, how-to, care, about. Markdown of our own, inside the package.

What these files contain is ours and trusted; their links are relative to the page they stand on, as they are written.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import escape

from alliance_docs import texts
from alliance_docs.escaping import filled, joined
from alliance_docs.normal import slug as words_slug
from alliance_docs.page import Heading, Page

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

PRINCIPLES = ("act", "repair-first", "own-drop", "not-a-mood", "your-side", "works", "eyes-open", "integrity")
_ORDER = ("index", *PRINCIPLES, "design", "living-document", "edit", "read-changes", "about", "care")
_HELPLINES = "{{ helplines }}"
_NO_HELPLINES = ("Your local emergency number.",)


class Leaf(NamedTuple):
    """One page as written: `address` is that of the finished page, `markdown` begins below the title."""

    address: str
    title: str
    description: str
    markdown: str


def content_pages(helplines: Sequence[str] = ()) -> Iterator[Page]:
    """The pages in reading order; `helplines` are the lines of help on the care page, as plain text."""
    for leaf in leaves():
        body, headings = _render(leaf, tuple(helplines) or _NO_HELPLINES)
        yield Page(leaf.address, leaf.title, body, leaf.description, headings, searchable=True)


def principle_title(principle: str) -> str:
    """The title of a principle's page, or "" when there is no such page."""
    return _titles().get(f"principles/{principle}.html", "")


@cache
def _titles() -> dict[str, str]:
    return {leaf.address: leaf.title for leaf in leaves()}


@cache
def leaves() -> tuple[Leaf, ...]:
    """Every page of the package's content folder, in the order in which one would read them."""
    return tuple(sorted(_walk(files("alliance_docs") / "content", ""), key=_reading_order))


def _reading_order(leaf: Leaf) -> tuple[int, str]:
    name = leaf.address.removesuffix(".html").rpartition("/")[2]
    return (_ORDER.index(name) if name in _ORDER else len(_ORDER), leaf.address)


def _walk(folder: Traversable, path: str) -> Iterator[Leaf]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _walk(entry, f"{path}{entry.name}/")
        elif entry.name.endswith(".md"):
            yield _leaf(entry.read_text(encoding="utf-8"), path)


def _leaf(source: str, path: str) -> Leaf:
    """A page from its front matter of `key: value` lines and the Markdown below."""
    _, front, markdown = source.split("---\n", 2)
    about = dict(line.split(": ", 1) for line in front.splitlines() if line)
    return Leaf(f"{path}{about['slug']}.html", about["title"], about["description"], markdown)


def _render(leaf: Leaf, helplines: Sequence[str]) -> tuple[str, tuple[Heading, ...]]:
    tokens = _parser().parse(leaf.markdown)
    headings = tuple(_name_headings(tokens))
    lines = joined(filled("<li>{}</li>\n", texts.plain(line)) for line in helplines)
    shown = _parser().renderer.render(tokens, _parser().options, {})
    shown = shown.replace(f"<p>{_HELPLINES}</p>", f'<ul class="al-helplines">\n{lines}</ul>')
    return f'<h1>{escape(leaf.title)}</h1>\n<p class="al-lede">{escape(leaf.description)}</p>\n{shown}', headings


def _name_headings(tokens: "Sequence[Token]") -> Iterator[Heading]:
    """Give each heading of level 2 and 3 an anchor of its own words."""
    used: dict[str, int] = {}
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            title = "".join(child.content for child in inline.children or ())
            name = words_slug(title)
            used[name] = used.get(name, 0) + 1
            anchor = name if used[name] == 1 else f"{name}-{used[name]}"
            token.attrSet("id", anchor)
            yield Heading(title, anchor, int(token.tag[1]))


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - slow to load, and what is made with it is remembered

    options: dict[str, Any] = {"html": False}
    return MarkdownIt("commonmark", options).enable("table")
