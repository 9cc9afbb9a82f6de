"""Edits change the bytes they mean to change and no other; on disk a file is the old or the new one."""

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_docs.errors import AllianceError, SourceError
from alliance_docs.model import Alliance
from alliance_docs.reading.alliance_file import read_alliance
from alliance_docs.writing.edit import Splice, create_bytes_atomically, replace_bytes_atomically, splice, write_ids
from tests.mutants import DOCUMENTS, mutants

HEAD = "title: Us\nparties: [{id: maren}]\n"

CASES = {
    "a block entry": ("agreements:\n- text: We meet.\n", "agreements:\n- id: we-meet\n  text: We meet.\n"),
    "a block entry, indented, with blanks after the dash": (
        "agreements:\n    -   topic: a # why\n        text: We meet.",
        "agreements:\n    -   id: we-meet\n        topic: a # why\n        text: We meet.",
    ),
    "a folded text first": (
        "agreements:\n- text: >-\n    We meet\n    here.\n",
        "agreements:\n- id: we-meet-here\n  text: >-\n    We meet\n    here.\n",
    ),
    "a comment after the dash": (
        "agreements:\n- # old\n  text: We meet.",
        "agreements:\n- # old\n  id: we-meet\n  text: We meet.",
    ),
    "an explicit key": ("agreements:\n- ? text\n  : We meet.\n", "agreements:\n- id: we-meet\n  ? text\n  : We meet.\n"),
    "a flow entry": ("agreements: [{text: We meet.}]", "agreements: [{id: we-meet, text: We meet.}]"),
    "a flow entry with blanks": ("agreements: [ {  text: We meet. } ]", "agreements: [ {  id: we-meet, text: We meet. } ]"),
    "a flow entry over lines": ("agreements: [{\n  text: We meet.}]", "agreements: [{id: we-meet, \n  text: We meet.}]"),
    "a flow entry with a comment": (
        "agreements: [{ # x\n  text: We meet.}]",
        "agreements: [{id: we-meet,  # x\n  text: We meet.}]",
    ),
    "a flow entry in a block list": ("agreements:\n- {text: We meet.}\n", "agreements:\n- {id: we-meet, text: We meet.}\n"),
    "an entry without braces": ("agreements: [text: We meet.]", "agreements: [{id: we-meet, text: We meet.}]"),
    "an id that is empty": ("agreements:\n- id:\n  text: We meet.\n", "agreements:\n- id: we-meet\n  text: We meet.\n"),
    "an empty id and a comment": ("agreements:\n- id: # x\n  text: a\n", "agreements:\n- id: a # x\n  text: a\n"),
    "an empty id in quotes": ('agreements: [{id: "", text: a}]', "agreements: [{id: a, text: a}]"),
    "an id that is null": ("agreements:\n- text: We meet.\n  id: ~\n", "agreements:\n- text: We meet.\n  id: we-meet\n"),
    "the short title": (
        "agreements: [{title: Our evening, text: We.}]",
        "agreements: [{id: our-evening, title: Our evening, text: We.}]",
    ),
    "four words": (
        "agreements: [{text: One two three four five}]",
        "agreements: [{id: one-two-three-four, text: One two three four five}]",
    ),
    "accents and quotes": ("agreements: [{text: Zoë's ‘Übung’}]", "agreements: [{id: zoes-ubung, text: Zoë's ‘Übung’}]"),
    "another alphabet": (
        "agreements: [{text: Привет}, {text: 你好}]",
        "agreements: [{id: clause, text: Привет}, {id: clause-2, text: 你好}]",
    ),
    "one that is taken": (
        "agreements: [{id: a, text: x}, {text: a}]\nboundaries: [{owner: maren, text: a}]",
        "agreements: [{id: a, text: x}, {id: a-2, text: a}]\nboundaries: [{id: a-3, owner: maren, text: a}]",
    ),
    "questions have their own": (
        "agreements: [{id: a, text: x}]\nquestions: [{text: a}]",
        "agreements: [{id: a, text: x}]\nquestions: [{id: a, text: a}]",
    ),
    "a drop by its words": (
        "drops: [{owner: maren, acknowledged: {text: I lied.}}]",
        "drops: [{id: i-lied, owner: maren, acknowledged: {text: I lied.}}]",
    ),
    "what is named by other keys": (
        "reviews: {held: [{date: 2024-01-01}]}\nassent: [{party: maren}]\nsession: [{place: x}]",
        "reviews: {held: [{date: 2024-01-01}]}\nassent: [{party: maren}]\nsession: [{place: x}]",
    ),
    "what is no map": ("agreements: [We meet., {text: x}, [y], {}]", "agreements: [We meet., {id: x, text: x}, [y], {}]"),
    "what has an id": ("agreements: [{id: Our Evening, text: x}]", "agreements: [{id: Our Evening, text: x}]"),
    "an id that is a list": ("agreements: [{id: [a], text: x}]", "agreements: [{id: [a], text: x}]"),
}


@pytest.mark.parametrize(("before", "after"), CASES.values(), ids=CASES)
@pytest.mark.parametrize("style", ["as typed", "CRLF", "BOM", "no last line end"])
def test_ids_are_written_and_nothing_else_changes(before: str, after: str, style: str) -> None:
    """Whatever the style of the entry and of the file: comments, quotes, line ends and blanks stay as they are."""
    styles = {
        "as typed": lambda text: (HEAD + text).encode(),
        "CRLF": lambda text: (HEAD + text).replace("\n", "\r\n").encode(),
        "BOM": lambda text: b"\xef\xbb\xbf" + (HEAD + text).encode(),
        "no last line end": lambda text: (HEAD + text.rstrip("\n")).encode(),
    }
    assert write_ids(styles[style](before), "f") == styles[style](after)


