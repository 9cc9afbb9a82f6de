"""R12: the same commit gives the same bytes in every environment: one hash of the whole built site."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from alliance_docs.writing.demo import make_demo
from tests.repositories import RepositoryBuilder, isolated_environment
from tests.test_git import SETTINGS
from tests.torture import Outcome

_REVERSED = """
import os
def _turned(real):
    def listed(*arguments, **options):
        found = list(real(*arguments, **options))[::-1]
        return found
    return listed
os.listdir = _turned(os.listdir)
_scan = os.scandir
class _Entries:
    def __init__(self, found): self._found = iter(found)
    def __iter__(self): return self
    def __next__(self): return next(self._found)
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def close(self): pass
os.scandir = lambda *arguments: _Entries(list(_scan(*arguments))[::-1])
"""
"""A sitecustomize.py that turns the order in which folders are listed."""

_PYTHONS = "ALLIANCE_PYTHONS"
"""Names other Pythons that have this package's dependencies, by their paths, joined as in PATH."""


@dataclass(frozen=True, slots=True)
class Surrounding:
    """What is different in one run; `prepare` changes the copy of the repository it builds."""

    name: str
    environment: Mapping[str, str] = field(default_factory=dict)
    without: tuple[str, ...] = ()
    prepare: Callable[[RepositoryBuilder], object] = lambda repository: repository
    python: str = sys.executable
    below: str = ""
    umask: int = 0o022


def _read_only(repository: RepositoryBuilder) -> None:
    for path in repository.folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)


def _settings(repository: RepositoryBuilder) -> None:
    for key, value in SETTINGS.items():
        repository.git("config", key, value)
    (repository.folder / ".mailmap").write_text("Somebody Else <else@example.org> <maren@example.org>\n")


def _packed(repository: RepositoryBuilder) -> None:
    repository.git("gc", "--quiet", "--aggressive", "--prune=now")
    repository.git("commit-graph", "write", "--reachable", "--changed-paths")


def _as_on_windows(repository: RepositoryBuilder) -> None:
    repository.git("config", "core.autocrlf", "true")
    for path in (repository.folder / "alliances").rglob("*.yml"):
        path.unlink()
    repository.git("checkout", "--quiet", "--", ".")


def _other_branches(repository: RepositoryBuilder) -> None:
    repository.branch("elsewhere")
    repository.commit("On another branch")
    repository.git("tag", "--annotate", "--message=Sign", "v1")
    repository.switch("main")


def _touched(repository: RepositoryBuilder) -> None:
    for path in repository.folder.rglob("*"):
        os.utime(path, (0, 0))


SURROUNDINGS = (
    Surrounding("as it is"),
    Surrounding("German", {"LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8", "LANGUAGE": "de"}),
    Surrounding("plain C", {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}),
    Surrounding("Turkish, Latin-5", {"LC_ALL": "tr_TR.ISO-8859-9", "PYTHONUTF8": "0", "PYTHONIOENCODING": "iso8859-9"}),
    Surrounding("Kathmandu", {"TZ": "Asia/Kathmandu"}),
    Surrounding("the other side of the date line", {"TZ": "Pacific/Kiritimati"}),
    Surrounding("hash seed 1", {"PYTHONHASHSEED": "1"}),
    Surrounding("hash seed 4242", {"PYTHONHASHSEED": "4242"}),
    Surrounding("optimised", {"PYTHONOPTIMIZE": "2", "PYTHONDONTWRITEBYTECODE": "1"}),
    Surrounding("no home", without=("HOME", "USER", "LOGNAME", "XDG_CACHE_HOME")),
    Surrounding("a small terminal", {"TERM": "dumb", "COLUMNS": "20", "LINES": "5", "NO_COLOR": "1"}),
    Surrounding("a large terminal in CI", {"TERM": "xterm-256color", "COLUMNS": "400", "CI": "true", "FORCE_COLOR": "1"}),
    Surrounding("the time to use is given", {"SOURCE_DATE_EPOCH": "86400"}),
    Surrounding("umask 077", umask=0o077),
    Surrounding("from a folder below", below="alliances"),
    Surrounding("folders listed backwards", {"PYTHONPATH": "reversed"}),
    Surrounding("a repository that cannot be written", prepare=_read_only),
    Surrounding("settings in the repository", prepare=_settings),
    Surrounding("settings of the user", {"GIT_CONFIG_GLOBAL": "settings"}),
    Surrounding("packed, with a commit graph", prepare=_packed),
    Surrounding("line ends of Windows", prepare=_as_on_windows),
    Surrounding("other branches and tags", prepare=_other_branches),
    Surrounding("all files from 1970", prepare=_touched),
    Surrounding("inside a hook", {"GIT_DIR": "/nowhere/.git", "GIT_INDEX_FILE": "/nowhere/index", "GIT_PREFIX": "x/"}),
    Surrounding(
        "a second time, with all that was kept", prepare=lambda repository: _build(repository, Surrounding("first"), "kept")
    ),
)


