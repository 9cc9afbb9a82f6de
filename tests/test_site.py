"""Building and serving for the command line: a report, our own errors, and a served site that follows edits and commits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from alliance_docs.audience import Audience
from alliance_docs.engine.settings import SiteOrder, settings_of
from alliance_docs.errors import RepositoryError, UsageError
from alliance_docs.site import build_site
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, SIX_LINES, Server, contents, served_live, write_site

AGREEMENT = "alliances/harbour-street/index.html"
FILE = "alliances/harbour-street.yml"


@pytest.fixture
def server(repository: RepositoryBuilder, tmp_path: Path) -> Iterator[Server]:
    """`mkdocs serve` in a small repository, once its first page is there."""
    with served_live(write_site(repository), tmp_path / "serve.log") as server:
        server.wait_for(AGREEMENT, "the same day")
        yield server


def test_a_served_site_follows_edits_and_commits(server: Server, repository: RepositoryBuilder) -> None:
    """An edit shows as uncommitted, its commit as a revision, a mistake as words that go when it is mended."""
    repository.write(FILE, ALLIANCE.replace("before dinner", "within an hour"))
    server.wait_for(AGREEMENT, "within an hour")
    commit = repository.commit("Sooner still")
    server.wait_for("alliances/harbour-street/history.html", f"r/{commit[:12]}.html")
    repository.write(FILE, "title: [\n")
    assert f"{FILE}:" in server.wait_for("index.html", "Not everything could be read")
    assert "within an hour" not in server.page(AGREEMENT)
    repository.write(FILE, ALLIANCE.replace("before dinner", "at breakfast"))
    assert "Not everything could be read" not in server.wait_for(AGREEMENT, "at breakfast")
    assert "Content-Security-Policy" not in server.page(AGREEMENT)
    assert 'name="robots" content="noindex"' in server.page(AGREEMENT)


def test_serving_shows_the_parties_view_even_before_the_first_commit(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """Nothing need be public or committed; the first commit is noticed."""
    repository.write("mkdocs.yml", SIX_LINES)
    repository.write(FILE, ALLIANCE.replace("audience: public\n", ""))
    with served_live(repository.folder, tmp_path / "serve.log") as server:
        server.wait_for(AGREEMENT, "before dinner")
        commit = repository.commit("Begin")
        server.wait_for("alliances/harbour-street/history.html", f"r/{commit[:12]}.html")


def test_serving_without_a_repository_says_what_is_missing(tmp_path: Path) -> None:
    """As a page, in the same words as on the command line."""
    folder = tmp_path / "folder"
    (folder / "alliances").mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(SIX_LINES)
    (folder / FILE).write_text(ALLIANCE)
    with served_live(folder, tmp_path / "serve.log") as server:
        assert "git init" in server.wait_for("index.html", "The site cannot be built")


def test_the_command_serves_without_any_settings(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """A folder of alliances is enough, also for what an edit shows; the command may run inside of it."""
    folder = write_site(repository)
    repository.remove("mkdocs.yml")
    command = ("-c", "from alliance_docs.cli import main; main()", "serve", "--port", "PORT")
    with served_live(folder / "alliances", tmp_path / "serve.log", *command) as server:
        server.wait_for(AGREEMENT, "the same day")
        repository.write(FILE, ALLIANCE.replace("before dinner", "within an hour"))
        server.wait_for(AGREEMENT, "within an hour")


FAILING = """
from pathlib import Path

def on_pre_build(config):
    if Path(config.docs_dir, "notes.md").read_text() == "fail":
        raise ValueError("<unexpected>")
