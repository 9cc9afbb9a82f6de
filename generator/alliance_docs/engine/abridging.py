"""What the search needs of a page's body: how much it is, and in few words what names the agreement; knows no search."""

import re
from typing import NamedTuple

from alliance_docs.page import Page

_TAG = re.compile(r"<[^>]*>")
_LEFT_OUT = re.compile(r"(<(footer|section|nav|div)\b[^>]* data-search-exclude\b[^>]*>).*?</\2>", re.DOTALL)
_NAMES = re.compile(
    r'<h[2-6]\b[^>]*>(.*?)</h[2-6]>|<p class="al-title">(.*?)</p>|<span id="parties--[^"]*">(.*?)</span>', re.DOTALL
)
_ESCAPED = {ord("<"): "&lt;", ord(">"): "&gt;", ord("&"): "&amp;"}


class Abridged(NamedTuple):
    """A page: how many signs of it a search would hold, and what of it names the agreement, as HTML."""

    size: int
    names: str


def abridged(page: Page) -> Abridged:
    """The same, of a page whose body is at hand."""
    body = page.body
    names = [f"<p>{_TAG.sub('', ''.join(name))}</p>" for name in _NAMES.findall(body)]
    top = body.partition("</h1>")[0]
    purpose = f"<p>{page.description.translate(_ESCAPED)}</p>"
    return Abridged(len(_TAG.sub("", searched(body))), f"{top}</h1>{purpose}{''.join(names)}")


def searched(body: str) -> str:
    """A body without what the search passes over."""
    return _LEFT_OUT.sub(r"\1</\2>", body)
