"""Asks about promises that carry their own release: a mood that lets one off, or a way out left open.

A cue ("when I am angry, I take ten minutes"), an illness, a named exception and a rule of notice ("if I cannot, I say so by
noon") are the healthy kind and stay unasked.
"""

import re
from collections.abc import Iterator

from alliance_docs.nudges.phrases import END, hints, lead_in, one_of, pattern
from alliance_docs.nudges.prose import Prose

_WORDS = {
    "end": END[:-1] + r"| and\b| but\b)",
    # moods
    "low": one_of(
        """tired, exhausted, lazy, stressed, nervous, anxious, angry, upset, sad, annoyed, irritated, frustrated,
        overwhelmed, grumpy, moody, down, low, hurt, worn out, drained, bored, cranky, shy, embarrassed, worried,
        jealous, cross, mad, sleepy, attacked, cornered, scared, afraid, in a bad mood, in a mood"""
    ),
    "high": one_of(
        """up to, up for, in the (?:right )?mood, in a (?:good|better) mood, motivated, inspired, confident, brave enough,
        strong enough, calm enough"""
    ),
    "very": "(?:(?:too|so|really|very|still|feeling|just|already|completely|totally|overly|a bit) )*",
    "i_am": "I (?:am|feel|get)",
    "only": r"(?<!\beven )(?<!\balso )(?<!\bor )(?<!\bnot )\b",
    "unless_low": one_of(
        "if, when, whenever, once, as soon as, as long as, so long as, provided(?: that)?, only if, only when"
    ),
    "while_high": one_of(
        "if, when, whenever, as long as, so long as, provided(?: that)?, once, as soon as, until, on days when"
    ),
    "urge": r"like\b(?! (?!talking|going|doing|saying)\w+ing)",
    # circumstances
    "any_time": one_of("if, when, whenever"),
    "handy": one_of("convenient, practical, practicable, feasible"),
    "spare": one_of("make it, manage(?: it| to)?, find (?:the )?time, fit it in, get away, spare"),
    "schedule": one_of("time, my schedule, my work, work, my calendar, my job, life, the day"),
    "comes_up": "(?:(?:comes|turns|crops) up|gets in the way|intervenes|happens(?! to))",
    "hectic": one_of("hectic, busy, crazy, stressful, in the way, out of hand"),
}
_MOOD = pattern(
    _WORDS,
    r"{only}unless {i_am} {very}{low}\b",
    r"\bunless (?:I am having|I have|it is|it was) a (?:bad|hard|rough|difficult|long) day\b",
    r"\bunless (?:I do not feel like|{i_am} not {very}{high}|I feel (?:ready|up to|like))",
    r"\bunless (?:it|that|this) (?:stresses|upsets|scares|annoys|overwhelms|bores|tires|hurts) me\b",
    r"{only}{unless_low} (?:{i_am} (?:not|less)|I do not (?:feel|get)) {very}{low}\b",
    r"{only}{while_high} (?:{i_am} {very}{high}\b|I feel (?:ready\b|{urge}))",
    r"\b(?:as long as|so long as|only if|only when) I feel (?:good|okay|ok|comfortable|safe enough|calm)\b",
    r"\b(?:if|when|whenever|as long as) it feels (?:right|good|okay|comfortable)\b",
    r"\bif I have the (?:energy|nerves?|strength|courage)\b",
    r"\bdepending on (?:how I (?:feel|am feeling|am doing)|my (?:mood|energy|feelings)|whether I feel)\b",
    r"\b(?:mood|energy) permitting\b|\bif my (?:mood|nerves|energy) (?:allows?|lets?)\b",
    r"\b(?:talk|speak|answer|explain|apologi[sz]e|open up|share)\b[^.;]{0,60} when I am ready(?=[.!]|$)",
    r"{only}on (?:the )?days (?:when |that )?I feel (?:like|up to|good|strong|fresh)\b",
)
_HOLDS_ANYWAY = re.compile(
    r"\b(?:anyway|regardless|no matter|or not|all the same|nevertheless|whatever my mood)\b"
    r"|\b(?:come back|return|break|driv(?:e|es|ing))\b",
    re.IGNORECASE,
)
"""Words of a promise that holds, of a pause that ends, or of not driving when tired, which is bodily safety."""

