"""The only place that words things: kinds, states, dates, names, titles and the summary of a revision.

Everything here gives plain words, never HTML and never colour: a phrase is a tuple of strings, some of them marked as a
name or as the title of a clause, and pages, terminal and feed each do with the marks what suits them.
"""

from alliance_docs.wording.catalogue import (
    CLOSED_STATES,
    PARTS,
    Label,
    closes,
    field_word,
    kind_of_alliance,
    label,
    labels,
    question_heading,
    state_word,
)
from alliance_docs.wording.dates import as_date, day, moment, month, period, year
from alliance_docs.wording.glossary import Glossary, clause_title
from alliance_docs.wording.people import author_names, not_there, party_of
from alliance_docs.wording.pieces import Day, Name, Phrase, Title, listed, sentence_text, some
from alliance_docs.wording.summary import Summary, base_of, glossary_of, summarise, untouched

__all__ = [
    "CLOSED_STATES",
    "PARTS",
    "Day",
    "Glossary",
    "Label",
    "Name",
    "Phrase",
    "Summary",
    "Title",
    "as_date",
    "author_names",
    "base_of",
    "clause_title",
    "closes",
    "day",
    "field_word",
    "glossary_of",
    "kind_of_alliance",
    "label",
    "labels",
    "listed",
    "moment",
    "month",
    "not_there",
    "party_of",
    "period",
    "question_heading",
    "sentence_text",
    "some",
    "state_word",
    "summarise",
    "untouched",
    "year",
]
