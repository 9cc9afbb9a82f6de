"""Our files of a site are told by booklets, and found in them when somebody asks for one."""

from functools import partial

from alliance_docs.engine.booklet import Booklet, Booklets, Files, loose
from alliance_docs.engine.manifest import Made, Manifest, written_keys
from alliance_docs.engine.trees import Folder, Seen, written
from alliance_docs.page import Attachment, Page

PAGES = [Page(address, address, f"<h1>{address}") for address in ("index.html", "alliances/a/index.html", "care.html")]
FEED = Attachment("alliances/a/feed.xml", b"<feed/>")


def test_loose_files_come_in_a_booklet_for_each_folder() -> None:
    """In their order, without a key that would stand for all of them."""
    top, alliance = loose(PAGES, [FEED])
    assert (top.folder, alliance.folder) == ("", "alliances/a/")
    assert (top.key, top.count, alliance.count) == ("", 2, 1)
    assert top.read() == Files((PAGES[0], PAGES[2]), ())
    assert alliance.read() == Files((PAGES[1],), (FEED,))


def test_a_file_is_found_by_its_address_and_read_once() -> None:
    """Only the booklet of its folder is read."""
    reads = iter([Files((PAGES[1],), (FEED,))])
    booklets = Booklets(
        [
            Booklet("alliances/a/", "key", 1, (), partial(next, reads)),
            Booklet("alliances/b/", "key", 1, (), partial(next, iter(()))),
        ]
    )
    assert booklets.file("alliances/a/index.html") == PAGES[1]
    assert booklets.file(FEED.address) == FEED
    assert booklets.file("alliances/a/else.html") is None
    assert booklets.file("alliances/c/index.html") is None


def test_a_page_that_is_searched_is_read_when_it_is_asked_for() -> None:
    """Its address and key are known before."""
    found = ((PAGES[1].address, "its key"),)
    (searched,) = Booklet("alliances/a/", "key", 1, found, lambda: Files((PAGES[1],), ())).searched
    assert (searched.address, searched.key, searched.read()) == (*found[0], PAGES[1])


LOOKS: dict[str, Seen] = {"feed.xml": (7, 10, 1), "index.html": (40, 10, 2), "r/a b.html": (40, 11, 3)}
KEYS = dict.fromkeys(LOOKS, "k")
MANIFEST = Manifest(made={"alliances/a/": Made("all", written_keys(KEYS), written(LOOKS))})


def test_what_is_known_of_a_folder_holds_while_it_looks_the_same() -> None:
    """Of the same key, with no file more or less, and none that was written since; a key that nobody knows never holds."""
    same = written(LOOKS)
    assert MANIFEST.holds("alliances/a/", "all", same)
    assert not MANIFEST.holds("alliances/a/", "other", same)
    assert not MANIFEST.holds("alliances/b/", "all", same)
    for changed in (LOOKS | {"z.html": (1, 1, 4)}, LOOKS | {"feed.xml": (7, 12, 1)}, {"feed.xml": (7, 10, 1)}):
        assert not MANIFEST.holds("alliances/a/", "all", written(changed))
    unknown = Manifest(made={"": Made("", "", Folder("", ""))})
    assert not unknown.holds("", "", Folder("", ""))


def test_of_a_folder_that_changed_single_files_stay() -> None:
    """Those of the same key that look as they did."""
    now = written(LOOKS | {"feed.xml": (7, 12, 1)})
    assert MANIFEST.still("alliances/a/", KEYS | {"index.html": "other", "new.html": "k"}, now) == {
        "r/a b.html": LOOKS["r/a b.html"]
    }
    assert MANIFEST.still("alliances/b/", KEYS, now) == {}
    assert MANIFEST.still("alliances/a/", KEYS, None) == {}
    nameless = Manifest(made={"": Made("", written_keys({"a.html": ""}), written({"a.html": (1, 1, 1)}))})
    assert nameless.still("", {"a.html": ""}, written({"a.html": (1, 1, 1)})) == {}
