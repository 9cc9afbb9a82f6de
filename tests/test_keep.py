"""What is kept: found again as it was, for its owner alone; whatever is broken or gone counts as not kept."""

import os
import stat
import time
from pathlib import Path

import pytest

from alliance_docs.keeping.keep import Entry, Keep, open_keep
from alliance_docs.keeping.keep_place import VARIABLE

TEXTS = ["one\ntwo", "", "Straße \ud800", "x" * 3_000_000, "last"]


def kept(keep: Keep, key: str = "key") -> Entry:
    """An entry that must be there."""
    entry = keep.get(key)
    assert entry is not None
    return entry


def test_what_was_kept_is_found_as_it_was() -> None:
    """Also after another process wrote it: the summary at once, each text when it is asked for."""
    keep = open_keep()
    written = keep.put("key", {"some": ["summary", None, 3]}, TEXTS)
    for entry in (written, kept(Keep(keep.folder))):
        assert entry.summary == {"some": ["summary", None, 3]}
        assert [entry.text(number) for number in range(len(TEXTS))] == TEXTS
        with pytest.raises(LookupError):
            entry.text(len(TEXTS))
    assert keep.get("other") is None


def test_nobody_else_can_read_it() -> None:
    """Hidden words are in it too."""
    keep = open_keep()
    keep.put("key", None, TEXTS)
    assert stat.S_IMODE(keep.folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in keep.folder.iterdir()] == [0o600]


@pytest.mark.parametrize("cut", [1, 10, 25, 40, 60, 1000])
def test_a_file_that_is_cut_off_counts_as_not_kept(cut: int) -> None:
    """As after a full disk, wherever it was cut."""
    keep = open_keep()
    keep.put("key", ["summary"], [f"text {number}" for number in range(100)])
    place = keep.folder / "key"
    place.write_bytes(place.read_bytes()[:-cut])
    assert keep.get("key") is None


def test_no_broken_byte_goes_unseen() -> None:
    """Each byte of an entry that is another one makes it unreadable or changes nothing of what it says."""
    keep = open_keep()
    keep.put("key", ["summary"], ["text"])
    whole = (keep.folder / "key").read_bytes()
    for place in range(len(whole)):
        (keep.folder / f"at-{place}").write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        entry = keep.get(f"at-{place}")
        if entry is not None:
            assert entry.summary == ["summary"]
            try:
                assert entry.text(0) == "text"
            except LookupError:
                continue


def test_a_text_whose_file_has_gone_is_an_error_of_its_own() -> None:
    """Whoever asks can have it made anew."""
    keep = open_keep()
    entry = keep.put("key", [], ["text of a file that goes"])
    (keep.folder / "key").unlink()
    with pytest.raises(LookupError):
        entry.text(0)


@pytest.mark.parametrize("place", ["", "not-there/below"])
def test_where_nothing_can_be_kept_the_entry_holds_its_texts(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a place something passing serves; where that goes too, memory does."""
    monkeypatch.setenv(VARIABLE, place and str(tmp_path / "file" / place))
    (tmp_path / "file").write_text("in the way")
    keep = open_keep()
    folder = keep.folder
    assert keep.put("key", [], TEXTS).text(4) == "last"
    assert folder.is_dir()
    assert Keep(tmp_path / "nowhere").put("key", [], TEXTS).text(4) == "last"
    del keep
    assert not folder.exists()


def test_tidying_drops_what_was_not_used_for_a_month() -> None:
    """Using an entry keeps it."""
    keep = open_keep()
    for key in ("old", "used", "new"):
        keep.put(key, [], [])
    month_ago = time.time() - 31 * 86_400
    for key in ("old", "used"):
        os.utime(keep.folder / key, (month_ago, month_ago))
    keep.get("used")
    keep.tidy()
    assert sorted(path.name for path in keep.folder.iterdir()) == ["new", "used"]


def test_heads_are_as_old_as_the_first_of_the_day() -> None:
    """However often others take their place; so once a day each entry is opened, and marked as used."""
    keep = open_keep()
    place = keep.folder / "heads"
    for age, is_kept in ((80_000, True), (90_000, False)):
        keep.put_heads("heads", [])
        begun = time.time() - age
        os.utime(place, (begun, begun))
        keep.put_heads("heads", [])
        assert (place.stat().st_mtime == pytest.approx(begun, abs=1)) == is_kept
