"""Who agrees to what, as facts on top of an agreement and as a few words in the list of alliances."""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from alliance_docs.assent.state import Assent, AssentState
from alliance_docs.assent.telling import agreeing, standing
from alliance_docs.audience import Audience
from alliance_docs.escaping import filled, joined
from alliance_docs.model import Alliance
from alliance_docs.pages.addresses import link
from alliance_docs.pages.chapter import Chapter
from alliance_docs.pages.templating import words

_EACH_UP_TO = 5  # parties; of more one line says how many agree, and the rest is folded


def shows_assent(alliance: Alliance) -> bool:
    """Whether who agrees is told: where somebody said yes, and where an active alliance still waits for it."""
    return alliance.state == "active" or bool(alliance.section("assent"))


def assent_facts(chapter: Chapter) -> Iterator[Markup]:
    """One line for each party, each with a sign, a sentence, and the way to what changed since."""
    if not shows_assent(chapter.alliance):
        return
    lines = [_fact(chapter, one) for one in chapter.assents]
    if len(lines) > _EACH_UP_TO:
        folded = joined(filled("<div>{}</div>", line) for line in lines)  # a list in a list ends what search skips
        said = agreement_words(chapter.assents).capitalize()
        yield filled('<details class="al-fold"><summary>{}</summary>{}</details>', said, folded)
    else:
        yield from lines


def _fact(chapter: Chapter, assent: Assent) -> Markup:
    said = standing(assent)
    line = filled('<span class="al-sign" aria-hidden="true">{}</span> {}', said.sign, words(said.sentence))
    way = said.since or _way(chapter, assent)
    if not way or assent.party.id not in chapter.since_pages:
        return line
    return filled('{}, <a href="{}">{}</a>', line, link(chapter.since_pages[assent.party.id], chapter.agreement), way)


def _way(chapter: Chapter, assent: Assent) -> str:
    """What leads to the page of a party of whom nothing new is asked, or who has not said yes at all."""
    if assent.since and assent.since.news:
        return "news since"
    waits = assent.state in (AssentState.NEVER, AssentState.TAKEN_BACK)
    return "how to say yes" if waits and chapter.audience is Audience.PARTIES else ""


def agreement_words(found: Sequence[Assent]) -> str:
    """How many agree: `two of three agree to this version`."""
    said = agreeing(found)
    return f"{said} to this version" if any(one.state is AssentState.CURRENT for one in found) else said


def agreed_in_short(chapter: Chapter) -> str:
    """The same for the list of alliances; "" where it is not told, and of what has ended."""
    alliance = chapter.alliance
    return agreement_words(chapter.assents) if alliance.state != "ended" and shows_assent(alliance) else ""
