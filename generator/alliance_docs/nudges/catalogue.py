"""The gentle checks as rows of the same kind as every other rule: what each asks for, an example, and a way to answer it."""

from collections.abc import Mapping
from types import MappingProxyType

from alliance_docs.catalogue import Rule
from alliance_docs.errors import Severity


def _nudge(code: str, meaning: str, example: str, mend: str) -> Rule:
    return Rule(code, Severity.NUDGE, meaning, example, mend, in_words=True)


_ROWS = (
    _nudge(
        "hangs-on-other",
        "A promise stands on its own and does not wait for the other party's side.",
        "I water the plants as long as you buy the soil.",
        "Give it a day of its own, and write what you hope for as a request.",
    ),
    _nudge(
        "mood-not-move",
        "A promise says what somebody would see, not what its owner will feel.",
        "I will be more cheerful at breakfast.",
        "Name the deed; the feeling has its place in the answers.",
    ),
    _nudge(
        "promises-a-feeling",
        "Nobody can promise what another person feels.",
        "I make sure that nobody ever feels bored.",
        "Name what you do, or what you ask for.",
    ),
    _nudge(
        "look-away",
        "Nobody is asked not to see; a time and a place may be asked for.",
        "Please overlook my bad temper.",
        "Ask for a time and a place to talk about it, or decline with a reason.",
    ),
    _nudge(
        "but-you",
        "A drop is told without the other party's part in it.",
        "I forgot the key, but you forgot it too.",
        "End the sentence earlier; what the other did can be a concern.",
    ),
    _nudge(
        "if-in-the-mood",
        "A promise holds on a bad day too.",
        "I walk the dog when I feel like it.",
        "Promise less, and that always; or say what you do on a bad day.",
    ),
    _nudge(
        "way-out",
        "A promise names its exceptions and leaves no open one.",
        "I water the garden if I have time.",
        "Name the exception, or say how and when you give notice.",
    ),
    _nudge(
        "hard-to-see",
        "Both can tell afterwards whether a promise was kept.",
        "I will try to be tidier.",
        "Say what, how often, or by when.",
    ),
    _nudge(
        "speaks-for-other",
        "A promise is its owner's own.",
        "You bring the projector.",
        "Write it as a request, or as an agreement backed by a promise of each.",
    ),
    _nudge(
        "backup-plan-gaps",
        "An alliance that is relied upon says beforehand what happens on its hard days.",
        "an active alliance whose back-up plan says nothing under `way_back`",
        "Fill the parts that are named; one line each is enough.",
    ),
    _nudge(
        "no-next-review",
        "An alliance that is relied upon has a day on which it is looked at again.",
        "an active alliance whose `reviews: {next: ...}` lies before its newest revision",
        "Write the next date under `reviews`.",
    ),
    _nudge(
        "one-sided",
        "Everybody in an alliance that is relied upon has a promise of their own.",
        "an active alliance of two in which one of them promises nothing",
        "Ask what you can rely on, or close the question in `considered`.",
    ),
    _nudge(
        "drop-not-owned",
        "A drop is told by the party who dropped it, in the first person.",
        "drops: [{owner: jonas}] with a text by somebody else",
        "Make it a concern until its owner says it in their own words.",
    ),
    _nudge(
        "open-drop",
        "A drop leads to a repair with a day.",
        "a drop of last month without a repair step",
        "Agree on a step and its day, note the day it was done, or write `restored`.",
    ),
    _nudge(
        "changed-since-yes",
        "Everybody has said yes to the text as it reads now.",
        "an agreement that was reworded after one of the parties had said yes",
        "Read what changed, then say yes, or not yet.",
    ),
    _nudge(
        "secret-without-exception",
        "Whoever keeps a secret may still speak to somebody for their safety or health.",
        "confidentiality: [{owner: maren, text: Our figures stay here.}]",
        "Add to `except`: anyone I need for my safety or health.",
    ),
    _nudge(
        "unbacked-agreement",
        "What was agreed together rests on promises of more than one party.",
        "agreements: [{text: We meet on Mondays.}] without `backed_by`",
        "Name the promises that carry it, or close the question where it is only an announcement.",
    ),
)

NUDGES: Mapping[str, Rule] = MappingProxyType({row.code: row for row in _ROWS})
"""The gentle checks by code: nine that read wordings, then eight that look at the alliance as a whole."""
