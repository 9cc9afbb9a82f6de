"""Alliances with hostile texts in all their fields, dealt by a seed so that each gets its turn in fields of every kind.

Texts are dealt from decks: one for clause texts, one for what is shown in a line, one for what Git holds, one for what only
an old revision may hold. Knows YAML and commits as people make them, and nothing of the product.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

TOGETHER = 200
"""Texts in one alliance."""
TURNS = 40
"""Revisions of one alliance; each holds as many texts of Git as it has fields."""
_GROWS = 4
"""Every so many revisions an entry of every kind is added; in between the file gets another name."""
_ODD = 8
"""Every so many revisions one holds what cannot be read today."""

TEXT, LINE, GIT, OLD = "text", "line", "git", "old"
"""The decks, which stand in the tables below for a text of theirs."""

_ABOUT = {"title": LINE, "topic": LINE}
_ENTRIES: Mapping[str, Mapping[str, Any]] = {
    "parties": {"id": "p#", "name": LINE, "left": "2024-01-01"},
    "commitments": {"id": "c#", "owner": "maren", **_ABOUT, "text": TEXT},
    "agreements": {"id": "a#", **_ABOUT, "text": TEXT, "backed_by": ["c#"]},
    "questions": {"id": "q#", "section": LINE, "text": TEXT},
    "expectations": {"id": "e#", "holder": "maren", **_ABOUT, "text": TEXT},
    "requests": {"id": "r#", "from": "maren", "to": "jonas", "reply": "declined", **_ABOUT, "text": TEXT, "why": TEXT},
    "boundaries": {"id": "b#", "owner": "jonas", **_ABOUT, "text": TEXT},
    "confidentiality": {"id": "k#", "owner": "each", **_ABOUT, "text": TEXT, "except": TEXT},
    "concerns": {"id": "n#", "raised_by": "jonas", "date": "DAY", **_ABOUT, "seen": TEXT, "my_side": TEXT},
    "drops": {
        "id": "d#",
        "owner": "maren",
        "date": "2024-01-20",
        "about": "c#",
        **_ABOUT,
        "acknowledged": {"date": "2024-01-21", "text": TEXT, "by": "maren"},
        "pattern": TEXT,
        "repair": [{"text": TEXT, "due": "2024-03-01"}],
    },
    "appreciation": {"date": "DAY", "from": "maren", "to": "jonas", "text": TEXT},
    "session": {"date": "DAY", "place": LINE},
    "considered": {"check": "way-out", "clause": "commitments/c#", "by": "maren", "why": TEXT},
    "held": {"date": "DAY", "by": "jonas", "kept": TEXT, "changed": TEXT, "why": TEXT},
    "answers": {"maren": TEXT},
}
"""An entry of every list; # is its number. Held reviews and answers stand deeper in the file."""
_SCALARS: Mapping[str, str] = {
    "title": LINE,
    "kind": LINE,
    **dict.fromkeys(("purpose", "context", "status/why", "feedback/offer", "feedback/receive", "answers/hopes/jonas"), TEXT),
    **dict.fromkeys((f"backup_plan/{part}" for part in ("in_conflict", "after_a_break", "way_back")), TEXT),
    **dict.fromkeys((f"backup_plan/{part}" for part in ("if_ending", "outside_help")), TEXT),
}
_AT_ONCE = 4
"""Scalars that get other words in one revision."""


class Commit(NamedTuple):
    """What one commit holds; of its files those without content are taken away."""

    author: str
    message: str
    files: Mapping[str, str | None]


class Deck:
    """Texts in turns: all of them, in an order of their own each time, before one comes again."""

    def __init__(self, texts: Sequence[str], rng: Random) -> None:
        self._texts = texts
        self._rng = rng
        self._left: list[str] = []
        self.dealt: set[str] = set()

    def deal(self) -> str:
        """The next text."""
        if not self._left:
            self._left = self._rng.sample(self._texts, len(self._texts))
        self.dealt.add(text := self._left.pop())
        return text


