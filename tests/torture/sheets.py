"""States of alliances whose every text, id and name holds a word of its own that stands nowhere else, as YAML.

Knows YAML as people write it, and nothing of the product.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

CANARY = re.compile("zq[a-z]{8}")

ITEMS = {
    "commitments": ("owner", ("text",)),
    "agreements": ("", ("text",)),
    "boundaries": ("owner", ("text",)),
    "expectations": ("holder", ("text",)),
    "requests": ("from", ("text", "why")),
    "confidentiality": ("owner", ("text", "except")),
    "drops": ("owner", ("acknowledged.text", "pattern")),
    "concerns": ("raised_by", ("seen", "my_side")),
    "questions": ("", ("text",)),
}
"""Sections that are lists: the key that says whose an entry is, and its texts."""

FIXED = ("purpose", "context", "backup_plan/in_conflict", "backup_plan/way_back", "feedback/offer", "answers/hopes/ana")
LINKS = {
    "agreements": "backed_by",
    "drops": "about",
    "requests": "commitment",
    "concerns": "about",
    "expectations": "became",
}

_BESIDES: dict[str, dict[str, str]] = {
    "requests": {"to": "ben"},
    "questions": {"section": "intentions"},
    "drops": {"date": "2024-02-01"},
    "concerns": {"date": "2024-02-01"},
}
"""What an entry needs that is no text."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause in one state of a file; `number` is the same in all states of the same clause.

    `place` is its section, or its whole address where that is fixed; `link` is the id of another one.
    """

    number: int
    place: str
    id: str
    texts: tuple[str, ...]
    private: bool = False
    published: bool = False
    link: str = ""
    topic: str = ""

    @property
    def address(self) -> str:
        """Where it stands, as `private` would name it; "" where nothing names it."""
        if "/" in self.place or self.place not in ITEMS:
            return self.place
        return f"{self.place}/{self.id}" if self.id else ""

    @property
    def words(self) -> set[str]:
        """Its own words."""
        return set(CANARY.findall(" ".join((self.id, self.topic, *self.texts))))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One state of one file; `number` is the same in all states of one alliance."""

    number: int
    path: str
    title: str
    declared: str
    public: bool = True
    entries: tuple[Entry, ...] = ()
    listed: tuple[str, ...] = ()
    redacted: tuple[str, ...] = ()
    revisions: tuple[str, ...] = ()
    broken: str = ""
    mail: str = ""
    agreed: str = ""

    def is_private(self, entry: Entry) -> bool:
        """Whether this state marks the entry: itself, by its address, or by anything above; an answer by its question."""
        above = entry.address.split("/")
        names = {"/".join(above[:length]) for length in range(1, len(above) + 1)} | {entry.place.split("/")[0]}
        if entry.private or names & set(self.listed):
            return True
        asked = entry.place.split("/")[1] if entry.place.startswith("answers/") else ""
        return any(self.is_private(one) for one in self.entries if asked and one.place == "questions" and one.id == asked)

    @property
    def source(self) -> bytes:
        """The file."""
        return "\n".join((*_lines(self), self.broken)).encode()


def _lines(sheet: Sheet) -> Iterator[str]:
    if sheet.declared:
        yield f"id: {sheet.declared}"
    yield f"title: {json.dumps(sheet.title)}"
    if sheet.public:
        yield "audience: public"
    yield f"parties:\n- {{id: ana, name: Ana, git: [{sheet.mail}]}}\n- {{id: ben, name: Ben}}"
    if sheet.listed:
        yield f"private: [{', '.join(sheet.listed)}]"
    if sheet.agreed:
        yield f"assent:\n- {{party: ana, date: {sheet.agreed}}}"
    entries = [*({"clause": one} for one in sheet.redacted), *({"revision": one} for one in sheet.revisions)]
    if entries:
        yield "redacted:"
        yield from (f"- {json.dumps(one | {'by': 'ana', 'why': 'Mine to tell.'})}" for one in entries)
    places = dict.fromkeys(entry.place for entry in sheet.entries)
    for place in (place for place in places if place in ITEMS):
        yield f"{place}:"
        for entry in (entry for entry in sheet.entries if entry.place == place):
            yield from _item(entry)
    yield from _fixed_lines([entry for entry in sheet.entries if entry.place not in ITEMS])


def _item(entry: Entry) -> Iterator[str]:
    owner, names = ITEMS[entry.place]
    fields: dict[str, object] = {"id": entry.id} if entry.id else {}
    if owner:
        fields[owner] = "ana"
    fields |= _BESIDES.get(entry.place, {})
    for name, text in zip(names, entry.texts, strict=False):
        outer, _, inner = name.partition(".")
        fields[outer] = {inner: text} if inner else text
    link = [entry.link] if entry.link and entry.place == "agreements" else entry.link
    marks = {"topic": entry.topic, LINKS.get(entry.place, ""): link, "private": "true" * entry.private}
    fields |= {name: value for name, value in marks.items() if name and value}
    if entry.published:
        fields["published"] = "2024-05-01"
    for number, (name, value) in enumerate(fields.items()):
        yield f"{'  ' if number else '- '}{name}: {json.dumps(value)}"


def _fixed_lines(entries: list[Entry]) -> Iterator[str]:
    tree: dict[str, object] = {}
    for entry in entries:
        inner = tree
        *way, last = entry.place.split("/")
        for step in way:
            deeper = inner.setdefault(step, {})
            assert isinstance(deeper, dict)
            inner = deeper
        inner[last] = entry.texts[0]
    yield from (f"{name}: {json.dumps(value)}" for name, value in tree.items())
