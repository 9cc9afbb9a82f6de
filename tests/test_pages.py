"""Every page is valid, complete and safe, links only to what exists, and shows changes so that everybody can read them."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from posixpath import dirname, join, normpath

import html5lib
import pytest

from alliance_docs import texts
from alliance_docs.audience import Audience
from alliance_docs.book import Absent, Book
from alliance_docs.errors import Problem, Severity
from alliance_docs.page import Page
from alliance_docs.pages import alliance_pages, site_assets, site_pages
from alliance_docs.pages.addresses import link
from alliance_docs.pages.marks import redlined
from alliance_docs.reading.folder import page_name
from alliance_docs.revisions import Message, Timeline
from tests.tales import FIRST_EVENING, PARTIES, Told, change_of, demo_tale, tale

GOLDEN = Path(__file__).parent / "golden"
DEMOS = ("harbour-street", "team-lead-course", "tuesday-desk")
EVIL = '</p><script>alert(1)</script><img src=x onerror=alert(1)> "quoted" ana@example.org \u202e'
SHORT = """\
status: {state: active, since: 2024-01-14, why: We said yes.}
purpose: Lead the evening so that everybody leaves with one thing to try.
commitments:
- {id: naming, owner: ana, title: Naming it, text: I say within the day when something bothers me., since: 2024-01-14}
- {id: room, owner: bruno, title: Room, text: I open the room and check the sound.}
agreements:
- {id: debrief, title: Debrief, text: We talk for fifteen minutes., backed_by: [naming]}
backup_plan:
  in_conflict: We stop and sit down.
