"""Names of people and titles of clauses, as one alliance uses them."""

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

from alliance_docs import texts
from alliance_docs.changes.diff import field_of
from alliance_docs.model import Alliance, Clause, Value
from alliance_docs.vocabulary import EACH, QUESTIONS, FieldKind, Shape
from alliance_docs.wording.catalogue import PARTS, QUESTION_TITLES, field_word, state_word
from alliance_docs.wording.dates import day
from alliance_docs.wording.pieces import Name, Phrase, Title, listed

_WORDS = 6
_LETTERS = 48  # for scripts that do not part their words
_QUESTIONS = {question.id: question for question in QUESTIONS}
_NOUNS = {
    "answers": "the answer on ",
    "boundaries": "the boundary ",
    "concerns": "the concern ",
    "drops": "the drop ",
    "expectations": "the expectation ",
    "requests": "the request ",
}


class Glossary:
    """Words for what an alliance names by id: its people, its clauses, its questions, its field values.

    `others` are states of the same alliance to look in when the first does not know an id (an older one, for what was
    taken out). It is cheap to make: each state has its own dictionaries, and only those that are asked build them.
    """

    def __init__(self, alliance: Alliance, *others: Alliance) -> None:
        self.alliance = alliance
        self._alliances = (alliance, *(other for other in others if other is not alliance))

    @cached_property
    def _own_questions(self) -> dict[str, Clause]:
        return {clause.id: clause for state in reversed(self._alliances) for clause in state.section("questions")}

    def person(self, party_id: str) -> Name:
        """The name of a party; an id that nobody has stays as typed."""
        if party_id == EACH:
            return Name("each of us")
        names = (party.name for state in self._alliances for party in reversed(state.parties) if party.id == party_id)
        return Name(texts.one_line(next(names, "")) or texts.one_line(party_id))

    def owner(self, clause: Clause) -> Name | None:
        """The name of whose clause it is, or None for what belongs to everyone."""
        return self.person(clause.owner) if clause.owner else None

    def target(self, link: str) -> Clause | None:
        """The clause that an id or an address names."""
        return next((state.targets[link] for state in self._alliances if link in state.targets), None)

    def question(self, question_id: str) -> tuple[str, str]:
        """Of a question of the session, the part of the talk it belongs to and its full text."""
        known = _QUESTIONS.get(question_id)
        if known:
            return known.section, known.text
        own = self._own_questions.get(question_id)
        return (own.get("section"), own.get("text")) if own else ("", question_id)

    def title(self, clause: Clause) -> str:
        """The title of a clause as a heading."""
        return texts.one_line(clause.title) or self._fixed_title(clause) or first_words(clause.text or "")

    def mention(self, clause: Clause) -> Title:
        """The title of a clause inside a sentence: in quotation marks where it is only the clause's first words."""
        fixed = texts.one_line(clause.title) or self._fixed_title(clause)
        return Title(fixed or f"“{first_words(clause.text or '')}”", clause.address)

    def named(self, clause: Clause) -> Phrase:
        """A clause inside a sentence with what it is and whose: `the request “Please keep…” (Jonas)`."""
        noun = _NOUNS.get(clause.section, "")
        owner = self.owner(clause) if clause.section not in ("reviews/held", "appreciation", "assent") else None
        whose: Phrase = (" (", owner, ")") if owner else ()
        return (*((noun,) if noun else ()), self.mention(clause), *whose)

    def linked(self, link: str) -> Title:
        """What a link leads to, inside a sentence; an id that no clause has stays as typed."""
        target = self.target(link)
        return self.mention(target) if target else Title(texts.one_line(state_word(link)))

    def field(self, clause: Clause, name: str) -> str:
        """What a field of this clause is called."""
        if name.startswith("chosen."):
            return f"{self.person(name.partition('.')[2])} picked"
        if name in ("", clause.row.text):
            return self._fixed_title(clause) or clause.row.heading
        return field_word(name)

    def value(self, clause: Clause, name: str, value: Value | None) -> Phrase:
        """A field's value in words; nothing is said as `nothing`."""
        if not value:
            return ("nothing",)
        if name == "git":
            return ("not shown here",)
        values = (value,) if isinstance(value, str) else value
        return listed(self._one_value(clause, name, single) for single in values)

    def _one_value(self, clause: Clause, name: str, value: str) -> Phrase:
        field = field_of(clause, name)
        kind = field.kind if field else FieldKind.LINE
        if kind in (FieldKind.LINK, FieldKind.LINKS):
            return (self.linked(value),)
        if kind is FieldKind.PARTY:
            return (self.person(value),)
        if kind is FieldKind.DATE:
            return (day(value),)
        if name.startswith("chosen."):
            return (QUESTION_TITLES.get(value, value),)
        return (state_word(texts.one_line(value)) if kind is FieldKind.WORD else texts.one_line(value),)

    def _fixed_title(self, clause: Clause) -> str:
        """The title of a clause that is known by its place and not by its words, or ""."""
        if clause.row.shape is Shape.PARTS:
            return PARTS.get(clause.address, clause.row.heading)
        if clause.row.shape is Shape.ANSWERS:
            return self._question_title(clause.address.split("/")[1])
        if clause.row.shape is not Shape.ITEMS:
            return clause.row.heading
        return self._dated_title(clause)

    def _question_title(self, question_id: str) -> str:
        if question_id in QUESTION_TITLES:
            return QUESTION_TITLES[question_id]
        own = self._own_questions.get(question_id)
        return (own and self.title(own)) or question_id

    def _dated_title(self, clause: Clause) -> str:
        tell = _DATED.get(clause.section)
        return tell(self, clause) if tell else ""


_DATED: Mapping[str, Callable[[Glossary, Clause], str]] = {
    "reviews/held": lambda _, clause: f"Review of {day(clause.get('date'))}",
    "session": lambda _, clause: f"Session of {day(clause.get('date'))}",
    "appreciation": lambda told, clause: f"{told.person(clause.get('from'))} to {told.person(clause.get('to'))}",
    "assent": lambda told, clause: f"{told.person(clause.get('party'))}’s yes",
    "considered": lambda told, clause: f"{clause.get('check')} for {told.linked(clause.get('clause'))}",
    "redacted": lambda told, clause: f"Something left out by {told.person(clause.get('by'))}",
}
"""Titles of clauses that are known by who and when."""


def clause_title(clause: Clause, alliance: Alliance | None = None) -> str:
    """The short title of a clause, or its first words; with the alliance, names and questions are in words too."""
    return Glossary(alliance or Alliance("")).title(clause)


@lru_cache(maxsize=16_384)
def first_words(text: str) -> str:
    """About the first six words of a text as a reader sees it, with an ellipsis where it goes on."""
    words = texts.visible(text).removeprefix("• ").split() or ["(no", "words)"]
    shown = " ".join(words[:_WORDS])
    if len(words) <= _WORDS + 1 and len(shown) <= _LETTERS:
        return " ".join(words).rstrip(".")
    return f"{shown[:_LETTERS].rstrip(' .,;:')}…"
