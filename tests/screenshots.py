"""`python -m tests.screenshots FOLDER`: pictures of the example site for the README, on a screen and on a phone."""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from alliance_docs.writing.demo import make_demo
from tests.browser import Scheme, chromium

_PAGES = (
    ("index", "index.html"),
    ("agreement", "alliances/harbour-street/index.html"),
    ("history", "alliances/harbour-street/history.html"),
    ("since", "alliances/team-lead-course/since/tomas.html"),
    ("compare", "alliances/harbour-street/compare.html?from=2&to=10"),
    ("sentences", "alliances/harbour-street/sentences.html#commitments--tell-first"),
    ("print", "alliances/harbour-street/print.html"),
    ("principle", "principles/your-side.html"),
)
_SCREENS = ((1280, 860), (390, 844))


def main(folder: Path) -> None:
    """Build the demo and take each picture in the light, and those of changes in the dark too."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        demo = Path(place, "demo")
        make_demo(demo)
        _run(demo, sys.executable, "-m", "alliance_docs", "build")
        newest = min(demo.glob("site/alliances/harbour-street/r/*.html")).relative_to(demo / "site").as_posix()
        for name, address in (*_PAGES, ("revision", newest)):
            _take_all(browser, demo / "site", name, address, folder)


def _run(folder: Path, *command: str) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def _take_all(browser: Browser, site: Path, name: str, address: str, folder: Path) -> None:
    schemes: tuple[Scheme, ...] = ("light", "dark") if name in ("revision", "since") else ("light",)
    for size in _SCREENS:
        for scheme in schemes:
            target = folder / f"{name}-{size[0]}{'-dark' if scheme == 'dark' else ''}.png"
            _take(browser, f"{site.as_uri()}/{address}", size, scheme, target)


def _take(browser: Browser, address: str, size: tuple[int, int], scheme: Scheme, target: Path) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.screenshot(path=target)
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
