"""The workflows in the README do what they say: the steps they run are run here, on a clone made as they make it."""

import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from alliance_docs.writing.demo import make_demo

README = Path(__file__).parent.parent / "README.md"


def workflows() -> list[dict[str, Any]]:
    """The YAML blocks of the section "Publish": GitHub's, then GitLab's."""
    section = README.read_text(encoding="utf-8").partition("## Publish")[2].partition("\n## ")[0]
    return [YAML(typ="safe", pure=True).load(block) for block in re.findall(r"```yaml\n(.*?)```", section, re.DOTALL)]


def steps(workflow: dict[str, Any]) -> list[str]:
    """Every command a workflow runs, in order."""
    if "jobs" in workflow:
        return [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    return [line for job in workflow.values() if isinstance(job, dict) for line in job.get("script", [])]


@pytest.mark.parametrize("place", [0, 1], ids=["github", "gitlab"])
def test_every_command_of_the_workflow_succeeds_on_a_full_clone(tmp_path: Path, place: int) -> None:
    """Both check and build; only the installation is left out, because this environment has it."""
    make_demo(tmp_path / "origin")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "--quiet", str(tmp_path / "origin"), str(clone)], check=True, capture_output=True)
    commands = [step for step in steps(workflows()[place]) if not step.startswith("pip install")]
    assert any("check" in command for command in commands)
    for command in commands:
        words = [sys.executable, "-m", "alliance_docs", *shlex.split(command)[1:]]
        done = subprocess.run(words, cwd=clone, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stderr}"
    assert (clone / ("site" if place == 0 else "public") / "index.html").is_file()


def test_both_fetch_the_whole_history_and_build_on_a_schedule() -> None:
    """A shallow clone would stop the build."""
    github, gitlab = workflows()
    checkout = github["jobs"]["build"]["steps"][0]
    assert checkout["with"]["fetch-depth"] == 0
    assert github["on"]["schedule"]
    assert gitlab["variables"]["GIT_DEPTH"] == 0
