"""Asks about promises of another person's feeling, which nobody can keep: how safe, happy or content somebody will be.

Only a person can be the one who feels ("make the room comfortable" is a deed). Bodily safety is a deed too and is left
alone: "safe" counts only behind "feel", and the verb "hurt" never does.
"""

import re
from collections.abc import Iterator

from alliance_docs.nudges.phrases import hints, lead_in, one_of, pattern
from alliance_docs.nudges.prose import OTHER, Prose

_WORDS = {
    "people": one_of(
        """every(?:one|body), any(?:one|body), nobody, no one, people, each other, one another, all of us, both of us,
        each of us, none of us, neither of us, newcomers, (?:all|our|my|the|new|other)(?: other| new)? {group},
        every (?:new )?{single}"""
    ),
    "group": one_of(
        "team, group, children, kids, others, members?, colleagues, participants, clients, customers, family, people"
    ),
    "single": one_of("member, participant, person, guest, child, customer, client"),
    "whom": rf"(?:you|him|her|them|me|us|{OTHER}|Owner|{{people}})(?![\w'])",
    "who": rf"(?:you|he|she|they|we|{OTHER}|Owner|{{people}})(?![\w'])",
    "one": rf"(?:you|he|she|{OTHER}|Owner)",
    "us_all": one_of(
        """we (?:always|never|all|both), every(?:one|body), nobody, no one, none of us, neither of us, all of us,
        both of us, each of us"""
    ),
    "often": "(?: (?:always|never|ever|really|all|both|again|also|constantly|no longer|truly))*",
    "very": "(?:(?:more|less|so|too|very|really|always|completely|truly|all|constantly) )*",
    "would": "(?: (?:will|should|must|shall|can|would|may))?",
    "ensure": one_of("makes? sure, ensures?, see to it, guarantee"),
    "promised": "(?:^|: |\\b(?:promise|agree|guarantee|means?|expect)(?: you| each other)?(?: that)? )",
    "feels": r"feels?\b(?! (?:free|it|what|how|that|whether|about|for)\b) [a-z]",
    "feel": r"feel\b(?! (?:free|it)\b) [a-z]",
    "feeling": one_of(
        """happy, happier, unhappy, upset, angry, sad, annoyed, frustrated, disappointed, jealous, anxious, nervous,
        worried, stressed, calm, content, satisfied, comfortable, uncomfortable, relaxed, motivated, cheerful, proud,
        insecure, lonely, bored, mad, miserable, resentful, guilty, ashamed, excited, embarrassed, at ease,
        in a good mood, in a bad mood, emotionally safe"""
    )
    + r"\b(?! with\b(?! (?:us|me|you|him|her)\b))",
    "upset": one_of(
        """upset(?:ting)?, offend(?:ing)?, disappoint(?:ing)?, annoy(?:ing)?, anger(?:ing)?, frustrat(?:e|ing),
        irritat(?:e|ing), sadden(?:ing)?"""
    ),
    "safety": one_of("being, security, safety, belonging, calm, comfort, confidence, trust"),
    "gap": r"(?: (?!(?:when|until|if|because|who|and|while|before|after|unless|or|but|to say|so)\b)[\w'-]+)",
}
_PROMISED = pattern(
    _WORDS,
    # see to it that somebody feels
    r"\b(?:{ensure}|take care|promise|assure)(?: that)? {who}{would}{often} {feels}",
    r"\b{ensure}(?: that)? {who}{would}{often} (?:is|are|be|stays?|gets?) {very}{feeling}",
    r"\bplease {ensure}(?: that)? I{would}{often} {feels}",
    r"\bsee that {who} (?:is|are|stays?) (?:always|never) {very}{feeling}",
    # make or keep somebody happy
    r"\b(?:make|keep|help) {whom}(?: (?:always|never|all))?(?: to)? {feel}",
    r"\b(?:make|keep) {whom} {very}{feeling}",
    r"\b(?:without|avoid|stop|never|not) making {whom} (?:feel \w|{feeling})",
    r"\b(?:wants?|would like|like) {whom} to{often} {feel}",
    r"\bgive {whom} (?:the|a|more of a) (?:\w+ )?(?:feeling\b|sense of {safety}\b)",
    # never upset somebody
    r"\b(?:never|not|no longer|avoid|without|stop)(?: to| again| ever)? {upset} {whom}",
    # nobody goes home upset
    r"\b{us_all}{often} (?:leaves?|goe?s?|ends?|walks?|comes?){gap}{0,5}? {very}{feeling}",
    r"\b(?:never|not) let {whom} (?:{feel}|(?:leave|go|walk|be|get){gap}{0,4}? {very}{feeling})",
    # so that somebody never feels
    r"\bso (?:that )?{who}{would}(?: do| does)?(?: not)?(?: never| always| no longer| ever)+"
    r"(?: (?:have|has|need|needs|had) to)? {feels}",
    r"\bso (?:that )?{who}{would}(?: never| no longer)(?: (?:have|has|need|needs|had) to)? worry\b",
    r"\b(?:keep|stop|prevent) {whom} from feeling\b",
    # somebody will always feel
    r"{promised}{one}(?: will| should| must)?(?: always| never| ever| no longer| not)+(?: again)? {feels}",
    r"{promised}{one} will {feels}",
    r"{promised}{people}{would}{often} {feels}",
    r"\b(?:promise|agree|guarantee)(?: you)?(?: that)? {one} will (?:always|never)(?: again)? be {very}{feeling}",
)
_FEELING_WORDS = """feel feels feeling sense upset upsetting offend offending disappoint disappointing annoy annoying
anger angering frustrate frustrating irritate irritating sadden saddening worry"""
_HINTS = hints(_FEELING_WORDS, _WORDS["feeling"]) - hints("a in at with")
_ONLY_TOLD = re.compile(
    r"\b(?:what|who|which|it)(?: (?:would|will|could|can|might))? $"
    r"|\b(?:how|what|when|if|whenever|whether|that|because)(?: [\w']+)? (?:I|we|you|to)(?: [\w']+)? $",
    re.IGNORECASE,
)


def promises_a_feeling(text: Prose) -> Iterator[str]:
    """Nobody can promise what another person feels; a deed or a request can be written instead."""
    if text.words.isdisjoint(_HINTS):
        return
    for sentence in text.sentences:
        if any(not _ONLY_TOLD.search(lead_in(found)) for found in _PROMISED.finditer(sentence)):
            yield "Nobody can promise another's feeling. What would you do, or ask for?"
            return
