"""What was looked at before is passed over, and whatever new meets it is found all the same."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.leaks.finding import Search
from alliance_docs.leaks.hidden_words import WINDOW, fold
from alliance_docs.leaks.sought import Sought
from alliance_docs.leaks.thinning import Thinner
from alliance_docs.leaks.untagging import pieces
from alliance_docs.leaks.unwrapping import readings, seams, whole

SENTENCES = [
    "Whoever cooks never washes up, and whoever washes up never has to dry anything at all.",
    "Each of us says what it costs; nobody asks why, as long as it is no more than a hundred a month",
    "Ünser Haus bleibt offen für alle, die “nach Hause” kommen wollen, auch spät, auch ohne Schlüssel und Grund.",
    "short",
    "  blanks  at  both  ends  and  between  all  the  words  of  this  sentence,  which  is  long  enough  to  be  cut  ",
]
SECRETS = [
    "my sister owes the bank more than the house is worth",
    f"{SENTENCES[0]} But not on Sundays, when my sister does",
    "gambling",
    "Прошлой весной моя сестра заложила весь дом",
]
TAGS = [
    '<p class="al-quiet">',
    "</p>\n<p>",
    '<a href="../r/0ef11de60782.html" title="what changed">',
    "</a>",
    '<span class="al-h">',
    "</span>",
    '<b class="al-label">',
    "</b> ",
    "<ins>",
    "</ins>",
    "<del>",
    "</del>\n",
    '<img alt="my sister owes the bank">',
    "<!-- ",
    " -->",
    "\n\n",
    '<script>a = "',
    "'</script>",
    '" + "',
    "&lt;b&gt;",
    "&amp;#32;",
    '<a title="x>',
    '">',
    "\\n",
]
HIDDEN = {fold(text): ("alliances/one.yml", f"commitments/{place}") for place, text in enumerate(SECRETS)}
STARTS = ((text, start) for text in HIDDEN for start in range(len(text) - WINDOW + 1))
WINDOWS = {window for text, start in STARTS if (window := text[start : start + WINDOW]) == window.strip()}
VISIBLE = "\n".join(map(fold, SENTENCES))
FRAGMENTS = st.sampled_from(SECRETS).flatmap(
    lambda text: st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(
        lambda ends: text[min(ends) : max(ends)]
    )
)
PARTS = st.one_of(st.sampled_from(SENTENCES), st.sampled_from(SECRETS), FRAGMENTS, st.sampled_from(TAGS))
PAGES = st.lists(st.lists(PARTS, max_size=12).map("".join), max_size=5)


def searched() -> Search:
    """Somebody who has seen nothing yet."""
    return Search(Sought(HIDDEN, [VISIBLE]))


@given(PAGES)
def test_what_was_seen_before_excuses_nothing(pages: list[str]) -> None:
    """In a page the same is found after other pages as by somebody who never saw them."""
    again = searched()
    for page in pages:
        assert list(again.leaks("a.html", page.encode())) == list(searched().leaks("a.html", page.encode()))


def test_a_calendar_is_read_as_one_after_others() -> None:
    """Its first lines are those of every other, and say how to read the rest."""
    search = searched()
    for word, found in (("walking", False), ("gambling", True)):
        head = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:one\nCALSCALE:GREGORIAN\nMETHOD:PUBLISH\nBEGIN:VEVENT\n"
        assert bool([*search.leaks("a.ics", f"{head}SUMMARY:{word}\nEND:VEVENT\n".encode())]) is found


def test_a_known_tag_counts_where_it_is_hidden() -> None:
    """Who typed a tag into a hidden text is found by it, also when pages before had the same tag."""
    search = Search(Sought({fold('see <b title="x">it all</b>'): ("alliances/one.yml", "purpose")}, [VISIBLE]))
    assert not [*search.leaks("a.html", b'<p><b title="x">elsewhere</b></p>')]
    assert [*search.leaks("b.html", b'<p>I see <b title="x">it all</b></p>')]


@pytest.mark.parametrize("sentence", SENTENCES[:3])
@pytest.mark.parametrize("tag", TAGS[:4])
def test_known_pieces_are_cut(sentence: str, tag: str) -> None:
    """Of a sentence both ends are left, of a tag its name; otherwise nothing would be gained."""
    thinner = Thinner()
    parts = pieces(f"{tag}{sentence}{tag}")
    first = thinner.thin(parts)
    assert (*first.texts, *first.tags) == (*dict.fromkeys(parts[::2]), *dict.fromkeys(parts[1::2]))
    assert len("".join(first.met)) < len("".join(parts))
    thinner.remember()
    assert thinner.thin(parts) == ([], [], first.met)
    assert thinner.thin(["something else"]) == (["something else"], [], ["something else"])


def test_only_what_was_cleared_is_known() -> None:
    """A page that was refused, or not looked at to its end, teaches nothing."""
    thinner = Thinner()
    first = thinner.thin(pieces(SENTENCES[0]))
    assert thinner.thin(pieces(SENTENCES[0])) == first


def windows_in(texts: Iterable[str]) -> set[str]:
    """What of the secrets texts of many lines hold: as a line, over the ends of some, or as all of one."""
    lines = [(fold(line), fold(seams(text.split("\n")))) for text in texts for line in text.split("\n")]
    held = {window for window in WINDOWS for line, met in lines if window in line or window in met}
    return held | {line for line, _ in lines if line in HIDDEN}


@given(PAGES)
def test_what_a_page_tells_is_told_by_its_pieces(pages: list[str]) -> None:
    """Each alone, and all of them shortened, hold whatever the whole page holds."""
    for page in pages:
        parts = pieces(page)
        assert windows_in(readings(whole(parts))) <= windows_in(readings(Thinner().thin(parts)))


@pytest.mark.parametrize(
    "kept", ["<b class=x>", '<a title="\\u0041b">', "<a onclick='x()'>", TAGS[4], "a%20b" * 20, "a&amp;b" * 20]
)
def test_what_can_be_read_in_other_ways_stays_whole(kept: str) -> None:
    """Escapes, addresses and odd tags: their ends alone would say something else."""
    thinner = Thinner()
    assert thinner.thin(pieces(kept)).met == pieces(kept)
