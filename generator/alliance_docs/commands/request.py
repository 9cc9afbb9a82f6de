"""`alliance request`: write down a request, or the answer to one."""

import click

from alliance_docs.commands.asking import a_day, is_terminal, needed, wanted
from alliance_docs.commands.desk import Desk, Wish, alliance_choice, commit_options
from alliance_docs.commands.options import examples
from alliance_docs.errors import UsageError
from alliance_docs.vocabulary import REPLIES
from alliance_docs.writing.amend import Edit, new_entry

_ANSWERS = tuple(reply for reply in REPLIES if reply != "open")
_ASKING = ("--from", "--to", "--text", "--expectation", "--title", "--id")
_ANSWERING = ("--reply", "--why", "--commitment")


@click.command(
    "request",
    epilog=examples(
        'alliance request --from jonas --to maren --text "Please keep money for one fixed evening."',
        "alliance request --answer fixed-evening --reply accepted --commitment one-topic",
        'alliance request --answer close-the-loan --reply declined --why "I cannot promise not to see it."',
    ),
)
@alliance_choice
@click.option("--from", "asker", metavar="PARTY", help="Who asks.")
@click.option("--to", "asked", metavar="PARTY", help="Who is asked.")
@click.option("--text", metavar="TEXT", help="What is asked for; it may be declined.")
@click.option("--expectation", metavar="ID", help="The expectation that becomes this request.")
@click.option("--title", metavar="TEXT", help="Two to four words to call it by.")
@click.option("--id", "wanted_id", metavar="ID", help="The id of the entry; made of its words otherwise.")
@click.option("--answer", metavar="ID", help="Answer this request instead of writing a new one.")
@click.option("--reply", type=click.Choice(_ANSWERS), help="The answer.")
@click.option("--why", metavar="TEXT", help="The reason for the answer.")
@click.option("--commitment", metavar="ID", help="The promise that answers the request.")
@click.option("--date", "day", metavar="DATE", help="When it is answered; today when it is not given.")
@commit_options
def command(  # noqa: PLR0913, PLR0917 - one for each argument and option
    alliance: str | None,
    asker: str | None,
    asked: str | None,
    text: str | None,
    expectation: str | None,
    title: str | None,
    wanted_id: str | None,
    answer: str | None,
    reply: str | None,
    why: str | None,
    commitment: str | None,
    day: str | None,
    wish: Wish,
) -> None:
    """Write down a request, or with --answer the reply to one.

    The asker words a request, the asked replies: accepted, declined or countered. A declined request is an honest answer.
    """
    desk = Desk.of(alliance)
    asking = dict(zip(_ASKING, (asker, asked, text, expectation, title, wanted_id), strict=True))
    answering = dict(zip(_ANSWERING, (reply, why, commitment), strict=True))
    if answer:
        _refuse(asking, "--answer")
        edits, subject = _answer(desk, answer, answering, a_day(day, "--date"))
    else:
        _refuse(answering | {"--date": day}, "a new request")
        edits, subject = _new(desk, asking)
    desk.keep(edits, subject, wish)


def _refuse(options: dict[str, str | None], beside: str) -> None:
    given = [name for name, value in options.items() if value is not None]
    if given:
        raise UsageError(f"{', '.join(given)} cannot stand beside {beside}.", "`alliance request --help` shows both forms.")


def _new(desk: Desk, given: dict[str, str | None]) -> tuple[list[Edit], str]:
    writer = desk.writer()
    asker = desk.party(needed(given["--from"], "--from", "Who asks", writer.id if writer else ""))
    others = [party.id for party in desk.alliance.parties if party.id != asker.id and not party.left]
    asked = desk.party(needed(given["--to"], "--to", "Who is asked", others[0] if len(others) == 1 else ""))
    if asked.id == asker.id:
        raise UsageError("A request goes to another party.", "What you ask of yourself is a commitment.")
    words = needed(given["--text"], "--text", "What is asked for")
    named, title = given["--id"], given["--title"] or ""
    new_id = desk.own_id(named) if named else desk.free_id(title, words, "request")
    fields = {
        "id": new_id,
        "title": title,
        "from": asker.id,
        "to": asked.id,
        "text": words,
        "reply": "open",
    }
    edits = [new_entry("requests", fields=fields)]
    if given["--expectation"]:
        place, _ = desk.entry("expectations", given["--expectation"])
        edits.append((("expectations", place, "became"), new_id))
    return edits, f"{asker.name} asks: {title or new_id}"


def _answer(desk: Desk, name: str, given: dict[str, str | None], when: str) -> tuple[list[Edit], str]:
    place, clause = desk.entry("requests", name)
    reply = needed(given["--reply"], "--reply", f"The answer ({', '.join(_ANSWERS)})")
    if reply not in _ANSWERS:
        raise UsageError(f"`{reply}` is no answer.", f"It is one of: {', '.join(_ANSWERS)}.")
    why = wanted(given["--why"], "Why (may stay empty)")
    typed = given["--commitment"] or ""
    if reply == "accepted" and not typed and is_terminal():
        typed = wanted(None, "The promise that answers it (its id, or empty)")
    promise = desk.link(typed) if typed else None
    if promise and promise.section != "commitments":
        raise UsageError(f"`{typed}` is no commitment.", "Name the id of an entry under `commitments`.")
    fields = {"reply": reply, "date": when, "why": why, "commitment": (promise.id or promise.address) if promise else ""}
    edits: list[Edit] = [(("requests", place, key), value) for key, value in fields.items() if value]
    return edits, f"{reply.capitalize()}: {clause.title or clause.id or 'a request'}"
