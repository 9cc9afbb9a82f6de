"""The leak gate: hidden texts are found however an output file spells them, and nothing else is."""

import base64
import gzip
import html
import io
import json
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal
from urllib.parse import quote, quote_plus

import pytest

from alliance_docs.audience import Audience
from alliance_docs.leaks.finding import find_leaks
from alliance_docs.leaks.hidden_words import SAID, fold, hidden_texts, visible_parts, words_of
from alliance_docs.leaks.sought import Sought
from alliance_docs.privacy.view import view
from alliance_docs.revisions import Message
from tests.test_privacy import OPEN, story

UNTOLD = "I owe the bank more than the house is worth"
HIDDEN = {
    fold("I owe the bank a letter and call on my mother"): ("alliances/two.yml", "a message"),
    fold(UNTOLD): ("alliances/two.yml", "commitments/debts"),
    fold("Gambling"): ("alliances/two.yml", "drops/one"),
}
WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
VISIBLE = fold("I owe the bank a letter and call on Sundays")


@pytest.fixture(params=[0, 1_000_000], ids=["all at once", "one by one"], autouse=True)
def _ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is public is asked in one way or the other, and the same is found."""
    monkeypatch.setattr("alliance_docs.leaks.sought._MANY", request.param)


def leaks(folder: Path) -> list[tuple[str, str]]:
    """File and clause of each leak in a folder."""
    return [(leak.file, leak.clause) for leak in find_leaks(folder, Sought(HIDDEN, [VISIBLE]))]


CUT = ("I owe", "the bank", "more than", "the house", "is worth")
"""Pieces of the sentence, each too short to be found alone."""
FOLDED_ICS = (
    "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:I owe the ban\r\n k more than the \r\n house is worth\r\nEND:VEVENT\r\n"
)
SPELLINGS: dict[str, tuple[str, str | bytes]] = {
    "plain": ("page.html", f"<p>{UNTOLD}</p>"),
    "a redline": ("page.html", "<p>I owe <del>the bank more</del> than <ins>the house is</ins> worth</p>"),
    "an attribute": ("page.html", f"<a title='{UNTOLD.upper()}'>x</a>"),
    "entities": ("page.html", "<p>" + "".join(f"&#{ord(char)};" for char in UNTOLD) + "</p>"),
    "hexadecimal entities": ("page.html", "<p>" + "".join(f"&#x{ord(char):X};" for char in UNTOLD) + "</p>"),
    "a fragment": ("page.html", "<p>the bank more than the house</p>"),
    "invisible letters": ("page.html", "<p>I\u00a0owe the bank more\u200b than the house is worth</p>"),
    "soft hyphens": ("page.html", "<p>" + "&shy;".join(UNTOLD) + "</p>"),
    "variation marks": ("page.html", "<p>" + "\ufe0f".join(UNTOLD) + "</p>"),
    "a description": ("page.html", f'<meta content="{html.escape(UNTOLD)}">'),
    "a comment": ("page.html", f"<!-- {UNTOLD} -->"),
    "a comment over lines": ("page.html", "<!--\n" + "\n".join(CUT) + "\n-->"),
    "marks inside the text": ("page.html", "<p><i>" + "</i> <b class='x'>".join(CUT) + "</b></p>"),
    "marks inside words": ("page.html", "<p>" + "<b></b>".join(UNTOLD) + "</p>"),
    "comments inside words": ("page.html", "<p>" + "<!-- -->".join(UNTOLD) + "</p>"),
    "line ends": ("page.html", "<p>\n" + "\n    ".join(CUT) + "\n</p>"),
    "line breaks": ("page.html", "<p>" + "<br>".join(CUT) + "</p>"),
    "cells": ("page.html", "<table><tr><td>" + "</td><td>".join(CUT) + "</td></tr></table>"),
    "cells on lines": ("page.html", "<tr>\n<td>" + "</td>\n<td>".join(CUT) + "</td>\n</tr>"),
    "text in a picture": ("a.svg", "<svg><text>" + "</text>\n<text>".join(CUT) + "</text></svg>"),
    "full-width letters": ("page.html", "<p>" + "".join(WIDE.get(char, char) for char in UNTOLD) + "</p>"),
    "no language at all": ("notes.txt", f"x\n{UNTOLD}\ny"),
    "capitals": ("notes.txt", UNTOLD.upper()),
    "JSON": ("index.json", json.dumps({"text": UNTOLD})),
    "JSON escapes": ("index.json", '{"text": "' + "".join(f"\\u{ord(char):04x}" for char in UNTOLD) + '"}'),
    "HTML in JSON": ("index.json", json.dumps({"text": "<b>I owe the bank</b> more than the house is worth"})),
    "JSON in an attribute": (
        "page.html",
        f"<div data-x='{html.escape(json.dumps([UNTOLD.replace(' ', chr(160))]))}'></div>",
    ),
    "several JSON strings": ("index.json", json.dumps(CUT)),
    "several JSON values": ("index.json", json.dumps({str(place): part for place, part in enumerate(CUT)}, indent=1)),
    "the search for a disk": ("search_index.js", "var __index = " + json.dumps({"docs": [{"text": UNTOLD}]})),
    "a script": ("page.html", f"<script>const a = '{UNTOLD}'</script>"),
    "script escapes": ("a.js", "a = '" + "".join(f"\\x{ord(char):02x}" for char in UNTOLD) + "'"),
    "long script escapes": ("a.js", "a = `" + "".join(f"\\u{{{ord(char):x}}}" for char in UNTOLD) + "`"),
    "a script line that goes on": ("a.js", "a = 'I owe the ba\\\nnk more than\\\n the house is worth'"),
    "a script that joins": ("a.js", "a = 'I owe the ba' + 'nk more than ' +\n  'the house is worth'"),
    "a style": ("a.css", f'p::after {{ content: "{UNTOLD}" }}'),
    "style escapes": ("a.css", 'p::after { content: "' + "".join(f"\\{ord(char):x} " for char in UNTOLD) + '" }'),
    "style escapes in a page": (
        "page.html",
        "<style>p::after{content:'" + "".join(f"\\{ord(char):06x}" for char in UNTOLD) + "'}</style>",
    ),
    "a feed": ("feed.xml", f"<content type='html'>{html.escape('<p>' + '</b> <b>'.join(CUT) + '</p>')}</content>"),
    "a quoted section": ("feed.xml", f"<content><![CDATA[<p>{UNTOLD}</p>]]></content>"),
    "twice escaped": ("feed.xml", html.escape(html.escape("<p>" + "".join(f"&#{ord(char)};" for char in UNTOLD) + "</p>"))),
    "a folded calendar": ("a.ics", FOLDED_ICS),
    "an address": ("page.html", f'<a href="https://example.org/?q={quote(UNTOLD)}">x</a>'),
    "a form's address": ("page.html", f'<a href="https://example.org/?q={quote_plus(UNTOLD)}">x</a>'),
    "a site map": ("sitemap.xml", f"<loc>https://example.org/{quote(UNTOLD)}.html</loc>"),
    "two bytes a letter": ("notes.txt", UNTOLD.encode("utf-16")),
    "two bytes a letter, unsaid": ("notes.txt", UNTOLD.encode("utf-16-be")),
    "four bytes a letter": ("notes.txt", UNTOLD.encode("utf-32")),
    "bytes that are no text": ("notes.bin", b"\x00\xff\xfe\x80" + UNTOLD.encode() + b"\xff"),
    "data in an address": ("page.html", f'<img src="data:text/plain;base64,{base64.b64encode(UNTOLD.encode()).decode()}">'),
    "a short text alone": ("page.html", "<h2>Gambling</h2>"),
    "a short text over lines": ("page.html", "<h2>\n  Gambling\n</h2>"),
    "a short JSON string": ("index.json", '["gambling"]'),
    "a short script string": ("a.js", "a = 'gambling'"),
    "a short attribute": ("page.html", "<a title=Gambling data-x='gambling'>x</a>"),
    "a short calendar line": ("a.ics", "BEGIN:VCALENDAR\r\nSUMMARY;X=1:Gamb\r\n ling\r\n"),
    "an anchor": ("page.html", "<h2 id='commitments--~i-owe-the-bank-more-than'>x</h2>"),
    "a short address": ("page.html", "<a href='?topic=g%61mbling'>x</a>"),
}


@pytest.mark.parametrize(("name", "content"), SPELLINGS.values(), ids=SPELLINGS)
def test_finds_a_hidden_text_however_it_is_spelled(tmp_path: Path, name: str, content: str | bytes) -> None:
    """No way of writing a file hides it that a reader, a browser or a program would undo."""
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    short = len(content) < 90 and b"mbling" in bytes((tmp_path / name).read_bytes()).replace(b"\r\n ", b"")
    assert leaks(tmp_path) == [(name, "drops/one" if short else "commitments/debts")]


@pytest.mark.parametrize("text", ["für Jörg überwiese ich, was wir schulden", "le cœur a ses raisons, qu’il garde ici"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_finds_accents_in_every_form(tmp_path: Path, text: str, encoding: str, form: Literal["NFC", "NFD"]) -> None:
    """Composed or not, in old encodings, with plain quotes: one text."""
    spelled = unicodedata.normalize("NFC" if encoding == "cp1252" else form, text)  # that encoding has no others
    (tmp_path / "page.html").write_bytes(spelled.replace("’", "'" if form == "NFC" else "’").encode(encoding))
    hidden = {fold(text): ("alliances/two.yml", "purpose")}
    assert [leak.clause for leak in find_leaks(tmp_path, Sought(hidden, []))] == ["purpose"]


def test_no_letter_that_leaves_no_trace_counts() -> None:
    """Every format character of Unicode is passed over."""
    unseen = [chr(code) for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) == "Cf"]
    assert {fold(f"a{letter}b") for letter in unseen} == {"ab"}


def _zipped(files: dict[str, bytes]) -> bytes:
    with io.BytesIO() as stream:
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return stream.getvalue()


ARCHIVES = {
    "gz": gzip.compress(UNTOLD.encode()),
    "zip": _zipped({"a.txt": b"x", "b.html": f"<p>{'<b></b>'.join(UNTOLD)}</p>".encode()}),
    "zip of gz": _zipped({"a.gz": gzip.compress(UNTOLD.encode())}),
    "gz of zip": gzip.compress(_zipped({"a.txt": UNTOLD.encode()})),
    "a name in a zip": _zipped({f"{UNTOLD}.txt": b""}),
    "a zip behind something else": b"#!/bin/sh\n" + _zipped({"a.txt": UNTOLD.encode()}),
    "a calendar": gzip.compress(FOLDED_ICS.encode()),
}


@pytest.mark.parametrize(
    "sign", ["a", "a+b", "%41", "\\x41", "\\", "<", "<del>", "&amp;", "'", '"', "`", "=", "data:", "-", "<!--", "\n"]
)
def test_a_file_of_one_long_line_is_read_to_its_end(tmp_path: Path, sign: str) -> None:
    """A minified script is one word to most patterns; none of them may look at it from every letter on."""
    (tmp_path / "a.js").write_text(sign * (1_000_000 // len(sign)) + f"\n{UNTOLD}")
    assert leaks(tmp_path) == [("a.js", "commitments/debts")]


@pytest.mark.parametrize("content", ARCHIVES.values(), ids=ARCHIVES)
def test_looks_into_archives(tmp_path: Path, content: bytes) -> None:
    """By what they are, not by what they are called, and inside one another."""
    (tmp_path / "download.bin").write_bytes(content)
    assert leaks(tmp_path) == [("download.bin", "commitments/debts")]


@pytest.mark.parametrize("cut", [1, 5, 30])
def test_a_damaged_archive_stops_nothing(tmp_path: Path, cut: int) -> None:
    """What nobody can unpack shows nothing; the next file is looked at all the same."""
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"x" * 99)[:-cut])
    (tmp_path / "b.zip").write_bytes(_zipped({"a.txt": b"x" * 99})[cut:-cut])
    (tmp_path / "c.html").write_text(UNTOLD)
    assert [file for file, _ in leaks(tmp_path)] == ["c.html"]


@pytest.mark.parametrize("name", [f"{UNTOLD}.html", "I-owe-the-bank-more-than.html", quote(UNTOLD), "Gambling.html"])
def test_a_file_name_is_text_too(tmp_path: Path, name: str) -> None:
    """With blanks, hyphens or percent signs, with or without its suffix."""
    (tmp_path / name).write_text("")
    assert [file for file, _ in leaks(tmp_path)] == [name]


def test_a_text_is_found_as_it_reads_and_as_it_was_typed(tmp_path: Path) -> None:
    """On a page its marks are gone; in a copy of the source they are not."""
    typed = "I *owe* the **bank** more *than* the **house** is `worth`"
    timeline = story(f"{OPEN}purpose: {typed}\nprivate: [purpose]\n")
    words = [words_of(timeline, view(timeline, Audience.PUBLIC))]
    hidden = hidden_texts(words)
    (tmp_path / "a.html").write_text(f"<p>{UNTOLD}</p>")
    (tmp_path / "b.md").write_text(typed)
    (tmp_path / "c.html").write_text("<p>I owe the bank a letter, more than the house</p>")
    assert [leak.file for leak in find_leaks(tmp_path, Sought(hidden, visible_parts(words)))] == ["a.html", "b.md"]


def test_who_is_hidden_in_one_alliance_may_sign_in_another(tmp_path: Path) -> None:
    """A name stands at every revision that somebody made, and is no secret there."""
    shown = story(f"{OPEN}purpose: Sing.\n")
    (author,) = shown.revisions[0].authors
    closed = story(f"title: Two\nparties: [{{id: a, name: {author.name}}}, {{id: b, name: Gundula}}]\n")
    words = [words_of(shown, view(shown, Audience.PUBLIC)), words_of(closed, None)]
    (tmp_path / "feed.xml").write_text(f"<name>{author.name}</name>")
    (tmp_path / "page.html").write_text("<b>Gundula</b>")
    assert [leak.file for leak in find_leaks(tmp_path, Sought(hidden_texts(words), visible_parts(words)))] == ["page.html"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    """Neither to a file nor to a folder."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/a.html").write_text(UNTOLD)
    (tmp_path / "site").mkdir()
    (tmp_path / "site/a.html").symlink_to("../elsewhere/a.html")
    (tmp_path / "site/b").symlink_to("../elsewhere")
    assert leaks(tmp_path / "site") == []


