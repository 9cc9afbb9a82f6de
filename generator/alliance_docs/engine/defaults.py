"""Settles what a mkdocs.yml leaves open, so that a file of six lines gives the same calm site that calls nobody.

Changes the loaded configuration of MkDocs in place. What the user wrote stays, except what would let the reader's browser
call another host: fonts, the star counter of `repo_url`, the remote script of Material's offline plugin.
"""

from pathlib import Path
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import get_plugin_logger
from mkdocs.theme import Theme

log = get_plugin_logger("alliances")

STYLES = "assets/alliance.css"
SCRIPT = "assets/alliance.js"
SEARCH_FROM_DISK = "assets/iframe-worker.js"
FEATURES = ("navigation.tabs", "navigation.path", "navigation.top", "toc.follow")
PALETTE = (
    {
        "media": "(prefers-color-scheme: light)",
        "scheme": "default",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/weather-night", "name": "Switch to dark colours"},
    },
    {
        "media": "(prefers-color-scheme: dark)",
        "scheme": "slate",
        "primary": "custom",
        "accent": "custom",
        "toggle": {"icon": "material/weather-sunny", "name": "Switch to light colours"},
    },
)


def theme_folder() -> Path:
    """Our templates, styles and script: inside an installed package, at the top of a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "theme"
    return inside if inside.is_dir() else package.parents[1] / "theme"


def settle(config: MkDocsConfig) -> None:
    """Fill in what the user left open and take out what would call another host."""
    _settle_theme(config.theme)
    config.extra_css.insert(0, STYLES)  # first, so that the user's own rules win
    config.extra_javascript.append(SCRIPT)
    config.extra.setdefault("homepage", "index.html")  # ours stands below a heading, where the theme does not find it
    _settle_search(config)
    _settle_repository(config)


def _settle_theme(theme: Theme) -> None:
    _add_templates(theme)
    plain = Theme(theme.name)
    if "font" in plain and theme["font"] is not False:
        if theme["font"] != plain["font"]:
            log.warning("theme.font is switched off: it loads fonts from another host. Set fonts by a style of your own.")
        theme["font"] = False
    if not theme.get("palette"):
        theme["palette"] = [dict(scheme) for scheme in PALETTE]
    if not theme.get("features"):
        theme["features"] = list(FEATURES)


def _add_templates(theme: Theme) -> None:
    """Put our folder behind the user's own and before Material; of other themes only our style and script are of use."""
    ours = str(theme_folder())
    if ours in {str(Path(folder).resolve()) for folder in theme.dirs}:
        return
    if theme.name == "material":
        theme.dirs.insert(1 if theme.custom_dir else 0, ours)
    else:
        log.info("The pages are made for the theme `material`; with another one they are plainer.")
        theme.dirs.append(ours)


def _settle_search(config: MkDocsConfig) -> None:
    """Let search work on `file://`, where browsers start no worker; the offline plugin knows our script by its name."""
    polyfills = [script for script in config.extra.get("polyfills") or [] if "unpkg.com/iframe-worker" not in str(script)]
    config.extra["polyfills"] = [SEARCH_FROM_DISK, *polyfills]


def _settle_repository(config: MkDocsConfig) -> None:
    """Keep the edit links that `repo_url` makes, without the star counter that Material adds for it."""
    if not config.repo_url:
        return
    log.warning("repo_url is not shown: with it each page asks the host of the repository for stars. Edit links are kept.")
    base = config.repo_url.rstrip("/") + "/"
    if config.edit_uri:
        config.edit_uri = urljoin(base, config.edit_uri)
    if config.edit_uri_template:
        config.edit_uri_template = urljoin(base, config.edit_uri_template)
    config.repo_url = None
