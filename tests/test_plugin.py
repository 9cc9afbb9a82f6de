"""The plugin in MkDocs as its users run it: a site from six lines, nothing published by accident, nothing of theirs lost."""

import gzip
import re
from pathlib import Path

import pytest

from alliance_docs.audience import Audience
from alliance_docs.engine.content import Reading, audience_of, load_content
from alliance_docs.engine.settings import SiteOrder
from alliance_docs.errors import AllianceError, SourceError, UsageError
from alliance_docs.site import BuildReport, build_site
from alliance_docs.writing.demo import make_demo
from tests.repositories import RepositoryBuilder
from tests.sites import ALLIANCE, SIX_LINES, contents, mkdocs, page, write_site

AGREEMENT = "alliances/harbour-street/index.html"


def build(folder: Path, **wishes: object) -> BuildReport:
    """Build the site of a folder in this process."""
    return build_site(SiteOrder(folder, **wishes))  # type: ignore[arg-type]  # the options by name


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that plain `mkdocs build --strict` makes of six lines and one alliance; only to be looked at."""
    folder = write_site(RepositoryBuilder(tmp_path_factory.mktemp("six") / "repository"))
    result = mkdocs(folder, "build", "--strict")
    assert result.returncode == 0, result.stderr
    return folder / "site"


def test_six_lines_give_the_whole_site(site: Path) -> None:
    """Index, agreement, history, a page a revision, principles and care; and the style they need."""
    for address in ("index.html", AGREEMENT, "alliances/harbour-street/history.html", "care.html", "assets/alliance.css"):
        assert (site / address).is_file(), address
    assert len(list((site / "alliances/harbour-street/r").glob("*.html"))) == 2
    assert len(list((site / "principles").glob("*.html"))) >= 8
    assert "I say what bothers me the same day." in page(site, AGREEMENT)


def test_every_page_is_guarded_and_says_what_it_is_not(site: Path) -> None:
    """A policy, no indexing, no referrer, the notebook line and the way to care; also the page for wrong addresses."""
    pages = [*site.rglob("*.html")]
    assert len(pages) > 10
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert "Content-Security-Policy" in text, path
        assert text.count('name="robots" content="noindex"') == 1, path
        assert text.count('name="referrer" content="no-referrer"') == 1, path
        assert "A notebook, not therapy, coaching, legal or medical advice." in text, path
        assert 'lang="en"' in text, path
    assert 'href="../../care.html"' in page(site, AGREEMENT)


def test_nothing_is_asked_of_another_host(site: Path) -> None:
    """No font, no script, no picture from elsewhere; links that a reader may follow are another thing."""
    for path in site.rglob("*.html"):
        loaded = re.findall(r'<(?:script|img|iframe|link)\b[^>]*\s(?:src|href)="([^"]+)"', path.read_text(encoding="utf-8"))
        assert [source for source in loaded if "//" in source] == [], path


def test_light_and_dark_come_with_a_switch(site: Path) -> None:
    """Both follow what the reader's system prefers."""
    assert 'data-md-color-media="(prefers-color-scheme: dark)"' in page(site, AGREEMENT)
    assert "fonts.googleapis" not in page(site, AGREEMENT)


def test_raw_yaml_never_reaches_the_site(repository: RepositoryBuilder) -> None:
    """Wherever it lies and however its suffix is written; pictures and pages do."""
    folder = write_site(
        repository,
        {
            "alliances/notes/draft.YAML": "title: secret\n",
            "alliances/notes/other.yml": "title: Other\nparties:\n- id: maren\n  name: Maren\n",
            "alliances/notes/picture.svg": "<svg/>",
            "alliances/notes/page.md": "# A page\n",
        },
    )
    report = build(folder)
    files = contents(report.site)
    assert [name for name in files if name.lower().endswith((".yml", ".yaml"))] == []
    assert "notes/picture.svg" in files
    assert "notes/page.html" in files


def test_a_hand_written_page_wins(repository: RepositoryBuilder) -> None:
    """At the address of one of ours, by its own name or by the one it is built to."""
    folder = write_site(repository, {"alliances/README.md": "# Welcome, by hand\n", "alliances/about.md": "# About us\n"})
    report = build(folder, strict=True)
    assert "Welcome, by hand" in page(report.site, "index.html")
    assert "About us" in page(report.site, "about.html")
    assert "the same day" in page(report.site, AGREEMENT)


