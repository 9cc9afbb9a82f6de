"""`alliance check`: everything that is wrong in the files, in one run; Git is asked only where the files leave a doubt."""

from collections import Counter
from collections.abc import MutableMapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from alliance_docs.commands.exits import FINDINGS, is_finding
from alliance_docs.commands.hiding import hides_nothing
from alliance_docs.commands.options import examples, strict_option
from alliance_docs.commands.whereabouts import find_folder
from alliance_docs.engine.messages import counted
from alliance_docs.errors import AllianceError, Problem, Severity, UsageError
from alliance_docs.reading.folder import CurrentFile, FolderReading, Spotless, read_folder
from alliance_docs.reading.spotless import spotless_files
from alliance_docs.report import as_json, check_report
from alliance_docs.symbols import symbols
from alliance_docs.writing.edit import replace_bytes_atomically, write_ids


@click.command(
    "check",
    epilog=examples("alliance check", "alliance check alliances/harbour-street.yml --strict", "alliance check --fix"),
)
@click.argument("paths", metavar="[PATH...]", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "form", "--format", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)
@click.option("--fix", is_flag=True, help="First write the ids that are missing; no other byte of a file is touched.")
@click.option("--nudges", is_flag=True, help="Also ask gentle questions about wordings and gaps; never errors.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="The day to judge by, instead of the newest commit's.")
@strict_option
@click.pass_context
def command(  # noqa: PLR0913, PLR0917 - click hands over every option by name
    context: click.Context,
    paths: Sequence[Path],
    form: str,
    fix: bool,  # noqa: FBT001 - click's shape of a flag
    nudges: bool,  # noqa: FBT001 - as above
    today: datetime | None,
    strict: bool,  # noqa: FBT001 - as above
) -> None:
    """Say what is wrong in the alliance files, and where.

    PATH is a file or a folder; without one the whole folder of alliances is checked. Each line reads `file:line:column:
    message [rule]`. The exit code is 1 where there is an error, with --strict also where there is a warning.
    """
    reading = _read(paths) if fix or nudges or paths else _read_new()
    unfit = [file for file in reading.files.values() if not _fixed(file)] if fix else []
    if fix:
        reading = _read(paths)
    problems = _sorted(*reading.problems, *hides_nothing(reading, find_folder(Path.cwd())))
    if nudges:
        from alliance_docs.commands.questions import questions  # noqa: PLC0415 - reads the history, which few ask for

        asked = questions(reading, find_folder(Path.cwd()), today.date() if today else None)
        problems = _sorted(*problems, *asked)
    if form == "json":
        click.echo(as_json(check_report(problems)), nl=False)
    for problem in problems if form == "text" else ():
        click.echo(symbols(str(problem)))
    if form == "text":
        from alliance_docs.commands.conflicts import explain_conflicts  # noqa: PLC0415 - asks Git, which few files need

        explain_conflicts(reading, find_folder(Path.cwd()), all_files=not paths)
    click.echo(_summary(len(reading.files), problems), err=True)
    if problems:
        click.echo("`alliance explain CODE` says what a code in brackets means, and how to mend it.", err=True)
    if unfit or any(is_finding(problem.severity, strict=strict) for problem in problems):
        context.exit(FINDINGS)


def _sorted(*problems: Problem) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda problem: problem.sort_key))


def _read(paths: Sequence[Path], spotless: MutableMapping[str, Spotless] | None = None) -> FolderReading:
    """The files named, or all of the folder, with paths as seen from where we stand."""
    folder = find_folder(Path.cwd())
    if not paths and not folder.is_dir():
        raise UsageError(
            "There is no folder of alliances here.", "`alliance new NAME` begins one; or name the files to check."
        )
    return read_folder(folder, paths or None, root=Path.cwd(), spotless=spotless)


def _read_new() -> FolderReading:
    """All of the folder, where of files in which nothing was found before nothing but the id is read."""
    with spotless_files(find_folder(Path.cwd())) as spotless:
        return _read((), spotless)


def _fixed(file: CurrentFile) -> bool:
    """Write the ids that a file lacks; False when something stood in the way. Why a file is unreadable is listed anyway."""
    if file.source is None or file.alliance is None:
        return True
    try:
        after = write_ids(file.source, file.path)
        if after != file.source:
            replace_bytes_atomically(Path(file.path), file.source, after)
            click.echo(symbols(f"{file.path}: missing ids written"), err=True)
    except AllianceError as error:
        click.echo(symbols(f"{error.message} {error.mend}".strip()), err=True)
        return False
    return True


def _summary(files: int, problems: Sequence[Problem]) -> str:
    counts = Counter(problem.severity for problem in problems)
    found = [counted(counts[severity], severity) for severity in Severity if counts[severity]]
    return f"{counted(files, 'file')} checked: {', '.join(found) or 'nothing to say'}."
