"""`alliance agree`: read what changed since a party last said yes, and write down their yes to the file as it is."""

import sys

import click
from rich.console import Console

from alliance_docs.assent.digest import digest
from alliance_docs.assent.state import Assent, AssentState, Since, assents
from alliance_docs.assent.telling import FEW_STEPS, revision_words, standing, steps_between
from alliance_docs.audience import Audience
from alliance_docs.book import load_whole
from alliance_docs.commands.asking import a_day, is_terminal
from alliance_docs.commands.desk import Desk, Wish, alliance_choice, commit_options
from alliance_docs.commands.options import allow_shallow_option, examples
from alliance_docs.commands.waiting import waiting
from alliance_docs.errors import AllianceError, UsageError
from alliance_docs.model import Party
from alliance_docs.privacy.view import view
from alliance_docs.revisions import Timeline
from alliance_docs.terminal import console_for, print_alliance, print_changes, print_steps, print_title
from alliance_docs.wording import Glossary, sentence_text
from alliance_docs.writing.amend import Edit, new_entry


@click.command(
    "agree",
    epilog=examples(
        "alliance agree maren",
        "alliance agree jonas harbour-street",
        "alliance agree maren --yes --commit",
    ),
)
@click.argument("party")
@alliance_choice
@click.option("--yes", is_flag=True, help="Do not ask: PARTY has read what is shown and says yes.")
@click.option("--date", "day", metavar="DATE", help="The day of the yes; today when it is not given.")
@commit_options
@allow_shallow_option
def command(  # noqa: PLR0913, PLR0917 - one for each argument and option
    party: str,
    alliance: str | None,
    yes: bool,  # noqa: FBT001 - click's shape of a flag
    day: str | None,
    wish: Wish,
    allow_shallow: bool,  # noqa: FBT001 - as above
) -> None:
    """Show PARTY what changed since they last said yes, and write down their yes.

    The day and a digest of the text are written into the file; no other byte changes. The digest finds the text again
    whatever later happens to the history. ALLIANCE is an id or a path; it may be left out where there is only one.
    """
    desk = Desk.of(alliance)
    who = desk.party(party)
    if who.left:
        raise UsageError(f"{who.name} has left, and nothing is asked of them.")
    when = a_day(day, "--date")
    with waiting("Reading the history"):
        whole = load_whole(desk.folder, str(desk.path), allow_shallow=allow_shallow)
        shown = view(whole, Audience.PARTIES)
        found = next((one for one in assents(shown, whole) if one.party.id == who.id), None)
    if found is None:
        raise AllianceError(f"{desk.path} was changed meanwhile", "Look at the change and run the command again.")
    console = console_for(sys.stdout)
    if found.state is AssentState.CURRENT and found.since and not found.since.changes:
        click.echo(f"{sentence_text(standing(found).words)} already. Nothing was written.")
        return
    _show(found, shown, console)
    _ask(who, yes=yes)
    _remind(desk, who, wish)
    desk.keep(_edits(desk, who, when), f"{who.name} says yes", wish)


def _show(assent: Assent, timeline: Timeline, console: Console) -> None:
    """What a party is asked to say yes to: what changed since the last time, or where there was none all of it."""
    since = assent.since
    said = sentence_text(standing(assent).words)
    if since is None:
        print_title(timeline.alliance.title, f"the whole agreement. {said}.", console)
        print_alliance(timeline.alliance, console)
        return
    print_title(timeline.alliance.title, f"since {sentence_text(revision_words(since.agreed))}. {said}.", console)
    _show_since(since, timeline, console)


def _show_since(since: Since, timeline: Timeline, console: Console) -> None:
    glossary = Glossary(timeline.alliance, *([since.agreed.alliance] if since.agreed.alliance else []))
    groups = (
        ("Needs your yes", since.needs),
        ("Declared editorial", tuple(one.change for one in since.editorial)),
        ("News, needs no yes", since.news),
    )
    for heading, changes in groups:
        if changes:
            _head(heading, console)
            print_changes(changes, glossary, console)
    if since.steps:
        _head(steps_between(len(since.steps)), console)
    if len(since.steps) <= FEW_STEPS:
        print_steps(since.steps, timeline, console)
    else:
        click.echo(f"`alliance log {timeline.id}` tells them.")
    click.echo()


def _head(words: str, console: Console) -> None:
    console.print()
    console.rule(words, align="left", characters="─" if console.is_terminal else "-")


def _ask(who: Party, *, yes: bool) -> None:
    if yes:
        return
    if not is_terminal():
        mend = f"Run it on a terminal, or with --yes when {who.name} has read what is shown above."
        raise UsageError("Nobody could be asked, and nothing was written.", mend)
    click.confirm(f"Does {who.name} say yes to this?", abort=True)


def _edits(desk: Desk, who: Party, when: str) -> list[Edit]:
    """A new entry, or the day and the digest of the newest that is there."""
    to = digest(desk.alliance, who.id)
    entries = [
        (clause.get("date"), place)
        for place, clause in enumerate(desk.alliance.section("assent"))
        if clause.get("party") == who.id
    ]
    if not entries:
        return [new_entry("assent", fields={"party": who.id, "date": when, "to": to})]
    _, place = max(entries)
    return [(("assent", place, "date"), when), (("assent", place, "to"), to)]


def _remind(desk: Desk, who: Party, wish: Wish) -> None:
    """Say so when the commit would be another party's, and the yes would not count."""
    writer = desk.writer()
    there = {name.strip().casefold() for name in wish.present}
    if writer and writer.id != who.id and not there & {who.id.casefold(), who.name.casefold()}:
        click.echo(
            f"Git knows you here as {writer.name}. A yes of {who.name} counts when they commit it themselves, or when the "
            f"message says `With: {who.name}` (here: --with {who.id}).",
            err=True,
        )
