"""The nine checks that read the texts themselves, and which texts each of them reads.

Boundaries, answers, the purpose, concerns and thanks are read by none of them.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from alliance_docs.model import Alliance, Clause
from alliance_docs.nudges.asked import Asked
from alliance_docs.nudges.excuses import but_you
from alliance_docs.nudges.feelings import promises_a_feeling
from alliance_docs.nudges.guard import guarded
from alliance_docs.nudges.moods import mood_not_move
from alliance_docs.nudges.plainness import hard_to_see
from alliance_docs.nudges.prose import Prose, prose
from alliance_docs.nudges.releases import if_in_the_mood, way_out
from alliance_docs.nudges.sight import look_away
from alliance_docs.nudges.trades import hangs_on_other
from alliance_docs.nudges.voices import speaks_for_other
from alliance_docs.vocabulary import EACH

_CLOSED = ("completed", "withdrawn", "renegotiated", "declined", "countered")
"""States of a commitment and replies to a request after which its wording is no question any more."""


class _Check(NamedTuple):
    name: str
    asks: Callable[[Prose], Iterator[str]]
    sections: tuple[str, ...] = ("commitments",)
    shared_guard: bool = True


_CHECKS = (
    _Check("hangs-on-other", hangs_on_other),
    _Check("mood-not-move", mood_not_move),
    _Check("promises-a-feeling", promises_a_feeling, ("commitments", "requests", "agreements")),
    _Check("look-away", look_away, ("requests", "agreements", "commitments", "expectations")),
    _Check("but-you", but_you, ("drops",), shared_guard=False),
    _Check("if-in-the-mood", if_in_the_mood),
    _Check("way-out", way_out),
    _Check("hard-to-see", hard_to_see),
    _Check("speaks-for-other", speaks_for_other),
)


def wording_questions(alliance: Alliance) -> Iterator[Asked]:
    """What the nine checks ask about the texts of one alliance, in file order; nothing once it has ended."""
    if alliance.state == "ended":
        return
    for clause in alliance.clauses:
        checks = [check for check in _CHECKS if clause.section in check.sections]
        if not checks or not clause.text or clause.get("state") in _CLOSED or clause.get("reply") in _CLOSED:
            continue
        text = prose(clause.text, alliance.parties, clause.owner)
        for check in checks:
            asked = check.asks(text) if _applies(check, clause, alliance) else ()
            for question in asked:
                if not (check.shared_guard and (guarded(text.text) or guarded(clause.title))):
                    yield Asked(check.name, question, clause)


def _applies(check: _Check, clause: Clause, alliance: Alliance) -> bool:
    """Whose promise a text sounds like can be asked only of the promise of one known party."""
    return check.asks is not speaks_for_other or (clause.owner != EACH and alliance.party(clause.owner) is not None)
