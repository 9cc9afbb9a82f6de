"""How our own files get onto the site of one build: those that are there and still right stay, the others are made anew.

What is there is known from the manifest of the last build. Everything unexpected ends in making all of them.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from mkdocs.config.defaults import MkDocsConfig

from alliance_docs.engine import mirror, trees
from alliance_docs.engine.aside import Pen, Seek
from alliance_docs.engine.booklet import Booklet, Booklets, Files, Searched
from alliance_docs.engine.editions import Edition
from alliance_docs.engine.files import PageFiles
from alliance_docs.engine.frames import Frames, Theme
from alliance_docs.engine.looking import Glance
from alliance_docs.engine.manifest import Looked, Made, Manifest, folder_of_site, read_manifest, write_manifest, written_keys
from alliance_docs.engine.mirror import Stay
from alliance_docs.engine.preview import Preview
from alliance_docs.engine.scribes import Written
from alliance_docs.engine.search import Entries, Search, Words, has_search
from alliance_docs.engine.surroundings import surroundings
from alliance_docs.engine.trees import Folder, Seen, Tree
from alliance_docs.progress import step
from alliance_docs.workers import beforehand, processors

if TYPE_CHECKING:
    from alliance_docs.engine.abridging import Abridged

Finish: TypeAlias = Callable[[str], str]

_TREE = "site"  # the second tree of `mirror`, beside the manifest
_MANY = 100  # folders: for fewer a process of its own costs more than the look at them
_NOTHING = Written({}, {}, [])


class Output:
    """The files of one build that MkDocs does not make.

    `target` is where the site will be published, None while serving; with a `preview` they are made when somebody asks.
    """

    def __init__(self, target: Path | None, preview: Preview | None = None) -> None:
        self._target = target
        self._preview = preview
        self._folder = folder_of_site(target) if target else None
        self._before = read_manifest(self._folder) if self._folder else Manifest()
        self._surroundings = ""
        self._there: dict[str, Folder] = {}
        self._second: Tree | None = None
        self._seen: Callable[[], tuple[dict[str, Folder], Tree] | None] = _not_yet
        self._still: dict[str, Folder] = {}
        self._clean: dict[str, Folder] = {}
        self._made: dict[str, Made] = {}
        self._words: Mapping[str, Words] = {}
        self.booklets: Sequence[Booklet] = ()
        self.searched: Sequence[Searched] = ()
        """The pages among them that the search finds, in their order."""
        self.found: Entries = []
        """What the search holds of these."""
        self.looks: dict[str, Folder] = {}
        """How every file of the site looks, once it is published."""
        self.search_is_bounded = False

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Have the site that is there looked at while the alliances are read, where it is large."""
        if self._target is None or self._folder is None or len(self._before.made) < _MANY or processors() == 1:
            yield
            return
        with beforehand(Glance(self._target, self._folder / _TREE)) as self._seen:
            yield
        self._seen = _not_yet

    def write(self, config: MkDocsConfig, made: PageFiles, theme: Theme, finish: Finish, sought: Seek) -> None:
        """Write into the site's folder what has to be made, and work out what the search holds of all of it.

        `finish` is as of the frames, `sought` gives what is looked for in pages that other processes write.
        """
        frames = Frames(config, made, theme, finish)
        if self._target:
            self._surroundings = surroundings(config, frames.sample())
            self._there, self._second = self._seen() or (trees.look(self._target), None)
            if self._surroundings != self._before.surroundings:
                self._before = Manifest()
        at_hand: dict[str, Abridged] = {}
        if self._preview:
            pen = Pen(Path(config.site_dir), frames, 0)
            self._preview.offer(partial(pen.asked, Booklets(self.booklets)))
        else:
            new = [booklet for booklet in self.booklets if not self._stays(booklet)]
            pen = Pen(Path(config.site_dir), frames, sum(booklet.count for booklet in new))
            written = pen.share_out(new, self._staying, sought)
            for booklet in new:
                one = written.pop(booklet.folder, _NOTHING)
                self._write(booklet, pen, one)
                at_hand |= one.abridged
        if not frames.are_safe:
            self._surroundings = ""
        if has_search(config):
            search = Search(config, made, self._preview.words if self._preview else self._before.words, at_hand)
            self.found = search.entries(self.searched)
            self._words, self.search_is_bounded = search.known, search.is_bounded
            if self._preview:
                self._preview.words = search.known

    def _stays(self, booklet: Booklet) -> bool:
        """Whether all files of a booklet are there and right; then they stay."""
        folder, there = booklet.folder, self._there.get(booklet.folder)
        if there is None or not self._before.holds(folder, booklet.key, there):
            return False
        self._still[folder], self._made[folder] = there, self._before.made[folder]
        return True

    def _staying(self, booklet: Booklet, files: Files) -> dict[str, Seen]:
        """Those of its files that are there and right, by address."""
        folder = booklet.folder
        still = self._before.still(folder, _keys(folder, files), self._there.get(folder))
        return {folder + name: seen for name, seen in still.items()}

    def _write(self, booklet: Booklet, pen: Pen, written: Written) -> None:
        """Write what is not there of one booklet, nor written already."""
        folder, files = booklet.folder, booklet.read()
        still = self._staying(booklet, files)
        new = [file for file in (*files.pages, *files.assets) if file.address not in still | written.looks]
        if new:
            pen.pass_on(booklet.count)
        looks = still | written.looks | pen.write(new)
        if still:
            self._still[folder] = _looks(folder, still)
        if written.clean:
            self._clean[folder] = _looks(folder, {address: looks[address] for address in written.clean})
        self._made[folder] = Made(booklet.key, written_keys(_keys(folder, files)), _looks(folder, looks))

    def searched_already(self, staging: Path) -> frozenset[str]:
        """Files in a folder in which nothing was found when they were written, and that nobody touched since."""
        now = trees.look(staging) if self._clean else {}
        same = (
            (folder, trees.rows(files).items() & trees.rows(now.get(folder)).items())
            for folder, files in self._clean.items()
        )
        return frozenset(folder + name for folder, rows in same for name, _ in rows)

    def unsearched(self, clean: Looked) -> tuple[Path, Container[str]] | None:
        """The published site and what needs no look there, if files of it stay that were not searched for these texts."""
        if self._target is None or not self._still or self._before.clean.covers(clean):
            return None
        stay = {folder + name for folder, files in self._still.items() for name in trees.numbers(files.files)}
        return self._target, _AllBut(stay)

    def last_edition(self, staging: Path, clean: Looked) -> Edition:
        """The published files that those in a folder replace and that look as they did when nothing was found in them."""
        if self._target is None or not self._before.clean.covers(clean):
            return Edition()
        same = {
            folder + name
            for folder, files in trees.look(staging).items()
            for name in trees.numbers(files.files).keys()
            & dict(trees.rows(self._there.get(folder)).items() & self._before.published(folder).items())
        }
        return Edition(self._target, frozenset(same))

    def publish(self, staging: Path, clean: Looked) -> None:
        """Put the site in its place and remember what it is made of; `clean` is what was looked for and not found."""
        assert self._target is not None, "there is a place to publish it"  # noqa: S101 - says what mypy cannot know
        step("Putting the site in its place")
        new = trees.look(staging)
        self.looks = _together(self._still, new)
        stay = Stay(self._still, self._there or trees.look(self._target), self._second)
        mirror.publish(staging, self._target, stay, self._folder / _TREE if self._folder else None)
        if self._folder:
            others = {folder: _without(files, self._made.get(folder)) for folder, files in new.items()}
            manifest = Manifest(self._surroundings, clean, self._made, self._words, others)
            if manifest != self._before:
                write_manifest(manifest, self._folder)


