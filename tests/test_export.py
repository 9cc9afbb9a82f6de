"""The exported folder is the same site for MkDocs without our plugin, and never takes the place of anything else."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mkdocs.utils.meta import get_data

from alliance_docs.audience import Audience
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.errors import AllianceError, UsageError
from alliance_docs.export import export_site
from alliance_docs.site import build_site
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, SIX_LINES, contents, mkdocs, page, write_site

AGREEMENT = "alliances/harbour-street/index"
FILE = "alliances/harbour-street.yml"


class Body(HTMLParser):
    """The text and the ids inside the page's article, each piece on its own; blanks at its ends do not count."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._inside = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Note the elements and where they lead; the export's own wrapper is left aside."""
        values = dict(attributes)
        if tag == "article" and "md-content__inner" in (values.get("class") or ""):
            self._inside = 1
        elif self._inside:
            self._inside += tag == "article"
            if values.get("class") != "alliance-page":
                self.pieces.extend(f"{tag}.{name}={value}" for name, value in attributes)

    def handle_endtag(self, tag: str) -> None:
        """Notice where the page's article ends."""
        if self._inside and tag == "article":
            self._inside -= 1

    def handle_data(self, data: str) -> None:
        """Note the text."""
        if self._inside and data.strip():
            self.pieces.append(data.strip())


def test_the_export_builds_without_our_plugin_and_shows_the_same(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """Strictly, in an isolated Python that cannot see this package: every page, every text, every link, every anchor."""
    awkward = "One.\n\n\n        Two with `code`.\n\n~~~\nThree\n~~~\n\n- a\n- b\n\n*not* {: .x } --8<-- [[w]]"
    indented = awkward.replace("\n", "\n    ")
    folder = write_site(
        repository, {FILE: ALLIANCE.replace("purpose: Decide", f"purpose: |\n    {indented}\ncontext: Decide")}
    )
    repository.commit("Write an awkward purpose")
    ours = build_site(SiteOrder(folder, strict=True)).site
    export_site(SiteOrder(folder), tmp_path / "plain")
    result = mkdocs(tmp_path / "plain", "build", "--strict", plugin=False)
    assert result.returncode == 0, result.stderr
    theirs = tmp_path / "plain/site"
    pages = sorted(name for name in contents(ours) if name.endswith(".html"))
    assert sorted(name for name in contents(theirs) if name.endswith(".html")) == pages
    for name in pages:
        assert Body(page(theirs, name)).pieces == Body(page(ours, name)).pieces, name
    assert "A notebook, not therapy" in page(theirs, "index.html")
    assert 'content="noindex"' in page(theirs, "index.html")
    assert "assets/alliance.css" in contents(theirs)
    assert "fonts.googleapis" not in page(theirs, "index.html")


def test_an_exported_page_is_front_matter_and_one_block(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """Readable by any engine of this family; history pages stay out of the search."""
    export_site(SiteOrder(write_site(repository)), tmp_path / "plain")
    body, meta = get_data(page(tmp_path / "plain/docs", f"{AGREEMENT}.md"))
    assert meta["title"] == "Harbour street"
    assert body.startswith('<div class="alliance-page">\n<h1')
    assert body.endswith("\n</div>\n")
    assert get_data(page(tmp_path / "plain/docs", "alliances/harbour-street/history.md"))[1]["search"] == {"exclude": True}


def test_hand_written_pages_go_with_it(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """With pictures, own templates, navigation and settings; raw YAML does not."""
    settings = SIX_LINES.replace("theme: material", "theme:\n  name: material\n  custom_dir: own")
    files = {
        "mkdocs.yml": settings + "nav:\n  - Ours: index.md\n  - notes.md\nmarkdown_extensions:\n  - admonition\n",
        "own/partials/copyright.html": "<p>our own end</p>",
        "alliances/notes.md": '# Notes\n\n!!! note "One"\n    Two\n',
        "alliances/pictures/us.svg": "<svg/>",
    }
    export_site(SiteOrder(write_site(repository, files)), tmp_path / "plain")
    result = mkdocs(tmp_path / "plain", "build", "--strict", plugin=False)
    assert result.returncode == 0, result.stderr
    site = tmp_path / "plain/site"
    assert "admonition" in page(site, "notes.html")
    assert "our own end" in page(site, "index.html")
    assert re.findall(r'class="md-tabs__link">\s*(.*?)\s*<', page(site, "index.html")) == ["Ours", "Notes"]
    assert "pictures/us.svg" in contents(site)
    assert not [name for name in contents(tmp_path / "plain/docs") if name.endswith(".yml")]


def test_an_export_replaces_only_an_export(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """A folder that holds anything else is left as it is."""
    order = SiteOrder(write_site(repository))
    export_site(order, tmp_path / "plain")
    before = contents(tmp_path / "plain")
    (tmp_path / "plain/docs/old.md").write_text("# Old\n")
    export_site(order, tmp_path / "plain")
    assert contents(tmp_path / "plain") == before
    for other in (repository.folder, repository.folder / "mkdocs.yml"):
        with pytest.raises(UsageError, match="something else"):
            export_site(order, other)
    assert (repository.folder / FILE).is_file()


def test_an_export_shows_no_more_than_the_site(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """What is not public stays out, unless it is for the parties; a quote of it on a hand-written page stops the export."""
    folder = write_site(repository, {FILE: ALLIANCE.replace("audience: public\n", "")})
    assert export_site(SiteOrder(folder), tmp_path / "plain")
    assert not (tmp_path / "plain/docs/alliances").exists()
    export_site(SiteOrder(folder, audience=Audience.PARTIES), tmp_path / "plain")
    assert "before dinner" in page(tmp_path / "plain/docs", f"{AGREEMENT}.md")
    before = contents(tmp_path / "plain")
    repository.write("alliances/notes.md", "# Notes\n\nMaren: I say what bothers me before dinner.\n")
    with pytest.raises(AllianceError, match=r"notes\.md"):
        export_site(SiteOrder(folder), tmp_path / "plain")
    assert contents(tmp_path / "plain") == before