class Book:
    """One alliance and its history. `placed` counts the texts in each field, `shown` tells which must be seen and where."""

    def __init__(self, number: int, texts: Sequence[str], rng: Random) -> None:
        self.name = f"book-{number}"  # its id, and so its folder on the site
        self.texts = texts
        self.placed: Counter[str] = Counter()
        self.shown: list[tuple[str, str]] = []
        self._decks = {name: Deck(texts, rng) for name in (TEXT, LINE, GIT, OLD)}
        self._lists: dict[str, list[Any]] = {name: [] for name in _ENTRIES}
        self._scalars = {name: self._deal(name, deck) for name, deck in _SCALARS.items()}

    @property
    def missed(self) -> list[str]:
        """Which texts were never a clause text, never a line or never in Git."""
        return [text for text in self.texts if any(text not in self._decks[name].dealt for name in (TEXT, LINE, GIT))]

    def commits(self) -> Iterator[Commit]:
        """Its whole history; the last revision moves some words to other clauses, and lets go of some."""
        path = f"alliances/{self.name}.yml"
        scalars = list(_SCALARS)
        for turn in range(TURNS):
            before, number = path, turn // _GROWS
            if turn % _GROWS == 0:
                for name, entry in _ENTRIES.items():
                    self._lists[name].append(self._filled(entry, name, number))
            if turn % _GROWS == 1:
                path = f"alliances/{as_name(self._deal('folder', GIT))}/{as_name(self._deal('file', GIT))}.yml"
            for name in scalars[: _AT_ONCE if turn else 0]:
                self._scalars[name] = self._deal(name, _SCALARS[name])
            scalars = scalars[_AT_ONCE:] + scalars[:_AT_ONCE]
            if turn == TURNS - 1:
                self._let_go()
            content = self._source(odd=turn % _ODD == _ODD - 1 and turn < TURNS - 1)
            yield self._commit({before: None, path: content} if before != path else {path: content})
        self.shown += self._scalars.items()

    def _let_go(self) -> None:
        promises, agreements = self._lists["commitments"], self._lists["agreements"]
        words = [entry["text"] for entry in promises]
        for entry, text in zip(promises, words[1:] + words[:1], strict=True):
            entry["text"] = text
        gone = agreements[len(agreements) // 2 :]
        del agreements[-len(gone) :]
        for entry in gone:  # its topic was a heading, and what is over is told without
            self.shown.remove(("agreements.topic", entry["topic"]))

    def _deal(self, name: str, deck: str) -> str:
        self.placed[name] += 1
        return self._decks[deck].deal()

    def _filled(self, entry: Any, name: str, number: int) -> Any:  # noqa: ANN401 - JSON
        """An entry of a table with its number, a day and texts."""
        if isinstance(entry, Mapping):
            return {key: self._filled(value, f"{name}.{key}", number) for key, value in entry.items()}
        if isinstance(entry, list):
            return [self._filled(value, name, number) for value in entry]
        if entry in self._decks:
            self.shown.append((name, text := self._deal(name, entry)))
            return text
        return f"2024-{number + 1:02}-11" if entry == "DAY" else entry.replace("#", str(number))

    def _source(self, *, odd: bool) -> str:
        """The file, as JSON, which is YAML too."""
        made: dict[str, Any] = {"id": self.name, "audience": "public", **self._lists}
        made["parties"] = [{"id": "maren", "name": "Maren"}, {"id": "jonas", "name": "Jonas"}, *made["parties"]]
        made["reviews"] = {"next": "2024-05-01", "held": made.pop("held")}
        made["answers"] = {f"q{number}": answers for number, answers in enumerate(made["answers"])}
        made["status"] = {"state": "paused", "since": "2024-01-01"}
        for name, text in self._scalars.items():
            *way, last = name.split("/")
            inner = made
            for step in way:
                inner = inner.setdefault(step, {})
            inner[last] = text
        return json.dumps(made | (self._oddities(made) if odd else {}), ensure_ascii=False, indent=0)

    def _oddities(self, made: Mapping[str, Any]) -> dict[str, Any]:
        """Texts as keys, ids and links, which only an earlier revision may hold."""
        one = {name: self._deal(name, OLD) for name in ("key", "id", "owner", "link", "language", "assent")}
        promise = {"id": one["id"], "owner": one["owner"], "text": "x", "about": one["link"]}
        return {
            one["key"]: [one["key"]],
            "lang": one["language"],
            "assent": [{"party": one["assent"], "date": one["assent"]}],
            "commitments": [*made["commitments"], promise],
        }

    def _commit(self, files: Mapping[str, str | None]) -> Commit:
        author, subject, body, trailer, other, mail = (
            self._deal(name, GIT) for name in ("author", "subject", "body", "trailer", "co-author", "e-mail")
        )
        return Commit(author, f"{subject}\n\n{body}\n\nWith: {trailer}\nCo-authored-by: {other} <{mail}>", files)


def as_name(text: str) -> str:
    """The text as the name of a file or a folder."""
    return re.sub(r"[/\0]", "|", text).lstrip(". ")[:60] or "x"
