"""Asks about a feeling of one's own that stands where a deed should.

A feeling inside an action is fine. So a text counts only when the feeling is its main verb, or the complement of "I will
be", and nothing that somebody could see follows.
"""

from collections.abc import Iterator

from alliance_docs.nudges.phrases import hints, one_of, pattern
from alliance_docs.nudges.prose import OTHER, Prose

FEELINGS = one_of(
    """patient, calm, calmer, loving, kind, kinder, nice, nicer, gentle, gentler, warm, warmer, caring,
    understanding(?! of), trusting, forgiving, tolerant, affectionate, empathetic, compassionate, supportive, happy,
    happier, cheerful, positive, optimistic, hopeful, confident, relaxed, content, proud, grateful, thankful,
    enthusiastic, excited, motivated, jealous, envious, angry, angrier, mad, upset, cross, annoyed, irritated,
    irritable, grumpy, grumpier, moody, cranky, anxious, nervous, worried, afraid, scared, stressed, tense, sad, bitter,
    resentful, defensive, insecure, suspicious, frustrated, disappointed, ashamed, guilty, lonely, sensitive, touchy,
    oversensitive, overwhelmed, impatient, aloof, offended, sorry for (?:myself|you), at peace, at ease,
    in a (?:good|better|bad) mood"""
)
"""Words for how one is inside, as adjectives."""

_WORDS = {
    "feelings": FEELINGS,
    "whom": one_of(
        rf"you, him, her, them, people, others, every(?:one|body), each other, (?:the|my|our) (?:team|group), {OTHER}"
    )
    + r"(?![\w'])",
    "start": (
        r"(?:^(?:(?:from now on|in|at|on|during|with|after|this|next|every)\b(?:(?! I\b)[\w' -]){0,50}? )?"
        r"|[,;:] |\b(?:and|but) )I "
    ),
    "will": one_of(
        """will, shall, am going to, promise(?: you)?(?: that)? I will, promise(?: you)? (?:never |not )?to, want to,
        would like to, intend to, commit to, aim to, hope to, plan to, try(?: hard| harder)? (?:not )?to, do my best to,
        not, never, always, also, really, again, still, just, no longer, to"""
    ),
    "would": "(?:{will} )*",
    "will_surely": "(?:{will} )+",
    "degree": "(?:{how} )*",
    "how": one_of(
        """more, less, so, too, very, really, as, a bit, a little, much, always, quite, completely, totally, even, that,
        overly, better, again, ever, an?, a more, a less, the, often"""
    ),
    "be": one_of("be, being, am, stay, remain, keep, get, become, feel, stop being, stop getting, stop feeling"),
    "willing": one_of("happy, happier, proud, excited, content, grateful, thankful, afraid, scared, relaxed, enthusiastic"),
    # a feeling that is an attribute of something ("calm music") is no feeling of one's own
    "alone": (r"(?= ?(?:[.,;:!?)]|$)| -| {preposition}\b| {person}\b)"),
    "preposition": one_of(
        """about, with, at, in, on, for, to, towards?, and, or, when, if, while, during, by, even, again, because, over,
        from, as, than, after, before, instead, rather, more, any ?more, no matter, around, that, until, under, next,
        always, but, of, no longer, today, tomorrow, so that, these, this"""
    ),
    "person": one_of(
        """partner, father, mother, parent, dad, mum, mom, husband, wife, spouse, friend, sister, brother, colleague, boss,
        lead, leader, person, man, woman, listener, manager, coach, teammate, neighbou?r, son, daughter, host, founder,
        facilitator, co-\\w+, attitude, mindset"""
    ),
    "inner": one_of("worrying, resenting, hating, doubting, fearing, mistrusting, distrusting, envying"),
    "near": one_of("close, closer, safe, safer, secure, good, better, bad, at ease, comfortable"),
    "regard": one_of("appreciate, value, admire, cherish, understand"),
    "store": one_of("patience, trust, faith, confidence, empathy, understanding, compassion"),
    "no_deed": (
        r"(?:{feelings}|{how}|{preposition}|my|our|your|his|her|their|all|not|be|stay|feel|Other[a-jx]+|Owner|everything|everyone|others?)\b"
    ),
    "then": r"(?:(?:I|then|also|will|still|again) )*",
}
_FEELING = pattern(
    _WORDS,
    r"{start}{would}{be} {degree}(?!{willing} (?:to|with)\b){feelings}{alone}",
    r"{start}{would}stop {inner}\b",
    r"{start}{would}feel {degree}{near}\b",
    r"{start}{would}trust {whom}(?! (?:to|with)\b)",
    r"{start}{would}(?:love|respect) {whom}(?! (?:to|by|for)\b)",
    r"{start}{would}{regard} {whom}(?: (?:more|again|always|better))?(?=[.,;!]|$)",
    r"{start}{would}care (?:more|less|deeply|about)\b",
    r"{start}{would}have {degree}{store}\b",
    r"{start}{will_surely}worry(?: (?:so|too|less|about|any|as)\b|(?=[.,;!]|$))",
    r"{start}{will_surely}take (?:it|this|that|things|criticism|everything) (?:so |too )?personally\b",
    r"{start}{will_surely}(?:resent|mistrust|distrust|begrudge|relax more|believe in {whom})\b",
    r"{start}{will_surely}enjoy (?:our|your|the|my|being|every)\b",
)
_HINTS = hints(
    "trust love respect care worry personally enjoy resent mistrust distrust begrudge relax believe",
    *(_WORDS[name] for name in ("feelings", "inner", "near", "regard", "store")),
) - hints("a in at of")
_DEED = pattern(
    _WORDS,
    r"[:;]\s*\w| - \w|[.!]\s+\w",
    r"\bby (?:not |never |first |always )?\w+ing\b",
    r"\b(?:instead of|rather than|for example|which means|such as)\b",
    r",(?: (?:so|and|then|and then|after that|otherwise))? I\b",
    r"\b(?:and|but) {then}(?!(?:I|then|also|will)\b|{no_deed})[a-z]+",
)


def mood_not_move(text: Prose) -> Iterator[str]:
    """A promise says what somebody would see, not what its owner will feel."""
    if text.words.isdisjoint(_HINTS):
        return
    found = _FEELING.search(text.text)
    if found and not _DEED.search(text.text, found.end()):
        yield "What would someone see you do? Feelings are welcome in the answers."
