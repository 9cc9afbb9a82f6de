"""The shapes in which an agreement's clauses are shown; filled by `clauses` and `sections`, laid out by `parts.html`."""

from dataclasses import dataclass

from markupsafe import Markup

NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Row:
    """A line below a text: words, a text of its own, or both. `done`: None but for a step, which is done or not."""

    label: str
    words: Markup = NOTHING
    text: Markup = NOTHING
    done: bool | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """One party's answer to a question."""

    who: Markup
    text: Markup
    anchor: str
    life: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class Card:
    """One clause: `who` stands above, `rows` below the text, `notes` are the small print, `life` since when it holds."""

    anchor: str
    title: str = ""
    who: Markup = NOTHING
    text: Markup = NOTHING
    rows: tuple[Row, ...] = ()
    notes: tuple[Markup, ...] = ()
    voices: tuple[Voice, ...] = ()
    life: Markup = NOTHING


@dataclass(frozen=True, slots=True)
class Group:
    """Finished cards under a heading of their own, which is empty for those right below the section's heading."""

    heading: Markup
    anchor: str
    cards: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One section of the agreement; `anchor` is that of its heading, `fold` what is folded away below it."""

    name: str
    heading: str
    anchor: str
    groups: tuple[Group, ...]
    fold_label: str = ""
    fold: tuple[Markup, ...] = ()
