"""Keeps the theme's templates compiled, between the builds of one process and in the user's own folder for the next one.

Compiling them is a quarter of the work of a rebuild. Jinja checks that the source is still the same.
"""

from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

from jinja2 import BytecodeCache, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from alliance_docs.keep_place import keep_place


class CompiledTemplates(BytecodeCache):
    """Compiled templates by name and place; an older source counts as nothing."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}
        self._kept = _kept()

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill in what was compiled before."""
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])
        elif self._kept is not None:
            with suppress(OSError, EOFError, ValueError, UnpicklingError):  # cut off or not ours: compile it
                self._kept.load_bytecode(bucket)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled now."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()
        if self._kept is not None:
            with suppress(OSError):
                self._kept.dump_bytecode(bucket)


def _kept() -> FileSystemBytecodeCache | None:
    place = keep_place()
    if place is None:
        return None
    folder = Path(place, "templates")
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return None
    return FileSystemBytecodeCache(str(folder))
