"""What can go wrong, as values and as two exceptions; no module here decides an exit code but the CLI.

A *problem* is something to tell the people who write the files; it never holds a value from a file, because messages
end up in public build logs. An exception is for what stops the whole command.
"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a problem weighs; an error makes `check` and `build` fail, with `--strict` a warning does too."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    NUDGE = "nudge"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to tell, with its place: lines and columns from 1, columns in code points; None for a whole file."""

    path: str
    line: int | None
    column: int | None
    rule: str
    severity: Severity
    message: str

    def __str__(self) -> str:
        """`file:line:column: message [rule]`, leaving out a place that is not known."""
        place = "".join(f":{number}" for number in (self.line, self.column) if number is not None)
        return f"{self.path}{place}: {self.message} [{self.rule}]"

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order by file, then by place, whole-file problems first."""
        return (self.path, self.line or 0, self.column or 0, self.rule, self.message)


class AllianceError(Exception):
    """Something the user can mend stops the command; the message is one sentence, `mend` the line that helps.

    The catalogue (`troubles`) knows the code of our own sentences; `code` is for words of another program.
    """

    def __init__(self, message: str, mend: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.mend = mend
        self.code = code


class RepositoryError(AllianceError):
    """The Git repository cannot be used as it is (exit 2)."""


class UsageError(AllianceError):
    """The command was asked for something that does not exist (exit 2)."""


class SourceError(AllianceError):
    """Current documents have errors, all listed in `problems` (exit 1)."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        count = len(problems)
        super().__init__(f"{count} problem{'s' if count != 1 else ''} in the alliance files")
        self.problems = problems