def _keys(folder: str, files: Files) -> dict[str, str]:
    """The keys of the files in a folder, by name."""
    return {file.address.removeprefix(folder): file.key for file in (*files.pages, *files.assets)}


def _looks(folder: str, looks: Mapping[str, Seen]) -> Folder:
    """How files in a folder look, which come by address."""
    return trees.written({address.removeprefix(folder): looks[address] for address in sorted(looks)})


def _not_yet() -> None:
    """Nobody has looked."""


def _together(still: Mapping[str, Folder], new: Mapping[str, Folder]) -> dict[str, Folder]:
    """How files look that stay and files that are new."""
    looks = {**still, **new}
    for folder in still.keys() & new.keys():
        files: dict[str, Seen] = trees.rows(still[folder]) | trees.rows(new[folder])
        looks[folder] = trees.written(dict(sorted(files.items())))
    return looks


def _without(files: Folder, made: Made | None) -> Folder:
    """The files of a folder that are none of ours."""
    ours = trees.numbers(made.look.files) if made else {}
    return trees.written({name: seen for name, seen in trees.rows(files).items() if name not in ours}) if ours else files


class _AllBut(Container[str]):
    """Every file but some."""

    def __init__(self, some: Container[str]) -> None:
        self._some = some

    def __contains__(self, address: object) -> bool:
        return address not in self._some
