"""The summary of a revision: one sentence of what its authors did, by title and not by count, and what else happened."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from alliance_docs.model import Alliance, Clause
from alliance_docs.revisions import Revision, RevisionKind, Timeline
from alliance_docs.vocabulary import SECTIONS, Kind, Shape
from alliance_docs.wording.deeds import VERBS, Deed, deeds
from alliance_docs.wording.glossary import Glossary
from alliance_docs.wording.people import author_names, not_there
from alliance_docs.wording.pieces import Phrase, capitalised, listed, sentence_text, some

_QUIET_SECTIONS = ("parties", "assent", "considered", "redacted")


class Summary(NamedTuple):
    """What a revision did, in sentences; `quiet` is the one about somebody who may not have been there, or empty."""

    sentences: tuple[Phrase, ...]
    quiet: Phrase = ()

    def __str__(self) -> str:
        """All of it as one line of plain text."""
        quiet = (self.quiet,) if self.quiet else ()
        return " ".join(map(sentence_text, (*self.sentences, *quiet)))


def summarise(revision: Revision, timeline: Timeline) -> Summary:
    """The summary of one revision of a timeline, whatever became of it."""
    fixed = _fixed_sentence(revision, base_of(revision, timeline))
    if fixed:
        return Summary(((fixed,),))
    told = glossary_of(revision, timeline)
    found = [deed for change in revision.changes for deed in deeds(change, told)]
    authors = listed((name,) for name in author_names(revision, timeline.alliance))
    sentences = [_main(authors, found, revision), *_facts(found), *_ids(revision)]
    absent = not_there(revision, timeline.alliance)
    quiet = ("Nothing shows that ", *listed(((name,) for name in absent), "or"), " was there.") if absent else ()
    return Summary(tuple(filter(None, sentences)), quiet)


def base_of(revision: Revision, timeline: Timeline) -> Revision | None:
    """The revision that the changes of another are against."""
    commit = revision.against or (revision.parents[0] if revision.parents else None)
    return timeline.revision(commit) if commit else None


def glossary_of(revision: Revision, timeline: Timeline) -> Glossary:
    """The words of a revision: those of its own state first, then of what it changed, then of today."""
    base = base_of(revision, timeline)
    states = (revision.alliance, base.alliance if base else None, timeline.alliance)
    return Glossary(*(state for state in states if state is not None))


def untouched(revision: Revision) -> tuple[str, ...]:
    """The headings of the sections that this revision left as they were, in the order of the page."""
    state = revision.alliance or Alliance("")
    present = _parts(state.clauses) - _parts(change.clause for change in revision.changes)
    return tuple(
        row.heading
        for row in SECTIONS.values()
        if row.name in present and row.name not in _QUIET_SECTIONS and _is_section(row.name)
    )


def _parts(clauses: Iterable[Clause]) -> set[str]:
    return {section.partition("/")[0] for section in {clause.section for clause in clauses}}


def _is_section(name: str) -> bool:
    return SECTIONS[name].shape is not Shape.SCALAR or name in ("purpose", "context")


_FIXED = {
    RevisionKind.FIRST: "First version.",
    RevisionKind.LAYOUT: "No change in meaning: the file was tidied.",
}


def _fixed_sentence(revision: Revision, base: Revision | None) -> str:
    """The sentence for a revision that is told as a whole, or ""."""
    if revision.kind is RevisionKind.UNREADABLE:
        return f"This revision cannot be read: {revision.problem or 'the file had an error'}."
    if revision.gone:
        return "The file was deleted."
    if revision.kind in _FIXED:
        return _FIXED[revision.kind]
    if base is not None and base.gone:
        return "The file was made again."
    if revision.changes:
        return ""
    merged = revision.kind is RevisionKind.MERGE
    return "Two lines of work came together; joining them changed nothing." if merged else "What changed is left out here."


def _main(authors: Phrase, found: Sequence[Deed], revision: Revision) -> Phrase:
    groups = []
    for verb in VERBS:
        objects = list(dict.fromkeys(deed.object for deed in found if deed.subject is None and deed.verb == verb))
        if objects:
            groups.append((objects, (f"{verb} ", *some(objects))))
    if not groups:
        return ()
    parts = [phrase for _, phrase in groups]
    short = len(parts) == 2 and all(len(objects) == 1 for objects, _ in groups)
    words = listed(parts) if short else _by_semicolons(parts)
    if authors:
        words = (*authors, " ", *words)
    if revision.kind is RevisionKind.MERGE:
        words = ("Joining two lines of work, ", *words)
    if revision.commit is None:
        words = ("Not committed yet: ", *words)
    return (*capitalised(words), ".")


def _by_semicolons(parts: Sequence[Phrase]) -> Phrase:
    words: list[str] = []
    for place, part in enumerate(parts):
        if place:
            words.append("; and " if place == len(parts) - 1 else "; ")
        words.extend(part)
    return tuple(words)


def _facts(found: Sequence[Deed]) -> Iterable[Phrase]:
    """A sentence for each subject and verb; those without an object share one for all their subjects."""
    alone: dict[str, list[Phrase]] = {}
    shared: dict[tuple[Phrase, str], list[Phrase]] = {}
    for deed in found:
        if deed.subject is None:
            continue
        if deed.object:
            shared.setdefault((deed.subject, deed.verb), []).append(deed.object)
        else:
            alone.setdefault(deed.verb, []).append(deed.subject)
    for (subject, verb), objects in shared.items():
        yield (*capitalised(subject), " ", *((f"{verb} ",) if verb else ()), *some(objects), ".")
    for verb, subjects in alone.items():
        yield (*capitalised(listed(subjects)), f" {_plural(verb, len(subjects))}.")


def _plural(verb: str, count: int) -> str:
    return verb.replace("is ", "are ", 1) if count > 1 and verb.startswith("is ") else verb


def _ids(revision: Revision) -> Iterable[Phrase]:
    count = sum(change.kinds == (Kind.RENAMED,) for change in revision.changes)
    if count:
        clauses = "One clause has" if count == 1 else f"{count} clauses have"
        yield (f"{clauses} a new id; the wording is unchanged.",)
