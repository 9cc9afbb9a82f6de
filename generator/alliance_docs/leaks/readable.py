"""What may be read on a site, gone through part by part, so that whoever gets a yes early leaves the rest unread."""

from collections.abc import Iterable, Iterator

from alliance_docs.leaks.hidden_words import SAID


class Readable:
    """All that may be read. `parts` are texts of many lines; before a line that only a commit's message says is `SAID`."""

    def __init__(self, parts: Iterable[str]) -> None:
        self._more = iter(parts)
        self._known: list[tuple[str, str]] = []

    def says(self, words: str, *, messages: bool) -> bool:
        """Whether words stand in what people typed into their files or, where `messages` count, in what only those say."""
        return any(words in typed or (messages and words in said) for typed, said in self._parts())

    def whole(self) -> tuple[str, str]:
        """All that people typed into their files, and all that only messages say."""
        parts = tuple(self._parts())
        self._more = iter(())  # what was a generator could not be sent to another process
        return "\n".join(typed for typed, _ in parts), "\n".join(said for _, said in parts)

    def _parts(self) -> Iterator[tuple[str, str]]:
        yield from self._known
        for part in self._more:
            lines: dict[bool, list[str]] = {False: [], True: []}
            for line in part.split("\n"):
                lines[line.startswith(SAID)].append(line)
            self._known.append(("\n".join(lines[False]), "\n".join(lines[True])))
            yield self._known[-1]
