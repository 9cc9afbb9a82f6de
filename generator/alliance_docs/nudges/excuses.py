"""Asks about a drop whose telling turns to the other party's part in it.

To name the other as the person affected is right, so what they noticed, asked, lost or had to do is left alone; a reason
counts only when the other is its subject. Nothing is asked about concerns, where the other's deed is the subject.
"""

import re
from collections.abc import Iterator

from alliance_docs.nudges.phrases import one_of, pattern
from alliance_docs.nudges.prose import OTHER, Prose

_WORDS = {
    "other": OTHER,
    "subject": rf"(?:{OTHER}|you\b|he\b|she\b)",
    # what the other noticed, bore or did well: no blame
    "blameless": one_of("know, see, deserve, expect, notice, say, complain, blame, to blame, involved, there"),
    "then": "(?:already |then |still |both |only |also )?",
    "was": "(?:was|were|is|are|had been|has been|have been)",
    "hurt": one_of("left, hurt, alone, worried, right, innocent, not to blame, waiting, relying, counting, hoping, told"),
    "bore": one_of(
        r"""f(?:ou|i)nd\w* out, notic\w+, hear\w*, saw, wait\w*, sat, deserv\w+, trust\w*, relied, rel(?:y|ies),
        count(?:s|ed)?, need\w*, cover\w*, paid, pay, remind\w*, help\w*, stay\w*, stood, ended up,
        lost (?:a|an|the|two|money|time|sleep)\b, kept (?:calm|his|her|your), forgave, expect\w*, hoped,
        no (?:part|idea|way), (?:done |did )?nothing, did (?:it|mine|my|the|all)\b, took over, fixed, caught, managed,
        carried, bought, picked, finished, opened, cleaned, held"""
    ),
    "affected": (
        r"(?:(?:did|could|would|had|was|were) not {blameless}\b|{was} {then}{hurt}\b|(?:had|has|have) (?:to\b|{then}ask\w*)"
        r"|(?:(?:had|has|have|would|could|did) )?{then}{bore})"
    ),
    "wronged": r"(?:(?:had |have |were |was )?(?:relie|rely|trust|count|wait|deserv|expect)|had to\b|ha(?:d|ve) asked)",
    "kindness": one_of(
        """tea, coffee, dinner, lunch, breakfast, aware, reali[sz]e, see, think, notice, understand, promise, a\\b"""
    ),
    "taken": one_of(
        """f(?:ee|e)l\\w*, felt, t[oa]\\wk?e?n? it, took, misunder\\w+, th(?:ink|ought), got, upset, hurt, offended,
        annoyed, angry, so\\b, see it, mind"""
    ),
    "settled": one_of("agreed, know, knew, saw, decided, said, signed, wanted, had"),
}
_BLAME = pattern(
    _WORDS,
    # a reason, or a "but", whose subject is the other
    r"\b(?:but|though|although)(?: only| then| to be honest,?| \w+ly,?)? {subject} (?!{affected})\w",
    r"\bbut you know (?:how|what|that|why)\b",
    r"\bbecause {subject} (?!{wronged})\w",
    r"\bbecause of (?:{other}|you\b|Other[a-jx]+'s?\b)",
    r"\bas {subject} (?!{affected})(?:had|kept|always|never)\b",
    r"\b(?:would|could|might)(?: not)? have\b[^.]{1,80}\bif {subject} \w",
    r"\bif {subject} had\b[^.]{1,80}\b(?:would|could|might)(?: not)? have\b",
    # the other as the one who did it
    r"\b(?:{other}|(?<!that )you|he|she)(?: has| have| had)?(?: always| just| really)? "
    r"(?:made|makes|forced|drove|pushed|provoked|tricked) me\b(?! {kindness})",
    r"\b(?:{other}|you|he|she) (?:left|gave) me no (?:choice|other)",
    r"\b(?:your fault|(?:{other}|you|he|she) started)\b",
    # regret about how it was taken, and sharing it out
    r"\bsorry,? (?:but )?if\b",
    r"\bsorry (?:that )?you (?:are |were |have |had )?{taken}",
    r"(?:^|[,;:-] )(?:to be fair|in (?:all )?fairness|in my defen[cs]e)\b",
    r"\b(?:to be fair,|takes two\b|not the only one\b)",
    r"\b(?:we both|both of us)\b(?! (?:had )?{settled})",
    r"\b(?:so|neither|nor) (?:did|does|do|had|was|were) {subject}",
)
_SINCE = pattern(_WORDS, r"\bI\b[^.]{0,200}\bsince {subject} (?!{affected})\w")
_EVER_SINCE = re.compile(r"\b(?:have|has|had|not once|ever|never|nothing|nobody)\b[^.]{0,80} since\b", re.IGNORECASE)


def but_you(text: Prose) -> Iterator[str]:
    """An acknowledged drop ends before the other party's part in it begins."""
    for sentence in text.sentences:
        if _BLAME.search(sentence) or (_SINCE.search(sentence) and not _EVER_SINCE.search(sentence)):
            yield "Could the first sentence end before the reason?"
            return