reviews: {next: 2024-04-14}
"""


class Reader(HTMLParser):
    """What stands in a body: tags with their attributes, heading levels, ids, links and text, in order."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.levels: list[int] = []
        self.text = ""
        self.feed(body)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element."""
        values = dict(attrs)
        self.tags.append(tag)
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if "href" in values:
            self.links.append(values["href"] or "")
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        """Note text."""
        self.text += data


def book(*timelines: Timeline, audience: Audience = Audience.PARTIES, **more: object) -> Book:
    """A book of these timelines."""
    return replace(Book(timelines, audience), **more)  # type: ignore[arg-type]  # the fields of a book, by name


@cache
def demo_book() -> Book:
    """The book of the three example alliances."""
    timelines = []
    for name in DEMOS:
        timeline = demo_tale(name)
        timelines.append(replace(timeline, alliance=replace(timeline.alliance, id=name)))
    return book(*timelines, audience=Audience.PUBLIC)


@cache
def demo_site() -> tuple[Page, ...]:
    """The whole site of the three example alliances."""
    return tuple(site_pages(demo_book()))


def revision_pages(timeline: Timeline) -> list[Page]:
    """The pages of its revisions, oldest first."""
    return [page for page in alliance_pages(timeline) if "/r/" in page.address]


def hostile() -> Timeline:
    """A tale in which everything that people can write tries to be HTML."""
    quoted = EVIL.replace('"', '\\"').replace("\u202e", "")
    fields = f'title: "{quoted}", text: "{quoted}", topic: "{quoted}"'
    document = (
        f'title: "{quoted}"\nlang: de\nkind: "{quoted}"\nstatus: {{state: active, why: "{quoted}"}}\n'
        f'parties:\n- {{id: ana, name: "{quoted}"}}\n- {{id: bruno, name: Bruno}}\npurpose: "{quoted}"\n'
        f"commitments:\n- {{id: a, owner: ana, {fields}}}\n"
        f'requests:\n- {{id: r, from: ana, to: bruno, text: "{quoted}", reply: declined, why: "{quoted}"}}\n'
    )
    changed = document.replace("topic: ", "since: 2024-01-01, topic: New ").replace("declined", "accepted")
    evil = EVIL.replace("\n", " ")
    return tale(
        Told(document, evil, f"{EVIL}\n\n{EVIL}", by=evil),
        Told(changed, evil, EVIL, by="Bruno"),
        Told(f"title: [{evil}\n", evil),
        Told(changed.replace("owner: ana", "owner: bruno"), evil),
        draft=None,
    )


def everything() -> Timeline:
    """A tale with a branch, a merge, tidying, a broken file, a deletion and edits that are not committed."""
    two_days = SHORT.replace("within the day", "within two days")
    light = SHORT.replace("check the sound", "check the light")
    both = two_days.replace("check the sound", "check the light")
    return tale(
        SHORT,
        Told(PARTIES + two_days, by="Bruno"),
        Told(PARTIES + light, parents=(0,)),
        Told(PARTIES + both, "Join them", parents=(1, 2)),
        Told(f"# tidied\n{PARTIES}{both}", "Tidy up"),
        Told("title: [\n", "Break it"),
        Told(PARTIES + both.replace("Room, text", "Opening, text"), "Mend it"),
        Told(None, "Throw it away"),
        Told(PARTIES + both, "Take it back"),
        draft=both.replace("fifteen", "twenty"),
    )


SITES = {
    "the examples": demo_book,
    "hostile words": lambda: book(hostile()),
    "every kind of revision": lambda: book(everything()),
}
EVERY_SITE = pytest.mark.parametrize("site", SITES.values(), ids=SITES.keys())


@EVERY_SITE
def test_every_body_is_valid_html_with_one_heading_of_the_first_level(site: object) -> None:
    """It parses without an error, begins with its only h1, skips no level, and no id is there twice."""
    for page in site_pages(site()):  # type: ignore[operator]  # one of SITES
        html5lib.HTMLParser(strict=True).parseFragment(page.body)
        reader = Reader(page.body)
        assert page.body.startswith("<h1>"), page.address
        assert reader.levels.count(1) == 1, page.address
        steps = zip(reader.levels, reader.levels[1:], strict=False)
        assert all(after <= before + 1 for before, after in steps), (page.address, reader.levels)
        assert len(reader.ids) == len(set(reader.ids)), page.address


@EVERY_SITE
def test_every_link_leads_to_a_page_and_a_place_on_it(site: object) -> None:
    """Links inside the site are relative, to pages that are made, and to anchors that are there; so is the contents list."""
    shown: Book = site()  # type: ignore[operator]  # one of SITES
    pages = {page.address: page for page in site_pages(shown)}
    others = {asset.address for asset in site_assets(shown)}
    anchors = {address: set(Reader(page.body).ids) for address, page in pages.items()}
    for address, page in pages.items():
        assert {heading.anchor for heading in page.headings} <= anchors[address], address
        for target in Reader(page.body).links:
            if target.startswith("https://"):
                continue
            path, _, anchor = target.partition("#")
            there = normpath(join(dirname(address), path)) if path else address
            assert there in pages or there in others, (address, target)
            assert not anchor or anchor in anchors[there], (address, target)


class LeftOut(HTMLParser):
    """The elements inside one of the same name that the search leaves out."""

    def __init__(self, body: str) -> None:
        super().__init__()
        self.nested: list[str] = []
        self._open: list[str] = []
        self.feed(body)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into what is left out, and further in."""
        if tag in self._open:
            self.nested.append(tag)
        if (self._open or "data-search-exclude" in dict(attrs)) and tag not in ("br", "hr"):
            self._open.append(tag if not self._open or tag == self._open[0] else "")

    def handle_endtag(self, tag: str) -> None:
        """Come out again."""
        if self._open and tag not in ("br", "hr"):
            self._open.pop()


@EVERY_SITE
def test_what_the_search_leaves_out_holds_no_element_of_its_own_name(site: object) -> None:
    """Material's search would take the inner end for the outer one, and stumble."""
    for page in site_pages(site()):  # type: ignore[operator]  # one of SITES
        assert LeftOut(page.body).nested == [], page.address


