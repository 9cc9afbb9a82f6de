"""R11: what is hidden by the rules of the data model (section 7) comes through in no byte of any output.

The oracle knows which words may be seen from the states it made itself; it asks nothing of the product's own idea of
privacy. Where it is in doubt it lets a word pass.
"""

import gzip
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from random import Random

from alliance_docs.assent import assents
from alliance_docs.book import load_book
from alliance_docs.engine.content import Reading, load_content
from alliance_docs.lineage import lineages
from alliance_docs.privacy import Audience
from alliance_docs.report import as_json, blame_report, log_report, show_report, status_report
from tests.repositories import isolated_environment
from tests.torture import Outcome
from tests.torture.drafting import CANARY, Entry, Pen, Sheet
from tests.torture.histories import Made, ancestors_of, graph, write

_TOGETHER = 20
"""Alliances in one repository, so that commits touch several."""
_BUILT = 20
"""Of so many repositories one is built to the last byte, through the command."""

Tree = Mapping[int, Sheet]


@dataclass(frozen=True)
class Telling:
    """A history as it was made up: the parents and the state of every commit, and the words of each message and author."""

    parents: Sequence[tuple[int, ...]]
    trees: Sequence[Tree]
    messages: Sequence[str]
    authors: Sequence[str]
    mails: Sequence[str]