_TELLING = re.compile(
    r"\b(?:say|tell|signal|know|announce|notice|see)(?: (?:so|it|you|him|her|them|everyone|Other[a-jx]+|the \w+))? $",
    re.IGNORECASE,
)
_SAYING_SO = re.compile(
    r"^(?:if|when) [^,]{1,80}, (?:I|we) (?:\w+ )?(?:say|tell|text|write|call|ask|name|let you know)\b", re.IGNORECASE
)
_OPEN = pattern(
    _WORDS,
    r"\b(?:if|when|whenever|where|wherever) (?:it is |that is |at all )?possible\b",
    r"\b(?:as (?:far|much|well)|in so far) as (?:it is )?possible\b|\bas (?:much|far|well|often) as I can\b",
    r"\bas far as [\w ]{1,30}(?:allows?|permits?)\b",
    r"\b(?:{any_time}|wherever) I can(?: {spare})?{end}",
    r"\bsee (?:if|whether|what) I can\b",
    r"\b{any_time} I (?:have|find|get) (?:the |some |enough |any )?time(?! (?:left|off|over|to spare|blocked))\b",
    r"\b{any_time} I (?:have|get|find) (?:a|the) (?:chance|moment|opportunity|minute)\b",
    r"\b{any_time} I get (?:a?round to|to)\b|\bif I (?:can )?manage(?: to\b|{end})",
    r"\b(?:if|when) (?:there is|there is still) (?:some |enough )?time(?! (?:left|over|to spare))\b",
    r"\b(?:if|when) {schedule} (?:allows|permits|lets me)\b",
    r"\b(?:{any_time}|as long as|so long as|as soon as|where) (?:it is |that is )?{handy}\b",
    r"\b{any_time} (?:it|that) (?:suits|fits|works(?: out)?)(?: for)?(?: me| my| in|{end})",
    r"\b(?:if|when) I (?:am|happen to be) (?:free|able|able to|available|around|about){end}",
    r"\b{any_time} I am not (?:too )?(?:busy|swamped|snowed under)\b",
    r"\bunless (?:something|anything)(?: \w+)? {comes_up}\b|\bif nothing(?: \w+)? {comes_up}\b",
    r"\bunless (?:things|work|life|it|the day) gets? (?:\w+ )?{hectic}\b",
    r"\bunless I (?:forget|am (?:too )?(?:busy|swamped)|have something better|(?:get|am) (?:held up|delayed|caught up))\b",
    r"\b{any_time} I (?:remember(?: to)?|think of it|do not forget){end}|\bif I remember to\b",
    r"\bif (?:it is |that is )?(?:not too much|no) (?:trouble|work|effort|bother)\b",
    r"\b[a-z]+ permitting\b|\bbarring (?:surprises|anything|the unforeseen)\b",
)
_ASKED_OR_TOLD = re.compile(
    r"\b(?:ask|asks|tell|say|know|check|confirm|find out|announce|decide|try out)(?: [\w']+){0,4} $", re.IGNORECASE
)
_SAYS_WHAT_THEN = re.compile(
    r"\b(?:if not|otherwise|or else|failing that|(?:if|when) I cannot|if it is not(?! too| no))\b", re.IGNORECASE
)


_MOOD_HINTS = hints("unless if when whenever once as provided only until depending permitting days")
_OPEN_HINTS = hints("possible as if when whenever where wherever see unless permitting barring")


def if_in_the_mood(text: Prose) -> Iterator[str]:
    """A promise holds on a bad day too, perhaps in a smaller version."""
    if text.words.isdisjoint(_MOOD_HINTS):
        return
    for sentence in text.sentences:
        if _HOLDS_ANYWAY.search(sentence) or _SAYING_SO.search(sentence):
            continue
        if any(not _TELLING.search(lead_in(found)) for found in _MOOD.finditer(sentence)):
            yield "Would this hold on a bad day? Perhaps name a smaller version for those."
            return


def way_out(text: Prose) -> Iterator[str]:
    """A promise names its exceptions and leaves no open one."""
    if text.words.isdisjoint(_OPEN_HINTS) or _SAYS_WHAT_THEN.search(text.text):
        return
    if any(not _ASKED_OR_TOLD.search(lead_in(found)) for found in _OPEN.finditer(text.text)):
        yield "What happens on the days it does not suit? A named exception is stronger than an open one."