def test_a_list_among_the_facts_is_left_out_of_the_search_with_them() -> None:
    """A reason for a state may be a list."""
    status = "status:\n  state: active\n  why: |\n    Two reasons:\n\n    - one\n    - two\n"
    assert LeftOut(agreement(status).body).nested == []


@EVERY_SITE
def test_every_change_has_a_heading_and_a_word(site: object) -> None:
    """An article of its own, with a heading that names the kind."""
    for page in site_pages(site()):  # type: ignore[operator]  # one of SITES
        for article in re.findall(r"<article.*?</article>", page.body, re.DOTALL):
            assert re.search(r"<h[34]><span class=\"al-kind[^>]*><span aria-hidden=\"true\">.</span> \w", article), (
                page.address
            )


def test_nothing_people_wrote_becomes_html_or_tells_an_address() -> None:
    """Titles, texts, names, topics, subjects, bodies and authors are shown as text; e-mail addresses are left out."""
    for page in alliance_pages(hostile()):
        reader = Reader(page.body)
        assert not {"script", "img"} & set(reader.tags), page.address
        assert "ana@example.org" not in page.body + page.title + page.description
        assert "alert(1)" in reader.text
        assert "\u202e" not in page.body


def test_texts_carry_the_language_of_the_file() -> None:
    """The tool's words are English, the people's are what the file says."""
    pages = list(alliance_pages(hostile()))
    assert 'lang="de" dir="auto"' in pages[0].body
    assert 'class="al-red" lang="de" dir="auto"' in pages[3].body


# Redlines


def without_marks(markup: str, dropped: str) -> str:
    """The text of a redline without one kind of mark, and without the words for screen readers."""
    markup = re.sub(rf"<{dropped}>.*?</{dropped}>", "", markup, flags=re.DOTALL)
    markup = re.sub(r'<span class="al-h">.*?</span>|<summary>.*?</summary>|<b class="al-label">.*?</b> ', "", markup)
    return Reader(markup).text


PAIRS = [
    ("I say within the day when it bothers me.", "I say within two days when it bothers me."),
    ("We stop & sit <down>.", "We stop & lie <down> twice."),
    ("One. Two.\nThree lines here.", "One. Two and a half.\nThree lines here."),
    (" ".join(f"Sentence number {n} stays." for n in range(9)), " ".join(f"Sentence number {n} stays." for n in range(10))),
]


@pytest.mark.parametrize(("before", "after"), PAIRS)
def test_a_redline_holds_both_wordings_to_the_letter(before: str, after: str) -> None:
    """Without what was removed it is the newer text, without what was added the older one."""
    marked = redlined(before, after)
    assert marked is not None
    assert without_marks(marked, "del") == after
    assert without_marks(marked, "ins") == before


def test_every_redline_of_the_examples_holds_the_wording_of_its_revision() -> None:
    """What stands on the pages is, without what was taken out, what the file says then."""
    for name in DEMOS:
        timeline = demo_tale(name)
        pages = {page.address: page for page in alliance_pages(timeline)}
        for revision in timeline.revisions:
            body = pages[f"alliances/{page_name(timeline.id)}/r/{revision.short}.html"].body
            shown = [without_marks(line, "del") for line in re.findall(r'<div class="al-red">(.*?)</div>', body, re.DOTALL)]
            assert revision.alliance
            said = {texts.visible(str(value)) for clause in revision.alliance.clauses for value in clause.fields.values()}
            assert [text for text in shown if text and text not in said] == []


def block(before: str, after: str) -> str:
    """The changes of the second of two revisions, as its page shows them."""
    timeline = change_of(before, after)
    page = revision_pages(timeline)[-1].body
    return page[page.index('<h2 id="what-changed">') : page.index('<h2 id="as-it-stood">')]


