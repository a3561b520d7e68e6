"""Random corpora of a few dozen articles, and the sides they were dealt to, told by the plainest code there is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from hypothesis import strategies as st

from newsreview.splits.dealing import Dealt, Member, deal
from newsreview.splits.grouping import Grouping

SHARES = {"train": 70, "validation": 10, "test": 20}
WIRE = [f"Agency report {n}: the ferry company says that the harbour stays closed until Monday." for n in range(6)]
SHORT = ["Leave a comment", "Read more", "Photo: A. Brandt"]


@dataclass(frozen=True)
class Story:
    """An article of a random corpus."""

    id: str
    story: str
    url: str
    outlet: str
    text: str
    marks: Mapping[str, int] = field(default_factory=dict)


@st.composite
def corpora(draw: st.DrawFn, least: int = 4) -> list[Story]:
    corpus = []
    for number in range(draw(st.integers(least, 30))):
        own = f"Paragraph of article {number}, which nobody else has and which is long enough to count."
        wire = draw(st.sets(st.sampled_from(WIRE), max_size=1)) if draw(st.integers(0, 3)) == 0 else set()
        corpus.append(
            Story(
                f"{number:04}",
                draw(st.sampled_from(["", "", "", "", "strike", "storm", "vote"])),
                draw(
                    st.sampled_from(["", "", "", "https://a.example/1", "http://www.a.example/1/", "https://b.example"])
                ),
                draw(st.sampled_from(["Post", "Echo", "Times"])),
                "\n".join([own, *wire, *draw(st.lists(st.sampled_from(SHORT), max_size=2))]),
                draw(st.dictionaries(st.sampled_from(["claim", "source"]), st.integers(1, 9))),
            )
        )
    return draw(st.permutations(corpus))


def tied(one: Story, other: Story) -> bool:
    """By the words of docs/releases.md; nobody here has more than twenty articles with one paragraph."""
    page = {"https://a.example/1": "a", "http://www.a.example/1/": "a", "https://b.example": "b"}
    wire = [{paragraph for paragraph in story.text.split("\n") if paragraph in WIRE} for story in (one, other)]
    same_story = one.story and one.story == other.story
    same_page = one.url and page[one.url] == page.get(other.url)
    return bool(same_story or same_page or wire[0] & wire[1])


def pairs_that_leak(corpus: Iterable[Story], sides: Mapping[str, str]) -> list[tuple[str, str]]:
    pairs = combinations(corpus, 2)
    return [(one.id, other.id) for one, other in pairs if tied(one, other) and sides[one.id] != sides[other.id]]


def dealt(corpus: list[Story], before: Mapping[str, str] | None = None, seed: int = 0) -> Dealt:
    return deal(grouped(corpus), shares=SHARES, seed=seed, before=before or {})


def grouped(corpus: list[Story]) -> list[list[Member]]:
    grouping = Grouping()
    for story in corpus:
        grouping.add(story=story.story, url=story.url, text=story.text)
    members = [Member(story.id, story.outlet, story.marks) for story in corpus]
    return [[members[number] for number in group] for group in grouping.groups()]
