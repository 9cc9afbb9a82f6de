"""What file versions declare and hold, read from the repository in few batches and forgotten when no longer needed.

Gives ids and lines, never whole contents.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from alliance_docs.history.ancestry import Step
from alliance_docs.history.git import Repository
from alliance_docs.history.pairing import File, counted_lines
from alliance_docs.reading.declared import declared_id


class Versions:
    """Ids and lines by blob. What was not prepared is read when it is asked for, at the cost of a process.

    A blob that is not there declares nothing and has no lines.
    """

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._ids: dict[str, str] = {}
        self._lines: dict[str, Counter[bytes]] = {}

    def prepare(self, steps: Sequence[Step]) -> None:
        """Read what following files through these commits takes, and forget the lines read before."""
        self._lines.clear()
        touches = [touch for step in steps if _ids_matter(step) for touch in step.touches]
        touches.sort(key=lambda touch: touch.path)  # git reads the versions of one path fastest in a row
        ids = [blob for touch in touches for blob in (touch.before, touch.after) if blob]
        self._read(ids, {blob for step in steps for blob in _moved(step)})

    def file(self, path: str, blob: str) -> File:
        """A version as a value to pair."""
        return File(path, blob, self.id(blob))

    def id(self, blob: str) -> str:
        """The id a version declares, or ""."""
        if blob not in self._ids:
            self.learn_ids([blob])
        return self._ids[blob]

    def learn_ids(self, blobs: Iterable[str]) -> None:
        """Read the ids of many versions at once."""
        self._read(blobs, set())

    def lines(self, blob: str) -> Counter[bytes]:
        """The lines of a version, counted."""
        if blob not in self._lines:
            self._read((), {blob})
        return self._lines[blob]

    def _read(self, ids: Iterable[str], lines: set[str]) -> None:
        wanted = dict.fromkeys(blob for blob in ids if blob not in self._ids) | dict.fromkeys(sorted(lines))
        for blob, content in self._repository.blobs(wanted) if wanted else ():
            self._ids[blob] = declared_id(content or b"")
            if blob in lines:
                self._lines[blob] = counted_lines(content or b"")


def _ids_matter(step: Step) -> bool:
    """Whether ids decide which file is which: not where one file was edited, nor in most merges."""
    alone = len(step.touches) == 1 and step.touches[0].before is not None and step.touches[0].after is not None
    return len(step.parents) < 2 and not alone


def _moved(step: Step) -> set[str]:
    """The versions among which a moved and edited file may have to be found by its lines."""
    gone = {touch.before for touch in step.touches if touch.before and touch.after is None}
    come = {touch.after for touch in step.touches if touch.after and touch.before is None}
    if len(step.parents) > 1 or not gone - come or not come - gone:
        return set()
    return gone ^ come
