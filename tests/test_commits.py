"""Raw commit objects of every kind, well-formed and not."""

import subprocess
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.history.commits import Commit, read_commit, read_message
from alliance_docs.revisions import Person
from tests.repositories import RepositoryBuilder, isolated_environment

ID = "ab" * 20
PLAIN = b"Maren <maren@example.org> 1705259700 +0100"


def raw(author: bytes = PLAIN, message: bytes = b"Subject\n", headers: bytes = b"") -> bytes:
    """A commit object with some of its parts given."""
    return b"tree %b\nauthor %b\ncommitter K <k@b> 1 +0000\n%b\n%b" % (b"0" * 40, author, headers, message)


def test_an_ordinary_commit() -> None:
    """Every part is read; the time keeps the author's zone."""
    message = b"Agree on Sundays\n\nWe tried it for a month.\n\nWith: Jonas\nCo-authored-by: Jonas <jonas@example.org>\n"
    content = b"tree %b\nparent %b\nparent %b\nauthor %b\ncommitter K <k@b> 1 +0000\n\n%b" % (
        *(b"0" * 40, b"1" * 40, b"2" * 40, PLAIN, message),
    )
    commit = read_commit(ID, content)
    assert commit == Commit(
        id=ID,
        parents=("1" * 40, "2" * 40),
        author=Person("Maren", "maren@example.org"),
        when=datetime.fromisoformat("2024-01-14T20:15:00+01:00"),
        co_authors=(Person("Jonas", "jonas@example.org"),),
        message=commit.message,
    )
    assert commit.when is not None
    assert commit.when.isoformat() == "2024-01-14T20:15:00+01:00"
    assert commit.message.subject == "Agree on Sundays"
    assert commit.message.body == "We tried it for a month."
    assert list(commit.message.trailer("with")) == ["Jonas"]


DATES = [
    (b"0 +0000", "1970-01-01T00:00:00+00:00"),
    (b"1705259700 -0330", "2024-01-14T15:45:00-03:30"),
    (b"1705259700 +1400", "2024-01-15T09:15:00+14:00"),
    (b"1705259700 -0000", "2024-01-14T19:15:00+00:00"),
    *(
        (odd, None)
        for odd in (b"-1 +0000", b"-9223372036854775808 +0000", b"9223372036854775807 +0000", b"1" * 5000 + b" +0000")
    ),
    *((odd, None) for odd in (b"", b"+0100", b"1705259700", b"1705259700 ", b"x +0000", b"1705259700 +1 +2", b"1e9 +0000")),
    *(
        (odd, None)
        for odd in (b"1705259700 +9999", b"1705259700 +1500", b"1705259700 +0160", b"1705259700 CET", b"253402300800 +0000")
    ),
    *((odd, None) for odd in (b"253402300799 +0100", b"0x10 +0000", "١٢٣ +0000".encode(), b"1705259700\t+0100")),
]


@pytest.mark.parametrize(("written", "read"), DATES)
def test_dates(written: bytes, read: str | None) -> None:
    """A date is read exactly, or is unknown; none stops anything."""
    when = read_commit(ID, raw(b"Maren <maren@example.org> " + written)).when
    assert (when.isoformat() if when else None) == read


SIGNATURES = [
    (b"Maren <maren@example.org> 1 +0000", "Maren", "maren@example.org"),
    (b"Maren of the Harbour <maren@example.org> 1 +0000", "Maren of the Harbour", "maren@example.org"),
    (b" <maren@example.org> 1 +0000", "", "maren@example.org"),
    (b"Maren <> 1 +0000", "Maren", ""),
    (b"Maren <a<b@c> 1 +0000", "Maren", "a<b@c"),
    (b"Maren <a@b> <c@d> 1 +0000", "Maren", "a@b"),
    (b"Maren", "Maren", ""),
    (b"", "", ""),
    (b"M\x1b[31maren <m@x> 1 +0000", "M\x1b[31maren", "m@x"),
    ("Jörg <jörg@example.org> 1 +0000".encode(), "Jörg", "jörg@example.org"),
]


