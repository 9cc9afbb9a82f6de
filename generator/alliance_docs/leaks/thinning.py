"""Divides a text of HTML into what was never read and all of it, short: of a tag its name is left, of a sentence both ends.

A piece is read alone once; in all company after that only where it meets another can be told. Knows nothing of what is
searched for. Where something is found, the whole text must be looked at.
"""

import re
from collections.abc import Sequence

from alliance_docs.leaks.hidden_words import fold
from alliance_docs.leaks.untagging import APART
from alliance_docs.leaks.unwrapping import REACH, Thin

_PLAIN_TAG = re.compile(r'<([a-z]\w*)(?:\s+[\w:-]+(?:="[^"<>\\]*")?)+\s*/?>')
_MEANING = re.compile(r'class="al-(?:h|label)"')  # classes that say how to read what stands in the tag
_ESCAPED = re.compile(r"""[<>&%+\\"'`\s\x1e](?<! )|  """)
_REMEMBERED = 50_000  # pieces, then all are forgotten
_LONG = 2 * REACH + len(APART)  # letters of a text


class Thinner:
    """Remembers pieces of texts in which nothing was found; tags only where what is searched for has none."""

    def __init__(self, *, tags: bool = True) -> None:
        self._tags = tags
        self._short: dict[str, str] = {}
        self._new: dict[str, str] = {}

    def thin(self, parts: Sequence[str]) -> Thin:
        """These pieces: those that are not known, each alone, and all shortened."""
        known = self._short
        texts = [text for text in dict.fromkeys(parts[::2]) if text not in known]
        tags = [tag for tag in dict.fromkeys(parts[1::2]) if tag not in known] if self._tags else []
        self._new = {text: _ends(text) for text in texts} | {tag: _name(tag) for tag in tags}
        met = [*map(self._new.get, parts, map(known.get, parts, parts))]
        return Thin(texts, tags if self._tags else ["".join(met)], met)

    def remember(self) -> None:
        """Take the pieces that were thinned last as known: nothing was found in them."""
        if len(self._short) > _REMEMBERED:
            self._short.clear()
        self._short |= self._new


def _ends(text: str) -> str:
    first, last = text[:REACH], text[-REACH:]
    if len(text) <= _LONG or _ESCAPED.search(text) or min(len(fold(first)), len(fold(last))) < REACH - 1:
        return text
    return f"{first}{APART}{last}"


def _name(tag: str) -> str:
    found = _PLAIN_TAG.fullmatch(tag)
    return f"<{found[1]}>" if found and not _MEANING.search(tag) else tag
