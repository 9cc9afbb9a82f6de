"""The gentle checks: which sentences and gaps they ask about, and above all which they leave alone."""

import re
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.assent.state import assents
from alliance_docs.catalogue import RULES
from alliance_docs.errors import Problem, Severity
from alliance_docs.model import Alliance, Clause
from alliance_docs.nudges.asking import nudges
from alliance_docs.nudges.catalogue import NUDGES
from alliance_docs.nudges.guard import guarded
from alliance_docs.nudges.past import entered_by, stale
from alliance_docs.nudges.prose import prose
from alliance_docs.nudges.standing import is_gap
from alliance_docs.reading.alliance_file import read_alliance
from tests.tales import PARTIES, Told, tale

CASES = Path(__file__).parent / "cases" / "nudges"
TODAY = date(2025, 3, 10)
CHECKS = (
    "hangs-on-other",
    "mood-not-move",
    "promises-a-feeling",
    "look-away",
    "but-you",
    "if-in-the-mood",
    "way-out",
    "hard-to-see",
    "speaks-for-other",
)
SECTIONS = {
    "promises-a-feeling": ("commitments", "requests", "agreements"),
    "look-away": ("requests", "agreements", "commitments", "expectations"),
    "but-you": ("drops",),
}
FIELDS = {
    "commitments": {"owner": "maren", "text": ""},
    "agreements": {"text": ""},
    "requests": {"from": "maren", "to": "jonas", "text": ""},
    "expectations": {"holder": "maren", "text": ""},
    "boundaries": {"owner": "maren", "text": ""},
    "concerns": {"raised_by": "maren", "seen": ""},
    "drops": {"owner": "maren", "acknowledged.text": ""},
    "appreciation": {"from": "maren", "to": "jonas", "text": ""},
}


def party(name: str, party_id: str = "") -> Clause:
    """The clause of a party."""
    party_id = party_id or name.casefold()
    return Clause("parties", f"parties/{party_id}", {"name": name}, id=party_id)


def sentence(text: str, section: str = "commitments", *others: str, **fields: str) -> Alliance:
    """An alliance of Maren and others in which she wrote one text."""
    written = {name: value or text for name, value in FIELDS[section].items()} | fields
    parties = (party("Maren"), *(party(name) for name in others or ("Jonas",)))
    return Alliance("us", (*parties, Clause(section, f"{section}/a", written, id="a", line=7, column=3)))


def asked(alliance: Alliance) -> list[str]:
    """The codes of the wording checks that ask something."""
    return [problem.rule for problem in nudges(alliance, "us.yml", TODAY) if problem.rule in CHECKS]


