"""What is known of a published site: of which page each of our files was made, and how the file looked when it was.

Kept in the user's own folder, one for each site; safe to delete, then the next build makes everything anew. A file of the
site counts as known only while it looks as it did, so whatever somebody changed, added or put back is made anew too.
"""

import hashlib
import json
import os
import shutil
import tempfile
import time
from array import array
from base64 import b64decode
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from alliance_docs.engine.search import Words
from alliance_docs.engine.trees import BETWEEN, Folder, Seen, rows
from alliance_docs.keeping.keep_place import keep_place

_FORMAT = 6
_NAME = "manifest"
_AFTER_FIELD = "\0"  # in no name of a file; most of it are our files, and no JSON since that would be slower
_SITE = "place"  # the file that says where the site is
_DAY = 86_400  # seconds


class Looked(NamedTuple):
    """What was looked for in the files of a site: `hidden` names the hidden texts, "" where there were none.

    `visible` holds for each alliance a number for each line that was public then, packed. No hidden text can be had of
    either.
    """

    hidden: str = ""
    visible: tuple[str, ...] = ()

    def covers(self, now: "Looked") -> bool:
        """Whether a file in which nothing was found then needs no look now.

        So it is while the same is hidden and what was public still is: with more that is public never more is found.
        """
        if not now.hidden or self.hidden != now.hidden:
            return not now.hidden
        before, after = set(self.visible), set(now.visible)
        missing = _numbers(before - after) - _numbers(after - before)  # as a rule none, and few alliances are asked
        return not missing or missing <= _numbers(after)


def _numbers(packed: Iterable[str]) -> set[int]:
    return {number for numbers in packed for number in array("Q", b64decode(numbers))}


class Made(NamedTuple):
    """Our files in one folder: of what all of them were made, "" where each has a key of its own alone; how they look since.

    `keys` has the key of each by name; whoever knows the folder's needs it only when that is another one.
    """

    key: str
    keys: str
    look: Folder


@dataclass(frozen=True, slots=True)
class Manifest:
    """One site: what each of our files was made of, by folder, and how it looks since.

    `clean`: what was looked for in all files and not found. `words`: of each page that is searched what the search holds.
    `others`: how those files look that are not ours.
    """

    surroundings: str = ""
    clean: Looked = field(default_factory=Looked)
    made: Mapping[str, Made] = field(default_factory=dict)
    words: Mapping[str, Words] = field(default_factory=dict)
    others: Mapping[str, Folder] = field(default_factory=dict)

    def holds(self, folder: str, key: str, there: Folder | None) -> bool:
        """Whether all our files of this key stay that are there, and there are no others."""
        made = self.made.get(folder)
        return bool(key) and made is not None and (made.key, made.look) == (key, there)

    def still(self, folder: str, keys: Mapping[str, str], there: Folder | None) -> dict[str, Seen]:
        """The files of a folder among those of these keys that need not be made again, as they are there now."""
        if (made := self.made.get(folder)) is None:
            return {}
        looks, now = rows(made.look), rows(there)
        same = _keys(made.keys).items() & keys.items()
        return {name: now[name] for name, key in sorted(same) if key and name in now and now[name] == looks[name]}

    def published(self, folder: str) -> dict[str, Seen]:
        """How the files of a folder looked when the site was published."""
        return rows(self.others.get(folder)) | rows(self.made[folder].look if folder in self.made else None)


def written_keys(keys: Mapping[str, str]) -> str:
    """The keys of some files by name, in one value."""
    return BETWEEN.join([part for pair in keys.items() for part in pair])


def _keys(written: str) -> dict[str, str]:
    parts = iter(written.split(BETWEEN) if written else ())
    return dict(zip(parts, parts, strict=True))


def folder_of_site(target: Path) -> Path | None:
    """Where things about the site at a place are kept, made when it is missing; those of sites that are gone go then."""
    place = keep_place()
    if place is None:
        return None
    sites, site = place / "sites", os.fsencode(target.resolve())
    folder = sites / hashlib.sha256(site).hexdigest()[:24]
    if folder.is_dir():
        return folder
    try:
        folder.mkdir(parents=True)
        (folder / _SITE).write_bytes(site)
        _forget_gone(sites)
    except OSError:
        return folder if folder.is_dir() else None
    return folder


def _forget_gone(sites: Path) -> None:
    """Remove what is kept of sites that are not there any more; not of the last day's, which may just be being built."""
    for about in sites.glob(f"*/{_SITE}"):
        if time.time() - about.stat().st_mtime > _DAY and not Path(os.fsdecode(about.read_bytes())).exists():
            shutil.rmtree(about.parent, ignore_errors=True)


def read_manifest(folder: Path) -> Manifest:
    """What was written last; nothing where that cannot be read."""
    try:
        head, *fields, end = (folder / _NAME).read_bytes().decode(errors="surrogatepass").split(_AFTER_FIELD)
        written = json.loads(head)
        if end or written["format"] != _FORMAT:
            return Manifest()
        made = zip(*[iter(fields)] * 5, strict=True)
        return Manifest(
            written["surroundings"],
            Looked(written["clean"][0], tuple(written["clean"][1])),
            {folder: Made(key, keys, Folder(files, stamps)) for folder, key, keys, files, stamps in made},
            {address: Words(*words) for address, words in written["words"].items()},
            {folder: Folder(*look) for folder, look in written["others"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Manifest()


def write_manifest(manifest: Manifest, folder: Path) -> None:
    """Keep it, at once or not at all; where that does not succeed the next build makes more than it needs."""
    head = {
        "format": _FORMAT,
        "surroundings": manifest.surroundings,
        "clean": manifest.clean,
        "words": manifest.words,
        "others": manifest.others,
    }
    fields = [field for name, made in manifest.made.items() for field in (name, made.key, made.keys, *made.look)]
    written = _AFTER_FIELD.join((json.dumps(head, separators=(",", ":")), *fields, ""))
    try:
        replace_file(folder / _NAME, written.encode(errors="surrogatepass"))
    except OSError:
        with suppress(OSError):
            (folder / _NAME).unlink(missing_ok=True)


def replace_file(path: Path, content: bytes) -> None:
    """Put a file in its place whole; its owner alone can read it."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with open(descriptor, "wb") as stream:  # noqa: PTH123 - a descriptor, no path
            stream.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
