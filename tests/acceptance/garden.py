"""F1 and F12: two neighbours share a garden; a first version, and twelve revisions with every kind of change."""

from collections.abc import Sequence

from tests.acceptance.fixtures import Edit, Step, told, write_history
from tests.repositories import RepositoryBuilder

_GARDEN = """\
schema: 1
id: f12
title: Iris and Teo, allotment seven
kind: neighbours
audience: public
parties:
- {id: iris, name: Iris}
- {id: teo, name: Teo}
purpose: Grow enough for two kitchens and stay good neighbours while we do it.
context: One plot, one tap, two very different ideas of a straight row.
session:
- date: 2025-03-01
  minutes: 80
  place: the bench beside the compost
  chosen: {iris: [hopes], teo: [requests]}
answers:
  hopes:
    iris: That we still wave to each other in August.
    teo: That I learn what things are called.
  requests:
    teo: One hour with nobody else in the garden.
commitments:
- id: watering
  owner: iris
  title: Watering
  topic: Beds
  text: I water both beds before eight on Mondays and Thursdays.
- id: gate
  owner: iris
  title: The gate
  topic: Shed
  text: I lock the gate when I am the last to go home.
- id: tools
  owner: teo
  title: Clean tools
  topic: Shed
  text: I brush the tools and hang them up before I leave.
- id: seedlings
  owner: teo
  title: Seedlings
  topic: Beds
  text: I raise the seedlings on my window sill until the last frost is over.
- id: compost
  owner: teo
  title: Compost
  topic: Beds
  text: I turn the compost on the first weekend of the month.
agreements:
- id: harvest
  title: Harvest
  text: On Saturdays at noon we share what is ripe, half and half.
  backed_by: [watering, compost]
- id: guests
  title: Guests
  text: Whoever brings guests says so on the board the day before.
requests:
- id: first-hour
  from: teo
  to: iris
  title: First hour
  text: Please leave me the garden for the first hour on Sundays.
  reply: open
expectations:
- id: dry-beds
  holder: iris
  title: Dry beds
  text: You see for yourself when the beds are dry.
confidentiality:
- id: over-the-fence
  owner: iris
  title: Over the fence
  text: I do not talk about our quarrels with the plots beside us.
  except: my sister
feedback:
  offer: One thing that grew well first, then one wish.
  receive: Say thank you, sleep on it, answer the next day.
backup_plan:
  in_conflict: Put the spade down. Ten minutes on different sides of the shed, then the bench.
  after_a_break: Whoever broke it says so at the next watering, without being asked.
  way_back: We weed one row together before we talk.
  if_ending: The plot stays with whoever wants it more; the other takes cuttings of everything.
  outside_help: Old Mr Brand of plot three, if both of us ask him.
reviews:
  every: 2 months
  next: 2025-05-04
"""
_DROP = """\
drops:
- id: open-gate
  owner: iris
  title: Open gate
  date: 2025-06-20
  about: gate
  acknowledged: {date: 2025-06-22, text: I left the gate open overnight and the deer ate the beans.}
  repair:
  - {text: Buy and plant new beans., due: 2025-07-01}
  - {text: Fit a spring to the gate., due: 2025-07-20}
"""
_CONCERN = """\
concerns:
- id: late-saturdays
  raised_by: teo
  title: Late Saturdays
  date: 2025-07-05
  about: harvest
  seen: Two Saturdays in a row we began at one.
  my_side: I never said that it bothered me.
"""
_GUESTS = "- id: guests\n  title: Guests\n  text: Whoever brings guests says so on the board the day before.\n"
_WATERING = """\
- id: watering
  owner: iris
  title: Watering
  topic: Beds
  text: I water both beds before seven on Mondays and Thursdays.
"""
_GATE = """\
- id: gate
  owner: iris
  title: The gate
  topic: Shed
  text: At dusk whoever of us still digs gets a message from me, and the padlock goes on.
"""
_SLUGS = "- {id: slugs, owner: teo, title: Slugs, topic: Beds, text: I collect the slugs at dusk.}\n"
_REVIEWED = """\
  next: 2025-10-05
  held:
  - {date: 2025-07-20, kept: Watering and compost., changed: Where the compost stands., why: It smelled.}
"""
_THANKS = "appreciation:\n- {date: 2025-08-03, from: iris, to: teo, text: You never once said I told you so.}\n"
HIDDEN = "Nobody but me opens the blue tin on the top shelf."
"""A boundary that is private from its first revision on."""

