"""Writes one and the same document in the many styles in which people write YAML, each style a switch of its own."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"

STYLES = (
    *("crlf", "bom", "no last line end", "deep lists", "wide", "comments", "tabs in comments", "trailing blanks"),
    *("folded", "literal", "single quotes", "double quotes", "flow entries", "flow lists", "blank lines", "document marks"),
)
"""The switches; a document has a few of them at once. `json` stands for itself."""


@dataclass
class Writer:
    """Writes a tree; what is left to chance comes from `rng`."""

    styles: frozenset[str]
    rng: Random
    _lines: list[str] = field(default_factory=list)

    def write(self, tree: dict[str, Tree]) -> bytes:
        """The document in these styles."""
        if "json" in self.styles:
            text = json.dumps(tree, ensure_ascii=False, indent=self.rng.choice((None, 2, 4))) + "\n"
        else:
            text = "\n".join(self._document(tree)) + "\n"
        if "no last line end" in self.styles:
            text = text.rstrip("\n")
        if "crlf" in self.styles:
            text = text.replace("\n", "\r\n")
        return (b"\xef\xbb\xbf" if "bom" in self.styles else b"") + text.encode()

    def _document(self, tree: dict[str, Tree]) -> Iterator[str]:
        if "document marks" in self.styles:
            yield "---"
        for name, value in tree.items():
            if "blank lines" in self.styles:
                yield ""
            if "comments" in self.styles and self.rng.random() < 0.5:
                yield f"# about {name}: it's [said] {{here}}"
            yield from self._pair(name, value, 0)
        if "document marks" in self.styles:
            yield "..."

    def _pair(self, name: str, value: Tree, depth: int) -> Iterator[str]:
        if isinstance(value, str):
            yield from self._text(f"{name}:", value, depth)
        elif isinstance(value, dict):
            yield self._ended(f"{name}:")
            step = 4 if "wide" in self.styles else 2
            for inner, deeper in value.items():
                yield from (f"{' ' * step}{line}" if line else "" for line in self._pair(inner, deeper, depth + step))
        elif all(isinstance(one, str) for one in value) and ("flow lists" in self.styles or not value):
            yield self._ended(f"{name}: {_flow(value)}")
        else:
            yield self._ended(f"{name}:")
            yield from self._list(value, depth)

    def _list(self, entries: Sequence[Tree], depth: int) -> Iterator[str]:
        before = "    " if "wide" in self.styles else "  " if "deep lists" in self.styles else ""
        for entry in entries:
            if "comments" in self.styles and self.rng.random() < 0.2:
                yield f"{before}# next - one: {{"
            if isinstance(entry, dict) and not ("flow entries" in self.styles and _is_flat(entry)):
                lines = [line for pair in entry.items() for line in self._pair(*pair, depth + len(before) + 2)]
                yield from (f"{before}{'  ' if number else '- '}{line}" if line else "" for number, line in enumerate(lines))
            else:
                yield self._ended(f"{before}- {_flow(entry)}")

    def _text(self, key: str, text: str, depth: int) -> Iterator[str]:
        words = text.split(" ")
        long = len(words) > 5 and "  " not in text and depth < 8
        if long and "folded" in self.styles and self.rng.random() < 0.6:
            yield f"{key} >-"
            yield from (f"  {' '.join(words[start : start + 4])}" for start in range(0, len(words), 4))
        elif long and "literal" in self.styles and self.rng.random() < 0.6:
            yield f"{key} |-"
            yield f"  {text}"
        else:
            yield self._ended(f"{key} {self._scalar(text)}")

    def _scalar(self, text: str) -> str:
        if "double quotes" in self.styles and self.rng.random() < 0.6:
            return json.dumps(text, ensure_ascii=max(text) < "\ud800" and self.rng.random() < 0.5)
        if "single quotes" in self.styles and self.rng.random() < 0.6:
            return "'" + text.replace("'", "''") + "'"
        return text if _is_plain(text) else json.dumps(text, ensure_ascii=False)

    def _ended(self, line: str) -> str:
        """A line with what may stand behind it."""
        if self.styles & {"comments", "tabs in comments"} and self.rng.random() < 0.3:
            blank = "\t" if "tabs in comments" in self.styles else " "
            return f"{line}  #{blank}so: 'it'{blank}is"
        return f"{line}{' ' * self.rng.randrange(3)}" if "trailing blanks" in self.styles else line


def _is_flat(entry: dict[str, Tree]) -> bool:
    return all(isinstance(value, str) for value in entry.values())


def _is_plain(text: str) -> bool:
    inside = not any(sign in text for sign in (": ", " #", "\n", "\t", "\\"))
    return inside and bool(text) and text == text.strip() and text[0].isalpha() and text[-1] != ":" and text[0].isascii()


def _flow(value: Tree) -> str:
    """A value on one line, in braces and brackets; texts are quoted where they have to be."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(inner)}" for name, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_flow(inner) for inner in value) + "]"
    safe = _is_plain(value) and value.replace(" ", "").replace("-", "").isalnum()
    return value if safe else json.dumps(value, ensure_ascii=False)
