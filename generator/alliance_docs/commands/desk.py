"""The file that a verb writes to: found, read, written with nothing else changed, and committed when somebody wants that.

What all writing verbs share. Nothing is written before every answer is there.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from alliance_docs.commands.asking import is_terminal
from alliance_docs.commands.whereabouts import find_folder
from alliance_docs.errors import Severity, SourceError, UsageError
from alliance_docs.model import Alliance, Clause, Party
from alliance_docs.naming import FreeNames
from alliance_docs.normal import slug
from alliance_docs.reading.alliance_file import read
from alliance_docs.reading.folder import CurrentFile, read_folder
from alliance_docs.reading.rules import check
from alliance_docs.symbols import symbols
from alliance_docs.vocabulary import LET_GO
from alliance_docs.wording import party_of
from alliance_docs.writing.amend import Edit, put
from alliance_docs.writing.committing import author_here, commit_file, has_edits, message_of, own_environment
from alliance_docs.writing.edit import replace_bytes_atomically

Command = TypeVar("Command", bound=Callable[..., Any])

_NOT_IN_IDS = re.compile("[^a-z0-9]+")
_OTHER_SPACES = ("parties", "questions")

alliance_choice = click.argument("alliance", required=False)


@dataclass(frozen=True, slots=True)
class Wish:
    """Whether and how to commit: `present` are names for the trailer `With:`, `message` replaces the one made here."""

    commit: bool = False
    present: tuple[str, ...] = ()
    message: str = ""


def commit_options(command: Command) -> Command:
    """The options of every verb that writes, given to it as one `Wish` called `wish`."""

    @wraps(command)
    def gathered(*args: object, commit: bool, present: Sequence[str], message: str | None, **options: object) -> object:
        return command(*args, wish=Wish(commit, tuple(present), message or ""), **options)

    decorated: Any = gathered
    for option in (
        click.option("--message", "-m", metavar="TEXT", help="The message of the commit, instead of the one made for you."),
        click.option(
            "--with", "present", multiple=True, metavar="NAME", help="Somebody who was there: a line `With:` in the commit."
        ),
        click.option("--commit", is_flag=True, help="Commit the file too. Without it nothing is committed unasked."),
    ):
        decorated = option(decorated)
    return decorated  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Desk:
    """One alliance file as it is on the disk now; `folder` is that of all alliances, `shown` the path as people see it."""

    folder: Path
    path: Path
    shown: str
    source: bytes
    alliance: Alliance
    _environment: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, name: str | None) -> "Desk":
        """The file of an alliance, named by id or path; without a name the only one there is.

        Raises:
            UsageError: there is no such file, or more than one.
            SourceError: it has errors, which have to be mended first.
        """
        environment = own_environment()
        folder = find_folder(Path.cwd())
        if not folder.is_dir():
            raise UsageError("There is no folder of alliances here.", "`alliance new NAME` begins one.")
        reading = read_folder(folder, root=Path.cwd())
        file = _chosen(list(reading.files.values()), name)
        problems = tuple(one for one in reading.problems if one.path == file.path and one.severity is Severity.ERROR)
        if problems or file.source is None or file.alliance is None:
            raise SourceError(problems)
        return cls(folder, Path.cwd() / file.path, file.path, file.source, file.alliance, environment)

    # Names people type

    def party(self, typed: str) -> Party:
        """The party with this id or name."""
        plain = typed.strip().casefold()
        for party in self.alliance.parties:
            if plain in (party.id.casefold(), party.name.casefold()):
                return party
        known = ", ".join(party.id for party in self.alliance.parties)
        raise UsageError(f"There is no party `{typed}` in this alliance.", f"Its parties are: {known}.")

    def link(self, typed: str) -> Clause:
        """The clause with this id or address."""
        clauses = [clause for clause in self.alliance.clauses if clause.section not in _OTHER_SPACES]
        for clause in clauses:
            if typed in (clause.id, clause.address) and typed:
                return clause
        names = [name for clause in clauses for name in (clause.id, clause.address) if name]
        near = get_close_matches(typed, names, n=1)
        raise UsageError(
            f"Nothing in {self.shown} is called `{typed}`.",
            f"Did you mean `{near[0]}`?" if near else "Name the id of an entry, as it stands behind `id:`.",
        )

    def entry(self, section: str, typed: str) -> tuple[int, Clause]:
        """An entry of a list by its id or address, with its place in the list from 0."""
        entries = self.alliance.section(section)
        for place, clause in enumerate(entries):
            if typed in (clause.id, clause.address, clause.address.rpartition("/")[2]):
                return place, clause
        known = ", ".join(clause.id or clause.address for clause in entries) or "there are none yet"
        raise UsageError(f"There is no `{typed}` under `{section}`.", f"Known: {known}.")

    def free_id(self, *words: str) -> str:
        """An id made of the first of these words that hold Latin letters, as the last ones do; not taken yet."""
        taken = FreeNames((LET_GO, *(one.id for one in self.alliance.clauses if one.section not in _OTHER_SPACES)))
        found = (_NOT_IN_IDS.sub("-", slug(text)).strip("-") for text in words if text)
        return taken.free(next(filter(None, found)))

    def own_id(self, typed: str) -> str:
        """An id that somebody chose; UsageError where it is taken."""
        if any(clause.id == typed for clause in self.alliance.clauses if clause.section not in _OTHER_SPACES):
            raise UsageError(f"The id `{typed}` is taken in {self.shown}.", "Choose another, or leave it out.")
        return typed

    # Who sits here, writing, committing

    def writer(self) -> Party | None:
        """The party whom git would name as the author of a commit made now; None when it is no party."""
        person = author_here(self.path.parent, self._environment)
        return party_of(person, self.alliance) if person else None

    def keep(self, edits: Sequence[Edit], subject: str, wish: Wish) -> None:
        """Make these edits in the file, all or none; then commit it, if that is wished or is answered now.

        Raises:
            SourceError: the file would have an error that it has not now.
            AllianceError: there is no place for an edit in the way the file is written, it was changed meanwhile, or git
                did not commit it.
        """
        after = self.source
        for where, value in edits:
            after = put(after, self.shown, where, value)
        reading = read(after, self.shown, self.alliance.id)
        problems = (*reading.problems, *check(reading))
        if errors := tuple(one for one in problems if one.severity is Severity.ERROR):
            raise SourceError(errors)
        others = has_edits(self.path, self._environment)
        replace_bytes_atomically(self.path, self.source, after)
        click.echo(f"Wrote {symbols(self.shown)}.")
        for problem in (one for one in problems if one.severity is Severity.WARNING):
            click.echo(symbols(str(problem)), err=True)
        if others:
            click.echo("The file has other edits that are not committed; a commit takes them too.", err=True)
        self._finish(subject, wish)

    def _finish(self, subject: str, wish: Wish) -> None:
        title, _, body = (wish.message.strip() or subject).partition("\n")
        if wish.commit or (is_terminal() and click.confirm("Commit it now?", default=False)):
            message = message_of(title.strip(), body.strip(), wish.present)
            commit = commit_file(self.path, message, self._environment)
            click.echo(f"Committed as {commit}: {symbols(title.strip())}")
            return
        click.echo("Nothing is committed yet: look at it with `alliance diff`, then commit the file with your reason.")


def _chosen(files: Sequence[CurrentFile], name: str | None) -> CurrentFile:
    if name is None:
        if len(files) == 1:
            return files[0]
        ids = ", ".join(_id(file) for file in files)
        raise UsageError("Which alliance?", f"Name one of: {ids}." if files else "`alliance new NAME` begins one.")
    for file in files:
        spelled = (_id(file), file.path, file.path.rpartition(".")[0], file.path.rpartition("/")[2], file.default_id)
        if name in spelled or Path(name).absolute() == Path(file.path).absolute():
            return file
    near = get_close_matches(name, list(map(_id, files)), n=1)
    raise UsageError(
        f"There is no alliance `{name}`.",
        f"Did you mean `{near[0]}`?" if near else "`alliance status` lists those there are.",
    )


def _id(file: CurrentFile) -> str:
    return file.alliance.id if file.alliance else file.default_id
