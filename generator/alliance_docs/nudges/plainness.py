"""Asks about promises of which nobody could say afterwards whether they were kept: would a camera have seen it?

A number, a day, an hour or a list in the same sentence makes any wording plain enough.
"""

from collections.abc import Iterator

from alliance_docs.nudges.moods import FEELINGS
from alliance_docs.nudges.phrases import END, hints, one_of, pattern
from alliance_docs.nudges.prose import Prose

_WORDS = {
    "end": END[:-1] + r"| and\b| but\b)",
    "feelings": FEELINGS,
    "start": (
        r"(?:^|[.;:!,] |\b(?:and|but) )(?:(?:from now on|in future|at home|in meetings|with \w+|as a \w+),? )?I "
        "(?:{will} )*"
    ),
    "any": r"(?:(?!{link}\b)[\w'-]+ ){0,5}?",
    "will": one_of(
        """will, shall, am going to, promise to, promise that I will, want to, would like to, intend to, commit to, aim to,
        plan to, also, always, really, just, still"""
    ),
    "link": one_of("I, when, if, who, what, how, which, whether, where, that, because, than, until, before"),
    "trait": one_of(
        """communication, communicating, listening, tempers?, patience, anger, attitude, tone, punctuality, lateness,
        jealousy, trust, reliability, discipline, self-discipline, habits, time management, organi[sz]ation, confidence,
        openness, reactions?, moods?, feedback, empathy, self-control, delegation, delegating, relationship, marriage,
        friendship, focus, flexibility, impatience, perfectionism, procrastination, stress, defensiveness, presence,
        honesty, leadership, skills?, issues, weaknesses, behaviou?r"""
    ),
    "do": one_of(
        """help, listen, call, talk, speak up, communicate, share, visit, write, contribute, participate, exercise,
        support, cook, clean, ask, delegate, smile, rest, read, reply, engage, prepare, plan, say, cooperate,
        collaborate, join in, pitch in, do, work, be there, be around, open up, step back, step in, check in"""
    ),
    "overdo": one_of(
        """interrupt, complain, work, spend, drink, argue, critici[sz]e, nag, talk, smoke, gamble, phone, judge,
        micromanage, swear"""
    ),
    "how": one_of("often, regularly, frequently, actively, openly, carefully, clearly, consistently, responsibly"),
    "goods": one_of(
        """time, attention, responsibility, initiative, care, interest, respect, support, thought, commitment,
        consideration, space, appreciation, room"""
    ),
    "at": r"(?= ?(?:[.,;!]|$)| (?:around|with|at|in|for|about|on|to|when)\b)",
    "a_bit": "(?:much |a bit |a little |a )?",
    "best": "(?:very |level |absolute )?(?:best|utmost)",
}
_VAGUE = pattern(
    _WORDS,
    r"{start}try(?:{end}| (?:(?:very |really )?hard |my best )?(?:to|not to|and|harder|my (?:very )?best)\b)",
    r"{start}(?:do|give|try) (?:it )?my {best}(?:{end}| (?:to|with|at|for|in|not)\b)",
    r"{start}do (?:everything|all|anything|whatever) I (?:possibly )?can\b",
    r"{start}(?:make|put in) (?:an|more of an|every|an? \w+|more)(?: \w+)? ?efforts?\b",
    r"{start}put (?:more|some|extra) (?:effort|energy|work|thought|care)\b",
    r"{start}(?:work|be working|improve|work hard|work harder) (?:on )?(?:my|our) (?:[\w-]+ )?{trait}\b",
    r"{start}work on (?:(?:myself|us)\b|(?:not )?(?:being|becoming|getting) \w)",
    r"{start}improve{end}",
    # more, better, less, without saying how much
    r"{start}{do} {any}more(?: {how})?{at}",
    r"{start}[a-z]+ {any}(?:more|less) {how}\b",
    r"{start}(?:be|become|stay|get) {a_bit}(?:more|less) (?!(?:{feelings}|than)\b)[a-z]+",
    r"{start}(?:spend|have|make|take|give|pay|show|bring) (?:\w+ )?(?:more|better) {goods}\b",
    r"{start}{do} {any}better{at}",
    r"{start}(?:be|get|become) (?:{a_bit}better(?:{end}| (?:at|with|about)\b)|a better \w)",
    r"{start}{overdo} {any}less(?: often)?{at}",
    r"\bas (?:soon|quickly|fast|early|promptly) as (?:possible\b(?! means)|I can{end})|\basap\b|\bin a timely manner\b",
)
_HINTS = hints(
    """try best utmost can effort efforts put work working improve more less better soon quickly fast early promptly asap
    timely"""
)
_SEEN = pattern(
    {
        "number": one_of(
            """one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, fifteen, twenty, thirty, forty,
            sixty, ninety, hundred, once, twice, half, first"""
        ),
        "rhythm": one_of("daily, weekly, monthly, nightly, noon, midnight, weekends?"),
        "span": one_of("day, week, month, morning, evening, night, quarter, meeting, session"),
        "day": "(?:mon|tues|wednes|thurs|fri|satur|sun)days?",
    },
    r"[\d:;]|\b(?:{number}|{day}|{rhythm}|(?:every|each|per|a|at least one) {span})\b",
    r"\b(?:by the (?:end|first|last)|at the latest|within|the same (?:day|evening|night|hour)|today|tomorrow|tonight)\b",
)


def hard_to_see(text: Prose) -> Iterator[str]:
    """A promise can be seen to happen: a camera would show it."""
    if text.words.isdisjoint(_HINTS):
        return
    if any(_VAGUE.search(sentence) and not _SEEN.search(sentence) for sentence in text.sentences):
        yield "How would both of you know on Friday whether it happened?"
