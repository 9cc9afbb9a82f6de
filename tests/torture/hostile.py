"""R1 and R2: no text of any field runs, fetches or hides anything, in a real browser, on the built site.

Many texts share a page. A site is built without a Content-Security-Policy and read over http, where only the escaping keeps
the texts from running; then with it, and a part read from the disk, where nothing may even try. What the pages of a site of
harmless texts hold is the measure of what is dangerous.
"""

import re
import shutil
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import Browser, Page

from alliance_docs import texts
from tests.browser import CHROMIUM, chromium, served
from tests.torture import Outcome
from tests.torture.hostile_site import build, fields, take_policy_away, write
from tests.torture.vectors import vectors

_BATCH = 1_000
"""Texts in one site."""
_FROM_DISK = 8
"""One page in so many is read from the disk too."""
_OF_A_KIND = 2
"""Revisions of one alliance, pages since one of them, principles and the like that are looked at."""
_WORDS = ("alert", "script", "onerror", "javascript", "elsewhere", "title")
"""What is searched for."""
_HARMLESS = [f"We meet on day {number} and talk." for number in range(12)]

_LISTEN = """
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = (...words) => { console.error('RAN ' + name + ' ' + words.join(' ')); };
document.addEventListener('securitypolicyviolation',
  event => console.error('POLICY ' + event.violatedDirective + ' ' + event.blockedURI));
addEventListener('click',
  event => { if (event.target.closest && event.target.closest('a, form, button')) event.preventDefault(); }, true);
addEventListener('submit', event => event.preventDefault(), true);
"""
"""Whatever a text could call is heard, and nothing that is clicked leads away from the page."""

_POKE = """
() => {
  for (const fold of document.querySelectorAll('details')) fold.open = true;
  const often = ['mouseover', 'pointerover', 'focus', 'click'];
  const kinds = [...often, 'mouseenter', 'pointerenter', 'focusin', 'blur', 'input', 'change', 'keydown', 'toggle',
    'beforetoggle', 'animationstart', 'animationend', 'begin', 'start', 'load', 'error', 'submit'];
  for (const one of document.querySelectorAll('main *, nav *, header *, footer *')) {
    const own = one.getAttributeNames().some(name => name.startsWith('on'));
    for (const kind of own ? kinds : often) one.dispatchEvent(new Event(kind, {cancelable: true}));
  }
}
"""
"""Open, hover, focus and click everything, and where an element listens by itself do all there is."""

_DANGEROUS = """
() => {
  const heavy = 'script,iframe,frame,object,embed,base,form,link,meta,style,svg,math,template,img,video,audio,input,button,'
    + 'textarea,select,dialog,marquee,area,portal,plaintext,xmp,noscript,slot';
  const safe = /^(?:https?:|file:|[^a-z]|[a-z0-9_~.%-]*(?:[/?#]|$))/i;
  const theirs = /(^|\\s)(__search|__drawer|md-overlay|pop)(\\s|$)/;
  const found = new Set();
  for (const one of document.querySelectorAll('*')) {
    const names = one.getAttributeNames(), inside = one.closest('article') ? ' in the article' : '';
    if (one.matches(heavy)) found.add(one.localName + ' ' + names.join(' ') + inside);
    for (const name of names) {
      const value = one.getAttribute(name), told = one.localName + ' ' + name;
      if (name.startsWith('on') || ['srcdoc', 'style', 'popovertarget'].includes(name)) found.add(told);
      const odd = /href|src|action|^data$/.test(name) && !safe.test(value.replace(/[\\s\\0]/g, ''));
      if (odd) found.add(told + ' ' + value.slice(0, 20));
      if (['id', 'class', 'name', 'for'].includes(name) && inside && theirs.test(value)) found.add(told + ' ' + value);
    }
  }
  return [...found];
}
"""
"""What could run, fetch or cover a page, each kind once: elements with the names of their attributes, and odd addresses."""


def run(seed: int, size: int) -> Outcome:
    """Put that many texts into every field, build the sites, and look at their pages."""
    if not CHROMIUM.exists():
        return Outcome("R1", "texts", 0, (f"not tried: needs Chromium at {CHROMIUM}",))
    tried = vectors(seed, size)
    broken: list[str] = []
    with tempfile.TemporaryDirectory(prefix="torture-hostile-") as place, chromium() as browser:
        folder = Path(place).resolve()
        trial = Trial(browser, folder)
        for start in range(0, size, _BATCH):
            broken += [f"texts from {start}: {fault}" for fault in trial.faults(tried[start : start + _BATCH])]
    count = f"texts in {fields()} fields each, {trial.pages:,} pages poked in Chromium"
    return Outcome("R1", f"{count}: none runs, fetches or gets lost", size, tuple(broken))


