"""The sections of an alliance file and their fields, as one table in the order of the agreement page.

The table drives reading, checking, the JSON Schema, the diff, wording and pages: a new kind of clause is one row here plus
words. Nothing in this module reads files, knows Git or HTML.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from types import MappingProxyType
from typing import NamedTuple

EACH = "each"
"""The owner of a promise that every party makes."""

ID_FORM = "[a-z0-9][a-z0-9_-]{0,63}"
"""What an id may be, as a regular expression; the id of an alliance may be several of these joined by slashes."""

NO_PARTY_IDS = ("review", EACH)
"""Ids that no party may have, because they mean something else."""

LET_GO = "let_go"
"""What an expectation became that is no longer held."""


class FieldKind(Enum):
    """What a field holds, which decides how it is read and which kind of change its difference is."""

    PROSE = "prose"  # a text that people word; may be long
    LINE = "line"  # a short text: title, name, place
    PARTY = "party"  # a party id
    DATE = "date"  # YYYY-MM-DD
    NUMBER = "number"
    CADENCE = "cadence"  # "3 months", or any words
    WORD = "word"  # one word of a vocabulary, open when `words` is empty
    LINK = "link"  # the id or address of a clause
    LINKS = "links"  # a list of those
    TEXTS = "texts"  # a list of short texts
    FLAG = "flag"  # true or false
    TOPIC = "topic"


class Kind(StrEnum):
    """The kinds of change, in the order in which labels are shown."""

    ADDED = "added"
    REMOVED = "removed"
    RESTORED = "restored"
    REWORDED = "reworded"
    OWNER = "owner"
    STATE = "state"
    DATE = "date"
    MOVED = "moved"
    RENAMED = "renamed"
    REORDERED = "reordered"


KIND_OF_FIELD: Mapping[FieldKind, Kind] = MappingProxyType(
    {
        FieldKind.PROSE: Kind.REWORDED,
        FieldKind.LINE: Kind.REWORDED,
        FieldKind.PARTY: Kind.OWNER,
        FieldKind.DATE: Kind.DATE,
        FieldKind.NUMBER: Kind.DATE,
        FieldKind.CADENCE: Kind.DATE,
        FieldKind.TOPIC: Kind.MOVED,
        FieldKind.WORD: Kind.STATE,
        FieldKind.LINK: Kind.STATE,
        FieldKind.LINKS: Kind.STATE,
        FieldKind.TEXTS: Kind.STATE,
        FieldKind.FLAG: Kind.STATE,
    }
)


class Yes(Enum):
    """Whose yes a change of a clause needs (data model, section 2, column 3)."""

    NOBODY = "nobody"
    EVERYONE = "everyone"
    OWNER = "owner"
    BOTH_SIDES = "both sides"  # a request: the asker's wording, the asked party's reply


class Field(NamedTuple):
    """One key of a clause. A dotted name lives in a nested map; `*` stands for a number (steps) or a party id."""

    name: str
    kind: FieldKind
    words: tuple[str, ...] = ()
    required: bool = False
    change: Kind | None = None  # where the kind of change is not the usual one of `kind`

    @property
    def kind_of_change(self) -> Kind:
        """The kind of change that a difference in this field is."""
        return self.change or KIND_OF_FIELD[self.kind]


COMMON_FIELDS: tuple[Field, ...] = (
    Field("title", FieldKind.LINE),
    Field("topic", FieldKind.TOPIC),
    Field("private", FieldKind.FLAG),
    Field("published", FieldKind.DATE),
)
"""What every list item may carry besides its `id` and its own fields."""


class Shape(Enum):
    """How a section is written in the file, and so how its clauses are addressed."""

    SCALAR = "scalar"  # key: value                                 -> `<key>`
    RECORD = "record"  # key: {field: value}, one clause            -> `<key>`
    PARTS = "parts"  # key: {part: text}, a clause each             -> `<key>/<part>`
    ITEMS = "items"  # key: [{...}], a clause each                  -> `<key>/<id>` or by the fields in `keys`
    ANSWERS = "answers"  # key: {question: {party: text}}           -> `answers/<question>/<party>`
    DATES = "dates"  # key: {section or address: date}, one clause  -> `<key>`


@dataclass(frozen=True, slots=True)
class Section:
    """One row of the table. `keys`: the fields an item is named by, joined as the address says, instead of its id."""

    name: str
    shape: Shape
    heading: str
    fields: tuple[Field, ...] = ()
    text: str = ""  # the field that is the clause's text; "" is a scalar's own value
    no_text: bool = False
    owner: str = ""  # the field that says whose it is
    yes: Yes = Yes.NOBODY
    keys: tuple[str, ...] = ()
    short: str = ""  # the field that RECORD and PARTS accept as a bare word
    principles: tuple[str, ...] = ()

    @property
    def all_fields(self) -> tuple[Field, ...]:
        """The row's own fields, then what every list item may carry."""
        return (*self.fields, *COMMON_FIELDS) if self.shape is Shape.ITEMS else self.fields

    def field(self, name: str) -> Field | None:
        """The row's field for a dotted name as it stands in a clause (`repair.1.done`), or None."""
        parts = name.split(".")
        for known in self.all_fields:
            pattern = known.name.split(".")
            if len(pattern) == len(parts) and all(p in ("*", part) for p, part in zip(pattern, parts, strict=True)):
                return known
        return None


