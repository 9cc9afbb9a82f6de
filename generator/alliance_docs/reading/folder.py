"""Finds and reads the alliance files of a folder as they are on the disk now, and checks what concerns several of them.

Needs no Git. Each file is read once, and nothing outside the folder ever is: symbolic links are told, never followed.
"""

import hashlib
import os
import re
import stat
import unicodedata
from codecs import BOM_UTF8
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from alliance_docs.catalogue import Findings
from alliance_docs.collecting import collecting_later
from alliance_docs.errors import Problem
from alliance_docs.model import Alliance
from alliance_docs.reading.alliance_file import Reading, read
from alliance_docs.reading.characters import SIZE_LIMIT
from alliance_docs.reading.events import has_fast_reader
from alliance_docs.reading.rules import check
from alliance_docs.reading.units import Units
from alliance_docs.workers import processors, shared_out

SUFFIXES = (".yml", ".yaml")
_MANY_FILES = 500
_WORTH_SHARING = 200
"""Files of which nothing is known; of fewer, other processes would have to be started for too little."""
_PORTION = 25
_AT_ONCE = 1 << 16  # bytes; room for more is slow to get, and few documents are longer
_NOT_IN_NAMES = re.compile("[^a-z0-9]+")
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
"""Names that Windows gives no file or folder."""


class CurrentFile(NamedTuple):
    """One file of the work tree: `path` as it is shown, and the bytes that were read, which are the ones to use everywhere.

    `source` is None where the file could not be read from the disk; `public`: whether it says so of itself.
    """

    path: str
    default_id: str
    source: bytes | None
    alliance: Alliance | None
    public: bool = False


class Spotless(NamedTuple):
    """What is known of a file of which there is nothing to say: the id it declares, if any, and whether it is public."""

    id: str
    public: bool


class FolderReading(NamedTuple):
    """The files of a folder by their shown path, sorted, and every problem in them and between them, sorted."""

    files: Mapping[str, CurrentFile]
    problems: tuple[Problem, ...]

    @property
    def alliances(self) -> dict[str, Alliance]:
        """The alliances that could be read, by shown path."""
        return {path: file.alliance for path, file in self.files.items() if file.alliance}


def check_folder(folder: Path, *, root: Path | None = None) -> tuple[dict[str, Alliance], tuple[Problem, ...]]:
    """The alliances below a folder by shown path, and every problem, sorted; see `read_folder`."""
    reading = read_folder(folder, root=root)
    return reading.alliances, reading.problems


@collecting_later()
def read_folder(
    folder: Path,
    only: Iterable[Path] | None = None,
    *,
    root: Path | None = None,
    spotless: MutableMapping[str, Spotless] | None = None,
) -> FolderReading:
    """Read all alliance files below a folder, or only these files and folders in it.

    Paths are shown relative to `root`, by default to the folder that holds `folder`. Names and folders that begin with a dot
    are passed over. Ids and names are compared among the files read. `spotless` has by the digest of its bytes what is
    known of a file of which there is nothing to say; it grows, and the alliances of those that are in it have no clauses.
    """
    root = root or Path(os.path.abspath(folder)).parent  # noqa: PTH100 - `resolve` would follow links
    findings: list[Problem] = []
    paths = sorted(set(_files(folder, only, findings, root)), key=attrgetter("parts"))
    files: dict[str, CurrentFile] = {}
    if spotless == {} and len(paths) >= _WORTH_SHARING:
        spotless.update(_found_spotless(paths, folder, root))
    for path in paths:
        file, problems = _read_file(path, folder, _shown(path, root), spotless)
        files[file.path] = file
        findings.extend(problems)
    for rule in (same_ids, clashing_names, flat_folders):
        findings.extend(rule(files.values()))
    findings.extend(slow_reading(tuple(files.values()), is_fast=has_fast_reader()))
    return FolderReading(files, tuple(sorted(findings, key=lambda problem: problem.sort_key)))


def default_id(path: Path, folder: Path) -> str:
    """The id of a file that declares none: its path below the folder without the suffix."""
    return _shown(path, folder).removesuffix(path.suffix)


# Finding and reading


def _files(folder: Path, only: Iterable[Path] | None, findings: list[Problem], root: Path) -> Iterator[Path]:
    for start in [folder] if only is None else only:
        linked = _link_on_the_way(start, folder) if only is not None else None
        if linked:
            findings.append(_linked(linked, root))
        elif start.is_dir():
            yield from _below(start, findings, root)
        else:
            yield start


def _link_on_the_way(path: Path, folder: Path) -> Path | None:
    inside = (step for step in path.parents if folder in step.parents)
    return next((step for step in (path, *inside) if step.is_symlink()), None)


def _below(folder: Path, findings: list[Problem], root: Path) -> Iterator[Path]:
    def unlisted(failure: OSError) -> None:
        """Tell a folder that cannot be looked into: without a word its alliances would seem to be gone."""
        shown = _shown(Path(failure.filename or folder), root)
        findings.append(_of_file(shown, "unreadable-file", failure.strerror or "the folder could not be read"))

    for place, folders, names in os.walk(folder, onerror=unlisted):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (*folders, *names):
            path = Path(place, name)
            if path.is_symlink() and not name.startswith("."):
                findings.append(_linked(path, root))
            elif name in names and path.suffix in SUFFIXES and not name.startswith("."):
                yield path


def _linked(path: Path, root: Path) -> Problem:
    return _of_file(
        _shown(path, root), "symbolic-link", "a symbolic link, which is never followed: put the file itself here"
    )


