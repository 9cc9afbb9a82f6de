"""Where the project is that a command was started in."""

from pathlib import Path

from alliance_docs.commands.whereabouts import find_folder


def project_folder(start: Path) -> Path:
    """The nearest folder above with a mkdocs.yml, else the one that holds the folder of alliances."""
    above = (start, *start.parents)
    return next((place for place in above if (place / "mkdocs.yml").is_file()), find_folder(start).parent)
