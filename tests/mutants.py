"""Makes broken documents of good ones, the way slips and bad merges do; the same ones for the same seed."""

import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import alliance_docs

_DEMO = Path(alliance_docs.__file__).parent / "demo"
DOCUMENTS = tuple(
    (_DEMO / name).read_bytes() for name in ("harbour-street/10.yml", "team-lead-course/07.yml", "tuesday-desk/01.yml")
)
"""Three documents as people wrote them: block style, flow style, and without ids."""

_PIECES = (
    *(
        b":",
        b": ",
        b"#",
        b" #",
        b"- ",
        b"-",
        b"'",
        b'"',
        b"[",
        b"]",
        b"{",
        b"}",
        b",",
        b"&a ",
        b"*a",
        b"!t ",
        b"| ",
        b">",
        b"%",
        b"@",
    ),
    *(
        b"\n",
        b"\r\n",
        b"\r",
        b"\t",
        b" ",
        b"\n\n",
        b"---\n",
        b"...\n",
        b"<<: ",
        b"? ",
        b"\x00",
        b"\x1b",
        b"\xff",
        b"\xc3",
        b"\\",
    ),
    *(
        "\u2028\u202e\ufeff\u0085é😀\u0301".encode(),
        b"null",
        b"~",
        b"2024-02-30",
        b"no",
        b"id: ",
        b"<<<<<<< x\n",
        b"=======\n",
    ),
    *(b"text: ", b"\xf0\x9f\x98\x80", b"\xed\xa0\x80", b"\n  ", b'"\\ud800"', b'"\\0"', b"[" * 40, b"{a: " * 40, b"a: " * 3),
)


def mutants(count: int, seed: int) -> Iterator[bytes]:
    """That many documents, each with one to four changes."""
    rng = random.Random(seed)  # noqa: S311 - nothing secret
    for _ in range(count):
        document = rng.choice(DOCUMENTS)
        for _ in range(rng.choice((1, 1, 1, 2, 4))):
            document = rng.choice(_WAYS)(document, rng)
        yield document


def _insert(document: bytes, rng: random.Random) -> bytes:
    place = rng.randint(0, len(document))
    return document[:place] + rng.choice(_PIECES) + document[place:]


def _cut(document: bytes, rng: random.Random) -> bytes:
    place = rng.randint(0, len(document))
    return document[:place] + document[place + rng.choice((1, 1, 2, 5, 40, 400)) :]


def _swap_byte(document: bytes, rng: random.Random) -> bytes:
    place = rng.randint(0, max(len(document) - 1, 0))
    return document[:place] + bytes([rng.randrange(256)]) + document[place + 1 :]


def _repeat_line(document: bytes, rng: random.Random) -> bytes:
    return _with_lines(document, lambda lines: _repeated(lines, rng))


def _swap_words(document: bytes, rng: random.Random) -> bytes:
    words = document.split(b" ")
    one, other = rng.randrange(len(words)), rng.randrange(len(words))
    words[one], words[other] = words[other], words[one]
    return b" ".join(words)


def _lose_line(document: bytes, rng: random.Random) -> bytes:
    def shorter(lines: Sequence[bytes]) -> Sequence[bytes]:
        place = rng.randrange(len(lines))
        return [*lines[:place], *lines[place + 1 :]]

    return _with_lines(document, shorter)


def _indent_line(document: bytes, rng: random.Random) -> bytes:
    def indented(lines: Sequence[bytes]) -> Sequence[bytes]:
        place = rng.randrange(len(lines))
        line = lines[place]
        changed = rng.choice((b"  " + line, b" " + line, b"\t" + line, line.lstrip(), line[1:]))
        return [*lines[:place], changed, *lines[place + 1 :]]

    return _with_lines(document, indented)


def _truncate(document: bytes, rng: random.Random) -> bytes:
    return document[: rng.randint(0, len(document))]


def _with_lines(document: bytes, change: Callable[[Sequence[bytes]], Sequence[bytes]]) -> bytes:
    lines = document.splitlines(keepends=True)
    return b"".join(change(lines)) if lines else document


def _repeated(lines: Sequence[bytes], rng: random.Random) -> Sequence[bytes]:
    start, place = rng.randrange(len(lines)), rng.randrange(len(lines))
    block = lines[start : start + rng.choice((1, 1, 3, 8))]
    return [*lines[:place], *block, *lines[place:]]


_WAYS = (
    _insert,
    _insert,
    _cut,
    _swap_byte,
    _repeat_line,
    _swap_words,
    _swap_words,
    _lose_line,
    _lose_line,
    _indent_line,
    _truncate,
)