@pytest.mark.parametrize(("written", "name", "email"), SIGNATURES)
def test_names(written: bytes, name: str, email: str) -> None:
    """Name and e-mail are taken as they stand, cleaned only where they are shown."""
    assert read_commit(ID, raw(written)).author == Person(name, email)


ENCODINGS = [
    (b"", "Grüße".encode(), "Grüße", False),
    (b"encoding ISO-8859-1\n", "Grüße".encode("latin-1"), "Grüße", False),
    (b"encoding latin1\n", "Grüße".encode("latin-1"), "Grüße", False),
    (b"encoding windows-1252\n", "„Grüße“".encode("cp1252"), "„Grüße“", False),
    (b"encoding SHIFT-JIS\n", "約束".encode("shift_jis"), "約束", False),
    (b"encoding KOI8-R\n", "Привет".encode("koi8-r"), "Привет", False),
    (b"encoding UTF-8\n", "Grüße".encode("latin-1"), "Grüße", True),
    (b"", "Grüße".encode("latin-1"), "Grüße", True),
    (b"encoding no-such-encoding\n", "Grüße".encode(), "Grüße", False),
    (b"encoding punycode\n", b"Gre-vja0f", "Gre-vja0f", False),
    (b"encoding unicode_escape\n", b"\\u0041", "\\u0041", False),
    (b"encoding \xff\0\n", "Grüße".encode(), "Grüße", False),
]


@pytest.mark.parametrize(("header", "written", "read", "guessed"), ENCODINGS)
def test_encodings(header: bytes, written: bytes, read: str, *, guessed: bool) -> None:
    """The encoding a commit names is obeyed where it is a character set, else UTF-8, else Latin-1 with a mark."""
    commit = read_commit(ID, raw(written + b" <m@x> 1 +0000", written + b"\n", header))
    assert (commit.author.name, commit.message.subject, commit.guessed) == (read, read, guessed)


def test_nothing_is_cut() -> None:
    """A NUL or an escape in a message is kept, with everything after it."""
    message = read_commit(ID, raw(message=b"Sub\0ject \x1b[2J\n\nbo\0dy\x7f\n\nmore\n")).message
    assert (message.subject, message.body) == ("Sub\0ject \x1b[2J", "bo\0dy\x7f\n\nmore")


def test_signed_commit() -> None:
    """Lines of a signature or of a merged tag, which stand in the header, are not taken for the commit's own."""
    headers = (
        b"gpgsig -----BEGIN\n \n author Forged <f@x> 1 +0000\n -----END\nmergetag object x\n parent y\n encoding utf-7\n"
    )
    commit = read_commit(ID, raw(headers=headers))
    assert (commit.author.name, commit.parents, commit.message.subject) == ("Maren", (), "Subject")


MESSAGES = [
    ("", "", "", []),
    ("\n\n  \n", "", "", []),
    ("\n\nSubject\n", "Subject", "", []),
    ("Subject\non two lines\n\nBody", "Subject on two lines", "Body", []),
    ("Subject\r\n\r\nBody\r\nmore\r\n", "Subject", "Body\nmore", []),
    ("Subject\n\nBody\n\n\n\nmore", "Subject", "Body\n\nmore", []),
    ("Key: value\n", "Key: value", "", []),
    ("Subject\n\nKey: value\n", "Subject", "", [("Key", "value")]),
    ("Subject\n\nBody\n\nA: 1\nb-2 : x: y\nEmpty:\n", "Subject", "Body", [("A", "1"), ("b-2", "x: y"), ("Empty", "")]),
    ("Subject\n\nA: one\n  two\n\tthree\nB: 2", "Subject", "", [("A", "one two three"), ("B", "2")]),
    ("Subject\n\nA: 1\nnot a trailer\n", "Subject", "A: 1\nnot a trailer", []),
    ("Subject\n\nA: 1\n\nlast words", "Subject", "A: 1\n\nlast words", []),
    ("Subject\n\nwords\nSigned-off-by: M <m@x>", "Subject", "", [("Signed-off-by", "M <m@x>")]),
    ("S\n\n1\n2\n3\n4\nSigned-off-by: M <m@x>", "S", "1\n2\n3\n4\nSigned-off-by: M <m@x>", []),
    ("S\n\nA: 1\n(cherry picked from commit abc)", "S", "", [("A", "1")]),
    ("S\n\nTwo words: 1\n", "S", "Two words: 1", []),
]


