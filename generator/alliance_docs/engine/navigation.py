"""The short navigation of a site whose mkdocs.yml has none; pages that come by the thousand never stand in it."""

from collections.abc import Iterable, Sequence

from mkdocs.structure.files import Files, InclusionLevel, file_sort_key
from mkdocs.structure.nav import Navigation, Section
from mkdocs.utils import nest_paths

from alliance_docs.engine.files import AlliancePage, address_of, source_of, source_uri
from alliance_docs.page import Page

Nav = list[object]

_AREAS = (
    ("Alliances", ("index.html",)),
    ("Principles", ("principles/",)),
    ("How to", ("how-to/",)),
    ("About", ("about.html", "care.html")),
)
_IN_NAVIGATION = (InclusionLevel.INCLUDED, InclusionLevel.UNDEFINED)  # undecided ones are of other plugins
_MOST = 12  # alliances named one by one; each of them costs a line on every page of the site


def navigation(pages: Sequence[Page], files: Files, agreements: Sequence[str] = ()) -> Nav:
    """Our areas, then what people wrote by hand, as MkDocs would nest it.

    `agreements` are the addresses of those that need not be among the pages, in the order of all.
    """
    ours = {page.address for page in pages}
    few = [page for page in pages if not page.address.startswith("alliances/")]
    found = (file for file in files.documentation_pages() if address_of(file.src_uri) not in ours)
    written = sorted((file for file in found if file.inclusion in _IN_NAVIGATION), key=file_sort_key)
    by_hand = {file.dest_uri: file.src_uri for file in written}
    areas: Nav = []
    for title, addresses in _AREAS:
        listed = [*_listed(few, addresses), *(_agreements(pages, agreements) if title == "Alliances" else [])]
        listed += [by_hand.pop(address) for address in list(by_hand) if address in addresses]
        if listed:
            areas.append({title: listed})
    return [*areas, *nest_paths(by_hand.values())]  # type: ignore[no-untyped-call]  # MkDocs gives it no types


def settle_under(section: Section | None, files: Files, nav: Navigation) -> None:
    """Let our pages that stand nowhere in the navigation belong to a section, so that the theme shows where one is."""
    listed = {id(page) for page in nav.pages}
    for file in files.documentation_pages():
        if isinstance(file.page, AlliancePage) and id(file.page) not in listed:
            file.page.parent = section


def section_of_alliances(files: Files, nav: Navigation) -> Section | None:
    """The section that the index of alliances stands in, or None where it stands in none."""
    index = files.get_file_from_path("index.md")
    section = index.page.parent if index and index.page in nav.pages else None
    return section if isinstance(section, Section) else None


def _listed(pages: Iterable[Page], addresses: tuple[str, ...]) -> list[str]:
    return [
        source_uri(page)
        for address in addresses
        for page in pages
        if page.address == address or (address.endswith("/") and page.address.startswith(address))
    ]


def _agreements(pages: Iterable[Page], addresses: Sequence[str]) -> list[str]:
    ours = [page.address for page in pages if page.address.endswith("/index.html") and page.address.startswith("alliances/")]
    found = dict.fromkeys((*addresses, *ours))
    return list(map(source_of, found)) if len(found) <= _MOST else []
