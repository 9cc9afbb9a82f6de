"""R5: an edit changes only what it is meant to change, whatever the style of the file; PyYAML reads what came of it."""

import re
from collections.abc import Iterator, Sequence
from copy import deepcopy
from itertools import pairwise
from random import Random
from typing import Any

import yaml  # type: ignore[import-untyped]  # its types are a package of their own

from alliance_docs.errors import AllianceError
from alliance_docs.writing.amend import put
from alliance_docs.writing.edit import write_ids
from tests.torture import Outcome
from tests.torture.styles import STYLES, Tree, Writer

_WORDS = (
    "I",
    "say",
    "it",
    "before",
    "dinner",
    "no",
    "12:30",
    "we",
    "don't",
    "café",
    "at once",
    "“so”",
    "yes",
    "now",
    "1e3",
    "😀",
)
_ODD = (
    "- no",
    "# no",
    "a: b",
    "a #b",
    "",
    " led",
    "two\nlines",
    "{x}",
    "[y",
    "'",
    '"',
    "%",
    "@x",
    "&a",
    "*b",
    "!t",
    "|",
    ">",
    "tab\there",
)
_REFUSED_AT_MOST = 0.02
"""Edits that may be left to people, because the file is written in a way that has no place for them."""
_SQUASHED = re.compile(r"[\s'\"\\>|+-]+")


def run(seed: int, size: int) -> Outcome:
    """Make that many edits, each in a document of its own."""
    rng = Random(seed)  # noqa: S311 - no secret
    broken: list[str] = []
    refused = 0
    used: set[str] = set()
    for number in range(size):
        styles = frozenset(rng.sample(STYLES, rng.randint(0, 4))) if rng.random() < 0.95 else frozenset({"json"})
        used |= styles
        tree = document(rng)
        source = Writer(styles, rng).write(tree)
        if _read(source) != tree:
            broken.append(f"edit {number}: the trial wrote another document than it meant ({sorted(styles)})")
            continue
        try:
            broken += [f"edit {number} ({', '.join(sorted(styles))}): {fault}" for fault in faults(source, tree, rng)]
        except AllianceError as error:
            refused += 1
            if "without changing" not in error.message:
                broken.append(f"edit {number} ({', '.join(sorted(styles))}): {error.message}")
    if refused > size * _REFUSED_AT_MOST:
        broken.append(f"{refused} edits were refused")
    what = f"edits in {len(used)} styles: all other bytes as they were, PyYAML reads what was meant; {refused} refused"
    return Outcome("R5", what, size, tuple(broken))


