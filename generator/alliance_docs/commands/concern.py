"""`alliance concern`: write down what one noticed about the other's side."""

import click

from alliance_docs.commands.asking import a_day, needed, wanted
from alliance_docs.commands.desk import Desk, Wish, alliance_choice, commit_options
from alliance_docs.commands.options import examples
from alliance_docs.writing.amend import new_entry


@click.command(
    "concern",
    epilog=examples(
        "alliance concern",
        'alliance concern --by maren --about accounts-evening --seen "No evening since June."',
    ),
)
@alliance_choice
@click.option("--by", metavar="PARTY", help="Who noticed it.")
@click.option("--about", metavar="ID", help="The promise or agreement it is about.")
@click.option("--seen", metavar="TEXT", help="What could be seen, without reasons.")
@click.option("--my-side", metavar="TEXT", help="How the own side of it stands.")
@click.option("--date", "day", metavar="DATE", help="When it is raised; today when it is not given.")
@click.option("--title", metavar="TEXT", help="Two to four words to call it by.")
@click.option("--id", "wanted_id", metavar="ID", help="The id of the entry; made of its words otherwise.")
@commit_options
def command(  # noqa: PLR0913, PLR0917 - one for each argument and option
    alliance: str | None,
    by: str | None,
    about: str | None,
    seen: str | None,
    my_side: str | None,
    day: str | None,
    title: str | None,
    wanted_id: str | None,
    wish: Wish,
) -> None:
    """Write down what one noticed about the other's side.

    A concern is no drop: it becomes one only when the owner of the promise says so, with `alliance drop --concern ID`.
    """
    desk = Desk.of(alliance)
    writer = desk.writer()
    who = desk.party(needed(by, "--by", "Who noticed it", writer.id if writer else ""))
    typed = wanted(about, "Which promise or agreement is it about (its id, or empty)")
    subject = desk.link(typed) if typed else None
    words = needed(seen, "--seen", "What could be seen, without reasons")
    name = (subject.id or subject.address) if subject else ""
    fields = {
        "id": desk.own_id(wanted_id) if wanted_id else desk.free_id(title or "", words, "concern"),
        "title": title or "",
        "raised_by": who.id,
        "date": a_day(day, "--date"),
        "about": name,
        "seen": words,
        "my_side": wanted(my_side, "And your own side of it (may stay empty)"),
    }
    desk.keep([new_entry("concerns", fields=fields)], f"Raise a concern{f' about {name}' if name else ''}", wish)
