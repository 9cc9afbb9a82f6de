"""Keeps templates compiled, between the builds of one process and in the user's own folder for the next one.

Compiling them is a quarter of the work of a rebuild. What is kept counts only for the same source, the same settings of the
environment and the same edition of this program.
"""

from contextlib import suppress
from pathlib import Path
from pickle import UnpicklingError

from jinja2 import BytecodeCache, Environment, FileSystemBytecodeCache
from jinja2.bccache import Bucket

from alliance_docs.keeping.edition import edition
from alliance_docs.keeping.keep_place import keep_place


class CompiledTemplates(BytecodeCache):
    """Compiled templates by name and place; an older source counts as nothing."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}
        self._kept = _kept()

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """What was compiled of this source in such an environment, or an empty bucket."""
        checksum = self.get_source_checksum(f"{source}\0{_settings(environment)}\0{edition()}")
        bucket = Bucket(environment, self.get_cache_key(name, filename), checksum)
        self.load_bytecode(bucket)
        return bucket

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


def _settings(environment: Environment) -> str:
    """What of an environment goes into the code of its templates, beside their source."""
    signs = (environment.block_start_string, environment.variable_start_string, environment.comment_start_string)
    told = (environment.autoescape, environment.trim_blocks, environment.lstrip_blocks, environment.keep_trailing_newline)
    return repr((told, signs, environment.line_statement_prefix, sorted(environment.extensions)))


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