F12: tuple[Step, ...] = told(
    _GARDEN,
    "Write down what we said on the bench",
    (
        Edit(
            "Read it aloud and say yes",
            (
                (
                    "agreements:\n",
                    f"{_SLUGS}agreements:\n",
                ),
                (
                    "  next: 2025-05-04\n",
                    "  next: 2025-05-04\nassent:\n- {party: iris, date: 2025-03-16}\n- {party: teo, date: 2025-03-16}\n",
                ),
            ),
            "Teo missed a line about slugs, so now there is one.\n\nWith: Iris",
            by="Teo",
        ),
        Edit("Seven is cooler than eight", (("before eight", "before seven"),), "By eight the sun is on the beds already."),
        Edit(
            "Say who is told before the gate is locked",
            (
                (
                    "I lock the gate when I am the last to go home.",
                    "At dusk whoever of us still digs gets a message from me, and the padlock goes on.",
                ),
            ),
            "I was locked in twice.",
            by="Teo",
        ),
        Edit(
            "Fold the long lines",
            (
                ("title: Iris and Teo", "# read it on the bench, not in the rain\ntitle: Iris and Teo"),
                (
                    "  text: On Saturdays at noon we share what is ripe, half and half.",
                    "  text: >-\n    On Saturdays at noon we share\n    what is ripe, half and half.",
                ),
            ),
        ),
        Edit(
            "Iris takes the seedlings",
            (
                (
                    "  owner: teo\n  title: Seedlings\n  topic: Beds\n  text: I raise the seedlings on my window sill",
                    "  owner: iris\n  title: Seedlings\n  topic: Shed\n  text: I raise the seedlings in the shed window",
                ),
            ),
            "My window looks north. Hers does too, but the shed does not.\n\nWith: Iris",
            by="Teo",
        ),
        Edit("The gate first", ((_WATERING + _GATE, _GATE + _WATERING),)),
        Edit(
            "Let go of what is habit",
            ((_GUESTS, ""), ("  title: Clean tools\n", "  title: Clean tools\n  state: completed\n")),
            "Nobody has brought guests since April, and the tools hang where they should.",
            by="Teo",
        ),
        Edit(
            "I left the gate open",
            (
                (
                    "parties:\n- {id: iris",
                    "status: {state: under_repair, since: 2025-06-22, why: The beans are gone.}\nparties:\n- {id: iris",
                ),
                ("reviews:\n", _DROP + "reviews:\n"),
            ),
            "All of Friday night. Teo found the tracks before I could tell him.",
        ),
        Edit(
            "After the talk on the bench",
            (
                ("state: under_repair, since: 2025-06-22, why: The beans are gone.", "state: active, since: 2025-07-06"),
                ("due: 2025-07-01}", "due: 2025-07-01, done: 2025-06-28}"),
                ("and the padlock goes on.", "then the padlock goes on."),
                ("  reply: open\n", "  reply: accepted\n  date: 2025-07-06\n"),
                (
                    "  text: You see for yourself when the beds are dry.\n",
                    "  text: You see for yourself when the beds are dry.\n  became: let_go\n",
                ),
                ("drops:\n", _CONCERN + "drops:\n"),
            ),
            "New beans are in. The spring comes on Thursday.\n\nWith: Iris",
            by="Teo",
        ),
        Edit(
            "First review",
            (
                ("{id: slugs, owner", "{id: snails, owner"),
                ("  title: Compost\n  topic: Beds\n", "  title: Compost\n  topic: Shed\n"),
                (
                    "  next: 2025-05-04\n",
                    _REVIEWED,
                ),
                (
                    "confidentiality:\n",
                    f"boundaries:\n- {{id: tin, owner: teo, private: true, text: {HIDDEN}}}\nconfidentiality:\n",
                ),
            ),
            "Late, because of the beans.\n\nWith: Iris",
            by="Teo",
        ),
        Edit(
            "Bring the guests back, and the beans are up",
            (
                ("requests:\n- id", _GUESTS + "requests:\n- id"),
                ("due: 2025-07-20}\n", "due: 2025-07-20, done: 2025-07-31}\n  restored: 2025-08-03\n"),
                ("- {party: iris, date: 2025-03-16}", "- {party: iris, date: 2025-08-03}"),
                (
                    "assent:\n",
                    f"{_THANKS}assent:\n",
                ),
            ),
            "My cousins stood in the peas, unannounced.",
        ),
    ),
)
"""Twelve revisions by two parties, with every kind of change; in order: first, added and a yes, one word, somebody else's
words rewritten, layout, moved and reworded and handed over, order, taken out and completed, a drop, repair and answers,
a new id and a review with something private, restored."""

_SMALL = """\
title: {title}
audience: {audience}
status: {status}
parties:
- {{id: mara, name: Mara}}
- {{id: piet, name: Piet}}
purpose: {purpose}
reviews: {{next: {review}}}
"""
_NEIGHBOURS = {
    "alliances/choir-bus.yml": _SMALL.format(
        title="The bus of the choir",
        audience="public",
        status="ended",
        purpose="Get home from every rehearsal.",
        review="2025-04-01",
    ),
    "alliances/night-shift.yml": _SMALL.format(
        title="Night shift",
        audience="public",
        status="active",
        purpose="Hand over without a loose end.",
        review="2025-09-01",
    ),
    "alliances/kept-here.yml": _SMALL.format(
        title="Kept between us",
        audience="parties",
        status="active",
        purpose="Sort the attic before winter.",
        review="2025-09-09",
    ),
}


def write_f1(repository: RepositoryBuilder) -> None:
    """A first version, and nothing since."""
    first = F12[0]
    write_history(
        repository, "alliances/f1.yml", [Step(first.document.replace("id: f12", "id: f1"), first.subject, first.body)]
    )


def write_f12(repository: RepositoryBuilder, steps: Sequence[Step] = F12) -> None:
    """Twelve revisions, beside an alliance that ended, one with an earlier review and one that is not public."""
    write_history(repository, "alliances/f12.yml", steps, _NEIGHBOURS)
