"""What this program is right now, as a short text: anything that could change what it makes changes the text too."""

import hashlib
import json
import os
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, version

_LIBRARIES = (
    *("Jinja2", "MarkupSafe", "RapidFuzz", "icalendar", "markdown-it-py", "nh3"),
    *("PyYAML", "ruamel.yaml", "ruamel.yaml.clib"),
)
_OURS = (".py", ".html", ".md")


@cache
def edition() -> str:
    """A digest of our own source, templates and pages, of Python, and of the libraries that have a say in what is made."""
    found = hashlib.sha256()
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120 - asked at each start, and paths as values are slow to make
    for place, folders, names in os.walk(package):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(names):
            if name.endswith(_OURS):
                with open(f"{place}/{name}", "rb") as stream:  # noqa: PTH123 - as above
                    content = stream.read()
                found.update(f"{place.removeprefix(package)}/{name}\n".encode())
                found.update(hashlib.sha256(content).digest())
    for name in _LIBRARIES:
        found.update(f"{name} {_version(name)}\n".encode())
    found.update(sys.version.encode())
    return found.hexdigest()


def key_of(*parts: object) -> str:
    """The key of something that this program made of these parts, which `json` writes: another edition has another."""
    return hashlib.sha256(json.dumps([edition(), *parts]).encode()).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
