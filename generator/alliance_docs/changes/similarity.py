"""How much two wordings have in common, for telling whether they are the same clause said differently.

Works on words of any language without a dictionary: long words and words that few clauses use weigh more, endings count
little. Pure; the thresholds are the callers'.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from rapidfuzz.distance import Indel

from alliance_docs.normal import normal

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_ENDING = re.compile(r"(?:ings?|ed|es|en|er|s|e|n)$")
_STEM_LENGTH = 6
_START_WORDS = 4
_START_BONUS = 0.12
_LEAST_LETTERS = 0.7
_ALL_PAIRS = 4_000
_CANDIDATES = 8
_COMMON = 40


class Wording(NamedTuple):
    """A text prepared for comparison: its stems in order and counted, and its bare letters."""

    stems: tuple[str, ...]
    counts: Mapping[str, int]
    letters: str


@lru_cache(maxsize=4096)
def wording(text: str) -> Wording:
    """The text prepared for comparison; the texts of an alliance come again in every revision, so they are kept."""
    words = _WORD.findall(normal(text).casefold())
    stems = tuple(map(_stem, words))
    return Wording(stems, Counter(stems), " ".join(words))


def ratio(before: Wording, after: Wording) -> float:
    """The share of words that stand in both, in the same order, from 0 to 1."""
    return Indel.normalized_similarity(before.stems, after.stems)


def by_letters(before: Wording, after: Wording) -> float:
    """How alike two wordings are by their letters alone, which is the least that a lexicon says of them; 1 for the same."""
    return 2 * Indel.normalized_similarity(before.letters, after.letters, score_cutoff=_LEAST_LETTERS) - 1


class Lexicon:
    """What words weigh where these wordings are compared."""

    def __init__(self, before: Iterable[Wording], after: Iterable[Wording]) -> None:
        """The wordings are taken to pieces when a weight is asked for, which is not always."""
        self._sides = (before, after)
        self._weights: dict[str, float] = {}
        self._totals: dict[tuple[str, ...], float] = {}

    @cached_property
    def _uses(self) -> tuple[float, Sequence[Counter[str]]]:
        """How much a common word loses, and in how many wordings of each side each word is."""
        before, after = map(list, self._sides)
        uses = [Counter(chain.from_iterable(one.counts for one in wordings)) for wordings in (before, after)]
        return math.log(max(len(before), len(after), 8) + 1), uses

    def likeness(self, before: Wording, after: Wording) -> float:
        """How alike two wordings are: about 1 for the same words, a little more where they begin with the same words."""
        both = self._total(before) + self._total(after)
        if not both:
            return 0.0
        fewer, more = (
            (before.counts, after.counts) if len(before.counts) <= len(after.counts) else (after.counts, before.counts)
        )
        shared = sum([self._weight(stem) * min(count, more[stem]) for stem, count in fewer.items() if stem in more])
        return max(2 * shared / both, by_letters(before, after)) + self._same_start(before, after)

    def likely_pairs(self, before: Sequence[Wording], after: Sequence[Wording]) -> Iterator[tuple[int, int]]:
        """The pairs, by place in both lists, that are worth a look: all of a few, else those that share rare words."""
        if len(before) * len(after) <= _ALL_PAIRS:
            yield from ((old, new) for old in range(len(before)) for new in range(len(after)))
            return
        places: dict[str, list[int]] = {}
        for old, one in enumerate(before):
            for stem in one.counts:
                places.setdefault(stem, []).append(old)
        for new, one in enumerate(after):
            shared: Counter[int] = Counter()
            for stem in one.counts:
                held = places.get(stem, ())
                if len(held) <= _COMMON:
                    shared.update(dict.fromkeys(held, self._weight(stem)))
            yield from ((old, new) for old, _ in shared.most_common(_CANDIDATES))

    def _same_start(self, before: Wording, after: Wording) -> float:
        weight = 0.0
        for old, new in zip(before.stems[:_START_WORDS], after.stems, strict=False):
            if old != new:
                break
            weight += self._weight(old)
        return _START_BONUS * min(1.0, weight / 1.5)

    def _total(self, one: Wording) -> float:
        total = self._totals.get(one.stems)
        if total is None:
            total = self._totals[one.stems] = sum(self._weight(stem) * count for stem, count in one.counts.items())
        return total

    def _weight(self, stem: str) -> float:
        weight = self._weights.get(stem)
        if weight is None:
            length = min(1.0, 0.4 + 0.13 * len(stem))
            scale, counts = self._uses
            rarity = 1.0 - math.log(max(1, *(count[stem] for count in counts))) / scale
            weight = self._weights[stem] = length * rarity
        return weight


def _stem(word: str) -> str:
    word = word.replace("'", "")
    if len(word) > 4:
        bare = _ENDING.sub("", word)
        word = bare if len(bare) > 2 else word
    return word[:_STEM_LENGTH]