def _prose(name: str = "text", *, required: bool = False) -> Field:
    return Field(name, FieldKind.PROSE, required=required)


def _party(name: str, *, required: bool = False) -> Field:
    return Field(name, FieldKind.PARTY, required=required)


def _date(name: str) -> Field:
    return Field(name, FieldKind.DATE)


def _scalar(name: str, heading: str, kind: FieldKind, words: tuple[str, ...] = (), yes: Yes = Yes.NOBODY) -> Section:
    return Section(name, Shape.SCALAR, heading, (Field("", kind, words),), yes=yes)


KINDS_OF_ALLIANCE = (
    "couple",
    "coaching",
    "co-facilitators",
    "founders",
    "team",
    "triad",
    "co-parents",
    "household",
    "maintainers",
)
STATES = ("draft", "active", "under_repair", "paused", "ended")
COMMITMENT_STATES = ("active", "completed", "withdrawn", "renegotiated")
REPLIES = ("open", "accepted", "declined", "countered")
BACKUP_PARTS = ("in_conflict", "after_a_break", "way_back", "if_ending", "outside_help")


_ROWS: tuple[Section, ...] = (
    _scalar("id", "Id", FieldKind.WORD),
    _scalar("title", "Title", FieldKind.LINE),
    _scalar("kind", "Kind", FieldKind.WORD),
    _scalar("lang", "Language", FieldKind.WORD),
    _scalar("ends", "Ends", FieldKind.DATE),
    _scalar("audience", "Audience", FieldKind.WORD, ("parties", "public")),
    Section("private", Shape.SCALAR, "Private", (Field("private", FieldKind.TEXTS),), no_text=True),
    Section("published", Shape.DATES, "Published", (Field("*", FieldKind.DATE),), no_text=True),
    Section(
        "status",
        Shape.RECORD,
        "Status",
        (Field("state", FieldKind.WORD, STATES, required=True), _date("since"), _prose("why")),
        text="state",
        short="state",
        yes=Yes.EVERYONE,
        principles=("repair-first",),
    ),
    Section(
        "parties",
        Shape.ITEMS,
        "Parties",
        (Field("name", FieldKind.LINE), Field("git", FieldKind.TEXTS), _date("left")),
        text="name",
        yes=Yes.EVERYONE,
    ),
    _scalar("purpose", "Purpose", FieldKind.PROSE, yes=Yes.EVERYONE),
    _scalar("context", "Context", FieldKind.PROSE, yes=Yes.EVERYONE),
    Section(
        "session",
        Shape.ITEMS,
        "Design session",
        (
            _date("date"),
            Field("minutes", FieldKind.NUMBER),
            Field("place", FieldKind.LINE),
            Field("chosen.*", FieldKind.TEXTS),
        ),
        text="place",
        keys=("date",),
    ),
    Section(
        "questions",
        Shape.ITEMS,
        "Own questions",
        (Field("section", FieldKind.WORD), _prose(required=True)),
        text="text",
    ),
    Section("answers", Shape.ANSWERS, "Answers", (_prose(""),), yes=Yes.OWNER, principles=("not-a-mood",)),
    Section(
        "commitments",
        Shape.ITEMS,
        "Commitments",
        (
            _party("owner", required=True),
            _prose(required=True),
            _date("since"),
            _date("until"),
            Field("state", FieldKind.WORD, COMMITMENT_STATES),
        ),
        owner="owner",
        yes=Yes.OWNER,
        principles=("act", "your-side", "not-a-mood", "integrity"),
        text="text",
    ),
    Section(
        "agreements",
        Shape.ITEMS,
        "Agreements",
        (_prose(required=True), Field("backed_by", FieldKind.LINKS)),
        yes=Yes.EVERYONE,
        principles=("act", "your-side"),
        text="text",
    ),
    Section(
        "boundaries",
        Shape.ITEMS,
        "Boundaries",
        (_party("owner", required=True), _prose(required=True)),
        owner="owner",
        principles=("your-side",),
        text="text",
    ),
    Section(
        "expectations",
        Shape.ITEMS,
        "Expectations",
        (_party("holder", required=True), _prose(required=True), Field("became", FieldKind.LINK)),
        owner="holder",
        yes=Yes.OWNER,
        principles=("eyes-open",),
        text="text",
    ),
    Section(
        "requests",
        Shape.ITEMS,
        "Requests",
        (
            _party("from", required=True),
            _party("to", required=True),
            _prose(required=True),
            Field("reply", FieldKind.WORD, REPLIES),
            _date("date"),
            _prose("why"),
            Field("commitment", FieldKind.LINK),
        ),
        owner="from",
        yes=Yes.BOTH_SIDES,
        principles=("works", "eyes-open"),
        text="text",
    ),
    Section(
        "confidentiality",
        Shape.ITEMS,
        "Confidentiality",
        (_party("owner", required=True), _prose(required=True), _prose("except")),
        owner="owner",
        yes=Yes.EVERYONE,
        principles=("integrity",),
        text="text",
    ),
    Section(
        "feedback",
        Shape.PARTS,
        "Feedback",
        (_prose("offer"), _prose("receive")),
        yes=Yes.EVERYONE,
        principles=("works",),
    ),
    Section(
        "backup_plan",
        Shape.PARTS,
        "Back-up plan",
        tuple(_prose(part) for part in BACKUP_PARTS),
        yes=Yes.EVERYONE,
        principles=("repair-first",),
    ),
    Section(
        "drops",
        Shape.ITEMS,
        "Drops and repairs",
        (
            _party("owner", required=True),
            _date("date"),
            Field("about", FieldKind.LINK),
            _date("acknowledged.date"),
            _prose("acknowledged.text"),
            _party("acknowledged.by"),
            _prose("pattern"),
            _prose("repair.*.text"),
            _date("repair.*.due"),
            _date("repair.*.done"),
            Field("restored", FieldKind.DATE, change=Kind.STATE),
        ),
        text="acknowledged.text",
        owner="owner",
        yes=Yes.OWNER,
        principles=("own-drop", "repair-first"),
    ),
    Section(
        "concerns",
        Shape.ITEMS,
        "Concerns",
        (
            _party("raised_by", required=True),
            _date("date"),
            Field("about", FieldKind.LINK),
            _prose("seen", required=True),
            _prose("my_side"),
            Field("outcome", FieldKind.LINK),
        ),
        text="seen",
        owner="raised_by",
        yes=Yes.OWNER,
        principles=("eyes-open", "your-side"),
    ),
    Section(
        "reviews",
        Shape.PARTS,
        "Reviews",
        (Field("every", FieldKind.CADENCE), Field("next", FieldKind.DATE)),
        principles=("eyes-open",),
    ),
    Section(
        "reviews/held",
        Shape.ITEMS,
        "Reviews held",
        (_date("date"), _party("by"), _prose("kept"), _prose("changed"), _prose("why")),
        text="kept",
        owner="by",
        keys=("date",),
    ),
    Section(
        "appreciation",
        Shape.ITEMS,
        "Appreciation",
        (_date("date"), _party("from"), _party("to"), _prose(required=True)),
        owner="from",
        keys=("date", "from", "to"),
        text="text",
    ),
    Section(
        "assent",
        Shape.ITEMS,
        "Assent",
        (_party("party", required=True), _date("date"), Field("to", FieldKind.WORD)),
        owner="party",
        no_text=True,
        yes=Yes.OWNER,
        keys=("party",),
    ),
    Section(
        "considered",
        Shape.ITEMS,
        "Considered",
        (Field("check", FieldKind.WORD), Field("clause", FieldKind.LINK), _party("by"), _prose("why")),
        owner="by",
        no_text=True,
        yes=Yes.OWNER,
        keys=("check", "clause"),
    ),
    Section(
        "redacted",
        Shape.ITEMS,
        "Redacted",
        (Field("clause", FieldKind.LINK), Field("revision", FieldKind.WORD), _party("by"), _prose("why")),
        owner="by",
        no_text=True,
        keys=("clause", "revision"),
    ),
)

