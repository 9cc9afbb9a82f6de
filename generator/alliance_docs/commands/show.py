"""`alliance show`: one alliance as it is, or as it stood at a revision."""

import sys
from pathlib import Path

import click

from alliance_docs.audience import Audience
from alliance_docs.commands.options import alliance_argument, allow_shallow_option, audience_option, examples, json_option
from alliance_docs.commands.states import States
from alliance_docs.commands.waiting import waiting
from alliance_docs.commands.whereabouts import find_folder
from alliance_docs.report import as_json, show_report
from alliance_docs.terminal import console_for, print_alliance, print_title


@click.command(
    "show",
    epilog=examples(
        "alliance show harbour-street", "alliance show harbour-street --at 3", "alliance show team-a/launch --json"
    ),
)
@alliance_argument
@click.option("revision", "--at", metavar="REV", help="A number that `alliance log` shows, or anything Git understands.")
@json_option
@audience_option
@allow_shallow_option
def command(
    alliance: str,
    revision: str | None,
    as_json_text: bool,  # noqa: FBT001 - click's shape of a flag
    audience: str,
    allow_shallow: bool,  # noqa: FBT001 - as above
) -> None:
    """Print one alliance as it is, or as it stood at a revision.

    Without --at it is the file in the work tree, uncommitted edits included.
    """
    folder = find_folder(Path.cwd())
    with waiting("Reading the history"):
        states = States.of(alliance, folder, Audience(audience), allow_shallow=allow_shallow)
        state = states.at(revision) if revision else states.now()
    if as_json_text:
        click.echo(as_json(show_report(state.alliance, state.commit)), nl=False)
        return
    console = console_for(sys.stdout)
    print_title(state.alliance.title, f"as of {state.words}", console)
    print_alliance(state.alliance, console)
