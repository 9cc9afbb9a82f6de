"""Arguments and options that several verbs take, and how the examples of their help look."""

from pathlib import Path

import click

AUDIENCES = ("public", "parties")
"""The words of `privacy.Audience`, whose import would slow down every `--help`."""

allow_shallow_option = click.option(
    "--allow-shallow", is_flag=True, help="Go on although the clone has only a part of the history; every page says so."
)
strict_option = click.option("--strict", is_flag=True, help="Let warnings count as findings too (exit code 1).")
json_option = click.option(
    "--json", "as_json_text", is_flag=True, help="Print JSON for programs, as the README describes it."
)
audience_option = click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="parties",
    show_default=True,
    help="Show what this audience may see.",
)
config_option = click.option(
    "config_file",
    "-f",
    "--config-file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="The mkdocs.yml to use; by default the one here, and none is needed.",
)
alliance_argument = click.argument("alliance")


def examples(*lines: str) -> str:
    """An epilog of example lines; click leaves a paragraph that begins with a backspace character as it is."""
    return "\b\nExamples:\n" + "\n".join(f"  $ {line}" for line in lines)
