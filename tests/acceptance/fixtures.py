"""How the histories that the acceptance checks read are told: as steps, one commit each, equal on every run.

`garden` has F1 and F12, `long_history` F200, `hostile` Fx; the alliance that the checks are about is called by the name of
its fixture. A story may be cut short or gone on with, to see another moment of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.repositories import RepositoryBuilder

BEGINNING = datetime(2025, 3, 2, 17, 30, tzinfo=UTC)
_SETTINGS = """\
site_name: Our agreements
docs_dir: alliances
theme:
  name: material
plugins:
  - search
  - alliances
"""


@dataclass(frozen=True)
class Step:
    """One commit: the whole file as it is then, who says what about it, and how many days after the beginning."""

    document: str
    subject: str
    body: str = ""
    by: str = "Iris"
    day: int = 0


@dataclass(frozen=True)
class Edit:
    """A step told by what it replaces; every text to be replaced stands exactly once in the file before."""

    subject: str
    replaced: tuple[tuple[str, str], ...]
    body: str = ""
    by: str = "Iris"


def told(first: str, subject: str, edits: Sequence[Edit], *, days: int = 14) -> tuple[Step, ...]:
    """The steps of a document and its edits, some days apart."""
    steps = [Step(first, subject, "What we said, in the order in which we said it.")]
    for number, edit in enumerate(edits, start=1):
        document = steps[-1].document
        for before, after in edit.replaced:
            assert document.count(before) == 1, (edit.subject, before)
            document = document.replace(before, after)
        steps.append(Step(document, edit.subject, edit.body, edit.by, number * days))
    return tuple(steps)


def write_history(
    repository: RepositoryBuilder, path: str, steps: Sequence[Step], more: Mapping[str, str] | None = None
) -> None:
    """Commit settings for a site and `more` files first, then every step of the file at `path`; all in one run of git."""
    files = {"mkdocs.yml": _SETTINGS, **(more or {})}
    commits = [_commit(Step("", "Begin a notebook"), files)]
    commits += [_commit(step, {path: step.document}) for step in steps]
    repository.git("fast-import", "--quiet", stdin=b"".join(commits))
    repository.git("reset", "--quiet", "--hard")


def _commit(step: Step, files: Mapping[str, str]) -> bytes:
    when = int((BEGINNING + timedelta(days=step.day)).timestamp())
    stamp = f"{step.by} <{step.by.casefold()}@example.org> {when} +0000"
    message = f"{step.subject}\n\n{step.body}\n" if step.body else f"{step.subject}\n"
    lines = [f"commit refs/heads/main\nauthor {stamp}\ncommitter {stamp}\n".encode(), _sized(message)]
    for path, text in files.items():
        lines.append(f'M 100644 inline "{path}"\n'.encode() + _sized(text))
    return b"".join(lines)


def _sized(text: str) -> bytes:
    content = text.encode()
    return b"data %d\n%b\n" % (len(content), content)