class _Portion(NamedTuple):
    """Some files, for a process of its own."""

    paths: tuple[Path, ...]
    folder: Path
    root: Path

    @property
    def size(self) -> int:
        return len(self.paths)

    def run(self) -> dict[str, Spotless]:
        """The spotless ones among them."""
        found: dict[str, Spotless] = {}
        with collecting_later():
            for path in self.paths:
                _read_file(path, self.folder, _shown(path, self.root), found)
        return found


def _found_spotless(paths: Sequence[Path], folder: Path, root: Path) -> dict[str, Spotless]:
    """The spotless ones among very many files, found by all processors; where there is but one, none."""
    count = processors()
    portions = [_Portion(tuple(paths[start : start + _PORTION]), folder, root) for start in range(0, len(paths), _PORTION)]
    answers = shared_out(portions, count) if count > 1 else {}
    return {digest: one for answer in answers.values() for digest, one in answer.items()}


def _read_file(
    path: Path, folder: Path, shown: str, spotless: MutableMapping[str, Spotless] | None
) -> tuple[CurrentFile, tuple[Problem, ...]]:
    alliance_id = default_id(path, folder)
    try:
        source = _bytes_of(path)
    except OSError as failure:
        reason = failure.strerror or "the file could not be read"
        return CurrentFile(shown, alliance_id, None, None), (_of_file(shown, "unreadable-file", reason),)
    if spotless is not None:
        digest = hashlib.sha256(source).hexdigest()
        known = spotless.get(digest) or _looked_through(source, shown, alliance_id)
        if known:
            spotless[digest] = known
            return CurrentFile(shown, alliance_id, source, Alliance(known.id or alliance_id), known.public), ()
    reading = read(source, shown, alliance_id)
    public = bool(reading.alliance and reading.alliance.public)
    return CurrentFile(shown, alliance_id, source, reading.alliance, public), (*reading.problems, *check(reading))


def _looked_through(source: bytes, shown: str, alliance_id: str) -> Spotless | None:
    """What there is to know of a file of which there is nothing to say; None of any other, and of one that is hard to read.

    Read as old revisions are, which is quicker, and does not tell where in the file something stands.
    """
    found = Units().read(source, alliance_id)
    if found is None or not found.silent:
        return None
    text = source.removeprefix(BOM_UTF8).decode()
    if check(Reading(shown, found.alliance, None, text, bom=False, problems=())):
        return None
    return Spotless(found.alliance.value("id"), found.alliance.public)


def _bytes_of(path: Path) -> bytes:
    """A file's bytes, at most one more than the limit; OSError also for what is no ordinary file (a pipe would hang)."""
    descriptor = os.open(
        path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    )
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(0, "no ordinary file")
        content = b""
        while len(content) <= SIZE_LIMIT and (more := os.read(descriptor, _AT_ONCE)):
            content += more
    finally:
        os.close(descriptor)
    return content[: SIZE_LIMIT + 1]


def _shown(path: Path, root: Path) -> str:
    """A path as seen from a folder, with slashes, without what could not be written as UTF-8."""
    whole, above = os.fspath(path), f"{root}{os.sep}"
    inside = whole[len(above) :] if whole.startswith(above) and ".." not in whole else os.path.relpath(path, root)
    return os.fsencode(inside).decode(errors="replace").replace(os.sep, "/")


def _of_file(path: str, code: str, message: str) -> Problem:
    findings = Findings(path)
    findings.tell_at(code, None, None, message)
    return findings.problems[0]


# Rules between files


def same_ids(files: Iterable[CurrentFile]) -> Iterator[Problem]:
    """Two current files do not have one id."""
    by_id: defaultdict[str, list[str]] = defaultdict(list)
    for file in files:
        by_id[file.alliance.id if file.alliance else file.default_id].append(file.path)
    for paths in by_id.values():
        for path in paths[1:]:
            yield _of_file(path, "same-id", f"has the same id as {paths[0]}")


def clashing_names(files: Iterable[CurrentFile]) -> Iterator[Problem]:
    """Two current files do not get one address, also where capitals, accents and signs do not count."""
    by_address: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for file in files:
        alliance_id = file.alliance.id if file.alliance else file.default_id
        by_address[page_name(alliance_id)].setdefault(alliance_id, file.path)
    for same in by_address.values():
        first, *others = same.values()
        for path in others:
            yield _of_file(path, "clashing-names", f"would get the same address as {first}: rename one of the two")


def flat_folders(files: Iterable[CurrentFile]) -> Iterator[Problem]:
    """A folder with very many files is better split."""
    for folder, count in Counter(file.path.rpartition("/")[0] for file in files).items():
        if count >= _MANY_FILES:
            yield _of_file(folder, "flat-folder", f"{count} files in one folder slow Git down: sort them into sub-folders")


def slow_reading(files: Sequence[CurrentFile], *, is_fast: bool) -> Iterator[Problem]:
    """Without a fast YAML reader everything works, slowly."""
    if files and not is_fast:
        yield _of_file(".", "slow-reader", "no fast YAML reader is installed: pip install ruamel.yaml.clib")


def page_name(alliance_id: str) -> str:
    """What an alliance is called in the addresses of its pages: `[a-z0-9-]{1,80}`."""
    plain = unicodedata.normalize("NFKD", alliance_id.casefold()).encode("ascii", "ignore").decode()
    name = _NOT_IN_NAMES.sub("-", plain).strip("-")[:80].rstrip("-") or "alliance"
    return f"{name}-alliance" if name in _RESERVED else name
