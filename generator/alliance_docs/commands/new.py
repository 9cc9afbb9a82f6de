"""`alliance new`: write a commented, valid alliance file and never over anything that is there."""

import re
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import click

from alliance_docs.commands.options import examples
from alliance_docs.commands.whereabouts import find_folder
from alliance_docs.errors import Severity, SourceError, UsageError
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.report import as_json
from alliance_docs.schema import json_schema
from alliance_docs.vocabulary import ID_FORM
from alliance_docs.writing.edit import create_bytes_atomically
from alliance_docs.writing.new import NewAlliance, parties_of, render_new

SCHEMA_FILE = "alliance.schema.json"


@click.command(
    "new",
    epilog=examples(
        'alliance new harbour-street --title "Maren and Jonas, at home" --party Maren --party Jonas',
        "alliance new work/launch-team",
    ),
)
@click.argument("name")
@click.option("--title", help="The title people read; made of NAME when it is not given.")
@click.option("--party", "names", multiple=True, metavar="NAME", help="A person in the alliance; once for each.")
def command(name: str, title: str | None, names: Sequence[str]) -> None:
    """Begin a new alliance: write a commented, valid file.

    NAME becomes the file's name below the folder of alliances and may hold folders (team-a/launch). On a terminal the title
    and the parties are asked for. Nothing is ever overwritten.
    """
    folder = find_folder(Path.cwd())
    target = new_path(folder, name)
    if sys.stdin.isatty():
        title = title or click.prompt("Title", default=_title_of(name))
        names = names or _ask_for_parties()
    parties = parties_of(names)
    to_root = "../" * len(target.relative_to(folder).parts)
    text = render_new(NewAlliance(title or _title_of(name), parties, f"{to_root}{SCHEMA_FILE}", date.today()))  # noqa: DTZ011 - the writer's own day
    _, problems = read_alliance(text.encode(), str(target), name)
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise SourceError(problems)
    _write_schema(folder.parent / SCHEMA_FILE)
    create_bytes_atomically(target, text.encode())
    click.echo(f"Wrote {target}.")
    click.echo("Talk first, then fill it in; `alliance serve` shows the page.")


def new_path(folder: Path, name: str) -> Path:
    """Where the file of a name goes; raises UsageError when it may not go there."""
    parts = name.removesuffix(".yml").removesuffix(".yaml").split("/")
    if not all(re.fullmatch(ID_FORM, part) for part in parts):
        mend = "Use small Latin letters, digits, - and _, beginning with a letter or digit; folders with /."
        raise UsageError("That name cannot be an alliance's id.", mend)
    if any(parent.is_symlink() for parent in (folder, *(folder.joinpath(*parts[:end]) for end in range(1, len(parts))))):
        raise UsageError("A folder on the way is a link, and links are not followed.", "Name a real folder.")
    target = folder.joinpath(*parts[:-1], f"{parts[-1]}.yml")
    for taken in (target, target.with_suffix(".yaml")):
        if taken.exists() or taken.is_symlink():
            raise UsageError(f"{taken} exists already and is left as it is.", "Choose another name.")
    return target


def _ask_for_parties() -> list[str]:
    names: list[str] = []
    click.echo("Who is in it? One name a line, an empty line when all are named.")
    while name := click.prompt(f"Party {len(names) + 1}", default="", show_default=False).strip():
        names.append(name)
    return names


def _title_of(name: str) -> str:
    words = name.removesuffix(".yml").removesuffix(".yaml").rpartition("/")[2].replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _write_schema(target: Path) -> None:
    if target.exists():
        return
    create_bytes_atomically(target, as_json(json_schema()))
    click.echo(f"Wrote {target}, with which editors check an alliance while you write.")
