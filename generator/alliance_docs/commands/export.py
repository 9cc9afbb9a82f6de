"""`alliance export`: the same site as a folder that builds without this tool."""

from pathlib import Path

import click

from alliance_docs.audience import Audience
from alliance_docs.commands.options import AUDIENCES, allow_shallow_option, config_option, examples
from alliance_docs.commands.project import project_folder
from alliance_docs.commands.waiting import waiting
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.export import export_site
from alliance_docs.symbols import symbols


@click.command("export", epilog=examples("alliance export ../plain", "cd ../plain && mkdocs build"))
@click.argument("target", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--audience", type=click.Choice(AUDIENCES), help="For whom it is; public unless mkdocs.yml says otherwise.")
@allow_shallow_option
@config_option
def command(
    target: Path,
    audience: str | None,
    allow_shallow: bool,  # noqa: FBT001 - click's shape of a flag
    config_file: Path | None,
) -> None:
    """Write the site as plain Markdown and HTML that builds without this tool.

    DIR gets the pages, one style sheet, one script and a plain mkdocs.yml. An earlier export there is replaced; anything
    else is left alone.
    """
    wanted = Audience(audience) if audience else None
    order = SiteOrder(project_folder(Path.cwd()), config_file, audience=wanted, allow_shallow=allow_shallow)
    with waiting("Writing the site"):
        remarks = export_site(order, target)
    for remark in remarks:
        click.echo(symbols(remark), err=True)
    click.echo(f"Wrote the site to {target}. It builds with: mkdocs build")
