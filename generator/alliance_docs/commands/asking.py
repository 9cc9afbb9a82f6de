"""Asks people on a terminal for what they did not give as options; elsewhere says which option is missing.

Gives texts and dates, knows no file.
"""

import sys
from datetime import date

import click

from alliance_docs.errors import UsageError
from alliance_docs.wording import as_date


def is_terminal() -> bool:
    """Whether there is somebody to ask."""
    return sys.stdin.isatty()


def needed(given: str | None, option: str, question: str, default: str = "") -> str:
    """A text that there must be: as given, else as answered, else the default; UsageError when nobody can be asked."""
    if given is not None and given.strip():
        return given.strip()
    if is_terminal():
        return str(click.prompt(question, default=default or None)).strip()
    if default:
        return default
    raise UsageError(f"{option} is missing.", "Give it, or run this on a terminal and be asked.")


def wanted(given: str | None, question: str, default: str = "") -> str:
    """A text that may be left out, asked for only where somebody can answer."""
    if given is not None or not is_terminal():
        return (given or "").strip()
    return str(click.prompt(question, default=default, show_default=bool(default))).strip()


def a_day(given: str | None, option: str, question: str = "", default: str = "") -> str:
    """A date as it is written in a file; today where it is left out and no other default is named."""
    today = default or date.today().isoformat()  # noqa: DTZ011 - the writer's own day
    typed = needed(given, option, question, today) if question else (given or today).strip()
    return checked_day(typed, option)


def checked_day(typed: str, option: str) -> str:
    """The date that was typed, or a UsageError."""
    if as_date(typed) is None:
        raise UsageError(f"{option} holds a date, written as 2024-01-31.")
    return typed
