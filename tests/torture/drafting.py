"""Alliances whose every text, id and name holds a word of its own that stands nowhere else, and random edits of them.

The words let a trial say of any output which text of which revision came through. Knows YAML as people write it, and
nothing of the product.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from random import Random

_LETTERS = "abcdefghijklmnoprstuvwxy"
_CONSONANTS, _VOWELS = "bdfgklmnprst", "aeiou"
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


_OF_ENTRIES = ("reword", "reword", "remove", "flag", "flag", "list", "unlist", "publish", "rename", "move")
_EDITS = ("add", "add", *_OF_ENTRIES, "audience", "break", "title", "path", "agree")


@dataclass
class Pen:
    """Makes new words and new edits from one seed."""

    rng: Random
    numbers: int = 0
    gone: dict[int, list[Entry]] = field(default_factory=dict)

    def canary(self) -> str:
        """A word that was never used before."""
        return "zq" + "".join(self.rng.choices(_LETTERS, k=8))

    def text(self) -> str:
        """A sentence of words that mean nothing, one of them a canary."""
        words = ["".join(self.rng.choice(_CONSONANTS) + self.rng.choice(_VOWELS) for _ in range(3)) for _ in range(9)]
        words[self.rng.randrange(1, 9)] = self.canary()
        return " ".join(words).capitalize() + "."

    def message(self) -> str:
        """What a commit says."""
        return f"{self.text()}\n\n{self.text()}\n\nReason: {self.canary()}\nEditorial: {self.canary()}\n"

    def author(self) -> str:
        """Somebody's name."""
        return f"Kim {self.canary().capitalize()}"

    def mail(self) -> str:
        """An address to write to."""
        return f"{self.canary()}@example.org"

    def number(self) -> int:
        """A number that was never used before."""
        self.numbers += 1
        return self.numbers

    def entry(self, sheet: Sheet) -> Entry:
        """A new entry for a file; an answer to a question of their own where there is one without."""
        taken = {entry.address for entry in sheet.entries}
        free = [place for place in FIXED if place not in taken]
        asked = (f"answers/{entry.id}/ben" for entry in sheet.entries if entry.place == "questions" and entry.id)
        free += [place for place in asked if place not in taken]
        if free and self.rng.random() < 0.3:
            return Entry(self._fixed(sheet, place := self.rng.choice(free)), place, "", (self.text(),))
        place = self.rng.choice(list(ITEMS))
        named = place == "questions" or self.rng.random() < 0.7
        targets = [entry.id for entry in sheet.entries if entry.id and entry.place in ("commitments", "agreements")]
        link = self.rng.choice(targets) if targets and place in LINKS and self.rng.random() < 0.5 else ""
        topic = self.text() if self.rng.random() < 0.1 else ""
        texts = tuple(self.text() for _ in ITEMS[place][1])
        return Entry(self.number(), place, self.canary() if named else "", texts, link=link, topic=topic)

    def _fixed(self, sheet: Sheet, place: str) -> int:
        """The number of what stands at a fixed place, which it keeps."""
        return -(sheet.number * 1000 + FIXED.index(place)) if place in FIXED else self.number()

    def sheet(self, folder: str = "alliances") -> Sheet:
        """A new file."""
        number = self.number()
        name = self.canary()
        sheet = Sheet(
            number,
            f"{folder}/{name}.yml",
            self.text(),
            name if self.rng.random() < 0.5 else "",
            public=self.rng.random() < 0.8,
            mail=self.mail(),
        )
        for _ in range(self.rng.randint(2, 5)):
            sheet = self.with_entry(sheet)
        return sheet

    def with_entry(self, sheet: Sheet) -> Sheet:
        """One entry more: a new one, or one that was taken out earlier."""
        let_go = self.gone.get(sheet.number, [])
        here = {entry.number for entry in sheet.entries} | {entry.address for entry in sheet.entries}
        back = [entry for entry in let_go if entry.number not in here and entry.address not in here]
        new = self.rng.choice(back) if back and self.rng.random() < 0.4 else self.entry(sheet)
        return replace(sheet, entries=(*sheet.entries, new))

    def edited(self, sheet: Sheet, *, alone: bool) -> Sheet:
        """The file after one edit; `alone`: nothing goes on beside it, so that it may be moved without an id too."""
        if sheet.broken:
            return replace(sheet, broken="")
        what = self.rng.choice(_EDITS)
        if what == "add" or not sheet.entries:
            return self.with_entry(sheet)
        if what == "path" and not (sheet.declared or alone):
            return sheet
        if what in _OF_ENTRIES:
            return self._touched(sheet, what)
        return self._as_a_whole(sheet, what)

    def keeping_more(self, sheet: Sheet) -> Sheet:
        """The file after somebody thought better of it: one more clause is private or redacted, or all of it is closed."""
        what = self.rng.choice(("list", "redact", "flag", "close"))
        named = [entry.address for entry in sheet.entries if entry.address]
        items = [place for place, entry in enumerate(sheet.entries) if entry.place in ITEMS]
        if what == "close" or not named:
            return replace(sheet, public=False)
        if what == "flag" and items:
            place = self.rng.choice(items)
            hidden = replace(sheet.entries[place], private=True, published=False)
            return replace(sheet, entries=(*sheet.entries[:place], hidden, *sheet.entries[place + 1 :]))
        address = self.rng.choice(named)
        if what == "redact":
            return replace(sheet, redacted=tuple(dict.fromkeys((*sheet.redacted, address))))
        return replace(sheet, listed=tuple(dict.fromkeys((*sheet.listed, address))))

    def _as_a_whole(self, sheet: Sheet, what: str) -> Sheet:
        if what == "audience":
            return replace(sheet, public=not sheet.public)
        if what == "agree":
            return replace(sheet, agreed=f"2024-{self.rng.randint(1, 12):02}-{self.rng.randint(1, 28):02}")
        if what == "title":
            return replace(sheet, title=self.text())
        if what == "path":
            return replace(sheet, path=f"alliances/in/{self.canary()}.yml")
        return replace(self._touched(sheet, self.rng.choice(["flag", "reword", "list"])), broken=self._break())

    def _break(self) -> str:
        one, other = self.canary(), self.canary()
        conflict = f"<<<<<<< {one}\ncontext: {one}\n=======\ncontext: {other}\n>>>>>>> {other}"
        return self.rng.choice(["title: [", f'"{one}', f"&{one} x: y", f"{one}: [{other}", conflict])

    def _touched(self, sheet: Sheet, what: str) -> Sheet:
        place = self.rng.randrange(len(sheet.entries))
        entry = sheet.entries[place]
        is_item = entry.place in ITEMS
        if what == "remove":
            self.gone.setdefault(sheet.number, []).append(entry)
            return replace(sheet, entries=sheet.entries[:place] + sheet.entries[place + 1 :])
        if what == "unlist":
            return replace(sheet, listed=sheet.listed[1:])
        if what == "list" or (what == "flag" and not is_item):
            named = entry.address if entry.address and self.rng.random() < 0.8 else entry.place.split("/")[0]
            return replace(sheet, listed=tuple(dict.fromkeys((*sheet.listed, named))))
        if what == "flag":
            new = replace(entry, private=not entry.private, published=False)
        elif what == "publish":
            new = replace(entry, private=False, published=is_item)
        elif what == "rename":
            new = replace(entry, id=self.canary() if entry.id and entry.place != "questions" else entry.id)
        elif what == "move" and entry.place in ("commitments", "agreements", "boundaries") and entry.id:
            new = replace(entry, place=self.rng.choice(("commitments", "boundaries")), link="")
        else:
            new = replace(entry, texts=tuple(CANARY.sub(self.canary(), text) for text in entry.texts))
        return replace(sheet, entries=(*sheet.entries[:place], new, *sheet.entries[place + 1 :]))


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
