"""What `alliance check` tells where two edits met: clause by clause what each side made of it, whose it is, how to finish.

The lines of `check` never quote what people wrote, since logs of machines are read by many. Here wordings are shown, but
only while Git holds both versions open in somebody's own work tree, and never where `CI` is set; elsewhere addresses have
to do.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.text import Text

from alliance_docs.assent.yes import Consent
from alliance_docs.changes.clashes import Clash, Sides, sides
from alliance_docs.errors import RepositoryError
from alliance_docs.history.git import open_repository
from alliance_docs.history.unmerged import COMING, HERE, Unmerged, may_wait, under_way, unmerged
from alliance_docs.model import Alliance
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.reading.characters import both_sides
from alliance_docs.reading.folder import FolderReading
from alliance_docs.symbols import symbols
from alliance_docs.terminal import console_for, print_details
from alliance_docs.wording import Glossary, labels, listed, sentence_text

_MARKED = "merge-conflict"
_NO_WORDS = "cannot be read as an alliance, so only a look into the file can tell what it says."


@dataclass(frozen=True)
class Standoff:
    """One file on which two edits met: where it is here and coming in, seen from where we stand.

    `verb` is what Git goes on with, `quoting` whether wordings may be shown.
    """

    places: tuple[str, ...]
    held: Unmerged
    verb: str
    quoting: bool

    @property
    def path(self) -> str:
        """Where the file is told."""
        return self.places[0]

    @property
    def is_gone_on_a_side(self) -> bool:
        """Whether one side took the whole file away."""
        return self.held.here is None or self.held.coming is None


def explain_conflicts(reading: FolderReading, folder: Path, *, all_files: bool) -> None:
    """Print every standoff in the files that were read; with `all_files` also those in files that are not there."""
    console = console_for(sys.stdout)
    marked = {problem.path for problem in reading.problems if problem.rule == _MARKED}
    for standoff in _standoffs(reading, folder, marked):
        if not all_files and standoff.path not in reading.files:
            continue
        console.print()
        if standoff.path in marked or standoff.is_gone_on_a_side or len(standoff.places) > 1:
            _explain(standoff, console)
        else:
            _say(f"{standoff.path}: the two edits are put together. `git add {standoff.path}` tells Git.", console)


def _standoffs(reading: FolderReading, folder: Path, marked: set[str]) -> Iterator[Standoff]:
    """From the versions that Git holds; of files with markers of which it holds none, from the markers."""
    left = set(marked)
    if folder.is_dir() and (marked or may_wait(folder.resolve())):
        for standoff in _held(folder):
            left.difference_update(standoff.places)
            yield standoff
    for path in sorted(left):
        file = reading.files[path]
        if versions := both_sides((file.source or b"").decode(errors="replace")):
            here, coming = (version.encode() for version in versions)
            yield Standoff((path,), Unmerged({HERE: path, COMING: path}, None, here, coming), "", quoting=False)


def _held(folder: Path) -> Iterator[Standoff]:
    try:
        repository = open_repository(folder, allow_shallow=True)
        verb, found = under_way(repository), unmerged(repository, folder)
    except RepositoryError:
        return
    for held in found:
        paths = [held.paths[stage] for stage in (HERE, COMING) if stage in held.paths]
        shown = (os.path.relpath(repository.root / path).replace(os.sep, "/") for path in paths or held.paths.values())
        yield Standoff(tuple(dict.fromkeys(shown)), held, verb, quoting=not os.environ.get("CI"))


# One file


def _explain(standoff: Standoff, console: Console) -> None:
    _say(f"{standoff.path}: two edits met here, and Git could not put them together by itself.", console, "bold")
    _say(_who_is_who(standoff.verb), console)
    for other in standoff.places[1:]:
        _say(f"Here it was moved to {standoff.path}, coming in to {other}: keep one of the two.", console)
    if standoff.is_gone_on_a_side:
        gone, kept = ("Here", "coming in") if standoff.held.here is None else ("Coming in", "here")
        _say(f"{gone} the whole file was taken away; {kept} it was changed:", console)
    states = [_state(source, standoff) for source in (standoff.held.before, standoff.held.here, standoff.held.coming)]
    before, here, coming = states
    if here is None or coming is None:
        _say(f"What stands {'here' if here is None else 'coming in'} {_NO_WORDS}", console)
    else:
        _tell(sides(before, here, coming), standoff, console)
    _finish(standoff, console)


def _state(source: bytes | None, standoff: Standoff) -> Alliance | None:
    """One side as read; of a side that took the file away, what was there before, so that only the other has changes."""
    known = standoff.held.before if source is None else source
    return read_alliance(known, standoff.path, standoff.path)[0] if known is not None else None


def _who_is_who(verb: str) -> str:
    if verb == "rebase":
        return "“Here” is what others did before; “coming in” is your own edit, which Git wants to put on top of it."
    return "“Here” is what stood in this folder; “coming in” is what is being brought into it."


def _tell(met: Sides, standoff: Standoff, console: Console) -> None:
    found, states = list(met.clashes), (met.coming, met.here, met.before)
    both = [clash for clash in found if clash.by_both]
    once = [clash for clash in found if not clash.by_both]
    for heading, group in (
        ("Both sides changed this. Choose one wording, or find a third together:", both),
        ("Only one side changed this. Keep it as that side has it, unless one of you disagrees:", once),
    ):
        if group:
            console.print()
            _say(heading, console, "bold")
        for clash in group:
            _tell_clause(clash, Glossary(*states), Consent(*states), standoff, console)
    if not found:
        _say("Both sides say the same, and only write it differently: keep either.", console)


def _tell_clause(clash: Clash, glossary: Glossary, consent: Consent, standoff: Standoff, console: Console) -> None:
    address = clash.clause.address if standoff.quoting else clash.clause.address.partition("/~")[0]  # a slug would quote
    title = glossary.title(clash.clause) if standoff.quoting else ""
    owner = glossary.owner(clash.clause)
    where = f"{symbols(address)} · {owner}" if owner else symbols(address)
    console.print(Text.assemble("  ", (f"{title}  " if title else "", "bold"), where), soft_wrap=True)
    for side, change in (("Here", clash.here), ("Coming in", clash.coming)):
        kinds = ", ".join(label.word.casefold() for label in labels(change)) if change else "as it was before"
        _say(f"  {side}: {kinds}", console)
        if change and standoff.quoting:
            print_details(change, glossary, console)
    _say(_whose(clash, glossary, consent), console)


def _whose(clash: Clash, glossary: Glossary, consent: Consent) -> str:
    """Who decides, as far as it is for anybody to decide."""
    changes = [change for change in (clash.here, clash.coming) if change]
    asked = sorted({party for change in changes for party in consent.needed(change)})
    names = sentence_text(listed((glossary.person(party),) for party in asked))
    return f"  It takes the yes of {names}." if asked else "  It needs nobody’s yes."


def _finish(standoff: Standoff, console: Console) -> None:
    path, verb = standoff.path, standoff.verb
    ending = "git commit" if verb in ("", "merge") else f"git {verb} --continue"
    console.print()
    _say("How to finish:", console, "bold")
    if standoff.is_gone_on_a_side:
        steps = [f"`git add {path}` keeps the file, `git rm {path}` lets it go."]
    else:
        steps = [
            f"Open {path}. Above each ======= stands what is here, below it what is coming in.",
            "Keep there what you agree on, and delete the lines of <<<<<<<, |||||||, ======= and >>>>>>>.",
            f"`alliance check {path}` until it has nothing more to say of this.",
            f"`git add {path}`",
            *(f"`git rm {other}`, or the other way round" for other in standoff.places[1:]),
        ]
    for number, step in enumerate((*steps, f"`{ending}`"), 1):
        _say(f"  {number}. {step}", console)
    if verb:
        _say(f"  Or `git {verb} --abort`: then everything is as it was before, and nothing is lost.", console)


def _say(words: str, console: Console, style: str = "") -> None:
    console.print(Text(symbols(words), style), soft_wrap=True)
