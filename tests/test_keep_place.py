"""Where things are kept: a folder for its owner alone, or none at all."""

import stat
from pathlib import Path

import pytest

from alliance_docs.keeping.keep_place import VARIABLE, keep_place


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({VARIABLE: "named"}, "named"),
        ({VARIABLE: "named", "XDG_CACHE_HOME": "elsewhere"}, "named"),
        ({"XDG_CACHE_HOME": "elsewhere"}, "elsewhere/alliance-docs"),
    ],
)
def test_the_folder_is_where_the_environment_says(
    environment: dict[str, str], place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own variable goes before the one that all programs share."""
    monkeypatch.delenv(VARIABLE, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, str(tmp_path / value))
    assert keep_place() == tmp_path / place
    assert stat.S_IMODE((tmp_path / place).stat().st_mode) == 0o700


def test_a_relative_path_for_all_programs_is_ignored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its rule says so, and a folder below wherever one stands would be a surprise."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path))
    place = keep_place()
    assert place is not None
    assert place.is_relative_to(tmp_path)


def test_nothing_is_kept_where_the_name_is_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set and empty, the variable switches keeping off."""
    monkeypatch.setenv(VARIABLE, "")
    assert keep_place() is None


def test_a_folder_that_others_can_write_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What somebody else could have put there is never read."""
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    tmp_path.chmod(0o777)
    assert keep_place() is None


def test_a_file_in_its_place_is_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then nothing is kept, and nothing fails."""
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "taken"))
    assert keep_place() is None
