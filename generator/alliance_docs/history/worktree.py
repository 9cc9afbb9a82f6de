"""Which life each file on the disk continues, when files were moved and nobody has committed it yet.

Compares bytes that were read elsewhere with what is at HEAD; never asks Git for its own opinion of the work tree, because
that would run programs a repository can name.
"""

from collections.abc import Mapping

from alliance_docs.history.git import Repository
from alliance_docs.history.lives import Life
from alliance_docs.history.log import History
from alliance_docs.history.pairing import File, counted_lines, pair_by_content, pair_by_name
from alliance_docs.history.versions import Versions
from alliance_docs.reading.declared import declared_id


def lives_on_disk(repository: Repository, history: History, files: Mapping[str, bytes]) -> dict[str, Life]:
    """The life of each file by its path from the repository's root, as if the files were committed now.

    A file that begins a life of its own is not among them. Only where files were moved is anything read from the repository.
    """
    current = history.current
    before = [File(life.path, life.blob or "", life.id) for life in current.values()]
    after = [File(path, path, declared_id(content)) for path, content in files.items()]  # a path serves as its own blob
    pairs = pair_by_name(before, after)
    gone = {life.id: life for life in reversed(history.lives) if life.id and not life.current}
    back = {file.path: gone[file.id] for file in reversed(after) if file.path not in pairs and file.id in gone}
    versions = Versions(repository)
    stayed = set(pairs.values())
    pairs |= pair_by_content(
        (file for file in before if file.path not in stayed),
        (file for file in after if file.path not in pairs and file.path not in back),
        lambda blob: counted_lines(files[blob]) if blob in files else versions.lines(blob),
    )
    return back | {path: current[was] for path, was in pairs.items()}