def cases(check: str) -> Iterator[tuple[str, str, str]]:
    """Part, kind and sentence of each line of a case file."""
    part = ""
    for line in (CASES / f"{check}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            part = line.strip("[]")
        elif line and not line.startswith("#"):
            kind, _, text = line.partition(": ")
            yield part, kind, text


def asks(check: str, text: str) -> list[bool]:
    """Whether a check asks about a sentence, in each section that it reads."""
    others = [name for name in ("Jonas", "Tomas", "Wen") if re.search(rf"\b{name}\b", text)]
    return [check in asked(sentence(text, section, *others)) for section in SECTIONS.get(check, ("commitments",))]


@pytest.mark.parametrize("check", CHECKS)
def test_asks_about_what_it_should(check: str) -> None:
    """Every sentence that a check must ask about makes it ask, in each of its sections."""
    assert [text for _, kind, text in cases(check) if kind == "fires" and not all(asks(check, text))] == []


@pytest.mark.parametrize("check", CHECKS)
def test_leaves_alone_what_it_should(check: str) -> None:
    """No sentence that a check must leave alone makes it ask, in any of its sections."""
    assert [text for _, kind, text in cases(check) if kind == "silent" and any(asks(check, text))] == []


@pytest.mark.parametrize("check", CHECKS)
def test_enough_sentences_measure_each_check(check: str) -> None:
    """Of the sentences held out from the making of the rules, a check finds three in four; the others are known misses."""
    held_out = [kind for part, kind, _ in cases(check) if part == "held out"]
    found, missed, silent = (held_out.count(kind) for kind in ("fires", "missed", "silent"))
    assert found >= 3 * (found + missed) / 4
    assert found + missed >= 13
    assert silent >= 20


def test_good_wordings_raise_no_other_question() -> None:
    """What one check leaves alone is left alone by all of them, but for promises worded as everybody's."""
    ours = re.compile(r"(?:We|Everyone|Each of us|Nobody|No one)\b")
    texts = [text for check in CHECKS if check != "but-you" for _, kind, text in cases(check) if kind == "silent"]
    found = {text: asked(sentence(text, "commitments", "Jonas", "Tomas", "Wen")) for text in texts if not ours.match(text)}
    assert {text: checks for text, checks in found.items() if checks} == {}


@pytest.mark.parametrize(("part", "kind", "text"), list(cases("guard")))
def test_safety_bodies_and_leaving_are_never_asked_about(part: str, kind: str, text: str) -> None:
    """A text about violence, leaving or bodies silences every check but the one on drops; everyday words do not."""
    sections = ("commitments", "requests", "agreements", "expectations")
    found = [check for section in sections for check in asked(sentence(text, section))]
    assert bool(found) is (kind == "fires"), part


def test_a_title_is_guarded_too() -> None:
    """What a clause is about may stand in its title alone."""
    assert asked(sentence("I will try to stay calm.", title="When you threaten me")) == []


def test_drops_are_read_without_the_guard() -> None:
    """The owner of a drop may be asked about an excuse whatever the drop is about."""
    assert asked(sentence("I slapped you because you laughed.", "drops")) == ["but-you"]


@pytest.mark.parametrize("section", ["boundaries", "concerns", "appreciation"])
def test_some_sections_are_never_read(section: str) -> None:
    """No check reads boundaries, concerns or thanks."""
    text = "I will try to be more patient as long as you keep your side, if possible, when I feel like it."
    assert len(asked(sentence(text))) > 2
    assert asked(sentence(text, section)) == []


@pytest.mark.parametrize(
    ("section", "fields"),
    [
        ("commitments", {"state": "completed"}),
        ("commitments", {"state": "withdrawn"}),
        ("commitments", {"state": "renegotiated"}),
        ("requests", {"reply": "declined"}),
        ("requests", {"reply": "countered"}),
    ],
)
def test_what_has_been_dealt_with_is_not_asked_about(section: str, fields: dict[str, str]) -> None:
    """A promise that was taken out and a request that was answered with a no are left alone."""
    text = "Please never mention my debts again, and make me feel safe."
    assert asked(sentence(text, section)) != []
    assert asked(sentence(text, section, **fields)) == []


QUESTIONS = {
    "I cook if Jonas does the dishes.": "Could this promise stand on its own? It seems to wait for Jonas.",
    "I cook as long as you keep your side.": "Could this promise stand on its own? It seems to wait for Jonas.",
    "I cook in return for a free evening.": "Could this promise stand on its own? It seems to wait for Jonas.",
    "I will be patient.": "What would someone see you do? Feelings are welcome in the answers.",
    "I will keep Jonas happy.": "Nobody can promise another's feeling. What would you do, or ask for?",
    "I turn a blind eye to it.": "Is this a request not to see something? Perhaps ask for a time and place for it instead.",
    "I come if I feel up to it.": "Would this hold on a bad day? Perhaps name a smaller version for those.",
    "I come if I can.": "What happens on the days it does not suit? A named exception is stronger than an open one.",
    "I will try to come.": "How would both of you know on Friday whether it happened?",
    "Jonas calls me.": "This reads like Jonas's promise. Is it a request?",
    "We both call.": "This reads like Jonas's promise. Is it a request?",
}


@pytest.mark.parametrize(("text", "question"), QUESTIONS.items())
def test_the_questions(text: str, question: str) -> None:
    """Every check asks its own question, which names the other party where it speaks of them."""
    assert [problem.message for problem in nudges(sentence(text), "us.yml", TODAY) if problem.rule in CHECKS] == [question]


def test_in_a_team_the_one_who_is_named_is_meant() -> None:
    """With several others a question names the one in the text, and nobody where the text names nobody."""
    team = ("Jonas", "Tomas", "Wen")
    texts = ("I cook if Tomas does the dishes.", "I cook as long as you keep your side.", "Wen sends the notes.")
    found = [problem for text in texts for problem in nudges(sentence(text, "commitments", *team), "us.yml", TODAY)]
    assert [problem.message for problem in found if problem.rule in CHECKS] == [
        "Could this promise stand on its own? It seems to wait for Tomas.",
        "Could this promise stand on its own? It seems to wait for someone else.",
        "This reads like Wen's promise. Is it a request?",
    ]


def test_a_question_stands_where_the_clause_stands() -> None:
    """A question is a problem of the lightest kind with the place of its clause."""
    (found,) = (problem for problem in nudges(sentence("I come if I can."), "us.yml", TODAY) if problem.rule in CHECKS)
    assert found == Problem("us.yml", 7, 3, "way-out", Severity.NUDGE, found.message)


@pytest.mark.parametrize("lang", ["de", "fr-CA", "enm", "English"])
def test_other_languages_are_left_alone(lang: str) -> None:
    """Only English texts are read."""
    alliance = sentence("I come if I can.")
    other = Alliance("us", (Clause("lang", "lang", {"": lang}), *alliance.clauses))
    assert list(nudges(other, "us.yml", TODAY)) == []


@pytest.mark.parametrize("lang", ["en", "en-GB", "EN", "en_US"])
def test_every_english_is_read(lang: str) -> None:
    """British, American and shouted English are English."""
    alliance = sentence("I come if I can.")
    assert asked(Alliance("us", (Clause("lang", "lang", {"": lang}), *alliance.clauses))) == ["way-out"]


@pytest.mark.parametrize("clause", ["a", "commitments/a"])
def test_a_considered_question_is_not_asked_again(clause: str) -> None:
    """An entry in `considered` closes one question of one clause, named by id or address."""
    alliance = sentence("I will try to come if I can.")
    considered = Clause("considered", "considered/way-out/a", {"check": "way-out", "clause": clause, "why": "Shift work."})
    assert sorted(asked(alliance)) == ["hard-to-see", "way-out"]
    assert asked(Alliance("us", (*alliance.clauses, considered))) == ["hard-to-see"]


def test_considered_for_another_clause_changes_nothing() -> None:
    """A question closed for one clause stays open for the others."""
    alliance = sentence("I come if I can.")
    considered = Clause("considered", "considered/way-out/b", {"check": "way-out", "clause": "b"})
    assert asked(Alliance("us", (*alliance.clauses, considered))) == ["way-out"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I will **try** to be _on time_.", ["hard-to-see"]),
        ("I\u2019ll do my best\nto listen.", ["hard-to-see"]),
        ("I [call](https://example.org) you when I can.", ["way-out"]),
        ("My part:\n\n- I will try to call.\n- I cook.", ["hard-to-see"]),
        ("When I say \u201cI will try to come\u201d, I come.", []),
        ("I do not write 'if possible' into an invitation.", []),
        ("I call, and I don't say 'when I'm in the mood, perhaps'.", []),
        ("", []),
        ("...", []),
    ],
)
def test_texts_are_read_as_people_see_them(text: str, found: list[str]) -> None:
    """Markdown, typographic signs and line breaks make no difference; what is quoted is not promised."""
    assert asked(sentence(text)) == found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("Will", "I will call Will when Will is ill.", []),
        ("Will", "Will calls me on Mondays.", ["speaks-for-other"]),
        ("May", "I pay the rent until the end of May.", []),
        ("Mark Olsen", "Mark sends me the keys.", ["speaks-for-other"]),
        ("Mark Olsen", "Mark Olsen sends me the keys.", ["speaks-for-other"]),
        ("Mark Olsen", "Mark Olsen's keys hang by the door.", []),
        ("In", "In winter I carry the wood.", []),
        ("J", "J rings the bell.", []),
        ("Ana (she/her)", "I call Ana (she/her) on Mondays.", []),
    ],
)
def test_names_that_are_words(name: str, text: str, found: list[str]) -> None:
    """A name is found in its own spelling only, whole or by its first word."""
    parties = (party("Maren"), party(name, "other"))
    promise = Clause("commitments", "commitments/a", {"owner": "maren", "text": text}, id="a")
    assert asked(Alliance("us", (*parties, promise))) == found