@pytest.mark.parametrize(
    "content",
    [
        "<p>I owe the bank a letter and call on Sundays</p>",
        "<p>No more gambling jokes, please.</p>",
        "<p>The house is worth it.</p>",
        "<p>I owe the bank a letter and call</p><p>on Mondays, when I may</p>",
        "<p>I owe the bank a letter and call\non Mondays, when I may</p>",
        "<p><del>I owe the bank more </del><ins>than the house is old</ins>.</p>",
        "",
    ],
)
def test_is_silent_about_what_may_be_shown(tmp_path: Path, content: str) -> None:
    """What is public elsewhere, and a short word inside other words, is no leak."""
    (tmp_path / "page.html").write_text(content)
    assert leaks(tmp_path) == []


_PUBLIC = (
    "Not every letter is read fully.",
    "Both of us pay the rent.",
    "I tell you before I spend 100.",
    "We tell before we act.",
)
_ALONE = (
    "Few letters are read fully. Both of us sing.",
    "I sang. We tell before we act, or not.",
    "I tell you before I spend 900.",
    "Far out we tell before we act, or not.",
)


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("<p>Not every letter is read fully.</p>\n<p>Both of us pay the rent.</p>", False),
        ("<p><b>Reworded</b> We tell before we act, and gladly</p>", False),
        ("<p>It changed twice. We tell before we act</p>", False),
        ("<p>Few letters are read fully.</p>\n<p>Both of us sing.</p>", True),
        ("<p>Such letters are read fully. Both of us sing.</p>", True),
        ("<p>I tell you before I spend 900, really</p>", True),
        ("<p>Then I sang. We tell before we act</p>", True),
        ("<h4><span><b>-</b> Taken out</span> We tell before we act</h4>", False),
        ('<p><b class="al-label">Out</b> We tell before we act</p>', False),
        ("<p>Taken out we tell before we act</p>", True),
    ],
)
def test_where_public_texts_meet_is_no_leak(tmp_path: Path, content: str, *, found: bool) -> None:
    """Unless what they share with a hidden text goes on, is all of it, or has a word or a number that is not public."""
    (tmp_path / "page.html").write_text(content)
    hidden = {fold(text): ("alliances/two.yml", "purpose") for text in _ALONE}
    assert bool(list(find_leaks(tmp_path, Sought(hidden, map(fold, _PUBLIC))))) is found


