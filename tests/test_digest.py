"""The digest of what a party says yes to: what it is made of, and what it does not notice."""

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.assent.digest import digest, digest_lines, is_digest_of, short
from alliance_docs.model import Alliance
from alliance_docs.reading.alliance_file import read_alliance
from tests.tales import PARTIES, Told, tale

US = """\
title: Ana and Ben
parties:
- {id: ana, name: Ana}
- {id: ben, name: Ben}
purpose: Rest   enough.
context: A flat.
answers:
  hopes: {ana: That we rest., ben: Quiet.}
commitments:
- {id: call, owner: ana, since: 2024-01-01, until: 2024-12-31, text: I call on Sundays.}
- {id: cook, owner: ben, text: I cook., state: active}
- {id: door, owner: each, text: I close the door., state: completed}
agreements:
- {id: evening, text: Thursday is ours., backed_by: [call, commitments/cook]}
boundaries:
- {id: sleep, owner: ana, text: I sleep at ten.}
expectations:
- {id: tea, holder: ana, text: There is tea., became: leave-tea}
- {id: news, holder: ana, text: He asks first., became: let_go}
requests:
- {id: leave-tea, from: ana, to: ben, text: Please leave some tea., reply: accepted, why: Gladly., date: 2024-02-01}
- {id: lift, from: ben, to: ana, text: Please drive., reply: open}
confidentiality:
- {id: ours, owner: ben, text: I tell nobody., except: my doctor; my  aunt}
feedback: {offer: Ask first.}
backup_plan: {way_back: "Walk, then talk."}
reviews: {every: 3 months, next: 2024-06-01}
drops:
- {id: late, owner: ana, date: 2024-03-01, acknowledged: {text: I was late.}}
assent:
- {party: ana, date: 2024-01-02}
"""

LINES_OF_ANA = """\
agreements||backed_by|I call on Sundays.
agreements||backed_by|I cook.
agreements||text|Thursday is ours.
answers|ana|hopes|That we rest.
backup_plan||way_back|Walk, then talk.
commitments|ana|text|I call on Sundays.
commitments|ana|until|2024-12-31
commitments|each|state|completed
commitments|each|text|I close the door.
confidentiality|ben|except|my aunt
confidentiality|ben|except|my doctor
confidentiality|ben|text|I tell nobody.
context|||A flat.
expectations|ana|became|Please leave some tea.
expectations|ana|became|let_go
expectations|ana|text|He asks first.
expectations|ana|text|There is tea.
feedback||offer|Ask first.
parties||id|ana
parties||id|ben
purpose|||Rest enough.
requests|ana|text|Please leave some tea.
reviews||every|3 months
"""

OWN_LINES_OF_BEN = """\
answers|ben|hopes|Quiet.
commitments|ben|text|I cook.
requests|ben|reply|accepted
requests|ben|text|Please drive.
requests|ben|why|Gladly.
"""


def read(text: str) -> Alliance:
    """The alliance in a text."""
    alliance, _ = read_alliance(text.encode(), "us.yml", "us")
    assert alliance is not None
    return alliance


def test_the_lines_are_those_of_the_documentation() -> None:
    """What everyone says yes to and what is the party's own, sorted, in four columns."""
    assert digest_lines(read(US), "ana") == tuple(LINES_OF_ANA.replace("|", "\t").splitlines())


def test_each_party_has_lines_of_their_own() -> None:
    """Of a request the asker has the text, the asked the reply."""
    ana, ben = (set(digest_lines(read(US), party)) for party in ("ana", "ben"))
    assert ben - ana == set(OWN_LINES_OF_BEN.replace("|", "\t").splitlines())
    assert "commitments\teach\ttext\tI close the door." in ana & ben


def test_the_digest_can_be_recomputed_by_hand() -> None:
    """It is the SHA-256 of the lines, each with a line feed, with the version before it."""
    by_hand = hashlib.sha256(LINES_OF_ANA.replace("|", "\t").encode()).hexdigest()
    assert digest(read(US), "ana") == f"v1:{by_hand}"


