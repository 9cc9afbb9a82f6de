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
_WORTH_IT = 12  # letters


class Thinner:
    """Remembers pieces of texts in which nothing was found; tags only where what is searched for has none."""

    def __init__(self, *, tags: bool = True) -> None:
        self._places = slice(None, None, 1 if tags else 2)
        self._short: dict[str, str] = {}

    def thin(self, parts: Sequence[str]) -> str:
        """These pieces as one text, those that are known shortened."""
        short = self._short
        return "".join([short.get(part, part) for part in parts])

    def remember(self, parts: Sequence[str]) -> None:
        """Take these pieces as known."""
        if len(self._short) > _REMEMBERED:
            self._short.clear()
        for part in parts[self._places]:
            if len(part) > _WORTH_IT and part not in self._short:
                self._short[part] = _shortened(part)


def _shortened(part: str) -> str:
    tag = _PLAIN_TAG.fullmatch(part)
    if tag:
        return part if _MEANING.search(part) else f"<{tag[1]}>"
    first, last = part[:REACH], part[-REACH:]
    is_long = len(part) > 2 * REACH + len(APART) and not _ESCAPED.search(part)
    return f"{first}{APART}{last}" if is_long and min(len(fold(first)), len(fold(last))) >= REACH - 1 else part
