"""The link that a sentence leaves no choice about is made with the span, and is the app's until a person touches it."""

from collections.abc import Callable

import pytest

from newsreview.accounts.models import User
from newsreview.annotation import taking
from newsreview.annotation.checking import contradictions_in
from newsreview.annotation.models import Link, Span
from newsreview.projects.models import Project, Task
from tests.annotation.hand import Hand

TEXT = """Ada Brandt said the gates jammed, that nobody came and that the tide was high. Ilo Kern said nothing.
The mayor said Vera Holm said the gates had been shut. They were not. It rained.
“We shut them,” Ilo Kern told Radio Skerra, “and they held.”"""

# Label and words, in the order of marking; then the links that stand, as (from, to).
MARKED: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = {
    "a claim after its source": (
        [("source", "Ada Brandt"), ("claim", "nobody came")],
        [("nobody came", "Ada Brandt")],
    ),
    "claims before their source": (
        [("claim", "the gates jammed"), ("claim", "nobody came"), ("source", "Ada Brandt")],
        [("nobody came", "Ada Brandt"), ("the gates jammed", "Ada Brandt")],
    ),
    "a source of another sentence": ([("source", "Ilo Kern"), ("claim", "nobody came")], []),
    "two sources": ([("source", "Ilo Kern told"), ("source", "Radio Skerra"), ("claim", "We shut them")], []),
    "a second source": (
        [("source", "Radio Skerra"), ("claim", "We shut them"), ("source", "Ilo Kern told")],
        [("We shut them", "Radio Skerra")],
    ),
    "a source within another claim": (
        [("claim", "Vera Holm said the gates"), ("source", "Holm"), ("claim", "had been shut")],
        [("Vera Holm said the gates", "Holm")],
    ),
    "beside a source within another claim": (
        [("source", "The mayor"), ("claim", "Vera Holm said the gates had been shut"), ("source", "Holm")],
        [("Vera Holm said the gates had been shut", "The mayor")],
    ),
    "a claim within another": (
        [("source", "The mayor"), ("claim", "Vera Holm said the gates had been shut"), ("claim", "gates had been")],
        [("Vera Holm said the gates had been shut", "The mayor")],
    ),
    "a claim that reaches into the next sentence": (
        [("source", "The mayor"), ("claim", "the gates had been shut. They were not")],
        [],
    ),
    "a source within a claim that reaches into the next sentence": (
        [
            ("claim", "Holm said the gates had been shut. They were"),
            ("source", "Holm"),
            ("claim", "The mayor said"),
        ],
        [],
    ),
    "boilerplate": ([("boilerplate", "It rained"), ("claim", "They were not")], []),
}


@pytest.fixture
def at_work(make_task: Callable[..., Task], annotator: User) -> Hand:
    return Hand(taking.take(task=make_task(TEXT), person=annotator), annotator)


def linked() -> list[tuple[str, str]]:
    links = Link.objects.filter(origin="inferred", label__key="attributed_to")
    return sorted((link.from_span.quote, link.to_span.quote) for link in links)


@pytest.mark.parametrize("marked", MARKED)
def test_what_a_sentence_leaves_no_choice_about_is_linked(at_work: Hand, marked: str) -> None:
    spans, links = MARKED[marked]
    for label, words in spans:
        at_work.add(label, words, infer=True)
    assert linked() == links


def test_it_is_one_edit_and_one_undo(at_work: Hand) -> None:
    claim = at_work.add("claim", "nobody came", infer=True)
    before = claim.last_edit_id
    source = at_work.add("source", "Ada Brandt", infer=True)
    [link] = Link.objects.all()
    edit = at_work.annotation_set.edits.get(number=2)
    assert edit.result == {"span": str(source.pk), "links_added": [str(link.pk)]}
    assert (link.origin, link.attributes, link.last_edit) == ("inferred", {"carried_over": False}, edit)
    claim.refresh_from_db()
    assert (claim.attributes["form"], claim.last_edit_id) == ("paraphrase", before)

    at_work.undo()
    claim.refresh_from_db()
    assert ([span.quote for span in Span.objects.all()], claim.attributes["form"]) == (["nobody came"], "narrator")
    at_work.redo()
    assert linked() == [("nobody came", "Ada Brandt")]
    assert contradictions_in(at_work.annotation_set.pk) == []


def test_nothing_is_inferred_unasked_or_where_the_project_has_it_off(at_work: Hand, project: Project) -> None:
    at_work.add("source", "Ada Brandt", infer=True)
    at_work.add("claim", "nobody came")
    Project.objects.filter(pk=project.pk).update(infer_links=False)
    at_work.add("claim", "the gates jammed", infer=True)
    assert Link.objects.count() == 0


def test_what_is_linked_stays_as_it_is(at_work: Hand) -> None:
    claim, mayor = at_work.add("claim", "nobody came"), at_work.add("source", "The mayor")
    at_work.link("attributed_to", claim, mayor)
    at_work.add("source", "Ada Brandt", infer=True)
    assert Link.objects.get().to_span == mayor


def test_an_inferred_link_makes_way_unnamed_for_one_that_a_person_makes(at_work: Hand) -> None:
    claim, mayor = at_work.add("claim", "nobody came"), at_work.add("source", "The mayor")
    source = at_work.add("source", "Ada Brandt", infer=True)
    inferred = Link.objects.get()
    confirmed = at_work.link("attributed_to", claim, source, under=[])
    assert [(link.pk, link.origin) for link in Link.objects.all()] == [(confirmed.pk, "own")]
    at_work.undo()
    assert [(link.pk, link.origin) for link in Link.objects.all()] == [(inferred.pk, "inferred")]
    elsewhere = at_work.link("attributed_to", claim, mayor, under=[])
    assert list(Link.objects.all()) == [elsewhere]


def test_an_answer_makes_an_inferred_link_a_persons(at_work: Hand) -> None:
    at_work.add("source", "Ada Brandt", infer=True)
    claim = at_work.add("claim", "nobody came", infer=True)
    link = claim.links_out.get()
    at_work.set_link(link, "carried_over", value=True)
    link.refresh_from_db()
    assert (link.origin, link.attributes) == ("edited", {"carried_over": True})
    at_work.remove_link(link)
    at_work.undo()
    assert claim.links_out.get().origin == "edited"