UNTIL = ("check the sound.", "check the sound., until: 2024-06-01")
CHANGES = [
    ("within the day", "within two days", ["Reworded", "<del>", "<ins>", "added: </span>two days"]),
    ("Lead the evening so that everybody leaves with one thing", "Have a try at", ["Was</b> <del>", "Now</b> <ins>"]),
    ("owner: bruno, title", "owner: ana, title", ["New owner", "From <bdi>Bruno</bdi> to <bdi>Ana</bdi>", "I open"]),
    ("owner: bruno,", "owner: bruno, state: withdrawn,", ["Taken out", "<del>", ">State</b> withdrawn"]),
    ("next: 2024-04-14", "next: 2024-05-12", ["Date or number", 'from <time datetime="2024-04-14">14 Apr 2024</time> to']),
    (
        "title: Room,",
        "title: Room, topic: Evenings,",
        ["Moved", "</strong> to <strong>Evenings</strong>, wording unchanged"],
    ),
    ("state: active,", "state: paused,", ["State", "active → paused"]),
    ("We stop and sit", "We *stop* and sit", ["formatting changed", "We stop and sit"]),
    ("We stop and sit", "We [stop](https://example.org/) and sit", ["a link changed"]),
    ("[naming]", "[naming, room]", ["Naming it</span> → ", "Room</span>"]),
    (*UNTIL, [">Until</b> <time"]),
]


@pytest.mark.parametrize(("old", "new", "shown"), CHANGES)
def test_each_kind_of_change_is_shown_in_its_own_way(old: str, new: str, shown: Sequence[str]) -> None:
    """Marks for words, sentences for owners, dates, states and moves, and words for what one cannot see."""
    assert old in SHORT
    body = block(SHORT, SHORT.replace(old, new))
    assert [words for words in shown if words not in body] == []


def test_everything_else_is_said_to_be_unchanged() -> None:
    """So that silence is not read as omission."""
    body = block(SHORT, SHORT.replace("within the day", "within two days"))
    assert "Everything else is unchanged: Status, Purpose, Agreements, Back-up plan and Reviews." in body


def test_a_changed_order_is_one_grey_line() -> None:
    """Nothing is shown as reworded, added or taken out."""
    lines = SHORT.splitlines(keepends=True)
    lines[3], lines[4] = lines[4], lines[3]
    body = block(SHORT, "".join(lines))
    assert "The order changed." in body
    assert "<article" not in body


# The agreement


def agreement(yaml: str, **more: object) -> Page:
    """The agreement page of one revision of this document."""
    return next(iter(alliance_pages(replace(tale(yaml), **more))))  # type: ignore[arg-type]  # the fields of a timeline


def test_the_agreement_comes_first_and_the_apparatus_after_it() -> None:
    """Title, what it is for, the facts, the links, then the sections; whose each promise is says its heading."""
    body = agreement(SHORT).body
    order = ["<h1>", 'id="purpose"', 'id="status"', "Next review", "Last changed", 'aria-current="page"', "Back-up plan</a>"]
    order += [
        '<h2 id="commitments">',
        "<bdi>Ana</bdi>’s commitments",
        "<bdi>Bruno</bdi>’s commitments",
        '<h2 id="agreements">',
    ]
    places = [body.index(words) for words in order]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("status", "shown", "hidden"),
    [
        ("{state: under_repair, since: 2024-03-01, why: We paused.}", "Under repair</strong> since", ""),
        ("{state: paused, since: 2024-03-01}", "Paused</strong> since", ""),
        ("{state: ended, since: 2024-03-01}", "Ended</strong> on", "Next review</strong>"),
        ("draft", "Not everyone has said yes yet.", "al-banner"),
    ],
)
def test_what_is_not_simply_active_says_so(status: str, shown: str, hidden: str) -> None:
    """On top with date and reason when it stopped; an ended one has no next review."""
    body = agreement(SHORT.replace("{state: active, since: 2024-01-14, why: We said yes.}", status)).body
    assert shown in body
    assert not hidden or hidden not in body.partition("<h2")[0]


