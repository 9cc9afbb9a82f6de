"""The written pages: whole, well linked, in our own words, and plain enough for any CommonMark renderer."""

import hashlib
import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain, pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from ruamel.yaml import YAML

from alliance_docs.cli import VERBS
from alliance_docs.pages.addresses import MESSAGES_PAGE
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.vocabulary import BACKUP_PARTS, QUESTIONS, SECTIONS

PACKAGE = Path(str(files("alliance_docs")))
CONTENT = PACKAGE / "content"
PRINCIPLES = ("act", "repair-first", "own-drop", "not-a-mood", "your-side", "works", "eyes-open", "integrity")
ADDRESSES = {
    *(f"principles/{slug}.html" for slug in (*PRINCIPLES, "index")),
    *(f"how-to/{slug}.html" for slug in ("design", "living-document", "edit", "read-changes")),
    "care.html",
    "about.html",
}
WITH_SOURCES = {"about.html", "care.html"}


@dataclass(frozen=True)
class Written:
    """One page as it lies in the package: its final address, its front matter and its text."""

    address: str
    front: dict[str, str]
    text: str

    @property
    def tokens(self) -> list[Token]:
        """The text as CommonMark reads it."""
        return MarkdownIt("commonmark").parse(self.text)

    @property
    def inline(self) -> list[Token]:
        """What stands inside its paragraphs, headings and lists."""
        return [child for token in self.tokens for child in token.children or ()]

    @property
    def links(self) -> list[str]:
        """Where its links lead, as written."""
        return [str(token.attrs["href"]) for token in self.inline if token.type == "link_open"]

    @property
    def headings(self) -> list[tuple[int, str]]:
        """Level and text of its headings."""
        opened = [(token.tag, after.content) for token, after in pairwise(self.tokens)]
        return [(int(tag[1]), content) for tag, content in opened if re.fullmatch("h[1-6]", tag) and content]


def read(path: Path) -> Written:
    """One file of the content folder."""
    opening, front, text = path.read_text(encoding="utf-8").split("---\n", 2)
    assert opening == "", f"{path} does not begin with its front matter"
    address = path.relative_to(CONTENT).with_suffix(".html").as_posix()
    return Written(address, dict(line.split(": ", 1) for line in front.splitlines()), text)


PAGES = {page.address: page for page in map(read, sorted(CONTENT.rglob("*.md")))}
EVERY_PAGE = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES.keys())
EVERY_PRINCIPLE = pytest.mark.parametrize("page", [PAGES[f"principles/{slug}.html"] for slug in PRINCIPLES], ids=PRINCIPLES)


def words(text: str) -> list[str]:
    """The words of a text, whatever their case and the punctuation and accents around them."""
    plain = unicodedata.normalize("NFKD", text).replace("’", "'").casefold()
    return re.findall(r"[a-z0-9]+(?:'[a-z]+)*", plain)


def shingles(text: str) -> Iterator[str]:
    """Every run of six words in a text."""
    found = words(text)
    return (" ".join(found[start : start + 6]) for start in range(len(found) - 5))


def digest(shingle: str) -> str:
    """How a run of six words is kept where the words themselves may not be."""
    return hashlib.sha256(shingle.encode()).hexdigest()[:12]


UNQUOTABLE = frozenset((Path(__file__).parent / "unquotable.txt").read_text(encoding="ascii").split())
"""The digests of all runs of six words in the texts the ideas come from."""


def test_every_page_is_there() -> None:
    """The content folder holds exactly the pages the site links to."""
    assert PAGES.keys() == ADDRESSES


@EVERY_PAGE
def test_the_front_matter_is_complete(page: Written) -> None:
    """Each page has a title, one sentence of description and the slug its address ends in."""
    assert list(page.front) == ["title", "description", "slug"]
    assert page.front["slug"] == Path(page.address).stem
    assert page.front["title"]
    assert re.fullmatch(r"[A-Z][^:#]{20,155}\.", page.front["description"])


@EVERY_PAGE
def test_every_link_leads_somewhere(page: Written) -> None:
    """Links within the site name a page that exists, relative to their own; others are https and stand with the sources."""
    outside = [link for link in page.links if ":" in link]
    inside = [link for link in page.links if ":" not in link]
    folder = posixpath.dirname(page.address)
    assert {posixpath.normpath(posixpath.join(folder, link)) for link in inside} <= {*ADDRESSES, MESSAGES_PAGE}
    assert all(link.startswith("https://") for link in outside)
    assert not outside or page.address in WITH_SOURCES


@EVERY_PAGE
def test_the_text_is_plain_commonmark(page: Written) -> None:
    """No HTML, no pictures, no extension of one engine; headings begin below the page's title and skip no level."""
    kinds = {token.type for token in chain(page.tokens, page.inline)}
    assert not kinds & {"html_block", "html_inline", "image"}
    assert not re.search(r"^(!!!|\?\?\?|===|:::|\||\[\^)|\{[:#.]|--8<--", page.text, re.MULTILINE)
    levels = [1, *(level for level, _ in page.headings)]
    assert all(1 < after <= before + 1 for before, after in pairwise(levels))
    names = [name for _, name in page.headings]
    assert len(names) == len(set(names))


@EVERY_PAGE
def test_the_words_are_our_own(page: Written) -> None:
    """No run of six words is shared with the texts the ideas come from, of which only digests are kept."""
    assert [run for run in shingles(" ".join((*page.front.values(), page.text))) if digest(run) in UNQUOTABLE] == []


