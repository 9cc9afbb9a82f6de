"""F200: three people who share a workshop, two hundred revisions over four years, equal for equal seeds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

from tests.acceptance.fixtures import BEGINNING, Step, write_history
from tests.repositories import RepositoryBuilder

REVISIONS = 200
_FIRST_CLAUSES, _CLAUSES = 67, 90
_PEOPLE = ("Hedda", "Kwame", "Lino")
_TOPICS = ("Bench", "Keys", "Machines", "Money", "Noise", "Visitors")
_THINGS = (
    *("apron", "band saw", "bell", "broom", "calendar", "cash box", "chisels", "clamps", "drill", "dust bags"),
    *("fire bucket", "first aid", "floor", "glue", "gloves", "heater", "key ring", "ladder", "lamps", "lathe"),
    *("list of parts", "mop", "offcuts", "paint", "radio", "rags", "sink", "stools", "vice", "windows"),
)
_MOMENTS = ("Morning", "Evening", "Sunday")
_DEEDS = ("I check", "I put away", "I count", "I clean", "I hand over", "I look after")
_PLACES = ("beside the door", "in the tall cupboard", "under the stairs", "where the light is good", "near the sink")
_TIMES = ("before nine", "on the last Friday", "when I leave", "twice a week", "after each course")
_WAYS = ("and write it on the board", "without being asked", "so that nobody has to search", "and sign for it")
_TELLING = ("I say so the same day when I cannot.", "If it breaks I mend it.", "Somebody else may do it when I am ill.")
_WORDS = ("always", "quietly", "myself", "again", "properly", "gladly")
_HEAD = """\
# tidied {tidied} times
schema: 1
id: {name}
title: The workshop in the yard
audience: public
parties:
{parties}purpose: Let three trades use one room without getting in each other's way.
"""


@dataclass(frozen=True)
class _Clause:
    id: str
    title: str
    topic: str
    text: str
    owner: str
    closed: bool = False

    @property
    def yaml(self) -> str:
        owner = f"  owner: {self.owner}\n" if self.owner else ""
        state = "  state: completed\n" if self.closed else ""
        return f"- id: {self.id}\n{owner}  title: {self.title}\n  topic: {self.topic}\n{state}  text: {self.text}\n"


@dataclass
class _Workshop:
    """The agreement at one moment; `document` is its file."""

    name: str
    random: Random
    clauses: list[_Clause] = field(default_factory=list)
    gone: list[_Clause] = field(default_factory=list)
    drops: list[str] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    made: int = 0
    tidied: int = 0

    @property
    def document(self) -> str:
        parties = "".join(f"- {{id: {name.lower()}, name: {name}}}\n" for name in _PEOPLE)
        lists = {
            "commitments": "".join(clause.yaml for clause in self.clauses if clause.owner),
            "agreements": "".join(clause.yaml for clause in self.clauses if not clause.owner),
            "drops": "".join(self.drops),
            "reviews": "  every: 6 months\n  next: 2025-12-01\n",
            "  held": "".join(self.held),
            "assent": "- {party: hedda, date: 2021-03-07}\n- {party: kwame, date: 2021-03-07}\n",
        }
        head = _HEAD.format(tidied=self.tidied, name=self.name, parties=parties)
        return head + "".join(f"{key}:\n{entries}" for key, entries in lists.items() if entries)

    def edit(self, number: int) -> str:
        """What happens in a revision, in the words of its subject."""
        if number % 25 == 0:
            return self._tidy()
        if number % 25 == 11:
            return self._review(number)
        if number % 25 == 17:
            return self._drop(number)
        edits = (self._word, self._word, self._sentence, self.add, self._let_go, self._move, self._own, self._close)
        return self.random.choice(edits)()

    def add(self) -> str:
        """A new clause, or where there are enough of them the one that was let go first."""
        if self.made == _CLAUSES and self.gone:
            self.clauses.append(self.gone.pop(0))
            return f"Bring back {self.clauses[-1].title}"
        thing, moment = _THINGS[self.made % len(_THINGS)], _MOMENTS[self.made // len(_THINGS)]
        deed, place, time, way, topic = map(self.random.choice, (_DEEDS, _PLACES, _TIMES, _WAYS, _TOPICS))
        owner = self.random.choice(_PEOPLE).lower() if self.made % 4 else ""
        name, title = f"{moment.lower()}-{thing.replace(' ', '-')}", f"{moment} {thing}"
        self.clauses.append(_Clause(name, title, topic, f"{deed} the {thing} {place} {time} {way}.", owner))
        self.made += 1
        return f"Write down {title}"

    def _change(self, edit: Callable[[_Clause], _Clause], *, owned: bool = False) -> str:
        """Edit one clause, of those that somebody owns alone if so wished; its title."""
        place = self.random.choice([place for place, clause in enumerate(self.clauses) if clause.owner or not owned])
        self.clauses[place] = edit(self.clauses[place])
        return self.clauses[place].title

    def _word(self) -> str:
        def worded(clause: _Clause) -> _Clause:
            words = clause.text.split(" ")
            words.insert(self.random.randrange(2, len(words)), self.random.choice(_WORDS))
            return replace(clause, text=" ".join(words))

        return f"Say {self._change(worded)} more clearly"

    def _sentence(self) -> str:
        longer = self.random.choice(_TELLING)
        return f"Add to {self._change(lambda clause: replace(clause, text=f'{clause.text} {longer}'))}"

    def _move(self) -> str:
        def moved(clause: _Clause) -> _Clause:
            return replace(clause, topic=_TOPICS[_TOPICS.index(clause.topic) - 1])

        return f"Find another place for {self._change(moved)}"

    def _own(self) -> str:
        people = [name.lower() for name in _PEOPLE]

        def handed(clause: _Clause) -> _Clause:
            return replace(clause, owner=people[people.index(clause.owner) - 1])

        return f"Somebody else looks after {self._change(handed, owned=True)}"

    def _close(self) -> str:
        return f"Close or open {self._change(lambda clause: replace(clause, closed=not clause.closed), owned=True)}"

    def _let_go(self) -> str:
        self.gone.append(self.clauses.pop(self.random.randrange(len(self.clauses))))
        return f"Let go of {self.gone[-1].title}"

    def _tidy(self) -> str:
        self.tidied += 1
        return "Tidy the file"

    def _review(self, number: int) -> str:
        self.held.append(f"  - {{date: {_day(number)}, kept: Most of it., changed: Nothing yet., why: It holds.}}\n")
        return "Hold a review"

    def _drop(self, number: int) -> str:
        promise = next(clause for clause in self.clauses if clause.owner)
        self.drops = [drop.replace("~", str(_day(number))) for drop in self.drops]
        self.drops.append(
            f"- id: drop-{number}\n  owner: {promise.owner}\n  about: {promise.id}\n  date: {_day(number)}\n"
            f"  acknowledged: {{date: {_day(number)}, text: Twice I walked past it in a hurry.}}\n  restored: ~\n"
        )
        return f"I dropped {promise.title}"


def _day(number: int) -> date:
    return date(2021, 3, 7) + timedelta(days=7 * number)


def f200(name: str = "f200", seed: int = 200) -> Iterator[Step]:
    """The steps of a workshop; another name and seed make another one of the same size."""
    workshop = _Workshop(name, Random(seed))  # noqa: S311 - no secret
    for _ in range(_FIRST_CLAUSES):
        workshop.add()
    subject = "Write down who does what"
    for number in range(REVISIONS):
        if number:
            subject = workshop.edit(number)
        days = (_day(number) - BEGINNING.date()).days
        by = workshop.random.choice(_PEOPLE)
        body = "It came up twice this month, so we talked about it on Sunday." if number % 3 else ""
        yield Step(workshop.document, subject, body, by, days)


def write_f200(repository: RepositoryBuilder) -> None:
    """Two hundred revisions of one alliance, alone in its repository."""
    write_history(repository, "alliances/f200.yml", tuple(f200()))
