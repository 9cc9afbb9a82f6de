"""R11: what is hidden by the rules of the data model (section 7) comes through in no byte of any output.

Makes repositories full of words that stand nowhere else, hides some, and searches everything that is made of them, also
what is made a second time, from what was kept, after more was hidden.
"""

import gzip
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from alliance_docs.assent.state import assents
from alliance_docs.audience import Audience
from alliance_docs.book import load_book
from alliance_docs.changes.lineage import lineages
from alliance_docs.engine.content import Reading, load_content
from alliance_docs.engine.crew import WORTH_IT
from alliance_docs.report import as_json, blame_report, log_report, show_report, status_report
from tests.repositories import RepositoryBuilder, isolated_environment
from tests.torture import Outcome
from tests.torture.allowed import all_words, may_see, touches
from tests.torture.drafting import Pen
from tests.torture.histories import Made, write
from tests.torture.sheets import CANARY
from tests.torture.tellings import Tree, tell

_TOGETHER = 20
"""Alliances in one repository, so that commits touch several."""
_MANY = 60
"""Alliances in a repository that is large enough for workers."""
_BUILT = 16
"""Of so many repositories one is built to the last byte, through the command, and once more after more was hidden."""
_LARGE = 20
"""Of so many repositories one is a large one, which is built too."""


@dataclass
class Tally:
    """What was tried so far."""

    histories: int = 0
    hidden: int = 0
    seen: int = 0
    whole: int = 0
    shared: int = 0

    def __str__(self) -> str:
        """For the table."""
        return (
            f"histories; {self.hidden:,} hidden words looked for in pages, feeds, JSON; {self.seen:,} others shown; "
            f"{self.whole} of the histories as whole sites and again after more was hidden, {self.shared} of them by workers"
        )


def run(seed: int, size: int) -> Outcome:
    """Make up that many histories, many to a repository, and search everything that is made of them."""
    broken: list[str] = []
    tally = Tally()
    number = 0
    while tally.histories < size:
        large = number % _LARGE == _LARGE // 2
        count = min(_MANY if large else _TOGETHER, size - tally.histories)
        with tempfile.TemporaryDirectory(prefix="torture-secret-") as place:
            trial = Trial(Path(place).resolve() / "repository", Random(f"{seed} {number}"), count, tally)  # noqa: S311 - no secret
            whole = large or number % _BUILT == 0
            broken += [f"repository {number}: {fault}" for fault in trial.faults(whole=whole)]
            if whole:
                trial.keep_more()
                broken += [f"repository {number}, kept more: {fault}" for fault in trial.faults(whole=True)]
                tally.whole += count
                tally.shared += count * trial.is_shared
        tally.histories += count
        number += 1
    return Outcome("R11", str(tally), size, tuple(broken))


class Trial:
    """One repository of alliances full of canaries."""

    def __init__(self, folder: Path, rng: Random, count: int, tally: Tally) -> None:
        self.folder = folder
        self.pen = Pen(rng)
        self.tally = tally
        self.telling = tell(self.pen, count)
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
        changed = self._drafts()
        self.telling = self.telling.drafted(changed)
        self._write(changed)

    @property
    def is_shared(self) -> bool:
        """Whether there is so much to make that it is shared among workers."""
        places, last = range(len(self.telling.parents)), self.telling.trees[-1]
        revisions = sum(touches(self.telling, place, number) for place in places for number in last)
        return revisions >= WORTH_IT and (os.cpu_count() or 1) > 1

    def _drafts(self) -> Tree:
        """Edits that are not committed: redactions of clauses and of revisions."""
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
                changed[number] = sheet
        return changed

    def keep_more(self) -> None:
        """Hide more in the work tree, and commit it in half of the cases."""
        rng, last = self.pen.rng, self.telling.trees[-1]
        changed = {number: self.pen.keeping_more(sheet) for number, sheet in last.items() if rng.random() < 0.4}
        self.telling = self.telling.redrafted(changed)
        self._write(changed)
        if rng.random() < 0.5:
            self.telling = self.telling.committed(self.pen)
            subject, _, body = self.telling.messages[-2].partition("\n\n")
            author = f"{self.telling.authors[-2]} <{self.telling.mails[-2]}>"
            self.ids.append(RepositoryBuilder(self.folder).commit(subject, body, author, "2025-01-14T20:15:00+01:00"))

    def _write(self, changed: Tree) -> None:
        for sheet in changed.values():
            (self.folder / sheet.path).write_bytes(sheet.source)

    def faults(self, *, whole: bool) -> Iterator[str]:
        """Every word that came through where it may not."""
        everything = all_words(self.telling)
        for audience in Audience:
            allowed = may_see(self.telling, self.ids, audience)
            hidden = everything - allowed
            self.tally.hidden += len(hidden)
            outputs = shown(self.folder, audience)
            if whole:
                outputs |= built(self.folder, audience)
            for name, text in outputs.items():
                words = set(CANARY.findall(text.casefold()))
                self.tally.seen += len(words & allowed)
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