def test_a_site_without_navigation_gets_a_short_one(site: Path) -> None:
    """Our areas, and never the pages that come by the hundred."""
    tabs = re.findall(r'class="md-tabs__link">\s*([^<]*?)\s*<', page(site, "index.html"))
    assert tabs == ["Alliances", "Principles", "How to", "About"]
    navigation = page(site, AGREEMENT).partition('data-md-type="navigation"')[2].partition('data-md-type="toc"')[0]
    assert "history.html" not in navigation
    assert "/r/" not in navigation


def test_a_page_outside_of_the_navigation_shows_where_it_belongs(site: Path) -> None:
    """The tab of the alliances is the current one on a history, and on a revision that is filled into a frame."""
    for path in [site / "alliances/harbour-street/history.html", *site.glob("alliances/harbour-street/r/*.html")]:
        active = re.findall(r'md-tabs__item--active">\s*<a[^>]*>\s*(.*?)\s*<', path.read_text(encoding="utf-8"))
        assert active == ["Alliances"], path


def test_a_written_navigation_stays_as_it_is(repository: RepositoryBuilder) -> None:
    """Also where it gives one of our pages another name; a strict build finds nothing missing."""
    nav = "nav:\n  - Ours: alliances/harbour-street/index.md\n  - Notes: notes.md\n"
    folder = write_site(repository, {"mkdocs.yml": SIX_LINES + nav, "alliances/notes.md": "# Notes\n"})
    site = build(folder, strict=True).site
    navigation = page(site, "care.html").partition('data-md-type="navigation"')[2].partition('data-md-type="toc"')[0]
    assert re.findall(r'<span class="md-ellipsis">\s*(.*?)\s*</span>', navigation, re.DOTALL)[:2] == ["Ours", "Notes"]
    assert "Principles" not in navigation


def test_hand_written_pages_join_the_short_navigation(repository: RepositoryBuilder) -> None:
    """And may link to ours by the name of a Markdown file, checked by MkDocs as any other link."""
    text = "# Notes\n\n[ours](alliances/harbour-street/index.md#commitments--naming-it)\n"
    folder = write_site(repository, {"alliances/notes.md": text})
    report = build(folder, strict=True)
    assert report.warnings == ()
    assert 'href="alliances/harbour-street/index.html#commitments--naming-it"' in page(report.site, "notes.html")
    assert "Notes" in page(report.site, "index.html")


def test_addresses_end_in_html_whatever_the_style_of_the_site(repository: RepositoryBuilder) -> None:
    """Directory addresses are for hand-written pages alone; our links lead between ours."""
    settings = SIX_LINES + "use_directory_urls: true\n"
    folder = write_site(repository, {"mkdocs.yml": settings, "alliances/notes.md": "# Notes\n"})
    files = contents(build(folder).site)
    assert AGREEMENT in files
    assert "notes/index.html" in files


EDIT = "https://example.org/edit/main/alliances/"


@pytest.mark.parametrize(
    ("settings", "link"),
    [
        ("", None),
        (f"edit_uri: {EDIT}\n", f"{EDIT}harbour-street.yml"),
        ("repo_url: https://example.org\nedit_uri: edit/main/alliances/\n", f"{EDIT}harbour-street.yml"),
        ("edit_uri_template: https://example.org/{path}?edit\n", "https://example.org/harbour-street.yml?edit"),
    ],
)
def test_an_agreement_leads_to_its_yaml_where_that_is_configured(
    repository: RepositoryBuilder, settings: str, link: str | None
) -> None:
    """By a link in words; `repo_url` itself is not shown, because its star counter calls another host."""
    report = build(write_site(repository, {"mkdocs.yml": SIX_LINES + settings}))
    text = page(report.site, AGREEMENT)
    assert re.findall(r'<a href="([^"]+)" rel="edit">([^<]+)</a>', text) == ([(link, "Edit this agreement")] if link else [])
    assert "md-source" not in text
    assert 'rel="edit"' not in page(report.site, "care.html")
    assert ("repo_url" in settings) == any("repo_url" in line for line in report.warnings)


