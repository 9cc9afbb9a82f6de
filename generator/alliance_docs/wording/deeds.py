"""What a change was, as something done: a verb of the authors', or a sentence of its own about somebody or something."""

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from alliance_docs.model import Change, Clause
from alliance_docs.vocabulary import Kind
from alliance_docs.wording.catalogue import closes, state_word
from alliance_docs.wording.dates import day
from alliance_docs.wording.glossary import Glossary, first_words
from alliance_docs.wording.pieces import Name, Phrase


class Deed(NamedTuple):
    """One thing done. `subject` None: the authors did it; `verb` takes its objects after a blank."""

    verb: str
    object: Phrase = ()
    subject: Phrase | None = None


VERBS = (
    "wrote down",
    "raised",
    "added",
    "restored",
    "completed",
    "withdrew",
    "renegotiated",
    "took up again",
    "took out",
    "handed over",
    "reworded",
    "moved",
    "held the review of",
    "set the next review for",
    "set reviews to every",
    "wrote down the session of",
    "changed what backs",
    "changed the dates of",
    "changed",
    "changed the order of",
)
"""The authors' verbs in the order in which a sentence uses them."""

_CLOSING = {"completed": "completed", "withdrawn": "withdrew", "renegotiated": "renegotiated"}
_SIMPLE = {
    Kind.ADDED: "added",
    Kind.RESTORED: "restored",
    Kind.REMOVED: "took out",
    Kind.REWORDED: "reworded",
    Kind.MOVED: "moved",
}
_REPLIES = {"accepted": "accepted", "declined": "declined", "countered": "countered"}


def deeds(change: Change, glossary: Glossary) -> Iterator[Deed]:
    """The deeds of one change, the particular ones of its section before the general ones of its kinds."""
    tell = _TELLERS.get(change.clause.section)
    told: set[Kind] = set()
    if tell:
        for kinds, deed in tell(change, glossary):
            told |= kinds
            if deed:
                yield deed
    yield from _general(change, glossary, told)


def _general(change: Change, glossary: Glossary, told: set[Kind]) -> Iterator[Deed]:
    kinds = [kind for kind in change.kinds if kind not in told]
    clause = change.clause
    for kind in kinds:
        if kind in _SIMPLE:
            yield Deed(_SIMPLE[kind], glossary.named(clause))
    if Kind.OWNER in kinds and change.before and change.after:
        was, now = glossary.owner(change.before), glossary.owner(change.after)
        if was and now and was != now:
            yield Deed("handed over", (glossary.mention(clause), " (from ", was, " to ", now, ")"))
        else:
            yield Deed("changed", ("who is named in ", *glossary.named(clause)))
    if Kind.STATE in kinds:
        yield from _states(change, glossary)
    if Kind.DATE in kinds and len(change.kinds) == 1:
        yield Deed("changed the dates of", glossary.named(clause))
    if Kind.REORDERED in kinds:
        yield Deed("changed the order of", (clause.row.heading,))


def _states(change: Change, glossary: Glossary) -> Iterator[Deed]:
    clause = change.clause
    if clause.section == "agreements" and "backed_by" in change.fields:
        if Kind.REWORDED not in change.kinds:
            yield Deed("changed what backs", glossary.named(clause))
        return
    if clause.row.text == "" and not change.fields and change.before and change.after:
        yield _shift(clause.row.heading, change.before.text or "", change.after.text or "")
        return
    for name in change.fields:
        field = clause.row.field(name)
        if field and field.kind_of_change is Kind.STATE:
            yield Deed("changed", (f"“{glossary.field(clause, name)}” of ", *glossary.named(clause)))


def _shift(what: str, before: str, after: str) -> Deed:
    return Deed("", (f"{state_word(before) or 'nothing'} → {state_word(after) or 'nothing'}",), (f"{what}:",))


# The particular ones: each gives the kinds it has told, with a deed or without

Told = tuple[set[Kind], Deed | None]
_ALL = set(Kind)


def _status(change: Change, _: Glossary) -> Iterator[Told]:
    before = change.before.get("state") if change.before else "draft"
    after = change.after.get("state") if change.after else "draft"
    if before != after:
        yield _ALL, _shift("Status", before, after)
    elif "why" not in change.fields:
        yield _ALL, Deed("changed the dates of", ("Status",))


def _party(change: Change, glossary: Glossary) -> Iterator[Told]:
    name = (glossary.person(change.clause.id or change.clause.address.rpartition("/")[2]),)
    if Kind.ADDED in change.kinds or Kind.RESTORED in change.kinds:
        yield _ALL, Deed("joined", (), name)
    elif Kind.REMOVED in change.kinds:
        yield _ALL, Deed("is no longer named as a party", (), name)
    elif change.after and "left" in change.fields and change.after.get("left"):
        yield {Kind.DATE}, Deed("left on", (day(change.after.get("left")),), name)
    if set(change.fields) == {"git"}:
        yield _ALL, Deed("changed", ("the names that count as ", *name))


def _commitment(change: Change, glossary: Glossary) -> Iterator[Told]:
    if closes(change):
        yield {Kind.STATE, Kind.DATE}, Deed(_CLOSING[change.clause.get("state")], glossary.named(change.clause))
    elif change.before and change.after and "state" in change.fields:
        yield {Kind.STATE, Kind.DATE}, Deed("took up again", glossary.named(change.clause))
    elif change.before and change.after and set(change.fields) == {"until"} and change.after.get("until"):
        yield {Kind.DATE}, Deed("runs until", (day(change.after.get("until")),), glossary.named(change.clause))


