"""A repository of alliances full of hostile texts, with odd names of files and of its branch, and the site made of it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from tests.repositories import RepositoryBuilder, isolated_environment
from tests.torture.hostile_books import TOGETHER, Book, Commit, as_name

_IN_NAMES = 100
"""Every so many texts one also names a folder and a file of a small alliance, whose address is made of it."""
_SETTINGS = (
    "site_name: Tried\ndocs_dir: alliances\ntheme: material\nuse_directory_urls: false\nplugins:\n- search\n- alliances"
)


def books(texts: Sequence[str], seed: str) -> list[Book]:
    """An alliance for every so many texts."""
    starts = range(0, len(texts), TOGETHER)
    rng = Random(f"{seed} books")  # noqa: S311 - no secret
    return [Book(number, texts[start : start + TOGETHER], rng) for number, start in enumerate(starts)]


def write(folder: Path, texts: Sequence[str], written: Sequence[Book]) -> None:
    """Make the repository, on a branch with an odd name, with its work tree and a broken file that is not committed."""
    builder = RepositoryBuilder(folder)
    stream = b"".join(_stream(_commits(texts, written)))
    subprocess.run(["git", "fast-import", "--quiet"], input=stream, cwd=folder, env=isolated_environment(), check=True)
    builder.git("reset", "--quiet", "--hard", "main")
    branch = re.sub(r"[^\w<>\"'=();&/-]|^-|/(?=[/.])|/$", "", texts[0])[:60].strip("/-")
    builder.git("branch", "--move", "main", branch or "odd")
    builder.write(
        "alliances/broken.yml", json.dumps({text: text for text in texts[:TOGETHER]}, ensure_ascii=False, indent=0)
    )


def _commits(texts: Sequence[str], written: Sequence[Book]) -> Iterator[Commit]:
    for book in written:
        yield from book.commits()
    odd = "title: Odd\naudience: public\nparties: [{id: a}]\n"
    names = map(as_name, texts[::_IN_NAMES])
    files = {f"alliances/{name}/{name}.yml": f"{odd}purpose: {place}\n" for place, name in enumerate(names)}
    yield Commit("Maren", "Odd names", files | {"mkdocs.yml": _SETTINGS})


def build(folder: Path) -> Path:
    """The public site of the repository; the broken file is left out and makes it end with 1."""
    run = subprocess.run(
        [sys.executable, "-m", "alliance_docs", "build", "--keep-going"],
        cwd=folder,
        env=isolated_environment() | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    site = folder / "site"
    if run.returncode != 1 or not (site / "index.html").is_file():
        raise AssertionError(f"the site was not built ({run.returncode}): {run.stderr[-2000:]}")
    return site


def take_policy_away(site: Path) -> None:
    """Leave the pages with their escaping alone."""
    for page in site.rglob("*.html"):
        before = page.read_text(encoding="utf-8")
        after = re.sub('<meta http-equiv="Content-Security-Policy" content="[^"]*">', "", before, count=1)
        if after == before:
            raise AssertionError(f"{page} has no policy")
        page.write_text(after, encoding="utf-8")


def person(text: str) -> str:
    """The text as the name of whoever made a commit, as Git holds it."""
    return re.sub(r"[<>\n\0]", " ", text).strip()


def _stream(made: Iterator[Commit]) -> Iterator[bytes]:
    yield b"reset refs/heads/main\n"
    for number, (author, message, files) in enumerate(made):
        when = b"%d +0100" % (1705259700 + 3600 * number)
        mail = re.sub(r"[<>\n\0]", "", author).strip().encode() or b"x"
        words = message.replace("\0", "").encode()
        yield b"commit refs/heads/main\nauthor %b <%b> %b\n" % (person(author).encode(), mail, when)
        yield b"committer K <k@example.org> %b\ndata %d\n%b\n" % (when, len(words), words)
        for path, content in files.items():
            quoted = json.dumps(path, ensure_ascii=False).encode()
            if content is None:
                yield b"D %b\n" % quoted
            else:
                yield b"M 100644 inline %b\ndata %d\n%b\n" % (quoted, len(content.encode()), content.encode())
        yield b"\n"