OWN_LOOK = """\
site_name: Ours
docs_dir: alliances
plugins: [search, alliances]
extra_css: [own.css]
theme:
  name: material
  custom_dir: own
  features: [toc.integrate]
  font: {text: Lato}
  palette: {primary: teal}
"""


def test_what_the_user_chose_stays(repository: RepositoryBuilder) -> None:
    """Colours, features, own templates and styles; but no fonts of another host, which is said."""
    own = {"own/partials/copyright.html": "<p>our own end</p>", "alliances/own.css": ""}
    report = build(write_site(repository, {"mkdocs.yml": OWN_LOOK, **own}))
    text = page(report.site, AGREEMENT)
    assert "our own end" in text
    assert 'data-md-color-primary="teal"' in text
    assert "md-tabs" not in text
    assert text.index("assets/alliance.css") < text.index("own.css")
    assert [line for line in report.warnings if "theme.font" in line]
    assert "Lato" not in text


def test_texts_of_people_cannot_break_out(repository: RepositoryBuilder) -> None:
    """MkDocs' templates do not escape: a title is text in the head, in the navigation and in the search index."""
    title = '</title><script>alert(1)</script> & "us"'
    text = ALLIANCE.replace("title: Harbour street", f"title: '{title}'")
    folder = write_site(repository, {"alliances/harbour-street.yml": text})
    site = build(folder).site
    for path in site.rglob("*.html"):
        assert "<script>alert(1)" not in path.read_text(encoding="utf-8"), path
    assert "&lt;/title&gt;&lt;script&gt;" in page(site, AGREEMENT)


def test_a_file_with_errors_publishes_nothing(repository: RepositoryBuilder) -> None:
    """All errors of all files are listed in one run, with places and without values; the old site stays."""
    folder = write_site(repository)
    assert mkdocs(folder, "build").returncode == 0
    before = contents(folder / "site")
    repository.write("alliances/harbour-street.yml", ALLIANCE.replace("commitments:", "comitments:"))
    repository.write("alliances/other.yml", "title: A secret\n")
    result = mkdocs(folder, "build")
    assert result.returncode == 1
    assert re.search(r"alliances/harbour-street\.yml:\d+:1: .*commitments.* \[", result.stderr)
    assert re.search(r"alliances/other\.yml:.* \[", result.stderr)
    assert "secret" not in result.stderr
    assert "Traceback" not in result.stderr
    assert contents(folder / "site") == before
    assert sorted(path.name for path in folder.iterdir()) == [".git", "alliances", "mkdocs.yml", "site"]


def test_keep_going_publishes_the_rest_and_fails_all_the_same(repository: RepositoryBuilder) -> None:
    """Of a file with an error nothing is shown, not even what it said before."""
    folder = write_site(repository, {"alliances/good.yml": ALLIANCE.replace("Harbour street", "Good Lane")})
    repository.commit("A second one")
    repository.write("alliances/harbour-street.yml", "title: [broken\n")
    report = build(folder, keep_going=True)
    assert report.published
    assert report.failed
    files = contents(report.site)
    assert "alliances/good/index.html" in files
    assert not [name for name, content in files.items() if b"Harbour street" in content]
    options = SIX_LINES.replace("- alliances", "- alliances:\n      keep_going: true")
    repository.write("mkdocs.yml", options)
    result = mkdocs(folder, "build")
    assert result.returncode == 1
    assert (folder / "site/alliances/good/index.html").is_file()


def test_a_strict_build_with_warnings_publishes_nothing(repository: RepositoryBuilder) -> None:
    """Warnings about the files count as MkDocs' own do."""
    folder = write_site(repository)
    repository.write("alliances/harbour-street.yml", ALLIANCE.replace("before dinner.", "before dinner #always"))
    assert build(folder).published
    before = contents(folder / "site")
    report = build(folder, strict=True)
    assert not report.published
    assert [line for line in report.warnings if "harbour-street.yml:" in line]
    assert contents(folder / "site") == before
    result = mkdocs(folder, "build", "--strict")
    assert result.returncode == 1
    assert "Nothing was published" in result.stderr