def test_requests_show_their_answer_and_the_trail() -> None:
    """From an expectation to a request to a promise, each a link to the other."""
    body = agreement(
        SHORT
        + "expectations:\n- {id: quiet, holder: bruno, text: You notice., became: ask}\n"
        + "requests:\n- id: ask\n  from: bruno\n  to: ana\n  text: Please notice.\n"
        + "  reply: accepted\n  date: 2024-02-01\n  commitment: naming\n"
    ).body
    assert "<bdi>Bruno</bdi> asks <bdi>Ana</bdi>" in body
    assert '<b>Accepted</b> <time datetime="2024-02-01">1 Feb 2024</time>' in body
    assert 'began as <bdi>Bruno</bdi>’s expectation <a class="al-t" href="#expectations--quiet">' in body
    assert 'led to <bdi>Ana</bdi>’s promise <a class="al-t" href="#commitments--naming">Naming it</a>' in body


def test_drops_show_their_repair_in_words_and_fold_away_when_restored() -> None:
    """Steps are done or due; what is mended is not held up to anybody."""
    drop = "drops:\n- id: d\n  owner: ana\n  about: naming\n  acknowledged: {text: I said nothing.}\n  repair:\n"
    steps = "  - {text: Say it., done: 2024-02-01}\n  - {text: Say more., due: 2024-03-01}\n"
    open_one, mended = (
        agreement(SHORT + drop + steps).body,
        agreement(SHORT + drop + steps + "  restored: 2024-03-02\n").body,
    )
    assert 'done <time datetime="2024-02-01">1 Feb 2024</time>' in open_one
    assert "Repair under way" in open_one
    assert 'about <a class="al-t" href="#commitments--naming">Naming it</a>' in open_one
    assert "Repaired and restored" in mended
    assert mended.index("<details") < mended.index("I said nothing.")


def test_closed_promises_are_folded_away_with_whose_they_were() -> None:
    """Completed and withdrawn ones stand below the ones that run."""
    body = agreement(SHORT.replace("owner: bruno, title", "owner: bruno, state: completed, title")).body
    fold = body[body.index("<details") :]
    assert "Completed or let go" in fold
    assert '<p class="al-who"><bdi>Bruno</bdi></p>' in fold


def test_topics_are_headings_of_what_is_made_together() -> None:
    """Those without a topic come first."""
    agreements = (
        "agreements:\n- {id: a, topic: Later, text: One.}\n- {id: b, text: Two.}\n- {id: c, topic: Later, text: Three.}\n"
    )
    body = agreement(agreements).body
    places = [body.index(words) for words in ("Two.", ">Later</h3>", "One.", "Three.")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "entry",
    [
        "commitments:\n- {owner: ana, text: I call., topic: Evenings}\n",
        "drops:\n- {owner: ana, date: 2024-02-01, topic: Evenings, acknowledged: {text: I forgot.}}\n",
        "concerns:\n- {raised_by: ana, date: 2024-02-01, seen: A letter., topic: Evenings}\n",
        "reviews: {held: [{date: 2024-02-01, kept: All., topic: Evenings}]}\n",
        "appreciation:\n- {date: 2024-02-01, from: ana, to: bruno, text: Thanks., topic: Evenings}\n",
        "session:\n- {date: 2024-02-01, place: The kitchen, topic: Evenings}\n",
    ],
    ids=lambda entry: entry.split(":")[0],
)
def test_a_topic_that_is_no_heading_is_said_below(entry: str) -> None:
    """What is grouped by person or by date has its topics too."""
    assert agreement(entry).body.count("Evenings") == 1


