"""R1 and R2: no text of any field runs, fetches or hides anything, in a real browser, on the built site.

Many texts share a page, and each text stands in a few fields of every kind. A site is built and read over http without its
Content-Security-Policy, where only the escaping keeps the texts from running; a part is read from the disk with it, where
nothing may even try. What the pages of a site of harmless texts hold is the measure of what is dangerous.
"""

import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from playwright.sync_api import Browser

from alliance_docs import texts
from tests.browser import CHROMIUM, chromium, served
from tests.torture import Outcome
from tests.torture.hostile_books import Book
from tests.torture.hostile_site import books, build, take_policy_away, write
from tests.torture.poking import Seen, squeezed, window
from tests.torture.vectors import vectors

_BATCH = 1_000
"""Texts in one site."""
_FROM_DISK = 8
"""One page in so many is read from the disk too."""
_OF_A_KIND = 2
"""Revisions of one alliance, pages since one of them, principles and the like that are looked at."""
_HARMLESS = [f"We meet on day {number} and talk." for number in range(12)]


def run(seed: int, size: int) -> Outcome:
    """Put that many texts into the fields, build the sites, and look at their pages."""
    if not CHROMIUM.exists():
        return Outcome("R1", "texts", 0, (f"not tried: needs Chromium at {CHROMIUM}",))
    tried = vectors(seed, size)
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="torture-hostile-") as place, chromium() as browser:
        trial = Trial(browser, Path(place).resolve())
        for start in range(0, size, _BATCH):
            batch = tried[start : start + _BATCH]
            broken += [f"texts from {start}: {fault}" for fault in trial.faults(batch, f"{seed} {start}")]
    placed = trial.placed
    what = (
        f"texts at {placed.total():,} places in {len(placed)} fields ({min(placed.values()):,} to {max(placed.values()):,} "
        f"in each; every text in a clause, a line and in Git), {trial.pages:,} pages poked in Chromium: none runs, fetches "
        "or gets lost"
    )
    return Outcome("R1", what, size, tuple(broken))


class Trial:
    """One browser, what harmless pages hold, by kind of page, and how many texts and pages were tried."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._harmless: defaultdict[str, set[str]] = defaultdict(set)
        self.placed: Counter[str] = Counter()
        self.pages = 0
        for page in self._look("harmless", _HARMLESS, books(_HARMLESS, "harmless"), every=1):
            self._harmless[_kind(page.name)] |= page.dangerous

    def faults(self, batch: Sequence[str], seed: str) -> Iterator[str]:
        """What the texts do on their site."""
        written = books(batch, seed)
        seen: defaultdict[str, set[str]] = defaultdict(set)
        for page in self._look("home", batch, written, every=_FROM_DISK):
            yield from (f"{page.name}: {complaint}" for complaint in page.complaints)
            yield from (f"{page.name}: holds {one}" for one in sorted(page.dangerous - self._harmless[_kind(page.name)]))
            seen[page.name.split("/")[1] if "/" in page.name else ""] |= page.lines
        for book in written:
            self.placed += book.placed
            yield from lost(book, seen[book.name])

    def _look(self, name: str, batch: Sequence[str], written: Sequence[Book], *, every: int) -> Iterator[Seen]:
        """Some pages from the disk, then all over http."""
        home = self._folder / name
        write(home, batch, written)
        site = build(home)
        pages = list(_worth_a_visit(sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))))
        on_disk = [page for page in pages[::every] if page != "404.html"]  # it is for servers
        yield from self._visit({page: (site / page).as_uri() for page in on_disk}, site.as_uri())
        take_policy_away(site)
        with served(site) as address:
            yield from self._visit({page: address + page for page in pages}, address)
        shutil.rmtree(home)

    def _visit(self, pages: Mapping[str, str], home: str) -> Iterator[Seen]:
        with window(self._browser, home) as opened:
            for name, address in pages.items():
                self.pages += 1
                yield opened.look(name, address)


def _worth_a_visit(pages: Sequence[str]) -> Iterator[str]:
    """All pages of large alliances but most of their revisions, two of the small ones, and some that repeat the frame."""
    seen: Counter[str] = Counter()
    for page in pages:
        folder, _, name = page.rpartition("/")
        seen[folder] += 1
        large = re.fullmatch(r"alliances/book-\d+", folder) is not None
        if folder.startswith("alliances/") and "/book-" not in folder:
            if name in ("index.html", "history.html"):
                yield page
        elif large or not folder or seen[folder] <= _OF_A_KIND:
            yield page


def _kind(address: str) -> str:
    """The kind of a page, by its address without what is its own."""
    parts = address.split("/")
    return "/".join(["*" if place == 1 and len(parts) > 2 else part for place, part in enumerate(parts[:-1])]) + (
        "/*" if len(parts) > 3 or parts[0] != "alliances" else f"/{parts[-1]}"
    )


def lost(book: Book, seen: set[str]) -> Iterator[str]:
    """The texts that no page of the alliance shows whole, as typed or as Markdown makes them, and those never dealt."""
    everything = "\n".join(seen)
    yield from (f"never tried in every way: {text[:80]!r}" for text in book.missed)
    for field, text in book.shown:
        as_text = all(squeezed(line) in everything for line in texts.visible(text).split("\n"))
        if (
            not as_text and squeezed(texts.one_line(text))[1:] not in everything
        ):  # the first letter may have become a capital
            yield f"{book.name}: lost from {field}: {text[:80]!r}"
