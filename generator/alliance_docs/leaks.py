"""The last look before a site is published: no text that is hidden from this audience may stand in any output file.

Works on the finished files alone and trusts nothing that made them. The hidden texts come from Git at run time and are
never written anywhere; a leak names the output file and the clause, never the text.

A text of 24 characters or more is searched by every window of 24 characters that occurs in nothing this audience may see
and not in the product's own words, so that a fragment is found and a sentence that is public elsewhere is not. A shorter
one is searched only as the whole content of an element, an attribute or a string.
"""

import gzip
import html
import json
import re
import unicodedata
import zlib
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from alliance_docs.diff import field_of
from alliance_docs.model import Alliance
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.vocabulary import FieldKind

WINDOW = 24
_SHORTEST = 4  # below this a text is a mere word part and says nothing
_WORDED = (FieldKind.PROSE, FieldKind.LINE, FieldKind.TOPIC)
_TAG = re.compile(r"<[^>]*>")
_REMOVED = re.compile(r"<del\b.*?</del>", re.DOTALL)
_ADDED = re.compile(r"<ins\b.*?</ins>", re.DOTALL)
_ASIDE = re.compile(r'<span class="al-h">[^<]*</span>')  # words in a mark that are for screen readers
_ATTRIBUTE = re.compile(r"""=\s*(?:"([^"]*)"|'([^']*)')""")
_JSON_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Leak:
    """A hidden text found in an output file; `clause` is its address or the commit whose message it is."""

    file: str
    alliance: str
    clause: str


def hidden_texts(whole: Sequence[Timeline], shown: Sequence[Timeline]) -> dict[str, tuple[str, str]]:
    """Every text of every revision that is in `whole` and in nothing of `shown`: text -> (alliance path, clause)."""
    readable = {text for timeline in shown for _, text in _texts(timeline)}
    visible = set(map(fold, readable))
    found: dict[str, tuple[str, str]] = {}
    for timeline in whole:
        for where, text in _texts(timeline):
            if text not in readable and len(folded := fold(text)) >= _SHORTEST and folded not in visible:
                found.setdefault(folded, (timeline.path, where))
    return found


def visible_text(shown: Sequence[Timeline]) -> str:
    """Everything this audience may read, and the product's own words, folded, for telling a leak from a coincidence."""
    readable = {text for timeline in shown for _, text in _texts(timeline)}
    return "\n".join([*map(fold, sorted(readable)), fold_own_words()])


def find_leaks(
    site: Path, hidden: Mapping[str, tuple[str, str]], visible: str, trusted: Container[str] = ()
) -> Iterator[Leak]:
    """The leaks in a folder of output files, at most one for each file and clause, in the order of file names.

    `trusted` are files that were copied from the theme and cannot hold anybody's words. Cost: one pass over the distinct
    lines of all other files; what every page repeats is looked at once.
    """
    windows, wholes = _search_terms(hidden, visible)
    if not windows and not wholes:
        return
    seen: set[str] = set()
    clean: set[str] = set()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        name = path.relative_to(site).as_posix()
        if name in trusted:
            continue
        lines = [line for line in _text(path).split("\n") if line not in clean]
        found = {hidden[text] for text in _hits(_readings(name, "\n".join(lines)), windows, wholes, seen)}
        if not found:
            clean.update(line for line in lines if _is_whole(line))
        for alliance, clause in sorted(found):
            yield Leak(name, alliance, clause)


def fold(text: str) -> str:
    """A text as it is compared: compatibility form, case folded, blanks collapsed, invisible characters gone."""
    if not text.isascii():  # most lines of a site are: its scripts and styles
        text = "".join(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) != "Cf")
    return _BLANKS.sub(" ", text.casefold()).strip()


# What is hidden


def _texts(timeline: Timeline) -> Iterator[tuple[str, str]]:
    yield from _alliance_texts(timeline.alliance)
    for revision in timeline.revisions:
        if revision.alliance is not None:
            yield from _alliance_texts(revision.alliance)
        yield from _message_texts(revision)


