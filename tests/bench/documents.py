"""Synthetic alliances that change the way real ones do: the same seed gives the same texts and the same edits."""

from dataclasses import dataclass, field, replace
from functools import cached_property
from random import Random

_NAMES = (
    "Ada",
    "Birgit",
    "Chen",
    "Dario",
    "Elif",
    "Farah",
    "Goran",
    "Hanna",
    "Imran",
    "Jelena",
    "Kofi",
    "Lea",
    "Mateo",
    "Nadia",
    "Oskar",
    "Priya",
)
_TOPICS = ("Mornings", "Money", "Feedback", "Planning", "Rest", "Guests", "Tools", "Decisions")
_STARTS = (
    "I say so the same day when",
    "Before the week begins I write down how",
    "I ask the others first whenever",
    "We meet at the long table as soon as",
    "Nobody has to explain themselves when",
    "I hand over the list on Friday so that",
    "The kettle goes on and phones stay away while",
    "I stop at the agreed hour even if",
)
_MIDDLES = (
    "the plan for the garden changes",
    "somebody needs a quiet hour",
    "an invoice is larger than we thought",
    "the evening runs late",
    "a guest stays another night",
    "the figures look worse than last month",
    "two of us want the same room",
    "a promise will not be kept in time",
    "the workshop is not tidy",
)
_ENDS = (
    "and I offer two other dates",
    "and the reason is told at the table",
    "without waiting to be asked",
    "at the latest before Sunday noon",
    "so that all of us can still say no",
    "and it is written on the board by the door",
    "in one sentence and without blame",
)
_FILLERS = ("gladly", "in writing", "as a rule", "together", "without delay", "first thing", "usually", "in person")


@dataclass(frozen=True)
class Promise:
    """One commitment (with an owner) or agreement (without)."""

    id: str
    owner: str
    topic: str
    text: str
    named: bool = True

    @cached_property
    def yaml(self) -> str:
        """The clause as an entry of its list."""
        owner = f"    owner: {self.owner}\n" if self.owner else ""
        name = f"    id: {self.id}\n" if self.named else ""
        return f"  - topic: {self.topic}\n{name}{owner}    text: {self.text}\n"


@dataclass
class SyntheticAlliance:
    """One alliance that can be edited again and again; `document` is its file at this moment.

    `clauses`: about how many it has, 0 for a number as they come; `ids`: whether they have any.
    """

    number: int
    seed: int
    clauses: int = 0
    ids: bool = True
    header: str = ""
    state: str = "active"
    review: str = "2024-06-01"
    path: str = ""
    alive: bool = True
    promises: list[Promise] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Make the first version."""
        self._random = Random(self.seed * 1_000_003 + self.number)  # noqa: S311 - no secret
        self._made = 0
        self.parties = self._random.sample(_NAMES, self._random.randint(2, 5))
        self.purpose = f"{self._sentence()} {self._sentence()}"
        self.rename()
        for _ in range(self.clauses or self._random.randint(18, 36)):
            self._add()

    @property
    def title(self) -> str:
        """The title, which also finds its commits again."""
        return f"Alliance number {self.number}"

    @property
    def document(self) -> bytes:
        """The whole file."""
        parties = "".join(f"  - id: {name.lower()}\n    name: {name}\n" for name in self.parties)
        commitments = "".join(promise.yaml for promise in self.promises if promise.owner)
        agreements = "".join(promise.yaml for promise in self.promises if not promise.owner)
        return (
            f"{self.header}schema: 1\nid: alliance-{self.number}\ntitle: {self.title}\naudience: public\n"
            f"status: {self.state}\nparties:\n{parties}purpose: {self.purpose}\n"
            + (f"commitments:\n{commitments}" if commitments else "")
            + (f"agreements:\n{agreements}" if agreements else "")
            + f"reviews:\n  every: 3 months\n  next: {self.review}\n"
        ).encode()

    def rename(self) -> None:
        """Give the file another name, in the same one of 37 folders: no folder may grow with the number of alliances."""
        self._made += 1
        self.path = f"alliances/{self.number % 37:02d}/alliance-{self.number}-{self._made}.yml"

    def edit(self) -> str:
        """Change something for certain and say what, in the words of a commit's subject."""
        before = self.document
        said = ""
        while not said or self.document == before:
            said = self._edit_once()
        return f"{self.title}: {said}"

    def _edit_once(self) -> str:
        edits = (
            (self._reword, 55),
            (self._grow, 13),
            (self._let_go, 8),
            (self._move, 8),
            (self._call_otherwise, 4),
            (self._hand_over, 5),
            (self._hold_review, 7),
        )
        (edit,) = self._random.choices([edit for edit, _ in edits], [weight for _, weight in edits])
        return edit(self._random.randrange(len(self.promises)))

    def _reword(self, place: int) -> str:
        promise = self.promises[place]
        self.promises[place] = replace(promise, text=self._reworded(promise.text))
        return f"reword {promise.id}"

    def _grow(self, place: int) -> str:
        return f"add {self._add()}" if len(self.promises) < (self.clauses * 11 // 10 or 44) else self._reword(place)

    def _let_go(self, place: int) -> str:
        return (
            f"let go of {self.promises.pop(place).id}"
            if len(self.promises) > (self.clauses * 9 // 10 or 14)
            else self._reword(place)
        )

    def _move(self, place: int) -> str:
        promise = self.promises.pop(place)
        self.promises.insert(self._random.randint(0, len(self.promises)), promise)
        return f"move {promise.id}"

    def _call_otherwise(self, place: int) -> str:
        promise = self.promises[place]
        self._made += 1
        self.promises[place] = replace(promise, id=f"{promise.id.rpartition('-')[0]}-{self._made}")
        return f"call {promise.id} by another name"

    def _hand_over(self, place: int) -> str:
        promise = self.promises[place]
        self.promises[place] = replace(promise, owner=self._owner(), topic=self._random.choice(_TOPICS))
        return f"somebody else takes {promise.id}"

    def _hold_review(self, _place: int) -> str:
        self.review = f"2025-{self._random.randint(1, 12):02d}-{self._random.randint(1, 28):02d}"
        self.state = self._random.choice(("active", "active", "under_repair"))
        return "review held"

    def _add(self) -> str:
        self._made += 1
        topic = self._random.choice(_TOPICS)
        text = " ".join(self._sentence() for _ in range(self._random.choice((1, 1, 1, 2))))
        added = Promise(f"{topic.lower()}-{self._made}", self._owner(), topic, text, self.ids)
        self.promises.insert(self._random.randint(0, len(self.promises)), added)
        return added.id

    def _owner(self) -> str:
        return self._random.choice((*self.parties, "")).lower()

    def _sentence(self) -> str:
        return f"{self._random.choice(_STARTS)} {self._random.choice(_MIDDLES)}, {self._random.choice(_ENDS)}."

    def _reworded(self, text: str) -> str:
        words = text.split(" ")
        place = self._random.randrange(1, len(words))
        dice = self._random.random()
        if dice < 0.4:
            words[place] = self._random.choice(_FILLERS)
        elif dice < 0.7:
            words.insert(place, self._random.choice(_FILLERS))
        elif dice < 0.85 and len(words) > 12:
            del words[place : place + self._random.randint(1, 4)]
        else:
            words.append(self._sentence())
        return " ".join(words)
