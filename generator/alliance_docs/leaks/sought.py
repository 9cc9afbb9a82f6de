"""What is hidden and looked for, and what of it this audience may read all the same since it is public elsewhere.

Compares texts as `fold` leaves them and knows nothing of files. When it is settled it can be sent to other processes.
"""

import math
from collections.abc import Iterable, Mapping
from copy import copy

from alliance_docs.leaks.hidden_words import WINDOW, is_of_message
from alliance_docs.leaks.readable import Readable
from alliance_docs.leaks.sieve import Sieve

_MANY = 0.1  # of all windows asked whether they are public: then it is cheaper to settle all that could be asked
_STEP = WINDOW // 3
_SEED = WINDOW - _STEP + 1


class Sought:
    """Hidden texts, each with its alliance and clause: longer ones by every window, shorter ones as a whole.

    `visible` is what `visible_parts` gives; it is read when something is found that could be hidden. Memory grows with what
    is hidden. `sieve` holds back what cannot hold any of it.
    """

    def __init__(self, hidden: Mapping[str, tuple[str, str]], visible: Iterable[str]) -> None:
        self.places = hidden
        self._public = Readable(visible)
        messages_first = sorted(hidden, key=self._is_of_clause)
        self._windows: dict[str, str] = {}
        for text in messages_first:
            self._windows.update(dict.fromkeys(_windows(text), text))
        self._wholes = {text for text in hidden if len(text) < WINDOW}
        self.sieve = Sieve(self._windows, self._wholes)
        self._many = _MANY * len(self._windows)
        self._answers: dict[tuple[str, bool], bool] = {}  # whether a text, a window or a part is public: of clauses or not

    def renewed(self, visible: Iterable[str]) -> "Sought":
        """The same hidden texts where something else may be read: what does not depend on that is not made again."""
        if self._many == math.inf:
            return Sought(self.places, visible)
        other = copy(self)
        other._public, other._answers = Readable(visible), {}  # noqa: SLF001 - its own kind
        return other

    def is_whole(self, line: str) -> bool:
        """Whether a line is a short hidden text that is not public."""
        return line in self._wholes and not self.is_said(line, line)

    def is_window(self, folded: str) -> bool:
        """Whether so many letters are a window; as long as nothing is settled, it may be public."""
        return folded in self._windows

    def text_with(self, window: str) -> str | None:
        """The long hidden text that has this window, where it is not public."""
        text = self._windows.get(window)
        if text and len(self._answers) >= self._many:
            self.settle()
            text = self._windows.get(window)
        return text if text and (self._many == math.inf or not self.is_said(window, text)) else None

    def is_said(self, part: str, text: str) -> bool:
        """Whether a part of a hidden text is public. No message makes a clause public that is more than a few words."""
        asked = part, len(text) >= WINDOW and self._is_of_clause(text)
        if asked not in self._answers:
            self._answers[asked] = self._public.says(part, messages=not asked[1])
        return self._answers[asked]

    def settle(self) -> None:
        """Find out of all windows at once whether they are public, and look only for the others from now on."""
        typed, said = (self._windows_in(text) for text in self._public.whole())
        public = typed | {window for window in said if not self._is_of_clause(self._windows[window])}
        self._windows = {window: text for window, text in self._windows.items() if window not in public}
        self.sieve = Sieve(self._windows, self._wholes)
        self._many = math.inf

    def _windows_in(self, text: str) -> set[str]:
        """Those that stand in a long text: within each a seed begins at a multiple of a third of its length."""
        seeds = {window[at : at + _SEED] for window in self._windows for at in range(_STEP)}
        text = "\n" * _STEP + text  # what is in no window
        around = {
            text[place - _STEP + 1 : place + WINDOW]
            for place in range(_STEP, len(text), _STEP)
            if text[place : place + _SEED] in seeds
        }
        return {window for near in around for window in _windows(near) if window in self._windows}

    def _is_of_clause(self, text: str) -> bool:
        return text in self.places and not is_of_message(self.places[text][1])


def _windows(text: str) -> list[str]:
    return [text[start : start + WINDOW] for start in range(len(text) - WINDOW + 1)]
