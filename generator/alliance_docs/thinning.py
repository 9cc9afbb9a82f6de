"""Shortens in a text of HTML what was looked at before: of a tag its name is left, of a sentence both ends.

A page says in other company what the page before it said; only where known pieces meet something new can be told. Knows
nothing of what is searched for. Where a thin text holds anything, the whole one must be looked at.
"""

import re
from collections.abc import Sequence

from alliance_docs.hidden_words import fold
from alliance_docs.unwrapping import APART, REACH

_PLAIN_TAG = re.compile(r'<([a-z]\w*)(?:\s+[\w:-]+(?:="[^"<>\\]*")?)+\s*/?>')
_MEANING = re.compile(r'class="al-(?:h|label)"')  # classes that say how to read what stands in the tag
_ESCAPED = re.compile(r"""[<>&%+\\"'`\s\x1e](?<! )|  """)
_REMEMBERED = 50_000  # pieces, then all are forgotten
_LONG = 2 * REACH + len(APART)  # letters of a text
_WORTH_IT = 12  # letters of a tag


class Thinner:
    """Remembers pieces of texts in which nothing was found; tags only where what is searched for has none."""

    def __init__(self, *, tags: bool = True) -> None:
        self._tags = tags
        self._short: dict[str, str] = {}

    def thin(self, parts: Sequence[str]) -> list[str]:
        """These pieces, those that are known shortened."""
        return [*map(self._short.get, parts, parts)]

    def remember(self, parts: Sequence[str]) -> None:
        """Take these pieces as known."""
        if len(self._short) > _REMEMBERED:
            self._short.clear()
        for text in parts[::2]:
            if len(text) > _LONG and text not in self._short:
                self._short[text] = _ends(text)
        for tag in parts[1::2] if self._tags else ():
            if len(tag) > _WORTH_IT and tag not in self._short:
                self._short[tag] = _name(tag)


def _ends(text: str) -> str:
    first, last = text[:REACH], text[-REACH:]
    if _ESCAPED.search(text) or min(len(fold(first)), len(fold(last))) < REACH - 1:
        return text
    return f"{first}{APART}{last}"


def _name(tag: str) -> str:
    found = _PLAIN_TAG.fullmatch(tag)
    return f"<{found[1]}>" if found and not _MEANING.search(tag) else tag
