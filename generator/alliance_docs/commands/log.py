"""`alliance log`: the revisions of one alliance, for people or for programs."""

import sys

import click

from alliance_docs.commands.history import of_one_alliance
from alliance_docs.commands.options import examples
from alliance_docs.report import as_json, log_report
from alliance_docs.revisions import Timeline


@click.command(
    "log",
    epilog=examples("alliance log harbour-street", "alliance log alliances/harbour-street.yml --json"),
)
@of_one_alliance
def command(timeline: Timeline, as_json_text: bool) -> None:  # noqa: FBT001 - click's shape of a flag
    """List the revisions of one alliance, newest first.

    ALLIANCE is an id or the path of a file. Each revision is told by its number, commit, date and authors, the reason they
    gave, and what it changed. With --json the oldest comes first.
    """
    if as_json_text:
        click.echo(as_json(log_report(timeline)), nl=False)
        return
    from alliance_docs.terminal import console_for, print_log, print_title  # noqa: PLC0415 - slow to load, no use to programs

    console = console_for(sys.stdout)
    count = sum(revision.commit is not None for revision in timeline.revisions)
    print_title(timeline.alliance.title, f"{count} revision{'s' if count != 1 else ''} of {timeline.path}", console)
    print_log(timeline, console)
