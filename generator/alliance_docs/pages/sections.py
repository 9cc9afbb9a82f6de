"""The agreement in its sections: which clauses stand where, under which headings, in which order."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.escaping import filled
from alliance_docs.model import Alliance, Clause
from alliance_docs.pages.cards import NOTHING, Group, Part
from alliance_docs.pages.clauses import NOT_SHOWN, Teller
from alliance_docs.vocabulary import EACH, QUESTIONS, SECTIONS, Shape
from alliance_docs.wording import CLOSED_STATES, Glossary, Name, question_heading

_WITHIN = ("reviews/held", "questions")  # shown in a section of another name
_SESSION = ("intentions", "atmosphere", "responsibility", "backup", "closing")
_RANK = {question.id: rank for rank, question in enumerate(QUESTIONS)}


def part_names(alliance: Alliance, without: Iterable[str] = ()) -> list[str]:
    """The sections that hold something, in the table's order; `without` are told elsewhere on the page."""
    parts = {section.partition("/")[0] for section in {clause.section for clause in alliance.clauses}}
    present = {"answers" if part == "questions" else part for part in parts}
    left_out = {*NOT_SHOWN, *_WITHIN, *without, *(("session",) if "answers" in present else ())}
    return [name for name in SECTIONS if name in present and name not in left_out]


def part_of(teller: Teller, name: str) -> Part:
    """One section as it is shown."""
    make = _MAKERS.get(name, _single if SECTIONS[name].shape in (Shape.SCALAR, Shape.RECORD) else _by_topic)
    return make(teller, name)


@lru_cache(maxsize=1024)
def possessive(name: Name | str) -> Markup:
    """Whose: `Ana’s`, for headings."""
    return filled("<bdi>{}</bdi>’s", str(name))


def commitments_of(owner: str, glossary: Glossary) -> Markup:
    """The heading of what one party promises, or of what each of them does."""
    return Markup("Commitments of each of us") if owner == EACH else _commitments_of(glossary.person(owner))


@lru_cache(maxsize=1024)
def _commitments_of(name: Name) -> Markup:
    return filled("{} commitments", possessive(name))


def _plain(name: str, groups: Sequence[Group]) -> Part:
    return Part(name, SECTIONS[name].heading, name, tuple(groups))


def _single(teller: Teller, name: str) -> Part:
    """A section that is one clause: its heading has the anchor, since one page cannot have it twice."""
    card = teller.card(teller.alliance.by_address[name], anchored=False)
    return _plain(name, (Group(NOTHING, "", (card,)),))


def _by_topic(teller: Teller, name: str) -> Part:
    """The clauses under their topics, those without one first; topics in the order in which they appear."""
    topics = enumerate(_topics(teller.section(name)).items(), 1)
    return _plain(
        name,
        [
            Group(texts.plain(topic), f"{name}-topic-{place}" if topic else "", tuple(map(teller.card, clauses)))
            for place, (topic, clauses) in sorted(topics, key=lambda placed: bool(placed[1][0]))
        ],
    )


def _topics(clauses: Iterable[Clause]) -> Mapping[str, list[Clause]]:
    """The clauses by topic, topics in the order in which they appear."""
    topics: dict[str, list[Clause]] = {}
    for clause in clauses:
        topics.setdefault(clause.topic, []).append(clause)
    return topics


def _by_person(teller: Teller, name: str) -> Part:
    """Promises under whose they are, in the parties' order, what each of us promises last; closed ones folded away."""
    clauses = teller.section(name)
    running: dict[str, list[Clause]] = {}
    for clause in clauses:
        if clause.get("state") not in CLOSED_STATES:
            running.setdefault(clause.owner, []).append(clause)
    closed = tuple(teller.card(clause, whose=True) for clause in clauses if clause.get("state") in CLOSED_STATES)
    groups = []
    for owner in _owners(teller, running):
        mine = chain.from_iterable(_topics(running[owner]).values())
        groups.append(Group(commitments_of(owner, teller.glossary), f"{name}-of-{owner}", tuple(map(teller.card, mine))))
    row = SECTIONS[name]
    return Part(name, row.heading, name, tuple(groups), "Completed or let go", closed)


def _owners(teller: Teller, present: Iterable[str]) -> list[str]:
    order = [party.id for party in teller.alliance.parties]
    return sorted(present, key=lambda owner: (owner == EACH, order.index(owner) if owner in order else len(order)))


def _answers(teller: Teller, name: str) -> Part:
    """When the session was, then its questions in their order, each with what everybody said."""
    own = {clause.id: clause for clause in teller.section("questions")}
    questions: dict[str, list[Clause]] = {question: [] for question in own}
    for clause in teller.section(name):
        questions.setdefault(clause.address.split("/")[1], []).append(clause)
    sections: dict[str, list[Markup]] = {section: [] for section in _SESSION}
    for question in sorted(questions, key=lambda question: _RANK.get(question, len(_RANK))):
        section, _ = teller.glossary.question(question)
        sections.setdefault(section, []).append(teller.question(question, own.get(question), questions[question]))
    groups = [
        Group(texts.plain(question_heading(section)), f"answers-{place}", tuple(cards))
        for place, (section, cards) in enumerate(sections.items(), 1)
        if cards
    ]
    held = _dated(teller, "session").groups if teller.section("session") else ()
    return _plain(name, (*held, *groups))


def _drops(teller: Teller, name: str) -> Part:
    """Open drops in sight; what is mended is folded away."""
    clauses = teller.section(name)
    still_open = tuple(teller.card(clause) for clause in clauses if not clause.get("restored"))
    restored = tuple(teller.card(clause) for clause in _newest_first(clauses) if clause.get("restored"))
    groups = (Group(NOTHING, "", still_open),) if still_open else ()
    return Part(name, SECTIONS[name].heading, name, groups, "Repaired and restored", restored)


def _reviews(teller: Teller, name: str) -> Part:
    """The next review and how often there is one, then those that were held, newest first."""
    cards = tuple(teller.card(clause) for clause in teller.section(name))
    held = tuple(teller.card(clause) for clause in _newest_first(teller.section("reviews/held")))
    groups = [Group(NOTHING, "", cards)] if cards else []
    if held:
        groups.append(Group(Markup("Reviews held"), "reviews--held", held))
    return _plain(name, groups)


def _dated(teller: Teller, name: str) -> Part:
    cards = tuple(teller.card(clause) for clause in _newest_first(teller.section(name)))
    return _plain(name, (Group(NOTHING, "", cards),))


def _newest_first(clauses: Iterable[Clause]) -> list[Clause]:
    """By date as typed, newest first; in the order of the file where the date is the same."""
    return sorted(clauses, key=lambda clause: clause.get("date"), reverse=True)


_MAKERS: Mapping[str, Callable[[Teller, str], Part]] = {
    "answers": _answers,
    "commitments": _by_person,
    "drops": _drops,
    "reviews": _reviews,
    "appreciation": _dated,
    "concerns": _dated,
    "session": _dated,
}
