"""The last edition of a site, in whose files nothing was found, so that its lines need no second look."""

from pathlib import Path
from typing import NamedTuple


class Edition(NamedTuple):
    """Some files of a site in which nothing was found when the same was hidden and no more was public."""

    site: Path = Path()
    names: frozenset[str] = frozenset()

    def only(self, names: frozenset[str]) -> "Edition":
        """Those among these names."""
        return Edition(self.site, self.names & names)

    def read(self, name: str) -> bytes:
        """What a file says; nothing where it is none of these, or is gone."""
        try:
            return (self.site / name).read_bytes() if name in self.names else b""
        except OSError:
            return b""
