"""Reads raw commit objects: who, when, and the message taken apart. Takes bytes only, and asks no repository.

Whatever stands in a commit is read: a date that cannot be is an unknown date, an encoding that does not fit is replaced.
Nothing is cleaned here; control characters are kept as text until something is shown.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from itertools import groupby

from alliance_docs.revisions import Message, Person


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit as its object says it.

    `when` is the author's time in the author's zone, None where it is unknown. `guessed`: its text is neither in the
    encoding it names nor in UTF-8, and was read as Latin-1.
    """

    id: str
    parents: tuple[str, ...]
    author: Person
    when: datetime | None
    co_authors: tuple[Person, ...] = ()
    message: Message = field(default_factory=Message)
    guessed: bool = False


def read_commit(commit_id: str, content: bytes) -> Commit:
    """The commit a raw object holds; never fails, whatever the bytes are."""
    header, _, message = content.partition(b"\n\n")
    lines = _HEADER.findall(header)  # signatures and merged tags stand indented in it, so they have no such lines
    fields = dict(reversed(lines))  # reversed: the first of a kind counts
    encoding = fields.get(b"encoding", b"")
    signature = fields.get(b"author", b"")
    identity, _, time = signature.rpartition(b">") if b">" in signature else (signature, b"", b"")
    author, author_guessed = _person(identity, encoding)
    text, guessed = _text(message, encoding)
    read = read_message(text)
    return Commit(
        id=commit_id,
        parents=tuple(value.decode("ascii", "replace") for key, value in lines if key == b"parent"),
        author=author,
        when=_when(time),
        co_authors=co_authors(read, author) if read.trailers else (),
        message=read,
        guessed=guessed or author_guessed,
    )


def read_message(text: str) -> Message:
    """Take a message apart as git does: the first paragraph is the subject, a last one made of trailers is the trailers."""
    if "\n" not in (line := text.strip()):
        return Message(line)
    paragraphs = _paragraphs(text)
    subject = " ".join(line.strip() for line in paragraphs[0])
    trailers = _trailers(paragraphs[-1]) if len(paragraphs) > 1 else None
    body = paragraphs[1:] if trailers is None else paragraphs[1:-1]
    return Message(subject, "\n\n".join("\n".join(lines) for lines in body), tuple(trailers or ()))


def co_authors(message: Message, author: Person) -> tuple[Person, ...]:
    """Who else is named as an author, each once and in order, the author not again."""
    people: list[Person] = []
    for value in message.trailer("Co-authored-by"):
        name, _, rest = value.partition("<")
        person = Person(name.strip(), rest.partition(">")[0].strip())
        if not any(_same(person, other) for other in (author, *people)):
            people.append(person)
    return tuple(people)


def _same(one: Person, other: Person) -> bool:
    if one.email and other.email:
        return one.email.casefold() == other.email.casefold()
    return one.name.casefold() == other.name.casefold()


# Who and when

_HEADER = re.compile(rb"^(parent|author|encoding) ([^\n]*)$", re.MULTILINE)
_WIDEST_ZONE = 14
"""Hours; no place on earth is further from Greenwich."""


@lru_cache(maxsize=1024)
def _person(identity: bytes, encoding: bytes) -> tuple[Person, bool]:
    """The person of `Name <e-mail`, and whether the text was guessed."""
    name, _, email = identity.partition(b"<")
    texts = [_text(part.strip(), encoding) for part in (name, email.partition(b">")[0])]
    return Person(texts[0][0], texts[1][0]), any(guessed for _, guessed in texts)


def _when(time: bytes) -> datetime | None:
    """The time of `seconds zone`, None where that is no time."""
    seconds, _, zone = time.strip().partition(b" ")
    try:
        return datetime.fromtimestamp(int(seconds), _zone(zone)) if seconds.isdigit() else None
    except (OverflowError, ValueError, OSError):  # no calendar has it
        return None


@lru_cache(maxsize=256)
def _zone(zone: bytes) -> timezone:
    """A zone written as `+hhmm`; ValueError where there is no such zone."""
    match = re.fullmatch(rb"([+-])(\d\d)([0-5]\d)", zone)
    if match is None or int(match[2]) > _WIDEST_ZONE:
        raise ValueError("no time zone")
    return timezone(timedelta(hours=int(match[2]), minutes=int(match[3])) * (-1 if match[1] == b"-" else 1))


# Texts

_CHARSETS = ("ascii", "big5", "cp", "euc_", "gb", "iso2022", "iso8859", "koi8", "mac_", "shift_jis", "tis_", "utf_8")
"""How the names of the codecs begin that are character sets; Python has others, some of them slow on purpose-made input."""


def _text(source: bytes, encoding: bytes) -> tuple[str, bool]:
    """The bytes as text: in the encoding they name, else UTF-8, else Latin-1; and whether that last was a guess."""
    for name in (_charset(encoding), "utf-8") if encoding else ("utf-8",):
        try:
            return source.decode(name), False
        except UnicodeError:
            continue
    return source.decode("latin-1"), True


@lru_cache(maxsize=64)
def _charset(encoding: bytes) -> str:
    try:
        name = codecs.lookup(encoding.decode("ascii").strip()).name
    except (LookupError, ValueError):
        return "utf-8"
    return name if name.replace("-", "_").startswith(_CHARSETS) else "utf-8"


def _paragraphs(text: str) -> list[list[str]]:
    """The lines between blank lines, without white space at their ends."""
    lines = [line.rstrip() for line in text.split("\n")]
    return [list(group) for filled, group in groupby(lines, bool) if filled]


_TRAILER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:(.*)", re.DOTALL)
_GITS_OWN = ("Signed-off-by: ", "(cherry picked from commit ")


def _trailers(lines: list[str]) -> list[tuple[str, str]] | None:
    """The trailers a paragraph is made of, or None when it is ordinary text.

    Git's rule: every line is one, or one of git's own is among them and at least every fourth line is one.
    """
    folded = list(_unfolded(lines))
    found = [match for line in folded if (match := _TRAILER.fullmatch(line))]
    own = sum(line.startswith(_GITS_OWN) for line in folded)
    count = len(found) + sum(line.startswith(_GITS_OWN[1]) for line in folded)
    if count < len(folded) and not (own and count * 4 >= len(folded)):
        return None
    return [(match[1], match[2].strip()) for match in found]


def _unfolded(lines: list[str]) -> Iterator[str]:
    """The lines with each one that begins with white space joined to the one before it."""
    whole = ""
    for line in lines:
        if whole and line[0].isspace():
            whole += " " + line.strip()
        else:
            if whole:
                yield whole
            whole = line
    yield whole
