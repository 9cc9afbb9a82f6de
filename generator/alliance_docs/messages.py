"""Every message there is, by its code: problems in files, gentle questions, and what stops a command.

The three tables know nothing of one another; whoever explains messages, in the terminal or on a page, takes them from here.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from alliance_docs.catalogue import RULES
from alliance_docs.errors import Severity
from alliance_docs.nudges.catalogue import NUDGES
from alliance_docs.troubles import TROUBLES


class Message(NamedTuple):
    """What is told under one code; `group` is one of `GROUPS`."""

    group: str
    meaning: str
    example: str
    mend: str


_STOPS = "stop"
GROUPS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        Severity.ERROR: ("Errors", "A file with an error is not published, and `alliance check` ends with 1."),
        Severity.WARNING: ("Warnings", "The file is read, but perhaps not as it was meant. With `--strict` they count."),
        Severity.NOTE: ("Notes", "Good to know; they never count."),
        Severity.NUDGE: (
            "Gentle questions",
            "`alliance check --nudges` asks them; they never count, and a reason silences one.",
        ),
        _STOPS: ("What stops a command", "The command ends with 2, or with 1 where files have errors, and changes nothing."),
    }
)
"""The kinds of messages in the order in which they are explained, each with its heading and what follows from it."""


def _all() -> Mapping[str, Message]:
    rules = {**RULES, **NUDGES}
    told = {code: Message(rule.severity, rule.meaning, rule.example, rule.mend) for code, rule in rules.items()}
    stops = {code: Message(_STOPS, row.meaning, row.example, row.mend) for code, row in TROUBLES.items()}
    order = list(GROUPS)
    return dict(sorted({**told, **stops}.items(), key=lambda entry: order.index(entry[1].group)))


MESSAGES: Mapping[str, Message] = MappingProxyType(_all())
"""The messages by code, group after group."""