def test_no_other_file_quotes_the_sources() -> None:
    """The same goes for code, templates and examples."""
    paths = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".yml", ".toml", ".md", ".html", ".js"}]
    assert len(paths) > len(PAGES)
    quoting = [path for path in paths if any(digest(run) in UNQUOTABLE for run in shingles(path.read_text("utf-8")))]
    assert quoting == []


def test_quoting_would_be_noticed() -> None:
    """The digests were made the way this module makes them, which punctuation, accents and case do not change."""
    runs = ["Maren's cafe is by the ferry", "MAREN’S “café” – is (by) the ferry!"]
    assert [digest(run) for text in runs for run in shingles(text)] == ["f823c63f667d"] * 2
    assert len(UNQUOTABLE) > 700
    assert all(re.fullmatch("[0-9a-f]{12}", kept) for kept in UNQUOTABLE)


@EVERY_PRINCIPLE
def test_a_principle_is_read_in_two_minutes(page: Written) -> None:
    """Between 250 and 450 words, with good and weak wordings from home and from work, keys of the file and questions."""
    assert 250 <= len(page.text.split()) <= 450
    assert (page.text.count("- Good: “"), page.text.count("- Weak: “")) == (2, 2)
    assert page.text.index("At home:") < page.text.index("At work:")
    names = [name for _, name in page.headings]
    in_order = ["When it goes well", "The weaker version", "How it sounds", "Where it lives in the file", "Ask yourselves"]
    assert [name for name in names if name in in_order] == in_order
    assert names[-1] == "Next to this one"


@EVERY_PRINCIPLE
def test_a_principle_names_the_sections_that_serve_it(page: Written) -> None:
    """Every section of the file that points to a principle is named on that principle's page, and neighbours are linked."""
    serving = {row.name for row in SECTIONS.values() if page.front["slug"] in row.principles} - {"reviews"}
    assert {name for name in serving if f"`{name}`" not in page.text} == set()
    assert {link for link in page.links if link.removesuffix(".html") in PRINCIPLES}


def test_care_is_linked_where_it_matters() -> None:
    """The principles that could be held against somebody in danger link the page on care, and so do the guides."""
    for slug in ("repair-first", "your-side", "works", "index"):
        assert "../care.html" in PAGES[f"principles/{slug}.html"].links
    for slug in ("design", "living-document"):
        assert "../care.html" in PAGES[f"how-to/{slug}.html"].links


def test_helplines_have_one_place() -> None:
    """The helplines of the site's settings stand as a paragraph of their own on the care page, and nowhere else."""
    assert re.findall(r"^(.*\{\{.*)$", PAGES["care.html"].text, re.MULTILINE) == ["{{ helplines }}"]
    assert "\n\n{{ helplines }}\n\n" in PAGES["care.html"].text
    assert all("{{" not in page.text for address, page in PAGES.items() if address != "care.html")


def test_integrity_names_the_other_kinds() -> None:
    """Beside the collaborative kind there are three, and the page says which."""
    assert {"*collusive*", "*combative*", "*no alliance*"} <= set(
        re.findall(r"\*[^*]+\*", PAGES["principles/integrity.html"].text)
    )


def test_the_overview_lists_the_principles_in_their_order() -> None:
    """The overview links all eight by their titles, in order."""
    page = PAGES["principles/index.html"]
    assert [link for link in page.links if link.removesuffix(".html") in PRINCIPLES] == [
        f"{slug}.html" for slug in PRINCIPLES
    ]
    assert all(f"[{PAGES[f'principles/{slug}.html'].front['title']}]({slug}.html)" in page.text for slug in PRINCIPLES)


def test_the_session_asks_all_fifteen_questions() -> None:
    """Each question stands once, under its id and in the vocabulary's wording, in the order of the session."""
    asked = re.findall(r"^- `([a-z-]+)`: (.+)$", PAGES["how-to/design.html"].text, re.MULTILINE)
    assert asked == [(question.id, question.text) for question in QUESTIONS]
    assert len(asked) == 15


def test_the_examples_of_yaml_can_be_read() -> None:
    """Every example on the page about editing is YAML, and together they show every key of the file."""
    blocks = [token.content for token in PAGES["how-to/edit.html"].tokens if token.type == "fence" and token.info == "yaml"]
    shown = [YAML(typ="safe").load(block) for block in blocks]
    keys = set(chain.from_iterable(shown))
    assert keys == {row.name for row in SECTIONS.values() if "/" not in row.name} | {"schema"}
    plans = [document["backup_plan"] for document in shown if "backup_plan" in document]
    assert [tuple(plan) for plan in plans] == [BACKUP_PARTS]
    problems = [problem for block in blocks for problem in read_alliance(block.encode(), "example.yml", "example")[1]]
    assert {problem.rule for problem in problems} == {"missing"}, "each example shows a part of a file, and nothing wrong"


def test_the_readme_explains_every_key_and_verb() -> None:
    """The README's tables name every key of the file and every verb, and its first example is a document in twelve lines."""
    readme = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    first_cells = re.findall(r"^\| (`[^|]+) \|", readme, re.MULTILINE)
    named = set(re.findall(r"`([a-z_]+)`", " ".join(first_cells)))
    assert {row.name for row in SECTIONS.values() if "/" not in row.name} <= named
    assert {cell.split()[1].strip("`") for cell in first_cells if cell.startswith("`alliance ")} == VERBS.keys()
    example = re.findall(r"```yaml\n(.*?)```", readme, re.DOTALL)[0]
    assert len(example.splitlines()) == 12
    assert read_alliance(example.encode(), "example.yml", "example")[1] == ()