@pytest.mark.parametrize(("text", "subject", "body", "trailers"), MESSAGES)
def test_messages(text: str, subject: str, body: str, trailers: list[tuple[str, str]]) -> None:
    """Subject, body and trailers come apart as git takes them apart."""
    message = read_message(text)
    assert (message.subject, message.body, list(message.trailers)) == (subject, body, trailers)


@pytest.mark.parametrize(
    "text", [text for text, *_ in MESSAGES if text.strip() and "\r" not in text and "picked" not in text]
)
def test_git_agrees_on_trailers(repository: RepositoryBuilder, text: str) -> None:
    """Git itself finds the same subject and the same trailers."""
    repository.raw_commit(raw(message=text.encode()).replace(b"0" * 40, repository.git("mktree").encode()))
    form = "--format=%s%x00%(trailers:unfold,only)"
    subject, _, listed = repository.git("-c", "core.commentChar=;", "log", "-1", form).partition("\0")
    message = read_message(text)
    assert subject == message.subject
    assert [line.rstrip() for line in listed.splitlines()] == [f"{key}: {value}".rstrip() for key, value in message.trailers]


CO_AUTHORS = [
    ("Co-authored-by: Jonas <j@x>", [("Jonas", "j@x")]),
    ("co-AUTHORED-by: Jonas <j@x>", [("Jonas", "j@x")]),
    ("Co-authored-by: Jonas <j@x>\nCo-authored-by: J. <J@X>", [("Jonas", "j@x")]),
    ("Co-authored-by: Jonas\nCo-authored-by: jonas", [("Jonas", "")]),
    ("Co-authored-by: Maren B. <MAREN@example.org>", []),
    ("Co-authored-by: maren", []),
    ("Co-authored-by: Jonas <j@x>\nCo-authored-by: Ida <i@x>", [("Jonas", "j@x"), ("Ida", "i@x")]),
    ("Co-authored-by: Jonas <j@x", [("Jonas", "j@x")]),
]


@pytest.mark.parametrize(("trailers", "people"), CO_AUTHORS)
def test_co_authors(trailers: str, people: list[tuple[str, str]]) -> None:
    """Everybody named beside the author is there once, in order; an e-mail tells people apart before a name does."""
    commit = read_commit(ID, raw(message=f"Subject\n\n{trailers}\n".encode()))
    assert list(commit.co_authors) == [Person(name, email) for name, email in people]


@given(st.binary(max_size=300))
def test_any_bytes_are_a_commit(content: bytes) -> None:
    """Nothing that can stand in an object makes reading fail."""
    assert read_commit(ID, content).id == ID
    assert read_commit(ID, raw(content.replace(b"\n", b""), content)).id == ID


@given(st.text(alphabet="ab:- \n\t", max_size=60))
def test_no_word_is_lost(text: str) -> None:
    """Every word of a message is in its subject, its body or its trailers."""
    message = read_message(text)
    parts = [message.subject, message.body, *(f"{key}:{value}" for key, value in message.trailers)]
    assert sorted("".join("".join(parts).split())) == sorted("".join(text.split()))


def test_absurd_date_in_a_repository(repository: RepositoryBuilder) -> None:
    """Git stores such a commit and we read it, from the same bytes."""
    tree = repository.git("mktree")
    content = raw(b"Maren <m@x> 18446744073709551615 +9999").replace(b"0" * 40, tree.encode())
    commit = repository.raw_commit(content)
    stored = subprocess.run(
        ["git", "cat-file", "commit", commit],
        cwd=repository.folder,
        env=isolated_environment(),
        capture_output=True,
        check=True,
    ).stdout
    assert stored == content
    assert read_commit(commit, stored).when is None
