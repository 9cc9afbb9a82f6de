"""Serves a site of thousands of pages while somebody edits: our pages are made when they are asked for, not at each edit.

Knows the server of MkDocs by what is public of it. A rebuild that fails unexpectedly would leave every request waiting; here
it ends, with a page that says so, and the site comes back with the next edit.
"""

import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.exceptions import MkDocsException

from alliance_docs.engine.writing import Writer

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer

    from alliance_docs.engine.search import Words

Answer = Callable[[Mapping[str, Any], Callable[..., Any]], Iterable[bytes]]
"""A WSGI application."""

Look = Callable[[str, bytes], tuple[str, ...]]
"""Looks at a file, by its path in the site and its content, and gives a line for each hidden text in it."""

Make = Callable[[str], bytes | None]
"""Makes the file of an address; None where it is none of ours."""

log = logging.getLogger("mkdocs.plugins.alliances")

_BROKEN = "The site could not be built."
_PAGE = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>'
    "<body><h1>{title}</h1><p>{reason}</p><p>This page comes back by itself when that is mended.</p></body></html>"
)


_only_live: ContextVar[bool] = ContextVar("only_live", default=False)


@contextmanager
def live() -> Iterator[None]:
    """Say that what is served in this block is rebuilt live, so that even its first build need not make every page."""
    token = _only_live.set(True)
    try:
        yield
    finally:
        _only_live.reset(token)


def unseen(address: str, content: bytes) -> tuple[str, ...]:  # noqa: ARG001 - what every `Look` is given
    """Lets nothing through: nobody has said yet what is hidden."""
    return (f"{address} was asked for before anything was built",)


def nothing(_: str) -> None:
    """Makes no file."""


class Preview:
    """What a served site still has to make. One for all rebuilds; requests come from other threads than rebuilds."""

    def __init__(self) -> None:
        self.words: Mapping[str, Words] = {}
        """What the search of the last build holds, for the next one."""
        self._made: Make = nothing
        self._shown: set[str] = set()
        self._look: Look = unseen
        self._ready = threading.Condition()
        self._is_building = False
        self._is_attached = False
        self._site = Path()
        self._trouble = ""

    def begin(self, site: Path, look: Look) -> bool:
        """A build begins, and nothing that was to be made counts any more; whether requests will come through here.

        `look` is what finds hidden texts in a file before anybody sees it.
        """
        self._site, self._look, self._trouble = site, look, ""
        self.offer(nothing)
        return self._is_attached or _only_live.get()

    def offer(self, made: Make) -> None:
        """Files can be made when they are asked for; each is made once."""
        self._made, self._shown = made, set()

    def attach(self, server: "LiveReloadServer") -> None:
        """Answer this server's requests with what is offered, and end its rebuilds whatever happens."""
        server.set_app(self._answering(server.get_app(), server.mount_path))
        server.builder = self._ending(server.builder)
        self._is_attached = True

    def _answering(self, inner: Any, mount: str) -> Answer:  # noqa: ANN401 - an application as the server has it
        def answer(environ: Mapping[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
            if not path.startswith("/livereload/"):
                shown = self._prepare(path.removeprefix(mount))
                environ = {**environ, "PATH_INFO": f"{mount}{shown}"} if shown else environ
            answered: Iterable[bytes] = inner(environ, start)
            return answered

        return answer

    def _ending(self, builder: Callable[[], None]) -> Callable[[], None]:
        def build() -> None:
            self._is_building = True
            try:
                builder()
            except (Exception, SystemExit) as error:  # whatever it is, requests wait for the end of this build
                log.exception("The rebuild failed.")
                self._explain(error)
            finally:
                with self._ready:
                    self._is_building = False
                    self._ready.notify_all()

        return build

    def _prepare(self, address: str) -> str | None:
        """Make the file of an address if it is ours to make; another address where that is to be shown instead."""
        address = f"{address}index.html" if not address or address.endswith("/") else address
        with self._ready:
            self._ready.wait_for(lambda: not self._is_building)
            if self._trouble and address.endswith(".html"):
                Writer(self._site).write("index.html", self._trouble.encode())
                return "index.html"
            if address not in self._shown and (content := self._made(address)) is not None:
                self._shown.add(address)
                self._show(address, content)
        return None

    def _show(self, address: str, content: bytes) -> None:
        leaks = self._look(address, content)
        for line in leaks:
            log.error(line)
        if not leaks:
            Writer(self._site).write(address, content)

    def _explain(self, error: BaseException) -> None:
        reason = str(error) if isinstance(error, MkDocsException) else f"{type(error).__name__}; the terminal says where."
        self.offer(nothing)
        self._trouble = _PAGE.format(title=_BROKEN, reason=escape(reason))