def _alliance_texts(alliance: Alliance) -> Iterator[tuple[str, str]]:
    for clause in alliance.clauses:
        for name, value in clause.fields.items():
            known = field_of(clause, name)
            if known is not None and known.kind in _WORDED:
                yield clause.address, value if isinstance(value, str) else " ".join(value)


def _message_texts(revision: Revision) -> Iterator[tuple[str, str]]:
    yield f"the message of {revision.short}", revision.message.subject
    for paragraph in revision.message.body.split("\n\n"):
        yield f"the message of {revision.short}", paragraph


@cache
def fold_own_words() -> str:
    """The words of the product and of the theme, which stand on every site."""
    folders: list[Traversable] = [files("alliance_docs"), files("material") / "templates" / "partials"]
    return "\n".join(fold(_TAG.sub("\n", text)) for folder in folders for text in _sources(folder))


def _sources(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            if entry.name != "demo":
                yield from _sources(entry)
        elif entry.name.endswith((".md", ".html", ".py", ".js")):
            yield entry.read_text(encoding="utf-8")


# Searching


def _search_terms(hidden: Mapping[str, tuple[str, str]], visible: str) -> tuple[dict[str, str], dict[str, str]]:
    """Windows and whole texts to search for, each with the hidden text it belongs to; memory grows with what is hidden."""
    windows = {window: text for text in hidden for window in _windows(text)}
    if windows:
        for line in dict.fromkeys(visible.split("\n")):
            for window in _windows(line):
                windows.pop(window, None)
    return windows, {text: text for text in hidden if len(text) < WINDOW and text not in visible}


def _windows(text: str) -> Iterator[str]:
    return (text[start : start + WINDOW] for start in range(len(text) - WINDOW + 1))


def _hits(readings: Iterable[str], windows: Mapping[str, str], wholes: Mapping[str, str], seen: set[str]) -> Iterator[str]:
    """The hidden texts in these lines; `seen` remembers the lines without one, over all files."""
    for line in readings:
        if line in seen:
            continue
        folded = fold(line)
        found = wholes.get(folded)
        if found is None and windows:
            ends = range(len(folded) - WINDOW + 1)
            found = next((windows[folded[at : at + WINDOW]] for at in ends if folded[at : at + WINDOW] in windows), None)
        if found is None:
            seen.add(line)
        else:
            yield found


def _is_whole(line: str) -> bool:
    """Whether a line can be judged without its neighbours: no tag or attribute goes on in the next one."""
    return line.count("<") == line.count(">") and line.count('"') % 2 == 0


def _readings(name: str, text: str) -> Iterator[str]:
    """A file's lines as a reader, a parser and a search index would see them, and its own name."""
    yield name
    yield from _strings(text)
    marked = html.unescape(text)
    yield from marked.split("\n")
    yield from (value for pair in _ATTRIBUTE.findall(text) for value in map(html.unescape, pair))
    yield from _told(text)


def _told(marked: str) -> Iterator[str]:
    """The text without its tags: piece by piece, then as a whole; of a redline the newer and the older wording, each alone.

    Both wordings at once would make sentences that nobody wrote, and false alarms of them.
    """
    yield from html.unescape(_TAG.sub("\n", marked)).split("\n")
    bare = _ASIDE.sub("", marked)
    for one in (_REMOVED.sub("", bare), _ADDED.sub("", bare)):
        yield from html.unescape(_TAG.sub("", one)).split("\n")


def _text(path: Path) -> str:
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError, zlib.error):
            return ""
    return content.decode("utf-8", errors="replace")


def _strings(text: str) -> Iterator[str]:
    """The strings of a script or JSON file, decoded, once more without tags (search indexes hold HTML in strings)."""
    for literal in _JSON_STRING.findall(text):
        if "\\" not in literal and "<" not in literal and "&" not in literal:
            yield literal[1:-1]
            continue
        try:
            value = json.loads(literal)
        except ValueError:
            continue
        yield from _told(value)
