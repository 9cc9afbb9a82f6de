"""Asks about promises that read like the other party's: whose voice is it that speaks?

Only the first subject of a text counts. What the other party has, gets, knows or is allowed is no promise of theirs, and
neither is a sentence in which the owner goes on to say what they do themselves.
"""

import re
from collections.abc import Iterator

from alliance_docs.nudges.phrases import one_of, pattern
from alliance_docs.nudges.prose import OTHER, Prose

_WORDS = {
    "other": OTHER,
    "no_subject": r"(?!(?:Other|Owner)|(?:I|we|you|he|she|of)\b)",
    "on_a_day": (
        r"(?:on|every|each|at|by|from|in|during|twice|once) (?!time\b|the (?:time|day|moment)|case\b)"
        r"(?:{no_subject}[\w-]+ ){0,4}?(?!Other|Owner)[\w-]+,? "
    ),
    "lead": "(?:from now on,? |{on_a_day}|after (?:work|school|dinner|lunch|breakfast),? )?",
    "often": "(?: (?:always|also|only|usually|please|both|each|then|still|now|first|immediately|promptly|no longer))*",
    "joint": "(?:you and I|{other},? (?:and|or) (?:{other}|Owner|I)|Owner and {other})",
    "one": "(?:{other}|he|she)",
    "all": one_of(
        """we(?: both| all| each| two| three)?, you(?: both| all| two)?, both of us, all of us, each of us, the two of us,
        the (?:three|four|five) of us, let us(?: both| all)?, everyone, everybody,
        both (?:parents|sides|parties|founders|partners), each party, every one of us"""
    ),
    "duty": one_of("will, shall, must, should, ought to, ha(?:s|ve) to, needs? to, promises? to"),
    "favour": one_of("be (?:told|informed|asked|paid|given|the first), get, hear, have, receive, know, find, see, feel"),
    "must": ("(?:{duty}(?! (?:never |always |also )?{favour})|(?:is|are|am) (?:responsible|in charge|on time|home|to)\\b)"),
    # words in -s that are no deed of a person
    "states": one_of(
        """is, was, has, likes, loves, wants, needs, prefers, knows, gets, hears, receives, finds, sees, lives, works,
        owns, deserves, comes first, matters, turns, feels, thinks, believes, hates, means, keeps \\w+ing, sounds,
        appears, seems, becomes, suffers, sleeps, earns, travels, misses, always, s, as, us, this, its, his, perhaps,
        sometimes, besides, afterwards, towards, news"""
    ),
    # what follows "you" or "we" without being a deed still to be done
    "state": one_of(
        """are, is, were, was, am, can, cannot, may, could, might, would, get, gets, hear, hears, receive, receives, have,
        has, know, knows, find, finds, see, sees, like, likes, love, loves, want, wants, need, needs, live, lives, own,
        believe, value, trust, think, feel, feels, deserve, hold, and, or, in, on, at, with, for, to, from, of, as, who,
        but, both, never, do(?= not), does(?= not), will, shall, must, should, ought, s, all, had, differ, earn, earns,
        went, said, told, met, made, came, got, agreed, \\w*[^e]ed"""
    ),
}
_THEIR_PROMISE = pattern(
    _WORDS,
    r"^{lead}{joint} (?!{state}\b)[a-z]+",
    r"^{lead}{one}{often} (?:never )?(?:{must}|(?!{states}\b)[a-z]+s\b(?!'))",
    r"^{lead}{all}{often} (?:{must}|(?:never |do not |does not )?(?!{state}\b)[a-z]+\b)",
)
_OWN_PROMISE = re.compile(
    r"(?<!when)(?<!whenever)(?<!before)(?<!if)(?<!after)(?<!that)(?<!what)(?<!until)(?<!because)(?<!as)(?<!than)(?<!where)"
    r"(?<!how)(?<!once)(?<!who)(?<!which)(?<!unless)(?<!whether)[,;:.]? I\b|\b(?:from|by|with) me\b|\bmine\b"
)
"""An "I" that begins a main clause, or a deed that the owner does without being its subject."""


def speaks_for_other(text: Prose) -> Iterator[str]:
    """A promise is its owner's own: its first subject is nobody else."""
    first = text.sentences[0] if text.sentences else ""
    found = _THEIR_PROMISE.search(first)
    if found and not _OWN_PROMISE.search(text.text, found.end()):
        yield f"This reads like {text.name(found.group())}'s promise. Is it a request?"
