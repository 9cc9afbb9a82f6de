"""A repository with a text in every place where people, or whoever writes commits, can put one."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.repositories import RepositoryBuilder, isolated_environment

TOGETHER = 40
"""Texts in one alliance, each in every field."""
_IN_A_LOG = 10
"""Texts in the commits of one alliance; every two of its revisions are compared on its pages."""
_IN_NAMES = 40
"""Every so many texts one also names a folder, a file and a branch: each such file has pages of its own."""
_SETTINGS = (
    "site_name: Tried\ndocs_dir: alliances\ntheme: material\nuse_directory_urls: false\nplugins:\n- search\n- alliances"
)
_PARTIES = [{"id": "maren", "name": "Maren"}, {"id": "jonas", "name": "Jonas"}]
_PROSE = {
    "agreements": ("title", "topic", "text"),
    "questions": ("section", "text"),
    "expectations": ("text",),
    "requests": ("title", "text", "why"),
    "boundaries": ("text",),
    "confidentiality": ("text", "except"),
    "concerns": ("seen", "my_side"),
}
"""Lists whose entries hold words alone, beside the ids and people that each entry needs."""
_PEOPLE = {
    "expectations": {"holder": "maren"},
    "requests": {"from": "maren", "to": "jonas", "reply": "declined"},
    "boundaries": {"owner": "jonas"},
    "confidentiality": {"owner": "each"},
    "concerns": {"raised_by": "jonas", "date": "2024-02-01"},
}
_ALONE = ("purpose", "context", "kind", "title")
_PARTED = {
    "feedback": ("offer", "receive"),
    "backup_plan": ("in_conflict", "after_a_break", "way_back", "if_ending", "outside_help"),
}
IN_COMMITS = ("subject", "body", "author", "e-mail", "trailer")
IN_OLD_REVISIONS = ("key", "id", "owner", "link", "language")
IN_NAMES = ("folder", "file", "branch")


def fields() -> int:
    """In how many places each text stands; those in names are not counted, since only some texts are there."""
    one = clauses(["x"], 0)
    return (
        len(re.findall(r'"x"', json.dumps(one)))
        + len(_ALONE)
        + sum(map(len, _PARTED.values()))
        + 2
        + len(IN_COMMITS)
        + len(IN_OLD_REVISIONS)
    )


def clauses(texts: Sequence[str], turn: int) -> dict[str, list[dict[str, Any]]]:
    """A clause of every kind for each text; with every turn the texts move on by one clause."""
    made: dict[str, list[dict[str, Any]]] = {}
    for place in range(len(texts)):
        text = texts[(place + turn) % len(texts)]
        for section, words in _PROSE.items():
            entry = {"id": f"{section}-{place}"} | _PEOPLE.get(section, {}) | dict.fromkeys(words, text)
            made.setdefault(section, []).append(entry)
        for section, entry in _others(place, text).items():
            made.setdefault(section, []).append(entry)
    return made


def _others(place: int, text: str) -> dict[str, dict[str, Any]]:
    day = f"{2024 - place // 300}-{place % 300 // 25 + 1:02}-{place % 25 + 1:02}"
    return {
        "parties": {"id": f"p{place}", "name": text, "left": "2024-01-01"},
        "commitments": {"id": f"c{place}", "owner": "maren", "title": text, "topic": text, "text": text},
        "drops": {
            "id": f"d{place}",
            "owner": "maren",
            "date": "2024-01-20",
            "about": f"c{place}",
            "acknowledged": {"date": "2024-01-21", "text": text, "by": "maren"},
            "pattern": text,
            "repair": [{"text": text, "due": "2024-03-01"}],
        },
        "appreciation": {"date": day, "from": "maren", "to": "jonas", "text": text},
        "session": {"date": day, "place": text},
        "considered": {"check": "way-out", "clause": f"commitments/c{place}", "by": "maren", "why": text},
        "held": {"date": day, "by": "jonas", "kept": text, "changed": text, "why": text},
    }


def _book(texts: Sequence[str], number: int, turn: int) -> str:
    """An alliance that holds the texts in every field, as JSON, which is YAML too."""
    made: dict[str, Any] = dict(clauses(texts, turn))
    one = texts[turn % len(texts)]
    made["parties"] = [*_PARTIES, *made["parties"]]
    made["reviews"] = {"next": "2024-05-01", "held": made.pop("held")}
    made["answers"] = {f"questions-{place}": {"maren": texts[place]} for place in range(len(texts))} | {
        "hopes": {"jonas": one}
    }
    made["status"] = {"state": "paused", "since": "2024-01-01", "why": one}
    alone = dict.fromkeys(_ALONE, one) | {key: dict.fromkeys(parts, one) for key, parts in _PARTED.items()}
    return json.dumps({"id": f"book-{number}", "audience": "public", **alone, **made}, ensure_ascii=False, indent=0)


def _log(name: str, times: int, *, old: str = "") -> str:
    """A small alliance; `old`: a text for keys, ids and links, which only an earlier revision may hold."""
    head: dict[str, Any] = {"id": f"log-{name}", "title": f"Log {name}", "audience": "public", "parties": _PARTIES}
    promises = [{"id": "one", "owner": "maren", "text": f"I do it {times} times."}]
    if old:
        promises.append({"id": old, "owner": old, "text": "x", "about": old})
        head |= {"lang": old, old: [old], "assent": [{"party": old, "date": old}]}
    return json.dumps({**head, "commitments": promises}, ensure_ascii=False)


Commit = tuple[str, str, Mapping[str, str]]
"""The author, the message, and the files that change."""


def commits(texts: Sequence[str]) -> Iterator[Commit]:
    """The history: three turns of every book, a commit for every text, and the files with odd names."""
    chunks = [texts[start : start + TOGETHER] for start in range(0, len(texts), TOGETHER)]
    for number, chunk in enumerate(chunks):
        yield "Maren", "Begin", {f"alliances/book-{number}.yml": _book(chunk, number, 0)}
        for place, text in enumerate(chunk):
            message = f"{text}\n\n{text}\n\nWith: {text}\nCo-authored-by: {text} <{text}>"
            log = f"{number}-{place // _IN_A_LOG}"
            yield text, message, {f"alliances/log-{log}.yml": _log(log, place, old=text if place % 2 else "")}
        yield "Jonas", "Turn", {f"alliances/book-{number}.yml": _book(chunk, number, 1)}
        fewer = chunk[: len(chunk) // 2] or chunk
        yield "Maren", "Let go", {f"alliances/book-{number}.yml": _book(fewer, number, 1)}
        for log in {f"{number}-{place // _IN_A_LOG}": place for place in range(len(chunk))}:
            yield "Maren", "End the log", {f"alliances/log-{log}.yml": _log(log, TOGETHER)}
    odd = "title: Odd\naudience: public\nparties: [{id: a}]\n"
    odd_names = {path_of(text): f"{odd}purpose: {place}\n" for place, text in named(texts)}
    yield "Maren", "Odd names", odd_names | {"mkdocs.yml": _SETTINGS}


def named(texts: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The texts that name files too."""
    return ((place, texts[place]) for place in range(0, len(texts), _IN_NAMES))


