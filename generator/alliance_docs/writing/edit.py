"""Changes alliance files by splicing bytes: what is not meant to change stays as people typed it, down to the last blank.

A YAML library that writes a document anew loses quotes, comments and folding, so none ever writes here. After each splice
the file is read again and compared; on disk a file is the old or the new one, never a part.
"""

import errno
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from alliance_docs.errors import AllianceError, SourceError
from alliance_docs.model import Alliance, Clause
from alliance_docs.naming import FreeNames
from alliance_docs.normal import slug
from alliance_docs.reading.alliance_file import read
from alliance_docs.reading.source import List, Map, Node, Scalar
from alliance_docs.vocabulary import LET_GO, NO_PARTY_IDS, SECTIONS, Shape

_BOM = b"\xef\xbb\xbf"
_NOT_IN_IDS = re.compile("[^a-z0-9]+")
_INSIDE_BRACE = re.compile(r"\{[ \t]*(?=[^ \t#\r\n])")


class Splice(NamedTuple):
    """Put `text` in the place of what stands between two places of a text."""

    start: int
    end: int
    text: str


def splice(text: str, splices: Iterable[Splice]) -> str:
    """The text with all splices made; they do not overlap, and their places are those of the text as it was."""
    pieces: list[str] = []
    last = 0
    for start, end, inserted in sorted(splices):
        pieces += (text[last:start], inserted)
        last = end
    return "".join((*pieces, text[last:]))


def write_ids(source: bytes, path: str) -> bytes:
    """The file with an id on every entry that lacks one; not a byte of it differs otherwise.

    Entries that are named by other keys (a review by its date) need none, and bare texts in a list get none.

    Raises:
        SourceError: the file cannot be read.
        AllianceError: an entry is written in a way into which no id can be put; nothing of the file is changed then.
    """
    before = read(source, path, "")
    if before.alliance is None:
        raise SourceError(before.problems)
    new_ids = tuple(_new_ids(before.tree, before.alliance))
    splices = [found for node, new in new_ids for found in _insertion(before.text, node, new)]
    after = (_BOM if before.bom else b"") + splice(before.text, splices).encode()
    if not _differs_by_ids_alone(before.alliance, read(after, path, "").alliance, [new for _, new in new_ids]):
        raise AllianceError(f"{path}: no ids could be written without changing something else", "Write them by hand.")
    return after


def replace_bytes_atomically(path: Path, before: bytes, after: bytes) -> None:
    """Replace a file's bytes, at once and lastingly, if they are still `before`; its permissions stay.

    Raises:
        AllianceError: the file was changed meanwhile, is a symbolic link or could not be written; it is as it was.
    """
    try:
        _replace(path, before, after)
    except OSError as failure:
        reason = failure.strerror or "the file could not be written"
        raise AllianceError(f"{path}: {reason}", "The file is as it was.") from failure


def create_bytes_atomically(path: Path, content: bytes) -> None:
    """Write a new file, whole or not at all; its folders are made, and a file that is there is never replaced.

    Raises:
        FileExistsError: something is there.
        OSError: it could not be written; nothing is there then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=".alliance-", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(descriptor)
        fresh.chmod(0o666 & ~_umask())
        _name(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    _keep_folder(path.parent)


def _name(fresh: Path, path: Path) -> None:
    """Give a finished file its name where nothing has it yet; where a file cannot have two names, by moving it."""
    try:
        path.hardlink_to(fresh)
    except FileExistsError:
        raise
    except OSError as failure:
        if failure.errno not in _NO_LINKS or path.exists():
            raise
        fresh.rename(path)


_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS)


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _replace(path: Path, before: bytes, after: bytes) -> None:
    if path.is_symlink():
        raise AllianceError(f"{path} is a symbolic link", "Name the file it leads to.")
    descriptor, name = tempfile.mkstemp(prefix=".alliance-", dir=path.parent)
    fresh = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(after)
            stream.flush()
            os.fsync(descriptor)
        fresh.chmod(stat.S_IMODE(path.stat().st_mode))
        _check_unchanged(path, before)
        fresh.replace(path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    _keep_folder(path.parent)


def _check_unchanged(path: Path, before: bytes) -> None:
    if path.read_bytes() != before:
        raise AllianceError(f"{path} was changed meanwhile", "Look at the change and run the command again.")


def _keep_folder(folder: Path) -> None:
    """Have the new name of a file survive a power cut, where the system can say so of a folder."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# Which entries get which ids