class Trial:
    """One browser, what harmless pages hold, by kind of page, and how many pages were looked at."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._harmless: defaultdict[str, set[str]] = defaultdict(set)
        self.pages = 0
        for kind, _, dangerous, _ in self._look(folder / "harmless", _HARMLESS, set(), every=1):
            self._harmless[kind] |= dangerous

    def faults(self, batch: Sequence[str]) -> Iterator[str]:
        """What the texts do on their site."""
        seen: set[str] = set()
        for kind, address, dangerous, complaints in self._look(self._folder / "home", batch, seen, every=_FROM_DISK):
            yield from (f"{address}: {complaint}" for complaint in complaints)
            yield from (f"{address}: holds {one}" for one in sorted(dangerous - self._harmless[kind]))
        yield from _lost(batch, seen)

    def _look(
        self, home: Path, batch: Sequence[str], seen: set[str], *, every: int
    ) -> Iterator[tuple[str, str, set[str], list[str]]]:
        """Kind, address, dangerous parts and complaints of some pages from the disk, then of all pages over http."""
        write(home, batch)
        site = build(home)
        pages = list(_worth_a_visit(sorted(page.relative_to(site).as_posix() for page in site.rglob("*.html"))))
        on_disk = [(page, (site / page).as_uri()) for page in pages[::every] if page != "404.html"]  # it is for servers
        yield from self._visit(on_disk, site.as_uri(), seen)
        take_policy_away(site)
        with served(site) as address:
            yield from self._visit([(page, address + page) for page in pages], address, seen)
        shutil.rmtree(home)

    def _visit(
        self, pages: Sequence[tuple[str, str]], home: str, seen: set[str]
    ) -> Iterator[tuple[str, str, set[str], list[str]]]:
        context = self._browser.new_context(reduced_motion="reduce")
        context.add_init_script(_LISTEN)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text[:200]) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(f"error {error}"[:200]))
        page.on("popup", lambda popup: complaints.append(f"opened {popup.url}"))
        page.on("request", lambda request: _note(request.url, home, complaints))
        page.on("framenavigated", lambda frame: _note(frame.url, home, complaints))
        for name, address in pages:
            complaints.clear()
            page.goto(address, wait_until="load")
            page.evaluate(_POKE)
            page.keyboard.press("Tab")
            if name in ("index.html", "404.html"):
                _search(page)
            dangerous = set(page.evaluate(_DANGEROUS))
            seen.update(map(_squeezed, page.evaluate("() => document.body.textContent").split("\n")))
            self.pages += 1
            yield _kind(name), name, dangerous, list(complaints)
        context.close()


def _worth_a_visit(pages: Sequence[str]) -> Iterator[str]:
    """All pages but most of those that only repeat the frame, and most of the revisions of an alliance."""
    seen: Counter[str] = Counter()
    for page in pages:
        folder = page.rpartition("/")[0]
        seen[folder] += 1
        if folder.count("/") == 1 or not folder or seen[folder] <= _OF_A_KIND:
            yield page


def _kind(address: str) -> str:
    """The kind of a page, by its address without what is its own."""
    parts = address.split("/")
    return "/".join(["*" if place == 1 and len(parts) > 2 else part for place, part in enumerate(parts[:-1])]) + (
        "/*" if len(parts) > 3 or parts[0] != "alliances" else f"/{parts[-1]}"
    )


def _search(page: Page) -> None:
    page.keyboard.press("f")
    for word in _WORDS:
        page.fill("input.md-search__input", word)
        page.wait_for_selector(".md-search-result__item, .md-search-result__meta")
        page.wait_for_timeout(200)
        page.evaluate(_POKE)


def _note(address: str, home: str, complaints: list[str]) -> None:
    if not address.startswith((home, "data:image", "blob:", "about:blank")):
        complaints.append(f"asked {address[:100]}")


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _lost(batch: Sequence[str], seen: set[str]) -> Iterator[str]:
    """The texts that no page shows as a whole: as they were typed where Markdown does not count, and as it makes them."""
    everything = "\n".join(seen)
    for text in batch:
        if _squeezed(texts.one_line(text)) not in everything:
            yield f"lost as a title: {text[:80]!r}"
        if any(_squeezed(line) not in everything for line in texts.visible(text).split("\n")):
            yield f"lost as a text: {text[:80]!r}"