def test_a_promise_of_everybody_may_speak_of_everybody() -> None:
    """`owner: each` speaks for all of them, and an unknown owner for nobody."""
    for owner in ("each", "nobody-known", ""):
        promise = Clause("commitments", "commitments/a", {"owner": owner, "text": "We both call on Mondays."}, id="a")
        assert asked(Alliance("us", (party("Maren"), party("Jonas"), promise))) == []


def test_a_third_person_is_not_the_other_party() -> None:
    """After a third person was named, "he" and "she" are nobody in particular."""
    assert asked(sentence("I carry the baby until he stops crying.")) == []
    assert asked(sentence("I meet Lena once a week if she does her homework.")) == []
    assert asked(sentence("I clean the kitchen if he does the shopping.")) == ["hangs-on-other"]


# The checks of what an alliance lacks


COMPLETE = """
title: Us
status: {state: active, since: 2025-01-05}
parties: [{id: maren, name: Maren}, {id: jonas, name: Jonas}]
commitments:
  - {id: call, owner: maren, text: I call on Mondays.}
  - {id: cook, owner: jonas, text: I cook on Tuesdays.}
agreements: [{id: weekly, text: We eat together on Tuesdays., backed_by: [call, cook]}]
confidentiality: [{id: ours, owner: maren, text: Our figures stay here., except: my doctor}]
backup_plan: {in_conflict: "Walk, then talk.", after_a_break: We say it., way_back: One evening., if_ending: In daylight.}
reviews: {every: 3 months, next: 2025-04-05}
assent: [{party: maren, date: 2025-01-05}, {party: jonas, date: 2025-01-05}]
"""
LINES = {line.partition(":")[0]: line for line in COMPLETE.strip().splitlines()}


def problems(
    *changes: str, entered_by: Mapping[str, str] | None = None, stale: Mapping[str, Collection[str]] | None = None
) -> list[Problem]:
    """What is asked about the complete alliance with some of its parts replaced; a part without a value is left out."""
    source = COMPLETE
    for change in changes:
        key = change.partition(":")[0]
        kept = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", source, flags=re.MULTILINE)
        source = kept if change == key else f"{kept}{change}\n"
    alliance, _ = read_alliance(source.encode(), "us.yml", "us")
    assert alliance is not None
    return list(nudges(alliance, "us.yml", TODAY, entered_by=entered_by or {}, stale=stale or {}))


