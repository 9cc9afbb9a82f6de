"""Turns what people typed into safe HTML and into the plain text a reader sees of it; the only place that does.

Nothing that people wrote reaches a page but through here or through a template's own escaping. E-mail addresses are left
out before anything else happens, no HTML of theirs passes, there are no images, and a link leads to http(s) or is none.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs.escaping import as_html, escaped, filled, joined
from alliance_docs.symbols import symbols

LEFT_OUT = "address left out"

_LONGEST_BODY = 10_000

# Bounded repetitions, so that no text makes the search slow.
_ADDRESS = re.compile(r"<?(?:mailto:)?\w[\w.+%'’-]{0,63}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,63}>?", re.IGNORECASE)
_PLAIN = r"[^\\`*_\[\]<>&@\t\n\r\u00a0]+"  # nothing that means anything in Markdown
_SIMPLE = re.compile(rf"(?![-+~]|\d{{1,9}}[.)]){_PLAIN}(?:(?<=[^\W_])_(?=[^\W_]){_PLAIN})*")  # nor does a _ within a word
_WEB = re.compile(r"https?://[^\s<>\"'`]{1,2000}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
_LINE_OF_ITS_OWN = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s")


class _Reading(NamedTuple):
    html: Markup
    visible: str
    links: tuple[str, ...] = ()


def html(text: str, lang: str = "") -> Markup:
    """A text as safe HTML: one or more block elements, none for an empty text.

    CommonMark without headings, rules, images, code blocks, raw HTML and link definitions, all of which stay readable as
    typed. A text that is too long, too deep or too full of marks is shown as plain paragraphs. `lang` other than English
    wraps it in a `div` with that language.
    """
    shown = _read(text).html
    attributes = language(lang)
    return filled("<div{}>{}</div>", attributes, shown) if attributes and shown else shown


def visible(text: str) -> str:
    """What a reader sees of `html(text)`, as plain text: a line for each block, a bullet or number before a list entry."""
    return _read(text).visible


def links(text: str) -> tuple[str, ...]:
    """Where the links of `html(text)` lead to, in order; for saying in words that one changed."""
    return _read(text).links


def is_too_intricate(text: str) -> bool:
    """Whether a text is shown as it was typed, because reading its Markdown could take longer than a second."""
    from alliance_docs.commonmark import is_too_intricate as would_take_long  # noqa: PLC0415 - slow to load

    return would_take_long(text)


@lru_cache(maxsize=4096)
def plain(text: str) -> Markup:
    """A one-line text (title, subject, word) escaped, its blanks collapsed, control and direction characters visible."""
    return as_html(escaped(one_line(text)))


def name(text: str) -> Markup:
    """A person's name, kept from reordering the line it stands in."""
    return filled("<bdi>{}</bdi>", one_line(text))


@lru_cache(maxsize=16_384)
def one_line(text: str) -> str:
    """The plain text of `plain`, not yet escaped, for titles and descriptions that others escape."""
    return without_addresses(symbols(" ".join(text.split())))


def paragraphs(text: str) -> Markup:
    """A commit message's body as escaped paragraphs: lines are joined but for lists, web addresses become links."""
    return joined(filled("<p>{}</p>", block) for block in map(_paragraph, _blocks(text)) if block)


def plain_paragraphs(text: str) -> Iterator[str]:
    """The same as plain text, a line for each paragraph."""
    return filter(None, (" ".join(block.split()) for block in _blocks(text)))


def _blocks(text: str) -> list[str]:
    text = symbols(without_addresses(text.replace("\r\n", "\n")), keep="\n\t")
    if len(text) > _LONGEST_BODY:
        text = f"{text[:_LONGEST_BODY]} … (the rest is left out here)"
    return re.split(r"\n[ \t]*\n", text)


def without_addresses(text: str) -> str:
    """The text with every e-mail address replaced by words."""
    return _ADDRESS.sub(LEFT_OUT, text) if "@" in text or "%40" in text else text


def language(lang: str) -> Markup:
    """The `lang` and `dir` attributes for texts in a language other than English, or nothing."""
    if lang.casefold() in ("", "en") or not _LANGUAGE.fullmatch(lang):
        return Markup("")
    return filled(' lang="{}" dir="auto"', lang)


@lru_cache(maxsize=16_384)
def _read(text: str) -> _Reading:
    text = symbols(without_addresses(text), keep="\n\t").strip()
    if _SIMPLE.fullmatch(text):
        return _Reading(as_html(f"<p>{text}</p>"), text)  # the pattern allows no character that means anything
    if not text:
        return _Reading(Markup(""), "")
    from alliance_docs.commonmark import read_document  # noqa: PLC0415 - slow to load, and few texts need it

    read = read_document(text)
    if read is None:
        return _as_typed(text)
    if _ADDRESS.search(read.visible) or _ADDRESS.search(read.html):
        return _as_typed(without_addresses(read.visible))
    return _Reading(as_html(read.html), read.visible, read.links)  # cleaned


def _as_typed(text: str) -> _Reading:
    blocks = [" ".join(block.split()) for block in re.split(r"\n\s*\n", text)]
    shown = joined(filled("<p>{}</p>", block) for block in blocks)
    return _Reading(shown, "\n".join(blocks))


def _paragraph(block: str) -> Markup:
    lines: list[str] = []
    for line in block.splitlines():
        if lines and not _LINE_OF_ITS_OWN.match(line.lstrip()):
            lines[-1] = f"{lines[-1]} {line.strip()}"
        else:
            lines.append(line.strip())
    return joined((_linked(line) for line in lines if line), "<br>")


def _linked(line: str) -> Markup:
    shown: list[str] = []
    end = 0
    for found in _WEB.finditer(line):
        address = found[0].rstrip(".,;:!?)]}’”")
        link = filled('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>', address)
        shown += (line[end : found.start()], link)
        end = found.start() + len(address)
    return joined((*shown, line[end:]))
