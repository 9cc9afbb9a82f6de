"""Fx: an alliance in German whose every text tries to be something else: markup, scripts, addresses, words without an end.

`RAN` is what any of its scripts would leave behind in the window.
"""

from tests.acceptance.fixtures import Edit, told, write_history
from tests.repositories import RepositoryBuilder

RAN = "scriptOfATextRan"
SCRIPT = f"<script>window.{RAN} = true</script>"
IMAGE = f'<img src=x onerror="window.{RAN} = true">'
WORD = ("Wasserstandsmeldung" * 11)[:200] + " zuhauf."  # its first word has no place to break
ADDRESS = "nobody.in.particular@example.org"
_PATH = "alliances/größer & höher/fx.yml"

_FIRST = f"""\
schema: 1
id: fx
title: 'Werkstatt & "Kino" {SCRIPT} im Hof'
kind: 'Haus & Hof'
lang: de
audience: public
parties:
- {{id: joerg, name: 'Jörg & "Söhne"'}}
- {{id: yael, name: 'יעל (Yael)', git: [yael@example.org]}}
purpose: 'Den Hof so nutzen, dass {SCRIPT} niemand ausweichen muss & alle schlafen.'
context: 'Breite 8 < 9 Meter; [hier](javascript:window.{RAN}=true) der Plan, ![Bild](https://example.org/plan.png) nicht.'
answers:
  hopes:
    yael: 'שלום & שקט im Hof, wenn *beide* zu Hause sind.'
commitments:
- id: laerm
  owner: joerg
  title: 'Lärm <b>& Staub'
  topic: 'Säge & Hobel {IMAGE}'
  text: 'Ich säge {SCRIPT} nur bis 18 Uhr, und {WORD}'
- id: film
  owner: yael
  title: 'סרט & Film'
  text: 'Ich baue die Leinwand ab, bevor ich schlafen gehe; Fragen an {ADDRESS}.'
agreements:
- text: 'Wir teilen den Strom & {IMAGE} lesen den Zähler am Ersten ab.'
  backed_by: [laerm]
- text: '"Anführung", ''Apostroph'', `Code {SCRIPT}` & ein ungerader <Winkel'
backup_plan:
  in_conflict: "Erst die Säge aus,\\ndann zum Brunnen.\\n\\n* ohne Telefon\\n* ohne Publikum"
reviews:
  next: 2025-09-30
"""
_SUBJECT = f'Anfang & {SCRIPT} "im" Hof'
_BODY = f"""\
{SCRIPT} {IMAGE} & kein <b>Ende</b>; wer fragt, schreibt an {ADDRESS}.
[Klick](javascript:window.{RAN}=true)

Reviewed-by: Somebody Else <{ADDRESS}>
Signed-off-by: Jörg <joerg@example.org>"""

FX = told(
    _FIRST,
    _SUBJECT,
    (
        Edit("Bis 17 Uhr " + SCRIPT, (("nur bis 18 Uhr", "nur bis 17 Uhr & leise"),), _BODY, by="Yael"),
        Edit(
            "Yael räumt auch den Zähler " + "W" * 200,
            (
                ("  owner: joerg\n", "  owner: yael\n"),
                (f"{IMAGE} lesen", "<em>und</em> lesen"),
                ("(javascript:", "(https://example.org/ javascript:"),
            ),
            _BODY,
            by="Jörg",
        ),
        Edit("שם חדש: Kino & Co.", (("'סרט & Film'", "'Kino & Co.'"), ("reviews:\n", "status: paused\nreviews:\n"))),
    ),
)
"""Four revisions: first, one of another's words with an evil message, a new owner and a link, a title and a pause."""


def write_fx(repository: RepositoryBuilder) -> None:
    """The alliance in a folder whose name needs escaping too."""
    write_history(repository, _PATH, FX)
