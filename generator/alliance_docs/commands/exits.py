"""How a verb ends: 0 fine, 1 findings, 2 wrong use or a repository that cannot be used; never with a traceback.

The one place where our exceptions become exit codes.
"""

from collections.abc import Callable
from functools import wraps
from typing import NoReturn, ParamSpec, TypeVar

import click

from alliance_docs.errors import AllianceError, Severity, SourceError
from alliance_docs.symbols import symbols
from alliance_docs.troubles import trouble_of

FINDINGS, UNUSABLE = 1, 2

P = ParamSpec("P")
R = TypeVar("R")


def with_exit_codes(run: Callable[P, R]) -> Callable[P, R]:
    """Turn what stops a command into words on standard error and an exit code."""

    @wraps(run)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return run(*args, **kwargs)
        except SourceError as error:
            for problem in error.problems:
                click.echo(symbols(str(problem)), err=True)
            stop(str(error), "", FINDINGS)
        except AllianceError as error:
            stop(error.message, error.mend, UNUSABLE, error.code)
        except BrokenPipeError:
            raise  # click's own: whoever reads our output has read enough
        except OSError as error:
            place = f"{error.filename}: " if error.filename else ""
            stop(f"{place}{error.strerror or error}", "", UNUSABLE, "disk")

    return wrapped


def stop(message: str, mend: str, code: int, trouble: str = "") -> NoReturn:
    """End the command with a sentence, the code it has in the catalogue, and, where there is one, the line that helps."""
    end = "" if message.endswith((".", "!", "?", ":")) else "."
    named = f" [{trouble or trouble_of(message).code}]"
    click.echo(symbols(f"alliance: {message}{end}{named}", keep="\n"), err=True)
    if mend:
        click.echo(symbols(mend, keep="\n"), err=True)
    raise click.exceptions.Exit(code)


def is_finding(severity: Severity, *, strict: bool) -> bool:
    """Whether a problem of this weight makes the exit code 1."""
    return severity is Severity.ERROR or (strict and severity is Severity.WARNING)