def test_a_hidden_text_on_any_page_stops_the_site(repository: RepositoryBuilder) -> None:
    """Also one that somebody quoted in a page written by hand; the message names the file, not the text."""
    private = ALLIANCE + "  private: true\n"
    folder = write_site(repository, {"alliances/harbour-street.yml": private})
    repository.commit("Keep it to ourselves")
    text = "I say what bothers me before dinner"
    assert not [name for name, content in contents(build(folder).site).items() if text.encode() in content]
    repository.write("alliances/notes.md", f"# Notes\n\nRemember: {text}!\n")
    with pytest.raises(AllianceError, match=r"notes\.html would show what is hidden") as leak:
        build(folder)
    assert "dinner" not in str(leak.value)
    assert not (folder / "site/notes.html").exists()


def test_an_alliance_whose_file_is_gone_is_named_on_the_parties_own_site(repository: RepositoryBuilder) -> None:
    """Its title stands on the index by right, so that the gate does not take it for a leak."""
    folder = write_site(
        repository, {"alliances/gone.yml": ALLIANCE.replace("Harbour street", "What we tried before the harbour")}
    )
    repository.commit("Begin another")
    repository.remove("alliances/gone.yml")
    repository.commit("Take it away")
    build(folder, audience=Audience.PARTIES)
    assert "What we tried before the harbour" in page(folder / "site", "index.html")


def test_a_public_site_says_what_it_leaves_out(repository: RepositoryBuilder) -> None:
    """How many alliances and clauses, and where it is empty why, and what would change that."""
    folder = write_site(repository, {"alliances/ours.yml": ALLIANCE.replace("audience: public\n", "")})
    assert build(folder).remarks == ("Left out of this public site: 1 alliance and 0 clauses.",)
    assert "Left out of this public site: 1 alliance" in mkdocs(folder, "build").stderr
    repository.remove("alliances/harbour-street.yml")
    assert "audience: public" in build(folder).remarks[-1]
    assert build(folder, audience=Audience.PARTIES).remarks == ()
    assert (folder / "site/alliances/ours/index.html").is_file()


@pytest.mark.parametrize(
    ("wish", "command", "host", "audience"),
    [
        (None, "build", "127.0.0.1", Audience.PUBLIC),
        (None, "serve", "127.0.0.1", Audience.PARTIES),
        (None, "serve", "localhost", Audience.PARTIES),
        (None, "serve", "::1", Audience.PARTIES),
        (None, "serve", "0.0.0.0", Audience.PUBLIC),  # noqa: S104 - what must not count as this machine alone
        (None, "serve", "192.168.1.5", Audience.PUBLIC),
        (None, "serve", "my-machine", Audience.PUBLIC),
        ("parties", "build", "0.0.0.0", Audience.PARTIES),  # noqa: S104 - as above
        ("public", "serve", "127.0.0.1", Audience.PUBLIC),
    ],
)
def test_the_parties_own_view_is_for_this_machine_alone(
    wish: str | None, command: str, host: str, audience: Audience
) -> None:
    """Unless somebody asks for it, only a served site that nobody else can reach shows it."""
    assert audience_of(wish, serving=command == "serve", host=host) is audience


def test_the_sitemap_is_of_the_newest_commit(repository: RepositoryBuilder) -> None:
    """Not of the day of the build; its archive holds the same."""
    folder = write_site(repository, {"mkdocs.yml": "site_url: https://example.org/\n" + SIX_LINES})
    site = build(folder).site
    assert set(re.findall(r"<lastmod>(.*?)</lastmod>", page(site, "sitemap.xml"))) == {"2024-02-03"}
    assert gzip.decompress((site / "sitemap.xml.gz").read_bytes()) == (site / "sitemap.xml").read_bytes()


def test_two_builds_of_one_commit_are_the_same_to_the_byte(repository: RepositoryBuilder) -> None:
    """In another time zone and language, with other permissions, on another day, in another order of hashes."""
    folder = write_site(repository, {"mkdocs.yml": "site_url: https://example.org/\n" + SIX_LINES})
    surroundings = {
        "one": {"TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": "1700000000"},
        "other": {
            "TZ": "America/Caracas",
            "LC_ALL": "de_DE.UTF-8",
            "PYTHONHASHSEED": "2",
            "SOURCE_DATE_EPOCH": "1900000000",
        },
    }
    for (name, environment), umask in zip(surroundings.items(), (0o077, 0o002), strict=True):
        result = mkdocs(folder, "build", "--strict", "-d", name, umask=umask, environment=environment)
        assert result.returncode == 0, result.stderr
    one, other = contents(folder / "one"), contents(folder / "other")
    assert sorted(one) == sorted(other)
    assert [name for name in one if one[name] != other[name]] == []


