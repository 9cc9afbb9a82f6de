"""A build after a build makes anew what has changed, and its site is to the byte that of a build from nothing."""

import errno
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path

import pytest

from alliance_docs.audience import Audience
from alliance_docs.engine import output, surroundings, unchanged
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.errors import AllianceError
from alliance_docs.keeping.keep_place import VARIABLE
from alliance_docs.leaks.finding import Leak, Search
from alliance_docs.reading import spotless
from alliance_docs.site import build_site
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, SIX_LINES, contents
from tests.test_cli import run

SETTINGS = SIX_LINES.replace("theme: material", "theme: {name: material, custom_dir: own}") + "nav: [index.md, notes.md]\n"
OVERRIDE = '{% extends "base.html" %}{% block hero %}<i>ours</i>{% endblock %}'
OTHER = ALLIANCE.replace("Harbour street", "Station road")
REVISION = "alliances/station-road/r"


@pytest.fixture
def ours(repository: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> RepositoryBuilder:
    """Two alliances, a page written by hand, a template of one's own, and a navigation without agreements; built once.

    On this file system no edit needs a moment to have another time than the one before, and two files are many. So is
    one folder, which a process of its own looks at.
    """
    monkeypatch.setattr(unchanged, "_SETTLED", 0)
    monkeypatch.setattr(spotless, "_FEW", 0)
    monkeypatch.setattr(output, "_MANY", 1)
    repository.write("mkdocs.yml", SETTINGS)
    repository.write("own/main.html", OVERRIDE)
    repository.write("alliances/notes.md", "# Notes\n\nSee [the street](alliances/harbour-street/index.md).\n")
    repository.write("alliances/harbour-street.yml", ALLIANCE)
    repository.write("alliances/station-road.yml", OTHER)
    repository.commit("Begin")
    repository.write("alliances/station-road.yml", OTHER.replace("before dinner", "the same day"))
    repository.commit("Say it the same day", date="2024-02-03T09:00:00+01:00")
    build(repository)
    return repository


def build(repository: RepositoryBuilder, place: str = "site", audience: Audience | None = None) -> Path:
    """Build the site and give its folder."""
    return build_site(SiteOrder(repository.folder, site_dir=repository.folder / place, audience=audience)).site


def numbers(site: Path) -> dict[str, int]:
    """The file system's number of each file: a file that was not written anew keeps it."""
    return {path.relative_to(site).as_posix(): path.stat().st_ino for path in site.rglob("*") if path.is_file()}


def nothing(_: RepositoryBuilder) -> None:
    """The case of a build for no reason."""


def edited(repository: RepositoryBuilder) -> None:
    """One clause has other words, not yet committed."""
    repository.write("alliances/harbour-street.yml", ALLIANCE.replace("before dinner", "by noon"))


def committed(repository: RepositoryBuilder) -> None:
    """The same as a revision, of a later day."""
    edited(repository)
    repository.commit("By noon", date="2024-03-01T09:00:00+01:00")


def went_back(repository: RepositoryBuilder) -> None:
    """A commit was built, and thrown away again."""
    committed(repository)
    build(repository)
    repository.git("reset", "--quiet", "--hard", "HEAD~1")


def amended(repository: RepositoryBuilder) -> None:
    """A commit was built, and then said otherwise."""
    committed(repository)
    build(repository)
    repository.git("commit", "--amend", "--quiet", "--message=At noon")


def switched(repository: RepositoryBuilder) -> None:
    """Another branch, on which the newest revision never was."""
    repository.git("checkout", "--quiet", "-b", "side", "HEAD~1")
    committed(repository)


def merged(repository: RepositoryBuilder) -> None:
    """A branch came in that edited the other alliance."""
    switched(repository)
    repository.switch("main")
    repository.merge("side")


def replaced(repository: RepositoryBuilder) -> None:
    """One commit is said to be another, and a tag was moved; neither tells of an alliance."""
    repository.git("tag", "agreed", "HEAD~1")
    repository.git("replace", "HEAD", repository.git("commit-tree", "HEAD^{tree}", "-m", "Never said"))


def added(repository: RepositoryBuilder) -> None:
    """A third alliance."""
    repository.write("alliances/new-place.yml", ALLIANCE.replace("Harbour street", "New place"))


def removed(repository: RepositoryBuilder) -> None:
    """One alliance less."""
    (repository.folder / "alliances/harbour-street.yml").unlink()
    repository.write("alliances/notes.md", "# Notes\n")
    repository.commit("Go")


def renamed(repository: RepositoryBuilder) -> None:
    """Another file name is another address."""
    repository.write("alliances/notes.md", "# Notes\n")
    (repository.folder / "alliances/harbour-street.yml").rename(repository.folder / "alliances/hafen.yml")
    repository.commit("Rename")


def retitled(repository: RepositoryBuilder) -> None:
    """The title of a page by hand stands in the navigation of every page."""
    repository.write("alliances/notes.md", "# Remarks\n")


def rewritten(repository: RepositoryBuilder) -> None:
    """Its text stands on it alone."""
    repository.write("alliances/notes.md", "# Notes\n\nOther words.\n")


def redesigned(repository: RepositoryBuilder) -> None:
    """A template of one's own, of the same length as before."""
    repository.write("own/main.html", OVERRIDE.replace("ours", "mine"))


def reconfigured(repository: RepositoryBuilder) -> None:
    """An option that every page shows."""
    repository.write("mkdocs.yml", SETTINGS + "copyright: Theirs\n")


def unguarded(repository: RepositoryBuilder) -> None:
    """An option of our own plugin."""
    repository.write("mkdocs.yml", SETTINGS.replace("- alliances", "- alliances: {content_security_policy: false}"))


def heard(repository: RepositoryBuilder) -> None:
    """Somebody else wants to do something to every page."""
    repository.write("hook.py", "def on_page_content(html, page, config, files):\n    return html + '<p>heard</p>'\n")
    repository.write("mkdocs.yml", SETTINGS + "hooks: [hook.py]\n")


def tampered(repository: RepositoryBuilder) -> None:
    """Files of the site were changed, of the same length too, and replaced by links."""
    site = repository.folder / "site"
    first, second, *_ = sorted((site / REVISION).iterdir())
    first.write_bytes(first.read_bytes().replace(b"Station", b"Stution"))
    second.unlink()
    second.symlink_to(first)


def emptied(repository: RepositoryBuilder) -> None:
    """Files and a whole folder of the site were deleted."""
    site = repository.folder / "site"
    (site / "alliances/harbour-street/index.html").unlink()
    shutil.rmtree(site / REVISION)


def littered(repository: RepositoryBuilder) -> None:
    """Things stand in the site that nobody built, a folder where a page belongs among them."""
    site = repository.folder / "site"
    (site / "stray.html").write_text("stray")
    (site / "alliances/stray").mkdir()
    (site / "alliances/elsewhere").symlink_to(site)
    page = site / "alliances/harbour-street/compare.html"
    page.unlink()
    page.mkdir()
    (page / "index.html").write_text("stray")


def deleted(repository: RepositoryBuilder) -> None:
    """There is no site any more."""
    shutil.rmtree(repository.folder / "site")


def forgotten(_: RepositoryBuilder) -> None:
    """What was kept has been deleted, as anybody may."""
    shutil.rmtree(os.environ[VARIABLE])


def damaged(_: RepositoryBuilder) -> None:
    """What was kept is cut off, and its second tree has lost and gained files."""
    for manifest in Path(os.environ[VARIABLE]).rglob("manifest"):
        (manifest.parent / "site" / "index.html").unlink()
        (manifest.parent / "site" / "stray.html").write_text("stray")
        manifest.write_bytes(manifest.read_bytes()[:-1])


def half_swapped(_: RepositoryBuilder) -> None:
    """The second tree is not what it should be, as after a kill."""
    for manifest in Path(os.environ[VARIABLE]).rglob("manifest"):
        tree = manifest.parent / "site"
        shutil.rmtree(tree / "alliances" / "harbour-street")
        (tree / "alliances" / "stray").mkdir()
        (tree / "stray.html").write_text("stray")
        page = tree / "alliances" / "station-road" / "compare.html"
        page.unlink()
        page.write_text("stray")


CHANGES = [
    nothing,
    edited,
    committed,
    went_back,
    amended,
    switched,
    merged,
    replaced,
    added,
    removed,
    renamed,
    retitled,
    rewritten,
    redesigned,
    reconfigured,
    unguarded,
    heard,
    tampered,
    emptied,
    littered,
    deleted,
    forgotten,
    damaged,
    half_swapped,
]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_a_site_that_was_built_before_is_that_of_a_build_from_nothing(
    ours: RepositoryBuilder, change: Callable[[RepositoryBuilder], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Search index, sitemap and its archive too; and a build after that is the same once more."""
    change(ours)
    site = build(ours)
    warm = contents(site)
    build(ours)
    assert contents(site) == warm
    assert sorted(path.name for path in ours.folder.glob(".*")) == [".git"]
    monkeypatch.setenv(VARIABLE, "")
    cold = build(ours, "from-nothing")
    assert sorted(warm) == sorted(contents(cold))
    assert [name for name, content in contents(cold).items() if warm[name] != content] == []
    assert folders(site) == folders(cold)


def folders(site: Path) -> list[str]:
    """Every folder of a site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_dir())


@pytest.mark.parametrize(
    ("change", "stays", "goes"),
    [
        (nothing, "alliances/station-road/index.html", None),
        (edited, "alliances/station-road/index.html", "alliances/harbour-street/index.html"),
        (rewritten, "alliances/harbour-street/index.html", "notes.html"),
        (retitled, None, "alliances/harbour-street/index.html"),
        (redesigned, None, "alliances/harbour-street/index.html"),
        (reconfigured, None, "alliances/harbour-street/index.html"),
        (emptied, "alliances/harbour-street/compare.html", "alliances/harbour-street/index.html"),
        (tampered, "alliances/harbour-street/compare.html", None),
    ],
    ids=lambda case: case.__name__ if callable(case) else "",
)
def test_only_what_changed_is_made_anew(
    ours: RepositoryBuilder, change: Callable[[RepositoryBuilder], None], stays: str | None, goes: str | None
) -> None:
    """A page that is right stays the file it was."""
    before = numbers(ours.folder / "site")
    change(ours)
    after = numbers(build(ours))
    assert stays is None or after[stays] == before[stays]
    assert goes is None or after[goes] != before.get(goes)


def test_a_build_for_no_reason_does_nothing_and_says_the_same(ours: RepositoryBuilder) -> None:
    """Not even the files that MkDocs would write each time are written."""
    order = SiteOrder(ours.folder, site_dir=ours.folder / "site")
    ours.write("alliances/notes.md", "# Notes\n\n[Nowhere](nowhere.md)\n")
    first = build_site(order)
    before = numbers(first.site)
    assert build_site(order) == first
    assert first.warnings
    assert numbers(first.site) == before


def test_a_folder_of_templates_that_cannot_be_listed_is_told(
    ours: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page made of what cannot be looked at might be an old one; the site stays as it was."""
    ours.write("own/parts/hero.html", "<i>one</i>")
    before = contents(ours.folder / "site")
    listed = os.scandir

    def refuse(place: str) -> object:
        if str(place).endswith("parts"):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), place)
        return listed(place)

    monkeypatch.setattr(os, "scandir", refuse)
    done = run(ours.folder, "build")
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        2,
        f"alliance: {ours.folder / 'own/parts'}: Permission denied. [disk]",
    )
    assert contents(ours.folder / "site") == before


def test_another_version_makes_everything_anew(ours: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody knows what it would write."""
    before = numbers(ours.folder / "site")
    monkeypatch.setattr(surroundings, "__version__", "another")
    after = numbers(build(ours))
    assert not set(before.values()) & {number for name, number in after.items() if name.startswith("alliances/")}


def test_another_audience_sees_its_own_site(ours: RepositoryBuilder) -> None:
    """A clause that becomes private leaves every file, in the second tree too."""
    untold = "I owe the bank more than the house is worth"
    ours.write("alliances/harbour-street.yml", ALLIANCE.replace("I say what bothers me before dinner.", untold))
    site = build(ours)
    assert any(untold.encode() in content for content in contents(site).values())
    ours.write(
        "alliances/harbour-street.yml",
        ALLIANCE.replace("I say what bothers me before dinner.", f"{untold}\n  private: true"),
    )
    for audience, sees in ((Audience.PUBLIC, False), (Audience.PARTIES, True), (Audience.PUBLIC, False)):
        site = build(ours, audience=audience)
        assert any(untold.encode() in content for content in contents(site).values()) == sees
        for manifest in Path(os.environ[VARIABLE]).rglob("manifest"):
            assert any(untold.encode() in content for content in contents(manifest.parent / "site").values()) == sees


UNTOLD = "I owe the bank more than the house is worth"
CONFIDED = OTHER.replace("commitments:\n", f"commitments:\n- {{id: debts, owner: maren, private: true, text: {UNTOLD}}}\n")


@pytest.fixture
def looked_into(ours: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that the gate has looked into, while something is hidden; built once."""
    ours.write("alliances/station-road.yml", CONFIDED)
    ours.commit("Confide something", date="2024-02-04T09:00:00+01:00")
    build(ours)
    names: list[str] = []
    leaks = Search.leaks

    def look(search: Search, name: str, content: bytes) -> Iterator[Leak]:
        names.append(name)
        return leaks(search, name, content)

    monkeypatch.setattr(Search, "leaks", look)
    return names


def test_taking_an_edit_back_costs_no_look_at_what_stays(ours: RepositoryBuilder, looked_into: list[str]) -> None:
    """What an edit made public and what is public no more is told of pages that do not hold it."""
    edited(ours)
    build(ours)
    ours.write("alliances/harbour-street.yml", ALLIANCE)
    build(ours)
    assert looked_into
    assert not [name for name in looked_into if name.startswith("alliances/station-road/")]


def test_an_edit_may_say_what_another_alliance_hides(ours: RepositoryBuilder, looked_into: list[str]) -> None:
    """Whoever types it makes it public, committed or not; when it is taken back every page is looked at again."""
    ours.write("alliances/harbour-street.yml", ALLIANCE.replace("before dinner", f"when {UNTOLD}"))
    site = contents(build(ours))
    assert UNTOLD.encode() in site["alliances/harbour-street/index.html"]
    again = {name for name, times in Counter(looked_into).items() if times > 1}
    assert "alliances/harbour-street/index.html" in again
    assert all(UNTOLD in unescape(site[name].decode()) for name in again), "only where something was found without the edit"
    looked_into.clear()
    ours.write("alliances/harbour-street.yml", ALLIANCE)
    build(ours)
    assert [name for name in looked_into if name.startswith("alliances/station-road/")]


@pytest.mark.usefixtures("looked_into")
def test_what_comes_into_a_file_that_held_nothing_is_found(ours: RepositoryBuilder) -> None:
    """In what MkDocs makes, and in what is copied."""
    ours.write("alliances/notes.md", f"# Notes\n\n{UNTOLD}\n")
    ours.write("alliances/notes.txt", "Nothing.")
    with pytest.raises(AllianceError, match=r"notes\.html would show what is hidden"):
        build(ours)
    ours.write("alliances/notes.md", "# Notes\n")
    build(ours)
    ours.write("alliances/notes.txt", UNTOLD)
    with pytest.raises(AllianceError, match=r"notes\.txt would show what is hidden"):
        build(ours)


@pytest.mark.usefixtures("looked_into")
def test_what_somebody_put_into_the_published_site_is_no_excuse(ours: RepositoryBuilder) -> None:
    """Lines of the last edition are passed over only in files that look as they did when they were looked into."""
    ours.write("alliances/notes.txt", "Nothing.")
    (build(ours) / "notes.txt").write_text(UNTOLD)
    ours.write("alliances/notes.txt", UNTOLD)
    with pytest.raises(AllianceError, match=r"notes\.txt would show what is hidden"):
        build(ours)