def test_a_repeated_line_hides_nothing_around_it(tmp_path: Path) -> None:
    """What every page repeats is looked at once; what stands beside it, or goes on over its end, is looked at each time."""
    frame = "<nav>\n<p>Home</p>\nowe the bank more\n</nav>\n"
    (tmp_path / "a.html").write_text(frame)
    (tmp_path / "b.html").write_text(f"{frame}<p>{UNTOLD}</p>\n{frame}")
    (tmp_path / "c.html").write_text(f'{frame}<p title="I\nowe the bank more\nthan the house is worth">x</p>')
    (tmp_path / "d.html").write_text(frame)
    assert [file for file, _ in leaks(tmp_path)] == ["b.html", "c.html"]


_QUOTING = "Follow up: I owe the bank more than the house"


def _records(*texts: str) -> str:
    """A file of one line, as a search index is."""
    return json.dumps(
        {"docs": [{"title": f"Page {number}", "text": text} for number, text in enumerate(texts)]}, separators=(",", ":")
    )


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        pytest.param(["<p>one</p>", "<p>two</p>"], ["<p>one</p>", f"<p>{UNTOLD}</p>", "<p>two</p>"], True, id="a new line"),
        pytest.param(["<p>one</p>", "<p>two</p>"], ["<p>one</p>", "<p>two</p>"], False, id="the same"),
        pytest.param(
            ["<p>I owe the bank more</p>"],
            ["<p>I owe the bank more</p>", "<p>than the house is worth</p>"],
            True,
            id="goes on",
        ),
        pytest.param(
            ["<p>one</p>", f"<p>{UNTOLD}</p>"], ["<p>one</p>", f"<p>{UNTOLD}</p>"], False, id="nobody looks at it again"
        ),
        pytest.param(["<p>one</p>", f"<p>{UNTOLD}</p>"], ["<p>two</p>", f"<p>{UNTOLD}</p>"], True, id="in other company"),
    ],
)
@pytest.mark.parametrize(
    "written", ["\n".join, lambda lines: "\n".join(f"      {line}\n" * 8 for line in lines), lambda lines: _records(*lines)]
)
def test_what_the_last_edition_said_is_passed_over(
    tmp_path: Path, written: Callable[[list[str]], str], before: list[str], after: list[str], *, found: bool
) -> None:
    """What is new is looked at, and what stands beside it."""
    (tmp_path / "page.html").write_text(written(after), encoding="utf-8")
    leaks = find_leaks(tmp_path, Sought(HIDDEN, [VISIBLE]), before=lambda _: written(before).encode())
    assert any(leaks) is found


