"""Who writes the pages of a large site shows nowhere; what a scribe looked at is looked at again where it was touched."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from alliance_docs import workers
from alliance_docs.engine import aside, scribes
from alliance_docs.engine.filling import Filler
from alliance_docs.engine.listing import Kept, held, listing, page_record
from alliance_docs.engine.scribes import Leaf, Sheets, Written
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.errors import AllianceError
from alliance_docs.keeping.keep import Keep
from alliance_docs.page import Page, Script
from alliance_docs.site import build_site
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, SIX_LINES, contents, write_site

UNTOLD = "I tell nobody where the spare key is kept."
KEY = f"- id: key\n  owner: jonas\n  text: {UNTOLD}\n  private: true\n"
SHORT = SIX_LINES + "nav: [index.md]\n"  # a page that the navigation names is MkDocs' own
SETTINGS = "site_url: https://example.org/ours/\nedit_uri: https://example.org/edit/main/\n" + SHORT
HOOK = """\
from pathlib import Path

def on_post_build(config):
    page = Path(config.site_dir, "alliances", "harbour-street", "index.html")
    page.write_text(page.read_text() + "<p>{}</p>")
"""

BARE = Filler({}, {}, {"": ""}, "", by_folder=False, finish=str)


@pytest.fixture
def folder(repository: RepositoryBuilder) -> Path:
    """Two alliances with revisions, one of which hides a clause; the name of one is no plain word in a link."""
    folder = write_site(repository, {"mkdocs.yml": SETTINGS})
    for number, text in enumerate(("I tell you", "I tell you & us", "I tell you soon")):
        told = ALLIANCE.replace("I say", f"'{text}") + f"' # {number}\n"
        repository.write("alliances/harbour-street.yml", told + KEY)
        repository.write("alliances/me&you.yml", told)
        repository.commit(f"Say <it> {number}")
    return folder


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> dict[str, Written]:
    """Has even a small site written by scribes, a job for each alliance; what they did, by folder."""
    done: dict[str, Written] = {}

    def sharing(*of: object) -> dict[str, Written]:
        written = scribes.shared(*of)  # type: ignore[arg-type]  # handed on as it comes
        done.update(written)
        return written

    for name, value in (("WORTH_IT", 1), ("ENOUGH", 1), ("processors", lambda: 2), ("shared", sharing)):
        monkeypatch.setattr(aside, name, value)
    return done


def built(folder: Path) -> dict[str, bytes]:
    """The files of the site, made anew."""
    shutil.rmtree(folder / "site", ignore_errors=True)
    return contents(build_site(SiteOrder(folder, strict=True)).site)


@pytest.mark.parametrize("settings", [SETTINGS, SHORT])
def test_a_site_is_the_same_to_the_byte(
    folder: Path, repository: RepositoryBuilder, request: pytest.FixtureRequest, settings: str
) -> None:
    """Search index and sitemap too; a page that only the theme can make is left to those who have it."""
    repository.write("mkdocs.yml", settings)
    alone = built(folder)
    done = request.getfixturevalue("shared")
    assert built(folder) == alone
    of_alliances = {name for name in alone if name.startswith("alliances/") and name.count("/") > 1}
    left = {"alliances/me-you/index.html"} if settings == SETTINGS else set()  # its link for editing has an &
    assert {address for one in done.values() for address in one.looks} == of_alliances - left
    assert all(sorted(one.clean) == sorted(one.looks) for one in done.values())


@pytest.mark.parametrize(
    "worker", ["", "raise SystemExit", "from alliance_docs.workers import work; import sys; sys.stdin.close()"]
)
def test_what_no_scribe_did_is_done_all_the_same(
    folder: Path, shared: dict[str, Written], monkeypatch: pytest.MonkeyPatch, worker: str
) -> None:
    """Where each of them dies before or after it has begun."""
    monkeypatch.setattr(workers, "_WORKER", worker)
    files = built(folder)
    assert not shared
    monkeypatch.undo()
    assert built(folder) == files


def test_a_scribe_leaves_what_it_cannot_read(tmp_path: Path) -> None:
    """And what is there already; of the others it says how they look and what a search needs."""
    pages = [Page(f"alliances/a/{name}.html", name, f"<h1>{name}</h1>", searchable=name == "b") for name in "bcd"]
    script = Script("alliances/a/pairs.js", "one()", "key")
    page_list = [page_record(page) for page in pages]
    filler = replace(BARE, frames={kind: (("", "body", "!"),) * 2 for kind in map(BARE.kind, pages) if kind})
    entry = Keep(tmp_path).put("key", [], ["", ""], [listing(page_list, [script])], [""], held(pages, [script]))
    sheets = Sheets(tmp_path / "site", (Leaf("alliances/a/", Kept(entry), frozenset(["alliances/a/c.html"])),), filler, 3)
    (written,) = sheets.run()
    assert sorted(written.looks) == ["alliances/a/b.html", "alliances/a/d.html", "alliances/a/pairs.js"]
    assert contents(tmp_path / "site")["alliances/a/d.html"] == b"<h1>d</h1>!"
    assert [*written.abridged] == ["alliances/a/b.html"]
    assert not written.clean, "nobody said what is hidden"
    gone = Leaf("alliances/a/", Kept(entry._replace(place=tmp_path / "gone")), frozenset())
    assert sheets._replace(leaves=(gone,)).run() == [Written({}, {}, [])]


def test_a_leak_is_told_as_without_scribes(
    folder: Path, repository: RepositoryBuilder, request: pytest.FixtureRequest
) -> None:
    """A message of another alliance quotes what is hidden; nothing is published."""
    repository.write("alliances/me&you.yml", ALLIANCE.replace("I say", "I would say"))
    repository.commit(f"Remember: {UNTOLD}")
    with pytest.raises(AllianceError) as alone:
        built(folder)
    request.getfixturevalue("shared")
    with pytest.raises(AllianceError) as caught:
        built(folder)
    assert str(caught.value) == str(alone.value)
    assert not (folder / "site").exists()


@pytest.mark.usefixtures("shared")
def test_what_is_touched_after_a_scribe_is_searched(folder: Path, repository: RepositoryBuilder) -> None:
    """A hook may write into finished pages."""
    for name, added in (("harmless", "We say so."), ("harmful", UNTOLD)):
        repository.write(f"{name}.py", HOOK.format(added))
    repository.write("mkdocs.yml", SETTINGS + "hooks: [harmless.py]\n")
    assert b"We say so." in built(folder)["alliances/harbour-street/index.html"]
    repository.write("mkdocs.yml", SETTINGS + "hooks: [harmful.py]\n")
    with pytest.raises(AllianceError, match=r"index\.html would show what is hidden: commitments/key"):
        built(folder)
