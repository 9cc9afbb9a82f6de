"""Fills our templates: one environment, compiled once, with autoescape on; nothing here knows what a page is about."""

from collections.abc import Callable, MutableMapping
from functools import cache
from types import CodeType
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.escaping import as_html, escaped
from alliance_docs.keeping.compiled import CompiledTemplates
from alliance_docs.wording import Day, Name, Phrase, Title

Links = Callable[[str], str]
"""From the address of a clause to a link that leads there, or "" where nothing does."""


def no_links(_: str) -> str:
    """For places where titles lead nowhere."""
    return ""


def words(phrase: Phrase, links: Links = no_links) -> Markup:
    """A phrase as HTML: names keep their direction, titles are set apart and lead to their clause where there is one."""
    return as_html("".join([_piece(piece, links) for piece in phrase]))


def _piece(piece: str, links: Links) -> str:
    shown = escaped(piece)
    if isinstance(piece, Name):
        return f"<bdi>{shown}</bdi>"
    if isinstance(piece, Title):
        href = links(piece.target) if piece.target else ""
        return f'<a class="al-t" href="{escaped(href)}">{shown}</a>' if href else f'<span class="al-t">{shown}</span>'
    if isinstance(piece, Day) and piece.iso:
        return f'<time datetime="{escaped(piece.iso)}">{shown}</time>'
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


class _Template(Template):
    """A template that escapes with `escaped`, several times as fast as Jinja's own."""

    @classmethod
    def from_code(
        cls,
        environment: Environment,
        code: CodeType,
        globals: MutableMapping[str, Any],  # noqa: A002 - as Jinja calls it
        uptodate: Callable[[], bool] | None = None,
    ) -> Template:
        """As Jinja does; the compiled code finds `escape` among its globals."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = escaped
        return template


class _Environment(Environment):
    template_class = _Template


@cache
def _environment() -> Environment:
    environment = _Environment(
        loader=PackageLoader("alliance_docs.pages"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,  # they lie in the package, and looking after each of them costs as much as filling it
        bytecode_cache=CompiledTemplates(),
    )
    environment.filters.update({"plain": texts.plain, "name": texts.name, "words": words, "text": texts.html})
    environment.globals["numbered"] = _numbered
    return environment


def _numbered(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
