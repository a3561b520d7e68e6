import pytest

from newsreview.splits.grouping import FEW, LONG, Grouping, Tie, address

SAID = "The ferry company says that the harbour stays closed until Monday morning."


def groups(*texts: str) -> list[list[int]]:
    grouping = Grouping()
    for text in texts:
        grouping.add(story="", url="", text=text)
    return grouping.groups()


def test_a_paragraph_ties_however_it_is_spaced():
    assert groups(f"One.\n{SAID}", f"Two.\n  {SAID.replace(' ', '  ')} \nThree.", "Four.") == [[0, 1], [2]]


@pytest.mark.parametrize("text", ["a" * LONG, "é" * (LONG // 2), "船" * (LONG // 3)])
def test_a_paragraph_counts_from_sixty_bytes_on(text):
    assert groups(f"One.\n{text}", f"Two.\n{text}") == [[0, 1]]
    assert groups(f"One.\n{text[1:]}", f"Two.\n{text[1:]}") == [[0], [1]]


def test_what_outlets_print_beneath_everything_ties_nobody():
    few = [f"Article {n}.\n{SAID}" for n in range(FEW)]

    assert groups(*few) == [list(range(FEW))]
    assert groups(*few, f"One more.\n{SAID}") == [[n] for n in range(FEW + 1)]


def test_in_a_large_corpus_more_may_have_a_paragraph():
    """Twenty-one, where that is one in a hundred."""
    many = [f"Article {n}.\n{SAID}" for n in range(21)]

    assert len(groups(*many, *(f"Other {n}." for n in range(2_000)))) == 2_021
    assert len(groups(*many, *(f"Other {n}." for n in range(2_100)))) == 2_101


def test_the_same_text_ties_however_many_have_it():
    assert groups(*["Short.\nLeave a comment"] * (FEW + 2), "Short.") == [[*range(FEW + 2)], [FEW + 2]]


def test_near_copies_are_tied_by_their_numbers():
    grouping = Grouping()
    for text in ("One.", "Two.", "Three."):
        grouping.add(story="", url="", text=text)
    grouping.tie_copies(2, 0)

    assert grouping.groups() == [[0, 2], [1]]
    assert grouping.chain(0, [2]) == [Tie(0, 2, "copy")]


def test_ties_go_on_from_one_to_the_next():
    grouping = Grouping()
    for story, url, text in (
        ("storm", "", "One."),
        ("storm", "https://a.example/x", "Two."),
        ("vote", "http://www.a.example/x/#top", f"Three.\n{SAID}"),
        ("", "", f"Four.\n{SAID}"),
        ("", "", "Five."),
    ):
        grouping.add(story=story, url=url, text=text)

    assert grouping.groups() == [[0, 1, 2, 3], [4]]
    assert grouping.chain(3, [0]) == [Tie(3, 2, "paragraph"), Tie(2, 1, "url"), Tie(1, 0, "story")]
    assert grouping.chain(3, [4]) == []


@pytest.mark.parametrize(
    "url",
    [
        "https://post.example/news/1",
        "http://post.example/news/1/",
        "https://WWW.post.example/news/1#comments",
        "https://post.example/news/1?utm_source=mail&utm_medium=x",
    ],
)
def test_addresses_of_one_page(url):
    assert address(url) == "post.example/news/1"


@pytest.mark.parametrize("url", ["https://post.example/news/1?id=2", "https://other.example/news/1", "http://[bad"])
def test_addresses_of_others(url):
    assert address(url) != "post.example/news/1"