def codes(*changes: str) -> list[str]:
    """The codes of what is asked."""
    return [problem.rule for problem in problems(*changes)]


def test_a_complete_alliance_is_asked_nothing() -> None:
    """Where nothing is missing no question is asked."""
    assert codes() == []


PLAN = "backup_plan: {{in_conflict: Walk., after_a_break: {}, way_back: {}, if_ending: {}}}"


@pytest.mark.parametrize(
    "changes",
    [
        ("backup_plan",),
        ("backup_plan: {}",),
        ("backup_plan: {in_conflict: Walk.}",),
        (PLAN.format("Say it.", '""', "In daylight."),),
        (PLAN.format("Say it.", "Walk.", '"TBD"'),),
        (PLAN.format('"..."', "Walk.", "In daylight."), "status: under_repair"),
        (PLAN.format("to be discussed", "Walk.", "In daylight."),),
        (PLAN.format('"?"', "Walk.", "In daylight."),),
    ],
)
def test_a_gap_in_the_backup_plan(changes: tuple[str, ...]) -> None:
    """All four needed parts say something."""
    assert codes(*changes) == ["backup-plan-gaps"]


@pytest.mark.parametrize("state", ["draft", "paused", "ended"])
def test_drafts_pauses_and_ends_are_left_alone(state: str) -> None:
    """Nothing is missing from an alliance that nobody relies upon now."""
    empty = ("backup_plan", "reviews", "commitments", "assent", "agreements: [{text: We eat together.}]")
    assert codes(*empty, f"status: {state}") == []
    assert set(codes(*empty)) == {
        "backup-plan-gaps",
        "no-next-review",
        "one-sided",
        "changed-since-yes",
        "unbacked-agreement",
    }


def test_an_ended_alliance_is_not_worked_on() -> None:
    """Once it has ended nobody is asked about a wording or a drop; drafts and pauses are still being written."""
    changes = ("commitments: [{owner: maren, text: I come if I can.}]", "agreements", DROP.format("jonas", ""))
    assert codes(*changes, "status: ended") == []
    assert codes(*changes, "status: paused") == ["way-out", "drop-not-owned"]


def test_outside_help_is_a_gift() -> None:
    """A fifth part of the plan is welcome and never missed."""
    plan = LINES["backup_plan"].replace("}", ", outside_help: The counsellor.}")
    assert codes(plan) == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (("reviews",), True),
        (("reviews: {every: 3 months}",), True),
        (("reviews: {next: null}",), True),
        (("reviews: {next: soon}",), True),
        (("reviews: {next: 2025-03-09}",), True),
        (("reviews: {next: 2025-02-17}",), True),
        (("reviews: {next: 2025-03-10}",), False),
        (("reviews: {next: 2025-03-11}",), False),
        (("reviews", "status: under_repair"), True),
        (("reviews: {every: 3 months}", "ends: 2025-04-04"), False),
        (("reviews: {every: 3 months}", "ends: 2025-04-05"), True),
        (("reviews: {every: 3 months, held: [{date: 2025-02-01}]}", "ends: 2025-04-30"), False),
        (("reviews: {every: 3 months, next: 2025-03-01}", "ends: 2025-05-31"), False),
        (("reviews: {every: 2 weeks, next: 2025-03-01}", "ends: 2025-05-31"), True),
        (("reviews: {every: year}", "ends: 2025-12-31"), False),
        (("reviews: {every: now and then}", "ends: 2025-12-31"), True),
        (("reviews: {every: 0 days}", "ends: 2025-12-31"), True),
        (("reviews: {every: 9999 years}", "ends: 2025-12-31"), False),
        (("reviews: {every: 9999 weeks}", "ends: 2025-12-31"), False),
        (("reviews: {every: a day, held: [{date: 1900-01-01}]}", "ends: 2025-03-11"), True),
        (("reviews: {every: 1 month, held: [{date: 2025-01-31}]}", "ends: 2025-03-30"), False),
        (("reviews: {every: 1 month, held: [{date: 2025-01-31}]}", "ends: 2025-03-31"), True),
        (("reviews: {every: 1 month, held: [{date: 2025-02-10}]}", "ends: 2025-04-09"), False),
        (("reviews", "ends: 2025-03-09"), False),
    ],
)
def test_no_next_review(changes: tuple[str, ...], *, found: bool) -> None:
    """A next date is due, unless the alliance ends before the next step of its cadence."""
    assert codes(*changes) == ["no-next-review"] * found


