"""The goals of the project's speed, what is measured for each, and how the figures stand against them; nothing is judged."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tests.bench.stages import Timing

Figures = Mapping[str, Timing]
"""What was measured in one run, by name."""


@dataclass(frozen=True, slots=True)
class Goal:
    """A row of the table: `needs` are the figures that `told` makes a sentence of."""

    name: str
    what: str
    goal: str
    needs: tuple[str, ...]
    told: Callable[[Figures], str]


def _times(above: str, *below: str) -> Callable[[Figures], str]:
    def told(figures: Figures) -> str:
        base = sum(figures[name].seconds for name in below)
        return f"{figures[above].seconds:.2f} s / {base:.2f} s = {figures[above].seconds / base:.1f} x"

    return told


def _seconds(*names: str) -> Callable[[Figures], str]:
    return lambda figures: ", ".join(f"{figures[name].seconds:.2f} s" for name in names)


def _growth(*names: str) -> tuple[tuple[str, ...], Callable[[Figures], str]]:
    """How many times as long these take with more alliances: the figures that takes, and what it says of them."""

    def told(figures: Figures) -> str:
        pairs = ((figures[f"large {name}"].seconds, figures[name].seconds) for name in names)
        return ", ".join(f"{large:.2f} s / {small:.2f} s = {large / small:.1f} x" for large, small in pairs)

    return (*names, *(f"large {name}" for name in names)), told


GOALS = (
    Goal("P1", "reading the histories, no page, against git's pipe", "<= 3 x", ("read", "git"), _times("read", "git")),
    Goal("P1", "the same with every finished body", "<= 6 x", ("make", "git"), _times("make", "git")),
    Goal(
        "P2",
        "a cold build against the pipe and MkDocs with as many empty pages",
        "<= 1.5 x",
        ("build", "git", "mkdocs"),
        _times("build", "git", "mkdocs"),
    ),
    Goal("P3", "`alliance build` again, nothing changed", "<= 1 s", ("again",), _seconds("again")),
    Goal("P3", "one clause edited; and committed", "<= 1.5 s", ("edited", "committed"), _seconds("edited", "committed")),
    Goal(
        "P3",
        "one clause edited, until its page is served; and committed",
        "<= 1.5 s",
        ("served", "served commit"),
        _seconds("served", "served commit"),
    ),
    Goal(
        "P4",
        "peak memory of a cold build",
        "<= 350 MiB",
        ("build",),
        lambda figures: f"{figures['build'].peak:.0f} MiB",
    ),
    Goal(
        "P4",
        "the same, 5,000 alliances",
        "<= 700 MiB",
        ("large build",),
        lambda figures: f"{figures['large build'].peak:.0f} MiB",
    ),
    Goal("P5", "5,000 alliances against 1,000: a cold build", "<= 5.2 x", *_growth("build")),
    Goal("P5", "the same: nothing changed, edited, committed", "<= 3 x", *_growth("again", "edited", "committed")),
    Goal("P5", "the same: edited until served, and committed", "<= 3 x", *_growth("served", "served commit")),
    Goal("P6", "one alliance of 2,000 revisions and 100 clauses, cold", "<= 10 s", ("long",), _seconds("long")),
    Goal(
        "P7",
        "git-history 0.8 against `alliance log --json`, 40 entries, 500 revisions",
        ">= 25 x",
        ("git-history", "log"),
        _times("git-history", "log"),
    ),
    Goal("P8", "`alliance --help`", "<= 0.3 s", ("help",), _seconds("help")),
    Goal(
        "P8",
        "`alliance check` of all files: warm, cold",
        "<= 1 s, <= 3 s",
        ("warm check", "check"),
        _seconds("warm check", "check"),
    ),
    Goal(
        "P9",
        "the same history without ids against with",
        "<= 2 x",
        ("without ids", "with ids"),
        _times("without ids", "with ids"),
    ),
)


def rows(figures: Figures, missing: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Name, what, goal and figure of each goal; `missing` says why a figure could not be had."""
    found = []
    for goal in GOALS:
        lacking = next((name for name in goal.needs if name not in figures), None)
        told = goal.told(figures) if lacking is None else missing.get(lacking, "not measured in this run")
        found.append((goal.name, goal.what, goal.goal, told))
    return found
