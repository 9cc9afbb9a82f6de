"""Which file of a commit is which, as a table and as laws; and the mapping that shares its parts."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.history.pairing import File, counted_lines, pair_by_content, pair_by_name
from alliance_docs.history.shelf import Shelf

NAMES = st.sampled_from(["a.yml", "b.yml", "in/a.yml", "in/b.yml"])
FILES = st.dictionaries(NAMES, st.tuples(st.sampled_from("123"), st.sampled_from(["", "x", "y"])), max_size=4).map(
    lambda found: [File(path, blob + file_id, file_id) for path, (blob, file_id) in found.items()]
)
CONTENTS = {"1": b"a\nb\nc\nd\n", "2": b"a\nb\nc\nX\n", "3": b"e\nf\n"}


def lines(blob: str) -> Counter[bytes]:
    """The lines of the few contents there are here, whatever id goes with them."""
    return counted_lines(CONTENTS[blob[0]])


@given(FILES, FILES, st.data())
def test_pairs_are_one_to_one_in_any_order(before: list[File], after: list[File], data: st.DataObject) -> None:
    """Every file has at most one partner, and the same one however the files come."""
    for pair in (pair_by_name, _by_content):
        pairs = pair(before, after)
        assert len(set(pairs.values())) == len(pairs)
        assert pairs.keys() <= {file.path for file in after}
        assert set(pairs.values()) <= {file.path for file in before}
        assert pair(data.draw(st.permutations(before)), data.draw(st.permutations(after))) == pairs


def _by_content(before: list[File], after: list[File]) -> dict[str, str]:
    return pair_by_content(before, after, lines)


@given(FILES, FILES)
def test_ids_are_never_crossed(before: list[File], after: list[File]) -> None:
    """By content no two files are paired that declare different ids; by name only at one path."""
    old, new = ({file.path: file for file in files} for files in (before, after))
    for now, was in _by_content(before, after).items():
        assert len({old[was].id, new[now].id} - {""}) < 2
    for now, was in pair_by_name(before, after).items():
        assert was == now or old[was].id == new[now].id != ""


def test_half_of_the_longer_file() -> None:
    """Half of the lines of the longer file are enough, one less is not; blank lines and line ends do not count."""
    contents = {
        "old": b"a\nb\nc\nd\n",
        "half": b"a\r\n\r\n b \r\nX\r\nY\r\n",
        "less": b"a\nX\nY\nZ\n",
        "long": b"a\nb\nc\nd\n" * 3,
        "": b"",
    }
    for blob, expected in (("half", {"new": "old"}), ("less", {}), ("long", {}), ("", {})):
        found = pair_by_content(
            [File("old", "old", "")], [File("new", blob, "")], lambda name: counted_lines(contents[name])
        )
        assert found == expected


@given(st.lists(st.dictionaries(st.text(max_size=2), st.none() | st.integers(), max_size=5), max_size=6))
def test_shelf_is_a_mapping_that_stays(changes: list[dict[str, int | None]]) -> None:
    """Changes make a new mapping, the old ones stay, and the difference of any two is told."""
    shelves: list[Shelf[int]] = [Shelf()]
    plain: list[dict[str, int]] = [{}]
    for change in changes:
        shelves.append(shelves[-1].changed(change))
        plain.append({key: value for key, value in {**plain[-1], **change}.items() if value is not None})
    for shelf, expected in zip(shelves, plain, strict=True):
        assert dict(shelf.items()) == expected
        assert all(shelf.get(key) == value for key, value in expected.items())
    different = {key for key, one, other in shelves[0].differing(shelves[-1]) if one != other}
    assert different == plain[-1].keys()
