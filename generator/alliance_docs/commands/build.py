"""`alliance build`: the whole site in a folder of plain files, put in place at once or not at all."""

from contextlib import nullcontext
from pathlib import Path

import click

from alliance_docs.audience import Audience
from alliance_docs.commands.exits import FINDINGS, stop
from alliance_docs.commands.options import AUDIENCES, allow_shallow_option, config_option, examples, strict_option
from alliance_docs.commands.project import project_folder
from alliance_docs.commands.waiting import waiting
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import build_site
from alliance_docs.symbols import symbols


@click.command(
    "build",
    epilog=examples(
        "alliance build",
        "alliance build --strict -d public",
        "alliance build --audience parties -d ../for-us",
    ),
)
@click.option("site_dir", "-d", "--site-dir", metavar="DIR", type=click.Path(path_type=Path), help="Where the site goes.")
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    help="For whom it is; public unless mkdocs.yml says otherwise. Keep a site for the parties to yourselves.",
)
@click.option("--keep-going", is_flag=True, help="Publish the rest when a file has an error; the exit code stays 1.")
@allow_shallow_option
@strict_option
@config_option
@click.option("-q", "--quiet", is_flag=True, help="Say nothing of how far it is.")
def command(  # noqa: PLR0913, PLR0917 - one for each option
    site_dir: Path | None,
    audience: str | None,
    keep_going: bool,  # noqa: FBT001 - click's shape of a flag
    allow_shallow: bool,  # noqa: FBT001 - as above
    strict: bool,  # noqa: FBT001 - as above
    config_file: Path | None,
    quiet: bool,  # noqa: FBT001 - as above
) -> None:
    """Build the site.

    Everything is read and checked first: a file with an error publishes nothing and leaves the old site as it was. A public
    site holds only alliances whose file says `audience: public`, and says how much it left out.
    """
    order = SiteOrder(
        folder=project_folder(Path.cwd()),
        config_file=config_file,
        site_dir=site_dir,
        audience=Audience(audience) if audience else None,
        strict=strict,
        keep_going=keep_going,
        allow_shallow=allow_shallow,
    )
    with nullcontext() if quiet else waiting("Building the site", lines=True):
        report = build_site(order)
    for line in (*report.warnings, *report.remarks):
        click.echo(symbols(line), err=True)
    if not report.published:
        stop("Nothing was published: in a strict build warnings count.", "Mend what is listed above.", FINDINGS)
    click.echo(f"Built {report.pages} pages in {report.site}.")
    if report.failed:
        stop("The site was published without the files that could not be read.", "", FINDINGS)
