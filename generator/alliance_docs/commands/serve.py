"""`alliance serve`: the parties' own view on this machine, rebuilt at every edit and every commit."""

from pathlib import Path

import click

from alliance_docs.audience import Audience
from alliance_docs.commands.options import allow_shallow_option, audience_option, config_option, examples
from alliance_docs.commands.project import project_folder
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import serve_site


@click.command("serve", epilog=examples("alliance serve", "alliance serve --port 8100 --open"))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="The port on this machine.")
@click.option("open_browser", "--open", is_flag=True, help="Open it in the browser.")
@audience_option
@allow_shallow_option
@config_option
def command(
    port: int,
    open_browser: bool,  # noqa: FBT001 - click's shape of a flag
    audience: str,
    allow_shallow: bool,  # noqa: FBT001 - as above
    config_file: Path | None,
) -> None:
    """Show the parties' own site on this machine, rebuilt at every edit and commit.

    Only this machine can reach it (127.0.0.1). A file with an error is shown as an error, and the page comes back when it is
    mended. Ctrl-C ends it.
    """
    order = SiteOrder(project_folder(Path.cwd()), config_file, audience=Audience(audience), allow_shallow=allow_shallow)
    serve_site(order, f"127.0.0.1:{port}", open_browser=open_browser)