def _read(source: bytes) -> Any:  # noqa: ANN401 - any value of YAML
    """What PyYAML makes of a file, all of it texts."""
    return yaml.load(source, getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - it makes texts alone


def document(rng: Random) -> dict[str, Tree]:
    """An alliance of random texts."""
    tree: dict[str, Tree] = {"title": _text(rng), "parties": [{"id": "ana", "name": "Ana"}, {"id": "ben", "name": "Ben"}]}
    tree["purpose"] = _text(rng)
    for section, owner in (("commitments", "owner"), ("boundaries", "owner"), ("expectations", "holder")):
        if rng.random() < 0.7:
            tree[section] = [_entry(rng, number, owner) for number in range(rng.randint(1, 3))]
    if rng.random() < 0.5:
        tree["backup_plan"] = {"in_conflict": _text(rng), "way_back": _text(rng)}
    if rng.random() < 0.5:
        tree["agreements"] = [{"id": "we", "text": _text(rng), "backed_by": [*("one", "two")[: rng.randrange(3)]]}]
    if rng.random() < 0.3:
        tree["answers"] = {"hopes": {"ana": _text(rng)}}
    return tree


def _entry(rng: Random, number: int, owner: str) -> Tree:
    entry: dict[str, Tree] = {"id": f"one-{number}"} if rng.random() < 0.6 else {}
    return {
        **entry,
        owner: rng.choice(("ana", "ben")),
        "text": _text(rng),
        **({"topic": "Home"} if rng.random() < 0.2 else {}),
    }


def _text(rng: Random) -> str:
    words = " ".join(rng.choices(_WORDS, k=rng.randint(1, 12)))
    return words if rng.random() < 0.8 else f"I {words}{rng.choice((': x', ' # y', ', z', '?', '!'))}"


def faults(source: bytes, tree: dict[str, Tree], rng: Random) -> Iterator[str]:
    """What one edit does that it should not."""
    if rng.random() < 0.15:
        after = write_ids(source, "a.yml")
        read = _read(after)
        if _without_ids(read) != _without_ids(tree):
            yield "writing ids changed something else"
        if not _is_kept(source, after):
            yield "writing ids lost bytes"
        return
    where, value, old = _edit(tree, rng)
    after = put(source, "a.yml", where, value)
    meant = _put(deepcopy(tree), where, value)
    if _read(after) != meant:
        yield f"{where} = {value!r} reads otherwise"
    if old is None and not _is_kept(source, after):
        yield f"{where} = {value!r} lost bytes"
    if old is not None and not _is_replaced(source, after, old):
        yield f"{where}: {old!r} -> {value!r} changed more than the value"


def _edit(tree: dict[str, Tree], rng: Random) -> tuple[tuple[str | int | None, ...], Any, str | None]:
    """The way to a value, the value, and the text that is replaced, None where something new is put in."""
    lists = [name for name in ("commitments", "boundaries", "expectations") if name in tree]
    text = (rng.choice(_ODD) if rng.random() < 0.3 else _text(rng)) or "x"
    plan = tree.get("backup_plan")
    repair = [{"text": text, "due": "2024-05-01"}]
    ways: list[tuple[tuple[str | int | None, ...], Any, str | None]] = [
        (("requests", None), {"id": "new", "from": "ana", "to": "ben", "text": text}, None),
        (("purpose",), text, str(tree["purpose"])),
        (("backup_plan", "way_back"), text, str(plan["way_back"]) if isinstance(plan, dict) else None),
        (("answers", "tone", "ben"), text, None),
        (("drops", None), {"id": "d", "owner": "ana", "acknowledged": {"text": text}, "repair": repair}, None),
    ]
    for section in lists:
        entries: Any = tree[section]
        place = rng.randrange(len(entries))
        ways += [
            ((section, None), {"id": "new", "owner": "ana", "text": text}, None),
            ((section, place, "text"), text, entries[place]["text"]),
            ((section, place, "since"), "2024-05-01", None),
        ]
    return rng.choice(ways)


def _put(tree: Any, where: Sequence[str | int | None], value: Any) -> Any:  # noqa: ANN401 - any value of YAML
    """The plain tree with the value in it."""
    inner = tree
    for step, following in pairwise(where):
        if isinstance(step, str) and step not in inner:
            inner[step] = [] if following is None else {}
        inner = inner[step]
    if where[-1] is None:
        inner.append(value)
    else:
        inner[where[-1]] = value
    return tree


def _without_ids(tree: Any) -> Any:  # noqa: ANN401 - any value of YAML
    if isinstance(tree, dict):
        return {name: _without_ids(value) for name, value in tree.items() if name != "id"}
    return [_without_ids(value) for value in tree] if isinstance(tree, list) else tree


def _is_kept(before: bytes, after: bytes) -> bool:
    """Whether every byte of the file is still there, in order."""
    rest = iter(after)
    return all(byte in rest for byte in before)


def _is_replaced(before: bytes, after: bytes, old: str) -> bool:
    """Whether nothing is gone but a part of the old value and of what was written around it."""
    start = next(
        (place for place, (was, now) in enumerate(zip(before, after, strict=False)) if was != now),
        min(len(before), len(after)),
    )
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    gone = before[start : len(before) - end].decode(errors="ignore")
    plain = (
        gone if "\\u" not in gone and "\\" not in gone else gone.encode("ascii", "ignore").decode("unicode_escape", "ignore")
    )
    kept = _SQUASHED.sub("", old.encode("utf-16", "surrogatepass").decode("utf-16"))
    return _SQUASHED.sub("", plain) in kept or "\\" in gone
