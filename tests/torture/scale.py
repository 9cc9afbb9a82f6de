"""R13: a long history of few alliances is read to its end; time and memory stand in the words of the outcome."""

import tempfile
from pathlib import Path

from tests.bench.stages import timed, timed_command
from tests.bench.synthetic import Size, write_repository
from tests.torture import Outcome

_ALLIANCES = 20


def run(seed: int, size: int) -> Outcome:
    """Read about so many commits, log to lineage, with nothing kept; then check the files twice, the second time warm."""
    with tempfile.TemporaryDirectory(prefix="torture-scale-") as place:
        repository, keep = Path(place) / "made", Path(place) / "kept"
        write_repository(repository, Size(_ALLIANCES, size // _ALLIANCES, seed))
        cold = timed("read", repository, keep)
        _, warm = (timed_command(["check"], repository, keep) for _ in range(2))
    read = f"read in {cold.seconds:.1f} s with {cold.peak:.0f} MiB"
    what = f"revisions of {_ALLIANCES} alliances {read}; their files checked in {warm.seconds:.1f} s"
    return Outcome("R13", what, cold.count, ())
