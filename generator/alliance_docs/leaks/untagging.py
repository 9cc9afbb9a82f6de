"""What HTML says without its tags: piece by piece, and as a whole, as a reader sees it; of a redline each wording alone."""

import html
import re
from collections.abc import Iterable, Iterator, Sequence

JOINT = "\x1e"
"""Stands, as a blank, where a tag or a line ended: what it joins may be one sentence or two that happen to meet."""
APART = "\n\0\n"
"""Stands between two lines where no sentence goes on."""
_TAG = re.compile(r"(<[^<>]*>)")
_WITHIN_WORDS = re.compile(
    r"</?(?:a|abbr|b|bdi|bdo|cite|code|data|del|em|font|i|ins|kbd|mark|q|s|small|span|strong|sub|sup|time|u|var|wbr)"
    r"(?=[\s/>])",
    re.IGNORECASE,
)
_ASIDE = '<span class="al-h">'  # words in a mark that are for screen readers
_LABEL = '<b class="al-label">'  # what follows a label is a text of its own
_MARK = "\x03"  # stands for a tag that says how to read what is in it
_WITHIN = "\x02"  # stands for a tag that leaves nothing
_ENDED = "\x01"  # stands for one that leaves nothing but before a blank, which begins a text of its own
_ENDED_BY_BLANK = re.compile(r"\x01(?=[^\S\x1e])")
_REMEMBERED = 10_000  # tags, then all are forgotten


def pieces(text: str) -> list[str]:
    """Texts and tags in turn, beginning and ending with a text."""
    return _TAG.split(text)


def told(text: str) -> Iterator[str]:
    """The text without its tags: piece by piece, then as a whole."""
    parts = pieces(text)
    yield html.unescape(APART.join(parts[::2]))
    yield from wordings(text, parts)


def wordings(text: str, parts: Sequence[str]) -> Iterator[str]:
    """The text of these pieces without its tags, as a whole; of a redline the newer and the older wording, each alone.

    Both wordings at once would make sentences that nobody wrote, and false alarms of them.
    """
    if "<!--" in text:
        parts = pieces(_without_comments(text))
    kept, tags = [*parts], parts[1::2]
    kept[1::2] = left = [*map(_LEFT.__getitem__, tags)]
    marks = [place for place, mark in enumerate(left) if mark == _MARK] if _MARK in left else []
    for place in marks:
        kept[2 * place + 1] = _WITHIN
        opening, inside, *closing = parts[2 * place + 1 : 2 * place + 4]
        if opening == _ASIDE and closing == ["</span>"] and "<" not in inside:
            kept[2 * place + 1 : 2 * place + 4] = ["", "", ""]
        elif opening == _LABEL and closing == ["</b>"] and "<" not in inside:
            kept[2 * place + 3] = _ENDED
    older, newer = (_redlines(tags, marks, name) for name in ("ins", "del"))
    yield _joined(kept, newer)
    if newer or older:
        yield _joined(kept, older)


def _redlines(tags: Sequence[str], marks: Iterable[int], name: str) -> list[tuple[int, int]]:
    """From which to which tag there is a wording of this name; one that is never closed stays."""
    found: list[tuple[int, int]] = []
    for place in marks:
        if tags[place].startswith(f"<{name}") and (not found or place > found[-1][1]):
            try:
                found.append((place, tags.index(f"</{name}>", place)))
            except ValueError:
                break
    return found


def _joined(texts: Sequence[str], without: Iterable[tuple[int, int]]) -> str:
    """Texts and what tags leave, as one text, without what stands between some of the tags."""
    kept: list[str] = []
    place = 0
    for begin, end in without:
        kept += texts[place : 2 * begin + 1]
        place = 2 * end + 2
    joined = _ENDED_BY_BLANK.sub(JOINT, "".join([*kept, *texts[place:]]))
    return html.unescape(joined.replace(_WITHIN, "").replace(_ENDED, ""))


class _Left(dict[str, str]):
    """What a tag leaves between two texts, or signs that say how to read what follows it."""

    def __missing__(self, tag: str) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        if tag in (_ASIDE, _LABEL) or tag.startswith(("<ins", "<del")):
            left = _MARK
        elif _WITHIN_WORDS.match(tag):
            left = _ENDED if tag == "</span>" else _WITHIN
        else:
            left = JOINT
        self[tag] = left
        return left


_LEFT = _Left()


def _without_comments(text: str) -> str:
    """A comment that is never closed stays."""
    kept, place = [], 0
    while (begun := text.find("<!--", place)) >= 0 and (ended := text.find("-->", begun)) >= 0:
        kept.append(text[place:begun])
        place = ended + len("-->")
    return "".join([*kept, text[place:]])