SECTIONS: Mapping[str, Section] = MappingProxyType({row.name: row for row in _ROWS})
"""The table by name, in the order of the agreement page. `reviews/held` is the list inside `reviews`."""

DEFAULTS: Mapping[tuple[str, str], str] = MappingProxyType(
    {("status", "state"): "draft", ("commitments", "state"): "active", ("requests", "reply"): "open"}
)
"""What is meant where nothing is written, by section and field."""

TRUE_WORDS = ("true", "yes", "on")
FALSE_WORDS = ("false", "no", "off")
"""How a flag may be written."""


class Question(NamedTuple):
    """One question of the design session; `section` is the part of the talk it belongs to."""

    id: str
    section: str
    text: str


QUESTIONS: tuple[Question, ...] = (
    Question("assumptions", "intentions", "What does each of you take for granted about the other?"),
    Question("hopes", "intentions", "What is the best this partnership could become?"),
    Question("tone", "atmosphere", "What climate do you want between you?"),
    Question("contribution", "atmosphere", "What does each of you do to bring that climate about?"),
    Question("expectations", "responsibility", "What do you expect of the other?"),
    Question("count-on", "responsibility", "What exactly can the other rely on you for?"),
    Question("requests", "responsibility", "What do you ask of the other?"),
    Question("confidentiality", "responsibility", "What stays between you, and what does each of you promise about it?"),
    Question("feedback", "responsibility", "How do you give feedback here, and how do you take it?"),
    Question("conflict", "backup", "When you clash, how do you want to treat one another?"),
    Question("broken-agreement", "backup", "What conversation do you want when one or both of you broke an agreement?"),
    Question("way-back", "backup", "When it gets slippery, what helps you back?"),
    Question("ending", "backup", "If someone chooses to end it: what must be said or remembered in that talk?"),
    Question("support", "closing", "How do you appreciate and stand up for one another?"),
    Question("champion", "closing", "Say now what you value in the other."),
)
"""The fifteen questions, in the order of the session; the two closing ones are always asked."""