def _expectation(change: Change, glossary: Glossary) -> Iterator[Told]:
    became = change.fields.get("became", (None, None))[1]
    if not change.before or not isinstance(became, str) or not became:
        return
    holder = glossary.owner(change.clause) or Name("somebody")
    if became == "let_go":
        yield {Kind.STATE}, Deed("let go of", ("the expectation ", glossary.mention(change.clause)), (holder,))
    else:
        target = glossary.target(became)
        into = ("the request ", glossary.mention(target)) if target else (glossary.linked(became),)
        yield {Kind.STATE}, Deed("became", into, (*glossary.named(change.clause),))


def _request(change: Change, glossary: Glossary) -> Iterator[Told]:
    clause = change.clause
    if Kind.ADDED in change.kinds and clause.get("reply") not in ("", "open"):
        reply = f", {state_word(clause.get('reply'))})"
        yield {Kind.ADDED}, Deed("added", (*glossary.named(clause)[:-1], reply))
    elif change.before and change.after and "reply" in change.fields:
        asked = (glossary.person(clause.get("to")),)
        verb = _REPLIES.get(clause.get("reply"))
        said = Deed(verb, glossary.named(clause), asked) if verb else Deed("is open again", (), glossary.named(clause))
        reason = set() if {"text", "title"} & set(change.fields) else {Kind.REWORDED}  # only why was worded
        yield {Kind.STATE, Kind.DATE} | reason, said
    elif change.before and change.after and clause.get("commitment") and "commitment" in change.fields:
        promise = (glossary.linked(clause.get("commitment")),)
        yield {Kind.STATE}, Deed("is now answered by the promise", promise, glossary.named(clause))


def _drop(change: Change, glossary: Glossary) -> Iterator[Told]:
    if Kind.ADDED in change.kinds:
        yield {Kind.ADDED}, Deed("wrote down", glossary.named(change.clause))
        return
    if not change.before or not change.after:
        return
    if "restored" in change.fields:
        restored = bool(change.after.get("restored"))
        yield {Kind.STATE}, _shift(str(glossary.mention(change.clause)), *(("open", "restored")[:: 1 if restored else -1]))
    for name, (_, now) in change.fields.items():
        if name.startswith("repair.") and name.endswith(".done") and now:
            step = change.after.get(name.replace(".done", ".text"))
            yield {Kind.DATE}, Deed("", (f"“{first_words(step)}”",), ("Repaired:",))
    new_steps = [name for name, (was, _) in change.fields.items() if _is_step(name) and was is None]
    if new_steps:
        reworded = any(not name.startswith("repair.") for name in change.fields if name in _worded(change.after))
        told = {Kind.DATE} if reworded else {Kind.DATE, Kind.REWORDED}
        yield told, Deed("added", ("a repair step to ", *glossary.named(change.clause)))


def _is_step(name: str) -> bool:
    return name.startswith("repair.") and name.endswith(".text")


def _worded(clause: Clause) -> set[str]:
    return {name for name in clause.fields if (field := clause.row.field(name)) and field.kind_of_change is Kind.REWORDED}


def _concern(change: Change, glossary: Glossary) -> Iterator[Told]:
    if Kind.ADDED in change.kinds:
        yield {Kind.ADDED}, Deed("raised", glossary.named(change.clause))
        return
    outcome = change.fields.get("outcome", (None, None))[1]
    if change.before and isinstance(outcome, str) and outcome:
        target = glossary.target(outcome)
        into = glossary.named(target) if target else (glossary.linked(outcome),)
        yield {Kind.STATE}, Deed("led to", into, glossary.named(change.clause))


def _review(change: Change, _: Glossary) -> Iterator[Told]:
    if Kind.ADDED in change.kinds:
        yield {Kind.ADDED}, Deed("held the review of", (day(change.clause.get("date")),))


def _session(change: Change, _: Glossary) -> Iterator[Told]:
    if Kind.ADDED in change.kinds:
        yield {Kind.ADDED}, Deed("wrote down the session of", (day(change.clause.get("date")),))


def _rhythm(change: Change, _: Glossary) -> Iterator[Told]:
    value = (change.after.text or "") if change.after else ""
    if not value:
        return
    if change.clause.address == "reviews/next":
        yield _ALL, Deed("set the next review for", (day(value),))
    elif change.clause.address == "reviews/every":
        yield _ALL, Deed("set reviews to every", (value.removeprefix("every "),))


def _thanks(change: Change, glossary: Glossary) -> Iterator[Told]:
    if Kind.ADDED in change.kinds:
        giver = glossary.person(change.clause.get("from"))
        yield {Kind.ADDED}, Deed("thanked", (glossary.person(change.clause.get("to")),), (giver,))


def _assent(change: Change, glossary: Glossary) -> Iterator[Told]:
    party = (glossary.person(change.clause.get("party")),)
    taken_back = change.after is None or not change.after.get("date")
    yield _ALL, Deed("took back their yes" if taken_back else "said yes", (), party)


def _considered(change: Change, glossary: Glossary) -> Iterator[Told]:
    if Kind.ADDED in change.kinds:
        clause = (glossary.linked(change.clause.get("clause")),)
        yield {Kind.ADDED}, Deed("added", ("an answer to a gentle question about ", *clause))


def _redacted(change: Change, glossary: Glossary) -> Iterator[Told]:
    if Kind.ADDED in change.kinds:
        yield {Kind.ADDED}, Deed("had something left out", (), (glossary.person(change.clause.get("by")),))


_TELLERS: Mapping[str, Callable[[Change, Glossary], Iterator[Told]]] = {
    "status": _status,
    "parties": _party,
    "commitments": _commitment,
    "expectations": _expectation,
    "requests": _request,
    "drops": _drop,
    "concerns": _concern,
    "reviews": _rhythm,
    "reviews/held": _review,
    "session": _session,
    "appreciation": _thanks,
    "assent": _assent,
    "considered": _considered,
    "redacted": _redacted,
}