def path_of(text: str) -> str:
    """The text as the name of a folder and of a file in it."""
    name = re.sub(r"[/\0]", "|", text).lstrip(". ")[:60] or "x"
    return f"alliances/{name}/{name}.yml"


def write(folder: Path, texts: Sequence[str]) -> None:
    """Make the repository, on a branch with an odd name, with its work tree and a broken file that is not committed."""
    builder = RepositoryBuilder(folder)
    environment = isolated_environment()
    stream = b"".join(_stream(commits(texts)))
    subprocess.run(["git", "fast-import", "--quiet"], input=stream, cwd=folder, env=environment, check=True)
    builder.git("reset", "--quiet", "--hard", "main")
    branch = re.sub(r"[^\w<>\"'=();&/-]|^-|/(?=[/.])|/$", "", texts[0])[:60].strip("/")
    builder.git("branch", "--move", "main", branch or "odd")
    builder.write(
        "alliances/broken.yml", json.dumps({text: text for text in texts[:TOGETHER]}, ensure_ascii=False, indent=0)
    )


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


def _stream(made: Iterator[Commit]) -> Iterator[bytes]:
    yield b"reset refs/heads/main\n"
    for number, (author, message, files) in enumerate(made):
        when = b"%d +0100" % (1705259700 + 3600 * number)
        person = re.sub(r"[<>\n\0]", " ", author).strip().encode()
        mail = re.sub(r"[<>\n\0]", "", author).strip().encode() or b"x"
        words = message.replace("\0", "").encode()
        yield b"commit refs/heads/main\nauthor %b <%b> %b\ncommitter K <k@example.org> %b\n" % (person, mail, when, when)
        yield b"data %d\n%b\n" % (len(words), words)
        for path, content in files.items():
            quoted = json.dumps(path, ensure_ascii=False).encode()
            yield b"M 100644 inline %b\ndata %d\n%b\n" % (quoted, len(content.encode()), content.encode())
        yield b"\n"