"""


def test_a_rebuild_that_fails_unexpectedly_says_so_on_every_page(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """Requests are answered, and the site comes back when the mistake is mended."""
    settings = SIX_LINES + "hooks: [hook.py]\n"
    folder = write_site(repository, {"mkdocs.yml": settings, "hook.py": FAILING, "alliances/notes.md": "fine"})
    with served_live(folder, tmp_path / "serve.log") as server:
        server.wait_for(AGREEMENT, "the same day")
        repository.write("alliances/notes.md", "fail")
        assert "ValueError" in server.wait_for(AGREEMENT, "The site could not be built.")
        assert "livereload(" in server.page("index.html")
        repository.write("alliances/notes.md", "fine")
        server.wait_for(AGREEMENT, "the same day")


def test_pages_are_made_when_they_are_asked_for(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """Those of revisions, feeds and ordinary pages alike, and an unknown one is not found."""
    folder = write_site(repository, {"mkdocs.yml": SIX_LINES + "nav: [index.md]\n"})
    command = ("-c", "from alliance_docs.cli import main; main()", "serve", "--port", "PORT")
    with served_live(folder, tmp_path / "serve.log", *command) as server:
        server.wait_for(AGREEMENT, "the same day")
        revision = f"alliances/harbour-street/r/{repository.head[:12]}.html"
        assert "the same day" in server.page(revision)
        assert "the same day" in server.page(revision), "once more"
        assert "<feed" in server.page("alliances/harbour-street/feed.xml")
        assert "livereload(" in server.page("principles/act.html")
        assert server.page("alliances/harbour-street/r/none.html") == ""
        repository.write(FILE, ALLIANCE.replace("before dinner", "within an hour"))
        server.wait_for(AGREEMENT, "within an hour")


def test_a_report_says_what_came_of_a_build(repository: RepositoryBuilder) -> None:
    """Where the site is, how many pages it has, and that nothing is wrong."""
    report = build_site(SiteOrder(write_site(repository), strict=True))
    assert report.published
    assert not report.failed
    assert report.site == repository.folder / "site"
    assert report.pages == len([name for name in contents(report.site) if name.endswith(".html")]) - 1  # the 404 page
    assert (report.problems, report.warnings, report.remarks) == ((), (), ())


def test_a_folder_without_a_repository_is_said(tmp_path: Path) -> None:
    """As an error of the repository, which the command line ends with 2."""
    (tmp_path / "alliances").mkdir()
    (tmp_path / FILE).write_text(ALLIANCE)
    with pytest.raises(RepositoryError):
        build_site(SiteOrder(tmp_path))


def test_the_site_goes_where_it_is_told(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """Seen from where the command runs, and nothing stays anywhere else."""
    folder = write_site(repository)
    report = build_site(SiteOrder(folder, site_dir=tmp_path / "elsewhere"))
    assert (tmp_path / "elsewhere/index.html").is_file()
    assert report.site == tmp_path / "elsewhere"
    assert not (folder / "site").exists()


def test_an_order_overrules_the_settings_file(tmp_path: Path) -> None:
    """By options of the plugin, next to those that stand there."""
    (tmp_path / "alliances").mkdir()
    (tmp_path / "mkdocs.yml").write_text(SIX_LINES.replace("- alliances", "- alliances:\n      folder: ours"))
    settings = settings_of(SiteOrder(tmp_path, audience=Audience.PARTIES, keep_going=True))
    options = {"folder": "ours", "audience": "parties", "keep_going": True}
    assert settings.values["plugins"] == {"search": None, "alliances": options}
    assert "plugins" not in settings_of(SiteOrder(tmp_path)).values


def test_what_a_settings_file_lacks_is_filled_in(tmp_path: Path) -> None:
    """Name, theme, folder and plugin; a site with hand-written pages of its own keeps their folder."""
    (tmp_path / "alliances").mkdir()
    values = settings_of(SiteOrder(tmp_path)).values
    assert values["site_name"]
    assert values["theme"] == {"name": "material"}
    assert values["docs_dir"] == "alliances"
    assert values["plugins"] == {"search": None, "alliances": {}}
    (tmp_path / "docs").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: Ours\nplugins: [search]\n")
    values = settings_of(SiteOrder(tmp_path)).values
    assert "docs_dir" not in values
    assert values["plugins"] == {"search": None, "alliances": {}}


def test_a_settings_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    """By its name."""
    with pytest.raises(UsageError, match=r"other\.yml"):
        settings_of(SiteOrder(tmp_path, config_file=tmp_path / "other.yml"))


def test_a_site_is_found_from_inside_of_it(repository: RepositoryBuilder) -> None:
    """The nearest mkdocs.yml counts, without one the folder that holds the alliances; not beyond the repository."""
    folder = write_site(repository)
    inside = SiteOrder(folder / "alliances")
    assert settings_of(inside).file == str(folder / "mkdocs.yml")
    repository.remove("mkdocs.yml")
    (folder.parent / "mkdocs.yml").write_text(SIX_LINES)
    assert settings_of(inside).values["config_file_path"] == str(folder / "alliances")
    (folder / "alliances").rename(folder / "elsewhere")
    with pytest.raises(UsageError, match="no folder `alliances`"):
        settings_of(SiteOrder(folder / "elsewhere"))
