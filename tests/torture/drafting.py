"""Random edits of alliances whose words stand nowhere else, so that a trial can say of any output which text came through.

Knows what people may write, and nothing of the product.
"""

from dataclasses import dataclass, field, replace
from random import Random

from tests.torture.sheets import CANARY, FIXED, ITEMS, LINKS, Entry, Sheet

_LETTERS = "abcdefghijklmnoprstuvwxy"
_CONSONANTS, _VOWELS = "bdfgklmnprst", "aeiou"

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
