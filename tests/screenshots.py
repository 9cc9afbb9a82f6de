"""`python -m tests.screenshots FOLDER`: pictures of the example site for the README, on a screen and on a phone."""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from alliance_docs.demo import make_demo
from tests.browser import Scheme, chromium

_PAGES = (
    ("index", "index.html"),
    ("agreement", "alliances/harbour-street/index.html"),
    ("history", "alliances/harbour-street/history.html"),
    ("principle", "principles/your-side.html"),
)
_SCREENS = ((1280, 860), (390, 844))


def main(folder: Path) -> None:
    """Build the demo and take each picture once in the light, and the revision in the dark too."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place, chromium() as browser:
        demo = Path(place, "demo")
        make_demo(demo)
        subprocess.run([sys.executable, "-m", "alliance_docs", "build"], cwd=demo, check=True, capture_output=True)
        newest = min(demo.glob("site/alliances/harbour-street/r/*.html")).relative_to(demo / "site").as_posix()
        for name, address in (*_PAGES, ("revision", newest)):
            for width, height in _SCREENS:
                schemes: tuple[Scheme, ...] = ("light", "dark") if name == "revision" else ("light",)
                for scheme in schemes:
                    target = folder / f"{name}-{width}{'-dark' if scheme == 'dark' else ''}.png"
                    _take(browser, demo / "site" / address, (width, height), scheme, target)


def _take(browser: Browser, page_file: Path, size: tuple[int, int], scheme: Scheme, target: Path) -> None:
    context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme)
    page = context.new_page()
    page.goto(page_file.as_uri())
    page.screenshot(path=target)
    context.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