@pytest.mark.parametrize(
    ("visible", "clause", "found"),
    [
        (fold(_QUOTING), "purpose", False),
        (SAID + fold(_QUOTING), "purpose", True),
        (SAID + fold(_QUOTING), "the message of 4f2a9c1b07de", False),
        (f"{SAID}{fold(_QUOTING)}\n{fold(UNTOLD)}", "purpose", False),
        (f"{fold(UNTOLD)}\n{SAID}{fold(_QUOTING)}", "purpose", False),
    ],
)
def test_a_message_makes_no_clause_public(tmp_path: Path, visible: str, clause: str, *, found: bool) -> None:
    """Who quoted a clause in a message did not think of it when the clause was hidden; other messages may say the same."""
    (tmp_path / "page.html").write_text(f"<p>{_QUOTING}</p>")
    hidden = {fold(UNTOLD): ("alliances/two.yml", clause)}
    assert bool(list(find_leaks(tmp_path, Sought(hidden, [visible])))) is found


def test_a_message_makes_a_word_public(tmp_path: Path) -> None:
    """Too short to be known again, and perhaps about something else."""
    (tmp_path / "page.html").write_text("<h1>Gambling</h1>")
    hidden = {fold("Gambling"): ("alliances/two.yml", "drops/one")}
    assert not list(find_leaks(tmp_path, Sought(hidden, [f"{SAID}{fold('Gambling')}"])))
    assert list(find_leaks(tmp_path, Sought(hidden, [])))


@pytest.mark.parametrize(
    ("hidden", "left"),
    [(UNTOLD, ["purpose"]), ("Gambling", [])],
)
def test_the_message_of_a_public_commit_hides_nothing_less(hidden: str, left: list[str]) -> None:
    """A whole sentence stays hidden that a message repeats; a word that many say does not."""
    told = (
        f"{OPEN}purpose: {hidden}\nprivate: [purpose]\n",
        f"{OPEN}purpose: {hidden}\ncontext: Rain.\nprivate: [purpose]\n",
    )
    timeline = story(*told)
    first, last = timeline.revisions
    timeline = replace(timeline, revisions=(first, replace(last, message=Message(hidden))))
    words = [words_of(timeline, view(timeline, Audience.PUBLIC))]
    assert [clause for _, clause in hidden_texts(words).values() if clause == "purpose"] == left
