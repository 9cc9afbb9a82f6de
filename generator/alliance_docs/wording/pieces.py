"""The pieces sentences are made of, and how they are strung together."""

from collections.abc import Iterable, Sequence
from typing import Self, TypeAlias


class Name(str):
    """A person's name; pages keep it from reordering the line."""

    __slots__ = ()


class Title(str):
    """The title of a clause, in quotation marks when it is only its first words; `target` is the clause's address."""

    __slots__ = ("target",)
    target: str

    def __new__(cls, text: str, target: str = "") -> Self:
        """A title that may lead to a clause."""
        title = super().__new__(cls, text)
        title.target = target
        return title


class Day(str):
    """A date in words; `iso` is the same day for machines, "" when it is none."""

    __slots__ = ("iso",)
    iso: str

    def __new__(cls, text: str, iso: str = "") -> Self:
        """A day as people and as machines read it."""
        found = super().__new__(cls, text)
        found.iso = iso
        return found


Phrase: TypeAlias = tuple[str, ...]
"""Words in order; joined they read as they stand."""


def sentence_text(phrase: Phrase) -> str:
    """A phrase as one string."""
    return "".join(phrase)


def listed(phrases: Iterable[Phrase], last: str = "and") -> Phrase:
    """Phrases as a list in a sentence: a, b and c."""
    entries = list(phrases)
    words: list[str] = []
    for place, entry in enumerate(entries):
        if place:
            words.append(f" {last} " if place == len(entries) - 1 else ", ")
        words.extend(entry)
    return tuple(words)


def some(phrases: Sequence[Phrase], most: int = 3) -> Phrase:
    """As `listed`, but after `most` entries only how many more there are."""
    if len(phrases) <= most + 1:
        return listed(phrases)
    return listed([*phrases[:most], (f"{len(phrases) - most} more",)])


def capitalised(phrase: Phrase) -> Phrase:
    """The phrase with its first letter as a capital, unless it begins with a name or a title."""
    if not phrase or isinstance(phrase[0], Name | Title):
        return phrase
    return (phrase[0][:1].upper() + phrase[0][1:], *phrase[1:])
