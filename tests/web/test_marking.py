"""Overlapping spans as segments: the text exactly once, never more than three lines, names over the text."""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from newsreview.labels.models import Label
from newsreview.web.marking import blank_text, lanes, marked_paragraphs
from newsreview.web.rows import LANES, Mark, named

LABELS = [
    Label(key="claim", name="claim", shortcut="c", channel="line", hue="blue"),
    Label(key="aim", name="aim", shortcut="a", channel="line", hue="green"),
    Label(key="source", name="source", shortcut="s", channel="fill", hue="amber"),
    Label(key="boilerplate", name="boilerplate", shortcut="b", channel="dim", hue="grey"),
    Label(key="heading", name="heading", shortcut="h", channel="edge", hue="grey"),
]
ALPHABET = "ab “”&<>\"'\n\n\u2028\u0085\u00a0\u0301👩\u200d👧🇸🇪𝒳שך"
CLASSES = {"g", "f", "src", "st", "en", "boil", "fill-amber", "of-blue", "of-green", "of-amber", "of-grey"}
CLASSES |= {f"{dress}{lane}" for dress in ("c", "blue", "green") for lane in range(LANES)}

texts = st.text(alphabet=ALPHABET, min_size=1, max_size=60)
places = st.lists(st.tuples(st.integers(0, 59), st.integers(1, 60), st.sampled_from(LABELS)), max_size=14)


def marks_of(text: str, wanted: list[tuple[int, int, Label]]) -> list[Mark]:
    """Named in the order of the text, as rows of the database come."""
    rows: list[tuple[Any, ...]] = []
    for number, (start, length, label) in enumerate(wanted):
        begin = start % len(text)
        end = min(len(text), begin + length)
        rows.append((f"{number:04}", begin, end, text[begin:end], "{}", "[]", "", False, None, "0", str(label.pk)))
    return named(sorted(rows, key=lambda row: (row[1], -row[2], row[0])), {label.pk: label for label in LABELS})


class Shown(HTMLParser):
    """What a reader of the page gets: the pieces of text, each with its first code point and its classes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.pieces: list[tuple[int, str, set[str]]] = []
        self.sentences: list[dict[str, str | None]] = []
        self.at: dict[str, str | None] = {}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "span"
        if ("class", "sent") in attrs:
            self.sentences.append(dict(attrs))
            return
        self.at = dict(attrs)
        self.pieces.append((int(self.at["data-s"] or 0), "", set((self.at.get("class") or "").split())))

    def handle_data(self, data: str) -> None:
        start, words, classes = self.pieces.pop()
        self.pieces.append((start, words + data, classes))


@given(texts, places)
def test_every_letter_is_shown_once_and_where_it_stands(text: str, wanted: list[tuple[int, int, Label]]) -> None:
    marks = marks_of(text, wanted)

    for paragraph in marked_paragraphs(text, marks, language="", version=0):
        shown = Shown(paragraph.words)
        place = paragraph.paragraph
        assert "".join(words for _, words, _ in shown.pieces) == text[place.start : place.end]
        for start, words, classes in shown.pieces:
            assert text[start : start + len(words)] == words != ""
            assert classes <= CLASSES


@given(texts, places)
def test_the_page_reads_as_the_article_line_feeds_aside(text: str, wanted: list[tuple[int, int, Label]]) -> None:
    shown = list(marked_paragraphs(text, marks_of(text, wanted), language="", version=0))
    first = shown[0].paragraph.start if shown else len(text)
    page = blank_text(text, 0, first) + "".join(p.words + p.blank_after for p in shown)

    assert words_of(page).replace("\n", "") == text.replace("\n", "")


def words_of(html: str) -> str:
    return unescape(re.sub("<[^<>]*>", "", html))


@given(texts, places)
def test_lines_that_overlap_are_in_lanes_of_their_own(text: str, wanted: list[tuple[int, int, Label]]) -> None:
    marks = marks_of(text, wanted)
    lane_of = lanes(marks)
    lined = [mark for mark in marks if mark.id in lane_of]

    assert {mark.label.channel for mark in lined} <= {"line"}
    for one in lined:
        for other in lined:
            if one is not other and one.start < other.end and other.start < one.end:
                assert lane_of[one.id] != lane_of[other.id]


@given(texts, places)
def test_names_stand_over_the_text_once_and_count_by_letter(text: str, wanted: list[tuple[int, int, Label]]) -> None:
    marks = marks_of(text, wanted)

    names = [mark.name for mark in marks]
    assert len(set(names)) == len(names)
    for letter in "CASBH":
        mine = [int(name[1:]) for name in names if name[0] == letter]
        assert mine == list(range(1, len(mine) + 1))


def test_what_is_too_deep_for_a_line_says_so() -> None:
    text = "one two three four five"
    deep = [(0, 23, LABELS[0]), (4, 19, LABELS[0]), (8, 15, LABELS[0]), (14, 9, LABELS[0])]
    marks: list[Mark] = marks_of(text, deep)
    (paragraph,) = marked_paragraphs(text, marks, language="", version=0)

    shown = Shown(paragraph.words)
    assert [words for _, words, _ in shown.pieces] == ["one ", "two ", "three ", "four five"]
    assert shown.pieces[-1][2] == {"g", "f", "of-blue", "c0", "c1", "c2", "blue0", "blue1", "blue2"}
    assert shown.at["data-f"] == "C4+1"


def test_two_labels_on_the_same_words_show_the_words_once() -> None:
    text = "Ada Brandt said so"
    both = [(0, 10, LABELS[0]), (0, 10, LABELS[2])]
    (paragraph,) = marked_paragraphs(text, marks_of(text, both), language="en", version=3)

    shown = Shown(paragraph.words)
    assert [words for _, words, _ in shown.pieces] == ["Ada Brandt", " said so"]
    assert shown.pieces[0][2] == {"g", "f", "of-blue", "c0", "blue0", "src", "fill-amber", "st", "en"}


def test_sentences_hold_the_pieces_and_name_their_phrases() -> None:
    text = "One\n • It rained, he said. It is over. "
    marks = marks_of(text, [(14, 20, LABELS[0])])
    shown = Shown(list(marked_paragraphs(text, marks, language="en", version=0))[1].words)

    assert [words for _, words, _ in shown.pieces] == [" • It rain", "ed, he said. ", "It is o", "ver. "]
    assert [(s["id"], s["data-s"], s["data-e"], s["data-ph"]) for s in shown.sentences] == [
        ("s-2-0", "5", "26", "7-16 18-20"),
        ("s-2-1", "27", "38", "27-37"),
    ]


def test_a_million_characters_under_ten_thousand_overlapping_spans_read_as_the_article() -> None:
    """T11; what it takes in time is measured by the bench."""
    words = "It rained in Kelder, they said, and the “gates” 👩‍👧 stayed open until Monday. "
    line = words * 40
    text = "\n".join([line] * (1_000_000 // len(line) + 1))
    marks = marks_of(text, [(n * 100, 350, LABELS[n % 3]) for n in range(10_000)])

    shown = list(marked_paragraphs(text, marks, language="en", version=0))
    assert sum(len(paragraph.marks) for paragraph in shown) >= 10_000
    assert [words_of(p.words) for p in shown] == text.split("\n")


def test_markup_in_the_text_is_text() -> None:
    text = "<b onclick=x>&amp;</b>"
    (paragraph,) = marked_paragraphs(text, marks_of(text, [(1, 3, LABELS[0])]), language="", version=0)

    assert "".join(words for _, words, _ in Shown(paragraph.words).pieces) == text
