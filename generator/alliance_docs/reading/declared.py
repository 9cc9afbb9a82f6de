"""Finds the `id` a file declares at its top level, without reading the file: for following it through thousands of versions.

The scan answers only where its answer is certain to be the strict reader's; every other spelling is left to that reader.
"""

import re

from alliance_docs.reading.source import Map, Scalar, read_source

_BOM = b"\xef\xbb\xbf"
_BEGINNING = re.compile(rb"(?:[ \t]*(?:#[^\n]*)?\r?\n|---[ \t]*(?:#[^\n]*)?\r?\n)*")
"""Comments and blank lines before the first key."""

_PLAINLY = re.compile(
    rb"""^id:[ \t]+(?:([A-Za-z0-9][A-Za-z0-9_./-]*)|"([^"\\\r\n]*)"|'([^'\r\n]*)')[ \t]*(?:[ \t]\#[^\r\n]*)?\r?$""",
    re.MULTILINE | re.VERBOSE,
)
_OTHERWISE = re.compile(rb"""^(?:id[ \t]*:|["'?{\[!&*%|>]|---[ \t]*[^\s#])""", re.MULTILINE)
"""How a top-level line begins that may spell the key in another way."""

_CLOSED = re.compile(rb"""^[A-Za-z_][A-Za-z0-9_-]*:[ \t]+(?:"[^"\\\r\n]*"|'[^'\r\n]*')[ \t]*\r?$""", re.MULTILINE)
_OPENING = re.compile(rb"""(?:^|[\s:?,\[{-])["'\[{]""")
"""Something that can go on over several lines and hold one that looks like a key."""


def declared_id(source: bytes) -> str:
    """The id a document declares, "" when it declares none. Costs some microseconds where the file is written plainly."""
    source = source.removeprefix(_BOM)
    beginning = _BEGINNING.match(source)
    start = beginning.end() if beginning else 0
    if source[start : start + 1].isspace():
        return _read_id(source)
    plainly = _PLAINLY.search(source, start)
    if plainly and _stands_alone(source, start, plainly):
        return next(value for value in plainly.groups() if value is not None).decode("utf-8", "replace").strip()
    return _read_id(source) if _OTHERWISE.search(source, start) else ""


def _stands_alone(source: bytes, start: int, found: re.Match[bytes]) -> bool:
    """Whether the line is a key of its own: nothing before it is still open, nothing after it goes on with it."""
    before = _CLOSED.sub(b"", source[start : found.start()])
    after = source[found.end() :].lstrip(b"\r\n")
    return not _OPENING.search(before) and not after[:1].isspace()


def _read_id(source: bytes) -> str:
    tree = read_source(source, "").tree
    value = tree.value("id") if isinstance(tree, Map) else None
    return value.text.strip() if isinstance(value, Scalar) else ""
