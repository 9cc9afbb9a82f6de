"""A real browser for the tests: the distribution's Chromium, a quiet server for a folder, and what a page complained of."""

import functools
import http.server
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, AnyStr, Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

if TYPE_CHECKING:
    from _typeshed import SupportsRead, SupportsWrite

Scheme = Literal["light", "dark"]

CHROMIUM = Path("/usr/bin/chromium")
_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
expect.set_options(timeout=30_000)  # as long as everything else that is waited for
_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless browser; the test is skipped where there is none."""
    if not CHROMIUM.exists():
        pytest.skip(f"needs Chromium at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(folder: Path, *, haltingly: bool = False) -> Iterator[str]:
    """The address of a folder while it is served on this machine, ending in a slash.

    `haltingly` as over a bad line: a page comes in small pieces, so that it is painted many times before it is whole.
    """
    handler = _Halting if haltingly else _Quiet
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class gives it
        """Say nothing."""


class _Halting(_Quiet):
    def copyfile(self, source: "SupportsRead[AnyStr]", outputfile: "SupportsWrite[AnyStr]") -> None:
        """Send the first 60 kB of a page in forty pieces, two frames apart; other files at once."""
        if self.path.endswith(".html"):
            for _ in range(40):
                outputfile.write(source.read(1_500))
                time.sleep(0.03)
        super().copyfile(source, outputfile)


@dataclass
class Complaints:
    """What a page complained of while it was looked at: errors of scripts and console, requests to other hosts."""

    errors: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@contextmanager
def looked_at(
    browser: Browser, address: str, *, scheme: Scheme = "light", width: int = 1280, scripts: bool = True
) -> Iterator[tuple[Page, Complaints]]:
    """A page opened in a window of its own, with what it complains of until the block ends."""
    context = browser.new_context(
        viewport={"width": width, "height": 844},
        color_scheme=scheme,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page, complaints, host = context.new_page(), Complaints(), urlsplit(address).netloc
    page.on("console", lambda message: complaints.errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.errors.append(str(error)))
    page.on("request", lambda request: _note(request.url, host, complaints.foreign))
    try:
        page.goto(address)
        yield page, complaints
    finally:
        context.close()


def _note(address: str, host: str, foreign: list[str]) -> None:
    parts = urlsplit(address)
    if parts.scheme not in {"data", "blob"} and parts.netloc != host:
        foreign.append(address)


def ask(page: Page, word: str) -> Locator:
    """The links that the search finds for a word that is put in whole: none is of a part of it, or of a word before it."""
    field, links = page.locator(".md-search__input"), page.locator(".md-search-result__link")
    field.fill("")
    field.press("End")  # the theme looks when a key is let go
    expect(links).to_have_count(0)
    field.fill(word)
    field.press("End")
    return links


def open_all(page: Page) -> None:
    """Open everything that folds."""
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")


def violations(page: Page) -> list[str]:
    """What axe finds against the accessibility guidelines, a line for each element."""
    results = Axe().run(page, options={"runOnly": _RULES, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['target']} {node['html'][:120]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width
