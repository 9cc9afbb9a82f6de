"""Words a new alliance file: valid as it is, and commented so that people need no other page to begin.

Pure but for reading its own template. Where the file goes, and that nothing is overwritten, is the command's business.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from alliance_docs.errors import UsageError
from alliance_docs.model import Party
from alliance_docs.vocabulary import KINDS_OF_ALLIANCE, NO_PARTY_IDS, QUESTIONS, Question
from alliance_docs.writing.yaml_text import scalar

_NOT_IN_IDS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class NewAlliance:
    """What the template needs to know; `schema` is the way from the file to the JSON Schema."""

    title: str
    parties: tuple[Party, ...]
    schema: str
    today: date


def parties_of(names: Iterable[str]) -> tuple[Party, ...]:
    """The parties with an id made of each name; two of one name get different ids."""
    parties: list[Party] = []
    for name in (name.strip() for name in names):
        if not name:
            raise UsageError("A party needs a name.")
        taken = {party.id for party in parties} | set(NO_PARTY_IDS)
        parties.append(Party(_free(id_of(name), taken), name))
    if not parties:
        raise UsageError("An alliance needs its parties.", 'Name each: --party "Maren" --party "Jonas"')
    return tuple(parties)


def id_of(name: str) -> str:
    """An id for a name: its Latin letters without accents, or `party` where it has none."""
    letters = unicodedata.normalize("NFKD", name).casefold().encode("ascii", "ignore").decode()
    return _NOT_IN_IDS.sub("-", letters).strip("-")[:60].rstrip("-") or "party"


def render_new(new: NewAlliance) -> str:
    """The text of the file; every line of it but the few that must stand is a comment."""
    words = {
        "schema": new.schema,
        "title": scalar(new.title.strip()),
        "kinds": f"{KINDS_OF_ALLIANCE[0]}  # or {', '.join(KINDS_OF_ALLIANCE[1:])}, or a word of your own",
        "parties": "\n".join(f"  - id: {party.id}\n    name: {scalar(party.name)}" for party in new.parties),
        "questions": "\n".join(_question_lines(QUESTIONS)),
        "today": new.today.isoformat(),
        "one": new.parties[0].id,
        "other": new.parties[-1].id,
    }
    template = files("alliance_docs").joinpath("writing", "new.yml").read_text(encoding="utf-8")
    return re.sub(r"<(\w+)>", lambda found: words[found[1]], template)


def _free(wanted: str, taken: Iterable[str]) -> str:
    number, free = 1, wanted
    while free in taken:
        number += 1
        free = f"{wanted}-{number}"
    return free


def _question_lines(questions: Sequence[Question]) -> Iterable[str]:
    width = max(len(question.id) for question in questions)
    before = ""
    for question in questions:
        if question.section != before:
            yield f"#   {question.section}"
        yield f"#     {question.id:{width}}  {question.text}"
        before = question.section
