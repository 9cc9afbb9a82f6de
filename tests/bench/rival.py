"""git-history 0.8 (https://github.com/simonw/git-history), in an environment of its own, on the history of one file."""

import subprocess
import sys
import time
import venv
from pathlib import Path

from tests.bench.stages import Timing

_CONVERT = "return yaml.safe_load(content)['commitments']"


def install(folder: Path) -> Path | None:
    """The program, installed from the package index into a new environment; None where that is not possible."""
    venv.create(folder, with_pip=True)
    binaries = folder / ("Scripts" if sys.platform == "win32" else "bin")
    command = [str(binaries / "python"), "-m", "pip", "install", "--quiet", "git-history==0.8", "PyYAML", "setuptools<81"]
    done = subprocess.run(command, capture_output=True, check=False)
    return binaries / "git-history" if done.returncode == 0 else None


def timed_rival(program: Path, repository: Path, base: Path) -> Timing:
    """What it takes to bring every version of the commitments of the only alliance into a data base."""
    (file,) = (repository / "alliances").rglob("*.yml")
    started = time.perf_counter()
    asked = ("--repo", str(repository), "--id", "id", "--import", "yaml", "--convert", _CONVERT, "--silent")
    subprocess.run([str(program), "file", str(base), str(file), *asked], capture_output=True, check=True)
    return Timing(round(time.perf_counter() - started, 3), 0, 0, base.stat().st_size)
