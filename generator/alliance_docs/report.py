"""The machine-readable contract: our values as plain structures, ready to be printed as JSON.

Pure; every key, its place and its null are a promise to other people's programs (README, "Machine-readable"), so nothing is
worded or shortened here. What an audience may not see is gone before a value comes this far; e-mail addresses go here.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, TypeAlias

from alliance_docs.changes.lineage import Lineage, Version
from alliance_docs.errors import Problem
from alliance_docs.model import Alliance, Change, Clause, Value
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.texts import without_addresses
from alliance_docs.wording import author_names

if TYPE_CHECKING:
    from alliance_docs.assent.state import Assent

Json: TypeAlias = "bool | int | str | list[Json] | dict[str, Json] | None"

_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def as_json(report: object) -> bytes:
    """UTF-8, indented, ending in a line feed; what could steer a terminal or cannot be encoded is escaped."""
    text = json.dumps(report, ensure_ascii=False, indent=2)
    return _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode() + b"\n"


def log_report(timeline: Timeline) -> Json:
    """The history of one alliance, oldest revision first."""
    return {
        "alliance": timeline.id,
        "path": timeline.path,
        "revisions": [_revision(revision, timeline.alliance) for revision in timeline.revisions],
    }


def diff_report(alliance_id: str, before: str | None, after: str | None, changes: Iterable[Change]) -> Json:
    """The changes between two states; `before` and `after` are full commit ids, None is the work tree."""
    return {"alliance": alliance_id, "from": before, "to": after, "changes": [_change(change) for change in changes]}


def show_report(alliance: Alliance, commit: str | None) -> Json:
    """One alliance as it stood at a commit (None: in the work tree), its clauses in file order."""
    return {"alliance": alliance.id, "commit": commit, "clauses": [_clause(clause) for clause in alliance.clauses]}


def check_report(problems: Iterable[Problem]) -> Json:
    """Problems in the order given."""
    return [
        {
            "path": problem.path,
            "line": problem.line,
            "column": problem.column,
            "rule": problem.rule,
            "severity": problem.severity.value,
            "message": problem.message,
        }
        for problem in problems
    ]


def blame_report(lineages: Iterable[Lineage], alliance: Alliance) -> Json:
    """The life of every clause, versions oldest first; a version that took the clause out has no text."""
    return [
        {
            "address": lineage.clause.address,
            "inferred": lineage.inferred,
            "removed": lineage.removed,
            "versions": [_version(version, alliance) for version in lineage.versions],
        }
        for lineage in lineages
    ]


def status_report(assents: "Iterable[tuple[str, Assent]]") -> Json:
    """How each party of each alliance (its id comes first) stands; no commit where there is no agreed text, or none yet."""
    return [
        {
            "alliance": alliance_id,
            "party": assent.party.id,
            "state": assent.state.value,
            "agreed_commit": assent.agreed.commit if assent.agreed else None,
            "clauses": list(assent.clauses),
        }
        for alliance_id, assent in assents
    ]


def _version(version: Version, alliance: Alliance) -> Json:
    revision = version.revision
    return {
        "commit": revision.commit,
        "number": revision.number,
        "date": _date(revision),
        "authors": list(author_names(revision, alliance)),
        "text": _text(version.change.after),
        "kinds": [kind.value for kind in version.change.kinds],
    }


def _date(revision: Revision) -> Json:
    return revision.when.isoformat() if revision.when else None


def _revision(revision: Revision, alliance: Alliance) -> Json:
    return {
        "commit": revision.commit,
        "parents": list(revision.parents),
        "number": revision.number,
        "date": _date(revision),
        "authors": list(author_names(revision, alliance)),
        "subject": without_addresses(revision.message.subject),
        "body": without_addresses(revision.message.body),
        "kind": revision.kind.value,
        "problem": revision.problem or None,
        "changes": [_change(change) for change in revision.changes],
    }


def _change(change: Change) -> Json:
    clause = change.clause
    return {
        "kinds": [kind.value for kind in change.kinds],
        "clause": clause.address,
        "was_clause": change.before.address if change.before else None,
        "section": clause.part,
        "topic": clause.topic or None,
        "owner": clause.owner or None,
        "inferred": change.inferred,
        "before": _text(change.before),
        "after": _text(change.after),
        "fields": {name: [_value(before), _value(after)] for name, (before, after) in change.fields.items() if name},
    }


def _clause(clause: Clause) -> Json:
    return {
        "address": clause.address,
        "section": clause.part,
        "topic": clause.topic or None,
        "owner": clause.owner or None,
        "text": _text(clause),
        "fields": _fields(clause.fields),
    }


def _text(clause: Clause | None) -> Json:
    return _value(clause.text or None) if clause else None


def _fields(fields: Mapping[str, Value]) -> dict[str, Json]:
    """The fields as typed; a scalar's own value, which has no name, is the clause's text and not among them."""
    return {name: _value(value) for name, value in fields.items() if name}


def _value(value: Value | None) -> Json:
    if value is None:
        return None
    return without_addresses(value) if isinstance(value, str) else [without_addresses(text) for text in value]
