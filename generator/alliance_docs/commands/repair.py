"""`alliance repair`: write down a step of a repair, that a step is done, or that the promise is restored."""

from collections.abc import Iterator, Sequence

import click

from alliance_docs.commands.asking import a_day, checked_day, is_terminal, wanted
from alliance_docs.commands.desk import Desk, Wish, alliance_choice, commit_options
from alliance_docs.commands.options import examples
from alliance_docs.errors import UsageError
from alliance_docs.model import Clause
from alliance_docs.symbols import symbols
from alliance_docs.writing.amend import Edit


@click.command(
    "repair",
    epilog=examples(
        "alliance repair loan",
        'alliance repair loan --step "Open every account." --due 2024-04-14',
        "alliance repair loan --done 2 --restored",
    ),
)
@click.argument("drop")
@alliance_choice
@click.option("--step", "steps", multiple=True, metavar="TEXT", help="A further step; may be given several times.")
@click.option("--due", "dues", multiple=True, metavar="DATE", help="By when; the first belongs to the first --step.")
@click.option("--done", multiple=True, type=click.IntRange(min=1), metavar="NUMBER", help="A step that is done, from 1.")
@click.option("--restored", is_flag=True, help="The promise holds again.")
@click.option("--date", "day", metavar="DATE", help="When it was done or restored; today when it is not given.")
@commit_options
def command(  # noqa: PLR0913, PLR0917 - one for each argument and option
    drop: str,
    alliance: str | None,
    steps: Sequence[str],
    dues: Sequence[str],
    done: Sequence[int],
    restored: bool,  # noqa: FBT001 - click's shape of a flag
    day: str | None,
    wish: Wish,
) -> None:
    """Write down what repairs a drop.

    DROP is the id of an entry under `drops`. Steps are counted from 1 in the order of the file. On a terminal, without any
    option, the open steps are gone through one by one.
    """
    desk = Desk.of(alliance)
    place, clause = desk.entry("drops", drop)
    when = a_day(day, "--date")
    if is_terminal() and not (steps or done or restored):
        done, steps, dues, restored = _asked(clause)
    if len(dues) > len(steps):
        raise UsageError("There are more --due than --step.", "Give each step its --step and, where it has one, its --due.")
    edits = [*_done(clause, place, done, when), *_steps(place, steps, dues)]
    if restored:
        edits.append((("drops", place, "restored"), when))
    if not edits:
        raise UsageError("There is nothing to write down.", "Give --step, --done or --restored, or be asked on a terminal.")
    desk.keep(edits, _subject(clause, restored=restored, done=bool(done)), wish)


def step_numbers(clause: Clause) -> list[int]:
    """The numbers of the steps of a drop, in order."""
    return sorted({int(name.split(".")[1]) for name in clause.fields if name.startswith("repair.")})


def _done(clause: Clause, place: int, done: Sequence[int], when: str) -> Iterator[Edit]:
    known = step_numbers(clause)
    for number in done:
        if number not in known:
            raise UsageError(f"This drop has no step {number}.", f"Its steps: {', '.join(map(str, known)) or 'none yet'}.")
        yield ("drops", place, "repair", number - 1, "done"), when


def _steps(place: int, steps: Sequence[str], dues: Sequence[str]) -> Iterator[Edit]:
    for number, step in enumerate(steps):
        due = {"due": checked_day(dues[number], "--due")} if number < len(dues) else {}
        yield ("drops", place, "repair", None), {"text": step.strip(), **due}


def _asked(clause: Clause) -> tuple[list[int], list[str], list[str], bool]:
    """The steps that are done, further ones with their dates, and whether the promise is restored."""
    click.echo(symbols(clause.text or clause.address))
    waiting = [number for number in step_numbers(clause) if not clause.get(f"repair.{number}.done")]
    done = [number for number in waiting if click.confirm(f"Step {number}, {symbols(_step(clause, number))}: is it done?")]
    step = wanted(None, "A further step (or empty)")
    due = wanted(None, "By when (a date, or empty)") if step else ""
    still_open = step or set(waiting) - set(done)
    restored = not still_open and not clause.get("restored") and click.confirm("Does the promise hold again?")
    return done, [step] if step else [], [due] if due else [], restored


def _step(clause: Clause, number: int) -> str:
    due = clause.get(f"repair.{number}.due")
    return f"{clause.get(f'repair.{number}.text')}{f' (by {due})' if due else ''}"


def _subject(clause: Clause, *, restored: bool, done: bool) -> str:
    name = clause.get("about") or clause.id or "a drop"
    return f"Restored: {name}" if restored else f"Repair done: {name}" if done else f"What repairs {name}"
