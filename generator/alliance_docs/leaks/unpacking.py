"""The texts in the bytes of a finished file: archives opened, letters decoded, folds undone.

Works on bytes alone and knows nothing of what is searched for. Not undone: Base64 outside of `data:` addresses, encryption,
and what is drawn or compressed in pictures, fonts and PDF.
"""

import base64
import binascii
import codecs
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from urllib.parse import unquote_plus

from alliance_docs.leaks.unwrapping import names_in

_DEEPEST = 4  # archives inside archives
_LARGEST = 1 << 28  # bytes of one unpacked file that are looked at
_CALENDAR = (b"BEGIN:VCALENDAR", b"BEGIN:VCARD")
_FOLDED = re.compile(rb"\r?\n[ \t]")
_EMBEDDED = re.compile(r"data:[^,\"'\s]{0,100};base64,([A-Za-z0-9+/=%]+)", re.IGNORECASE)


def unpacked(content: bytes, depth: int = _DEEPEST) -> Iterator[str]:
    """The texts in a file's bytes: one for each way to read its letters, and of an archive those of the files inside."""
    inside = list(_inside(content)) if depth else []
    if inside:
        for part in inside:
            yield from unpacked(part, depth - 1)
        return
    if any(sign in content[:64] for sign in _CALENDAR):
        content = _FOLDED.sub(b"", content)  # before decoding: a line is folded between bytes
    for text in _decoded(content):
        yield text.replace("\0", "") if 0 in content else text
        yield from _embedded(text, depth)


def _inside(content: bytes) -> Iterator[bytes]:
    """The files in an archive, and their names; what is damaged or encrypted cannot be read by anybody else either."""
    if content[:2] == b"\x1f\x8b":
        try:
            with gzip.open(io.BytesIO(content)) as stream:
                yield stream.read(_LARGEST)
        except (OSError, EOFError, zlib.error):
            return
    elif 6 in content[-66_000:] and b"PK\x05\x06" in content[-66_000:] and zipfile.is_zipfile(io.BytesIO(content)):
        yield from _zipped(content)


def _zipped(content: bytes) -> Iterator[bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield archive.comment
            for entry in archive.infolist():
                yield "\n".join(names_in(entry.filename)).encode(errors="replace")
                yield _member(archive, entry)
    except (zipfile.BadZipFile, OSError, EOFError):
        return


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with archive.open(entry) as stream:
            return stream.read(_LARGEST)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error):
        return b""


def _decoded(content: bytes) -> Iterator[str]:
    """UTF-8, or what the first bytes or many zeros say; what is no UTF-8 also as Latin letters."""
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        yield content.decode("utf-32", errors="replace")
    elif content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        yield content.decode("utf-16", errors="replace")
    else:
        if 0 in content and content.count(0) > len(content) // 4:
            yield content.decode("utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be", "replace")
        try:
            yield content.decode()
        except UnicodeDecodeError:
            yield content.decode(errors="replace")
            yield content.decode("cp1252", errors="replace")


def _embedded(text: str, depth: int) -> Iterator[str]:
    if depth and "base64," in text:
        for packed in _EMBEDDED.findall(text):
            letters = unquote_plus(packed.replace("+", "%2B"))
            try:
                content = base64.b64decode(letters + "=" * (-len(letters) % 4))
            except (binascii.Error, ValueError):
                continue
            yield from unpacked(content, depth - 1)
