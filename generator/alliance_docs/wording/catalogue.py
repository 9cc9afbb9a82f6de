"""The words for kinds, states, fields and fixed parts: one table each."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from alliance_docs.model import Change
from alliance_docs.vocabulary import Kind


class Label(NamedTuple):
    """How one kind of change is marked: a word, a sign, and the name of its border; colour comes last."""

    word: str
    sign: str
    style: str


_LABELS: Mapping[Kind, Label] = MappingProxyType(
    {
        Kind.ADDED: Label("Added", "+", "added"),
        Kind.REMOVED: Label("Taken out", "−", "removed"),
        Kind.RESTORED: Label("Restored", "+", "added"),
        Kind.REWORDED: Label("Reworded", "✎", "reworded"),
        Kind.OWNER: Label("New owner", "⇄", "owner"),
        Kind.STATE: Label("State", "◐", "state"),
        Kind.DATE: Label("Date or number", "◷", "date"),
        Kind.MOVED: Label("Moved", "↕", "moved"),
        Kind.RENAMED: Label("Renamed", "#", "renamed"),
        Kind.REORDERED: Label("Order", "↕", "reordered"),
    }
)

CLOSED_STATES = ("completed", "withdrawn", "renegotiated")
"""The states in which a commitment no longer runs."""

_STATES: Mapping[str, str] = MappingProxyType({"let_go": "let go", "under_repair": "under repair"})

_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "about": "About",
        "acknowledged.by": "Said by",
        "acknowledged.date": "Said on",
        "acknowledged.text": "In their own words",
        "backed_by": "Backed by",
        "became": "Became",
        "clause": "Clause",
        "commitment": "Promise that answers it",
        "except": "Except",
        "from": "From",
        "git": "Names in Git",
        "holder": "Whose",
        "left": "Left",
        "minutes": "Minutes",
        "my_side": "My side",
        "raised_by": "Raised by",
        "to": "To",
    }
)
_STEP_FIELDS = {"text": "Repair step {}", "due": "Repair step {}, due", "done": "Repair step {}, done"}

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "feedback/offer": "Offering feedback",
        "feedback/receive": "Receiving feedback",
        "backup_plan/in_conflict": "In conflict",
        "backup_plan/after_a_break": "After a broken agreement",
        "backup_plan/way_back": "The way back",
        "backup_plan/if_ending": "If it ends",
        "backup_plan/outside_help": "Help from outside",
        "reviews/every": "How often",
        "reviews/next": "Next review",
    }
)

QUESTION_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "assumptions": "Assumptions",
        "hopes": "Hopes",
        "tone": "Tone",
        "contribution": "Contribution",
        "expectations": "Expectations",
        "count-on": "What to count on",
        "requests": "Requests",
        "confidentiality": "Confidentiality",
        "feedback": "Feedback",
        "conflict": "In conflict",
        "broken-agreement": "A broken agreement",
        "way-back": "The way back",
        "ending": "If it ends",
        "support": "Support",
        "champion": "What I value in you",
    }
)

_QUESTION_HEADINGS = {
    "intentions": "Intentions",
    "atmosphere": "Atmosphere",
    "responsibility": "Sharing responsibility",
    "backup": "When it gets hard",
    "closing": "Closing",
}

_ALLIANCES = {"couple": "A couple", "household": "A household", "team": "A team", "triad": "A triad"}


def label(kind: Kind) -> Label:
    """The label of one kind of change."""
    return _LABELS[kind]


def labels(change: Change) -> tuple[Label, ...]:
    """The labels of a change; a commitment completed or withdrawn is taken out, and so marked first."""
    if closes(change):
        rest = (_LABELS[kind] for kind in change.kinds if kind not in (Kind.STATE, Kind.REMOVED))
        return (_LABELS[Kind.REMOVED], *rest)
    return tuple(_LABELS[kind] for kind in change.kinds)


def closes(change: Change) -> bool:
    """Whether a commitment that ran before this change no longer runs after it."""
    before, after = change.before, change.after
    if before is None or after is None or after.section != "commitments" or "state" not in change.fields:
        return False
    return after.get("state") in CLOSED_STATES and before.get("state") not in CLOSED_STATES


def state_word(value: str) -> str:
    """A word of the vocabulary as people say it."""
    return _STATES.get(value, value.replace("_", " "))


def field_word(name: str) -> str:
    """What a field is called in a sentence; a party's or step's own field is named by `Glossary.field`."""
    parts = name.split(".")
    if parts[0] == "repair" and len(parts) == 3 and parts[2] in _STEP_FIELDS:
        return _STEP_FIELDS[parts[2]].format(parts[1])
    return _FIELDS.get(name, name.replace("_", " ").replace(".", " ").capitalize())


def question_heading(section: str) -> str:
    """The heading of one part of the design session."""
    own = section if " " in section else section.replace("_", " ").replace("-", " ")
    return _QUESTION_HEADINGS.get(section, own[:1].upper() + own[1:] or "Own questions")


def kind_of_alliance(kind: str) -> str:
    """The kind of an alliance as the beginning of a line: `A couple`, `Founders`."""
    return _ALLIANCES.get(kind, kind[:1].upper() + kind[1:])
