"""A couple's first three revisions: the page that says what changed since the second of them last said yes."""

import re

from alliance_docs.audience import Audience
from alliance_docs.pages import alliance_pages
from alliance_docs.revisions import Timeline
from tests.tales import Told, tale
from tests.test_pages import Reader

DRAFT = """\
title: Nora and Emil
kind: couple
status: draft
parties:
- {id: nora, name: Nora}
- {id: emil, name: Emil}
purpose: Run one household on two salaries, in the open.
commitments:
- {id: say-before, owner: emil, text: I will be more open if Nora stays calm.}
- {id: bring-up, owner: nora, text: I will be less worried.}
agreements:
- {id: money-hour, title: Money hour, text: "Money hour, every Sunday before supper."}
requests:
- {id: one-evening, from: emil, to: nora, title: One evening, text: Please keep bills for a single evening., reply: open}
"""
AGREED = (
    (
        DRAFT.replace("status: draft", "status: active")
        .replace("I will be more open if Nora stays calm.", "Before I lend or borrow anything I tell Nora.")
        .replace("I will be less worried.", "What troubles me about a bill I bring up by the next evening.")
    )
    + """\
reviews: {every: 2 months, next: 2024-02-25}
assent:
- {party: nora, date: 2024-01-21}
- {party: emil, date: 2024-01-21}
"""
)
REVIEWED = (
    AGREED.replace("every Sunday before supper", "the first Thursday of the month, forty minutes")
    .replace("reply: open", "reply: accepted, date: 2024-02-25, commitment: one-bill")
    .replace(
        "agreements:\n", "- {id: one-bill, owner: nora, text: I begin with one bill and leave the rest.}\nagreements:\n"
    )
    .replace("next: 2024-02-25}", "next: 2024-04-28}")
    .replace("{party: nora, date: 2024-01-21}", "{party: nora, date: 2024-02-25}")
)


def story() -> Timeline:
    """They draft, say yes to each other, and look again."""
    return tale(
        Told(DRAFT, "Write down what we said in the kitchen", by="Nora"),
        Told(AGREED, "Promise deeds, and say yes", by="Emil", trailers=(("With", "Nora"),)),
        Told(REVIEWED, "First look: Thursdays, and one bill", "Sundays were for packing.", by="Nora"),
    )


def part(body: str, anchor: str) -> str:
    """What stands under a heading of level 2, as text."""
    return Reader(re.split(r"<h2 ", body.partition(f'id="{anchor}"')[2])[0]).text


def test_after_the_third_revision_a_page_says_what_changed_since_emil_last_said_yes() -> None:
    """What needs his yes, what is only news, the one step in between, and nothing from before his yes."""
    made = {page.address.partition("tale/")[2]: page.body for page in alliance_pages(story(), audience=Audience.PARTIES)}
    body = made["since/emil.html"]
    text = Reader(body).text
    needs, news, steps = (part(body, anchor) for anchor in ("needs-yes", "news", "steps"))
    assert "Money hour" in needs
    assert "the first Thursday of the month, forty minutes" in needs
    assert needs.count("Reworded") == 1
    assert "I begin with one bill and leave the rest." in news
    assert "open → accepted" in news
    assert "First look: Thursdays, and one bill" in steps
    assert "Promise deeds" not in steps
    assert "if Nora stays calm" not in text
    assert "How to say yes" in text
    agreement = Reader(made["index.html"]).text
    assert "Nora agrees to this version" in agreement
    assert "Emil agreed to an earlier version, 1 change since" in agreement
