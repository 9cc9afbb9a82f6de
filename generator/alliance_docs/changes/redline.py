"""Marks word by word what changed between two wordings of one text.

Works on visible plain text and knows no HTML. Without its added runs a redline is the older text, without its removed ones
the newer, byte for byte.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple, TypeAlias

from rapidfuzz.distance import Levenshtein

_MOST_MARKS = 6
_LEAST_SURVIVING = 0.4
_SHORTEST_RUN = 2

Op: TypeAlias = Literal["same", "removed", "added", "folded"]


class Run(NamedTuple):
    """A piece of a redline. A folded piece is unchanged text that may be left out: `sentences` says how much it is."""

    op: Op
    text: str
    sentences: int = 0


def redline(before: str, after: str) -> tuple[Run, ...] | None:
    """The newer text with what was removed and added marked, or None where reading both texts one after the other is easier.

    That is so when fewer than 40 % of the older words survive, or with more than six marks; a replacement is one mark. An
    unchanged run of fewer than two words between two changes counts as changed. Texts that differ in bytes only, such as
    by a typographic quote, differ here too: whether a change means something is for the diff to say.
    """
    if not before or not after or before == after:
        op: Op = "same" if before == after else "added" if after else "removed"
        text = before or after
        return (Run(op, text),) if text else ()
    old, new = _tokens(before), _tokens(after)
    blocks = list(_blocks(before, after))
    marks = sum(not block.same for block in blocks)
    surviving = sum(_words(old[block.old]) for block in blocks if block.same)
    if marks > _MOST_MARKS or surviving < max(1, _words(old) * _LEAST_SURVIVING):
        return None
    return tuple(_joined(_pieces(blocks, old, new)))


def fold(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The same redline with long unchanged stretches as folded runs; beside each change one whole sentence stays in sight.

    Nothing is folded that is shorter than two sentences, and nothing at all where nothing changed.
    """
    if all(run.op == "same" for run in runs):
        return tuple(runs)
    return tuple(piece for place, run in enumerate(runs) for piece in _folded(runs, place, run))


_Token: TypeAlias = tuple[str, str, str]
"""White space, and behind it a word or a mark; the other is "". Both are "" for the white space at the end."""


class _Block(NamedTuple):
    """A run of tokens that both texts have, or a change between two of those."""

    same: bool
    old: slice
    new: slice


_ASCII_MARKS = "!-/:-@\\[-`{-~"
_OTHER_MARKS = "\u00a1-\u00bf\u060c\u061b\u061f\u0964\u0965\u2010-\u205e\u20a0-\u20cf\u2190-\u2bff\u3000-\u303f\uff01-\uff0f"
_NO_SPACES = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_JOINED = "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u3099\u309a"
_LETTERS = f"[^\\s{_ASCII_MARKS}{_OTHER_MARKS}{_NO_SPACES}]+"
_UNITS = "%|\u20ac|\u00a3|\\$|(?:percent|(?:second|minute|min|hour|hr|day|week|month|year|euro)s?|EUR|USD|GBP|CHF|km|kg)\\b"
_NUMBER = rf"[\u20ac\u00a3$]?\d++(?:[.,:/-]\d++){{0,6}}+(?:\s?(?:{_UNITS})|(?!{_LETTERS}))"
_TOKEN = re.compile(rf"(\s*)(?:({_NUMBER}|{_LETTERS}(?:['\u2019]{_LETTERS})*|[{_NO_SPACES}][{_JOINED}]*)|(\S)|\Z)")


@lru_cache(maxsize=256)  # one wording is compared with many
def _tokens(text: str) -> tuple[_Token, ...]:
    return tuple(_TOKEN.findall(text))


@lru_cache(maxsize=256)
def _said(text: str) -> tuple[str, ...]:
    return tuple(word or mark for _, word, mark in _tokens(text))


def _words(tokens: Sequence[_Token]) -> int:
    return sum(bool(word) for _, word, _ in tokens)


