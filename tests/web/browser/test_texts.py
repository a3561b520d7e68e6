"""The same letters in the file, the database, the page, the selection and the database again."""

from io import BytesIO

import pytest

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.models import AnnotationSet
from newsreview.intake import taking_in, uploading
from newsreview.offsets import paragraphs
from newsreview.projects.models import Project, Task
from tests.web.browser.articles import TORTURE
from tests.web.browser.hands import Hands
from tests.working import carry_out_jobs_beside_a_browser

TEXT = "\n".join(TORTURE.values())

# For every code point of the page: to the DOM and back; and what a range of the DOM from there to the next one reads.
ROUND = """
async (module) => {
  const { domRange, pointAt, quoteOf, paragraphs } = await import(module);
  const wrong = [];
  for (const p of paragraphs()) {
    const letters = [...p.text];
    for (let i = 0; i < letters.length; i += 1) {
      const range = domRange(p.start + i, p.start + i + 1);
      const there = [pointAt(range.startContainer, range.startOffset), pointAt(range.endContainer, range.endOffset)];
      if (there[0] !== p.start + i || there[1] !== p.start + i + 1) wrong.push([p.number, i, ...there]);
      if (quoteOf(p.start + i, p.start + i + 1) !== letters[i]) wrong.push([p.number, i, "reads otherwise"]);
    }
  }
  return wrong;
}
"""
# The whole of each paragraph as a selection, and the code points it is worth.
SELECTED = """
async (module) => {
  const { fromSelection } = await import(module);
  return [...document.querySelectorAll("#text .para > .tx:first-child")].map((tx) => {
    getSelection().selectAllChildren(tx);
    const { start, end } = fromSelection(getSelection(), true);
    return [start, end];
  });
}
"""


@pytest.fixture
def imported(project: Project, manager: User, annotator: User) -> AnnotationSet:
    """By way of a file with a byte order mark and the line ends of another system."""
    raw = b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode() + b"\rlone carriage return"
    upload = uploading.start_upload(project=project, by=manager, files=[("a.txt", BytesIO(raw))])
    taking_in.ask_for_import(upload=upload, by=manager)
    carry_out_jobs_beside_a_browser()
    return taking.take(task=Task.objects.get(), person=annotator)


def test_every_place_of_a_difficult_text_is_found_and_marked(hands: Hands, imported: AnnotationSet) -> None:
    text = imported.task.article.text
    assert text == f"{TEXT}\nlone carriage return"
    hands.open(imported.task)
    assert hands.evaluate(ROUND, "/static/js/offsets.js") == []

    places = [(p.start, p.end) for p in paragraphs(text)]
    assert [tuple(place) for place in hands.evaluate(SELECTED, "/static/js/cursor.js")] == places
    hands.evaluate("() => getSelection().removeAllRanges()")


# What is dragged, with Alt or without, and what is stored.
DRAGGED = [
    ("family 👨‍👩‍👧‍👦", True, "family 👨‍👩‍👧‍👦"),
    ("and 🏴󠁧󠁢󠁳󠁣󠁴󠁿", True, "and 🏴󠁧󠁢󠁳󠁣󠁴󠁿"),
    ("Zoe\u0301 an", False, "Zoe\u0301 and"),
    ("서울 시", False, "서울 시장은"),
    ("الوزير", False, "الوزير"),
    ("\u05e9\u05dc\u05d5\u05dd", False, "\u05e9\u05dc\u05d5\u05dd"),
    ("co\u00adoperate with", False, "co\u00adoperate with"),
    ("2.4\u00a0metres", False, "2.4\u00a0metres"),
    ("𐌰𐌱", False, "𐌰𐌱"),
    ("𠮷野", True, "𠮷野"),
    ("<b>bold</b> &amp;", True, "<b>bold</b> &amp;"),
    ("spaces\tand", True, "spaces\tand"),
]


def test_what_is_dragged_is_what_is_stored(hands: Hands, imported: AnnotationSet) -> None:
    hands.open(imported.task)
    for words, exact, _ in DRAGGED:
        hands.mark(words, "c", exact=exact)

    text = imported.task.article.text
    stored = {span.quote: (span.start, span.end) for span in imported.spans.all()}
    assert list(stored) == sorted((quote for *_, quote in DRAGGED), key=text.index)
    assert all(text[start:end] == quote for quote, (start, end) in stored.items())


def test_copying_gives_the_plain_text(hands: Hands, imported: AnnotationSet) -> None:
    """Names over the text and lines under it are drawn, not written."""
    hands.open(imported.task)
    hands.mark("the family", "s")
    hands.evaluate("() => getSelection().selectAllChildren(document.querySelector('#p-2 .tx'))")

    assert hands.evaluate("() => String(getSelection())") == TORTURE["family"]