ALONE = "agreements"
ONE = "commitments: [{{owner: {}, text: I cook.}}]"
TWO = "commitments: [{{owner: jonas, text: I cook.}}, {{owner: maren, text: I call., {}}}]"


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ((ONE.format("jonas"),), ["Maren"]),
        (("commitments",), ["Maren", "Jonas"]),
        ((TWO.format("state: completed"),), ["Maren"]),
        ((TWO.format("state: withdrawn"),), ["Maren"]),
        ((TWO.format("until: 2025-03-09"),), ["Maren"]),
        ((TWO.format("until: 2025-03-10"),), []),
        ((TWO.format("state: active"),), []),
        ((ONE.format("each"),), []),
        ((ONE.format("jonas"), "parties: [{id: maren, name: Maren, left: 2025-02-01}, {id: jonas, name: Jonas}]"), []),
    ],
)
def test_one_sided(changes: tuple[str, ...], missing: list[str]) -> None:
    """Everybody who is there has a promise of their own; the question names who has none."""
    found = problems(ALONE, *changes)
    assert [problem.message for problem in found] == [f"What can the others rely on {name} for?" for name in missing]


def test_five_promises_against_one_are_nobodys_business() -> None:
    """Promises are never counted or compared."""
    many = ", ".join(f"{{owner: jonas, text: I cook on day {number}.}}" for number in range(5))
    assert codes(ALONE, f"commitments: [{{owner: maren, text: I call.}}, {many}]") == []


def test_one_of_five_without_a_promise() -> None:
    """In a team the one who has none is asked about."""
    names = ("maren", "jonas", "tomas", "wen", "ada")
    promises = ", ".join(f"{{owner: {name}, text: I call.}}" for name in names[:4])
    parties = ", ".join(f"{{id: {name}, name: {name.title()}}}" for name in names)
    assents = ", ".join(f"{{party: {name}, date: 2025-01-05}}" for name in names)
    changes = (f"parties: [{parties}]", f"commitments: [{promises}]", f"assent: [{assents}]")
    assert [problem.message for problem in problems(ALONE, *changes)] == ["What can the others rely on Ada for?"]


@pytest.mark.parametrize(
    ("backing", "found"),
    [
        ("", True),
        (", backed_by: []", True),
        (", backed_by: [nowhere]", True),
        (", backed_by: [call, cook, nowhere]", True),
        (", backed_by: [call]", True),
        (", backed_by: [call, sing]", True),
        (", backed_by: [call, over]", True),
        (", backed_by: [call, cook]", False),
        (", backed_by: [call, sing, cook]", False),
        (", backed_by: [commitments/call, cook]", False),
        (", backed_by: [all]", False),
    ],
)
def test_unbacked_agreement(backing: str, *, found: bool) -> None:
    """An agreement rests on standing promises of more than one party."""
    promises = """commitments:
  - {id: call, owner: maren, text: I call.}
  - {id: sing, owner: maren, text: I sing.}
  - {id: cook, owner: jonas, text: I cook.}
  - {id: over, owner: jonas, text: I row., state: completed}
  - {id: all, owner: each, text: I come.}"""
    assert (
        codes(promises, f"agreements: [{{id: weekly, text: We eat together.{backing}}}]") == ["unbacked-agreement"] * found
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nobody opens the kiln alone.", False),
        ("No one posts photos of the children.", False),
        ("None of us lends the van to strangers.", False),
        ("Whoever breaks a glass buys two.", False),
        ("Anyone who leaves early says so at the start.", False),
        ("The one who locks up counts the keys.", False),
        ("Those who cook do not wash up.", False),
        ("Each of us writes down what was spent.", False),
        ("What breaks is written on the board by the one who broke it.", False),
        ("The list is kept by whoever is on duty.", False),
        ("We eat together on Fridays.", True),
        ("One evening a month is for the accounts.", True),
        ("The tools are back on the wall by nine.", True),
        ("We write down what comes in.", True),
        ("The room is aired by ten.", True),
        ("We ask nobody for money at the door.", True),
        ("Minutes go out within two days.", True),
        ("Both of us take a turn at the school gate.", True),
        ("Feedback waits until the one who spoke has finished.", True),
        ("Eine von uns macht das Licht aus.", True),
    ],
)
def test_a_rule_that_names_who_keeps_it_needs_no_promise(text: str, *, found: bool) -> None:
    """Whoever is there keeps it; what somebody has to bring about is asked about, and so is a promise that is nowhere."""
    promises = "commitments: [{id: all, owner: each, text: I come.}, {id: call, owner: maren, text: I call.}]"
    assert codes(promises, f"agreements: [{{id: rule, text: '{text}'}}]") == ["unbacked-agreement"] * found
    for backing, wanting in (("call", True), ("nowhere", True), ("all", False)):
        backed = f"agreements: [{{id: rule, text: '{text}', backed_by: [{backing}]}}]"
        assert codes(promises, backed) == ["unbacked-agreement"] * wanting


