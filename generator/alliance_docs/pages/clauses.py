"""Makes the card of one clause: what it says, whose it is, and in small print what it is linked with."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property

from markupsafe import Markup

from alliance_docs import texts
from alliance_docs.escaping import filled
from alliance_docs.model import Alliance, Clause
from alliance_docs.pages.addresses import anchor
from alliance_docs.pages.cards import NOTHING, Card, Row, Voice, card_html, with_life
from alliance_docs.pages.templating import words
from alliance_docs.vocabulary import SECTIONS, Shape
from alliance_docs.wording import PARTS, Glossary, Phrase, day, listed, state_word

NOT_SHOWN = ("considered", "assent", "id", "title", "kind", "lang", "ends", "audience", "private", "published")
"""The sections whose clauses have no place of their own on the agreement's page."""
_NOT_GROUPED = ("commitments", "drops", "concerns", "reviews/held", "appreciation", "session")
"""The sections where no heading says the topic of a clause."""


class Teller:
    """Makes the cards of one alliance; what links where is worked out once.

    `life` gives what stands below a clause about its life. `kept` are cards made before, without their lives, by the keys
    that `keys` has for each address: whoever hands them in knows that equal keys mean equal cards. Without them each card
    is made once.
    """

    def __init__(
        self,
        alliance: Alliance,
        keys: Mapping[str, object] | None = None,
        kept: dict[object, Markup] | None = None,
        life: Callable[[Clause], Markup] | None = None,
    ) -> None:
        self.alliance = alliance
        self.glossary = Glossary(alliance)
        self._keys = keys or {}
        self._kept = {} if kept is None else kept
        self._life = life or (lambda _: NOTHING)
        self._tells_lives = life is not None

    @cached_property
    def _sections(self) -> Mapping[str, list[Clause]]:
        found: dict[str, list[Clause]] = defaultdict(list)
        for clause in self.alliance.clauses:
            found[clause.section].append(clause)
        return found

    def section(self, name: str) -> list[Clause]:
        """The clauses of one section, in the order of the file."""
        return self._sections.get(name, [])

    def _link(self, address: str) -> str:
        clause = self.alliance.by_address.get(address)
        return f"#{anchor(clause)}" if clause and clause.section not in NOT_SHOWN else ""

    @cached_property
    def _linked_from(self) -> Mapping[tuple[str, str], list[Clause]]:
        """By section and address: the clauses of that section that link to the clause at that address."""
        found: dict[tuple[str, str], list[Clause]] = defaultdict(list)
        for section, field in (("agreements", "backed_by"), ("requests", "commitment"), ("expectations", "became")):
            for clause in self.section(section):
                for target in self._targets(clause, field):
                    found[section, target.address].append(clause)
        return found

    def card(self, clause: Clause, *, anchored: bool = True, whose: bool = False) -> Markup:
        """A clause as HTML, by its section; `whose` puts the owner above where no heading says it."""
        key = (self._keys.get(clause.address, clause.address), anchored, whose)
        made = self._kept.get(key)
        if made is None:
            card = _CARDS.get(clause.section, Teller.titled)(self, clause)
            if not anchored:
                card = card._replace(anchor="")
            if whose:
                card = card._replace(who=self.words((self.glossary.person(clause.owner),)))
            made = self._kept[key] = card_html(card)
        return with_life(made, self._life(clause))

    def question(self, question_id: str, own: Clause | None, answers: Sequence[Clause]) -> Markup:
        """A question of the session in full, with what everybody answered; an own one has an anchor."""
        key = (question_id, *(self._keys.get(clause.address, clause.address) for clause in (own, *answers) if clause))
        made = None if self._tells_lives else self._kept.get(key)
        if made is None:
            title = texts.one_line(self.glossary.question(question_id)[1])
            card = Card(anchor(own) if own else "", title, voices=tuple(map(self._voice, answers)))
            made = card_html(card)
            if not self._tells_lives:
                self._kept[key] = made
        return with_life(made, self._life(own)) if own else made

    def _voice(self, clause: Clause) -> Voice:
        who = self.words((self.glossary.person(clause.owner),))
        return Voice(who, self.text(clause.text or ""), anchor(clause), self._life(clause))

    def titled(self, clause: Clause) -> Card:
        """What has a title and a text and nothing else, such as a part of the back-up plan."""
        title = PARTS.get(clause.address, "") if clause.row.shape is Shape.PARTS else texts.one_line(clause.title)
        return Card(anchor(clause), title, text=self.text(clause.text or ""))

    def text(self, text: str) -> Markup:
        """A text that people wrote, as HTML in their language."""
        return texts.html(text, self.alliance.lang)

    def words(self, phrase: Phrase) -> Markup:
        """A phrase as HTML with links inside this page."""
        return words(phrase, self._link)

    # One for each section that is more than a title and a text

    def commitment(self, clause: Clause) -> Card:
        """A promise; whose it is says the heading above it."""
        return self._plain(clause, notes=self._about_commitment(clause))

    def _about_commitment(self, clause: Clause) -> Iterator[Phrase]:
        state = clause.get("state")
        if state not in ("", "active"):
            yield (state_word(state),)
        if clause.get("since"):
            yield ("since ", day(clause.get("since")))
        if clause.get("until"):
            yield ("until ", day(clause.get("until")))
        agreements = self._linked_from.get(("agreements", clause.address), ())
        if agreements:
            yield ("carries ", *listed((self.glossary.mention(agreement),) for agreement in agreements))
        for request in self._linked_from.get(("requests", clause.address), ()):
            asker = self.glossary.person(request.get("from"))
            yield ("answers ", asker, "’s request ", self.glossary.mention(request))

    def agreement(self, clause: Clause) -> Card:
        """What was made together, and whose promises carry it."""
        backing = [self.glossary.named(target) for target in self._targets(clause, "backed_by")]
        return self._plain(clause, notes=[("carried by ", *listed(backing))] if backing else ())

    def owned(self, clause: Clause) -> Card:
        """A boundary, or what somebody keeps to themselves, with the exceptions."""
        rows = [Row("Except", text=self.text(clause.get("except")))] if clause.get("except") else []
        return self._plain(clause, who=(self.glossary.person(clause.owner),), rows=rows)

    def expectation(self, clause: Clause) -> Card:
        """What somebody caught themselves expecting, and what became of it."""
        became = clause.get("became")
        notes: list[Phrase] = []
        if became == "let_go":
            notes = [("let go",)]
        elif became:
            notes = [("became the request ", self.glossary.linked(became))]
        return self._plain(clause, who=(self.glossary.person(clause.owner),), notes=notes)

    def request(self, clause: Clause) -> Card:
        """Who asks whom, the answer in words, and the trail from an expectation to a promise."""
        who = (self.glossary.person(clause.get("from")), " asks ", self.glossary.person(clause.get("to")))
        reply = clause.get("reply") or "open"
        when: Phrase = (day(clause.get("date")),) if clause.get("date") else ()
        answer = Row(state_word(reply).capitalize(), self.words(when), self.text(clause.get("why")))
        return self._plain(clause, who=who, rows=[answer], notes=self._trail(clause))

    def _trail(self, clause: Clause) -> Iterator[Phrase]:
        for expectation in self._linked_from.get(("expectations", clause.address), ()):
            holder = self.glossary.person(expectation.get("holder"))
            yield ("began as ", holder, "’s expectation ", self.glossary.mention(expectation))
        for commitment in self._targets(clause, "commitment"):
            owner = self.glossary.person(commitment.owner)
            yield ("led to ", owner, "’s promise ", self.glossary.mention(commitment))

    def drop(self, clause: Clause) -> Card:
        """A promise that was not kept, in its owner's words, and the steps that mend it."""
        who: Phrase = (self.glossary.person(clause.owner), *self._dated(clause), *self._about(clause))
        rows = [Row("Pattern", text=self.text(clause.get("pattern")))] if clause.get("pattern") else []
        steps = list(self._steps(clause))
        restored = clause.get("restored")
        if restored:
            end = Row("Restored", self.words((day(restored),)))
        else:
            end = Row("Repair under way" if steps else "No repair agreed yet")
        return self._plain(clause, who=who, rows=[*rows, *steps, end], notes=self._said(clause))

    def _said(self, clause: Clause) -> Iterator[Phrase]:
        said, by = clause.get("acknowledged.date"), clause.get("acknowledged.by")
        if not clause.get("acknowledged.text"):
            yield ("not yet said in their own words",)
        if said and said != clause.get("date"):
            yield ("said on ", day(said))
        if by and by != clause.owner:
            yield ("written by ", self.glossary.person(by))

    def _steps(self, clause: Clause) -> Iterator[Row]:
        numbers = dict.fromkeys(name.split(".")[1] for name in clause.fields if name.startswith("repair."))
        for number in numbers:
            done, due = clause.get(f"repair.{number}.done"), clause.get(f"repair.{number}.due")
            when: list[Phrase] = [("done ", day(done))] if done else []
            when += [("due ", day(due))] if due else []
            yield Row(
                "",
                self.words(listed(when, ",") if len(when) < 2 else (*when[0], ", ", *when[1])),
                self.text(clause.get(f"repair.{number}.text")),
                done=bool(done),
            )

    def concern(self, clause: Clause) -> Card:
        """What somebody noticed, their own side of it, and what it led to."""
        who: Phrase = (self.glossary.person(clause.owner), " noticed", *self._dated(clause), *self._about(clause))
        rows = [Row("My side", text=self.text(clause.get("my_side")))] if clause.get("my_side") else []
        outcome = clause.get("outcome")
        target = self.glossary.target(outcome)
        led: Phrase = self.glossary.named(target) if target else (self.glossary.linked(outcome),)
        return self._plain(clause, who=who, rows=rows, notes=[("led to ", *led)] if outcome else [("still open",)])

    def review(self, clause: Clause) -> Card:
        """A review that was held: what was kept, what changed and why."""
        rows = [
            Row(label, text=self.text(clause.get(name)))
            for name, label in (("kept", "Kept"), ("changed", "Changed"), ("why", "Why"))
            if clause.get(name)
        ]
        by: Phrase = (", written by ", self.glossary.person(clause.owner)) if clause.owner else ()
        return self._plain(clause, who=(day(clause.get("date")), *by), rows=rows, text="")

    def rhythm(self, clause: Clause) -> Card:
        """The next review, or how often there is one."""
        if clause.address == "reviews/next":
            shown = filled("<b>Next review</b> {}", review_date(clause.text or ""))
        else:
            every = (clause.text or "").removeprefix("every ")
            shown = filled("<b>Every</b> {}", texts.plain(every))
        return Card(anchor(clause), who=shown)

    def session(self, clause: Clause) -> Card:
        """When and where the design session was, and which questions each party picked."""
        minutes = clause.get("minutes")
        facts = [clause.get("place"), f"{minutes} minutes" if minutes else ""]
        who = (day(clause.get("date")), *(f" · {texts.one_line(fact)}" for fact in facts if fact))
        picked = ((name, value) for name, value in clause.fields.items() if name.startswith("chosen."))
        rows = [
            Row(self.glossary.field(clause, name), self.words(self.glossary.value(clause, name, value)))
            for name, value in picked
        ]
        return self._plain(clause, who=who, rows=rows, text="")

    def thanks(self, clause: Clause) -> Card:
        """A word of thanks."""
        people = (self.glossary.person(clause.get("from")), " to ", self.glossary.person(clause.get("to")))
        return self._plain(clause, who=(*people, *self._dated(clause)))

    def status(self, clause: Clause) -> Card:
        """The state, since when and why, for pages where it does not stand on top."""
        since: Phrase = (" since ", day(clause.get("since"))) if clause.get("since") else ()
        who = (state_word(clause.get("state")).capitalize(), *since)
        return self._plain(clause, who=who, text=clause.get("why"))

    def party(self, clause: Clause) -> Card:
        """A person of the alliance."""
        left: Phrase = (", left on ", day(clause.get("left"))) if clause.get("left") else ()
        party_id = clause.id or clause.address.rpartition("/")[2]
        return self._plain(clause, who=(self.glossary.person(party_id), *left), text="")

    def redaction(self, clause: Clause) -> Card:
        """That something was taken off this page, by whom and why."""
        section = SECTIONS.get(clause.get("clause").partition("/")[0])
        what = f"something under {section.heading}" if section else "the message of a revision"
        who = (self.glossary.person(clause.owner), f" had {what} left out")
        return self._plain(clause, who=who, text=clause.get("why"))

    # What they share

    def _plain(
        self,
        clause: Clause,
        *,
        who: Phrase = (),
        rows: list[Row] | None = None,
        notes: Iterator[Phrase] | list[Phrase] | tuple[()] = (),
        text: str | None = None,
    ) -> Card:
        topic = [(texts.one_line(clause.topic),)] if clause.topic and clause.section in _NOT_GROUPED else []
        return Card(
            anchor(clause),
            texts.one_line(clause.title),
            self.words(who),
            self.text(clause.text or "" if text is None else text),
            tuple(rows or ()),
            tuple(map(self.words, (*topic, *notes))),
        )

    def _targets(self, clause: Clause, field: str) -> list[Clause]:
        links = clause.fields.get(field, ())
        names = (links,) if isinstance(links, str) else links
        return [target for name in names if (target := self.glossary.target(name))]

    def _dated(self, clause: Clause) -> Phrase:
        return (", ", day(clause.get("date"))) if clause.get("date") else ()

    def _about(self, clause: Clause) -> Phrase:
        about = clause.get("about")
        return (", about ", self.glossary.linked(about)) if about else ()


def review_date(typed: str) -> Markup:
    """A review's date; the script adds how far off it is, which no page that is built today could say tomorrow."""
    when = day(typed)
    if not when.iso:
        return texts.plain(typed)
    return filled('<time datetime="{}" data-al-review>{}</time>', when.iso, when)


_CARDS: Mapping[str, Callable[[Teller, Clause], Card]] = {
    "status": Teller.status,
    "parties": Teller.party,
    "session": Teller.session,
    "commitments": Teller.commitment,
    "agreements": Teller.agreement,
    "boundaries": Teller.owned,
    "confidentiality": Teller.owned,
    "expectations": Teller.expectation,
    "requests": Teller.request,
    "drops": Teller.drop,
    "concerns": Teller.concern,
    "reviews": Teller.rhythm,
    "reviews/held": Teller.review,
    "appreciation": Teller.thanks,
    "redacted": Teller.redaction,
}
