"""`alliance drop`: write down a promise that was not kept, in its owner's words."""

from collections.abc import Sequence

import click

from alliance_docs.commands.asking import a_day, checked_day, is_terminal, needed, wanted
from alliance_docs.commands.desk import Desk, Wish, alliance_choice, commit_options
from alliance_docs.commands.options import examples
from alliance_docs.errors import UsageError
from alliance_docs.model import Clause, Party
from alliance_docs.writing.amend import new_entry


@click.command(
    "drop",
    epilog=examples(
        "alliance drop",
        'alliance drop tuesday-desk --owner leila --about door --text "I left the door for half an hour."',
        'alliance drop --owner tomas --about my-segments --text "I ran over." --step "Set a buzzer." --due 2024-09-24',
    ),
)
@alliance_choice
@click.option("--owner", metavar="PARTY", help="Whose promise it was; they write it themselves.")
@click.option("--about", metavar="ID", help="The promise or agreement that was not kept.")
@click.option("--text", metavar="TEXT", help="What happened, in the owner's own words.")
@click.option("--date", "day", metavar="DATE", help="When it happened; today when it is not given.")
@click.option("--pattern", metavar="TEXT", help="What the owner sees returning in it.")
@click.option("--step", "steps", multiple=True, metavar="TEXT", help="A step that repairs it; may be given several times.")
@click.option(
    "--due", "dues", multiple=True, metavar="DATE", help="By when; the first belongs to the first step, and so on."
)
@click.option("--concern", metavar="ID", help="The concern this is the owner's answer to.")
@click.option("--title", metavar="TEXT", help="Two to four words to call it by.")
@click.option("--id", "wanted_id", metavar="ID", help="The id of the entry; made of what it is about otherwise.")
@commit_options
def command(  # noqa: PLR0913, PLR0917 - one for each argument and option
    alliance: str | None,
    owner: str | None,
    about: str | None,
    text: str | None,
    day: str | None,
    pattern: str | None,
    steps: Sequence[str],
    dues: Sequence[str],
    concern: str | None,
    title: str | None,
    wanted_id: str | None,
    wish: Wish,
) -> None:
    """Write down a promise that was not kept.

    A drop is the owner's to say. What you noticed on the other's side is `alliance concern`. On a terminal you are asked for
    what you do not give; the entry is added to the file and nothing else in it changes.
    """
    desk = Desk.of(alliance)
    place, answered = desk.entry("concerns", concern) if concern else (0, None)
    writer = desk.writer()
    who = desk.party(needed(owner, "--owner", "Whose promise was it", writer.id if writer else ""))
    _remind(who, writer)
    subject = _subject(desk, about, answered)
    words = needed(text, "--text", f"What happened, in {who.name}'s own words")
    new_id = desk.own_id(wanted_id) if wanted_id else desk.free_id(f"{subject} dropped" if subject else "", words, "drop")
    drop = new_entry(
        "drops",
        fields={
            "id": new_id,
            "title": title or "",
            "owner": who.id,
            "date": a_day(day, "--date", "When was it"),
            "about": subject,
            "acknowledged": {"date": a_day(None, "--date"), "text": words},
            "pattern": wanted(pattern, "Is there a pattern in it (may stay empty)"),
            "repair": _steps(steps, dues),
        },
    )
    outcome = [(("concerns", place, "outcome"), new_id)] if answered else []
    desk.keep([drop, *outcome], f"I dropped {subject}" if subject else "I dropped a promise", wish)


def _subject(desk: Desk, about: str | None, concern: Clause | None) -> str:
    """What was not kept, by id or address; "" when it is left open."""
    typed = wanted(
        about, "Which promise or agreement is it about (its id, or empty)", concern.get("about") if concern else ""
    )
    typed = typed or (concern.get("about") if concern else "")
    if not typed:
        return ""
    clause = desk.link(typed)
    return clause.id or clause.address


def _steps(steps: Sequence[str], dues: Sequence[str]) -> list[dict[str, str]]:
    if len(dues) > len(steps):
        raise UsageError("There are more --due than --step.", "Give each step its --step and, where it has one, its --due.")
    pairs = [(step, dues[place] if place < len(dues) else "") for place, step in enumerate(steps)]
    while is_terminal() and not steps and (step := wanted(None, f"Repair step {len(pairs) + 1} (empty when all are named)")):
        pairs.append((step, wanted(None, "By when (a date, or empty)")))
    return [{"text": step, **({"due": checked_day(due, "--due")} if due else {})} for step, due in pairs]


def _remind(who: Party, writer: Party | None) -> None:
    if writer and writer.id != who.id:
        click.echo(
            f"Git knows you here as {writer.name}. A drop is for {who.name} to say; what {writer.name} noticed is "
            "`alliance concern`.",
            err=True,
        )
