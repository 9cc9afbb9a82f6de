"""What can be written under `- alliances:` in mkdocs.yml."""

from pathlib import Path

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig

from alliance_docs.audience import Audience


class AlliancesConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs' own class hook has no types
    """What can be written under `- alliances:` in mkdocs.yml; MkDocs itself adds `enabled`."""

    folder = c.Optional(c.Type(str))
    """The folder of the alliances, from mkdocs.yml; by default `alliances` beside it, else `docs_dir`."""
    audience = c.Optional(c.Choice(tuple(str(audience) for audience in Audience)))
    """For whom the site is; by default the parties while serving on this machine, else the public."""
    allow_shallow = c.Type(bool, default=False)
    """Whether a clone with a part of the history is good enough; every page then says so."""
    keep_going = c.Type(bool, default=False)
    """Whether to publish the rest when a document cannot be read; the build fails all the same."""
    helplines = c.ListOfItems(c.Type(str), default=[])
    """Lines for the care page: where people find help, in their country."""
    content_security_policy = c.Type(bool, default=True)
    """Whether each page forbids scripts and requests that are not its own."""


def folder_of(options: AlliancesConfig, config: MkDocsConfig) -> Path:
    """The folder of the alliances: as the option says, else `alliances` beside mkdocs.yml, else the documents' folder."""
    beside = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    if options.folder:
        return beside / options.folder
    usual = beside / "alliances"
    return usual if usual.is_dir() else Path(config.docs_dir)
