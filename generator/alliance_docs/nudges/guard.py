"""The shared guard: what no wording check but one may ask about.

Where a text speaks of violence, threats, leaving, separation, refusal, bodies or sex, a question beside it could hurt the
person who wrote it. The guard recognises nothing and reports nothing; it only keeps the checks silent, so it is wide.
"""

import re

_PERSON = r"(?:you|him|her|us|me|them|myself|yourself|anyone|anybody|each other|one another|Other[a-jx]+|Owner|Thirdone)\b"
_BOND = "relationship|marriage|engagement|partnership|alliance|collaboration|company|firm|team|project|band|board|group"
_HOME = "house|home|flat|apartment|family|country"
_KIN = "sister|brother|mother|father|mum|mom|dad|parents?|friends?|aunt|uncle"

_VIOLENCE = (
    r"violen\w+",
    r"abus\w+",
    r"assault\w*",
    r"threat\w*",
    r"harm\w*",
    r"self-harm\w*",
    r"injur\w+",
    r"bruis\w+",
    r"weapons?",
    r"guns?",
    r"kill\w*",
    r"suicid\w+",
    r"rap(?:e|ed|ist)",
    r"slap\w*",
    r"punch\w*",
    r"shov(?:e|es|ed|ing)",
    r"grab\w*",
    r"chok\w+",
    r"strangl\w+",
    r"stalk\w*",
    r"frighten\w*",
    r"terrif\w+",
    r"kick(?:s|ed|ing)?(?![ -]?off)",
    r"hit(?:s|ting)?(?! (?:the|my|our|a) (?:deadlines?|targets?|goals?|road|gym|shops|numbers?|mark)| send| save| reply)",
    rf"beat(?:s|ing|en)? (?:up|{_PERSON})",
    rf"push(?:es|ed|ing)? {_PERSON}",
    rf"hurt(?:s|ing)? (?:{_PERSON}|the (?:children|kids))",
    rf"(?:afraid|scared|fear|frightened) of {_PERSON}",
    r"(?:throw(?:s|ing|n)?|threw) (?:things|objects|plates|dishes|cups|anything|something)",
    r"block(?:s|ed|ing)? (?:the|your|my|his|her) (?:door|way|path)",
    rf"lock(?:s|ed|ing)? {_PERSON} (?:in|out)",
    r"unsafe",
    r"in danger",
    r"dangerous\w*",
    r"bodily",
    r"physical(?:ly)?",
    r"safely",
    r"(?:my|your|his|her|our|their|own|personal) safety",
    r"police",
    r"restraining",
    r"court orders?",
    r"emergency (?:number|services)",
    r"shelter",
    r"hotline",
    r"helpline",
)
_LEAVING = (
    rf"(?:leav(?:e|es|ing)|left) {_PERSON}",
    rf"(?:leav(?:e|es|ing)|left) (?:the|our|my|your|this|his|her) (?:{_BOND}|{_HOME})",
    r"(?:leav(?:e|es|ing)|left) home",
    r"leave (?:for good|for ever|forever)",
    r"(?:about|of) leaving",
    r"mov(?:e|es|ed|ing) out",
    r"walk(?:s|ed|ing)? (?:out|away)",
    r"(?:break|breaks|breaking|broke|broken|split|splits|splitting)[ -]?up",
    r"separat(?:ion|ed|ing)",
    r"(?:to|we|will|should|may) separate",
    r"divorc\w*",
    rf"end(?:s|ed|ing)? (?:this|the|our|a) (?:{_BOND})",
    rf"quit(?:s|ting)? (?:this|the|our|my) (?:{_BOND}|job)",
    r"resign\w*",
    r"step(?:s|ped|ping)? down",
    r"refus\w+",
    r"(?:say|says|saying|said) no",
    r"opt(?:s|ing)? out",
    rf"(?:stay|stays|sleep|sleeps|live|lives) (?:at|with) (?:my|a|his|her|your) (?:{_KIN})",
    r"sleep(?:s|ing)? (?:apart|elsewhere|on the (?:couch|sofa)|in (?:the|an)other room)",
)
_BODIES = (
    r"sex\w*",
    r"intima\w+",
    r"closeness",
    r"erotic\w*",
    r"kiss\w*",
    r"cuddl\w*",
    r"hug(?:s|ged|ging)?",
    r"caress\w*",
    r"embrac\w+",
    r"massag\w+",
    r"naked",
    r"undress\w*",
    r"condoms?",
    r"contracept\w*",
    r"pregnan\w+",
    r"abortions?",
    r"consent\w*",
    r"(?:my|your|his|her) body",
    r"ma(?:ke|kes|king) love",
    rf"sleep(?:s|ing)? (?:together|with {_PERSON})",
    r"in bed (?:with|together)",
    r"hold(?:s|ing)? (?:hands|me|you)(?! (?:to|up|back))",
    r"(?<!in )(?<!in-)touch(?:es|ed|ing)?(?! (?:base|on|upon|up|down|screen))",
)
_GUARDED = re.compile(rf"\b(?:{'|'.join((*_VIOLENCE, *_LEAVING, *_BODIES))})\b", re.IGNORECASE)


def guarded(text: str) -> bool:
    """Whether a text that was made ready by `prose` speaks of something that is nobody's to nudge about."""
    return _GUARDED.search(text) is not None
