"""Looks at one page as an attacker would hope somebody does: opens, hovers, focuses and clicks, and hears whatever runs.

Needs a browser; knows nothing of what the pages are about.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

from tests.browser import ask

_WORDS = ("alert", "script", "onerror", "javascript", "elsewhere", "title")
"""What is searched for."""

_LISTEN = """
for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'])
  window[name] = (...words) => { console.error('RAN ' + name + ' ' + words.join(' ')); };
document.addEventListener('securitypolicyviolation',
  event => console.error('POLICY ' + event.violatedDirective + ' ' + event.blockedURI));
addEventListener('click',
  event => { if (event.target.closest && event.target.closest('a, form, button')) event.preventDefault(); }, true);
addEventListener('submit', event => event.preventDefault(), true);
if (!/(^|\\/)(index|404)\\.html$/.test(location.pathname) || location.pathname.includes('/alliances/'))
  window.__search = {index: new Promise(() => {})};
"""
"""Whatever a text could call is heard, and nothing that is clicked leads away from the page.

Only the pages on which something is searched for read the index of the search."""

_POKE = """
() => {
  const open = () => { for (const fold of document.querySelectorAll('details')) fold.open = true; };
  const often = ['mouseover', 'pointerover', 'focus', 'click'];
  const kinds = [...often, 'mouseenter', 'pointerenter', 'focusin', 'blur', 'input', 'change', 'keydown', 'toggle',
    'beforetoggle', 'animationstart', 'animationend', 'begin', 'start', 'load', 'error', 'submit'];
  const live = 'a,area,button,summary,details,input,label,select,textarea,form,dialog,video,audio,img,'
    + 'svg *,math *,[tabindex],[title],[autofocus],[popover],[contenteditable]';
  const poke = () => {
    for (const one of document.body.querySelectorAll('*')) {
      const own = one.getAttributeNames().some(name => name.startsWith('on'));
      if (own || one.matches(live))
        for (const kind of own ? kinds : often) one.dispatchEvent(new Event(kind, {cancelable: true}));
    }
  };
  open();
  poke();
  for (const choice of document.querySelectorAll('main select')) {
    choice.selectedIndex = choice.name === 'from' ? choice.length - 1 : 0;
    choice.dispatchEvent(new Event('change', {bubbles: true}));
  }
  if (document.querySelector('main select')) { open(); poke(); }
}
"""
"""Open everything, hover, focus and click what reacts, and where an element listens by itself do all there is.

Where revisions can be chosen, the oldest is compared with the newest.
"""

_LOOK = """
() => {
  const heavy = 'script,iframe,frame,object,embed,base,form,link,meta,style,svg,math,template,img,video,audio,input,button,'
    + 'textarea,select,dialog,marquee,area,portal,plaintext,xmp,noscript,slot';
  const safe = /^(?:https?:|file:|[^a-z]|[a-z0-9_~.%-]*(?:[/?#]|$))/i;
  const theirs = /(^|\\s)(__search|__drawer|md-overlay|pop)(\\s|$)/;
  const found = new Set();
  const stored = [...document.querySelectorAll('article template')].map(one => [...one.content.querySelectorAll('*')]);
  for (const one of [...document.querySelectorAll('*'), ...stored.flat()]) {
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
  const words = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode())
    if (!walker.currentNode.parentElement.closest('script,style,template')) words.push(walker.currentNode.data);
  return [[...found], words.join('').replace(/[^\\S\\n]+/g, '')];
}
"""
"""What could run, fetch or cover a page, each kind once: elements with the names of their attributes, and odd addresses.

Then everything that is written on the page, without blanks.
"""


@dataclass(frozen=True, slots=True)
class Seen:
    """One page: the parts of it that could do harm, what it complained of, and its words, without white space, by line."""

    name: str
    dangerous: frozenset[str]
    complaints: tuple[str, ...]
    lines: frozenset[str]


class Window:
    """A window in which one page after another is opened; `home` is all that a page may ask for."""

    def __init__(self, page: Page, home: str) -> None:
        self._page = page
        self._home = home
        self._complaints: list[str] = []
        page.on("console", lambda message: self._complain(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self._complain(f"error {error}"))
        page.on("popup", lambda popup: self._complain(f"opened {popup.url}"))
        page.on("request", lambda request: self._note(request.url))
        page.on("framenavigated", lambda frame: self._note(frame.url))

    def look(self, name: str, address: str) -> Seen:
        """Open a page and do everything to it."""
        self._complaints.clear()
        self._page.goto(address, wait_until="load")
        self._page.evaluate(_POKE)
        self._page.keyboard.press("Tab")
        if name in ("index.html", "404.html"):
            self._search()
        dangerous, words = self._page.evaluate(_LOOK)
        lines = frozenset(map(squeezed, words.split("\n")))
        return Seen(name, frozenset(dangerous), tuple(self._complaints), lines)

    def _search(self) -> None:
        self._page.keyboard.press("f")
        for word in _WORDS:
            ask(self._page, word)
            self._page.wait_for_timeout(200)
            self._page.evaluate(_POKE)

    def _note(self, address: str) -> None:
        if not address.startswith((self._home, "data:image", "blob:", "about:blank")):
            self._complain(f"asked {address}")

    def _complain(self, words: str) -> None:
        self._complaints.append(words[:200])


@contextmanager
def window(browser: Browser, home: str) -> Iterator[Window]:
    """A window for the pages of one site."""
    context = browser.new_context(reduced_motion="reduce")
    context.add_init_script(_LISTEN)
    try:
        yield Window(context.new_page(), home)
    finally:
        context.close()


def squeezed(text: str) -> str:
    """A text without white space."""
    return re.sub(r"\s+", "", text)
