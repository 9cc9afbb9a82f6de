"""Texts that try to become code: made up in great variety, found when one gets through, and harmless on our pages."""

import json
from pathlib import Path

import pytest

from tests.browser import chromium
from tests.repositories import RepositoryBuilder
from tests.test_cli import run
from tests.torture import GOALS, SEED, hostile, hostile_site
from tests.torture.hostile import Trial, lost
from tests.torture.hostile_books import TOGETHER
from tests.torture.vectors import FAMILIES, vectors


def test_the_texts_are_many_and_different() -> None:
    """Every family as it is, then in other spellings and surroundings; the same for the same seed."""
    made = vectors(SEED, 5_000)
    assert len(set(made)) == 5_000
    assert vectors(SEED, 200) == made[:200]
    assert vectors(SEED + 1, 5_000) != made
    assert len(FAMILIES) > 100
    assert sum("alert(" in text for text in made) > 3_000


def test_every_text_gets_its_turn_in_fields_of_every_kind() -> None:
    """In a clause, in a line and in Git, and every field gets its share; the same for the same seed."""
    made = vectors(SEED, TOGETHER + 30)
    first, second = hostile_site.books(made, "a seed")
    history = list(first.commits())
    assert (len(first.texts), first.missed) == (TOGETHER, [])
    assert len(first.placed) > 60
    written = "".join(content or "" for commit in history for content in commit.files.values())
    assert [text for _, text in first.shown if json.dumps(text, ensure_ascii=False) not in written] == []
    assert min(first.placed.values()) >= 4
    assert history == list(hostile_site.books(made, "a seed")[0].commits())
    assert history != list(hostile_site.books(made, "another")[0].commits())
    list(second.commits())
    assert second.missed == []


@pytest.mark.browser
def test_no_text_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short slice of the long trial."""
    monkeypatch.setattr(hostile, "_OF_A_KIND", 1)
    with chromium() as browser:
        assert list(Trial(browser, tmp_path).faults(vectors(SEED, GOALS["R1"].quick), "a seed")) == []


EVIL = '<img src=x onerror="alert(1)"><a href="javascript:alert(2)">x</a><img src="https://elsewhere.example/3">'


@pytest.mark.browser
def test_a_text_that_gets_through_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs, what the policy stops, what is asked of others, what could run: each is told of a page that was spoiled."""
    monkeypatch.setattr(hostile, "_worth_a_visit", lambda _: ["about.html"])
    with chromium() as browser:
        trial = Trial(browser, tmp_path)

        def spoiled(home: Path) -> Path:
            site = hostile_site.build(home)
            page = site / "about.html"
            page.write_text(page.read_text(encoding="utf-8").replace("</article>", f"{EVIL}</article>"), encoding="utf-8")
            return site

        monkeypatch.setattr(hostile, "build", spoiled)
        found = "\n".join(trial.faults(["We meet."], "a seed"))
    signs = (
        "RAN alert 1",
        "POLICY script-src",
        "asked https://elsewhere.example/3",
        "holds img src onerror",
        "holds a href java",
    )
    assert [sign for sign in signs if sign not in found] == []


def test_a_text_that_is_not_shown_is_found() -> None:
    """A text is shown as typed or as Markdown makes it, in its own alliance."""
    (book,) = hostile_site.books(["We *meet*."], "a seed")
    assert list(lost(book, set())) == ["never tried in every way: 'We *meet*.'"]
    list(book.commits())
    book.shown = [("purpose", "We *meet*.")]
    assert [list(lost(book, seen)) for seen in ({"x", "Wemeet.y"}, {"We*meet*."})] == [[], []]
    assert list(lost(book, {"We meet."})) == ["book-0: lost from purpose: 'We *meet*.'"]


UNSEEN = "a\x1b[31mred\x07 b\u202edesrever\u2066 c\x9b31m"


@pytest.mark.parametrize(
    "arguments",
    [
        ("log", "home"),
        ("show", "home"),
        ("blame", "home"),
        ("diff", "home", "1", "2"),
        ("status",),
        ("show", "home", "--at", "1"),
    ],
)
def test_no_text_steers_the_terminal(repository: RepositoryBuilder, arguments: tuple[str, ...]) -> None:
    """Escapes and direction marks of commits and of old revisions are shown as symbols."""
    text = "title: At home\nparties: [{id: a, name: Ana}, {id: b}]\ncommitments: [{id: c, owner: a, text: WORDS}]\n"
    repository.write("alliances/home.yml", text.replace("WORDS", "I \u202ecall."))
    repository.commit(UNSEEN, UNSEEN, author=f"{UNSEEN} <a@example.org>")
    repository.write("alliances/home.yml", text.replace("WORDS", "I write."))
    repository.commit(UNSEEN, UNSEEN)
    said = run(repository.folder, *arguments).output
    assert said
    assert [letter for letter in said if letter in "\x1b\x07\x9b\u202e\u2066"] == []
