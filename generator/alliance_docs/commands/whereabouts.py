"""Where the folder of alliances is, for somebody who stands somewhere in a project; reads no alliance."""

import os
import re
from pathlib import Path

_DOCS_DIR = re.compile(r"^docs_dir:\s*['\"]?([^'\"#\n]+)", re.MULTILINE)
_OWN_FOLDER = re.compile(r"^\s*-?\s*alliances:[ \t]*\n(?:[ \t]+.*\n)*?[ \t]+folder:\s*['\"]?([^'\"#\n]+)", re.MULTILINE)


def find_folder(start: Path) -> Path:
    """The folder of alliances for somebody who stands in `start`; it need not exist yet.

    Beside the nearest mkdocs.yml, looked for up to the top of the repository: the plugin's `folder`, else `alliances`, else
    `docs_dir`. Without one, the nearest folder called `alliances`, or the one that `start` is in.
    """
    start = Path(os.path.abspath(start))  # noqa: PTH100 - `resolve` would follow links
    places = (start, *start.parents)
    top = next((number for number, place in enumerate(places) if (place / ".git").exists()), len(places))
    for place in places[: top + 1]:
        if (place / "mkdocs.yml").is_file():
            return _configured(place / "mkdocs.yml")
    for place in places:
        if place.name == "alliances":
            return place
        if (place / "alliances").is_dir():
            return place / "alliances"
    return start / "alliances"


def _configured(settings: Path) -> Path:
    text = settings.read_text(encoding="utf-8", errors="replace")
    own = _OWN_FOLDER.search(text)
    if own:
        return settings.parent / own[1].strip()
    docs = _DOCS_DIR.search(text)
    usual = settings.parent / "alliances"
    return usual if usual.is_dir() or not docs else settings.parent / docs[1].strip()
