"""What is kept of templates, and how they are found, changes nothing of what they make."""

from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from alliance_docs.engine.theme import LightTheme, lightened
from alliance_docs.keeping import compiled
from alliance_docs.keeping.compiled import CompiledTemplates

SOURCE = "{% if true %}\n<p>{{ text }}</p>\n{% endif %}\n"


def made(folder: Path, *, trim: bool = False, escape: bool = False) -> str:
    """What a new environment of these settings makes of the template."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        trim_blocks=trim,
        autoescape=escape,  # noqa: S701 - that is what is tested
        bytecode_cache=CompiledTemplates(),
    )
    return environment.get_template("page.html").render(text="<b>")


def test_other_settings_make_other_code(tmp_path: Path) -> None:
    """Each is what it would be if nothing had been kept, in any order."""
    (tmp_path / "page.html").write_text(SOURCE)
    for _ in range(2):
        assert made(tmp_path) == "\n<p><b></p>\n"
        assert made(tmp_path, trim=True) == "<p><b></p>\n"
        assert made(tmp_path, escape=True) == "\n<p>&lt;b&gt;</p>\n"
    (tmp_path / "page.html").write_text("new")
    assert made(tmp_path) == "new"


def test_another_edition_compiles_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What filters and extensions are is not in a template."""
    (tmp_path / "page.html").write_text(SOURCE)
    made(tmp_path)
    environment = Environment(loader=FileSystemLoader(tmp_path))  # noqa: S701 - as above
    kept = CompiledTemplates().get_bucket(environment, "page.html", str(tmp_path / "page.html"), SOURCE)
    monkeypatch.setattr(compiled, "edition", lambda: "another")
    other = CompiledTemplates().get_bucket(environment, "page.html", str(tmp_path / "page.html"), SOURCE)
    assert kept.code is not None
    assert other.code is None


def test_a_light_theme_lists_what_is_not_hidden(tmp_path: Path) -> None:
    """All that MkDocs takes from a theme, of one's own folder too; and a theme is made light once."""
    for name in ("own.css", ".hidden/icon.svg", "deep/er.js", "deep/.hidden/icon.svg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("")
    theme = Theme("material", custom_dir=str(tmp_path))
    light = lightened(theme, CompiledTemplates())
    assert isinstance(light, LightTheme)
    assert lightened(light, CompiledTemplates()) is light
    hidden = [name for name in theme.get_env().list_templates() if "/." in f"/{name}".rpartition("/")[0]]
    listed = light.get_env().list_templates()
    assert {"own.css", "deep/er.js"} <= set(listed)
    assert sorted([*listed, *hidden]) == theme.get_env().list_templates()
