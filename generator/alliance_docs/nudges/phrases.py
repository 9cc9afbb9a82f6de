"""Patterns as templates over named lists of words, so that the words can be read and mended as what they are: data.

In a template `{name}` stands for a list of that name; everything else is a regular expression. Case does not matter. Gaps
are bounded everywhere, so the work on a text grows with its length and with nothing else.
"""

import re
from collections.abc import Mapping

Words = Mapping[str, str]

_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
_SEPARATOR = re.compile(r",\s+")
_HINT = re.compile("[a-z]+")
_LOOK_BACK = 60


def one_of(words: str) -> str:
    """A pattern for any one of some words or patterns, which are separated by a comma and white space."""
    return f"(?:{'|'.join(_SEPARATOR.split(words.strip().rstrip(',')))})"


def hints(*words: str) -> frozenset[str]:
    """The single words in some lists: a text that holds none of them needs no further look."""
    return frozenset(_HINT.findall(" ".join(words)))


def pattern(words: Words, *templates: str) -> re.Pattern[str]:
    """A pattern that finds what any of the templates describes."""
    filled = "|".join(templates)
    while _PLACEHOLDER.search(filled):
        filled = _PLACEHOLDER.sub(lambda found: words[found.group(1)], filled)
    return re.compile(filled, re.IGNORECASE)


def lead_in(found: re.Match[str]) -> str:
    """What stands shortly before a finding, with the blank that ends it."""
    return found.string[max(0, found.start() - _LOOK_BACK) : found.start()]


END = r"(?= ?(?:[,.;:!?)]|$| -))"
"""Where a phrase ends."""
