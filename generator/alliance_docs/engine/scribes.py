"""Shares the writing of our pages among the processors of this machine, where there are many of them to write.

A scribe reads what was kept of an alliance, fills its pages into the frames, writes them, and looks at each for what is
hidden while it is at hand. What no scribe did is left to whoever asked. No theme and no template is needed here.
"""

import gc
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from alliance_docs.engine.abridging import Abridged, abridged
from alliance_docs.engine.booklet import Files
from alliance_docs.engine.filling import Filler
from alliance_docs.engine.trees import Seen
from alliance_docs.engine.writing import Writer
from alliance_docs.page import Asset, Page
from alliance_docs.progress import step
from alliance_docs.workers import processors, shared_out

if TYPE_CHECKING:
    from alliance_docs.leaks.finding import Search
    from alliance_docs.leaks.sought import Sought

WORTH_IT = 600
"""Pages to write; with fewer a worker costs more than it saves."""

ENOUGH = 600
"""Pages of one job."""
SAYING = "Writing the pages"

_SEARCH: "list[Search]" = []  # of this process, where anything is hidden


class Leaf(NamedTuple):
    """A booklet to write: `read` gives all its files, of which those at the addresses in `stay` are there."""

    folder: str
    read: Callable[[], Files]
    stay: frozenset[str]


class Written(NamedTuple):
    """What came of a booklet, by address: how each file that was written looks; what the search needs of its pages.

    `clean` are those files in which nothing hidden was found, empty where nobody looked.
    """

    looks: dict[str, Seen]
    abridged: dict[str, Abridged]
    clean: list[str]


class Sheets(NamedTuple):
    """Work for one scribe at a time; the `filler` fits the pages of all its leaves."""

    site: Path
    leaves: tuple[Leaf, ...]
    filler: Filler
    pages: int

    @property
    def size(self) -> int:
        """About how many pages there are to write."""
        return self.pages

    def run(self) -> list[Written]:
        """For each leaf what came of it; what could not be read or written is missing, and told where it is done again."""
        writer = Writer(self.site)
        return [self._written(leaf, writer) for leaf in self.leaves]

    def _written(self, leaf: Leaf, writer: Writer) -> Written:
        written = Written({}, {}, [])
        with suppress(OSError, LookupError, ValueError):
            pages, assets = leaf.read()
            for file in (*pages, *assets):
                content = None if file.address in leaf.stay else self._content(file)
                if content is not None:
                    written.looks[file.address] = writer.write(file.address, content)
                    if _SEARCH and not any(_SEARCH[0].leaks(file.address, content)):
                        written.clean.append(file.address)
                    if isinstance(file, Page) and file.searchable:
                        written.abridged[file.address] = abridged(file)
        return written

    def _content(self, file: Page | Asset) -> bytes | None:
        return self.filler.content(file) if isinstance(file, Page) else file.content


class _Readying(NamedTuple):
    """What a scribe has to know before its first page; `sought` None: nothing is hidden."""

    sought: "Sought | None"

    @property
    def size(self) -> int:
        return 0

    def run(self) -> bool:
        from alliance_docs.leaks.finding import Search  # noqa: PLC0415 - costly, and only needed in a worker

        _SEARCH[:] = [Search(self.sought)] if self.sought else []
        gc.freeze()  # it stays, and need not be looked through for garbage
        return True


def shared(sheets: Sequence[Sheets], sought: "Sought | None") -> dict[str, Written]:
    """Have these written, as many at a time as there are processors; gives what came of each leaf by its folder.

    Missing are those of a scribe that died. `sought` is what to look for, settled, None where nothing is hidden.
    """
    done, total = 0, sum(sheet.pages for sheet in sheets)

    def tell(place: int) -> None:
        nonlocal done
        done += sheets[place].pages
        step(SAYING, done, total)

    step(SAYING, 0, total)
    answers = shared_out(sheets, processors(), tell, _Readying(sought))
    return {
        leaf.folder: one for place, answer in answers.items() for leaf, one in zip(sheets[place].leaves, answer, strict=True)
    }
