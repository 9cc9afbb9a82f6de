"""Where this tool keeps what it can work out again: one folder of the user's own, safe to delete at any time.

What is kept there may hold words that are hidden from others, so nobody else may look into it. No other module chooses a
place of its own.
"""

import os
import stat
import sys
from pathlib import Path

VARIABLE = "ALLIANCE_CACHE"
"""The environment variable that names another place; set and empty, nothing is kept."""


def keep_place() -> Path | None:
    """The folder, made for its owner alone when it is missing; None where nothing can, should or may safely be kept."""
    place = _place()
    if place is None:
        return None
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        return place if _is_ours(place) else None
    except OSError:
        return None


def _place() -> Path | None:
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named).absolute() if named else None
    try:
        return _caches() / "alliance-docs"
    except RuntimeError:  # no home
        return None


def _caches() -> Path:
    if os.environ.get("XDG_CACHE_HOME", "").startswith("/"):  # the rule: a path that is not absolute is ignored
        return Path(os.environ["XDG_CACHE_HOME"])
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path.home() / ("Library/Caches" if sys.platform == "darwin" else ".cache")


def _is_ours(place: Path) -> bool:
    """Whether it is a folder that we can write into and, where files have owners, nobody else can."""
    if not os.access(place, os.W_OK | os.X_OK):
        return False
    if sys.platform == "win32":
        return place.is_dir()
    found = place.stat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o022
