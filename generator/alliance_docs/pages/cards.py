"""The shapes in which an agreement's clauses are shown, filled by `clauses` and `sections`, and their HTML.

An alliance has them by the hundred, and a template would take four times as long for each.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from markupsafe import Markup

from alliance_docs.escaping import as_html, escaped, filled

NOTHING = Markup("")
_END = "</div>\n"


class Row(NamedTuple):
    """A line below a text: words, a text of its own, or both. `done`: None but for a step, which is done or not."""

    label: str
    words: Markup = NOTHING
    text: Markup = NOTHING
    done: bool | None = None


class Voice(NamedTuple):
    """One party's answer to a question."""

    who: Markup
    text: Markup
    anchor: str
    life: Markup = NOTHING


class Card(NamedTuple):
    """One clause: `who` stands above, `rows` below the text, `notes` are the small print."""

    anchor: str
    title: str = ""
    who: Markup = NOTHING
    text: Markup = NOTHING
    rows: tuple[Row, ...] = ()
    notes: tuple[Markup, ...] = ()
    voices: tuple[Voice, ...] = ()


class Group(NamedTuple):
    """Finished cards under a heading of their own, which is empty for those right below the section's heading."""

    heading: Markup
    anchor: str
    cards: tuple[Markup, ...]


class Part(NamedTuple):
    """One section of the agreement; `anchor` is that of its heading, `fold` what is folded away below it."""

    name: str
    heading: str
    anchor: str
    groups: tuple[Group, ...]
    fold_label: str = ""
    fold: tuple[Markup, ...] = ()


def card_html(card: Card) -> Markup:
    """A card; its end is where `with_life` puts what it adds."""
    opening = filled('<div class="al-clause" id="{}">\n', card.anchor) if card.anchor else '<div class="al-clause">\n'
    return as_html("".join((opening, *_inside(card), _END)))


def _inside(card: Card) -> Iterator[str]:
    if card.who:
        yield f'<p class="al-who">{card.who}</p>\n'
    if card.title:
        yield f'<p class="al-title">{escaped(card.title)}</p>\n'
    if card.text:
        yield f'<div class="al-text">{card.text}</div>\n'
    if card.voices:
        yield f'<dl class="al-voices">\n{"".join(map(_voice, card.voices))}</dl>\n'
    if card.rows:
        yield f'<ul class="al-rows">\n{"".join(map(_row, card.rows))}</ul>\n'
    if card.notes:
        yield f'<p class="al-notes">{" · ".join(card.notes)}</p>\n'


def _voice(voice: Voice) -> str:
    said = f"<dt>{voice.who}</dt><dd>{voice.text}{voice.life}</dd>"
    return f'<div id="{escaped(voice.anchor)}">{said}</div>\n'


def _row(row: Row) -> str:
    if row.done is None:
        told = "".join(f" {told}" for told in (row.words, row.text) if told)
        return f"<li><b>{escaped(row.label)}</b>{told}</li>\n"
    sign = f'<span class="al-sign" aria-hidden="true">{"✓" if row.done else "○"}</span>'
    return f'<li class="al-step">{sign}{row.text}<span class="al-when">{row.words}</span></li>\n'


def with_life(card: Markup, life: Markup) -> Markup:
    """A finished card with what is told of its life at its end."""
    return as_html(f"{card.removesuffix(_END)}{life}{_END}") if life else card


def part_html(part: Part, level: int, principles: Markup = NOTHING) -> Markup:
    """A section whose heading is of this level."""
    pieces = [f'<section class="al-part al-part-{escaped(part.name)}">\n', _heading(part.heading, part.anchor, level)]
    for group in part.groups:
        if group.heading:
            pieces.append(_heading(group.heading, group.anchor, level + 1))
        pieces += group.cards
    if part.fold:
        pieces += _folded(part)
    if principles:
        pieces.append(
            f'<p class="al-principles" data-search-exclude><span class="al-h">Principles: </span>{principles}</p>\n'
        )
    pieces.append("</section>\n")
    return as_html("".join(pieces))


def _heading(words: str, anchor: str, level: int) -> str:
    return f'<h{level} id="{escaped(anchor)}">{escaped(words)}</h{level}>\n'


def _folded(part: Part) -> Iterable[str]:
    count = f'<span class="al-count">{len(part.fold)}</span>'
    summary = f"<summary>{escaped(part.fold_label)} {count}</summary>\n"
    return ('<details class="al-fold">\n', summary, *part.fold, "</details>\n")
