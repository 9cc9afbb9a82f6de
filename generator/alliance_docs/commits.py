"""Reads raw commit objects: who, when, and the message taken apart. Takes bytes only, and asks no repository.

Whatever stands in a commit is read: a date that cannot be is an unknown date, an encoding that does not fit is replaced.
Nothing is cleaned here; control characters are kept as text until something is shown.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone

from alliance_docs.revisions import Message, Person


@dataclass(frozen=True, slots=True)
class Commit:
    """One commit as its object says it.

    `when` is the author's time in the author's zone, None where it is unknown; `committed` the committer's. `guessed`: its
    text is neither in the encoding it names nor in UTF-8, and was read as Latin-1.
    """

    id: str
    parents: tuple[str, ...]
    author: Person
    when: datetime | None
    co_authors: tuple[Person, ...] = ()
    message: Message = field(default_factory=Message)
    committed: datetime | None = None
    guessed: bool = False


def read_commit(commit_id: str, content: bytes) -> Commit:
    """The commit a raw object holds; never fails, whatever the bytes are."""
    header, _, message = content.partition(b"\n\n")
    lines = [line.partition(b" ") for line in header.split(b"\n")]
    fields = {key: value for key, _, value in reversed(lines) if key}  # reversed: the first of a kind counts
    encoding = fields.get(b"encoding", b"")
    (name, email), when = _signature(fields.get(b"author", b""))
    texts = [_text(part, encoding) for part in (name, email, message)]
    author = Person(texts[0][0], texts[1][0])
    read = read_message(texts[2][0])
    return Commit(
        id=commit_id,
        parents=tuple(value.decode("ascii", "replace") for key, _, value in lines if key == b"parent"),
        author=author,
        when=when,
        co_authors=co_authors(read, author),
        message=read,
        committed=_signature(fields.get(b"committer", b""))[1],
        guessed=any(guessed for _, guessed in texts),
    )


def read_message(text: str) -> Message:
    """Take a message apart as git does: the first paragraph is the subject, a last one made of trailers is the trailers."""
    paragraphs = _paragraphs(text)
    if not paragraphs:
        return Message()
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

_ZONE = re.compile(rb"([+-])(\d\d)([0-5]\d)")
_WIDEST_ZONE = 14
"""Hours; no place on earth is further from Greenwich."""


def _signature(line: bytes) -> tuple[tuple[bytes, bytes], datetime | None]:
    """Name and e-mail, and the time, of `Name <e-mail> seconds zone`, however little of it is there."""
    name, _, rest = line.partition(b"<")
    words = line.rpartition(b">")[2].split() if b">" in rest else []
    return (name.strip(), rest.partition(b">")[0].strip()), _time(words)


def _time(words: list[bytes]) -> datetime | None:
    zone = _ZONE.fullmatch(words[1]) if len(words) == 2 else None
    if zone is None or not words[0].isdigit() or int(zone[2]) > _WIDEST_ZONE:
        return None
    offset = timedelta(hours=int(zone[2]), minutes=int(zone[3])) * (-1 if zone[1] == b"-" else 1)
    try:
        return datetime.fromtimestamp(int(words[0]), UTC).astimezone(timezone(offset))
    except (OverflowError, ValueError, OSError):  # a time no calendar has
        return None


# Texts

_CHARSETS = ("ascii", "big5", "cp", "euc_", "gb", "iso2022", "iso8859", "koi8", "mac_", "shift_jis", "tis_", "utf_8")
"""How the names of the codecs begin that are character sets; Python has others, some of them slow on purpose-made input."""


def _text(source: bytes, encoding: bytes) -> tuple[str, bool]:
    """The bytes as text: in the encoding they name, else UTF-8, else Latin-1; and whether that last was a guess."""
    for name in (_charset(encoding), "utf-8"):
        try:
            return source.decode(name), False
        except UnicodeError:
            continue
    return source.decode("latin-1"), True


def _charset(encoding: bytes) -> str:
    try:
        name = codecs.lookup(encoding.decode("ascii").strip()).name
    except (LookupError, ValueError):
        return "utf-8"
    return name if name.replace("-", "_").startswith(_CHARSETS) else "utf-8"


def _paragraphs(text: str) -> list[list[str]]:
    """The lines between blank lines, without white space at their ends."""
    paragraphs: list[list[str]] = [[]]
    for line in text.split("\n"):
        if line.strip():
            paragraphs[-1].append(line.rstrip())
        elif paragraphs[-1]:
            paragraphs.append([])
    return [lines for lines in paragraphs if lines]


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
