"""The leak gate: hidden texts are found however an output file spells them, and nothing else is."""

import gzip
import html
import json
from pathlib import Path

import pytest

from alliance_docs.leaks import find_leaks, fold

UNTOLD = "I owe the bank more than the house is worth"
HIDDEN = {fold(UNTOLD): ("alliances/two.yml", "commitments/debts"), fold("Gambling"): ("alliances/two.yml", "drops/one")}
VISIBLE = fold("I owe the bank a letter and call on Sundays")


def leaks(folder: Path) -> list[tuple[str, str]]:
    """File and clause of each leak in a folder."""
    return [(leak.file, leak.clause) for leak in find_leaks(folder, HIDDEN, VISIBLE)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("page.html", f"<p>{UNTOLD}</p>"),
        ("page.html", "<p>I owe <del>the bank more</del> than <ins>the house is</ins> worth</p>"),
        ("page.html", f"<a title='{UNTOLD.upper()}'>x</a>"),
        ("page.html", "<p>" + "".join(f"&#{ord(char)};" for char in UNTOLD) + "</p>"),
        ("page.html", "<p>the bank more than the house</p>"),
        ("page.html", "<p>I\u00a0owe the bank more\u200b than the house is worth</p>"),
        ("page.html", f'<meta content="{html.escape(UNTOLD)}">'),
        ("index.json", json.dumps({"text": UNTOLD})),
        ("index.json", '{"text": "' + "".join(f"\\u{ord(char):04x}" for char in UNTOLD) + '"}'),
        ("index.json", json.dumps({"text": "<b>I owe the bank</b> more than the house is worth"})),
        ("page.html", "<h2>Gambling</h2>"),
        ("index.json", '["gambling"]'),
    ],
)
def test_finds_a_hidden_text_however_it_is_spelled(tmp_path: Path, name: str, content: str) -> None:
    """Entities, escapes, tags, case, invisible characters and fragments do not hide it."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    clause = "drops/one" if "ambling" in content else "commitments/debts"
    assert leaks(tmp_path) == [(name, clause)]


def test_looks_into_compressed_files_and_at_file_names(tmp_path: Path) -> None:
    """A sitemap is zipped, and a name is text too."""
    (tmp_path / "sitemap.xml.gz").write_bytes(gzip.compress(UNTOLD.encode()))
    (tmp_path / f"{UNTOLD}.html").write_text("")
    assert [file for file, _ in leaks(tmp_path)] == [f"{UNTOLD}.html", "sitemap.xml.gz"]


@pytest.mark.parametrize(
    "content",
    [
        "<p>I owe the bank a letter and call on Sundays</p>",
        "<p>No more gambling jokes, please.</p>",
        "<p>The house is worth it.</p>",
        "<p><del>I owe the bank more </del><ins>than the house is old</ins>.</p>",
        "",
    ],
)
def test_is_silent_about_what_may_be_shown(tmp_path: Path, content: str) -> None:
    """What is public elsewhere, and a short word inside other words, is no leak."""
    (tmp_path / "page.html").write_text(content)
    assert leaks(tmp_path) == []


def test_a_repeated_line_hides_nothing_around_it(tmp_path: Path) -> None:
    """What every page repeats is looked at once; what stands beside it, or goes on over its end, is looked at each time."""
    frame = "<nav>\n<p>Home</p>\nowe the bank more\n</nav>\n"
    (tmp_path / "a.html").write_text(frame)
    (tmp_path / "b.html").write_text(f"{frame}<p>{UNTOLD}</p>\n{frame}")
    (tmp_path / "c.html").write_text(f'{frame}<p title="I\nowe the bank more\nthan the house is worth">x</p>')
    (tmp_path / "d.html").write_text(frame)
    assert [file for file, _ in leaks(tmp_path)] == ["b.html", "c.html"]


def test_files_of_the_theme_are_taken_on_trust(tmp_path: Path) -> None:
    """Its scripts are most of a small site, and nobody's words are in them."""
    (tmp_path / "theme.js").write_text(UNTOLD)
    (tmp_path / "page.js").write_text(UNTOLD)
    assert [leak.file for leak in find_leaks(tmp_path, HIDDEN, VISIBLE, trusted={"theme.js"})] == ["page.js"]