def test_parties_are_called_by_their_first_name() -> None:
    """Where that is free and means nothing else; a party without a name is a party."""
    source = b"title: x\nparties: [{name: Maren Berg}, {name: Maren Holm}, {name: Each}, {git: [x]}, {name: Jo}]\n"
    assert write_ids(source, "f") == (
        b"title: x\nparties: [{id: maren, name: Maren Berg}, {id: maren-holm, name: Maren Holm}, "
        b"{id: each-2, name: Each}, {id: party, git: [x]}, {id: jo, name: Jo}]\n"
    )


def test_a_file_that_cannot_be_read_is_not_edited() -> None:
    """The problems come with the error."""
    with pytest.raises(SourceError) as caught:
        write_ids(b"agreements: [{text: &x a}]", "f")
    assert "anchor" in [problem.rule for problem in caught.value.problems]


def test_an_entry_that_would_change_is_not_edited() -> None:
    """A key without its colon cannot take a value: the file stays as it is, and the error says so."""
    with pytest.raises(AllianceError, match="without changing something else"):
        write_ids((HEAD + "agreements: [{id, text: x}]").encode(), "f")


def _without_ids(alliance: Alliance | None) -> list[tuple[str, dict[str, object]]]:
    assert alliance is not None
    return [(clause.section, dict(clause.fields)) for clause in alliance.clauses]


@pytest.mark.parametrize("document", DOCUMENTS, ids=["block", "flow", "without ids"])
def test_writing_ids_twice_changes_nothing_more(document: bytes) -> None:
    """All that was written stays; the second run finds nothing to do."""
    after = write_ids(document, "f")
    assert write_ids(after, "f") == after
    assert _without_ids(read_alliance(after, "f", "f")[0]) == _without_ids(read_alliance(document, "f", "f")[0])


def test_odd_documents_keep_their_meaning() -> None:
    """Of 200 broken documents each is refused or means the same afterwards, and what was taken away is only ids."""
    for source in mutants(200, seed=5):
        before, _ = read_alliance(source, "f", "f")
        if before is None:
            continue
        after = write_ids(source, "f")
        assert _without_ids(read_alliance(after, "f", "f")[0]) == _without_ids(before)
        assert len(after) >= len(source)


@settings(max_examples=200)
@given(st.text(max_size=40), st.data())
def test_a_splice_changes_only_its_place(text: str, data: st.DataObject) -> None:
    """What stands before and after stays; several splices count places in the text as it was."""
    places = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    one, other = Splice(places[0], places[1], "<one>"), Splice(places[2], places[3], "<other>")
    expected = text[: places[0]] + "<one>" + text[places[1] : places[2]] + "<other>" + text[places[3] :]
    assert splice(text, [one, other]) == expected
    assert splice(text, []) == text


# On disk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that holds `before` and may be read by everybody."""
    file = tmp_path / "us.yml"
    file.write_bytes(b"before")
    file.chmod(0o644)
    return file


def names_in(folder: Path) -> list[str]:
    """Everything that stands in a folder."""
    return [inner.name for inner in folder.iterdir()]


def test_a_file_is_replaced_and_keeps_its_permissions(path: Path) -> None:
    """No other file is left beside it."""
    path.chmod(0o640)
    replace_bytes_atomically(path, b"before", b"after")
    assert path.read_bytes() == b"after"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert names_in(path.parent) == ["us.yml"]


def test_a_file_that_was_changed_meanwhile_is_left_alone(path: Path) -> None:
    """Somebody else's words are never overwritten."""
    with pytest.raises(AllianceError, match="was changed meanwhile"):
        replace_bytes_atomically(path, b"older", b"after")
    assert path.read_bytes() == b"before"
    assert names_in(path.parent) == ["us.yml"]


def test_a_link_is_not_replaced(path: Path) -> None:
    """Neither the link nor the file it leads to."""
    link = path.parent / "link.yml"
    link.symlink_to(path)
    with pytest.raises(AllianceError, match="is a symbolic link"):
        replace_bytes_atomically(link, b"before", b"after")
    assert link.is_symlink()
    assert path.read_bytes() == b"before"


def test_a_failure_of_the_disk_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At each of the steps: writing lastingly, permissions, the swap itself."""

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for name in ("os.fsync", "pathlib.Path.chmod", "pathlib.Path.replace"):
        with monkeypatch.context() as broken:
            broken.setattr(name, fail)
            with pytest.raises(AllianceError, match="No space left on device"):
                replace_bytes_atomically(path, b"before", b"after")
        assert path.read_bytes() == b"before"
        assert names_in(path.parent) == ["us.yml"]


def test_a_new_file_is_there_as_a_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full nothing is left; what is there already stays."""
    target = tmp_path / "in" / "new.yml"
    with monkeypatch.context() as full:
        full.setattr(os, "fsync", _no_space)
        with pytest.raises(OSError, match="No space"):
            create_bytes_atomically(target, b"title: Us\n")
    assert names_in(target.parent) == []
    create_bytes_atomically(target, b"title: Us\n")
    with pytest.raises(FileExistsError):
        create_bytes_atomically(target, b"title: They\n")
    assert (target.read_bytes(), names_in(target.parent)) == (b"title: Us\n", ["new.yml"])


def test_a_disk_where_no_file_has_two_names_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some cannot link; then the finished file is moved."""

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    create_bytes_atomically(tmp_path / "new.yml", b"title: Us\n")
    assert names_in(tmp_path) == ["new.yml"]


def _no_space(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Nothing is made in its place."""
    with pytest.raises(AllianceError, match="No such file"):
        replace_bytes_atomically(tmp_path / "us.yml", b"", b"after")
    assert names_in(tmp_path) == []
