"""The process that hands out objects and stays: what it gives, when it is left alone, and that it ends."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from alliance_docs.history.git import open_repository
from alliance_docs.history.pipes import LARGEST, Staying
from tests.repositories import RepositoryBuilder

MISSING = "0123456789" * 4
TWO = b"title: Two\nparties: []\n"
"""The second version in the story."""
GIT = ("git", "--no-replace-objects", "cat-file", "--batch-command", "--buffer")


class Starts:
    """Starts a command and counts how often."""

    def __init__(self, folder: Path, *command: str) -> None:
        self.processes: list[subprocess.Popen[bytes]] = []
        self._folder, self._command = folder, command

    def __call__(self) -> "subprocess.Popen[bytes]":
        """A process with three pipes."""
        pipe = subprocess.PIPE
        self.processes.append(subprocess.Popen(self._command, cwd=self._folder, stdin=pipe, stdout=pipe, stderr=pipe))
        return self.processes[-1]


def test_it_gives_what_one_that_ends_gives(story: RepositoryBuilder) -> None:
    """Contents of many questions come in order, None for what is not there or of another kind, long ones cut."""
    story.write("large.bin", b"x" * (LARGEST + 70_000))
    story.commit("Large")
    some = [
        story.blob("alliances/a.yml"),
        MISSING,
        story.head,
        story.blob("large.bin"),
        story.blob("alliances/a.yml", "HEAD~2"),
    ]
    repository = open_repository(story.folder)
    staying = repository.staying()
    for wanted in (some * 30, some, []):
        assert list(staying.blobs(wanted)) == list(repository.blobs(wanted))
        assert list(staying.commit_objects(wanted)) == list(repository.commit_objects(wanted))


def test_one_process_answers_all(story: RepositoryBuilder) -> None:
    """However often it is asked, and wherever somebody stops listening, it is the same process."""
    blob, start = story.blob("alliances/a.yml"), Starts(story.folder, *GIT)
    staying = Staying(start)
    left = staying.objects(b"blob", [blob] * 1000)
    assert next(left) == (blob, TWO)
    assert next(staying.objects(b"commit", [story.head]))[1]
    assert list(staying.objects(b"blob", [MISSING, blob])) == [(MISSING, None), (blob, TWO)]
    assert len(list(left)) == 999
    assert len(start.processes) == 1


@pytest.mark.parametrize(
    "command", [("git", "cat-file", "--unheard-of"), ("true",), (sys.executable, "-c", "print('a b 9')")]
)
def test_it_is_left_alone_after_a_failure(story: RepositoryBuilder, command: tuple[str, ...]) -> None:
    """A Git that does not know the command is not asked twice; nothing is left of it."""
    start = Starts(story.folder, *command)
    staying = Staying(start)
    assert list(staying.objects(b"blob", [MISSING])) == []
    assert list(staying.objects(b"blob", [MISSING])) == []
    (process,) = start.processes
    assert process.returncode is not None


def test_damage_ends_it_and_the_rest_comes(story: RepositoryBuilder) -> None:
    """A damaged version is None in its place, and all others come, now and later."""
    damaged, good = story.blob("alliances/a.yml", "HEAD~1"), story.blob("alliances/a.yml")
    place = story.folder / ".git" / "objects" / damaged[:2] / damaged[2:]
    place.chmod(0o600)
    place.write_bytes(b"rubbish")
    staying = open_repository(story.folder).staying()
    found = list(staying.blobs([good] * 70 + [damaged, good]))
    assert found == [(good, TWO)] * 70 + [(damaged, None), (good, TWO)]
    assert list(staying.blobs([damaged, good])) == [(damaged, None), (good, TWO)]


def test_only_full_ids_reach_it(story: RepositoryBuilder) -> None:
    """What is no full object id is a mistake of ours, and never sent."""
    with pytest.raises(ValueError, match="not a full object id"):
        list(open_repository(story.folder).staying().blobs([f"{MISSING}\ninfo HEAD"]))


_ASKER = """import os, signal, sys
from pathlib import Path
from alliance_docs.history.pipes import Staying
from tests.test_staying import GIT, Starts
start = Starts(Path(sys.argv[1]), *GIT)
staying = Staying(start)
list(staying.objects(b"blob", [sys.argv[2]]))
print(start.processes[0].pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits for a process that is nobody's child here")
@pytest.mark.parametrize("killed", [True, False])
def test_it_ends_with_whoever_asks(story: RepositoryBuilder, *, killed: bool) -> None:
    """Whether a worker ends or is killed, the process it asked ends too."""
    command = [sys.executable, "-c", _ASKER, str(story.folder), story.blob("alliances/a.yml")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asker:
        assert asker.stdout
        git = os.pidfd_open(int(asker.stdout.readline()))
        if killed:
            asker.kill()
        asker.communicate()
        assert select.select([git], [], [], 60)[0]
        os.close(git)
