"""Asks about requests and agreements not to see something: a blind eye asked for, offered or traded.

A limit of time or place ("not after nine") and silence toward third parties are healthy and stay unasked.
"""

import re
from collections.abc import Iterator

from alliance_docs.nudges.phrases import lead_in, one_of, pattern
from alliance_docs.nudges.prose import Prose

_WORDS = {
    "fault": one_of(
        """tempers?, mistakes?, lateness, tardiness, drinking, smoking, spending, overspending, debts?, gambling, betting,
        mess, messiness, forgetfulness, absences?, moods?, mood swings, flaws?, faults?, shortcomings?, weaknesses?,
        failures?, failings?, errors?, slips?, lies, lying, affairs?, bad habits?, habits, jealousy, outbursts?,
        snapping, swearing, shouting, laziness, procrastination, disorgani[sz]ation, unreliability, sloppiness,
        bluntness, rudeness, sarcasm, interruptions, interrupting, missed deadlines?, delays?, overtime, gaming, flirting,
        cheating, bad days?, bad temper, silences?, impatience, vanity, stubbornness"""
    ),
    "whose": one_of(
        """my, your, his, her, our, their, each other's, one another's, the other's, Other[a-jx]+'s?, Owner's?, someone's,
        people's, old, past, previous"""
    ),
    "faults": r"{whose} (?:[\w-]+ ){0,2}?{fault}\b",
    "somebody": one_of("I, you, we, he, she, they, one of us, someone, somebody, either of us, Other[a-jx]+, Owner"),
    "slip": "{somebody} (?:am|are|is|forget|miss|drink|snap|lie|skip|overspend)",
    "overlook": one_of("overlooks?, looks? past, ignores?, disregards?, puts? up with, not notice, turns? a deaf ear to"),
    "raise": one_of(
        """bring(?:s|ing)? up, mention(?:s|ing)?, ask(?:s|ing)?(?: me| you| him| her| us| Other[a-jx]+)? about,
        comment(?:s|ing)? on, talk(?:s|ing)? about, discuss(?:es|ing)?, speak(?:s|ing)? (?:of|about),
        point(?:s|ing)? out, call(?:s|ing)? out, remark(?:s|ing)? on, complain(?:s|ing)? about,
        remind(?:s|ing)? (?:me|you|us|him|her) of, critici[sz](?:e|ing), return(?:s|ing)? to,
        raise(?! my| your| his| her)"""
    ),
    "not": "(?:not|never|no longer|stops?|avoids?|refrain from|without)(?: ever| to| please| again)*",
    "as_ever": one_of("always, never, often, how, who, the way, like that, this way, bad at"),
    "flaw": one_of(
        "bad, late, messy, forgetful, loud, moody, impatient, lazy, slow, rude, blunt, disorgani[sz]ed, a\\b, not\\b"
    ),
}
_BLIND_EYE = pattern(
    _WORDS,
    r"\bturns? a blind eye\b",
    r"\bcloses? (?:my|your|our|his|her|their) eyes to\b",
    r"\blooks? the other way\b(?! (?:when|while) \w+ (?:types?|chang|dress|undress|enter|shower))",
    r"\bsweeps?\b[^.;]{0,40}\bunder the (?:carpet|rug)\b",
    r"\bpretends? (?:that )?(?:not to (?:see|notice|hear|know)|(?:I|you|we) (?:do|did) not (?:see|notice|hear|know))",
    r"\bpretends? (?:that )?(?:(?:it|this|that) (?:never|did not)|nothing (?:happened|is))",
    r"\bacts? as if (?:nothing|it never|it did not|this never)\b|\bsay (?:that )?it never happened\b",
    r"\blets? {faults} (?:slide|go|pass|be)\b",
    r"\blets? (?:it|things|that) slide (?:when|if|whenever) {somebody}\b",
    r"\bplease let (?:it|things|that) go (?:when|if|whenever) I (?:forget|miss|snap|lie|drink|skip|overspend)\b",
    r"\bplease (?:just |simply )?accept my (?:temper|moods?|drinking|jealousy|lateness|outbursts?)\b",
    r"\bstop noticing {faults}",
    r"\b{overlook} {faults}",
    r"\b(?:overlooks?|ignores?|puts? up with)(?: it)? (?:that|when|if) {slip}",
)
_AS_I_AM = pattern(
    _WORDS,
    r"\baccept (?:that )?(?:I am|it is|this is) (?:(?:(?:simply|just) )?{as_ever}\b|(?:simply|just) {flaw})",
    r"\b(?:this|that|it) is (?:just|simply) (?:how|who|the way) I am\b",
    r"\b(?:take|accept) me (?:just )?(?:as|the way) I am\b",
)
_NEVER_AGAIN = pattern(
    _WORDS,
    r"\b{not} {raise} {faults}",
    r"\b{not} {raise} [^.;,]{1,60}?,? (?:again|ever|any ?more)\b",
    r"\bnot ever {raise} \w",
)
_RAISE = pattern(_WORDS, "{raise}")
_REFUSED = re.compile(
    r"\b(?:not|never|no longer|stop|refuse to|instead of|rather than|without|when|if|that)(?: [\w']+){0,2} $", re.IGNORECASE
)
_LIMIT = pattern(
    {
        "at": one_of(
            """before, after, until, till, at, while, during, when, whenever, unless, outside, between, by, except, with,
            without"""
        ),
        "third": one_of("my, the, our, your, his, her, any, others, Other, clients, friends, family, people"),
    },
    r"\b{at}\b|\b(?:in(?! (?:the past|march|general))|on(?! [A-Z]))\b|\bto {third}|[;:]",
    r"\b(?:today|tonight|tomorrow|this (?:week|month|evening)|instead|but|more than once)\b",
)


def look_away(text: Prose) -> Iterator[str]:
    """Nobody is asked not to see; a time and a place can be asked for instead."""
    if any(_asks_for_blindness(sentence) for sentence in text.sentences):
        yield "Is this a request not to see something? Perhaps ask for a time and place for it instead."


def _asks_for_blindness(sentence: str) -> bool:
    if _AS_I_AM.search(sentence):
        return True
    if any(not _REFUSED.search(lead_in(found)) for found in _BLIND_EYE.finditer(sentence)):
        return True
    found = _NEVER_AGAIN.search(sentence)
    verb = found and _RAISE.search(sentence, found.start())
    return verb is not None and not _LIMIT.search(sentence, verb.end())
