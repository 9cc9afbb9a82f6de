"""Feeds and calendars go the way of the pages: onto the site, into the export, and past the same gate."""

import re
from pathlib import Path

import pytest

from alliance_docs.engine.settings import SiteOrder
from alliance_docs.errors import AllianceError
from alliance_docs.export import export_site
from alliance_docs.site import build_site
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, SIX_LINES, contents, write_site

FILE = "alliances/harbour-street.yml"
ADDRESSES = {
    "alliances/harbour-street/feed.xml",
    "alliances/harbour-street/review.ics",
    "feed.xml",
    "reviews.ics",
}


def reviewed(repository: RepositoryBuilder, **files: str) -> Path:
    """A site whose alliance has a next review, with its address in mkdocs.yml and more files in the documents' folder."""
    named = {f"alliances/{name.replace('_', '.')}": text for name, text in files.items()}
    settings = {"mkdocs.yml": f"{SIX_LINES}site_url: https://example.org/ours/\n"}
    folder = write_site(repository, {FILE: f"{ALLIANCE}reviews: {{next: 2024-05-05}}\n", **settings, **named})
    repository.commit("Look again in May")
    return folder


def test_feeds_and_calendars_are_on_the_site_and_in_the_export(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """The same bytes in both, with links to where the site will be."""
    folder = reviewed(repository)
    site = contents(build_site(SiteOrder(folder, strict=True)).site)
    assert {name for name in site if name.endswith((".xml", ".ics"))} - {"sitemap.xml"} == ADDRESSES
    export_site(SiteOrder(folder), tmp_path / "plain")
    exported = contents(tmp_path / "plain/docs")
    assert {name: exported[name] for name in ADDRESSES} == {name: site[name] for name in ADDRESSES}
    assert b'href="https://example.org/ours/alliances/harbour-street/r/' in site["feed.xml"]
    assert b"URL:https://example.org/ours/alliances/harbour-street/index.html" in site["reviews.ics"]
    assert b">https://example.org/ours/alliances/harbour-street/r/" in site["alliances/harbour-street/print.html"]


def test_pages_say_where_their_feed_is(repository: RepositoryBuilder) -> None:
    """In the head, for programs: each page that a feed tells of and no other, with a way that works from a disk."""
    folder = reviewed(repository)
    site = build_site(SiteOrder(folder, strict=True)).site
    found: dict[str, tuple[str, str]] = {}
    for file in site.rglob("*.html"):
        head = file.read_text(encoding="utf-8").partition("</head>")[0]
        for title, href in re.findall(
            r'<link rel="alternate feed" type="application/atom.xml" title="(.*?)" href="(.*?)">', head
        ):
            assert (file.parent / href).is_file()
            found[file.relative_to(site).as_posix()] = title, href
    assert found == {
        "index.html": ("All alliances", "feed.xml"),
        "alliances/harbour-street/index.html": ("Harbour street", "feed.xml"),
        "alliances/harbour-street/history.html": ("History of Harbour street", "feed.xml"),
    }


def test_a_file_by_hand_takes_the_place_of_ours(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """On the site and in the export."""
    folder = reviewed(repository, feed_xml="<feed/>")
    assert contents(build_site(SiteOrder(folder, strict=True)).site)["feed.xml"] == b"<feed/>"
    export_site(SiteOrder(folder), tmp_path / "plain")
    assert contents(tmp_path / "plain/docs")["feed.xml"] == b"<feed/>"


@pytest.mark.parametrize("name", ["feed_xml", "reviews_ics"])
def test_the_gate_looks_into_files_that_are_no_pages(name: str, repository: RepositoryBuilder) -> None:
    """What is hidden may stand in no feed and no calendar either."""
    hidden = "- id: quiet\n  owner: jonas\n  private: true\n  text: I keep the key to the boathouse to myself.\n"
    folder = reviewed(repository, **{name: "SUMMARY:I keep the key to the boathouse to myself."})
    repository.write(FILE, ALLIANCE + hidden)
    repository.commit("Keep something")
    with pytest.raises(AllianceError, match=name.replace("_", r"\.")):
        build_site(SiteOrder(folder))
