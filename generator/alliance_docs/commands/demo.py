"""`alliance demo`: a small repository with example alliances, for people who installed only the package."""

from pathlib import Path

import click

from alliance_docs.commands.options import examples
from alliance_docs.writing.demo import make_demo


@click.command("demo", epilog=examples("alliance demo try-it", "cd try-it", "alliance log harbour-street", "alliance serve"))
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def command(folder: Path) -> None:
    """Make a small repository with example alliances and their history.

    DIR must not exist yet, or be empty. All people in it are invented.
    """
    make_demo(folder)
    click.echo(f"Made {folder}. Go there and try: alliance log harbour-street")