def _new_ids(tree: Node | None, alliance: Alliance) -> Iterator[tuple[Map, str]]:
    clauses = {(clause.line, clause.column): clause for clause in alliance.clauses if _takes_id(clause)}
    taken = {
        space: FreeNames((*words, *(clause.id for clause in alliance.clauses if _space(clause) == space)))
        for space, words in _SPACES.items()
    }
    for node in _entries(tree):
        clause = clauses.get((node.line, node.column))
        if clause is not None and not isinstance(node.value("id"), Map | List):
            names = taken[_space(clause)]
            yield node, names.free(_wanted(clause, names))


_SPACES: Mapping[str, tuple[str, ...]] = MappingProxyType({"parties": NO_PARTY_IDS, "questions": (), "": (LET_GO,)})
"""Ids are unique among the parties, among the questions, and among everything else; with the words that are no ids there."""


def _space(clause: Clause) -> str:
    return clause.section if clause.section in _SPACES else ""


def _takes_id(clause: Clause) -> bool:
    return not clause.id and clause.row.shape is Shape.ITEMS and not clause.row.keys


def _entries(tree: Node | None) -> Iterator[Map]:
    for key, value in tree.entries if isinstance(tree, Map) else ():
        if key.text in SECTIONS and isinstance(value, List):
            yield from (node for node in value.nodes if isinstance(node, Map))


def _wanted(clause: Clause, taken: FreeNames) -> str:
    """The id that a clause's title or first words make; a party is called by the first of them where that is free."""
    text = clause.title or clause.text or ""
    words = _NOT_IN_IDS.sub("-", slug(text)).strip("-") if text else ""
    if clause.section != "parties":
        return words or "clause"
    first = words.partition("-")[0] or "party"
    return words if first in taken and words else first


# How an id is put into an entry


def _insertion(text: str, node: Map, new: str) -> Iterator[Splice]:
    empty = node.value("id")
    if isinstance(empty, Scalar):  # `id:` with nothing behind it
        yield Splice(empty.start, empty.end, new if empty.end > empty.start else f" {new}")
    elif not node.flow:
        yield Splice(node.start, node.start, f"id: {new}{_line_end(text, node.start)}{' ' * (node.column - 1)}")
    elif text[node.start] == "{":
        inside = _INSIDE_BRACE.match(text, node.start)
        place = inside.end() if inside else node.start + 1
        yield Splice(place, place, f"id: {new}, ")
    else:  # `[text: We meet.]`, a map without braces
        yield from (Splice(node.start, node.start, f"{{id: {new}, "), Splice(node.end, node.end, "}"))


def _line_end(text: str, start: int) -> str:
    """The line end in use: that of the line itself, or of the one before when it is the last without one."""
    end = text.find("\n", start)
    end = end if end >= 0 else text.rfind("\n", 0, start)
    return "\r\n" if end > 0 and text[end - 1] == "\r" else "\n"


def _differs_by_ids_alone(before: Alliance, after: Alliance | None, new_ids: Iterable[str]) -> bool:
    if after is None or list(map(_without_id, before.clauses)) != list(map(_without_id, after.clauses)):
        return False
    gained = [now.id for was, now in zip(before.clauses, after.clauses, strict=True) if was.id != now.id]
    return sorted(gained) == sorted(new_ids)


def _without_id(clause: Clause) -> Clause:
    return replace(clause, id="", address="", named=True)
