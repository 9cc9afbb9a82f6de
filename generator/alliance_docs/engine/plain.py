"""Our pages as plain text files that any engine of this family reads: a front matter and one block of HTML each.

Knows neither MkDocs nor files. The block comes out of Python-Markdown as it went in: it is one element from its first to
its last line, and what an extension could take for its own at the beginning of a line is written as a character reference.
"""

import json
import re
from collections.abc import Iterator, Mapping
from html import escape

from alliance_docs.page import Page

_FENCE = re.compile(r"^(\s*)(?:(`)|(~))(?=(?:``|~~))", re.MULTILINE)
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")  # for YAML, not for JSON


def plain_page(page: Page) -> str:
    """The text of one Markdown file. Title and description are escaped, because the templates of MkDocs do not."""
    front: dict[str, object] = {"title": escape(page.title)}
    if page.description:
        front["description"] = escape(page.description)
    if not page.searchable:
        front["search"] = {"exclude": True}
    return f'---\n{yaml(front)}---\n\n<div class="alliance-page">\n{_inert(page.body)}\n</div>\n'


def yaml(mapping: Mapping[str, object]) -> str:
    """A mapping of texts, numbers, booleans, lists and mappings as block-style YAML; its keys are plain words."""
    return "".join(f"{line}\n" for line in _entries(mapping))


def _inert(body: str) -> str:
    return _FENCE.sub(lambda mark: f"{mark[1]}&#{96 if mark[2] else 126};", body)


def _entries(mapping: Mapping[str, object]) -> Iterator[str]:
    for key, value in mapping.items():
        yield from _led(f"{_scalar(key) if ' ' in key else key}:", value)


def _led(lead: str, value: object) -> Iterator[str]:
    """A value behind `key:` or `-`: on the same line, or indented below."""
    if isinstance(value, Mapping) and value:
        below = list(_entries(value))
    elif isinstance(value, list) and value:
        below = [line for entry in value for line in _led("-", entry)]
    else:
        yield f"{lead} {_scalar(value)}"
        return
    if lead == "-":
        yield f"- {below[0]}"
        below = below[1:]
    else:
        yield lead
    yield from (f"  {line}" for line in below)


def _scalar(value: object) -> str:
    """A scalar as JSON, which YAML reads too once the signs are spelled that it takes for line ends or refuses."""
    return _UNPRINTABLE.sub(lambda sign: f"\\u{ord(sign[0]):04x}", json.dumps(value, ensure_ascii=False))
