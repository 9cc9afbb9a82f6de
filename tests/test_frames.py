"""Pages filled into one frame are to the byte what MkDocs writes, and where they would not be there are no frames."""

from pathlib import Path

import pytest

from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import build_site
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, SIX_LINES, contents, page, write_site

HOOK = "def on_page_content(html, page, config, files):\n    return html\n"
LISTENER = "def on_page_content(html, page, config, files):\n    return html + '<p>heard</p>'\n"
SETTINGS = "site_url: https://example.org/ours/\n" + SIX_LINES


@pytest.fixture
def folder(repository: RepositoryBuilder) -> Path:
    """An alliance with revisions of every kind: first, changed, layout, with a text that looks like a mark."""
    folder = write_site(repository, {"mkdocs.yml": SETTINGS, "alliances/notes.md": "# Notes\n"})
    for number, text in enumerate(("I \ue000body\ue001 you", "I tell you & us", "I tell you & us")):
        repository.write("alliances/harbour-street.yml", ALLIANCE.replace("I say", f"'{text}") + f"' # {number}\n")
        repository.commit(f"Say <it> {number}" if number else 'Again\n\nBecause "we" & <they>.')
    return folder


def revisions(files: dict[str, bytes]) -> dict[str, bytes]:
    """The pages of old revisions."""
    return {name: content for name, content in files.items() if "/r/" in name}


@pytest.mark.parametrize(
    "settings",
    [
        SETTINGS,
        SETTINGS + "nav: [index.md, notes.md]\n",
        SETTINGS + "nav: [index.md]\nedit_uri: https://example.org/edit/main/\n",
        SIX_LINES + "nav: [alliances/harbour-street/index.md, index.md]\n",
    ],
    ids=["short navigation", "own navigation", "edit links", "agreement in it"],
)
def test_frames_change_nothing(folder: Path, repository: RepositoryBuilder, settings: str) -> None:
    """A hook that wants to hear of every page makes MkDocs render them all; the sites are equal, search and sitemap too."""
    repository.write("mkdocs.yml", settings)
    framed = contents(build_site(SiteOrder(folder, strict=True)).site)
    repository.write("hook.py", HOOK)
    repository.write("mkdocs.yml", settings + "hooks: [hook.py]\n")
    ordinary = contents(build_site(SiteOrder(folder, strict=True)).site)
    assert len(revisions(framed)) == 5
    assert sorted(framed) == sorted(ordinary)
    assert [name for name in framed if framed[name] != ordinary[name]] == []
    assert (b"alliances/harbour-street/index.html</loc>" in framed["sitemap.xml"]) == ("site_url" in settings)
    assert b"/r/" not in framed["sitemap.xml"], "only what the search finds"
    assert b"harbour-street/index.html" in framed["search/search_index.json"]


def test_a_plugin_that_listens_to_pages_hears_of_all(folder: Path, repository: RepositoryBuilder) -> None:
    """What it does to a page is done to the pages of old revisions too."""
    repository.write("hook.py", LISTENER)
    repository.write("mkdocs.yml", SETTINGS + "hooks: [hook.py]\n")
    files = revisions(contents(build_site(SiteOrder(folder)).site))
    assert files
    assert all(b"<p>heard</p>" in content for content in files.values())


def test_a_template_that_tells_pages_apart_is_obeyed(folder: Path, repository: RepositoryBuilder) -> None:
    """Where the theme prints what a frame does not know of, each page is rendered by itself."""
    repository.write("own/main.html", '{% extends "base.html" %}{% block hero %}<i>{{ page.url if page }}</i>{% endblock %}')
    repository.write("mkdocs.yml", SETTINGS.replace("theme: material", "theme: {name: material, custom_dir: own}"))
    files = revisions(contents(build_site(SiteOrder(folder)).site))
    assert files
    for name, content in files.items():
        assert f"<i>{name}</i>".encode() in content


def test_a_sitemap_of_ones_own_may_ask_for_more(folder: Path, repository: RepositoryBuilder) -> None:
    """Than the addresses and the day that MkDocs' own one asks of each page."""
    repository.write(
        "own/sitemap.xml", "{% for file in pages %}{{ file.page.canonical_url }} {{ file.page.title }};{% endfor %}"
    )
    repository.write(
        "mkdocs.yml", SETTINGS.replace("theme: material", "theme: {name: material, custom_dir: own}") + "nav: [index.md]\n"
    )
    site = build_site(SiteOrder(folder)).site
    assert "https://example.org/ours/alliances/harbour-street/index.html Harbour street;" in page(site, "sitemap.xml")


def test_a_revision_that_the_navigation_names_is_an_ordinary_page(folder: Path, repository: RepositoryBuilder) -> None:
    """It stands there under the name it was given, and is the page shown as current."""
    name = f"alliances/harbour-street/r/{repository.head[:12]}"
    repository.write("mkdocs.yml", f"{SETTINGS}nav:\n  - Home: index.md\n  - As agreed: {name}.md\n")
    site = build_site(SiteOrder(folder, strict=True)).site
    assert "As agreed" in page(site, "index.html")
    assert 'aria-current="page"' in page(site, f"{name}.html") or "md-nav__link--active" in page(site, f"{name}.html")
