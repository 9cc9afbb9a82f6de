"""What a build says to the person who runs it: what stopped it, and what a public site leaves out.

Plain text for logs; messages never hold a value from a file.
"""

from collections.abc import Iterator, Sequence

from alliance_docs.audience import Audience
from alliance_docs.errors import AllianceError, SourceError
from alliance_docs.symbols import symbols
from alliance_docs.troubles import trouble_of


def reasons(error: AllianceError) -> tuple[str, ...]:
    """What is wrong, a line each: every problem with its place, or the one sentence and what mends it."""
    if isinstance(error, SourceError):
        return tuple(symbols(str(problem)) for problem in error.problems)
    told = f"{error.message} [{error.code or trouble_of(error.message).code}]"
    return tuple(symbols(line) for line in (told, error.mend) if line)


def left_out(alliances: int, clauses: Sequence[int], audience: Audience) -> Iterator[str]:
    """What this site does not show, as sentences: so many alliances, and clauses of each one that is shown.

    Nothing for the parties' own view.
    """
    if audience is Audience.PARTIES:
        return
    if alliances or any(clauses):
        yield f"Left out of this public site: {counted(alliances, 'alliance')} and {counted(sum(clauses), 'clause')}."
    if not clauses:
        yield _why_empty(alliances)


def _why_empty(alliances: int) -> str:
    if not alliances:
        return "The site shows no alliance: there is none yet. `alliance new NAME` begins one."
    return (
        "The site shows no alliance: none says `audience: public`. Write that into the file of one that anybody may read, "
        "or build the parties' own view with `audience: parties`."
    )


def counted(number: int, word: str) -> str:
    """A number with its word, in the plural but for one."""
    return f"{number} {word}{'' if number == 1 else 's'}"