@pytest.mark.parametrize(
    ("exception", "found"),
    [
        ("", True),
        (', except: ""', True),
        (", except: none", True),
        (", except: No exceptions.", True),
        (', except: "-"', True),
        (', except: "nobody, ever"', True),
        (', except: "N/A"', True),
        (', except: "none; no one at all"', True),
        (", except: my counsellor", False),
        (", except: risk of harm", False),
        (", except: my doctor", False),
        (", except: what the law requires", False),
        (', except: "one friend each, named"', False),
        (", except: anyone I need for my safety", False),
        (", except: none; my doctor", False),
    ],
)
@pytest.mark.parametrize("state", ["draft", "active", "ended"])
def test_secret_without_exception(state: str, exception: str, *, found: bool) -> None:
    """Whatever the state, a secret leaves somebody to speak to."""
    secret = f"confidentiality: [{{id: ours, owner: maren, text: Our figures stay here.{exception}}}]"
    asked_about = problems(secret, f"status: {state}")
    assert [problem.rule for problem in asked_about] == ["secret-without-exception"] * found
    assert all("anyone I need for my safety or health" in problem.message for problem in asked_about)


DROP = "drops: [{{id: loan, owner: {}, date: 2025-02-01, {}repair: [{{text: Say it., due: 2025-04-01}}]}}]"


@pytest.mark.parametrize(
    ("owner", "acknowledged", "found"),
    [
        ("jonas", "", True),
        ("jonas", "acknowledged: {date: 2025-02-02}, ", True),
        ("jonas", "acknowledged: {text: I forgot., by: maren}, ", True),
        ("jonas", "acknowledged: {text: Jonas forgot the appointment.}, ", True),
        ("jonas", "acknowledged: {text: He forgot the appointment.}, ", True),
        ("jonas", "acknowledged: {text: You forgot the appointment.}, ", True),
        ("[maren, jonas]", "acknowledged: {text: I forgot.}, ", True),
        ("nobody", "acknowledged: {text: I forgot.}, ", True),
        ("jonas", "acknowledged: {text: I forgot.}, ", False),
        ("jonas", "acknowledged: {text: I forgot., by: jonas}, ", False),
        ("jonas", 'acknowledged: {text: "You had asked me to call, and I did not."}, ', False),
        ("jonas", "acknowledged: {text: Maren found the transfer. I had told nobody.}, ", False),
        ("jonas", 'acknowledged: {text: "Jonas here: I forgot the appointment."}, ', False),
        ("jonas", "acknowledged: {text: Forgot the appointment.}, ", False),
    ],
)
def test_drop_not_owned(owner: str, acknowledged: str, *, found: bool) -> None:
    """A drop is told by its owner, in the first person."""
    assert codes(DROP.format(owner, acknowledged)) == ["drop-not-owned"] * found


@pytest.mark.parametrize(
    ("author", "parties", "found"),
    [
        ("maren", "", True),
        ("jonas", "", False),
        ("somebody", "", False),
        ("coach", ", {id: coach, name: Ida, left: 2025-01-01}", False),
    ],
)
def test_who_entered_a_drop_is_asked_of_history(author: str, parties: str, *, found: bool) -> None:
    """A drop that another party wrote down is not owned yet; a coach or somebody unknown is a scribe."""
    drop = DROP.format("jonas", "acknowledged: {text: I forgot.}, ")
    people = f"parties: [{{id: maren, name: Maren}}, {{id: jonas, name: Jonas}}{parties}]"
    asked_about = problems(drop, people, entered_by={"drops/loan": author})
    assert [problem.rule for problem in asked_about] == ["drop-not-owned"] * found


REPAIR = "drops: [{{id: loan, owner: jonas, date: {}, acknowledged: {{date: {}, text: I forgot.}}{}}}]"


@pytest.mark.parametrize(
    ("dropped", "told", "rest", "found"),
    [
        ("2025-02-01", "2025-02-02", "", True),
        ("2025-02-01", "2025-02-02", ", repair: []", True),
        ("2025-02-01", "2025-02-02", ", repair: [{text: Say it.}]", True),
        ("2025-02-01", "2025-02-02", ", repair: [{text: Say it., due: soon}]", True),
        ("2025-02-01", "2025-02-02", ", repair: [{text: Say it., due: 2025-03-09}]", True),
        ("2025-02-01", "2025-02-02", ", repair: [{text: Say it., due: 2025-02-20, done: 2025-01-31}]", True),
        ("2025-02-01", "2025-02-02", ", repair: [{text: Say it., due: 2025-04-01}], restored: 2025-03-01", True),
        ("2025-02-01", "2025-03-02", "", True),
        ("2025-02-01", "2025-02-02", ", repair: [{text: Say it., due: 2025-03-11}]", False),
        ("2025-02-01", "2025-02-02", ", repair: [{text: Say it., due: 2025-03-10}]", False),
        ("2025-02-01", "2025-02-02", ", repair: [{text: Say it., due: 2025-02-20, done: 2025-02-19}]", False),
        ("2025-02-01", "2025-02-02", ", repair: [{text: Say it., done: 2025-02-19}], restored: 2025-03-01", False),
        ("2025-02-01", "2025-02-02", ", restored: 2025-03-01", False),
        ("2025-02-01", "2025-03-07", "", False),
        ("2025-02-01", "2025-03-03", "", False),
    ],
)
def test_open_drop(dropped: str, told: str, rest: str, *, found: bool) -> None:
    """After a week of grace a drop has a repair with a day that has not passed."""
    drop = REPAIR.format(dropped, told, rest)
    assert codes(drop) == ["open-drop"] * found
    assert codes(drop, "status: ended") == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        (("assent",), ["Maren", "Jonas"]),
        (("assent: [{party: maren, date: 2025-01-05}]",), ["Jonas"]),
        (("assent: [{party: maren, date: 2025-01-05}, {party: jonas}]",), []),
        (("assent", "status: under_repair"), []),
        (("assent", "status: paused"), []),
        (("assent", "status: draft"), []),
    ],
)
def test_a_yes_that_was_never_given(changes: tuple[str, ...], found: list[str]) -> None:
    """Of a party without any yes the file itself tells; a yes taken back is left alone."""
    assert [problem.message for problem in problems(*changes)] == [f"Has {name} read this and said yes?" for name in found]


