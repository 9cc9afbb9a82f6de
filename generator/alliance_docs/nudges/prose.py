"""Makes a text ready for the wording checks: plain quotes, no Markdown, full verb forms, and people by their part in it.

Another party's name becomes `Othera`, `Otherb`, ..., a role such as "my husband" `Otherx`, the writer's own name `Owner`,
a quotation `Quoted`, and a "he" or "she" that may well be a third person `Thirdone`. So the patterns of the checks are the
same for all people, and no name that is also a word can mislead them.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from alliance_docs.model import Party
from alliance_docs.normal import normal
from alliance_docs.nudges.phrases import one_of

OTHER = r"(?:Other[a-jx]+\b(?!'))"
"""Another party, by name or role, and not in the possessive."""

_LETTERS = str.maketrans("0123456789", "abcdefghij")
_DIGITS = str.maketrans("abcdefghij", "0123456789")
"""A name's number is spelled in letters, since digits in a text mean something to the checks."""

_LONGEST = 4000
"""A promise of more letters than this is a document; nothing is asked about it, which also bounds the work."""

_NO_NAME = re.compile(one_of("i, me, we, us, you, he, she, it, they, an, as, at, be, do, in, is, my, no, on, per, so, to"))
"""Words that are too common to be taken for a name, even where somebody is called so."""

_ROLES = (
    "partner|husband|wife|spouse|boyfriend|girlfriend|fiancee?|co-?founder|co-?parent|co-?lead|co-?host|co-?facilitator|"
    "flatmate|roommate|housemate|teammate"
)
_ROLE = re.compile(rf"\b(?:my (?:{_ROLES})|the other (?:one|parent|person|founder|party|side|half))\b", re.IGNORECASE)
_THIRD = re.compile(
    r"\b(?:mother|father|mum|mom|dad|sister|brother|son|daughter|child|kid|baby|toddler|boy|girl|parent|grand\w+|aunt|uncle|"
    r"cousin|friend|neighbou?r|teacher|doctor|client|customer|colleague|boss|ex|nanny|sitter|babysitter|dog|cat|guest|"
    r"participant|student|pupil|intern|landlord|plumber|therapist|lawyer|someone|somebody|anyone|anybody|person|"
    r"member|man|woman|people|children)s?\b",
    re.IGNORECASE,
)
_STRANGER = re.compile(
    r"(?<=[a-z,] )(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?\b|(?:January|February|March|April|May|June|July|August|"
    r"September|October|November|December|Quoted|Owner)\b|Other)[A-Z][a-z]+\b"
)
"""A capitalised word inside a sentence that is no party, day or month: probably the name of somebody else."""

_PRONOUN = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]{1,400}"|(?<![\w\'])\'(?:[^\']|(?<=\w)\'(?=\w)){1,400}\'(?!\w)')
_LINK = re.compile(r"\[([^\]\[]{1,400})\]\([^()\s]{0,400}\)")
_MARKS = re.compile(r"[*_`~]+|^#+ ", re.MULTILINE)
_NEW_POINT = re.compile(r"\s*\n\s*(?:\n\s*|[-+*] |\d{1,2}[.)] )+")
_WORD = re.compile("[a-z]+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_FULL_FORMS = tuple(
    (re.compile(short, re.IGNORECASE), full)
    for short, full in (
        (r"\bwon't\b", "will not"),
        (r"\b(?:can't|can not)\b", "cannot"),
        (r"n't\b", " not"),
        (r"'re\b", " are"),
        (r"'ve\b", " have"),
        (r"'ll\b", " will"),
        (r"\bI'm\b", "I am"),
        (r"'d\b", " would"),
        (r"\blet's\b", "let us"),
        (r"\b(it|that|there|he|she|what|who|this)'s\b", r"\1 is"),
    )
)


@dataclass(frozen=True, slots=True)
class Prose:
    """A text made ready. `others` are the names behind `Othera`, `Otherb`, ...; `sole`: the only other party, or "".

    `words` are its words in small letters: a check that needs one of a few words asks here first, for speed.
    """

    text: str
    sentences: tuple[str, ...]
    words: frozenset[str] = frozenset()
    others: tuple[str, ...] = ()
    sole: str = ""

    def name(self, words: str, nobody: str = "someone else") -> str:
        """Who is meant by the words a pattern found: the name it holds, else the only other party, else `nobody`."""
        found = re.search(r"Other([a-j]+)", words)
        return self.others[int(found.group(1).translate(_DIGITS))] if found else self.sole or nobody


def prose(text: str, parties: Iterable[Party], owner: str) -> Prose:
    """The text as the checks read it, written by the party `owner` ("" and `each`: by all of them)."""
    if len(text) > _LONGEST:
        return Prose("", ())
    others = tuple(party for party in parties if party.id != owner)
    own = tuple(party for party in parties if party.id == owner)
    plain = _MARKS.sub("", _LINK.sub(r"\1", _NEW_POINT.sub(". ", text)))
    plain = _QUOTED.sub("Quoted", normal(plain))
    for pattern, word in _names(own, "Owner") + _names(others, "Other{}"):
        plain = pattern.sub(word, plain)
    plain = _ROLE.sub("Otherx", plain)
    if "'" in plain:
        for short, full in _FULL_FORMS:
            plain = short.sub(full, plain)
    if _PRONOUN.search(plain):
        third = min((found.end() for found in (_THIRD.search(plain), _STRANGER.search(plain)) if found), default=len(plain))
        plain = plain[:third] + _PRONOUN.sub("Thirdone", plain[third:])
    names = tuple(party.name for party in others)
    words = frozenset(_WORD.findall(plain.casefold()))
    return Prose(plain, tuple(_SENTENCE_END.split(plain)), words, names, names[0] if len(names) == 1 else "")


@lru_cache(maxsize=256)
def _names(parties: tuple[Party, ...], word: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """For each party a pattern of the names it goes by, in their own spelling, and the word to put in their place."""
    patterns = []
    for number, party in enumerate(parties):
        forms = {party.name, party.name.partition(" ")[0], party.id.capitalize()}
        usable = sorted((normal(form) for form in forms if _usable(form)), key=lambda form: (-len(form), form))
        if usable:
            pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, usable))})(?!\w)")
            patterns.append((pattern, word.format(str(number).translate(_LETTERS))))
    return tuple(patterns)


def _usable(form: str) -> bool:
    return len(form.strip()) > 1 and not _NO_NAME.fullmatch(form.strip().casefold())
