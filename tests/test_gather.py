"""What was kept is never wrong: a build that finds everything is the same to the byte as one that finds nothing."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alliance_docs import workers
from alliance_docs.audience import Audience
from alliance_docs.engine import crew, press
from alliance_docs.engine.content import Content, Reading, load_content
from alliance_docs.errors import AllianceError, RepositoryError, SourceError
from alliance_docs.keeping.keep import Keep, open_keep
from alliance_docs.keeping.keep_place import VARIABLE
from alliance_docs.leaks.hidden_words import hidden_texts, visible_text
from alliance_docs.page import Page
from alliance_docs.volumes import open_library
from tests.repositories import RepositoryBuilder

HEAD = "title: {name}\naudience: {audience}\nparties: [{{id: ana, name: Ana}}, {{id: ben, name: Ben}}]\n"
BODY = "purpose: {purpose}\ncommitments:\n- {{id: call, owner: ana, text: I call {when}.{private}}}\n"
FORTUNE = "the old piano in the cellar nobody plays"


def document(
    name: str, purpose: str = "One.", when: str = "on Sunday", *, private: str = "", audience: str = "public"
) -> str:
    """One alliance."""
    return HEAD.format(name=name, audience=audience) + BODY.format(purpose=purpose, when=when, private=private)


def everything(content: Content) -> dict[str, object]:
    """All that a build puts out, and says, by name; pages without their way of being read."""
    words = content.book.words if content.book else ()
    said = (content.day, content.problems, content.remarks, content.trouble)
    shown = {page.address: (*_facts(page), page.body) for page in content.pages}
    files = {asset.address: asset.content for asset in content.assets}
    return {**shown, **files, "": said, "gate": (hidden_texts(words), visible_text(words))}


def _facts(page: Page) -> tuple[object, ...]:
    return (page.title, page.description, page.headings, page.searchable, page.source, page.feed, page.key)


def outcome(reading: Reading, known: dict[str, press.Told] | None = None) -> object:
    """Everything of a build, or the words of the error that stops it."""
    try:
        return everything(load_content(reading, known))
    except AllianceError as error:
        return (str(error), error.mend)


@contextmanager
def kept_in(place: Path) -> Iterator[None]:
    """Keep everything below another place for as long as the block runs."""
    before = os.environ[VARIABLE]
    os.environ[VARIABLE] = str(place)
    try:
        yield
    finally:
        os.environ[VARIABLE] = before


# What people and git do between two builds, each with a number to choose by

Act = Callable[[RepositoryBuilder, int], None]


def edit(built: RepositoryBuilder, number: int) -> None:
    """Change one file and leave it uncommitted."""
    built.write(f"alliances/{number % 3}.yml", document(f"Pair {number % 3}", f"Edit {number}."))


def commit(built: RepositoryBuilder, number: int) -> None:
    """Commit whatever there is, with a change of one more file."""
    built.write(f"alliances/{number % 3}.yml", document(f"Pair {number % 3}", f"Commit {number}.", f"at {number}"))
    built.commit(f"Change {number}")


def hide(built: RepositoryBuilder, number: int) -> None:
    """Commit two files at once, of which one hides something: the message must go from both."""
    secret = f"{FORTUNE} after {built.head[:6]}"  # another one each time, so that this commit is about it
    built.write("alliances/0.yml", document("Pair 0", when=secret, private=", private: true"))
    built.write(f"alliances/{1 + number % 2}.yml", document(f"Pair {1 + number % 2}", f"Beside {number}."))
    built.commit(f"Hide {FORTUNE}")


def close(built: RepositoryBuilder, number: int) -> None:
    """Take one alliance from the public."""
    name = number % 3
    built.write(f"alliances/{name}.yml", document(f"Pair {name}", f"Closed {number}.", audience="parties"))
    built.commit(f"Close {number}")


def move(built: RepositoryBuilder, number: int) -> None:
    """Rename every file of one name, or back."""
    there, here = f"alliances/{number % 3}.yml", f"alliances/moved-{number % 3}.yml"
    before, after = (there, here) if (built.folder / there).exists() else (here, there)
    if (built.folder / before).exists() and not (built.folder / after).exists():
        built.move(before, after)
        built.commit(f"Move {number}")


def remove(built: RepositoryBuilder, number: int) -> None:
    """Take one file away."""
    if (built.folder / f"alliances/{number % 3}.yml").exists():
        built.remove(f"alliances/{number % 3}.yml")
        built.commit(f"Remove {number}")


def merge(built: RepositoryBuilder, number: int) -> None:
    """Merge a branch in which another file was changed."""
    built.commit("Before the branch")
    built.branch(f"side-{number}-{built.head[:6]}")
    side = built.git("branch", "--show-current")
    built.write(f"alliances/{(number + 1) % 3}.yml", document(f"Pair {(number + 1) % 3}", f"Side {number}."))
    built.commit(f"Side {number}")
    built.switch("main")
    built.write("notes.txt", f"{number}")
    built.commit("Main goes on")
    built.merge(side)


def rewrite(built: RepositoryBuilder, number: int) -> None:
    """Give the newest commit another message, as after a rebase."""
    built.git("commit", "--amend", "--quiet", "--no-verify", "--allow-empty", f"--message=Rewritten {number}")


def go_back(built: RepositoryBuilder, number: int) -> None:
    """Throw the newest commits away, the files with them."""
    count = int(built.git("rev-list", "--count", "--first-parent", "HEAD"))
    built.git("reset", "--quiet", "--hard", f"HEAD~{min(number % 3, count - 1)}")


ACTS: Sequence[Act] = (edit, commit, hide, close, move, remove, merge, rewrite, go_back)


@settings(max_examples=8, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(ACTS), st.integers(0, 5), st.sampled_from(Audience), st.sampled_from(["", "https://a.example/"])
        ),
        min_size=2,
        max_size=5,
    )
)
def test_warm_and_cold_builds_are_the_same_to_the_byte(story: list[tuple[Act, int, Audience, str]]) -> None:
    """After edits, commits, merges, renames, rewritten history and other options, whatever was kept from before.

    So is what somebody makes who keeps in mind what the last time told, be it kept elsewhere or not.
    """
    known: dict[str, press.Told] = {}
    with tempfile.TemporaryDirectory() as place:
        built = RepositoryBuilder(Path(place).resolve() / "made")
        for name in range(3):
            built.write(f"alliances/{name}.yml", document(f"Pair {name}"))
        built.commit("Begin")
        for number, (act, choice, audience, site_url) in enumerate(story):
            act(built, choice)
            reading = Reading(built.folder / "alliances", audience, keep_going=True, site_url=site_url)
            with kept_in(Path(place) / "warm"):
                warm = outcome(reading)
            with kept_in(Path(place) / f"cold-{number}"):
                cold = outcome(reading)
                minded = outcome(reading, known)
            assert warm == cold == minded
            if audience is Audience.PUBLIC:
                assert FORTUNE not in str(
                    [one for name, one in cold.items() if name != "gate"] if isinstance(cold, dict) else cold
                )


@pytest.fixture
def two(repository: RepositoryBuilder) -> RepositoryBuilder:
    """Two alliances, of which the first hides something in a commit that changed both."""
    for name in ("one", "two"):
        repository.write(f"alliances/{name}.yml", document(name))
    repository.commit("Begin")
    repository.write("alliances/one.yml", document("one", when=FORTUNE, private=", private: true"))
    repository.write("alliances/two.yml", document("two", "Another purpose."))
    repository.commit(f"Sell {FORTUNE}")
    return repository


def test_a_message_goes_from_every_alliance_when_one_hides_what_it_touches(two: RepositoryBuilder) -> None:
    """Made alone the second one would show it; kept or not, before and after, it never does."""
    reading = Reading(two.folder / "alliances")
    for _ in range(2):
        shown = everything(load_content(reading))
        page = next(address for address in shown if address.startswith("alliances/two/r/"))
        assert not any(FORTUNE in str(value) for name, value in shown.items() if name != "gate")
        assert any("The message is left out here." in str(shown[name]) for name in shown if name.startswith(page[:17]))
    two.write("alliances/one.yml", document("one", when=FORTUNE))
    hides_no_more = everything(load_content(reading))
    assert not any(FORTUNE in str(value) for name, value in hides_no_more.items() if name != "gate")


def test_everything_is_kept_after_a_build(two: RepositoryBuilder) -> None:
    """Each alliance is found under its key, so that the next build makes none."""
    reading = Reading(two.folder / "alliances", Audience.PARTIES)
    first = everything(load_content(reading))
    library = open_library(reading.folder)
    order = press.Order(reading.folder, allow_shallow=False, audience=Audience.PARTIES, site_url="", notices=())
    tasks = [press.Task(volume) for volume in library.volumes]
    assert all(open_keep().get(press.key_of(task, order)) for task in tasks)
    assert everything(load_content(reading)) == first


def test_another_edition_finds_nothing(two: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another version of this program, its templates or its libraries made is not taken for ours."""
    library = open_library(two.folder / "alliances")
    order = press.Order(library.folder, allow_shallow=False, audience=Audience.PUBLIC, site_url="", notices=())
    task = press.Task(library.volumes[0])
    before = press.key_of(task, order)
    monkeypatch.setattr(press, "edition", lambda: "another")
    assert press.key_of(task, order) != before


