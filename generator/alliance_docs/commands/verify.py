"""`alliance verify`: the leak gate on its own, for a site that was built earlier, elsewhere, or by something else.

Trusts nothing in the site. Messages name the file and the clause, never the text.
"""

import os
from pathlib import Path

import click

from alliance_docs.audience import Audience
from alliance_docs.book import load_book
from alliance_docs.commands.exits import FINDINGS, stop
from alliance_docs.commands.options import AUDIENCES, examples
from alliance_docs.commands.waiting import waiting
from alliance_docs.commands.whereabouts import find_folder
from alliance_docs.engine.gate import hidden_of, leaks_in, told
from alliance_docs.engine.messages import counted
from alliance_docs.errors import UsageError
from alliance_docs.leaks.finding import files_of
from alliance_docs.leaks.hidden_words import hidden_texts
from alliance_docs.symbols import symbols


@click.command("verify", epilog=examples("alliance verify site", "alliance verify ../for-us --audience parties"))
@click.argument("site", metavar="SITE", type=click.Path(path_type=Path))
@click.option(
    "--audience", type=click.Choice(AUDIENCES), default="public", show_default=True, help="Who will read the site."
)
def command(site: Path, audience: str) -> None:
    """Search a built site for what its readers may not see.

    SITE is the folder of a site. Every hidden text of the whole history is searched in every file of it, however the file
    spells it. The exit code is 1 where something is found.
    """
    files = _files(site)
    with waiting("Looking for hidden texts"):
        hidden = hidden_of(load_book(find_folder(Path.cwd()), audience=Audience(audience)))
        leaks = tuple(leaks_in(site, files, hidden))
    links = _links(site)
    for line in (*map(told, leaks), *(f"{name} is a symbolic link, which is not followed" for name in links)):
        click.echo(symbols(line))
    looked = f"{counted(len(files), 'file')} searched for {counted(len(hidden_texts(hidden.words)), 'hidden text')}"
    if leaks or links:
        stop(f"{looked}: this site is not fit for the {audience}.", "Build it anew, or take these files out.", FINDINGS)
    click.echo(f"{looked}: none found.")


def _files(site: Path) -> list[str]:
    if not site.exists():
        raise UsageError(f"{site} is not there.", "Name the folder of a built site.")
    if not site.is_dir():
        raise UsageError(f"{site} is no folder.", "Name the folder of a built site.")
    files = files_of(site)
    if not any(name.endswith((".html", ".htm")) for name in files):
        raise UsageError(f"There is no site in {site}: it holds no page.", "`alliance build` makes one.")
    return files


def _links(site: Path) -> list[str]:
    found = (Path(place, name) for place, folders, names in os.walk(site) for name in (*folders, *names))
    return sorted(path.relative_to(site).as_posix() for path in found if path.is_symlink())