@pytest.mark.parametrize(
    ("section", "heading"), [("money_and-time", "Money and time"), ("our Way-Back with Jo", "Our Way-Back with Jo")]
)
def test_the_part_of_an_own_question_is_shown_as_typed(section: str, heading: str) -> None:
    """But for its first letter, and for what is written like a key."""
    body = agreement(
        f"questions:\n- {{id: song, section: {section}, text: Which song?}}\nanswers: {{song: {{ana: That.}}}}\n"
    ).body
    assert f">{heading}</h3>" in body


def test_answers_are_grouped_by_the_session_and_show_every_voice() -> None:
    """The question in full, then who said what; own questions after the fifteen."""
    body = agreement(
        "questions:\n- id: song\n  section: closing\n  text: Which song is ours?\n"
        "answers:\n  song: {ana: The slow one.}\n  hopes: {bruno: To laugh., ana: To stay.}\n"
    ).body
    places = [
        body.index(w) for w in (">Intentions</h3>", "the best this partnership", "To laugh.", ">Closing</h3>", "Which song")
    ]
    assert places == sorted(places)


def test_what_is_left_out_is_counted() -> None:
    """The reader knows that there is more."""
    assert "2 parts of this alliance are left out here." in agreement(SHORT, left_out=2).body


def test_sections_lead_to_the_principles_they_serve() -> None:
    """Discreetly, at their end."""
    assert '<a href="../../principles/your-side.html">Your side is yours alone</a>' in agreement(SHORT).body


# History and revisions


def test_the_history_lists_every_revision_newest_first() -> None:
    """Numbers are contiguous and count down; quiet ones are one line, and uncommitted edits stand on top."""
    history = list(alliance_pages(everything()))[1].body
    numbers = [int(number) for number in re.findall(r"revision (\d+)", re.sub("<summary>.*?</summary>", "", history))]
    assert numbers == list(range(9, 0, -1))
    assert history.index("Uncommitted edits") < history.index("Take it back")
    assert history.count("al-entry-quiet") == 2
    assert 'ol class="al-history" reversed start="9"' in history.replace('start="10"', 'start="9"')


def test_many_years_are_folded_and_can_be_filtered() -> None:
    """The newest twenty have their changes, older ones two lines, older years a fold; 15 revisions need no filter."""
    documents = [
        Told(PARTIES + f"purpose: Walk {n} miles.\n", f"Walk {n}", by="Ana" if n % 2 else "Bruno") for n in range(120)
    ]
    history = list(alliance_pages(tale(*documents)))[1]
    assert history.body.count("<article") == 20
    assert history.body.count('<details class="al-fold al-years"') == 1
    assert "<summary>2024: 51 revisions</summary>" in history.body
    assert '<form class="al-filter" hidden>' in history.body
    assert 'data-by="Bruno" data-kinds="reworded"' in history.body
    assert [heading.title for heading in history.headings] == ["2026", "2025", "2024"]
    assert "al-filter" not in list(alliance_pages(tale(*documents[:15])))[1].body


def test_a_very_long_history_has_a_page_for_each_older_year() -> None:
    """Above 500 revisions; every revision is on exactly one of them, and nothing leads nowhere."""
    documents = [Told(PARTIES + f"purpose: Walk {n} miles.\n", f"Walk {n}") for n in range(502)]
    timeline = replace(tale(*documents), notices=("A part of the history is missing.",))
    pages = {page.address: page for page in site_pages(book(timeline))}
    history = [page for address, page in pages.items() if address.startswith("alliances/tale/history")]
    assert len(history) == 10
    assert history[1].title == "History of Ana and Bruno, 2032"
    assert sum(page.body.count('class="al-entry"') for page in history) == 502
    assert all("A part of the history is missing." in page.body for page in history)
    for page in history:
        targets = [normpath(join(dirname(page.address), link.partition("#")[0])) for link in Reader(page.body).links]
        assert [target for target in targets if target not in pages and not target.endswith("feed.xml")] == []


