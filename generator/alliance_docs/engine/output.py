"""How our own files get onto the site of one build: those that are there and still right stay, the others are made anew.

What is there is known from the manifest of the last build. Everything unexpected ends in making all of them.
"""

from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mkdocs.config.defaults import MkDocsConfig

from alliance_docs.engine import aside, mirror, trees
from alliance_docs.engine.files import PageFiles
from alliance_docs.engine.frames import Frames, Theme
from alliance_docs.engine.manifest import Looked, Manifest, folder_of_site, read_manifest, write_manifest
from alliance_docs.engine.mirror import Stay
from alliance_docs.engine.preview import Preview
from alliance_docs.engine.search import Entries, Search, has_search
from alliance_docs.engine.surroundings import surroundings
from alliance_docs.progress import step

if TYPE_CHECKING:
    from alliance_docs.engine.trees import Seen
    from alliance_docs.page import Asset, Page

_TREE = "site"  # the second tree of `mirror`, beside the manifest


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
        self._keys: dict[str, str] = {}
        self._there: dict[str, Seen] = {}
        self._still: dict[str, Seen] = {}
        self._written: dict[str, Seen] = {}
        self._words = preview.words if preview else self._before.words
        self.pages: list[Page] = []
        self.assets: list[Asset] = []
        self.found: Entries = []
        self.looks: dict[str, Seen] = {}
        """How every file of the site looks, once it is published."""
        self.search_is_bounded = False

    def write(self, config: MkDocsConfig, made: PageFiles, theme: Theme, finish: Callable[[str], str]) -> None:
        """Write into the site's folder what has to be made, and work out what the search holds of all of it."""
        frames = Frames(config, made, theme, finish)
        if self._target:
            self._surroundings = surroundings(config, frames.sample())
            self._keys = aside.keys(self.pages, self.assets)
            self._there = trees.look(self._target)
            self._still = self._before.still(self._keys, self._there, self._surroundings)
        pages = [page for page in self.pages if page.address not in self._still]
        assets = [asset for asset in self.assets if asset.address not in self._still]
        if self._preview:
            self._preview.offer(aside.makers(pages, assets, frames))
        else:
            self._written = aside.write(pages, assets, frames, Path(config.site_dir))
        if not frames.are_safe:
            self._surroundings = ""
        if has_search(config):
            search = Search(config, made, dict(self._words))
            self.found = search.entries(self.pages)
            self._words, self.search_is_bounded = search.known, search.is_bounded
            if self._preview:
                self._preview.words = search.known

    def unsearched(self, clean: Looked) -> tuple[Path, Container[str]] | None:
        """The published site and what needs no look there, if files of it stay that were not searched for these texts."""
        if self._target is None or not self._still or self._before.clean.covers(clean):
            return None
        return self._target, _AllBut(self._still)

    def publish(self, staging: Path, clean: Looked) -> None:
        """Put the site in its place and remember what it is made of; `clean` is what was looked for and not found."""
        assert self._target is not None, "there is a place to publish it"  # noqa: S101 - says what mypy cannot know
        step("Putting the site in its place")
        self.looks = self._still | trees.look(staging)
        stay = Stay(self._still, self._there or trees.look(self._target))
        mirror.publish(staging, self._target, stay, self._folder / _TREE if self._folder else None)
        if self._folder:
            manifest = Manifest(self._surroundings, clean, self._keys, self._still | self._written, self._words)
            if manifest != self._before:
                write_manifest(manifest, self._folder)


class _AllBut(Container[str]):
    """Every file but some."""

    def __init__(self, some: Mapping[str, object]) -> None:
        self._some = some

    def __contains__(self, address: object) -> bool:
        return address not in self._some
