"""`alliance schema`: the JSON Schema of an alliance file, for editors that check while one writes."""

import click

from alliance_docs.commands.options import examples
from alliance_docs.report import as_json
from alliance_docs.schema import json_schema


@click.command("schema", epilog=examples("alliance schema > alliance.schema.json"))
def command() -> None:
    """Print the JSON Schema of an alliance file.

    Editors with a YAML language server use it when the first line of a file names it; `alliance new` writes that line.
    """
    click.echo(as_json(json_schema()), nl=False)
