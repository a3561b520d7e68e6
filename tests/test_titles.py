import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreview.titles import LONGEST, first_line_title

HEADLINE = "Harbour gates stay shut after night of storm in Velden"
STORY = """
The storm gates at Velden harbour failed to open on Tuesday, and about 40 ships waited outside, the port authority said.

“We heard a bang in the night,” said harbour master Ilse Brandt. The storm had passed by then.

Engineers expect the harbour to open again within days. Velden lives on its ships.
"""
FIRST = STORY.strip().split("\n", maxsplit=1)[0]


@pytest.mark.parametrize(
    "before",
    [
        "",
        "\n\n\u00a0\n",
        "World news\n\n",
        "Politics\nEurope\n\n",
        "Coast Courier. International\n\n",
        "COAST COURIER\n",
        "EXCLUSIVE\n",
        "ANALYSIS/OPINION:\n\n",
        "Life on the quay\n\n",
        "4 May, 2021 Tuesday\n06:12\n",
        "Published 4 May 2021, 6:12 a.m. GMT\n",
        "Updated at 10:05 p.m. ET Sunday\n",
        "2 hours ago\n",
        "By Mara Olsen and J. P. Quist\n",
        "Mara Olsen\nCoast Courier\n",
        "Mara Olsen and Jonas Quist\n",
        "Reuters Staff\n",
        "(AFP)\n",
        "Source: newswire\n",
        "Photo: Mara Olsen\n",
        "Tugs wait in the rain beside an empty pier (Mara Olsen/AP)\n",
        "Image copyright Getty Images Image caption Tugs wait in the rain beside an empty pier\n",
        "page/header.main_title\n",
        "{{ article.kicker }}\n",
        "www.example.org/news\n",
        "Share Tweet Email Print\n",
        "Leave a comment\n",
        "Subscribe now for two crowns a month!\n",
        "This article is more than 1 year old\n",
        "Mara Olsen is a senior staff writer at the Coast Courier.\n",
        "—\n",
        "• ",
    ],
)
def test_headline_is_found_below(before: str) -> None:
    assert first_line_title(f"{before}{HEADLINE}\n{STORY}") == HEADLINE


@pytest.mark.parametrize(
    "headline",
    [
        "Storm shuts Velden harbour",
        "Can the harbour open before the winter?",
        "First storm since the flood: Velden’s harbour gates fail",
        "HARBOUR GATES FAIL IN STORM",
        "‘We heard a bang’: the night the gates failed at Velden",
        "Sources say the gates of Velden harbour were not checked",
        "Subscribers to the harbour fund get their money back",
        "By the time the storm passed, Velden had no harbour",
    ],
)
def test_headline_on_the_first_line_is_the_title(headline: str) -> None:
    assert first_line_title(f"{headline}\n\nBy Mara Olsen\n4 May 2021\n{STORY}") == headline


def test_headline_that_is_printed_twice_is_the_title() -> None:
    assert first_line_title(f"{HEADLINE}\n\nForty ships wait.\n\n{HEADLINE}\n{STORY}") == HEADLINE


def test_text_without_headline_begins_with_its_first_sentence() -> None:
    assert first_line_title(STORY) == FIRST


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("One short line", "One short line"),
        ("Wait", "Wait"),
        ("06:12\n", "06:12"),
        ("World news\n\n" + STORY, FIRST),
        ("VELDEN (AP) — The gates of the harbour failed.\nShips wait.", "The gates of the harbour failed."),
        ("(CNN) The gates of the harbour failed.", "The gates of the harbour failed."),
        ("VELDEN — It rained.", "VELDEN — It rained."),
        ("Hamnen stängd efter stormen\n\nStormen slog till i natt. Hamnen var tom.", "Hamnen stängd efter stormen"),
        ("Two\u00a0 words  and\tmore of them", "Two words and more of them"),
        ("港口闸门在风暴后仍然关闭\n\n港口管理局周二表示，约有四十艘船在外面等候。", "港口闸门在风暴后仍然关闭"),
        (
            "بوابات الميناء لا تزال مغلقة بعد العاصفة\n\nقالت هيئة الميناء إن السفن تنتظر.",
            "بوابات الميناء لا تزال مغلقة بعد العاصفة",
        ),
    ],
)
def test_title_of_an_unusual_text(text: str, title: str) -> None:
    assert first_line_title(text) == title


@pytest.mark.parametrize(
    ("sentence", "rest"),
    [
        ("Mr. Brandt of the U.S. Coast Guard saw the gates fail.", " He called the port at once." * 4),
        ("“We heard a bang in the middle of the night.”", " Nobody at the port of Velden slept after that." * 4),
    ],
)
def test_long_paragraph_is_cut_to_its_first_sentence(sentence: str, rest: str) -> None:
    assert first_line_title(sentence + rest) == sentence


def test_long_sentence_is_cut_at_a_word() -> None:
    assert first_line_title("harbour " * 40) == "harbour " * 14 + "harbour…"


def test_long_word_is_cut() -> None:
    assert first_line_title("x" * 500) == "x" * (LONGEST - 1) + "…"


@given(
    st.text(st.sampled_from("aB1 \n.:()/“”•—\u00a0\u2028🚓") | st.characters(exclude_categories=["Cs"])).filter(
        str.strip
    )
)
def test_every_text_has_a_title_of_one_line(text: str) -> None:
    title = first_line_title(text)

    assert (title == "", len(title) > LONGEST, title == " ".join(title.split())) == (False, False, True)


def test_blank_text_has_none() -> None:
    assert first_line_title(" \n\u00a0") == ""
