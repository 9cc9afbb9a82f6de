"""The gate: which files need a look again after another build, and pages that are looked at when somebody asks for them."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from mkdocs.livereload import LiveReloadServer

from alliance_docs.audience import Audience
from alliance_docs.engine import gate
from alliance_docs.engine.editions import Edition
from alliance_docs.engine.gate import Watch, hidden_of, let_through
from alliance_docs.engine.preview import Preview
from alliance_docs.errors import AllianceError
from alliance_docs.leaks.hidden_words import Words, words_of
from alliance_docs.privacy.view import view
from tests.test_privacy import OPEN, story

UNTOLD = "I owe the bank more than the house is worth"
PUBLIC = f"{OPEN}purpose: We sing.\n"
HIDDEN = f"commitments:\n- {{id: debts, owner: a, private: true, text: {UNTOLD}}}\n"


@dataclass
class Shown:
    """What a build shows and hides, by the texts of its alliances."""

    words: Sequence[Words]


def shown(*documents: str) -> Shown:
    """A site of these alliances, each with one revision, as the public sees it."""
    timelines = [story(document) for document in documents]
    return Shown([words_of(timeline, view(timeline, Audience.PUBLIC)) for timeline in timelines])


BEFORE = (PUBLIC + HIDDEN, PUBLIC.replace("sing", "row"))


@pytest.mark.parametrize(
    ("after", "covers"),
    [
        (BEFORE, True),
        ((*BEFORE, PUBLIC.replace("sing", "cook")), True),
        ((PUBLIC + "context: At home.\n" + HIDDEN, BEFORE[1]), True),
        ((PUBLIC, BEFORE[1]), True),
        ((PUBLIC + HIDDEN,), False),
        ((PUBLIC + HIDDEN.replace("bank", "baker"), BEFORE[1]), False),
        ((PUBLIC + HIDDEN, BEFORE[1] + HIDDEN.replace("bank", "baker")), False),
    ],
    ids=["the same", "one more", "a text more", "nothing hidden", "one less", "other hidden", "more hidden"],
)
def test_a_file_without_a_find_needs_no_look_while_the_same_is_hidden(after: tuple[str, ...], *, covers: bool) -> None:
    """And while everything that was public still is."""
    assert hidden_of(shown(*BEFORE)).looked.covers(hidden_of(shown(*after)).looked) is covers


def test_what_is_remembered_of_a_look_holds_no_text() -> None:
    """Neither a hidden one nor one of the public."""
    looked = hidden_of(shown(*BEFORE)).looked
    assert looked.hidden
    assert not {word for word in UNTOLD.split() if len(word) > 3 and word in "".join((looked.hidden, *looked.visible))}


def ask(preview: Preview, site: Path, *pages: str) -> None:
    """Ask for pages as a browser does, of a server that was given this preview."""
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(site))
    preview.attach(server)
    application = server.get_app()
    assert application
    for page in pages:
        answer = application({"PATH_INFO": page, "REQUEST_METHOD": "GET"}, lambda *_: lambda _: None)
        with ExitStack() as stack:
            if hasattr(answer, "close"):
                stack.callback(answer.close)
            list(answer)
    server.server_close()


def test_a_page_is_looked_at_when_somebody_asks_for_it(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """One that holds a hidden text is not made; the log names it and the clause, and not the text."""
    preview = Preview()
    preview.begin(tmp_path, Watch(hidden_of(shown(*BEFORE))))
    preview.offer({"a.html": f"<p>{UNTOLD}".encode(), "b.html": b"<p>We sing."}.get)
    ask(preview, tmp_path, "/a.html", "/b.html")
    assert [path.name for path in tmp_path.iterdir()] == ["b.html"]
    assert "a.html would show what is hidden: commitments/debts" in caplog.text
    assert UNTOLD not in caplog.text


def test_nothing_is_shown_before_it_is_known_what_is_hidden(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A preview that no build has begun for lets nothing through."""
    preview = Preview()
    preview.offer({"b.html": b"<p>We sing."}.get)
    ask(preview, tmp_path, "/b.html")
    assert not list(tmp_path.iterdir())
    assert "before anything was built" in caplog.text


def test_files_of_the_theme_are_taken_on_trust(tmp_path: Path) -> None:
    """Its scripts are most of a small site, and nobody's words are in them."""
    (tmp_path / "theme.js").write_text(UNTOLD)
    let_through(tmp_path, hidden_of(shown(*BEFORE)), trusted={"theme.js"})
    (tmp_path / "page.js").write_text(UNTOLD)
    with pytest.raises(AllianceError) as caught:
        let_through(tmp_path, hidden_of(shown(*BEFORE)), trusted={"theme.js"})
    assert caught.value.message == "page.js would show what is hidden: commitments/debts of alliances/two.yml"


def test_lines_of_the_last_edition_are_passed_over(tmp_path: Path) -> None:
    """In the files that stand in its place, and in no others."""
    for name in ("last/a.html", "new/a.html", "new/b.html"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"<p>{UNTOLD}</p>")
    last = Edition(tmp_path / "last", frozenset({"a.html", "gone.html"}))
    found = gate.leaks_in(tmp_path / "new", ["a.html"], hidden_of(shown(*BEFORE)), last)
    assert not [*found]
    assert [leak.file for leak in gate.leaks_in(tmp_path / "new", ["b.html"], hidden_of(shown(*BEFORE)), last)] == ["b.html"]


def test_a_watch_goes_on_where_the_one_before_it_ended() -> None:
    """Until something else is hidden or something is public no more."""
    page = f"<p>{UNTOLD}</p>".encode()
    first = Watch(hidden_of(shown(OPEN)))
    assert not first("a.html", page)
    assert Watch(hidden_of(shown(*BEFORE)), first)("a.html", page)
    assert Watch(hidden_of(shown(*BEFORE)), Watch(hidden_of(shown(*BEFORE))))("a.html", page)
    said = PUBLIC.replace("We sing.", UNTOLD)
    for documents, finds in (((*BEFORE, said), False), (BEFORE, True), ((*BEFORE, said), False)):  # the same is hidden
        first = Watch(hidden_of(shown(*documents)), first)
        assert bool(first("a.html", page)) is finds


@pytest.mark.parametrize("python", [sys.executable, "/nowhere/python"])
def test_workers_find_the_same_in_the_same_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python: str) -> None:
    """Whoever looked, and where no process can be started; a file that cannot be read is said as without them."""
    names = [f"{number:02}.html" for number in range(40)]
    for number, name in enumerate(names):
        (tmp_path / name).write_text(f"<p>{UNTOLD if number % 7 == 3 else 'We sing.'}</p>")
    hidden = hidden_of(shown(*BEFORE))
    expected = list(gate.leaks_in(tmp_path, names, hidden))
    assert [leak.file for leak in expected] == names[3::7]
    monkeypatch.setattr(gate, "_WORTH_IT", 10)
    monkeypatch.setattr(gate, "processors", lambda: 2)
    monkeypatch.setattr(sys, "executable", python)
    assert list(gate.leaks_in(tmp_path, names, hidden)) == expected
    with pytest.raises(FileNotFoundError):
        list(gate.leaks_in(tmp_path, [*names, "gone.html"], hidden))
