"""Reads CommonMark with a library that is slow to load: `texts` imports this where a text has marks, and not before.

Takes a text without e-mail addresses, gives HTML that is safe and the plain text a reader sees; the only place that does.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

_LONGEST = 64 * 1024  # characters of one text that are still read as Markdown
_MOST_MARKS = 4_000  # of [ * _ ` <; more of them is no agreement, and would take a second
_DEEPEST = 20  # levels of quotes and lists inside one another

_MARKS = re.compile(r"[\[*_`<]")
_TAGS = {"p", "ul", "ol", "li", "blockquote", "em", "strong", "code", "br", "a"}


class Document(NamedTuple):
    """A text as read: cleaned HTML, what a reader sees of it, and where its links lead to, in order."""

    html: str
    visible: str
    links: tuple[str, ...]


def read_document(text: str) -> Document | None:
    """A text as CommonMark, or None where `is_too_intricate`."""
    tokens = _tokens(text)
    return None if tokens is None else Document(_safe_html(tokens), _visible(tokens), tuple(_links(tokens)))


def is_too_intricate(text: str) -> bool:
    """Whether reading a text could take longer than a second."""
    return _tokens(text) is None


def _safe_html(tokens: Sequence[Token]) -> str:
    return nh3.clean(
        _PARSER.renderer.render(tokens, _PARSER.options, {}),
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https"},
        link_rel="noopener noreferrer nofollow",
    )


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST})
    parser.disable(["heading", "lheading", "hr", "reference", "html_block", "html_inline", "image", "code", "fence"])
    parser.validateLink = _leads_to_the_web  # type: ignore[method-assign, assignment]  # the library's own way to set it
    return parser


def _leads_to_the_web(address: str) -> bool:
    return address.strip().casefold().startswith(("http://", "https://"))


_PARSER = _parser()


def _tokens(text: str) -> Sequence[Token] | None:
    """A text as Markdown, or None where that would take long; the limits are counts, so that every machine agrees."""
    if len(text) > _LONGEST or len(_MARKS.findall(text)) > _MOST_MARKS:
        return None
    tokens = _PARSER.parse(text)
    return None if any(token.level >= _DEEPEST - 1 for token in tokens) else tokens


def _links(tokens: Sequence[Token]) -> list[str]:
    inline = (child for token in tokens for child in token.children or ())
    return [str(child.attrGet("href")) for child in inline if child.type == "link_open"]


def _visible(tokens: Sequence[Token]) -> str:
    lines: list[str] = []
    numbers: list[int | None] = []
    mark = ""
    for token in tokens:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            numbers.append(int(token.attrGet("start") or 1) if token.type == "ordered_list_open" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            numbers.pop()
        elif token.type == "list_item_open":
            number = numbers[-1]
            mark = "• " if number is None else f"{number}. "
            numbers[-1] = None if number is None else number + 1
        elif token.type == "inline":
            lines.append(mark + "".join(map(_visible_inline, token.children or ())))
            mark = ""
    return "\n".join(lines)


def _visible_inline(token: Token) -> str:
    return {"softbreak": " ", "hardbreak": "\n"}.get(token.type, token.content)
