"""`alliance status`: who has agreed to what, in every alliance."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.text import Text

from alliance_docs.assent.state import Assent, assents
from alliance_docs.assent.telling import agreeing, revision_words, standing
from alliance_docs.audience import Audience
from alliance_docs.book import load_book
from alliance_docs.commands.options import allow_shallow_option, audience_option, examples, json_option
from alliance_docs.commands.waiting import waiting
from alliance_docs.commands.whereabouts import find_folder
from alliance_docs.report import as_json, status_report
from alliance_docs.revisions import Timeline
from alliance_docs.terminal import console_for, print_title
from alliance_docs.wording import sentence_text


@click.command("status", epilog=examples("alliance status", "alliance status --json"))
@json_option
@audience_option
@allow_shallow_option
def command(
    as_json_text: bool,  # noqa: FBT001 - click's shape of a flag
    audience: str,
    allow_shallow: bool,  # noqa: FBT001 - as above
) -> None:
    """Say who has agreed to what.

    Each alliance is listed with its parties: who agrees to this version, who agreed to an earlier one and which clauses
    have changed since, who has not said yes yet, has taken it back, or has left.
    """
    with waiting("Reading the history"):
        book = load_book(find_folder(Path.cwd()), audience=Audience(audience), allow_shallow=allow_shallow)
        found = [(timeline, assents(timeline, book.whole_of(timeline))) for timeline in book.timelines]
    if as_json_text:
        report = status_report((timeline.id, assent) for timeline, of_one in found for assent in of_one)
        click.echo(as_json(report), nl=False)
        return
    console = console_for(sys.stdout)
    for timeline, of_one in found:
        _print_status(timeline, of_one, console)
    if not found:
        click.echo("There is no alliance here." if not book.left_out_alliances else "No alliance here is public.")


def _print_status(timeline: Timeline, of_one: Sequence[Assent], console: Console) -> None:
    print_title(timeline.alliance.title, ", ".join(filter(None, (timeline.id, agreeing(of_one)))), console)
    for assent in of_one:
        said = standing(assent)
        agreed = f" ({sentence_text(revision_words(assent.agreed))})" if assent.agreed else ""
        console.print(Text(f"  {said.sign} {sentence_text(said.words)}{agreed}"), soft_wrap=True)
        for address in assent.clauses:
            console.print(Text(f"      {address}"), soft_wrap=True)
    console.print()
