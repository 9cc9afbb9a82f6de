"""The picture of how an alliance moved shows its course, counts nobody, and stays small, valid and readable."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.pages.axis import Axis
from alliance_docs.pages.picture import picture
from alliance_docs.revisions import Timeline
from tests.browser import chromium
from tests.tales import FIRST_EVENING, PARTIES, Told, tale

STYLES = Path(__file__).parents[1] / "theme" / "assets" / "alliance.css"
WALK = "purpose: To walk {} miles.\n"
DROP = """\
drops:
- {id: late, owner: ana, date: 2024-01-20, restored: 2024-02-01, acknowledged: {text: I came late.}}
- {id: later, owner: ana, date: 2024-01-25, acknowledged: {text: I came later.}}
- {id: whenever, owner: ana, acknowledged: {text: I came.}}
"""
REVIEWS = "reviews:\n  next: 2024-03-14\n  held:\n  - {date: 2024-01-28, kept: Most of it.}\n  - {kept: No date.}\n"


def moved(*gaps: int, more: str = "") -> Timeline:
    """A revision on the first evening, and one so many days after the one before for each gap."""
    timeline = tale(*(WALK.format(n) + more for n in range(len(gaps) + 1)))
    days = [sum(gaps[:place]) for place in range(len(gaps) + 1)]
    dated = zip(timeline.revisions, days, strict=True)
    return replace(timeline, revisions=tuple(replace(one, when=FIRST_EVENING + timedelta(days=gap)) for one, gap in dated))


def count(markup: str, pattern: str) -> int:
    """How often a pattern is there."""
    return len(re.findall(pattern, markup))


def bars(markup: str) -> list[int]:
    """The heights of the bars, from left to right; 0 for those where nothing changed."""
    drawn = markup[markup.index('<g class="al-bars"') : markup.index('<line class="al-axis"')]
    return [int(height or 0) for height in re.findall(r'<line [^>]*y2="-(\d+)"|<use ', drawn)]


def described(markup: str) -> str:
    """What is said to those who do not see it."""
    return markup.partition("<desc>")[2].partition("</desc>")[0]


def test_each_revision_is_a_bar_and_those_of_one_day_stand_beside_each_other() -> None:
    """Taller for more changes and never above eight steps; a tidying is low and pale."""
    many = "commitments:\n" + "".join(f"- {{id: c{n}, owner: ana, text: I walk {n} miles.}}\n" for n in range(12))
    timeline = tale(many, many.replace("walk 3", "run 3"), Told(f"# tidied\n{PARTIES}{many.replace('walk 3', 'run 3')}"))
    same_day = replace(timeline.revisions[1], when=FIRST_EVENING)
    markup = picture(replace(timeline, revisions=(timeline.revisions[0], same_day, timeline.revisions[2])), repairs=True)
    assert bars(markup) == [40, 5, 0]
    assert count(markup, r'<line x1="1.5%"[^>]*transform="translate\(4\)"') == 1
    assert "no change in meaning" in markup


@pytest.mark.parametrize(
    "timeline",
    [tale(), tale(WALK), tale(WALK, WALK * 1), tale(WALK, draft=WALK.format(2)), moved(7), moved(0, 0, 0)],
    ids=["empty", "one", "two", "one and edits", "a week", "one day"],
)
def test_where_there_is_no_course_there_is_no_picture(timeline: Timeline) -> None:
    """With fewer than three revisions, or all of them on one day, it is absent and not empty."""
    assert picture(timeline, repairs=True) == ""


def test_repairs_are_as_long_as_they_took_and_never_for_the_public() -> None:
    """Drops without a day are not drawn; one that is open ends in a ring at the newest revision; overlapping ones part."""
    timeline = moved(7, 7, 7, more=DROP)
    markup = picture(timeline, repairs=True)
    assert count(markup, '<use href="#al-drop" x=') == 2 + 1  # and the legend's
    assert count(markup, '<use href="#al-mended" x=') == count(markup, '<use href="#al-open" x=') == 1 + 1
    assert re.search('<use href="#al-open" x="98.5%"/>', markup)
    assert "A repair is still open." in described(markup)
    public = picture(timeline, repairs=False)
    assert "al-repairs" not in public
    assert "drop" not in re.sub("<defs>.*?</defs>", "", public)
    assert "repair" not in described(public)


def test_reviews_are_filled_when_held_and_hollow_when_planned() -> None:
    """An alliance that has ended plans none."""
    markup = picture(moved(7, 7, more=REVIEWS), repairs=True)
    assert count(markup, '<use href="#al-held" x="[^6]') == 1
    assert count(markup, '<use href="#al-planned" x="98.5%"') == 1
    assert described(markup).endswith("The next review is planned for 14 Mar 2024.")
    assert "#al-planned" not in picture(moved(7, 7, more=f"{REVIEWS}status: ended\n"), repairs=True)


def test_a_mark_far_away_does_not_squeeze_the_rest() -> None:
    """A slip of the pen in a year is not drawn."""
    markup = picture(moved(7, 7, more=REVIEWS.replace("2024-03-14", "2204-03-14")), repairs=True)
    assert "#al-planned" not in markup
    assert "28 Jan 2024" in markup


@pytest.mark.parametrize(
    ("gaps", "told", "most"),
    [([3] * 59, "a revision; taller", 60), ([3] * 60, "changes in a month", 8), ([30] * 199, "changes in a year", 18)],
)
def test_many_revisions_are_drawn_together(gaps: Sequence[int], told: str, most: int) -> None:
    """By months, and by longer spans where those are too many; the busiest is the tallest."""
    markup = picture(moved(*gaps), repairs=True)
    assert told in markup
    assert 0 < len(bars(markup)) <= most
    assert max(bars(markup)) == (20 if len(gaps) < 60 else 40)  # four changes at first, then one each


@pytest.mark.parametrize("gap", [0, 1, 7, 9, 30, 365])
def test_two_hundred_revisions_with_all_marks_are_below_six_kilobytes(gap: int) -> None:
    """Whatever time they took."""
    drops = "".join(
        f"- {{id: d{n}, owner: ana, date: 2024-02-{n % 28 + 1:02}, restored: 2024-03-{n % 28 + 1:02}, "
        f"acknowledged: {{text: I came late.}}}}\n"
        for n in range(50)
    )
    held = "".join(f"  - {{date: 2024-{n % 12 + 1:02}-{n % 28 + 1:02}, kept: Most of it.}}\n" for n in range(80))
    base = tale(*[WALK + f"drops:\n{drops}reviews:\n  next: 2024-12-14\n  held:\n{held}"] * 2)
    revisions = tuple(replace(base.revisions[0], when=FIRST_EVENING + timedelta(days=gap * n)) for n in range(200))
    assert len(picture(replace(base, revisions=revisions), repairs=True).encode()) < 6_000


@pytest.mark.parametrize("small", [True, False])
def test_it_is_valid_named_and_without_styles_of_its_own(*, small: bool) -> None:
    """An image with a title and a description, no `viewBox`, no inline style, nothing to click; the legend is for eyes."""
    markup = picture(moved(7, 7, 7, more=DROP + REVIEWS), repairs=True, small=small)
    html5lib.HTMLParser(strict=True).parseFragment(markup)
    assert re.search(
        r'<svg width="100%" height="\d+" role="img">\s*<title>How it moved</title>\s*<desc>From 14 Jan 2024', markup
    )
    assert not re.search(r"viewBox|style=|<a |<script|<animate|tabindex", markup)
    ids = re.findall(r'id="([^"]+)"', markup)
    assert len(ids) == len(set(ids))
    assert {f"#{name}" for name in ids} >= set(re.findall('href="([^"]+)"', markup))
    assert ("<p>" in markup) is not small
    assert count(markup, "<svg") == count(markup, 'aria-hidden="true"') + 1


def test_it_says_when_most_changed_and_counts_nobody() -> None:
    """No name of a person and no number but those of dates."""
    told = described(
        picture(moved(20, 1, 40, more=DROP.replace("- {id: later", "- {id: x, restored: 2024-02-09")), repairs=True)
    )
    assert told == "From 14 Jan 2024 to 15 Mar 2024, with the most changes in Feb 2024. What was dropped has been repaired."


def test_unknown_and_backward_clocks_do_no_harm() -> None:
    """What nobody knows is drawn where the one before is."""
    timeline = moved(30, -60, 90)
    undated = (timeline.revisions[0], replace(timeline.revisions[1], when=None), *timeline.revisions[2:])
    assert len(bars(picture(replace(timeline, revisions=undated), repairs=True))) == 4
    assert picture(replace(timeline, revisions=tuple(replace(one, when=None) for one in undated)), repairs=True) == ""


@pytest.mark.browser
def test_every_mark_is_seen_where_colours_are_forced() -> None:
    """In the colour of the text, inside or around it."""
    markup = picture(moved(7, 7, 7, more=DROP + REVIEWS), repairs=True)
    styles = STYLES.read_text(encoding="utf-8")
    with chromium() as browser:
        page = browser.new_page(color_scheme="dark", forced_colors="active")
        page.set_content(f'<style>{styles}</style><body class="md-typeset">{markup}')
        marks = [f"#al-{name}" for name in ("pale", "drop", "mended", "open", "held", "planned")]
        marks += [".al-bars line", ".al-repairs line", ".al-axis", "text"]
        for mark in marks:
            drawn = page.locator(f".al-picture {mark}").first.evaluate(
                "it => [getComputedStyle(it).fill, getComputedStyle(it).stroke]"
            )
            assert "rgb(255, 255, 255)" in drawn, mark


# The axis


@given(st.dates(date(1970, 1, 1), date(2300, 1, 1)), st.integers(1, 60_000), st.floats(0, 1))
def test_an_axis_has_up_to_six_words_in_order_and_all_days_on_it(begin: date, length: int, share: float) -> None:
    """Whatever time it spans; every word is beside a day that is on it."""
    axis = Axis(begin, begin + timedelta(days=length))
    places = [float(label.x.removesuffix("%")) for label in axis.labels()]
    assert 2 <= len(places) <= 6
    assert places == sorted(places)
    assert all(1.5 <= float(axis.at(when).removesuffix("%")) <= 98.5 for when in (begin, axis.end))
    assert 1.5 <= float(axis.at(begin + timedelta(days=int(length * share))).removesuffix("%")) <= 98.5


@pytest.mark.parametrize(
    ("begin", "end", "words"),
    [
        ("2024-01-14", "2025-04-13", ["Apr 2024", "Jul", "Oct", "Jan 2025", "Apr"]),
        ("2024-03-05", "2024-03-20", ["5 Mar 2024", "20 Mar 2024"]),
        ("2024-11-20", "2025-02-03", ["Dec 2024", "Jan 2025", "Feb"]),
        ("2021-05-01", "2025-05-01", ["2022", "2023", "2024", "2025"]),
        ("2001-05-01", "2025-05-01", ["2005", "2010", "2015", "2020", "2025"]),
    ],
)
def test_an_axis_is_named_by_what_fits_its_length(begin: str, end: str, words: list[str]) -> None:
    """Days, months with a year where one begins, or years."""
    axis = Axis(date.fromisoformat(begin), date.fromisoformat(end))
    assert [label.text for label in axis.labels()] == words


def test_words_at_an_end_stay_on_the_page() -> None:
    """They are set from there inwards."""
    labels = Axis(date(2024, 1, 1), date(2024, 3, 1)).labels()
    assert [(label.text, label.anchor) for label in labels] == [("Jan 2024", "start"), ("Feb", "middle"), ("Mar", "end")]