def test_bodies_come_back_when_what_was_kept_is_deleted_meanwhile(two: RepositoryBuilder) -> None:
    """Whoever empties the place during a build does no harm."""
    reading = Reading(two.folder / "alliances")
    expected = everything(load_content(reading))
    content = load_content(reading)
    for path in open_keep().folder.iterdir():
        path.write_bytes(b"")
    assert everything(content) == expected


def test_what_the_last_time_told_is_not_read_again(two: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what changed since is asked for where things are kept, and what is not needed any more is forgotten."""
    reading, known = Reading(two.folder / "alliances"), dict[str, press.Told]()
    first = everything(load_content(reading, known))
    before, asked = set(known), list[str]()
    monkeypatch.setattr(Keep, "get", lambda _, key: asked.append(key))
    assert everything(load_content(reading, known)) == first
    assert not before.intersection(asked)
    two.write("alliances/two.yml", document("two", "A third purpose."))
    load_content(reading, known)
    assert len(before - known.keys()) == len(known.keys() - before) == 1


def test_heads_that_were_needed_are_read_from_one_file(two: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the second time on; where that file is broken or of yesterday each entry is opened again."""
    reading, known, opened = Reading(two.folder / "alliances"), dict[str, press.Told](), list[str]()
    first = everything(load_content(reading, known))
    tells = Keep.told

    def told(keep: Keep, key: str) -> object:
        opened.append(key)
        return tells(keep, key)

    def asked() -> int:
        """How many entries of alliances a build opens."""
        opened.clear()
        assert everything(load_content(reading)) == first
        return len(known.keys() & opened)

    monkeypatch.setattr(Keep, "told", told)
    assert (asked(), asked()) == (2, 0)
    key, *_ = known
    (together,) = (path for path in open_keep().folder.iterdir() if key.encode() in path.read_bytes())
    whole = together.read_bytes()
    for broken in (b"", whole[:20], whole[:-1], whole.replace(b"alliance", b"another-"), whole[:-9] + b"x" + whole[-8:]):
        together.write_bytes(broken)
        assert asked() > 0
        assert asked() == 0
    os.utime(together, (time.time() - 100_000,) * 2)
    assert (asked(), asked()) == (2, 0)


def test_an_entry_that_fits_nothing_is_made_anew(two: RepositoryBuilder) -> None:
    """Readable JSON of another shape counts as nothing."""
    reading = Reading(two.folder / "alliances")
    expected = everything(load_content(reading))
    keep = open_keep()
    for path in list(keep.folder.iterdir()):
        keep.put(path.name, [["not", "ours"], 0, []])
    assert everything(load_content(reading)) == expected


# Workers


def make(folder: Path, workers: int) -> list[object]:
    """The summaries and texts of all alliances, each a batch of its own, made by so many workers."""
    library = open_library(folder)
    order = press.Order(folder, allow_shallow=False, audience=Audience.PUBLIC, site_url="", notices=())
    tasks = [press.Task(volume) for volume in library.volumes]
    keep = open_keep(lasting=False)
    entries = crew.make_all(tasks, order, library, keep, workers)
    return [(entry.summary, entry.text(0)) for entry in entries]


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each alliance is a batch."""
    monkeypatch.setattr(crew, "_BATCH", 1)


@pytest.mark.usefixtures("small_batches")
def test_workers_make_the_same_in_the_same_order(two: RepositoryBuilder) -> None:
    """Who made what shows nowhere."""
    assert make(two.folder / "alliances", 2) == make(two.folder / "alliances", 0)


@pytest.mark.usefixtures("small_batches")
def test_without_workers_the_work_is_done_here(two: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no process may be started, and where each of them dies at once."""
    expected = make(two.folder / "alliances", 0)
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert make(two.folder / "alliances", 2) == expected
    monkeypatch.undo()
    monkeypatch.setattr(workers, "_WORKER", "")
    monkeypatch.setattr(crew, "_BATCH", 1)
    assert make(two.folder / "alliances", 2) == expected


@pytest.mark.usefixtures("small_batches")
def test_an_error_of_a_worker_is_the_same_error(two: RepositoryBuilder) -> None:
    """Of several the first in the order of the alliances, with its words and what mends it."""
    told = []
    for name in ("one", "two"):
        blob = two.blob(f"alliances/{name}.yml", "HEAD~1" if name == "two" else "HEAD")
        loose = two.folder / ".git" / "objects" / blob[:2] / blob[2:]
        loose.chmod(0o644)
        loose.write_bytes(b"no longer an object")
    for count in (0, 2):
        with pytest.raises(RepositoryError) as caught:
            make(two.folder / "alliances", count)
        told.append((caught.value.message, caught.value.mend))
    assert told[0] == told[1]


def test_errors_in_files_stop_before_anything_is_made(two: RepositoryBuilder) -> None:
    """And those that only the history shows stop before anything is published."""
    two.write("alliances/one.yml", document("one") + "private: [commitments/nowhere]\n")
    with pytest.raises(SourceError):
        load_content(Reading(two.folder / "alliances"))
