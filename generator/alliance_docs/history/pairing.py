"""Says which file of a commit is which file from before it: by declared id, by path, by content, in this order.

Pure: takes files as values and the lines of their versions; knows no commit and no alliance. Equal input gives equal pairs,
in whatever order the files come.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, TypeAlias

Lines: TypeAlias = Callable[[str], Counter[bytes]]
"""The lines of a blob, each with how often it stands there."""


class File(NamedTuple):
    """One version of a file: where it is, its blob and the id it declares, or ""."""

    path: str
    blob: str
    id: str


def pair_by_name(before: Iterable[File], after: Iterable[File]) -> dict[str, str]:
    """The earlier path of each later one that is the same file by id or by path.

    An id that stays at its path or moves to another is followed; then a path keeps its file, whatever its id became.
    """
    pairs = _Pairs(before, after)
    pairs.settle(lambda file: (file.path, file.id))
    pairs.settle(lambda file: (file.id, file.blob) if file.id else None)
    pairs.settle(lambda file: file.id or None)
    pairs.settle(lambda file: file.path)
    return pairs.found


def pair_by_content(before: Iterable[File], after: Iterable[File], lines: Lines) -> dict[str, str]:
    """The earlier path of each later one that is the same file, moved: equal content, else half of the longer one's lines.

    Files that declare different ids are never the same. The likest pair comes first, an equal name decides between equals.
    """
    pairs = _Pairs(before, after)
    pairs.settle(lambda file: (file.blob, _name(file.path)))
    pairs.settle(lambda file: file.blob)
    for _, _, was, now in sorted(_likenesses(pairs.before, pairs.after, lines)):
        pairs.add(was, now)
    return pairs.found


def counted_lines(content: bytes) -> Counter[bytes]:
    """The lines of a version without white space at their ends, blank ones left out, each with how often it is there."""
    return Counter(line for line in map(bytes.strip, content.splitlines()) if line)


class _Pairs:
    """Files still to be paired, by path in path order, and the pairs found."""

    def __init__(self, before: Iterable[File], after: Iterable[File]) -> None:
        self.before = {file.path: file for file in sorted(before)}
        self.after = {file.path: file for file in sorted(after)}
        self.found: dict[str, str] = {}

    def add(self, was: str, now: str) -> None:
        """Pair two files, where neither has been paired yet."""
        if was in self.before and now in self.after:
            del self.before[was], self.after[now]
            self.found[now] = was

    def settle(self, key: Callable[[File], object]) -> None:
        """Pair what has equal keys, in path order; a key of None pairs nothing."""
        waiting: dict[object, list[str]] = defaultdict(list)
        for file in reversed(self.before.values()):
            waiting[key(file)].append(file.path)
        waiting.pop(None, None)
        for file in list(self.after.values()):
            if paths := waiting.get(key(file)):
                self.add(paths.pop(), file.path)


def _likenesses(before: dict[str, File], after: dict[str, File], lines: Lines) -> Iterator[tuple[float, bool, str, str]]:
    """What pairs of files share at least half of the longer one's lines, likest first when sorted."""
    holders: dict[bytes, list[tuple[str, int]]] = defaultdict(list)
    lengths: dict[str, int] = {}
    for file in before.values() if after else ():
        counted = lines(file.blob)
        lengths[file.path] = counted.total()
        for line, count in counted.items():
            holders[line].append((file.path, count))
    for file in after.values() if before else ():
        counted = lines(file.blob)
        for was, shared in _shared(counted, holders).items():
            longer = max(lengths[was], counted.total())
            if shared * 2 >= longer and not (before[was].id and file.id and before[was].id != file.id):
                yield -shared / longer, _name(was) != _name(file.path), was, file.path


def _shared(counted: Counter[bytes], holders: dict[bytes, list[tuple[str, int]]]) -> Counter[str]:
    """How many lines each earlier file has in common with these; files without a common line cost nothing."""
    shared: Counter[str] = Counter()
    for line, count in counted.items():
        for path, held in holders.get(line, ()):
            shared[path] += min(count, held)
    return shared


def _name(path: str) -> str:
    return path.rpartition("/")[2]