@pytest.mark.parametrize(("state", "found"), [("active", True), ("under_repair", True), ("paused", False), ("ended", False)])
def test_a_yes_that_was_overtaken(state: str, *, found: bool) -> None:
    """What changed since a yes is handed in by who knows the history; a party without such changes is not asked."""
    asked_about = problems(f"status: {state}", stale={"maren": ["agreements/weekly"], "jonas": []})
    assert [problem.message for problem in asked_about] == ["Has Maren read what changed since their yes?"] * found


@pytest.mark.parametrize(
    ("changes", "check", "clause"),
    [
        (("backup_plan",), "backup-plan-gaps", ""),
        (("backup_plan: {in_conflict: Walk.}",), "backup-plan-gaps", "backup_plan/way_back"),
        (("reviews",), "no-next-review", ""),
        (("reviews: {next: 2025-01-01}",), "no-next-review", "reviews/next"),
        (("commitments: [{owner: jonas, text: I cook.}]", "agreements"), "one-sided", "maren"),
        (("commitments: [{owner: jonas, text: I cook.}]", "agreements"), "one-sided", "parties/maren"),
        (("agreements: [{id: weekly, text: We eat.}]",), "unbacked-agreement", "weekly"),
        (("confidentiality: [{id: ours, owner: maren, text: Ours.}]",), "secret-without-exception", "ours"),
        (("assent: [{party: maren, date: 2025-01-05}]",), "changed-since-yes", "jonas"),
        (("assent: [{party: maren, date: 2025-01-05}]",), "changed-since-yes", "assent/jonas"),
        ((REPAIR.format("2025-02-01", "2025-02-02", ""),), "open-drop", "loan"),
        ((DROP.format("jonas", ""),), "drop-not-owned", "drops/loan"),
    ],
)
def test_every_question_can_be_closed(changes: tuple[str, ...], check: str, clause: str) -> None:
    """An entry in `considered` closes the question of a structure check; about the whole file it needs no `clause`."""
    assert codes(*changes) == [check]
    named = f", clause: {clause}" if clause else ""
    assert codes(*changes, f"considered: [{{check: {check}{named}, by: maren, why: We talked about it.}}]") == []


@pytest.mark.parametrize(
    ("text", "gap"),
    [
        ("", True),
        (" ... ", True),
        ("TBD", True),
        ("T.B.D.", False),
        ("to be decided", True),
        ("x", True),
        ("-", True),
        ("Walk.", False),
    ],
)
def test_is_gap(text: str, *, gap: bool) -> None:
    """Signs and words that keep a place say nothing."""
    assert is_gap(text) is gap


def test_the_catalogue_knows_every_check() -> None:
    """Seventeen rows, none of which is a rule of another kind, each with words to read."""
    assert tuple(NUDGES)[:9] == CHECKS
    assert len(NUDGES) == 17
    assert not set(NUDGES) & set(RULES)
    assert all(rule.severity is Severity.NUDGE and not rule.stops for rule in NUDGES.values())
    assert all(rule.meaning and rule.example and rule.mend for rule in NUDGES.values())


@pytest.mark.parametrize("check", CHECKS)
def test_the_examples_of_the_catalogue_are_true(check: str) -> None:
    """The example of a wording check is a sentence that it asks about."""
    assert all(asks(check, NUDGES[check].example))


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent.parent / "alliances").glob("*.yml")), ids=lambda path: path.stem
)
def test_the_example_alliances_are_worded_well(path: Path) -> None:
    """Nothing in the texts of the example alliances needs a question."""
    alliance, _ = read_alliance(path.read_bytes(), path.name, path.stem)
    assert alliance is not None
    assert asked(alliance) == []


# What history knows

