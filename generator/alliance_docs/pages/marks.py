"""Marks what was added and removed in a text, so that eyes, screen readers and copied text all get it right.

Native `ins` and `del`; the words in them that only screen readers get are real text, because several of them say nothing of
the elements themselves, and the style sheet keeps those words out of what is copied.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal, LiteralString

from markupsafe import Markup

from alliance_docs.changes.redline import Run, fold, redline
from alliance_docs.escaping import as_html, escaped, filled, joined

_MARKS: Mapping[str, LiteralString] = {
    "added": '<ins><span class="al-h">added: </span>{}<span class="al-h"> end</span></ins>',
    "removed": '<del><span class="al-h">removed: </span>{}<span class="al-h"> end</span></del>',
}
_FOLDED: LiteralString = '<details class="al-context"><summary>{} unchanged</summary>{}</details>'


def whole(op: Literal["added", "removed", "same"], text: str) -> Markup:
    """A text that is all new, all gone, or just as it was."""
    return filled(_MARKS[op], text) if op in _MARKS else as_html(escaped(text))


@lru_cache(maxsize=1024)
def redlined(before: str, after: str) -> Markup | None:
    """The newer text with its differences marked, long unchanged stretches folded; None where was and now read better.

    Without the marks' hidden words: minus `del` it is the newer text, minus `ins` the older one, byte for byte. Several
    pages of an alliance show the same difference, hence the memory.
    """
    runs = redline(before, after)
    return None if runs is None else joined(_pieces(fold(runs)))


def _pieces(runs: Iterable[Run]) -> Iterable[Markup]:
    for run in runs:
        if run.op == "folded":
            yield filled(_FOLDED, "One sentence" if run.sentences == 1 else f"{run.sentences} sentences", run.text)
        else:
            yield whole(run.op, run.text)
