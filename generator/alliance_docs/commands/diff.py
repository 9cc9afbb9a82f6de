"""`alliance diff`: what changed in meaning between two states of one alliance."""

import sys
from pathlib import Path

import click

from alliance_docs.audience import Audience
from alliance_docs.commands.options import alliance_argument, allow_shallow_option, audience_option, examples, json_option
from alliance_docs.commands.states import States
from alliance_docs.commands.waiting import waiting
from alliance_docs.commands.whereabouts import find_folder
from alliance_docs.report import as_json, diff_report
from alliance_docs.terminal import console_for, print_changes, print_title
from alliance_docs.wording import Glossary


@click.command(
    "diff",
    epilog=examples(
        "alliance diff harbour-street",
        "alliance diff harbour-street 3",
        "alliance diff harbour-street v1.0 HEAD --json",
    ),
)
@alliance_argument
@click.argument("before", metavar="[FROM", required=False)
@click.argument("after", metavar="[TO]]", required=False)
@json_option
@audience_option
@allow_shallow_option
def command(  # noqa: PLR0913, PLR0917 - one for each argument and option
    alliance: str,
    before: str | None,
    after: str | None,
    as_json_text: bool,  # noqa: FBT001 - click's shape of a flag
    audience: str,
    allow_shallow: bool,  # noqa: FBT001 - as above
) -> None:
    """Show what changed in meaning between two revisions of one alliance.

    With no revision: from HEAD to your edits, or the last change when you edited nothing. With one: from there to the work
    tree. A revision is the number that `alliance log` shows, or anything Git understands. The exit code is 0 also when
    something changed.
    """
    folder = find_folder(Path.cwd())
    with waiting("Reading the history"):
        states = States.of(alliance, folder, Audience(audience), allow_shallow=allow_shallow)
        found = states.compare(before, after)
    timeline = states.timeline
    if as_json_text:
        report = diff_report(timeline.id, found.before.commit, found.after.commit, found.changes)
        click.echo(as_json(report), nl=False)
        return
    console = console_for(sys.stdout)
    print_title(timeline.alliance.title, f"from {found.before.words} to {found.after.words}", console)
    print_changes(found.changes, Glossary(found.after.alliance, found.before.alliance, timeline.alliance), console)
