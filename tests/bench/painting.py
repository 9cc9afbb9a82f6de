"""`python -m tests.bench.painting`: how soon each page of a long alliance shows something on a slow phone."""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser

from alliance_docs.engine.settings import SiteOrder
from alliance_docs.site import build_site
from tests.acceptance.long_history import write_f200
from tests.browser import chromium, served
from tests.repositories import RepositoryBuilder

_SLOWER = 4
_TIMES = 5
_PAGES = ("index.html", "history.html", "sentences.html", "compare.html", "print.html", "since/*.html", "r/*.html")
_FIRST_PAINT = """() => new Promise(tell => new PerformanceObserver(list => {
  const paint = list.getEntries().find(one => one.name === "first-contentful-paint"); if (paint) tell(paint.startTime)
}).observe({type: "paint", buffered: true}))"""


def main() -> None:
    """Print the fastest and the middle of five first paints of each page, in milliseconds, on a phone."""
    with tempfile.TemporaryDirectory(prefix="alliance-painting-") as place:
        repository = RepositoryBuilder(Path(place) / "f200")
        write_f200(repository)
        site = build_site(SiteOrder(repository.folder, site_dir=Path(place) / "site")).site
        with chromium() as browser, served(site) as home:
            for pattern in _PAGES:
                page = max((site / "alliances/f200").glob(pattern), key=lambda file: file.stat().st_size)
                paints = sorted(first_paint(browser, home + page.relative_to(site).as_posix()) for _ in range(_TIMES))
                print(f"{pattern:16} {paints[0]:6.0f} ms {paints[_TIMES // 2]:6.0f} ms", flush=True)  # noqa: T201 - it measures


def first_paint(browser: Browser, address: str) -> float:
    """Milliseconds until the first content is painted, in a new window that has nothing in its cache."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    try:
        page = context.new_page()
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
        page.goto(address)
        return float(page.evaluate(_FIRST_PAINT))
    finally:
        context.close()


if __name__ == "__main__":
    main()
