"""What the public sees of what was hidden once, where branches and merges are: in real repositories, and as a law."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_docs.audience import Audience
from alliance_docs.book import load_book
from alliance_docs.privacy.disclosure import disclose
from alliance_docs.revisions import Timeline
from tests.repositories import RepositoryBuilder
from tests.tales import PARTIES, Told, tale
from tests.torture.histories import ancestors_of, graph

OPEN, CLOSED = PARTIES + "audience: public\n", PARTIES
EARLY = "purpose: We write down what nobody else may read.\n"
LATE = "purpose: We write down what anybody may read.\n"
DEBTS = "commitments:\n- {id: debts, owner: ana, text: I owe the bank a fortune.%s}\n"
FREE, MARKED, TOLD = DEBTS % "", DEBTS % ", private: true", DEBTS % ", published: 2024-02-01"


class Story:
    """A repository with one alliance, its public view, and the subjects of the revisions that it shows."""

    def __init__(self, folder: Path) -> None:
        self.git = RepositoryBuilder(folder)

    def commit(self, source: str, subject: str) -> None:
        """One more revision."""
        self.git.write("alliances/two.yml", source)
        self.git.commit(subject)

    def merge(self, source: str, subject: str = "Merge") -> None:
        """The side into main, with this file."""
        self.git.switch("main")
        self.git.merge("side", subject=subject, files={"alliances/two.yml": source})

    def side(self) -> None:
        """From here on, on a branch of its own that begins at the first commit."""
        self.git.switch(self.git.git("rev-list", "--max-parents=0", "HEAD"))
        self.git.branch("side")

    @property
    def public(self) -> Timeline:
        """What anybody sees."""
        (timeline,) = load_book(self.git.folder / "alliances", audience=Audience.PUBLIC).timelines
        return timeline

    @property
    def shown(self) -> list[int | None]:
        """The numbers of the revisions that anybody sees."""
        return [revision.number for revision in self.public.revisions]


@pytest.fixture
def story(tmp_path: Path) -> Story:
    """Nothing yet."""
    return Story(tmp_path / "two")


def test_a_branch_from_before_the_publication_stays_before_it(story: Story) -> None:
    """Public once, closed, and public again: a side branch that knows only the first time is not public again."""
    story.commit(OPEN + EARLY, "Begin")
    story.commit(CLOSED + EARLY, "Close")
    story.commit(OPEN + LATE, "Publish")
    story.side()
    story.commit(OPEN + EARLY + "context: Two rooms.\n", "On the side")
    story.merge(OPEN + LATE + "context: Two rooms.\n")
    public = story.public
    assert "nobody else" not in repr(public)
    assert [revision.message.subject for revision in public.revisions] == ["Publish", "Merge"]


def test_a_clause_stays_private_on_a_branch_that_does_not_know_of_its_publication(story: Story) -> None:
    """The same for one clause: it was published, private, and published again with other words."""
    story.commit(OPEN + TOLD, "Begin")
    story.commit(OPEN + MARKED, "Keep")
    story.commit(OPEN + TOLD.replace("a fortune", "nothing"), "Publish")
    story.side()
    story.commit(OPEN + TOLD + LATE, "On the side")
    story.merge(OPEN + TOLD.replace("a fortune", "nothing") + LATE)
    public = story.public
    assert "fortune" not in repr(public)
    assert [bool(one.alliance and "commitments/debts" in one.alliance.by_address) for one in public.revisions] == [
        *(False, False, True, False, True)
    ]


def test_a_branch_that_was_never_public_hides_no_more_than_itself(story: Story) -> None:
    """What was published beside it stays published when it is merged."""
    story.commit(CLOSED + EARLY, "Begin")
    story.commit(OPEN + LATE, "Publish")
    story.commit(OPEN + LATE + "context: Two rooms.\n", "Go on")
    story.side()
    story.commit(CLOSED + EARLY + "kind: team\n", "On the side")
    story.merge(OPEN + LATE + "context: Two rooms.\nkind: team\n")
    assert "nobody else" not in repr(story.public)
    assert [revision.message.subject for revision in story.public.revisions] == ["Publish", "Go on", "Merge"]


def test_a_branch_that_closed_closes_what_went_on_beside_it(story: Story) -> None:
    """Until a merge has seen it."""
    story.commit(OPEN + EARLY, "Begin")
    story.commit(OPEN + EARLY + "context: Two rooms.\n", "Go on")
    story.side()
    story.commit(CLOSED + EARLY, "Close")
    story.merge(OPEN + LATE)
    assert "nobody else" not in repr(story.public)
    assert [revision.message.subject for revision in story.public.revisions] == ["Merge"]


def test_a_merge_that_did_not_take_the_publication_takes_it_back(story: Story) -> None:
    """It is no revision, since it left the file as one side had it, and yet nothing from before it is shown."""
    story.commit(CLOSED + EARLY, "Begin")
    story.side()
    story.commit(OPEN + EARLY + "kind: team\n", "Publish")
    story.git.switch("main")
    story.commit(CLOSED + EARLY + "context: Two rooms.\n", "Go on")
    story.merge(CLOSED + EARLY + "context: Two rooms.\n")
    story.commit(OPEN + LATE, "Publish again")
    assert [revision.message.subject for revision in story.public.revisions] == ["Publish again"]
    assert "nobody else" not in repr(story.public)


def test_who_took_a_closed_file_away_is_not_told(story: Story) -> None:
    """What was closed when it went stays so until it is made public."""
    story.commit("id: two\n" + CLOSED + EARLY, "Begin")
    story.git.remove("alliances/two.yml")
    story.git.commit("Take the secret away")
    story.commit("id: two\n" + OPEN + LATE, "Publish")
    assert [revision.message.subject for revision in story.public.revisions] == ["Publish"]


@given(st.randoms(use_true_random=False))
def test_nothing_is_shown_from_before_anything_hidden(rng: Random) -> None:
    """Nor from beside what closed anew: a revision that is shown builds on all of that."""
    parents = graph(rng, rng.randrange(1, 12))
    public = [rng.random() < 0.7 for _ in parents]
    words = [OPEN if one else CLOSED for one in public]
    timeline = tale(
        *(
            Told(f"{word}purpose: Turn {place}.\n", parents=own)
            for place, (word, own) in enumerate(zip(words, parents, strict=True))
        )
    )
    before = ancestors_of(parents)
    new = [place for place, own in enumerate(parents) if not public[place] and (not own or any(public[one] for one in own))]
    early = disclose(timeline).early
    for place in range(len(parents)):
        hidden = not public[place] or any(place in before[later] and not public[later] for later in range(len(parents)))
        assert (place in early) == (hidden or not before[place].issuperset(new))


@given(st.randoms(use_true_random=False))
def test_a_clause_is_shown_from_its_publication_on_alone(rng: Random) -> None:
    """Private once, it needs to be published in a revision that builds on all that made it private anew."""
    parents = graph(rng, rng.randrange(1, 12))
    marks = [rng.choice((FREE, MARKED, TOLD)) for _ in parents]
    sources = [f"{OPEN}{mark}purpose: Turn {place}.\n" for place, mark in enumerate(marks)]
    timeline = tale(*(Told(source, parents=own) for source, own in zip(sources, parents, strict=True)))
    before = ancestors_of(parents)
    private = {place for place, mark in enumerate(marks) if mark == MARKED}
    new = {place for place in private if not private.issuperset(parents[place]) or not parents[place]}
    hidden = disclose(timeline).clauses
    for place, revision in enumerate(timeline.revisions):
        shown = not private or (marks[place] == TOLD and before[place] >= new and len(parents) - 1 not in private)
        assert revision.alliance is not None
        assert (revision.alliance.by_address["commitments/debts"].lineage not in hidden[place]) == shown
    assert not hidden[-1] or (private and marks[-1] != TOLD)
