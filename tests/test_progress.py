"""Progress: what long work says reaches whoever listens, and nobody else."""

from alliance_docs.progress import heard_by, step


def test_a_listener_hears_the_steps_of_its_block_alone() -> None:
    """Work outside the block is done in silence."""
    heard: list[tuple[str, int, int]] = []
    step("Before")
    with heard_by(lambda *said: heard.append(said)):
        step("Reading", 1, 2)
        step("Writing")
    step("After")
    assert heard == [("Reading", 1, 2), ("Writing", 0, 0)]


def test_the_nearest_listener_hears() -> None:
    """A command inside another speaks for itself; afterwards the outer one listens again."""
    outer: list[str] = []
    inner: list[str] = []
    with heard_by(lambda doing, *_: outer.append(doing)):
        with heard_by(lambda doing, *_: inner.append(doing)):
            step("Inside")
        step("Outside")
    assert (outer, inner) == (["Outside"], ["Inside"])
