"""`alliance explain CODE`: what the code at the end of a message means, without a network or a site at hand."""

from difflib import get_close_matches

import click

from alliance_docs.commands.options import examples
from alliance_docs.errors import UsageError
from alliance_docs.messages import MESSAGES


@click.command("explain", epilog=examples("alliance explain unknown-key", "alliance explain"))
@click.argument("code", metavar="[CODE]", required=False)
def command(code: str | None) -> None:
    """Say what the code of a message means and how to mend it.

    CODE is what stands in brackets at the end of a message. Without one all codes are listed.
    """
    if code is None:
        width = max(map(len, MESSAGES))
        click.echo("\n".join(f"{one:{width}}  {message.meaning}" for one, message in MESSAGES.items()))
        return
    message = MESSAGES.get(code.strip("[]"))
    if message is None:
        near = get_close_matches(code, MESSAGES, 1)
        raise UsageError(
            "There is no such code.", f"Did you mean `{near[0]}`?" if near else "`alliance explain` lists them."
        )
    click.echo(f"{code.strip('[]')}: {message.meaning}\n\nFor example:\n")
    click.echo("\n".join(f"    {line}" for line in message.example.splitlines()))
    click.echo(f"\n{message.mend}")
