"""Asks about promises that wait for the other party's side: a trade where a promise was meant.

Grammar cannot tell a trade from a cue. So strong connectives ("as long as", "only if") count before nearly every deed of the
other party, plain ones ("if", "once", "until") only before a verb of keeping up one's side. Boundaries are never read.
"""

import re
from collections.abc import Iterator

from alliance_docs.nudges.phrases import END, hints, lead_in, one_of, pattern
from alliance_docs.nudges.prose import OTHER, Prose

_WORDS = {
    "end": END,
    "who": rf"(?P<who>{OTHER}|you\b|he\b|she\b|they\b|the others?\b|every(?:one|body)(?: else)?\b)",
    "also": r"(?: (?:also|really|actually|both|finally|always|just|ever|still|only|in turn|at least|first))*",
    "not_even": r"(?<!\beven )(?<!\balso )(?<!\bnot )(?<!\bwhether )",
    "strong": one_of(
        "as long as, so long as, provid(?:ed|ing)(?: that)?, assuming(?: that)?, on (?:the )?condition(?: that)?, only if"
    ),
    "plain": one_of("if, once, until, as soon as, only when, only once, only after, unless"),
    "perfect": "(?:(?:has|have|had|is) )?",
    "theirs": "(?:his|her|your|their)",
    # what people keep up, and how they treat each other
    "conduct": one_of(
        """honest, on time, calm, nice, kind, respectful, fair, polite, open, civil, faithful, reasonable, patient,
        punctual, sober, quiet, friendly, transparent, reliable, loyal, considerate, cooperative, willing, up front,
        straight, home by"""
    ),
    "side": one_of(
        """sides?, parts?, end, half, share, word, promises?, commitments?, agreements?, bargain, deal, temper, cool,
        budget, rules?, shifts?, turns?, hours, phone, room, kitchen, desk"""
    ),
    "told": one_of(
        "screen, location, feelings?, worr, concern, story, news, view, opinion, thought, idea, pain, fear, experience"
    ),
    "pause": one_of("talk, speak, work, cry, driv, record, laugh, play, mov, eat, drink, breath, sing, runn, read, typ"),
    "starting": one_of("show, shar, do, help, pay, keep, tell, listen, clean, cook, contribut, respect, answer"),
    "as_well": one_of("too, also, as well, first, likewise, the same, so too"),
    "same_turn": (
        "(?:(?:do|does|did|will|is|are|has|have)(?: so)?(?: {as_well})?{end}"
        r"|(?:do|does|did) (?:the same\b|likewise\b|(?:his|hers|yours|theirs){end}))"
    ),
    "keeps_side": (
        r"(?:keep|keeps|kept) (?:(?:{theirs}|the) (?:[a-z-]+ ){0,3}?{side}|to (?:it|{theirs}|the)|up {theirs}|quiet|calm)\b"
    ),
    "stops": r"(?:stop|stops|stopped)(?: (?!{pause}ing)\w+ing\b|(?: (?:too|first|it))?{end})",
    "stays": r"(?:stays?|stayed|remains?|keeps?) {conduct}\b",
    "agrees_to": r"agree[sd]? (?:to|that)\b",
    "does": r"(?:do|does|did|done) (?!(?:not|something|anything|nothing|well|badly|what|that|this|so|wrong)\b)\w",
    "shares": r"(?:shares?|shared) (?!(?:{theirs}|the) {told})(?:{theirs}|theirs|yours|hers|the|it|first|too|more)\b",
    "pays": r"(?:pays?|paid)\b(?! (?:by|in|with) (?:card|cash)| late| attention| a (?:visit|compliment))",
    "says_sorry": r"(?:apologi[sz]e[sd]?|says? sorry|said sorry|admits?|admitted)\b",
    "begins": r"(?:starts?|started|begins?|began) {starting}ing\b",
    "other_ways": one_of(
        r"""(?:sticks?|stuck) to, (?:holds?|held|lives?|lived) up, (?:follows?|followed) through,
        (?:makes?|made) (?:an|more of an|the) effort, (?:meets?|met) me half, (?:pulls?|pulled) {theirs},
        (?:gives?|gave|given) up {theirs}, (?:respects?|treats?|proves?) (?:me|my|that)\b"""
    ),
    "keeps_up": (
        "(?:{same_turn}|{does}|{keeps_side}|{stops}|{shares}|{pays}|{says_sorry}|{stays}|{agrees_to}|{begins}|{other_ways})"
    ),
    "wishes": one_of("want, need, like, wish, feel, come, see, hear, notice, prefer, borrow, forget, lose"),
    "in_turn": r"(?!{wishes}s?\b)[a-z]+ (?:[\w'-]+ ){0,5}?(?:too|as well|yours|mine|hers|theirs|the same|in return){end}",
    # what follows a strong connective without making it a trade: being asked, being there, being unable, duration
    "asks": one_of(
        """asks?, asked, calls?, called, invite[sd]?, requests?, requested, wants?, wanted, needs?, needed, likes?, wish,
        wishes, prefers?, chooses?, allows?, permits?, raises?, signals?, seems?, looks?, feels?, minds?, says?, said,
        finds?, finish\\w*"""
    ),
    "lasting": one_of(
        """live, work, stud(?:y|ie), sleep, rest, talk, speak, play, recover, wait, travel, run, sit, stand, sing,
        cr(?:y|ie), climb, driv, learn"""
    ),
    "lets_be": one_of(
        "mind, object, need, want, have, feel, know, like, shout, yell, insult, swear, scream, raise, drink, drive, call"
    ),
    "cue": (
        r"(?:(?:ha[sd] |have )?{asks}\b|(?:would|can|cannot|may|could|might|must)\b"
        r"|(?:is|are|was|were) (?!{conduct}\b)[\w-]+|(?:has|have|had) (?:the|an?|no|to|time|enough|my|more)\b"
        r"|(?:do|does) not {lets_be}\b|agree[sd]?\b(?! (?:to|that)\b)|{lasting}e?s?\b"
        r"|(?:stay|remain)s?\b(?! {conduct})|keeps? \w+ing\b)"
    ),
    # deeds that two people do at the same time without trading them
    "side_by_side": one_of(
        """will, go, come, eat, work, leave, sleep, get, speak, talk, see, need, want, know, have, take, bring, drive, use,
        wear, call, start, arrive, travel, sit, stand, walk, read, write, book, make, ask, say, play, cook, wash, am,
        do, not, and, the, stay"""
    ),
}
_TRADES = (
    pattern(_WORDS, r"{not_even}\b{strong} {who}{also} (?!{cue})"),
    pattern(_WORDS, r"\bin return,? {who}"),
    pattern(_WORDS, r"^{who} \w+ first,? (?:and )?then I\b"),
    pattern(_WORDS, r"\b(?:if|once|as long as|so long as) (?P<who>yours|theirs|hers) (?:is|are|does|do)\b"),
    pattern(
        _WORDS,
        r"\b(?:not|apologi[sz]e|sorry|forgive)\b[^.;]{0,80} (?:when|if) {who}{also} (?:apologi[sz]es?|says? sorry)\b",
    ),
    pattern(
        _WORDS,
        r"\bI (?:will |do )?(?:not )?(?P<deed>(?!{side_by_side}\b)[a-z]{3,20})\b[^.;]{0,80}? (?<!\beven )"
        r"(?:if|once|when|as soon as|until|unless|as long as) {who}{also} (?:has |have |does not |do not )?"
        r"(?P=deed)(?:s|es|d|ed)?\b",
    ),
    pattern(
        _WORDS,
        r"^(?:if|once|when|as soon as|until|as long as) {who}{also} "
        r"(?P<deed>(?!{side_by_side}s?\b)[a-z]{3,20}?)(?:s|es)? [^,.;]{1,80}, I (?:will )?(?P=deed)\b",
    ),
)
_UNLESS_TOLD = (
    pattern(
        _WORDS, r"{not_even}\b{plain} {who}{also} (?:{perfect}{keeps_up}|(?:is|are) {conduct} (?:to|with|too)\b|{in_turn})"
    ),
    pattern(_WORDS, r"\b(?:once|until|as soon as) {who}{also} {perfect}agree[sd]?{end}"),
    pattern(
        _WORDS,
        r"(?<=\w )(?<!\bonly )(?<!\beven )(?<!\balso )(?:when|whenever) {who}{also} "
        r"{perfect}(?:{same_turn}|{keeps_side}|{stops}|{stays}|{agrees_to}|pays? {theirs})",
    ),
)
_IN_RETURN = re.compile(
    r"\b(?:in return|in exchange) for (?!(?:an? |the )?(?:signature|receipt|invoice|payment|cash|money|fee|rent|key))",
    re.IGNORECASE,
)
_ACCEPTING = re.compile(r"^(?:if|once) [^,]{1,80}, I (?:\w+ )?(?:accept|thank|listen|hear|let|forgive)\b", re.IGNORECASE)
_ASKING = re.compile(
    r"\b(?:(?:ask|check|see|wonder|find out)s?(?: [\w']+){0,6}"
    r"|(?:know|tell|say|remember|sure|note|look|confirm|mark|record|wait)(?: [\w']+){0,3}) $",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"\b(?:not|nothing|never|without|anything)(?: [\w']+){0,2} $", re.IGNORECASE)
_HINTS = hints("as provided providing assuming condition only if once until unless when whenever return exchange first")
_EITHER_WAY = re.compile(r"\b(?:or not|regardless|no matter)\b", re.IGNORECASE)


def hangs_on_other(text: Prose) -> Iterator[str]:
    """A promise stands on its own and does not wait for the other party's side."""
    if text.words.isdisjoint(_HINTS):
        return
    for sentence in text.sentences:
        found = _trade(sentence)
        if found:
            who = text.name(found.groupdict().get("who") or "")
            yield f"Could this promise stand on its own? It seems to wait for {who}."
            return


def _trade(sentence: str) -> re.Match[str] | None:
    if _EITHER_WAY.search(sentence) or _ACCEPTING.search(sentence):
        return None
    for trade in _TRADES:
        if found := trade.search(sentence):
            return found
    asked = [(trade, _ASKING) for trade in _UNLESS_TOLD]
    for trade, harmless in (*asked, (_IN_RETURN, _NOTHING)):
        for found in trade.finditer(sentence):
            if not harmless.search(lead_in(found)):
                return found
    return None
