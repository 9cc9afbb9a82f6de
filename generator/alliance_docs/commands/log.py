"""`alliance log`: the revisions of one alliance, for people or for programs."""

import sys
from pathlib import Path

import click

from alliance_docs.book import find_folder, load_timeline
from alliance_docs.commands.options import alliance_argument, allow_shallow_option, audience_option, examples, json_option
from alliance_docs.commands.waiting import waiting
from alliance_docs.privacy import Audience
from alliance_docs.report import as_json, log_report
from alliance_docs.terminal import console_for, print_log, print_title


@click.command(
    "log",
    epilog=examples("alliance log harbour-street", "alliance log alliances/harbour-street.yml --json"),
)
@alliance_argument
@json_option
@audience_option
@allow_shallow_option
def command(
    alliance: str,
    as_json_text: bool,  # noqa: FBT001 - click's shape of a flag
    audience: str,
    allow_shallow: bool,  # noqa: FBT001 - as above
) -> None:
    """List the revisions of one alliance, newest first.

    ALLIANCE is an id or the path of a file. Each revision is told by its number, commit, date and authors, the reason they
    gave, and what it changed. With --json the oldest comes first.
    """
    with waiting("Reading the history"):
        timeline = load_timeline(find_folder(Path.cwd()), alliance, audience=Audience(audience), allow_shallow=allow_shallow)
    if as_json_text:
        click.echo(as_json(log_report(timeline)), nl=False)
        return
    console = console_for(sys.stdout)
    count = sum(revision.commit is not None for revision in timeline.revisions)
    print_title(timeline.alliance.title, f"{count} revision{'s' if count != 1 else ''} of {timeline.path}", console)
    print_log(timeline, console)
