"""R8: the revisions of an alliance are those that Git itself names, and their changes, replayed, give what Git holds.

The oracle is `git log --full-history -c --no-renames` with the `id:` inside each blob, read here by a plain expression; and
`git cat-file` for what stood in the file.
"""

import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from alliance_docs.audience import Audience
from alliance_docs.book import load_book
from alliance_docs.changes.patch import apply_changes, normalised
from alliance_docs.model import Alliance
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.revisions import Revision, RevisionKind, Timeline
from tests.repositories import isolated_environment
from tests.torture import Outcome
from tests.torture.drafting import Pen
from tests.torture.histories import Made, write
from tests.torture.sheets import Sheet
from tests.torture.tellings import tell

_TOGETHER = 20
"""Alliances in one repository."""
_ID = re.compile(rb"^id: (\w+)$", re.MULTILINE)
_ODD_TIMES = (b"0 +0000", b"9223372036854775807 +0000", b"1705259700 +9999", b"99999999999 -1200", b"1 +1400")


def run(seed: int, size: int) -> Outcome:
    """Make up that many histories, many to a repository, and ask git what is in them."""
    broken: list[str] = []
    revisions = count = 0
    for number in range(-(-size // _TOGETHER)):
        with tempfile.TemporaryDirectory(prefix="torture-graph-") as place:
            folder = Path(place).resolve() / "repository"
            make(folder, Random(f"{seed} {number}"), min(_TOGETHER, size))  # noqa: S311 - no secret
            book = load_book(folder / "alliances", audience=Audience.PARTIES)
            git = Oracle(folder)
            for timeline in book.whole:
                broken += [f"repository {number}, {timeline.path}: {fault}" for fault in faults(timeline, git)]
                revisions += len(timeline.revisions)
                count += 1
    what = f"random histories with {revisions:,} revisions: those git names, and their changes give what git holds"
    return Outcome("R8", what, count, tuple(broken))


def make(folder: Path, rng: Random, count: int) -> None:
    """A repository of that many alliances: branches, merges by hand, renames, reverts, endings, odd dates."""
    telling = tell(Pen(rng), count)
    made: list[Made] = []
    last = len(telling.trees) - 1
    for number, (parents, tree) in enumerate(zip(telling.parents, telling.trees, strict=True)):
        back = telling.trees[rng.randrange(number)] if number and number < last and rng.random() < 0.1 else {}
        sheets = {key: _reverted(sheet, back.get(key)) for key, sheet in tree.items()}
        when = (
            rng.choice(_ODD_TIMES) if rng.random() < 0.1 else b"%d +0100" % (1705259700 + number * rng.choice((-3600, 3600)))
        )
        made.append(Made(parents, {sheet.path: sheet.source for sheet in sheets.values()}, b"Go on\n", when=when))
    write(folder, made)


def _reverted(sheet: Sheet, earlier: Sheet | None) -> Sheet:
    """The file with what stood in it earlier, at its path of now."""
    return replace(earlier, path=sheet.path) if earlier else sheet


class Oracle:
    """What git says of one repository."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.parents: dict[str, list[str]] = {}
        self.touched: dict[str, list[tuple[str, list[str], str]]] = {}  # commit -> path, blobs before, blob after
        out = self._run(
            "log", "--full-history", "-c", "--raw", "--no-renames", "--no-abbrev", "-z", "--root", "--format=@%H %P"
        )
        commit = ""
        tokens = iter(token.lstrip("\n") for token in out.decode().split("\0"))
        for token in tokens:
            if token.startswith("@"):
                commit, *own = token[1:].split()
                self.parents[commit], self.touched[commit] = own, []
            elif token.startswith(":"):
                parents = len(token) - len(token.lstrip(":"))
                words = token.lstrip(":").split()
                self.touched[commit].append((next(tokens), words[parents + 1 : 2 * parents + 1], words[2 * parents + 1]))
        blobs = {blob for touches in self.touched.values() for _, before, after in touches for blob in (*before, after)}
        self.content = dict(self._blobs(sorted(blob for blob in blobs if blob.strip("0"))))

    def _run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        command = ["git", "-c", "core.quotePath=false", *arguments]
        return subprocess.run(
            command, cwd=self._folder, input=stdin, capture_output=True, env=isolated_environment(), check=True
        ).stdout

    def _blobs(self, ids: Sequence[str]) -> Iterator[tuple[str, bytes]]:
        out, start = self._run("cat-file", "--batch", stdin="".join(f"{one}\n" for one in ids).encode()), 0
        for one in ids:
            end = out.index(b"\n", start)
            size = int(out[start:end].split()[2])
            yield one, out[end + 1 : end + 1 + size]
            start = end + size + 2

    def entries(self, alliance: str, path: str) -> set[str]:
        """The commits that changed an alliance: by the id inside its file, or by the path of one that never moved."""
        return {
            commit
            for commit, touches in self.touched.items()
            for name, before, after in touches
            if (any(alliance == self._id(blob) for blob in (*before, after)) if alliance else name == path)
        }

    def took_a_side(self, commit: str, alliance: str) -> bool:
        """Whether a merge left what a parent had of an alliance, only under another name."""
        held = "".join(self._run("ls-tree", "-r", parent).decode() for parent in self.parents[commit])
        left = [after for _, _, after in self.touched[commit] if self._id(after) == alliance]
        return bool(alliance) and len(self.parents[commit]) > 1 and all(blob in held for blob in left)

    def at(self, commit: str, path: str) -> bytes:
        """What stands in a file after a commit."""
        return self._run("cat-file", "blob", f"{commit}:{path}")

    def _id(self, blob: str) -> str:
        found = _ID.search(self.content.get(blob, b""))
        return found[1].decode() if found else ""


def faults(timeline: Timeline, git: Oracle) -> Iterator[str]:
    """What the timeline tells otherwise than git."""
    places = {revision.commit: place for place, revision in enumerate(timeline.revisions)}
    told = {revision.commit for revision in timeline.revisions if revision.commit}
    declared = _ID.search(f"id: {timeline.id}".encode()) and timeline.alliance.value("id")
    paths = {revision.path for revision in timeline.revisions}
    deleted = any(revision.gone for revision in timeline.revisions)
    if declared or (len(paths) == 1 and not deleted):
        expected = git.entries(str(declared or ""), timeline.path)
        missing = [commit for commit in sorted(expected - told) if not git.took_a_side(commit, str(declared or ""))]
        if missing or told - expected:
            yield f"git names {missing[:3]} more and {sorted(told - expected)[:3]} not"
    for revision in timeline.revisions:
        if revision.commit and any(places[parent] >= places[revision.commit] for parent in revision.parents):
            yield f"{revision.short} stands before what it builds on"
    states = {revision.commit: revision for revision in timeline.revisions}
    for revision in timeline.revisions:
        yield from _replayed(revision, states, git)


def _replayed(revision: Revision, states: Mapping[str | None, Revision], git: Oracle) -> Iterator[str]:
    """Whether the changes put onto what was before give what git holds."""
    if revision.gone or revision.commit is None:
        return
    held = read_alliance(git.at(revision.commit, revision.path), revision.path, "x")[0]
    if (held is None) != (revision.alliance is None):
        yield f"{revision.short} can be read, or not, otherwise than what git holds"
    if held is None or revision.alliance is None:
        return
    if _meaning(held) != _meaning(revision.alliance):
        yield f"{revision.short} is not what git holds"
    if revision.kind is RevisionKind.MERGE:
        return
    before = _before(revision, states)
    if normalised(apply_changes(before, revision.changes)) != normalised(revision.alliance):
        yield f"the changes of {revision.short} do not give it"


def _before(revision: Revision, states: Mapping[str | None, Revision]) -> Alliance:
    """The newest readable state on the first line of descent."""
    if not revision.parents:
        return Alliance("")
    parent = states[revision.parents[0]]
    return parent.alliance if parent.alliance is not None else _before(parent, states)


def _meaning(alliance: Alliance) -> list[tuple[str, str, str]]:
    """What the clauses say, without who is who."""
    plain = normalised(alliance)
    return sorted((clause.section, clause.id, repr(sorted(clause.fields.items()))) for clause in plain.clauses)
