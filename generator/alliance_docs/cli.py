"""Registers the verbs of the command `alliance`; nothing heavier than click is imported before a verb is called.

What a verb does stands in the module of its name under `commands/`.
"""

import io
import sys
from collections.abc import Sequence
from contextlib import chdir
from importlib import import_module
from pathlib import Path

import click

from alliance_docs import __version__
from alliance_docs.collecting import for_one_task
from alliance_docs.commands.exits import with_exit_codes
from alliance_docs.commands.options import examples

VERBS = {
    "check": "Say what is wrong in the alliance files, and where.",
    "explain": "Say what the code of a message means and how to mend it.",
    "build": "Build the site.",
    "verify": "Search a built site for what its readers may not see.",
    "serve": "Show the parties' own site on this machine, rebuilt at every edit and commit.",
    "log": "List the revisions of one alliance, newest first.",
    "diff": "Show what changed in meaning between two revisions of one alliance.",
    "show": "Print one alliance as it is, or as it stood at a revision.",
    "blame": "Tell the life of every clause: who worded it when.",
    "status": "Say who has agreed to what.",
    "agree": "Show PARTY what changed since they last said yes, and write down their yes.",
    "drop": "Write down a promise that was not kept.",
    "repair": "Write down what repairs a drop.",
    "concern": "Write down what one noticed about the other's side.",
    "request": "Write down a request, or with --answer the reply to one.",
    "review": "Write down a review that was held.",
    "new": "Begin a new alliance: write a commented, valid file.",
    "schema": "Print the JSON Schema of an alliance file.",
    "demo": "Make a small repository with example alliances and their history.",
    "export": "Write the site as plain Markdown and HTML that builds without this tool.",
}
"""Each verb with the first sentence of its help, so that `alliance --help` need not import any of them."""


class LazyGroup(click.Group):
    """A group that imports the module of a verb when that verb is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the shape click asks for
        """The verbs in the order in which people meet them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - see above
        """The command of a verb, or None."""
        if cmd_name not in VERBS:
            return None
        command: click.Command = import_module(f"alliance_docs.commands.{cmd_name}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest verb named when there is no such one."""
        from difflib import get_close_matches  # noqa: PLC0415 - only needed for a mistake

        near = get_close_matches(args[0], VERBS, 1)
        if near and args[0] not in VERBS:
            ctx.fail(f"There is no verb {args[0]!r}. Did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - see above
        """The verbs and their first sentences, from the table alone."""
        with formatter.section("Verbs"):
            formatter.write_dl(list(VERBS.items()))

    @with_exit_codes
    def invoke(self, ctx: click.Context) -> object:
        """Run the verb."""
        for_one_task()  # before the verb is imported
        return super().invoke(ctx)


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog=examples(
        "alliance demo try-it && cd try-it && alliance serve",
        'alliance new our-alliance --title "At home" --party Maren --party Jonas',
        "alliance -C ~/agreements log harbour-street",
    )
    + "\n\nExit codes: 0 fine, 1 findings, 2 wrong use or a repository that cannot be used.",
)
@click.option(
    "directories",
    "-C",
    metavar="DIR",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Run as if started in DIR, as in git.",
)
@click.version_option(__version__, "-V", "--version", package_name="alliance-docs", message="alliance %(version)s")
@click.pass_context
def main(ctx: click.Context, directories: Sequence[Path]) -> None:
    """Keep the agreements people design together: YAML in Git becomes a site that shows what changed."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows few letters shows the others as ?
    for directory in directories:
        ctx.with_resource(chdir(directory))