def test_version_one_stays_what_it_is() -> None:
    """Yeses in people's files hold this digest; a change of it needs a new version."""
    assert digest(read(US), "ana") == "v1:028c1da03d62dff566554fde1bfb09fb19c6e0161914029819152a31e6c50425"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: call", "id: ring"),
        ("2024-01-01", "2025-01-01"),
        ("2024-03-01", "2025-03-01"),
        ("Rest   enough.", '"Rest enough."'),
        ("my doctor; my  aunt", "my aunt;my doctor;"),
        ("I sleep at ten.", "I sleep at nine."),
        ("I was late.", "I came late."),
        (", state: active", ""),
        (", reply: open", ""),
        ("next: 2024-06-01", "next: 2024-07-01"),
        ("title: Ana and Ben", "title: Us"),
        ("name: Ben", "name: Benno"),
        ("Quiet.", "Loud."),
        ("I cook., state", "I cook., title: Cooking, topic: Home, state"),
        ("{party: ana, date: 2024-01-02}", "{party: ana, date: 2024-05-02, to: 'v1:12'}"),
    ],
)
def test_what_it_does_not_notice(before: str, after: str) -> None:
    """Ids, dates, titles, other people's own words, and what needs nobody's yes."""
    changed = US.replace(before, after).replace("[call,", "[ring," if after == "id: ring" else "[call,")
    assert changed != US
    assert digest(read(changed), "ana") == digest(read(US), "ana")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Rest   enough.", "Work enough."),
        ("I call on Sundays.", "I call on Mondays."),
        ("until: 2024-12-31", "until: 2025-12-31"),
        ("state: completed", "state: withdrawn"),
        ("[call, commitments/cook]", "[call]"),
        ("I cook.", "I bake."),
        ("my doctor; ", ""),
        ("3 months", "4 months"),
        ("- {id: ben, name: Ben}", "- {id: ben, name: Ben}\n- {id: cleo}"),
        ("let_go", "lift"),
        ("Please leave some tea.", "Please leave no tea."),
    ],
)
def test_what_it_notices(before: str, after: str) -> None:
    """Everything that everyone agrees to, and the party's own words."""
    assert digest(read(US.replace(before, after)), "ana") != digest(read(US), "ana")


@given(st.randoms(use_true_random=False), st.sampled_from(["ana", "ben"]))
def test_order_and_layout_mean_nothing(chance: random.Random, party: str) -> None:
    """Sections in any order, entries in any order, other line ends, blank lines and comments give the same digest."""
    sections = [section for section in US.replace("\n-", "\x00-").replace("\n  ", "\x01  ").split("\n") if section]
    chance.shuffle(sections)
    shuffled = []
    for section in sections:
        key, *entries = section.split("\x00")
        chance.shuffle(entries)
        shuffled.append("\n".join([key, *entries]).replace("\x01", "\n"))
    text = chance.choice(["\n", "\n\n", "\n# a remark\n"]).join(shuffled) + "\n"
    assert digest(read(text.replace("\n", chance.choice(["\n", "\r\n"]))), party) == digest(read(US), party)


def test_a_digest_may_be_written_shortened() -> None:
    """Twelve digits are enough to know it by; fewer are not."""
    found = digest(read(US), "ana")
    assert is_digest_of(found, found)
    assert is_digest_of(f" {found[:15].upper()} ", found)
    assert not is_digest_of(found[:14], found)
    assert not is_digest_of(found.removeprefix("v1:"), found)
    assert not is_digest_of(f"v2:{found[3:]}", found)
    assert short(found) == f"{found[:15]}…"
    assert short("v1:12") == "v1:12"


def test_history_has_no_part_in_it() -> None:
    """A clause without an id is named by its words in this file, not by those it once had."""
    file = "commitments:\n- {owner: ana, text: I ring on Sundays.}\nagreements:\n- {text: We talk., backed_by: [LINK]}\n"
    new, old = (PARTIES + file.replace("LINK", f"commitments/~i-{verb}-on-sundays") for verb in ("ring", "call"))
    reworded = tale(Told(new.replace("I ring", "I call")), Told(new)).alliance
    assert reworded.by_address.keys() != read(new).by_address.keys()
    assert digest(reworded, "ana") == digest(read(new), "ana")
    followed = tale(Told(old.replace("I ring", "I call")), Told(old)).alliance
    assert digest(followed, "ana") == digest(read(old), "ana") != digest(read(new), "ana")