def test_a_link_out_of_the_folder_is_not_followed(repository: RepositoryBuilder, tmp_path: Path) -> None:
    """A page that leads to another place of this machine is left out, and said."""
    (tmp_path / "private.md").write_text("# From elsewhere\n")
    folder = write_site(
        repository, {"mkdocs.yml": SIX_LINES.replace("docs_dir: alliances", "docs_dir: docs"), "docs/a.md": "# A\n"}
    )
    (folder / "docs/linked.md").symlink_to(tmp_path / "private.md")
    report = build(folder)
    assert "a.html" in contents(report.site)
    assert not (report.site / "linked.html").exists()
    assert [line for line in report.warnings if "linked.md" in line]


@pytest.mark.parametrize("target", ["a.md", "below", ".", "../alliances/closed.yml", "missing.md", "linked.txt"])
def test_no_link_is_followed_wherever_it_leads(repository: RepositoryBuilder, target: str) -> None:
    """Not to a page beside it, not to raw YAML under another name, not round in circles, not to nothing."""
    files = {"mkdocs.yml": SIX_LINES.replace("docs_dir: alliances", "docs_dir: docs"), "docs/a.md": "# A\n"}
    folder = write_site(repository, {**files, "docs/below/b.md": "# B\n", "alliances/closed.yml": ALLIANCE})
    (folder / "docs/linked.txt").symlink_to(target)
    report = build(folder)
    assert {"a.html", "below/b.html"} <= contents(report.site).keys()
    assert not [name for name in contents(report.site) if "linked" in name]


def test_another_theme_works_plainly(repository: RepositoryBuilder) -> None:
    """The pages are there, with our style; the templates made for Material are not used."""
    folder = write_site(repository, {"mkdocs.yml": SIX_LINES.replace("theme: material", "theme: mkdocs")})
    site = build(folder).site
    assert "the same day" in page(site, AGREEMENT)
    assert "assets/alliance.css" in page(site, AGREEMENT)


def test_no_settings_file_is_needed(repository: RepositoryBuilder) -> None:
    """A folder of alliances is enough; the site is called after the repository."""
    folder = write_site(repository)
    repository.remove("mkdocs.yml")
    site = build(folder, strict=True).site
    assert "<title>" in page(site, "index.html")
    assert "Repository</title>" in page(site, AGREEMENT)


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ("site_name: [\n", "mkdocs.yml|parsing"),
        ("site_name: Ours\ndocs_dir: nowhere\n", "nowhere"),
        ("site_name: Ours\ndocs_dir: alliances\nplugins:\n  - alliances:\n      audience: friends\n", "audience"),
        ("site_name: Ours\ndocs_dir: alliances\nplugins:\n  - alliances:\n      enabled: false\n", "switched off"),
    ],
)
def test_a_wrong_settings_file_is_said_in_words(repository: RepositoryBuilder, settings: str, message: str) -> None:
    """With what MkDocs found wrong in it, and no traceback."""
    folder = write_site(repository, {"mkdocs.yml": settings})
    with pytest.raises(UsageError, match=message):
        build(folder)


def test_the_command_line_names_every_problem(repository: RepositoryBuilder) -> None:
    """As values, for it to print."""
    folder = write_site(repository, {"alliances/other.yml": "title: Other\n", "alliances/third.yml": "titel: Third\n"})
    with pytest.raises(SourceError) as error:
        build(folder)
    assert {problem.path for problem in error.value.problems} >= {"alliances/other.yml", "alliances/third.yml"}


@pytest.mark.parametrize("audience", list(Audience))
def test_what_search_leaves_out_holds_nothing_of_its_own_kind(tmp_path: Path, audience: Audience) -> None:
    """Material's search would begin to listen again at the end of the inner one, or stumble."""
    make_demo(tmp_path / "demo")
    for found in load_content(Reading(tmp_path / "demo/alliances", audience)).pages:
        for left_out in re.finditer(r"<([a-z]+)\b[^>]*\sdata-search-exclude[^>]*>", found.body):
            inside = found.body[left_out.end() :].partition(f"</{left_out[1]}>")[0]
            assert not re.search(rf"<{left_out[1]}\b", inside), (found.address, left_out[0])