def test_an_old_revision_cannot_be_taken_for_today() -> None:
    """Title and first line say which one it is; from when until when it stood, and the way to today's; not on the newest."""
    pages = revision_pages(everything())
    assert pages[0].title == "Revision 1 of Ana and Bruno: Talk it over"
    assert '<h1><span class="al-over">Revision 1 of Ana and Bruno</span>' in pages[0].body
    assert "Revision 1 of 9, as it stood" in pages[0].body
    assert "Read it as it is now" in pages[0].body
    assert pages[-1].title == "Uncommitted edits of Ana and Bruno"
    assert "al-banner" not in pages[-1].body
    assert pages[-1].address.endswith("/r/work-tree.html")


def test_neighbours_are_linked_at_both_ends() -> None:
    """The first has no previous one, the last no next one."""
    pages = revision_pages(everything())
    found = [('rel="prev"' in page.body, 'rel="next"' in page.body) for page in pages]
    assert found == [(False, True), *[(True, True)] * (len(pages) - 2), (True, False)]


def test_revisions_that_show_no_changes_say_why() -> None:
    """First, deleted, unreadable; what follows an unreadable one is compared with the last that could be read."""
    pages = revision_pages(everything())
    assert "First version." in pages[0].body
    assert "This revision cannot be read: line " in pages[5].body
    assert "the last one before that could be read." in pages[6].body
    assert "The file was deleted." in pages[7].body
    assert "as-it-stood" not in pages[7].body + pages[5].body


def test_a_message_that_is_left_out_is_said_to_be() -> None:
    """Neither a made-up title nor an empty one, and no reason that was never missing."""
    timeline = tale(SHORT, Told(PARTIES + SHORT.replace("within the day", "within two days")))
    hidden = [replace(revision, message=Message(), message_left_out=True) for revision in timeline.revisions]
    history = list(alliance_pages(replace(timeline, revisions=tuple(hidden))))[1].body
    assert history.count("Message left out") == 2
    assert history.count("The message is left out here.") == 2
    assert "No reason was written down." not in history


def test_no_page_says_how_long_ago_or_how_soon() -> None:
    """A page that is read weeks after it was built is still true: relative words are the script's."""
    for page in demo_site():
        assert not re.search(r"\bin \d+ days\b|\bago\b|has passed", Reader(page.body).text), page.address


def test_pages_are_the_same_every_time() -> None:
    """Nothing of the clock, the machine or the order of a set reaches a page."""
    assert list(alliance_pages(everything())) == list(alliance_pages(everything()))


def test_only_what_holds_now_is_searched() -> None:
    """Old wordings are never found by a search."""
    searchable = {page.address for page in demo_site() if page.searchable}
    assert not any("/r/" in address or address.endswith("history.html") for address in searchable)
    assert {f"alliances/{name}/index.html" for name in DEMOS} <= searchable


# Index and the rest


def test_the_index_has_the_next_review_first_and_the_ended_last() -> None:
    """Each row says state, next review and last change."""
    ended = tale("status: ended\n")
    later, soon = (tale(SHORT.replace("2024-04-14", day)) for day in ("2024-09-09", "2024-02-02"))
    named = [
        replace(timeline, alliance=replace(timeline.alliance, id=name))
        for timeline, name in ((ended, "ended"), (later, "later"), (soon, "soon"))
    ]
    body = next(iter(site_pages(book(*named)))).body
    places = [body.index(f"alliances/{name}/index.html") for name in ("soon", "later", "ended")]
    assert places == sorted(places)
    assert '<span class="al-cell">Next review</span>' in body


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (
            book(audience=Audience.PUBLIC, left_out_alliances=3),
            ["3 alliances are kept here", "audience: public", "alliance serve"],
        ),
        (book(audience=Audience.PUBLIC), ["There is no alliance in this folder yet"]),
        (book(), ["There is no alliance in this folder yet", "alliance new NAME"]),
        (book(absent=(Absent("old", "The old one", FIRST_EVENING),)), ["No longer here", "The old one, last changed"]),
        (book(notices=("Only a part of the history is here.",)), ["Only a part of the history is here."]),
    ],
)
def test_an_empty_site_says_why_and_what_to_do(shown: Book, words: list[str]) -> None:
    """Nobody is left with a blank page."""
    body = next(iter(site_pages(shown))).body
    assert [text for text in words if text not in body] == []