US = """status: active
commitments: [{id: call, owner: ana, text: I call.}, {id: cook, owner: bruno, text: I cook.}]
"""
FORGOT = "drops: [{id: slip, owner: bruno, acknowledged: {text: I forgot.}}]\n"
OWN_WORDS = "drops: [{id: slip, owner: bruno, acknowledged: {text: I forgot the pan.}}]\n"
STEP = "drops: [{id: slip, owner: bruno, acknowledged: {text: I forgot.}, repair: [{text: Buy one.}]}]\n"


def told(rest: str, by: str, with_whom: str = "") -> Told:
    """A commit of the pair's file."""
    return Told(PARTIES + US + rest, by=by, trailers=(("With", with_whom),) if with_whom else ())


@pytest.mark.parametrize(
    ("commits", "writers"),
    [
        ([told(FORGOT, "Ana")], {"drops/slip": "ana"}),
        ([told(FORGOT, "Bruno")], {}),
        ([told(FORGOT, "Ana", "Bruno")], {}),
        ([told(FORGOT, "Ida")], {}),
        ([told(FORGOT, "Ana"), told(STEP, "Ana")], {"drops/slip": "ana"}),
        ([told(FORGOT, "Ana"), told(OWN_WORDS, "Bruno")], {}),
        ([told(FORGOT, "Bruno"), told(OWN_WORDS, "Ana")], {"drops/slip": "ana"}),
        ([told(FORGOT, "Ana"), told("", "Ana")], {}),
    ],
)
def test_who_wrote_a_drop(commits: list[Told], writers: dict[str, str]) -> None:
    """A drop is its owner's as soon as they worded it, or were there when it was."""
    assert entered_by(tale(US, *commits)) == writers


def yes_of(*people: str) -> str:
    """The entries of those who said yes."""
    return f"assent: [{', '.join(f'{{party: {person}, date: 2024-01-14}}' for person in people)}]\n"


def test_whose_yes_was_overtaken() -> None:
    """A changed promise of Bruno's in Ana's commit needs his yes again; a yes that was taken back is not asked about."""
    timeline = tale(
        told(yes_of("ana", "bruno"), "Ana", "Bruno"),
        Told(PARTIES + US.replace("I cook.", "I cook daily.") + yes_of("bruno"), by="Ana"),
    )
    overtaken = stale(assents(timeline))
    assert overtaken == {"ana": (), "bruno": ("commitments/cook",)}
    found = nudges(timeline.alliance, timeline.path, TODAY, stale=overtaken)
    assert [one.message for one in found if one.rule == "changed-since-yes"] == [
        "Has Bruno read what changed since their yes?"
    ]


def test_who_never_said_yes_is_seen_in_the_file() -> None:
    """History adds nothing about a party without a yes."""
    timeline = tale(told(yes_of("ana"), "Ana"))
    assert stale(assents(timeline)) == {"ana": ()}


# Laws


@given(st.text(max_size=300), st.sampled_from(sorted(FIELDS)))
def test_any_text_can_be_read(text: str, section: str) -> None:
    """No text makes a check fail, and no question repeats one."""
    found = [problem for problem in nudges(sentence(text, section), "us.yml", TODAY) if problem.rule in CHECKS]
    assert len({problem.rule for problem in found}) == len(found)
    assert {problem.message.replace("Jonas", "") for problem in found} <= {
        question.replace("Jonas", "")
        for question in (*QUESTIONS.values(), "Could the first sentence end before the reason?")
    }


@given(st.sampled_from([text for check in CHECKS for _, kind, text in cases(check) if kind == "fires"]), st.data())
def test_layout_changes_no_question(text: str, data: st.DataObject) -> None:
    """Where a line is broken and how an apostrophe is typed makes no difference."""
    places = data.draw(st.sets(st.integers(0, len(text.split()) - 1)))
    words = text.replace("'", data.draw(st.sampled_from(["'", "\u2019"]))).split()
    laid_out = "".join(f"{word}{chr(10) if place in places else ' '}" for place, word in enumerate(words))
    assert asked(sentence(laid_out, "commitments", "Jonas", "Tomas")) == asked(
        sentence(text, "commitments", "Jonas", "Tomas")
    )


PIECES = (
    "a ",
    "I ",
    "if you ",
    "and I ",
    "I will ",
    "not ",
    "so that you never ",
    "'a",
    '"a',
    "[a",
    "[a](",
    "*",
    "\n- ",
    "overlook my a-a ",
)


@pytest.mark.parametrize("piece", PIECES)
def test_hostile_texts_take_no_longer_than_others(piece: str) -> None:
    """The longest text a file may hold, made to mislead the patterns, is read in one go: work grows with length only."""
    for length in (3_900, 64_000):
        text = piece * (length // len(piece))
        assert all(len(asked(sentence(text, section))) <= len(CHECKS) for section in ("commitments", "requests", "drops"))
        assert not guarded(prose(text, (), "").text)


def test_a_document_is_no_promise() -> None:
    """Nothing is asked about a text of many pages."""
    assert asked(sentence("I come if I can. " * 10)) == ["way-out"]
    assert asked(sentence("I come if I can. " * 1000)) == []
