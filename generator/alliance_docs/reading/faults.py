"""Says in our own words, and at the place where people will look, why a text is no YAML.

A YAML library's own words never get out of here: they quote the file, and they are written for people who know YAML.
"""

from typing import NamedTuple

from alliance_docs.catalogue import Findings
from alliance_docs.reading.characters import place_of


class _Explanation(NamedTuple):
    """What to say when the library's words contain `problem` and `context`.

    `opened`: when the text ended before it was closed, the place is where it began.
    """

    problem: str
    context: str
    message: str
    rule: str = "syntax"
    opened: bool = False


_EXPLANATIONS = (
    _Explanation("end of stream", "quoted scalar", "the quote that opens here is never closed", opened=True),
    _Explanation("document indicator", "quoted scalar", "a quote opens above and is not closed before this line"),
    _Explanation("',' or ']'", "", "the list is not closed, or a comma is missing in it", opened=True),
    _Explanation("',' or '}'", "", "the map is not closed, or a comma is missing in it", opened=True),
    _Explanation("", "alias", "a text that begins with * must be in quotes", "alias"),
    _Explanation("", "anchor", "a text that begins with & must be in quotes", "anchor"),
    _Explanation("", "scanning a tag", "a text that begins with ! must be in quotes", "tag"),
    _Explanation("undefined tag", "", "a text that begins with ! must be in quotes", "tag"),
    _Explanation("", "directive", "lines that begin with % are not used here; delete it", "directive"),
    _Explanation("incompatible YAML", "", "lines that begin with % are not used here; delete it", "directive"),
    _Explanation("escape character", "", "in double quotes a \\ must be written \\\\; or use single quotes"),
    _Explanation("hexdecimal number", "", "in double quotes a \\ must be written \\\\; or use single quotes"),
    _Explanation("Unicode character escape", "", "this escape stands for no character", "control-character"),
    _Explanation("tab character", "", "a tab stands in the indentation; use blanks"),
    _Explanation(
        "mapping values",
        "",
        "a colon and a blank stand where no key can be: put the text in quotes, or look at the indentation",
    ),
    _Explanation(
        "sequence entries", "", "a list begins on its own line, below its key; put a text that begins with a dash in quotes"
    ),
    _Explanation("mapping keys", "", "a text that begins with a question mark and a blank must be in quotes"),
    _Explanation("'-' indicator", "", "a list ends here although the line is indented like its entries: a dash is missing"),
    _Explanation(
        "expected ':'", "", "this line is no `key: value`: a colon is missing, or the text above must be in quotes"
    ),
    _Explanation("unexpected ':'", "", "a text with a colon inside brackets must be in quotes"),
    _Explanation(
        "node content", "", "a value is missing here, or a text that begins with a special character must be in quotes"
    ),
    _Explanation("comment or line break", "block scalar", "after > or | the text begins on the next line"),
    _Explanation(
        "expected key",
        "",
        "this does not fit what stands above: other indentation than the keys around it, a text that must be in quotes, "
        "or a comment that cuts a longer text",
    ),
)
_OTHER = _Explanation("", "", "this is no YAML: look at this line and the one above")
_TOKEN = {
    "\t": "a tab stands in the indentation; use blanks",
    "@": "a text that begins with @ must be in quotes",
    "`": "a text that begins with ` must be in quotes",
    "%": "a text that begins with % must be in quotes",
}


def stumbled_over_a_question(fault: Exception, text: str) -> bool:
    """Whether a C reader ended a text inside brackets at its question mark, as `{text: How are we?}`; YAML does not."""
    place: int = getattr(getattr(fault, "problem_mark", None), "index", len(text))
    return text[place : place + 1] == "?" and "',' or" in str(getattr(fault, "problem", None) or "")


def tell_fault(fault: Exception, text: str, findings: Findings) -> None:
    """Tell why a library could not read the text, with the place; a fault without a place is told at the first line."""
    problem, context = str(getattr(fault, "problem", None) or ""), str(getattr(fault, "context", None) or "")
    found = next((known for known in _EXPLANATIONS if known.problem in problem and known.context in context), _OTHER)
    index = _index(fault, len(text.rstrip()), opened=found.opened)
    message = found.message
    if "cannot start any token" in problem:
        message = _TOKEN.get(text[index : index + 1], message)
    findings.tell_at(found.rule, *place_of(text, index), message)


def _index(fault: Exception, end: int, *, opened: bool) -> int:
    """Where to look: of what was opened and never closed its beginning, else the library's place, at most the last word."""
    place: int = getattr(getattr(fault, "problem_mark", None), "index", 0)
    begun: int = getattr(getattr(fault, "context_mark", None), "index", place)
    return begun if opened and place >= end else min(place, end)