def run(seed: int, size: int) -> Outcome:  # noqa: ARG001 - nothing is left to chance
    """Build the examples in that many environments."""
    hashes: dict[str, list[str]] = {}
    broken = []
    tried = [*SURROUNDINGS[:size], *(_other_pythons() if size >= len(SURROUNDINGS) else ())]
    with tempfile.TemporaryDirectory(prefix="torture-where-") as place:
        folder = Path(place).resolve()
        make_demo(folder / "demo")
        for number, surrounding in enumerate(tried):
            copy = folder / f"{'x' * number}-copy"
            shutil.copytree(folder / "demo", copy, symlinks=True)
            repository = RepositoryBuilder(copy)
            surrounding.prepare(repository)
            said = _build(repository, surrounding, f"site-{number}")
            site = folder / f"site-{number}"
            if said:
                broken.append(f"{surrounding.name}: {said}")
            else:
                hashes.setdefault(_hash(site), []).append(surrounding.name)
    broken += [f"another site: {', '.join(names)}" for names in sorted(hashes.values(), key=len)[:-1]]
    return Outcome("R12", f"environments; {len(hashes)} hash of the whole site", len(tried), tuple(broken))


def _build(repository: RepositoryBuilder, surrounding: Surrounding, site: str) -> str:
    """Build the site there; what the command says where it fails, "" where it does not."""
    place = repository.folder.parent
    settings = place / "gitconfig"
    settings.write_text(
        "[core]\n\tquotePath = true\n[log]\n\tshowSignature = true\n[diff]\n\texternal = touch ran\n\trelative = true\n"
    )
    turned = place / "reversed"
    turned.mkdir(exist_ok=True)
    (turned / "sitecustomize.py").write_text(_REVERSED)
    path = os.pathsep.join(entry for entry in sys.path if entry)
    kept = {"XDG_CACHE_HOME": str(place / f"kept-{repository.folder.name}")}
    environment = isolated_environment() | kept | {"PYTHONPATH": path, **surrounding.environment}
    if environment.get("PYTHONPATH") == "reversed":
        environment["PYTHONPATH"] = f"{turned}{os.pathsep}{path}"
    if environment["GIT_CONFIG_GLOBAL"] == "settings":
        environment["GIT_CONFIG_GLOBAL"] = str(settings)
    for name in surrounding.without:
        environment.pop(name, None)
    done = subprocess.run(
        [surrounding.python, "-m", "alliance_docs", "build", "-d", str(place / site)],
        cwd=repository.folder / surrounding.below,
        env=environment,
        capture_output=True,
        umask=surrounding.umask,
        check=False,
    )
    return "" if done.returncode == 0 else (done.stdout + done.stderr).decode(errors="replace")[-300:]


def _other_pythons() -> Iterator[Surrounding]:
    for python in filter(None, os.environ.get(_PYTHONS, "").split(os.pathsep)):
        package = str(Path(__file__).parents[2] / "generator")
        yield Surrounding(f"another Python, {python}", {"PYTHONPATH": package}, python=python)


def _hash(site: Path) -> str:
    """One number for every file of a site and its bytes."""
    found = hashlib.sha256()
    for path in sorted(path for path in site.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(site).as_posix()}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