def test_a_file_that_cannot_be_read_has_a_page_for_the_parties_alone() -> None:
    """It tells what is wrong and nothing of the file; the public does not learn that there is one."""
    problem = Problem("alliances/us/home.yml", 3, 5, "yaml", Severity.ERROR, "a colon is missing")
    pages = {page.address: page for page in site_pages(book(problems=(problem,)))}
    assert "alliances/us/home.yml:3:5: a colon is missing" in pages["alliances/us-home/index.html"].body
    public = list(site_pages(book(problems=(problem,), audience=Audience.PUBLIC)))
    assert not any("home.yml" in page.body for page in public)


def test_helplines_stand_on_the_care_page() -> None:
    """Those of the site's own country, else words that are true everywhere."""
    care = {page.address: page.body for page in site_pages(book(), helplines=("Call 116 <b>016</b>",))}["care.html"]
    assert "<li>Call 116 &lt;b&gt;016&lt;/b&gt;</li>" in care
    assert "Your local emergency number." in {page.address: page.body for page in site_pages(book())}["care.html"]


@pytest.mark.parametrize(
    ("alliance_id", "expected"),
    [
        ("harbour-street", "harbour-street"),
        ("team-a/launch", "team-a-launch"),
        ("Ünser Büro", "unser-buro"),
        ("../../etc", "etc"),
        ("<img>", "img"),
        ("דנה", "alliance"),
        ("a" * 200, "a" * 80),
    ],
)
def test_slugs_are_plain_and_short(alliance_id: str, expected: str) -> None:
    """Nothing of an id leads out of the folder or needs escaping."""
    assert page_name(alliance_id) == expected


@pytest.mark.parametrize(
    ("target", "page", "expected"),
    [
        ("index.html", "alliances/a/index.html", "../../index.html"),
        ("alliances/a/index.html", "alliances/a/history.html", "index.html"),
        ("alliances/a/index.html#x", "alliances/a/r/1.html", "../index.html#x"),
        ("#x", "care.html", "#x"),
    ],
)
def test_links_are_relative(target: str, page: str, expected: str) -> None:
    """So that the same build reads from a server, a USB stick and a folder."""
    assert link(target, page) == expected


# Golden pages


def golden_story() -> Iterator[Page]:
    """Index, agreement, history and one revision of a small story."""
    changed = SHORT.replace("within the day", "within two days").replace("next: 2024-04-14", "next: 2024-05-12")
    asking = changed.replace("agreements:", "- {id: asking, owner: bruno, title: Asking, text: I ask first.}\nagreements:")
    story = tale(
        Told(PARTIES + SHORT, "Design our alliance", "First conversation, two hours, in the park.", by="Ana and Bruno"),
        Told(f"# tidied\n{PARTIES}{SHORT}", "Tidy up", by="Bruno"),
        Told(PARTIES + asking, "Two days, and a question", "Nobody ever asked Bruno.", by="Bruno"),
    )
    pages = list(site_pages(book(story)))
    yield from (pages[0], pages[1], pages[2], pages[5])


@pytest.mark.parametrize("place", range(4), ids=["index", "agreement", "history", "revision"])
def test_golden_pages(place: int) -> None:
    """The pages of a small story are what somebody has read; ALLIANCE_GOLDEN=write writes them anew for review."""
    page = list(golden_story())[place]
    path = GOLDEN / f"{('index', 'agreement', 'history', 'revision')[place]}.html"
    if os.environ.get("ALLIANCE_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(page.body, encoding="utf-8")
    assert page.body == path.read_text(encoding="utf-8")