def run(seed: int, size: int) -> Outcome:
    """Make up that many histories, many to a repository, and search everything that is made of them."""
    broken: list[str] = []
    seen = hidden = built = 0
    for number in range(-(-size // _TOGETHER)):
        with tempfile.TemporaryDirectory(prefix="torture-secret-") as place:
            trial = Trial(Path(place).resolve() / "repository", Random(f"{seed} {number}"), min(_TOGETHER, size))  # noqa: S311 - no secret
            whole = number % _BUILT == 0
            built += whole
            broken += [f"repository {number}: {fault}" for fault in trial.faults(whole=whole)]
            seen += trial.seen
            hidden += trial.hidden
    what = (
        f"histories; {hidden:,} hidden words, 0 of them in pages, feeds, JSON; {seen:,} others shown; "
        f"{built * min(_TOGETHER, size)} of the histories as whole sites"
    )
    return Outcome("R11", what, size, tuple(broken))


class Trial:
    """One repository of alliances full of canaries."""

    def __init__(self, folder: Path, rng: Random, count: int) -> None:
        self.folder = folder
        self.pen = Pen(rng)
        self.telling = tell(self.pen, count)
        self.seen = self.hidden = 0
        made = [
            Made(
                self.telling.parents[number],
                {sheet.path: sheet.source for sheet in tree.values()}
                | {"mkdocs.yml": b"site_name: Us\ndocs_dir: alliances\n"},
                self.telling.messages[number].encode(),
                f"{self.telling.authors[number]} <{self.telling.mails[number]}>".encode(),
                b"%d +0100" % (1705259700 + number * 86400),
            )
            for number, tree in enumerate(self.telling.trees)
        ]
        self.ids = write(folder, made)
        self.draft()

    def draft(self) -> None:
        """Leave edits that are not committed: redactions of clauses and of revisions."""
        last, changed = self.telling.trees[-1], {}
        for number, sheet in last.items():
            named = [entry.address for entry in sheet.entries if entry.address]
            if named and self.pen.rng.random() < 0.2:
                sheet = replace(sheet, redacted=(self.pen.rng.choice(named),))  # noqa: PLW2901 - the next step of it
            told = [
                place
                for place in range(len(self.ids))
                if len(self.telling.parents[place]) < 2 and touches(self.telling, place, number)
            ]
            if told and self.pen.rng.random() < 0.2:
                sheet = replace(sheet, revisions=(self.ids[self.pen.rng.choice(told)][:12],))  # noqa: PLW2901
            if sheet is not last[number]:
                (self.folder / sheet.path).write_bytes(sheet.source)
                changed[number] = sheet
        self.telling = replace(
            self.telling,
            parents=[*self.telling.parents, (len(self.telling.parents) - 1,)],
            trees=[*self.telling.trees, {**last, **changed}],
            messages=[*self.telling.messages, ""],
            authors=[*self.telling.authors, ""],
            mails=[*self.telling.mails, ""],
        )

    def faults(self, *, whole: bool) -> Iterator[str]:
        """Every word that came through where it may not."""
        everything = all_words(self.telling)
        for audience in Audience:
            allowed = may_see(self.telling, self.ids, audience)
            hidden = everything - allowed
            self.hidden += len(hidden)
            outputs = {**shown(self.folder, audience), **(built(self.folder, audience) if whole else {})}
            for name, text in outputs.items():
                words = set(CANARY.findall(text.casefold()))
                self.seen += len(words & allowed)
                for word in sorted(words & hidden):
                    yield f"{audience}: {name} shows {word} ({self._where(word)})"
            yield from (f"{audience}: {line}" for line in failures(outputs))

    def _where(self, word: str) -> str:
        for place, tree in enumerate(self.telling.trees):
            for sheet in tree.values():
                for entry in sheet.entries:
                    if word in entry.words:
                        return f"{entry.place} of {sheet.path}, first at commit {place}"
                if word in f"{sheet.path} {sheet.title} {sheet.mail} {sheet.broken}":
                    return f"{sheet.path} itself, first at commit {place}"
            if word in self.telling.messages[place] + self.telling.authors[place] + self.telling.mails[place]:
                return f"the commit {place}"
        return "nowhere"


def tell(pen: Pen, count: int) -> Telling:
    """Make up a history of that many alliances."""
    alone = pen.rng.random() < 0.4
    parents = graph(pen.rng, count * 4)
    if alone:
        parents = [(place - 1,) if place else () for place in range(count * 4)]
    trees: list[dict[int, Sheet]] = []
    for place, own in enumerate(parents):
        tree = _joined(pen, [trees[parent] for parent in own])
        for _ in range(count if not place else pen.rng.choice((1, 1, 2, 4)) if len(own) < 2 else 0):
            _step(pen, tree, alone=alone, first=not place)
        if place == len(parents) - 1:
            tree = {number: _mended(sheet, [*trees, tree]) for number, sheet in tree.items()}
        trees.append(tree)
    messages = [f"{pen.text()}\n\n{pen.text()}\n\nReason: {pen.canary()}\nEditorial: {pen.canary()}\n" for _ in parents]
    authors = [f"Kim {pen.canary().capitalize()}" for _ in parents]
    return Telling(parents, trees, messages, authors, [f"{pen.canary()}@example.org" for _ in parents])


def _mended(sheet: Sheet, trees: Sequence[Tree]) -> Sheet:
    """The file as it may be published: it can be read, and what it lists has been there."""
    states = [tree[sheet.number] for tree in trees if sheet.number in tree]
    known = {entry.address for state in states if not state.broken for entry in state.entries}
    known |= {entry.place.split("/")[0] for state in states for entry in state.entries}
    return replace(sheet, broken="", listed=tuple(name for name in sheet.listed if name in known))


def _step(pen: Pen, tree: dict[int, Sheet], *, alone: bool, first: bool) -> None:
    if first or not tree or pen.rng.random() < 0.03:
        new = pen.sheet()
        tree[new.number] = new
        return
    number = pen.rng.choice(list(tree))
    if pen.rng.random() < 0.03 and (alone or tree[number].declared):
        del tree[number]
        return
    for _ in range(pen.rng.choice((1, 1, 3))):
        tree[number] = pen.edited(tree[number], alone=alone)


def _joined(pen: Pen, sides: Sequence[Tree]) -> dict[int, Sheet]:
    """What a merge makes of its sides: whole files of one, or entries of both; what one has let go stays or goes."""
    if len(sides) < 2:
        return dict(sides[0]) if sides else {}
    tree = dict(sides[0])
    for other in sides[1:]:
        for number, sheet in other.items():
            mine = tree.get(number)
            if mine is None or pen.rng.random() < 0.4:
                tree[number] = sheet
            elif not mine.broken and not sheet.broken and mine != sheet:
                tree[number] = replace(mine, entries=_both(mine.entries, sheet.entries))
    return tree


def _both(mine: Sequence[Entry], theirs: Sequence[Entry]) -> tuple[Entry, ...]:
    numbers = {entry.number for entry in mine}
    taken = {entry.address for entry in mine if entry.address}
    return (*mine, *(entry for entry in theirs if entry.number not in numbers and entry.address not in taken))


# The oracle


def touches(telling: Telling, place: int, number: int) -> bool:
    """Whether the file of this alliance differs at a commit from what every parent has."""
    own = telling.trees[place].get(number)
    before = [telling.trees[parent].get(number) for parent in telling.parents[place]]
    if len(before) > 1:  # a merge that took one side brings nothing, under whatever name
        return all(_text(own) != _text(one) for one in before)
    return _file(own) != _file(before[0] if before else None)


def _text(sheet: Sheet | None) -> bytes | None:
    file = _file(sheet)
    return file[1] if file else None


@cache
def _file(sheet: Sheet | None) -> tuple[str, bytes] | None:
    return (sheet.path, sheet.source) if sheet else None


def all_words(telling: Telling) -> set[str]:
    """Every word that was ever written."""
    sheets = {sheet for tree in telling.trees for sheet in tree.values()}
    texts = [f"{sheet.path} {sheet.source.decode()}" for sheet in sheets]
    return set(CANARY.findall("\n".join((*texts, *telling.messages, *telling.authors, *telling.mails)).casefold()))


def may_see(telling: Telling, ids: Sequence[str], audience: Audience) -> set[str]:
    """The words this audience may see, and those of which the rules leave a doubt."""
    before = ancestors_of(telling.parents)
    words: set[str] = set()
    closed: set[int] = set()  # commits whose message nobody of this audience may see
    shown: set[int] = set()  # commits whose author they may see
    for number in {number for tree in telling.trees for number in tree}:
        one = _Life(telling, before, number)
        if audience is Audience.PARTIES:
            words |= one.for_parties()
            shown |= set(range(len(telling.trees)))
            continue
        allowed, quiet, told = one.for_the_public()
        words |= allowed
        closed |= quiet
        shown |= told
    named = {one for sheet in telling.trees[-1].values() for one in sheet.revisions}
    closed |= {place for place, commit in enumerate(ids) if commit[:12] in named}
    for place in range(len(telling.trees)):
        if place not in closed and place in shown:
            words |= set(CANARY.findall(telling.messages[place]))
        if place in shown:
            words |= set(CANARY.findall(telling.authors[place].casefold()))
    return words


class _Life:
    """One alliance through all commits."""

    def __init__(self, telling: Telling, before: Sequence[frozenset[int]], number: int) -> None:
        self.number = number
        self.telling = telling
        self.before = before
        self.states = {place: tree[number] for place, tree in enumerate(telling.trees) if number in tree}
        self.readable = {place: sheet for place, sheet in self.states.items() if not sheet.broken}
        self.now = telling.trees[-1].get(number)
        self.redacted = {
            entry.number
            for sheet in self.readable.values()
            for entry in sheet.entries
            if self.now and entry.address in self.now.redacted
        }
        self.touched = [place for place in range(len(telling.trees)) if touches(telling, place, number)]

    def for_parties(self) -> set[str]:
        """Everything that could be read, but for what is redacted."""
        texts = {
            word for sheet in self.states.values() for word in CANARY.findall(f"{sheet.path} {sheet.title} {sheet.declared}")
        }
        if self.now is None:
            return texts
        return texts | self._told() | self._words(set(self.readable), self.redacted)

    def for_the_public(self) -> tuple[set[str], set[int], set[int]]:
        """The words of this alliance, the commits whose message is closed for its sake, and those whose author shows."""
        if self.now is None or not self.now.public:
            return set(), set(self.touched), set()
        closed = [place for place in self.touched if place in self.readable and not self.readable[place].public]
        early = {place for place in self.states if any(place == one or place in self.before[one] for one in closed)}
        open_at = set(self.readable) - early
        marked: dict[int, set[int]] = {}
        for place, sheet in self.states.items():
            for entry in sheet.entries:
                if sheet.is_private(entry):
                    marked.setdefault(entry.number, set()).add(place)
        words = {
            word for place in open_at for word in CANARY.findall(f"{self.readable[place].path} {self.readable[place].title}")
        }
        words |= {self.readable[place].declared for place in open_at} | self._told()
        words |= self._words(open_at, self.redacted | set(marked))
        for number, places in marked.items():
            words |= self._published(number, open_at, places) if number not in self.redacted else set()
        quiet = {place for place in self.touched if place in early or self._touches(place, self.redacted | set(marked))}
        return words, quiet, {place for place in self.touched if place not in early}

    def _told(self) -> set[str]:
        """What the entries of `redacted` themselves say of what they hide."""
        return set(CANARY.findall(" ".join(self.now.redacted))) if self.now else set()

    def _words(self, places: set[int], hidden: set[int]) -> set[str]:
        return {
            word
            for place in places
            for entry in self.readable[place].entries
            if entry.number not in hidden
            for word in (*entry.words, *({entry.link} - self._names(hidden)))
        }

    def _names(self, hidden: set[int]) -> set[str]:
        """Every id that these clauses ever had."""
        return {entry.id for sheet in self.states.values() for entry in sheet.entries if entry.number in hidden}

    def _published(self, number: int, places: set[int], marked: set[int]) -> set[str]:
        """The words of a clause that was private, where it says that it is published and nothing later takes it back."""
        return {
            word
            for place in places
            if not any(place in self.before[one] or place == one for one in marked)
            for entry in self.readable[place].entries
            if entry.number == number and entry.published
            for word in entry.words
        }

    def _touches(self, place: int, hidden: set[int]) -> bool:
        """Whether a commit changed one of these clauses for sure, or left the file so that nobody can say."""
        own = self.states.get(place)
        if own is not None and own.broken:
            return True
        befores = [self.telling.trees[parent].get(self.number) for parent in self.telling.parents[place]]
        if any(one is not None and one.broken for one in befores) or not hidden:
            return False
        mine = _entries(own, hidden)
        return all(mine != _entries(one, hidden) for one in befores) and len(befores) < 2


def _entries(sheet: Sheet | None, numbers: set[int]) -> dict[int, tuple[str, ...]]:
    return {entry.number: (entry.id, *entry.texts) for entry in sheet.entries if entry.number in numbers} if sheet else {}


# What is put out


def shown(folder: Path, audience: Audience) -> dict[str, str]:
    """Every page, other file and JSON, and what a build says, by name."""
    content = load_content(Reading(folder / "alliances", audience=audience, site_url="https://example.org/"))
    outputs: dict[str, str] = {}
    for page in content.pages:
        headings = " ".join(f"{heading.title} {heading.anchor}" for heading in page.headings)
        source = page.source if audience is Audience.PUBLIC else ""
        outputs[page.address] = f"{page.address} {page.title} {page.description} {headings} {source} {page.body}"
    outputs |= {asset.address: f"{asset.address} {asset.content.decode(errors='replace')}" for asset in content.assets}
    outputs["what the build says"] = "\n".join((*content.remarks, *content.trouble))
    book = load_book(folder / "alliances", audience=audience)
    for timeline in book.timelines:
        for name, report in {
            "log": log_report(timeline),
            "show": show_report(timeline.alliance, None),
            "blame": blame_report(lineages(timeline), timeline.alliance),
            "status": status_report((timeline.id, one) for one in assents(timeline, book.whole_of(timeline))),
        }.items():
            outputs[f"{name} of {timeline.path}"] = as_json(report).decode()
    return outputs


def built(folder: Path, audience: Audience) -> dict[str, str]:
    """Every file of the site that the command builds, unzipped, and what the command says."""
    site = folder.parent / f"site-{audience}"
    command = [sys.executable, "-m", "alliance_docs", "build", "-d", str(site), "--audience", str(audience)]
    done = subprocess.run(
        command,
        cwd=folder,
        env=isolated_environment() | {"PYTHONPATH": ":".join(sys.path), "XDG_CACHE_HOME": str(folder.parent)},
        capture_output=True,
        check=False,
    )
    said = (done.stdout + done.stderr).decode(errors="replace")
    outputs = {"the command": said if done.returncode == 0 else f"FAILED {said}"}
    for path in sorted(site.rglob("*")):
        if path.is_file():
            content = path.read_bytes()
            content = gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content
            outputs[f"site/{path.relative_to(site)}"] = f"{path.relative_to(site)} {content.decode(errors='replace')}"
    return outputs


def failures(outputs: Mapping[str, str]) -> Iterator[str]:
    """Where the command itself failed."""
    said = outputs.get("the command", "")
    if said.startswith("FAILED"):
        yield f"the build failed: {said[-400:]!r}"
