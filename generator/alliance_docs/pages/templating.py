"""Fills our templates: one environment, compiled once, with autoescape on; nothing here knows what a page is about."""

from collections.abc import Callable
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup, escape

from alliance_docs import texts
from alliance_docs.compiled import CompiledTemplates
from alliance_docs.wording import Day, Name, Phrase, Title

Links = Callable[[str], str]
"""From the address of a clause to a link that leads there, or "" where nothing does."""


def no_links(_: str) -> str:
    """For places where titles lead nowhere."""
    return ""


def words(phrase: Phrase, links: Links = no_links) -> Markup:
    """A phrase as HTML: names keep their direction, titles are set apart and lead to their clause where there is one."""
    return Markup("".join([_piece(piece, links) for piece in phrase]))  # noqa: S704 - each piece is escaped


def _piece(piece: str, links: Links) -> str:
    shown = escape(piece)
    if isinstance(piece, Name):
        return f"<bdi>{shown}</bdi>"
    if isinstance(piece, Title):
        href = links(piece.target) if piece.target else ""
        return f'<a class="al-t" href="{escape(href)}">{shown}</a>' if href else f'<span class="al-t">{shown}</span>'
    if isinstance(piece, Day) and piece.iso:
        return f'<time datetime="{escape(piece.iso)}">{shown}</time>'
    return shown


def render(template: str, **values: object) -> str:
    """A template filled in; a value it misses is an error."""
    return _template(template).render(**values).strip() + "\n"


def macro(template: str, name: str, *values: object) -> Markup:
    """One macro of a template, called with these values."""
    made: Markup = getattr(_template(template).module, name)(*values)
    return made


@cache
def _template(name: str) -> Template:
    return _environment().get_template(name)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("alliance_docs.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        bytecode_cache=CompiledTemplates(),
    )
    environment.filters.update({"plain": texts.plain, "name": texts.name, "words": words, "text": texts.html})
    environment.globals["numbered"] = _numbered
    return environment


def _numbered(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
