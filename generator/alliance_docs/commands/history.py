"""What the verbs have in common that tell the history of one alliance: their arguments, and reading it."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path

from alliance_docs.audience import Audience
from alliance_docs.book import load_timeline
from alliance_docs.commands.options import alliance_argument, allow_shallow_option, audience_option, json_option
from alliance_docs.commands.waiting import waiting
from alliance_docs.commands.whereabouts import find_folder
from alliance_docs.revisions import Timeline


def of_one_alliance(tell: Callable[[Timeline, bool], None]) -> Callable[..., None]:
    """Give a verb the timeline of the ALLIANCE that was named, as its audience may see it, and whether to print JSON."""

    @alliance_argument
    @json_option
    @audience_option
    @allow_shallow_option
    @wraps(tell)
    def command(
        alliance: str,
        as_json_text: bool,  # noqa: FBT001 - click's shape of a flag
        audience: str,
        allow_shallow: bool,  # noqa: FBT001 - as above
    ) -> None:
        folder = find_folder(Path.cwd())
        with waiting("Reading the history"):
            timeline = load_timeline(folder, alliance, audience=Audience(audience), allow_shallow=allow_shallow)
        tell(timeline, as_json_text)

    return command
