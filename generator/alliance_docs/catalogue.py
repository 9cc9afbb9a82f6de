"""Every rule that a file or a folder can break, as one table: how much it weighs, what it means, an example, how to mend it.

Whoever tells a problem takes its weight from here, so a code that is not in the table cannot be told. Messages are worded
where the problem is found; they may name keys and words of our vocabulary, never a value from a file.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from alliance_docs.errors import Problem, Severity


class Rule(NamedTuple):
    """One rule. `stops`: a file that breaks it is not read at all. `example`: a file that breaks it, or words for one."""

    code: str
    severity: Severity
    meaning: str
    example: str
    mend: str
    stops: bool = False
    in_words: bool = False


class Place(Protocol):
    """Anything that stands somewhere in a file; lines and columns from 1."""

    @property
    def line(self) -> int: ...  # noqa: D102 - said by the class

    @property
    def column(self) -> int: ...  # noqa: D102 - said by the class


def _refusal(code: str, meaning: str, example: str, mend: str, *, in_words: bool = False) -> Rule:
    return Rule(code, Severity.ERROR, meaning, example, mend, stops=True, in_words=in_words)


def _error(code: str, meaning: str, example: str, mend: str) -> Rule:
    return Rule(code, Severity.ERROR, meaning, example, mend)


def _warning(code: str, meaning: str, example: str, mend: str) -> Rule:
    return Rule(code, Severity.WARNING, meaning, example, mend)


def _note(code: str, meaning: str, example: str, mend: str) -> Rule:
    return Rule(code, Severity.NOTE, meaning, example, mend)


def _folder(code: str, severity: Severity, meaning: str, example: str, mend: str) -> Rule:
    return Rule(code, severity, meaning, example, mend, in_words=True)


_CHARACTERS = (
    _refusal(
        "too-large",
        "A file may hold 1 MiB.",
        "a file of 2 MiB",
        "Split the alliance, or move long documents elsewhere and link to them.",
        in_words=True,
    ),
    _refusal(
        "not-utf8",
        "A file is UTF-8 text.",
        "a file saved as Latin-1 or UTF-16",
        "Save the file as UTF-8 in your editor.",
        in_words=True,
    ),
    _refusal(
        "control-character",
        "A file holds no control characters but tabs and line ends, neither plain nor escaped in quotes.",
        'title: "Ring\\a"',
        "Delete the invisible character at this place.",
    ),
    _error(
        "direction-character",
        "Characters that turn the direction of a text around make it read otherwise than it is.",
        'title: "\\u202Eyes"',
        "Delete the invisible character; the marks LRM and RLM may stay.",
    ),
    _refusal(
        "line-break",
        "Lines end in LF or CR LF; other line breaks are seen by some programs and not by others.",
        'title: "One\\u2028purpose: Two"',
        "Replace the character by an ordinary line end.",
    ),
    _refusal(
        "merge-conflict",
        "Git could not join two versions of these lines and left both.",
        "<<<<<<< HEAD\ntitle: One\n=======\ntitle: Two\n>>>>>>> other",
        "Keep the wording you agree on, delete the marker lines, then `git add` the file and commit.",
    ),
)

_SYNTAX = (
    _refusal(
        "syntax",
        "The file is not YAML at this place.",
        "title: [open",
        "Look at this line and the one above: indentation, quotes, brackets, colons.",
    ),
    _refusal(
        "too-deep",
        "Lists and maps may be nested 32 deep.",
        "title: " + "[" * 40,
        "Take brackets or indentation away.",
    ),
    _refusal(
        "too-many-parts",
        "A file may hold 20,000 keys, texts, lists and maps.",
        "a list of 20,000 entries",
        "Split the alliance into several files.",
        in_words=True,
    ),
    _refusal(
        "too-long",
        "One text may be 64 kB long.",
        "a text of 70,000 letters",
        "Shorten the text, or move it elsewhere and link to it.",
        in_words=True,
    ),
    _refusal(
        "anchor",
        "Anchors (&name) are not used here: every text stands for itself.",
        "title: &name Us",
        "Delete the anchor; put a text that begins with & in quotes.",
    ),
    _refusal(
        "alias",
        "References (*name) are not used here: every text stands for itself.",
        "title: *name",
        "Write the text out; put a text that begins with * in quotes.",
    ),
    _refusal("merge-key", "Merge keys (<<) are not used here.", "<<: {title: Us}", "Write the keys out."),
    _refusal(
        "tag",
        "Tags (!name) are not used here: what a value is follows from its key.",
        "title: !!str Us",
        "Delete the tag; put a text that begins with ! in quotes.",
    ),
    _refusal("directive", "Lines that begin with % are not used here.", "%YAML 1.1\n---\ntitle: Us", "Delete the line."),
    _refusal(
        "several-documents",
        "One file holds one alliance.",
        "title: Us\n---\ntitle: Them",
        "Put the second one into a file of its own, or delete the line `---`.",
    ),
    _refusal(
        "repeated-key",
        "A key stands once in a map; of two, one would silently win.",
        "title: Us\ntitle: We",
        "Keep one of the two, or join them.",
    ),
    _refusal("odd-key", "A key is a word.", "? [a, b]\n: Us", "Write `key: value`."),
    _warning(
        "cut-text",
        "In YAML a blank and # begin a comment: the rest of the sentence is lost.",
        "title: Team #1",
        "Put the text in quotes, or the comment on a line of its own.",
    ),
)

_SHAPE = (
    _refusal("empty-file", "The file says nothing.", "# nothing yet", "Write `title:` and `parties:`, or delete the file."),
    _refusal(
        "not-a-map",
        "A file is a map of keys (`title:`, `parties:`, ...).",
        "- title: Us",
        "Begin with `title:` at the left margin, without a dash.",
    ),
    _error(
        "foreign-file",
        "A file among the alliances is one.",
        "on: push",
        "Move the file out of this folder, or begin it with `title:` and `parties:`.",
    ),
    _error("unknown-key", "A key is one of those in the reference.", "titel: Us", "Correct the key, or take it out."),
    _error(
        "wrong-type",
        "A key holds what the reference says: a text, a list, or a map.",
        "purpose: {why: growth}",
        "Write it as the message says.",
    ),
    _error(
        "plain-entry",
        "An entry of a list is a map of keys, so that it can say whose it is.",
        "commitments: [I call on Mondays.]",
        "Write `- text:` before it, with its other keys below.",
    ),
    _error("bad-date", "A date is a day of the calendar, YYYY-MM-DD.", "ends: 2024-02-30", "Write it as 2024-02-29."),
    _error("bad-number", "A number is written in digits.", "session: [{minutes: many}]", "Write it as 90."),
    _error("bad-flag", "A flag is true or false.", "commitments: [{private: maybe}]", "Write `true` or `false`."),
    _error("unknown-word", "This key holds one of a few words.", "status: aktive", "Use one of the words named."),
    _error("missing", "Something that is needed is not there.", "title: Us", "Add the key that the message names."),
    _error(
        "bad-id",
        "An id is made of small letters, digits, - and _, at most 64, beginning with a letter or digit.",
        "agreements: [{id: Our Evening, text: We meet.}]",
        "Write it like `our-evening`.",
    ),
    _error(
        "repeated-id",
        "An id belongs to one entry of the file.",
        "agreements: [{id: a, text: We meet.}, {id: a, text: We talk.}]",
        "Give one of the two another id.",
    ),
    _error(
        "reserved-id",
        "`review` and `each` mean something else and are no party's id.",
        "parties: [{id: review}]",
        "Give the party another id.",
    ),
    _error("schema-version", "This program reads `schema: 1`.", "schema: 2", "Write `schema: 1`, or update the program."),
    _warning(
        "no-party-id",
        "A party without an id cannot be named as an owner.",
        "parties: [{name: Maren}]",
        "Add `id:`, or run `alliance check --fix`.",
    ),
)

_MEANING = (
    _warning("unknown-party", "Nobody in `parties` has this id.", "assent: [{party: maren}]", "Correct the id."),
    _warning(
        "unknown-clause",
        "Nothing in the file has this id or address.",
        "agreements: [{text: We meet., backed_by: [evening]}]",
        "Correct the id or address.",
    ),
    _note(
        "not-here-now",
        "Nothing in the file has this address now; right for something that was removed, else a slip.",
        "private: [commitments/loan]",
        "Correct the address if the clause was not removed.",
    ),
    _warning(
        "unknown-question",
        "A question is one of the fifteen or has an entry in `questions`.",
        "answers: {hope: {maren: Much.}}",
        "Correct the id, or add the question to `questions`.",
    ),
    _warning(
        "raw-html",
        "HTML is shown as the characters it is made of, not as HTML.",
        "purpose: Be <b>bold</b>.",
        "Use Markdown, such as **bold**.",
    ),
    _warning(
        "too-intricate",
        "A text with thousands of marks, or with quotes and lists many levels deep, is shown as it is written.",
        f"purpose: '{'> ' * 25}deep'",
        "Take marks away, or use fewer levels.",
    ),
    _note("snippet", "A line that asks for another file is shown as it is.", "purpose: --8<-- file", "Write the text out."),
    _warning(
        "look-alike",
        "One word mixes alphabets whose letters look alike, so it may not be the name it seems.",
        "parties: [{id: maren, name: M\u0430ren}]",
        "Type the word again on one keyboard layout.",
    ),
)

_FOLDER = (
    _folder(
        "same-id",
        Severity.ERROR,
        "An id belongs to one alliance.",
        "one.yml and two.yml, both with `id: us`",
        "Give one of the two another id.",
    ),
    _folder(
        "clashing-names",
        Severity.ERROR,
        "Two files would get one address.",
        "Anna.yml and anna.yml",
        "Rename one of the two.",
    ),
    _folder(
        "symbolic-link",
        Severity.ERROR,
        "Symbolic links are not followed, so that nothing outside the folder is read.",
        "us.yml is a link to ../elsewhere.yml",
        "Put the file itself there.",
    ),
    _folder(
        "unreadable-file",
        Severity.ERROR,
        "The file could not be read from the disk.",
        "us.yml is missing, a folder, or not yours to read",
        "Look at its name, kind and permissions.",
    ),
    _folder(
        "flat-folder",
        Severity.NOTE,
        "In one folder of 500 or more files every commit grows with the folder.",
        "500 files in alliances/",
        "Sort the files into sub-folders.",
    ),
    _folder(
        "hides-nothing",
        Severity.ERROR,
        "What `private` or `redacted` names is nowhere in the history, so nothing is hidden.",
        "`private: [commitments/loan]` where no revision ever had such an entry",
        "Correct the address or the commit; `alliance log` lists those there are.",
    ),
    _folder(
        "slow-reader",
        Severity.NOTE,
        "No fast YAML reader is installed, so reading takes about 15 times as long.",
        "Neither ruamel.yaml.clib nor PyYAML with its C part is there",
        "pip install ruamel.yaml.clib",
    ),
)

RULES: Mapping[str, Rule] = MappingProxyType(
    {rule.code: rule for rule in (*_CHARACTERS, *_SYNTAX, *_SHAPE, *_MEANING, *_FOLDER)}
)
"""The rules by code, in the order in which a file meets them."""


class Findings:
    """The problems of one file, gathered while it is read."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def tell(self, code: str, place: Place, message: str) -> None:
        """Add a problem at a place."""
        self.tell_at(code, place.line, place.column, message)

    def tell_at(self, code: str, line: int | None, column: int | None, message: str) -> None:
        """Add a problem at a line and column, None for the whole file."""
        self.problems.append(Problem(self.path, line, column, code, RULES[code].severity, message))

    @property
    def stopped(self) -> bool:
        """Whether something was found that stops the reading of the file."""
        return stopped(self.problems)


def stopped(problems: Iterable[Problem]) -> bool:
    """Whether one of the problems stops the reading of its file."""
    return any(RULES[problem.rule].stops for problem in problems)
