"""`alliance blame`: the life of every clause of one alliance, who worded it when."""

import sys

import click
from rich.console import Console
from rich.text import Text

from alliance_docs.assent.telling import provenance_words
from alliance_docs.changes.lineage import Lineage, lineages
from alliance_docs.commands.history import of_one_alliance
from alliance_docs.commands.options import examples
from alliance_docs.model import Alliance
from alliance_docs.report import as_json, blame_report
from alliance_docs.revisions import Revision, Timeline
from alliance_docs.terminal import console_for, print_details, print_title
from alliance_docs.wording import Glossary, author_names, labels, listed, moment, sentence_text


@click.command("blame", epilog=examples("alliance blame harbour-street", "alliance blame harbour-street --json"))
@of_one_alliance
def command(timeline: Timeline, as_json_text: bool) -> None:  # noqa: FBT001 - click's shape of a flag
    """Tell the life of every clause: who worded it when.

    Clauses of now come in file order, then those no longer in force. Each is told with all its versions, oldest first.
    """
    found = lineages(timeline)
    if as_json_text:
        click.echo(as_json(blame_report(found, timeline.alliance)), nl=False)
        return
    console = console_for(sys.stdout)
    print_title(timeline.alliance.title, f"every clause of {timeline.path}", console)
    earlier = (revision.alliance for revision in reversed(timeline.revisions))
    glossary = Glossary(timeline.alliance, *(state for state in earlier if state))
    for lineage in found:
        _print_lineage(lineage, timeline, glossary, console)


def _print_lineage(lineage: Lineage, timeline: Timeline, glossary: Glossary, console: Console) -> None:
    owner = glossary.owner(lineage.clause)
    notes = [*(["inferred"] if lineage.inferred else []), *(["no longer in force"] if lineage.removed else [])]
    title = " · ".join(filter(None, (glossary.title(lineage.clause), owner)))
    console.print()
    address = "; ".join((lineage.clause.address, *notes))
    console.print(Text.assemble((title, "bold"), (f"  {address}", "dim")), soft_wrap=True)
    console.print(Text(f"  {sentence_text(provenance_words(lineage.provenance))}", "dim"))
    for version in lineage.versions:
        kinds = ", ".join(label.word for label in labels(version.change))
        line = _revision_line(version.revision, timeline.alliance)
        console.print(Text.assemble(f"  {line}  ", (kinds, "bold")), soft_wrap=True)
        print_details(version.change, glossary, console)


def _revision_line(revision: Revision, alliance: Alliance) -> str:
    if revision.commit is None:
        return "not committed yet"
    authors = sentence_text(listed((name,) for name in author_names(revision, alliance)))
    return "  ".join((str(revision.number), revision.short, moment(revision.when), authors))