def _text(tokens: Sequence[_Token]) -> str:
    return "".join(map("".join, tokens))


def _blocks(before: str, after: str) -> Iterator[_Block]:
    """The unchanged runs and what lies between them; an unchanged run of few words between two changes counts as change."""
    old, ops = _tokens(before), Levenshtein.opcodes(_said(before), _said(after))
    changed: _Block | None = None
    for place, op in enumerate(ops):
        block = _Block(op.tag == "equal", slice(op.src_start, op.src_end), slice(op.dest_start, op.dest_end))
        confetti = block.same and changed and place < len(ops) - 1 and _words(old[block.old]) < _SHORTEST_RUN
        if not block.same or confetti:
            start = changed or block
            changed = _Block(same=False, old=slice(start.old.start, op.src_end), new=slice(start.new.start, op.dest_end))
            continue
        if changed:
            yield changed
            changed = None
        yield block
    if changed:
        yield changed


def _pieces(blocks: Sequence[_Block], old: Sequence[_Token], new: Sequence[_Token]) -> Iterator[tuple[Op, str]]:
    for block in blocks:
        was, now = old[block.old], new[block.new]
        if not block.same:
            yield from _replaced(_text(was), _text(now))
        elif was == now:
            yield "same", _text(now)
        else:
            for token, other in zip(was, now, strict=True):
                yield from _replaced(token[0], other[0])
                yield "same", token[1] or token[2]


def _replaced(was: str, now: str) -> Iterator[tuple[Op, str]]:
    """A replacement, with the white space that both sides begin with outside the marks."""
    blank = 0
    while was[blank : blank + 1] == now[blank : blank + 1] and was[blank : blank + 1].isspace():
        blank += 1
    yield "same", was[:blank]
    yield "removed", was[blank:]
    yield "added", now[blank:]


def _joined(pieces: Iterator[tuple[Op, str]]) -> Iterator[Run]:
    """The pieces as runs: neighbours of one kind are one, and of a changed stretch the removed text comes first."""
    texts: dict[Op, str] = {"same": "", "removed": "", "added": ""}
    for op, text in (*pieces, ("same", "")):
        if op != "same" and text and texts["same"]:
            yield Run("same", texts["same"])
            texts["same"] = ""
        if op == "same" and text:
            for changed in ("removed", "added"):
                if texts[changed]:
                    yield Run(changed, texts[changed])
                    texts[changed] = ""
        texts[op] += text
    yield from (Run(op, text) for op, text in texts.items() if text)


_SENTENCE = re.compile(
    r"(?:[^.!?\u2026\n\u3002\uff01\uff1f]|[.!?\u2026](?!['\"\u2019\u201d)\]]*(?:\s+[^\sa-z]|\s*\Z)))*"
    r"(?:[.!?\u2026]+['\"\u2019\u201d)\]]*\s*|[\n\u3002\uff01\uff1f]+\s*|\Z)"
)


def _folded(runs: Sequence[Run], place: int, run: Run) -> Iterator[Run]:
    if run.op != "same":
        yield run
        return
    sentences = [found[0] for found in _SENTENCE.finditer(run.text) if found[0]]
    head = 0 if place == 0 else 1 if _ends(runs[place - 1].text) else 2
    tail = 0 if place == len(runs) - 1 else 1 if _ends(run.text) else 2
    hidden = sentences[head : len(sentences) - tail]
    if len(hidden) < 2:
        yield run
        return
    pieces: tuple[tuple[Op, list[str], int], ...] = (
        ("same", sentences[:head], 0),
        ("folded", hidden, len(hidden)),
        ("same", sentences[len(sentences) - tail :], 0),
    )
    yield from (Run(op, "".join(texts), count) for op, texts, count in pieces if texts)


def _ends(text: str) -> bool:
    """Whether a text stops where a sentence does."""
    return text.rstrip().endswith((".", "!", "?", "\u2026", "\u3002", "\uff01", "\uff1f")) or text.endswith("\n")
